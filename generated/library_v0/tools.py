"""What the people who answer for Linden Street Library can do."""

from autoforge_envs.domain import (
    City,
    Date,
    Label,
    Money,
    PersonName,
    PostalCode,
    Reference,
    Secret,
    State,
    ToolError,
    record_identity,
    require,
    shift,
    tool,
)

from .models import (
    Availability,
    Branch,
    Complaint,
    ComplaintTopic,
    Copy,
    DocumentCopy,
    DocumentKind,
    DocumentWay,
    Fine,
    Loan,
    LoanDetails,
    Member,
    MemberMatch,
    Power,
    Proxy,
    Relation,
    Reservation,
    ReservationDetails,
    Title,
    TitleKind,
)

LOST_FEE = 450
ANSWER_DAYS = 20
ESCALATED_ANSWER_DAYS = 10
WAY_FEES = {"email": 0, "letter": 350, "registered_letter": 600}
FREE_COPIES = 2

# --- finding and checking the member -------------------------------------------------------------


@tool(intent="find the member with the member number {number}")
def find_member_by_number(state: State, number: Label) -> MemberMatch:
    """Find a member by member number.

    Args:
        number: The member number, as the member says it.
    """
    for member in state.find(Member, number=number):
        return MemberMatch(id=member.id, name=member.name)
    raise ToolError(f"no member has the member number {number}")


@tool(intent="verify the identity of member {member_id}", writes=True)
def verify_identity(
    state: State, member_id: Reference[Member], postal_code: PostalCode, pin: Secret
) -> MemberMatch:
    """Check that you talk to the member, and record that you did.

    Args:
        member_id: Who they say they are.
        postal_code: The postal code of their address.
        pin: The pin, as they say it.
    """
    member = state.get(Member, member_id)
    matches = member.postal_code == postal_code and member.pin == pin
    require(matches, "postal code and pin do not both match")
    record_identity(state, member.id)
    return MemberMatch(id=member.id, name=member.name)


@tool(intent="look at the details of member {member_id}")
def get_member(state: State, member_id: Reference[Member]) -> Member:
    """Show what is in the books about a member.

    Args:
        member_id: The member.
    """
    return state.get(Member, member_id)


# --- looking things up ---------------------------------------------------------------------------


@tool(intent="list the loans of member {member_id}")
def list_loans(state: State, member_id: Reference[Member]) -> list[LoanDetails]:
    """List everything a member has now or had before.

    Args:
        member_id: The member.
    """
    state.get(Member, member_id)
    return [details_of(state, loan) for loan in state.find(Loan, member_id=member_id)]


@tool(intent="list the reservations of member {member_id}")
def list_reservations(state: State, member_id: Reference[Member]) -> list[ReservationDetails]:
    """List a member's reservations, also those that are over.

    Args:
        member_id: The member.
    """
    state.get(Member, member_id)
    return [
        reservation_details(state, reservation)
        for reservation in state.find(Reservation, member_id=member_id)
    ]


@tool(intent="list the fines for loan {loan_id}")
def list_fines(state: State, loan_id: Reference[Loan]) -> list[Fine]:
    """List what was charged for a loan, paid or not.

    Args:
        loan_id: The loan.
    """
    state.get(Loan, loan_id)
    return state.find(Fine, loan_id=loan_id)


@tool(intent="search for titles of kind {kind}")
def search_titles(
    state: State, kind: TitleKind | None = None, name: Label | None = None
) -> list[Title]:
    """List titles of one kind, or the one with a name.

    Args:
        kind: Only of this kind.
        name: Only the one of exactly this name.
    """
    if name is not None:
        found = state.find(Title, name=name)
        return [title for title in found if kind in (None, title.kind)]
    require(kind is not None, "give a kind, a name, or both")
    return state.find(Title, kind=kind)


@tool(intent="see where title {title_id} is")
def check_availability(state: State, title_id: Reference[Title]) -> Availability:
    """Show the copies of a title, and how many wait for it.

    Args:
        title_id: The title.
    """
    return Availability(
        title=state.get(Title, title_id),
        copies=state.find(Copy, title_id=title_id),
        num_waiting=len(waiting_for(state, title_id)),
    )


@tool(intent="list the branches in {city}")
def list_branches(state: State, city: City) -> list[Branch]:
    """List the branches of a city.

    Args:
        city: The city.
    """
    return state.find(Branch, city=city)


# --- loans ---------------------------------------------------------------------------------------


