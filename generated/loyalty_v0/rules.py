"""The policy of Daisy Points, executable: each docstring is a sentence of the document."""

from collections.abc import Callable

from autoforge_envs.domain import (
    Call,
    Date,
    Label,
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
    Callback,
    Card,
    Charity,
    Claim,
    Complaint,
    ComplaintTopic,
    DocumentCopy,
    DocumentKind,
    Member,
    Partner,
    PointBatch,
    PointSale,
    Reward,
    RewardOrder,
    TimeOfDay,
    Transfer,
)
from .tools import (
    PACK,
    block_card,
    buy_points,
    cancel_callback,
    cancel_reward_order,
    claim_points,
    donate_points,
    escalate_complaint,
    file_complaint,
    get_balance,
    get_member,
    grant_goodwill,
    list_callbacks,
    list_cards,
    list_claims,
    list_complaints,
    list_document_copies,
    list_goodwill,
    list_point_batches,
    list_point_moves,
    list_point_sales,
    list_reward_orders,
    list_transfers,
    move_callback,
    plan_callback,
    planned_for,
    prolong_points,
    receipt_numbered,
    redeem_reward,
    replace_card,
    reverse_transfer,
    send_document_copy,
    transfer_points,
    withdraw_complaint,
)

CHANGES = (
    redeem_reward,
    cancel_reward_order,
    transfer_points,
    reverse_transfer,
    claim_points,
    buy_points,
    prolong_points,
    donate_points,
    block_card,
    replace_card,
    plan_callback,
    move_callback,
    cancel_callback,
    file_complaint,
    escalate_complaint,
    withdraw_complaint,
    send_document_copy,
    grant_goodwill,
)
PERSONAL_VIEWS = (
    get_member,
    get_balance,
    list_point_batches,
    list_reward_orders,
    list_point_moves,
    list_claims,
    list_cards,
    list_transfers,
    list_point_sales,
    list_callbacks,
    list_complaints,
    list_document_copies,
    list_goodwill,
)
OWNERS: dict[str, Callable[[State, str], str]] = {
    "member_id": lambda state, key: key,
    "reward_order_id": lambda state, key: state.get(RewardOrder, key).member_id,
    "transfer_id": lambda state, key: state.get(Transfer, key).member_id,
    "point_batch_id": lambda state, key: state.get(PointBatch, key).member_id,
    "card_id": lambda state, key: state.get(Card, key).member_id,
    "callback_id": lambda state, key: state.get(Callback, key).member_id,
    "complaint_id": lambda state, key: (
        state.get(RewardOrder, state.get(Complaint, key).reward_order_id).member_id
    ),
}
MAX_PIECES = 3
EARLIEST_CLAIM_DAYS = 2
LATEST_CLAIM_DAYS = 90
MAX_CLAIMS = 3
CLAIMS_COUNT_FOR_DAYS = 30
MAX_POINTS_A_YEAR = 5500
REVERSAL_DAYS = 10
LEAST_GIFT = 400
MAX_PACKS = 3
PROLONGED_EARLY_DAYS = 60
CARD_LASTS_DAYS = 365
CALLS_AT_A_TIME = 3
LATEST_CALL_DAYS = 7
ESCALATION_AFTER_DAYS = 5
MAX_COPIES = 2
LARGEST_GOODWILL = 500

# --- procedure -----------------------------------------------------------------------------------


@rule(before=(*PERSONAL_VIEWS, *CHANGES), enforced_by="tools", declinable=False)
def identity_is_checked_first(state: State, call: Call) -> bool:
    """Nobody's data is shown or changed before verify_identity has accepted what they say."""
    return is_identified(state, owner_of(state, call))


@rule(before=CHANGES, enforced_by="agent", declinable=False)
def changes_are_confirmed(state: State, call: Call) -> bool:
    """No change without consent: read details and identifiers back and have them confirmed."""
    return is_confirmed(state, call)


# --- rewards -------------------------------------------------------------------------------------


@rule(before=redeem_reward, enforced_by="tools")
def only_what_is_offered(state: State, reward_id: Reference[Reward]) -> bool:
    """A reward is ordered until the day it is offered_until, that day included."""
    return state.get(Reward, reward_id).offered_until >= state.now[:10]


