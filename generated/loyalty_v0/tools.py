"""What the people who answer for Daisy Points can do."""

from autoforge_envs.domain import (
    Date,
    Label,
    Money,
    PersonName,
    PostalCode,
    Quantity,
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
    Annoyance,
    Callback,
    CallbackLoad,
    CallbackTopic,
    Card,
    CardDesign,
    Charity,
    Claim,
    ClaimDetails,
    Complaint,
    ComplaintTopic,
    DocumentCopy,
    DocumentKind,
    DocumentWay,
    Donation,
    Goodwill,
    Member,
    MemberMatch,
    MoveKind,
    PaidWith,
    Partner,
    PartnerKind,
    PointBalance,
    PointBatch,
    PointMove,
    PointSale,
    Receipt,
    Reward,
    RewardCategory,
    RewardOrder,
    RewardOrderDetails,
    TimeOfDay,
    Transfer,
    TransferDetails,
)

EAGER_FROM = 4000
EAGER_PERCENT = 150
POINTS_LAST_DAYS = 730
BLOCK = 500
BONUS_FROM_POINTS = 1500
TRANSFER_BONUS_PERCENT = 15
PROLONGATION_DAYS = 90
CARD_FEE = 150
PACK = 500
PACK_PRICE = 1100
ANSWER_DAYS = 10
WAY_FEES = {"email": 0, "letter": 300, "registered_letter": 600}
FREE_COPIES = 1

# --- finding and checking the member -------------------------------------------------------------


@tool(intent="find the members called {name}, born on {date_of_birth}")
def find_members_by_name(state: State, name: PersonName, date_of_birth: Date) -> list[MemberMatch]:
    """Find members by full name and date of birth; there may be several.

    Args:
        name: First and last name, as it is in the books.
        date_of_birth: The date of birth.
    """
    return [
        MemberMatch(id=member.id, name=member.name)
        for member in state.find(Member, name=name)
        if member.date_of_birth == date_of_birth
    ]


@tool(intent="verify the identity of member {member_id}", writes=True)
def verify_identity(
    state: State, member_id: Reference[Member], postal_code: PostalCode, service_code: Secret
) -> MemberMatch:
    """Check that you talk to the member, and record that you did.

    Args:
        member_id: Who they say they are.
        postal_code: The postal code of their address.
        service_code: The service code, as they say it.
    """
    member = state.get(Member, member_id)
    matches = member.postal_code == postal_code and member.service_code == service_code
    require(matches, "postal code and service code do not both match")
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


@tool(intent="see how many points member {member_id} has")
def get_balance(state: State, member_id: Reference[Member]) -> PointBalance:
    """Show what somebody can spend, and what expires first.

    Args:
        member_id: The member.
    """
    member = state.get(Member, member_id)
    batches = live_batches(state, member_id)
    return PointBalance(
        points=sum(batch.left for batch in batches),
        yearly_points=member.yearly_points,
        next_expiry_on=batches[0].expires_on if batches else None,
        expiring_points=batches[0].left if batches else 0,
    )


@tool(intent="list when the points of member {member_id} expire")
def list_point_batches(state: State, member_id: Reference[Member]) -> list[PointBatch]:
    """List the points of a member by the days on which they were earned, also what is spent.

    Args:
        member_id: The member.
    """
    state.get(Member, member_id)
    return state.find(PointBatch, member_id=member_id)


@tool(intent="list the reward orders of member {member_id}")
def list_reward_orders(state: State, member_id: Reference[Member]) -> list[RewardOrderDetails]:
    """List what a member has exchanged points for.

    Args:
        member_id: The member.
    """
    state.get(Member, member_id)
    return [details_of(state, each) for each in state.find(RewardOrder, member_id=member_id)]


@tool(intent="look at the statement of member {member_id}")
def list_point_moves(state: State, member_id: Reference[Member]) -> list[PointMove]:
    """List how the points of a member came and went.

    Args:
        member_id: The member.
    """
    state.get(Member, member_id)
    return state.find(PointMove, member_id=member_id)


@tool(intent="list the claims of member {member_id}")
def list_claims(state: State, member_id: Reference[Member]) -> list[ClaimDetails]:
    """List for which purchases a member asked for points afterwards.

    Args:
        member_id: The member.
    """
    state.get(Member, member_id)
    return [claim_details(state, each) for each in state.find(Claim, member_id=member_id)]


@tool(intent="look at receipt {receipt_number}")
def get_receipt(state: State, receipt_number: Label) -> Receipt:
    """Show what a partner reported about a purchase.

    Args:
        receipt_number: What is printed on the receipt.
    """
    return receipt_numbered(state, receipt_number)


