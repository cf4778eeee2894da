"""Rentals as the catalogue knows them."""

from pathlib import Path

from autoforge_envs.synthesis.design.archetypes.rentals.population import populate
from autoforge_envs.synthesis.design.archetypes.rentals.variants import choose
from autoforge_envs.synthesis.design.archetypes.rentals.vocabularies import VOCABULARIES
from autoforge_envs.synthesis.design.blocks import Archetype, Block

RENTALS = Archetype(
    core=Block("rentals", Path(__file__).parent, choose, populate),
    vocabularies=VOCABULARIES,
    slots={
        "deal_over": ("returned",),
        "deal_over_words": "returned",
        "deal_open": ("booked",),
        "deal_price": "price",
        "deal_price_words": "price",
        "deal_day": "starts_on",
        "item_price": "daily_rate",
    },
)
