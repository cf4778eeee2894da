"""What the people who answer for Stage Door Studio can do."""

from autoforge_envs.domain import (
    Date,
    Label,
    Money,
    PersonName,
    PostalCode,
    Reference,
    Secret,
    State,
    ToolError,
    days_between,
    record_identity,
    require,
    tool,
)

from .models import (
    Absence,
    AbsenceCause,
    AbsenceDetails,
    BookedExtra,
    Booking,
    BookingDetails,
    Callback,
    CallbackLoad,
    CallbackTopic,
    Campus,
    Certificate,
    CertificateKind,
    DiscountKind,
    Ensemble,
    EnsembleDetails,
    EntryDetails,
    ExamEntry,
    Extra,
    ExtraKind,
    ExtraLine,
    Instalment,
    InstalmentDetails,
    Leaving,
    LeavingReason,
    Power,
    Prerequisite,
    Programme,
    ProgrammeDetails,
    Proxy,
    Pupil,
    PupilMatch,
    Relation,
    Requirement,
    Sitting,
    Subject,
    Teacher,
    TimeOfDay,
    Voucher,
    VoucherUse,
    WaitingDetails,
    WaitingPlace,
)

SWITCH_FEE = 500
FREE_UNTIL_DAYS = 10
LATE_PERCENT = 75
DISCOUNT_PERCENTS = {
    "family_member": 10,
    "apprentice": 25,
    "choir_member": 20,
}
GRADE_PAPER_FROM = 70
BUNDLE_FROM = 3
BUNDLE_PERCENT = 20

# --- finding and checking the pupil --------------------------------------------------------------


@tool(intent="find the pupils called {name} in {postal_code}")
def find_pupils_by_name(
    state: State, name: PersonName, postal_code: PostalCode
) -> list[PupilMatch]:
    """Find pupils by full name and postal code; there may be several.

    Args:
        name: First and last name.
        postal_code: The postal code of the address.
    """
    wanted = name.casefold()
    return [
        PupilMatch(id=pupil.id, name=pupil.name)
        for pupil in state.find(Pupil, postal_code=postal_code)
        if pupil.name.casefold() == wanted
    ]


@tool(intent="verify the identity of pupil {pupil_id}", writes=True)
def verify_identity(state: State, pupil_id: Reference[Pupil], passphrase: Secret) -> PupilMatch:
    """Check that you talk to the pupil, and record that you did.

    Args:
        pupil_id: Who they say they are.
        passphrase: The passphrase, as they say it.
    """
    pupil = state.get(Pupil, pupil_id)
    matches = pupil.passphrase.casefold() == passphrase.casefold()
    require(matches, "this is not the passphrase")
    record_identity(state, pupil.id)
    return PupilMatch(id=pupil.id, name=pupil.name)


@tool(intent="look at the details of pupil {pupil_id}")
def get_pupil(state: State, pupil_id: Reference[Pupil]) -> Pupil:
    """Show what is in the books about a pupil.

    Args:
        pupil_id: The pupil.
    """
    return state.get(Pupil, pupil_id)


# --- looking things up ---------------------------------------------------------------------------


@tool(intent="list the bookings of pupil {pupil_id}")
def list_bookings(state: State, pupil_id: Reference[Pupil]) -> list[BookingDetails]:
    """List what a pupil learns and has learnt, with grades and what is still to pay.

    Args:
        pupil_id: The pupil.
    """
    state.get(Pupil, pupil_id)
    return [details_of(state, booking) for booking in state.find(Booking, pupil_id=pupil_id)]


@tool(intent="look at booking {booking_id}")
def get_booking(state: State, booking_id: Reference[Booking]) -> Booking:
    """Show a booking as it is in the books, also whether there is an inquiry.

    Args:
        booking_id: The booking.
    """
    return state.get(Booking, booking_id)


@tool(intent="list the instalments of pupil {pupil_id}")
def list_instalments(state: State, pupil_id: Reference[Pupil]) -> list[InstalmentDetails]:
    """List the parts of all fees of a pupil that are open or paid.

    Args:
        pupil_id: The pupil.
    """
    state.get(Pupil, pupil_id)
    return [
        instalment_details(state, booking, instalment)
        for booking in state.find(Booking, pupil_id=pupil_id)
        for instalment in state.find(Instalment, booking_id=booking.id)
        if instalment.status != "void"
    ]


