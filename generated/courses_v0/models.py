"""Tables and views of Stage Door Studio."""

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

Subject = Literal["tango", "ballet", "piano", "singing"]
Level = Literal["beginner", "intermediate", "advanced"]
Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "saturday"]
EnsembleStatus = Literal["planned", "running", "finished", "cancelled"]
BookingStatus = Literal["enrolled", "completed", "failed", "dropped"]
InstalmentStatus = Literal["open", "paid", "void"]
WaitingStatus = Literal["waiting", "offered", "left", "taken"]
CertificateKind = Literal["attendance", "grade"]
LeavingReason = Literal["illness", "moving_away", "too_difficult", "no_time"]
EntryStatus = Literal["registered", "passed", "failed", "withdrawn"]
AbsenceCause = Literal["illness", "work", "travel"]
DiscountKind = Literal["family_member", "apprentice", "choir_member"]
CallbackTopic = Literal["contract", "invoice", "complaint", "advice"]
TimeOfDay = Literal["morning", "midday", "afternoon"]
CallbackStatus = Literal["planned", "made", "cancelled"]
ExtraKind = Literal["comfort", "safety", "speed"]
Relation = Literal["partner", "parent", "child", "colleague", "lawyer"]
Power = Literal["ask", "change", "full"]


class Model(SemanticModel, DeclarativeBase):
    """Base of the tables."""


class Pupil(Model):
    """Somebody whom Stage Door Studio serves."""

    __tablename__ = "pupils"
    id: Mapped[Identifier] = identifier("PU")
    name: Mapped[PersonName]
    email: Mapped[Email]
    phone: Mapped[PhoneNumber]
    street: Mapped[StreetAddress]
    city: Mapped[City]
    postal_code: Mapped[PostalCode] = column(indexed=True)
    passphrase: Mapped[Secret] = column(description="Agreed upon at the first visit.")
    joined_on: Mapped[Date]


class Campus(Model):
    """A place where ensembles are taught."""

    __tablename__ = "campuses"
    id: Mapped[Identifier] = identifier("CPS")
    name: Mapped[Label] = column(unique=True)
    city: Mapped[City] = column(indexed=True)


class Teacher(Model):
    """Somebody who teaches."""

    __tablename__ = "teachers"
    id: Mapped[Identifier] = identifier("TCH")
    name: Mapped[PersonName]
    subject: Mapped[Subject]


class Programme(Model):
    """What can be learnt; it is taught in ensembles."""

    __tablename__ = "programmes"
    id: Mapped[Identifier] = identifier("PR")
    name: Mapped[Label] = column(unique=True)
    subject: Mapped[Subject] = column(indexed=True)
    level: Mapped[Level]
    credits: Mapped[Quantity]


class Prerequisite(Model):
    """What has to be completed before a programme, and how well."""

    __tablename__ = "prerequisites"
    id: Mapped[Identifier] = identifier("PRQ")
    programme_id: Mapped[Reference[Programme]]
    required_id: Mapped[Reference[Programme]]
    min_grade: Mapped[Quantity]


class Ensemble(Model):
    """A programme taught once a week from its first to its last day."""

    __tablename__ = "ensembles"
    id: Mapped[Identifier] = identifier("EN")
    programme_id: Mapped[Reference[Programme]]
    campus_id: Mapped[Reference[Campus]]
    teacher_id: Mapped[Reference[Teacher]]
    weekday: Mapped[Weekday]
    starts_on: Mapped[Date]
    ends_on: Mapped[Date]
    lessons: Mapped[Quantity]
    seats: Mapped[Quantity]
    fee: Mapped[Money]
    status: Mapped[EnsembleStatus]


