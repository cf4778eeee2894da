"""The policy of Tidewater Wireless, executable: each docstring is a sentence of the document."""

from collections.abc import Callable

from autoforge_envs.domain import (
    Call,
    Label,
    Money,
    Reference,
    State,
    ToolError,
    days_between,
    is_confirmed,
    is_identified,
    rule,
)

from .models import (
    AddOn,
    BillLine,
    BookedAddOn,
    Complaint,
    ComplaintTopic,
    Connection,
    Fault,
    Hotspot,
    Invoice,
    Sim,
    Subscriber,
    Switch,
    Tariff,
)
from .tools import (
    block_sim,
    book_add_on,
    change_tariff,
    credit_item,
    end_add_on,
    end_connection,
    escalate_complaint,
    file_complaint,
    get_subscriber,
    gift_card_with,
    list_booked_add_ons,
    list_complaints,
    list_connections,
    list_faults,
    list_hotspots,
    list_invoice_items,
    list_invoices,
    list_sims,
    pay_invoice,
    pay_out_credit,
    put_off_invoice,
    reassign_hotspot,
    redeem_gift_card,
    replace_sim,
    report_fault,
    resume_connection,
    suspend_connection,
    switch_roaming,
    withdraw_complaint,
    withdraw_fault,
)

CHANGES = (
    change_tariff,
    suspend_connection,
    resume_connection,
    switch_roaming,
    end_connection,
    book_add_on,
    end_add_on,
    block_sim,
    replace_sim,
    reassign_hotspot,
    pay_invoice,
    put_off_invoice,
    credit_item,
    report_fault,
    withdraw_fault,
    file_complaint,
    escalate_complaint,
    withdraw_complaint,
    redeem_gift_card,
    pay_out_credit,
)
PERSONAL_VIEWS = (
    get_subscriber,
    list_connections,
    list_hotspots,
    list_sims,
    list_booked_add_ons,
    list_invoices,
    list_invoice_items,
    list_faults,
    list_complaints,
)
OWNERS: dict[str, Callable[[State, str], str]] = {
    "subscriber_id": lambda state, key: key,
    "invoice_id": lambda state, key: state.get(Invoice, key).subscriber_id,
    "connection_id": lambda state, key: state.get(Connection, key).subscriber_id,
    "booked_add_on_id": lambda state, key: (
        state.get(Connection, state.get(BookedAddOn, key).connection_id).subscriber_id
    ),
    "sim_id": lambda state, key: (
        state.get(Connection, state.get(Sim, key).connection_id).subscriber_id
    ),
    "bill_line_id": lambda state, key: (
        state.get(Invoice, state.get(BillLine, key).invoice_id).subscriber_id
    ),
    "fault_id": lambda state, key: (
        state.get(Connection, state.get(Fault, key).connection_id).subscriber_id
    ),
    "complaint_id": lambda state, key: (
        state.get(Invoice, state.get(Complaint, key).invoice_id).subscriber_id
    ),
}
MAX_ADD_ONS = 2
DATA_FROM_PERCENT = 70
SIM_QUIET_DAYS = 21
CREDIT_DAYS = 14
LARGEST_CREDIT_ITEM = 1500
ESCALATION_AFTER_DAYS = 5
LARGEST_CREDIT = 12500
LEAST_PAYOUT = 500

# --- procedure -----------------------------------------------------------------------------------


@rule(before=(*PERSONAL_VIEWS, *CHANGES), enforced_by="tools", declinable=False)
def identity_is_checked_first(state: State, call: Call) -> bool:
    """Nobody's data is shown or changed before verify_identity has accepted what they say."""
    return is_identified(state, owner_of(state, call))


@rule(before=CHANGES, enforced_by="agent", declinable=False)
def changes_are_confirmed(state: State, call: Call) -> bool:
    """No change without consent: read details and identifiers back and have them confirmed."""
    return is_confirmed(state, call)


# --- connections ---------------------------------------------------------------------------------


