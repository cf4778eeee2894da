"""What words count for: which facts they tell, whether they propose or turn down."""

import re
from collections.abc import Collection, Iterable

from autoforge_envs.domain.mentions import mentioned_values, mentions
from autoforge_envs.domain.spellings.counts import place_in_figures
from autoforge_envs.domain.statements import states
from autoforge_envs.domain.tasks import Told
from autoforge_envs.episode.denials import proposes_nothing

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

COUNTS = ("Quantity", "Number", "Percentage")
"""Types of facts that a number in a name might be taken for."""

_NUMBERED = re.compile(r'"([^\W\d_][^"\\\d,;:.]{1,60} [0-9]{1,4})"(?!\s*:)')
"""A text in JSON that begins with a letter and ends with a number, and has no other."""

_COUNTING = frozenset(
    """
    about at by each every for from has have is least limit max maximum min minimum most no number
    of only over per size than to total under until up with within
    """.split()
)
"""Words with which such a text is no name: "up to 12"."""

_WORD = re.compile(r"[^\W\d_]{2,}")

_NOT_KNOWING = re.compile(
    r"\b(?:no (?:idea|clue|preference)|not (?:sure|certain)|nothing (?:at|to) hand"
    r"|(?:do not|don['’]t|didn['’]t|did not) (?:know|have|mind|remember|recall|care)"
    r"|(?:can['’]t|cannot|can not|couldn['’]t) (?:tell|say|remember|recall|find))\b",
    re.IGNORECASE,
)
"""With these words a user does not know or mind something, and says no to nothing."""

_TURNING_DOWN = re.compile(
    r"(?<![^\W_])(?:no|nope|nah|not|never|nothing|wrong|instead|stop|wait)(?![^\W_])|n['’]t\b",
    re.IGNORECASE,
)


def is_told(text: str, fact: Told, names: Iterable[str] = ()) -> bool:
    """Tell whether a message tells a fact: states its value, and not among a flood of others.

    Args:
        text: A message of the agent.
        fact: What is to be told.
        names: Names with numbers, which are no numbers of anything: "Central 12".
    """
    if fact.type in COUNTS:
        text = _without(text, names, fact.label)
    if fact.type == "Quantity" and _IN_A_ROW.search(fact.label):
        text = place_in_figures(text)
    if not states(text, fact.type, fact.value):
        return False
    most = _most_values(fact)
    return most is None or len(set(mentioned_values(text, fact.type))) <= most


def _without(text: str, names: Iterable[str], label: str) -> str:
    """Take names out of a text but those that a label speaks of: the table number of "Table 4"."""
    own, low = _words(label), text.lower()
    for name in names:
        parts = name.split()
        if parts[0].lower() in low and own.isdisjoint(_words(name)):
            spaced = r"\s+".join(map(re.escape, parts))
            text = re.sub(rf"(?<!\w){spaced}(?![.,]?\w)", " ~ ", text, flags=re.IGNORECASE)
    return text


def numbered_names(text: str) -> list[str]:
    """Return the names that end with a number among the values of a tool's result.

    Args:
        text: The result, as JSON.
    """
    return [name for name in _NUMBERED.findall(text) if _COUNTING.isdisjoint(_words(name))]


def _words(text: str) -> set[str]:
    return set(_WORD.findall(text.lower()))


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


def proposes(text: str, tools: Collection[str] = ()) -> bool:
    """Tell whether a message can be said yes to: it is no dump, and does not deny all it names.

    Args:
        text: A message of the agent.
        tools: Names of tools whose deeds need a yes.
    """
    if len(set(mentioned_values(text, "Identifier"))) > MAX_IDENTIFIERS_IN_A_PROPOSAL:
        return False
    return not proposes_nothing(text, tools)


def turns_down(text: str) -> bool:
    """Tell whether words of the user may turn down what was proposed before."""
    return _TURNING_DOWN.search(_NOT_KNOWING.sub(" ", text)) is not None
