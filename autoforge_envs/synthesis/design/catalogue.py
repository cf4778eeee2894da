"""All archetypes and features there are."""

from autoforge_envs.synthesis.design.archetypes.accounts.archetype import ACCOUNTS
from autoforge_envs.synthesis.design.archetypes.appointments.archetype import APPOINTMENTS
from autoforge_envs.synthesis.design.archetypes.claims.archetype import CLAIMS
from autoforge_envs.synthesis.design.archetypes.courses.archetype import COURSES
from autoforge_envs.synthesis.design.archetypes.delivery.archetype import DELIVERY
from autoforge_envs.synthesis.design.archetypes.flights.archetype import FLIGHTS
from autoforge_envs.synthesis.design.archetypes.instore.archetype import INSTORE
from autoforge_envs.synthesis.design.archetypes.lending.archetype import LENDING
from autoforge_envs.synthesis.design.archetypes.lettings.archetype import LETTINGS
from autoforge_envs.synthesis.design.archetypes.loyalty.archetype import LOYALTY
from autoforge_envs.synthesis.design.archetypes.orders.archetype import ORDERS
from autoforge_envs.synthesis.design.archetypes.rentals.archetype import RENTALS
from autoforge_envs.synthesis.design.archetypes.repairs.archetype import REPAIRS
from autoforge_envs.synthesis.design.archetypes.subscriptions.archetype import SUBSCRIPTIONS
from autoforge_envs.synthesis.design.archetypes.telecom.archetype import TELECOM
from autoforge_envs.synthesis.design.archetypes.ticketing.archetype import TICKETING
from autoforge_envs.synthesis.design.archetypes.travel.archetype import TRAVEL
from autoforge_envs.synthesis.design.archetypes.utilities.archetype import UTILITIES
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
    LENDING,
    LETTINGS,
    ACCOUNTS,
    INSTORE,
    ORDERS,
    FLIGHTS,
    APPOINTMENTS,
    RENTALS,
    TRAVEL,
    REPAIRS,
    TELECOM,
    TICKETING,
    SUBSCRIPTIONS,
    CLAIMS,
    LOYALTY,
    COURSES,
    UTILITIES,
    DELIVERY,
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
