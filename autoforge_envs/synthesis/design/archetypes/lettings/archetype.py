"""Lettings as the catalogue knows them."""

from pathlib import Path

from autoforge_envs.synthesis.design.archetypes.lettings.population import populate
from autoforge_envs.synthesis.design.archetypes.lettings.variants import choose
from autoforge_envs.synthesis.design.archetypes.lettings.vocabularies import VOCABULARIES
from autoforge_envs.synthesis.design.blocks import Archetype, Block

LETTINGS = Archetype(
    core=Block("lettings", Path(__file__).parent, choose, populate),
    vocabularies=VOCABULARIES,
    slots={
        "deal_over": ("ended",),
        "deal_over_words": "ended",
        "deal_open": ("running",),
        "deal_day": "starts_on",
    },
    parties=200,
)
