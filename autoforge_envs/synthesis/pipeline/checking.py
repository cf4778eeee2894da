"""Checking a designed domain before anything is built on it: every tool is run, well and badly.

A tool must succeed at least once on sampled arguments; give the same answer to the same call and
leave the same state; change nothing if it only reads or has refused; change something in some call
if it writes; refuse keys that nobody has; and never crash, whatever well-formed value it is given.
"""

import traceback
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from autoforge_envs.domain.contents import CODE_FILES
from autoforge_envs.domain.serving import LocalServer
from autoforge_envs.domain.session import ToolResult
from autoforge_envs.domain.storage.difference import Change
from autoforge_envs.domain.tools import Parameter
from autoforge_envs.errors import ToolCrash
from autoforge_envs.synthesis.exploration import AnyTool, Arguments, Explorer, Sample, own_tools

NOBODYS_KEY = "ZZ-000000000"
"""A key of no row of any table."""

_MAX_SURVEYS = 40
"""Surveys of a tool that never succeeds before it counts as one that cannot."""

_MAX_SAMPLES = 6
"""Calls of one tool that are made a second time."""

_STRANGE: Mapping[str, Sequence[Any]] = {
    "Quantity": (0, 1, 1_000_000_000),
    "Number": (0, -1, 1_000_000_000),
    "Percentage": (0, 100),
    "Money": ("0.00", "0.01", "99999999.99"),
    "Date": ("1970-01-01", "2199-12-31"),
    "Timestamp": ("1970-01-01T00:00:00", "2199-12-31T23:59:59"),
    "Flag": (True, False),
    "Email": ("nobody@nowhere.example",),
    "PhoneNumber": ("+1 555 000 0000",),
}
_STRANGE_WORDS = ("nothing of this name", "%", "'", "x" * 200)


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something wrong with a tool.

    Attributes:
        kind: What, in the same words for every tool.
        detail: With which arguments, or what to do; "" if there is no more to say.
    """

    tool: str
    kind: str
    detail: str = ""

    def __str__(self) -> str:
        """Reads as a sentence."""
        return (
            f"{self.tool} {self.kind}: {self.detail}" if self.detail else f"{self.tool} {self.kind}"
        )


def find_flaws(server: LocalServer, generator: np.random.Generator) -> list[Flaw]:
    """Run every tool of a domain and say what is wrong; nothing if the domain is sound.

    Args:
        server: Serves the domain; a scratch session of it is opened and closed.
        generator: Where all sampled arguments come from.
    """
    session = server.open_session("agent")
    try:
        explorer = Explorer(session, generator)
        return [flaw for tool in own_tools(server.domain) for flaw in flaws_of(explorer, tool)]
    finally:
        session.close()


def flaws_of(explorer: Explorer, tool: AnyTool) -> list[Flaw]:
    """Run one tool, well and badly, and say what is wrong."""
    return [Flaw(tool.name, *flaw) for flaw in _flaws(explorer, tool)]


def _flaws(explorer: Explorer, tool: AnyTool) -> Iterator[tuple[str, str]]:
    try:
        samples = _survey(explorer, tool)
        if not samples:
            yield "never succeeds", "no sampled arguments fit; loosen it, or populate rows for it"
            return
        yield from _flaws_of_successes(explorer, tool, samples[:_MAX_SAMPLES])
        yield from _flaws_of_refusals(explorer, tool, samples[0])
    except ToolCrash as crash:
        yield "crashes", f"{crash}{_place_of(crash)}"


def _place_of(crash: ToolCrash) -> str:
    """Say where in the domain's own code it crashed, if it did there."""
    cause = crash.__cause__
    frames = traceback.extract_tb(cause.__traceback__ if cause else None)
    own = [frame for frame in frames if Path(frame.filename).name in CODE_FILES]
    return f" ({Path(own[-1].filename).name}, line {own[-1].lineno})" if own else ""


def _survey(explorer: Explorer, tool: AnyTool) -> list[Sample]:
    """Sample calls until some succeed, with much patience for a tool that is hard to please."""
    for _ in range(_MAX_SURVEYS):
        samples = explorer.survey(tool)
        if samples:
            return samples
    return []


def _flaws_of_successes(
    explorer: Explorer, tool: AnyTool, samples: Sequence[Sample]
) -> Iterator[tuple[str, str]]:
    wrote = False
    for sample in samples:
        result, changes = _call(explorer, tool, sample.arguments)
        wrote = wrote or bool(changes)
        if (result, changes) != _call(explorer, tool, sample.arguments):
            yield "answers the same call in two ways", str(dict(sample.arguments))
    if wrote and not tool.writes:
        yield "only reads, it says, and changes rows", "declare writes=True"
    if tool.writes and not wrote and not _writes_sometimes(explorer, tool):
        yield "writes, it says, and changes nothing in any sampled call", ""


def _writes_sometimes(explorer: Explorer, tool: AnyTool) -> bool:
    """Tell whether any call changes something: a sampled one may ask for what is so already."""
    return any(
        _call(explorer, tool, sample.arguments)[1]
        for _ in range(_MAX_SURVEYS)
        for sample in explorer.survey(tool)
    )


def _flaws_of_refusals(
    explorer: Explorer, tool: AnyTool, sample: Sample
) -> Iterator[tuple[str, str]]:
    for parameter in tool.parameters:
        for value in _strange_values(parameter):
            arguments = {**sample.arguments, parameter.name: value}
            result, changes = _call(explorer, tool, arguments)
            if result.error and changes:
                yield "refuses a call and changes rows all the same", f"{parameter.name}={value!r}"
            if parameter.semantic.references and value and _is_answer(result):
                yield "accepts a key of no row", f"{parameter.name}={value!r}"


def _call(
    explorer: Explorer, tool: AnyTool, arguments: Arguments
) -> tuple[ToolResult, list[Change]]:
    """Call a tool on the pristine state; return what it said and what it changed."""
    explorer.session.reset()
    result = explorer.session.call(tool.caller, tool.name, arguments)
    return result, explorer.session.difference()


def _is_answer(result: ToolResult) -> bool:
    return not result.error and result.content not in ("null", "[]")


def _strange_values(parameter: Parameter) -> list[Any]:
    """Return well-formed values that a tool may not have been thought for."""
    semantic = parameter.semantic
    if semantic.references or semantic.name == "Identifier":
        values: Sequence[Any] = [NOBODYS_KEY]
    elif semantic.choices:
        values = semantic.choices
    else:
        values = _STRANGE.get(semantic.name, _STRANGE_WORDS)
    if not parameter.is_list:
        return [*values, None] if parameter.nullable else list(values)
    return [[], *([value] for value in values), [value for value in values for _ in range(2)]]
