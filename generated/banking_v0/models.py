"""Tables and views of Alderwick Bank."""

from dataclasses import dataclass
from typing import Literal

from sqlalchemy.orm import DeclarativeBase, Mapped

from autoforge_envs.domain import (
    City,
    Date,
    Email,
    Flag,
    Identifier,
    Label,
    Money,
    PersonName,
    PhoneNumber,
    PostalCode,
    Reference,
    Secret,
    SemanticModel,
    StreetAddress,
    column,
    identifier,
)

AccountKind = Literal["current", "savings", "student"]
AccountStatus = Literal["open", "blocked", "closed"]
CardStatus = Literal["active", "frozen", "blocked"]
CardTrouble = Literal["damaged", "lost", "name_changed"]
TransferStatus = Literal["scheduled", "sent", "recalled"]
Speed = Literal["standard", "instant"]
Rhythm = Literal["weekly", "monthly", "quarterly"]
OrderStatus = Literal["active", "paused", "ended"]
Trade = Literal["groceries", "travel", "clothing", "restaurant", "electronics", "fuel"]
CardPaymentStatus = Literal["pending", "settled", "refunded", "suspicious"]
DisputeReason = Literal["charged_twice", "wrong_amount", "goods_never_came", "called_off"]
DisputeStatus = Literal["open", "won", "lost"]
MandateStatus = Literal["active", "revoked"]
DebitStatus = Literal["collected", "given_back"]
Tier = Literal["blue", "bronze", "silver", "platinum"]
ComplaintTopic = Literal["quality", "delay", "staff", "price", "injury"]
ComplaintStatus = Literal["open", "escalated", "withdrawn", "closed"]
Annoyance = Literal["late", "faulty", "rude_staff", "wrong_information"]
Relation = Literal["partner", "parent", "child", "colleague", "lawyer"]
Power = Literal["ask", "change", "full"]


class Model(SemanticModel, DeclarativeBase):
    """Base of the tables."""


class Customer(Model):
    """Somebody whom Alderwick Bank serves."""

    __tablename__ = "customers"
    id: Mapped[Identifier] = identifier("CU")
    name: Mapped[PersonName] = column(indexed=True)
    email: Mapped[Email]
    phone: Mapped[PhoneNumber]
    date_of_birth: Mapped[Date]
    street: Mapped[StreetAddress]
    city: Mapped[City]
    postal_code: Mapped[PostalCode]
    security_word: Mapped[Secret] = column(description="Chosen when the account was opened.")
    joined_on: Mapped[Date]
    tier: Mapped[Tier]


class AccountPlan(Model):
    """Conditions under which an account is kept."""

    __tablename__ = "account_plans"
    id: Mapped[Identifier] = identifier("AO")
    name: Mapped[Label] = column(unique=True)
    kind: Mapped[AccountKind] = column(indexed=True)
    monthly_fee: Mapped[Money]
    largest_overdraft: Mapped[Money]
    minimum_balance: Mapped[Money] = column(description="What must be there to choose it.")


class Account(Model):
    """Money that a customer keeps here; the balance is negative while it is overdrawn."""

    __tablename__ = "accounts"
    id: Mapped[Identifier] = identifier("AC")
    customer_id: Mapped[Reference[Customer]]
    account_plan_id: Mapped[Reference[AccountPlan]]
    name: Mapped[Label] = column(description="What the customer calls it.")
    kind: Mapped[AccountKind]
    status: Mapped[AccountStatus]
    balance: Mapped[Money]
    overdraft: Mapped[Money] = column(description="How far it may be overdrawn.")
    opened_on: Mapped[Date]


class Card(Model):
    """A payment card of an account."""

    __tablename__ = "cards"
    id: Mapped[Identifier] = identifier("CRD")
    account_id: Mapped[Reference[Account]]
    status: Mapped[CardStatus]
    last_digits: Mapped[Label]
    daily_limit: Mapped[Money]
    works_abroad: Mapped[Flag]
    valid_until: Mapped[Date]


class Payee(Model):
    """Somebody to whom a customer sends money."""

    __tablename__ = "payees"
    id: Mapped[Identifier] = identifier("PYE")
    customer_id: Mapped[Reference[Customer]]
    name: Mapped[PersonName]
    account_number: Mapped[Label]
    added_on: Mapped[Date]


class Transfer(Model):
    """Money that a customer sends to a payee."""

    __tablename__ = "transfers"
    id: Mapped[Identifier] = identifier("TR")
    customer_id: Mapped[Reference[Customer]]
    account_id: Mapped[Reference[Account]]
    payee_id: Mapped[Reference[Payee]]
    status: Mapped[TransferStatus]
    amount: Mapped[Money]
    fee: Mapped[Money]
    ordered_on: Mapped[Date]
    execute_on: Mapped[Date]


class StandingOrder(Model):
    """Money that is sent again and again."""

    __tablename__ = "standing_orders"
    id: Mapped[Identifier] = identifier("STO")
    account_id: Mapped[Reference[Account]]
    payee_id: Mapped[Reference[Payee]]
    status: Mapped[OrderStatus]
    amount: Mapped[Money]
    rhythm: Mapped[Rhythm]
    next_on: Mapped[Date]


