"""Whether a prose text states a value: it says so, and neither denies it nor leaves it open.

A statement that is missed costs an honest agent its reward, so only plain cases are left out:

- What is denied right before the value: "it isn't 49.90", "not 40.00 but 49.90".
- Amounts and dates joined by "or", or after "either", "one of these" and "between", unless a
  condition follows: "12.50, or 15.00 if you pay by card". Small numbers in a bare row of four.
- "On" and "off" as prepositions ("on my screen"), or both as alternatives.

A negative sum of money is also stated without its sign, in a sentence that says that it goes back
to the customer, or is less.
"""

import re
from collections.abc import Iterator, Sequence

from autoforge_envs.domain.mentions import amount_spans, mentions
from autoforge_envs.domain.spellings.amounts import Amount
from autoforge_envs.domain.spellings.dates import dates
from autoforge_envs.domain.spellings.folding import fold, plain

_BLANK = " ~ "
_MAX_IN_A_ROW = 3
"""Small numbers that may follow each other with nothing but commas between them."""

_SMALL_NUMBERS = ("Quantity", "Number", "Percentage")
_SENTENCE_END = re.compile(r"[.!?;]\s|\n")

_GAP = re.compile(
    r"\*{0,2}(?: ?(?:%|percent))?[\"'*)]{0,3}\s{0,2}(?:[,/]\s{0,2})?(?P<word>(?:and/)?or |and )?"
    r"(?:(?:maybe|perhaps|possibly|even) )?(?:(?:on|the|at) )?[\"'*(]{0,3}"
)
_OPEN_BEFORE = re.compile(
    r"(?<![^\W_])(?:either|(?:one|any) of(?: (?:these|those|the following)(?: [a-z]+)?)?)"
    r"[:, ]{0,3}\Z"
)
_BETWEEN = re.compile(r"(?<![^\W_])(?<!difference )between \Z")
_CONDITION = re.compile(
    r"[\"'*),]{0,3} (?:if|when|unless|depending|with|without|including|after|before|by)(?![^\W_])"
)

_NOT = re.compile(
    r"(?<![^\W_])(?:not|never|neither|nor|no longer|[a-z]{2,7}n['’]t)(?![^\W_])", re.IGNORECASE
)
_MAX_DENIALS = 100  # of a message that are looked at
_MAX_DENIED = 160  # characters after a "not" that are looked at
_MAX_WORDS = 8  # of a denied value
_FILLERS = frozenset(
    "a an the on at in to be been of yet actually certainly definitely really exactly necessarily "
    "quite simply cost come equal have currently now called named eur euros usd gbp".split()
)
_TOKEN = re.compile(r"\S+")
_DENIAL_END = re.compile(
    r"(?:(?<=[.,;:!?])\s*|\s*\Z|[)\"'*]*[.,;:!?)]|\s*\n|\s+[-–—]|\s+(?:but|and|or|nor|as|because"
    r"|though|any ?more|any longer|at all)(?![^\W_]))"
)
_OTHER_WORD = re.compile(r"\s+(?!(?:per|each|for|more|less|twice|again|times|off|a)\b)\w+")

_IN_FAVOUR = re.compile(
    r"(?<![^\W_])(?:back|refund\w*|credit(?! card)(?:ed|s)?|return(?:ed|s)?|reimburs\w+|less"
    r"|cheaper|lower|reduc\w+|sav(?:e|es|ed|ing)|in your favou?r|to you|(?:owe|pay) you"
    r"|you(?:'ll| will| would)? (?:get|receive)(?! charged| billed))(?![^\W_])"
)
_NO_FAVOUR = re.compile(
    r"(?<![^\W_])(?:(?:no|not|without)(?: [a-z]+)? (?:refund\w*|credit\w*|reimburs\w+|less)"
    r"|you(?:'ll| will| would)? (?:(?:have|need) to )?(?:owe|pay)(?: [a-z]+)? "
    r"\W?[0-9][0-9.,]*+(?: [a-z]+)?(?! less| lower))(?<! less)(?<! lower)(?![^\W_])"
)

_LATER = (
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|march|april|may|june|july|august"
    r"|september|october|november|december|[0-9]\w*"
)
_NO_SWITCH = re.compile(
    r"(?<![^\W_])(?:on(?: or |/)off|off(?: or |/)on"
    r"|(?:add|based|depend\w*|rely|later|early|so|go|going|hold|carry|from now)[ -]on"
    r"|(?:as of|effective) (?:right )?now on"
    r"|(?<!turned )(?<!switched )(?<!set to )(?:on(?= (?:my|your|our|their|its|his|her|the|an?|this"
    r"|that|each|every|which|what|it|them|me|us|you|behalf|hold|time|board|top"
    rf"|{_LATER})(?![^\W_]))"
    r"|off(?= (?:my|your|our|the|its)(?![^\W_]))))(?![^\W_]|-)",
    re.IGNORECASE,
)
_SWITCHED = {
    "on": re.compile(r"(?<![^\W_])(?:enabled|activated)(?![^\W_])", re.IGNORECASE),
    "off": re.compile(r"(?<![^\W_])(?:disabled|deactivated)(?![^\W_])", re.IGNORECASE),
}


