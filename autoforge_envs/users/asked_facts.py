"""Which facts of the user's a message of the agent asks for, or whether for the wish once more.

They are found by their labels (`asked_labels`) and by what facts of their type are called, in the
sentences that ask; plain questions that name neither are those of `questions`.
"""

import re
from collections.abc import Mapping, Sequence

from autoforge_envs.domain.tasks import Fact
from autoforge_envs.users import fact_words
from autoforge_envs.users.addresses import of_one_address
from autoforge_envs.users.asked_labels import is_named, named_facts
from autoforge_envs.users.choices import fact_of_options, offered_options
from autoforge_envs.users.people import PEOPLE
from autoforge_envs.users.questions import (
    AT_HAND,
    IDENTIFYING,
    LATER,
    NAMING,
    TOLD,
    UNTOLD,
    Rank,
    asks_of_others,
    chosen_facts,
    count_alike,
    family,
    implied_facts,
    rank_as_untold,
)
from autoforge_envs.users.spelling import mend
from autoforge_envs.users.understanding import Heard
from autoforge_envs.users.vocabulary import (
    COMMON_WORDS,
    EMPTY_WORDS,
    label_words,
    plain_words,
    word_set,
)

_FILLERS = EMPTY_WORDS | frozenset(
    """
    please e mail email code postcode no nr id thanks ok verification then next first also plus
    """.split()
)
_POLITE = frozenset("now as well if would could mind don t".split())
"""What else may stand beside labels where nothing but these is said."""

_THEIRS = re.compile(
    r"(?:\b(?:their|his|her)\b|(?:\b(?P<pointer>your|the|this|that) (?:\w+ )?)?"
    r"\b(?P<owner>[a-z]+)'s|"
    r"\bthe [^?.,;\n]{0,40}? of (?:the|your|this|that) (?:\w+ )?"
    rf"(?:{'|'.join(PEOPLE)}))\b"
    r" [^?.;,\n]*?(?=\byour\b|[?.;,\n]|$)"
)
"""What belongs to somebody else, or to something: up to the next thing of the listener's."""

_PLEADING = re.compile(r"([\w' -]+ please),")
_ITEM_END = re.compile(r",(?: and| or)?|\band\b|;")
_CLAUSE_END = re.compile(r"[,;.!–—]")
_SAYING_NOTHING = EMPTY_WORDS | frozenset("no ok thanks please then next first also plus".split())
_ANNOUNCING = re.compile(
    r"\b(?:id|identity|verification|verify|check|security|first|next|now|start|begin|needs?|needed"
    r"|require[ds]?|missing|wanted|please|still|also|more|following)\b"
)
"""Leads to a list of what is asked for: "ID first:"."""

_STATING = re.compile(
    r"\b(?:(?!need|requir|want)[a-z]+ed|got|done|set|put|sent|given|found|ok|is|are|was|were|has"
    r"|have|had|will|would|thanks?|match(?:es)?)\b"
)
"""Leads to a list of what was done or is known: "checked now:"."""

_ROOT = 4
"""Letters in which words of one root agree: "cancel" and "cancellation"."""

_LONGEST_FRAGMENT = 12
"""Words of a question that consists of labels alone."""


def asked_facts(
    heard: Heard, facts: Sequence[Fact], rank: Rank = rank_as_untold, speaker: str = ""
) -> list[Fact]:
    """Return the facts that a message asks for, by label, by what they are, or plainly.

    Args:
        heard: The message.
        facts: All that the user knows.
        rank: How likely a fact is still wanted; settles which of several is meant.
        speaker: The user's name, which nobody asks for with "their name".
    """
    asking = heard.asking or _fragment(heard, facts)
    options = offered_options(heard)
    if not asking and not options and not heard.offers and not heard.asks_identity:
        return []
    decided = chosen_facts(heard.offers, facts, rank)
    listed = fact_of_options(options, facts) if options else None
    facts = _not_of_others(asking, facts, speaker)
    nameable = _nameable(asking, facts)
    named = named_facts(asking, nameable)
    named = [fact for fact in named if not _is_early(fact, facts, asking, rank)]
    named = _wanted_now(named, facts, rank)
    implied = implied_facts(asking, facts, [*named, *decided.values()], rank, speaker)
    found = [*named, *decided.values(), *implied.facts, *([listed] if listed else [])]
    types = {fact.type for fact in found}
    rest = "\n".join(_undecided(line, decided) for line in asking.split(" \n "))
    found += _called(rest, [fact for fact in nameable if fact.type not in types], rank)
    if found or not heard.asks_identity:
        found = of_one_address(found, facts)
        return [fact for fact in facts if fact in found and not _is_to_come(fact, asking, rank)]
    return _likeliest([fact for fact in facts if fact.type in IDENTIFYING])


