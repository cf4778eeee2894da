"""Agreement: number and articles, put right once a sentence is filled."""

import re

from autoforge_envs.synthesis.composition.wording.names import article

_COUNTED = "block|day|guest|hour|metre|month|night|pack|part|piece|point|space|ticket|week|year"
"""What slots count."""
_ONE = re.compile(
    rf"\b(one|1) ((?:cubic |kilowatt |more |parking )?(?:{_COUNTED}))(\(s\)|s\b)", re.IGNORECASE
)
_ONE_OF_ANY = re.compile(r"\b(one|1) (\w+)\(s\)", re.IGNORECASE)
_SEVERAL = re.compile(r"\b(\w+) (\w+)\(s\)")
_PEOPLE = re.compile(r"\b(one|1) people\b", re.IGNORECASE)
_OF_US = re.compile(r"\b(one|1) of us (want|need)\b", re.IGNORECASE)
_TWICE = re.compile(r"\b(back|off|out|up) \1\b")  # of a clause, and of the sentence around it
_ARTICLE = re.compile(r"\ba ([aeiou]\w*)")


def agreed(sentence: str) -> str:
    """Return a sentence with "1 nights" as "1 night" and "a electrical job" as "an electrical job".

    Slots are filled one by one, and what stands beside them was written for most values, not all.
    """
    sentence = _ONE.sub(r"\1 \2", sentence)
    sentence = _ONE_OF_ANY.sub(r"\1 \2", sentence)
    sentence = _SEVERAL.sub(r"\1 \2s", sentence)
    sentence = _PEOPLE.sub(r"\1 person", sentence)
    sentence = _OF_US.sub(r"\1 of us \2s", sentence)
    sentence = _TWICE.sub(r"\1", sentence)
    return _ARTICLE.sub(lambda found: article(found[1]), sentence)
