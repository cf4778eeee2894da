"""Using what holds of an answer that does not hold as a whole, where a draft has the rest."""

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any

from autoforge_envs.synthesis.model_design.asking import BrokenAnswer, read_answer
from autoforge_envs.synthesis.model_design.blueprint import Blueprint
from autoforge_envs.synthesis.model_design.problems import Problem, RejectedAnswer
from autoforge_envs.synthesis.model_design.stages.stage import DesignStage

EVERYTHING = "everything"


@dataclass(frozen=True, slots=True)
class Salvaged:
    """What holds of an answer.

    Attributes:
        answer: The rest of it; nothing if nothing holds.
        left_out: Its parts that did not hold; `EVERYTHING` for all of them.
    """

    blueprint: Blueprint
    answer: Mapping[str, Any]
    left_out: tuple[str, ...]


def salvage(
    stage: DesignStage,
    blueprint: Blueprint,
    try_out: Callable[[Blueprint], None],
    attempts: Sequence[BrokenAnswer],
) -> Salvaged:
    """Leave the parts with problems out of the last answer that has the shape, until it holds.

    Args:
        stage: What was asked.
        blueprint: What was designed before; it has what is left out.
        try_out: Runs the result behind locks.
        attempts: The answers, none of which held.
    """
    answer, problems = _last_readable(stage, attempts)
    left_out: list[str] = []
    while answer:
        answer, dropped = _without(stage, answer, {problem.part for problem in problems})
        if not dropped:
            break
        left_out += dropped
        try:
            grown = stage.read(answer, blueprint)
            try_out(grown)
        except RejectedAnswer as rejected:
            problems = rejected.problems
        else:
            return Salvaged(grown, answer, tuple(left_out))
    return Salvaged(blueprint, {}, (EVERYTHING,))


def _last_readable(
    stage: DesignStage, attempts: Sequence[BrokenAnswer]
) -> tuple[Mapping[str, Any], Sequence[Problem]]:
    for attempt in reversed(attempts):
        try:
            return read_answer(attempt.completion, stage), attempt.problems
        except RejectedAnswer:
            continue
    return {}, ()


def _without(
    stage: DesignStage, answer: Mapping[str, Any], parts: Set[str]
) -> tuple[dict[str, Any], list[str]]:
    """Return an answer without some parts, and which of them it had."""
    dropped: list[str] = []

    def holds(member: str, item: Any) -> bool:
        part = stage.part(member, item).partition(",")[0]
        if part in parts and item:
            dropped.append(part)
        return part not in parts

    rest = {
        member: [item for item in said if holds(member, item)]
        if isinstance(said, list)
        else (said if holds(member, said) else "")
        for member, said in answer.items()
    }
    return rest, dropped
