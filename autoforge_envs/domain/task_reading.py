"""Reading tasks: a line of `tasks.jsonl` as a value, with errors that say where and what."""

from collections.abc import Collection, Iterator
from typing import Any, cast, get_args

from autoforge_envs.domain.columns import SEMANTIC_TYPES
from autoforge_envs.domain.storage.difference import Change
from autoforge_envs.domain.tasks import (
    SPLITS,
    STEP_KINDS,
    Fact,
    Goal,
    Meaning,
    Persona,
    Request,
    Reveals,
    Step,
    StepKind,
    Task,
    Told,
    UserScript,
)
from autoforge_envs.errors import DomainError


class _Reader:
    """Reads fields of one JSON object, with errors that say where and what."""

    def __init__(self, data: Any, where: str) -> None:
        if not isinstance(data, dict):
            raise DomainError(f"{where}: expected a JSON object, got {type(data).__name__}")
        self.data = data
        self.where = where

    def take(self, name: str, kind: type | tuple[type, ...], default: Any = ...) -> Any:
        value = self.data.get(name, default)
        if value is ...:
            raise DomainError(f"{self.where}: {name!r} is missing; add it")
        if not isinstance(value, kind):
            raise DomainError(f"{self.where}: {name!r} has the wrong type: {value!r:.60}")
        return value

    def choose(self, name: str, choices: Collection[str], default: Any = ...) -> Any:
        value = self.take(name, str, default)
        if value not in choices:
            raise DomainError(
                f"{self.where}: {name!r} is {value!r}, must be one of {', '.join(sorted(choices))}"
            )
        return value

    def each(self, name: str, default: Any = ...) -> list["_Reader"]:
        items = self.take(name, list, default)
        return [_Reader(item, f"{self.where}, {name}[{at}]") for at, item in enumerate(items)]


def read_task(data: Any, where: str) -> Task:
    """Read one line of `tasks.jsonl`.

    Args:
        data: The parsed JSON.
        where: File and line, for errors.

    Raises:
        DomainError: Something is missing or wrong; the message says what and where.
    """
    reader = _Reader(data, where)
    reader.where = f"{where}, task {reader.take('id', str)!r}"
    level = reader.take("level", int)
    if not 1 <= level <= 5:
        raise DomainError(f"{reader.where}: 'level' is {level}, must be from 1 to 5")
    goal = _Reader(reader.take("goal", dict), f"{reader.where}, goal")
    steps = tuple(_read_step(step) for step in reader.each("plan"))
    user = _read_user(_Reader(reader.take("user", dict), f"{reader.where}, user"))
    _check_references(steps, user, reader.where)
    return Task(
        id=reader.data["id"],
        split=reader.choose("split", SPLITS),
        level=level,
        user=user,
        plan=steps,
        goal=Goal(
            changes=tuple(_read_change(change) for change in goal.each("changes")),
            told=tuple(_read_told(told) for told in goal.each("told")),
        ),
        certificate=reader.take("certificate", dict, {}),
    )


def _read_user(reader: _Reader) -> UserScript:
    requests = tuple(_read_request(each) for each in reader.each("requests"))
    if not requests:
        raise DomainError(f"{reader.where}: 'requests' is empty; a user wants at least one thing")
    facts = tuple(
        Fact(
            each.take("name", str), each.choose("type", SEMANTIC_TYPES),
            each.take("label", str), each.take("value", (str, int, bool)),
        )
        for each in reader.each("facts")
    )  # fmt: skip
    return UserScript(
        name=reader.take("name", str),
        persona=reader.choose("persona", get_args(Persona)),
        reveals=reader.choose("reveals", get_args(Reveals)),
        requests=requests,
        facts=facts,
    )


def _read_request(reader: _Reader) -> Request:
    request = Request(
        text=reader.take("text", str),
        intent=reader.take("intent", str, ""),
        fallback=reader.take("fallback", (str, type(None)), None),
        meanings=tuple(_read_meaning(each) for each in reader.each("meanings", [])),
    )
    said = f"{request.text}\n{request.fallback or ''}".casefold()
    for meaning in request.meanings:
        if not meaning.words.strip() or meaning.words.casefold() not in said:
            raise DomainError(
                f"{reader.where}: the words {meaning.words!r} of a meaning are not in the request; "
                "write them as they stand there"
            )
    return request


