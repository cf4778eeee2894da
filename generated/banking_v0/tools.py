"""What the people who answer for Alderwick Bank can do."""

from autoforge_envs.domain import (
    Date,
    Flag,
    Label,
    Money,
    PersonName,
    PostalCode,
    Reference,
    Secret,
    State,
    record_identity,
    require,
    shift,
    tool,
)

from .models import (
    Account,
    AccountDetails,
    AccountKind,
    AccountPlan,
    Annoyance,
    Card,
    CardDetails,
    CardPayment,
    CardTrouble,
    Complaint,
    ComplaintTopic,
    Customer,
    CustomerMatch,
    Debit,
    DebitDetails,
    Dispute,
    DisputeDetails,
    DisputeReason,
    Goodwill,
    Mandate,
    Payee,
    Power,
    Proxy,
    Recall,
    Relation,
    Rhythm,
    Shift,
    Speed,
    StandingOrder,
    StandingOrderDetails,
    Transfer,
    TransferDetails,
)

INSTANT_FEE = 250
STANDARD_DAYS = 3
CARD_FEES = {"damaged": 0, "lost": 2200, "name_changed": 400}
CARD_YEARS = 4
DAYS_OF_RHYTHM = {"weekly": 7, "monthly": 30, "quarterly": 91}
ANSWER_DAYS = 20

# --- finding and checking the customer -----------------------------------------------------------


@tool(intent="find the customers called {name}, born on {date_of_birth}")
def find_customers_by_name(
    state: State, name: PersonName, date_of_birth: Date
) -> list[CustomerMatch]:
    """Find customers by full name and date of birth; there may be several.

    Args:
        name: First and last name, as it is in the books.
        date_of_birth: The date of birth.
    """
    return [
        CustomerMatch(id=customer.id, name=customer.name)
        for customer in state.find(Customer, name=name)
        if customer.date_of_birth == date_of_birth
    ]


@tool(intent="verify the identity of customer {customer_id}", writes=True)
def verify_identity(
    state: State, customer_id: Reference[Customer], postal_code: PostalCode, security_word: Secret
) -> CustomerMatch:
    """Check that you talk to the customer, and record that you did.

    Args:
        customer_id: Who they say they are.
        postal_code: The postal code of their address.
        security_word: The security word, as they say it.
    """
    customer = state.get(Customer, customer_id)
    matches = (
        customer.postal_code == postal_code
        and customer.security_word.casefold() == security_word.casefold()
    )
    require(matches, "postal code and security word do not both match")
    record_identity(state, customer.id)
    return CustomerMatch(id=customer.id, name=customer.name)


@tool(intent="look at the details of customer {customer_id}")
def get_customer(state: State, customer_id: Reference[Customer]) -> Customer:
    """Show what is in the books about a customer.

    Args:
        customer_id: The customer.
    """
    return state.get(Customer, customer_id)


# --- looking things up ---------------------------------------------------------------------------


@tool(intent="list the accounts of customer {customer_id}")
def list_accounts(state: State, customer_id: Reference[Customer]) -> list[AccountDetails]:
    """List the accounts of a customer, also those that are closed.

    Args:
        customer_id: The customer.
    """
    state.get(Customer, customer_id)
    return [account_details(state, each) for each in state.find(Account, customer_id=customer_id)]


@tool(intent="list the cards of customer {customer_id}")
def list_cards(state: State, customer_id: Reference[Customer]) -> list[CardDetails]:
    """List the cards of all accounts of a customer.

    Args:
        customer_id: The customer.
    """
    state.get(Customer, customer_id)
    return [
        CardDetails(
            card_id=card.id,
            account_id=account.id,
            account_name=account.name,
            last_digits=card.last_digits,
            status=card.status,
            daily_limit=card.daily_limit,
            works_abroad=card.works_abroad,
            valid_until=card.valid_until,
        )
        for account in state.find(Account, customer_id=customer_id)
        for card in state.find(Card, account_id=account.id)
    ]


