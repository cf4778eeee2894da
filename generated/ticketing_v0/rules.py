"""The policy of Northstage, executable: each docstring is a sentence of the document."""

from collections.abc import Callable

from autoforge_envs.domain import (
    Call,
    Money,
    Quantity,
    Reference,
    State,
    ToolError,
    days_between,
    is_confirmed,
    is_identified,
    rule,
)

from .models import (
    Block,
    Concert,
    Customer,
    DocumentCopy,
    DocumentKind,
    Hindrance,
    Listing,
    Pass,
    Purchase,
    Ticket,
)
from .tools import (
    buy_listing,
    buy_tickets,
    change_delivery,
    change_resale_price,
    days_until,
    event_of,
    get_customer,
    get_ticket,
    grant_goodwill,
    insure_ticket,
    list_document_copies,
    list_for_resale,
    list_goodwill,
    list_own_listings,
    list_passes,
    list_payouts,
    list_purchases,
    list_tickets,
    pass_on,
    pay_insurance,
    recall_pass,
    refund_ticket,
    reserve_parking,
    send_document_copy,
    upgrade_ticket,
    withdraw_listing,
)

CHANGES = (
    buy_tickets,
    change_delivery,
    upgrade_ticket,
    reserve_parking,
    refund_ticket,
    list_for_resale,
    change_resale_price,
    withdraw_listing,
    buy_listing,
    pass_on,
    recall_pass,
    insure_ticket,
    pay_insurance,
    send_document_copy,
    grant_goodwill,
)
PERSONAL_VIEWS = (
    get_customer,
    list_tickets,
    get_ticket,
    list_purchases,
    list_own_listings,
    list_passes,
    list_payouts,
    list_document_copies,
    list_goodwill,
)
OWNERS: dict[str, Callable[[State, str], str]] = {
    "customer_id": lambda state, key: key,
    "ticket_id": lambda state, key: state.get(Ticket, key).customer_id,
    "purchase_id": lambda state, key: state.get(Purchase, key).customer_id,
    "listing_id": lambda state, key: (
        state.get(Ticket, state.get(Listing, key).ticket_id).customer_id
    ),
    "pass_id": lambda state, key: state.get(Ticket, state.get(Pass, key).ticket_id).customer_id,
}
MAX_HELD = 4
REFUND_WITHIN_DAYS = 14
CAP_PERCENT = 100
RESALE_UNTIL_DAYS = 1
PASS_UNTIL_DAYS = 1
UPGRADE_UNTIL_DAYS = 7
LETTER_DAYS = 10
INSURE_UNTIL_DAYS = 10
MAX_SPACES = 3
OWNERS_CHANGES = (upgrade_ticket, refund_ticket, list_for_resale, pass_on)
MAX_COPIES = 2
LARGEST_GOODWILL_PERCENT = 10

# --- procedure -----------------------------------------------------------------------------------


@rule(before=(*PERSONAL_VIEWS, *CHANGES), enforced_by="tools", declinable=False)
def identity_is_checked_first(state: State, call: Call) -> bool:
    """Nobody's data is shown or changed before verify_identity has accepted what they say."""
    return is_identified(state, owner_of(state, call))


@rule(before=CHANGES, enforced_by="agent", declinable=False)
def changes_are_confirmed(state: State, call: Call) -> bool:
    """No change without consent: read details and identifiers back and have them confirmed."""
    return is_confirmed(state, call)


# --- buying --------------------------------------------------------------------------------------


@rule(before=buy_tickets, enforced_by="agent")
def only_so_many_at_one_concert(
    state: State,
    customer_id: Reference[Customer],
    block_id: Reference[Block],
    count: Quantity,
) -> bool:
    """Nobody holds more than 4 tickets for one concert. Those on offer count."""
    concert_id = state.get(Block, block_id).concert_id
    return held_by(state, customer_id, concert_id) + count <= limit_of(state, customer_id)


@rule(before=buy_listing, enforced_by="agent")
def the_limit_holds_for_resale(
    state: State, customer_id: Reference[Customer], listing_id: Reference[Listing]
) -> bool:
    """What others offer is sold only within the number of tickets one may hold."""
    concert_id = state.get(Listing, listing_id).concert_id
    return held_by(state, customer_id, concert_id) < limit_of(state, customer_id)


