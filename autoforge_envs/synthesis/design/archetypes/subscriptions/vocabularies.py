"""Subscriptions: how a business of the kind may present itself."""

from autoforge_envs.synthesis.design.blocks import Vocabulary
from autoforge_envs.synthesis.design.nouns import Noun

_WORK = "You start, change, pause and end what they have, and note payments."


VOCABULARIES = (
    Vocabulary(
        title="Crate & Kettle",
        about=f"a service that sends boxes of food and tea. {_WORK}",
        nouns={
            "party": Noun("customer"),
            "item": Noun("box plan"),
            "deal": Noun("subscription"),
            "parcel": Noun("box", "boxes"),
        },
        words={
            "kinds": ("vegetable", "tea", "cheese", "breakfast"),
            "levels": ("Little", "Classic", "Family", "Feast"),
            "extras": ("Recipe cards", "Fresh bread", "Cut flowers", "Farm eggs"),
            "themes": ("roots", "berries", "mountains", "harbours", "orchards", "spices"),
            "prices": (1_400, 5_800),
            "ships": True,
        },
    ),
    Vocabulary(
        title="The Morning Ledger",
        about=f"a house of newspapers and magazines. {_WORK}",
        nouns={
            "party": Noun("reader"),
            "item": Noun("edition"),
            "deal": Noun("subscription"),
            "parcel": Noun("issue"),
        },
        words={
            "kinds": ("daily", "weekend", "science", "garden"),
            "levels": ("Digital", "Print", "Complete", "Patron"),
            "extras": ("Archive", "Crosswords", "Audio", "Supplement"),
            "themes": ("oceans", "elections", "inventions", "islands", "railways", "winter"),
            "prices": (900, 4_900),
            "ships": True,
        },
    ),
    Vocabulary(
        title="Lanternlight",
        about=f"a streaming service for films, series and concerts. {_WORK}",
        nouns={
            "party": Noun("viewer"),
            "item": Noun("package"),
            "deal": Noun("subscription"),
            "parcel": Noun("delivery", "deliveries"),
        },
        words={
            "kinds": ("film", "series", "concert", "documentary"),
            "levels": ("Spark", "Glow", "Beam", "Blaze"),
            "extras": ("Sharper picture", "Downloads", "Early releases", "Live channel"),
            "prices": (500, 2_900),
            "ships": False,
        },
    ),
    Vocabulary(
        title="Riverside Clubs",
        about=f"a chain of gyms and pools with memberships that renew. {_WORK}",
        nouns={
            "party": Noun("member"),
            "item": Noun("tariff"),
            "deal": Noun("membership"),
            "parcel": Noun("delivery", "deliveries"),
        },
        words={
            "kinds": ("gym", "pool", "climbing", "yoga"),
            "levels": ("Early", "Weekday", "Anytime", "Everywhere"),
            "extras": ("Sauna", "Locker", "Personal trainer", "Towels"),
            "prices": (1_900, 8_900),
            "ships": False,
        },
    ),
)
