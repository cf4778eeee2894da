"""Services that are asked for in new words: a grammar narrower than that of all wishes.

A clause demands a service if it asks the listener for it, orders it, or says, as a further wish or
as the answer to "Anything else?", that the speaker wants it. Talk about the talk ("could you speak
up"), what the speaker does itself ("I need to pick up my son"), insisting on what was refused and
what points back ("could you do that") demand none.
"""

import re

from autoforge_envs.users.auditing.asking import ORDERS, first_word, uncoloured, without_assent
from autoforge_envs.users.auditing.sentences import Sentence, says_nothing
from autoforge_envs.users.understanding import understand
from autoforge_envs.users.vocabulary import words_of

MIN_NEW = 2
"""New words that the wish is about."""

_CLAUSE_END = re.compile(
    r"[,;:]\s+|\s-+\s|\s(?:and|so|but|because|since|which|when|as|though|although|while)\s"
)
_WHO = r"(?:you|u|somebody|someone|anybody|anyone|one of you|(?:the|your|my) \w+)"
_ASKED_FOR = re.compile(
    rf"\b(?:(?:can|could|would|will) {_WHO} (?P<verb>\w+)|"
    rf"(?:(?:be \w+|wondering|grateful|obliged) (?:if|whether)|hoping|hope) "
    rf"{_WHO}(?:'ll|'d| could| can| would| will)? (?P<done>\w+)|"
    rf"(?:i|we)(?:'d| would)? (?:want|need|like|love|expect) {_WHO} to (?P<service>\w+)|"
    r"would you mind|be so kind|do (?:me|us) (?:a|another|one) favou?r|why don't you|"
    r"(?:make sure|see to it)|have (?:somebody|someone)|let (?:me|us) have|"
    r"(?:tell|ask) (?:the|my) \w+ to|let my \w+|(?:can|could|may) (?:i|we) (?:have|get)|"
    r"(?:is|would) there (?:be )?(?:a|any|some) (?:way|chance|possibility|option) (?:of|to)|"
    r"(?:how|what) about|(?:may|can|could|might) i (?:trouble|bother) you for|"
    r"(?:is it|would it be) possible to (?P<possible>\w+)|"
    r"(?:i|we)(?:'d| would) like to (?P<liked>\w+)|"
    r"(?:i|we)(?:'d| would)? (?:require|demand|appreciate|insist on)|(?:i|we)(?:'m| am|'re| are) "
    r"entitled to)\b"
)
"""The listener is asked for something."""

_WANTED = re.compile(
    r"\b(?:(?:i|we)(?:'d| would|'ll| will)? (?:like|love|want|need|wish|expect)"
    r"(?: to (?P<aim>\w+))?|(?:i|we)(?:'m| am|'re| are) (?:after|asking for)|"
    r"(?:may|can|could) (?:i|we) (?P<act>\w+))\b"
)
"""The speaker wants something."""

_FURTHER = re.compile(
    r"\b(?:also|too|as well|another (?:thing|wish|favour|request|one)|besides|in addition|on top|"
    r"one (?:more|last)|the last|plus|"
    r"next|while|by the way|btw)\b|^\W*(?:oh )?(?:and|then|now)\b"
)
_TALK = frozenset(
    """
    be bear believe blame clarify confirm dare excuse explain forgive guess hear hold imagine know
    let listen mean mind pardon promise reassure remember remind repeat say see slow speak spell
    stay talk tell thank think trust type understand wait walk wish
    """.split()
)
_SERVICES = ORDERS - _TALK - {"take", "turn"} | {"borrow"}
_TRANSACTIONS = frozenset(
    """
    activate add apply block book cancel close deactivate exchange extend insure order postpone
    redeem refund register renew replace reschedule reserve return subscribe swap transfer
    unsubscribe update upgrade withdraw
    """.split()
)
"""What people want to do with a service only: "I want to upgrade my ..."."""

_POINTS = re.compile(r"\b(?:it|them|this|these|those|same|both|ones?|that(?= \w+$|\W*$))\b")
_IMPERSONAL = re.compile(r"\b(?:is it|would it be|it would be|it'd be)\b")
_PAUSE = re.compile(r"\b(?:a|one|another|two) (?:\w+ )?(?:second|sec|moment|minute|mo|tick)s?\b")
_NOT = re.compile(r"\b(?:not|don't|never|no need|n't)\b")


def is_further(low: str) -> bool:
    """Tell whether words in lower case say that they are about something else besides."""
    return _FURTHER.search(low) is not None


def demands_service(sentence: Sentence, prompt: str) -> bool:
    """Tell whether a sentence asks, in mostly new words, for something to be done.

    Args:
        sentence: What was said.
        prompt: What the agent had said before.
    """
    low = without_assent(sentence.rest)
    further = is_further(low) or understand(prompt).closes
    if understand(prompt).refuses and not further:  # insists on what was refused
        return False
    return any(_demands(clause, sentence, further) for clause in _CLAUSE_END.split(low))


def _demands(clause: str, sentence: Sentence, further: bool) -> bool:
    plain = uncoloured(clause)
    part = _part_demanded(plain, further)
    if not part or _NOT.search(plain) or _PAUSE.search(plain):
        return False
    if _POINTS.search(_IMPERSONAL.sub("", part)):
        return False
    about = [word for word in words_of(part) if not says_nothing(word)]
    new = [word for word in about if word in sentence.novel]
    return len(new) >= MIN_NEW and 2 * len(new) >= len(about)


def _part_demanded(plain: str, further: bool) -> str:
    """Return the words of a clause from where it demands something; "" if it does not."""
    if first_word(plain) in _SERVICES:
        return plain
    asked = _ASKED_FOR.search(plain)
    if asked is not None and _is_service(asked):
        return plain[asked.start() :]
    wanted = _WANTED.search(plain) if further else None
    if wanted is None:
        return ""
    own_act = wanted["act"] is not None and wanted["act"] not in _SERVICES
    own_aim = wanted["aim"] is not None and wanted["aim"] not in _TRANSACTIONS
    return "" if own_act or own_aim else plain[wanted.start() :]


def _is_service(asked: re.Match[str]) -> bool:
    """Tell whether what is asked for is no talk, and nothing that the speaker does itself."""
    own = [asked[name] for name in ("possible", "liked") if asked[name] is not None]
    others = [asked[name] for name in ("verb", "done", "service") if asked[name] is not None]
    return all(verb in _SERVICES for verb in own) and not any(verb in _TALK for verb in others)
