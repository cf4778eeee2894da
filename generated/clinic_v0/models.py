"""Tables and views of Maple Court Clinic."""

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
    Timestamp,
    column,
    identifier,
)

Speciality = Literal["general", "skin", "heart", "eyes", "bones"]
SlotStatus = Literal["free", "taken"]
AppointmentStatus = Literal["booked", "attended", "cancelled", "missed"]
CancelReason = Literal["ill", "no_time", "feels_better", "goes_elsewhere"]
Mode = Literal["on_site", "video"]
ChildKind = Literal["daughter", "son", "foster_child"]
ReferralStatus = Literal["open", "used"]
RefillStatus = Literal["ordered", "ready", "collected", "cancelled"]
ChargeKind = Literal["visit", "late_cancellation", "no_show"]
ChargeStatus = Literal["unpaid", "paid", "waived"]
PartOfDay = Literal["morning", "afternoon", "any"]
ComplaintTopic = Literal["quality", "delay", "staff", "price", "injury"]
ComplaintStatus = Literal["open", "escalated", "withdrawn", "closed"]
DocumentKind = Literal["invoice", "confirmation", "statement"]
DocumentWay = Literal["email", "letter", "registered_letter"]
Annoyance = Literal["late", "faulty", "rude_staff", "wrong_information"]
Relation = Literal["partner", "parent", "child", "colleague", "lawyer"]
Power = Literal["collect", "full"]


class Model(SemanticModel, DeclarativeBase):
    """Base of the tables."""


class Patient(Model):
    """Somebody whom Maple Court Clinic serves."""

    __tablename__ = "patients"
    id: Mapped[Identifier] = identifier("PA")
    name: Mapped[PersonName] = column(indexed=True)
    email: Mapped[Email]
    phone: Mapped[PhoneNumber]
    date_of_birth: Mapped[Date]
    street: Mapped[StreetAddress]
    city: Mapped[City]
    postal_code: Mapped[PostalCode]
    passphrase: Mapped[Secret] = column(description="Agreed upon at the first visit.")
    joined_on: Mapped[Date]
    credit: Mapped[Money] = column(description="What a patient has in credit.")


class Site(Model):
    """A house in which practitioners work."""

    __tablename__ = "sites"
    id: Mapped[Identifier] = identifier("SIT")
    name: Mapped[Label] = column(unique=True)
    street: Mapped[StreetAddress]
    city: Mapped[City] = column(indexed=True)
    step_free: Mapped[Flag]


class Practitioner(Model):
    """Somebody who sees patients."""

    __tablename__ = "practitioners"
    id: Mapped[Identifier] = identifier("PR")
    site_id: Mapped[Reference[Site]]
    name: Mapped[PersonName] = column(unique=True)
    speciality: Mapped[Speciality] = column(indexed=True)
    accepts_new: Mapped[Flag]


class Treatment(Model):
    """Something that an appointment is for."""

    __tablename__ = "treatments"
    id: Mapped[Identifier] = identifier("TR")
    name: Mapped[Label] = column(unique=True)
    speciality: Mapped[Speciality] = column(indexed=True)
    price: Mapped[Money]
    needs_referral: Mapped[Flag]
    by_video: Mapped[Flag] = column(description="Whether it can be done by video.")
    least_age: Mapped[Quantity] = column(description="In full years.")


class Slot(Model):
    """A time at which a practitioner is or was to be had."""

    __tablename__ = "slots"
    id: Mapped[Identifier] = identifier("SLO")
    practitioner_id: Mapped[Reference[Practitioner]]
    starts_at: Mapped[Timestamp]
    status: Mapped[SlotStatus]


class Child(Model):
    """A child whom a patient looks after."""

    __tablename__ = "children"
    id: Mapped[Identifier] = identifier("CH")
    patient_id: Mapped[Reference[Patient]]
    name: Mapped[Label]
    kind: Mapped[ChildKind]
    born_on: Mapped[Date]