@tool(intent="list what pupil {pupil_id} waits for")
def list_waiting_places(state: State, pupil_id: Reference[Pupil]) -> list[WaitingDetails]:
    """List the queues in which a pupil is, and was.

    Args:
        pupil_id: The pupil.
    """
    state.get(Pupil, pupil_id)
    return [waiting_details(state, place) for place in state.find(WaitingPlace, pupil_id=pupil_id)]


@tool(intent="list the certificates for booking {booking_id}")
def list_certificates(state: State, booking_id: Reference[Booking]) -> list[Certificate]:
    """List the papers that were issued for a booking.

    Args:
        booking_id: The booking.
    """
    state.get(Booking, booking_id)
    return state.find(Certificate, booking_id=booking_id)


@tool(intent="search for programmes in {subject}")
def search_programmes(
    state: State, subject: Subject | None = None, name: Label | None = None
) -> list[Programme]:
    """List the programmes in one subject, or the one with a name.

    Args:
        subject: Only in this subject.
        name: Only the one of exactly this name.
    """
    if name is not None:
        found = state.find(Programme, name=name)
        return [programme for programme in found if subject in (None, programme.subject)]
    require(subject is not None, "give a subject, a name, or both")
    return state.find(Programme, subject=subject)


@tool(intent="look at programme {programme_id}")
def get_programme(state: State, programme_id: Reference[Programme]) -> ProgrammeDetails:
    """Show a programme and what has to be completed before it, with which grade.

    Args:
        programme_id: The programme.
    """
    return ProgrammeDetails(
        programme=state.get(Programme, programme_id),
        requirements=[
            requirement(state, needed)
            for needed in state.find(Prerequisite, programme_id=programme_id)
        ],
    )


@tool(intent="list the ensembles of programme {programme_id}")
def list_ensembles(state: State, programme_id: Reference[Programme]) -> list[EnsembleDetails]:
    """List the ensembles of a programme that are planned or running.

    Args:
        programme_id: The programme.
    """
    state.get(Programme, programme_id)
    return [
        group_details(state, ensemble)
        for ensemble in state.find(Ensemble, programme_id=programme_id)
        if ensemble.status in ("planned", "running")
    ]


@tool(intent="list the sittings for programme {programme_id}")
def list_sittings(state: State, programme_id: Reference[Programme]) -> list[Sitting]:
    """List when a programme is examined from today on.

    Args:
        programme_id: The programme.
    """
    state.get(Programme, programme_id)
    sittings = state.find(Sitting, programme_id=programme_id)
    return [sitting for sitting in sittings if sitting.takes_place_on >= today(state)]


@tool(intent="list the examinations of pupil {pupil_id}")
def list_exam_entries(state: State, pupil_id: Reference[Pupil]) -> list[EntryDetails]:
    """List the examinations that a pupil took or will take.

    Args:
        pupil_id: The pupil.
    """
    state.get(Pupil, pupil_id)
    return [
        entry_details(state, entry)
        for booking in state.find(Booking, pupil_id=pupil_id)
        for entry in state.find(ExamEntry, booking_id=booking.id)
    ]


@tool(intent="list the absences of pupil {pupil_id}")
def list_absences(state: State, pupil_id: Reference[Pupil]) -> list[AbsenceDetails]:
    """List the lessons that a pupil missed or will miss.

    Args:
        pupil_id: The pupil.
    """
    state.get(Pupil, pupil_id)
    return [
        absence_details(state, booking, absence)
        for booking in state.find(Booking, pupil_id=pupil_id)
        for absence in state.find(Absence, booking_id=booking.id)
    ]


# --- bookings ------------------------------------------------------------------------------------


@tool(intent="enrol pupil {pupil_id} in ensemble {ensemble_id}", writes=True)
def enrol(
    state: State, pupil_id: Reference[Pupil], ensemble_id: Reference[Ensemble]
) -> BookingDetails:
    """Give a pupil a place in an ensemble.

    The fee is due on the first day of the ensemble, or today if that is later.

    Args:
        pupil_id: Who learns.
        ensemble_id: The ensemble.
    """
    state.get(Pupil, pupil_id)
    ensemble = teaching(state, ensemble_id)
    mine = state.find(Booking, pupil_id=pupil_id, ensemble_id=ensemble_id, status="enrolled")
    require(not mine, f"{pupil_id} is in {ensemble_id} already")
    return details_of(state, add_booking(state, pupil_id, ensemble))


