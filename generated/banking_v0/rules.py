"""The policy of Alderwick Bank, executable: each docstring is a sentence of the document."""

from collections.abc import Callable

from autoforge_envs.domain import (
    Call,
    Date,
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
    Account,
    AccountPlan,
    Card,
    CardPayment,
    Complaint,
    ComplaintTopic,
    Customer,
    Debit,
    Mandate,
    Payee,
    Power,
    Proxy,
    Relation,
    StandingOrder,
    Transfer,
)
from .tools import (
    add_payee,
    add_proxy,
    add_standing_order,
    change_standing_order,
    close_account,
    dispute_payment,
    end_standing_order,
    escalate_complaint,
    extend_proxy,
    file_complaint,
    freeze_card,
    get_customer,
    grant_goodwill,
    list_accounts,
    list_card_payments,
    list_cards,
    list_complaints,
    list_debits,
    list_disputes,
    list_goodwill,
    list_mandates,
    list_payees,
    list_proxies,
    list_standing_orders,
    list_transfers,
    move_money,
    recall_transfer,
    replace_card,
    return_debit,
    revoke_mandate,
    revoke_proxy,
    send_transfer,
    set_card_limit,
    set_overdraft,
    skip_standing_order,
    switch_abroad,
    switch_account_plan,
    thaw_card,
    today,
    withdraw_complaint,
)

CHANGES = (
    send_transfer,
    recall_transfer,
    move_money,
    add_payee,
    add_standing_order,
    change_standing_order,
    skip_standing_order,
    end_standing_order,
    set_card_limit,
    freeze_card,
    thaw_card,
    switch_abroad,
    replace_card,
    dispute_payment,
    set_overdraft,
    switch_account_plan,
    close_account,
    revoke_mandate,
    return_debit,
    file_complaint,
    escalate_complaint,
    withdraw_complaint,
    grant_goodwill,
    add_proxy,
    extend_proxy,
    revoke_proxy,
)
PERSONAL_VIEWS = (
    get_customer,
    list_accounts,
    list_cards,
    list_payees,
    list_transfers,
    list_standing_orders,
    list_card_payments,
    list_disputes,
    list_mandates,
    list_debits,
    list_complaints,
    list_goodwill,
    list_proxies,
)
OWNERS: dict[str, Callable[[State, str], str]] = {
    "customer_id": lambda state, key: key,
    "account_id": lambda state, key: state.get(Account, key).customer_id,
    "transfer_id": lambda state, key: state.get(Transfer, key).customer_id,
    "proxy_id": lambda state, key: state.get(Proxy, key).customer_id,
    "card_id": lambda state, key: state.get(Account, state.get(Card, key).account_id).customer_id,
    "standing_order_id": lambda state, key: (
        state.get(Account, state.get(StandingOrder, key).account_id).customer_id
    ),
    "mandate_id": lambda state, key: (
        state.get(Account, state.get(Mandate, key).account_id).customer_id
    ),
    "complaint_id": lambda state, key: (
        state.get(Transfer, state.get(Complaint, key).transfer_id).customer_id
    ),
    "card_payment_id": lambda state, key: (
        state.get(
            Account, state.get(Card, state.get(CardPayment, key).card_id).account_id
        ).customer_id
    ),
    "debit_id": lambda state, key: (
        state.get(
            Account, state.get(Mandate, state.get(Debit, key).mandate_id).account_id
        ).customer_id
    ),
}
DAILY_SENDING = {
    "blue": 14000,
    "bronze": 21000,
    "silver": 28000,
    "platinum": 35000,
}
NEW_PAYEE_DAYS = 3
NEW_PAYEE_MAX = 1500
MAX_PAYEES = 7
ORDER_NOTICE_DAYS = 2
DISPUTE_DAYS = 90
LEAST_DISPUTED = 1250
LARGEST_CARD_LIMIT = 7500
OVERDRAFT_AFTER_DAYS = 180
RETURN_DEBIT_DAYS = 28
ESCALATION_AFTER_DAYS = 3
LARGEST_GOODWILL = {
    "blue": 1750,
    "bronze": 3500,
    "silver": 5250,
    "platinum": 7000,
}
MAX_PROXIES = 2
LONGEST_PROXY_DAYS = 90

# --- procedure -----------------------------------------------------------------------------------


@rule(before=(*PERSONAL_VIEWS, *CHANGES), enforced_by="agent", declinable=False)
def identity_is_checked_first(state: State, call: Call) -> bool:
    """Nobody's data is shown or changed before verify_identity has accepted what they say."""
    return is_identified(state, owner_of(state, call))


@rule(before=CHANGES, enforced_by="agent", declinable=False)
def changes_are_confirmed(state: State, call: Call) -> bool:
    """No change without consent: read details and identifiers back and have them confirmed."""
    return is_confirmed(state, call)


