"""Options that an agent offers, in a list or in a row, and which of them the user wants."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

from autoforge_envs.domain.mentions import mentions
from autoforge_envs.domain.tasks import Fact, Meaning
from autoforge_envs.domain.wording import say_value
from autoforge_envs.users import fact_words
from autoforge_envs.users.layout import BULLET
from autoforge_envs.users.understanding import Heard, Sentence
from autoforge_envs.users.vocabulary import content_stems, plain_words

_LONGEST_OPTION = 6
"""Words of an option that is looked at."""

_LONGEST_DEED = 16
"""Words of an option that may say in full what is to be done."""

_MOST_OPTIONS = 12
_LETTERS = 120
"""Characters of an item, and of the end of a question in which options stand in a row."""

_REMARK = re.compile(r"\s*[(:;–—].*|\s-\s.*|[.!?]+\s*$")
_PRONOUN_WHAT = (
    "(?:do|does|did|is|are|was|were|can|could|shall|should|will|would|may|might|must|has|have|had|i|"
    "we|you|they|it|he|she|this|that|the|your|else|exactly|precisely|happened|information|details)"
)
"""Behind these words "what" asks for no kind of thing: "what do you have", not "what size"."""

_CHOOSING = re.compile(
    r"\b(?:which|prefer|preferred|choose|options?|choices?|one of|pick|select|either"
    r"|(?:would|do) you (?:like|want)|you'd like"
    r"|how(?! (?:can|could|may) (?:i|we) (?:help|assist)\b)"
    rf"|what(?: is|'s) (?:the|your|it|this)|what (?!{_PRONOUN_WHAT}\b)\w+)\b"
)
"""Leads to a list of options; what somebody is to tell stands in lists, too."""

_NAMING_OPTIONS = re.compile(r"\b(?:choose|options?|choices?|one of|pick|select|prefer)\b")
_ROW = re.compile(r"(?:^|[:;?–—-]\s+)([^:;?–—]+?),?(?: or |/)([^,:;?]+)\W*$")
_COLON_ROW = re.compile(r":\s*([^:?.]+,[^:?.]+?)[.?]?\s*$")
_NOT_CHOSEN = re.compile(
    r"(?:(?<=[.;!?] )|\band )(?:please |also |can you |could you )*"
    r"(?:tell me|let me know)\b[^.;!?]*"
    r"|(?:\b(?:not|no longer|without|instead of|rather than)|n't)\b(?:(?! but | and )[^.,;:!?])*"
)
"""What a wish wants to be told besides, and what it does not want."""


@dataclass(frozen=True, slots=True)
class Offer:
    """Options that a message offers.

    Attributes:
        options: In lower case.
        lead: Which sentence leads to them; -1 where a list of them begins the message.
        num_items: How many sentences behind that list them; 0 where they stand in a row in it.
        is_asked: Whether one of them is to be chosen, and they are not only listed.
    """

    options: tuple[str, ...]
    lead: int
    num_items: int
    is_asked: bool = True


def offered_options(heard: Heard) -> tuple[str, ...]:
    """Return the options of the first question that offers some, in lower case.

    They are the items of the list behind the question, or what stands in a row in it: "weekly,
    monthly or quarterly?".
    """
    offer = first_offer(heard)
    return () if offer is None else offer.options


def first_offer(heard: Heard) -> Offer | None:
    """Return the first options behind or in a question that offers some."""
    if not heard.asks and not heard.offers:
        return None
    sentences = heard.sentences
    for at, each in enumerate(sentences):
        if not _leads_to_options(each):
            continue
        listed = _items(sentences[at + 1 :])
        offer = Offer(_listed(listed, _LONGEST_OPTION), at, len(listed))
        if not offer.options:
            offer = Offer(_in_a_row(each), at, 0)
        if len(offer.options) > 1:
            return offer
    return None


def listed_offers(heard: Heard) -> list[Offer]:
    """Return every list of a message as what it offers, whatever leads to it."""
    sentences = heard.sentences
    starts = [
        at
        for at, each in enumerate(sentences)
        if each.is_item and not (at and sentences[at - 1].is_item)
    ]
    found = []
    for at in starts:
        items = _items(sentences[at:])
        is_asked = at > 0 and _leads_to_options(sentences[at - 1])
        found.append(Offer(_listed(items, _LONGEST_DEED), at - 1, len(items), is_asked))
    return found


def _leads_to_options(sentence: Sentence) -> bool:
    if sentence.offers:
        return True
    if sentence.closes or sentence.confirms or sentence.is_item:
        return False
    return _CHOOSING.search(sentence.text) is not None


def _items(sentences: Sequence[Sentence]) -> list[str]:
    """Return the items that follow at once, without their bullets and remarks on them."""
    listing = takewhile(lambda each: each.is_item, sentences[:_MOST_OPTIONS])
    return [_REMARK.sub("", BULLET.sub("", each.text[:_LETTERS])).strip() for each in listing]


def _listed(items: Sequence[str], longest: int) -> tuple[str, ...]:
    """Return the items that are options; none where one of them is to be told."""
    if any(map(_is_to_be_told, items)):
        return ()
    return tuple(item for item in items if 0 < len(plain_words(item)) <= longest)


def _is_to_be_told(item: str) -> bool:
    """Tell whether an item is asked for: "your e-mail address"; "e-mail" alone may be a way."""
    return " " in item and fact_words.NAMED_THING.fullmatch(f"- {item}") is not None


def _in_a_row(sentence: Sentence) -> tuple[str, ...]:
    text = sentence.text[-_LETTERS:]
    row = _ROW.search(text) if sentence.offers else None
    if row is not None:
        return _short([*row[1].split(", "), *row[2].split(" or ")])
    row = _COLON_ROW.search(text) if _NAMING_OPTIONS.search(text) else None
    return _short(row[1].split(", ")) if row is not None else ()


def _short(options: Sequence[str]) -> tuple[str, ...]:
    cut = (option.removeprefix("or ").strip(" .!") for option in options)
    return tuple(option for option in cut if 0 < len(plain_words(option)) <= _LONGEST_OPTION)


def fact_of_options(options: Sequence[str], facts: Sequence[Fact]) -> Fact | None:
    """Return the fact that is one of the options; None if none is, or several are."""
    choices = [fact for fact in facts if fact.type == "Choice"]
    fitting = [fact for fact in choices if _option_of(str(fact.value), options) is not None]
    return fitting[0] if len(fitting) == 1 else None


def wished_option(options: Sequence[str], wish: str, meanings: Sequence[Meaning]) -> str | None:
    """Return the option that a wish has said, in its words or in what they mean; None if unsure.

    Args:
        options: In lower case.
        wish: The words of the wish at hand.
        meanings: What some of those words stand for.
    """
    meant = [_option_of(each.value, options) for each in meanings if isinstance(each.value, str)]
    found = list(dict.fromkeys(option for option in meant if option is not None))
    return found[0] if len(found) == 1 else _stated(options, wish)


def _option_of(value: str, options: Sequence[str]) -> str | None:
    """Return the option with the fewest words that says a choice."""
    saying = [option for option in options if mentions(option, "Choice", value)]
    saying = [option for option in saying if _says_little_else(option, value)]
    return min(saying, key=lambda option: len(plain_words(option))) if saying else None


def _says_little_else(option: str, value: str) -> bool:
    spoken = say_value("Choice", value)
    return len(content_stems(option)) <= len(content_stems(spoken)) + 1


def _stated(options: Sequence[str], wish: str) -> str | None:
    """Return the one option all of whose telling words a wish has where it says what it wants."""
    said = content_stems(_NOT_CHOSEN.sub(" ", wish.lower().replace("’", "'")))
    stated = [
        option for option in options if content_stems(option) and content_stems(option) <= said
    ]
    longest = [option for option in stated if not any(_is_in(option, other) for other in stated)]
    return longest[0] if len(longest) == 1 else None


def _is_in(option: str, other: str) -> bool:
    return content_stems(option) < content_stems(other)
