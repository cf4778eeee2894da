"""Subscriptions as the catalogue knows them."""

from pathlib import Path

from autoforge_envs.synthesis.design.archetypes.subscriptions.population import populate
from autoforge_envs.synthesis.design.archetypes.subscriptions.variants import choose
from autoforge_envs.synthesis.design.archetypes.subscriptions.vocabularies import VOCABULARIES
from autoforge_envs.synthesis.design.blocks import Archetype, Block

SUBSCRIPTIONS = Archetype(
    core=Block("subscriptions", Path(__file__).parent, choose, populate),
    vocabularies=VOCABULARIES,
    slots={
        "deal_over": ("ended",),
        "deal_over_words": "ended",
        "deal_price": "price",
        "deal_price_words": "price",
        "deal_day": "renews_on",
    },
)