@rule(before=buy_tickets, enforced_by="agent")
def sales_have_a_first_day(
    state: State, customer_id: Reference[Customer], block_id: Reference[Block]
) -> bool:
    """Tickets are sold from the day on which the sale opens, that day included."""
    state.get(Customer, customer_id)
    opens_on = state.get(Concert, state.get(Block, block_id).concert_id).sale_opens_on
    return opens_on <= state.now[:10]


@rule(before=(buy_tickets, change_delivery), enforced_by="agent")
def letters_take_their_time(state: State, call: Call) -> bool:
    """Tickets are sent by letter until 10 days before, that day included."""
    named = call.arguments
    if named["delivery"] != "letter":
        return True
    if "purchase_id" in named:
        concert_id = state.get(Purchase, str(named["purchase_id"])).concert_id
    else:
        concert_id = state.get(Block, str(named["block_id"])).concert_id
    return days_until(state, state.get(Concert, concert_id)) >= LETTER_DAYS


@rule(before=upgrade_ticket, enforced_by="tools")
def upgrades_come_in_time(state: State, ticket_id: Reference[Ticket]) -> bool:
    """Upgrades are made until 7 days before the concert, that day included."""
    concert = event_of(state, state.get(Ticket, ticket_id))
    return days_until(state, concert) >= UPGRADE_UNTIL_DAYS


@rule(before=reserve_parking, enforced_by="agent")
def parking_is_scarce(state: State, purchase_id: Reference[Purchase], spaces: Quantity) -> bool:
    """At most 3 parking spaces go with one purchase, and no more than it has tickets."""
    purchase = state.get(Purchase, purchase_id)
    wanted = purchase.parking_spaces + spaces
    return wanted <= min(MAX_SPACES, len(state.find(Ticket, purchase_id=purchase_id)))


# --- giving tickets back and to others -----------------------------------------------------------


@rule(before=refund_ticket, enforced_by="agent")
def refunds_need_a_reason_of_ours(state: State, ticket_id: Reference[Ticket]) -> bool:
    """A ticket is refunded only if its concert is cancelled or postponed."""
    concert = event_of(state, state.get(Ticket, ticket_id))
    return concert.status in ("cancelled", "postponed")


@rule(before=refund_ticket, enforced_by="tools")
def refunds_are_asked_for_in_time(state: State, ticket_id: Reference[Ticket]) -> bool:
    """Refunds are asked for within 14 days of the announcement; the last day counts."""
    announced_on = event_of(state, state.get(Ticket, ticket_id)).announced_on
    return announced_on is None or days_between(announced_on, state.now) <= REFUND_WITHIN_DAYS


@rule(before=list_for_resale, enforced_by="agent")
def some_concerts_allow_no_resale(state: State, ticket_id: Reference[Ticket]) -> bool:
    """A ticket is offered to others only where the concert allows resale."""
    return event_of(state, state.get(Ticket, ticket_id)).resale_allowed


@rule(before=list_for_resale, enforced_by="agent")
def resale_ends_before_the_concert(state: State, ticket_id: Reference[Ticket]) -> bool:
    """Tickets are offered to others until 1 day before, that day included."""
    concert = event_of(state, state.get(Ticket, ticket_id))
    return days_until(state, concert) >= RESALE_UNTIL_DAYS


@rule(before=list_for_resale, enforced_by="agent")
def resale_prices_are_fair(state: State, ticket_id: Reference[Ticket], resale_price: Money) -> bool:
    """Nobody asks more than 100 percent of the first price of a ticket."""
    return is_fair(state, state.get(Ticket, ticket_id), resale_price)


@rule(before=change_resale_price, enforced_by="agent")
def resale_prices_stay_fair(
    state: State, listing_id: Reference[Listing], resale_price: Money
) -> bool:
    """A new resale price is at most 100 percent of the first price too."""
    ticket = state.get(Ticket, state.get(Listing, listing_id).ticket_id)
    return is_fair(state, ticket, resale_price)


@rule(before=pass_on, enforced_by="agent")
def passes_come_in_time(state: State, ticket_id: Reference[Ticket]) -> bool:
    """Tickets are given to others until 1 day before, that day included."""
    concert = event_of(state, state.get(Ticket, ticket_id))
    return days_until(state, concert) >= PASS_UNTIL_DAYS


