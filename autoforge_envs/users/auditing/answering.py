"""Answers that are not the value asked for: a number, an amount, a day, or a word for a secret."""

import re
from collections.abc import Sequence

from autoforge_envs.domain.mentions import mentioned_values, mentions
from autoforge_envs.domain.tasks import Fact
from autoforge_envs.users.auditing.naming import GREETING, NO_CLAIM, Claim
from autoforge_envs.users.auditing.sentences import BLANK, Sentence, says_nothing
from autoforge_envs.users.vocabulary import is_common, label_words, words_of

_COUNTED = frozenset("Quantity Number Percentage Money Date".split())
_NUMBER = re.compile(
    r"\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|"
    r"sixty|seventy|eighty|ninety|hundred|dozen)\b"
)
"""What every number in a sentence has; "one" is hardly ever meant as one."""

_PROPOSES = re.compile(r"^\W*(?:how about|what about|maybe|perhaps|could it be|can it be)\b")
_MOST_BESIDES = 3
"""Words that an answer is about beside a number."""

_WORDS_OF_A_SECRET = 2
_LONGEST = 4
"""Words of an answer that tells a secret, its label left out."""


def has_number(sentence: Sentence) -> bool:
    """Tell quickly whether there is any number in a sentence beside the user's own values."""
    return _NUMBER.search(sentence.rest.lower()) is not None


def miscounted(
    sentence: Sentence, unanswered: Sequence[Fact], asked: Sequence[Fact]
) -> Claim | None:
    """Another number, amount or day than any asked for, told where one is still unanswered."""
    low = sentence.text.lower().replace("’", "'")
    if not _PROPOSES.search(low) and NO_CLAIM.search(low):
        return None
    about = [word for word in sentence.novel if not any(c.isdigit() for c in word)]
    if len(about) > _MOST_BESIDES:
        return None
    for fact in unanswered:
        values = mentioned_values(sentence.rest, fact.type) if fact.type in _COUNTED else []
        if counts_its_label(fact, sentence.text):
            continue
        if len(set(values)) == 1 and not any(each.value in values for each in asked):
            return Claim(fact, sentence.text, "counted_answer", told=False)
    return None


def counts_its_label(fact: Fact, text: str) -> bool:
    """Tell whether a number is told of the very things that its label counts.

    "One hundred" is 100, and one where hundreds are asked for.
    """
    counted = [re.escape(word.removesuffix("s")) for word in sorted(label_words(fact.label))]
    if not counted or fact.type not in ("Quantity", "Number"):
        return False
    before = re.finditer(rf"(\S+)\s+(?:{'|'.join(counted)})s?\b", text.lower())
    return any(mentions(f"{match[1]} pieces", fact.type, fact.value) for match in before)


def other_secret(sentence: Sentence, asked: Sequence[Fact]) -> Claim | None:
    """A word or two, and nothing else that says anything, where a secret was asked for."""
    secret = next((fact for fact in asked if fact.type == "Secret"), None)
    low = sentence.text.lower().replace("’", "'")
    if secret is None or NO_CLAIM.search(low) or GREETING.search(low):
        return None
    given = frozenset((*label_words(secret.label), BLANK.strip()))
    words = [word for word in words_of(sentence.rest) if word not in given]
    about = [word for word in words if not is_common(word)]
    if not words or len(words) > _LONGEST or words[0].partition("'")[0] == "i":
        return None
    if not 0 < len(about) <= _WORDS_OF_A_SECRET or any(map(says_nothing, about)):
        return None
    if not all(word in sentence.novel for word in about):
        return None
    return Claim(secret, sentence.text, "answer_in_words")
