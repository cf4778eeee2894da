"""The policy of Kilowatt Corner, executable: each docstring is a sentence of the document."""

from collections.abc import Callable

from autoforge_envs.domain import (
    Call,
    Label,
    Quantity,
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
    Article,
    Complaint,
    ComplaintTopic,
    DocumentCopy,
    DocumentKind,
    PaidWith,
    Purchase,
    PurchaseLine,
    ReturnRequest,
    StockAlert,
)
from .tools import (
    apply_promo_code,
    cancel_purchase,
    change_delivery_address,
    delivered_on,
    drop_stock_alert,
    escalate_complaint,
    exchange_goods,
    file_complaint,
    get_buyer,
    get_purchase,
    list_bought_articles,
    list_complaints,
    list_document_copies,
    list_purchases,
    list_returns,
    list_stock_alerts,
    place_purchase,
    promo_code_called,
    remove_line,
    report_lost_parcel,
    requests_by,
    return_goods,
    send_document_copy,
    set_stock_alert,
    track_purchase,
    withdraw_complaint,
    withdraw_return,
)

CHANGES = (
    place_purchase,
    cancel_purchase,
    change_delivery_address,
    apply_promo_code,
    remove_line,
    return_goods,
    withdraw_return,
    exchange_goods,
    report_lost_parcel,
    set_stock_alert,
    drop_stock_alert,
    file_complaint,
    escalate_complaint,
    withdraw_complaint,
    send_document_copy,
)
PERSONAL_VIEWS = (
    get_buyer,
    list_purchases,
    list_bought_articles,
    get_purchase,
    track_purchase,
    list_returns,
    list_stock_alerts,
    list_complaints,
    list_document_copies,
)
OWNERS: dict[str, Callable[[State, str], str]] = {
    "buyer_id": lambda state, key: key,
    "purchase_id": lambda state, key: state.get(Purchase, key).buyer_id,
    "stock_alert_id": lambda state, key: state.get(StockAlert, key).buyer_id,
    "line_id": lambda state, key: (
        state.get(Purchase, state.get(PurchaseLine, key).purchase_id).buyer_id
    ),
    "complaint_id": lambda state, key: (
        state.get(Purchase, state.get(Complaint, key).purchase_id).buyer_id
    ),
    "return_request_id": lambda state, key: (
        state.get(
            Purchase, state.get(PurchaseLine, state.get(ReturnRequest, key).line_id).purchase_id
        ).buyer_id
    ),
}
CANCEL_HOURS = 24
RETURN_DAYS = 14
MAX_RETURNS = 3
RETURNS_COUNT_FOR_DAYS = 90
MAX_REDIRECTIONS = 1
MAX_PIECES = 2
LARGEST_CANCELLATION = 55000
LARGEST_INVOICE = 17000
LOST_AFTER_DAYS = 10
ESCALATION_AFTER_DAYS = 3
MAX_COPIES = 2

# --- procedure -----------------------------------------------------------------------------------


@rule(before=(*PERSONAL_VIEWS, *CHANGES), enforced_by="agent", declinable=False)
def identity_is_checked_first(state: State, call: Call) -> bool:
    """Check who you talk to with verify_identity before you show or change anything of theirs."""
    return is_identified(state, owner_of(state, call))


@rule(before=CHANGES, enforced_by="agent", declinable=False)
def changes_are_confirmed(state: State, call: Call) -> bool:
    """Say what you are about to change, with every detail and identifier, and wait for a yes."""
    return is_confirmed(state, call)


# --- purchases under way -------------------------------------------------------------------------


@rule(before=(change_delivery_address, apply_promo_code), enforced_by="tools")
def only_processing_purchases_are_changed(state: State, purchase_id: Reference[Purchase]) -> bool:
    """Nothing about a purchase is changed unless it is processing: later it is in a box."""
    return state.get(Purchase, purchase_id).status == "processing"


@rule(before=remove_line, enforced_by="agent")
def only_processing_lines_are_changed(state: State, line_id: Reference[PurchaseLine]) -> bool:
    """A line is changed only while its purchase is processing: later it is in a box."""
    line = state.get(PurchaseLine, line_id)
    return state.get(Purchase, line.purchase_id).status == "processing"


@rule(before=cancel_purchase, enforced_by="tools")
def purchases_are_cancelled_in_time(state: State, purchase_id: Reference[Purchase]) -> bool:
    """A purchase is cancelled within 24 hours after it was placed, not later.

    It does not matter whether it is packed.
    """
    return state.now <= shift(state.get(Purchase, purchase_id).placed_at, hours=CANCEL_HOURS)


@rule(before=cancel_purchase, enforced_by="agent", declinable=False)
def large_cancellations_go_to_a_person(state: State, purchase_id: Reference[Purchase]) -> bool:
    """Whoever cancels a purchase with a total of more than 550.00 is handed over.

    A person does it.
    """
    return state.get(Purchase, purchase_id).total <= LARGEST_CANCELLATION