@rule(before=pass_on, enforced_by="agent")
def resold_tickets_stay(state: State, ticket_id: Reference[Ticket]) -> bool:
    """A ticket that was bought from another customer is not given away."""
    return state.get(Ticket, ticket_id).purchase_id is not None


@rule(before=recall_pass, enforced_by="tools")
def accepted_is_accepted(state: State, pass_id: Reference[Pass]) -> bool:
    """What somebody has accepted is not taken back."""
    return state.get(Pass, pass_id).status != "accepted"


@rule(before=OWNERS_CHANGES, enforced_by="agent", declinable=False)
def disputed_tickets_go_to_a_person(state: State, ticket_id: Reference[Ticket]) -> bool:
    """A ticket that is on hold is disputed by somebody: hand over to a person.

    Neither upgrade nor refund it, do not list it for resale and do not pass it on.
    """
    return not state.get(Ticket, ticket_id).on_hold


@rule(before=insure_ticket, enforced_by="agent")
def insurance_comes_early(state: State, ticket_id: Reference[Ticket]) -> bool:
    """A ticket is insured until 10 days before the concert, that day included."""
    concert = event_of(state, state.get(Ticket, ticket_id))
    return days_until(state, concert) >= INSURE_UNTIL_DAYS


@rule(before=pay_insurance, enforced_by="agent")
def only_the_insured_are_paid(state: State, ticket_id: Reference[Ticket]) -> bool:
    """The insurance pays only for a ticket that is insured."""
    return state.get(Ticket, ticket_id).premium > 0


@rule(before=pay_insurance, enforced_by="agent")
def strikes_are_not_insured(_state: State, hindrance: Hindrance) -> bool:
    """The insurance does not pay for strikes."""
    return hindrance != "train_strike"


# --- copies of documents -------------------------------------------------------------------------


@rule(before=send_document_copy, enforced_by="tools")
def only_so_many_copies(state: State, ticket_id: Reference[Ticket], kind: DocumentKind) -> bool:
    """At most 2 copies of the same kind are sent for a ticket."""
    return len(state.find(DocumentCopy, ticket_id=ticket_id, kind=kind)) < MAX_COPIES


@rule(before=send_document_copy, enforced_by="agent")
def statements_come_at_the_end(
    state: State, ticket_id: Reference[Ticket], kind: DocumentKind
) -> bool:
    """A statement exists only for a ticket that is used."""
    return kind != "statement" or state.get(Ticket, ticket_id).status == "used"


# --- making up for trouble -----------------------------------------------------------------------


@rule(before=grant_goodwill, enforced_by="agent")
def goodwill_is_capped(state: State, ticket_id: Reference[Ticket], amount: Money) -> bool:
    """A goodwill credit is at most 10 percent of the price."""
    return amount * 100 <= state.get(Ticket, ticket_id).price * LARGEST_GOODWILL_PERCENT


@rule(before=grant_goodwill, enforced_by="agent")
def goodwill_is_for_what_is_over(state: State, ticket_id: Reference[Ticket]) -> bool:
    """Goodwill is given only for a ticket that is used."""
    return state.get(Ticket, ticket_id).status == "used"


# --- what the rules share ------------------------------------------------------------------------


def owner_of(state: State, call: Call) -> str:
    """Whose data a call is about: the customer it names, or the owner of what it names."""
    for name, owner in OWNERS.items():
        if name in call.arguments:
            return owner(state, str(call.arguments[name]))
    raise ToolError(f"{call.tool} names no customer")


def held_by(state: State, customer_id: str, concert_id: str) -> int:
    """How many tickets for a concert belong to a customer and can be used."""
    held = state.find(Ticket, customer_id=customer_id)
    usable = [ticket for ticket in held if ticket.status in ("valid", "listed")]
    return sum(event_of(state, ticket).id == concert_id for ticket in usable)


def limit_of(state: State, customer_id: str) -> int:
    """How many tickets for one concert a customer may hold."""
    state.get(Customer, customer_id)
    return MAX_HELD


def is_fair(state: State, ticket: Ticket, resale_price: int) -> bool:
    """Whether a price is one that may be asked for a ticket."""
    return resale_price * 100 <= ticket.price * CAP_PERCENT
