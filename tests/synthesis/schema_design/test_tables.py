"""Tables are read off their source without running it."""

import pytest

from autoforge_envs.errors import DesignError
from autoforge_envs.synthesis.schema_design.tables import Column, tables_of

SOURCE = '''
raise SystemExit("nobody runs this")

OrderStatus = Literal["placed", "sent"]


class Model(SemanticModel, DeclarativeBase):
    """Base of the tables."""


class Order(Model):
    __tablename__ = "orders"
    id: Mapped[Identifier] = identifier("OR")
    customer_id: Mapped[Reference[Customer]]
    gift_for_id: Mapped[Reference[Customer] | None]
    status: Mapped[OrderStatus]
    size: Mapped[Literal["small", "large"]]
    code: Mapped[Label] = column(unique=True)
    total: Mapped[Money | None]


class Customer(Model):
    __tablename__ = "customers"
    id: Mapped[Identifier] = identifier("CU")


@dataclass(frozen=True, slots=True)
class OrderView:
    id: Reference[Order]
'''


def test_columns_are_read_with_what_they_mean() -> None:
    tables = {table.model: table for table in tables_of(SOURCE)}
    assert tables["Order"].columns == (
        Column("customer_id", "Reference", False, False, (), "Customer"),
        Column("gift_for_id", "Reference", True, False, (), "Customer"),
        Column("status", "Choice", False, False, ("placed", "sent")),
        Column("size", "Choice", False, False, ("small", "large")),
        Column("code", "Label", False, True),
        Column("total", "Money", True, False),
    )


def test_parents_come_first_and_views_are_no_tables() -> None:
    assert [table.model for table in tables_of(SOURCE)] == ["Customer", "Order"]


def test_source_that_is_no_python_is_refused() -> None:
    with pytest.raises(DesignError, match=r"models\.py, 'class':"):
        tables_of("class")