@tool(intent="leave booking {booking_id}", writes=True)
def leave(state: State, booking_id: Reference[Booking], reason: LeavingReason) -> Leaving:
    """Take a pupil out of an ensemble, and settle the fee.

    Until 10 days before the first lesson, that day included, nothing is to pay.
    Later they pay 75 percent of the fee, rounded down to the cent.
    What they paid beyond that is given back; what is missing is due today.

    Args:
        booking_id: The booking, which must be enrolled.
        reason: Why they leave.
    """
    booking = enrolled(state, booking_id)
    kept = min(kept_of(state, booking), booking.fee)
    paid = paid_for(state, booking_id)
    for instalment in state.find(Instalment, booking_id=booking_id, status="open"):
        state.update(instalment, status="void")
    if kept > paid:
        add_instalment(state, booking_id, kept - paid, today(state))
    state.update(booking, status="dropped", fee=kept, leaving_reason=reason)
    return Leaving(
        booking_id=booking_id,
        kept=kept,
        refund=max(paid - kept, 0),
        to_pay=max(kept - paid, 0),
    )


@tool(intent="move booking {booking_id} to ensemble {ensemble_id}", writes=True)
def switch_ensemble(
    state: State, booking_id: Reference[Booking], ensemble_id: Reference[Ensemble]
) -> BookingDetails:
    """Move a pupil to another ensemble of the same programme.

    5.00 is added to the fee, due today.

    Args:
        booking_id: The booking, which must be enrolled.
        ensemble_id: The other ensemble.
    """
    booking = enrolled(state, booking_id)
    old, new = state.get(Ensemble, booking.ensemble_id), teaching(state, ensemble_id)
    require(new.id != old.id, f"{booking_id} is in {new.id} already")
    require(new.programme_id == old.programme_id, f"{new.id} teaches something else")
    require(seats_left(state, new) > 0, f"{new.id} is full")
    add_instalment(state, booking_id, SWITCH_FEE, today(state))
    booking = state.update(booking, ensemble_id=new.id, fee=booking.fee + SWITCH_FEE)
    return details_of(state, booking)


@tool(intent="grant the {kind} discount for booking {booking_id}", writes=True)
def grant_discount(
    state: State, booking_id: Reference[Booking], kind: DiscountKind
) -> BookingDetails:
    """Lower the fee of a booking once; every open instalment becomes as many percent smaller.

    It is 10 percent for a family member, 25 percent for a apprentice, 20 percent for a choir
    member, rounded down to the cent for each instalment.

    Args:
        booking_id: The booking, which must be enrolled.
        kind: Why it costs less.
    """
    booking = enrolled(state, booking_id)
    require(booking.discount is None, f"{booking_id} has the {booking.discount} discount already")
    saved = 0
    for instalment in state.find(Instalment, booking_id=booking_id, status="open"):
        part = instalment.amount * DISCOUNT_PERCENTS[kind] // 100
        state.update(instalment, amount=instalment.amount - part)
        saved += part
    require(saved > 0, f"everything is paid for {booking_id}")
    return details_of(state, state.update(booking, fee=booking.fee - saved, discount=kind))


@tool(intent="issue a certificate of {kind} for booking {booking_id}", writes=True)
def issue_certificate(
    state: State, booking_id: Reference[Booking], kind: CertificateKind
) -> Certificate:
    """Issue a paper about a booking, once of each kind.

    Args:
        booking_id: The booking.
        kind: About the attendance or about the grade.
    """
    state.get(Booking, booking_id)
    earlier = state.find(Certificate, booking_id=booking_id, kind=kind)
    require(not earlier, f"a certificate of {kind} was issued for {booking_id} already")
    return state.add(Certificate, booking_id=booking_id, kind=kind, issued_on=today(state))


# --- fees ----------------------------------------------------------------------------------------


@tool(intent="take the payment of instalment {instalment_id}", writes=True)
def pay_instalment(state: State, instalment_id: Reference[Instalment]) -> InstalmentDetails:
    """Book that a part of a fee is paid.

    Args:
        instalment_id: The part, which must be open.
    """
    instalment = open_instalment(state, instalment_id)
    booking = state.get(Booking, instalment.booking_id)
    return instalment_details(state, booking, state.update(instalment, status="paid"))


