"""What the people who answer for Maple Court Clinic can do."""

from autoforge_envs.domain import (
    City,
    Date,
    Label,
    Money,
    PersonName,
    Reference,
    Secret,
    State,
    ToolError,
    days_between,
    record_identity,
    require,
    shift,
    tool,
)

from .models import (
    Annoyance,
    Appointment,
    AppointmentDetails,
    Cancellation,
    CancelReason,
    Charge,
    ChargeDetails,
    Child,
    Complaint,
    ComplaintTopic,
    DocumentCopy,
    DocumentKind,
    DocumentWay,
    FreeSlot,
    GiftCard,
    Goodwill,
    Mode,
    PartOfDay,
    Patient,
    PatientMatch,
    Pharmacy,
    Power,
    Practitioner,
    PractitionerDetails,
    Prescription,
    PrescriptionDetails,
    Proxy,
    Redemption,
    Referral,
    Refill,
    RefillDetails,
    Relation,
    Site,
    Slot,
    Speciality,
    Treatment,
    WaitingDetails,
    WaitingPlace,
)

CANCELLATION_PERCENT = 20
FREE_UNTIL_DAYS = 2
REFERRAL_DAYS = 180
ANSWER_DAYS = 28
ESCALATED_ANSWER_DAYS = 14
WAY_FEES = {"email": 0, "letter": 100, "registered_letter": 450}
FREE_COPIES = 1
REDEMPTION_FEE_PERCENT = 2

# --- finding and checking the patient ------------------------------------------------------------


@tool(intent="find the patients called {name}, born on {date_of_birth}")
def find_patients_by_name(
    state: State, name: PersonName, date_of_birth: Date
) -> list[PatientMatch]:
    """Find patients by full name and date of birth; there may be several.

    Args:
        name: First and last name, as it is in the books.
        date_of_birth: The date of birth.
    """
    return [
        PatientMatch(id=patient.id, name=patient.name)
        for patient in state.find(Patient, name=name)
        if patient.date_of_birth == date_of_birth
    ]


@tool(intent="verify the identity of patient {patient_id}", writes=True)
def verify_identity(
    state: State, patient_id: Reference[Patient], passphrase: Secret
) -> PatientMatch:
    """Check that you talk to the patient, and record that you did.

    Args:
        patient_id: Who they say they are.
        passphrase: The passphrase, as they say it.
    """
    patient = state.get(Patient, patient_id)
    matches = patient.passphrase.casefold() == passphrase.casefold()
    require(matches, "this is not the passphrase")
    record_identity(state, patient.id)
    return PatientMatch(id=patient.id, name=patient.name)


@tool(intent="look at the details of patient {patient_id}")
def get_patient(state: State, patient_id: Reference[Patient]) -> Patient:
    """Show what is in the books about a patient.

    Args:
        patient_id: The patient.
    """
    return state.get(Patient, patient_id)


# --- looking things up ---------------------------------------------------------------------------


@tool(intent="list the appointments of patient {patient_id}")
def list_appointments(state: State, patient_id: Reference[Patient]) -> list[AppointmentDetails]:
    """List the appointments of a patient, those to come and those that are over.

    Args:
        patient_id: The patient.
    """
    state.get(Patient, patient_id)
    return [
        appointment_details(state, each) for each in state.find(Appointment, patient_id=patient_id)
    ]


@tool(intent="list the children of patient {patient_id}")
def list_children(state: State, patient_id: Reference[Patient]) -> list[Child]:
    """List the children for whom a patient can book.

    Args:
        patient_id: The patient.
    """
    state.get(Patient, patient_id)
    return state.find(Child, patient_id=patient_id)


@tool(intent="list the referrals of patient {patient_id}")
def list_referrals(state: State, patient_id: Reference[Patient]) -> list[Referral]:
    """List the referrals of a patient, also those that are used or have run out.

    Args:
        patient_id: The patient.
    """
    state.get(Patient, patient_id)
    return state.find(Referral, patient_id=patient_id)


