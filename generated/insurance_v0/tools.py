"""What the people who answer for Wheel & Wander can do."""

from autoforge_envs.domain import (
    City,
    Date,
    Money,
    PersonName,
    PostalCode,
    Quantity,
    Reference,
    Secret,
    State,
    StreetAddress,
    days_between,
    record_identity,
    require,
    shift,
    tool,
)

from .models import (
    Address,
    AddressUse,
    Annoyance,
    AppealGround,
    Assessor,
    Branch,
    Certificate,
    CertificateDetails,
    Complaint,
    ComplaintTopic,
    Cover,
    CoverDetails,
    DamageFile,
    DamageFileDetails,
    Document,
    DocumentKind,
    Ending,
    Goodwill,
    Payout,
    PayoutWay,
    Premium,
    PremiumDetails,
    Settlement,
    Tariff,
    Traveller,
    TravellerMatch,
    Visit,
    VisitDetails,
)

BORNE_PERCENT = 15
LOSS_PERCENT_A_YEAR = 5
LARGEST_LOSS_PERCENT = 50
CENTS_PER_DEDUCTIBLE_UNIT = 15
CENTS_PER_COVER_UNIT = 3
LEAST_PREMIUM = 3000
ANSWER_DAYS = 10
ESCALATED_ANSWER_DAYS = 5

# --- finding and checking the traveller ----------------------------------------------------------


@tool(intent="find the travellers called {name} in {postal_code}")
def find_travellers_by_name(
    state: State, name: PersonName, postal_code: PostalCode
) -> list[TravellerMatch]:
    """Find travellers by full name and postal code; there may be several.

    Args:
        name: First and last name.
        postal_code: The postal code of the address.
    """
    wanted = name.casefold()
    return [
        TravellerMatch(id=traveller.id, name=traveller.name)
        for traveller in state.find(Traveller, postal_code=postal_code)
        if traveller.name.casefold() == wanted
    ]


@tool(intent="verify the identity of traveller {traveller_id}", writes=True)
def verify_identity(
    state: State, traveller_id: Reference[Traveller], security_word: Secret
) -> TravellerMatch:
    """Check that you talk to the traveller, and record that you did.

    Args:
        traveller_id: Who they say they are.
        security_word: The security word, as they say it.
    """
    traveller = state.get(Traveller, traveller_id)
    matches = traveller.security_word.casefold() == security_word.casefold()
    require(matches, "this is not the security word")
    record_identity(state, traveller.id)
    return TravellerMatch(id=traveller.id, name=traveller.name)


@tool(intent="look at the details of traveller {traveller_id}")
def get_traveller(state: State, traveller_id: Reference[Traveller]) -> Traveller:
    """Show what is in the books about a traveller.

    Args:
        traveller_id: The traveller.
    """
    return state.get(Traveller, traveller_id)


# --- looking things up ---------------------------------------------------------------------------


@tool(intent="list the certificates of traveller {traveller_id}")
def list_certificates(state: State, traveller_id: Reference[Traveller]) -> list[CertificateDetails]:
    """List what a traveller has insured, also what is no longer.

    Args:
        traveller_id: The traveller.
    """
    state.get(Traveller, traveller_id)
    return [
        certificate_details(state, each)
        for each in state.find(Certificate, traveller_id=traveller_id)
    ]


@tool(intent="list the covers of traveller {traveller_id}")
def list_covers(state: State, traveller_id: Reference[Traveller]) -> list[CoverDetails]:
    """List against what the things of a traveller are insured.

    Args:
        traveller_id: The traveller.
    """
    state.get(Traveller, traveller_id)
    return [
        cover_details(state, cover)
        for certificate in state.find(Certificate, traveller_id=traveller_id)
        for cover in state.find(Cover, certificate_id=certificate.id)
    ]


@tool(intent="list the damage files of traveller {traveller_id}")
def list_damage_files(state: State, traveller_id: Reference[Traveller]) -> list[DamageFileDetails]:
    """List the damage files of a traveller, also those that are over.

    Args:
        traveller_id: The traveller.
    """
    state.get(Traveller, traveller_id)
    return [
        damage_file_details(state, each)
        for each in state.find(DamageFile, traveller_id=traveller_id)
    ]


@tool(intent="list the documents for damage file {damage_file_id}")
def list_documents(state: State, damage_file_id: Reference[DamageFile]) -> list[Document]:
    """List what was sent in for a damage file.

    Args:
        damage_file_id: The damage file.
    """
    state.get(DamageFile, damage_file_id)
    return state.find(Document, damage_file_id=damage_file_id)


