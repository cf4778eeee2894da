"""What the steps of a plan are made of: expressions, where they stand, and what they build on."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from autoforge_envs.domain.tasks import Step

CONDITIONS = ("where", "where_not", "where_contains", "where_at_least", "where_at_most")


@dataclass(frozen=True, slots=True)
class Place:
    """An expression and where in a step it stands: ("where", "colour") or ("quantity",)."""

    path: tuple[str | int, ...]
    expression: Mapping[str, Any]

    @property
    def is_constant(self) -> bool:
        """Whether it is written down in the plan itself."""
        return "value" in self.expression


def places_of(step: Step) -> list[Place]:
    """Return every expression of a step, its condition included."""
    return [
        *_places(step.arguments, ()),
        *_places({"when": step.when}, ()),
        *_places({"declined": step.declined}, ()),
    ]


def _places(value: Any, path: tuple[str | int, ...]) -> Iterator[Place]:
    if isinstance(value, Mapping):
        if path and _is_expression(value):
            yield Place(path, value)
            return
        for name, inner in value.items():
            yield from _places(inner, (*path, name))
    elif isinstance(value, list):
        for position, inner in enumerate(value):
            yield from _places(inner, (*path, position))


def _is_expression(value: Any) -> bool:
    """Tell an expression from conditions on columns, one of which may be called "value"."""
    if not isinstance(value, Mapping):
        return False
    if isinstance(value.get("fact"), str) or isinstance(value.get("result"), str):
        return True
    return "value" in value and not _is_expression(value["value"])


def sources_of(plan: Sequence[Step]) -> dict[str, frozenset[str]]:
    """Say for each step on which steps' results it builds, directly or not."""
    sources: dict[str, frozenset[str]] = {}
    for step in plan:
        direct = {
            place.expression["result"] for place in places_of(step) if "result" in place.expression
        }
        sources[step.id] = frozenset(direct).union(*(sources[each] for each in direct))
    return sources