@tool(intent="list the prescriptions of patient {patient_id}")
def list_prescriptions(state: State, patient_id: Reference[Patient]) -> list[PrescriptionDetails]:
    """List what was prescribed to a patient, also what has run out.

    Args:
        patient_id: The patient.
    """
    state.get(Patient, patient_id)
    return [
        prescription_details(state, each)
        for each in state.find(Prescription, patient_id=patient_id)
    ]


@tool(intent="list the refills of patient {patient_id}")
def list_refills(state: State, patient_id: Reference[Patient]) -> list[RefillDetails]:
    """List the fillings that were ordered for a patient.

    Args:
        patient_id: The patient.
    """
    state.get(Patient, patient_id)
    return [
        refill_details(state, refill)
        for prescription in state.find(Prescription, patient_id=patient_id)
        for refill in state.find(Refill, prescription_id=prescription.id)
    ]


@tool(intent="list what patient {patient_id} was charged")
def list_charges(state: State, patient_id: Reference[Patient]) -> list[ChargeDetails]:
    """List what was charged for the appointments of a patient, paid or not.

    Args:
        patient_id: The patient.
    """
    state.get(Patient, patient_id)
    return [
        charge_details(state, appointment, charge)
        for appointment in state.find(Appointment, patient_id=patient_id)
        for charge in state.find(Charge, appointment_id=appointment.id)
    ]


@tool(intent="list the waiting places of patient {patient_id}")
def list_waiting_places(state: State, patient_id: Reference[Patient]) -> list[WaitingDetails]:
    """List for whom a patient is waiting.

    Args:
        patient_id: The patient.
    """
    state.get(Patient, patient_id)
    return [
        waiting_details(state, place) for place in state.find(WaitingPlace, patient_id=patient_id)
    ]


@tool(intent="search for practitioners for {speciality}")
def search_practitioners(state: State, speciality: Speciality) -> list[PractitionerDetails]:
    """List the practitioners of a speciality, with how many free slots they have.

    Args:
        speciality: What they are for.
    """
    return [
        practitioner_details(state, each)
        for each in state.find(Practitioner, speciality=speciality)
    ]


@tool(intent="list the free slots of practitioner {practitioner_id}")
def list_free_slots(state: State, practitioner_id: Reference[Practitioner]) -> list[FreeSlot]:
    """List when a practitioner is to be had.

    Args:
        practitioner_id: The practitioner.
    """
    practitioner = state.get(Practitioner, practitioner_id)
    return [
        FreeSlot(
            slot_id=slot.id,
            practitioner_id=practitioner.id,
            practitioner=practitioner.name,
            speciality=practitioner.speciality,
            starts_at=slot.starts_at,
        )
        for slot in state.find(Slot, practitioner_id=practitioner_id, status="free")
    ]


@tool(intent="search for treatments for {speciality}")
def search_treatments(state: State, speciality: Speciality) -> list[Treatment]:
    """List what there is in a speciality, with prices.

    Args:
        speciality: The speciality.
    """
    return state.find(Treatment, speciality=speciality)


@tool(intent="list the pharmacies in {city}")
def list_pharmacies(state: State, city: City) -> list[Pharmacy]:
    """List where prescriptions can be filled in a city.

    Args:
        city: The city.
    """
    return state.find(Pharmacy, city=city)


# --- appointments --------------------------------------------------------------------------------