@rule(before=redeem_reward, enforced_by="agent")
def some_rewards_are_earned(
    state: State, member_id: Reference[Member], reward_id: Reference[Reward]
) -> bool:
    """A reward is only for those whose yearly_points are its least_yearly_points or more."""
    least = state.get(Reward, reward_id).least_yearly_points
    return state.get(Member, member_id).yearly_points >= least


@rule(before=redeem_reward, enforced_by="agent")
def only_so_many_pieces(
    state: State,
    member_id: Reference[Member],
    reward_id: Reference[Reward],
    quantity: Quantity,
) -> bool:
    """Nobody gets more than 3 pieces of one reward in all.

    Earlier ones count unless they were cancelled.
    """
    earlier = state.find(RewardOrder, member_id=member_id, reward_id=reward_id)
    had = sum(each.quantity for each in earlier if each.status != "cancelled")
    return had + quantity <= MAX_PIECES


@rule(before=redeem_reward, enforced_by="agent", declinable=False)
def some_rewards_need_a_person(state: State, reward_id: Reference[Reward]) -> bool:
    """Rewards of the category travel are arranged by a person: hand over."""
    return state.get(Reward, reward_id).category != "travel"


@rule(before=cancel_reward_order, enforced_by="tools")
def what_is_sent_is_not_cancelled(state: State, reward_order_id: Reference[RewardOrder]) -> bool:
    """A reward order is cancelled only while it is ordered, not once it is sent."""
    return state.get(RewardOrder, reward_order_id).status == "ordered"


# --- partners ------------------------------------------------------------------------------------


@rule(before=transfer_points, enforced_by="agent")
def only_some_partners_take_points(state: State, partner_id: Reference[Partner]) -> bool:
    """Points are transferred only to partners who take transfers at present."""
    return state.get(Partner, partner_id).takes_transfers


@rule(before=transfer_points, enforced_by="agent")
def transfers_are_limited(state: State, member_id: Reference[Member], points: Quantity) -> bool:
    """Nobody transfers more than 5500 points in 365 days; reversed transfers do not count.

    A transfer of exactly 365 days ago still counts.
    """
    earlier = state.find(Transfer, member_id=member_id)
    recent = [each for each in earlier if days_between(each.made_on, state.now) <= 365]
    moved = sum(each.points for each in recent if each.status != "reversed")
    return moved + points <= MAX_POINTS_A_YEAR


@rule(before=reverse_transfer, enforced_by="tools")
def only_pending_transfers_are_reversed(state: State, transfer_id: Reference[Transfer]) -> bool:
    """A transfer that is done is not reversed: the partner has booked it."""
    return state.get(Transfer, transfer_id).status != "done"


@rule(before=reverse_transfer, enforced_by="agent")
def transfers_are_reversed_soon(state: State, transfer_id: Reference[Transfer]) -> bool:
    """A transfer is reversed until 10 days after it was made; the last day counts."""
    made_on = state.get(Transfer, transfer_id).made_on
    return days_between(made_on, state.now) <= REVERSAL_DAYS


@rule(before=reverse_transfer, enforced_by="agent", declinable=False)
def transfers_under_review_go_to_a_person(state: State, transfer_id: Reference[Transfer]) -> bool:
    """You reverse no transfer that is under_review: hand over to a person."""
    return state.get(Transfer, transfer_id).status != "under_review"


# --- earning -------------------------------------------------------------------------------------


@rule(before=claim_points, enforced_by="agent")
def claims_are_neither_early_nor_late(state: State, receipt_number: Label) -> bool:
    """Points are claimed from 2 to 90 days after the purchase.

    Both days count; before that the partner may still report it.
    """
    age = days_between(receipt_numbered(state, receipt_number).bought_on, state.now)
    return EARLIEST_CLAIM_DAYS <= age <= LATEST_CLAIM_DAYS


@rule(before=claim_points, enforced_by="tools")
def only_so_many_claims(state: State, member_id: Reference[Member]) -> bool:
    """Whoever made 3 claims in the last 30 days makes no other.

    One of exactly 30 days ago still counts, refused ones as well.
    """
    claims = state.find(Claim, member_id=member_id)
    ages = [days_between(claim.claimed_on, state.now) for claim in claims]
    return sum(age <= CLAIMS_COUNT_FOR_DAYS for age in ages) < MAX_CLAIMS


