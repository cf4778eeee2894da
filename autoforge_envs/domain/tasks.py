"""Tasks as data: what the user wants, what the agent must reach, and one way to reach it.

A task is a line of `tasks.jsonl`. Nothing here acts; `plans` executes a plan, `episode.verdict`
judges an episode against a goal.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, cast, get_args

from autoforge_envs.domain.columns import SEMANTIC_TYPES
from autoforge_envs.domain.storage.difference import Change
from autoforge_envs.errors import DomainError

Split = Literal["train", "validation", "test"]
Persona = Literal["friendly", "curt", "chatty", "anxious"]
Reveals = Literal["one_by_one", "all_at_once"]
StepKind = Literal["call", "think", "tell", "ask_user"]
Expression = Mapping[str, Any]

SPLITS: tuple[str, ...] = get_args(Split)
STEP_KINDS: tuple[str, ...] = get_args(StepKind)


@dataclass(frozen=True, slots=True)
class Fact:
    """Something the user knows and says when asked.

    Attributes:
        name: What plans call it.
        type: Name of its semantic type.
        label: What it is called in a sentence ("e-mail address").
        value: The value, as it is stored (money in cents).
    """

    name: str
    type: str
    label: str
    value: Any


@dataclass(frozen=True, slots=True)
class Request:
    """One thing the user wants.

    Attributes:
        text: How the user says it.
        intent: The tool it is about; "" if there is none.
        fallback: What the user asks for when it is declined; None to accept the refusal.
    """

    text: str
    intent: str
    fallback: str | None


@dataclass(frozen=True, slots=True)
class UserScript:
    """What the user simulator plays from: hidden instructions and known facts."""

    name: str
    persona: Persona
    reveals: Reveals
    requests: tuple[Request, ...]
    facts: tuple[Fact, ...]

    def fact(self, name: str) -> Fact:
        """Return a fact by name.

        Raises:
            KeyError: The user does not know it.
        """
        return next(fact for fact in self.facts if fact.name == name)


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a plan.

    Attributes:
        kind: "call" a tool, "think" (a reasoning node), "tell" the user a value, or "ask_user" to
            use a tool of theirs.
        name: The tool, the operation, or the label of what is told.
        arguments: Expressions by argument; for "think" its operands.
        when: Skip the step unless this is true.
        confirm: Get the user's yes to these arguments first.
        type: For "tell", the semantic type of the value.
        request: Which of the user's requests it serves, from 0; it must have been heard before.
    """

    id: str
    kind: StepKind
    name: str
    arguments: Mapping[str, Any]
    when: Expression | None = None
    confirm: bool = False
    type: str = ""
    request: int = 0


@dataclass(frozen=True, slots=True)
class Told:
    """A value the user must hear, in the form it is stored."""

    label: str
    type: str
    value: Any


@dataclass(frozen=True, slots=True)
class Goal:
    """What must hold at the end: the net difference, and what the user was told."""

    changes: tuple[Change, ...]
    told: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class Task:
    """One task.

    Attributes:
        level: Difficulty from 1 to 5.
        plan: A reference solution; never shown to an agent.
        certificate: The checks it passed.
    """

    id: str
    split: Split
    level: int
    user: UserScript
    plan: tuple[Step, ...]
    goal: Goal
    certificate: Mapping[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Return the line of `tasks.jsonl`."""
        return {
            "id": self.id,
            "split": self.split,
            "level": self.level,
            "user": {
                "name": self.user.name,
                "persona": self.user.persona,
                "reveals": self.user.reveals,
                "requests": [_fields(request) for request in self.user.requests],
                "facts": [_fields(fact) for fact in self.user.facts],
            },
            "plan": [_step_as_json(step) for step in self.plan],
            "goal": {
                "changes": [change.as_json() for change in self.goal.changes],
                "told": [_fields(told) for told in self.goal.told],
            },
            "certificate": dict(self.certificate),
        }


def _fields(value: Request | Fact | Told) -> dict[str, Any]:
    return {name: getattr(value, name) for name in value.__slots__}


def _step_as_json(step: Step) -> dict[str, Any]:
    data: dict[str, Any] = {"id": step.id}
    if step.kind == "tell":
        data |= {"tell": step.arguments["value"], "type": step.type, "label": step.name}
    elif step.kind == "think":
        data |= {"think": step.name, **step.arguments}
    else:
        data |= {step.kind: step.name, "arguments": dict(step.arguments)}
    if step.when is not None:
        data["when"] = step.when
    if step.confirm:
        data["confirm"] = True
    if step.request:
        data["request"] = step.request
    return data


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
    requests = tuple(
        Request(
            each.take("text", str), each.take("intent", str, ""),
            each.take("fallback", (str, type(None)), None),
        )
        for each in reader.each("requests")
    )  # fmt: skip
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
        outside = ("id", "think", "when", "confirm", "request")
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
    )


def _check_references(steps: tuple[Step, ...], user: UserScript, where: str) -> None:
    """A step may use only results of steps before it, facts and requests that there are."""
    known: set[str] = set()
    facts = {fact.name for fact in user.facts}
    for step in steps:
        for used in _used("result", [step.arguments, step.when]):
            if used not in known:
                raise DomainError(
                    f"{where}: step {step.id!r} uses the result of {used!r}, "
                    "which is no step before it; move it down or mend the name"
                )
        for used in _used("fact", [step.arguments, step.when]):
            if used not in facts:
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


def _used(kind: str, value: Any) -> list[str]:
    """Collect the names behind "result" or "fact" in an expression, or in anything made of some."""
    if isinstance(value, Mapping):
        own = [value[kind]] if isinstance(value.get(kind), str) else []
        return own + [name for inner in value.values() for name in _used(kind, inner)]
    if isinstance(value, list):
        return [name for inner in value for name in _used(kind, inner)]
    return []


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
