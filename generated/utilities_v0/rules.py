"""The policy of Clearwell Water, executable: each docstring is a sentence of the document."""

from collections.abc import Callable

from autoforge_envs.domain import (
    Call,
    Date,
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
    Address,
    AddressUse,
    Bill,
    Customer,
    DocumentCopy,
    DocumentKind,
    Grant,
    Instalment,
    Meter,
    Move,
    Reading,
    SupplyPoint,
    Tariff,
    Visit,
)
from .tools import (
    add_address,
    agree_instalments,
    cancel_move,
    cancel_visit,
    change_advance,
    change_move,
    correct_reading,
    delete_address,
    estimate_bill,
    get_customer,
    issue_bill,
    last_reading,
    list_addresses,
    list_bills,
    list_document_copies,
    list_grants,
    list_instalments,
    list_meters,
    list_moves,
    list_readings,
    list_supply_points,
    list_visits,
    move_visit,
    pay_bill,
    pay_instalment,
    plan_move,
    plan_visit,
    put_off_instalment,
    send_document_copy,
    set_main_address,
    submit_reading,
    switch_tariff,
    use_grant,
)

CHANGES = (
    submit_reading,
    correct_reading,
    issue_bill,
    pay_bill,
    agree_instalments,
    pay_instalment,
    put_off_instalment,
    use_grant,
    switch_tariff,
    change_advance,
    plan_visit,
    move_visit,
    cancel_visit,
    plan_move,
    change_move,
    cancel_move,
    add_address,
    set_main_address,
    delete_address,
    send_document_copy,
)
PERSONAL_VIEWS = (
    get_customer,
    list_supply_points,
    list_meters,
    list_readings,
    list_bills,
    list_instalments,
    list_visits,
    estimate_bill,
    list_moves,
    list_grants,
    list_addresses,
    list_document_copies,
)
OWNERS: dict[str, Callable[[State, str], str]] = {
    "customer_id": lambda state, key: key,
    "bill_id": lambda state, key: state.get(Bill, key).customer_id,
    "supply_point_id": lambda state, key: state.get(SupplyPoint, key).customer_id,
    "address_id": lambda state, key: state.get(Address, key).customer_id,
    "meter_id": lambda state, key: (
        state.get(SupplyPoint, state.get(Meter, key).supply_point_id).customer_id
    ),
    "instalment_id": lambda state, key: (
        state.get(Bill, state.get(Instalment, key).bill_id).customer_id
    ),
    "move_id": lambda state, key: (
        state.get(SupplyPoint, state.get(Move, key).supply_point_id).customer_id
    ),
    "reading_id": lambda state, key: (
        state.get(
            SupplyPoint, state.get(Meter, state.get(Reading, key).meter_id).supply_point_id
        ).customer_id
    ),
    "visit_id": lambda state, key: (
        state.get(
            SupplyPoint, state.get(Meter, state.get(Visit, key).meter_id).supply_point_id
        ).customer_id
    ),
}
READ_EVERY_DAYS = 21
MOST_USED = 3
BILL_EVERY_DAYS = 90
LEAST_IN_PARTS = 1500
MOST_PARTS = 2
MOST_WEEKS = 1
VISIT_NOTICE_DAYS = 3
SOME_MONDAY = "2024-01-01"
LOWEST_ADVANCE_PERCENT = 50
MOVE_NOTICE_DAYS = 7
MAX_ADDRESSES = 3
MAX_COPIES = 1

# --- procedure -----------------------------------------------------------------------------------


@rule(before=(*PERSONAL_VIEWS, *CHANGES), enforced_by="tools", declinable=False)
def identity_is_checked_first(state: State, call: Call) -> bool:
    """Check who you talk to with verify_identity before you show or change anything of theirs."""
    return is_identified(state, owner_of(state, call))


@rule(before=CHANGES, enforced_by="agent", declinable=False)
def changes_are_confirmed(state: State, call: Call) -> bool:
    """Before any change, repeat its details, identifiers too, and get a yes."""
    return is_confirmed(state, call)


# --- readings and bills --------------------------------------------------------------------------


@rule(
    before=(submit_reading, switch_tariff, plan_visit, issue_bill),
    enforced_by="agent",
    declinable=False,
)
def unsafe_meters_go_to_a_person(state: State, meter_id: Reference[Meter]) -> bool:
    """A meter whose status is unsafe may do harm: hand over to a person.

    Take no reading of it, switch no tariff, plan no visit and issue no bill yourself.
    """
    return state.get(Meter, meter_id).status != "unsafe"