def states(text: str, semantic: str, value: object) -> bool:
    """Whether a text states a value. Takes time in proportion to the text's length.

    Args:
        text: Any text at all.
        semantic: Name of the value's semantic type, "Choice" for a literal.
        value: The value as a domain holds it: money in whole cents, dates in ISO form.

    Raises:
        ValueError: No semantic type has this name.
        TypeError: The value is not of the Python type that its semantic type has.
    """
    if semantic in ("Choice", "Label") and isinstance(value, str) and value in _SWITCHED:
        text = _SWITCHED[value].sub(value, _NO_SWITCH.sub(_BLANK, plain(text)))
    if not _says(text, semantic, value):
        return False
    text = _settled(text, semantic)
    for reading in _readings(semantic, value):
        text = _affirmed(text, semantic, reading)
    return _says(text, semantic, value)


def _readings(semantic: str, value: object) -> tuple[object, ...]:
    """The value, and a negative sum of money also without its sign."""
    if semantic == "Money" and isinstance(value, int) and value < 0:
        return value, -value
    return (value,)


def _says(text: str, semantic: str, value: object) -> bool:
    if mentions(text, semantic, value):
        return True
    unsigned = _readings(semantic, value)[1:]
    if not unsigned:
        return False
    sentences = [_NO_FAVOUR.sub(_BLANK, each) for each in _SENTENCE_END.split(fold(text))]
    return any(
        _IN_FAVOUR.search(sentence) and mentions(sentence, semantic, reading)
        for reading in unsigned
        for sentence in sentences
    )


def _settled(text: str, semantic: str) -> str:
    """The text without the amounts or dates that it leaves open."""
    folded = fold(text)
    spans = _spans(folded, semantic)
    if len(spans) < 2:
        return text
    parts, end = [], 0
    for run in _runs(folded, spans):
        if _is_open(folded, run, semantic):
            parts += [folded[end : run[0].start], _BLANK]
            end = run[-1].end
    return "".join([*parts, folded[end:]])


def _spans(folded: str, semantic: str) -> list[Amount]:
    """Amounts, or dates as numbers of month and day, in order of their places."""
    if semantic != "Date":
        return amount_spans(folded, semantic)
    return [Amount(each.start, each.end, each.month * 100 + each.day) for each in dates(folded)]


def _runs(folded: str, spans: Sequence[Amount]) -> Iterator[list[Amount]]:
    """Group amounts with nothing but commas, "and" and "or" between them."""
    run: list[Amount] = []
    for span in spans:
        if (
            run
            and span.start >= run[-1].end
            and not _GAP.fullmatch(folded, run[-1].end, span.start)
        ):
            yield run
            run = []
        run.append(span)
    if run:
        yield run


def _is_open(folded: str, run: Sequence[Amount], semantic: str) -> bool:
    """Whether a run of amounts says that it is one of them, without saying which."""
    num_values = len({span.value for span in run})
    num_places = len({span.start for span in run})
    inside = folded[run[0].start : run[-1].end]
    joined_by_or = " or " in inside or "/or " in inside
    if num_values < 2 or (num_places < 2 and not joined_by_or):
        return False
    if semantic in _SMALL_NUMBERS and num_values > _MAX_IN_A_ROW:
        return True
    before = folded[max(0, run[0].start - 60) : run[0].start]
    if semantic != "Date" and _BETWEEN.search(before):
        return True
    is_choice = joined_by_or or bool(_OPEN_BEFORE.search(before))
    return is_choice and not _CONDITION.match(folded, run[-1].end)


def _affirmed(text: str, semantic: str, value: object) -> str:
    """The text without this value where it is denied."""
    if semantic == "Flag":  # "not" is how a flag is told
        return text
    simple = plain(text)
    parts, end = [], 0
    for count, match in enumerate(_NOT.finditer(simple)):
        denied = _denied(simple, match.end(), semantic, value) if count < _MAX_DENIALS else None
        if denied and denied[0] >= end:
            parts += [simple[end : denied[0]], _BLANK]
            end = denied[1]
    return "".join([*parts, simple[end:]]) if parts else text


def _denied(text: str, start: int, semantic: str, value: object) -> tuple[int, int] | None:
    """The place of a value right after a "not", where its clause ends with it."""
    words = list(_TOKEN.finditer(text, start, start + _MAX_DENIED))
    for at, word in enumerate(words):
        end = _end_of_value(text, [each.span() for each in words[at:]], semantic, value)
        if end is not None:
            other = _OTHER_WORD.match(text, end)
            ends = _DENIAL_END.match(text, end) or (other and _DENIAL_END.match(text, other.end()))
            return (word.start(), end) if ends else None
        if word[0].casefold() not in _FILLERS:
            return None
    return None


def _end_of_value(
    text: str, words: Sequence[tuple[int, int]], semantic: str, value: object
) -> int | None:
    """Where a value ends that starts with the first of these words; None if none does."""
    start = words[0][0]
    for at, (_, end) in enumerate(words[:_MAX_WORDS]):
        if mentions(text[start:end], semantic, value):
            rest = text[words[1][0] : end] if at else ""
            return None if rest and mentions(rest, semantic, value) else end
    return None