@tool(intent="list the payees of customer {customer_id}")
def list_payees(state: State, customer_id: Reference[Customer]) -> list[Payee]:
    """List those to whom a customer can send money.

    Args:
        customer_id: The customer.
    """
    state.get(Customer, customer_id)
    return state.find(Payee, customer_id=customer_id)


@tool(intent="list the transfers of customer {customer_id}")
def list_transfers(state: State, customer_id: Reference[Customer]) -> list[TransferDetails]:
    """List what a customer sent or is about to send to payees.

    Args:
        customer_id: The customer.
    """
    state.get(Customer, customer_id)
    return [transfer_details(state, each) for each in state.find(Transfer, customer_id=customer_id)]


@tool(intent="list the standing orders of customer {customer_id}")
def list_standing_orders(
    state: State, customer_id: Reference[Customer]
) -> list[StandingOrderDetails]:
    """List the standing orders of a customer, also those that have ended.

    Args:
        customer_id: The customer.
    """
    state.get(Customer, customer_id)
    return [
        standing_order_details(state, order)
        for account in state.find(Account, customer_id=customer_id)
        for order in state.find(StandingOrder, account_id=account.id)
    ]


@tool(intent="list the payments made with card {card_id}")
def list_card_payments(state: State, card_id: Reference[Card]) -> list[CardPayment]:
    """List what was paid with a card.

    Args:
        card_id: The card.
    """
    state.get(Card, card_id)
    return state.find(CardPayment, card_id=card_id)


@tool(intent="list the disputes of customer {customer_id}")
def list_disputes(state: State, customer_id: Reference[Customer]) -> list[DisputeDetails]:
    """List the objections of a customer to card payments, also those that are decided.

    Args:
        customer_id: The customer.
    """
    state.get(Customer, customer_id)
    return [
        dispute_details(state, dispute, payment)
        for account in state.find(Account, customer_id=customer_id)
        for card in state.find(Card, account_id=account.id)
        for payment in state.find(CardPayment, card_id=card.id)
        for dispute in state.find(Dispute, card_payment_id=payment.id)
    ]


@tool(intent="list the account plans for accounts of kind {kind}")
def search_account_plans(state: State, kind: AccountKind) -> list[AccountPlan]:
    """List the account plans that there are for a kind of account.

    Args:
        kind: The kind of account.
    """
    return state.find(AccountPlan, kind=kind)


@tool(intent="list the direct debit mandates of account {account_id}")
def list_mandates(state: State, account_id: Reference[Account]) -> list[Mandate]:
    """List who may collect money from an account, or might once.

    Args:
        account_id: The account.
    """
    state.get(Account, account_id)
    return state.find(Mandate, account_id=account_id)


@tool(intent="list the debits collected from customer {customer_id}")
def list_debits(state: State, customer_id: Reference[Customer]) -> list[DebitDetails]:
    """List what companies collected from the accounts of a customer.

    Args:
        customer_id: The customer.
    """
    state.get(Customer, customer_id)
    return [
        debit_details(state, debit)
        for account in state.find(Account, customer_id=customer_id)
        for mandate in state.find(Mandate, account_id=account.id)
        for debit in state.find(Debit, mandate_id=mandate.id)
    ]


# --- sending money -------------------------------------------------------------------------------


@tool(intent="send {amount} from account {account_id} to payee {payee_id}", writes=True)
def send_transfer(
    state: State,
    account_id: Reference[Account],
    payee_id: Reference[Payee],
    amount: Money,
    speed: Speed,
) -> Transfer:
    """Send money to a payee; amount and fee leave the account at once.

    An instant transfer costs 2.50 and arrives today. A standard one is free and is
    executed after 3 days.

    Args:
        account_id: Where the money comes from.
        payee_id: Who gets it.
        amount: How much the payee gets.
        speed: How fast it goes.
    """
    account = state.get(Account, account_id)
    require_payee(state, account, payee_id)
    require(amount > 0, "the amount must be more than zero")
    is_instant = speed == "instant"
    fee = INSTANT_FEE if is_instant else 0
    charge(state, account, amount + fee)
    return state.add(
        Transfer,
        customer_id=account.customer_id,
        account_id=account_id,
        payee_id=payee_id,
        status="sent" if is_instant else "scheduled",
        amount=amount,
        fee=fee,
        ordered_on=today(state),
        execute_on=today(state) if is_instant else shift(today(state), days=STANDARD_DAYS),
    )


