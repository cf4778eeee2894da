"""What the scripted user makes of an agent's words.

A message is cut into sentences, typing slips are mended, and each sentence is sorted by the
patterns of `grammar`: it asks for facts, asks for a yes, refuses, closes, or asks who the user is.
Facts are then found by their labels and by what facts of their type are called, in the sentences
that ask; plain questions that name neither are those of `questions`.
How often that is right is measured: `python -m benchmarks.understanding`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from autoforge_envs.domain.domain import ToolInfo
from autoforge_envs.domain.mentions import mentioned_values, mentions
from autoforge_envs.domain.tasks import Fact
from autoforge_envs.users import grammar
from autoforge_envs.users.questions import (
    LATER,
    Rank,
    asks_of_others,
    chosen_facts,
    count_alike,
    implied_facts,
    rank_as_untold,
)
from autoforge_envs.users.spelling import mend
from autoforge_envs.users.vocabulary import stem

_IDENTIFYING = ("Email", "PhoneNumber", "PersonName", "PostalCode", "Secret")
_COUNTED = ("Email", "PhoneNumber")
"""Types whose values are recognised wherever they stand."""

_REPEATED = ("PostalCode", "StreetAddress", "Identifier", "Label")
"""Types whose values are recognised behind "your" and their label."""

_STOP_WORDS = frozenset(
    "a an and at for from i in is it most my number of on or the to want with you your".split()
)
_FILLERS = _STOP_WORDS | frozenset(
    "please e mail email code no nr id thanks ok verification".split()
)
_REMEMBERED_LENGTH = 4096
"""Longest message that is remembered, so that nobody has to sort it twice."""

_LISTENED_TO = 8192
"""Characters of a message that are listened to."""

_MAX_SENTENCES = 200
"""Sentences of a message that are listened to."""

_LONGEST_FRAGMENT = 12
"""Words of a question that consists of labels alone."""

_SLOT = re.compile(r"\{\w+\}")
_WORD = re.compile(r"[^\W_]+")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|\n+|(?<=:)\s+(?=[-*•\d])|;\s")
_PARENTHESIS = re.compile(r"\([^)]*\)")
_BULLET = re.compile(r"^\s*(?:[-*•]|\d{1,2}[.)])\s*")
_NUMBERING = re.compile(r"(?:^|\s)\d{1,2}[.)]\s+(?=[A-Za-z])")


@dataclass(frozen=True, slots=True, eq=False)
class Heard:
    """What a message of the agent does.

    Attributes:
        asks: Whether it asks the user anything.
        asks_confirmation: Whether it wants a yes to what it says.
        refuses: Whether it declines something.
        closes: Whether it asks for further wishes, or takes leave.
        asks_more: Whether it asks for anything more about the wish at hand.
        asks_identity: Whether it asks who the user is.
        text: The words in lower case, slips mended.
        words: The single words.
        asking: The sentences that ask, joined.
        directed: The sentences that ask or tell the user to do something, joined.
        offers: The questions that offer a choice.
    """

    asks: bool
    asks_confirmation: bool
    refuses: bool
    closes: bool
    asks_identity: bool
    text: str
    words: frozenset[str]
    asking: str = ""
    directed: str = ""
    offers: tuple[str, ...] = ()
    asks_more: bool = False

    @property
    def awaits(self) -> bool:
        """Whether the agent waits for something that only the user can give, but for wishes."""
        return (self.asks or self.asks_confirmation) and not (self.closes or self.refuses)


@dataclass(frozen=True, slots=True)
class _Sentence:
    """What one sentence does."""

    text: str
    asks: bool
    confirms: bool
    refuses: bool
    closes: bool
    identifies: bool
    directed: bool
    chooses: bool
    offers: bool
    asks_more: bool


def understand(text: str) -> Heard:
    """Sort an agent's words."""
    return _remembered(text) if len(text) <= _REMEMBERED_LENGTH else _sort(text)