def _read_meaning(reader: _Reader) -> Meaning:
    return Meaning(
        reader.take("words", str), reader.take("name", str), reader.take("value", (str, bool))
    )


def _read_step(reader: _Reader) -> Step:
    kinds = [kind for kind in STEP_KINDS if kind in reader.data]
    if len(kinds) != 1:
        raise DomainError(f"{reader.where}: a step has exactly one of {', '.join(STEP_KINDS)}")
    kind = cast(StepKind, kinds[0])
    if kind == "tell":
        name = reader.take("label", str)
        arguments = {"value": reader.take("tell", dict)}
    elif kind == "think":
        name = reader.take("think", str)
        outside = ("id", "think", "when", "confirm", "request", "declined")
        arguments = {key: value for key, value in reader.data.items() if key not in outside}
    else:
        name = reader.take(kind, str)
        arguments = reader.take("arguments", dict, {})
    return Step(
        id=reader.take("id", str),
        kind=kind,
        name=name,
        arguments=arguments,
        when=reader.take("when", (dict, type(None)), None),
        confirm=reader.take("confirm", bool, False),
        type=reader.choose("type", SEMANTIC_TYPES) if kind == "tell" else "",
        request=reader.take("request", int, 0),
        declined=reader.take("declined", dict, {}),
    )


def _check_references(steps: tuple[Step, ...], user: UserScript, where: str) -> None:
    """A step may use only results of steps before it, facts and requests that there are."""
    known: set[str] = set()
    facts = {fact.name for fact in user.facts}
    for step in steps:
        for kind, used in _used([step.arguments, step.when, step.declined]):
            if kind == "result" and used not in known:
                raise DomainError(
                    f"{where}: step {step.id!r} uses the result of {used!r}, "
                    "which is no step before it; move it down or mend the name"
                )
            if kind == "fact" and used not in facts:
                raise DomainError(
                    f"{where}: step {step.id!r} uses the fact {used!r}, "
                    f"which the user does not know; there are {', '.join(sorted(facts)) or 'none'}"
                )
        if not 0 <= step.request < len(user.requests):
            raise DomainError(
                f"{where}: step {step.id!r} serves request {step.request}, "
                f"the user has {len(user.requests)}, counted from 0"
            )
        if step.id in known:
            raise DomainError(f"{where}: two steps are called {step.id!r}; rename one")
        known.add(step.id)


def _used(value: Any) -> Iterator[tuple[str, str]]:
    """Yield kind and name of the results and facts in an expression, or in what is made of some."""
    if isinstance(value, dict):
        for kind, inner in value.items():
            if not isinstance(inner, str):
                yield from _used(inner)
            elif kind in ("result", "fact"):
                yield kind, inner
    elif isinstance(value, list):
        for inner in value:
            yield from _used(inner)


def _read_change(reader: _Reader) -> Change:
    return Change(
        reader.take("table", str), reader.choose("kind", ("insert", "update", "delete")),
        reader.take("key", str), reader.take("values", dict),
    )  # fmt: skip


def _read_told(reader: _Reader) -> Told:
    return Told(
        reader.take("label", str), reader.choose("type", SEMANTIC_TYPES),
        reader.take("value", (str, int, bool)),
    )  # fmt: skip


def check_tools(
    tasks: Collection[Task], agent_tools: Collection[str], user_tools: Collection[str], where: str
) -> None:
    """Check that plans name only tools that exist.

    Raises:
        DomainError: A plan names an unknown tool.
    """
    for task in tasks:
        for step in task.plan:
            known = {"call": agent_tools, "ask_user": user_tools}.get(step.kind)
            if known is not None and step.name not in known:
                raise DomainError(
                    f"{where}: task {task.id!r}, step {step.id!r} names the unknown tool "
                    f"{step.name!r}; there are {', '.join(sorted(known))}"
                )
