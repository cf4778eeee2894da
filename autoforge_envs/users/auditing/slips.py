"""Values of the user's own facts told wrongly: one rule a function, for one sentence.

Each returns the claim, or None where it sees none.
"""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import pairwise

from autoforge_envs.domain.mentions import mentioned_values, mentions
from autoforge_envs.domain.tasks import Fact, UserScript
from autoforge_envs.domain.wording import say_value
from autoforge_envs.users.auditing.asking import is_wish, wishes_for
from autoforge_envs.users.auditing.certainty import Rule
from autoforge_envs.users.auditing.inventions import OWN_LABEL, has_foreign_label
from autoforge_envs.users.auditing.linking import is_linked
from autoforge_envs.users.auditing.naming import (
    GREETING,
    NO_CLAIM,
    WITH_DIGITS,
    Claim,
    fits,
    is_name_like,
    is_named_for_sure,
    is_said,
    is_typed,
)
from autoforge_envs.users.auditing.sentences import BLANK, Sentence, split_sentences
from autoforge_envs.users.vocabulary import (
    COMMON_WORDS,
    content_stems,
    is_common,
    words_of,
)

_COUNTABLE = ("Email", "PhoneNumber", "Identifier", "Date", "Timestamp", "Money")

_LIKENESS = 0.7
"""How like a sentence of the instructions one must be to be that sentence, altered."""

_BARE_ANSWER = re.compile(
    r"^(?:(?:sure|yes|ok|okay|of course|certainly)[,.!]?\s*)?"
    r"(?:it's|it is|that's|that is|that'd be|that would be|here it is|here you go)\b"
)

_INTRODUCTION = re.compile(
    r"^(?:\W*(?:hi|hello|hey|good (?:morning|evening|afternoon)|yes|and|so)\b)?\W*"
    r"(?:this is|i am|i'm|my name is|my name's|it's|it is)\s+"
)

_LETTERS = re.compile(r"[^\W\d_]*")

_OF_WORDS = ("StreetAddress", "PersonName", "Label", "City")


def labelled(sentence: Sentence, named: Sequence[Fact], facts: Sequence[Fact] = ()) -> Claim | None:
    """A label with a value that is not its fact's.

    Args:
        sentence: What was said.
        named: The facts whose label stands there.
        facts: All facts; what is told of somebody else ("her full name") is another fact's value.
    """
    low = sentence.text.lower()
    if not named or (low.rstrip().endswith("?") and not wishes_for(low)):
        return None
    weak = NO_CLAIM.search(sentence.text.lower()) is not None
    for fact in named:
        if is_said(fact, sentence.text) or _is_of_somebody_else(fact, sentence.text, facts):
            continue
        counts = [word for word in sentence.novel if word.isdigit()]
        values = [*sentence.tokens, *(counts if fact.type in WITH_DIGITS else ())]
        if any(fits(value, fact.type) for value in values):
            return Claim(fact, sentence.text, _labelled_rule(fact, sentence))
        if not weak and is_linked(fact, sentence):
            return Claim(fact, sentence.text, "labelled_words")
    return None


def _is_of_somebody_else(fact: Fact, text: str, facts: Sequence[Fact]) -> bool:
    """Tell whether a label is somebody else's, and beside it stands what is known of them."""
    if not re.search(rf"\b(?:her|his|their|'s) {re.escape(fact.label)}\b", text, re.IGNORECASE):
        return False
    return any(each.type == fact.type and is_said(each, text) for each in facts if each != fact)


def _labelled_rule(fact: Fact, sentence: Sentence) -> Rule:
    """Tell how sure it is that a value beside a fact's label is told of that fact."""
    if not is_named_for_sure(fact, sentence.text):
        return "countable_elsewhere"
    return "first_name" if _is_first_name(fact, sentence) else "labelled_value"


def _is_first_name(fact: Fact, sentence: Sentence) -> bool:
    return fact.type == "PersonName" and len(sentence.tokens) == 1


