"""Answers: values whose kind cannot be told from other words, found where they were asked for."""

import re
from collections.abc import Iterator, Sequence

from autoforge_envs.environments.symbolic.tools import ParameterCard
from autoforge_envs.environments.symbolic.words import stems

_STATED = re.compile(
    r"(?:\b(?:my|the) (?P<label>[^.,:?]{1,60}?) is|\b(?:it's|that's)"
    r"|(?:^|[.!,] )(?P<name>[^.,:?]{1,60}?):) (?P<value>.+?)(?:[.!](?=\s|$)|$)",
    re.IGNORECASE,
)
_BARE = re.compile(r"(?P<label>)(?P<name>)(?P<value>[^?]+?)[.!]?\s*")
"""An answer that is nothing but the value."""

_ASIDE = re.compile(r", (I hope|I think|if that|in case)\b.*", re.IGNORECASE)
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z])")

_FORMS = {
    **dict.fromkeys(("Label", "Secret", "StreetAddress", "Choice"), re.compile(r".+")),
    **dict.fromkeys(("PersonName", "City", "Country"), re.compile(r"\D+")),
    "PostalCode": re.compile(r"(?=.*\d)[\w -]{3,10}"),
}
"""What answers look like whose values cannot be found among other words."""


def find_answers(
    words: str, asked: Sequence[ParameterCard]
) -> Iterator[tuple[ParameterCard, str, str]]:
    """Yield what was asked for, the value and what the user calls it.

    As many answers as questions come in their order, others by label and form. What has another
    label is said besides if a bare value comes first: "30122. My street is Calle Mayor 3."
    """
    stated = [*_STATED.finditer(words)]
    first = _SENTENCE_END.split(words)[0] if stated else words
    bare = None if _STATED.search(first) else _BARE.fullmatch(first)
    answers = stated or ([bare] if bare else [])
    wanted = frozenset(word for parameter in asked for word in parameter.words)
    is_besides = all(_label(answer) and not stems(_label(answer)) & wanted for answer in stated)
    if stated and bare and is_besides and _fits(asked[0], bare["value"]):
        answers = [bare]
    for place, answer in enumerate(answers):
        label = stems(_label(answer))
        labelled = [parameter for parameter in asked if label & parameter.words]
        in_order = asked[place : place + 1] if len(answers) == len(asked) else asked
        value = _ASIDE.sub("", answer["value"])
        for parameter in labelled or in_order:
            if _fits(parameter, value):
                yield parameter, value, _label(answer)


def _label(answer: re.Match[str]) -> str:
    return answer["label"] or answer["name"] or ""


def _fits(parameter: ParameterCard, value: str) -> bool:
    form = _FORMS.get(parameter.type)
    return form is not None and form.fullmatch(value) is not None
