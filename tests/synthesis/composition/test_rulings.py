"""Rulings: which rules a call would break, what they look at, and which ask for the user's yes."""

from collections.abc import Iterator

import pytest

from autoforge_envs.domain.serving import LocalServer
from autoforge_envs.synthesis.composition.composer import Composer
from autoforge_envs.synthesis.composition.walking.walk import Walk

ANA, SHIPPED, PENDING = "CU-1", "OR-4", "OR-1"


@pytest.fixture
def walk(bookshop_server: LocalServer, bookshop: Composer) -> Iterator[Walk]:
    session = bookshop_server.open_session("agent")
    walk = Walk(bookshop.atlas, session)
    walk.begin()
    yield walk
    session.close()


def identify(walk: Walk, customer: str) -> None:
    """Check a customer's identity."""
    passwords = {row.id: row.password for row in walk.atlas.rows["Customer"]}
    check = walk.atlas.tools["check_password"]
    walk.make(check, {"customer_id": customer, "password": passwords[customer]})


def test_only_the_rule_on_confirmation_is_kept_by_a_yes(bookshop: Composer) -> None:
    names = {rule.name for rule in bookshop.atlas.confirmations("cancel_order")}
    assert names == {"changes_are_confirmed"}


def test_a_call_that_breaks_nothing_is_allowed(walk: Walk) -> None:
    identify(walk, ANA)
    order = {"order_id": PENDING, "reason": "no_longer_needed"}
    assert walk.judge(walk.atlas.tools["cancel_order"], order).is_allowed


def test_a_call_for_somebody_else_breaks_a_rule(walk: Walk) -> None:
    identify(walk, ANA)
    order = {"order_id": SHIPPED, "reason": "no_longer_needed"}
    broken = {rule.name for rule in walk.judge(walk.atlas.tools["cancel_order"], order).broken}
    assert "orders_belong_to_the_customer" in broken


def test_a_judged_call_leaves_nothing(walk: Walk) -> None:
    identify(walk, ANA)
    before = walk.session.difference()
    walk.judge(
        walk.atlas.tools["cancel_order"], {"order_id": PENDING, "reason": "no_longer_needed"}
    )
    assert walk.session.difference() == before


def test_what_a_rule_looks_at_is_noted(walk: Walk) -> None:
    order = {"order_id": PENDING, "reason": "no_longer_needed"}
    needs = walk.needs(walk.atlas.tools["cancel_order"], order)
    assert ("Order", PENDING, "status") in {(n.model, n.key, n.column) for n in needs}


def test_keys_say_nothing_about_a_row(walk: Walk) -> None:
    order = {"order_id": PENDING, "reason": "no_longer_needed"}
    needs = walk.needs(walk.atlas.tools["cancel_order"], order)
    assert not {"id", "customer_id"} & {need.column for need in needs}


def test_a_walk_goes_back_to_where_it_was(walk: Walk) -> None:
    identify(walk, ANA)
    orders = {"customer_id": ANA}
    before = walk.look(walk.atlas.tools["list_orders"], orders)
    walk.save()
    order = {"order_id": PENDING, "reason": "no_longer_needed"}
    walk.make(walk.atlas.tools["cancel_order"], order)
    assert walk.look(walk.atlas.tools["list_orders"], orders) != before
    walk.undo()
    assert walk.look(walk.atlas.tools["list_orders"], orders) == before
    assert walk.num_effects == 1


def test_a_call_that_a_later_one_undoes_is_found(walk: Walk) -> None:
    identify(walk, ANA)
    book = {"customer_id": ANA, "book_id": "BO-1", "quantity": 1}
    order = walk.make(walk.atlas.tools["place_order"], book)
    cancel = {"order_id": order["id"], "reason": "no_longer_needed"}
    assert walk.find_undone() == ""
    walk.begin()
    identify(walk, ANA)
    walk.make(walk.atlas.tools["place_order"], book)
    walk.make(walk.atlas.tools["cancel_order"], cancel)
    assert walk.num_effects == 3


def test_an_earlier_yes_must_not_cover_a_later_call(walk: Walk) -> None:
    identify(walk, ANA)
    cancel = walk.atlas.tools["cancel_order"]
    order = {"order_id": PENDING, "reason": "no_longer_needed"}
    walk.session.call("user", "confirm", {"details": f"order {PENDING}, no longer needed"})
    walk._forget()
    assert walk.judge(cancel, order).refusal