@tool(intent="book slot {slot_id} for {treatment_id}", writes=True)
def book_appointment(
    state: State,
    child_id: Reference[Child],
    slot_id: Reference[Slot],
    treatment_id: Reference[Treatment],
    mode: Mode,
) -> AppointmentDetails:
    """Keep a free slot for a child.

    Args:
        child_id: Who comes.
        slot_id: When, and with whom; the slot must be free.
        treatment_id: What for; it must be of the speciality of the practitioner.
        mode: Whether they come here or are seen by video.
    """
    slot = free_slot(state, slot_id)
    treatment = state.get(Treatment, treatment_id)
    speciality = state.get(Practitioner, slot.practitioner_id).speciality
    require(treatment.speciality == speciality, f"{treatment_id} is not for {speciality}")
    state.update(slot, status="taken")
    added = state.add(
        Appointment,
        patient_id=state.get(Child, child_id).patient_id,
        child_id=child_id,
        slot_id=slot_id,
        treatment_id=treatment_id,
        mode=mode,
        status="booked",
        price=treatment.price,
        takes_place_on=slot.starts_at[:10],
        moves=0,
    )
    return appointment_details(state, added)


@tool(intent="move appointment {appointment_id} to slot {slot_id}", writes=True)
def move_appointment(
    state: State, appointment_id: Reference[Appointment], slot_id: Reference[Slot]
) -> AppointmentDetails:
    """Keep another free slot instead, with a practitioner of the same speciality.

    Args:
        appointment_id: The appointment, which must be booked.
        slot_id: The new slot, which must be free.
    """
    appointment = booked(state, appointment_id)
    slot = free_slot(state, slot_id)
    old = state.get(Slot, appointment.slot_id)
    speciality = state.get(Practitioner, old.practitioner_id).speciality
    fits = state.get(Practitioner, slot.practitioner_id).speciality == speciality
    require(fits, f"{slot_id} is not for {speciality}")
    state.update(old, status="free")
    state.update(slot, status="taken")
    changed = state.update(
        appointment,
        slot_id=slot_id,
        takes_place_on=slot.starts_at[:10],
        moves=appointment.moves + 1,
    )
    return appointment_details(state, changed)


@tool(intent="change appointment {appointment_id} to {mode}", writes=True)
def change_mode(
    state: State, appointment_id: Reference[Appointment], mode: Mode
) -> AppointmentDetails:
    """See somebody by video instead of here, or the other way round.

    Args:
        appointment_id: The appointment, which must be booked.
        mode: How they are seen instead.
    """
    appointment = booked(state, appointment_id)
    require(mode != appointment.mode, f"{appointment_id} is {mode} already")
    return appointment_details(state, state.update(appointment, mode=mode))


@tool(intent="cancel appointment {appointment_id}", writes=True)
def cancel_appointment(
    state: State, appointment_id: Reference[Appointment], reason: CancelReason
) -> Cancellation:
    """Call an appointment off; that is free until 2 days before the day it takes place.

    Later it costs 20 percent of the price, rounded down to the cent.
    Whoever is ill pays nothing.

    Args:
        appointment_id: The appointment, which must be booked.
        reason: Why it is called off.
    """
    appointment = booked(state, appointment_id)
    fee = cancellation_fee(state, appointment, reason)
    if fee:
        state.add(
            Charge,
            appointment_id=appointment_id,
            kind="late_cancellation",
            amount=fee,
            status="unpaid",
            charged_on=today(state),
        )
    state.update(state.get(Slot, appointment.slot_id), status="free")
    state.update(appointment, status="cancelled", cancel_reason=reason)
    return Cancellation(appointment_id=appointment_id, status="cancelled", fee=fee)


# --- waiting list --------------------------------------------------------------------------------


@tool(intent="put patient {patient_id} on the waiting list of {practitioner_id}", writes=True)
def join_waiting_list(
    state: State,
    patient_id: Reference[Patient],
    practitioner_id: Reference[Practitioner],
    part_of_day: PartOfDay,
) -> WaitingPlace:
    """Note that a patient would come sooner if somebody cancels.

    Args:
        patient_id: The patient.
        practitioner_id: Whom they want to see.
        part_of_day: When they could come.
    """
    state.get(Practitioner, practitioner_id)
    state.get(Patient, patient_id)
    there = state.find(WaitingPlace, patient_id=patient_id, practitioner_id=practitioner_id)
    require(not there, f"{patient_id} waits for {practitioner_id} already")
    return state.add(
        WaitingPlace,
        patient_id=patient_id,
        practitioner_id=practitioner_id,
        part_of_day=part_of_day,
        since=today(state),
    )


