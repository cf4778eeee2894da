"""The policy of Wheel & Wander, executable: each docstring is a sentence of the document."""

from collections.abc import Callable

from autoforge_envs.domain import (
    Call,
    Date,
    Money,
    Quantity,
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
    Address,
    Assessor,
    Certificate,
    Complaint,
    ComplaintTopic,
    Cover,
    DamageFile,
    Document,
    Premium,
    Tariff,
    Traveller,
    Visit,
)
from .tools import (
    add_address,
    add_document,
    cancel_certificate,
    cancel_visit,
    change_deductible,
    correct_damage_file,
    delete_address,
    escalate_complaint,
    file_complaint,
    get_traveller,
    grant_goodwill,
    insures_from,
    list_addresses,
    list_certificates,
    list_complaints,
    list_covers,
    list_damage_files,
    list_documents,
    list_goodwill,
    list_payouts,
    list_premiums,
    list_visits,
    move_visit,
    pay_premium,
    plan_visit,
    raise_cover,
    reopen_damage_file,
    report_damage_file,
    set_main_address,
    settle_damage_file,
    switch_tariff,
    withdraw_complaint,
    withdraw_damage_file,
)

CHANGES = (
    report_damage_file,
    correct_damage_file,
    withdraw_damage_file,
    add_document,
    settle_damage_file,
    reopen_damage_file,
    plan_visit,
    move_visit,
    cancel_visit,
    change_deductible,
    raise_cover,
    switch_tariff,
    cancel_certificate,
    pay_premium,
    add_address,
    set_main_address,
    delete_address,
    file_complaint,
    escalate_complaint,
    withdraw_complaint,
    grant_goodwill,
)
PERSONAL_VIEWS = (
    get_traveller,
    list_certificates,
    list_covers,
    list_damage_files,
    list_documents,
    list_visits,
    list_payouts,
    list_premiums,
    list_addresses,
    list_complaints,
    list_goodwill,
)
OWNERS: dict[str, Callable[[State, str], str]] = {
    "traveller_id": lambda state, key: key,
    "damage_file_id": lambda state, key: state.get(DamageFile, key).traveller_id,
    "certificate_id": lambda state, key: state.get(Certificate, key).traveller_id,
    "address_id": lambda state, key: state.get(Address, key).traveller_id,
    "cover_id": lambda state, key: (
        state.get(Certificate, state.get(Cover, key).certificate_id).traveller_id
    ),
    "visit_id": lambda state, key: (
        state.get(DamageFile, state.get(Visit, key).damage_file_id).traveller_id
    ),
    "premium_id": lambda state, key: (
        state.get(Certificate, state.get(Premium, key).certificate_id).traveller_id
    ),
    "complaint_id": lambda state, key: (
        state.get(DamageFile, state.get(Complaint, key).damage_file_id).traveller_id
    ),
}
REPORTED_WITHIN_DAYS = {
    "theft": 1,
    "collision": 2,
    "water": 3,
    "loss": 1,
}
CLAIMS_A_YEAR = {
    "standard": 3,
    "plus": 4,
}
PAPERS_FROM = 14000
VISIT_FROM = 32500
APPEAL_DAYS = 30
LARGEST_RISE_PERCENT = 10
NOTICE_DAYS = 30
VISIT_NOTICE_DAYS = 2
VISITS_A_DAY = 1
MAX_ADDRESSES = 4
ESCALATION_AFTER_DAYS = 7
LARGEST_GOODWILL = 750

# --- procedure -----------------------------------------------------------------------------------


@rule(before=(*PERSONAL_VIEWS, *CHANGES), enforced_by="agent", declinable=False)
def identity_is_checked_first(state: State, call: Call) -> bool:
    """Check who you talk to with verify_identity before you show or change anything of theirs."""
    return is_identified(state, owner_of(state, call))


@rule(before=CHANGES, enforced_by="agent", declinable=False)
def changes_are_confirmed(state: State, call: Call) -> bool:
    """No change without consent: read details and identifiers back and have them confirmed."""
    return is_confirmed(state, call)


# --- damage files --------------------------------------------------------------------------------


@rule(before=report_damage_file, enforced_by="tools")
def damage_files_are_reported_soon(
    state: State, cover_id: Reference[Cover], days_ago: Quantity
) -> bool:
    """How soon something must be reported depends on the peril.

    It is at most 1 for theft, 2 for collision, 3 for water, 1 for loss days after it happened; the
    last day counts.
    """
    return days_ago <= REPORTED_WITHIN_DAYS[state.get(Cover, cover_id).peril]


@rule(before=report_damage_file, enforced_by="agent")
def covers_wait_at_first(state: State, cover_id: Reference[Cover], days_ago: Quantity) -> bool:
    """What happened before the day a cover insures_from is not reported under it."""
    occurred_on = shift(state.now[:10], days=-days_ago)
    return occurred_on >= insures_from(state, state.get(Cover, cover_id))


