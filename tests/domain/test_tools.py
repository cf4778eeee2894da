"""Tools: signature and docstring are the schema; arguments are checked at the border."""

import json
from pathlib import Path
from typing import Any, Literal

import pytest

from autoforge_envs.domain import (
    Flag,
    FreeText,
    Label,
    Money,
    Quantity,
    Reference,
    State,
    tool,
)
from autoforge_envs.domain.domain import Domain
from autoforge_envs.domain.session import LocalSession
from autoforge_envs.domain.tools import Tool
from autoforge_envs.errors import DomainError, ToolError

from .conftest import models_of

GOLDEN = Path(__file__).parent / "golden" / "bookshop_tools.json"


def test_the_schemas_of_the_bookshop_are_these(bookshop: Domain) -> None:
    assert [tool.schema() for tool in bookshop.tools] == json.loads(GOLDEN.read_text())


@tool(intent="wrap {titles}", writes=True)
def wrap(
    state: State,
    titles: list[Label],
    price: Money,
    paper: Literal["plain", "gold"] = "plain",
    copies: Quantity = 1,
    card: FreeText | None = None,
    urgent: Flag = False,
) -> None:
    """Wrap books as a present.

    Longer ones
    cost more.

    Args:
        titles: The books,
            by title.
        price: What it costs.
        paper: Which paper.
        copies: How often.
        card: What the card says.
        urgent: Whether it is urgent.

    Returns:
        Nothing.
    """


def test_a_schema_says_all_that_the_signature_says() -> None:
    function = wrap.schema()["function"]
    assert function["description"] == "Wrap books as a present. Longer ones cost more."
    assert function["parameters"] == {
        "type": "object",
        "properties": {
            "titles": {"type": "array", "items": {"type": "string"},
                       "description": "The books, by title (a short text)"},
            "price": {"type": "string",
                      "description": 'What it costs (an amount of money such as "49.90")'},
            "paper": {"type": "string", "enum": ["plain", "gold"],
                      "description": "Which paper (one of a few words)"},
            "copies": {"type": "integer",
                       "description": "How often (a whole number, zero or more)"},
            "card": {"type": "string", "description": "What the card says (free text)"},
            "urgent": {"type": "boolean", "description": "Whether it is urgent (true or false)"},
        },
        "required": ["titles", "price"],
        "additionalProperties": False,
    }  # fmt: skip
    json.dumps(wrap.schema())


def test_arguments_become_values_and_defaults_fill_the_rest() -> None:
    assert wrap.bind({"price": "3", "titles": [" A ", "B"]}) == {
        "titles": ["A", "B"], "price": 300, "paper": "plain", "copies": 1, "card": None,
        "urgent": False,
    }  # fmt: skip
    given = {"titles": [], "price": 3, "card": None, "copies": "2", "urgent": True, "paper": "gold"}
    assert wrap.bind(given) == {**given, "price": 300, "copies": 2}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"titles": []}, "wrap needs the argument 'price', an amount of money such as \"49.90\""),
        ({"titles": [], "price": 1, "colour": 1},
         "wrap has no argument 'colour'; it has titles, price, paper, copies, card, urgent"),
        ({"titles": "A", "price": 1},
         "titles must be a list of at most 100 values, got 'A'"),
        ({"titles": ["x"] * 101, "price": 1},
         "titles must be a list of at most 100 values, got a list of 101"),
        ({"titles": ["A", 5], "price": 1}, "titles[1] must be a short text as text, got 5"),
        ({"titles": [], "price": None},
         'price must be an amount with at most two decimals such as "49.90", got None'),
        ({"titles": [], "price": 1, "paper": "silver"},
         "paper must be one of plain, gold, got 'silver'"),
        ({"titles": [], "price": 1, "\ud800": 1},
         "wrap has no argument '\\ud800'; it has titles, price, paper, copies, card, urgent"),
    ],
)  # fmt: skip
def test_an_argument_error_tells_name_value_and_next_step(
    arguments: dict[str, Any], message: str
) -> None:
    with pytest.raises(ToolError) as refused:
        wrap.bind(arguments)
    assert str(refused.value) == message


def test_a_tool_without_parameters_says_so() -> None:
    @tool(intent="knock")
    def knock(state: State) -> None:
        """Knock."""

    with pytest.raises(ToolError, match="knock has no argument 'how'; it has none"):
        knock.bind({"how": "twice"})


def test_a_tool_can_be_called_by_another(bookshop: Domain, session: LocalSession) -> None:
    find_book = next(tool for tool in bookshop.tools if tool.name == "find_book")
    assert find_book(session.state, title="Winter Bread").id == "BO-5"


def test_references_and_the_caller_are_read_off(bookshop: Domain) -> None:
    by_name = {tool.name: tool for tool in bookshop.tools}
    cancel = by_name["cancel_order"]
    assert [p.semantic.references for p in cancel.parameters] == ["Order", ""]
    assert (cancel.caller, cancel.writes) == ("agent", True)
    assert (by_name["restart_reader"].caller, by_name["read_screen"].writes) == ("user", False)
    assert models_of(bookshop)["Order"].__name__ == "Order"
    assert by_name["list_orders"].result.is_list


def undeclared() -> list[tuple[Any, str]]:
    def no_docstring(state: State) -> None: ...

    def no_type(state: State, order_id) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
        """Do.

        Args:
            order_id: The order.
        """

    def plain_type(state: State, number: int) -> None:
        """Do.

        Args:
            number: A number.
        """

    def not_described(state: State, title: Label) -> None:
        """Do."""

    def wrong_intent(state: State, name: Label) -> None:
        """Do.

        Args:
            name: A name.
        """

    return [
        (no_docstring, "no_docstring has no docstring; its first sentence is what it does"),
        (no_type, "parameter order_id of tool no_type has no semantic type; annotate it"),
        (plain_type, "parameter number of tool plain_type has no semantic type; annotate it"),
        (not_described, "parameter title of tool not_described is not described; add a line"),
        (wrong_intent, r"the intent of tool wrong_intent names {title}, which is no parameter; "
                       "there are name"),
    ]  # fmt: skip


@pytest.mark.parametrize(("function", "complaint"), undeclared())
def test_a_tool_that_does_not_say_everything_is_refused(function: Any, complaint: str) -> None:
    with pytest.raises(DomainError, match=complaint):
        tool(intent="do {title}" if function.__name__ == "wrong_intent" else "do")(function)


def test_annotations_may_be_postponed() -> None:
    def late(state: "State", order_id: "Reference[Any]", title: "Label") -> "None":
        """Do.

        Args:
            order_id: The order.
            title: The title.
        """

    with pytest.raises(DomainError, match="parameter order_id"):
        tool(intent="do")(late)
    late.__annotations__["order_id"] = "Label"
    declared: Tool[..., Any] = tool(intent="do")(late)
    assert [p.semantic.name for p in declared.parameters] == ["Label", "Label"]