@tool(intent="call back transfer {transfer_id}", writes=True)
def recall_transfer(state: State, transfer_id: Reference[Transfer]) -> Recall:
    """Call back a transfer; while it is scheduled that is free.

    Nothing is kept of what comes back.

    Args:
        transfer_id: The transfer.
    """
    transfer = state.get(Transfer, transfer_id)
    require(transfer.status != "recalled", f"{transfer_id} has been called back already")
    fee = 0
    refund = transfer.amount - fee
    account = state.get(Account, transfer.account_id)
    balance = account.balance + refund
    state.update(account, balance=balance)
    state.update(transfer, status="recalled")
    return Recall(transfer_id=transfer_id, fee=fee, refund=refund, balance=balance)


@tool(
    intent="move {amount} from account {account_id} to {target_account_id}",
    writes=True,
)
def move_money(
    state: State,
    account_id: Reference[Account],
    target_account_id: Reference[Account],
    amount: Money,
) -> Shift:
    """Move money between two accounts of one customer, at once and free.

    Args:
        account_id: Where it comes from.
        target_account_id: Where it goes.
        amount: How much.
    """
    account = state.get(Account, account_id)
    target = other_account(state, account, target_account_id)
    require(amount > 0, "the amount must be more than zero")
    charge(state, account, amount)
    state.update(target, balance=target.balance + amount)
    return Shift(
        amount=amount,
        balance=account.balance - amount,
        target_balance=target.balance + amount,
    )


@tool(intent="note {name} with account number {account_number} as payee", writes=True)
def add_payee(
    state: State, customer_id: Reference[Customer], name: PersonName, account_number: Label
) -> Payee:
    """Note somebody to whom a customer wants to send money.

    Args:
        customer_id: The customer.
        name: Who gets the money.
        account_number: The number of the payee's account.
    """
    state.get(Customer, customer_id)
    known = state.find(Payee, customer_id=customer_id, account_number=account_number)
    require(not known, f"{account_number} is among the payees already")
    return state.add(
        Payee,
        customer_id=customer_id,
        name=name,
        account_number=account_number,
        added_on=today(state),
    )


# --- standing orders -----------------------------------------------------------------------------


@tool(intent="set up a standing order of {amount} for payee {payee_id}", writes=True)
def add_standing_order(
    state: State,
    account_id: Reference[Account],
    payee_id: Reference[Payee],
    amount: Money,
    rhythm: Rhythm,
    next_on: Date,
) -> StandingOrder:
    """Have money sent to a payee again and again.

    Args:
        account_id: Where the money comes from; it must be open.
        payee_id: Who gets it.
        amount: How much each time.
        rhythm: How often.
        next_on: When it is sent for the first time.
    """
    require_payee(state, opened(state, account_id), payee_id)
    require(amount > 0, "the amount must be more than zero")
    require(next_on > today(state), f"{next_on} is too early, begin tomorrow or later")
    return state.add(
        StandingOrder,
        account_id=account_id,
        payee_id=payee_id,
        status="active",
        amount=amount,
        rhythm=rhythm,
        next_on=next_on,
    )


@tool(intent="change standing order {standing_order_id} to {amount}", writes=True)
def change_standing_order(
    state: State, standing_order_id: Reference[StandingOrder], amount: Money
) -> StandingOrder:
    """Send another amount from the next time on.

    Args:
        standing_order_id: The standing order, which must not have ended.
        amount: How much each time.
    """
    order = unended(state, standing_order_id)
    require(amount > 0, "the amount must be more than zero")
    require(amount != order.amount, f"{standing_order_id} has this amount already")
    return state.update(order, amount=amount)


