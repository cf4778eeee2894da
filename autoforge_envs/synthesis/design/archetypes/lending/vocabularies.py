"""Lending: how a business of the kind may present itself."""

from autoforge_envs.synthesis.design.blocks import Vocabulary
from autoforge_envs.synthesis.design.nouns import Noun

VOCABULARIES = (
    Vocabulary(
        title="Linden Street Library",
        about="a public library with branches in several towns. You renew loans, take "
        "reservations, note losses and take payments.",
        nouns={"party": Noun("member"), "item": Noun("title"), "deal": Noun("loan")},
        words={
            "maker": "author",
            "kinds": ("novel", "crime", "cookbook", "travel_guide", "biography", "picture_book"),
            "naming_kinds": ("novel", "cookbook", "travel_guide", "biography", "picture_book"),
            "names": ("The Salt Road", "Winter Bees", "A House of Glass", "Nine Lanterns"),
        },
    ),
    Vocabulary(
        title="The Tool Shed",
        about="a club whose members borrow tools instead of buying them. You renew, reserve, "
        "note losses and take payments.",
        nouns={"party": Noun("club member"), "item": Noun("tool"), "deal": Noun("borrowing")},
        words={
            "maker": "brand",
            "kinds": ("drill", "saw", "ladder", "sander", "mower", "welder"),
            "naming_kinds": ("drill", "saw", "ladder", "sander", "mower", "welder"),
            "names": ("Oak 500", "Falcon Pro", "Titan Light", "Badger X"),
        },
    ),
)
