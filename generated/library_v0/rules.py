"""The policy of Linden Street Library, executable: each docstring is a sentence of the document."""

from collections.abc import Callable

from autoforge_envs.domain import (
    Call,
    Date,
    Reference,
    State,
    ToolError,
    days_between,
    is_confirmed,
    is_identified,
    rule,
)

from .models import (
    Branch,
    Complaint,
    ComplaintTopic,
    Copy,
    DocumentCopy,
    DocumentKind,
    Fine,
    Loan,
    Member,
    Power,
    Proxy,
    Relation,
    Reservation,
    Title,
)
from .tools import (
    add_proxy,
    cancel_reservation,
    escalate_complaint,
    extend_proxy,
    file_complaint,
    get_member,
    item_of,
    lend_copy,
    list_complaints,
    list_document_copies,
    list_fines,
    list_loans,
    list_proxies,
    list_reservations,
    move_reservation,
    pay_fine,
    place_reservation,
    renew_loan,
    report_loss,
    revoke_proxy,
    send_document_copy,
    unpaid_by,
    waiting_for,
    withdraw_complaint,
)

CHANGES = (
    lend_copy,
    renew_loan,
    report_loss,
    pay_fine,
    place_reservation,
    cancel_reservation,
    move_reservation,
    file_complaint,
    escalate_complaint,
    withdraw_complaint,
    send_document_copy,
    add_proxy,
    extend_proxy,
    revoke_proxy,
)
PERSONAL_VIEWS = (
    get_member,
    list_loans,
    list_reservations,
    list_fines,
    list_complaints,
    list_document_copies,
    list_proxies,
)
OWNERS: dict[str, Callable[[State, str], str]] = {
    "member_id": lambda state, key: key,
    "loan_id": lambda state, key: state.get(Loan, key).member_id,
    "reservation_id": lambda state, key: state.get(Reservation, key).member_id,
    "proxy_id": lambda state, key: state.get(Proxy, key).member_id,
    "fine_id": lambda state, key: state.get(Loan, state.get(Fine, key).loan_id).member_id,
    "complaint_id": lambda state, key: state.get(Loan, state.get(Complaint, key).loan_id).member_id,
}
MAX_OPEN = 4
MAX_RENEWALS = 1
MAX_UNPAID = 1300
MAX_WAITING = 4
LATEST_LOSS_DAYS = 60
ESCALATION_AFTER_DAYS = 10
MAX_COPIES = 1
MAX_PROXIES = 2
LONGEST_PROXY_DAYS = 365

# --- procedure -----------------------------------------------------------------------------------


@rule(before=(*PERSONAL_VIEWS, *CHANGES), enforced_by="agent", declinable=False)
def identity_is_checked_first(state: State, call: Call) -> bool:
    """Nobody's data is shown or changed before verify_identity has accepted what they say."""
    return is_identified(state, owner_of(state, call))


@rule(before=CHANGES, enforced_by="agent", declinable=False)
def changes_are_confirmed(state: State, call: Call) -> bool:
    """Before any change, repeat its details, identifiers too, and get a yes."""
    return is_confirmed(state, call)


# --- loans ---------------------------------------------------------------------------------------


@rule(before=renew_loan, enforced_by="agent")
def renewals_are_limited(state: State, loan_id: Reference[Loan]) -> bool:
    """A loan is renewed at most once."""
    return state.get(Loan, loan_id).renewals < MAX_RENEWALS


@rule(before=renew_loan, enforced_by="agent")
def whoever_waits_comes_first(state: State, loan_id: Reference[Loan]) -> bool:
    """What somebody waits for is not renewed."""
    return not waiting_for(state, item_of(state, state.get(Loan, loan_id)).id)


@rule(before=lend_copy, enforced_by="agent")
def only_so_many_at_a_time(state: State, member_id: Reference[Member]) -> bool:
    """A member has at most 4 open loans at a time."""
    return len(state.find(Loan, member_id=member_id, status="open")) < MAX_OPEN


@rule(before=(lend_copy, place_reservation), enforced_by="agent")
def fines_are_paid_first(state: State, member_id: Reference[Member]) -> bool:
    """Whoever owes more than 13.00 in unpaid fines neither borrows nor reserves."""
    return unpaid_by(state, member_id) <= MAX_UNPAID