@tool(intent="list the assessors' visits to traveller {traveller_id}")
def list_visits(state: State, traveller_id: Reference[Traveller]) -> list[VisitDetails]:
    """List when assessors come to a traveller, or came.

    Args:
        traveller_id: The traveller.
    """
    state.get(Traveller, traveller_id)
    return [
        visit_details(state, visit)
        for damage_file in state.find(DamageFile, traveller_id=traveller_id)
        for visit in state.find(Visit, damage_file_id=damage_file.id)
    ]


@tool(intent="list the payouts for damage file {damage_file_id}")
def list_payouts(state: State, damage_file_id: Reference[DamageFile]) -> list[Payout]:
    """List what was paid for a damage file.

    Args:
        damage_file_id: The damage file.
    """
    state.get(DamageFile, damage_file_id)
    return state.find(Payout, damage_file_id=damage_file_id)


@tool(intent="list the premiums of traveller {traveller_id}")
def list_premiums(state: State, traveller_id: Reference[Traveller]) -> list[PremiumDetails]:
    """List what a traveller pays or paid for being insured.

    Args:
        traveller_id: The traveller.
    """
    state.get(Traveller, traveller_id)
    return [
        premium_details(state, premium)
        for certificate in state.find(Certificate, traveller_id=traveller_id)
        for premium in state.find(Premium, certificate_id=certificate.id)
    ]


@tool(intent="search for assessors for {branch}")
def search_assessors(state: State, branch: Branch) -> list[Assessor]:
    """List the assessors of a branch.

    Args:
        branch: What they look at.
    """
    return state.find(Assessor, branch=branch)


@tool(intent="search for tariffs of branch {branch}")
def search_tariffs(state: State, branch: Branch) -> list[Tariff]:
    """List the tariffs of a branch.

    Args:
        branch: What is insured.
    """
    return state.find(Tariff, branch=branch)


# --- damage files --------------------------------------------------------------------------------


@tool(intent="report damage of {amount} under cover {cover_id}", writes=True)
def report_damage_file(
    state: State, cover_id: Reference[Cover], amount: Money, days_ago: Quantity
) -> DamageFileDetails:
    """Note what happened and what is claimed for it.

    Args:
        cover_id: The cover that insures against it.
        amount: What is claimed.
        days_ago: How many days ago it happened, 0 for today.
    """
    cover = state.get(Cover, cover_id)
    certificate = state.get(Certificate, cover.certificate_id)
    require(certificate.status == "active", f"{certificate.id} is {certificate.status}, not active")
    require(amount > 0, "the amount must be more than zero")
    require(days_ago <= 3650, "nobody remembers what was so long ago")
    added = state.add(
        DamageFile,
        traveller_id=certificate.traveller_id,
        cover_id=cover_id,
        status="reported",
        amount=amount,
        occurred_on=shift(today(state), days=-days_ago),
        reported_on=today(state),
        suspicious=False,
        appealed=False,
    )
    return damage_file_details(state, added)


@tool(intent="correct damage file {damage_file_id} to {amount}", writes=True)
def correct_damage_file(
    state: State, damage_file_id: Reference[DamageFile], amount: Money
) -> DamageFileDetails:
    """Claim another amount.

    Args:
        damage_file_id: The damage file, which must be reported or in review.
        amount: What is claimed instead.
    """
    damage_file = running(state, damage_file_id)
    require(amount > 0, "the amount must be more than zero")
    require(amount != damage_file.amount, f"{damage_file_id} claims this amount already")
    return damage_file_details(state, state.update(damage_file, amount=amount))


@tool(intent="withdraw damage file {damage_file_id}", writes=True)
def withdraw_damage_file(state: State, damage_file_id: Reference[DamageFile]) -> DamageFileDetails:
    """Take a damage file back.

    Args:
        damage_file_id: The damage file, which must be reported or in review.
    """
    changed = state.update(
        running(state, damage_file_id), status="withdrawn", closed_on=today(state)
    )
    return damage_file_details(state, changed)


@tool(intent="add a document of kind {kind} to damage file {damage_file_id}", writes=True)
def add_document(
    state: State, damage_file_id: Reference[DamageFile], kind: DocumentKind
) -> Document:
    """Note that a document has come in, once of each kind.

    Args:
        damage_file_id: The damage file, which must be reported or in review.
        kind: What it is.
    """
    running(state, damage_file_id)
    there = state.find(Document, damage_file_id=damage_file_id, kind=kind)
    require(not there, f"{damage_file_id} has a {kind} already")
    return state.add(Document, damage_file_id=damage_file_id, kind=kind, received_on=today(state))


