"""Utilities: how a business of the kind may present itself."""

from autoforge_envs.synthesis.design.blocks import Vocabulary
from autoforge_envs.synthesis.design.nouns import Noun

VOCABULARIES = (
    Vocabulary(
        title="Clearwell Water",
        about="a waterworks. You take readings, bill what was used, agree on instalments, change "
        "tariffs and send technicians.",
        nouns={
            "party": Noun("customer"),
            "item": Noun("tariff"),
            "home": Noun("supply point"),
            "deal": Noun("bill"),
            "unit": Noun("cubic metre"),
        },
        words={
            "supplies": ("drinking_water", "garden_water"),
            "levels": ("Spring", "Brook", "River", "Lake", "Sea"),
            "unit_price": 620,
        },
    ),
    Vocabulary(
        title="Ember District Heat",
        about="a supplier of heat and steam. You take readings, invoice what was used, agree on "
        "instalments, change schemes and send technicians.",
        nouns={
            "party": Noun("household"),
            "item": Noun("scheme"),
            "home": Noun("dwelling"),
            "deal": Noun("invoice"),
            "unit": Noun("megawatt hour"),
        },
        words={
            "supplies": ("heating", "hot_water", "steam"),
            "levels": ("Glow", "Spark", "Hearth", "Furnace"),
            "unit_price": 9200,
        },
    ),
    Vocabulary(
        title="Brightmoor Power",
        about="a supplier of electricity and gas. You take readings, settle what was used, agree "
        "on instalments, change price plans and send technicians.",
        nouns={
            "party": Noun("resident"),
            "item": Noun("price plan"),
            "home": Noun("premise"),
            "deal": Noun("statement"),
            "unit": Noun("100 kWh block"),
        },
        words={
            "supplies": ("electricity", "gas"),
            "levels": ("Basic", "Fixed", "Green", "Night", "Family"),
            "unit_price": 2900,
        },
    ),
)
