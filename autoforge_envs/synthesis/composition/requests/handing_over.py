"""Handing over: a request with which only a person may deal."""

import re
from functools import partial

from autoforge_envs.domain.conversation import HAND_OVER
from autoforge_envs.domain.tasks import Step
from autoforge_envs.errors import TaskError
from autoforge_envs.synthesis.composition.requests.acting import (
    NUM_DRAWS,
    description_kind,
    draws,
    wanted_tools,
)
from autoforge_envs.synthesis.composition.requests.inspecting import inspect
from autoforge_envs.synthesis.composition.scene import Scene, Wish
from autoforge_envs.synthesis.composition.walking.sources import Sources, values_of
from autoforge_envs.synthesis.composition.walking.walk import Ruling
from autoforge_envs.synthesis.composition.wording.asking import ask
from autoforge_envs.synthesis.exploration import AnyTool

_SAYS_SO = re.compile(
    r"\b(hand|transfer|pass|refer)\w*\b.*\b(person|colleague|human|over)\b", re.IGNORECASE
)
_MAX_TOOLS = 8
_REASON = "only a person may deal with this"


def hand_over(scene: Scene) -> Wish | None:
    """Add a last request that a rule wants a person to deal with."""
    for tool in wanted_tools(scene)[:_MAX_TOOLS]:
        rules = scene.atlas.judge.rules_before(tool.name)
        if not any(_demands_a_person(rule.declinable, rule.sentence) for rule in rules):
            continue
        for sources in draws(scene, tool, NUM_DRAWS // 2):
            ruling = scene.walk.judge(tool, values_of(sources))
            if _is_handed_over(ruling):
                wish = scene.attempt(partial(_write, scene, tool, sources), tool.name)
                if wish is not None:
                    return wish
    return None


def _demands_a_person(declinable: bool, sentence: str) -> bool:
    return not declinable and bool(_SAYS_SO.search(sentence))


def _is_handed_over(ruling: Ruling) -> bool:
    broken = ruling.broken
    return len(broken) == 1 and _demands_a_person(broken[0].declinable, broken[0].sentence)


def _write(scene: Scene, tool: AnyTool, sources: Sources) -> Wish:
    scene.express(tool.name, "handed_over", sources)
    kind = scene.settle_on(tool.name, "handed_over", description_kind(scene, sources))
    hidden = inspect(scene, tool, sources)
    text = ask(scene.speech, tool, scene.say.words(tool, sources))
    if hidden or not _is_known_by_looking(scene, tool, sources):
        raise TaskError("nothing shows why a person is needed")
    step = Step("", "call", HAND_OVER, {"reason": {"value": _REASON}})
    scene.draft.add("handed_over", step, None)
    return Wish(text, tool.name, "handed_over", kind)


def _is_known_by_looking(scene: Scene, tool: AnyTool, sources: Sources) -> bool:
    """Tell whether rows show it, or something has been done for the customer before."""
    return bool(scene.walk.needs(tool, values_of(sources))) or bool(scene.used)
