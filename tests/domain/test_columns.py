"""Semantic columns: what a table's declaration gives, and what it must not be."""

from typing import Any, Literal

import pytest
from sqlalchemy import Integer
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from autoforge_envs.domain import (
    Flag,
    FreeText,
    Identifier,
    Label,
    Money,
    Number,
    Reference,
    Secret,
    SemanticModel,
    column,
    identifier,
)
from autoforge_envs.domain.columns import SEMANTIC_TYPES, read_annotation
from autoforge_envs.domain.storage.records import record_type
from autoforge_envs.errors import DomainError


class Model(SemanticModel, DeclarativeBase):
    """Base of this file's tables."""


class Shop(Model):
    __tablename__ = "shops"
    id: Mapped[Identifier] = identifier("SH")


class Ware(Model):
    __tablename__ = "wares"
    code: Mapped[Identifier] = identifier("WA")
    shop_id: Mapped[Reference[Shop]]
    name: Mapped[Label] = column(unique=True)
    size: Mapped[Literal["small", "large"]] = column(indexed=True)
    price: Mapped[Money | None]
    sold: Mapped[Flag] = column(compared=False)
    pin: Mapped[Secret]
    note: Mapped[FreeText | None]


def test_a_declaration_gives_the_meaning_of_every_column() -> None:
    kind = record_type(Ware, 3)
    assert (kind.name, kind.key, kind.prefix, kind.number) == ("wares", "code", "WA", 3)
    assert [kind.semantics[name].name for name in kind.columns] == [
        "Identifier", "Reference", "Label", "Choice", "Money", "Flag", "Secret", "FreeText",
    ]  # fmt: skip
    assert kind.semantics["shop_id"].references == "Shop"
    assert kind.semantics["size"].choices == ("small", "large")
    assert kind.required == ("shop_id", "name", "size", "sold", "pin")
    assert kind.columns[kind.flags[0]] == "sold" and len(kind.flags) == 1


def test_what_is_compared_hidden_unique_and_indexed() -> None:
    kind, table = record_type(Ware, 0), Ware.__table__
    not_compared = [name for name in kind.columns if not kind.semantics[name].compared]
    assert not_compared == ["sold", "note"]
    assert [name for name in kind.columns if kind.semantics[name].hidden] == ["pin"]
    assert [c.name for c in table.columns if c.unique] == ["name"]
    assert [c.name for c in table.columns if c.index] == ["shop_id", "size"]
    assert [key.target_fullname for key in table.foreign_keys] == ["shops.id"]


def test_the_option_of_one_column_does_not_change_its_type() -> None:
    assert SEMANTIC_TYPES["Flag"].compared
    assert SEMANTIC_TYPES["Label"].compared


def test_no_semantic_type_is_a_float() -> None:
    assert {semantic.python for semantic in SEMANTIC_TYPES.values()} == {str, int, bool}


def test_annotations_are_taken_apart() -> None:
    assert read_annotation(list[Money]).is_list
    optional = read_annotation(Label | None)
    assert (optional.nullable, optional.semantic) == (True, SEMANTIC_TYPES["Label"])
    assert read_annotation(int).semantic is None
    assert read_annotation(Literal[1, 2]).semantic is None
    assert read_annotation(Reference["Shop"]).semantic is None


def declare(**members: Any) -> None:
    """Declare a table as a class statement would."""
    annotations = members.pop("annotations")
    type("Bad", (Model,), {"__tablename__": "bad", "__annotations__": annotations, **members})


KEY = {"id": Mapped[Identifier]}


@pytest.mark.parametrize(
    ("members", "complaint"),
    [
        ({"annotations": {"name": Mapped[Label]}},
         r"table Bad has 0 primary keys; give it one, `id: Mapped\[Identifier\] = identifier"),
        ({"annotations": {**KEY, "no": Mapped[Identifier]}, "id": identifier("A"),
          "no": identifier("B")}, r"table Bad has 2 primary keys; give it one"),
        ({"annotations": {"id": Mapped[Number]}, "id": identifier("A")},
         r"column Bad.id is the primary key; declare it as Mapped\[Identifier\]"),
        ({"annotations": {"id": Mapped[Identifier | None]}, "id": identifier("A")},
         r"column Bad.id is the primary key"),
        ({"annotations": {**KEY, "size": Mapped[int]}, "id": identifier("A")},
         r"column Bad.size has no semantic type .*use one of .*Money.* or Literal"),
        ({"annotations": {**KEY, "size": Mapped[Literal[1, 2]]}, "id": identifier("A")},
         r"column Bad.size has no semantic type"),
        ({"annotations": {**KEY, "names": Mapped[list[Label]]}, "id": identifier("A")},
         r"column Bad.names has no semantic type"),
        ({"annotations": {**KEY, "boss": Mapped[Reference["Shop"]]}, "id": identifier("A")},
         r"column Bad.boss has no semantic type"),
        ({"annotations": {"id": "Mapped[Identifier]"}, "id": identifier("A")},
         r"column Bad.id: .*remove `from __future__ import annotations`"),
        ({"annotations": {**KEY, "size": Mapped[Number]}, "id": identifier("A"),
          "size": mapped_column(Integer)},
         r"column Bad.size is <.*MappedColumn.*; use column\(...\), identifier\(...\) or nothing"),
        ({"annotations": KEY, "id": identifier("A"), "size": mapped_column(Integer)},
         r"column Bad.size has no semantic type; write `size: Mapped\[...\]`"),
        ({"annotations": {**KEY, "metadata": Mapped[Label]}, "id": identifier("A")},
         r"column Bad.metadata is MetaData.*another name if SQLAlchemy needs it"),
        ({"annotations": {**KEY, "_size": Mapped[Number]}, "id": identifier("A")},
         r"column Bad._size: a name starts with a letter"),
    ],
)  # fmt: skip
def test_a_declaration_that_the_journal_or_the_verdict_could_not_handle_is_refused(
    members: dict[str, Any], complaint: str
) -> None:
    with pytest.raises(DomainError, match=complaint):
        declare(**members)
