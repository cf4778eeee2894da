"""Nodes: the ways in which a request can be put that take reasoning; all are the composer's own.

The model chooses among them by name. What is chosen is composed, executed on the rows and certified
like any other task; there is no node that the composer could not have drawn itself.
"""

import re
from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass

from autoforge_envs.synthesis.composition.candidates import SubGoal
from autoforge_envs.synthesis.composition.recipes import Maker
from autoforge_envs.synthesis.composition.requests.acting import NO_ROWS, act
from autoforge_envs.synthesis.composition.requests.batching import act_on_several
from autoforge_envs.synthesis.composition.requests.deciding import decide
from autoforge_envs.synthesis.composition.requests.errands import run_errand
from autoforge_envs.synthesis.composition.requests.falling_back import fall_back
from autoforge_envs.synthesis.composition.requests.handing_over import hand_over
from autoforge_envs.synthesis.composition.requests.inquiring import inquire
from autoforge_envs.synthesis.composition.requests.refusing import refuse
from autoforge_envs.synthesis.composition.requests.settling import settle

AS_IT_IS = "as it is"
"""Leaves a request in the form that it has."""

_EXTREME = re.compile(r"(max|min) \w+")
_TALLIES = (", count", ", sum")
_UNDESCRIBED = ("looked up", "single", NO_ROWS)


@dataclass(frozen=True, slots=True)
class Node:
    """One way to put a request.

    Attributes:
        example: What it sounds like.
        make: Adds such a request to a task.
        outcome: What the request comes to, as in sub-goals.
        fits: Tells whether a kind of description is of this way.
    """

    example: str
    make: Maker
    outcome: str
    fits: Callable[[str], bool]


def _has(part: Callable[[str], bool]) -> Callable[[str], bool]:
    """Tell whether one of the rows of a call is described so."""
    return lambda kind: any(part(each) for each in kind.split(" / "))


def _is_property(kind: str) -> bool:
    return not _EXTREME.match(kind) and kind not in _UNDESCRIBED


def _is_extreme(kind: str) -> bool:
    return _EXTREME.fullmatch(kind) is not None


def _is_extreme_among(kind: str) -> bool:
    return _EXTREME.match(kind) is not None and " of " in kind


def _is_count(kind: str) -> bool:
    return re.match("all [0-9]", kind) is not None


ACTIONS: Mapping[str, Node] = {
    "by a property": Node("my green tent", act, "allowed", _has(_is_property)),
    "superlative": Node("my latest order", act, "allowed", _has(_is_extreme)),
    "superlative among some": Node(
        "the cheapest of my open orders", act, "allowed", _has(_is_extreme_among)
    ),
    "all": Node("both of my open orders", act_on_several, "allowed", _is_count),
    "all except one": Node(
        "all of my orders except the latest", act_on_several, "allowed", "all except".__eq__
    ),
    "if a property": Node(
        "if it costs at least 50.00, this, otherwise that",
        decide,
        "conditional",
        lambda kind: not kind.endswith(_TALLIES),
    ),
    "if a count or sum": Node(
        "if I have at least two open orders, this, otherwise that",
        decide,
        "conditional",
        lambda kind: kind.endswith(_TALLIES),
    ),
}  # fmt: skip
"""Ways to ask for something to be done."""

QUESTIONS: Mapping[str, Node] = {
    "count": Node("how many open orders", inquire, "told", lambda k: k.startswith("count of")),
    "sum": Node("the total of my orders altogether", inquire, "told", "sum of money".__eq__),
    "difference": Node(
        "by how much the highest and the lowest differ",
        inquire,
        "told",
        "difference of money".__eq__,
    ),
    "days between": Node("days from the first to the last", inquire, "told", "days between".__eq__),
    "value of one": Node(
        "the price of my latest order",
        inquire,
        "told",
        lambda kind: not kind.startswith(("count of", "sum of", "difference of", "days between")),
    ),
}
"""Ways to ask for something to be told."""

NODES: Mapping[str, Node] = {**ACTIONS, **QUESTIONS}
"""All of them by name."""

_ON_ACCOUNT = "account "
_SEVERAL = "all "


def nodes_for(goal: SubGoal, acting: Set[str], *, has_fallback: bool) -> tuple[str, ...]:
    """Return the names of the nodes by which a request could be put, its present form first.

    Args:
        goal: What it comes to.
        acting: Names of the tools by which an agent changes things.
        has_fallback: Whether it says what to do after a refusal.
    """
    intent, outcome, description = goal
    if has_fallback or description.startswith(_ON_ACCOUNT) or description == NO_ROWS:
        return (AS_IT_IS,)
    if outcome == "told":
        return (AS_IT_IS, *QUESTIONS)
    if outcome in ("allowed", "conditional") and intent in acting:
        return (AS_IT_IS, *ACTIONS)
    return (AS_IT_IS,)


def as_it_is(goal: SubGoal, acting: Set[str], *, has_fallback: bool) -> Node:
    """Return the node by which a request is put already, whatever describes its rows."""
    _, outcome, description = goal
    return Node("", _maker_of(goal, acting, has_fallback), outcome, _alike(description, outcome))


def _maker_of(goal: SubGoal, acting: Set[str], has_fallback: bool) -> Maker:
    intent, outcome, description = goal
    if outcome == "declined":
        return fall_back if has_fallback else refuse
    if outcome == "told":
        return settle if description.startswith(_ON_ACCOUNT) else inquire
    if outcome == "allowed" and intent in acting:
        return act_on_several if description.startswith(_SEVERAL) else act
    return {"conditional": decide, "handed_over": hand_over}.get(outcome, run_errand)


def _alike(description: str, outcome: str) -> Callable[[str], bool]:
    """Tell whether a description is of the same way as another."""
    of_outcome = [node for node in NODES.values() if node.outcome == outcome]
    same = [node for node in of_outcome if node.fits(description)]
    return lambda kind: not same or any(node.fits(kind) for node in same)
