"""Refusing: a request that one rule forbids, and what the user takes instead, if anything."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from autoforge_envs.domain.conversation import DECLINE
from autoforge_envs.domain.rules import Rule
from autoforge_envs.domain.tasks import Step
from autoforge_envs.errors import TaskError
from autoforge_envs.synthesis.composition.requests.acting import (
    NUM_DRAWS,
    description_kind,
    draws,
)
from autoforge_envs.synthesis.composition.requests.inspecting import inspect
from autoforge_envs.synthesis.composition.scene import Scene, Wish
from autoforge_envs.synthesis.composition.walking.draft import Expression
from autoforge_envs.synthesis.composition.walking.sources import (
    Party,
    Source,
    Sources,
    values_of,
)
from autoforge_envs.synthesis.composition.walking.walk import Ruling
from autoforge_envs.synthesis.composition.wording.asking import ask
from autoforge_envs.synthesis.exploration import AnyTool

_MAX_GUARDS = 16
"""Pairs of a rule and a tool that are tried for one refusal."""


@dataclass(frozen=True, slots=True)
class Forbidden:
    """A call that one rule forbids."""

    tool: AnyTool
    sources: Sources
    rule: Rule


def refuse(scene: Scene) -> Wish | None:
    """Add a request that exactly one rule forbids on which a request can be declined."""
    for forbidden in find_forbidden(scene):
        wish = write_refusal(scene, forbidden)
        if wish is not None:
            return wish
    return None


def find_forbidden(scene: Scene) -> Iterator[Forbidden]:
    """Draw calls that one rule forbids, one rule after the other."""
    guards = [
        (rule, scene.atlas.tools[name])
        for rule in scene.atlas.domain.rules
        if rule.declinable
        for name in rule.before
        if name in scene.atlas.tools
        and name not in scene.atlas.checks
        and scene.about in ("", name)
    ]
    for position in scene.generator.permutation(len(guards))[:_MAX_GUARDS]:
        rule, tool = guards[position]
        for sources in draws(scene, tool, NUM_DRAWS):
            values = values_of(sources)
            if scene.walk.breaks(tool, values, rule):
                ruling = scene.walk.judge(tool, values)
                if is_declined(ruling) and not scene.walk.trial(tool, values).refusal:
                    yield Forbidden(tool, sources, ruling.broken[0])


def is_declined(ruling: Ruling) -> bool:
    """Tell whether one rule alone forbids a call, and can be named as the ground."""
    return len(ruling.broken) == 1 and ruling.broken[0].declinable


def write_refusal(scene: Scene, forbidden: Forbidden) -> Wish | None:
    """Write a refusal down; None, and nothing written, where it cannot be put into words."""
    return scene.attempt(lambda: _write(scene, forbidden), forbidden.tool.name)


def _write(scene: Scene, forbidden: Forbidden) -> Wish:
    tool, sources, rule = forbidden.tool, forbidden.sources, forbidden.rule
    arguments = scene.express(tool.name, "declined", sources)
    kind = scene.settle_on(tool.name, "declined", description_kind(scene, sources))
    hidden = inspect(scene, tool, sources)
    if hidden and rule.enforced_by == "agent":
        raise TaskError(f"no reading tool shows what {rule.name} looks at: {hidden[0]}")
    text = ask(scene.speech, tool, scene.say.words(tool, sources))
    decline(scene, tool, sources, arguments, rule.name)
    return Wish(text, tool.name, "declined", kind)


def decline(
    scene: Scene,
    tool: AnyTool,
    sources: Sources,
    arguments: Mapping[str, Expression],
    rule: str,
) -> None:
    """Add the refusal: its subject is the first key that the tool takes besides the customer's.

    Args:
        scene: The task in the making.
        tool: What is asked for.
        sources: With which arguments.
        arguments: The same, as the plan expresses them.
        rule: Name of the rule that forbids it.
    """
    keys = (p.name for p in tool.parameters if _is_subject(p.semantic.name, sources.get(p.name)))
    name = next(keys, "")
    subject = arguments[name] if name else {"value": ""}
    value = sources[name].value if name else ""
    if value and value not in scene.atlas.keys:
        raise TaskError(f"{value} is new: what it is called depends on what it is made of")
    call = {"action": tool.name, "subject": value, "rule": rule}
    tools = {each.name: each for each in scene.atlas.domain.tools}
    result = scene.walk.make(tools[DECLINE], call)
    expressions = {"action": {"value": tool.name}, "subject": subject, "rule": {"value": rule}}
    step = Step("", "call", DECLINE, expressions, declined=arguments)
    scene.draft.add("declined", step, result)


def _is_subject(semantic: str, source: Source | None) -> bool:
    return semantic in ("Reference", "Identifier") and not isinstance(source, Party | None)
