"""Composed tasks: what they ask, how long they are, what they share, and that they certify."""

import hashlib
import json
import os
import subprocess
import sys

import pytest

from autoforge_envs.domain.conversation import DECLINE, HAND_OVER
from autoforge_envs.domain.serving import LocalServer
from autoforge_envs.domain.task_reading import read_task
from autoforge_envs.domain.tasks import SPLITS, Split, Task
from autoforge_envs.synthesis.certificates import certify_staged, staged
from autoforge_envs.synthesis.composition.candidates import Candidate, Reason, Rejection
from autoforge_envs.synthesis.composition.composer import Composer
from autoforge_envs.synthesis.composition.recipes import MIN_CALLS, MIN_WRITES
from tests.synthesis.composition.conftest import REPOSITORY

NUM_TASKS = 60


def compose(composer: Composer, count: int) -> list[Candidate]:
    """Compose on every level and for every split."""
    splits: tuple[Split, ...] = ("train", "validation", "test")
    found = [composer.compose(splits[n % 3], n % 5 + 1, n) for n in range(count)]
    return [each for each in found if isinstance(each, Candidate)]


@pytest.fixture(scope="module")
def candidates(retail: Composer) -> list[Candidate]:
    return compose(retail, NUM_TASKS)


def as_text(task: Task) -> str:
    return json.dumps(task.as_json(), sort_keys=True)


def test_nearly_every_number_gives_a_task(candidates: list[Candidate]) -> None:
    assert len(candidates) >= 0.95 * NUM_TASKS


def test_the_same_number_gives_the_same_task_whatever_was_composed_before(
    retail: Composer, candidates: list[Candidate]
) -> None:
    for number in (31, 4, 17):
        again = retail.compose(SPLITS[number % 3], number % 5 + 1, number)  # type: ignore[arg-type]
        assert isinstance(again, Candidate)
        assert as_text(again.task) in {as_text(each.task) for each in candidates}


def test_a_task_does_not_depend_on_the_hash_seed_of_the_process() -> None:
    code = """
import hashlib, json
from autoforge_envs.domain.loading import load_domain
from autoforge_envs.domain.serving import LocalServer
from autoforge_envs.synthesis.composition.composer import Composer
from tests.synthesis.composition.conftest import BOOKSHOP
composer = Composer(LocalServer(load_domain(BOOKSHOP), in_memory=True), 5)
found = [composer.compose("train", level, 0) for level in range(1, 5)]
lines = [repr(each) for each in found]
print(hashlib.sha256("".join(lines).encode()).hexdigest())
"""
    digests = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(REPOSITORY)},
            cwd=REPOSITORY,
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(digests) == 1


def test_names_are_unique(candidates: list[Candidate]) -> None:
    assert len({each.task.id for each in candidates}) == len(candidates)


def test_no_two_splits_share_a_customer_or_a_combination_of_sub_goals(
    candidates: list[Candidate],
) -> None:
    for split in SPLITS:
        here = [each for each in candidates if each.task.split == split]
        elsewhere = [each for each in candidates if each.task.split != split]
        assert not {each.customer for each in here} & {each.customer for each in elsewhere}
        assert not {each.signature for each in here} & {each.signature for each in elsewhere}


def test_plans_are_as_long_as_their_levels_demand(candidates: list[Candidate]) -> None:
    for each in candidates:
        assert each.num_calls >= MIN_CALLS[each.task.level]
        assert each.num_writes >= MIN_WRITES[each.task.level]


def test_tasks_are_as_demanding_as_the_suite_shall_be(candidates: list[Candidate]) -> None:
    count = len(candidates)
    hardest = [each.num_calls for each in candidates if each.task.level == 5]
    assert sum(each.num_calls for each in candidates) / count >= 9
    assert sum(hardest) / len(hardest) >= 15
    assert sum(each.num_reasoning_nodes >= 2 for each in candidates) / count >= 0.4
    assert sum(each.has_forbidden or each.has_conditional for each in candidates) / count >= 0.2


def test_what_is_forbidden_is_declined_or_handed_over(candidates: list[Candidate]) -> None:
    assert any(each.has_forbidden for each in candidates)
    for each in candidates:
        names = {step.name for step in each.task.plan}
        assert each.has_forbidden == bool(names & {DECLINE, HAND_OVER})


def test_no_plan_names_a_key_that_nobody_was_shown(
    retail: Composer, candidates: list[Candidate]
) -> None:
    for each in candidates:
        requests = " ".join(request.text for request in each.task.user.requests)
        plan = json.dumps([step.arguments for step in each.task.plan])
        assert not any(f'"{key}"' in plan for key in retail.atlas.keys)
        assert each.customer not in requests


def test_a_task_can_be_written_and_read_again(candidates: list[Candidate]) -> None:
    for each in candidates:
        assert read_task(each.task.as_json(), "here") == each.task


def test_a_split_without_customers_is_rejected(bookshop: Composer) -> None:
    customers = bookshop.atlas.customers
    kept = customers["test"]
    customers["test"] = []
    try:
        outcome = bookshop.compose("test", 1, 0)
    finally:
        customers["test"] = kept
    assert isinstance(outcome, Rejection)
    assert outcome.reason is Reason.NO_WAY_IN


@pytest.mark.parametrize("level", [1, 2, 3, 4, 5])
def test_tasks_of_the_shop_certify(
    retail_server: LocalServer, candidates: list[Candidate], level: int
) -> None:
    tasks = [each.task for each in candidates if each.task.level == level][:4]
    with staged(retail_server) as stage:
        failures = {t.id: certify_staged(stage, t, 0).failures for t in tasks}
    assert not {name: found for name, found in failures.items() if found}


def test_tasks_of_the_bookshop_certify(bookshop_server: LocalServer, bookshop: Composer) -> None:
    found = compose(bookshop, 15)
    with staged(bookshop_server) as stage:
        passed = [certify_staged(stage, each.task, 0).passed for each in found]
    assert len(found) >= 8
    assert sum(passed) >= 0.9 * len(passed)


def test_the_digest_in_a_name_is_of_the_content(candidates: list[Candidate]) -> None:
    digests = [each.task.id.rpartition("_")[2] for each in candidates]
    assert all(len(each) == len(hashlib.sha256().hexdigest()[:8]) for each in digests)


def test_no_two_facts_of_a_user_are_called_alike(candidates: list[Candidate]) -> None:
    for each in candidates:
        labels = [fact.label for fact in each.task.user.facts]
        assert len(set(labels)) == len(labels)
