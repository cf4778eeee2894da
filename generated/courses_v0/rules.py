"""The policy of Stage Door Studio, executable: each docstring is a sentence of the document."""

from collections.abc import Callable

from autoforge_envs.domain import (
    Call,
    Date,
    Label,
    Reference,
    State,
    ToolError,
    days_between,
    is_confirmed,
    is_identified,
    rule,
)

from .models import (
    Absence,
    BookedExtra,
    Booking,
    Callback,
    CertificateKind,
    Ensemble,
    ExamEntry,
    Extra,
    Instalment,
    Prerequisite,
    Proxy,
    Pupil,
    Sitting,
    TimeOfDay,
    WaitingPlace,
)
from .tools import (
    GRADE_PAPER_FROM,
    accept_offer,
    add_proxy,
    book_extra,
    cancel_callback,
    cancel_extra,
    enrol,
    extend_proxy,
    get_booking,
    get_pupil,
    grant_discount,
    issue_certificate,
    join_waiting_list,
    leave,
    leave_waiting_list,
    lessons_held,
    list_absences,
    list_booked_extras,
    list_bookings,
    list_callbacks,
    list_certificates,
    list_exam_entries,
    list_instalments,
    list_proxies,
    list_waiting_places,
    make_up_lesson,
    move_callback,
    paid_for,
    pay_instalment,
    plan_callback,
    planned_for,
    postpone_instalment,
    register_for_exam,
    report_absence,
    revoke_proxy,
    seats_left,
    switch_ensemble,
    use_voucher,
    voucher_with,
    withdraw_from_exam,
)

CHANGES = (
    enrol,
    leave,
    switch_ensemble,
    grant_discount,
    issue_certificate,
    pay_instalment,
    postpone_instalment,
    join_waiting_list,
    leave_waiting_list,
    accept_offer,
    register_for_exam,
    withdraw_from_exam,
    report_absence,
    make_up_lesson,
    plan_callback,
    move_callback,
    cancel_callback,
    book_extra,
    cancel_extra,
    add_proxy,
    extend_proxy,
    revoke_proxy,
    use_voucher,
)
PERSONAL_VIEWS = (
    get_pupil,
    list_bookings,
    get_booking,
    list_instalments,
    list_waiting_places,
    list_certificates,
    list_exam_entries,
    list_absences,
    list_callbacks,
    list_booked_extras,
    list_proxies,
)
OWNERS: dict[str, Callable[[State, str], str]] = {
    "pupil_id": lambda state, key: key,
    "booking_id": lambda state, key: state.get(Booking, key).pupil_id,
    "waiting_place_id": lambda state, key: state.get(WaitingPlace, key).pupil_id,
    "callback_id": lambda state, key: state.get(Callback, key).pupil_id,
    "proxy_id": lambda state, key: state.get(Proxy, key).pupil_id,
    "instalment_id": lambda state, key: (
        state.get(Booking, state.get(Instalment, key).booking_id).pupil_id
    ),
    "exam_entry_id": lambda state, key: (
        state.get(Booking, state.get(ExamEntry, key).booking_id).pupil_id
    ),
    "absence_id": lambda state, key: (
        state.get(Booking, state.get(Absence, key).booking_id).pupil_id
    ),
    "booked_extra_id": lambda state, key: (
        state.get(Booking, state.get(BookedExtra, key).booking_id).pupil_id
    ),
}
MAX_AT_A_TIME = 3
ENROL_UNTIL_DAYS = 14
LEAVE_UNTIL_LESSON = 6
SWITCH_UNTIL_LESSON = 4
MAX_WAITING = 3
OFFER_LASTS_DAYS = 3
MAX_POSTPONEMENTS = 2
POSTPONE_DAYS = 21
EXAM_UNTIL_DAYS = 10
MAX_ATTEMPTS = 1
MAX_MADE_UP = 2
DISCOUNT_UNTIL_LESSON = 3
INQUIRY_CHANGES = (
    leave,
    switch_ensemble,
    issue_certificate,
    register_for_exam,
)
CALLS_AT_A_TIME = 2
LATEST_CALL_DAYS = 14
MAX_EXTRAS = 4
CHANGE_OF_MIND_DAYS = 7
MAX_PROXIES = 3
LONGEST_PROXY_DAYS = 180

# --- procedure -----------------------------------------------------------------------------------


@rule(before=(*PERSONAL_VIEWS, *CHANGES), enforced_by="agent", declinable=False)
def identity_is_checked_first(state: State, call: Call) -> bool:
    """Check who you talk to with verify_identity before you show or change anything of theirs."""
    return is_identified(state, owner_of(state, call))


