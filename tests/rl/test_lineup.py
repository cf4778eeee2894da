from datetime import date
from typing import Any

import pytest

from autoforge_rl.errors import ChoiceError
from autoforge_rl.lineup import EnvironmentChoices, Lineup
from tests.rl.toy_desk import ToyDesk

DESK = "tests.rl.toy_desk:toy/desk-v0"


def lineup(**options: Any) -> Lineup:
    return Lineup({"desk": EnvironmentChoices(DESK, **options)})


def test_tasks_are_found_by_drawing() -> None:
    found = lineup(num_tasks=4).task_ids("desk")
    assert sorted(found) == [f"task {number}" for number in range(4)]
    assert found == lineup(num_tasks=4).task_ids("desk")
    assert lineup(num_tasks=2).task_ids("desk") == found[:2]


def test_listed_tasks_are_taken_as_they_are() -> None:
    assert lineup(tasks=("task 3",)).task_ids("desk") == ("task 3",)


def test_tasks_that_are_not_there_are_missed() -> None:
    message = "desk draws 4 tasks and no other in 200 more draws, not 5; lower num_tasks"
    with pytest.raises(ChoiceError, match=message):
        lineup(num_tasks=5).task_ids("desk")
    message = r"environments\.desk cannot begin task 'task 9': LookupError: there is no task 9; "
    with pytest.raises(ChoiceError, match=message):
        lineup(tasks=("task 0", "task 9")).tasks()


def test_a_search_for_far_too_many_tasks_ends_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    reset, seeds = ToyDesk.reset, []

    def counted(self: ToyDesk, *, seed: int, options: Any) -> Any:
        seeds.append(seed)
        return reset(self, seed=seed, options=options)

    monkeypatch.setattr(ToyDesk, "reset", counted)
    with pytest.raises(ChoiceError, match="not 100000; lower num_tasks"):
        lineup(num_tasks=100_000).task_ids("desk")
    assert seeds == list(range(len(seeds)))
    assert len(seeds) < 300


@pytest.mark.parametrize(
    "choices", [{"tasks": tuple(f"task {number}" for number in range(4))}, {"num_tasks": 4}]
)
def test_an_environment_must_begin_the_task_that_is_asked_for(
    monkeypatch: pytest.MonkeyPatch, choices: dict[str, Any]
) -> None:
    reset = ToyDesk.reset
    monkeypatch.setattr(ToyDesk, "reset", lambda self, seed, options: reset(self, seed=seed))
    with pytest.raises(ChoiceError, match=r"begins task 'task \d' where 'task \d' is asked for"):
        lineup(**choices).tasks()


@pytest.mark.parametrize(
    ("choices", "message"),
    [
        ({"id": "tests.rl.toy_desk:toy/dusk-v0"}, "NameNotFound: .*dusk.*change id or options"),
        ({"id": "nowhere:desk-v0"}, "ModuleNotFoundError: .*nowhere"),
        ({"id": "no id"}, "Malformed environment ID"),
        ({"options": {"wonted": "a"}}, "TypeError: .*wonted"),
    ],
)
def test_an_environment_that_cannot_be_made_is_named(choices: dict[str, Any], message: str) -> None:
    wrong = EnvironmentChoices(**{"id": DESK, "num_tasks": 1, **choices})
    with pytest.raises(ChoiceError, match=rf"held_out\.desk cannot be made from id .*{message}"):
        Lineup({"desk": wrong}, "held_out").tasks()


def test_a_lineup_without_environments_is_told() -> None:
    with pytest.raises(ChoiceError, match=r"no held_out; add a section \[held_out\.NAME\]"):
        Lineup({}, "held_out").tasks()


def test_tasks_are_looked_for_once(monkeypatch: pytest.MonkeyPatch) -> None:
    once = lineup(num_tasks=2)
    found = once.tasks()
    monkeypatch.setattr(ToyDesk, "reset", None)
    assert once.tasks() == found == {"desk": once.task_ids("desk")}


def test_options_reach_the_environment() -> None:
    environment = lineup(num_tasks=1, options={"wanted": "z"}).make("desk")
    environment.reset(seed=1)
    assert environment.step("z")[1] == 1.0
    environment.reset(seed=1)
    assert environment.step("a")[1] == 0.0


def test_a_short_prompt_has_no_policy_document_and_no_tools() -> None:
    _, full = lineup(num_tasks=1).make("desk").reset(seed=1)
    _, short = lineup(num_tasks=1, prompt="conversation").make("desk").reset(seed=1)
    assert full.keys() - short.keys() == {"policy_document", "tools"}


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"id": ""}, "id must name an environment"),
        ({"id": DESK}, "got 0 tasks and num_tasks 0"),
        ({"id": DESK, "tasks": ("a", "b", "a")}, "name each task once, got 'a' twice"),
        ({"id": DESK, "tasks": ("a",), "num_tasks": 1}, "got 1 tasks and num_tasks 1"),
    ],
)
def test_wrong_choices_are_refused(options: dict[str, Any], message: str) -> None:
    with pytest.raises(ChoiceError, match=message):
        EnvironmentChoices(**options)


def test_an_unknown_environment_is_named() -> None:
    with pytest.raises(ChoiceError, match="there is no environment 'shop'; there are desk"):
        lineup(num_tasks=1).make("shop")


def test_options_are_what_a_file_of_plain_values_can_hold() -> None:
    for options in ({"since": date(2026, 1, 2)}, {"rates": [1.0, float("nan")]}):
        with pytest.raises(ChoiceError, match="options must be texts, finite numbers"):
            EnvironmentChoices(DESK, options, num_tasks=1)


def test_an_environment_that_ends_the_process_is_only_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def leave(self: ToyDesk, **options: Any) -> Any:
        raise SystemExit(0)

    monkeypatch.setattr(ToyDesk, "reset", leave)
    with pytest.raises(ChoiceError, match=r"environments\.desk cannot begin .*: SystemExit: 0"):
        lineup(num_tasks=1).tasks()
