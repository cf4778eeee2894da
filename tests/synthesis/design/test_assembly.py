from pathlib import Path

import pytest

from autoforge_envs.errors import DesignError
from autoforge_envs.synthesis.design.assembly import assemble, has_clash, table_pieces
from autoforge_envs.synthesis.design.templates import Section, render

CUP = '''class Cup(Model):
    """Something to drink from."""

    __tablename__ = "cups"
    id: Mapped[Identifier] = identifier("CU")
    shelf_id: Mapped[Reference[Shelf]]'''
SHELF = '''class Shelf(Model):
    """Where cups stand."""

    __tablename__ = "shelves"
    id: Mapped[Identifier] = identifier("SH")'''
TOOL = '''@tool(intent="look at cup {cup_id}")
def get_cup(state: State, cup_id: Reference[Cup]) -> Cup:
    """Show a cup.

    Args:
        cup_id: The cup.
    """
    return used(state, cup_id)'''
SHARED = '''def used(state: State, cup_id: str) -> Cup:
    """A cup."""
    return state.get(Cup, cup_id)


def unused() -> int:
    """Nothing."""
    return 1'''


def section(kind: str, text: str, title: str = "") -> Section:
    return Section(kind, title, text)


def test_tables_come_after_those_they_refer_to() -> None:
    found = table_pieces([section("tables", CUP), section("tables", SHELF)])
    assert [piece.name for piece in found] == ["Shelf", "Cup"]


def test_columns_of_another_block_join_the_class() -> None:
    shelf, _ = table_pieces(
        [
            section("tables", f"{SHELF}\n\n\n{CUP}"),
            section("columns", "height: Mapped[Quantity]", "Shelf"),
        ]
    )
    assert shelf.text.endswith("    height: Mapped[Quantity]")


def test_columns_for_a_class_that_nobody_declares_are_refused() -> None:
    with pytest.raises(DesignError, match="columns for Spoon, which no block declares"):
        table_pieces([section("tables", SHELF), section("columns", "a: Mapped[Quantity]", "Spoon")])


def test_tables_in_a_circle_are_refused() -> None:
    shelf = f"{SHELF}\n    cup_id: Mapped[Reference[Cup]]"
    with pytest.raises(DesignError, match="in a circle"):
        table_pieces([section("tables", f"{shelf}\n\n\n{CUP}")])


def test_what_nothing_uses_is_left_out_and_imports_are_made() -> None:
    sources = assemble(
        "The Cupboard",
        [
            section("tables", f"{SHELF}\n\n\n{CUP}"),
            section("tools", TOOL),
            section("shared", SHARED),
        ],
    )
    assert "def used" in sources.tools
    assert "unused" not in sources.tools
    assert "from .models import Cup\n" in sources.tools
    assert "Money" not in sources.models


def test_two_blocks_that_define_a_name_differently_clash() -> None:
    other = SHARED.replace("return 1", "return 2")
    assert has_clash([section("shared", SHARED), section("shared", other)])
    assert not has_clash([section("shared", SHARED), section("shared", SHARED)])


def test_a_template_that_makes_no_python_is_refused_with_the_line() -> None:
    with pytest.raises(DesignError, match="def broken"):
        table_pieces([section("tables", "def broken(:")])


@pytest.mark.parametrize(
    ("template", "message"),
    [
        ("=== tools\n«nobody»\n", "'nobody' is undefined"),
        ("x = 1\n=== tools\n", "open a section first"),
        ("=== spoons\nx = 1\n", "no section 'spoons'; there are choices"),
        ("=== tools\n%% if x\n", "mend the template"),
    ],
)
def test_a_wrong_template_is_refused(template: str, message: str, tmp_path: Path) -> None:
    path = tmp_path / "wrong.jinja"
    path.write_text(template, encoding="utf-8")
    with pytest.raises(DesignError, match=message):
        render(path, {})