@rule(before=report_damage_file, enforced_by="agent")
def trifles_are_borne(state: State, cover_id: Reference[Cover], amount: Money) -> bool:
    """What does not cost more than the deductible of the certificate is not reported."""
    certificate = state.get(Certificate, state.get(Cover, cover_id).certificate_id)
    return amount > certificate.deductible


@rule(before=report_damage_file, enforced_by="agent")
def only_so_many_a_year(state: State, cover_id: Reference[Cover]) -> bool:
    """How many damage files a traveller may have reported in the last 365 days depends on the tier.

    Together with the new one it is at most 3 for standard, 4 for plus; withdrawn ones do not count.
    """
    certificate = state.get(Certificate, state.get(Cover, cover_id).certificate_id)
    earlier = [
        damage_file
        for damage_file in state.find(DamageFile, traveller_id=certificate.traveller_id)
        if damage_file.status != "withdrawn"
        and days_between(damage_file.reported_on, state.now) <= 365
    ]
    return len(earlier) < CLAIMS_A_YEAR[state.get(Traveller, certificate.traveller_id).tier]


@rule(before=correct_damage_file, enforced_by="agent")
def reviewed_amounts_stay(state: State, damage_file_id: Reference[DamageFile]) -> bool:
    """The amount of a damage file is corrected only while it is reported, not in review."""
    return state.get(DamageFile, damage_file_id).status == "reported"


@rule(before=(correct_damage_file, settle_damage_file), enforced_by="agent", declinable=False)
def suspicious_damage_files_go_to_a_person(
    state: State, damage_file_id: Reference[DamageFile]
) -> bool:
    """A damage file that is marked suspicious needs a person: hand over.

    You neither correct nor settle it.
    """
    return not state.get(DamageFile, damage_file_id).suspicious


@rule(before=settle_damage_file, enforced_by="agent")
def papers_come_first(state: State, damage_file_id: Reference[DamageFile]) -> bool:
    """A damage file of more than 140.00 needs both a photo and an estimate to be settled."""
    kinds = [each.kind for each in state.find(Document, damage_file_id=damage_file_id)]
    is_small = state.get(DamageFile, damage_file_id).amount <= PAPERS_FROM
    return is_small or ("photo" in kinds and "estimate" in kinds)


@rule(before=settle_damage_file, enforced_by="agent")
def premiums_are_paid_first(state: State, damage_file_id: Reference[DamageFile]) -> bool:
    """Nothing is settled for a certificate with an overdue premium."""
    certificate = contract_of(state, damage_file_id)
    return not state.find(Premium, certificate_id=certificate.id, status="overdue")


@rule(before=settle_damage_file, enforced_by="agent")
def large_damage_is_looked_at(state: State, damage_file_id: Reference[DamageFile]) -> bool:
    """A damage file of more than 325.00 is settled only after a visit that is done."""
    done = state.find(Visit, damage_file_id=damage_file_id, status="done")
    return bool(done) or state.get(DamageFile, damage_file_id).amount <= VISIT_FROM


@rule(before=reopen_damage_file, enforced_by="agent")
def appeals_have_a_term(state: State, damage_file_id: Reference[DamageFile]) -> bool:
    """A damage file is reopened until 30 days after it was closed; the last day counts."""
    closed_on = state.get(DamageFile, damage_file_id).closed_on
    return closed_on is None or days_between(closed_on, state.now) <= APPEAL_DAYS


@rule(before=reopen_damage_file, enforced_by="agent")
def one_appeal_is_enough(state: State, damage_file_id: Reference[DamageFile]) -> bool:
    """A damage file that was appealed before is not reopened."""
    return not state.get(DamageFile, damage_file_id).appealed


# --- assessors -----------------------------------------------------------------------------------


@rule(before=plan_visit, enforced_by="agent")
def assessors_know_their_branch(
    state: State, damage_file_id: Reference[DamageFile], assessor_id: Reference[Assessor]
) -> bool:
    """An assessor looks only at damage of the own branch."""
    branch = state.get(Tariff, contract_of(state, damage_file_id).tariff_id).branch
    return state.get(Assessor, assessor_id).branch == branch


@rule(before=(plan_visit, move_visit), enforced_by="agent")
def visits_need_notice(state: State, day: Date) -> bool:
    """A visit is at least 2 days away when it is planned or moved."""
    return days_between(state.now, day) >= VISIT_NOTICE_DAYS


@rule(before=plan_visit, enforced_by="agent")
def assessors_are_busy(state: State, assessor_id: Reference[Assessor], day: Date) -> bool:
    """An assessor has at most 1 planned visit on a day."""
    visits = state.find(Visit, assessor_id=assessor_id, day=day, status="planned")
    return len(visits) < VISITS_A_DAY