@rule(before=submit_reading, enforced_by="agent")
def not_read_too_often(state: State, meter_id: Reference[Meter]) -> bool:
    """A reading is taken at least 21 days after the last one, whoever read it."""
    read_on = last_reading(state, meter_id).read_on
    return days_between(read_on, state.now) >= READ_EVERY_DAYS


@rule(before=(submit_reading, correct_reading), enforced_by="agent")
def strange_readings_are_not_taken(_state: State, used: Quantity) -> bool:
    """A reading by which more than 3 cubic metres were used is not taken.

    It has to be looked at first.
    """
    return used <= MOST_USED


@rule(before=correct_reading, enforced_by="agent")
def only_own_readings_are_corrected(state: State, reading_id: Reference[Reading]) -> bool:
    """What the company read itself is not corrected."""
    return state.get(Reading, reading_id).read_by != "company"


@rule(before=issue_bill, enforced_by="agent")
def estimates_are_not_billed(state: State, meter_id: Reference[Meter]) -> bool:
    """Nothing is billed while the last reading is an estimate."""
    return last_reading(state, meter_id).read_by != "estimate"


@rule(before=issue_bill, enforced_by="tools")
def not_billed_too_often(state: State, meter_id: Reference[Meter]) -> bool:
    """A meter is billed at least 90 days after it was billed last."""
    return days_between(state.get(Meter, meter_id).billed_on, state.now) >= BILL_EVERY_DAYS


@rule(before=agree_instalments, enforced_by="agent")
def small_bills_are_paid_at_once(state: State, bill_id: Reference[Bill]) -> bool:
    """A bill of less than 15.00 is not split into parts."""
    return state.get(Bill, bill_id).amount >= LEAST_IN_PARTS


@rule(before=agree_instalments, enforced_by="agent")
def only_so_many_parts(_state: State, parts: Quantity) -> bool:
    """A bill is split into at most 2 parts."""
    return parts <= MOST_PARTS


@rule(before=agree_instalments, enforced_by="agent")
def one_plan_at_a_time(state: State, bill_id: Reference[Bill]) -> bool:
    """A customer who pays a bill in instalments already gets no second plan."""
    customer_id = state.get(Bill, bill_id).customer_id
    return not state.find(Bill, customer_id=customer_id, status="in_instalments")


@rule(before=put_off_instalment, enforced_by="agent")
def instalments_wait_a_little(_state: State, weeks: Quantity) -> bool:
    """An instalment is put off by at most 1 week at a time."""
    return weeks <= MOST_WEEKS


@rule(before=use_grant, enforced_by="agent")
def grants_run_out(state: State, grant_id: Reference[Grant]) -> bool:
    """A grant is used until the day it is valid, that day included."""
    return state.get(Grant, grant_id).valid_until >= state.now[:10]


@rule(before=use_grant, enforced_by="agent")
def grants_fit_the_bill(state: State, bill_id: Reference[Bill], grant_id: Reference[Grant]) -> bool:
    """A hardship grant is only for bills that are overdue."""
    is_overdue = state.get(Bill, bill_id).status == "overdue"
    return is_overdue or state.get(Grant, grant_id).kind != "hardship"


# --- meters --------------------------------------------------------------------------------------


@rule(before=switch_tariff, enforced_by="agent")
def tariffs_bind_for_a_while(state: State, meter_id: Reference[Meter]) -> bool:
    """Nobody leaves a tariff before its bound_days have passed since tariff_since."""
    meter = state.get(Meter, meter_id)
    bound_days = state.get(Tariff, meter.tariff_id).bound_days
    return days_between(meter.tariff_since, state.now) >= bound_days


@rule(before=switch_tariff, enforced_by="tools")
def some_tariffs_need_remote_meters(
    state: State, meter_id: Reference[Meter], tariff_id: Reference[Tariff]
) -> bool:
    """A tariff that is for_remote_meters is only for meters of kind remote."""
    is_remote = state.get(Meter, meter_id).kind == "remote"
    return is_remote or not state.get(Tariff, tariff_id).for_remote_meters


@rule(before=switch_tariff, enforced_by="agent")
def some_tariffs_are_closed(state: State, tariff_id: Reference[Tariff]) -> bool:
    """Nobody switches to a tariff that is not open_to_new."""
    return state.get(Tariff, tariff_id).open_to_new