class CardPayment(Model):
    """Something that was paid with a card."""

    __tablename__ = "card_payments"
    id: Mapped[Identifier] = identifier("CPM")
    card_id: Mapped[Reference[Card]]
    shop: Mapped[Label]
    trade: Mapped[Trade]
    amount: Mapped[Money]
    paid_on: Mapped[Date]
    status: Mapped[CardPaymentStatus]


class Dispute(Model):
    """An objection to a card payment."""

    __tablename__ = "disputes"
    id: Mapped[Identifier] = identifier("DSP")
    card_payment_id: Mapped[Reference[CardPayment]]
    reason: Mapped[DisputeReason]
    status: Mapped[DisputeStatus]
    credited: Mapped[Money] = column(description="What was paid out until it is decided.")
    opened_on: Mapped[Date]


class Mandate(Model):
    """A company's right to collect money from an account."""

    __tablename__ = "mandates"
    id: Mapped[Identifier] = identifier("MDT")
    account_id: Mapped[Reference[Account]]
    company: Mapped[Label]
    status: Mapped[MandateStatus]
    signed_on: Mapped[Date]


class Debit(Model):
    """Money that a company collected."""

    __tablename__ = "debits"
    id: Mapped[Identifier] = identifier("DBT")
    mandate_id: Mapped[Reference[Mandate]]
    amount: Mapped[Money]
    collected_on: Mapped[Date]
    status: Mapped[DebitStatus]


class Complaint(Model):
    """What a customer had to say against a transfer."""

    __tablename__ = "complaints"
    id: Mapped[Identifier] = identifier("CMP")
    transfer_id: Mapped[Reference[Transfer]]
    topic: Mapped[ComplaintTopic]
    status: Mapped[ComplaintStatus]
    filed_on: Mapped[Date]
    answer_by: Mapped[Date]


class Goodwill(Model):
    """A credit given for something that went wrong with a transfer."""

    __tablename__ = "goodwill_credits"
    id: Mapped[Identifier] = identifier("GWC")
    transfer_id: Mapped[Reference[Transfer]]
    reason: Mapped[Annoyance]
    amount: Mapped[Money]
    given_on: Mapped[Date]


class Proxy(Model):
    """Somebody who may act for a customer."""

    __tablename__ = "proxies"
    id: Mapped[Identifier] = identifier("PXY")
    customer_id: Mapped[Reference[Customer]]
    name: Mapped[PersonName]
    relation: Mapped[Relation]
    power: Mapped[Power]
    until: Mapped[Date]


# --- what tools show instead of whole rows


@dataclass(frozen=True, slots=True)
class CustomerMatch:
    """A customer who was found; all that may be seen before the identity is checked."""

    id: Reference[Customer]
    name: PersonName


@dataclass(frozen=True, slots=True)
class AccountDetails:
    """An account as it is shown."""

    account_id: Reference[Account]
    account_plan_id: Reference[AccountPlan]
    account_plan_name: Label
    name: Label
    kind: AccountKind
    status: AccountStatus
    balance: Money
    overdraft: Money
    opened_on: Date


@dataclass(frozen=True, slots=True)
class CardDetails:
    """A card with the name of its account."""

    card_id: Reference[Card]
    account_id: Reference[Account]
    account_name: Label
    last_digits: Label
    status: CardStatus
    daily_limit: Money
    works_abroad: Flag
    valid_until: Date


@dataclass(frozen=True, slots=True)
class TransferDetails:
    """A transfer with the names of those between whom it goes."""

    transfer_id: Reference[Transfer]
    account_id: Reference[Account]
    payee_id: Reference[Payee]
    payee: PersonName
    account_name: Label
    status: TransferStatus
    amount: Money
    fee: Money
    ordered_on: Date
    execute_on: Date


@dataclass(frozen=True, slots=True)
class StandingOrderDetails:
    """A standing order with the name of its payee."""

    standing_order_id: Reference[StandingOrder]
    account_id: Reference[Account]
    account_name: Label
    payee_id: Reference[Payee]
    payee: PersonName
    status: OrderStatus
    amount: Money
    rhythm: Rhythm
    next_on: Date


@dataclass(frozen=True, slots=True)
class DisputeDetails:
    """A dispute with the payment it is about."""

    dispute_id: Reference[Dispute]
    card_payment_id: Reference[CardPayment]
    shop: Label
    amount: Money
    reason: DisputeReason
    status: DisputeStatus
    credited: Money
    opened_on: Date


@dataclass(frozen=True, slots=True)
class Recall:
    """What became of a transfer that was called back."""

    transfer_id: Reference[Transfer]
    fee: Money
    refund: Money
    balance: Money


@dataclass(frozen=True, slots=True)
class Shift:
    """Balances after money went from one account to another."""

    amount: Money
    balance: Money
    target_balance: Money


@dataclass(frozen=True, slots=True)
class DebitDetails:
    """A collected debit with the company that collected it."""

    debit_id: Reference[Debit]
    mandate_id: Reference[Mandate]
    company: Label
    amount: Money
    collected_on: Date
    status: DebitStatus
