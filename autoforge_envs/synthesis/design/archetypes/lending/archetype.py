"""Lending as the catalogue knows them."""

from pathlib import Path

from autoforge_envs.synthesis.design.archetypes.lending.population import populate
from autoforge_envs.synthesis.design.archetypes.lending.variants import choose
from autoforge_envs.synthesis.design.archetypes.lending.vocabularies import VOCABULARIES
from autoforge_envs.synthesis.design.blocks import Archetype, Block

LENDING = Archetype(
    core=Block("lending", Path(__file__).parent, choose, populate),
    vocabularies=VOCABULARIES,
    slots={
        "deal_over": ("returned",),
        "deal_over_words": "returned",
        "deal_open": ("open",),
    },
)
