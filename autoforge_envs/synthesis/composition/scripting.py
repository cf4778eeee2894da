"""Scripting: how the user goes about it: their manner, what they say first, what they know."""

from typing import get_args

from autoforge_envs.domain.tasks import Fact, Meaning, Persona, Request, Reveals, UserScript
from autoforge_envs.domain.wording import say_value
from autoforge_envs.synthesis.certification.vocabulary import is_named
from autoforge_envs.synthesis.composition.merging import Merged
from autoforge_envs.synthesis.composition.scene import Scene

_AT_ONCE = 0.7
"""Chance that requests that may come in any order are made all at once."""
_INTRODUCED = 0.2
"""Chance that users say who they are without being asked."""
_WAYS: dict[str, tuple[str, ...]] = {
    "PersonName": ("My name is {value}.", "This is {value}."),
    "Email": ("My {label} is {value}.", "I'm registered as {value}."),
    "PhoneNumber": ("My {label} is {value}.",),
    "Identifier": ("My {label} is {value}.",),
}


def script(scene: Scene, merged: Merged) -> UserScript:
    """Write the user's part; the walk ends here.

    Args:
        scene: The task, its plan complete.
        merged: Its requests.
    """
    facts = tuple(scene.draft.contents.facts.values())
    texts = [wish.text for wish in merged.wishes]
    if scene.speech.chance(_INTRODUCED):
        texts[0] = _introduced(scene, texts[0], facts)
    persona: Persona = scene.speech.pick(get_args(Persona))
    return UserScript(
        name=getattr(scene.party, "name", "the customer"),
        persona=persona,
        reveals=_reveals(scene, merged),
        requests=tuple(
            Request(text, wish.intent, wish.fallback, _meanings(scene, text, wish.fallback or ""))
            for text, wish in zip(texts, merged.wishes, strict=True)
        ),
        facts=facts,
    )


def _meanings(scene: Scene, *texts: str) -> tuple[Meaning, ...]:
    """Return what the words of a request stand for that do not spell it out."""
    said = "\n".join(texts).casefold()
    found = dict.fromkeys(scene.speech.meanings)
    return tuple(
        meaning
        for meaning in found
        if meaning.words.casefold() in said and not is_named(meaning.words, meaning.value)
    )


def _introduced(scene: Scene, text: str, facts: tuple[Fact, ...]) -> str:
    own = (each for each in facts if getattr(scene.party, each.name, None) == each.value)
    fact = next((each for each in own if each.type in _WAYS), None)
    if fact is None:
        return text
    words = scene.speech.pick(_WAYS[fact.type])
    said = words.format(label=fact.label, value=say_value(fact.type, fact.value))
    return f"{said} {text}"


def _reveals(scene: Scene, merged: Merged) -> Reveals:
    """Let requests be made all at once only where it makes no difference which comes first."""
    wishes = merged.wishes
    plain = all(wish.outcome in ("allowed", "declined") and not wish.fallback for wish in wishes)
    if len(wishes) < 2 or not plain or not scene.speech.chance(_AT_ONCE):
        return "one_by_one"
    calls = [(s.name, s.arguments) for s in scene.draft.contents.steps if s.kind == "call"]
    looked_again = any(calls.count(call) > 1 for call in calls)
    if looked_again or not scene.walk.is_in_any_order(merged.sizes):
        return "one_by_one"
    return "all_at_once"