class Appointment(Model):
    """A time that is kept for a patient, or was."""

    __tablename__ = "appointments"
    id: Mapped[Identifier] = identifier("AP")
    patient_id: Mapped[Reference[Patient]]
    child_id: Mapped[Reference[Child]]
    slot_id: Mapped[Reference[Slot]]
    treatment_id: Mapped[Reference[Treatment]]
    mode: Mapped[Mode]
    status: Mapped[AppointmentStatus]
    price: Mapped[Money]
    takes_place_on: Mapped[Date]
    moves: Mapped[Quantity] = column(description="How often it was moved.")
    cancel_reason: Mapped[CancelReason | None]


class Referral(Model):
    """A paper by which a patient may see somebody of a speciality."""

    __tablename__ = "referrals"
    id: Mapped[Identifier] = identifier("RFL")
    patient_id: Mapped[Reference[Patient]]
    speciality: Mapped[Speciality]
    status: Mapped[ReferralStatus]
    issued_on: Mapped[Date]
    valid_until: Mapped[Date]


class Pharmacy(Model):
    """A place where what was prescribed is fetched."""

    __tablename__ = "pharmacies"
    id: Mapped[Identifier] = identifier("PH")
    name: Mapped[Label] = column(unique=True)
    street: Mapped[StreetAddress]
    city: Mapped[City] = column(indexed=True)
    open_late: Mapped[Flag]


class Prescription(Model):
    """Something that may be fetched again and again."""

    __tablename__ = "prescriptions"
    id: Mapped[Identifier] = identifier("PSC")
    patient_id: Mapped[Reference[Patient]]
    practitioner_id: Mapped[Reference[Practitioner]]
    product: Mapped[Label]
    controlled: Mapped[Flag]
    refills_left: Mapped[Quantity]
    days_supply: Mapped[Quantity] = column(description="How many days one filling lasts.")
    last_filled_on: Mapped[Date]
    valid_until: Mapped[Date]


class Refill(Model):
    """A filling of a prescription that was ordered."""

    __tablename__ = "refills"
    id: Mapped[Identifier] = identifier("RFI")
    prescription_id: Mapped[Reference[Prescription]]
    pharmacy_id: Mapped[Reference[Pharmacy]]
    status: Mapped[RefillStatus]
    ordered_on: Mapped[Date]


class Charge(Model):
    """What a patient has to pay for an appointment."""

    __tablename__ = "charges"
    id: Mapped[Identifier] = identifier("CHG")
    appointment_id: Mapped[Reference[Appointment]]
    kind: Mapped[ChargeKind]
    amount: Mapped[Money]
    status: Mapped[ChargeStatus]
    charged_on: Mapped[Date]


class WaitingPlace(Model):
    """A patient who wants to come sooner, if somebody else cancels."""

    __tablename__ = "waiting_places"
    id: Mapped[Identifier] = identifier("WTP")
    patient_id: Mapped[Reference[Patient]]
    practitioner_id: Mapped[Reference[Practitioner]]
    part_of_day: Mapped[PartOfDay]
    since: Mapped[Date]


class Complaint(Model):
    """What a patient had to say against an appointment."""

    __tablename__ = "complaints"
    id: Mapped[Identifier] = identifier("CMP")
    appointment_id: Mapped[Reference[Appointment]]
    topic: Mapped[ComplaintTopic]
    status: Mapped[ComplaintStatus]
    filed_on: Mapped[Date]
    answer_by: Mapped[Date]


class DocumentCopy(Model):
    """A copy of a document about an appointment that was sent out."""

    __tablename__ = "document_copies"
    id: Mapped[Identifier] = identifier("DOC")
    appointment_id: Mapped[Reference[Appointment]]
    kind: Mapped[DocumentKind]
    way: Mapped[DocumentWay]
    fee: Mapped[Money]
    sent_on: Mapped[Date]


