"""Defects of one task: each spoils its plan, its goal, its words or its facts in one way."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

import numpy as np

from autoforge_envs.domain.mentions import mentions
from autoforge_envs.domain.tasks import Task
from autoforge_envs.domain.wording import say_value
from benchmarks.certifier.subjects import Json, Subject, as_json

Spoil = Callable[[Subject, Task, np.random.Generator], Json | None]

FOUND_WHEN_SEALED: dict[str, Spoil] = {}
"""Defects after which the author computes the goal anew."""
FOUND_AS_THEY_ARE: dict[str, Spoil] = {}
"""Defects of a task whose goal stays as it was."""

_KEY = re.compile(r"[A-Z]{2,4}-\d+")
_SAID = ("text", "fallback")


def sealed(spoil: Spoil) -> Spoil:
    """Declare a defect after which the goal is computed anew."""
    FOUND_WHEN_SEALED[spoil.__name__] = spoil
    return spoil


def unsealed(spoil: Spoil) -> Spoil:
    """Declare a defect that leaves the goal as it was."""
    FOUND_AS_THEY_ARE[spoil.__name__] = spoil
    return spoil


@sealed
def missing_fact(subject: Subject, task: Task, generator: np.random.Generator) -> Json | None:
    """The user does not know a fact that the plan needs."""
    data = as_json(task)
    words = " ".join(request["text"] for request in data["user"]["requests"])
    used = [f for f in task.user.facts if _places(data["plan"], "fact", f.name)]
    unsaid = [f for f in used if not mentions(words, f.type, f.value)]
    if not unsaid:
        return None
    fact = _pick(unsaid, generator)
    for place in _places(data["plan"], "fact", fact.name):
        place.clear()
        place["value"] = fact.value
    data["user"]["facts"] = [f for f in data["user"]["facts"] if f["name"] != fact.name]
    return data


@sealed
def key_from_nowhere(subject: Subject, task: Task, generator: np.random.Generator) -> Json | None:
    """The plan names a key that nobody gave and no tool returned."""
    data = as_json(task)
    steps = {step["id"]: step for step in data["plan"]}
    places = [
        (steps[call.step.id]["arguments"], name, value)
        for call in subject.execute(task).calls
        for name, value in call.arguments.items()
        if isinstance(value, str) and _KEY.fullmatch(value)
    ]
    if not places:
        return None
    arguments, name, value = _pick(places, generator)
    arguments[name] = {"value": value}
    return data


@sealed
def told_from_nowhere(subject: Subject, task: Task, generator: np.random.Generator) -> Json | None:
    """The plan tells a value that it has not looked up."""
    data = as_json(task)
    told = [each for each in task.goal.told if each.type in ("Money", "Date", "Timestamp")]
    steps = [step for step in data["plan"] if "tell" in step and "when" not in step]
    if len(told) != 1 or len(steps) != 1:
        return None
    value = say_value(told[0].type, told[0].value)
    if subject.stage.vocabulary.names(value):  # every agent has read it
        return None
    if any(value in request["text"] for request in data["user"]["requests"]):
        return None
    steps[0]["tell"] = {"value": value}
    return data


@sealed
def superfluous_write(subject: Subject, task: Task, generator: np.random.Generator) -> Json | None:
    """The plan checks who the customer is a second time, which changes nothing."""
    data = as_json(task)
    for at, call in enumerate(subject.execute(task).calls):
        if subject.stage.tools[call.caller, call.name].writes:
            step = next(each for each in data["plan"] if each["id"] == call.step.id)
            data["plan"].insert(data["plan"].index(step) + 1, {**step, "id": "once_more"})
            return data if at < 4 else None
    return None


@sealed
def wrong_ground(subject: Subject, task: Task, generator: np.random.Generator) -> Json | None:
    """The plan declines for a rule that has nothing to do with it."""
    data = as_json(task)
    declines = _calls(data, "decline_request")
    rules = [rule.name for rule in subject.domain.rules if rule.declinable]
    if not declines:
        return None
    ground = _pick(declines, generator)["arguments"]["rule"]
    others = [name for name in rules if name != ground.get("value")]
    ground["value"] = _pick(others, generator)
    return data


@sealed
def declines_what_is_allowed(
    subject: Subject, task: Task, generator: np.random.Generator
) -> Json | None:
    """The plan declines a change that no rule forbids, and says which."""
    return _decline(subject, task, generator, says_which=True)


@sealed
def declines_vaguely(subject: Subject, task: Task, generator: np.random.Generator) -> Json | None:
    """The same, by a plan that does not say which call it declines."""
    return _decline(subject, task, generator, says_which=False)


def _decline(
    subject: Subject, task: Task, generator: np.random.Generator, *, says_which: bool
) -> Json | None:
    data = as_json(task)
    made = {call.step.id for call in subject.execute(task).calls}
    changes = [
        (step, rule.name)
        for step in data["plan"]
        if step.get("confirm") and step["id"] in made
        if not _places(data["plan"], "result", step["id"])
        for rule in subject.domain.rules
        if rule.declinable and step["call"] in rule.before
    ]
    if not changes:
        return None
    step, rule_name = _pick(changes, generator)
    meant = step["arguments"]
    subjects = [each for each in meant.values() if isinstance(each, dict) and "result" in each]
    if not subjects:
        return None
    values = {
        "action": {"value": step["call"]},
        "subject": subjects[0],
        "rule": {"value": rule_name},
    }
    step.update(call="decline_request", arguments=values, confirm=False)
    if says_which:
        step["declined"] = meant
    return data


@sealed
def nothing_to_do(subject: Subject, task: Task, generator: np.random.Generator) -> Json | None:
    """The goal is reached by looking things up: the plan changes nothing."""
    data = as_json(task)
    names = {tool.name for tool in subject.domain.tools if not tool.writes}
    data["plan"] = [step for step in data["plan"] if "think" in step or step.get("call") in names]
    return data


@sealed
def handed_over_at_once(
    subject: Subject, task: Task, generator: np.random.Generator
) -> Json | None:
    """The goal is reached by handing over without a look."""
    reason = {"reason": {"value": "I cannot help."}}
    return {
        **as_json(task),
        "plan": [{"id": "over", "call": "transfer_to_human", "arguments": reason}],
    }


@sealed
def fact_nobody_can_ask_for(
    subject: Subject, task: Task, generator: np.random.Generator
) -> Json | None:
    """The user knows a fact under a name by which nobody can ask for it."""
    data = as_json(task)
    secrets = [fact for fact in data["user"]["facts"] if fact["type"] == "Secret"]
    if not secrets:
        return None
    secrets[0]["label"] = "number of it"
    return data


@sealed
def first_of_several(subject: Subject, task: Task, generator: np.random.Generator) -> Json | None:
    """The plan takes the first of several rows without a reason."""
    data = as_json(task)
    results = subject.execute(task).results
    steps = [
        step
        for step in data["plan"]
        if step.get("think") in ("only", "max", "min")
        and len(results.get(step["over"].get("result"), [])) > 1
        and "path" in step["over"]
        and not step["over"]["path"]
    ]
    if not steps:
        return None
    step = _pick(steps, generator)
    for name in [name for name in step if name.startswith("where") or name == "by"]:
        del step[name]
    step["think"] = "first"
    return data


@sealed
def unsaid_condition(subject: Subject, task: Task, generator: np.random.Generator) -> Json | None:
    """The plan chooses by a name, a day or an amount that the user never mentions."""
    return _unsay(task, generator, lambda value: not subject.stage.vocabulary.has_word(value))


@sealed
def unsaid_choice(subject: Subject, task: Task, generator: np.random.Generator) -> Json | None:
    """The plan chooses by a word of the schemas (a status, a kind) that the user never mentions."""
    return _unsay(task, generator, subject.stage.vocabulary.has_word)


def _unsay(
    task: Task, generator: np.random.Generator, is_meant: Callable[[str], bool]
) -> Json | None:
    """Take the words of a condition out of the requests."""
    data = as_json(task)
    requests = data["user"]["requests"]
    chosen = {
        raw
        for step in data["plan"]
        for value in step.get("where", {}).values()
        if isinstance(raw := value.get("value"), str) and is_meant(raw)
    }
    said = [words for each in requests for words in _words_for(each, chosen)]
    if not said:
        return None
    words = _pick(said, generator)
    for each in requests:
        each |= {part: each[part].replace(words, "that") for part in _SAID if each.get(part)}
        each["meanings"] = [m for m in each.get("meanings", ()) if m["words"] in each["text"]]
    return data


def _words_for(request: Json, values: Collection[str]) -> Iterator[str]:
    """Yield the words of a request that stand for values."""
    plain = sorted(value.replace("_", " ") for value in values)
    yield from (words for words in plain if words in request["text"])
    for meaning in request.get("meanings", ()):
        if meaning["value"] in values and meaning["words"] in request["text"]:
            yield meaning["words"]


@sealed
def other_choice(subject: Subject, task: Task, generator: np.random.Generator) -> Json | None:
    """The plan chooses by another status or kind than the one that the user means."""
    data = as_json(task)
    has_word = subject.stage.vocabulary.has_word
    places = [
        (step["where"], name)
        for step in data["plan"]
        for name, value in step.get("where", {}).items()
        if isinstance(raw := value.get("value"), str) and has_word(raw)
    ]
    if not places:
        return None
    where, name = _pick(places, generator)
    others = {
        value["value"]
        for other in subject.tasks
        for step in other.plan
        for column, value in step.arguments.get("where", {}).items()
        if column == name and "value" in value
    } - {where[name]["value"]}
    if not others:
        return None
    where[name] = {"value": _pick(sorted(others), generator)}
    return data


@sealed
def no_confirmation(subject: Subject, task: Task, generator: np.random.Generator) -> Json | None:
    """The plan makes a change without asking first."""
    data = as_json(task)
    made = {call.step.id for call in subject.execute(task).calls}
    confirmed = [s for s in data["plan"] if s.get("confirm") and s["id"] in made]
    if not confirmed:
        return None
    _pick(confirmed, generator)["confirm"] = False
    return data


@unsealed
def goal_of_other_values(
    subject: Subject, task: Task, generator: np.random.Generator
) -> Json | None:
    """A number in the goal is not what the plan leads to."""
    data = as_json(task)
    places = [
        (change["values"], name)
        for change in data["goal"]["changes"]
        for name, value in change["values"].items()
        if isinstance(value, int) and not isinstance(value, bool)
    ]
    if not places:
        return None
    values, name = _pick(places, generator)
    values[name] += 1
    return data


@unsealed
def goal_without_a_change(
    subject: Subject, task: Task, generator: np.random.Generator
) -> Json | None:
    """The goal leaves out a row that the plan changes."""
    data = as_json(task)
    changes = data["goal"]["changes"]
    if not changes:
        return None
    del changes[int(generator.integers(len(changes)))]
    return data


@unsealed
def goal_without_a_fact(
    subject: Subject, task: Task, generator: np.random.Generator
) -> Json | None:
    """The goal leaves out a value that the plan tells."""
    data = as_json(task)
    if not data["goal"]["told"]:
        return None
    del data["goal"]["told"][int(generator.integers(len(data["goal"]["told"])))]
    return data


def _calls(data: Json, tool: str) -> list[Json]:
    return [step for step in data["plan"] if step.get("call") == tool]


def _places(value: Any, kind: str, name: str) -> list[Json]:
    """Return the expressions that refer to a fact or a result."""
    return list(_walk(value, kind, name))


def _walk(value: Any, kind: str, name: str) -> Iterator[Json]:
    if isinstance(value, dict):
        if value.get(kind) == name:
            yield value
        for inner in value.values():
            yield from _walk(inner, kind, name)
    elif isinstance(value, list):
        for inner in value:
            yield from _walk(inner, kind, name)


def _pick(choices: Any, generator: np.random.Generator) -> Any:
    return choices[int(generator.integers(len(choices)))]


ALL: Mapping[str, tuple[Spoil, bool]] = {
    **{name: (spoil, True) for name, spoil in FOUND_WHEN_SEALED.items()},
    **{name: (spoil, False) for name, spoil in FOUND_AS_THEY_ARE.items()},
}
"""Every defect by name, and whether its goal is computed anew."""
