"""All archetypes and features there are."""

from autoforge_envs.synthesis.design.archetypes import accounts, flights, instore, lending, lettings, orders
from autoforge_envs.synthesis.design.blocks import Archetype, Block
from autoforge_envs.synthesis.design.features import (
    addresses,
    callbacks,
    complaints,
    document_copies,
    extras,
    gift_cards,
    goodwill,
    payment_methods,
    proxies,
    standing,
    tiers,
    vouchers,
)

ARCHETYPES: tuple[Archetype, ...] = (
    lending.ARCHETYPE,
    lettings.ARCHETYPE,
    accounts.ARCHETYPE,
    instore.ARCHETYPE,
    orders.ARCHETYPE,
    flights.ARCHETYPE,
)
FEATURES: tuple[Block, ...] = (
    tiers.FEATURE,
    standing.FEATURE,
    addresses.FEATURE,
    callbacks.FEATURE,
    complaints.FEATURE,
    document_copies.FEATURE,
    extras.FEATURE,
    gift_cards.FEATURE,
    goodwill.FEATURE,
    payment_methods.FEATURE,
    proxies.FEATURE,
    vouchers.FEATURE,
)
"""In the order in which their parts come to stand; later ones may use what earlier ones drew."""