# --- sending money -------------------------------------------------------------------------------


@rule(before=(send_transfer, move_money), enforced_by="tools")
def money_must_be_there(state: State, account_id: Reference[Account], amount: Money) -> bool:
    """The balance must not fall below minus the overdraft; fees are not counted."""
    account = state.get(Account, account_id)
    return account.balance - amount >= -account.overdraft


@rule(before=send_transfer, enforced_by="agent")
def sending_is_limited(state: State, account_id: Reference[Account], amount: Money) -> bool:
    """What a customer may order to be sent on one day depends on the tier.

    It is at most 140.00 for blue, 210.00 for bronze, 280.00 for silver, 350.00 for platinum, over
    all accounts and counting what was ordered before.
    """
    customer = state.get(Customer, state.get(Account, account_id).customer_id)
    return sent_today(state, customer.id) + amount <= DAILY_SENDING[customer.tier]


@rule(before=send_transfer, enforced_by="agent")
def new_payees_get_little(state: State, payee_id: Reference[Payee], amount: Money) -> bool:
    """A payee added less than 3 days ago gets at most 15.00 at a time."""
    age = days_between(state.get(Payee, payee_id).added_on, state.now)
    return age >= NEW_PAYEE_DAYS or amount <= NEW_PAYEE_MAX


@rule(before=(send_transfer, add_standing_order), enforced_by="agent")
def savings_stay_inside(state: State, account_id: Reference[Account]) -> bool:
    """From an account of kind savings nothing is sent to payees.

    Money can only be moved from it to the owner's other accounts.
    """
    return state.get(Account, account_id).kind != "savings"


@rule(before=recall_transfer, enforced_by="agent")
def what_was_sent_is_gone(state: State, transfer_id: Reference[Transfer]) -> bool:
    """A transfer can be called back only while it is scheduled."""
    return state.get(Transfer, transfer_id).status == "scheduled"


@rule(before=add_payee, enforced_by="agent")
def only_so_many_payees(state: State, customer_id: Reference[Customer]) -> bool:
    """A customer has at most 7 payees."""
    return len(state.find(Payee, customer_id=customer_id)) < MAX_PAYEES


@rule(before=(change_standing_order, skip_standing_order, end_standing_order), enforced_by="agent")
def orders_change_in_time(state: State, standing_order_id: Reference[StandingOrder]) -> bool:
    """A standing order is changed at least 2 days before its next payment.

    This holds for skipping and ending it as well.
    """
    order = state.get(StandingOrder, standing_order_id)
    return days_between(state.now, order.next_on) >= ORDER_NOTICE_DAYS


# --- cards ---------------------------------------------------------------------------------------


@rule(before=set_card_limit, enforced_by="agent")
def card_limits_are_capped(_state: State, daily_limit: Money) -> bool:
    """The daily limit of a card is at most 75.00."""
    return daily_limit <= LARGEST_CARD_LIMIT


@rule(before=thaw_card, enforced_by="agent")
def overdrawn_cards_stay_frozen(state: State, card_id: Reference[Card]) -> bool:
    """A card is not thawed while its account is overdrawn."""
    return state.get(Account, state.get(Card, card_id).account_id).balance >= 0


@rule(before=dispute_payment, enforced_by="agent")
def disputes_have_a_term(state: State, card_payment_id: Reference[CardPayment]) -> bool:
    """A card payment can be disputed until 90 days after it was made.

    The last day counts.
    """
    payment = state.get(CardPayment, card_payment_id)
    return days_between(payment.paid_on, state.now) <= DISPUTE_DAYS


@rule(before=dispute_payment, enforced_by="agent")
def money_must_have_gone(state: State, card_payment_id: Reference[CardPayment]) -> bool:
    """A card payment that is pending, or refunded already, cannot be disputed."""
    return state.get(CardPayment, card_payment_id).status not in ("pending", "refunded")


@rule(before=dispute_payment, enforced_by="agent")
def trifles_are_not_disputed(state: State, card_payment_id: Reference[CardPayment]) -> bool:
    """A card payment of less than 12.50 cannot be disputed."""
    return state.get(CardPayment, card_payment_id).amount >= LEAST_DISPUTED


@rule(before=dispute_payment, enforced_by="agent", declinable=False)
def suspicious_payments_go_to_a_person(
    state: State, card_payment_id: Reference[CardPayment]
) -> bool:
    """A card payment that is marked suspicious may be a fraud: hand over to a person.

    Open no dispute about it yourself.
    """
    return state.get(CardPayment, card_payment_id).status != "suspicious"


# --- accounts ------------------------------------------------------------------------------------