def _sort(text: str) -> Heard:
    if len(text) > _LISTENED_TO:  # what an agent wants stands at the beginning or at the end
        text = f"{text[: _LISTENED_TO // 2]}\n{text[-_LISTENED_TO // 2 :]}"
    low = text.lower().replace("’", "'")
    if grammar.INJECTION.search(low) and not grammar.CONFIRMATION.pattern.search(low):
        return Heard(False, False, False, False, False, low, frozenset(_WORD.findall(low)))
    parts = _SENTENCE_END.split(_NUMBERING.sub("\n- ", low))[:_MAX_SENTENCES]
    sentences = [_sort_sentence(mend(part.strip())) for part in parts if part.strip()]
    asking = " \n ".join(_asking(sentences))
    return Heard(
        asks=any(each.asks or each.identifies for each in sentences),
        asks_confirmation=any(each.confirms for each in sentences),
        refuses=any(each.refuses for each in sentences),
        closes=any(each.closes for each in sentences),
        asks_identity=any(each.identifies for each in sentences),
        text=low,
        words=frozenset(_WORD.findall(low)),
        asking=asking,
        directed=" \n ".join(_directed(sentences)),
        offers=tuple(each.text for each in sentences if each.offers),
        asks_more=any(each.asks_more for each in sentences),
    )


_remembered = lru_cache(maxsize=1024)(_sort)


def _sort_sentence(text: str) -> _Sentence:
    words = frozenset(_WORD.findall(text))
    asked = "?" in text
    question = bool(words) and grammar.QUESTION.search(text) is not None
    confirms = _asks_yes(text, words)
    more = grammar.CLOSING.is_in(text, words) and grammar.NO_CLOSING.search(text) is not None
    closes = not more and grammar.CLOSING.is_in(text, words)
    offers = "or" in words and _offers_choice(text)
    refuses = grammar.REFUSAL.is_in(text, words) and not grammar.NO_REFUSAL.search(text)
    pauses = not asked and grammar.PAUSE.is_in(text, words)
    requests = not pauses and grammar.REQUEST.is_in(text, words)
    asks = question or requests or ("confirm" in words and _confirms_fact(text))
    return _Sentence(
        text=text,
        asks=asks and not (confirms or closes) and (asked or requests or not refuses),
        confirms=confirms,
        refuses=refuses and not (asked and confirms),
        closes=closes and not (confirms and "or" in words),
        identifies=not refuses and grammar.IDENTITY.is_in(text, words),
        directed=question or _tells_user(text),
        chooses=offers and grammar.CONFIRMATION.is_in(text, words),
        offers=offers,
        asks_more=more,
    )


def _tells_user(text: str) -> bool:
    if grammar.BY_AGENT.search(text) is None:
        return True
    return grammar.NEEDED.search(text) is not None


def _confirms_fact(text: str) -> bool:
    return grammar.CONFIRM_FACT.search(text) is not None


def _asks_yes(text: str, words: frozenset[str]) -> bool:
    if not grammar.CONFIRMATION.is_in(text, words):
        return False
    if _confirms_fact(text) and not grammar.YES_OR_NO.search(text):
        return False
    return not _offers_choice(text) and not grammar.OPEN_QUESTION.search(text)


def _offers_choice(text: str) -> bool:
    text = _PARENTHESIS.sub("", text)
    choice = grammar.CHOICE.search(text) is not None and "?" in text
    return choice and not grammar.YES_OR_NO.search(text)


def _asking(sentences: Sequence[_Sentence]) -> list[str]:
    """Return the sentences that ask, the items of their lists, and what they refer back to."""
    if not any(each.asks for each in sentences):
        return []
    texts = []
    for at, each in enumerate(sentences):
        if each.asks and not each.chooses:
            before = sentences[at - 1] if at else None
            if before is not None and not before.asks and grammar.BACKWARD.search(each.text):
                texts.append(before.text)
            texts.append(each.text)
        elif _BULLET.match(each.text):
            texts.append(each.text)
    return texts