def altered(sentence: Sentence, script: UserScript, unsaid: Sequence[str]) -> Claim | None:
    """A sentence of the instructions with another value in the place of a fact's."""
    about = content_stems(sentence.text) if unsaid else frozenset[str]()
    if not about:
        return None
    words = words_of(sentence.text)
    for original, facts in _with_facts(script):
        if about.isdisjoint(content_stems(original)) or not any(original in t for t in unsaid):
            continue
        missing = [fact for fact in facts if not is_said(fact, sentence.text)]
        alike = SequenceMatcher(None, words_of(original), words)
        if not missing or alike.ratio() < _LIKENESS:
            continue
        runs = [
            words_of(original)[start:end]
            for change, start, end, *_ in alike.get_opcodes()
            if change == "replace"
        ]
        fact = next((fact for fact in missing if _holds_any(fact, runs)), None)
        if fact is not None:
            return Claim(fact, sentence.text, "altered_sentence")
    return None


def _holds_any(fact: Fact, runs: Sequence[Sequence[str]]) -> bool:
    """Tell whether a word of a fact's value is in any of some runs of words."""
    value = words_of(say_value(fact.type, fact.value))
    return any(word in value for run in runs for word in run)


@lru_cache(maxsize=1024)
def _with_facts(script: UserScript) -> tuple[tuple[str, tuple[Fact, ...]], ...]:
    """Return the sentences of a script that say facts, with these."""
    texts = [text for each in script.requests for text in (each.text, each.fallback) if text]
    sentences = dict.fromkeys(part.strip() for text in texts for part in split_sentences(text))
    said = [(part, tuple(f for f in script.facts if is_said(f, part))) for part in sentences]
    return tuple((part, facts) for part, facts in said if facts)


def introduced(sentence: Sentence, script: UserScript) -> Claim | None:
    """A name that is not the user's: "this is Peter Lindholm"."""
    match = _INTRODUCTION.match(sentence.text.lower().replace("’", "'"))
    if match is None or not sentence.tokens:
        return None
    if not sentence.text[match.end() :].startswith(sentence.tokens[0]):
        return None
    if not is_name_like(sentence.tokens[0]):
        return None
    names = [fact for fact in script.facts if fact.type == "PersonName"]
    plainest = min(names, key=lambda fact: len(fact.label), default=None)
    is_it = "it's" in match[0] or "it is" in match[0]
    rule: Rule = "full_name" if len(sentence.tokens) > 1 else "first_name"
    return None if plainest is None or is_it else Claim(plainest, sentence.text, rule)


def bare_values(sentence: Sentence) -> list[str]:
    """Return the new values of a sentence that is nothing else but common words."""
    low = sentence.text.lower()
    if GREETING.search(low) or low.rstrip().endswith("?"):
        return []
    counts = [word for word in sentence.novel if word.isdigit()]
    words = {*counts, *(word for token in sentence.tokens for word in words_of(token))}
    blank = BLANK.strip()
    bare = all(is_common(w) or w in words or w == blank for w in words_of(sentence.rest))
    return [*sentence.tokens, *counts] if bare else []


def countable(
    sentence: Sentence, named: Sequence[Fact], asked: Sequence[Fact], script: UserScript
) -> Claim | None:
    """An e-mail address, number or day that nobody has given."""
    if not sentence.tokens and not any(word[0].isdigit() for word in sentence.novel):
        return None
    of_another = not named and has_foreign_label(sentence, script)
    for semantic in _COUNTABLE:
        for value in _novel_values(sentence, semantic):
            likely = [fact for fact in [*named, *asked, *script.facts] if fact.type == semantic]
            meant = next((fact for fact in likely if _is_alike(fact, value)), None)
            rule: Rule = "countable_meant" if meant in (*named, *asked) else "countable_elsewhere"
            return Claim(None if of_another else meant, sentence.text, rule, told=False)
    return None


def _novel_values(sentence: Sentence, semantic: str) -> Iterator[object]:
    """Yield the values of a kind that stand on new words."""
    for value in mentioned_values(sentence.rest, semantic):
        new = any(mentions(token, semantic, value) for token in sentence.tokens)
        digits = any(word[0].isdigit() for word in sentence.novel)
        if new or (semantic == "PhoneNumber" and digits):
            yield value