@rule(before=buy_points, enforced_by="agent")
def few_packs_are_sold(state: State, member_id: Reference[Member], packs: Quantity) -> bool:
    """Nobody buys more than 3 packs of points in 365 days.

    What was bought exactly 365 days ago still counts.
    """
    sales = state.find(PointSale, member_id=member_id)
    recent = [sale for sale in sales if days_between(sale.sold_on, state.now) <= 365]
    return sum(sale.points for sale in recent) + packs * PACK <= MAX_PACKS * PACK


# --- keeping and giving --------------------------------------------------------------------------


@rule(before=prolong_points, enforced_by="agent")
def points_are_prolonged_once(state: State, point_batch_id: Reference[PointBatch]) -> bool:
    """Points are prolonged once."""
    return not state.get(PointBatch, point_batch_id).prolonged


@rule(before=prolong_points, enforced_by="tools")
def points_are_prolonged_at_the_end(state: State, point_batch_id: Reference[PointBatch]) -> bool:
    """Points are prolonged in the last 60 days before they expire.

    Exactly so many days before they are, and on the very last day.
    """
    days_left = days_between(state.now, state.get(PointBatch, point_batch_id).expires_on)
    return 0 <= days_left <= PROLONGED_EARLY_DAYS


@rule(before=donate_points, enforced_by="agent")
def gifts_are_worth_the_work(_state: State, points: Quantity) -> bool:
    """Nobody gives less than 400 points."""
    return points >= LEAST_GIFT


@rule(before=donate_points, enforced_by="agent")
def only_active_charities(state: State, charity_id: Reference[Charity]) -> bool:
    """Points are given only to charities that are active."""
    return state.get(Charity, charity_id).active


@rule(before=replace_card, enforced_by="agent")
def young_cards_are_not_replaced(state: State, card_id: Reference[Card]) -> bool:
    """An active card is replaced 365 days after it was issued at the earliest.

    A blocked one is replaced at any time.
    """
    card = state.get(Card, card_id)
    return card.status == "blocked" or days_between(card.issued_on, state.now) >= CARD_LASTS_DAYS


# --- calls back ----------------------------------------------------------------------------------


@rule(before=(plan_callback, move_callback), enforced_by="agent")
def only_so_many_calls_at_a_time(state: State, day: Date, time_of_day: TimeOfDay) -> bool:
    """At most 3 calls are planned for the same part of a day."""
    return len(planned_for(state, day, time_of_day)) < CALLS_AT_A_TIME


@rule(before=(plan_callback, move_callback), enforced_by="agent")
def calls_are_planned_soon(state: State, day: Date) -> bool:
    """A call is planned at most 7 days ahead."""
    return days_between(state.now, day) <= LATEST_CALL_DAYS


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


# --- copies of documents -------------------------------------------------------------------------


@rule(before=send_document_copy, enforced_by="agent")
def only_so_many_copies(
    state: State, reward_order_id: Reference[RewardOrder], kind: DocumentKind
) -> bool:
    """At most 2 copies of the same kind are sent for a reward order."""
    return len(state.find(DocumentCopy, reward_order_id=reward_order_id, kind=kind)) < MAX_COPIES


@rule(before=send_document_copy, enforced_by="agent")
def statements_come_at_the_end(
    state: State, reward_order_id: Reference[RewardOrder], kind: DocumentKind
) -> bool:
    """A statement exists only for a reward order that is delivered."""
    return kind != "statement" or state.get(RewardOrder, reward_order_id).status == "delivered"


# --- making up for trouble -----------------------------------------------------------------------


@rule(before=grant_goodwill, enforced_by="agent")
def goodwill_is_capped(
    state: State, reward_order_id: Reference[RewardOrder], amount: Money
) -> bool:
    """A goodwill credit is at most 5.00."""
    return amount <= LARGEST_GOODWILL


@rule(before=grant_goodwill, enforced_by="tools")
def goodwill_is_for_what_is_over(state: State, reward_order_id: Reference[RewardOrder]) -> bool:
    """Goodwill is given only for a reward order that is delivered."""
    return state.get(RewardOrder, reward_order_id).status == "delivered"


# --- what the rules share ------------------------------------------------------------------------


def owner_of(state: State, call: Call) -> str:
    """Whose data a call is about: the member it names, or the owner of what it names."""
    for name, owner in OWNERS.items():
        if name in call.arguments:
            return owner(state, str(call.arguments[name]))
    raise ToolError(f"{call.tool} names no member")
