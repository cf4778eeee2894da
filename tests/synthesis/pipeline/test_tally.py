"""Which task comes next, and when it is enough."""

from collections.abc import Callable
from dataclasses import replace

from autoforge_envs.domain.tasks import Split
from autoforge_envs.synthesis.pipeline.attempts import Attempt, Entry, Outcome, read_outcome
from autoforge_envs.synthesis.pipeline.quota import HOPELESS, Cell, Quota
from autoforge_envs.synthesis.pipeline.tally import Tally
from tests.synthesis.pipeline.stand_ins import bookshop_tasks

TASK = bookshop_tasks()[0]


def entry_of(attempt: Attempt, customer: str = "", intent: str = "") -> Entry:
    (split, level), number = attempt
    name = f"{split}_{level}_{number}"
    task = replace(TASK, id=name, split=split, level=level)
    return Entry(task, ((intent or name, "allowed", ""),), customer or name)


def accept(attempt: Attempt) -> Outcome:
    return Outcome(attempt, "certify", "", {}, entry_of(attempt))


def reject(attempt: Attempt) -> Outcome:
    return Outcome(attempt, "compose", "nothing fits", {})


def fill(quota: Quota, judge: Callable[[Attempt], Outcome]) -> Tally:
    tally = Tally(quota)
    while (attempt := tally.next_attempt()) is not None:
        tally.note(judge(attempt))
    return tally


def test_a_quota_that_everything_meets_takes_no_attempt_too_many() -> None:
    tally = fill(Quota(30), accept)
    assert len(tally.outcomes) == 30
    assert tally.missing() == ""


def test_the_splits_grow_together() -> None:
    tally = fill(Quota(120), accept)
    first = [outcome.attempt.cell.split for outcome in tally.outcomes[:60]]
    assert 30 <= first.count("train") <= 40
    assert 8 <= first.count("validation") <= 15


def test_numbers_count_the_attempts_of_a_cell() -> None:
    tally = fill(Quota(15, patience=3), reject)
    for cell in Quota(15).by_cell():
        numbers = [o.attempt.number for o in tally.outcomes if o.attempt.cell == cell]
        assert numbers == list(range(len(numbers)))


def test_patience_ends() -> None:
    tally = fill(Quota(24, patience=3), reject)
    assert tally.missing().startswith("train 0 of 14, validation 0 of 4, test 0 of 6, no task")
    assert len(tally.outcomes) == HOPELESS


def test_what_a_level_lacks_is_left_to_the_nearest_harder_one() -> None:
    tally = fill(Quota(60, patience=4), lambda a: reject(a) if a.cell.level == 2 else accept(a))
    by_level = [sum(e.task.level == level for e in tally.entries) for level in (1, 2, 3, 4, 5)]
    assert sum(by_level) == 60
    assert by_level[1] == 0
    assert by_level[2] > by_level[3]
    assert tally.missing() == "no task of level 2"


def test_a_split_that_nothing_fits_is_missed() -> None:
    tally = fill(
        Quota(30, patience=2), lambda a: reject(a) if a.cell.split == "test" else accept(a)
    )
    assert tally.missing() == "test 0 of 7"


def test_a_combination_of_sub_goals_stays_in_one_split() -> None:
    tally = Tally(Quota(30))
    tally.note(Outcome(_at("train"), "certify", "", {}, entry_of(_at("train"), intent="cancel")))
    assert "another split" not in tally.objection(entry_of(_at("train", 1), intent="cancel"))
    assert (
        tally.objection(entry_of(_at("test"), intent="cancel"))
        == "its combination is in another split"
    )


def test_a_customer_stays_in_one_split() -> None:
    tally = Tally(Quota(30))
    tally.note(Outcome(_at("train"), "certify", "", {}, entry_of(_at("train"), customer="CU-1")))
    assert "another split" not in tally.objection(entry_of(_at("train", 1), customer="CU-1"))
    assert (
        tally.objection(entry_of(_at("test"), customer="CU-1"))
        == "its customer is in another split"
    )


def test_a_task_that_nearly_repeats_another_does_not_come_in() -> None:
    tally = Tally(Quota(30))
    tally.note(accept(_at("train")))
    assert tally.objection(entry_of(_at("train", 1))) == "it nearly repeats another task"


def test_a_task_counts_where_it_is_graded() -> None:
    tally = Tally(Quota(30))
    easier = entry_of(Attempt(Cell("train", 1), 0))
    tally.note(Outcome(Attempt(Cell("train", 5), 0), "certify", "", {}, easier))
    tally.note(accept(Attempt(Cell("train", 5), 1)))
    assert [entry.task.level for entry in tally.entries] == [1, 5]
    assert tally.next_attempt() != Attempt(Cell("train", 5), 0)


def test_outcomes_are_read_back_as_they_were_noted() -> None:
    for outcome in (accept(_at("train", 3)), reject(_at("test"))):
        assert read_outcome(outcome.as_json(), "here") == outcome


def _at(split: Split, number: int = 0) -> Attempt:
    return Attempt(Cell(split, 2), number)
