"""Plain questions that name no label: "Until when?" asks for the day on which something ends.

Which facts answer which kind of question is the table of `question_kinds`. Where several do, the
one is meant that is still wanted; where that leaves several, none is guessed.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from autoforge_envs.domain.tasks import Fact
from autoforge_envs.users.question_kinds import COUNTED, KINDS, Kind
from autoforge_envs.users.vocabulary import is_common

Rank = Callable[[Fact], int]
"""Tells how likely a fact is still wanted, lower for likelier: one of the below."""

AT_HAND = 0
"""It has been told, or stands in the request itself, since the present request was made."""

UNTOLD = 1
LATER = 2
"""It stands in a request that has not been made yet."""

TOLD = 3

NAMING = ("PersonName", "Label", "Identifier", "Reference", "StreetAddress")
"""Types whose values name one thing, so that two wishes say the same one only on purpose."""

IDENTIFYING = ("Email", "PhoneNumber", "PersonName", "PostalCode", "Secret")
"""Types of what a person is known by."""

BEHIND_STREET = ("PostalCode", "City", "Country")
"""Types of what stands behind the street in an address."""

ORDINAL = re.compile(r"^(?:new|other|first(?! name\b)|second|third|fourth|fifth) ")
"""Begins a label that several wishes have in common, and tells whose of them it is."""

_WORD = re.compile(r"[^\W_]+")
_LONGEST_QUESTION = 400
"""Characters of the longest sentence in which a question is looked for."""


def rank_as_untold(_: Fact) -> int:
    """Rank every fact as untold."""
    return UNTOLD


_OF_OTHERS = tuple(kind.asked for kind in KINDS if kind.of_others)
_QUESTION_WORD = re.compile(
    r"\b(?:how|when|what|which|whom?|why|where|till?|until|by|every|name|door|code|birth\w*|born)\b"
    r"|person's"
)

_HOW_MANY = re.compile(r"\bhow many\b(?: more| other)?(?: of)?(?: (\w+))?")


@dataclass(frozen=True, slots=True)
class Implied:
    """What plain questions ask for.

    Attributes:
        facts: What they can only mean.
        unclear: Of a question that may mean several, all of them.
    """

    facts: tuple[Fact, ...] = ()
    unclear: tuple[Fact, ...] = ()


def asks_of_others(asking: str) -> bool:
    """Tell whether a question is for the name of somebody else than the listener."""
    return any(pattern.search(asking) for pattern in _OF_OTHERS)


def chosen_facts(offers: Sequence[str], facts: Sequence[Fact], rank: Rank) -> dict[str, Fact]:
    """Find the facts for which offered choices decide: those whose values are offered.

    Args:
        offers: Sentences in lower case that offer a choice: "By e-mail or by letter?".
        facts: All that is known.
        rank: How likely a fact is still wanted.

    Returns:
        The facts by the sentences that decide for them.
    """
    choices = [fact for fact in facts if fact.type == "Choice"]
    decided = {}
    for offer in offers:
        said = frozenset(_words_of(offer)) if choices else frozenset()
        offered = [fact for fact in choices if said.issuperset(_words_of(str(fact.value)))]
        one = the_one(offered, rank)
        if one is not None:
            decided[offer] = one
    return decided


def _words_of(text: str) -> list[str]:
    return _WORD.findall(text.lower().replace("e-mail", "email"))


def implied_facts(
    asking: str, facts: Sequence[Fact], named: Sequence[Fact], rank: Rank, speaker: str
) -> Implied:
    """Find the facts that plain questions ask for.

    Args:
        asking: Sentences in lower case, one a line.
        facts: All that is known.
        named: Those that are asked for by their labels; a question they answer is theirs.
        rank: How likely a fact is still wanted.
        speaker: The name of the person who knows the facts.
    """
    found: list[Fact] = []
    unclear: list[Fact] = []
    for line in map(str.strip, asking.splitlines()):
        if len(line) > _LONGEST_QUESTION or not _QUESTION_WORD.search(line):
            continue
        for fitting in _fitting(line, facts, rank, speaker):
            if any(fact in named for fact in fitting):
                continue
            one = the_one(fitting, rank)
            if one is None:
                unclear += fitting
            else:
                found.append(one)
    return Implied(tuple(found), tuple(unclear))


def _fitting(line: str, facts: Sequence[Fact], rank: Rank, speaker: str) -> list[list[Fact]]:
    """Return for each question in a sentence the facts that answer it."""
    fitting = []
    types = frozenset(fact.type for fact in facts)
    for kind in KINDS:
        match = None if kind.types.isdisjoint(types) else kind.asked.search(line)
        answers = [f for f in facts if _answers(f, kind, speaker)] if match else []
        answers = [f for f in answers if _is_in_time(kind, rank(f))]
        if match and answers:
            fitting.append(answers)
            line = f"{line[: match.start()]} ; {line[match.end() :]}"
    counted = _HOW_MANY.search(line)
    if counted:
        counts = [fact for fact in facts if _counts(fact, counted)]
        fitting.append([fact for fact in counts if rank(fact) != LATER])
    return [each for each in fitting if each]


def _is_in_time(kind: Kind, rank: int) -> bool:
    """Tell whether a question can be for what is said at that time."""
    if kind.again:
        return rank in (AT_HAND, TOLD)
    return rank != LATER


def _answers(fact: Fact, kind: Kind, speaker: str) -> bool:
    if fact.type not in kind.types or (kind.of_others and fact.value == speaker):
        return False
    return kind.called.search(_called(fact.name, fact.label)) is not None


@lru_cache(maxsize=4096)
def _called(name: str, label: str) -> str:
    return f"{name.replace('_', ' ')} {label}".lower()


def _counts(fact: Fact, counted: re.Match[str]) -> bool:
    """Tell whether a number may be of what is counted: nights are not people."""
    if fact.type != "Quantity":
        return False
    noun = counted[1] or ""
    asked, own = _sorts(frozenset([noun])), _sorts_of(fact)
    if not asked and noun and not is_common(noun):
        return own <= _ANYTHING or noun in _called(fact.name, fact.label)
    return asked == own or not (asked and own)


_ANYTHING = frozenset(["pieces"])
"""The sort of numbers of whatever there is: pieces, a quantity, a count."""


def count_alike(one: Fact, other: Fact) -> bool:
    """Tell whether two numbers are of the same sort of thing: guests and people."""
    return one.type == other.type and not _sorts_of(one).isdisjoint(_sorts_of(other))


def may_count(text: str, fact: Fact) -> bool:
    """Tell whether a number in a text may be this one: what it counts is not unlike."""
    sorts = _sorts_of(fact)
    said = frozenset(_words_of(text)) - {"you"}
    return not sorts or not sorts.isdisjoint(_sorts(said))


def _sorts_of(fact: Fact) -> frozenset[str]:
    return _sorts(frozenset(_called(fact.name, fact.label).split()))


def _sorts(words: frozenset[str]) -> frozenset[str]:
    return frozenset(name for name, sort in COUNTED.items() if not sort.isdisjoint(words))


def family(fact: Fact) -> str:
    """Return what facts of requests one after the other share: their label but for its number."""
    return ORDINAL.sub("", fact.label)


def the_one(fitting: Sequence[Fact], rank: Rank) -> Fact | None:
    """Return the one fact that is meant among those that fit; None if that cannot be told.

    Facts with the same label but for "new" or "other" belong to requests one after the other: one
    of them is meant. Of others it is the only one not told yet, else the only one told just now.
    """
    families: dict[str, list[Fact]] = {}
    for fact in fitting:
        families.setdefault(family(fact), []).append(fact)
    meant = [alike[0] if len(alike) == 1 else min(alike, key=rank) for alike in families.values()]
    if len(meant) > 1:
        ranks = [rank(fact) for fact in meant]
        wanted = UNTOLD if UNTOLD in ranks else AT_HAND
        meant = [fact for fact, each in zip(meant, ranks, strict=True) if each == wanted]
    return meant[0] if len(meant) == 1 else None
