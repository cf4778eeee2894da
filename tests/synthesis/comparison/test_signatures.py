"""Names read off source text: ours and foreign code come out alike."""

import pytest

from autoforge_envs.synthesis.comparison.signatures import (
    Signature,
    as_json,
    from_json,
    json_type,
    read_classes,
    read_functions,
    words_in,
)

OURS = '''
@tool(intent="pay {amount}", writes=True)
def pay_order(state: State, order_id: Reference[Order], amount: Money, gifts: list[Label]) -> Order:
    """Pay."""

def helper(state: State, key: str) -> str: ...
'''
THEIRS = '''
class Toolkit(Base):
    @is_tool(ToolType.WRITE)
    def pay_order(self, order_id: str, amount: float, gifts: Optional[List[str]] = None) -> Order:
        """Pay."""

    def _get(self, key: str) -> str: ...
'''


def test_our_tools_and_theirs_come_out_alike() -> None:
    expected = [
        Signature("pay_order", frozenset({"order_id:string", "amount:number", "gifts:array"}))
    ]
    assert read_functions(OURS, ["tool"]) == expected
    assert read_functions(THEIRS, ["is_tool"]) == expected


@pytest.mark.parametrize(
    ("annotation", "expected"),
    [
        ("str", "string"),
        ("Reference[Order]", "string"),
        ("Literal['yes', 'no']", "string"),
        ("Quantity | None", "integer"),
        ("Optional[int]", "integer"),
        ("typing.List[int]", "array"),
        ("Money", "number"),
        ("float", "number"),
        ("Flag", "boolean"),
        ("Dict[str, Any]", "object"),
    ],
)
def test_types_of_json(annotation: str, expected: str) -> None:
    assert json_type(annotation) == expected


def test_classes_with_fields_are_tables() -> None:
    source = "class Order(Model):\n    id: str\n    total: int = 0\n\nclass Empty:\n    pass\n"
    assert read_classes(source) == [Signature("Order", frozenset({"id", "total"}))]


@pytest.mark.parametrize("name", ["order_items", "OrderItem", "orderItems", "ORDER_ITEM"])
def test_names_are_split_into_words(name: str) -> None:
    assert words_in(name) == {"order", "item"}


def test_likeness_is_half_by_name_and_half_by_fields() -> None:
    first = Signature("get_order", frozenset({"order_id:string"}))
    assert first.likeness(first) == 1.0
    assert first.likeness(Signature("get_order", frozenset({"number:string"}))) == 0.5
    assert first.likeness(Signature("close_account", frozenset({"order_id:string"}))) == 0.5
    assert first.likeness(Signature("close_account", frozenset({"account_id:string"}))) == 0.0


def test_signatures_survive_being_stored() -> None:
    found = (Signature("a", frozenset({"x:string", "y:integer"})), Signature("b", frozenset()))
    assert from_json(as_json(found)) == found