@tool(intent="lend copy {copy_id} to member {member_id}", writes=True)
def lend_copy(state: State, member_id: Reference[Member], copy_id: Reference[Copy]) -> Loan:
    """Lend a copy that is in, for as long as its title is lent.

    Args:
        member_id: Who takes it.
        copy_id: The copy.
    """
    state.get(Member, member_id)
    copy = state.get(Copy, copy_id)
    require(copy.status == "in", f"copy {copy_id} is {copy.status}")
    state.update(copy, status="out")
    days = state.get(Title, copy.title_id).lending_days
    return state.add(
        Loan,
        member_id=member_id,
        copy_id=copy_id,
        status="open",
        lent_on=state.now[:10],
        due_on=shift(state.now[:10], days=days),
        renewals=0,
    )


@tool(intent="renew loan {loan_id}", writes=True)
def renew_loan(state: State, loan_id: Reference[Loan]) -> Loan:
    """Lend something for another term, from the day it is due.

    Args:
        loan_id: The loan, which must be open.
    """
    loan = state.get(Loan, loan_id)
    require(loan.status == "open", f"{loan_id} is {loan.status}, not open")
    days = item_of(state, loan).lending_days
    due_on = shift(loan.due_on, days=days)
    return state.update(loan, due_on=due_on, renewals=loan.renewals + 1)


