"""Accounts as the catalogue knows them."""

from pathlib import Path

from autoforge_envs.synthesis.design.archetypes.accounts.population import populate
from autoforge_envs.synthesis.design.archetypes.accounts.variants import choose
from autoforge_envs.synthesis.design.archetypes.accounts.vocabularies import VOCABULARIES
from autoforge_envs.synthesis.design.blocks import Archetype, Block

ACCOUNTS = Archetype(
    core=Block("accounts", Path(__file__).parent, choose, populate),
    vocabularies=VOCABULARIES,
    slots={
        "deal_over": ("sent",),
        "deal_over_words": "sent",
        "deal_open": ("scheduled",),
    },
)
