"""The policy of Second Spark, executable: each docstring is a sentence of the document."""

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
    shift,
)

from .models import (
    Complaint,
    ComplaintTopic,
    Customer,
    Device,
    DeviceType,
    Invoice,
    LoanerUse,
    PaymentMethod,
    Quote,
    Repair,
)
from .tools import (
    accept_quote,
    book_pickup,
    cancel_pickup,
    claim_guarantee,
    decline_quote,
    delete_payment_method,
    escalate_complaint,
    file_complaint,
    get_customer,
    gift_card_with,
    lend_loaner,
    list_complaints,
    list_devices,
    list_invoices,
    list_loaner_uses,
    list_payment_methods,
    list_quotes,
    list_repairs,
    loaner_uses_of,
    make_express,
    make_quote,
    move_repair,
    open_repair,
    pay_invoice,
    pay_out_credit,
    prefer_payment_method,
    prolong_quote,
    redeem_gift_card,
    register_device,
    return_loaner,
    withdraw_complaint,
    withdraw_repair,
)

CHANGES = (
    register_device,
    open_repair,
    withdraw_repair,
    move_repair,
    make_quote,
    accept_quote,
    decline_quote,
    prolong_quote,
    make_express,
    pay_invoice,
    book_pickup,
    cancel_pickup,
    lend_loaner,
    return_loaner,
    claim_guarantee,
    file_complaint,
    escalate_complaint,
    withdraw_complaint,
    redeem_gift_card,
    pay_out_credit,
    prefer_payment_method,
    delete_payment_method,
)
PERSONAL_VIEWS = (
    get_customer,
    list_devices,
    list_repairs,
    list_quotes,
    list_invoices,
    list_loaner_uses,
    list_complaints,
    list_payment_methods,
)
OWNERS: dict[str, Callable[[State, str], str]] = {
    "customer_id": lambda state, key: key,
    "device_id": lambda state, key: state.get(Device, key).customer_id,
    "repair_id": lambda state, key: state.get(Repair, key).customer_id,
    "payment_method_id": lambda state, key: state.get(PaymentMethod, key).customer_id,
    "quote_id": lambda state, key: state.get(Repair, state.get(Quote, key).repair_id).customer_id,
    "invoice_id": lambda state, key: (
        state.get(Repair, state.get(Invoice, key).repair_id).customer_id
    ),
    "loaner_use_id": lambda state, key: (
        state.get(Repair, state.get(LoanerUse, key).repair_id).customer_id
    ),
    "complaint_id": lambda state, key: (
        state.get(Repair, state.get(Complaint, key).repair_id).customer_id
    ),
}
MAX_AT_A_TIME = {
    "standard": 2,
    "plus": 3,
}
MAX_UNPAID = 6000
WORTH_PERCENT = 70
GUARANTEE_DAYS = 60
LEAST_LOANER_DAYS = 4
UNDER_REPAIR = ("received", "quoted", "in_work")
ESCALATION_AFTER_DAYS = 5
LARGEST_CREDIT = 12500
LEAST_PAYOUT = 1000
LEAST_VALID_DAYS = 30

# --- procedure -----------------------------------------------------------------------------------


@rule(before=(*PERSONAL_VIEWS, *CHANGES), enforced_by="agent", declinable=False)
def identity_is_checked_first(state: State, call: Call) -> bool:
    """Nobody's data is shown or changed before verify_identity has accepted what they say."""
    return is_identified(state, owner_of(state, call))


@rule(before=CHANGES, enforced_by="agent", declinable=False)
def changes_are_confirmed(state: State, call: Call) -> bool:
    """Before any change, repeat its details, identifiers too, and get a yes."""
    return is_confirmed(state, call)


# --- bringing in ---------------------------------------------------------------------------------


@rule(before=open_repair, enforced_by="tools")
def only_so_many_at_a_time(state: State, device_id: Reference[Device]) -> bool:
    """How many repairs somebody may have under way depends on the tier.

    It is 2 for standard, 3 for plus; received, quoted and in_work count, what is ready does not.
    """
    owner = state.get(Customer, state.get(Device, device_id).customer_id)
    under_way = state.find(Repair, customer_id=owner.id)
    count = sum(repair.status in UNDER_REPAIR for repair in under_way)
    return count < MAX_AT_A_TIME[owner.tier]


@rule(before=open_repair, enforced_by="agent")
def one_repair_for_each_device(state: State, device_id: Reference[Device]) -> bool:
    """A device that is here already is not brought in again, whatever else is wrong with it."""
    known = state.find(Repair, device_id=device_id)
    return not any(repair.status in (*UNDER_REPAIR, "ready") for repair in known)


@rule(before=open_repair, enforced_by="agent")
def old_invoices_come_first(state: State, device_id: Reference[Device]) -> bool:
    """Whoever owes more than 60.00 in open invoices brings nothing in."""
    return unpaid_by(state, state.get(Device, device_id).customer_id) <= MAX_UNPAID


@rule(before=move_repair, enforced_by="agent")
def only_what_waits_is_moved(state: State, repair_id: Reference[Repair]) -> bool:
    """A repair goes to another workshop only while it is received, not later."""
    return state.get(Repair, repair_id).status == "received"


# --- quotes --------------------------------------------------------------------------------------


@rule(before=(accept_quote, prolong_quote), enforced_by="tools")
def quotes_run_out(state: State, quote_id: Reference[Quote]) -> bool:
    """A quote is accepted or made to hold longer until the day it is valid, not later."""
    return state.get(Quote, quote_id).valid_until >= state.now[:10]