def _undecided(line: str, decided: Mapping[str, Fact]) -> str:
    """Return what of a line asks for more than the choice for which a fact decides."""
    if line not in decided:
        return line
    before, whether, _ = line.partition("whether ")
    return before if whether else ""


def unclear_facts(
    heard: Heard, facts: Sequence[Fact], rank: Rank = rank_as_untold, speaker: str = ""
) -> tuple[Fact, ...]:
    """Return the facts between which a plain question leaves open which it asks for."""
    return implied_facts(heard.asking, facts, [], rank, speaker).unclear


def _not_of_others(asking: str, facts: Sequence[Fact], speaker: str) -> Sequence[Fact]:
    """Leave out what is the user's own where only other people's is asked: "her birthday"."""
    mine = _THEIRS.sub(_cut, asking)
    if mine == asking:
        return facts
    return [
        fact
        for fact in facts
        if not _is_own(fact, speaker)
        or is_named(fact, facts, mine)
        or (fact.type in fact_words.FACTS and fact_words.FACTS[fact.type].search(mine))
    ]


def _cut(theirs: re.Match[str]) -> str:
    """Cut a phrase about somebody else's things out, but not one about things' things."""
    owner = theirs["owner"]
    if owner is None:
        return ""
    is_name = not theirs["pointer"] and owner not in COMMON_WORDS
    return "" if is_name or owner in PEOPLE else theirs[0]


def _is_own(fact: Fact, speaker: str) -> bool:
    """Tell whether a fact is what the user is known by, nobody else."""
    is_plain = family(fact) == fact.label and " of the " not in fact.label
    return is_plain and _identifies(fact, speaker)


def _nameable(asking: str, facts: Sequence[Fact]) -> list[Fact]:
    """Return the facts that labels and types can mean: no names where somebody else's is asked."""
    if fact_words.OWN_NAME.search(asking) or not asks_of_others(asking):
        return list(facts)
    return [fact for fact in facts if fact.type != "PersonName"]


def _wanted_now(named: Sequence[Fact], facts: Sequence[Fact], rank: Rank) -> list[Fact]:
    """Take "the new amount" for that of the wish at hand, whatever number its label has."""
    wanted = []
    for fact in named:
        rivals = [] if fact.type in IDENTIFYING else _relatives(fact, facts)
        now = [other for other in rivals if other not in named and rank(other) == AT_HAND]
        wanted.append(now[0] if now and rank(fact) >= LATER else fact)
    return wanted


def _relatives(fact: Fact, facts: Sequence[Fact]) -> list[Fact]:
    return [other for other in facts if other is not fact and family(other) == family(fact)]


def only_untold(facts: Sequence[Fact], rank: Rank, speaker: str) -> Fact | None:
    """Return the one fact that no wish has said and nobody was told; None if there are others.

    What identifies the user is none of them.
    """
    untold = [fact for fact in facts if rank(fact) == UNTOLD and not _identifies(fact, speaker)]
    return untold[0] if len(untold) == 1 else None


def _identifies(fact: Fact, speaker: str) -> bool:
    if fact.type == "Date":
        return "birth" in fact.label
    if fact.type == "Label":
        return fact.name == "number"
    return fact.type in IDENTIFYING and (fact.type != "PersonName" or fact.value == speaker)


def asks_for_wish(heard: Heard, wish: str) -> bool:
    """Tell whether a message asks for what the wish has said: "which order?", "describe it".

    Args:
        heard: The message.
        wish: The words in which the user put the wish at hand.
    """
    return fact_words.ELABORATION.search(heard.asking) is not None or names_wish(heard.asking, wish)


