"""What words count for: which facts they tell, whether they propose, refuse or turn down."""

import re

from autoforge_envs.domain.mentions import mentioned_values, mentions
from autoforge_envs.domain.spellings.counts import place_in_figures
from autoforge_envs.domain.statements import states
from autoforge_envs.domain.tasks import Told
from autoforge_envs.users.endings import NO_REFUSAL
from autoforge_envs.users.spelling import mend
from autoforge_envs.users.understanding import understand

MAX_VALUES_IN_A_MESSAGE = {
    "Quantity": 5, "Number": 5, "Percentage": 5, "Money": 16, "Date": 16, "Timestamp": 16,
}  # fmt: skip
"""A message with more different values of a kind than this tells none of them.

Small numbers are easily guessed, so few of them may stand beside the right one. A table of twelve
rows with a price or a day each, and some sums below it, stays under the others.
"""

MAX_LARGE_NUMBERS_IN_A_MESSAGE = 16
"""The same for a number that is not small, as of points or kilometres, which may have a table."""

SMALL_NUMBER = 20
"""Largest number that is easily guessed."""

MAX_IDENTIFIERS_IN_A_PROPOSAL = 16
"""A message with more different identifiers than this proposes nothing: it is a dump."""

_IN_A_ROW = re.compile(r"\b(?:place|position|rank)\b")

_RESTRICTING = re.compile(
    r"(?<![^\W_])(?:not|never|cannot|unable|neither|nor|none|without|unless|until|only"
    r"|unfortunately|regret\w*|afraid|sorry|apolog\w*|sadly|declin\w*|refus\w*|reject\w*|deny|denied"
    r"|forbid\w*|prohibit\w*|prevent\w*|exclud\w*|against|polic(?:y|ies)|limit\w*|restrict\w*"
    r"|within|terms|conditions?|rules?"
    r"|allow\w*|permit\w*|eligib\w*|impossible|maximum|minimum|at most|at least|expired|beyond"
    r"|outside|exceed\w*|above|below|earliest|latest|deadline|stands?|remains?|blocks|blocked"
    r"|stays? (?:as|the same|where|with|in place)"
    r"|leider|nicht|kein\w*|malheureusement|pas|lamento"
    r"|too (?:late|early|soon|long|short|many|much|few|little|old|young|far|high|low|big|small)"
    r"|already(?! (?:done|made|settled|sorted|taken care|arranged|completed)(?![^\W_]))"
    r"|no (?:longer|more|way|exceptions?|refunds?|returns?|rights?|chance|option)"
    r")(?![^\W_])|n['’]t(?![^\W_])|\A\W*no\b(?! (?:problem|worr|doubt|trouble|charge|cost|fee))",
    re.IGNORECASE,
)
"""Words of denial, regret or restriction: a request may be declined in any of them."""

_PLEASANTRY = re.compile(
    r"\b(?:(?:do not|don't) (?:worry|hesitate|need)|not (?:a problem|at all|only|just|sure)"
    r"|why not|whether or not|(?:isn't|wouldn't|didn't) (?:it|you)|only (?:need|take|one)"
    r"|sorry (?:for|about) (?:the|that|this|any|your)|sorry to (?:hear|keep)|until then)\b"
)
"""Negations and regrets with which nothing is declined, in lower case."""

_CONTRACTIONS = (
    ("can't", "can not"), ("cannot", "can not"), ("won't", "will not"), ("n't", " not"),
    ("'re", " are"), ("'ve", " have"), ("'ll", " will"), ("'d", " would"), ("i'm", "i am"),
    ("it's", "it is"),
)  # fmt: skip

_TURNED = {
    "i was": "you were", "i am": "you are", "i": "you", "me": "you", "my": "your", "mine": "yours",
    "we": "you", "us": "you", "our": "your", "ours": "yours", "you": "we", "your": "our",
}  # fmt: skip
"""Who speaks of themselves is spoken to by the agent, and the other way round."""

_PERSON = re.compile(rf"\b(?:{'|'.join(_TURNED)})\b")

_DETAILS = re.compile(r"\([^()]*:[^()]*\)")
"""What a proposal reads back: "(board: none; at most: 50.00)"."""

_TURNING_DOWN = re.compile(
    r"(?<![^\W_])(?:no|nope|nah|not|never|nothing|wrong|instead|stop|wait)(?![^\W_])|n['’]t\b",
    re.IGNORECASE,
)


def is_told(text: str, fact: Told) -> bool:
    """Tell whether a message tells a fact: states its value, and not among a flood of others."""
    if fact.type == "Quantity" and _IN_A_ROW.search(fact.label):
        text = place_in_figures(text)
    if not states(text, fact.type, fact.value):
        return False
    most = _most_values(fact)
    return most is None or len(set(mentioned_values(text, fact.type))) <= most


def _most_values(fact: Told) -> int | None:
    """Return how many different values of a fact's type a message may mention that tells it."""
    most = MAX_VALUES_IN_A_MESSAGE.get(fact.type)
    is_large = isinstance(fact.value, int) and abs(fact.value) > SMALL_NUMBER
    return max(most, MAX_LARGE_NUMBERS_IN_A_MESSAGE) if most and is_large else most


def repeats(text: str, words: str) -> bool:
    """Tell whether a message of the agent repeats words of the user, in its own person or theirs.

    "I am ill" is repeated by "since you're ill", "you sent me two" by "because we sent you two".
    """
    if mentions(text, "FreeText", words):
        return True
    return mentions(_written_out(text), "FreeText", _turned(_written_out(words)))


def _written_out(text: str) -> str:
    """Write out what is drawn together: "you're", "can't"."""
    text = text.lower().replace("’", "'")
    for short, long in _CONTRACTIONS:
        text = text.replace(short, long)
    return text


def _turned(words: str) -> str:
    """Put the user's words as somebody says them to the user."""
    return _PERSON.sub(lambda match: _TURNED[match[0]], words)


def proposes(text: str) -> bool:
    """Tell whether a message can be said yes to: it is no dump of everything there is."""
    return len(set(mentioned_values(text, "Identifier"))) <= MAX_IDENTIFIERS_IN_A_PROPOSAL


def refuses(text: str) -> bool:
    """Tell whether a message of the agent may be a refusal, in whatever words.

    Users would hear it as one, or it has a word of denial, regret or restriction that is no
    pleasantry and not about what is to come: "No problem!", "That is done." and "I'm afraid I need
    your name first" refuse nothing.
    """
    return is_refusal(text) or _restricts(text) or _restricts(mend(text.lower()))


def is_refusal(text: str) -> bool:
    """Tell whether users hear a message of the agent as a refusal."""
    return understand(text).refuses


def _restricts(text: str) -> bool:
    if _RESTRICTING.search(text) is None:
        return False
    plain = NO_REFUSAL.sub(" ", _DETAILS.sub(" ", text.lower().replace("’", "'")))
    return _RESTRICTING.search(_PLEASANTRY.sub(" ", plain)) is not None


def turns_down(text: str) -> bool:
    """Tell whether words of the user may turn down what was proposed before."""
    return _TURNING_DOWN.search(text) is not None