class Booking(Model):
    """A pupil's place in an ensemble, and what came of it."""

    __tablename__ = "bookings"
    id: Mapped[Identifier] = identifier("BO")
    pupil_id: Mapped[Reference[Pupil]]
    ensemble_id: Mapped[Reference[Ensemble]]
    status: Mapped[BookingStatus]
    enrolled_on: Mapped[Date]
    fee: Mapped[Money] = column(description="What it costs, whatever was paid so far.")
    grade: Mapped[Quantity | None] = column(description="Out of 100.")
    under_inquiry: Mapped[Flag] = column(description="Whether cheating is looked into.")
    discount: Mapped[DiscountKind | None]
    leaving_reason: Mapped[LeavingReason | None]


class Instalment(Model):
    """A part of the fee for a booking."""

    __tablename__ = "instalments"
    id: Mapped[Identifier] = identifier("INS")
    booking_id: Mapped[Reference[Booking]]
    amount: Mapped[Money]
    due_on: Mapped[Date]
    status: Mapped[InstalmentStatus]
    postponements: Mapped[Quantity] = column(description="How often it was put off.")


class WaitingPlace(Model):
    """A pupil's place in the queue for an ensemble that is full."""

    __tablename__ = "waiting_places"
    id: Mapped[Identifier] = identifier("WTP")
    pupil_id: Mapped[Reference[Pupil]]
    ensemble_id: Mapped[Reference[Ensemble]]
    status: Mapped[WaitingStatus]
    joined_on: Mapped[Date]
    offered_on: Mapped[Date | None]


class Certificate(Model):
    """A paper about a booking."""

    __tablename__ = "certificates"
    id: Mapped[Identifier] = identifier("CFT")
    booking_id: Mapped[Reference[Booking]]
    kind: Mapped[CertificateKind]
    issued_on: Mapped[Date]


class Sitting(Model):
    """One date on which a programme is examined."""

    __tablename__ = "sittings"
    id: Mapped[Identifier] = identifier("SIT")
    programme_id: Mapped[Reference[Programme]]
    takes_place_on: Mapped[Date]
    seats_left: Mapped[Quantity]


class ExamEntry(Model):
    """Somebody's seat at a sitting."""

    __tablename__ = "exam_entries"
    id: Mapped[Identifier] = identifier("EXE")
    booking_id: Mapped[Reference[Booking]]
    sitting_id: Mapped[Reference[Sitting]]
    status: Mapped[EntryStatus]


class Absence(Model):
    """A lesson that somebody misses."""

    __tablename__ = "absences"
    id: Mapped[Identifier] = identifier("ABS")
    booking_id: Mapped[Reference[Booking]]
    lesson_on: Mapped[Date]
    cause: Mapped[AbsenceCause]
    made_up_in_id: Mapped[Reference[Ensemble] | None]


class Callback(Model):
    """A call that somebody of the staff makes on an agreed day."""

    __tablename__ = "callbacks"
    id: Mapped[Identifier] = identifier("CBK")
    pupil_id: Mapped[Reference[Pupil]]
    topic: Mapped[CallbackTopic]
    day: Mapped[Date] = column(indexed=True)
    time_of_day: Mapped[TimeOfDay]
    status: Mapped[CallbackStatus]


class Extra(Model):
    """Something that can be had on top of a booking."""

    __tablename__ = "extras"
    id: Mapped[Identifier] = identifier("EXT")
    name: Mapped[Label] = column(unique=True)
    kind: Mapped[ExtraKind] = column(indexed=True)
    price: Mapped[Money]
    on_offer: Mapped[Flag]


class BookedExtra(Model):
    """An extra that goes with a booking."""

    __tablename__ = "booked_extras"
    id: Mapped[Identifier] = identifier("BEX")
    booking_id: Mapped[Reference[Booking]]
    extra_id: Mapped[Reference[Extra]]
    price: Mapped[Money]
    booked_on: Mapped[Date]


class Proxy(Model):
    """Somebody who may act for a pupil."""

    __tablename__ = "proxies"
    id: Mapped[Identifier] = identifier("PXY")
    pupil_id: Mapped[Reference[Pupil]]
    name: Mapped[PersonName]
    relation: Mapped[Relation]
    power: Mapped[Power]
    until: Mapped[Date]


