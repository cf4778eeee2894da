"""Where does every value of the plan come from?

A choice has to be said: that schemas spell it out tells an agent that there is such a choice, not
that this user means it.
"""

from collections.abc import Iterator

from autoforge_envs.domain.conversation import DECLINE, HAND_OVER
from autoforge_envs.domain.tasks import Step
from autoforge_envs.domain.wording import say_value
from autoforge_envs.synthesis.certification.cases import Case
from autoforge_envs.synthesis.certification.certificate import Findings
from autoforge_envs.synthesis.certification.expressions import Place, places_of
from autoforge_envs.synthesis.certification.vocabulary import is_named, is_named_day, is_structural

_OWN_TOOLS = (DECLINE, HAND_OVER)
"""Tools of every domain: they choose among tools and rules, and other checks judge how."""
_WITHOUT_NAME = ("of", "then", "else")
"""Operands that are compared or chosen, whatever column they belong to."""


def check_information(case: Case) -> Findings:
    """Every value comes from the user, an earlier result, or what every agent reads."""
    places = [(step, place) for step in case.task.plan for place in places_of(step)]
    texts = [*_texts(case)]
    failures = tuple(
        f"step {step.id!r} ({step.name}): {'.'.join(map(str, place.path))}="
        f"{place.expression['value']!r} falls from the sky: no request, fact or sentence of the "
        "policy document names it; if a request says it in other words, add them to its 'meanings'"
        for step, place in places
        if place.is_constant and not _has_source(case, step, place, texts)
    )
    return Findings(len(places), failures)


def _texts(case: Case) -> Iterator[str]:
    """Yield what the user says or can say."""
    for request in case.task.user.requests:
        yield request.text
        yield request.fallback or ""
    for fact in case.task.user.facts:
        yield say_value(fact.type, fact.value)


def _has_source(case: Case, step: Step, place: Place, texts: list[str]) -> bool:
    """Tell whether a constant is one that an agent can know.

    Facts and results need no look here: a plan that names one that is not there does not load.
    """
    value = place.expression["value"]
    values = value if isinstance(value, list) else [value]
    return all(_is_known(case, step, place, each, texts) for each in values)


def _is_known(case: Case, step: Step, place: Place, value: object, texts: list[str]) -> bool:
    if _is_free_text(case, step, place) or value is None:
        return True
    if step.kind == "think" and is_structural(value):
        return True
    clock = case.stage.server.contents.manifest.clock
    if any(is_named(text, value) or is_named_day(text, value, clock) for text in texts):
        return True
    if case.stage.vocabulary.has_word(value):
        if step.name in _OWN_TOOLS or _is_meant(case, place, value):
            return True
        return step.kind == "think" and place.path[0] == "of" and case.stage.vocabulary.names(value)
    return case.stage.vocabulary.names(value)


def _is_meant(case: Case, place: Place, value: object) -> bool:
    """Tell whether words of a request stand for a choice, in a column or for a parameter."""
    name = str(place.path[-1]).rpartition(".")[2]
    return any(
        meaning.value is value if isinstance(value, bool) else meaning.value == value
        for request in case.task.user.requests
        for meaning in request.meanings
        if meaning.name == name or place.path[0] in _WITHOUT_NAME
    )


def _is_free_text(case: Case, step: Step, place: Place) -> bool:
    if step.kind not in ("call", "ask_user"):
        return False
    slot = case.stage.slots[step.name].get(str(place.path[0]))
    return slot is not None and slot.semantic == "FreeText"