@tool(intent="put instalment {instalment_id} off to {due_on}", writes=True)
def postpone_instalment(
    state: State, instalment_id: Reference[Instalment], due_on: Date
) -> InstalmentDetails:
    """Let a part of a fee be paid later.

    Args:
        instalment_id: The part, which must be open.
        due_on: The new day, later than the old one.
    """
    instalment = open_instalment(state, instalment_id)
    require(due_on > instalment.due_on, f"it is due on {instalment.due_on}; name a later day")
    later = state.update(instalment, due_on=due_on, postponements=instalment.postponements + 1)
    return instalment_details(state, state.get(Booking, instalment.booking_id), later)


# --- waiting -------------------------------------------------------------------------------------


@tool(intent="put pupil {pupil_id} on the list for ensemble {ensemble_id}", writes=True)
def join_waiting_list(
    state: State, pupil_id: Reference[Pupil], ensemble_id: Reference[Ensemble]
) -> WaitingDetails:
    """Put a pupil at the end of the queue for an ensemble.

    Args:
        pupil_id: Who waits.
        ensemble_id: The ensemble.
    """
    state.get(Pupil, pupil_id)
    teaching(state, ensemble_id)
    mine = state.find(WaitingPlace, pupil_id=pupil_id, ensemble_id=ensemble_id)
    waits = any(place.status in ("waiting", "offered") for place in mine)
    require(not waits, f"{pupil_id} waits for {ensemble_id} already")
    place = state.add(
        WaitingPlace,
        pupil_id=pupil_id,
        ensemble_id=ensemble_id,
        status="waiting",
        joined_on=today(state),
    )
    return waiting_details(state, place)


@tool(intent="give up the waiting place {waiting_place_id}", writes=True)
def leave_waiting_list(state: State, waiting_place_id: Reference[WaitingPlace]) -> WaitingPlace:
    """Take somebody out of a queue.

    Args:
        waiting_place_id: The place, where they wait or have an offer.
    """
    place = state.get(WaitingPlace, waiting_place_id)
    is_on = place.status in ("waiting", "offered")
    require(is_on, f"{waiting_place_id} is {place.status}")
    return state.update(place, status="left")


@tool(intent="take the offer of waiting place {waiting_place_id}", writes=True)
def accept_offer(state: State, waiting_place_id: Reference[WaitingPlace]) -> BookingDetails:
    """Enrol somebody who waited, and to whom a seat was offered.

    The fee is due on the first day of the ensemble, or today if that is later.

    Args:
        waiting_place_id: The place with the offer.
    """
    place = state.get(WaitingPlace, waiting_place_id)
    require(place.status == "offered", f"{waiting_place_id} has no offer: it is {place.status}")
    ensemble = teaching(state, place.ensemble_id)
    state.update(place, status="taken")
    return details_of(state, add_booking(state, place.pupil_id, ensemble))


# --- examinations --------------------------------------------------------------------------------


@tool(intent="register booking {booking_id} for sitting {sitting_id}", writes=True)
def register_for_exam(
    state: State, booking_id: Reference[Booking], sitting_id: Reference[Sitting]
) -> EntryDetails:
    """Give a pupil a seat at a sitting for what they learn.

    Args:
        booking_id: The booking.
        sitting_id: The sitting, at which a seat must be left.
    """
    booking = state.get(Booking, booking_id)
    sitting = state.get(Sitting, sitting_id)
    taught = state.get(Ensemble, booking.ensemble_id).programme_id
    require(sitting.programme_id == taught, f"{sitting_id} examines something else")
    require(sitting.takes_place_on >= today(state), f"{sitting_id} is over")
    require(sitting.seats_left > 0, f"no seat is left at {sitting_id}")
    taken = state.find(ExamEntry, booking_id=booking_id, status="registered")
    require(not taken, f"{booking_id} is registered for a sitting already")
    state.update(sitting, seats_left=sitting.seats_left - 1)
    entry = state.add(ExamEntry, booking_id=booking_id, sitting_id=sitting_id, status="registered")
    return entry_details(state, entry)


