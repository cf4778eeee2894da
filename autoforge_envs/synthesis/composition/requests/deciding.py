"""Deciding: "if ... this, otherwise that", where both could be done and a row decides."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import ClassVar, Protocol

from autoforge_envs.errors import TaskError
from autoforge_envs.synthesis.composition.requests.acting import (
    NUM_DRAWS,
    description_kind,
    tools_in_turn,
    wanted_tools,
)
from autoforge_envs.synthesis.composition.requests.conditions import conditions
from autoforge_envs.synthesis.composition.requests.inspecting import inspect
from autoforge_envs.synthesis.composition.requests.tallies import tallies
from autoforge_envs.synthesis.composition.requests.telling import tell_result
from autoforge_envs.synthesis.composition.scene import Scene, Wish
from autoforge_envs.synthesis.composition.walking.draft import Expression
from autoforge_envs.synthesis.composition.walking.sources import Said, Shown, Sources, values_of
from autoforge_envs.synthesis.composition.walking.walk import Ruling
from autoforge_envs.synthesis.composition.wording.asking import (
    Spoken,
    ask,
    can_do_without,
    wish_of,
)
from autoforge_envs.synthesis.composition.wording.names import capitalised
from autoforge_envs.synthesis.exploration import AnyTool

_TALLIED = 0.25
"""Chance that a count or a sum decides, not a property of the row."""
_ALL_BROKEN = 100
_REASONS = re.compile(r"reason|cause|fault|problem|topic|purpose|complaint|trouble|issue|symptom")
"""Choices that say what is, not what is wanted: nothing can decide on them later."""


@dataclass(frozen=True, slots=True)
class Branch:
    """A call that could be made."""

    tool: AnyTool
    sources: Sources
    ruling: Ruling


class Decider(Protocol):
    """Something that is so or not, and can be looked up.

    Attributes:
        names_row: Whether it is about the row that the request is about.
    """

    names_row: ClassVar[bool]

    @property
    def is_true(self) -> bool:
        """Whether it is so."""
        ...

    @property
    def kind(self) -> str:
        """What kind of condition it is, for signatures."""
        ...

    def think(self, scene: Scene) -> str:
        """Add the reasoning nodes that decide, and name the last."""
        ...

    def words(self, scene: Scene) -> str:
        """Say it."""
        ...

    def rows_otherwise(self, scene: Scene) -> list[str] | None:
        """Return keys of rows for which it comes out otherwise; None if it is about no row."""
        ...


Way = Callable[[Scene, Branch, Shown, Decider], Wish]


def decide(scene: Scene) -> Wish | None:
    """Add a request for one of two changes, depending on a row."""
    for tool in wanted_tools(scene):
        for _ in range(NUM_DRAWS // 2):
            first = _branch(scene, tool, {})
            if first is None:
                continue
            row = _row_of(first)
            if row is None:
                break
            for way in (_choose, _branch_off):
                wish = scene.attempt(partial(_decided, scene, way, first, row), tool.name)
                if wish is not None:
                    return wish
    return None


def _branch(scene: Scene, tool: AnyTool, fixed: Sources) -> Branch | None:
    """Draw a call that the policy allows."""
    sources = scene.seeker.arguments(tool, fixed)
    if sources is None:
        return None
    ruling = scene.walk.judge(tool, values_of(sources))
    return Branch(tool, sources, ruling) if ruling.is_allowed else None


def _row_of(branch: Branch) -> Shown | None:
    """Return the row of the customer's that a call is about."""
    rows = (s for s in branch.sources.values() if isinstance(s, Shown))
    return next((s for s in rows if s.is_itself and s.view.is_list and s.look.is_own), None)


def _decided(scene: Scene, way: Way, first: Branch, row: Shown) -> Wish:
    found: list[Decider] = [*conditions(scene, row)]
    if not found or scene.speech.chance(_TALLIED):
        found = [*tallies(scene, row)] or found
    if not found:
        raise TaskError("nothing that is shown could decide")
    return way(scene, first, row, scene.speech.pick(found))


# --- one call with one of two choices


def _choose(scene: Scene, first: Branch, row: Shown, condition: Decider) -> Wish:
    """Let the row decide on a choice of the call."""
    name, other = _other_choice(scene, first)
    if not _is_possible(scene, first, row, condition):
        raise TaskError("the call cannot be made where the condition comes out otherwise")
    said = first.sources[name]
    pair = (said.value, other) if condition.is_true else (other, said.value)
    plain = {key: source for key, source in first.sources.items() if key != name}
    arguments = scene.draft.express_all(plain)
    kind = f"{description_kind(scene, first.sources)}, {condition.kind}"
    scene.settle_on(first.tool.name, "conditional", kind)
    decides = condition.think(scene)
    operands = {"if": {"result": decides}, "then": {"value": pair[0]}, "else": {"value": pair[1]}}
    arguments[name] = {"result": scene.draft.think(name, "choose", operands)}
    inspect(scene, first.tool, first.sources)
    text = ask(scene.speech, first.tool, scene.say.words(first.tool, plain))
    one, two = (scene.speech.value("Choice", choice) for choice in pair)
    label = capitalised(scene.speech.label(name, "Choice"))
    text = f"{text} {label}: {one} if {condition.words(scene)}, otherwise {two}."
    in_order = {key: arguments[key] for key in first.sources}
    told = _make(scene, first, in_order)
    return Wish(f"{text} {told}".strip(), first.tool.name, "conditional", kind)


