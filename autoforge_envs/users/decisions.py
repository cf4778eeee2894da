"""Options that decide what is done: of several, the very deed that is wished for."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from autoforge_envs.domain.tasks import Meaning
from autoforge_envs.users.choices import Offer, first_offer, listed_offers, wished_option
from autoforge_envs.users.plain_proposals import PLAIN_PROPOSAL
from autoforge_envs.users.understanding import Heard, Sentence
from autoforge_envs.users.vocabulary import ROW_KEY, plain_words, stem

_LEAVING = re.compile(r"^(?:no|not|don't|do not|keep|leave|stop|wait)\b")
"""Begins an option to leave things as they are."""

_ABORTING = re.compile(r"^cancel(?: this| that)?$")
"""Beside a yes, it takes back what is proposed; it is not the cancelling that is wished for."""

_AGREEMENT = re.compile(
    r"^(?:(?:yes|yep|yeah|sure|ok|okay|please|now|confirm(?:ed)?|proceed|continue|agreed?|correct"
    r"|approve|accept|no|nope|do|and|go (?:ahead|on)|with (?:it|this|that)|it|this|that|i)\b\W*)+"
)
"""What of an option only agrees or disagrees."""

_ASKING = re.compile(
    r"^(?:(?:shall|should|may|can|could) i|(?:would|do) you (?:like|want)(?: me)? to) "
)
"""How a row of options begins that is put as a question."""

_UNSETTLED = re.compile(r"^\w+ (?:an?|any|another|some|something)\b")
"""Names no certain thing: an item of a menu."""

_KEY = re.compile(rf"\b{ROW_KEY}\w*")


@dataclass(frozen=True, slots=True)
class Decision:
    """An option that is taken, and so a yes to what it says.

    Attributes:
        words: The option as it is spoken.
        question: The message with a question for a yes to it in the place of the options.
    """

    words: str
    question: Heard


def decisive_option(
    heard: Heard, wish: str, meanings: Sequence[Meaning], deeds: Sequence[str]
) -> Decision | None:
    """Return the option of a message that is the deed that is wished for.

    Of a list of a yes and a no that is the yes, or the no if that is for the deed: "no, delete it".
    Where neither names a deed, the list is a question for a yes as it stands.

    Args:
        heard: The message.
        wish: The words of the wish at hand.
        meanings: What some of those words stand for.
        deeds: The tools that it is about.
    """
    if any(each.confirms and not each.is_item for each in heard.sentences):
        return None
    wanted = " ".join([wish, *(deed.replace("_", " ") for deed in deeds)])
    for offer in _asked_offers(heard, deeds):
        options = [each for each in offer.options if _is_open(each, heard)]
        option = _wished_deed(options, wanted, meanings, deeds)
        if option is not None:
            return _decision(heard, offer, option)
    return None


def _asked_offers(heard: Heard, deeds: Sequence[str]) -> list[Offer]:
    """Return what is offered to be chosen from: lists, and rows of deeds in a question."""
    if heard.asks_confirmation:
        return listed_offers(heard)
    if not heard.asks and not heard.offers:
        return []
    first = first_offer(heard)
    rows = [first] if first is not None and not first.num_items else []
    lists = [offer for offer in listed_offers(heard) if offer.is_asked]
    return [*lists, *(row for row in rows if all(_is_deed(each, deeds) for each in row.options))]


def _is_open(option: str, heard: Heard) -> bool:
    """Tell whether an option may be the deed that is wished for."""
    return not (heard.asks_confirmation and _ABORTING.match(option))


def _wished_deed(
    options: Sequence[str], wanted: str, meanings: Sequence[Meaning], deeds: Sequence[str]
) -> str | None:
    """Return the one of several options that is the deed that is wished for."""
    bare = {_deed_of(option): option for option in options}
    verbs = [_verb(option) for option in bare]
    telling = [option for option in bare if option and verbs.count(_verb(option)) == 1]
    doing = [option for option in telling if _verb(option) in _verbs(deeds)]
    chosen = doing[0] if len(doing) == 1 else wished_option(tuple(bare), wanted, meanings)
    if len(bare) < 2 or chosen not in telling or _UNSETTLED.match(chosen):
        return None
    return bare[chosen] if _is_deed(chosen, deeds) else None


def _verbs(deeds: Sequence[str]) -> list[str]:
    return [stem(deed.partition("_")[0]) for deed in deeds]


def _is_deed(option: str, deeds: Sequence[str]) -> bool:
    """Tell whether an option is something to do or to leave, and not only a way: "by letter"."""
    if _LEAVING.match(option) or _verb(_deed_of(option)) in _verbs(deeds):
        return True
    return PLAIN_PROPOSAL.match(f"{_deed_of(option)}?") is not None


def _deed_of(option: str) -> str:
    """Return what would be done: an option without a yes or no, and without the keys of rows."""
    return _KEY.sub(" ", _AGREEMENT.sub("", _ASKING.sub("", option))).strip()


def _verb(option: str) -> str:
    return stem(next(iter(plain_words(option)), ""))


def _decision(heard: Heard, offer: Offer, option: str) -> Decision:
    spoken = _ASKING.sub("", option)
    question = _question(heard, offer, option)
    return Decision(f"{spoken[:1].upper()}{spoken[1:]}.", question)


def _question(heard: Heard, offer: Offer, option: str) -> Heard:
    """Return a message with a question for a yes in the place of its options."""
    lead = heard.sentences[max(offer.lead, 0)]
    behind = offer.lead + 1 + offer.num_items
    first = max(offer.lead if not offer.num_items or _only_leads(lead) else offer.lead + 1, 0)
    if offer.num_items:
        text = f"that: {option}"  # a yes refers to what stands before
    else:
        text = _without_others(lead.text, offer.options, option)
    asking = replace(lead, text=text, asks=False, confirms=True, offers=False, is_item=False)
    dropped = frozenset(each.text for each in heard.sentences[first:behind])
    sentences = (*heard.sentences[:first], asking, *heard.sentences[behind:])
    lines = heard.asking.split(" \n ")
    return replace(
        heard,
        asks=any(each.asks or each.identifies for each in sentences),
        asks_confirmation=True,
        asking=" \n ".join(line for line in lines if line not in dropped),
        sentences=sentences,
        offers=tuple(each for each in heard.offers if each not in dropped),
    )


def _only_leads(sentence: Sentence) -> bool:
    """Tell whether a sentence says nothing but that options follow."""
    return sentence.asks or sentence.offers or len(plain_words(sentence.text)) <= 2


def _without_others(text: str, options: Sequence[str], option: str) -> str:
    for other in options:
        if other != option:
            text = text.replace(other, "")
    return text
