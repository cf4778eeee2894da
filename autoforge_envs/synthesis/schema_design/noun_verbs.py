"""Verbs that go with nouns: who reserves something makes a reservation."""

from autoforge_envs.synthesis.design.nouns import Noun

_ENDINGS = ("", "e", "ing", "ation", "ment", "al", "ion", "ition")
"""With which nouns are made of verbs, whose last e goes."""


def verb_for(verb: str, noun: Noun) -> str:
    """Return the verb for making something: `verb`, unless the noun only repeats it."""
    last, stem = noun.singular.rpartition(" ")[2], verb.removesuffix("e")
    if last not in {f"{stem}{ending}" for ending in _ENDINGS}:
        return verb
    return "place" if verb == "order" else "make"
