"""The policy of Maple Court Clinic, executable: each docstring is a sentence of the document."""

from collections.abc import Callable

from autoforge_envs.domain import (
    Call,
    Date,
    Label,
    Money,
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
    Appointment,
    Charge,
    Child,
    Complaint,
    ComplaintTopic,
    DocumentCopy,
    DocumentKind,
    Mode,
    Patient,
    Power,
    Practitioner,
    Prescription,
    Proxy,
    Referral,
    Refill,
    Relation,
    Slot,
    Treatment,
    WaitingPlace,
)
from .tools import (
    add_proxy,
    book_appointment,
    cancel_appointment,
    cancel_refill,
    change_mode,
    coming_of,
    escalate_complaint,
    extend_proxy,
    file_complaint,
    get_patient,
    gift_card_with,
    grant_goodwill,
    join_waiting_list,
    leave_waiting_list,
    list_appointments,
    list_charges,
    list_children,
    list_complaints,
    list_document_copies,
    list_goodwill,
    list_prescriptions,
    list_proxies,
    list_referrals,
    list_refills,
    list_waiting_places,
    move_appointment,
    order_refill,
    pay_charge,
    pay_out_credit,
    redeem_gift_card,
    redirect_refill,
    renew_referral,
    revoke_proxy,
    send_document_copy,
    waive_charge,
    withdraw_complaint,
)

CHANGES = (
    book_appointment,
    move_appointment,
    change_mode,
    cancel_appointment,
    join_waiting_list,
    leave_waiting_list,
    renew_referral,
    order_refill,
    redirect_refill,
    cancel_refill,
    pay_charge,
    waive_charge,
    file_complaint,
    escalate_complaint,
    withdraw_complaint,
    send_document_copy,
    redeem_gift_card,
    pay_out_credit,
    grant_goodwill,
    add_proxy,
    extend_proxy,
    revoke_proxy,
)
PERSONAL_VIEWS = (
    get_patient,
    list_appointments,
    list_children,
    list_referrals,
    list_prescriptions,
    list_refills,
    list_charges,
    list_waiting_places,
    list_complaints,
    list_document_copies,
    list_goodwill,
    list_proxies,
)
OWNERS: dict[str, Callable[[State, str], str]] = {
    "patient_id": lambda state, key: key,
    "child_id": lambda state, key: state.get(Child, key).patient_id,
    "appointment_id": lambda state, key: state.get(Appointment, key).patient_id,
    "waiting_place_id": lambda state, key: state.get(WaitingPlace, key).patient_id,
    "referral_id": lambda state, key: state.get(Referral, key).patient_id,
    "prescription_id": lambda state, key: state.get(Prescription, key).patient_id,
    "proxy_id": lambda state, key: state.get(Proxy, key).patient_id,
    "refill_id": lambda state, key: (
        state.get(Prescription, state.get(Refill, key).prescription_id).patient_id
    ),
    "charge_id": lambda state, key: (
        state.get(Appointment, state.get(Charge, key).appointment_id).patient_id
    ),
    "complaint_id": lambda state, key: (
        state.get(Appointment, state.get(Complaint, key).appointment_id).patient_id
    ),
}
MAX_COMING = 2
MAX_UNPAID = 2000
LATEST_BOOKING_DAYS = 14
MAX_MOVES = 1
RENEWAL_DAYS = 30
REFILL_BEFORE_DAYS = 7
WAIVER_DAYS = 30
LARGEST_WAIVER = 3000
MAX_WAITING = 2
ESCALATION_AFTER_DAYS = 5
MAX_COPIES = 2
LARGEST_CREDIT = 10000
LEAST_PAYOUT = 500
LARGEST_GOODWILL = 500
MAX_PROXIES = 3
LONGEST_PROXY_DAYS = 365

# --- procedure -----------------------------------------------------------------------------------


@rule(before=(*PERSONAL_VIEWS, *CHANGES), enforced_by="tools", declinable=False)
def identity_is_checked_first(state: State, call: Call) -> bool:
    """Check who you talk to with verify_identity before you show or change anything of theirs."""
    return is_identified(state, owner_of(state, call))