@tool(intent="withdraw from examination {exam_entry_id}", writes=True)
def withdraw_from_exam(state: State, exam_entry_id: Reference[ExamEntry]) -> EntryDetails:
    """Give a seat at a sitting back.

    Args:
        exam_entry_id: The examination, for which they must be registered.
    """
    entry = state.get(ExamEntry, exam_entry_id)
    require(entry.status == "registered", f"{exam_entry_id} is {entry.status}")
    sitting = state.get(Sitting, entry.sitting_id)
    state.update(sitting, seats_left=sitting.seats_left + 1)
    return entry_details(state, state.update(entry, status="withdrawn"))


# --- absences ------------------------------------------------------------------------------------


@tool(intent="report an absence from booking {booking_id} on {lesson_on}", writes=True)
def report_absence(
    state: State, booking_id: Reference[Booking], lesson_on: Date, cause: AbsenceCause
) -> AbsenceDetails:
    """Note that a pupil misses a lesson.

    Args:
        booking_id: The booking, which must be enrolled.
        lesson_on: The day of the lesson.
        cause: Why they miss it.
    """
    booking = enrolled(state, booking_id)
    ensemble = state.get(Ensemble, booking.ensemble_id)
    is_within = ensemble.starts_on <= lesson_on <= ensemble.ends_on
    is_lesson = days_between(ensemble.starts_on, lesson_on) % 7 == 0
    require(is_within and is_lesson, f"there is no lesson on {lesson_on}")
    known = state.find(Absence, booking_id=booking_id, lesson_on=lesson_on)
    require(not known, f"the absence on {lesson_on} is noted already")
    absence = state.add(Absence, booking_id=booking_id, lesson_on=lesson_on, cause=cause)
    return absence_details(state, booking, absence)


@tool(intent="make absence {absence_id} up in ensemble {ensemble_id}", writes=True)
def make_up_lesson(
    state: State, absence_id: Reference[Absence], ensemble_id: Reference[Ensemble]
) -> AbsenceDetails:
    """Let somebody join a lesson of another ensemble of the same programme.

    Args:
        absence_id: The lesson that is missed, not made up yet.
        ensemble_id: The other ensemble.
    """
    absence = state.get(Absence, absence_id)
    booking = enrolled(state, absence.booking_id)
    own, other = state.get(Ensemble, booking.ensemble_id), teaching(state, ensemble_id)
    require(other.id != own.id, f"{other.id} is their own")
    require(other.programme_id == own.programme_id, f"{other.id} teaches something else")
    return absence_details(state, booking, state.update(absence, made_up_in_id=other.id))


# --- calls back ----------------------------------------------------------------------------------


@tool(intent="list the calls back to pupil {pupil_id}")
def list_callbacks(state: State, pupil_id: Reference[Pupil]) -> list[Callback]:
    """List the calls that were or will be made to a pupil.

    Args:
        pupil_id: The pupil.
    """
    state.get(Pupil, pupil_id)
    return state.find(Callback, pupil_id=pupil_id)


@tool(intent="see how many calls are planned for {day}")
def check_callback_day(state: State, day: Date) -> list[CallbackLoad]:
    """Show how many calls are planned for each part of a day.

    Args:
        day: The day.
    """
    times: tuple[TimeOfDay, ...] = ("morning", "midday", "afternoon")
    return [
        CallbackLoad(day=day, time_of_day=time, num_planned=len(planned_for(state, day, time)))
        for time in times
    ]


@tool(intent="plan a call on {day}, {time_of_day}", writes=True)
def plan_callback(
    state: State,
    pupil_id: Reference[Pupil],
    topic: CallbackTopic,
    day: Date,
    time_of_day: TimeOfDay,
) -> Callback:
    """Have somebody of the staff call a pupil.

    Args:
        pupil_id: Who is called.
        topic: What about.
        day: On which day, which must not be over.
        time_of_day: In which part of the day.
    """
    state.get(Pupil, pupil_id)
    require(day >= state.now[:10], f"{day} is over")
    return state.add(
        Callback,
        pupil_id=pupil_id,
        topic=topic,
        day=day,
        time_of_day=time_of_day,
        status="planned",
    )


@tool(intent="move the call {callback_id} to {day}, {time_of_day}", writes=True)
def move_callback(
    state: State, callback_id: Reference[Callback], day: Date, time_of_day: TimeOfDay
) -> Callback:
    """Have a planned call made at another time.

    Args:
        callback_id: The call.
        day: The new day, which must not be over.
        time_of_day: The new part of the day.
    """
    callback = state.get(Callback, callback_id)
    require(callback.status == "planned", f"call {callback_id} is {callback.status}")
    require(day >= state.now[:10], f"{day} is over")
    return state.update(callback, day=day, time_of_day=time_of_day)