@rule(before=set_overdraft, enforced_by="agent")
def overdrafts_take_time(state: State, account_id: Reference[Account]) -> bool:
    """The overdraft of an account can be changed 180 days after its opening.

    From that very day on it can.
    """
    age = days_between(state.get(Account, account_id).opened_on, state.now)
    return age >= OVERDRAFT_AFTER_DAYS


@rule(before=switch_account_plan, enforced_by="agent")
def account_plans_want_a_balance(
    state: State, account_id: Reference[Account], account_plan_id: Reference[AccountPlan]
) -> bool:
    """The balance must reach the minimum_balance of the new account plan."""
    return (
        state.get(Account, account_id).balance
        >= state.get(AccountPlan, account_plan_id).minimum_balance
    )


@rule(before=close_account, enforced_by="agent")
def overdrawn_accounts_stay_open(state: State, account_id: Reference[Account]) -> bool:
    """An account that is overdrawn cannot be closed."""
    return state.get(Account, account_id).balance >= 0


@rule(before=close_account, enforced_by="agent")
def standing_orders_end_first(state: State, account_id: Reference[Account]) -> bool:
    """An account with an active standing order cannot be closed."""
    return not state.find(StandingOrder, account_id=account_id, status="active")


@rule(before=close_account, enforced_by="tools")
def active_cards_keep_it_open(state: State, account_id: Reference[Account]) -> bool:
    """An account with an active card cannot be closed; the card has to be frozen first."""
    return not state.find(Card, account_id=account_id, status="active")


# --- direct debits -------------------------------------------------------------------------------


@rule(before=return_debit, enforced_by="agent")
def debits_go_back_in_time(state: State, debit_id: Reference[Debit]) -> bool:
    """A debit can be given back until 28 days after it was collected.

    The last day counts.
    """
    return days_between(state.get(Debit, debit_id).collected_on, state.now) <= RETURN_DEBIT_DAYS


# --- complaints ----------------------------------------------------------------------------------


@rule(before=file_complaint, enforced_by="agent", declinable=False)
def injuries_go_to_a_person(_state: State, topic: ComplaintTopic) -> bool:
    """Whoever was injured is handed over to a person at once; file nothing."""
    return topic != "injury"


@rule(before=escalate_complaint, enforced_by="agent")
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


# --- making up for trouble -----------------------------------------------------------------------


@rule(before=grant_goodwill, enforced_by="agent")
def goodwill_is_capped(state: State, transfer_id: Reference[Transfer], amount: Money) -> bool:
    """How large a goodwill credit may be depends on the tier.

    It is at most 17.50 for blue, 35.00 for bronze, 52.50 for silver, 70.00 for platinum.
    """
    transfer = state.get(Transfer, transfer_id)
    return amount <= LARGEST_GOODWILL[state.get(Customer, transfer.customer_id).tier]


@rule(before=grant_goodwill, enforced_by="agent")
def goodwill_is_for_what_is_over(state: State, transfer_id: Reference[Transfer]) -> bool:
    """Goodwill is given only for a transfer that is sent."""
    return state.get(Transfer, transfer_id).status == "sent"


# --- people who may act for others ---------------------------------------------------------------


@rule(before=add_proxy, enforced_by="agent")
def only_so_many_proxies(state: State, customer_id: Reference[Customer]) -> bool:
    """At most 2 people may act for the same customer at a time.

    Whose last day is over does not count.
    """
    proxies = state.find(Proxy, customer_id=customer_id)
    return sum(proxy.until >= state.now[:10] for proxy in proxies) < MAX_PROXIES


@rule(before=(add_proxy, extend_proxy), enforced_by="agent")
def proxies_end(state: State, until: Date) -> bool:
    """Nobody may act for somebody else for more than 90 days from today."""
    return days_between(state.now, until) <= LONGEST_PROXY_DAYS


@rule(before=add_proxy, enforced_by="agent")
def full_power_stays_in_the_family(_state: State, relation: Relation, power: Power) -> bool:
    """Only a partner, a parent or a child may have full power."""
    return power != "full" or relation in ("partner", "parent", "child")


# --- what the rules share ------------------------------------------------------------------------


def owner_of(state: State, call: Call) -> str:
    """Whose data a call is about: the customer it names, or the owner of what it names."""
    for name, owner in OWNERS.items():
        if name in call.arguments:
            return owner(state, str(call.arguments[name]))
    raise ToolError(f"{call.tool} names no customer")


def sent_today(state: State, customer_id: str) -> Money:
    """What a customer ordered to be sent today."""
    ordered = state.find(Transfer, customer_id=customer_id)
    return sum(
        each.amount
        for each in ordered
        if each.ordered_on == today(state) and each.status != "recalled"
    )
