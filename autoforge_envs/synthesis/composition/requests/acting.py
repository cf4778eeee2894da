"""Acting: one writing call that the policy allows, asked for in the user's words."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from autoforge_envs.synthesis.composition.requests.inspecting import inspect
from autoforge_envs.synthesis.composition.requests.telling import tell_result
from autoforge_envs.synthesis.composition.scene import Scene, Wish
from autoforge_envs.synthesis.composition.walking.sources import Shown, Sources, values_of
from autoforge_envs.synthesis.composition.wording.asking import ask
from autoforge_envs.synthesis.exploration import AnyTool

NUM_DRAWS = 6
"""Arguments drawn for one tool before another is tried."""
ENOUGH_BARRED = 3
"""Tools that one rule bars before the customer is taken to be barred from all of them."""
NO_ROWS = "none"
"""The kind of description where no row is meant."""
_TELLS = 0.5
"""Chance that the user wants to hear something of the result."""


def act(scene: Scene) -> Wish | None:
    """Add a request for one change that goes through."""
    bars: list[frozenset[str]] = []
    for tool in wanted_tools(scene):
        wish = _act_with(scene, tool, bars)
        if wish is not None:
            return wish
        scene.hopeless.append(tool.name)
        if _is_barred(bars):
            return None
    return None


def _act_with(scene: Scene, tool: AnyTool, bars: list[frozenset[str]]) -> Wish | None:
    """Add a request for one tool's change, and note which rules bar the first one drawn."""
    for number, sources in enumerate(draws(scene, tool, NUM_DRAWS)):
        values = values_of(sources)
        ruling = scene.walk.judge(tool, values)
        if ruling.is_allowed:
            wish = attempt(scene, tool, sources)
            if wish is not None:
                return wish
        if number == 0:
            bars.append(_bars(scene, tool, values) if ruling.broken else frozenset())
            if _is_barred(bars):
                return None
    return None


def _bars(scene: Scene, tool: AnyTool, values: Mapping[str, Any]) -> frozenset[str]:
    """Return the names of all rules that a call would break."""
    ruling = scene.walk.judge(tool, values, enough=len(scene.atlas.domain.rules))
    return frozenset(rule.name for rule in ruling.broken)


def _is_barred(bars: Sequence[frozenset[str]]) -> bool:
    """Tell whether one rule bars all that was drawn: then it is about the customer."""
    return len(bars) >= ENOUGH_BARRED and bool(frozenset.intersection(*bars))


def draws(
    scene: Scene, tool: AnyTool, count: int, fixed: Sources | None = None
) -> Iterator[Sources]:
    """Draw arguments for a tool several times, each only once."""
    seen: list[dict[str, Any]] = []
    for _ in range(count):
        sources = scene.seeker.arguments(tool, fixed)
        if sources is None:
            return
        values = values_of(sources)
        if values not in seen:
            seen.append(values)
            yield sources


def wanted_tools(scene: Scene) -> list[AnyTool]:
    """Return the acting tools that the next request may be about, in the order to try them."""
    tools = tools_in_turn(scene)
    return [tool for tool in tools if tool.name == scene.about] if scene.about else tools


def tools_in_turn(scene: Scene) -> list[AnyTool]:
    """Return the acting tools in a random order, those used or tried in vain already last."""
    tools = scene.atlas.acting_tools()
    order = [tools[i] for i in scene.generator.permutation(len(tools))]
    tired = [*scene.used, *scene.hopeless, *scene.hopeless]
    return sorted(order, key=lambda tool: tired.count(tool.name))


def attempt(scene: Scene, tool: AnyTool, sources: Sources) -> Wish | None:
    """Write a request down; None, and nothing written, where it cannot be put into words."""
    return scene.attempt(lambda: _write(scene, tool, scene.say.hold_back(sources)), tool.name)


def _write(scene: Scene, tool: AnyTool, sources: Sources) -> Wish:
    draft = scene.draft
    arguments = scene.express(tool.name, "allowed", sources)
    kind = description_kind(scene, sources)
    scene.settle_on(tool.name, "allowed", kind, may_vary=kind != NO_ROWS)
    inspect(scene, tool, sources)
    text = ask(scene.speech, tool, scene.say.words(tool, sources))
    before = next((s.row for s in sources.values() if isinstance(s, Shown)), None)
    values = values_of(sources)
    result = scene.walk.make(tool, values)
    step = draft.call(tool, arguments, result)
    if scene.speech.chance(_TELLS):
        text = f"{text} {tell_result(scene, tool.name, step, values, before)}".strip()
    return Wish(text, tool.name, "allowed", kind)


def description_kind(scene: Scene, sources: Sources) -> str:
    """Name the kinds of description by which the rows of a call are meant."""
    rows = [s for s in sources.values() if isinstance(s, Shown) and s.field.model]
    return " / ".join(scene.say.kind_of(each) for each in rows) or NO_ROWS