# --- certificates --------------------------------------------------------------------------------


@rule(before=change_deductible, enforced_by="agent")
def deductibles_keep_to_the_tariff(
    state: State, certificate_id: Reference[Certificate], deductible: Money
) -> bool:
    """The deductible is one that the tariff allows.

    It is from smallest_deductible to largest_deductible, both included.
    """
    tariff = state.get(Tariff, state.get(Certificate, certificate_id).tariff_id)
    return tariff.smallest_deductible <= deductible <= tariff.largest_deductible


@rule(before=(change_deductible, switch_tariff), enforced_by="agent")
def running_damage_files_come_first(state: State, certificate_id: Reference[Certificate]) -> bool:
    """A certificate is not changed while a damage file under it is reported or in review.

    That holds for its deductible and its tariff.
    """
    return not running_on(state, certificate_id)


@rule(before=raise_cover, enforced_by="agent")
def covers_rise_slowly(state: State, cover_id: Reference[Cover], amount: Money) -> bool:
    """A sum insured rises by at most 10 percent of what it is."""
    return amount * 100 <= state.get(Cover, cover_id).sum_insured * LARGEST_RISE_PERCENT


@rule(before=cancel_certificate, enforced_by="tools")
def certificates_end_with_notice(state: State, certificate_id: Reference[Certificate]) -> bool:
    """A certificate is cancelled at least 30 days before it renews."""
    renews_on = state.get(Certificate, certificate_id).renews_on
    return days_between(state.now, renews_on) >= NOTICE_DAYS


@rule(before=cancel_certificate, enforced_by="agent")
def debts_are_paid_first(state: State, certificate_id: Reference[Certificate]) -> bool:
    """A certificate with an overdue premium is not cancelled."""
    return not state.find(Premium, certificate_id=certificate_id, status="overdue")


# --- addresses -----------------------------------------------------------------------------------


@rule(before=delete_address, enforced_by="tools")
def the_main_address_stays(state: State, address_id: Reference[Address]) -> bool:
    """The main address cannot be deleted; another one has to become the main one first."""
    return not state.get(Address, address_id).main


@rule(before=add_address, enforced_by="agent")
def address_books_are_small(state: State, traveller_id: Reference[Traveller]) -> bool:
    """An address book holds at most 4 addresses."""
    return len(state.find(Address, traveller_id=traveller_id)) < MAX_ADDRESSES


# --- complaints ----------------------------------------------------------------------------------


@rule(before=file_complaint, enforced_by="agent", declinable=False)
def injuries_go_to_a_person(_state: State, topic: ComplaintTopic) -> bool:
    """Whoever was injured is handed over to a person at once; file nothing."""
    return topic != "injury"


@rule(before=escalate_complaint, enforced_by="tools")
def complaints_take_their_time(state: State, complaint_id: Reference[Complaint]) -> bool:
    """A complaint is escalated no sooner than 7 days after it was filed."""
    filed = state.get(Complaint, complaint_id).filed_on
    return days_between(filed, state.now) >= ESCALATION_AFTER_DAYS


# --- making up for trouble -----------------------------------------------------------------------


@rule(before=grant_goodwill, enforced_by="agent")
def goodwill_is_capped(state: State, damage_file_id: Reference[DamageFile], amount: Money) -> bool:
    """A goodwill credit is at most 7.50."""
    return amount <= LARGEST_GOODWILL


@rule(before=grant_goodwill, enforced_by="tools")
def goodwill_is_for_what_is_over(state: State, damage_file_id: Reference[DamageFile]) -> bool:
    """Goodwill is given only for a damage file that is settled or refused."""
    return state.get(DamageFile, damage_file_id).status in ("settled", "refused")


# --- what the rules share ------------------------------------------------------------------------


def owner_of(state: State, call: Call) -> str:
    """Whose data a call is about: the traveller it names, or the owner of what it names."""
    for name, owner in OWNERS.items():
        if name in call.arguments:
            return owner(state, str(call.arguments[name]))
    raise ToolError(f"{call.tool} names no traveller")


def contract_of(state: State, damage_file_id: str) -> Certificate:
    """What a damage file is about."""
    cover = state.get(Cover, state.get(DamageFile, damage_file_id).cover_id)
    return state.get(Certificate, cover.certificate_id)


def running_on(state: State, certificate_id: str) -> list[DamageFile]:
    """The damage files about a certificate that are not decided."""
    return [
        damage_file
        for cover in state.find(Cover, certificate_id=certificate_id)
        for damage_file in state.find(DamageFile, cover_id=cover.id)
        if damage_file.status in ("reported", "in_review")
    ]