@rule(before=CHANGES, enforced_by="agent", declinable=False)
def changes_are_confirmed(state: State, call: Call) -> bool:
    """Say what you are about to change, with every detail and identifier, and wait for a yes."""
    return is_confirmed(state, call)


# --- appointments --------------------------------------------------------------------------------


@rule(before=book_appointment, enforced_by="agent")
def referrals_come_first(
    state: State, child_id: Reference[Child], treatment_id: Reference[Treatment]
) -> bool:
    """What needs_referral is booked only with an open referral for its speciality.

    The referral must not have run out; on its last day it is still good.
    """
    treatment = state.get(Treatment, treatment_id)
    referrals = state.find(
        Referral,
        patient_id=party_of(state, child_id),
        speciality=treatment.speciality,
        status="open",
    )
    return not treatment.needs_referral or any(
        referral.valid_until >= state.now[:10] for referral in referrals
    )


@rule(before=book_appointment, enforced_by="agent")
def only_so_many_to_come(state: State, child_id: Reference[Child]) -> bool:
    """A patient has at most 2 booked appointments at a time."""
    return len(coming_of(state, party_of(state, child_id))) < MAX_COMING


@rule(before=book_appointment, enforced_by="agent")
def debts_are_paid_first(state: State, child_id: Reference[Child]) -> bool:
    """Whoever owes more than 20.00 books nothing; unpaid charges count."""
    return unpaid_by(state, party_of(state, child_id)) <= MAX_UNPAID


@rule(before=book_appointment, enforced_by="agent")
def one_a_day_is_enough(state: State, child_id: Reference[Child], slot_id: Reference[Slot]) -> bool:
    """A child has at most one appointment on a day."""
    coming = state.find(Appointment, child_id=child_id, status="booked")
    day = state.get(Slot, slot_id).starts_at[:10]
    return all(appointment.takes_place_on != day for appointment in coming)


@rule(before=(book_appointment, move_appointment), enforced_by="tools")
def not_too_far_ahead(state: State, slot_id: Reference[Slot]) -> bool:
    """Slots are given away at most 14 days ahead; the last day counts."""
    return days_between(state.now, state.get(Slot, slot_id).starts_at) <= LATEST_BOOKING_DAYS


@rule(before=book_appointment, enforced_by="agent")
def some_take_nobody_new(
    state: State, child_id: Reference[Child], slot_id: Reference[Slot]
) -> bool:
    """A practitioner who does not accept new patients sees only those who have attended before."""
    practitioner = state.get(Practitioner, state.get(Slot, slot_id).practitioner_id)
    attended = state.find(Appointment, patient_id=party_of(state, child_id), status="attended")
    return practitioner.accepts_new or any(
        state.get(Slot, each.slot_id).practitioner_id == practitioner.id for each in attended
    )


@rule(before=book_appointment, enforced_by="agent")
def not_all_is_done_by_video(state: State, treatment_id: Reference[Treatment], mode: Mode) -> bool:
    """Only what is marked by_video is done by video."""
    return mode == "on_site" or state.get(Treatment, treatment_id).by_video


@rule(before=change_mode, enforced_by="agent")
def the_mode_must_fit(state: State, appointment_id: Reference[Appointment], mode: Mode) -> bool:
    """An appointment is changed to video only if what it is for is marked by_video."""
    treatment = state.get(Treatment, state.get(Appointment, appointment_id).treatment_id)
    return mode == "on_site" or treatment.by_video


@rule(before=book_appointment, enforced_by="agent")
def old_enough_for_it(
    state: State, child_id: Reference[Child], treatment_id: Reference[Treatment]
) -> bool:
    """A child must be as many full years old today as the least_age of what is booked."""
    born_on = state.get(Child, child_id).born_on
    least_age = state.get(Treatment, treatment_id).least_age
    birthday = f"{int(born_on[:4]) + least_age:04d}{born_on[4:]}"
    return birthday <= state.now[:10]


