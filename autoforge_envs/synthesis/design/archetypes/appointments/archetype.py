"""Appointments as the catalogue knows them."""

from pathlib import Path

from autoforge_envs.synthesis.design.archetypes.appointments.population import populate
from autoforge_envs.synthesis.design.archetypes.appointments.variants import choose
from autoforge_envs.synthesis.design.archetypes.appointments.vocabularies import VOCABULARIES
from autoforge_envs.synthesis.design.blocks import Archetype, Block

APPOINTMENTS = Archetype(
    core=Block("appointments", Path(__file__).parent, choose, populate),
    vocabularies=VOCABULARIES,
    slots={
        "deal_over": ("attended",),
        "deal_over_words": "attended",
        "deal_open": ("booked",),
        "deal_price": "price",
        "deal_price_words": "price",
        "deal_day": "takes_place_on",
        "item_price": "price",
    },
)