@tool(intent="list the cards of member {member_id}")
def list_cards(state: State, member_id: Reference[Member]) -> list[Card]:
    """List the cards of a member, also those that were blocked or replaced.

    Args:
        member_id: The member.
    """
    state.get(Member, member_id)
    return state.find(Card, member_id=member_id)


@tool(intent="list the rewards of category {category}")
def search_rewards(state: State, category: RewardCategory) -> list[Reward]:
    """List the rewards of one category, also those that are not offered any more.

    Args:
        category: The category.
    """
    return state.find(Reward, category=category)


@tool(intent="list the partners of kind {kind}")
def list_partners(state: State, kind: PartnerKind) -> list[Partner]:
    """List the partners of one kind, with what they give.

    Args:
        kind: The kind.
    """
    return state.find(Partner, kind=kind)


@tool(intent="list the transfers of member {member_id}")
def list_transfers(state: State, member_id: Reference[Member]) -> list[TransferDetails]:
    """List which points of a member became something else with a partner.

    Args:
        member_id: The member.
    """
    state.get(Member, member_id)
    return [transfer_details(state, each) for each in state.find(Transfer, member_id=member_id)]


@tool(intent="list the points that member {member_id} bought")
def list_point_sales(state: State, member_id: Reference[Member]) -> list[PointSale]:
    """List which points were sold to a member, and for how much.

    Args:
        member_id: The member.
    """
    state.get(Member, member_id)
    return state.find(PointSale, member_id=member_id)


@tool(intent="list the charities")
def list_charities(state: State) -> list[Charity]:
    """List the good causes, with what points are worth to them."""
    return state.find(Charity)


# --- rewards -------------------------------------------------------------------------------------


@tool(intent="order {quantity} of reward {reward_id} for member {member_id}", writes=True)
def redeem_reward(
    state: State,
    member_id: Reference[Member],
    reward_id: Reference[Reward],
    quantity: Quantity,
    paid_with: PaidWith,
) -> RewardOrder:
    """Exchange points for a reward, those first that expire first.

    Args:
        member_id: Who gets it.
        reward_id: What it is.
        quantity: How many pieces.
        paid_with: Points alone, or half of them and cash for the rest.
    """
    reward = state.get(Reward, reward_id)
    require(quantity > 0, "the quantity must be at least 1")
    require(quantity <= reward.stock, f"{reward.stock} of {reward_id} are left")
    halved = paid_with == "points_and_cash"
    points = reward.points * quantity // (2 if halved else 1)
    spend(state, member_id, points, "reward")
    state.update(reward, stock=reward.stock - quantity)
    return state.add(
        RewardOrder,
        member_id=member_id,
        reward_id=reward_id,
        quantity=quantity,
        points=points,
        cash=reward.cash * quantity if halved else 0,
        status="ordered",
        ordered_on=state.now[:10],
    )


@tool(intent="cancel reward order {reward_order_id}", writes=True)
def cancel_reward_order(state: State, reward_order_id: Reference[RewardOrder]) -> PointMove:
    """Take a reward order back; its points come back as new ones and its cash as it was paid.

    Nothing is kept.

    Args:
        reward_order_id: The reward order, which must be ordered or sent.
    """
    reward_order = state.get(RewardOrder, reward_order_id)
    waits = reward_order.status in ("ordered", "sent")
    require(waits, f"{reward_order_id} is {reward_order.status}")
    reward = state.get(Reward, reward_order.reward_id)
    state.update(reward, stock=reward.stock + reward_order.quantity)
    state.update(reward_order, status="cancelled")
    return credit(state, reward_order.member_id, reward_order.points, "given_back")


# --- partners ------------------------------------------------------------------------------------


@tool(intent="transfer {points} points to partner {partner_id}", writes=True)
def transfer_points(
    state: State, member_id: Reference[Member], partner_id: Reference[Partner], points: Quantity
) -> Transfer:
    """Turn points into something else, in blocks of 500.

    From 1500 points on the partner gives 15 percent more.

    Args:
        member_id: Whose points they are.
        partner_id: Where they go.
        points: How many, a multiple of 500.
    """
    partner = state.get(Partner, partner_id)
    in_blocks = points > 0 and points % BLOCK == 0
    require(
        in_blocks, f"points are transferred in blocks of {BLOCK}, {points} is no multiple of it"
    )
    received = points * partner.transfer_rate // 100
    if points >= BONUS_FROM_POINTS:
        received += received * TRANSFER_BONUS_PERCENT // 100
    spend(state, member_id, points, "transferred")
    return state.add(
        Transfer,
        member_id=member_id,
        partner_id=partner_id,
        points=points,
        received=received,
        status="pending",
        made_on=state.now[:10],
    )


