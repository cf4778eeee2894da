"""Tables and views of Wheel & Wander."""

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
    Quantity,
    Reference,
    Secret,
    SemanticModel,
    StreetAddress,
    column,
    identifier,
)

Branch = Literal["bicycle", "camera", "luggage"]
CertificateStatus = Literal["active", "lapsed", "cancelled"]
Peril = Literal["theft", "collision", "water", "loss"]
DamageFileStatus = Literal["reported", "in_review", "settled", "refused", "withdrawn"]
DocumentKind = Literal["photo", "receipt", "police_report", "estimate"]
VisitStatus = Literal["planned", "done", "cancelled"]
PremiumStatus = Literal["open", "overdue", "paid"]
PayoutWay = Literal["transfer", "cheque", "premium_credit"]
AppealGround = Literal["new_document", "wrong_amount", "wrong_peril"]
Tier = Literal["standard", "plus"]
AddressUse = Literal["home", "second_home", "billing", "care_of"]
ComplaintTopic = Literal["quality", "delay", "staff", "price", "injury"]
ComplaintStatus = Literal["open", "escalated", "withdrawn", "closed"]
Annoyance = Literal["late", "faulty", "rude_staff", "wrong_information"]


class Model(SemanticModel, DeclarativeBase):
    """Base of the tables."""


class Traveller(Model):
    """Somebody whom Wheel & Wander serves."""

    __tablename__ = "travellers"
    id: Mapped[Identifier] = identifier("TR")
    name: Mapped[PersonName]
    email: Mapped[Email]
    phone: Mapped[PhoneNumber]
    street: Mapped[StreetAddress]
    city: Mapped[City]
    postal_code: Mapped[PostalCode] = column(indexed=True)
    security_word: Mapped[Secret] = column(description="Chosen when the account was opened.")
    joined_on: Mapped[Date]
    tier: Mapped[Tier]


class Tariff(Model):
    """An insurance that can be taken out."""

    __tablename__ = "tariffs"
    id: Mapped[Identifier] = identifier("TA")
    name: Mapped[Label] = column(unique=True)
    branch: Mapped[Branch] = column(indexed=True)
    yearly_premium: Mapped[Money]
    smallest_deductible: Mapped[Money]
    largest_deductible: Mapped[Money]


class Certificate(Model):
    """What a traveller has insured, and how."""

    __tablename__ = "certificates"
    id: Mapped[Identifier] = identifier("CE")
    traveller_id: Mapped[Reference[Traveller]]
    tariff_id: Mapped[Reference[Tariff]]
    insured_thing: Mapped[Label]
    status: Mapped[CertificateStatus]
    premium: Mapped[Money] = column(description="For a year.")
    deductible: Mapped[Money] = column(description="What the traveller bears of each claim.")
    starts_on: Mapped[Date]
    renews_on: Mapped[Date] = column(description="First day of the next insurance year.")
    bought_on: Mapped[Date] = column(description="When the insured thing was bought.")
    claim_free_years: Mapped[Quantity]


class Cover(Model):
    """A peril against which a certificate insures."""

    __tablename__ = "covers"
    id: Mapped[Identifier] = identifier("COV")
    certificate_id: Mapped[Reference[Certificate]]
    peril: Mapped[Peril]
    sum_insured: Mapped[Money]
    waiting_days: Mapped[Quantity] = column(description="From the start, before it insures.")


class DamageFile(Model):
    """What a traveller wants to have made good."""

    __tablename__ = "damage_files"
    id: Mapped[Identifier] = identifier("DA")
    traveller_id: Mapped[Reference[Traveller]]
    cover_id: Mapped[Reference[Cover]]
    status: Mapped[DamageFileStatus]
    amount: Mapped[Money] = column(description="What is claimed.")
    occurred_on: Mapped[Date]
    reported_on: Mapped[Date]
    closed_on: Mapped[Date | None]
    suspicious: Mapped[Flag]
    appealed: Mapped[Flag]


class Document(Model):
    """A paper or picture that belongs to a damage file."""

    __tablename__ = "documents"
    id: Mapped[Identifier] = identifier("DCM")
    damage_file_id: Mapped[Reference[DamageFile]]
    kind: Mapped[DocumentKind]
    received_on: Mapped[Date]


class Assessor(Model):
    """Somebody who looks at damage on the spot."""

    __tablename__ = "assessors"
    id: Mapped[Identifier] = identifier("ASR")
    name: Mapped[PersonName] = column(unique=True)
    branch: Mapped[Branch] = column(indexed=True)
    city: Mapped[City]
    works_weekends: Mapped[Flag]


