"""Loyalty as the catalogue knows them."""

from pathlib import Path

from autoforge_envs.synthesis.design.archetypes.loyalty.population import populate
from autoforge_envs.synthesis.design.archetypes.loyalty.variants import choose
from autoforge_envs.synthesis.design.archetypes.loyalty.vocabularies import VOCABULARIES
from autoforge_envs.synthesis.design.blocks import Archetype, Block

LOYALTY = Archetype(
    core=Block("loyalty", Path(__file__).parent, choose, populate),
    vocabularies=VOCABULARIES,
    slots={
        "deal_over": ("delivered",),
        "deal_over_words": "delivered",
    },
)