@rule(before=CHANGES, enforced_by="agent", declinable=False)
def changes_are_confirmed(state: State, call: Call) -> bool:
    """No change without consent: read details and identifiers back and have them confirmed."""
    return is_confirmed(state, call)


# --- bookings ------------------------------------------------------------------------------------


@rule(before=(enrol, accept_offer), enforced_by="tools")
def what_comes_first_comes_first(state: State, call: Call) -> bool:
    """A programme is open to those who completed what it requires, with the grade it requires."""
    ensemble, pupil_id = group_and_party(state, call)
    return all(
        best_grade(state, pupil_id, needed.required_id) >= needed.min_grade
        for needed in state.find(Prerequisite, programme_id=ensemble.programme_id)
    )


@rule(before=enrol, enforced_by="tools")
def full_is_full(state: State, ensemble_id: Reference[Ensemble]) -> bool:
    """Nobody is enrolled where no seat is left. Seats that are offered to others are not free."""
    return seats_left(state, state.get(Ensemble, ensemble_id)) > 0


@rule(before=enrol, enforced_by="agent")
def nobody_comes_too_late(state: State, ensemble_id: Reference[Ensemble]) -> bool:
    """One can enrol until 14 days after the first lesson, that day included."""
    starts_on = state.get(Ensemble, ensemble_id).starts_on
    return days_between(starts_on, state.now) <= ENROL_UNTIL_DAYS


@rule(before=(enrol, accept_offer), enforced_by="agent")
def nobody_takes_on_too_much(state: State, call: Call) -> bool:
    """A pupil takes at most 3 programmes at a time, the new one included."""
    _, pupil_id = group_and_party(state, call)
    mine = state.find(Booking, pupil_id=pupil_id, status="enrolled")
    return len(mine) < MAX_AT_A_TIME


@rule(before=enrol, enforced_by="agent")
def debts_come_first(state: State, pupil_id: Reference[Pupil]) -> bool:
    """Nobody enrols who has an overdue instalment; what is due today is not overdue."""
    return not owes(state, pupil_id)


@rule(before=leave, enforced_by="agent")
def leaving_has_an_end(state: State, booking_id: Reference[Booking]) -> bool:
    """Nobody leaves after more than 6 lessons; today's counts."""
    ensemble = state.get(Ensemble, state.get(Booking, booking_id).ensemble_id)
    return lessons_held(state, ensemble) <= LEAVE_UNTIL_LESSON


@rule(before=switch_ensemble, enforced_by="agent")
def switching_has_an_end(state: State, booking_id: Reference[Booking]) -> bool:
    """Nobody changes the ensemble after more than 4 lessons; today's counts."""
    ensemble = state.get(Ensemble, state.get(Booking, booking_id).ensemble_id)
    return lessons_held(state, ensemble) <= SWITCH_UNTIL_LESSON


@rule(before=grant_discount, enforced_by="agent")
def discounts_are_asked_for_early(state: State, booking_id: Reference[Booking]) -> bool:
    """A discount is granted only before lesson 3 was held."""
    ensemble = state.get(Ensemble, state.get(Booking, booking_id).ensemble_id)
    return lessons_held(state, ensemble) < DISCOUNT_UNTIL_LESSON


@rule(before=issue_certificate, enforced_by="tools")
def papers_are_for_what_is_completed(state: State, booking_id: Reference[Booking]) -> bool:
    """Certificates are issued only for what was completed."""
    return state.get(Booking, booking_id).status == "completed"


@rule(before=issue_certificate, enforced_by="agent")
def weak_grades_are_not_certified(
    state: State, booking_id: Reference[Booking], kind: CertificateKind
) -> bool:
    """A certificate of grade is issued from a grade of 70 on."""
    grade = state.get(Booking, booking_id).grade or 0
    return kind == "attendance" or grade >= GRADE_PAPER_FROM


@rule(before=issue_certificate, enforced_by="agent")
def papers_are_paid_for(state: State, booking_id: Reference[Booking]) -> bool:
    """Certificates are issued only where the whole fee is paid."""
    return paid_for(state, booking_id) >= state.get(Booking, booking_id).fee


@rule(before=INQUIRY_CHANGES, enforced_by="agent", declinable=False)
def inquiries_go_to_a_person(state: State, booking_id: Reference[Booking]) -> bool:
    """Where a booking is under inquiry, hand over to the examination office.

    With it nobody leaves, switches, sits an exam or gets a certificate.
    """
    return not state.get(Booking, booking_id).under_inquiry


# --- fees ----------------------------------------------------------------------------------------