def names_wish(text: str, wish: str) -> bool:
    """Tell whether words in lower case name something that the wish has named."""
    things = {match[1] for match in fact_words.CHOSEN_THING.finditer(text)}
    things |= word_set(text) - COMMON_WORDS
    wished = {word[:_ROOT] for word in word_set(mend(wish.lower()))}
    return any(thing[:_ROOT] in wished for thing in things if len(thing) >= _ROOT)


def _is_early(fact: Fact, facts: Sequence[Fact], asking: str, rank: Rank) -> bool:
    """Tell whether "how many people" rather means another number than one of a wish to come."""
    if fact.type != "Quantity" or "how many" not in asking or rank(fact) != LATER:
        return False
    return any(count_alike(fact, other) for other in facts if other is not fact)


def _is_to_come(fact: Fact, asking: str, rank: Rank) -> bool:
    """Tell whether a fact that is asked for belongs to a wish that has not been made yet.

    Of other values than names and numbers it is not sure, for "letter" may be said of two wishes:
    they are told who asks for "your way".
    """
    if rank(fact) != LATER or (fact.type in IDENTIFYING and fact.type not in NAMING):
        return False
    return fact.type in NAMING or f"your {fact.label.lower()}" not in asking


def _called(asking: str, facts: Sequence[Fact], rank: Rank) -> list[Fact]:
    types = dict.fromkeys(fact.type for fact in facts)
    called = [each for each in types if each in fact_words.FACTS]
    called = [each for each in called if fact_words.FACTS[each].search(asking)]
    meant = [fact for fact in facts if fact.type in called]
    if "PersonName" in called and not fact_words.OWN_NAME.search(asking):
        meant = _newest_name(meant, rank)
    return _likeliest(meant)


def _newest_name(facts: Sequence[Fact], rank: Rank) -> list[Fact]:
    """Leave out names told before where the wish at hand has one."""
    names = [fact for fact in facts if fact.type == "PersonName"]
    if not any(rank(fact) == AT_HAND for fact in names):
        return list(facts)
    return [fact for fact in facts if fact not in names or rank(fact) != TOLD]


def _likeliest(facts: Sequence[Fact]) -> list[Fact]:
    """Of several facts of a type asked for by their type, return that with the plainest label."""
    types = dict.fromkeys(fact.type for fact in facts)
    return [min((f for f in facts if f.type == t), key=lambda f: len(f.label)) for t in types]


def _fragment(heard: Heard, facts: Sequence[Fact]) -> str:
    """Return what of a message is nothing but labels: "E-mail, postal code."."""
    if heard.asks_confirmation or heard.closes or heard.refuses:
        return ""
    known = _FILLERS.union(*(label_words(fact.label) for fact in facts))
    if 0 < len(heard.words) <= _LONGEST_FRAGMENT:
        mended = mend(heard.text)
        if known.issuperset(plain_words(mended)):
            return mended
    return " \n ".join(filter(None, (_wanted_labels(each.text, known) for each in heard.sentences)))


def _wanted_labels(sentence: str, known: frozenset[str]) -> str:
    """Return what of a sentence is nothing but labels: behind a colon, or before "please,"."""
    lead, _, behind = sentence.rpartition(":")
    part = behind.strip()
    if _is_list_of_labels(part, known) or (_is_row_of_labels(part, known) and _announces(lead)):
        return part
    pleading = _PLEADING.match(part)
    return pleading[1] if pleading and _is_list_of_labels(pleading[1], known) else ""


def _is_list_of_labels(part: str, known: frozenset[str]) -> bool:
    """Tell whether words are a list of what is the listener's: "now your PIN and the address"."""
    words = plain_words(part)
    if {"your", "the"}.isdisjoint(words) or "is" in words:
        return False
    return len(words) > 1 and (known | _POLITE).issuperset(words)


def _is_row_of_labels(part: str, known: frozenset[str]) -> bool:
    """Tell whether words are two labels or more in a row: "full name, postal code"."""
    items = [plain_words(item) for item in _ITEM_END.split(part)]
    named = [words for words in items if not _SAYING_NOTHING.issuperset(words)]
    return len(named) > 1 and all(known.issuperset(words) for words in items)


def _announces(lead: str) -> bool:
    """Tell whether what stands before a colon leads to what is asked for, not to what was done."""
    if not lead:
        return True
    clause = _CLAUSE_END.split(lead)[-1]
    return _ANNOUNCING.search(clause) is not None and _STATING.search(clause) is None