@tool(intent="give up waiting place {waiting_place_id}", writes=True)
def leave_waiting_list(state: State, waiting_place_id: Reference[WaitingPlace]) -> WaitingDetails:
    """Take somebody off a waiting list.

    Args:
        waiting_place_id: The place on the list.
    """
    place = state.get(WaitingPlace, waiting_place_id)
    details = waiting_details(state, place)
    state.remove(place)
    return details


# --- referrals and prescriptions -----------------------------------------------------------------


@tool(intent="renew referral {referral_id}", writes=True)
def renew_referral(state: State, referral_id: Reference[Referral]) -> Referral:
    """Let an open referral last 180 days from today.

    Args:
        referral_id: The referral, which must be open.
    """
    referral = state.get(Referral, referral_id)
    require(referral.status == "open", f"referral {referral_id} is used")
    valid_until = shift(today(state), days=REFERRAL_DAYS)
    require(referral.valid_until < valid_until, f"referral {referral_id} lasts longer anyway")
    return state.update(referral, valid_until=valid_until)


@tool(intent="order a refill of prescription {prescription_id} at {pharmacy_id}", writes=True)
def order_refill(
    state: State,
    prescription_id: Reference[Prescription],
    pharmacy_id: Reference[Pharmacy],
) -> RefillDetails:
    """Have a prescription filled once more.

    Args:
        prescription_id: The prescription.
        pharmacy_id: Where it is fetched.
    """
    prescription = state.get(Prescription, prescription_id)
    state.get(Pharmacy, pharmacy_id)
    ordered = state.find(Refill, prescription_id=prescription_id, status="ordered")
    require(not ordered, f"a refill of {prescription_id} is ordered already")
    require(prescription.refills_left > 0, f"no refill of {prescription_id} is left")
    state.update(prescription, refills_left=prescription.refills_left - 1)
    added = state.add(
        Refill,
        prescription_id=prescription_id,
        pharmacy_id=pharmacy_id,
        status="ordered",
        ordered_on=today(state),
    )
    return refill_details(state, added)


@tool(intent="send refill {refill_id} to {pharmacy_id}", writes=True)
def redirect_refill(
    state: State, refill_id: Reference[Refill], pharmacy_id: Reference[Pharmacy]
) -> RefillDetails:
    """Have an ordered refill made ready somewhere else.

    Args:
        refill_id: The refill.
        pharmacy_id: Where it is fetched instead.
    """
    refill = state.get(Refill, refill_id)
    state.get(Pharmacy, pharmacy_id)
    require(refill.status in ("ordered", "ready"), f"refill {refill_id} is {refill.status}")
    require(refill.pharmacy_id != pharmacy_id, f"{refill_id} goes there already")
    return refill_details(state, state.update(refill, pharmacy_id=pharmacy_id))


@tool(intent="cancel refill {refill_id}", writes=True)
def cancel_refill(state: State, refill_id: Reference[Refill]) -> PrescriptionDetails:
    """Call a refill off; the prescription can be filled as often as before.

    Args:
        refill_id: The refill, which must not be collected or cancelled.
    """
    refill = state.get(Refill, refill_id)
    require(refill.status in ("ordered", "ready"), f"refill {refill_id} is {refill.status}")
    state.update(refill, status="cancelled")
    prescription = state.get(Prescription, refill.prescription_id)
    changed = state.update(prescription, refills_left=prescription.refills_left + 1)
    return prescription_details(state, changed)


# --- charges -------------------------------------------------------------------------------------


@tool(intent="take the payment of charge {charge_id}", writes=True)
def pay_charge(state: State, charge_id: Reference[Charge]) -> Charge:
    """Book that a charge is paid in full.

    Args:
        charge_id: The charge, which must be unpaid.
    """
    charge = state.get(Charge, charge_id)
    require(charge.status == "unpaid", f"charge {charge_id} is {charge.status}")
    return state.update(charge, status="paid")