@tool(intent="cancel the call {callback_id}", writes=True)
def cancel_callback(state: State, callback_id: Reference[Callback]) -> Callback:
    """Call off a planned call.

    Args:
        callback_id: The call.
    """
    callback = state.get(Callback, callback_id)
    require(callback.status == "planned", f"call {callback_id} is {callback.status}")
    return state.update(callback, status="cancelled")


# --- extras --------------------------------------------------------------------------------------


@tool(intent="list the extras of kind {kind}")
def list_extras(state: State, kind: ExtraKind) -> list[Extra]:
    """List the extras of one kind.

    Args:
        kind: The kind.
    """
    return state.find(Extra, kind=kind)


@tool(intent="list the extras of booking {booking_id}")
def list_booked_extras(state: State, booking_id: Reference[Booking]) -> list[ExtraLine]:
    """List the extras that go with a booking.

    Args:
        booking_id: The booking.
    """
    state.get(Booking, booking_id)
    return [extra_line(state, booked) for booked in state.find(BookedExtra, booking_id=booking_id)]


@tool(intent="add the extra {extra_id} to booking {booking_id}", writes=True)
def book_extra(
    state: State, booking_id: Reference[Booking], extra_id: Reference[Extra]
) -> BookedExtra:
    """Book an extra; from the third one of a booking on, each costs 20 percent less.

    The price is rounded down to the cent.

    Args:
        booking_id: What it goes with; it must be enrolled.
        extra_id: The extra, which must not be booked for it yet.
    """
    booking = state.get(Booking, booking_id)
    is_open = booking.status == "enrolled"
    require(is_open, f"{booking_id} is {booking.status}, extras cannot be booked any more")
    price = state.get(Extra, extra_id).price
    booked = state.find(BookedExtra, booking_id=booking_id)
    has_it = any(each.extra_id == extra_id for each in booked)
    require(not has_it, f"{extra_id} is booked for {booking_id} already")
    if len(booked) >= BUNDLE_FROM - 1:
        price = price * (100 - BUNDLE_PERCENT) // 100
    return state.add(
        BookedExtra, booking_id=booking_id, extra_id=extra_id, price=price, booked_on=state.now[:10]
    )


@tool(intent="cancel the extra {booked_extra_id}", writes=True)
def cancel_extra(state: State, booked_extra_id: Reference[BookedExtra]) -> BookedExtra:
    """Take an extra off again.

    Args:
        booked_extra_id: The extra that was booked.
    """
    booked = state.get(BookedExtra, booked_extra_id)
    state.remove(booked)
    return booked


# --- people who may act for others ---------------------------------------------------------------


@tool(intent="list who may act for pupil {pupil_id}")
def list_proxies(state: State, pupil_id: Reference[Pupil]) -> list[Proxy]:
    """List the people who may act for a pupil, also those whose time is over.

    Args:
        pupil_id: The pupil.
    """
    state.get(Pupil, pupil_id)
    return state.find(Proxy, pupil_id=pupil_id)


