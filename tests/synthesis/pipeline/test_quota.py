"""How many tasks a domain gets, by split and level."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autoforge_envs.errors import OptionError
from autoforge_envs.synthesis.pipeline.quota import LEVELS, Quota


def test_the_usual_quota_has_every_level_in_every_split() -> None:
    quota = Quota()
    assert quota.by_split() == {"train": 70, "validation": 20, "test": 30}
    assert min(quota.by_cell().values()) > 0


@given(st.integers(3, 500))
def test_cells_add_up_to_the_number_of_tasks(num_tasks: int) -> None:
    quota = Quota(num_tasks)
    by_split = quota.by_split()
    assert sum(by_split.values()) == num_tasks
    assert min(by_split.values()) >= 1
    for split, count in by_split.items():
        cells = [n for cell, n in quota.by_cell().items() if cell.split == split]
        assert len(cells) == len(LEVELS)
        assert sum(cells) == count


@given(st.integers(15, 500))
def test_fifteen_tasks_suffice_for_every_level(num_tasks: int) -> None:
    by_cell = Quota(num_tasks).by_cell()
    assert {cell.level for cell, count in by_cell.items() if count} == set(LEVELS)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"num_tasks": 2}, r"tasks must be from 3 \(one a split\) to 10000, got 2"),
        ({"num_tasks": 10_001}, "got 10001"),
        ({"patience": 0}, "patience must be at least 1, got 0"),
    ],
)
def test_numbers_that_cannot_be_met_are_refused(options: dict[str, int], message: str) -> None:
    with pytest.raises(OptionError, match=message):
        Quota(**options)  # type: ignore[arg-type]