@rule(before=prolong_quote, enforced_by="agent")
def quotes_are_prolonged_once(state: State, quote_id: Reference[Quote]) -> bool:
    """A quote is made to hold longer once: prices of parts change."""
    return not state.get(Quote, quote_id).prolonged


@rule(before=accept_quote, enforced_by="agent")
def work_is_worth_it(state: State, quote_id: Reference[Quote]) -> bool:
    """Nothing is repaired for more than 70 percent of the price of a new one."""
    quote = state.get(Quote, quote_id)
    device_id = state.get(Repair, quote.repair_id).device_id
    new_price = state.get(DeviceType, state.get(Device, device_id).device_type_id).new_price
    return quote.total * 100 <= new_price * WORTH_PERCENT


@rule(before=(accept_quote, decline_quote), enforced_by="agent", declinable=False)
def dangerous_devices_go_to_a_person(state: State, quote_id: Reference[Quote]) -> bool:
    """A device with the fault swollen_battery is dangerous: answer no quote for it, hand over."""
    return state.get(Repair, state.get(Quote, quote_id).repair_id).fault != "swollen_battery"


@rule(before=make_express, enforced_by="agent")
def nothing_late_is_hurried(state: State, repair_id: Reference[Repair]) -> bool:
    """Nobody pays for speed on the promised day or after it: by then it is late anyway."""
    promised_on = state.get(Repair, repair_id).promised_on
    return promised_on is None or promised_on > state.now[:10]


# --- paying and handing out ----------------------------------------------------------------------


@rule(before=book_pickup, enforced_by="agent")
def invoices_are_paid_before_it_leaves(state: State, repair_id: Reference[Repair]) -> bool:
    """Nothing leaves while an invoice for it is open."""
    return not state.find(Invoice, repair_id=repair_id, status="open")


@rule(before=book_pickup, enforced_by="agent")
def only_what_is_ready_is_fetched(state: State, repair_id: Reference[Repair]) -> bool:
    """A time is agreed only for a repair that is ready: promised days are not certain."""
    return state.get(Repair, repair_id).status == "ready"


@rule(before=lend_loaner, enforced_by="agent")
def one_loaner_at_a_time(state: State, repair_id: Reference[Repair]) -> bool:
    """Nobody has two loaners at a time."""
    uses = loaner_uses_of(state, state.get(Repair, repair_id).customer_id)
    return all(use.returned_on is not None for use in uses)


@rule(before=lend_loaner, enforced_by="tools")
def loaners_are_for_long_work(state: State, repair_id: Reference[Repair]) -> bool:
    """A loaner is lent only if the promised day is 4 days away or more.

    While nothing is promised it is not lent either.
    """
    promised_on = state.get(Repair, repair_id).promised_on
    return promised_on is not None and (days_between(state.now, promised_on) >= LEAST_LOANER_DAYS)


# --- when it breaks again ------------------------------------------------------------------------


@rule(before=claim_guarantee, enforced_by="tools")
def the_guarantee_ends(state: State, repair_id: Reference[Repair]) -> bool:
    """The guarantee lasts 60 days from the day a repair was ready.

    The last day counts.
    """
    ready_on = state.get(Repair, repair_id).ready_on
    return ready_on is not None and days_between(ready_on, state.now) <= GUARANTEE_DAYS


@rule(before=claim_guarantee, enforced_by="agent")
def only_paid_work_is_guaranteed(state: State, repair_id: Reference[Repair]) -> bool:
    """There is no guarantee on a repair that cost nothing."""
    return state.get(Repair, repair_id).price > 0


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
def large_credits_do_not_grow(state: State, customer_id: Reference[Customer]) -> bool:
    """Whoever has 125.00 or more in credit redeems no gift card."""
    return state.get(Customer, customer_id).credit < LARGEST_CREDIT


@rule(before=pay_out_credit, enforced_by="agent")
def small_credits_are_not_paid_out(_state: State, amount: Money) -> bool:
    """At least 10.00 is paid out at a time."""
    return amount >= LEAST_PAYOUT


# --- ways to pay ---------------------------------------------------------------------------------


@rule(before=delete_payment_method, enforced_by="tools")
def the_preferred_way_to_pay_stays(
    state: State, payment_method_id: Reference[PaymentMethod]
) -> bool:
    """The preferred way to pay cannot be deleted; another one has to be preferred first."""
    return not state.get(PaymentMethod, payment_method_id).preferred


@rule(before=prefer_payment_method, enforced_by="agent")
def what_ends_soon_is_not_preferred(
    state: State, payment_method_id: Reference[PaymentMethod]
) -> bool:
    """A way to pay is preferred only if it is valid for 30 more days at least."""
    method = state.get(PaymentMethod, payment_method_id)
    return method.valid_until >= shift(state.now[:10], days=LEAST_VALID_DAYS)


@rule(before=prefer_payment_method, enforced_by="agent")
def wallets_are_not_preferred(state: State, payment_method_id: Reference[PaymentMethod]) -> bool:
    """A wallet can be on file but cannot be the preferred way to pay."""
    return state.get(PaymentMethod, payment_method_id).kind != "wallet"


# --- what the rules share ------------------------------------------------------------------------


def owner_of(state: State, call: Call) -> str:
    """Whose data a call is about: the customer it names, or the owner of what it names."""
    for name, owner in OWNERS.items():
        if name in call.arguments:
            return owner(state, str(call.arguments[name]))
    raise ToolError(f"{call.tool} names no customer")


def unpaid_by(state: State, customer_id: str) -> Money:
    """What a customer owes altogether."""
    return sum(
        found.amount
        for repair in state.find(Repair, customer_id=customer_id)
        for found in state.find(Invoice, repair_id=repair.id, status="open")
    )