@tool(
    intent="settle damage file {damage_file_id}, paid as {way}",
    writes=True,
)
def settle_damage_file(
    state: State,
    damage_file_id: Reference[DamageFile],
    way: PayoutWay,
) -> Settlement:
    """Pay for a damage file: what is claimed, up to what is left of the sum insured this year.

    From what is claimed, 5 percent are taken first for every full year of 365 days since the
    thing was bought, at most 50 percent, rounded down to the cent.
    The traveller bears the deductible, or 15 percent of it rounded down to the cent, if that is
    more.
    The certificate loses its claim-free years.

    Args:
        damage_file_id: The damage file, which must be in review.
        way: How it is paid.
    """
    damage_file = state.get(DamageFile, damage_file_id)
    require(
        damage_file.status == "in_review",
        f"{damage_file_id} is {damage_file.status}, not in review",
    )
    cover = state.get(Cover, damage_file.cover_id)
    certificate = state.get(Certificate, cover.certificate_id)
    worth = present_worth(state, certificate, damage_file.amount)
    insured = min(worth, left_of(state, cover))
    borne = borne_of(certificate, insured)
    payout = max(0, insured - borne)
    state.update(damage_file, status="settled", closed_on=today(state))
    state.update(certificate, claim_free_years=0)
    state.add(
        Payout,
        damage_file_id=damage_file_id,
        amount=payout,
        way=way,
        paid_on=today(state),
    )
    return Settlement(
        damage_file_id=damage_file_id, amount=damage_file.amount, deductible=borne, payout=payout
    )


@tool(intent="reopen damage file {damage_file_id}, {ground}", writes=True)
def reopen_damage_file(
    state: State, damage_file_id: Reference[DamageFile], ground: AppealGround
) -> DamageFileDetails:
    """Look at a refused damage file once more; for a new document, as if it had just been reported.

    Args:
        damage_file_id: The damage file, which must be refused.
        ground: Why it should be looked at again.
    """
    damage_file = state.get(DamageFile, damage_file_id)
    require(
        damage_file.status == "refused", f"{damage_file_id} is {damage_file.status}, not refused"
    )
    changed = state.update(
        damage_file,
        status="reported" if ground == "new_document" else "in_review",
        closed_on=None,
        appealed=True,
    )
    return damage_file_details(state, changed)


# --- assessors -----------------------------------------------------------------------------------


@tool(intent="have {assessor_id} look at damage file {damage_file_id} on {day}", writes=True)
def plan_visit(
    state: State, damage_file_id: Reference[DamageFile], assessor_id: Reference[Assessor], day: Date
) -> VisitDetails:
    """Send an assessor to look at damage; the damage file is in review from then on.

    Args:
        damage_file_id: The damage file, which must be reported or in review.
        assessor_id: Who comes.
        day: When.
    """
    damage_file = running(state, damage_file_id)
    state.get(Assessor, assessor_id)
    require(day > today(state), f"{day} is too early, plan for tomorrow or later")
    planned = state.find(Visit, damage_file_id=damage_file_id, status="planned")
    require(not planned, f"a visit for {damage_file_id} is planned already")
    state.update(damage_file, status="in_review")
    added = state.add(
        Visit, damage_file_id=damage_file_id, assessor_id=assessor_id, status="planned", day=day
    )
    return visit_details(state, added)


@tool(intent="move visit {visit_id} to {day}", writes=True)
def move_visit(state: State, visit_id: Reference[Visit], day: Date) -> VisitDetails:
    """Have the same assessor come on another day.

    Args:
        visit_id: The visit, which must be planned.
        day: The new day.
    """
    visit = planned_visit(state, visit_id)
    require(day > today(state), f"{day} is too early, plan for tomorrow or later")
    require(day != visit.day, f"{visit_id} is on {day} already")
    return visit_details(state, state.update(visit, day=day))


@tool(intent="call off visit {visit_id}", writes=True)
def cancel_visit(state: State, visit_id: Reference[Visit]) -> VisitDetails:
    """Tell an assessor not to come.

    Args:
        visit_id: The visit, which must be planned.
    """
    return visit_details(state, state.update(planned_visit(state, visit_id), status="cancelled"))


