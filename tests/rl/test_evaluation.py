import json
from collections.abc import Sequence
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autoforge_rl.errors import ChoiceError
from autoforge_rl.evaluation import (
    EvaluationChoices,
    Exam,
    evaluate,
    pass_hat_k,
    wilson_interval,
)
from autoforge_rl.rollouts import Assignment, Rollout
from autoforge_rl.token_stream import Segment

EXAMS = [
    Exam("held-out tasks", "shop", ("buy", "sell")),
    Exam("held-out tasks", "bank", ("pay",)),
    Exam("held-out domains", "farm", ("sow",)),
]


class Results:
    """Gives each task its rollouts: "+" a success, "-" a failure, "!" spoiled, "x" crashed."""

    def __init__(self, **results: str) -> None:
        self._results = {task: list(marks) for task, marks in results.items()}
        self.num_calls = 0

    def __call__(self, assignments: Sequence[Assignment]) -> list[Rollout]:
        self.num_calls += 1
        return [self._play(assignment) for assignment in assignments]

    def _play(self, assignment: Assignment) -> Rollout:
        task = assignment.task_id or ""
        mark = self._results[task].pop(0) if self._results.get(task) else "+"
        segment = Segment().with_given([1, 2]).with_sampled([3, 4, 5], [0.0] * 3, 0, 0)
        ending = "crashed" if mark == "x" else "hung_up"
        reward = None if mark == "x" else float(mark in "+!")
        return Rollout(assignment, task, (segment,), reward, mark in "!x", "", ending, 2)


@given(st.integers(1, 7), st.data())
def test_pass_hat_k_is_the_share_of_k_trials_that_all_succeed(
    trials: int, data: st.DataObject
) -> None:
    wins = data.draw(st.integers(0, trials))
    k = data.draw(st.integers(1, trials))
    outcomes = [True] * wins + [False] * (trials - wins)
    drawn = [all(chosen) for chosen in combinations(outcomes, k)]
    assert pass_hat_k(wins, trials, k) == pytest.approx(sum(drawn) / len(drawn))


def test_there_is_no_pass_hat_of_more_trials_than_there_were() -> None:
    with pytest.raises(ChoiceError, match="from 1 to the 2 trials, got 3"):
        pass_hat_k(1, 2, 3)


def test_an_interval_is_wilsons() -> None:
    assert wilson_interval(0.5, 10) == pytest.approx((0.23659, 0.76341), abs=1e-5)
    assert wilson_interval(0.0, 10) == pytest.approx((0.0, 0.27753), abs=1e-5)
    assert wilson_interval(1.0, 0) == (0.0, 1.0)


def test_each_environment_and_each_part_has_its_pass_hat_k() -> None:
    results = Results(buy="++", sell="+-", pay="--", sow="++")
    report = evaluate(results, EXAMS, EvaluationChoices(trials=2))
    found = {
        (score.part, score.environment_id): [each.value for each in score.pass_hat]
        for score in report.scores
    }
    assert found == {
        ("held-out tasks", "shop"): [0.75, 0.5],
        ("held-out tasks", "bank"): [0.0, 0.0],
        ("held-out domains", "farm"): [1.0, 1.0],
        ("held-out tasks", ""): [0.5, pytest.approx(1 / 3)],
        ("held-out domains", ""): [1.0, 1.0],
    }
    assert report.of_part("held-out tasks").num_tasks == 3
    assert report.of_part("held-out tasks").mean_tokens == 3


def test_spoiled_rollouts_leave_all_figures_but_their_count_and_are_played_again() -> None:
    results = Results(buy="!-", sell="x+")
    report = evaluate(results, EXAMS[:1], EvaluationChoices(trials=2))
    score = report.scores[0]
    assert (score.num_rollouts, score.num_spoiled, score.num_crashed) == (6, 2, 1)
    assert score.by_task == {"shop buy": (1, 2), "shop sell": (2, 2)}
    assert score.endings == {"crashed": 1, "hung_up": 5}
    assert results.num_calls == 2


def test_a_task_with_too_few_valid_trials_counts_only_where_it_has_enough() -> None:
    results = Results(buy="+!!!", sell="--", pay="xxxxxxxx")
    score = evaluate(results, EXAMS[:1], EvaluationChoices(trials=2)).scores[0]
    assert [(each.value, each.num_tasks) for each in score.pass_hat] == [(0.5, 2), (0.0, 1)]


def test_where_nothing_is_valid_nothing_is_claimed() -> None:
    report = evaluate(Results(pay="xxxx"), EXAMS[1:2], EvaluationChoices(trials=2))
    (first, _) = report.scores
    assert (first.pass_hat[0].low, first.pass_hat[0].high) == (0.0, 1.0)
    assert report.as_json()["scores"][0]["pass_hat"][0]["value"] is None
    assert "| – | – |" in report.as_table()


def test_the_same_trials_are_played_whatever_else_is_evaluated() -> None:
    seeds: list[list[int]] = []

    def player(assignments: Sequence[Assignment]) -> list[Rollout]:
        seeds.append([each.seed for each in assignments if each.task_id == "pay"])
        return Results()(assignments)

    evaluate(player, EXAMS, EvaluationChoices(trials=2))
    evaluate(player, EXAMS[1:], EvaluationChoices(trials=2))
    assert seeds[0] == seeds[1]
    assert len(set(seeds[0])) == 2


def test_a_report_is_a_table_for_people_and_json_for_machines() -> None:
    report = evaluate(Results(), EXAMS, EvaluationChoices(trials=2))
    json.dumps(report.as_json(), allow_nan=False)
    lines = report.as_table().splitlines()
    assert lines[0].startswith(
        "| part | environment | tasks | rollouts | spoiled | pass^1 | pass^2"
    )
    assert lines[2] == (
        "| held-out tasks | shop | 2 | 4 | 0 | 100.0 [34, 100] | 100.0 [34, 100] | 2.0 | 3 |"
    )
    assert len(lines) == 2 + len(EXAMS) + 2


def test_exams_without_sense_are_refused() -> None:
    with pytest.raises(ChoiceError, match="at least one exam"):
        evaluate(Results(), [], EvaluationChoices())
    with pytest.raises(ChoiceError, match="2 exams on shop"):
        evaluate(Results(), EXAMS[:1] * 2, EvaluationChoices())
    with pytest.raises(ChoiceError, match="got none"):
        Exam("held-out tasks", "shop", ())
    with pytest.raises(ChoiceError, match="got 'buy' twice"):
        Exam("held-out tasks", "shop", ("buy", "buy"))
    with pytest.raises(ChoiceError, match=r"at least trials \(4\), got 3"):
        EvaluationChoices(max_rollouts=3)
    with pytest.raises(ChoiceError, match="the parts are held-out domains"):
        evaluate(Results(), EXAMS[2:], EvaluationChoices()).of_part("held-out tasks")
