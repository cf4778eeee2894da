"""Travel as the catalogue knows them."""

from pathlib import Path

from autoforge_envs.synthesis.design.archetypes.travel.population import populate
from autoforge_envs.synthesis.design.archetypes.travel.variants import choose
from autoforge_envs.synthesis.design.archetypes.travel.vocabularies import VOCABULARIES
from autoforge_envs.synthesis.design.blocks import Archetype, Block

TRAVEL = Archetype(
    core=Block("travel", Path(__file__).parent, choose, populate),
    vocabularies=VOCABULARIES,
    slots={
        "deal_over": ("finished",),
        "deal_over_words": "finished",
        "deal_open": ("booked", "arrived"),
        "deal_price": "total",
        "deal_price_words": "total",
        "deal_day": "arrives_on",
    },
)