class Visit(Model):
    """A day on which an assessor looks at damage."""

    __tablename__ = "visits"
    id: Mapped[Identifier] = identifier("VST")
    damage_file_id: Mapped[Reference[DamageFile]]
    assessor_id: Mapped[Reference[Assessor]]
    status: Mapped[VisitStatus]
    day: Mapped[Date]


class Payout(Model):
    """Money that was paid for a damage file."""

    __tablename__ = "payouts"
    id: Mapped[Identifier] = identifier("PYO")
    damage_file_id: Mapped[Reference[DamageFile]]
    amount: Mapped[Money]
    way: Mapped[PayoutWay]
    paid_on: Mapped[Date]


class Premium(Model):
    """A part of the premium of a certificate."""

    __tablename__ = "premiums"
    id: Mapped[Identifier] = identifier("PRM")
    certificate_id: Mapped[Reference[Certificate]]
    amount: Mapped[Money]
    due_on: Mapped[Date]
    status: Mapped[PremiumStatus]


class Address(Model):
    """An address in a traveller's address book."""

    __tablename__ = "addresses"
    id: Mapped[Identifier] = identifier("ADR")
    traveller_id: Mapped[Reference[Traveller]]
    use: Mapped[AddressUse]
    street: Mapped[StreetAddress]
    postal_code: Mapped[PostalCode]
    city: Mapped[City]
    main: Mapped[Flag] = column(description="Letters go to the main address.")


class Complaint(Model):
    """What a traveller had to say against a damage file."""

    __tablename__ = "complaints"
    id: Mapped[Identifier] = identifier("CMP")
    damage_file_id: Mapped[Reference[DamageFile]]
    topic: Mapped[ComplaintTopic]
    status: Mapped[ComplaintStatus]
    filed_on: Mapped[Date]
    answer_by: Mapped[Date]


class Goodwill(Model):
    """A credit given for something that went wrong with a damage file."""

    __tablename__ = "goodwill_credits"
    id: Mapped[Identifier] = identifier("GWC")
    damage_file_id: Mapped[Reference[DamageFile]]
    reason: Mapped[Annoyance]
    amount: Mapped[Money]
    given_on: Mapped[Date]


# --- what tools show instead of whole rows


@dataclass(frozen=True, slots=True)
class TravellerMatch:
    """A traveller who was found; all that may be seen before the identity is checked."""

    id: Reference[Traveller]
    name: PersonName


@dataclass(frozen=True, slots=True)
class CertificateDetails:
    """A certificate with the name of what it is."""

    certificate_id: Reference[Certificate]
    tariff_id: Reference[Tariff]
    tariff: Label
    branch: Branch
    insured_thing: Label
    status: CertificateStatus
    premium: Money
    deductible: Money
    starts_on: Date
    renews_on: Date
    bought_on: Date
    claim_free_years: Quantity


@dataclass(frozen=True, slots=True)
class CoverDetails:
    """A cover with what it insures, and what of it is left in this insurance year."""

    cover_id: Reference[Cover]
    certificate_id: Reference[Certificate]
    insured_thing: Label
    peril: Peril
    sum_insured: Money
    left_this_year: Money
    waiting_days: Quantity
    insures_from: Date


@dataclass(frozen=True, slots=True)
class DamageFileDetails:
    """A damage file with what was insured against what."""

    damage_file_id: Reference[DamageFile]
    cover_id: Reference[Cover]
    certificate_id: Reference[Certificate]
    insured_thing: Label
    peril: Peril
    status: DamageFileStatus
    amount: Money
    occurred_on: Date
    reported_on: Date
    closed_on: Date | None
    suspicious: Flag
    appealed: Flag


@dataclass(frozen=True, slots=True)
class VisitDetails:
    """A visit with who comes and what for."""

    visit_id: Reference[Visit]
    damage_file_id: Reference[DamageFile]
    assessor_id: Reference[Assessor]
    assessor: PersonName
    insured_thing: Label
    status: VisitStatus
    day: Date


@dataclass(frozen=True, slots=True)
class PremiumDetails:
    """A part of a premium with what it insures."""

    premium_id: Reference[Premium]
    certificate_id: Reference[Certificate]
    insured_thing: Label
    amount: Money
    due_on: Date
    status: PremiumStatus


@dataclass(frozen=True, slots=True)
class Settlement:
    """What became of a damage file that was settled."""

    damage_file_id: Reference[DamageFile]
    amount: Money
    deductible: Money
    payout: Money


@dataclass(frozen=True, slots=True)
class Ending:
    """What became of a certificate that was cancelled."""

    certificate_id: Reference[Certificate]
    refund: Money