@tool(intent="skip the next payment of standing order {standing_order_id}", writes=True)
def skip_standing_order(state: State, standing_order_id: Reference[StandingOrder]) -> StandingOrder:
    """Leave out the next payment of a standing order; the one after it is made again.

    Weekly orders move by 7 days, monthly ones by 30 and quarterly ones by 91.

    Args:
        standing_order_id: The standing order, which must be active.
    """
    order = unended(state, standing_order_id)
    require(order.status == "active", f"{standing_order_id} is {order.status}")
    return state.update(order, next_on=shift(order.next_on, days=DAYS_OF_RHYTHM[order.rhythm]))


@tool(intent="end standing order {standing_order_id}", writes=True)
def end_standing_order(state: State, standing_order_id: Reference[StandingOrder]) -> StandingOrder:
    """End a standing order for good.

    Args:
        standing_order_id: The standing order, which must not have ended.
    """
    return state.update(unended(state, standing_order_id), status="ended")


# --- cards ---------------------------------------------------------------------------------------


@tool(intent="set the daily limit of card {card_id} to {daily_limit}", writes=True)
def set_card_limit(state: State, card_id: Reference[Card], daily_limit: Money) -> Card:
    """Change how much can be paid with a card on one day.

    Args:
        card_id: The card, which must not be blocked.
        daily_limit: The new limit.
    """
    card = usable(state, card_id)
    require(daily_limit != card.daily_limit, f"card {card_id} has this limit already")
    return state.update(card, daily_limit=daily_limit)


@tool(intent="freeze card {card_id}", writes=True)
def freeze_card(state: State, card_id: Reference[Card]) -> Card:
    """Stop payments with a card until it is thawed.

    Args:
        card_id: The card, which must be active.
    """
    card = state.get(Card, card_id)
    require(card.status == "active", f"card {card_id} is {card.status}")
    return state.update(card, status="frozen")


@tool(intent="thaw card {card_id}", writes=True)
def thaw_card(state: State, card_id: Reference[Card]) -> Card:
    """Let a frozen card be used again.

    Args:
        card_id: The card, which must be frozen.
    """
    card = state.get(Card, card_id)
    require(card.status == "frozen", f"card {card_id} is {card.status}")
    return state.update(card, status="active")


@tool(intent="change whether card {card_id} works abroad", writes=True)
def switch_abroad(state: State, card_id: Reference[Card], works_abroad: Flag) -> Card:
    """Allow or stop payments with a card in other countries.

    Args:
        card_id: The card, which must not be blocked.
        works_abroad: Whether they are allowed from now on.
    """
    card = usable(state, card_id)
    require(card.works_abroad != works_abroad, f"card {card_id} is set like this already")
    return state.update(card, works_abroad=works_abroad)


@tool(intent="replace card {card_id}", writes=True)
def replace_card(state: State, card_id: Reference[Card], trouble: CardTrouble) -> Card:
    """Block a card and send a new one with the same limit, valid for 4 years.

    The fee comes from the account: nothing for a damaged card, 22.00 for a lost one,
    4.00 for a new name.

    Args:
        card_id: The card, which must not be blocked.
        trouble: Why it is replaced.
    """
    card = usable(state, card_id)
    charge(state, state.get(Account, card.account_id), CARD_FEES[trouble])
    state.update(card, status="blocked")
    return state.add(
        Card,
        account_id=card.account_id,
        status="active",
        last_digits=f"{(int(card.last_digits) * 7 + 31) % 10_000:04d}",
        daily_limit=card.daily_limit,
        works_abroad=card.works_abroad,
        valid_until=shift(today(state), days=365 * CARD_YEARS),
    )


@tool(intent="dispute card payment {card_payment_id}", writes=True)
def dispute_payment(
    state: State, card_payment_id: Reference[CardPayment], reason: DisputeReason
) -> Dispute:
    """Object to a card payment.

    The account is not credited before it is decided.

    Args:
        card_payment_id: The payment.
        reason: What is wrong with it.
    """
    payment = state.get(CardPayment, card_payment_id)
    earlier = state.find(Dispute, card_payment_id=card_payment_id)
    require(not earlier, f"{card_payment_id} has been disputed already")
    return state.add(
        Dispute,
        card_payment_id=payment.id,
        reason=reason,
        status="open",
        credited=0,
        opened_on=today(state),
    )


