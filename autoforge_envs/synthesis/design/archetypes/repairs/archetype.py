"""Repairs as the catalogue knows them."""

from pathlib import Path

from autoforge_envs.synthesis.design.archetypes.repairs.population import populate
from autoforge_envs.synthesis.design.archetypes.repairs.variants import choose
from autoforge_envs.synthesis.design.archetypes.repairs.vocabularies import VOCABULARIES
from autoforge_envs.synthesis.design.blocks import Archetype, Block

REPAIRS = Archetype(
    core=Block("repairs", Path(__file__).parent, choose, populate),
    vocabularies=VOCABULARIES,
    slots={
        "deal_over": ("collected",),
        "deal_over_words": "collected",
        "deal_price": "price",
        "deal_price_words": "price",
        "deal_day": "promised_on",
    },
)
