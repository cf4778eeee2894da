"""Claims: how a business of the kind may present itself."""

from autoforge_envs.synthesis.design.blocks import Vocabulary
from autoforge_envs.synthesis.design.nouns import Noun

VOCABULARIES = (
    Vocabulary(
        title="Stonebridge Mutual",
        about="a mutual that insures what people have at home. You take reports of damage, settle "
        "claims, send assessors and change contracts.",
        nouns={
            "party": Noun("member"),
            "item": Noun("product"),
            "contract": Noun("contract"),
            "deal": Noun("claim"),
        },
        words={
            "branches": ("household", "garden", "instruments"),
            "perils": ("water", "fire", "theft", "storm", "breakage"),
            "paper_peril": "theft",
            "person_roles": ("partner", "child", "lodger"),
            "things": {
                "household": ("Washing machine", "Sofa", "Carpet", "Bookcase", "Cooker"),
                "garden": ("Greenhouse", "Shed", "Lawnmower", "Pergola", "Pond"),
                "instruments": ("Cello", "Piano", "Saxophone", "Harp", "Drums"),
            },
        },
    ),
    Vocabulary(
        title="Fetch Pet Cover",
        about="an insurer of pets. You take reports of what happened to them, settle cases, send "
        "assessors and change cover notes.",
        nouns={
            "party": Noun("keeper"),
            "item": Noun("package"),
            "contract": Noun("cover note"),
            "deal": Noun("case"),
        },
        words={
            "branches": ("dog", "cat", "horse"),
            "perils": ("illness", "accident", "theft", "liability"),
            "paper_peril": "theft",
            "person_roles": ("walker", "partner", "groom"),
            "things": {
                "dog": ("Biscuit", "Dash", "Moss", "Roo", "Sable"),
                "cat": ("Cleo", "Fig", "Juno", "Pepper", "Smoke"),
                "horse": ("Amber", "Comet", "Flint", "Hazel", "Thunder"),
            },
        },
    ),
    Vocabulary(
        title="Wheel & Wander",
        about="an insurer of bicycles, cameras and luggage. You take reports of damage, settle "
        "damage files, send assessors and change certificates.",
        nouns={
            "party": Noun("traveller"),
            "item": Noun("tariff"),
            "contract": Noun("certificate"),
            "deal": Noun("damage file"),
        },
        words={
            "branches": ("bicycle", "camera", "luggage"),
            "perils": ("theft", "collision", "water", "loss"),
            "paper_peril": "collision",
            "person_roles": ("companion", "partner", "child"),
            "things": {
                "bicycle": ("City bike", "Racer", "Cargo bike", "Tandem", "Gravel bike"),
                "camera": ("Field camera", "Telephoto lens", "Drone", "Camcorder", "Tripod"),
                "luggage": ("Trunk", "Rucksack", "Suitcase", "Ski bag", "Pram"),
            },
        },
    ),
)
