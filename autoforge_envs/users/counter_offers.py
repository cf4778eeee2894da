"""Whether what an agent proposes is something else than the user asked for.

Nobody is turned down without cause: a proposal in other words, with a fee or with a date that the
wish did not tell, is what was asked for. What then is done is weighed by the verdict.
"""

import re
from collections.abc import Sequence
from enum import Enum

from autoforge_envs.domain.mentions import mentioned_values, mentions
from autoforge_envs.domain.tasks import Fact
from autoforge_envs.domain.wording import say_value
from autoforge_envs.users import grammar
from autoforge_envs.users.extras import BESIDES, proposes_extra
from autoforge_envs.users.questions import may_count
from autoforge_envs.users.understanding import Heard, Sentence
from autoforge_envs.users.vocabulary import content_stems, is_common, plain_words


class CounterOffer(Enum):
    """What is proposed, if it is not what was asked for."""

    INSTEAD = "something instead of what is refused"
    OTHER = "something that nobody asked for"
    EXTRA = "something more, now that the wish is fulfilled"


_OFFERING = re.compile(
    r"\b(?:i|we)(?:'d| would| can| could| might)?(?: also| still| \w+ly)*+"
    r"(?: be (?:able|happy|glad) to)? (?:offer|propose|suggest)\b"
    r"|\b(?:how|what) about\b|\binstead\b|\balternatively\b"
    r"|\b(?:the )?(?:best|closest|nearest|next best)(?: \w+)? (?:i|we) (?:can|could|have)\b"
)
"""How something is offered that may be something else."""

_GIVING = re.compile(
    r"\b(?:i|we) (?:can|could)(?: only| still| also| however)? (?:give|book|get|do|arrange|put)\b"
)
"""How something is offered that more likely is what was asked for."""

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

_ALTERNATIVE = re.compile(r"\b(?:otherwise|instead|or else|if not|failing that)\b")
"""Where a wish says itself what is wanted instead."""

_RECKONED = re.compile(
    r"\b(?:day|week|month|night)s? (?:after|before|later|earlier|longer|more|less)\b"
    r"|\bby (?:\w+ )?(?:day|week|month|night)s?\b"
)
"""Where a wish tells a day by how far it is from another: "3 days after", "by two weeks"."""

_THING = re.compile(r"\b(?:an?|another|some) (?=[a-z])(?!(?:look|moment|try|go)\b)")
"""Begins the name of a thing that was not spoken of before."""

_DAY_PART = re.compile(
    r"\b(?:(?:early|late) )?(?:morning|noon|midday|lunchtime|afternoon|evening|night)\b"
)
_CLOCK = re.compile(r"\b\d\d:\d\d\b")


def counter_offer(
    heard: Heard,
    wish: str,
    facts: Sequence[Fact],
    *,
    refused: bool = False,
    agreed_to: str = "",
) -> CounterOffer | None:
    """Tell whether a yes is wanted to something else than was asked for.

    Args:
        heard: The message.
        wish: What is wanted, in the user's words and those of the tools.
        facts: What the user has said about it, in the wish or when asked.
        refused: Whether the wish was refused in a message before this one.
        agreed_to: The message in which the user has agreed to what is wanted; "" if there is none.
    """
    proposals = _proposals(heard.sentences)
    if (heard.refuses or refused) and proposals and not _ALTERNATIVE.search(wish.lower()):
        if all(grammar.INSTEAD.search(text) for text in proposals):
            return CounterOffer.INSTEAD
        if heard.refuses and any(_replaces(text, wish, facts) for text in proposals):
            return CounterOffer.INSTEAD
    known = " ".join([wish, *(say_value(fact.type, fact.value) for fact in facts)])
    if agreed_to and proposes_extra(heard.sentences, known, agreed_to):
        return CounterOffer.EXTRA
    if any(_is_other(text, wish, facts) for text in proposals):
        return CounterOffer.OTHER
    return None