@rule(before=report_loss, enforced_by="agent")
def long_overdue_losses_go_to_the_collectors(state: State, loan_id: Reference[Loan]) -> bool:
    """What is overdue for more than 60 days cannot be reported lost any more."""
    overdue = days_between(state.get(Loan, loan_id).due_on, state.now)
    return overdue <= LATEST_LOSS_DAYS


# --- reservations --------------------------------------------------------------------------------


@rule(before=place_reservation, enforced_by="tools")
def only_so_many_reservations(state: State, member_id: Reference[Member]) -> bool:
    """A member waits for at most 4 titles at a time."""
    waiting = state.find(Reservation, member_id=member_id, status="waiting")
    return len(waiting) < MAX_WAITING


@rule(before=place_reservation, enforced_by="agent")
def what_is_in_is_not_reserved(
    state: State, title_id: Reference[Title], branch_id: Reference[Branch]
) -> bool:
    """What is in at the very branch is not reserved there: it can be fetched at once."""
    return not state.find(Copy, title_id=title_id, branch_id=branch_id, status="in")


@rule(before=move_reservation, enforced_by="tools")
def only_waiting_reservations_move(state: State, reservation_id: Reference[Reservation]) -> bool:
    """A reservation is moved only while it is waiting."""
    return state.get(Reservation, reservation_id).status == "waiting"


# --- complaints ----------------------------------------------------------------------------------


@rule(before=file_complaint, enforced_by="agent", declinable=False)
def injuries_go_to_a_person(_state: State, topic: ComplaintTopic) -> bool:
    """Whoever was injured is handed over to a person at once; file nothing."""
    return topic != "injury"


@rule(before=escalate_complaint, enforced_by="tools")
def complaints_take_their_time(state: State, complaint_id: Reference[Complaint]) -> bool:
    """A complaint is escalated no sooner than 10 days after it was filed."""
    filed = state.get(Complaint, complaint_id).filed_on
    return days_between(filed, state.now) >= ESCALATION_AFTER_DAYS


# --- copies of documents -------------------------------------------------------------------------


@rule(before=send_document_copy, enforced_by="agent")
def only_so_many_copies(state: State, loan_id: Reference[Loan], kind: DocumentKind) -> bool:
    """At most 1 copy of the same kind is sent for a loan."""
    return len(state.find(DocumentCopy, loan_id=loan_id, kind=kind)) < MAX_COPIES


@rule(before=send_document_copy, enforced_by="agent")
def statements_come_at_the_end(state: State, loan_id: Reference[Loan], kind: DocumentKind) -> bool:
    """A statement exists only for a loan that is returned."""
    return kind != "statement" or state.get(Loan, loan_id).status == "returned"


# --- people who may act for others ---------------------------------------------------------------


@rule(before=add_proxy, enforced_by="tools")
def only_so_many_proxies(state: State, member_id: Reference[Member]) -> bool:
    """At most 2 people may act for the same member at a time.

    Whose last day is over does not count.
    """
    proxies = state.find(Proxy, member_id=member_id)
    return sum(proxy.until >= state.now[:10] for proxy in proxies) < MAX_PROXIES


@rule(before=(add_proxy, extend_proxy), enforced_by="agent")
def proxies_end(state: State, until: Date) -> bool:
    """Nobody may act for somebody else for more than 365 days from today."""
    return days_between(state.now, until) <= LONGEST_PROXY_DAYS


@rule(before=add_proxy, enforced_by="agent")
def full_power_stays_in_the_family(_state: State, relation: Relation, power: Power) -> bool:
    """Only a partner, a parent or a child may have full power."""
    return power != "full" or relation in ("partner", "parent", "child")


# --- what the rules share ------------------------------------------------------------------------


def owner_of(state: State, call: Call) -> str:
    """Whose data a call is about: the member it names, or the owner of what it names."""
    for name, owner in OWNERS.items():
        if name in call.arguments:
            return owner(state, str(call.arguments[name]))
    raise ToolError(f"{call.tool} names no member")
