"""Courses as the catalogue knows them."""

from pathlib import Path

from autoforge_envs.synthesis.design.archetypes.courses.population import populate
from autoforge_envs.synthesis.design.archetypes.courses.variants import choose
from autoforge_envs.synthesis.design.archetypes.courses.vocabularies import VOCABULARIES
from autoforge_envs.synthesis.design.blocks import Archetype, Block

COURSES = Archetype(
    core=Block("courses", Path(__file__).parent, choose, populate),
    vocabularies=VOCABULARIES,
    slots={
        "deal_over": ("completed",),
        "deal_over_words": "completed",
        "deal_open": ("enrolled",),
        "deal_price": "fee",
        "deal_price_words": "fee",
    },
)