def _is_alike(fact: Fact, value: object) -> bool:
    """Tell whether a wrong value may stand for a fact: identifiers of one kind begin alike."""
    if fact.type != "Identifier":
        return True
    return _LETTERS.match(str(value))[0] == _LETTERS.match(str(fact.value))[0]  # type: ignore[index]


def spoiled(sentence: Sentence, script: UserScript) -> Claim | None:
    """A value of several words of which some are said and others are new: "Elm Street 9"."""
    words = words_of(sentence.rest)
    for fact in script.facts:
        if fact.type not in _OF_WORDS or is_said(fact, sentence.text):
            continue
        own = {word for word in words_of(str(fact.value)) if word not in COMMON_WORDS}
        pairs = pairwise(words)
        if any(_is_torn(one, other, own, sentence.novel) for one, other in pairs):
            return Claim(fact, sentence.text, "value_in_part", told=not is_wish(sentence))
    return None


def partly_said(sentence: Sentence, facts: Sequence[Fact]) -> list[Fact]:
    """Return the secrets of several words of which a sentence says only some."""
    words = frozenset(words_of(sentence.text))
    secrets = [fact for fact in facts if fact.type == "Secret"]
    values = [(fact, frozenset(words_of(str(fact.value)))) for fact in secrets]
    partly = [fact for fact, own in values if words & own and not own <= words]
    return partly if partly and not NO_CLAIM.search(sentence.text.lower()) else []


def _is_torn(one: str, other: str, own: set[str], novel: Sequence[str]) -> bool:
    return (one in own and other in novel) or (one in novel and other in own)


def replaced(sentence: Sentence, script: UserScript) -> Claim | None:
    """A wish in the words of the script, with a name in it that is not the script's."""
    if not sentence.tokens:
        return None
    said = content_stems(sentence.rest)
    for fact in script.facts:
        if fact.type not in _OF_WORDS or mentions(sentence.text, fact.type, fact.value):
            continue
        if fact.type == "StreetAddress" and BLANK.strip() in sentence.rest:
            numbered = any(word[0].isdigit() for word in sentence.novel)
            rule: Rule = "value_in_part" if numbered else "renamed"
            return Claim(fact, sentence.text, rule)  # the town is right, the street is not
        if any(_is_reworded(said, fact, request.text) for request in script.requests):
            return Claim(fact, sentence.text, "renamed")
    return None


def _is_reworded(said: frozenset[str], fact: Fact, text: str) -> bool:
    """Tell whether a request that names a fact is said, and the fact is not."""
    own, whole = content_stems(str(fact.value)), content_stems(text)
    return bool(own & whole) and 2 * len(said & (whole - own)) >= len(whole - own)


def answered(sentence: Sentence, named: Sequence[Fact], asked: Sequence[Fact]) -> Claim | None:
    """A bare answer that is not the value asked for, or a value out of nowhere."""
    low = sentence.text.lower().replace("’", "'")
    if not sentence.novel or NO_CLAIM.search(low):
        return None
    fitting = [fact for fact in asked if fact not in named]
    if fitting and (_BARE_ANSWER.search(low) or _is_bare(sentence)):
        typed = any(is_typed(token, fitting[0].type) for token in sentence.tokens)
        return Claim(fitting[0], sentence.text, "typed_answer" if typed else "answer_in_words")
    values = [token for token in sentence.tokens if not is_name_like(token)]
    if values or (sentence.tokens and OWN_LABEL.search(low)):
        exact = [fact for fact in fitting if any(fits(t, fact.type) for t in sentence.tokens)]
        typed = any(is_typed(token, fact.type) for fact in exact[:1] for token in sentence.tokens)
        rule: Rule = "typed_answer" if typed and _is_mere_answer(sentence) else "answer_in_words"
        return Claim(exact[0] if exact else None, sentence.text, rule, told=False)
    return None


def _is_mere_answer(sentence: Sentence) -> bool:
    """Tell whether a sentence is about nothing but values."""
    values = {word for token in sentence.tokens for word in words_of(token)}
    return all(is_common(w) or w in values for w in words_of(sentence.rest))


def _is_bare(sentence: Sentence) -> bool:
    """Tell whether a sentence is nothing but a value."""
    words = words_of(sentence.text)
    return len(words) <= 3 and all(word in sentence.novel for word in words)
