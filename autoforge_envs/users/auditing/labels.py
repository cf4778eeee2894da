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

_ATTRIBUTES = frozenset(
    """
    alias allergen allergy apartment badge barcode birthplace buzzer citizenship complexion
    denomination dependant diet disability dob employment ethnicity expiry forebear gp guarantor
    guardian hair handle heritage hobby identity imei income insurer ip keyword kin landlord locker
    login medication mph nickname origin parish password pharmacy physician politics pronoun
    pseudonym qualification religion role salary screenname serial solicitor speciality specialty
    spouse ssn surname therapist tier twitter username vin visa wage wifi zodiac
    """.split()
)
"""What else a person has that may be told; it counts where a value is told of it."""

_PERHAPS = frozenset(
    """
    answer block branch building bus car cat center centre class clue color colour company contract
    cousin customer daughter degree dentist department desk doctor dog drink exchange eye father
    firm flat food gate generation grade group gym hall height hint husband instruction insurance
    invoice key lane language letter level line lock make manager membership meter model mother
    motto parking pet phrase plan plate platform policy preference question rank reference room
    route row school score seat section shirt shoe side sign size son spot station status stop
    subscription team theme ticket time tower track unit university vehicle ward weight width wife
    zone
    """.split()
)
"""The same for common words: they count only as the user's own, or of a value with digits."""

_MADE_SURE = frozenset(
    """
    answer class clue color colour department eye grade group hint instruction letter level
    membership model motto phrase plate platform policy preference question rank reference score
    seat sign size spot stop tier unit zone
    """.split()
)
"""Those of them that are sure with a word before: "blood group"."""

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

_COUNTING = frozenset("all every few first last next other same second several whole".split())
"""Words that make no label of a common word: "last year", "the same place"."""

_MOST_MODIFIERS = 3
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_ONLY_SPACE = re.compile(r"\s*")
_OF = re.compile(r"\s+of\s+(?:the |my )?([^\W\d_]+)")
FILLERS = frozenset("number no nr id".split())


@dataclass(frozen=True, slots=True)
class Label:
    """A label in a sentence: its words, and where it stands.

    Attributes:
        is_sure: Whether it is hardly ever anything else.
    """

    words: frozenset[str]
    start: int
    end: int
    is_sure: bool = True

    def is_of(self, fact: Fact) -> bool:
        """Tell whether it may be this fact's: it says nothing that the fact's label does not."""
        own = frozenset(_plain(word) for word in fact.label.lower().replace("-", " ").split())
        return self.words - FILLERS <= own and not self.words.isdisjoint(own)


def labels_in(text: str) -> list[Label]:
    """Find the labels in a text, in lower case or not."""
    return _find(text, _HEADS)


def attributes_in(text: str) -> list[Label]:
    """Find the labels in a text, and whatever else may have a value if one is told of it."""
    return _find(text, _HEADS | _ATTRIBUTES | _PERHAPS)


def _find(text: str, heads: frozenset[str]) -> list[Label]:
    low = text.lower()
    words = [match for match in _WORD.finditer(low) if len(match[0]) <= LONGEST_WORD]
    found = (_read_label(low, words, at, heads) for at in range(len(words)))
    return _longest([label for label in found if label is not None])


def foreign_labels(labels: Sequence[Label], facts: Sequence[Fact]) -> list[Label]:
    """Return the labels that are of none of some facts."""
    return [label for label in labels if not any(label.is_of(fact) for fact in facts)]


def _head(word: str, heads: frozenset[str]) -> str | None:
    """Return the name of a piece of information that a word is or ends with."""
    if word.isalpha():
        one = word if word in heads else word.removesuffix("s")
        return one if one in heads and (one == word or one in _PERHAPS) else None
    plain = word.replace("’", "'").removesuffix("'s")
    if plain in heads:
        return plain
    last = plain.rsplit("-", 1)[-1]
    return last if last in heads else None


def _read_label(
    low: str, words: Sequence[re.Match[str]], at: int, heads: frozenset[str]
) -> Label | None:
    """Read a label at its head: up to three words before it, and "of ..." behind it."""
    head = _head(words[at][0], heads)
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
    if head in _QUALIFIED and modifiers <= _COUNTING:
        return None
    sure = head in _HEADS or head in _ATTRIBUTES or (head in _MADE_SURE and bool(modifiers))
    parts = frozenset(part for word in (*modifiers, head) for part in word.split("-"))
    return Label(parts, words[first].start(), end, sure)


def _belongs(low: str, pair: Sequence[re.Match[str]]) -> bool:
    """Tell whether a word stands right before another and tells which one is meant."""
    before, word = pair
    near = _ONLY_SPACE.fullmatch(low, before.end(), word.start()) is not None
    return near and _plain(before[0]) not in _STOPPERS and not before[0][0].isdigit()


def _longest(labels: Sequence[Label]) -> list[Label]:
    """Leave out labels inside others: "mobile" in "mobile number"."""
    longest: list[Label] = []
    end = 0
    for label in sorted(labels, key=lambda label: (label.start, -label.end)):
        if label.end > end:
            longest.append(label)
            end = label.end
    return longest


def _plain(word: str) -> str:
    return word.replace("’", "'").removesuffix("'s")
