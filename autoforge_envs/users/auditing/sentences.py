"""A user's words in sentences, with what its instructions and the agent have given told apart.

A truthful user says what its instructions hold or the agent has named. What is left is novel: new
words, and among them tokens that look like values (digits, an @, a capital inside a sentence).
"""

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from functools import lru_cache

from autoforge_envs.domain.mentions import mentioned_values
from autoforge_envs.domain.tasks import UserScript
from autoforge_envs.domain.wording import say_value
from autoforge_envs.users.auditing.respelled import without_respelled
from autoforge_envs.users.auditing.verb_forms import forms
from autoforge_envs.users.vocabulary import REMEMBERED_LENGTH, is_common, stem, words_of

_DIGITS_TO_STAND_OUT = 4
"""A number of so many digits is a value; a shorter one may count anything."""

_SHORTEST_ROOT = 4
_DERIVED = frozenset(
    """
    able al ance ation d ee en ence ent er ful ies ing ion ition ity ive ly ment ness or r y
    """.split()
)
"""Endings that make one word of another."""

_NUMBERED = re.compile(r"^[ \t]*\d{1,2}[.)][ \t]+(?=\S)", re.MULTILINE)
_BULLET = re.compile(r"^[ \t]*[-*•–][ \t]+(?=\S)", re.MULTILINE)
_SENTENCE_END = re.compile(r"(?<=[.!?;])\s+|\n+")
_TOKEN = re.compile(r"\+?\d[\d./-]*(?: \d[\d./-]*)+|[^\s,;:!?()\"“”]+")

_COURTESIES = frozenset(
    """
    alas amazing angel apart apologise apologize apology appreciated awful bear bloody bothering
    brief busy case cheer concerned confused crazy curious damn darling dearest desperate
    discretion embarrassing emergency except exception exceptions excuse fab fault forget
    forgive frankly fuss grateful haha hassle hesitate hurry interrupt interrupting intrude
    kindness least legend love luckily mention nervous nowhere nuisance obviously ouch patient
    per phew pity plainly pleasure relief relieved rush rushed sadly shame silly somehow star
    stupid sweet thankful trouble troublesome ugh under upon urgent urgently welcome whose
    worried worries
    """.split()
)
"""Words about the talk itself and how somebody feels about it, beside the common ones."""

BLANK = " ¤ "
"""Stands where a known value was said."""


@dataclass(frozen=True, slots=True, eq=False)
class Vocabulary:
    """The words that a script gives its user: stems, and texts that it may say as they stand.

    Attributes:
        uncut: Values that a full stop would cut in two.
        days: The days in them, which people write in many ways.
    """

    stems: frozenset[str]
    tokens: frozenset[str]
    texts: tuple[str, ...]
    values: tuple[str, ...]
    uncut: tuple[str, ...]
    days: frozenset[object]


