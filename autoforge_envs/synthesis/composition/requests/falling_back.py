"""Falling back: a request that a rule forbids, and what the user takes instead."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from itertools import islice

from autoforge_envs.errors import TaskError
from autoforge_envs.synthesis.composition.requests.acting import (
    NUM_DRAWS,
    attempt,
    draws,
    tools_in_turn,
)
from autoforge_envs.synthesis.composition.requests.refusing import (
    Forbidden,
    find_forbidden,
    write_refusal,
)
from autoforge_envs.synthesis.composition.scene import Scene, Wish
from autoforge_envs.synthesis.composition.walking.sources import Shown, Sources, values_of
from autoforge_envs.synthesis.exploration import AnyTool

_MAX_FORBIDDEN = 3
_MAX_ALTERNATIVES = 6
_INSTEAD = (
    "Then do this instead: {text}", "In that case: {text}", "All right, something else: {text}",
    "Pity. {text}",
)  # fmt: skip


def _anything(_each: object) -> bool:
    return True


def fall_back(scene: Scene) -> Wish | None:
    """Add a request that is declined, and one about the same thing that goes through after that."""
    inner = replace(scene, accepts=_anything, wants=_anything)
    for forbidden in islice(find_forbidden(scene), _MAX_FORBIDDEN):
        wish = scene.attempt(partial(_write, inner, forbidden))
        if wish is not None:
            return wish
    return None


def _write(scene: Scene, forbidden: Forbidden) -> Wish:
    declined = write_refusal(scene, forbidden)
    instead = None if declined is None else _instead(scene, forbidden)
    if declined is None or instead is None:
        raise TaskError("nothing can be done instead")
    text = scene.speech.pick(_INSTEAD).format(text=instead.text)
    kind = f"{declined.description}, else {instead.intent}"
    return Wish(declined.text, declined.intent, "declined", kind, text)


def _instead(scene: Scene, forbidden: Forbidden) -> Wish | None:
    for tool, fixed in islice(_alternatives(scene, forbidden), _MAX_ALTERNATIVES):
        for sources in draws(scene, tool, NUM_DRAWS // 2, fixed):
            if scene.walk.judge(tool, values_of(sources)).is_allowed:
                wish = attempt(scene, tool, sources)
                if wish is not None:
                    return wish
    return None


def _alternatives(scene: Scene, forbidden: Forbidden) -> Iterator[tuple[AnyTool, Sources]]:
    """Yield the same call with other details, other calls about the row, the call about another."""
    rows = {
        name: source
        for name, source in forbidden.sources.items()
        if isinstance(source, Shown) and source.field.model
    }
    yield forbidden.tool, rows
    for row in rows.values():
        for tool in tools_in_turn(scene):
            for parameter in tool.parameters:
                if parameter.semantic.references == row.field.model and tool is not forbidden.tool:
                    yield tool, {parameter.name: row}
    yield forbidden.tool, {}