@rule(before=postpone_instalment, enforced_by="agent")
def instalments_are_put_off_only_so_often(
    state: State, instalment_id: Reference[Instalment]
) -> bool:
    """An instalment is put off twice at most."""
    return state.get(Instalment, instalment_id).postponements < MAX_POSTPONEMENTS


@rule(before=postpone_instalment, enforced_by="agent")
def instalments_are_put_off_a_little(
    state: State, instalment_id: Reference[Instalment], due_on: Date
) -> bool:
    """An instalment is put off by at most 21 days, counted from when it is due."""
    return days_between(state.get(Instalment, instalment_id).due_on, due_on) <= POSTPONE_DAYS


@rule(before=postpone_instalment, enforced_by="agent")
def overdue_instalments_are_paid(state: State, instalment_id: Reference[Instalment]) -> bool:
    """An instalment that is overdue is not put off; on the day it is due it still is."""
    return state.get(Instalment, instalment_id).due_on >= state.now[:10]


# --- waiting -------------------------------------------------------------------------------------


@rule(before=join_waiting_list, enforced_by="agent")
def nobody_waits_for_free_seats(state: State, ensemble_id: Reference[Ensemble]) -> bool:
    """There is no queue for an ensemble in which seats are left: one can enrol."""
    return seats_left(state, state.get(Ensemble, ensemble_id)) <= 0


@rule(before=join_waiting_list, enforced_by="agent")
def nobody_waits_for_too_much(state: State, pupil_id: Reference[Pupil]) -> bool:
    """A pupil waits in at most 3 queues at a time; offers do not count."""
    return len(state.find(WaitingPlace, pupil_id=pupil_id, status="waiting")) < MAX_WAITING


@rule(before=accept_offer, enforced_by="agent")
def offers_run_out(state: State, waiting_place_id: Reference[WaitingPlace]) -> bool:
    """An offer lasts 3 days; on the last day it can still be taken."""
    offered_on = state.get(WaitingPlace, waiting_place_id).offered_on
    return offered_on is None or days_between(offered_on, state.now) <= OFFER_LASTS_DAYS


# --- examinations --------------------------------------------------------------------------------


@rule(before=register_for_exam, enforced_by="agent")
def registration_closes(state: State, sitting_id: Reference[Sitting]) -> bool:
    """One registers until 10 days before a sitting, that day included."""
    day = state.get(Sitting, sitting_id).takes_place_on
    return days_between(state.now, day) >= EXAM_UNTIL_DAYS


@rule(before=register_for_exam, enforced_by="agent")
def attempts_are_limited(state: State, booking_id: Reference[Booking]) -> bool:
    """Whoever failed the examination once is not registered again."""
    failed = state.find(ExamEntry, booking_id=booking_id, status="failed")
    return len(failed) < MAX_ATTEMPTS


@rule(before=withdraw_from_exam, enforced_by="agent")
def withdrawals_come_in_time(state: State, exam_entry_id: Reference[ExamEntry]) -> bool:
    """One withdraws until 10 days before a sitting, that day included."""
    sitting = state.get(Sitting, state.get(ExamEntry, exam_entry_id).sitting_id)
    return days_between(state.now, sitting.takes_place_on) >= EXAM_UNTIL_DAYS


# --- absences ------------------------------------------------------------------------------------


@rule(before=report_absence, enforced_by="agent")
def absences_are_reported_ahead(state: State, lesson_on: Date) -> bool:
    """An absence is reported before the lesson or on the very day, not later."""
    return lesson_on >= state.now[:10]


@rule(before=make_up_lesson, enforced_by="agent")
def only_so_many_are_made_up(state: State, absence_id: Reference[Absence]) -> bool:
    """At most 2 lessons are made up with each booking."""
    absences = state.find(Absence, booking_id=state.get(Absence, absence_id).booking_id)
    return sum(each.made_up_in_id is not None for each in absences) < MAX_MADE_UP


@rule(before=make_up_lesson, enforced_by="agent")
def trips_are_not_made_up(state: State, absence_id: Reference[Absence]) -> bool:
    """Lessons missed because of travel are not made up."""
    return state.get(Absence, absence_id).cause != "travel"


# --- calls back ----------------------------------------------------------------------------------


@rule(before=(plan_callback, move_callback), enforced_by="agent")
def only_so_many_calls_at_a_time(state: State, day: Date, time_of_day: TimeOfDay) -> bool:
    """At most 2 calls are planned for the same part of a day."""
    return len(planned_for(state, day, time_of_day)) < CALLS_AT_A_TIME