@tool(intent="report loan {loan_id} lost", writes=True)
def report_loss(state: State, loan_id: Reference[Loan]) -> Fine:
    """Note that something was lost, and charge for it.

    The fine is 60 percent of the price of a new copy, at least 4.50.

    Args:
        loan_id: The loan, which must be open.
    """
    loan = state.get(Loan, loan_id)
    require(loan.status == "open", f"{loan_id} is {loan.status}, not open")
    state.update(loan, status="lost")
    state.update(state.get(Copy, loan.copy_id), status="missing")
    price = item_of(state, loan).price
    return state.add(
        Fine,
        loan_id=loan_id,
        kind="lost",
        amount=max(price * 60 // 100, LOST_FEE),
        status="unpaid",
        charged_on=state.now[:10],
    )


@tool(intent="take the payment of fine {fine_id}", writes=True)
def pay_fine(state: State, fine_id: Reference[Fine]) -> Fine:
    """Book that a fine is paid in full.

    Args:
        fine_id: The fine, which must be unpaid.
    """
    fine = state.get(Fine, fine_id)
    require(fine.status == "unpaid", f"fine {fine_id} is paid already")
    return state.update(fine, status="paid")


# --- reservations --------------------------------------------------------------------------------


@tool(intent="reserve title {title_id} at branch {branch_id}", writes=True)
def place_reservation(
    state: State,
    member_id: Reference[Member],
    title_id: Reference[Title],
    branch_id: Reference[Branch],
) -> Reservation:
    """Put a member into the queue for a title.

    Args:
        member_id: Who waits for it.
        title_id: What is reserved.
        branch_id: Where it is to be fetched.
    """
    state.get(Member, member_id)
    state.get(Branch, branch_id)
    state.get(Title, title_id)
    own = state.find(Reservation, member_id=member_id, title_id=title_id, status="waiting")
    require(not own, f"{member_id} waits for {title_id} already")
    return state.add(
        Reservation,
        member_id=member_id,
        title_id=title_id,
        branch_id=branch_id,
        status="waiting",
        placed_on=state.now[:10],
    )


@tool(intent="cancel reservation {reservation_id}", writes=True)
def cancel_reservation(state: State, reservation_id: Reference[Reservation]) -> Reservation:
    """Take somebody out of the queue.

    Args:
        reservation_id: The reservation, which must be waiting or ready.
    """
    reservation = state.get(Reservation, reservation_id)
    require(reservation.status != "cancelled", f"{reservation_id} is cancelled already")
    return state.update(reservation, status="cancelled")


@tool(intent="move reservation {reservation_id} to branch {branch_id}", writes=True)
def move_reservation(
    state: State, reservation_id: Reference[Reservation], branch_id: Reference[Branch]
) -> Reservation:
    """Have something that is reserved brought to another branch.

    Args:
        reservation_id: The reservation.
        branch_id: Where it is to be fetched instead.
    """
    reservation = state.get(Reservation, reservation_id)
    state.get(Branch, branch_id)
    require(reservation.branch_id != branch_id, f"{reservation_id} is at {branch_id} already")
    return state.update(reservation, branch_id=branch_id)


# --- complaints ----------------------------------------------------------------------------------


@tool(intent="list the complaints about loan {loan_id}")
def list_complaints(state: State, loan_id: Reference[Loan]) -> list[Complaint]:
    """List the complaints about a loan, also those that are settled.

    Args:
        loan_id: The loan.
    """
    state.get(Loan, loan_id)
    return state.find(Complaint, loan_id=loan_id)


@tool(intent="file a complaint about loan {loan_id}", writes=True)
def file_complaint(state: State, loan_id: Reference[Loan], topic: ComplaintTopic) -> Complaint:
    """Take a complaint down; it is answered within 20 days.

    Args:
        loan_id: The loan it is about, about which no other complaint is open.
        topic: What it is about.
    """
    state.get(Loan, loan_id)
    pending = state.find(Complaint, loan_id=loan_id, status="open")
    require(not pending, f"a complaint about {loan_id} is open already")
    return state.add(
        Complaint,
        loan_id=loan_id,
        topic=topic,
        status="open",
        filed_on=state.now[:10],
        answer_by=shift(state.now[:10], days=ANSWER_DAYS),
    )


@tool(intent="escalate complaint {complaint_id}", writes=True)
def escalate_complaint(state: State, complaint_id: Reference[Complaint]) -> Complaint:
    """Put a complaint before the management, who answer it within 10 days.

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


@tool(intent="list the copies sent for loan {loan_id}")
def list_document_copies(state: State, loan_id: Reference[Loan]) -> list[DocumentCopy]:
    """List the copies of documents that were sent out for a loan.

    Args:
        loan_id: The loan.
    """
    state.get(Loan, loan_id)
    return state.find(DocumentCopy, loan_id=loan_id)


@tool(intent="send a copy of the {kind} for loan {loan_id} by {way}", writes=True)
def send_document_copy(
    state: State, loan_id: Reference[Loan], kind: DocumentKind, way: DocumentWay
) -> DocumentCopy:
    """Send a copy of a document about a loan.

    The first 2 copies for the same loan cost nothing but a registered letter's
    extra fee of 2.50. Later ones cost 3.50 by letter, e-mail is free.

    Args:
        loan_id: The loan.
        kind: Which document.
        way: How it is sent.
    """
    state.get(Loan, loan_id)
    fee = WAY_FEES[way]
    if fee and len(state.find(DocumentCopy, loan_id=loan_id)) < FREE_COPIES:
        fee -= WAY_FEES["letter"]
    return state.add(
        DocumentCopy, loan_id=loan_id, kind=kind, way=way, fee=fee, sent_on=state.now[:10]
    )


# --- people who may act for others ---------------------------------------------------------------


@tool(intent="list who may act for member {member_id}")
def list_proxies(state: State, member_id: Reference[Member]) -> list[Proxy]:
    """List the people who may act for a member, also those whose time is over.

    Args:
        member_id: The member.
    """
    state.get(Member, member_id)
    return state.find(Proxy, member_id=member_id)


@tool(intent="let {name} act for member {member_id} until {until}", writes=True)
def add_proxy(
    state: State,
    member_id: Reference[Member],
    name: PersonName,
    relation: Relation,
    power: Power,
    until: Date,
) -> Proxy:
    """Allow somebody to act for a member.

    Args:
        member_id: For whom.
        name: Who may act.
        relation: What they are to the member.
        power: What they may do.
        until: The last day on which they may.
    """
    state.get(Member, member_id)
    require(until >= state.now[:10], f"{until} is over")
    return state.add(
        Proxy,
        member_id=member_id,
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
    """Take the permission to act for a member back.

    Args:
        proxy_id: Who may not act any more.
    """
    proxy = state.get(Proxy, proxy_id)
    state.remove(proxy)
    return proxy


# --- what the tools share ------------------------------------------------------------------------


def item_of(state: State, loan: Loan) -> Title:
    """What a loan is about."""
    return state.get(Title, state.get(Copy, loan.copy_id).title_id)


def details_of(state: State, loan: Loan) -> LoanDetails:
    """A loan as it is shown."""
    copy = state.get(Copy, loan.copy_id)
    title = state.get(Title, copy.title_id)
    return LoanDetails(
        loan_id=loan.id,
        title_id=title.id,
        name=title.name,
        author=title.author,
        kind=title.kind,
        branch=state.get(Branch, copy.branch_id).name,
        status=loan.status,
        lent_on=loan.lent_on,
        due_on=loan.due_on,
        renewals=loan.renewals,
    )


def reservation_details(state: State, reservation: Reservation) -> ReservationDetails:
    """A reservation as it is shown."""
    title = state.get(Title, reservation.title_id)
    return ReservationDetails(
        reservation_id=reservation.id,
        title_id=title.id,
        name=title.name,
        kind=title.kind,
        branch=state.get(Branch, reservation.branch_id).name,
        status=reservation.status,
        placed_on=reservation.placed_on,
    )


def waiting_for(state: State, title_id: str) -> list[Reservation]:
    """Who waits for a title."""
    return state.find(Reservation, title_id=title_id, status="waiting")


def unpaid_by(state: State, member_id: str) -> Money:
    """What a member owes altogether."""
    return sum(
        fine.amount
        for loan in state.find(Loan, member_id=member_id)
        for fine in state.find(Fine, loan_id=loan.id, status="unpaid")
    )
