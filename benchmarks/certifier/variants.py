"""Changes to a task that must not matter: a certified one stays certified."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from autoforge_envs.domain.tasks import Task
from benchmarks.certifier.subjects import Json, Subject, as_json

Change = Callable[[Subject, Task, np.random.Generator], Json]

ALL: dict[str, Change] = {}
"""Every change by name."""


def variant(change: Change) -> Change:
    """Declare a change."""
    ALL[change.__name__] = change
    return change


@variant
def other_names_for_steps(subject: Subject, task: Task, generator: np.random.Generator) -> Json:
    """The plan's steps are called otherwise."""
    data = as_json(task)
    names = {step["id"]: f"step_{at}" for at, step in enumerate(data["plan"])}
    for step in data["plan"]:
        step["id"] = names[step["id"]]
    data["plan"] = _renamed(data["plan"], "result", names)
    return data


@variant
def other_names_for_facts(subject: Subject, task: Task, generator: np.random.Generator) -> Json:
    """The user's facts are called otherwise in the plan."""
    data = as_json(task)
    names = {fact["name"]: f"fact_{at}" for at, fact in enumerate(data["user"]["facts"])}
    for fact in data["user"]["facts"]:
        fact["name"] = names[fact["name"]]
    data["plan"] = _renamed(data["plan"], "fact", names)
    return data


@variant
def facts_in_another_order(subject: Subject, task: Task, generator: np.random.Generator) -> Json:
    """The user's facts are listed in another order."""
    data = as_json(task)
    facts = data["user"]["facts"]
    data["user"]["facts"] = [facts[int(at)] for at in generator.permutation(len(facts))]
    return data


@variant
def other_temper(subject: Subject, task: Task, generator: np.random.Generator) -> Json:
    """The user is of another temper."""
    data = as_json(task)
    others = [p for p in ("friendly", "curt", "chatty", "anxious") if p != task.user.persona]
    data["user"]["persona"] = others[int(generator.integers(len(others)))]
    return data


@variant
def a_second_look(subject: Subject, task: Task, generator: np.random.Generator) -> Json:
    """The plan looks something up twice."""
    data = as_json(task)
    reading = {t.name for t in subject.domain.tools if not t.writes and t.caller == "agent"}
    looks = [at for at, step in enumerate(data["plan"]) if step.get("call") in reading]
    if looks:
        at = looks[int(generator.integers(len(looks)))]
        data["plan"].insert(at + 1, {**data["plan"][at], "id": "second_look"})
    return data


def _renamed(value: Any, kind: str, names: Mapping[str, str]) -> Any:
    """Rename what expressions refer to."""
    if isinstance(value, dict):
        return {
            key: names.get(inner, inner)
            if key == kind and isinstance(inner, str)
            else _renamed(inner, kind, names)
            for key, inner in value.items()
        }
    if isinstance(value, list):
        return [_renamed(inner, kind, names) for inner in value]
    return value
