"""Whether what an agent proposes is something else than the user asked for."""

import re
from collections.abc import Sequence
from itertools import pairwise

from autoforge_envs.domain.mentions import mentioned_values, mentions
from autoforge_envs.domain.tasks import Fact
from autoforge_envs.domain.wording import say_value
from autoforge_envs.users.understanding import Heard, Sentence
from autoforge_envs.users.vocabulary import content_stems, is_common, plain_words

_OFFERING = re.compile(
    r"\b(?:i|we)(?:'d| would| can| could| might)?(?: only| also| still| \w+ly)*"
    r"(?: be (?:able|happy|glad) to)? (?:offer|propose|suggest)\b"
    r"|\b(?:how|what) about\b|\binstead\b|\balternatively\b"
    r"|\b(?:the )?(?:best|closest|nearest|next best)(?: \w+)? (?:i|we) (?:can|could|have)\b"
)
"""How something is offered that may be something else."""

_GIVING = re.compile(
    r"\b(?:i|we) (?:can|could)(?: only| still| also| however)? (?:give|book|get|do|arrange|put)\b"
)
"""How something is offered that may be what was asked for as well."""

_TAKING = re.compile(
    r"\bwould (?!you\b)[^?]{1,60}?\b(?:work|do|suit|ok|okay|fine|alright|all right|acceptable)\b"
)
_LIMITING = re.compile(
    r"\b(?:only|at most|at least|maximum|no more than|left|highest|lowest|earliest|latest)\b"
)
"""What is within limits may be another number than was asked for."""

_REFERRING = re.compile(r"\b(?:that|this|it|these|those|them|one)\b")
"""Refers to what the sentence before says."""

_OPEN_WISH = re.compile(
    r"\bsomething\b|\bwhat (?:do|will|can|would|could|does)\b|\b(?:goodwill|compensat\w*|delay)\b"
)
"""What leaves to the agent what it is to be."""

_DAY_PART = re.compile(
    r"\b(?:(?:early|late) )?(?:morning|noon|midday|lunchtime|afternoon|evening|night)\b"
)
_CLOCK = re.compile(r"\b\d{1,2}:\d\d\b|\b\d{1,2} ?(?:am|pm|o'clock)\b")


def counter_offers(heard: Heard) -> list[str]:
    """Return what a yes is wanted to and is put as an offer, with what it refers to."""
    if not heard.asks_confirmation:
        return []
    return [text for text in _proposals(heard.sentences) if _is_offer(text)]


def _is_offer(text: str) -> bool:
    if _OFFERING.search(text) or _GIVING.search(text):
        return True
    return _TAKING.search(text) is not None and _LIMITING.search(text) is not None


def is_something_else(
    offers: Sequence[str], heard: Heard, wish: str, facts: Sequence[Fact]
) -> bool:
    """Tell whether an offer is not what was asked for.

    Args:
        offers: The `counter_offers` of the message.
        heard: The message.
        wish: What is wanted, in the user's words and those of the tools.
        facts: What is known about the wish at hand.
    """
    if offers and heard.refuses:
        return True
    return any(_clashes(text, wish, facts) or _is_unrelated(text, wish, facts) for text in offers)


def _proposals(sentences: Sequence[Sentence]) -> list[str]:
    """Return what a yes is wanted to, with the sentence before where it refers to that."""
    found = []
    for at, each in enumerate(sentences):
        if each.confirms:
            taken = each.questions and _TAKING.search(each.text)
            refers = at > 0 and (taken or _REFERRING.search(each.text)) is not None
            found.append(f"{sentences[at - 1].text} {each.text}" if refers else each.text)
    return found


def _clashes(text: str, wish: str, facts: Sequence[Fact]) -> bool:
    """Tell whether days, times or amounts are offered, none of which are those of the wish."""
    wanted = " \n ".join([wish, *(say_value(fact.type, fact.value) for fact in facts)]).lower()
    for offered, own in (
        (_CLOCK.findall(text), _CLOCK.findall(wanted)),
        (_DAY_PART.findall(text), _DAY_PART.findall(wanted)),
        (mentioned_values(text, "Date"), mentioned_values(wanted, "Date")),
        (mentioned_values(text, "Money"), mentioned_values(wish, "Money")),
    ):
        if offered and own and not any(each in own for each in offered):
            return True
    if any(_is_another_choice(text, fact) for fact in facts if fact.type == "Choice"):
        return True
    return _is_another_number(text, facts) or _is_another_kind(text, wish.lower())


def _is_another_number(text: str, facts: Sequence[Fact]) -> bool:
    """Tell whether a limit is named that is not the number wanted, and that number is not."""
    numbers = [fact for fact in facts if fact.type == "Quantity"]
    if not numbers or not _LIMITING.search(text) or not mentioned_values(text, "Quantity"):
        return False
    return not any(mentions(text, fact.type, fact.value) for fact in numbers)


def _is_another_kind(text: str, wish: str) -> bool:
    """Tell whether a thing is offered of another kind: a double room where a suite was wanted."""
    wanted, offered = _kinds(wish), _kinds(text)
    return any(kind in wanted and wanted[kind].isdisjoint(offered[kind]) for kind in offered)


def _kinds(text: str) -> dict[str, set[str]]:
    """Return things by their words, with the words before them that say of which kind they are."""
    words = plain_words(text)
    kinds: dict[str, set[str]] = {}
    for before, word in pairwise(words):
        if word.isalpha() and before.isalpha() and not (is_common(word) or is_common(before)):
            kinds.setdefault(word, set()).add(before)
    return kinds


def _is_another_choice(text: str, fact: Fact) -> bool:
    """Tell whether another thing of the kind is offered: the "late evening", not the early one."""
    *telling, head = plain_words(say_value(fact.type, fact.value).lower())
    words = plain_words(text)
    return bool(telling) and head in words and not set(telling) <= set(words)


def _is_unrelated(text: str, wish: str, facts: Sequence[Fact]) -> bool:
    """Tell whether nothing of what is offered has been asked for."""
    if _OPEN_WISH.search(wish.lower()):
        return False
    known = content_stems(" ".join([wish, *(say_value(f.type, f.value) for f in facts)]))
    offered = content_stems(_GIVING.sub(" ", _OFFERING.sub(" ", text)))
    return bool(offered) and offered.isdisjoint(known)