@rule(before=switch_tariff, enforced_by="agent")
def debts_are_paid_first(state: State, meter_id: Reference[Meter]) -> bool:
    """A customer with an overdue bill does not switch."""
    return not debts_of(state, party_of(state, meter_id))


@rule(before=change_advance, enforced_by="agent")
def advances_do_not_fall_far(state: State, meter_id: Reference[Meter], advance: Money) -> bool:
    """An advance falls to 50 percent of what it is, but no lower.

    It rises freely.
    """
    return advance * 100 >= state.get(Meter, meter_id).advance * LOWEST_ADVANCE_PERCENT


@rule(before=(plan_visit, move_visit), enforced_by="agent")
def visits_need_notice(state: State, day: Date) -> bool:
    """A visit is at least 3 days away when it is planned or moved."""
    return days_between(state.now, day) >= VISIT_NOTICE_DAYS


@rule(before=(plan_visit, move_visit), enforced_by="agent")
def nobody_comes_on_weekends(_state: State, day: Date) -> bool:
    """Nobody comes on a Saturday or Sunday."""
    return days_between(SOME_MONDAY, day) % 7 < 5


@rule(before=plan_visit, enforced_by="tools")
def one_visit_at_a_time(state: State, meter_id: Reference[Meter]) -> bool:
    """For a meter at most one visit is planned."""
    return not state.find(Visit, meter_id=meter_id, status="planned")


# --- moves ---------------------------------------------------------------------------------------


@rule(before=(plan_move, change_move), enforced_by="agent")
def moves_need_notice(state: State, moves_on: Date) -> bool:
    """A move is at least 7 days away when it is planned or changed."""
    return days_between(state.now, moves_on) >= MOVE_NOTICE_DAYS


@rule(before=plan_move, enforced_by="agent")
def nobody_moves_with_debts(state: State, supply_point_id: Reference[SupplyPoint]) -> bool:
    """A customer with an overdue bill plans no move."""
    return not debts_of(state, state.get(SupplyPoint, supply_point_id).customer_id)


# --- accounts that need a person -----------------------------------------------------------------


@rule(before=CHANGES, enforced_by="agent", declinable=False)
def accounts_under_review_go_to_a_person(state: State, call: Call) -> bool:
    """Change nothing for a customer whose standing is under_review: hand over to a person."""
    return state.get(Customer, owner_of(state, call)).standing == "good"


# --- addresses -----------------------------------------------------------------------------------


@rule(before=delete_address, enforced_by="agent")
def the_main_address_stays(state: State, address_id: Reference[Address]) -> bool:
    """The main address cannot be deleted; another one has to become the main one first."""
    return not state.get(Address, address_id).main


@rule(before=add_address, enforced_by="agent")
def address_books_are_small(state: State, customer_id: Reference[Customer]) -> bool:
    """An address book holds at most 3 addresses."""
    return len(state.find(Address, customer_id=customer_id)) < MAX_ADDRESSES


@rule(before=add_address, enforced_by="agent")
def one_address_for_each_use(
    state: State, customer_id: Reference[Customer], use: AddressUse
) -> bool:
    """There is at most one address for each use."""
    return not state.find(Address, customer_id=customer_id, use=use)


# --- copies of documents -------------------------------------------------------------------------


@rule(before=send_document_copy, enforced_by="agent")
def only_so_many_copies(state: State, bill_id: Reference[Bill], kind: DocumentKind) -> bool:
    """At most 1 copy of the same kind is sent for a bill."""
    return len(state.find(DocumentCopy, bill_id=bill_id, kind=kind)) < MAX_COPIES


@rule(before=send_document_copy, enforced_by="agent")
def statements_come_at_the_end(state: State, bill_id: Reference[Bill], kind: DocumentKind) -> bool:
    """A statement exists only for a bill that is paid."""
    return kind != "statement" or state.get(Bill, bill_id).status == "paid"


# --- what the rules share ------------------------------------------------------------------------


def owner_of(state: State, call: Call) -> str:
    """Whose data a call is about: the customer it names, or the owner of what it names."""
    for name, owner in OWNERS.items():
        if name in call.arguments:
            return owner(state, str(call.arguments[name]))
    raise ToolError(f"{call.tool} names no customer")


def debts_of(state: State, customer_id: str) -> list[Bill]:
    """What is overdue for a customer."""
    return state.find(Bill, customer_id=customer_id, status="overdue")


def party_of(state: State, meter_id: str) -> str:
    """Whose meter it is."""
    return state.get(SupplyPoint, state.get(Meter, meter_id).supply_point_id).customer_id