# --- certificates --------------------------------------------------------------------------------


@tool(intent="change the deductible of certificate {certificate_id} to {deductible}", writes=True)
def change_deductible(
    state: State, certificate_id: Reference[Certificate], deductible: Money
) -> CertificateDetails:
    """Let the traveller bear more or less of each damage file.

    For every full 1.00 of more deductible the yearly premium falls by 0.15, and rises by it for
    every full 1.00 of less; it is never below 30.00.

    Args:
        certificate_id: The certificate, which must be active.
        deductible: The new deductible.
    """
    certificate = active(state, certificate_id)
    require(deductible != certificate.deductible, f"{certificate_id} has this deductible already")
    units = abs(deductible - certificate.deductible) // 100
    change = units * CENTS_PER_DEDUCTIBLE_UNIT
    premium = certificate.premium + (-change if deductible > certificate.deductible else change)
    changed = state.update(certificate, deductible=deductible, premium=max(premium, LEAST_PREMIUM))
    return certificate_details(state, changed)


@tool(intent="raise the sum insured of cover {cover_id} by {amount}", writes=True)
def raise_cover(state: State, cover_id: Reference[Cover], amount: Money) -> CoverDetails:
    """Insure a thing for more; the yearly premium rises by 0.03 for every full 1.00.

    Args:
        cover_id: The cover, of an active certificate.
        amount: By how much the sum insured rises.
    """
    cover = state.get(Cover, cover_id)
    certificate = active(state, cover.certificate_id)
    require(amount > 0, "the amount must be more than zero")
    rise = amount // 100 * CENTS_PER_COVER_UNIT
    state.update(certificate, premium=certificate.premium + rise)
    changed = state.update(cover, sum_insured=cover.sum_insured + amount)
    return cover_details(state, changed)


@tool(intent="change certificate {certificate_id} to tariff {tariff_id}", writes=True)
def switch_tariff(
    state: State, certificate_id: Reference[Certificate], tariff_id: Reference[Tariff]
) -> CertificateDetails:
    """Insure a thing by another tariff of the same branch, at its yearly premium.

    The deductible becomes the smallest one of the new tariff.

    Args:
        certificate_id: The certificate, which must be active.
        tariff_id: The new tariff.
    """
    certificate = active(state, certificate_id)
    tariff = state.get(Tariff, tariff_id)
    require(tariff.id != certificate.tariff_id, f"{certificate_id} is by {tariff_id} already")
    branch = state.get(Tariff, certificate.tariff_id).branch
    require(tariff.branch == branch, f"{tariff_id} is for {tariff.branch}, not for {branch}")
    changed = state.update(
        certificate,
        tariff_id=tariff.id,
        premium=tariff.yearly_premium,
        deductible=tariff.smallest_deductible,
    )
    return certificate_details(state, changed)


@tool(intent="cancel certificate {certificate_id}", writes=True)
def cancel_certificate(state: State, certificate_id: Reference[Certificate]) -> Ending:
    """End a certificate today.

    What was paid for the days until it renews comes back: days times yearly premium by 365, rounded
    down to the cent.

    Args:
        certificate_id: The certificate, which must be active.
    """
    certificate = active(state, certificate_id)
    days = max(0, days_between(state.now, certificate.renews_on))
    refund = certificate.premium * days // 365
    state.update(certificate, status="cancelled")
    return Ending(certificate_id=certificate_id, refund=refund)


@tool(intent="take the payment of premium {premium_id}", writes=True)
def pay_premium(state: State, premium_id: Reference[Premium]) -> PremiumDetails:
    """Book that a premium is paid.

    Args:
        premium_id: The premium, which must not be paid.
    """
    premium = state.get(Premium, premium_id)
    require(premium.status != "paid", f"premium {premium_id} is paid already")
    return premium_details(state, state.update(premium, status="paid"))


# --- addresses -----------------------------------------------------------------------------------


@tool(intent="list the addresses of traveller {traveller_id}")
def list_addresses(state: State, traveller_id: Reference[Traveller]) -> list[Address]:
    """List the addresses in a traveller's address book.

    Args:
        traveller_id: The traveller.
    """
    state.get(Traveller, traveller_id)
    return state.find(Address, traveller_id=traveller_id)


