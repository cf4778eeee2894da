"""A draft: the plan of one task as it grows, step by step, each executed on the walk."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy

from autoforge_envs.domain.reasoning import think
from autoforge_envs.domain.tasks import Fact, Step
from autoforge_envs.domain.values import parse_value
from autoforge_envs.errors import TaskError
from autoforge_envs.synthesis.composition.walking.describing import (
    Description,
    Weighted,
    choose,
    descriptions,
)
from autoforge_envs.synthesis.composition.walking.sources import (
    Look,
    Party,
    Said,
    Shifted,
    Shown,
    Source,
    Sources,
    Total,
)
from autoforge_envs.synthesis.composition.walking.walk import Walk
from autoforge_envs.synthesis.composition.wording.speech import Speech
from autoforge_envs.synthesis.exploration import AnyTool

Expression = dict[str, Any]
_NAMELESS = ("code", "id", "key", "number")
"""Labels that do not say of what they are."""
_PLAIN = ("Choice", "Flag", "FreeText")
"""Types whose values a plan names itself: schemas spell them out."""


@dataclass(frozen=True, slots=True)
class Referent:
    """A row that the plan has found.

    Attributes:
        step: The step that gives it.
        path: The way from that step's result to the row.
        description: What it is meant by; None where a look shows nothing else.
    """

    step: str
    path: tuple[str, ...]
    description: Description | None


@dataclass(slots=True)
class Contents:
    """What a draft holds so far."""

    steps: list[Step] = field(default_factory=list)
    facts: dict[str, Fact] = field(default_factory=dict)
    results: dict[str, Any] = field(default_factory=dict)
    looks: list[tuple[str, Look]] = field(default_factory=list)
    referents: dict[tuple[str, tuple[str, ...], int], Referent] = field(default_factory=dict)
    when: Expression | None = None

    def copy(self) -> "Contents":
        """Return a copy that does not change with this one."""
        return Contents(
            [*self.steps], dict(self.facts), dict(self.results), [*self.looks],
            dict(self.referents), self.when,
        )  # fmt: skip


def anything(_kind: str) -> bool:
    """Prefer no kind of description to another."""
    return True


class Draft:
    """The plan, facts and results of one task so far."""

    def __init__(self, walk: Walk, speech: Speech, generator: numpy.random.Generator) -> None:
        """Begin with nothing; `prefers` says which kinds of descriptions are wanted most.

        Args:
            walk: Stands where the plan's last step has led.
            speech: Names the facts.
            generator: Draws among descriptions.
        """
        self.walk = walk
        self._speech = speech
        self.generator = generator
        self.prefers: Callable[[str], bool] = anything
        self.request = 0
        self.party: Expression = {}
        self.contents = Contents()
        self._saved: list[Contents] = []

    @property
    def num_calls(self) -> int:
        """How many tool calls are made so far, those of the user included."""
        return sum(step.kind in ("call", "ask_user") for step in self._steps_made())

    @property
    def num_writes(self) -> int:
        """How many of them change the domain's own tables."""
        atlas = self.walk.atlas
        writing = {name for name, tool in atlas.tools.items() if tool.writes} - atlas.checks
        steps = [step for step in self._steps_made() if step.kind in ("call", "ask_user")]
        return sum(step.name in writing for step in steps)

    @property
    def num_reasoning_nodes(self) -> int:
        """How many steps think."""
        return sum(step.kind == "think" for step in self._steps_made())

    def _steps_made(self) -> list[Step]:
        """Return the steps whose condition holds."""
        results = self.contents.results
        return [s for s in self.contents.steps if s.when is None or results[s.when["result"]]]

    # --- going back

    def save(self) -> None:
        """Mark a point to which `undo` leads back."""
        self._saved.append(self.contents.copy())
        self.walk.save()

    def undo(self) -> None:
        """Go back to the last point marked."""
        self.contents = self._saved.pop()
        self.walk.undo()

    def keep(self) -> None:
        """Forget the last point marked."""
        self._saved.pop()
        self.walk.keep()

    # --- steps

    def add(self, name: str, step: Step, result: Any) -> str:
        """Add a step whose result is known; it gets a name that is free."""
        taken = self.contents.results
        unique = name
        number = 2
        while unique in taken:
            unique = f"{name}_{number}"
            number += 1
        self.contents.steps.append(
            replace(step, id=unique, when=self.contents.when, request=self.request)
        )
        self.contents.results[unique] = result
        return unique

    def think(self, name: str, operation: str, operands: Mapping[str, Any]) -> str:
        """Add a reasoning node, or find the one that computes the same.

        Raises:
            TaskError: Its operands do not fit.
        """
        for step in self.contents.steps:
            if (step.kind, step.name, step.arguments) == ("think", operation, operands) and (
                step.when in (None, self.contents.when)
            ):
                return step.id
        step = Step(name, "think", operation, operands)
        return self.add(name, step, think(step, self.contents.results, self._fact_value))

    def _fact_value(self, name: str) -> Any:
        raise TaskError(f"reasoning on the fact {name!r} is not needed here")

    def look(self, look: Look) -> str:
        """Add a reading call, or find the one that showed the same.

        Raises:
            TaskError: One of its arguments cannot be described.
        """
        arguments = {name: self.express(source) for name, source in look.arguments.items()}
        for step in reversed(self.contents.steps):
            if (step.kind, step.name, step.arguments) != ("call", look.tool, arguments):
                continue
            if self.contents.results[step.id] == look.result and step.when in (
                None,
                self.contents.when,
            ):
                return step.id
            break
        step_id = self.add(_short(look.tool), Step("", "call", look.tool, arguments), look.result)
        self.contents.looks.append((step_id, look))
        return step_id

    def call(self, tool: AnyTool, arguments: Expression, result: Any) -> str:
        """Add a call that the walk has made."""
        confirm = self.walk.is_confirmed(tool)
        step = Step("", "call", tool.name, arguments, confirm=confirm)
        return self.add(_short(tool.name), step, result)

    def tell(self, label: str, semantic: str, value: Expression) -> str:
        """Add something that the user must hear."""
        step = Step("", "tell", label, {"value": value}, type=semantic)
        return self.add(f"tell_{label.replace(' ', '_')}", step, None)

    # --- values

    def express_all(self, sources: Sources) -> Expression:
        """Say where each argument of a call comes from, adding the steps that find it."""
        return {name: self.express(source) for name, source in sources.items()}

    def express(self, source: Source) -> Expression:
        """Say where a value comes from, adding the steps that find it.

        Raises:
            TaskError: The row that holds it cannot be described.
        """
        if isinstance(source, Party):
            return self.party
        if isinstance(source, Said):
            return self._said(source)
        if isinstance(source, Shifted):
            operands = {"from": self.express(source.base), "days": {"value": source.days}}
            return {"result": self.think("day", "shift", operands)}
        if isinstance(source, Total):
            return {"result": self._add_up(source)}
        referent = self.refer(source)
        return {"result": referent.step, "path": [*referent.path, *source.field.path]}

    def _add_up(self, total: Total) -> str:
        over = {"result": self.look(total.look), "path": list(total.view.path)}
        where = {atom.field.dotted: {"value": atom.value} for atom in total.atoms}
        conditions = {"where": where} if where else {}
        return self.think("total", "sum", {"over": over, "by": total.field.dotted, **conditions})

    def refer(self, shown: Shown) -> Referent:
        """Find a row that a look showed, adding the steps that find it.

        Raises:
            TaskError: It cannot be described.
        """
        step = self.look(shown.look)
        place = (step, shown.view.path, shown.index)
        if place in self.contents.referents:
            return self.contents.referents[place]
        referent = self._describe(step, shown)
        self.contents.referents[place] = referent
        return referent

    def _describe(self, step: str, shown: Shown) -> Referent:
        if not shown.view.is_list:
            return Referent(step, shown.view.path, None)
        description = choose(self._descriptions(shown), self.generator, self.prefers)
        if description is None:
            raise TaskError(f"row {shown.index} of {step} has too much in common with others")
        over = {"result": step, "path": list(shown.view.path)}
        operands = {"over": over, **description.operands()}
        name = shown.field.model.lower() if shown.field.model else "chosen"
        return Referent(self.think(name, description.operation, operands), (), description)

    def _descriptions(self, shown: Shown) -> list[Weighted]:
        """Return what a row can be meant by; found out once for each state."""
        said = tuple(n for n, each in shown.look.arguments.items() if isinstance(each, Said))
        place = (id(shown.look.result), shown.view, shown.index, said)
        memory = self.walk.memory
        if place not in memory:
            rows = shown.view.rows(shown.look.result)
            memory[place] = descriptions(rows, shown.index, shown.view, said)
        found: list[Weighted] = memory[place]
        return found

    def _said(self, said: Said) -> Expression:
        if said.semantic.name in _PLAIN and not said.held_back:
            return {"value": said.value}
        return {"fact": self.fact(said).name}

    def fact(self, said: Said) -> Fact:
        """Return the fact that holds what the user says, noting it where it is new."""
        value = parse_value(said.semantic, said.value, said.name)
        facts = self.contents.facts
        label = self._speech.label(said.name, said.semantic.name)
        about = said.about or (self.walk.atlas.party if label in _NAMELESS else "")
        if about and " " not in label:
            noun = self._speech.noun(about)
            label = noun if noun.endswith(f" {label}") else f"{noun} {label}"
        name = said.name if not said.about else f"{said.about.lower()}_{said.name}"
        for prefix in ("", "new ", "other ", "third "):
            place = f"{prefix.replace(' ', '_')}{name}"
            labels = [fact.label for fact in facts.values()]
            if place not in facts and f"{prefix}{label}" not in labels:
                facts[place] = Fact(place, said.semantic.name, f"{prefix}{label}", value)
            if place in facts and facts[place].value == value:
                return facts[place]
        raise TaskError(f"the user would have to tell four values for {said.name}")


def _short(tool: str) -> str:
    """Name a step after its tool: list_orders gives orders."""
    first, _, rest = tool.partition("_")
    return rest if first in ("get", "list", "find", "search", "show", "look") and rest else tool