@rule(before=(change_tariff, book_add_on), enforced_by="agent")
def debts_stop_new_things(state: State, connection_id: Reference[Connection]) -> bool:
    """Nothing new is booked for a connection with an overdue invoice.

    This holds for tariffs and add-ons.
    """
    return not overdue_of(state, connection_id)


@rule(before=change_tariff, enforced_by="tools")
def only_what_is_on_sale(state: State, tariff_id: Reference[Tariff]) -> bool:
    """Nobody changes to a tariff that is no longer on sale."""
    return state.get(Tariff, tariff_id).on_sale


@rule(before=change_tariff, enforced_by="agent")
def used_data_must_fit(
    state: State, connection_id: Reference[Connection], tariff_id: Reference[Tariff]
) -> bool:
    """The new tariff must have at least the gigabytes that the connection has used."""
    used = state.get(Connection, connection_id).gigabytes_used
    return state.get(Tariff, tariff_id).gigabytes >= used


@rule(before=suspend_connection, enforced_by="agent")
def faults_are_mended_first(state: State, connection_id: Reference[Connection]) -> bool:
    """A connection with an open fault is not suspended."""
    return not state.find(Fault, connection_id=connection_id, status="open")


@rule(before=(resume_connection, end_connection), enforced_by="agent")
def debts_are_paid_first(state: State, connection_id: Reference[Connection]) -> bool:
    """A connection with an overdue invoice is neither resumed nor ended."""
    return not overdue_of(state, connection_id)


@rule(before=switch_roaming, enforced_by="agent")
def no_roaming_on_debts(
    state: State, connection_id: Reference[Connection], roaming: Switch
) -> bool:
    """Roaming is not switched on for a connection with an overdue invoice."""
    return roaming == "off" or not overdue_of(state, connection_id)


# --- add-ons -------------------------------------------------------------------------------------


@rule(before=book_add_on, enforced_by="agent")
def only_so_many_add_ons(state: State, connection_id: Reference[Connection]) -> bool:
    """A connection has at most 2 active add-ons."""
    booked = state.find(BookedAddOn, connection_id=connection_id, status="active")
    return len(booked) < MAX_ADD_ONS


@rule(before=book_add_on, enforced_by="agent")
def data_are_used_first(
    state: State, connection_id: Reference[Connection], add_on_id: Reference[AddOn]
) -> bool:
    """A data add-on is booked only once 70 percent of the tariff's gigabytes are used."""
    connection = state.get(Connection, connection_id)
    included = state.get(Tariff, connection.tariff_id).gigabytes
    enough = connection.gigabytes_used * 100 >= included * DATA_FROM_PERCENT
    return enough or state.get(AddOn, add_on_id).kind != "data"


@rule(before=book_add_on, enforced_by="agent")
def roaming_is_on_first(
    state: State, connection_id: Reference[Connection], add_on_id: Reference[AddOn]
) -> bool:
    """A roaming add-on is booked only for a connection whose roaming is on."""
    roams = state.get(Connection, connection_id).roaming == "on"
    return roams or state.get(AddOn, add_on_id).kind != "roaming"


# --- SIMs ----------------------------------------------------------------------------------------


@rule(before=replace_sim, enforced_by="agent", declinable=False)
def quick_replacements_go_to_a_person(state: State, sim_id: Reference[Sim]) -> bool:
    """A SIM that was issued less than 21 days ago may be in the wrong hands.

    Do not replace it, hand the subscriber over to a person.
    """
    return days_between(state.get(Sim, sim_id).issued_on, state.now) >= SIM_QUIET_DAYS


@rule(before=block_sim, enforced_by="agent")
def suspended_connections_keep_their_sims(state: State, sim_id: Reference[Sim]) -> bool:
    """The SIM of a suspended connection is not blocked."""
    return state.get(Connection, state.get(Sim, sim_id).connection_id).status != "suspended"


# --- invoices and faults -------------------------------------------------------------------------