# --- accounts ------------------------------------------------------------------------------------


@tool(intent="set the overdraft of account {account_id} to {overdraft}", writes=True)
def set_overdraft(state: State, account_id: Reference[Account], overdraft: Money) -> AccountDetails:
    """Change how far an account may be overdrawn.

    Args:
        account_id: The account, which must be open.
        overdraft: The new limit, zero for none.
    """
    account = opened(state, account_id)
    require(overdraft >= 0, "the overdraft cannot be negative")
    require(overdraft != account.overdraft, f"{account_id} has this overdraft already")
    return account_details(state, state.update(account, overdraft=overdraft))


@tool(intent="keep account {account_id} under account plan {account_plan_id}", writes=True)
def switch_account_plan(
    state: State, account_id: Reference[Account], account_plan_id: Reference[AccountPlan]
) -> AccountDetails:
    """Keep an account under other conditions from now on.

    The monthly fee of the new account plan is taken at once.

    Args:
        account_id: The account, which must be open.
        account_plan_id: The new account plan, for the same kind of account.
    """
    account = opened(state, account_id)
    account_plan = state.get(AccountPlan, account_plan_id)
    require(
        account_plan.kind == account.kind,
        f"{account_plan_id} is for accounts of kind {account_plan.kind}",
    )
    require(
        account_plan.id != account.account_plan_id,
        f"{account_id} is kept under {account_plan_id} already",
    )
    charge(state, account, account_plan.monthly_fee)
    changed = state.update(state.get(Account, account_id), account_plan_id=account_plan_id)
    return account_details(state, changed)


@tool(
    intent="close account {account_id}, the rest goes to {target_account_id}",
    writes=True,
)
def close_account(
    state: State, account_id: Reference[Account], target_account_id: Reference[Account]
) -> Shift:
    """Close an account and move what is on it to another one.

    Args:
        account_id: The account to close, which must be open.
        target_account_id: Another one of the same customer.
    """
    account = opened(state, account_id)
    target = other_account(state, account, target_account_id)
    state.update(target, balance=target.balance + account.balance)
    state.update(account, status="closed", balance=0)
    return Shift(
        amount=account.balance,
        balance=0,
        target_balance=target.balance + account.balance,
    )


# --- direct debits -------------------------------------------------------------------------------


@tool(intent="revoke mandate {mandate_id}", writes=True)
def revoke_mandate(state: State, mandate_id: Reference[Mandate]) -> Mandate:
    """Let a company collect nothing any more.

    Args:
        mandate_id: The mandate, which must be active.
    """
    mandate = state.get(Mandate, mandate_id)
    require(mandate.status == "active", f"mandate {mandate_id} is revoked already")
    return state.update(mandate, status="revoked")


@tool(intent="give back debit {debit_id}", writes=True)
def return_debit(state: State, debit_id: Reference[Debit]) -> Debit:
    """Take back what a company collected.

    Args:
        debit_id: The debit.
    """
    debit = state.get(Debit, debit_id)
    require(debit.status == "collected", f"{debit_id} has been given back already")
    mandate = state.get(Mandate, debit.mandate_id)
    account = state.get(Account, mandate.account_id)
    state.update(account, balance=account.balance + debit.amount)
    return state.update(debit, status="given_back")


# --- complaints ----------------------------------------------------------------------------------


@tool(intent="list the complaints about transfer {transfer_id}")
def list_complaints(state: State, transfer_id: Reference[Transfer]) -> list[Complaint]:
    """List the complaints about a transfer, also those that are settled.

    Args:
        transfer_id: The transfer.
    """
    state.get(Transfer, transfer_id)
    return state.find(Complaint, transfer_id=transfer_id)


@tool(intent="file a complaint about transfer {transfer_id}", writes=True)
def file_complaint(
    state: State, transfer_id: Reference[Transfer], topic: ComplaintTopic
) -> Complaint:
    """Take a complaint down; it is answered within 20 days.

    Args:
        transfer_id: The transfer it is about, about which no other complaint is open.
        topic: What it is about.
    """
    state.get(Transfer, transfer_id)
    pending = state.find(Complaint, transfer_id=transfer_id, status="open")
    require(not pending, f"a complaint about {transfer_id} is open already")
    return state.add(
        Complaint,
        transfer_id=transfer_id,
        topic=topic,
        status="open",
        filed_on=state.now[:10],
        answer_by=shift(state.now[:10], days=ANSWER_DAYS),
    )


