"""Telecom as the catalogue knows them."""

from pathlib import Path

from autoforge_envs.synthesis.design.archetypes.telecom.population import populate
from autoforge_envs.synthesis.design.archetypes.telecom.variants import choose
from autoforge_envs.synthesis.design.archetypes.telecom.vocabularies import VOCABULARIES
from autoforge_envs.synthesis.design.blocks import Archetype, Block

TELECOM = Archetype(
    core=Block("telecom", Path(__file__).parent, choose, populate),
    vocabularies=VOCABULARIES,
    slots={"deal_over": ("paid",), "deal_over_words": "paid"},
)
