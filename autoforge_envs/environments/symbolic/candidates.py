"""Candidates: values that could be an argument, each with what speaks for it."""

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from autoforge_envs.environments.symbolic.knowledge import Evidence, Knowledge
from autoforge_envs.environments.symbolic.tools import ParameterCard
from autoforge_envs.environments.symbolic.wishes import Wish
from autoforge_envs.environments.symbolic.words import stems

MAX_VALUES = 6
"""Values tried for one parameter."""

MAX_OTHER_VALUES = 4
"""The same for a parameter that is neither a key nor a choice."""

WELL_SAID = 0.9
"""How well a choice must be spoken of to make it stand out among the choices."""


class Candidate(NamedTuple):
    """A value for one parameter.

    Attributes:
        evidence: Where it comes from; empty for a choice that nothing speaks for.
        fit: For a key, how well its records fit the wish; for a choice, how well it is said; for
            anything else, how directly the user said it.
        score: Rank among its rivals.
    """

    value: Any
    evidence: Evidence
    fit: float
    score: float

    @property
    def is_known(self) -> bool:
        """Whether anything speaks for it."""
        return self.evidence.heard or bool(self.evidence.records) or self.fit > 0.0


def find_candidates(parameter: ParameterCard, wish: Wish, knowledge: Knowledge) -> list[Candidate]:
    """Return the most fitting values for a parameter, best first, at most `MAX_VALUES`."""
    values = knowledge.values_for(parameter, wish)
    if parameter.choices:
        fits = _choice_fits(parameter, wish, knowledge)
    elif parameter.is_reference:
        fits = [_key_fit(each, wish, knowledge) for each in values.values()]
    else:
        fits = [_value_fit(value, each, parameter, wish) for value, each in values.items()]
    rivals = [
        Candidate(value, found, fit, _score(found, fit))
        for (value, found), fit in zip(values.items(), fits, strict=True)
    ]
    rivals.sort(key=lambda each: (-each.score, str(each.value)))
    is_open = not parameter.is_reference and not parameter.choices
    return rivals[: MAX_OTHER_VALUES if is_open else MAX_VALUES]


def _score(evidence: Evidence, fit: float) -> float:
    return 3.0 * fit + evidence.heard + 0.5 * bool(evidence.records) + 0.001 * evidence.at


def _key_fit(evidence: Evidence, wish: Wish, knowledge: Knowledge) -> float:
    records = [knowledge.records[number] for number in sorted(evidence.records)]
    return max((knowledge.fit(record, wish) for record in records), default=1.0)


def _value_fit(value: Any, evidence: Evidence, parameter: ParameterCard, wish: Wish) -> float:
    """Say how directly the user said a value for this: as a detail, an answer, or in passing."""
    said = {stems(label): text for label, text in wish.details.items()}
    if parameter.is_personal:  # what is said in passing is about something else
        return 1.0 if evidence.answered and not evidence.wishes else 0.2 * evidence.heard
    if any(str(value) == text and label & parameter.words for label, text in said.items()):
        return 1.0
    is_detail = str(value) in said.values()
    is_named = bool(evidence.words & parameter.words)
    if wish.number in evidence.wishes:
        return 1.0 if evidence.answered or is_detail or is_named else 0.7
    return 0.5 if evidence.answered or is_named else 0.2 if evidence.heard else 0.0


def _choice_fits(parameter: ParameterCard, wish: Wish, knowledge: Knowledge) -> list[float]:
    """Say how well each choice is spoken of: as a detail or an answer, in all or some words."""
    answers = knowledge.answers_to(parameter)
    stated = [text for label, text in wish.details.items() if stems(label) & parameter.words]
    stated += [text for text, evidence in answers.items() if wish.number in evidence.wishes]
    spoken = [frozenset(words) for words in map(stems, stated) if words in parameter.choice_words]
    if spoken:
        return [float(words in spoken) for words in parameter.choice_words]
    found = [_is_said(choice, wish.text) for choice in parameter.choices]
    said = stems(wish.text)
    return [
        WELL_SAID
        if is_said and not _is_part(at, found, parameter.choices)
        else 0.5 * len(words & said) / max(1, len(words)) * (not any(found))
        for at, (is_said, words) in enumerate(zip(found, parameter.choice_words, strict=True))
    ]


def _is_said(choice: str, text: str) -> bool:
    phrase = re.escape(choice).replace("_", "[ _-]")
    return re.search(rf"\b{phrase}(s|es)?\b", text, re.IGNORECASE) is not None


def _is_part(at: int, found: Sequence[bool], choices: Sequence[str]) -> bool:
    """Tell whether a choice is said only as a part of another: "letter", "registered letter"."""
    return any(
        other and choices[at] in choice.split("_") and choice != choices[at]
        for other, choice in zip(found, choices, strict=True)
    )
