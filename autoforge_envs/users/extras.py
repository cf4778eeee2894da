"""Whether an agent proposes more than it was asked for, once it has done what it was asked for."""

import re
from collections.abc import Sequence

from autoforge_envs.users.understanding import Sentence
from autoforge_envs.users.vocabulary import ROW_KEY, content_stems, plain_words, stem

BESIDES = re.compile(
    r"\b(?:also|too|as well|additionally|in addition|on top(?: of (?:that|this|it))?|by the way"
    r"|besides|while (?:we're|we are|i'm|i am|you're|you are) (?:at it|here|there))\b"
)
"""Puts something as what comes on top."""

_REPORT = re.compile(
    r"\b(?:done|completed?|all set)\b"
    r"|\b(?:has|have|is|are|was|were|'s|'ve|'re)(?: (?:now|just|been|all|already|both|\w+ly))*+"
    r" (?:\w{2,}ed|sent|paid|put|set|made|lost|given|taken)\b"
    r"|^\W*(?:\w{3,}ed|sent|paid)\W*(?:$|[!.:–—])"
)
"""Says that something is done."""

_OFFERED = re.compile(
    r"\b(?:would|do|will) you (?:also |perhaps |maybe |still )?(?:like|want|care for)\b"
    r"(?! (?:me|us|to|it|this|that|them|these|those|one)\b)"
)
_DEED = re.compile(
    r"\b(?:(?:shall|should|may|can|could) (?:i|we)|(?:like|want) (?:me|us) to"
    r"|(?:i|we)(?:'d| would|'ll| will| can| could)) (?:(?:also|then|now|just|\w+ly) )*+([a-z]+)"
)
"""Says in its first word what the agent would do."""

_KEY = re.compile(rf"\b{ROW_KEY}\w*")
_BACKWARD = re.compile(
    r"\b(?:one|ones|other|others|second|third|next|rest|remaining|both|same|it|them|so)\b"
)
"""Refers to what was spoken of before."""


def offers_besides(asking: str) -> bool:
    """Tell whether sentences that ask offer something on top: "Would you like a bag as well?"."""
    lines = asking.splitlines()
    return any(_OFFERED.search(line) and BESIDES.search(line) for line in lines)


def proposes_extra(sentences: Sequence[Sentence], known: str, agreed_to: str) -> bool:
    """Tell whether a message wants a yes to more than was asked for.

    Nothing in that is known from the wish, nobody has agreed to such a deed before, and it is put
    as something on top, or stands beside the report of what was done.

    Args:
        sentences: The message.
        known: The wish in all its words, and what the user has said about it.
        agreed_to: The message that the user has said yes to.
    """
    reported = any(map(_reports, sentences))
    proposals = [each.text for each in sentences if each.confirms]
    return any(
        _is_extra(text, known, agreed_to)
        for text in proposals
        if reported or BESIDES.search(text) is not None
    )


def _is_extra(proposal: str, known: str, agreed_to: str) -> bool:
    deeds = [stem(verb) for verb in _DEED.findall(proposal)]
    agreed = frozenset(map(stem, plain_words(agreed_to)))
    if not deeds or not agreed.isdisjoint(deeds):
        return False
    told = BESIDES.sub(" ", _KEY.sub(" ", proposal))
    proposed = {each for each in content_stems(told) if each.isalpha()}
    if len(proposed) < 2 or _BACKWARD.search(told):
        return False
    return content_stems(known).isdisjoint(proposed.union(deeds))


def _reports(sentence: Sentence) -> bool:
    asks = sentence.confirms or sentence.questions
    return not asks and _REPORT.search(sentence.text) is not None