@rule(before=(plan_callback, move_callback), enforced_by="agent")
def calls_are_planned_soon(state: State, day: Date) -> bool:
    """A call is planned at most 14 days ahead."""
    return days_between(state.now, day) <= LATEST_CALL_DAYS


@rule(before=(move_callback, cancel_callback), enforced_by="agent")
def calls_of_today_stay(state: State, callback_id: Reference[Callback]) -> bool:
    """On the day of a call it is neither moved nor cancelled any more."""
    return state.get(Callback, callback_id).day > state.now[:10]


# --- extras --------------------------------------------------------------------------------------


@rule(before=book_extra, enforced_by="tools")
def only_so_many_extras(state: State, booking_id: Reference[Booking]) -> bool:
    """At most 4 extras go with the same booking."""
    return len(state.find(BookedExtra, booking_id=booking_id)) < MAX_EXTRAS


@rule(before=book_extra, enforced_by="agent")
def only_what_is_on_offer(state: State, extra_id: Reference[Extra]) -> bool:
    """Only extras that are on offer are booked; others are listed for those who have them."""
    return state.get(Extra, extra_id).on_offer


@rule(before=cancel_extra, enforced_by="agent")
def extras_are_cancelled_soon(state: State, booked_extra_id: Reference[BookedExtra]) -> bool:
    """An extra can be cancelled until 7 days after it was booked."""
    booked = state.get(BookedExtra, booked_extra_id)
    return days_between(booked.booked_on, state.now) <= CHANGE_OF_MIND_DAYS


# --- people who may act for others ---------------------------------------------------------------


@rule(before=add_proxy, enforced_by="agent")
def only_so_many_proxies(state: State, pupil_id: Reference[Pupil]) -> bool:
    """At most 3 people may act for the same pupil at a time.

    Whose last day is over does not count.
    """
    proxies = state.find(Proxy, pupil_id=pupil_id)
    return sum(proxy.until >= state.now[:10] for proxy in proxies) < MAX_PROXIES


@rule(before=(add_proxy, extend_proxy), enforced_by="agent")
def proxies_end(state: State, until: Date) -> bool:
    """Nobody may act for somebody else for more than 180 days from today."""
    return days_between(state.now, until) <= LONGEST_PROXY_DAYS


# --- vouchers ------------------------------------------------------------------------------------


@rule(before=use_voucher, enforced_by="tools")
def vouchers_keep_to_their_days(state: State, code: Label) -> bool:
    """A voucher can be used from its first to its last day, both included."""
    voucher = voucher_with(state, code)
    return voucher.starts_on <= state.now[:10] <= voucher.ends_on


@rule(before=use_voucher, enforced_by="agent")
def vouchers_have_a_minimum(state: State, booking_id: Reference[Booking], code: Label) -> bool:
    """A voucher can be used only if the fee is at least the voucher's minimum."""
    return state.get(Booking, booking_id).fee >= voucher_with(state, code).minimum


@rule(before=use_voucher, enforced_by="tools")
def vouchers_come_before_the_end(state: State, booking_id: Reference[Booking]) -> bool:
    """A voucher can be used only for a booking that is enrolled."""
    return state.get(Booking, booking_id).status == "enrolled"


# --- what the rules share ------------------------------------------------------------------------


def owner_of(state: State, call: Call) -> str:
    """Whose data a call is about: the pupil it names, or the owner of what it names."""
    for name, owner in OWNERS.items():
        if name in call.arguments:
            return owner(state, str(call.arguments[name]))
    raise ToolError(f"{call.tool} names no pupil")


def best_grade(state: State, pupil_id: str, programme_id: str) -> int:
    """The best grade with which somebody completed a programme; -1 if they never did."""
    completed = state.find(Booking, pupil_id=pupil_id, status="completed")
    return max(
        (
            booking.grade or 0
            for booking in completed
            if state.get(Ensemble, booking.ensemble_id).programme_id == programme_id
        ),
        default=-1,
    )


def group_and_party(state: State, call: Call) -> tuple[Ensemble, str]:
    """Which ensemble a call would put somebody into, and whom."""
    named = call.arguments
    if "waiting_place_id" in named:
        place = state.get(WaitingPlace, str(named["waiting_place_id"]))
        return state.get(Ensemble, place.ensemble_id), place.pupil_id
    return state.get(Ensemble, str(named["ensemble_id"])), str(named["pupil_id"])


def owes(state: State, pupil_id: str) -> bool:
    """Whether a part of any fee of somebody is overdue."""
    return any(
        instalment.due_on < state.now[:10]
        for booking in state.find(Booking, pupil_id=pupil_id)
        for instalment in state.find(Instalment, booking_id=booking.id, status="open")
    )
