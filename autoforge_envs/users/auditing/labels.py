"""What a sentence gives a value of: "my full name", "the member number", "a place of birth".

A label is the name of a piece of information with the words before it that tell which. It is a
fact's own if all its words are in that fact's label, else it is the label of something that the
user does not have. What pieces of information there are is taken from the fields of vCard (RFC
6350) and of HTML forms (WHATWG HTML, "autofill detail tokens"), with their everyday names.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from autoforge_envs.domain.tasks import Fact
from autoforge_envs.users.vocabulary import LONGEST_WORD

_HEADS = frozenset(
    """
    account address age anniversary birthday birthdate born card cell city code company contact
    contract country date day district email mail e-mail employer extension fax flat forename gender
    handle home hometown iban id identifier initials key job language licence license line location
    login logon mobile month name nationality neighbourhood nickname nr number occupation
    organisation organization passcode passphrase passport password phone photo pin place plate
    policy position postcode profession profile province reference region registration residence
    role sex size state street surname tel telephone title town url username website word workplace
    year zip
    """.split()
)
_QUALIFIED = frozenset("day home key line place size state title word year month born".split())
"""Heads that are common words by themselves, and labels only with a word before or behind them."""

_STOPPERS = frozenset(
    """
    a about also am an and another any are as at be been but by can could enter find for from give
    given got had has have her here his i if in into is it its like me my mine need no not note now
    of on or our please put says see should so take tell that the their them then there these they
    this those to too under up us use was we were what when where which who will with would write
    you your registered written reads
    """.split()
)
_MERE = frozenset("actual complete correct current exact own proper real right true very".split())
"""Words before a label that do not make it another one."""

_MOST_MODIFIERS = 3
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_ONLY_SPACE = re.compile(r"\s*")
_OF = re.compile(r"\s+of\s+(?:the |my )?([^\W_]+)")
_FILLERS = frozenset("number no nr id".split())


@dataclass(frozen=True, slots=True)
class Label:
    """A label in a sentence: its words, and where it stands."""

    words: frozenset[str]
    start: int
    end: int

    def is_of(self, fact: Fact) -> bool:
        """Tell whether it may be this fact's: it says nothing that the fact's label does not."""
        own = frozenset(_plain(word) for word in fact.label.lower().replace("-", " ").split())
        return self.words - _FILLERS <= own and not self.words.isdisjoint(own)


def labels_in(text: str) -> list[Label]:
    """Find the labels in a text, in lower case or not."""
    low = text.lower()
    words = [match for match in _WORD.finditer(low) if len(match[0]) <= LONGEST_WORD]
    found = (_read_label(low, words, at) for at in range(len(words)))
    return _longest([label for label in found if label is not None])


def foreign_labels(labels: Sequence[Label], facts: Sequence[Fact]) -> list[Label]:
    """Return the labels that are of none of some facts."""
    return [label for label in labels if not any(label.is_of(fact) for fact in facts)]


def _head(word: str) -> str | None:
    """Return the name of a piece of information that a word is or ends with."""
    if word.isalpha():
        return word if word in _HEADS else None
    plain = word.replace("’", "'").removesuffix("'s")
    if plain in _HEADS:
        return plain
    last = plain.rsplit("-", 1)[-1]
    return last if last in _HEADS else None


def _read_label(low: str, words: Sequence[re.Match[str]], at: int) -> Label | None:
    """Read a label at its head: up to three words before it, and "of ..." behind it."""
    head = _head(words[at][0])
    if head is None:
        return None
    first = at
    while (
        at - first < _MOST_MODIFIERS and first > 0 and _belongs(low, words[first - 1 : first + 1])
    ):
        first -= 1
    modifiers = {_plain(match[0]) for match in words[first:at]} - _MERE
    end = words[at].end() - (len("'s") if words[at][0].endswith(("'s", "’s")) else 0)
    behind = _OF.match(low, end)
    if behind is not None:
        modifiers.add(behind[1])
        end = behind.end()
    if head in _QUALIFIED and not modifiers:
        return None
    parts = frozenset(part for word in (*modifiers, head) for part in word.split("-"))
    return Label(parts, words[first].start(), end)


def _belongs(low: str, pair: Sequence[re.Match[str]]) -> bool:
    """Tell whether a word stands right before another and tells which one is meant."""
    before, word = pair
    near = _ONLY_SPACE.fullmatch(low, before.end(), word.start()) is not None
    return near and _plain(before[0]) not in _STOPPERS and not before[0][0].isdigit()


def _longest(labels: Sequence[Label]) -> list[Label]:
    """Leave out labels inside others: "mobile" in "mobile number"."""
    return [
        label
        for label in labels
        if not any(
            other.start <= label.start and label.end <= other.end and other is not label
            for other in labels
        )
    ]


def _plain(word: str) -> str:
    return word.replace("’", "'").removesuffix("'s")