@tool(intent="reverse transfer {transfer_id}", writes=True)
def reverse_transfer(state: State, transfer_id: Reference[Transfer]) -> PointMove:
    """Take a transfer back; the points come back as new ones.

    Args:
        transfer_id: The transfer.
    """
    transfer = state.get(Transfer, transfer_id)
    require(transfer.status != "reversed", f"{transfer_id} is reversed already")
    state.update(transfer, status="reversed")
    return credit(state, transfer.member_id, transfer.points, "given_back")


# --- earning -------------------------------------------------------------------------------------


@tool(intent="claim the points of receipt {receipt_number}", writes=True)
def claim_points(state: State, member_id: Reference[Member], receipt_number: Label) -> Claim:
    """Give points for a purchase at which the card was not shown.

    Every full 10.00 earns what the partner gives, 50 percent more from 4000 yearly_points on.

    Args:
        member_id: Who gets them.
        receipt_number: What is printed on the receipt.
    """
    member = state.get(Member, member_id)
    receipt = receipt_numbered(state, receipt_number)
    known = state.find(Claim, receipt_id=receipt.id)
    require(not known, f"the points of receipt {receipt_number} were claimed already")
    points = points_for(state, member, receipt)
    credit(state, member_id, points, "earned")
    return state.add(
        Claim,
        member_id=member_id,
        receipt_id=receipt.id,
        points=points,
        status="credited",
        claimed_on=state.now[:10],
    )


@tool(intent="sell {packs} packs of points to member {member_id}", writes=True)
def buy_points(state: State, member_id: Reference[Member], packs: Quantity) -> PointSale:
    """Sell points in packs of 500 for 11.00 each.

    Args:
        member_id: Who buys.
        packs: How many packs.
    """
    require(packs > 0, "at least one pack is sold")
    credit(state, member_id, packs * PACK, "bought")
    return state.add(
        PointSale,
        member_id=member_id,
        points=packs * PACK,
        price=packs * PACK_PRICE,
        sold_on=state.now[:10],
    )


# --- keeping and giving --------------------------------------------------------------------------


@tool(intent="let the points {point_batch_id} be spent longer", writes=True)
def prolong_points(state: State, point_batch_id: Reference[PointBatch]) -> PointBatch:
    """Let points expire 90 days later.

    Args:
        point_batch_id: The points that were earned together.
    """
    batch = state.get(PointBatch, point_batch_id)
    require(batch.left > 0, f"nothing is left of {point_batch_id}")
    return state.update(
        batch,
        expires_on=shift(batch.expires_on, days=PROLONGATION_DAYS),
        prolonged=True,
    )


@tool(intent="give {points} points to charity {charity_id}", writes=True)
def donate_points(
    state: State, member_id: Reference[Member], charity_id: Reference[Charity], points: Quantity
) -> Donation:
    """Turn points into money for a good cause, in hundreds.

    Args:
        member_id: Who gives.
        charity_id: The good cause.
        points: How many, a multiple of 100.
    """
    charity = state.get(Charity, charity_id)
    in_hundreds = points > 0 and points % 100 == 0
    require(in_hundreds, f"points are given in hundreds, {points} is no multiple of 100")
    spend(state, member_id, points, "donated")
    return state.add(
        Donation,
        member_id=member_id,
        charity_id=charity_id,
        points=points,
        amount=points // 100 * charity.cents_per_100,
        given_on=state.now[:10],
    )


@tool(intent="block card {card_id}", writes=True)
def block_card(state: State, card_id: Reference[Card]) -> Card:
    """Let nobody use a card any more.

    Args:
        card_id: The card.
    """
    card = state.get(Card, card_id)
    require(card.status == "active", f"card {card_id} is {card.status}")
    return state.update(card, status="blocked")


@tool(intent="replace card {card_id} by one in the design {design}", writes=True)
def replace_card(state: State, card_id: Reference[Card], design: CardDesign) -> Card:
    """Send a new card for an old one, for 150 points unless the old one is blocked.

    Args:
        card_id: The old card.
        design: What the new one looks like.
    """
    card = state.get(Card, card_id)
    require(card.status != "replaced", f"card {card_id} is replaced already")
    if card.status == "active":
        spend(state, card.member_id, CARD_FEE, "card")
    state.update(card, status="replaced")
    return state.add(
        Card,
        member_id=card.member_id,
        ending=card.ending,
        design=design,
        status="active",
        issued_on=state.now[:10],
    )