@rule(before=change_delivery_address, enforced_by="agent")
def redirections_are_limited(state: State, purchase_id: Reference[Purchase]) -> bool:
    """Where a purchase goes is changed at most once."""
    return state.get(Purchase, purchase_id).redirections < MAX_REDIRECTIONS


@rule(before=apply_promo_code, enforced_by="agent")
def promo_codes_keep_to_their_days(state: State, code: Label) -> bool:
    """A promo code is used from its first to its last day, both included."""
    promo = promo_code_called(state, code)
    return promo.starts_on <= state.now[:10] <= promo.ends_on


@rule(before=apply_promo_code, enforced_by="agent")
def promo_codes_need_their_minimum(
    state: State, purchase_id: Reference[Purchase], code: Label
) -> bool:
    """A promo code is used only if the goods, without shipping, cost its minimum or more."""
    return state.get(Purchase, purchase_id).subtotal >= promo_code_called(state, code).minimum


@rule(before=place_purchase, enforced_by="tools")
def only_so_many_pieces(_state: State, quantity: Quantity) -> bool:
    """Nobody orders more than 2 pieces of one article: we sell no wholesale."""
    return quantity <= MAX_PIECES


@rule(before=place_purchase, enforced_by="agent")
def invoices_are_for_small_amounts(
    state: State, article_id: Reference[Article], quantity: Quantity, paid_with: PaidWith
) -> bool:
    """Goods for more than 170.00 are not sold on invoice.

    Shipping does not count.
    """
    goods = state.get(Article, article_id).price * quantity
    return paid_with != "invoice" or goods <= LARGEST_INVOICE


# --- goods that have arrived ---------------------------------------------------------------------


@rule(before=(return_goods, exchange_goods), enforced_by="tools")
def goods_go_back_in_time(state: State, line_id: Reference[PurchaseLine]) -> bool:
    """Goods go back until 14 days after delivery; the last day counts."""
    return days_since_delivery(state, state.get(PurchaseLine, line_id)) <= RETURN_DAYS


@rule(before=(return_goods, exchange_goods), enforced_by="agent")
def final_sale_is_final(state: State, line_id: Reference[PurchaseLine]) -> bool:
    """What was on final sale does not go back, for whatever reason."""
    return not state.get(Article, state.get(PurchaseLine, line_id).article_id).final_sale


@rule(before=return_goods, enforced_by="agent")
def only_so_many_returns(state: State, line_id: Reference[PurchaseLine]) -> bool:
    """Whoever asked for 3 returns in 90 days gets no other.

    One of exactly 90 days ago still counts, one that was withdrawn does not.
    """
    purchase = state.get(Purchase, state.get(PurchaseLine, line_id).purchase_id)
    recent = [
        request
        for request in requests_by(state, purchase.buyer_id)
        if request.status != "withdrawn"
        and days_between(request.requested_on, state.now) <= RETURNS_COUNT_FOR_DAYS
    ]
    return len(recent) < MAX_RETURNS


@rule(before=withdraw_return, enforced_by="agent")
def received_goods_stay_here(state: State, return_request_id: Reference[ReturnRequest]) -> bool:
    """A return is not withdrawn once the goods are received: then the money is on its way."""
    return state.get(ReturnRequest, return_request_id).status != "received"


@rule(before=report_lost_parcel, enforced_by="agent")
def parcels_are_waited_for(state: State, purchase_id: Reference[Purchase]) -> bool:
    """A parcel counts as lost 10 days after the promised day, not before.

    On the day itself it does.
    """
    late = days_between(state.get(Purchase, purchase_id).promised_on, state.now)
    return late >= LOST_AFTER_DAYS


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


# --- copies of documents -------------------------------------------------------------------------


@rule(before=send_document_copy, enforced_by="tools")
def only_so_many_copies(state: State, purchase_id: Reference[Purchase], kind: DocumentKind) -> bool:
    """At most 2 copies of the same kind are sent for a purchase."""
    return len(state.find(DocumentCopy, purchase_id=purchase_id, kind=kind)) < MAX_COPIES


@rule(before=send_document_copy, enforced_by="agent")
def statements_come_at_the_end(
    state: State, purchase_id: Reference[Purchase], kind: DocumentKind
) -> bool:
    """A statement exists only for a purchase that is delivered."""
    return kind != "statement" or state.get(Purchase, purchase_id).status == "delivered"


# --- what the rules share ------------------------------------------------------------------------


def owner_of(state: State, call: Call) -> str:
    """Whose data a call is about: the buyer it names, or the owner of what it names."""
    for name, owner in OWNERS.items():
        if name in call.arguments:
            return owner(state, str(call.arguments[name]))
    raise ToolError(f"{call.tool} names no buyer")


def days_since_delivery(state: State, line: PurchaseLine) -> int:
    """How long ago goods came; 0 while they have not, then the tool refuses."""
    arrived = delivered_on(state, state.get(Purchase, line.purchase_id))
    return 0 if arrived is None else days_between(arrived, state.now)