@tool(intent="waive charge {charge_id}", writes=True)
def waive_charge(state: State, charge_id: Reference[Charge]) -> Charge:
    """Let a patient off a charge.

    Args:
        charge_id: The charge, which must be unpaid.
    """
    charge = state.get(Charge, charge_id)
    require(charge.status == "unpaid", f"charge {charge_id} is {charge.status}")
    return state.update(charge, status="waived")


# --- complaints ----------------------------------------------------------------------------------


@tool(intent="list the complaints about appointment {appointment_id}")
def list_complaints(state: State, appointment_id: Reference[Appointment]) -> list[Complaint]:
    """List the complaints about an appointment, also those that are settled.

    Args:
        appointment_id: The appointment.
    """
    state.get(Appointment, appointment_id)
    return state.find(Complaint, appointment_id=appointment_id)


@tool(intent="file a complaint about appointment {appointment_id}", writes=True)
def file_complaint(
    state: State, appointment_id: Reference[Appointment], topic: ComplaintTopic
) -> Complaint:
    """Take a complaint down; it is answered within 28 days.

    Args:
        appointment_id: The appointment it is about, about which no other complaint is open.
        topic: What it is about.
    """
    state.get(Appointment, appointment_id)
    pending = state.find(Complaint, appointment_id=appointment_id, status="open")
    require(not pending, f"a complaint about {appointment_id} is open already")
    return state.add(
        Complaint,
        appointment_id=appointment_id,
        topic=topic,
        status="open",
        filed_on=state.now[:10],
        answer_by=shift(state.now[:10], days=ANSWER_DAYS),
    )


@tool(intent="escalate complaint {complaint_id}", writes=True)
def escalate_complaint(state: State, complaint_id: Reference[Complaint]) -> Complaint:
    """Put a complaint before the management, who answer it within 14 days.

    Args:
        complaint_id: The complaint, which must be open.
    """
    complaint = state.get(Complaint, complaint_id)
    require(complaint.status == "open", f"complaint {complaint_id} is {complaint.status}")
    answer_by = shift(state.now[:10], days=ESCALATED_ANSWER_DAYS)
    return state.update(complaint, status="escalated", answer_by=answer_by)


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


# --- copies of documents -------------------------------------------------------------------------


@tool(intent="list the copies sent for appointment {appointment_id}")
def list_document_copies(
    state: State, appointment_id: Reference[Appointment]
) -> list[DocumentCopy]:
    """List the copies of documents that were sent out for an appointment.

    Args:
        appointment_id: The appointment.
    """
    state.get(Appointment, appointment_id)
    return state.find(DocumentCopy, appointment_id=appointment_id)


@tool(intent="send a copy of the {kind} for appointment {appointment_id} by {way}", writes=True)
def send_document_copy(
    state: State, appointment_id: Reference[Appointment], kind: DocumentKind, way: DocumentWay
) -> DocumentCopy:
    """Send a copy of a document about an appointment.

    The first copy for the same appointment costs nothing but a registered letter's
    extra fee of 3.50. Later ones cost 1.00 by letter, e-mail is free.

    Args:
        appointment_id: The appointment.
        kind: Which document.
        way: How it is sent.
    """
    state.get(Appointment, appointment_id)
    fee = WAY_FEES[way]
    if fee and len(state.find(DocumentCopy, appointment_id=appointment_id)) < FREE_COPIES:
        fee -= WAY_FEES["letter"]
    return state.add(
        DocumentCopy,
        appointment_id=appointment_id,
        kind=kind,
        way=way,
        fee=fee,
        sent_on=state.now[:10],
    )


# --- gift cards ----------------------------------------------------------------------------------


@tool(intent="look at gift card {code}")
def get_gift_card(state: State, code: Label) -> GiftCard:
    """Show what is left on a gift card, and until when it is valid.

    Args:
        code: The code on the card.
    """
    return gift_card_with(state, code)


