"""Entering: the steps by which the agent finds the customer and checks that it is they."""

from typing import Any

from autoforge_envs.domain.columns import SEMANTIC_TYPES
from autoforge_envs.domain.values import render_value
from autoforge_envs.errors import TaskError
from autoforge_envs.synthesis.composition.entrances import Entrance, Finder
from autoforge_envs.synthesis.composition.scene import Scene
from autoforge_envs.synthesis.composition.views import value_at
from autoforge_envs.synthesis.composition.walking.draft import Expression
from autoforge_envs.synthesis.composition.walking.sources import Said, Sources, values_of
from autoforge_envs.synthesis.exploration import AnyTool


def enter(scene: Scene) -> bool:
    """Add the steps of one way in that works for this customer; False if none does."""
    entrances = scene.atlas.entrances
    for position in scene.generator.permutation(len(entrances)):
        scene.draft.save()
        try:
            _enter(scene, entrances[position])
        except TaskError:
            scene.draft.undo()
            continue
        scene.draft.keep()
        return True
    return False


def _enter(scene: Scene, entrance: Entrance) -> None:
    sources = _facts(scene, entrance.check, entrance.facts)
    key: Expression | None = None
    if entrance.finder is not None:
        key = _find(scene, entrance.finder)
    elif entrance.key_argument:
        key = {"fact": scene.draft.fact(_known_key(scene, entrance)).name}
    values = values_of(sources)
    arguments: dict[str, Any] = {}
    for parameter in entrance.check.parameters:
        if parameter.name == entrance.key_argument and key is not None:
            arguments[parameter.name] = key
            values[parameter.name] = scene.seeker.party.value
        elif parameter.name in sources:
            arguments[parameter.name] = scene.draft.express(sources[parameter.name])
    result = scene.walk.make(entrance.check, values)
    step = scene.draft.call(entrance.check, arguments, result)
    scene.draft.party = key if key is not None else _shown_key(entrance, step)


def _facts(scene: Scene, tool: AnyTool, facts: Any) -> Sources:
    """Let the customer know cells of their own row."""
    kind = scene.atlas.kinds[scene.atlas.party]
    found: dict[str, Said] = {}
    for parameter in tool.parameters:
        column = facts.get(parameter.name)
        if column is None:
            continue
        value = render_value(kind.semantics[column], getattr(scene.party, column))
        if value is None:
            raise TaskError(f"the customer has no {column}")
        found[parameter.name] = Said(parameter.name, parameter.semantic, value)
    return dict(found)


def _find(scene: Scene, finder: Finder) -> Expression:
    sources = _facts(scene, finder.tool, finder.facts)
    result = scene.walk.look(finder.tool, values_of(sources))
    rows = finder.view.rows(result)
    if len(rows) != 1 or value_at(rows[0], finder.path) != scene.seeker.party.value:
        raise TaskError(f"{finder.tool.name} does not find this customer alone")
    arguments = scene.draft.express_all(sources)
    step = scene.draft.call(finder.tool, arguments, result)
    place: Expression = {"result": step, "path": list(finder.view.path)}
    if finder.view.is_list:
        found = scene.draft.think("customer", "only", {"over": place})
        return {"result": found, "path": list(finder.path)}
    return {"result": step, "path": [*finder.view.path, *finder.path]}


def _known_key(scene: Scene, entrance: Entrance) -> Said:
    name = f"{entrance.key_argument.removesuffix('_id')}_number"
    return Said(name, SEMANTIC_TYPES["Identifier"], scene.seeker.party.value)


def _shown_key(entrance: Entrance, step: str) -> Expression:
    if entrance.shown_at is None:
        return {}
    view, path = entrance.shown_at
    return {"result": step, "path": [*view.path, *path]}
