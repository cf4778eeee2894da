"""Every tool is run, well and badly, before anything is built on it."""

from pathlib import Path

import numpy as np
import pytest

from autoforge_envs.domain.loading import load_domain
from autoforge_envs.domain.serving import LocalServer
from autoforge_envs.synthesis.pipeline.checking import find_flaws
from tests.synthesis.pipeline.stand_ins import BookshopDesigner


def flaws(folder: Path, *spoiled: tuple[str, str]) -> list[str]:
    BookshopDesigner(spoiled).design(0).write(folder)
    server = LocalServer(load_domain(folder, sealed=False), in_memory=True)
    try:
        return list(map(str, find_flaws(server, np.random.default_rng(0))))
    finally:
        server.close()


def test_a_sound_domain_has_no_flaw(tmp_path: Path) -> None:
    assert flaws(tmp_path) == []


@pytest.mark.parametrize(
    ("old", "new", "flaw"),
    [
        (
            'require(bool(found), f"no customer has the e-mail address {email}")',
            'require(False, "the register is closed")',
            "find_customer never succeeds",
        ),
        (
            "return state.find(Order, customer_id=state.get(Customer, customer_id).id)",
            "return state.find(Order, customer_id=customer_id) + state.find(Order, book_id='BO-1')",
            "list_orders accepts a key of no row: customer_id='ZZ-000000000'",
        ),
        (
            "require(1 <= quantity <= book.stock,",
            "require(quantity <= book.stock / quantity,",
            "place_order crashes: tool place_order failed: ZeroDivisionError",
        ),
        (
            "    order = state.get(Order, order_id)\n    require(order",
            "    order = state.get(Order, order_id)\n    return Refund()\n    require(order",
            "cancel_order crashes",
        ),
        (
            'return state.update(state.get(Reader, reader_id), mode="ready")',
            "return state.get(Reader, reader_id)",
            "restart_reader writes, it says, and changes nothing in any sampled call",
        ),
        (
            "    return state.find(Reader, customer_id=customer_id)",
            '    CALLS.append(customer_id)\n    return state.find(Reader, mode="off" if '
            'len(CALLS) % 2 else "frozen")',
            "inspect_reader answers the same call in two ways",
        ),
    ],
)
def test_a_flaw_is_found_and_named(tmp_path: Path, old: str, new: str, flaw: str) -> None:
    header = "from .models import Book, CancelReason, Customer, Order, Reader, Refund\n"
    found = flaws(tmp_path, (old, new), (header, f"{header}\nCALLS: list[str] = []\n"))
    assert any(each.startswith(flaw) for each in found), found