def _directed(sentences: Sequence[_Sentence]) -> list[str]:
    """Return the sentences that ask or tell the user to do something.

    Beside a proposal that is only what is put to the user as a request: in "switch roaming on. OK?"
    the agent tells what it would do itself.
    """
    proposes = any(each.confirms for each in sentences)
    asked = [each.text for each in sentences if each.directed]
    return [text for text in asked if not proposes or grammar.TO_USER.search(text)]


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
    if not asking and not heard.offers and not heard.asks_identity:
        return []
    decided = chosen_facts(heard.offers, facts, rank)
    nameable = _nameable(asking, facts)
    named = _named(asking, nameable)
    named = [fact for fact in named if not _is_early(fact, facts, asking, rank)]
    implied = implied_facts(asking, facts, [*named, *decided.values()], rank, speaker)
    found = [*named, *decided.values(), *implied.facts]
    types = {fact.type for fact in found}
    rest = "\n".join(line for line in asking.split(" \n ") if line not in decided)
    found += _called(rest, [fact for fact in nameable if fact.type not in types])
    if found or not heard.asks_identity:
        return [fact for fact in facts if fact in found]
    return _likeliest([fact for fact in facts if fact.type in _IDENTIFYING])


def unclear_facts(
    heard: Heard, facts: Sequence[Fact], rank: Rank = rank_as_untold, speaker: str = ""
) -> tuple[Fact, ...]:
    """Return the facts between which a plain question leaves open which it asks for."""
    return implied_facts(heard.asking, facts, [], rank, speaker).unclear


def _nameable(asking: str, facts: Sequence[Fact]) -> list[Fact]:
    """Return the facts that labels and types can mean: no names where somebody else's is asked."""
    if grammar.OWN_NAME.search(asking) or not asks_of_others(asking):
        return list(facts)
    return [fact for fact in facts if fact.type != "PersonName"]


def _named(asking: str, facts: Sequence[Fact]) -> list[Fact]:
    words = _words_of(asking)
    named = [fact for fact in facts if _is_named(fact, words, asking)]
    return [fact for fact in named if not _is_part_of_another(fact, named, asking)]


def _is_early(fact: Fact, facts: Sequence[Fact], asking: str, rank: Rank) -> bool:
    """Tell whether "how many people" rather means another number than one of a wish to come."""
    if fact.type != "Quantity" or "how many" not in asking or rank(fact) != LATER:
        return False
    return any(count_alike(fact, other) for other in facts if other is not fact)


def _called(asking: str, facts: Sequence[Fact]) -> list[Fact]:
    types = dict.fromkeys(fact.type for fact in facts)
    called = [each for each in types if each in grammar.FACTS]
    called = [each for each in called if grammar.FACTS[each].search(asking)]
    return _likeliest([fact for fact in facts if fact.type in called])


def asked_unknown(heard: Heard, facts: Sequence[Fact]) -> list[str]:
    """Return what a message asks for, in its own words, that none of the facts is."""
    if not heard.asking:
        return []
    phrases = dict.fromkeys(match[1] for match in grammar.NAMED_THING.finditer(heard.asking))
    return [phrase for phrase in phrases if not _names_any(phrase, facts)]


def _names_any(phrase: str, facts: Sequence[Fact]) -> bool:
    words = _words_of(phrase)
    if any(label_words(fact.label) & words for fact in facts):
        return True
    return any(pattern.search(phrase) for pattern in grammar.FACTS.values())


def _likeliest(facts: Sequence[Fact]) -> list[Fact]:
    """Of several facts of a type asked for by their type, return that with the plainest label."""
    types = dict.fromkeys(fact.type for fact in facts)
    return [min((f for f in facts if f.type == t), key=lambda f: len(f.label)) for t in types]


def _fragment(heard: Heard, facts: Sequence[Fact]) -> str:
    """Return a message that is nothing but labels: "E-mail, postal code."."""
    if not 0 < len(heard.words) <= _LONGEST_FRAGMENT:
        return ""
    known = _FILLERS.union(*(label_words(fact.label) for fact in facts))
    mended = mend(heard.text)
    return mended if known.issuperset(_WORD.findall(mended)) else ""