@tool(intent="escalate complaint {complaint_id}", writes=True)
def escalate_complaint(state: State, complaint_id: Reference[Complaint]) -> Complaint:
    """Put a complaint before the management; the day of the answer stays.

    Args:
        complaint_id: The complaint, which must be open.
    """
    complaint = state.get(Complaint, complaint_id)
    require(complaint.status == "open", f"complaint {complaint_id} is {complaint.status}")
    return state.update(complaint, status="escalated")


@tool(intent="withdraw complaint {complaint_id}", writes=True)
def withdraw_complaint(state: State, complaint_id: Reference[Complaint]) -> Complaint:
    """Drop a complaint.

    Args:
        complaint_id: The complaint, which must be open or escalated.
    """
    complaint = state.get(Complaint, complaint_id)
    pending = complaint.status in ("open", "escalated")
    require(pending, f"complaint {complaint_id} is {complaint.status}")
    return state.update(complaint, status="withdrawn")


# --- making up for trouble -----------------------------------------------------------------------


@tool(intent="list the goodwill credits for transfer {transfer_id}")
def list_goodwill(state: State, transfer_id: Reference[Transfer]) -> list[Goodwill]:
    """List what was given for trouble with a transfer.

    Args:
        transfer_id: The transfer.
    """
    state.get(Transfer, transfer_id)
    return state.find(Goodwill, transfer_id=transfer_id)


@tool(intent="give a goodwill credit of {amount} for transfer {transfer_id}", writes=True)
def grant_goodwill(
    state: State, transfer_id: Reference[Transfer], reason: Annoyance, amount: Money
) -> Goodwill:
    """Give a credit for trouble with a transfer, once for each.

    Args:
        transfer_id: The transfer that went wrong.
        reason: What went wrong.
        amount: How much is given.
    """
    state.get(Transfer, transfer_id)
    require(amount > 0, "the amount must be more than zero")
    given = state.find(Goodwill, transfer_id=transfer_id)
    require(not given, f"a credit was given for {transfer_id} already")
    return state.add(
        Goodwill, transfer_id=transfer_id, reason=reason, amount=amount, given_on=state.now[:10]
    )


# --- people who may act for others ---------------------------------------------------------------


@tool(intent="list who may act for customer {customer_id}")
def list_proxies(state: State, customer_id: Reference[Customer]) -> list[Proxy]:
    """List the people who may act for a customer, also those whose time is over.

    Args:
        customer_id: The customer.
    """
    state.get(Customer, customer_id)
    return state.find(Proxy, customer_id=customer_id)


@tool(intent="let {name} act for customer {customer_id} until {until}", writes=True)
def add_proxy(
    state: State,
    customer_id: Reference[Customer],
    name: PersonName,
    relation: Relation,
    power: Power,
    until: Date,
) -> Proxy:
    """Allow somebody to act for a customer.

    Args:
        customer_id: For whom.
        name: Who may act.
        relation: What they are to the customer.
        power: What they may do.
        until: The last day on which they may.
    """
    state.get(Customer, customer_id)
    require(until >= state.now[:10], f"{until} is over")
    return state.add(
        Proxy,
        customer_id=customer_id,
        name=name,
        relation=relation,
        power=power,
        until=until,
    )


@tool(intent="let {proxy_id} act until {until}", writes=True)
def extend_proxy(state: State, proxy_id: Reference[Proxy], until: Date) -> Proxy:
    """Let somebody act for longer.

    Args:
        proxy_id: Who may act.
        until: The new last day, later than the old one.
    """
    proxy = state.get(Proxy, proxy_id)
    require(until > proxy.until, f"{proxy_id} may act until {proxy.until} already")
    return state.update(proxy, until=until)