@tool(intent="redeem gift card {code} for patient {patient_id}", writes=True)
def redeem_gift_card(state: State, patient_id: Reference[Patient], code: Label) -> Redemption:
    """Move what is left on a gift card to somebody's credit, less a fee of 2 percent.

    The fee is rounded down to the cent.

    Args:
        patient_id: Whose credit it becomes.
        code: The code on the card.
    """
    patient = state.get(Patient, patient_id)
    card = gift_card_with(state, code)
    require(card.balance > 0, f"nothing is left on gift card {code}")
    amount = card.balance - card.balance * REDEMPTION_FEE_PERCENT // 100
    state.update(card, balance=0)
    state.update(patient, credit=patient.credit + amount)
    return Redemption(amount=amount, credit=patient.credit + amount)


@tool(intent="pay {amount} of the credit of patient {patient_id} out", writes=True)
def pay_out_credit(state: State, patient_id: Reference[Patient], amount: Money) -> Patient:
    """Pay some of a patient's credit out to them.

    Args:
        patient_id: Whose credit it is.
        amount: How much, at most the credit.
    """
    patient = state.get(Patient, patient_id)
    require(0 < amount <= patient.credit, f"{patient_id} does not have so much in credit")
    return state.update(patient, credit=patient.credit - amount)


# --- making up for trouble -----------------------------------------------------------------------


@tool(intent="list the goodwill credits for appointment {appointment_id}")
def list_goodwill(state: State, appointment_id: Reference[Appointment]) -> list[Goodwill]:
    """List what was given for trouble with an appointment.

    Args:
        appointment_id: The appointment.
    """
    state.get(Appointment, appointment_id)
    return state.find(Goodwill, appointment_id=appointment_id)


@tool(intent="give a goodwill credit of {amount} for appointment {appointment_id}", writes=True)
def grant_goodwill(
    state: State, appointment_id: Reference[Appointment], reason: Annoyance, amount: Money
) -> Goodwill:
    """Give a credit for trouble with an appointment, once for each.

    Args:
        appointment_id: The appointment that went wrong.
        reason: What went wrong.
        amount: How much is given.
    """
    state.get(Appointment, appointment_id)
    require(amount > 0, "the amount must be more than zero")
    given = state.find(Goodwill, appointment_id=appointment_id)
    require(not given, f"a credit was given for {appointment_id} already")
    return state.add(
        Goodwill,
        appointment_id=appointment_id,
        reason=reason,
        amount=amount,
        given_on=state.now[:10],
    )


# --- people who may act for others ---------------------------------------------------------------


@tool(intent="list who may act for patient {patient_id}")
def list_proxies(state: State, patient_id: Reference[Patient]) -> list[Proxy]:
    """List the people who may act for a patient, also those whose time is over.

    Args:
        patient_id: The patient.
    """
    state.get(Patient, patient_id)
    return state.find(Proxy, patient_id=patient_id)


