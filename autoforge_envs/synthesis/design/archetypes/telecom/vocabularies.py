"""Telecom: how a business of the kind may present itself."""

from autoforge_envs.synthesis.design.blocks import Vocabulary
from autoforge_envs.synthesis.design.nouns import Noun

VOCABULARIES = (
    Vocabulary(
        title="Larkspur Mobile",
        about="a mobile network. You change plans and add-ons, see to SIMs, bills and faults, and "
        "tell customers what to do on their phones, which you cannot touch yourself.",
        nouns={
            "party": Noun("customer"),
            "item": Noun("plan"),
            "line": Noun("line"),
            "device": Noun("handset"),
            "deal": Noun("bill"),
        },
        words={
            "plan_kinds": ("contract", "prepaid", "business"),
            "plan_names": ("Small", "Medium", "Large", "Endless"),
            "models": ("Petal 4", "Petal 5 Max", "Kestrel S", "Onyx Mini", "Comet 12"),
        },
    ),
    Vocabulary(
        title="Tidewater Wireless",
        about="a network for homes without a cable. You change tariffs and add-ons, see to SIMs, "
        "invoices and faults, and tell subscribers what to do at their hotspots.",
        nouns={
            "party": Noun("subscriber"),
            "item": Noun("tariff"),
            "line": Noun("connection"),
            "device": Noun("hotspot"),
            "deal": Noun("invoice"),
        },
        words={
            "plan_kinds": ("home", "garden", "office"),
            "plan_names": ("Creek", "River", "Delta", "Ocean"),
            "models": ("Beacon 2", "Beacon 3 Duo", "Harbour Cube", "Reef Mini", "Buoy X"),
        },
    ),
    Vocabulary(
        title="Pocket & Pine",
        about="a network for families with tablets. You change packages and add-ons, see to SIMs, "
        "statements and faults, and tell families what to do on their tablets.",
        nouns={
            "party": Noun("family", "families"),
            "item": Noun("package"),
            "line": Noun("line"),
            "device": Noun("tablet"),
            "deal": Noun("monthly bill"),
        },
        words={
            "plan_kinds": ("child", "teenager", "adult"),
            "plan_names": ("Sprout", "Sapling", "Tree", "Forest"),
            "models": ("Slate 8", "Slate 10", "Acorn Tab", "Willow Pad", "Cone Junior"),
        },
    ),
)
