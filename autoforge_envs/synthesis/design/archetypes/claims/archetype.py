"""Claims as the catalogue knows them."""

from pathlib import Path

from autoforge_envs.synthesis.design.archetypes.claims.population import populate
from autoforge_envs.synthesis.design.archetypes.claims.variants import choose
from autoforge_envs.synthesis.design.archetypes.claims.vocabularies import VOCABULARIES
from autoforge_envs.synthesis.design.blocks import Archetype, Block

CLAIMS = Archetype(
    core=Block("claims", Path(__file__).parent, choose, populate),
    vocabularies=VOCABULARIES,
    slots={"deal_over": ("settled", "refused"), "deal_over_words": "settled or refused"},
)