@rule(before=move_appointment, enforced_by="tools")
def moves_are_counted(state: State, appointment_id: Reference[Appointment]) -> bool:
    """An appointment is moved at most once."""
    return state.get(Appointment, appointment_id).moves < MAX_MOVES


# --- waiting list --------------------------------------------------------------------------------


@rule(before=join_waiting_list, enforced_by="agent")
def only_so_many_lists(state: State, patient_id: Reference[Patient]) -> bool:
    """A patient is on at most 2 waiting lists."""
    return len(state.find(WaitingPlace, patient_id=patient_id)) < MAX_WAITING


@rule(before=join_waiting_list, enforced_by="agent")
def only_who_has_a_date_waits(
    state: State, patient_id: Reference[Patient], practitioner_id: Reference[Practitioner]
) -> bool:
    """A patient waits only for a practitioner with whom an appointment is booked.

    What is waited for is to come sooner.
    """
    return any(
        state.get(Slot, appointment.slot_id).practitioner_id == practitioner_id
        for appointment in coming_of(state, patient_id)
    )


# --- referrals and prescriptions -----------------------------------------------------------------


@rule(before=renew_referral, enforced_by="agent")
def referrals_are_renewed_in_time(state: State, referral_id: Reference[Referral]) -> bool:
    """A referral is renewed at most 30 days after it ran out; the last day counts."""
    return days_between(state.get(Referral, referral_id).valid_until, state.now) <= RENEWAL_DAYS


@rule(before=order_refill, enforced_by="agent", declinable=False)
def controlled_products_go_to_a_person(
    state: State, prescription_id: Reference[Prescription]
) -> bool:
    """What is controlled is never refilled by you: hand over to a person."""
    return not state.get(Prescription, prescription_id).controlled


@rule(before=order_refill, enforced_by="agent")
def prescriptions_run_out(state: State, prescription_id: Reference[Prescription]) -> bool:
    """A prescription is filled until the day it is valid, that day included."""
    return state.get(Prescription, prescription_id).valid_until >= state.now[:10]


@rule(before=order_refill, enforced_by="agent")
def not_before_it_runs_low(state: State, prescription_id: Reference[Prescription]) -> bool:
    """A refill is ordered at most 7 days before the last filling is used up.

    It is used up as many days after it was filled as days_supply says.
    """
    prescription = state.get(Prescription, prescription_id)
    used_up_on = shift(prescription.last_filled_on, days=prescription.days_supply)
    return days_between(state.now, used_up_on) <= REFILL_BEFORE_DAYS


@rule(before=redirect_refill, enforced_by="agent")
def what_is_ready_stays(state: State, refill_id: Reference[Refill]) -> bool:
    """A refill that is ready is not sent anywhere else."""
    return state.get(Refill, refill_id).status != "ready"


# --- charges -------------------------------------------------------------------------------------


@rule(before=waive_charge, enforced_by="tools")
def visits_are_paid_for(state: State, charge_id: Reference[Charge]) -> bool:
    """Only charges for no-shows and late cancellations are waived, never those for a visit."""
    return state.get(Charge, charge_id).kind != "visit"


@rule(before=waive_charge, enforced_by="agent")
def large_charges_stand(state: State, charge_id: Reference[Charge]) -> bool:
    """Charges above 30.00 are not waived."""
    return state.get(Charge, charge_id).amount <= LARGEST_WAIVER


@rule(before=waive_charge, enforced_by="agent")
def old_charges_stand(state: State, charge_id: Reference[Charge]) -> bool:
    """A charge is waived until 30 days after it was made; the last day counts."""
    return days_between(state.get(Charge, charge_id).charged_on, state.now) <= WAIVER_DAYS


# --- complaints ----------------------------------------------------------------------------------


@rule(before=file_complaint, enforced_by="agent", declinable=False)
def injuries_go_to_a_person(_state: State, topic: ComplaintTopic) -> bool:
    """Whoever was injured is handed over to a person at once; file nothing."""
    return topic != "injury"


@rule(before=escalate_complaint, enforced_by="agent")
def complaints_take_their_time(state: State, complaint_id: Reference[Complaint]) -> bool:
    """A complaint is escalated no sooner than 5 days after it was filed."""
    filed = state.get(Complaint, complaint_id).filed_on
    return days_between(filed, state.now) >= ESCALATION_AFTER_DAYS


