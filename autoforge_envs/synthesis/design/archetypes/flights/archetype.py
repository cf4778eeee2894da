"""Flights as the catalogue knows them."""

from pathlib import Path

from autoforge_envs.synthesis.design.archetypes.flights.population import populate
from autoforge_envs.synthesis.design.archetypes.flights.variants import choose
from autoforge_envs.synthesis.design.archetypes.flights.vocabularies import VOCABULARIES
from autoforge_envs.synthesis.design.blocks import Archetype, Block

FLIGHTS = Archetype(
    core=Block("flights", Path(__file__).parent, choose, populate),
    vocabularies=VOCABULARIES,
    parties=160,
    slots={
        "deal_over": ("travelled",),
        "deal_over_words": "travelled",
        "deal_open": ("confirmed",),
        "deal_price": "total",
        "deal_price_words": "total",
        "deal_day": "travels_on",
    },
)