@tool(intent="add the address {street}, {postal_code} {city}, as my {use} address", writes=True)
def add_address(
    state: State,
    traveller_id: Reference[Traveller],
    use: AddressUse,
    street: StreetAddress,
    postal_code: PostalCode,
    city: City,
) -> Address:
    """Put another address into a traveller's address book; it does not become the main one.

    Args:
        traveller_id: The traveller.
        use: What it is used for.
        street: Street and house number.
        postal_code: Postal code.
        city: City.
    """
    state.get(Traveller, traveller_id)
    return state.add(
        Address,
        traveller_id=traveller_id,
        use=use,
        street=street,
        postal_code=postal_code,
        city=city,
        main=False,
    )


@tool(intent="make {address_id} the main address", writes=True)
def set_main_address(state: State, address_id: Reference[Address]) -> Address:
    """Send letters to another address of the address book.

    Args:
        address_id: The address, which must not be the main one yet.
    """
    address = state.get(Address, address_id)
    require(not address.main, f"{address_id} is the main address already")
    for other in state.find(Address, traveller_id=address.traveller_id):
        if other.main:
            state.update(other, main=False)
    return state.update(address, main=True)


@tool(intent="delete the address {address_id}", writes=True)
def delete_address(state: State, address_id: Reference[Address]) -> Address:
    """Take an address out of the address book.

    Args:
        address_id: The address.
    """
    address = state.get(Address, address_id)
    state.remove(address)
    return address


# --- complaints ----------------------------------------------------------------------------------


@tool(intent="list the complaints about damage file {damage_file_id}")
def list_complaints(state: State, damage_file_id: Reference[DamageFile]) -> list[Complaint]:
    """List the complaints about a damage file, also those that are settled.

    Args:
        damage_file_id: The damage file.
    """
    state.get(DamageFile, damage_file_id)
    return state.find(Complaint, damage_file_id=damage_file_id)


@tool(intent="file a complaint about damage file {damage_file_id}", writes=True)
def file_complaint(
    state: State, damage_file_id: Reference[DamageFile], topic: ComplaintTopic
) -> Complaint:
    """Take a complaint down; it is answered within 10 days.

    Args:
        damage_file_id: The damage file it is about, about which no other complaint is open.
        topic: What it is about.
    """
    state.get(DamageFile, damage_file_id)
    pending = state.find(Complaint, damage_file_id=damage_file_id, status="open")
    require(not pending, f"a complaint about {damage_file_id} is open already")
    return state.add(
        Complaint,
        damage_file_id=damage_file_id,
        topic=topic,
        status="open",
        filed_on=state.now[:10],
        answer_by=shift(state.now[:10], days=ANSWER_DAYS),
    )


