"""Tasks as data: what the user wants, what the agent must reach, and one way to reach it.

A task is a line of `tasks.jsonl`. Nothing here acts; `plans` executes a plan, `episode.verdict`
judges an episode against a goal.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

from autoforge_envs.domain.storage.difference import Change

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
class Meaning:
    """What words of a request stand for, where they do not name the value itself.

    Attributes:
        words: As they are in the text: "that I have not paid yet".
        name: Of the column or the parameter.
        value: A choice, or whether something is so.
    """

    words: str
    name: str
    value: str | bool


@dataclass(frozen=True, slots=True)
class Request:
    """One thing the user wants.

    Attributes:
        text: How the user says it.
        intent: The tool it is about; "" if there is none.
        fallback: What the user asks for when it is declined; None to accept the refusal.
        meanings: What its words, or the fallback's, stand for.
    """

    text: str
    intent: str
    fallback: str | None
    meanings: tuple[Meaning, ...] = ()


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
        declined: For a refusal, the arguments of the call that the user would have had made, as
            far as they are known.
    """

    id: str
    kind: StepKind
    name: str
    arguments: Mapping[str, Any]
    when: Expression | None = None
    confirm: bool = False
    type: str = ""
    request: int = 0
    declined: Mapping[str, Any] = field(default_factory=dict)


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
                "requests": [_request_as_json(request) for request in self.user.requests],
                "facts": [_fields(fact) for fact in self.user.facts],
            },
            "plan": [_step_as_json(step) for step in self.plan],
            "goal": {
                "changes": [change.as_json() for change in self.goal.changes],
                "told": [_fields(told) for told in self.goal.told],
            },
            "certificate": dict(self.certificate),
        }


def _fields(value: Meaning | Fact | Told) -> dict[str, Any]:
    return {name: getattr(value, name) for name in value.__slots__}


def _request_as_json(request: Request) -> dict[str, Any]:
    data: dict[str, Any] = {
        "text": request.text, "intent": request.intent, "fallback": request.fallback,
    }  # fmt: skip
    if request.meanings:
        data["meanings"] = [_fields(meaning) for meaning in request.meanings]
    return data


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
    if step.declined:
        data["declined"] = dict(step.declined)
    return data
