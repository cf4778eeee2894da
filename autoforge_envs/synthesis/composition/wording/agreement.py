"""Agreement: number and articles, put right once a sentence is filled."""

import re

from autoforge_envs.synthesis.composition.wording.names import article, plural

VERBS = frozenset(
    "accepts admits allows asks comes contains excludes expects feels forbids gets gives goes "
    "includes involves keeps lets looks makes means needs owns pays prevents prohibits provides "
    "receives refuses rejects remains requires seems sells serves supports takes tolerates uses "
    "wants".split()
)
"""What one thing does, in words that hardly name several things."""
_ALSO_VERBS = frozenset(
    "begins belongs costs departs ends expires fits holds lacks lasts leaves lies opens renews "
    "runs smells stands starts stays waits weighs works".split()
)
"""What one thing does, in words that may be nouns elsewhere."""
_PLURALS = {
    "is": "are", "isn't": "aren't", "has": "have", "hasn't": "haven't", "was": "were",
    "wasn't": "weren't", "does": "do", "doesn't": "don't", "goes": "go",
}  # fmt: skip
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
_PREDICATE = re.compile(
    r"(?P<who>(?:^|\b(?:and|but|or) )(?:that|which|who) "
    r"(?:(?:also|already|always|never|no longer|not|often|only|still) )?)(?P<verb>[\w']+)"
)
"""What is said of a row, and what of it again: not what is said of something else."""
_ALSO = re.compile(r"( (?:and|but|or) )([\w']+)")
"""What may be a second verb of the same row."""
_ITS = re.compile(r"\bits\b")
_SOMEBODY = re.compile(
    r"\b(are|were) (?:(my) |an? )(\w+)(?=$| (?:at|by|for|from|in|of|on|to|with) )"
)


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


def of_several(clause: str) -> str:
    """Say of several rows what a clause behind its noun says of one.

    "that still waits" becomes "that still wait", "who is my child" "who are my children".
    """
    said = _PREDICATE.sub(lambda found: found["who"] + _plural_verb(found["verb"]), clause)
    if said != clause:
        said = _SOMEBODY.sub(_several_of, _ALSO.sub(_also_several, said))
    return _ITS.sub("their", said)


def _also_several(found: re.Match[str]) -> str:
    """Turn "and ends" into "and end"."""
    return f"{found[1]}{_plural_verb(found[2])}"


def _several_of(found: re.Match[str]) -> str:
    """Turn "are my child" into "are my children", "are a gift" into "are gifts"."""
    return " ".join(filter(None, (found[1], found[2], plural(found[3]))))


def _plural_verb(verb: str) -> str:
    if verb in _PLURALS or verb not in VERBS | _ALSO_VERBS:
        return _PLURALS.get(verb, verb)
    return verb.removesuffix("s")
