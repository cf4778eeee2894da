"""Instore as the catalogue knows them."""

from pathlib import Path

from autoforge_envs.synthesis.design.archetypes.instore.population import populate
from autoforge_envs.synthesis.design.archetypes.instore.variants import choose
from autoforge_envs.synthesis.design.archetypes.instore.vocabularies import VOCABULARIES
from autoforge_envs.synthesis.design.blocks import Archetype, Block

INSTORE = Archetype(
    core=Block("instore", Path(__file__).parent, choose, populate),
    vocabularies=VOCABULARIES,
    slots={
        "deal_over": ("used",),
        "deal_over_words": "used",
        "deal_open": ("valid",),
        "deal_price": "price",
        "deal_price_words": "price",
        "deal_day": "valid_until",
        "item_price": "price",
    },
)