class GiftCard(Model):
    """A prepaid card; whoever knows its code may redeem it."""

    __tablename__ = "gift_cards"
    id: Mapped[Identifier] = identifier("GFT")
    code: Mapped[Label] = column(unique=True)
    balance: Mapped[Money] = column(description="What is left on it.")
    valid_until: Mapped[Date]


class Goodwill(Model):
    """A credit given for something that went wrong with an appointment."""

    __tablename__ = "goodwill_credits"
    id: Mapped[Identifier] = identifier("GWC")
    appointment_id: Mapped[Reference[Appointment]]
    reason: Mapped[Annoyance]
    amount: Mapped[Money]
    given_on: Mapped[Date]


class Proxy(Model):
    """Somebody who may act for a patient."""

    __tablename__ = "proxies"
    id: Mapped[Identifier] = identifier("PXY")
    patient_id: Mapped[Reference[Patient]]
    name: Mapped[PersonName]
    relation: Mapped[Relation]
    power: Mapped[Power]
    until: Mapped[Date]


# --- what tools show instead of whole rows


@dataclass(frozen=True, slots=True)
class PatientMatch:
    """A patient who was found; all that may be seen before the identity is checked."""

    id: Reference[Patient]
    name: PersonName


@dataclass(frozen=True, slots=True)
class AppointmentDetails:
    """An appointment with when, where and with whom it is."""

    appointment_id: Reference[Appointment]
    practitioner_id: Reference[Practitioner]
    treatment_id: Reference[Treatment]
    treatment: Label
    practitioner: PersonName
    speciality: Speciality
    site: Label
    child: Label
    mode: Mode
    starts_at: Timestamp
    status: AppointmentStatus
    price: Money
    moves: Quantity


@dataclass(frozen=True, slots=True)
class PractitionerDetails:
    """A practitioner with the place of work."""

    practitioner_id: Reference[Practitioner]
    name: PersonName
    speciality: Speciality
    accepts_new: Flag
    site: Label
    city: City
    num_free: Quantity


@dataclass(frozen=True, slots=True)
class FreeSlot:
    """A slot that can be booked, with whom it is."""

    slot_id: Reference[Slot]
    practitioner_id: Reference[Practitioner]
    practitioner: PersonName
    speciality: Speciality
    starts_at: Timestamp


@dataclass(frozen=True, slots=True)
class PrescriptionDetails:
    """A prescription with who wrote it."""

    prescription_id: Reference[Prescription]
    product: Label
    written_by: PersonName
    controlled: Flag
    refills_left: Quantity
    days_supply: Quantity
    last_filled_on: Date
    valid_until: Date


@dataclass(frozen=True, slots=True)
class RefillDetails:
    """An ordered filling with what it is and where it is fetched."""

    refill_id: Reference[Refill]
    prescription_id: Reference[Prescription]
    pharmacy_id: Reference[Pharmacy]
    product: Label
    pharmacy: Label
    status: RefillStatus
    ordered_on: Date


@dataclass(frozen=True, slots=True)
class ChargeDetails:
    """A charge with what it is for."""

    charge_id: Reference[Charge]
    appointment_id: Reference[Appointment]
    treatment: Label
    kind: ChargeKind
    amount: Money
    status: ChargeStatus
    charged_on: Date


@dataclass(frozen=True, slots=True)
class Cancellation:
    """What calling an appointment off comes to."""

    appointment_id: Reference[Appointment]
    status: AppointmentStatus
    fee: Money


@dataclass(frozen=True, slots=True)
class WaitingDetails:
    """A place on a waiting list with whom it is for."""

    waiting_place_id: Reference[WaitingPlace]
    practitioner_id: Reference[Practitioner]
    practitioner: PersonName
    speciality: Speciality
    part_of_day: PartOfDay
    since: Date


@dataclass(frozen=True, slots=True)
class Redemption:
    """What a gift card brought."""

    amount: Money
    credit: Money
