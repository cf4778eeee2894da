"""Utilities as the catalogue knows them."""

from pathlib import Path

from autoforge_envs.synthesis.design.archetypes.utilities.population import populate
from autoforge_envs.synthesis.design.archetypes.utilities.variants import choose
from autoforge_envs.synthesis.design.archetypes.utilities.vocabularies import VOCABULARIES
from autoforge_envs.synthesis.design.blocks import Archetype, Block

UTILITIES = Archetype(
    core=Block("utilities", Path(__file__).parent, choose, populate),
    vocabularies=VOCABULARIES,
    slots={"deal_over": ("paid",), "deal_over_words": "paid"},
)