def _other_choice(scene: Scene, first: Branch) -> tuple[str, str]:
    """Find an argument with another choice that would be allowed as well."""
    for parameter in first.tool.parameters:
        source = first.sources.get(parameter.name)
        if not isinstance(source, Said) or len(parameter.semantic.choices) < 2:
            continue
        if _REASONS.search(parameter.name) or not can_do_without(
            scene.speech, first.tool, parameter.name
        ):
            continue
        rest = [each for each in parameter.semantic.choices if each != source.value]
        other = scene.speech.pick(rest)
        values = {**values_of(first.sources), parameter.name: other}
        if scene.walk.judge(first.tool, values).is_allowed:
            return parameter.name, other
    raise TaskError("no choice of the call leaves another one")


def _make(scene: Scene, branch: Branch, arguments: Expression) -> str:
    """Make a call, and let the user ask for something in its result."""
    values = values_of(branch.sources)
    result = scene.walk.make(branch.tool, values)
    step = scene.draft.call(branch.tool, arguments, result)
    row = _row_of(branch)
    if not scene.speech.chance(0.5):
        return ""
    return tell_result(scene, branch.tool.name, step, values, row.row if row else None)


# --- one of two calls


def _branch_off(scene: Scene, first: Branch, row: Shown, condition: Decider) -> Wish:
    """Let the row decide which of two calls is made."""
    second = _other_call(scene, first, row)
    if not _is_possible(scene, second, row, condition):
        raise TaskError("what is to be done otherwise cannot be done then")
    kind = f"{scene.say.kind_of(row)}, {condition.kind}"
    scene.settle_on(first.tool.name, "conditional", kind)
    branches = (first, second) if condition.is_true else (second, first)
    decides = condition.think(scene)
    negated = scene.draft.think("not_so", "not", {"of": [{"result": decides}]})
    wishes: list[str] = []
    text = condition.words(scene)
    for branch, step in zip(branches, (decides, negated), strict=True):
        scene.draft.contents.when = {"result": step}
        it = condition.names_row or bool(wishes)
        wishes.append(_write_branch(scene, branch, row if it else None, made=branch is first))
        scene.draft.contents.when = None
    sentence = f"If {text}, please {wishes[0]}; otherwise please {wishes[1]}."
    scene.used.append(second.tool.name)
    return Wish(sentence, first.tool.name, "conditional", kind)


def _other_call(scene: Scene, first: Branch, row: Shown) -> Branch:
    """Find another call about the same row that would be allowed as well."""
    for tool in tools_in_turn(scene):
        names = [p.name for p in tool.parameters if p.semantic.references == row.field.model]
        if not names or tool is first.tool:
            continue
        for _ in range(NUM_DRAWS // 2):
            second = _branch(scene, tool, {names[0]: row})
            if second is not None:
                return second
    raise TaskError("nothing else can be done about the row")


def _is_possible(scene: Scene, branch: Branch, row: Shown, condition: Decider) -> bool:
    """Tell whether a call could be made about rows for which the condition comes out otherwise."""
    keys = condition.rows_otherwise(scene)
    if keys is None:
        return True
    name = next(n for n, source in branch.sources.items() if source is row)
    for key in keys:
        values = {**values_of(branch.sources), name: key}
        ruling = scene.walk.judge(branch.tool, values, enough=_ALL_BROKEN)
        if ruling.refusal or any(rule.declinable for rule in ruling.broken):
            continue
        if not ruling.broken or not scene.walk.trial(branch.tool, values).refusal:
            return True
    return False


def _write_branch(scene: Scene, branch: Branch, it: Shown | None, *, made: bool) -> str:
    """Write one branch down; only the one that is due is made.

    Args:
        scene: The task in the making.
        branch: The call.
        it: The row that has been spoken of.
        made: Whether it is due.
    """
    draft = scene.draft
    referents, looks = dict(draft.contents.referents), [*draft.contents.looks]
    arguments = draft.express_all(branch.sources)
    words = _about_it(scene.say.words(branch.tool, branch.sources), branch, it)
    if made:
        inspect(scene, branch.tool, branch.sources)
        result = scene.walk.make(branch.tool, values_of(branch.sources))
    else:
        result = branch.ruling.result
    draft.call(branch.tool, arguments, result)
    draft.contents.referents, draft.contents.looks = referents, looks
    return _short_wish(branch.tool, words)


def _about_it(words: Mapping[str, Spoken], branch: Branch, row: Shown | None) -> dict[str, Spoken]:
    """Call the row that decides "it", or "them"."""
    return {
        name: replace(spoken, text=spoken.again) if branch.sources[name] is row else spoken
        for name, spoken in words.items()
    }


def _short_wish(tool: AnyTool, words: Mapping[str, Spoken]) -> str:
    """Ask for a call in half a sentence."""
    wish, words, left = wish_of(tool, words)
    rest = [
        f"{words[name].label}: {_apart(words[name])}"
        for name in left
        if words[name].role in ("choice", "clause", "value", "row") and not words[name].held_back
    ]
    return f"{wish} ({', '.join(rest)})" if rest else wish


def _apart(spoken: Spoken) -> str:
    """Say an argument behind the wish: "it" would be something in the wish there."""
    if spoken.role != "row" or spoken.text != spoken.again:
        return spoken.text
    return f"that {spoken.nouns[0]}" if spoken.nouns else "the same"