# --- copies of documents -------------------------------------------------------------------------


@rule(before=send_document_copy, enforced_by="agent")
def only_so_many_copies(
    state: State, appointment_id: Reference[Appointment], kind: DocumentKind
) -> bool:
    """At most 2 copies of the same kind are sent for an appointment."""
    return len(state.find(DocumentCopy, appointment_id=appointment_id, kind=kind)) < MAX_COPIES


@rule(before=send_document_copy, enforced_by="agent")
def statements_come_at_the_end(
    state: State, appointment_id: Reference[Appointment], kind: DocumentKind
) -> bool:
    """A statement exists only for an appointment that is attended."""
    return kind != "statement" or state.get(Appointment, appointment_id).status == "attended"


# --- gift cards ----------------------------------------------------------------------------------


@rule(before=redeem_gift_card, enforced_by="tools")
def gift_cards_run_out(state: State, code: Label) -> bool:
    """A gift card can be redeemed until the day it is valid, that day included."""
    return gift_card_with(state, code).valid_until >= state.now[:10]


@rule(before=redeem_gift_card, enforced_by="agent")
def large_credits_do_not_grow(state: State, patient_id: Reference[Patient]) -> bool:
    """Whoever has 100.00 or more in credit redeems no gift card."""
    return state.get(Patient, patient_id).credit < LARGEST_CREDIT


@rule(before=pay_out_credit, enforced_by="agent")
def small_credits_are_not_paid_out(_state: State, amount: Money) -> bool:
    """At least 5.00 is paid out at a time."""
    return amount >= LEAST_PAYOUT


# --- making up for trouble -----------------------------------------------------------------------


@rule(before=grant_goodwill, enforced_by="agent")
def goodwill_is_capped(state: State, appointment_id: Reference[Appointment], amount: Money) -> bool:
    """A goodwill credit is at most 5.00."""
    return amount <= LARGEST_GOODWILL


@rule(before=grant_goodwill, enforced_by="agent")
def goodwill_is_for_what_is_over(state: State, appointment_id: Reference[Appointment]) -> bool:
    """Goodwill is given only for an appointment that is attended."""
    return state.get(Appointment, appointment_id).status == "attended"


# --- people who may act for others ---------------------------------------------------------------


@rule(before=add_proxy, enforced_by="agent")
def only_so_many_proxies(state: State, patient_id: Reference[Patient]) -> bool:
    """At most 3 people may act for the same patient at a time.

    Whose last day is over does not count.
    """
    proxies = state.find(Proxy, patient_id=patient_id)
    return sum(proxy.until >= state.now[:10] for proxy in proxies) < MAX_PROXIES


@rule(before=(add_proxy, extend_proxy), enforced_by="agent")
def proxies_end(state: State, until: Date) -> bool:
    """Nobody may act for somebody else for more than 365 days from today."""
    return days_between(state.now, until) <= LONGEST_PROXY_DAYS


@rule(before=add_proxy, enforced_by="agent")
def full_power_stays_in_the_family(_state: State, relation: Relation, power: Power) -> bool:
    """Only a partner, a parent or a child may have full power."""
    return power != "full" or relation in ("partner", "parent", "child")


# --- what the rules share ------------------------------------------------------------------------


def owner_of(state: State, call: Call) -> str:
    """Whose data a call is about: the patient it names, or the owner of what it names."""
    for name, owner in OWNERS.items():
        if name in call.arguments:
            return owner(state, str(call.arguments[name]))
    raise ToolError(f"{call.tool} names no patient")


def party_of(state: State, child_id: str) -> str:
    """Who looks after a child."""
    return state.get(Child, child_id).patient_id


def unpaid_by(state: State, patient_id: str) -> Money:
    """What a patient owes."""
    return sum(
        charge.amount
        for appointment in state.find(Appointment, patient_id=patient_id)
        for charge in state.find(Charge, appointment_id=appointment.id, status="unpaid")
    )
