"""How alike two businesses are: names do not count, structure does, and one edit costs little."""

import time
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from autoforge_envs.domain.domain import Domain
from autoforge_envs.domain.loading import load_domain
from autoforge_envs.errors import OptionError
from autoforge_envs.synthesis.comparison.similarity import (
    BAGS,
    DomainShape,
    compare_shapes,
    distribution,
    loose_shape_of,
    shape_of,
    shared,
    similarity,
)

from .editing import BOOKSHOP, RETAIL, Edit, edited, renamed, replacing

LIMIT = 1 / 3
BAG = st.dictionaries(st.sampled_from("abcdef"), st.integers(1, 5))


def test_a_domain_is_like_itself(bookshop: Domain, retail: Domain) -> None:
    assert similarity(bookshop, bookshop) == 1.0
    assert similarity(retail, retail) == 1.0


@pytest.mark.parametrize("source", [BOOKSHOP, RETAIL], ids=lambda source: str(source.name))
def test_other_names_for_everything_leave_the_same_business(source: Path, tmp_path: Path) -> None:
    domain, other = load_domain(source), renamed(tmp_path / "other", source)
    kept = {kind.name for kind in domain.record_types} & {kind.name for kind in other.record_types}
    assert kept == {"identity_checks", "confirmations", "declines", "handovers", "violations"}
    assert similarity(domain, other) == 1.0
    assert compare_shapes(loose_shape_of(domain), loose_shape_of(other)).overall == 1.0


def test_two_businesses_share_little(bookshop: Domain, retail: Domain) -> None:
    assert similarity(bookshop, retail) < LIMIT
    assert compare_shapes(loose_shape_of(bookshop), loose_shape_of(retail)).overall < LIMIT


EDITS: dict[str, dict[str, Edit]] = {
    "a column more": {
        "models": replacing("    stock: Mapped", "    pages: Mapped[Quantity]\n    stock: Mapped")
    },
    "a parameter more": {
        "tools": lambda text: text.replace(
            "State, title: Label)", "State, title: Label, copies: Quantity)"
        ).replace(
            "        title: The title.", "        title: The title.\n        copies: At most."
        )
    },
    "a rule turned round": {"rules": replacing("quantity <= LARGEST", "quantity < LARGEST")},
}


@pytest.mark.parametrize("edit", EDITS)
def test_one_edit_is_seen_and_costs_little(edit: str, bookshop: Domain, tmp_path: Path) -> None:
    other = edited(tmp_path / "other", BOOKSHOP, **EDITS[edit])
    assert 0.75 < similarity(bookshop, other) < 1.0
    assert 0.85 < compare_shapes(loose_shape_of(bookshop), loose_shape_of(other)).overall < 1.0


def test_order_and_other_constants_count_for_nothing(bookshop: Domain, tmp_path: Path) -> None:
    other = edited(
        tmp_path / "other",
        models=replacing(
            "    title: Mapped[Label] = column(indexed=True)\n    price: Mapped[Money]",
            "    price: Mapped[Money]\n    title: Mapped[Label] = column(indexed=True)",
        ),
        rules=replacing("LARGEST_ORDER = 3", "LARGEST_ORDER = 4"),
    )
    assert similarity(bookshop, other) == 1.0


@given(BAG, BAG)
def test_what_is_shared_is_symmetric_and_from_0_to_1(
    first: Mapping[str, int], second: Mapping[str, int]
) -> None:
    value = shared(first, second)
    assert value == shared(second, first)
    assert 0.0 <= value <= 1.0
    assert (value == 1.0) == (dict(first) == dict(second))


def draw_shapes(count: int) -> list[DomainShape]:
    generator = np.random.default_rng(3)

    def bag() -> dict[str, int]:
        return {str(each): int(each) % 3 + 1 for each in generator.integers(0, 2000, 40)}

    return [DomainShape(str(number), bag(), bag(), bag()) for number in range(count)]


def test_a_distribution_agrees_with_pairwise_comparison() -> None:
    shapes = draw_shapes(12)
    found = distribution(shapes, num_closest=66)
    pairs = [
        compare_shapes(shapes[i], shapes[j]).overall for i in range(12) for j in range(i + 1, 12)
    ]
    assert found.median == pytest.approx(np.median(pairs))
    assert [each.overall for *_, each in found.closest] == pytest.approx(sorted(pairs)[::-1])
    for first, second, value in found.closest:
        again = compare_shapes(shapes[int(first)], shapes[int(second)])
        assert [getattr(value, bag) for bag in BAGS] == pytest.approx(
            [getattr(again, bag) for bag in BAGS]
        )


def test_three_hundred_domains_are_compared_in_seconds() -> None:
    shapes = draw_shapes(300)
    before = time.perf_counter()
    assert distribution(shapes).num_domains == 300
    assert time.perf_counter() - before < 10


def test_one_domain_has_no_distribution(bookshop: Domain) -> None:
    with pytest.raises(OptionError, match="at least 2 domains, got 1"):
        distribution([shape_of(bookshop)])
