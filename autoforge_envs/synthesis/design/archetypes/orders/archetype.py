"""Orders as the catalogue knows them."""

from pathlib import Path

from autoforge_envs.synthesis.design.archetypes.orders.population import populate
from autoforge_envs.synthesis.design.archetypes.orders.variants import choose
from autoforge_envs.synthesis.design.archetypes.orders.vocabularies import VOCABULARIES
from autoforge_envs.synthesis.design.blocks import Archetype, Block

ORDERS = Archetype(
    core=Block("orders", Path(__file__).parent, choose, populate),
    vocabularies=VOCABULARIES,
    slots={
        "deal_over": ("delivered",),
        "deal_over_words": "delivered",
        "deal_price": "total",
        "deal_price_words": "total",
        "deal_day": "promised_on",
        "item_price": "price",
    },
)
