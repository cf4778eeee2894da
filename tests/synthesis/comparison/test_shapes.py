"""Tools and tables as shapes: what is said of each, and what is not."""

from pathlib import Path

from autoforge_envs.domain.domain import Domain
from autoforge_envs.synthesis.comparison.table_shapes import own_kinds, table_parts, table_shapes
from autoforge_envs.synthesis.comparison.tool_shapes import tool_parts, tool_shapes

from .editing import edited


def test_a_signature_tells_types_roles_and_what_comes_back(bookshop: Domain) -> None:
    assert tool_shapes(bookshop) == {
        "agent reads (Email) -> row": 1,
        "agent writes (Reference same 1, Secret) -> row": 1,
        "agent reads (Reference parent 1) -> [row]": 2,
        "agent reads (Label) -> row": 1,
        "agent writes (Choice, Reference parent 1) -> row": 1,
        "agent writes (Quantity, Reference parent 1, Reference parent 1) -> row": 1,
        "user writes (Identifier) -> row": 1,
        "user reads (Identifier) -> row": 1,
    }


def test_views_are_told_by_what_is_nested_in_them(retail: Domain) -> None:
    shapes = tool_shapes(retail)
    assert shapes["agent reads (Reference other 1) -> view([row], [row], [view()], row)"] == 1
    assert shapes["agent reads (PersonName, PostalCode) -> [view()]"] == 1


def with_codes(text: str) -> str:
    """Give `place_order` an optional list."""
    signature, described = "quantity: Quantity\n)", "quantity: How many copies."
    return text.replace(
        signature, "quantity: Quantity, codes: list[Label] | None = None\n)"
    ).replace(described, f"{described}\n        codes: Of vouchers.")


def test_optional_parameters_and_lists_are_marked(tmp_path: Path) -> None:
    shapes = tool_shapes(edited(tmp_path / "shop", tools=with_codes))
    (found,) = (shape for shape in shapes if "Quantity" in shape)
    assert found == (
        "agent writes (Quantity, Reference parent 1, Reference parent 1, [Label]?) -> row"
    )


def test_parts_of_tools_are_parameters_and_results(bookshop: Domain) -> None:
    parts = tool_parts(bookshop)
    assert parts["agent reads -> row"] == 2
    assert parts["agent writes Quantity"] == 1
    assert sum(parts.values()) == sum(len(tool.parameters) + 1 for tool in bookshop.tools[:9])


def test_tables_and_foreign_keys_are_told_by_the_types_of_columns(bookshop: Domain) -> None:
    refund, reader = "(Identifier, Money, Reference, Timestamp)", "(Choice, Identifier, Reference)"
    customer = "(Email, Flag, Identifier, PersonName, Secret)"
    shapes = table_shapes(bookshop)
    assert shapes[refund] == shapes[reader] == shapes[f"{reader} -> {customer}"] == 1
    assert sum("->" in shape for shape in shapes) == 4
    assert sum(shapes.values()) == len(own_kinds(bookshop)) + 4


def test_parts_of_tables_are_columns_and_how_many_keys_meet(bookshop: Domain) -> None:
    parts = table_parts(bookshop)
    assert parts["Identifier"] == 5
    assert parts["Reference"] == 4
    assert parts["Choice"] == 3
    assert sum("->" in part for part in parts) == 4