class Heard:
    """What the agent has said and tools have told; it is read only when a word is in doubt."""

    def __init__(self) -> None:
        """Nothing yet."""
        self._unread: list[str] = []
        self._stems: set[str] = set()
        self._tokens: set[str] = set()

    def add(self, text: str) -> None:
        """Hear something."""
        self._unread.append(text)

    def has_word(self, stemmed: str) -> bool:
        """Tell whether a word was heard, in any of its forms."""
        self._read()
        return stemmed in self._stems

    def has_token(self, token: str) -> bool:
        """Tell whether this very token was heard, such as an e-mail address."""
        self._read()
        return token in self._tokens

    def _read(self) -> None:
        for text in self._unread:
            self._stems.update(stem(word) for word in words_of(text))
            self._tokens.update(_tokens(text.lower()))
        self._unread.clear()


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the user: as it was said, and with known values blanked out.

    Attributes:
        novel: Words in it that neither the script nor the agent has given.
        tokens: Those of them that look like values.
    """

    text: str
    rest: str
    novel: tuple[str, ...]
    tokens: tuple[str, ...]


@lru_cache(maxsize=1024)
def vocabulary_of(script: UserScript) -> Vocabulary:
    """Collect what a script lets its user say."""
    texts = [text for each in script.requests for text in (each.text, each.fallback) if text]
    values = [say_value(fact.type, fact.value) for fact in script.facts]
    intents = [request.intent.replace("_", " ") for request in script.requests]
    given = [script.name, *texts, *intents, *(fact.label for fact in script.facts), *values]
    return Vocabulary(
        stems=frozenset(
            stem(form) for text in given for word in words_of(text) for form in forms(word)
        ),
        tokens=frozenset(token for text in given for token in _tokens(text.lower())),
        texts=tuple(sorted(texts, key=len, reverse=True)),
        values=tuple(sorted((v for v in values if len(v) > 1), key=len, reverse=True)),
        uncut=tuple(value for value in values if _SENTENCE_END.search(value)),
        days=frozenset(day for text in given for day in mentioned_values(text, "Date")),
    )


def sentences_of(words: str, vocabulary: Vocabulary, heard: Heard) -> Sequence[Sentence]:
    """Cut words into sentences, with what the instructions say verbatim left out."""
    cut = _remembered if len(words) <= REMEMBERED_LENGTH else _cut
    sentences = cut(words, vocabulary)
    if not any(sentence.novel or sentence.tokens for sentence in sentences):
        return sentences
    return [_without_heard(sentence, heard) for sentence in sentences]


def split_sentences(text: str, whole: Sequence[str] = ()) -> list[str]:
    """Cut a text into its sentences.

    Args:
        text: Any text.
        whole: Values that are not cut, though they hold a full stop: "Mill Lane 3 Apt. 06".
    """
    if not any(value in text for value in whole):
        parts = _SENTENCE_END.split(text)
    else:
        pattern = "|".join(re.escape(value) for value in whole)
        spans = [match.span() for match in re.finditer(pattern, text)]
        ends = [match.span() for match in _SENTENCE_END.finditer(text)]
        free = [e for e in ends if not any(start < e[0] and e[1] < end for start, end in spans)]
        starts = [0, *(end for _, end in free)]
        parts = [text[at:to] for at, to in zip(starts, [e for e, _ in free] + [None], strict=True)]
    return [part for part in parts if part.strip(" ¤.,!?")]


def without_list_marks(words: str) -> str:
    """Leave out what marks the items of a list; a lone number before a line marks none."""
    if len(_NUMBERED.findall(words)) > 1:
        words = _NUMBERED.sub("", words)
    return _BULLET.sub("", words)


def _cut(words: str, vocabulary: Vocabulary) -> tuple[Sentence, ...]:
    words = without_list_marks(words)
    for text in vocabulary.texts:
        words = words.replace(text, "\n")
    for value in vocabulary.values:
        if value in words:
            words = _ending(value).sub(r"\g<0>\n", words)
    parts = split_sentences(words, vocabulary.uncut)
    return tuple(_read_sentence(text, vocabulary) for text in parts)


_remembered = lru_cache(maxsize=4096)(_cut)


def _read_sentence(text: str, vocabulary: Vocabulary) -> Sentence:
    """Find the words and values of a sentence that the script does not give."""
    rest = text
    for value in vocabulary.values:
        if value in rest:
            rest = _whole(value).sub(BLANK, rest)
    novel = _novel_words(rest, vocabulary)
    if novel:
        rest = without_respelled(rest, vocabulary.values, vocabulary.days, BLANK)
        novel = _novel_words(rest, vocabulary)
    if not novel and "@" not in rest:
        return Sentence(text, rest, (), ())
    new = frozenset(novel)
    starts = _ordinary_start(rest, new)
    tokens = tuple(
        token
        for token in _tokens(rest)
        if _looks_like_value(token, starts)
        and (_has_any(token, new) or ("@" in token and token.lower() not in vocabulary.tokens))
    )
    return Sentence(text, rest, novel, tokens)


def _novel_words(rest: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    return tuple(
        word
        for word in words_of(rest)
        if not says_nothing(word)
        and not any(_is_given(stem(form), vocabulary.stems) for form in forms(word))
    )


def says_nothing(word: str) -> bool:
    """Tell whether a word tells nothing: a common one, or a courtesy."""
    return is_common(word) or word in _COURTESIES


def _is_given(stemmed: str, given: Set[str]) -> bool:
    """Tell whether a word or one derived from it was given: "insured" and "insurance"."""
    if stemmed in given:
        return True
    return any(
        (stemmed.startswith(other) and stemmed[len(other) :] in _DERIVED)
        or (other.startswith(stemmed) and other[len(stemmed) :] in _DERIVED)
        for other in given
        if min(len(stemmed), len(other)) >= _SHORTEST_ROOT
    )


def _without_heard(sentence: Sentence, heard: Heard) -> Sentence:
    """Leave out the words and values that the agent or a tool has given."""
    novel = tuple(word for word in sentence.novel if not heard.has_word(stem(word)))
    new = frozenset(novel)
    tokens = tuple(
        token
        for token in sentence.tokens
        if _has_any(token, new) or ("@" in token and not heard.has_token(token.lower()))
    )
    return replace(sentence, novel=novel, tokens=tokens)


def _tokens(text: str) -> list[str]:
    return [token.strip(".'’-") for token in _TOKEN.findall(text)]


@lru_cache(maxsize=4096)
def _whole(value: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w@.+-]){re.escape(value)}(?![\w@-]|\.\w)")


def _ordinary_start(rest: str, novel: Set[str]) -> str:
    """Return the first word of a sentence, whose capital says nothing; "" if it begins a name."""
    first, _, behind = rest.lstrip(" ¤.,!?").partition(" ")
    second = behind.split(" ", 1)[0]
    both_new = _has_any(first, novel) and _has_any(second, novel)
    is_name = both_new and second[:1].isupper() and first.isalpha()
    return "" if is_name else first.rstrip(".,;:!?")


@lru_cache(maxsize=4096)
def _ending(value: str) -> re.Pattern[str]:
    """Find a value with which a sentence ends though no full stop says so."""
    return re.compile(rf"(?<![\w@.+-]){re.escape(value)}(?= [A-Z][a-z]* )")


def _has_any(token: str, words: Set[str]) -> bool:
    return any(word in words for word in words_of(token))


def _looks_like_value(token: str, sentence_start: str) -> bool:
    digits = sum(character.isdigit() for character in token)
    if "@" in token or digits >= _DIGITS_TO_STAND_OUT:
        return True
    letters = any(character.isalpha() for character in token)
    if digits and letters and not token[0].isdigit():
        return True
    return token[:1].isupper() and token != sentence_start and len(token) > 1
