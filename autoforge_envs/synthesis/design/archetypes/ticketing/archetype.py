"""Ticketing as the catalogue knows them."""

from pathlib import Path

from autoforge_envs.synthesis.design.archetypes.ticketing.population import populate
from autoforge_envs.synthesis.design.archetypes.ticketing.variants import choose
from autoforge_envs.synthesis.design.archetypes.ticketing.vocabularies import VOCABULARIES
from autoforge_envs.synthesis.design.blocks import Archetype, Block

TICKETING = Archetype(
    core=Block("ticketing", Path(__file__).parent, choose, populate),
    vocabularies=VOCABULARIES,
    slots={
        "deal_over": ("used",),
        "deal_over_words": "used",
        "deal_open": ("valid",),
        "deal_price": "price",
        "deal_price_words": "price",
        "deal_day": "takes_place_on",
    },
)
