"""Tasks whose words, plan and goal do not belong together."""

from benchmarks.defects.planting import defect
from benchmarks.defects.shop import Shop, step


@defect("task", "goal")
def nothing_to_do(shop: Shop) -> None:
    """A goal is satisfied by doing nothing: the plan only looks something up."""
    with shop.task("cancel_lighthouse") as task:
        task["plan"] = [step(task, "book")]


@defect("task", "idleness")
def always_handed_over(shop: Shop) -> None:
    """A goal is satisfied by handing over at once, without looking."""
    with shop.task("cancel_lighthouse") as task:
        handover = {"id": "over", "call": "transfer_to_human"}
        task["plan"] = [handover | {"arguments": {"reason": {"value": "I cannot help."}}}]


@defect("task", "information")
def missing_fact(shop: Shop) -> None:
    """The user does not know a fact that the plan needs."""
    with shop.task("cancel_lighthouse") as task:
        task["user"]["facts"] = [f for f in task["user"]["facts"] if f["name"] != "password"]
        step(task, "check")["arguments"]["password"] = {"value": "marmalade"}


@defect("task", "information")
def key_from_nowhere(shop: Shop) -> None:
    """The plan names a key that nobody gave and no tool returned."""
    with shop.task("cancel_lighthouse") as task:
        step(task, "cancel")["arguments"]["order_id"] = {"value": "OR-1"}


@defect("task", "information")
def unsaid_description(shop: Shop) -> None:
    """Two goals satisfy the words: the plan chooses by a detail that the user never mentions."""
    shop.add_row(
        "orders", id="OR-12", customer_id="CU-1", book_id="BO-1", quantity=1, total=1250,
        status="pending", placed_at="2026-03-01T08:00:00",
    )  # fmt: skip
    with shop.task("cancel_lighthouse") as task:
        step(task, "order")["where"]["placed_at"] = {"value": "2026-02-27T10:15:00"}


@defect("task", "information")
def unsaid_choice(shop: Shop) -> None:
    """The plan chooses by a status that schemas spell out and the user does not mean."""
    with shop.task("cancel_lighthouse") as task:
        step(task, "order")["where"]["status"] = {"value": "pending"}


@defect("task", "information")
def told_from_nowhere(shop: Shop) -> None:
    """The plan tells an amount that it has not looked up."""
    with shop.task("cancel_lighthouse") as task:
        step(task, "amount")["tell"] = {"value": "12.50"}


@defect("task", "dialogue")
def fact_nobody_can_ask_for(shop: Shop) -> None:
    """The user knows a fact under a name by which nobody can ask for it."""
    with shop.task("cancel_lighthouse") as task:
        next(f for f in task["user"]["facts"] if f["name"] == "password")["label"] = "number of it"


@defect("task", "omissions")
def superfluous_write(shop: Shop) -> None:
    """The plan writes something that changes nothing: it checks the password twice."""
    with shop.task("cancel_lighthouse") as task:
        task["plan"].insert(2, step(task, "check") | {"id": "again"})


@defect("task", "omissions")
def told_by_any_answer(shop: Shop) -> None:
    """What is to be told is a no, which every refusal contains."""
    with shop.task("decline_shipped") as task:
        member = {"result": "who", "path": ["is_member"]}
        task["plan"].append({"id": "say", "tell": member, "type": "Flag", "label": "membership"})


@defect("task", "omissions")
def heard_in_a_proposal(shop: Shop) -> None:
    """What is to be told is named in the proposal of a call."""
    with shop.task("cancel_lighthouse") as task:
        number = {"result": "order", "path": ["id"]}
        task["plan"].append(
            {"id": "say", "tell": number, "type": "Identifier", "label": "order number"}
        )


@defect("task", "grounds")
def wrong_ground(shop: Shop) -> None:
    """The plan declines for a rule that has nothing to do with it."""
    with shop.task("decline_shipped") as task:
        step(task, "no")["arguments"]["rule"] = {"value": "nobody_orders_more_than_three"}


@defect("task", "grounds")
def wrong_subject(shop: Shop) -> None:
    """The plan declines what is allowed: it is about another order than the shipped one."""
    with shop.task("decline_shipped") as task:
        next(f for f in task["user"]["facts"] if f["name"] == "title")["value"] = (
            "A Field Guide to Moss"
        )


@defect("task", "grounds")
def forbidden_in_one_order(shop: Shop) -> None:
    """Of two wishes told at once one is forbidden only after the other is fulfilled."""
    with shop.task("cancel_lighthouse") as task:
        task["user"]["reveals"] = "all_at_once"
        task["user"]["requests"].append(
            {"text": "And cancel it for my sister as well.", "intent": "cancel_order"}
        )
        call = next(each for each in task["plan"] if each.get("call") == "cancel_order")
        number = call["arguments"]["order_id"]
        rule = {"value": "only_pending_orders_are_cancelled"}
        task["plan"].append({
            "id": "no", "call": "decline_request", "request": 1, "declined": call["arguments"],
            "arguments": {"action": {"value": "cancel_order"}, "subject": number, "rule": rule},
        })  # fmt: skip


@defect("task", "variations")
def order_decides(shop: Shop) -> None:
    """Two wishes told at once end differently by which is fulfilled first."""
    shop.edit("tools.py", "total=book.price * quantity", "total=book.price * quantity - book.stock")
    with shop.task("cancel_lighthouse") as task:
        task["user"]["reveals"] = "all_at_once"
        task["user"]["requests"].append(
            {"text": "And order me one copy of it, please.", "intent": "place_order"}
        )
        task["plan"].append({
            "id": "order_again", "call": "place_order", "confirm": True, "request": 1,
            "arguments": {
                "customer_id": {"result": "who", "path": ["id"]},
                "book_id": {"result": "book", "path": ["id"]},
                "quantity": {"value": 1},
            },
        })  # fmt: skip


@defect("task", "plan", sealed=False)
def stale_goal(shop: Shop) -> None:
    """The goal was not computed from the plan."""
    with shop.task("cancel_lighthouse") as task:
        task["goal"]["told"][0]["value"] = 1150
