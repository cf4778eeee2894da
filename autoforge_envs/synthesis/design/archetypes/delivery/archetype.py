"""Delivery as the catalogue knows them."""

from pathlib import Path

from autoforge_envs.synthesis.design.archetypes.delivery.population import populate
from autoforge_envs.synthesis.design.archetypes.delivery.variants import choose
from autoforge_envs.synthesis.design.archetypes.delivery.vocabularies import VOCABULARIES
from autoforge_envs.synthesis.design.blocks import Archetype, Block

DELIVERY = Archetype(
    core=Block("delivery", Path(__file__).parent, choose, populate),
    vocabularies=VOCABULARIES,
    slots={
        "deal_over": ("delivered",),
        "deal_over_words": "delivered",
        "deal_open": ("placed", "preparing"),
        "deal_price": "total",
        "deal_price_words": "total",
    },
)
