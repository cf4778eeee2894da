"""The policy of Crate & Kettle, executable: each docstring is a sentence of the document."""

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
    AddOn,
    BookedAddOn,
    BoxPlan,
    Complaint,
    ComplaintTopic,
    Customer,
    Invoice,
    PlanChange,
    Profile,
    ProfileKind,
    Shipment,
    Subscription,
)
from .tools import (
    add_profile,
    book_add_on,
    cancel_subscription,
    change_plan,
    defer_invoice,
    drop_add_on,
    escalate_complaint,
    file_complaint,
    get_customer,
    get_subscription_file,
    list_booked_add_ons,
    list_complaints,
    list_invoices,
    list_shipments,
    list_subscriptions,
    move_shipment,
    pause_subscription,
    pay_invoice,
    remove_profile,
    resume_subscription,
    skip_shipment,
    start_subscription,
    withdraw_complaint,
)

CHANGES = (
    start_subscription,
    change_plan,
    book_add_on,
    drop_add_on,
    add_profile,
    remove_profile,
    pause_subscription,
    resume_subscription,
    cancel_subscription,
    skip_shipment,
    move_shipment,
    pay_invoice,
    defer_invoice,
    file_complaint,
    escalate_complaint,
    withdraw_complaint,
)
PERSONAL_VIEWS = (
    get_customer,
    list_subscriptions,
    get_subscription_file,
    list_invoices,
    list_booked_add_ons,
    list_shipments,
    list_complaints,
)
OWNERS: dict[str, Callable[[State, str], str]] = {
    "customer_id": lambda state, key: key,
    "subscription_id": lambda state, key: state.get(Subscription, key).customer_id,
    "booked_add_on_id": lambda state, key: (
        state.get(Subscription, state.get(BookedAddOn, key).subscription_id).customer_id
    ),
    "profile_id": lambda state, key: (
        state.get(Subscription, state.get(Profile, key).subscription_id).customer_id
    ),
    "shipment_id": lambda state, key: (
        state.get(Subscription, state.get(Shipment, key).subscription_id).customer_id
    ),
    "invoice_id": lambda state, key: (
        state.get(Subscription, state.get(Invoice, key).subscription_id).customer_id
    ),
    "complaint_id": lambda state, key: (
        state.get(Subscription, state.get(Complaint, key).subscription_id).customer_id
    ),
}
MAX_RUNNING = {
    "standard": 3,
    "plus": 4,
}
MAX_PAUSES = 2
LONGEST_PAUSE_DAYS = 14
FIRST_PAUSE_AFTER_DAYS = 90
CHANGE_EVERY_DAYS = 14
MAX_OPEN_AMOUNT = 2000
LONGEST_DEFERRAL_WEEKS = 2
SKIP_NOTICE_DAYS = 4
MAX_CHILDREN = 1
LOYAL_DAYS = 1825
ESCALATION_AFTER_DAYS = 3

# --- procedure -----------------------------------------------------------------------------------


@rule(before=(*PERSONAL_VIEWS, *CHANGES), enforced_by="tools", declinable=False)
def identity_is_checked_first(state: State, call: Call) -> bool:
    """Nobody's data is shown or changed before verify_identity has accepted what they say."""
    return is_identified(state, owner_of(state, call))


@rule(before=CHANGES, enforced_by="agent", declinable=False)
def changes_are_confirmed(state: State, call: Call) -> bool:
    """Say what you are about to change, with every detail and identifier, and wait for a yes."""
    return is_confirmed(state, call)


# --- subscribing and changing --------------------------------------------------------------------


@rule(before=start_subscription, enforced_by="tools")
def only_so_many_at_a_time(state: State, customer_id: Reference[Customer]) -> bool:
    """How many subscriptions somebody may have at a time depends on the tier.

    It is 3 for standard, 4 for plus; those that are ended do not count.
    """
    running = state.find(Subscription, customer_id=customer_id)
    limit = MAX_RUNNING[state.get(Customer, customer_id).tier]
    return sum(each.status != "ended" for each in running) < limit