@rule(before=put_off_invoice, enforced_by="agent")
def overdue_is_too_late(state: State, invoice_id: Reference[Invoice]) -> bool:
    """An invoice that is overdue is not put off."""
    return state.get(Invoice, invoice_id).status != "overdue"


@rule(before=credit_item, enforced_by="agent")
def credits_have_a_term(state: State, bill_line_id: Reference[BillLine]) -> bool:
    """Something is credited until 14 days after the invoice was issued.

    The last day counts.
    """
    issued_on = state.get(Invoice, state.get(BillLine, bill_line_id).invoice_id).issued_on
    return days_between(issued_on, state.now) <= CREDIT_DAYS


@rule(before=credit_item, enforced_by="agent")
def credits_are_small(state: State, bill_line_id: Reference[BillLine]) -> bool:
    """What costs more than 15.00 is not credited, and a monthly_price never is."""
    charged = state.get(BillLine, bill_line_id)
    return charged.kind != "monthly_price" and charged.amount <= LARGEST_CREDIT_ITEM


@rule(before=report_fault, enforced_by="agent", declinable=False)
def settings_come_first(state: State, connection_id: Reference[Connection]) -> bool:
    """No fault is reported while a hotspot of the connection has the wrong settings.

    Airplane mode must be off and mobile internet on; ask the subscriber to change that first.
    """
    return all(
        each.airplane_mode == "off" and each.mobile_internet == "on"
        for each in state.find(Hotspot, connection_id=connection_id)
    )


@rule(before=report_fault, enforced_by="tools")
def one_fault_at_a_time(state: State, connection_id: Reference[Connection]) -> bool:
    """A connection has at most one open fault."""
    return not state.find(Fault, connection_id=connection_id, status="open")


# --- complaints ----------------------------------------------------------------------------------


@rule(before=file_complaint, enforced_by="agent", declinable=False)
def injuries_go_to_a_person(_state: State, topic: ComplaintTopic) -> bool:
    """Whoever was injured is handed over to a person at once; file nothing."""
    return topic != "injury"


@rule(before=escalate_complaint, enforced_by="agent")
def complaints_take_their_time(state: State, complaint_id: Reference[Complaint]) -> bool:
    """A complaint is escalated no sooner than 5 days after it was filed."""
    filed = state.get(Complaint, complaint_id).filed_on
    return days_between(filed, state.now) >= ESCALATION_AFTER_DAYS


@rule(before=withdraw_complaint, enforced_by="agent")
def escalated_complaints_are_not_withdrawn(
    state: State, complaint_id: Reference[Complaint]
) -> bool:
    """What the management has before it cannot be withdrawn any more."""
    return state.get(Complaint, complaint_id).status != "escalated"


# --- gift cards ----------------------------------------------------------------------------------


@rule(before=redeem_gift_card, enforced_by="agent")
def gift_cards_run_out(state: State, code: Label) -> bool:
    """A gift card can be redeemed until the day it is valid, that day included."""
    return gift_card_with(state, code).valid_until >= state.now[:10]


@rule(before=redeem_gift_card, enforced_by="agent")
def large_credits_do_not_grow(state: State, subscriber_id: Reference[Subscriber]) -> bool:
    """Whoever has 125.00 or more in credit redeems no gift card."""
    return state.get(Subscriber, subscriber_id).credit < LARGEST_CREDIT


@rule(before=pay_out_credit, enforced_by="agent")
def small_credits_are_not_paid_out(_state: State, amount: Money) -> bool:
    """At least 5.00 is paid out at a time."""
    return amount >= LEAST_PAYOUT


# --- what the rules share ------------------------------------------------------------------------


def owner_of(state: State, call: Call) -> str:
    """Whose data a call is about: the subscriber it names, or the owner of what it names."""
    for name, owner in OWNERS.items():
        if name in call.arguments:
            return owner(state, str(call.arguments[name]))
    raise ToolError(f"{call.tool} names no subscriber")


def overdue_of(state: State, connection_id: str) -> list[Invoice]:
    """What is overdue for a connection."""
    return state.find(Invoice, connection_id=connection_id, status="overdue")