# --- calls back ----------------------------------------------------------------------------------


@tool(intent="list the calls back to member {member_id}")
def list_callbacks(state: State, member_id: Reference[Member]) -> list[Callback]:
    """List the calls that were or will be made to a member.

    Args:
        member_id: The member.
    """
    state.get(Member, member_id)
    return state.find(Callback, member_id=member_id)


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
    member_id: Reference[Member],
    topic: CallbackTopic,
    day: Date,
    time_of_day: TimeOfDay,
) -> Callback:
    """Have somebody of the staff call a member.

    Args:
        member_id: Who is called.
        topic: What about.
        day: On which day, which must not be over.
        time_of_day: In which part of the day.
    """
    state.get(Member, member_id)
    require(day >= state.now[:10], f"{day} is over")
    return state.add(
        Callback,
        member_id=member_id,
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


# --- complaints ----------------------------------------------------------------------------------


@tool(intent="list the complaints about reward order {reward_order_id}")
def list_complaints(state: State, reward_order_id: Reference[RewardOrder]) -> list[Complaint]:
    """List the complaints about a reward order, also those that are settled.

    Args:
        reward_order_id: The reward order.
    """
    state.get(RewardOrder, reward_order_id)
    return state.find(Complaint, reward_order_id=reward_order_id)


@tool(intent="file a complaint about reward order {reward_order_id}", writes=True)
def file_complaint(
    state: State, reward_order_id: Reference[RewardOrder], topic: ComplaintTopic
) -> Complaint:
    """Take a complaint down; it is answered within 10 days.

    Args:
        reward_order_id: The reward order it is about, about which no other complaint is open.
        topic: What it is about.
    """
    state.get(RewardOrder, reward_order_id)
    pending = state.find(Complaint, reward_order_id=reward_order_id, status="open")
    require(not pending, f"a complaint about {reward_order_id} is open already")
    return state.add(
        Complaint,
        reward_order_id=reward_order_id,
        topic=topic,
        status="open",
        filed_on=state.now[:10],
        answer_by=shift(state.now[:10], days=ANSWER_DAYS),
    )


@tool(intent="escalate complaint {complaint_id}", writes=True)
def escalate_complaint(state: State, complaint_id: Reference[Complaint]) -> Complaint:
    """Put a complaint before the management; the day of the answer stays.

    Args:
        complaint_id: The complaint, which must be open.
    """
    complaint = state.get(Complaint, complaint_id)
    require(complaint.status == "open", f"complaint {complaint_id} is {complaint.status}")
    return state.update(complaint, status="escalated")


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


@tool(intent="list the copies sent for reward order {reward_order_id}")
def list_document_copies(
    state: State, reward_order_id: Reference[RewardOrder]
) -> list[DocumentCopy]:
    """List the copies of documents that were sent out for a reward order.

    Args:
        reward_order_id: The reward order.
    """
    state.get(RewardOrder, reward_order_id)
    return state.find(DocumentCopy, reward_order_id=reward_order_id)


@tool(intent="send a copy of the {kind} for reward order {reward_order_id} by {way}", writes=True)
def send_document_copy(
    state: State, reward_order_id: Reference[RewardOrder], kind: DocumentKind, way: DocumentWay
) -> DocumentCopy:
    """Send a copy of a document about a reward order.

    The first copy for the same reward order costs nothing but a registered letter's
    extra fee of 3.00. Later ones cost 3.00 by letter, e-mail is free.

    Args:
        reward_order_id: The reward order.
        kind: Which document.
        way: How it is sent.
    """
    state.get(RewardOrder, reward_order_id)
    fee = WAY_FEES[way]
    if fee and len(state.find(DocumentCopy, reward_order_id=reward_order_id)) < FREE_COPIES:
        fee -= WAY_FEES["letter"]
    return state.add(
        DocumentCopy,
        reward_order_id=reward_order_id,
        kind=kind,
        way=way,
        fee=fee,
        sent_on=state.now[:10],
    )


# --- making up for trouble -----------------------------------------------------------------------


@tool(intent="list the goodwill credits for reward order {reward_order_id}")
def list_goodwill(state: State, reward_order_id: Reference[RewardOrder]) -> list[Goodwill]:
    """List what was given for trouble with a reward order.

    Args:
        reward_order_id: The reward order.
    """
    state.get(RewardOrder, reward_order_id)
    return state.find(Goodwill, reward_order_id=reward_order_id)


@tool(intent="give a goodwill credit of {amount} for reward order {reward_order_id}", writes=True)
def grant_goodwill(
    state: State, reward_order_id: Reference[RewardOrder], reason: Annoyance, amount: Money
) -> Goodwill:
    """Give a credit for trouble with a reward order, once for each.

    Args:
        reward_order_id: The reward order that went wrong.
        reason: What went wrong.
        amount: How much is given.
    """
    state.get(RewardOrder, reward_order_id)
    require(amount > 0, "the amount must be more than zero")
    given = state.find(Goodwill, reward_order_id=reward_order_id)
    require(not given, f"a credit was given for {reward_order_id} already")
    return state.add(
        Goodwill,
        reward_order_id=reward_order_id,
        reason=reason,
        amount=amount,
        given_on=state.now[:10],
    )


# --- what the tools share ------------------------------------------------------------------------


def details_of(state: State, reward_order: RewardOrder) -> RewardOrderDetails:
    """A reward order as it is shown."""
    reward = state.get(Reward, reward_order.reward_id)
    return RewardOrderDetails(
        reward_order_id=reward_order.id,
        reward_id=reward.id,
        name=reward.name,
        category=reward.category,
        quantity=reward_order.quantity,
        points=reward_order.points,
        cash=reward_order.cash,
        status=reward_order.status,
        ordered_on=reward_order.ordered_on,
    )


def claim_details(state: State, claim: Claim) -> ClaimDetails:
    """A claim as it is shown."""
    receipt = state.get(Receipt, claim.receipt_id)
    partner = state.get(Partner, receipt.partner_id)
    return ClaimDetails(
        claim_id=claim.id,
        partner=partner.name,
        kind=partner.kind,
        amount=receipt.amount,
        bought_on=receipt.bought_on,
        points=claim.points,
        status=claim.status,
        claimed_on=claim.claimed_on,
    )


def transfer_details(state: State, transfer: Transfer) -> TransferDetails:
    """A transfer as it is shown."""
    partner = state.get(Partner, transfer.partner_id)
    return TransferDetails(
        transfer_id=transfer.id,
        partner=partner.name,
        kind=partner.kind,
        points=transfer.points,
        received=transfer.received,
        status=transfer.status,
        made_on=transfer.made_on,
    )


def receipt_numbered(state: State, receipt_number: str) -> Receipt:
    """The receipt with a number."""
    for receipt in state.find(Receipt, receipt_number=receipt_number):
        return receipt
    raise ToolError(f"no partner reported a receipt {receipt_number}")


def points_for(state: State, member: Member, receipt: Receipt) -> Quantity:
    """What a purchase earns."""
    partner = state.get(Partner, receipt.partner_id)
    points = receipt.amount // 1000 * partner.points_per_10
    if member.yearly_points >= EAGER_FROM:
        points = points * EAGER_PERCENT // 100
    return points


def live_batches(state: State, member_id: str) -> list[PointBatch]:
    """The points that can be spent today, those first that expire first."""
    batches = state.find(PointBatch, member_id=member_id)
    live = [each for each in batches if each.left > 0 and each.expires_on >= state.now[:10]]
    return sorted(live, key=lambda batch: (batch.expires_on, batch.earned_on, batch.id))


def spend(state: State, member_id: str, points: int, kind: MoveKind) -> None:
    """Take points away, those first that expire first."""
    state.get(Member, member_id)
    batches = live_batches(state, member_id)
    there = sum(batch.left for batch in batches)
    require(points <= there, f"{member_id} has {there} points, not {points}")
    missing = points
    for batch in batches:
        used = min(batch.left, missing)
        if used > 0:
            state.update(batch, left=batch.left - used)
        missing -= used
    note(state, member_id, kind, -points)


def credit(state: State, member_id: str, points: int, kind: MoveKind) -> PointMove:
    """Give points that last as long as all new ones."""
    state.get(Member, member_id)
    state.add(
        PointBatch,
        member_id=member_id,
        earned_on=state.now[:10],
        expires_on=shift(state.now[:10], days=POINTS_LAST_DAYS),
        points=points,
        left=points,
        prolonged=False,
    )
    return note(state, member_id, kind, points)


def note(state: State, member_id: str, kind: MoveKind, points: int) -> PointMove:
    """Write a line of somebody's statement."""
    return state.add(
        PointMove, member_id=member_id, kind=kind, points=points, moved_on=state.now[:10]
    )


def planned_for(state: State, day: Date, time_of_day: TimeOfDay) -> list[Callback]:
    """The calls that are planned for a part of a day."""
    return state.find(Callback, day=day, time_of_day=time_of_day, status="planned")