@tool(intent="escalate complaint {complaint_id}", writes=True)
def escalate_complaint(state: State, complaint_id: Reference[Complaint]) -> Complaint:
    """Put a complaint before the management, who answer it within 5 days.

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


# --- making up for trouble -----------------------------------------------------------------------


@tool(intent="list the goodwill credits for damage file {damage_file_id}")
def list_goodwill(state: State, damage_file_id: Reference[DamageFile]) -> list[Goodwill]:
    """List what was given for trouble with a damage file.

    Args:
        damage_file_id: The damage file.
    """
    state.get(DamageFile, damage_file_id)
    return state.find(Goodwill, damage_file_id=damage_file_id)


@tool(intent="give a goodwill credit of {amount} for damage file {damage_file_id}", writes=True)
def grant_goodwill(
    state: State, damage_file_id: Reference[DamageFile], reason: Annoyance, amount: Money
) -> Goodwill:
    """Give a credit for trouble with a damage file, once for each.

    Args:
        damage_file_id: The damage file that went wrong.
        reason: What went wrong.
        amount: How much is given.
    """
    state.get(DamageFile, damage_file_id)
    require(amount > 0, "the amount must be more than zero")
    given = state.find(Goodwill, damage_file_id=damage_file_id)
    require(not given, f"a credit was given for {damage_file_id} already")
    return state.add(
        Goodwill,
        damage_file_id=damage_file_id,
        reason=reason,
        amount=amount,
        given_on=state.now[:10],
    )


# --- what the tools share ------------------------------------------------------------------------


def today(state: State) -> Date:
    """The day of the clock."""
    return state.now[:10]


def active(state: State, certificate_id: str) -> Certificate:
    """A certificate that must be active."""
    certificate = state.get(Certificate, certificate_id)
    is_active = certificate.status == "active"
    require(is_active, f"{certificate_id} is {certificate.status}, not active")
    return certificate


def running(state: State, damage_file_id: str) -> DamageFile:
    """A damage file that must not be decided yet."""
    damage_file = state.get(DamageFile, damage_file_id)
    is_running = damage_file.status in ("reported", "in_review")
    require(is_running, f"{damage_file_id} is {damage_file.status}")
    return damage_file


def planned_visit(state: State, visit_id: str) -> Visit:
    """A visit that must be planned."""
    visit = state.get(Visit, visit_id)
    require(visit.status == "planned", f"visit {visit_id} is {visit.status}")
    return visit


def left_of(state: State, cover: Cover) -> Money:
    """What is left of a sum insured in this insurance year."""
    year_began_on = shift(state.get(Certificate, cover.certificate_id).renews_on, days=-365)
    paid = sum(
        payout.amount
        for damage_file in state.find(DamageFile, cover_id=cover.id)
        for payout in state.find(Payout, damage_file_id=damage_file.id)
        if payout.paid_on >= year_began_on
    )
    return max(0, cover.sum_insured - paid)


def present_worth(state: State, certificate: Certificate, amount: int) -> int:
    """What is left of an amount for something that was not new."""
    years = days_between(certificate.bought_on, state.now) // 365
    percent = min(years * LOSS_PERCENT_A_YEAR, LARGEST_LOSS_PERCENT)
    return amount * (100 - percent) // 100


def borne_of(certificate: Certificate, amount: int) -> int:
    """What is borne by whom the thing belongs to."""
    return max(certificate.deductible, amount * BORNE_PERCENT // 100)


def certificate_details(state: State, certificate: Certificate) -> CertificateDetails:
    """A certificate as it is shown."""
    tariff = state.get(Tariff, certificate.tariff_id)
    return CertificateDetails(
        certificate_id=certificate.id,
        tariff_id=tariff.id,
        tariff=tariff.name,
        branch=tariff.branch,
        insured_thing=certificate.insured_thing,
        status=certificate.status,
        premium=certificate.premium,
        deductible=certificate.deductible,
        starts_on=certificate.starts_on,
        renews_on=certificate.renews_on,
        bought_on=certificate.bought_on,
        claim_free_years=certificate.claim_free_years,
    )


def cover_details(state: State, cover: Cover) -> CoverDetails:
    """A cover as it is shown."""
    certificate = state.get(Certificate, cover.certificate_id)
    return CoverDetails(
        cover_id=cover.id,
        certificate_id=certificate.id,
        insured_thing=certificate.insured_thing,
        peril=cover.peril,
        sum_insured=cover.sum_insured,
        left_this_year=left_of(state, cover),
        waiting_days=cover.waiting_days,
        insures_from=insures_from(state, cover),
    )


def insures_from(state: State, cover: Cover) -> Date:
    """The first day on which a cover insures."""
    starts_on = state.get(Certificate, cover.certificate_id).starts_on
    return shift(starts_on, days=cover.waiting_days)


def damage_file_details(state: State, damage_file: DamageFile) -> DamageFileDetails:
    """A damage file as it is shown."""
    cover = state.get(Cover, damage_file.cover_id)
    certificate = state.get(Certificate, cover.certificate_id)
    return DamageFileDetails(
        damage_file_id=damage_file.id,
        cover_id=cover.id,
        certificate_id=certificate.id,
        insured_thing=certificate.insured_thing,
        peril=cover.peril,
        status=damage_file.status,
        amount=damage_file.amount,
        occurred_on=damage_file.occurred_on,
        reported_on=damage_file.reported_on,
        closed_on=damage_file.closed_on,
        suspicious=damage_file.suspicious,
        appealed=damage_file.appealed,
    )


def visit_details(state: State, visit: Visit) -> VisitDetails:
    """A visit as it is shown."""
    damage_file = state.get(DamageFile, visit.damage_file_id)
    certificate_id = state.get(Cover, damage_file.cover_id).certificate_id
    return VisitDetails(
        visit_id=visit.id,
        damage_file_id=damage_file.id,
        assessor_id=visit.assessor_id,
        assessor=state.get(Assessor, visit.assessor_id).name,
        insured_thing=state.get(Certificate, certificate_id).insured_thing,
        status=visit.status,
        day=visit.day,
    )


def premium_details(state: State, premium: Premium) -> PremiumDetails:
    """A premium as it is shown."""
    return PremiumDetails(
        premium_id=premium.id,
        certificate_id=premium.certificate_id,
        insured_thing=state.get(Certificate, premium.certificate_id).insured_thing,
        amount=premium.amount,
        due_on=premium.due_on,
        status=premium.status,
    )