@rule(before=start_subscription, enforced_by="agent")
def open_invoices_come_first(state: State, customer_id: Reference[Customer]) -> bool:
    """Whoever owes more than 20.00 in open invoices subscribes to nothing."""
    return open_amount(state, customer_id) <= MAX_OPEN_AMOUNT


@rule(before=start_subscription, enforced_by="tools")
def old_box_plans_are_not_sold(state: State, box_plan_id: Reference[BoxPlan]) -> bool:
    """A box plan that is not on sale any more gets no new customers."""
    return state.get(BoxPlan, box_plan_id).on_sale


@rule(before=change_plan, enforced_by="tools")
def nobody_changes_to_old_box_plans(state: State, new_box_plan_id: Reference[BoxPlan]) -> bool:
    """Nobody changes to a box plan that is not on sale any more; whoever has it may keep it."""
    return state.get(BoxPlan, new_box_plan_id).on_sale


@rule(before=change_plan, enforced_by="agent")
def changes_are_some_time_apart(state: State, subscription_id: Reference[Subscription]) -> bool:
    """A subscription is changed again 14 days after the last change at the earliest."""
    changes = state.find(PlanChange, subscription_id=subscription_id)
    return all(
        days_between(change.effective_on, state.now) >= CHANGE_EVERY_DAYS for change in changes
    )


@rule(before=change_plan, enforced_by="agent")
def commitments_are_kept(
    state: State, subscription_id: Reference[Subscription], new_box_plan_id: Reference[BoxPlan]
) -> bool:
    """Before the day it is committed_until, a subscription goes to no lower level.

    On that day it may.
    """
    subscription = state.get(Subscription, subscription_id)
    level = state.get(BoxPlan, subscription.box_plan_id).level
    goes_down = state.get(BoxPlan, new_box_plan_id).level < level
    return not goes_down or subscription.committed_until <= state.now[:10]


@rule(before=book_add_on, enforced_by="agent")
def add_ons_need_their_level(
    state: State, subscription_id: Reference[Subscription], add_on_id: Reference[AddOn]
) -> bool:
    """An add-on goes only with its least_level or a higher one."""
    box_plan = state.get(BoxPlan, state.get(Subscription, subscription_id).box_plan_id)
    return box_plan.level >= state.get(AddOn, add_on_id).least_level


@rule(before=book_add_on, enforced_by="agent")
def trials_are_left_as_they_are(state: State, subscription_id: Reference[Subscription]) -> bool:
    """While a subscription is on trial, it gets no add-on."""
    return state.get(Subscription, subscription_id).status != "trial"


@rule(before=add_profile, enforced_by="agent")
def only_so_many_profiles(state: State, subscription_id: Reference[Subscription]) -> bool:
    """A subscription has at most as many profiles as its box plan says."""
    box_plan = state.get(BoxPlan, state.get(Subscription, subscription_id).box_plan_id)
    return len(state.find(Profile, subscription_id=subscription_id)) < box_plan.max_profiles


@rule(before=add_profile, enforced_by="agent")
def children_are_few(
    state: State, subscription_id: Reference[Subscription], kind: ProfileKind
) -> bool:
    """At most 1 profile for a child goes with a subscription."""
    children = state.find(Profile, subscription_id=subscription_id, kind="child")
    return kind != "child" or len(children) < MAX_CHILDREN


# --- pausing and leaving -------------------------------------------------------------------------


@rule(before=pause_subscription, enforced_by="tools")
def pauses_are_limited(state: State, subscription_id: Reference[Subscription]) -> bool:
    """A subscription is paused at most twice."""
    return state.get(Subscription, subscription_id).pauses < MAX_PAUSES


@rule(before=pause_subscription, enforced_by="agent")
def pauses_are_short(state: State, paused_until: Date) -> bool:
    """A pause lasts at most 14 days."""
    return days_between(state.now, paused_until) <= LONGEST_PAUSE_DAYS


@rule(before=pause_subscription, enforced_by="agent")
def new_subscriptions_are_not_paused(
    state: State, subscription_id: Reference[Subscription]
) -> bool:
    """A subscription is paused only once it has run for 90 days or more."""
    started_on = state.get(Subscription, subscription_id).started_on
    return days_between(started_on, state.now) >= FIRST_PAUSE_AFTER_DAYS