def _proposals(sentences: Sequence[Sentence]) -> list[str]:
    """Return what a yes is wanted to, with the sentence before where it refers to that."""
    found = []
    for at, each in enumerate(sentences):
        if each.confirms:
            taken = each.questions and _TAKING.search(each.text)
            refers = each.is_item or taken or _REFERRING.search(BESIDES.sub(" ", each.text))
            before = [other.text for other in sentences[:at] if not other.is_item][-1:]
            found.append(" ".join([*(before if refers else []), each.text]))
    return found


def _replaces(text: str, wish: str, facts: Sequence[Fact]) -> bool:
    """Tell whether what is proposed beside a refusal stands for what is refused."""
    if _OFFERING.search(text):
        return True
    return _GIVING.search(text) is not None and _is_unrelated(text, wish, facts)


def _is_other(text: str, wish: str, facts: Sequence[Fact]) -> bool:
    """Tell whether what is proposed is not what was asked for, by how it is put and its values."""
    offers = _OFFERING.search(text) is not None
    limits = _TAKING.search(text) is not None and _LIMITING.search(text) is not None
    if not (offers or limits or _GIVING.search(text)):
        return False
    if limits and _clashes(text, facts, "Money"):
        return True
    if offers and _is_another_choice(text, facts):
        return True
    if not _RECKONED.search(wish.lower()) and _clashes(text, facts, "Date"):
        return True
    if _is_another_time(text, facts) or _is_another_number(text, facts):
        return True
    return _is_unrelated(text, wish, facts)


def _clashes(text: str, facts: Sequence[Fact], semantic: str) -> bool:
    """Tell whether values of a type are offered, none of which the user has said."""
    own = [fact.value for fact in facts if fact.type == semantic and "birth" not in fact.label]
    offered = mentioned_values(text, semantic) if own else ()
    return bool(offered) and not any(mentions(text, semantic, value) for value in own)


def _is_another_time(text: str, facts: Sequence[Fact]) -> bool:
    """Tell whether times or parts of a day are offered, none of which the user has said."""
    times = [str(fact.value)[11:16] for fact in facts if fact.type == "Timestamp"]
    if times and _CLOCK.search(text) and not any(time in text for time in times):
        return True
    said = " \n ".join(say_value(fact.type, fact.value) for fact in facts).lower()
    offered, own = _DAY_PART.findall(text), _DAY_PART.findall(said)
    return bool(offered and own) and not any(each in own for each in offered)


def _is_another_number(text: str, facts: Sequence[Fact]) -> bool:
    """Tell whether a limit is named that is not the number wanted, and that number is not."""
    numbers = [fact for fact in facts if fact.type == "Quantity" and may_count(text, fact)]
    if not numbers or not _LIMITING.search(text) or not mentioned_values(text, "Quantity"):
        return False
    return not any(mentions(text, fact.type, fact.value) for fact in numbers)


def _is_another_choice(text: str, facts: Sequence[Fact]) -> bool:
    """Tell whether another thing of a kind is offered: the "attic room", not the suite room."""
    words = plain_words(text)
    for fact in facts:
        *telling, head = plain_words(say_value(fact.type, fact.value).lower()) or [""]
        if fact.type != "Choice" or not telling or set(telling) <= set(words):
            continue
        before = [words[at - 1] for at, word in enumerate(words) if at and word == head]
        if before and not any(is_common(word) for word in before):
            return True
    return False


def _is_unrelated(text: str, wish: str, facts: Sequence[Fact]) -> bool:
    """Tell whether a thing is offered of which nothing has been asked for."""
    if _OPEN_WISH.search(wish.lower()) or not _THING.search(text):
        return False
    known = content_stems(" ".join([wish, *(say_value(f.type, f.value) for f in facts)]))
    told = content_stems(_GIVING.sub(" ", _OFFERING.sub(" ", text)))
    offered = {stem for stem in told if stem.isalpha()}
    return bool(offered) and offered.isdisjoint(known)