class Voucher(Model):
    """A code that takes something off a price."""

    __tablename__ = "vouchers"
    id: Mapped[Identifier] = identifier("VOU")
    code: Mapped[Label] = column(unique=True)
    amount: Mapped[Money] = column(description="What it takes off.")
    minimum: Mapped[Money] = column(description="The least price it can be used for.")
    starts_on: Mapped[Date]
    ends_on: Mapped[Date]


class VoucherUse(Model):
    """A voucher that was used for a booking."""

    __tablename__ = "voucher_uses"
    id: Mapped[Identifier] = identifier("VUS")
    voucher_id: Mapped[Reference[Voucher]]
    booking_id: Mapped[Reference[Booking]]
    discount: Mapped[Money]
    used_on: Mapped[Date]


# --- what tools show instead of whole rows


@dataclass(frozen=True, slots=True)
class PupilMatch:
    """A pupil who was found; all that may be seen before the identity is checked."""

    id: Reference[Pupil]
    name: PersonName


@dataclass(frozen=True, slots=True)
class BookingDetails:
    """A booking as it is shown."""

    booking_id: Reference[Booking]
    programme_id: Reference[Programme]
    programme: Label
    subject: Subject
    level: Level
    city: City
    weekday: Weekday
    starts_on: Date
    ends_on: Date
    status: BookingStatus
    grade: Quantity | None
    fee: Money
    to_pay: Money
    enrolled_on: Date


@dataclass(frozen=True, slots=True)
class EnsembleDetails:
    """An ensemble as it is shown."""

    ensemble_id: Reference[Ensemble]
    programme: Label
    teacher: PersonName
    campus: Label
    city: City
    weekday: Weekday
    starts_on: Date
    ends_on: Date
    fee: Money
    seats_left: Quantity
    status: EnsembleStatus


@dataclass(frozen=True, slots=True)
class Requirement:
    """What has to be completed first."""

    required_id: Reference[Programme]
    name: Label
    level: Level
    min_grade: Quantity


@dataclass(frozen=True, slots=True)
class ProgrammeDetails:
    """A programme with what has to be completed before it."""

    programme: Programme
    requirements: list[Requirement]


@dataclass(frozen=True, slots=True)
class InstalmentDetails:
    """A part of a fee, and what the fee is for."""

    instalment_id: Reference[Instalment]
    booking_id: Reference[Booking]
    programme: Label
    amount: Money
    due_on: Date
    status: InstalmentStatus
    postponements: Quantity


@dataclass(frozen=True, slots=True)
class WaitingDetails:
    """A place in a queue, and for what."""

    waiting_place_id: Reference[WaitingPlace]
    ensemble_id: Reference[Ensemble]
    programme: Label
    city: City
    weekday: Weekday
    starts_on: Date
    place_in_queue: Quantity
    status: WaitingStatus
    joined_on: Date
    offered_on: Date | None


@dataclass(frozen=True, slots=True)
class Leaving:
    """What leaving costs."""

    booking_id: Reference[Booking]
    kept: Money
    refund: Money
    to_pay: Money


@dataclass(frozen=True, slots=True)
class EntryDetails:
    """A seat at a sitting, and what is examined."""

    exam_entry_id: Reference[ExamEntry]
    programme: Label
    takes_place_on: Date
    status: EntryStatus


@dataclass(frozen=True, slots=True)
class AbsenceDetails:
    """A lesson that somebody misses, and of what."""

    absence_id: Reference[Absence]
    booking_id: Reference[Booking]
    programme: Label
    lesson_on: Date
    cause: AbsenceCause
    made_up_in_id: Reference[Ensemble] | None


@dataclass(frozen=True, slots=True)
class CallbackLoad:
    """How many calls are planned for a part of a day."""

    day: Date
    time_of_day: TimeOfDay
    num_planned: Quantity


@dataclass(frozen=True, slots=True)
class ExtraLine:
    """An extra that goes with a booking, with its name."""

    booked_extra_id: Reference[BookedExtra]
    name: Label
    kind: ExtraKind
    price: Money
    booked_on: Date
