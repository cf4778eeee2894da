"""Inspecting: a careful agent looks at what the rules look at before it acts or declines."""

from collections.abc import Sequence

from autoforge_envs.synthesis.composition.rulings import Need
from autoforge_envs.synthesis.composition.scene import Scene
from autoforge_envs.synthesis.composition.views import value_at
from autoforge_envs.synthesis.composition.walking.sources import Look, Shown, Sources, values_of
from autoforge_envs.synthesis.exploration import AnyTool


def inspect(scene: Scene, tool: AnyTool, sources: Sources) -> list[Need]:
    """Add the look-ups that show what rules look at; return what none of them shows.

    Args:
        scene: The task in the making.
        tool: What is to be called.
        sources: The call's arguments.
    """
    needs = scene.walk.needs(tool, values_of(sources))
    seen = [look for _, look in scene.draft.contents.looks]
    open_needs = [need for need in needs if not _is_shown(scene, need, seen)]
    near = [source for source in sources.values() if isinstance(source, Shown)]
    while open_needs:
        look = _find_look(scene, open_needs[0], near, sources)
        if look is None:
            return open_needs
        scene.draft.look(look)
        open_needs = [need for need in open_needs if not _is_shown(scene, need, [look])]
    return []


def _is_shown(scene: Scene, need: Need, looks: Sequence[Look]) -> bool:
    places = scene.atlas.displays.get((need.model, need.column), ())
    return any(
        value_at(row, key.path) == need.key
        for look in looks
        for view, key in places
        if view.tool == look.tool
        for row in view.rows(look.result)
    )


def _find_look(scene: Scene, need: Need, near: Sequence[Shown], sources: Sources) -> Look | None:
    """Find a reading call, with arguments at hand, that shows a cell."""
    tools = dict.fromkeys(
        view.tool for view, _ in scene.atlas.displays.get((need.model, need.column), ())
    )
    for name in tools:
        look = scene.seeker.look(scene.atlas.tools[name], near, only_near=sources)
        if look is not None and _is_shown(scene, need, [look]):
            return look
    return None