@rule(before=cancel_subscription, enforced_by="agent")
def notice_is_given(state: State, subscription_id: Reference[Subscription]) -> bool:
    """A subscription is cancelled at least its box plan's notice_days before it renews.

    Exactly so many days before is in time; a trial needs no notice.
    """
    subscription = state.get(Subscription, subscription_id)
    notice = state.get(BoxPlan, subscription.box_plan_id).notice_days
    return (
        subscription.status == "trial" or days_between(state.now, subscription.renews_on) >= notice
    )


@rule(before=cancel_subscription, enforced_by="agent", declinable=False)
def long_customers_are_handed_over(state: State, subscription_id: Reference[Subscription]) -> bool:
    """Whoever wants to cancel a subscription that is 5 years old or older is handed over.

    A person makes them an offer; 5 years are 1825 days.
    """
    started_on = state.get(Subscription, subscription_id).started_on
    return days_between(started_on, state.now) < LOYAL_DAYS


# --- boxes ---------------------------------------------------------------------------------------


@rule(before=(skip_shipment, move_shipment), enforced_by="agent")
def packed_boxes_leave(state: State, shipment_id: Reference[Shipment]) -> bool:
    """A box is skipped or moved at least 4 days before it leaves.

    Later it is packed.
    """
    leaves_on = state.get(Shipment, shipment_id).leaves_on
    return days_between(state.now, leaves_on) >= SKIP_NOTICE_DAYS


@rule(before=move_shipment, enforced_by="agent")
def boxes_stay_in_their_period(
    state: State, shipment_id: Reference[Shipment], leaves_on: Date
) -> bool:
    """A box is moved to a day before its subscription renews, not to that day or later."""
    subscription = state.get(Subscription, state.get(Shipment, shipment_id).subscription_id)
    return leaves_on < subscription.renews_on


# --- money ---------------------------------------------------------------------------------------


@rule(before=defer_invoice, enforced_by="agent")
def deferrals_are_short(_state: State, weeks: Quantity) -> bool:
    """Nobody gets more than 2 more weeks to pay an invoice."""
    return weeks <= LONGEST_DEFERRAL_WEEKS


@rule(before=defer_invoice, enforced_by="agent")
def what_is_overdue_is_not_deferred(state: State, invoice_id: Reference[Invoice]) -> bool:
    """An invoice that is overdue is not deferred; on the day it is due it still is."""
    return state.get(Invoice, invoice_id).due_on >= state.now[:10]


# --- complaints ----------------------------------------------------------------------------------


@rule(before=file_complaint, enforced_by="agent", declinable=False)
def injuries_go_to_a_person(_state: State, topic: ComplaintTopic) -> bool:
    """Whoever was injured is handed over to a person at once; file nothing."""
    return topic != "injury"


@rule(before=escalate_complaint, enforced_by="tools")
def complaints_take_their_time(state: State, complaint_id: Reference[Complaint]) -> bool:
    """A complaint is escalated no sooner than 3 days after it was filed."""
    filed = state.get(Complaint, complaint_id).filed_on
    return days_between(filed, state.now) >= ESCALATION_AFTER_DAYS


@rule(before=withdraw_complaint, enforced_by="agent")
def escalated_complaints_are_not_withdrawn(
    state: State, complaint_id: Reference[Complaint]
) -> bool:
    """What the management has before it cannot be withdrawn any more."""
    return state.get(Complaint, complaint_id).status != "escalated"


# --- what the rules share ------------------------------------------------------------------------


def owner_of(state: State, call: Call) -> str:
    """Whose data a call is about: the customer it names, or the owner of what it names."""
    for name, owner in OWNERS.items():
        if name in call.arguments:
            return owner(state, str(call.arguments[name]))
    raise ToolError(f"{call.tool} names no customer")


def open_amount(state: State, customer_id: str) -> Money:
    """What a customer owes altogether."""
    return sum(
        invoice.amount
        for subscription in state.find(Subscription, customer_id=customer_id)
        for invoice in state.find(Invoice, subscription_id=subscription.id, status="open")
    )
