"""Orders: how a business of the kind may present itself."""

from autoforge_envs.synthesis.design.blocks import Vocabulary
from autoforge_envs.synthesis.design.nouns import Noun

_OFFERS = "You look up and place orders, change and cancel them, and take goods back."


VOCABULARIES = (
    Vocabulary(
        title="Hearth & Trail",
        about=f"an online shop for homeware and outdoor goods. {_OFFERS}",
        nouns={"party": Noun("customer"), "item": Noun("product"), "deal": Noun("order")},
        words={
            "wants_address": True,
            "option": "colour",
            "option_words": "colour",
            "options": ("green", "sand", "navy", "rust", "white", "grey"),
            "categories": (
                "tent", "backpack", "lantern", "stove", "blanket", "lamp", "vase", "rug", "mug",
            ),
            "ranges": ("Sarek", "Fleck", "Alta", "Brisa", "Tarn", "Holm", "Orla", "Vesper"),
        },
    ),
    Vocabulary(
        title="Kilowatt Corner",
        about=f"an online shop for electronics. {_OFFERS}",
        nouns={"party": Noun("buyer"), "item": Noun("article"), "deal": Noun("purchase")},
        words={
            "wants_address": True,
            "option": "edition",
            "option_words": "edition",
            "options": ("basic edition", "travel edition", "studio edition", "night edition"),
            "categories": (
                "headset", "speaker", "tablet", "keyboard", "monitor", "camera", "charger",
            ),
            "ranges": ("Volt", "Pulse", "Nimbus", "Quanta", "Lyra", "Onyx", "Strata", "Helio"),
        },
    ),
    Vocabulary(
        title="Fernway Nursery",
        about=f"a nursery that sends plants by parcel. {_OFFERS}",
        nouns={
            "party": Noun("gardener"),
            "item": Noun("plant"),
            "deal": Noun("plant order"),
        },
        words={
            "wants_address": True,
            "option": "pot_size",
            "option_words": "pot size",
            "options": ("small pot", "medium pot", "large pot", "bare root"),
            "categories": (
                "rose", "fern", "hydrangea", "lavender", "maple", "clematis", "hosta", "camellia",
            ),
            "ranges": ("Dawn", "Silver", "Cottage", "Velvet", "Dwarf", "Alpine", "Blush", "Royal"),
        },
    ),
    Vocabulary(
        title="Stitch & Sole",
        about=f"an online shop for clothes and shoes. {_OFFERS}",
        nouns={"party": Noun("shopper"), "item": Noun("garment"), "deal": Noun("order")},
        words={
            "wants_address": True,
            "option": "size",
            "option_words": "size",
            "options": ("small", "medium", "large", "extra large"),
            "categories": (
                "jacket", "jumper", "shirt", "skirt", "boot", "sandal", "scarf", "coat", "dress",
            ),
            "ranges": ("Harbour", "Linnet", "Corda", "Marlow", "Isla", "Thorne", "Pica", "Wren"),
        },
    ),
)  # fmt: skip