@tool(intent="let {name} act for patient {patient_id} until {until}", writes=True)
def add_proxy(
    state: State,
    patient_id: Reference[Patient],
    name: PersonName,
    relation: Relation,
    power: Power,
    until: Date,
) -> Proxy:
    """Allow somebody to act for a patient.

    Args:
        patient_id: For whom.
        name: Who may act.
        relation: What they are to the patient.
        power: What they may do.
        until: The last day on which they may.
    """
    state.get(Patient, patient_id)
    require(until >= state.now[:10], f"{until} is over")
    return state.add(
        Proxy,
        patient_id=patient_id,
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
    """Take the permission to act for a patient back.

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


def appointment_details(state: State, appointment: Appointment) -> AppointmentDetails:
    """An appointment as it is shown."""
    slot = state.get(Slot, appointment.slot_id)
    practitioner = state.get(Practitioner, slot.practitioner_id)
    return AppointmentDetails(
        appointment_id=appointment.id,
        practitioner_id=practitioner.id,
        treatment_id=appointment.treatment_id,
        treatment=state.get(Treatment, appointment.treatment_id).name,
        practitioner=practitioner.name,
        speciality=practitioner.speciality,
        site=state.get(Site, practitioner.site_id).name,
        child=state.get(Child, appointment.child_id).name,
        mode=appointment.mode,
        starts_at=slot.starts_at,
        status=appointment.status,
        price=appointment.price,
        moves=appointment.moves,
    )


def practitioner_details(state: State, practitioner: Practitioner) -> PractitionerDetails:
    """A practitioner as it is shown."""
    site = state.get(Site, practitioner.site_id)
    return PractitionerDetails(
        practitioner_id=practitioner.id,
        name=practitioner.name,
        speciality=practitioner.speciality,
        accepts_new=practitioner.accepts_new,
        site=site.name,
        city=site.city,
        num_free=len(state.find(Slot, practitioner_id=practitioner.id, status="free")),
    )


def prescription_details(state: State, prescription: Prescription) -> PrescriptionDetails:
    """A prescription as it is shown."""
    return PrescriptionDetails(
        prescription_id=prescription.id,
        product=prescription.product,
        written_by=state.get(Practitioner, prescription.practitioner_id).name,
        controlled=prescription.controlled,
        refills_left=prescription.refills_left,
        days_supply=prescription.days_supply,
        last_filled_on=prescription.last_filled_on,
        valid_until=prescription.valid_until,
    )


def refill_details(state: State, refill: Refill) -> RefillDetails:
    """A refill as it is shown."""
    return RefillDetails(
        refill_id=refill.id,
        prescription_id=refill.prescription_id,
        pharmacy_id=refill.pharmacy_id,
        product=state.get(Prescription, refill.prescription_id).product,
        pharmacy=state.get(Pharmacy, refill.pharmacy_id).name,
        status=refill.status,
        ordered_on=refill.ordered_on,
    )


def charge_details(state: State, appointment: Appointment, charge: Charge) -> ChargeDetails:
    """A charge as it is shown."""
    return ChargeDetails(
        charge_id=charge.id,
        appointment_id=appointment.id,
        treatment=state.get(Treatment, appointment.treatment_id).name,
        kind=charge.kind,
        amount=charge.amount,
        status=charge.status,
        charged_on=charge.charged_on,
    )


def waiting_details(state: State, place: WaitingPlace) -> WaitingDetails:
    """A waiting place as it is shown."""
    practitioner = state.get(Practitioner, place.practitioner_id)
    return WaitingDetails(
        waiting_place_id=place.id,
        practitioner_id=practitioner.id,
        practitioner=practitioner.name,
        speciality=practitioner.speciality,
        part_of_day=place.part_of_day,
        since=place.since,
    )


def free_slot(state: State, slot_id: str) -> Slot:
    """A slot that must be free."""
    slot = state.get(Slot, slot_id)
    require(slot.status == "free", f"slot {slot_id} is taken")
    return slot


def booked(state: State, appointment_id: str) -> Appointment:
    """An appointment that must be booked."""
    appointment = state.get(Appointment, appointment_id)
    require(appointment.status == "booked", f"{appointment_id} is {appointment.status}, not booked")
    return appointment


def cancellation_fee(state: State, appointment: Appointment, reason: str) -> int:
    """What calling an appointment off costs."""
    days = days_between(state.now, appointment.takes_place_on)
    if days >= FREE_UNTIL_DAYS or reason == "ill":
        return 0
    return appointment.price * CANCELLATION_PERCENT // 100


def coming_of(state: State, patient_id: str) -> list[Appointment]:
    """What is booked for a patient."""
    return state.find(Appointment, patient_id=patient_id, status="booked")


def gift_card_with(state: State, code: str) -> GiftCard:
    """The gift card with a code."""
    for card in state.find(GiftCard, code=code):
        return card
    raise ToolError(f"there is no gift card {code}")
