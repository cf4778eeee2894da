"""Which facts sentences name by their labels.

A label's words stand together in one sentence, and in no longer label that is named there.
"""

from collections.abc import Sequence

from autoforge_envs.domain.tasks import Fact
from autoforge_envs.users import fact_words
from autoforge_envs.users.vocabulary import COMMON_WORDS, label_words, plain_words, word_set

_DESCRIBING = ("Choice", "Label")


def named_facts(asking: str, facts: Sequence[Fact]) -> list[Fact]:
    """Return the facts whose labels stand in sentences; of labels within labels the longest.

    Args:
        asking: Sentences in lower case, one a line.
        facts: All that is known.
    """
    named = [fact for fact in facts if is_named(fact, facts, asking)]
    return [fact for fact in named if not _is_part_of_another(fact, named, asking)]


def is_named(fact: Fact, facts: Sequence[Fact], asking: str) -> bool:
    """Tell whether sentences name a fact by its label, or by what tells it from all others."""
    label = label_words(fact.label)
    if fact.type == "Label" and _is_chosen(label, asking):
        return True
    if not (label and label <= word_set(asking) and _stands_together(label, asking)):
        return fact.type in _DESCRIBING and _is_headed(fact.label, facts, asking)
    if fact.type == "PhoneNumber":  # its label may be no more than the thing: "phone"
        return fact_words.FACTS[fact.type].search(asking) is not None
    if fact.label == "kind" and fact_words.KIND_OF_WORK.search(asking):
        return False
    if fact.type == "Identifier" and "number" in fact.label:
        return _asks_number(fact, facts, asking)
    return True


def _is_chosen(label: frozenset[str], asking: str) -> bool:
    """Tell whether "which gift card" asks for what is labelled "gift card code"."""
    thing = label - {"name", "code"}
    chosen = (plain_words(match[1]) for match in fact_words.CHOSEN_THINGS.finditer(asking))
    return any(thing == frozenset(words[: len(thing)]) for words in chosen)


def _is_headed(label: str, facts: Sequence[Fact], asking: str) -> bool:
    """Tell whether "what is its colour" asks for what is labelled "device colour"."""
    *_, head = plain_words(label)
    if head in COMMON_WORDS or head in fact_words.KIND_WORDS or head not in word_set(asking):
        return False
    alike = [fact for fact in facts if head in label_words(fact.label)]
    return len(alike) == 1 and head in fact_words.WANTED_HEAD.findall(asking)


def _stands_together(label: frozenset[str], asking: str) -> bool:
    """Tell whether a label's words are in one sentence: no visit and date of two of them."""
    return len(label) == 1 or any(label <= word_set(line) for line in asking.splitlines())


def _asks_number(fact: Fact, facts: Sequence[Fact], asking: str) -> bool:
    """Tell whether a number or code is asked for that is not one with a name of its own."""
    if fact_words.KIND_WORDS.isdisjoint(word_set(asking)):
        return False
    for other in facts:
        if other.label != fact.label:
            asking = asking.replace(other.label.lower(), "")
    for pattern in fact_words.FACTS.values():
        asking = pattern.sub("", asking)
    return not fact_words.KIND_WORDS.isdisjoint(word_set(asking))


def _is_part_of_another(fact: Fact, others: Sequence[Fact], asking: str) -> bool:
    """Tell whether a longer label among those asked for holds this one: only that one is meant."""
    words = label_words(fact.label)
    longer = [other for other in others if words < label_words(other.label)]
    return bool(longer) and asking.count(_rarest(fact)) <= len(longer)


def _rarest(fact: Fact) -> str:
    """Return the longest word of a label, by which it is counted."""
    return max(label_words(fact.label), key=len)