@tool(intent="let {name} act for pupil {pupil_id} until {until}", writes=True)
def add_proxy(
    state: State,
    pupil_id: Reference[Pupil],
    name: PersonName,
    relation: Relation,
    power: Power,
    until: Date,
) -> Proxy:
    """Allow somebody to act for a pupil.

    Args:
        pupil_id: For whom.
        name: Who may act.
        relation: What they are to the pupil.
        power: What they may do.
        until: The last day on which they may.
    """
    state.get(Pupil, pupil_id)
    require(until >= state.now[:10], f"{until} is over")
    return state.add(
        Proxy,
        pupil_id=pupil_id,
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
    """Take the permission to act for a pupil back.

    Args:
        proxy_id: Who may not act any more.
    """
    proxy = state.get(Proxy, proxy_id)
    state.remove(proxy)
    return proxy


# --- vouchers ------------------------------------------------------------------------------------


@tool(intent="look at voucher {code}")
def get_voucher(state: State, code: Label) -> Voucher:
    """Show what a voucher is worth, and when and for what it can be used.

    Args:
        code: The code on the voucher.
    """
    return voucher_with(state, code)


@tool(intent="use voucher {code} for booking {booking_id}", writes=True)
def use_voucher(state: State, booking_id: Reference[Booking], code: Label) -> VoucherUse:
    """Take a voucher's amount off the fee, which does not fall below zero.

    Args:
        booking_id: The booking, for which no voucher was used yet.
        code: The code on the voucher.
    """
    booking = state.get(Booking, booking_id)
    voucher = voucher_with(state, code)
    used = state.find(VoucherUse, booking_id=booking_id)
    require(not used, f"a voucher was used for {booking_id} already")
    discount = min(voucher.amount, booking.fee)
    state.update(booking, fee=booking.fee - discount)
    return state.add(
        VoucherUse,
        voucher_id=voucher.id,
        booking_id=booking_id,
        discount=discount,
        used_on=state.now[:10],
    )


# --- what the tools share ------------------------------------------------------------------------


def today(state: State) -> Date:
    """The day of the clock."""
    return state.now[:10]


def details_of(state: State, booking: Booking) -> BookingDetails:
    """A booking as it is shown."""
    ensemble = state.get(Ensemble, booking.ensemble_id)
    programme = state.get(Programme, ensemble.programme_id)
    return BookingDetails(
        booking_id=booking.id,
        programme_id=programme.id,
        programme=programme.name,
        subject=programme.subject,
        level=programme.level,
        city=state.get(Campus, ensemble.campus_id).city,
        weekday=ensemble.weekday,
        starts_on=ensemble.starts_on,
        ends_on=ensemble.ends_on,
        status=booking.status,
        grade=booking.grade,
        fee=booking.fee,
        to_pay=max(booking.fee - paid_for(state, booking.id), 0),
        enrolled_on=booking.enrolled_on,
    )


def group_details(state: State, ensemble: Ensemble) -> EnsembleDetails:
    """An ensemble as it is shown."""
    campus = state.get(Campus, ensemble.campus_id)
    return EnsembleDetails(
        ensemble_id=ensemble.id,
        programme=course_name(state, ensemble.id),
        teacher=state.get(Teacher, ensemble.teacher_id).name,
        campus=campus.name,
        city=campus.city,
        weekday=ensemble.weekday,
        starts_on=ensemble.starts_on,
        ends_on=ensemble.ends_on,
        fee=ensemble.fee,
        seats_left=max(seats_left(state, ensemble), 0),
        status=ensemble.status,
    )


def course_name(state: State, ensemble_id: str) -> Label:
    """What an ensemble teaches."""
    return state.get(Programme, state.get(Ensemble, ensemble_id).programme_id).name


def requirement(state: State, needed: Prerequisite) -> Requirement:
    """What has to be completed first, as it is shown."""
    programme = state.get(Programme, needed.required_id)
    return Requirement(
        required_id=programme.id,
        name=programme.name,
        level=programme.level,
        min_grade=needed.min_grade,
    )


def instalment_details(state: State, booking: Booking, instalment: Instalment) -> InstalmentDetails:
    """A part of a fee as it is shown."""
    return InstalmentDetails(
        instalment_id=instalment.id,
        booking_id=booking.id,
        programme=course_name(state, booking.ensemble_id),
        amount=instalment.amount,
        due_on=instalment.due_on,
        status=instalment.status,
        postponements=instalment.postponements,
    )


def waiting_details(state: State, place: WaitingPlace) -> WaitingDetails:
    """A place in a queue as it is shown."""
    ensemble = state.get(Ensemble, place.ensemble_id)
    others = state.find(WaitingPlace, ensemble_id=ensemble.id, status="waiting")
    ahead = [other for other in others if other.joined_on < place.joined_on]
    return WaitingDetails(
        waiting_place_id=place.id,
        ensemble_id=ensemble.id,
        programme=course_name(state, ensemble.id),
        city=state.get(Campus, ensemble.campus_id).city,
        weekday=ensemble.weekday,
        starts_on=ensemble.starts_on,
        place_in_queue=len(ahead) + 1,
        status=place.status,
        joined_on=place.joined_on,
        offered_on=place.offered_on,
    )


def entry_details(state: State, entry: ExamEntry) -> EntryDetails:
    """A seat at a sitting as it is shown."""
    sitting = state.get(Sitting, entry.sitting_id)
    return EntryDetails(
        exam_entry_id=entry.id,
        programme=state.get(Programme, sitting.programme_id).name,
        takes_place_on=sitting.takes_place_on,
        status=entry.status,
    )


def absence_details(state: State, booking: Booking, absence: Absence) -> AbsenceDetails:
    """A lesson that somebody misses, as it is shown."""
    return AbsenceDetails(
        absence_id=absence.id,
        booking_id=booking.id,
        programme=course_name(state, booking.ensemble_id),
        lesson_on=absence.lesson_on,
        cause=absence.cause,
        made_up_in_id=absence.made_up_in_id,
    )


def teaching(state: State, ensemble_id: str) -> Ensemble:
    """An ensemble that is planned or running."""
    ensemble = state.get(Ensemble, ensemble_id)
    is_on = ensemble.status in ("planned", "running")
    require(is_on, f"{ensemble_id} is {ensemble.status}")
    return ensemble


def enrolled(state: State, booking_id: str) -> Booking:
    """A booking that is neither over nor dropped."""
    booking = state.get(Booking, booking_id)
    require(booking.status == "enrolled", f"{booking_id} is {booking.status}, not enrolled")
    return booking


def open_instalment(state: State, instalment_id: str) -> Instalment:
    """A part of a fee that is not paid."""
    instalment = state.get(Instalment, instalment_id)
    require(instalment.status == "open", f"{instalment_id} is {instalment.status}")
    return instalment


def seats_left(state: State, ensemble: Ensemble) -> int:
    """How many seats nobody has; those that are offered to somebody are not free."""
    taken = len(state.find(Booking, ensemble_id=ensemble.id, status="enrolled"))
    offered = len(state.find(WaitingPlace, ensemble_id=ensemble.id, status="offered"))
    return ensemble.seats - taken - offered


def paid_for(state: State, booking_id: str) -> Money:
    """What was paid for a booking so far."""
    paid = state.find(Instalment, booking_id=booking_id, status="paid")
    return sum(instalment.amount for instalment in paid)


def add_instalment(state: State, booking_id: str, amount: Money, due_on: str) -> None:
    """Ask for a part of the fee."""
    state.add(
        Instalment,
        booking_id=booking_id,
        amount=amount,
        due_on=due_on,
        status="open",
        postponements=0,
    )


def add_booking(state: State, pupil_id: str, ensemble: Ensemble) -> Booking:
    """Enrol somebody, and ask for the fee."""
    booking = new_booking(state, pupil_id, ensemble.id, ensemble.fee)
    add_instalment(state, booking.id, ensemble.fee, max(ensemble.starts_on, today(state)))
    return booking


def new_booking(state: State, pupil_id: str, ensemble_id: str, fee: Money) -> Booking:
    """Give somebody a place."""
    return state.add(
        Booking,
        pupil_id=pupil_id,
        ensemble_id=ensemble_id,
        status="enrolled",
        enrolled_on=today(state),
        fee=fee,
        under_inquiry=False,
    )


def lessons_held(state: State, ensemble: Ensemble) -> int:
    """How many lessons were held until today, today's included."""
    if today(state) < ensemble.starts_on:
        return 0
    return min(days_between(ensemble.starts_on, state.now) // 7 + 1, ensemble.lessons)


def kept_of(state: State, booking: Booking) -> Money:
    """What somebody has to pay who leaves today."""
    ensemble = state.get(Ensemble, booking.ensemble_id)
    if days_between(state.now, ensemble.starts_on) >= FREE_UNTIL_DAYS:
        return 0
    return booking.fee * LATE_PERCENT // 100


def planned_for(state: State, day: Date, time_of_day: TimeOfDay) -> list[Callback]:
    """The calls that are planned for a part of a day."""
    return state.find(Callback, day=day, time_of_day=time_of_day, status="planned")


def extra_line(state: State, booked: BookedExtra) -> ExtraLine:
    """A booked extra as it is shown."""
    extra = state.get(Extra, booked.extra_id)
    return ExtraLine(
        booked_extra_id=booked.id,
        name=extra.name,
        kind=extra.kind,
        price=booked.price,
        booked_on=booked.booked_on,
    )


def voucher_with(state: State, code: str) -> Voucher:
    """The voucher with a code."""
    for voucher in state.find(Voucher, code=code):
        return voucher
    raise ToolError(f"there is no voucher {code}")