@tool(intent="take the permission away from {proxy_id}", writes=True)
def revoke_proxy(state: State, proxy_id: Reference[Proxy]) -> Proxy:
    """Take the permission to act for a customer back.

    Args:
        proxy_id: Who may not act any more.
    """
    proxy = state.get(Proxy, proxy_id)
    state.remove(proxy)
    return proxy


# --- what the tools share ------------------------------------------------------------------------


def today(state: State) -> Date:
    """The day of the clock."""
    return state.now[:10]


def account_details(state: State, account: Account) -> AccountDetails:
    """An account as it is shown."""
    return AccountDetails(
        account_id=account.id,
        account_plan_id=account.account_plan_id,
        account_plan_name=state.get(AccountPlan, account.account_plan_id).name,
        name=account.name,
        kind=account.kind,
        status=account.status,
        balance=account.balance,
        overdraft=account.overdraft,
        opened_on=account.opened_on,
    )


def transfer_details(state: State, transfer: Transfer) -> TransferDetails:
    """A transfer as it is shown."""
    return TransferDetails(
        transfer_id=transfer.id,
        account_id=transfer.account_id,
        payee_id=transfer.payee_id,
        payee=state.get(Payee, transfer.payee_id).name,
        account_name=state.get(Account, transfer.account_id).name,
        status=transfer.status,
        amount=transfer.amount,
        fee=transfer.fee,
        ordered_on=transfer.ordered_on,
        execute_on=transfer.execute_on,
    )


def standing_order_details(state: State, order: StandingOrder) -> StandingOrderDetails:
    """A standing order as it is shown."""
    return StandingOrderDetails(
        standing_order_id=order.id,
        account_id=order.account_id,
        account_name=state.get(Account, order.account_id).name,
        payee_id=order.payee_id,
        payee=state.get(Payee, order.payee_id).name,
        status=order.status,
        amount=order.amount,
        rhythm=order.rhythm,
        next_on=order.next_on,
    )


def dispute_details(state: State, dispute: Dispute, payment: CardPayment) -> DisputeDetails:
    """A dispute as it is shown."""
    return DisputeDetails(
        dispute_id=dispute.id,
        card_payment_id=payment.id,
        shop=payment.shop,
        amount=payment.amount,
        reason=dispute.reason,
        status=dispute.status,
        credited=dispute.credited,
        opened_on=dispute.opened_on,
    )


def debit_details(state: State, debit: Debit) -> DebitDetails:
    """A debit as it is shown."""
    return DebitDetails(
        debit_id=debit.id,
        mandate_id=debit.mandate_id,
        company=state.get(Mandate, debit.mandate_id).company,
        amount=debit.amount,
        collected_on=debit.collected_on,
        status=debit.status,
    )


def opened(state: State, account_id: str) -> Account:
    """An account that must be open."""
    account = state.get(Account, account_id)
    require(account.status == "open", f"{account_id} is {account.status}, not open")
    return account


def other_account(state: State, account: Account, target_id: str) -> Account:
    """Another account of the same customer, which must be open."""
    target = opened(state, target_id)
    require(target.id != account.id, "the two accounts are the same")
    is_own = target.customer_id == account.customer_id
    require(is_own, f"{target_id} belongs to somebody else")
    return target


def charge(state: State, account: Account, amount: int) -> None:
    """Take money from an account, which must be open."""
    require(account.status == "open", f"{account.id} is {account.status}, not open")
    state.update(account, balance=account.balance - amount)


def require_payee(state: State, account: Account, payee_id: str) -> None:
    """Refuse to send money to somebody whom the owner has not noted."""
    is_own = state.get(Payee, payee_id).customer_id == account.customer_id
    require(is_own, f"{payee_id} is no payee of this customer")


def usable(state: State, card_id: str) -> Card:
    """A card that must not be blocked."""
    card = state.get(Card, card_id)
    require(card.status != "blocked", f"card {card_id} is blocked")
    return card


def unended(state: State, standing_order_id: str) -> StandingOrder:
    """A standing order that must not have ended."""
    order = state.get(StandingOrder, standing_order_id)
    require(order.status != "ended", f"{standing_order_id} has ended")
    return order
