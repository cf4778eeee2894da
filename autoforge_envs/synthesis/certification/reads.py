"""Calls of reading tools that no plan needs, with values that an agent has seen."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy

from autoforge_envs.chance import draw
from autoforge_envs.domain.domain import ToolInfo
from autoforge_envs.synthesis.certification.alternatives import Slot
from autoforge_envs.synthesis.certification.experiments import extra_move
from autoforge_envs.synthesis.certification.rehearsal import Move, make
from autoforge_envs.synthesis.certification.staging import Stage

_MAX_SEEN = 60
"""Values remembered of one result; a long list holds nothing new."""


def with_reads(
    stage: Stage, moves: Sequence[Move], known: Sequence[Any], generator: numpy.random.Generator
) -> list[Move]:
    """Put a reading call behind each move, those apart that would break a rule.

    Args:
        stage: Where to try them out first.
        moves: The plan's.
        known: What the user says: values of any type.
        generator: Draws tools and values.

    Raises:
        ToolCrash: A tool fails by its own fault.
    """
    session = stage.episode.session
    session.reset()
    seen = [value for value in known if isinstance(value, str)]
    extended: list[Move] = []
    for move in moves:
        make(session, move)
        extended.append(move)
        seen += [*_texts(move.result)][:_MAX_SEEN]
        read = _draw(stage, seen, generator)
        if read is not None and not session.call("agent", read.name, read.arguments).violations:
            extended.append(read)
    return extended


def _draw(stage: Stage, seen: Sequence[str], generator: numpy.random.Generator) -> Move | None:
    if not stage.reading_tools:
        return None
    tool = draw(stage.reading_tools, generator)
    arguments = _arguments(tool, stage.slots[tool.name], seen, generator)
    return replace(extra_move(tool.name, arguments), writes=False)


def _arguments(
    tool: ToolInfo,
    slots: dict[str, Slot],
    seen: Sequence[str],
    generator: numpy.random.Generator,
) -> dict[str, Any]:
    return {name: _value(slots[name], seen, generator) for name in tool.parameters}


def _value(slot: Slot, seen: Sequence[str], generator: numpy.random.Generator) -> Any:
    if slot.is_list:
        return [_one_value(slot, seen, generator)]
    return _one_value(slot, seen, generator)


def _one_value(slot: Slot, seen: Sequence[str], generator: numpy.random.Generator) -> Any:
    if slot.semantic in ("Quantity", "Number", "Percentage"):
        return int(generator.integers(1, 6))
    if slot.semantic == "Flag":
        return bool(generator.integers(2))
    keys = [text for text in seen if text.startswith(f"{slot.prefix}-")]
    fitting = slot.choices or keys or seen or ["1"]
    return draw(fitting, generator)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _texts(inner)