def _is_named(fact: Fact, words: frozenset[str], asking: str) -> bool:
    label = label_words(fact.label)
    if not label or not label <= words:
        return False
    if fact.type == "PhoneNumber":  # its label may be no more than the thing: "phone"
        return grammar.FACTS[fact.type].search(asking) is not None
    if fact.label == "kind" and grammar.KIND_OF_WORK.search(asking):
        return False
    numbered = fact.type == "Identifier" and "number" in fact.label
    return not numbered or not grammar.KIND_WORDS.isdisjoint(words)


def _is_part_of_another(fact: Fact, others: Sequence[Fact], asking: str) -> bool:
    """Tell whether a longer label among those asked for holds this one: only that one is meant."""
    words = label_words(fact.label)
    longer = [other for other in others if words < label_words(other.label)]
    return bool(longer) and asking.count(_rarest(fact)) <= len(longer)


def _rarest(fact: Fact) -> str:
    """Return the longest word of a label, by which it is counted."""
    return max(label_words(fact.label), key=len)


def asked_tools(heard: Heard, tools: Sequence[ToolInfo]) -> list[ToolInfo]:
    """Return the tools of theirs that a message asks the user to use."""
    return [tool for tool in tools if is_asked_to(tool.name, tool.intent, heard)]


def is_asked_to(name: str, intent: str, heard: Heard) -> bool:
    """Tell whether a message asks the user to use a tool of theirs, by its name or its intent."""
    return any(_is_wanted(label_words(text), heard.directed) for text in (intent, name))


def _is_wanted(wanted: frozenset[str], directed: str) -> bool:
    """Tell whether all that a tool is about is named, its verb in any of its forms."""
    if not wanted or not directed:
        return False
    said = {stem(word) for word in _words_of(directed)}
    missing = {word for word in wanted if stem(word) not in said}
    return all(_has_synonym(word, directed) for word in missing) and missing != wanted


def _has_synonym(word: str, directed: str) -> bool:
    return any(group.search(word) and group.search(directed) for group in grammar.VERB_GROUPS)


def misquoted_fact(heard: Heard, facts: Sequence[Fact]) -> Fact | None:
    """Return a fact that a message repeats wrongly, if there is one.

    Only what cannot be meant otherwise counts: an e-mail address or phone number that is none of
    the user's, or "your LABEL" followed by something else. Amounts, numbers of things and days may
    well be the agent's offer.
    """
    return next((fact for fact in facts if _is_misquoted(fact, heard, facts)), None)


def _is_misquoted(fact: Fact, heard: Heard, facts: Sequence[Fact]) -> bool:
    if fact.type in _COUNTED and mentioned_values(heard.text, fact.type):
        return not _mentions_any(heard.text, fact.type, facts)
    if fact.type not in _REPEATED or "your" not in heard.words:
        return False
    quoted = _quotation(fact.label).search(heard.text)
    if quoted is None or not _looks_like(fact, quoted[1]):
        return False
    return not _mentions_any(quoted[1], fact.type, facts)


def _mentions_any(text: str, semantic: str, facts: Sequence[Fact]) -> bool:
    own = (fact for fact in facts if fact.type == semantic)
    return any(mentions(text, semantic, fact.value) for fact in own)


@lru_cache(maxsize=4096)
def _quotation(label: str) -> re.Pattern[str]:
    """Match "your postal code is 04109", "your postal code: 04109", "your postal code 04109"."""
    return re.compile(rf"\byour {re.escape(label.lower())}(?: is| as|:| =)? ([^,;.?!\n]+)")


def _looks_like(fact: Fact, quoted: str) -> bool:
    """Tell whether what follows a label is a value: with digits if the fact has any."""
    has_digits = any(character.isdigit() for character in str(fact.value))
    return not has_digits or any(character.isdigit() for character in quoted)


@lru_cache(maxsize=1024)
def _words_of(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text.replace("email", "e-mail")))


@lru_cache(maxsize=4096)
def label_words(text: str) -> frozenset[str]:
    """Return the words of a label or an intent that tell it apart."""
    plain = _SLOT.sub("", text.lower())
    return frozenset(_WORD.findall(plain)) - _STOP_WORDS
