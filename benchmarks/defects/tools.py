"""Tools that do something else than they say."""

from benchmarks.defects.planting import defect
from benchmarks.defects.shop import Shop, step


@defect("tool", "mutations")
def ignored_argument(shop: Shop) -> None:
    """A tool ignores an argument: every cancellation gets the same reason."""
    shop.edit("tools.py", "cancel_reason=reason", 'cancel_reason="no_longer_needed"')


@defect("tool", "mutations")
def wrong_row(shop: Shop) -> None:
    """A tool writes the wrong row: it cancels the customer's first order, whichever is named."""
    shop.edit(
        "tools.py",
        "    order = state.get(Order, order_id)\n",
        "    named = state.get(Order, order_id)\n"
        "    order = state.find(Order, customer_id=named.customer_id)[0]\n",
    )


@defect("tool", "mutations")
def swallowed_error(shop: Shop) -> None:
    """A tool swallows the error of a write that fails: the order stays as it is."""
    shop.edit(
        "tools.py",
        '    state.update(order, status="cancelled", cancel_reason=reason)\n',
        "    try:\n"
        '        state.update(order, status="canceled", cancel_reason=reason)\n'
        "    except Exception:\n"
        "        pass\n",
    )


@defect("tool", "row_order")
def row_order(shop: Shop) -> None:
    """A tool depends on the order of rows: a refund goes by the price of the shop's first book."""
    shop.edit("tools.py", "amount=order.total", "amount=order.total - state.find(Book)[0].stock")


@defect("tool", "row_order")
def key_written_down(shop: Shop) -> None:
    """A tool names a key: whatever is ordered leaves the stock of BO-1."""
    shop.edit(
        "tools.py",
        "state.update(book, stock=book.stock - quantity)",
        'first = state.get(Book, "BO-1")\n    state.update(first, stock=first.stock - quantity)',
    )


@defect("tool", "plan")
def reads_the_clock(shop: Shop) -> None:
    """A tool reads the machine's clock instead of the domain's."""
    _import(shop, "import time\nfrom datetime import datetime\n")
    shop.edit(
        "tools.py",
        "made_at=state.now",
        "made_at=datetime.fromtimestamp(time.time_ns() % 10**9).isoformat()",
    )


@defect("tool", "plan")
def counts_outside_the_database(shop: Shop) -> None:
    """A tool keeps state in a module: each order of the process costs a cent more."""
    _import(shop, "from itertools import count\n")
    shop.edit(
        "tools.py",
        '@tool(intent="find the customer',
        'COUNT = count()\n\n\n@tool(intent="find the customer',
    )
    shop.edit(
        "tools.py", "total=book.price * quantity", "total=book.price * quantity + next(COUNT)"
    )


@defect("tool", "variations")
def remembers_what_was_read(shop: Shop) -> None:
    """A reading tool leaves something behind that a writing tool uses: the last title looked up."""
    shop.edit(
        "tools.py",
        '@tool(intent="find the customer',
        'LAST: list[str] = []\n\n\n@tool(intent="find the customer',
    )
    shop.edit(
        "tools.py",
        '    return found[0]\n\n\n@tool(intent="cancel',
        '    LAST[:] = [found[0].id]\n    return found[0]\n\n\n@tool(intent="cancel',
    )
    shop.edit(
        "tools.py",
        "    book = state.get(Book, order.book_id)\n",
        "    book = state.get(Book, (LAST or [order.book_id])[-1])\n",
    )


@defect("tool", "mutations")
def crashes_on_a_choice(shop: Shop) -> None:
    """A tool crashes on a valid choice that no plan happens to use."""
    shop.edit(
        "tools.py",
        "cancel_reason=reason",
        'cancel_reason={"no_longer_needed": reason}[reason]',
    )
    shop.write_tasks(*(t for t in shop.tasks() if t["id"] != "cancel_one_count_rest"))


@defect("tool", "plan", sealed=False)
def reading_tool_writes(shop: Shop) -> None:
    """A tool that says it only reads writes."""
    shop.edit(
        "tools.py",
        "    return state.find(Reader, customer_id=customer_id)",
        "    for reader in state.find(Reader, customer_id=customer_id):\n"
        '        state.update(reader, mode="off")\n'
        "    return state.find(Reader, customer_id=customer_id)",
    )


@defect("tool", "plan", sealed=False)
def float_in_an_amount(shop: Shop) -> None:
    """A tool computes money in floats."""
    shop.edit("tools.py", "amount=order.total", "amount=order.total * 0.9")


@defect("tool", "mutations")
def identity_checks_nothing(shop: Shop) -> None:
    """The identity check takes any password."""
    shop.edit("tools.py", "customer.password == password", "bool(password)")


@defect("tool", "omissions")
def write_out_of_sight(shop: Shop) -> None:
    """A tool writes where the verdict does not look."""
    shop.edit(
        "models.py",
        '    __tablename__ = "readers"\n',
        '    __tablename__ = "readers"\n    __compared__ = False\n',
    )


@defect("tool", "variations")
def free_text_is_compared(shop: Shop) -> None:
    """Free text ends up in a column that the verdict compares word by word."""
    shop.edit(
        "models.py",
        "    cancel_reason: Mapped[CancelReason | None]\n",
        "    cancel_reason: Mapped[CancelReason | None]\n    remark: Mapped[Label | None]\n",
    )
    shop.edit(
        "tools.py",
        "reason: CancelReason) -> Refund:",
        "reason: CancelReason, remark: FreeText) -> Refund:",
    )
    shop.edit(
        "tools.py",
        "        reason: Why the customer cancels.\n",
        "        reason: Why the customer cancels.\n        remark: What else there is to say.\n",
    )
    shop.edit("tools.py", "cancel_reason=reason", "cancel_reason=reason, remark=remark")
    shop.edit("tools.py", "    Email,\n", "    Email,\n    FreeText,\n")
    for each in ("cancel_lighthouse", "cancel_dearest_then_order", "cancel_one_count_rest"):
        with shop.task(each) as task:
            step(task, "cancel")["arguments"]["remark"] = {"value": "The customer was polite."}


def _import(shop: Shop, lines: str) -> None:
    shop.edit(
        "tools.py",
        "from autoforge_envs.domain import (",
        f"{lines}\nfrom autoforge_envs.domain import (",
    )
