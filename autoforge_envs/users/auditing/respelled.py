"""Known values in another spelling: days in figures, codes sign by sign.

Who is asked for a code may dictate it: "seven one four two", "T-E-R-R-A, dash, four zero". Signs
that stand in a row in a known value say nothing new, nor does "3.2.1952" of 3 February 1952.
"""

import re
from collections.abc import Iterator, Sequence, Set

from autoforge_envs.domain.spellings.dates import WrittenDate, dates
from autoforge_envs.domain.spellings.folding import fold

_ONES = {
    "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7",
    "eight": "8", "nine": "9",
}  # fmt: skip
_TENS = {
    "twenty": "2", "thirty": "3", "forty": "4", "fifty": "5", "sixty": "6", "seventy": "7",
    "eighty": "8", "ninety": "9",
}  # fmt: skip
_OTHERS = {"zero": "0", "oh": "0", "nought": "0", "ten": "10", "eleven": "11", "twelve": "12"}
_MARKS = frozenset("dash hyphen minus dot space".split())
_WORD = re.compile(r"[^\W_]+")
_BETWEEN = re.compile(r"[\s,.–-]*")
FEWEST_SIGNS = 3
"""Signs in a row that are a part of a value and no chance."""

SHORTEST_VALUE = 4
"""Letters and digits of a value that is looked for in other parts than it is written in."""

LONGEST = 400
"""Characters of the longest sentence that is read this closely."""

MOST_SIGNS = 32
"""Words in a row that are looked at together."""


def without_respelled(text: str, values: Sequence[str], days: Set[object], blank: str) -> str:
    """Put something in the place of known values that are spelled otherwise.

    Args:
        text: A sentence.
        values: The known values, in words.
        days: The known days, in ISO form.
        blank: What is put there.
    """
    if len(text) > LONGEST:
        return text
    text = _without_addresses(_without_days(text, days, blank), values, blank)
    return _without_signs(text, values, blank)


def _without_signs(text: str, values: Sequence[str], blank: str) -> str:
    runs = list(_runs(text))
    if not runs:
        return text
    known = ["".join(_WORD.findall(value.lower())) for value in values]
    beside = frozenset(_WORD.findall(text.lower()))
    for run in reversed(runs):
        part = _known_part(run, known, beside)
        if part:
            text = text[: part[0].start()] + blank + text[part[-1].end() :]
    return text


def _known_part(
    run: Sequence[re.Match[str]], known: Sequence[str], beside: Set[str]
) -> Sequence[re.Match[str]]:
    """Return a run if it is a part of a value, else the part of it that is a value.

    What is missing of a value may stand beside it: "100067 with a C in front".
    """
    said = _said(run)
    single = len(said) <= len(run)
    if len(said) >= FEWEST_SIGNS and single and any(said in value for value in known):
        return run
    whole = [value for value in known if len(value) >= SHORTEST_VALUE]
    for part in _parts(run):
        signs = _said(part)
        if len(signs) >= SHORTEST_VALUE and any(_completes(signs, v, beside) for v in whole):
            return part
    return ()


def _completes(signs: str, value: str, beside: Set[str]) -> bool:
    return signs == value or (
        2 * len(signs) > len(value) and value.endswith(signs) and value[: -len(signs)] in beside
    )


def _says_sign(word: str) -> bool:
    """Tell whether a word is a letter, has digits, says a number or is a mark in between."""
    low = word.lower()
    spoken = low in _ONES or low in _TENS or low in _OTHERS or low in _MARKS
    return spoken or len(word) == 1 or any(character.isdigit() for character in word)


def _runs(text: str) -> Iterator[list[re.Match[str]]]:
    """Yield the words that say signs, those in a row together."""
    run: list[re.Match[str]] = []
    for word in _WORD.finditer(text):
        says = _says_sign(word[0])
        joined = run and _BETWEEN.fullmatch(text, run[-1].end(), word.start())
        if run and not (says and joined and len(run) < MOST_SIGNS):
            yield run
            run = []
        run = [*run, word] if says else run
    if run:
        yield run


def _parts(run: Sequence[re.Match[str]]) -> Iterator[Sequence[re.Match[str]]]:
    """Yield the parts of a run, longer ones first."""
    for size in range(len(run), 0, -1):
        for start in range(len(run) - size + 1):
            yield run[start : start + size]


def _said(part: Sequence[re.Match[str]]) -> str:
    """Return the letters and digits that words say: "forty-two" are two digits."""
    words = [word[0].lower() for word in part]
    signs = []
    for word, behind in zip(words, [*words[1:], ""], strict=True):
        tens = f"{_TENS[word]}{'' if behind in _ONES else 0}" if word in _TENS else None
        signs.append(tens or _ONES.get(word) or _OTHERS.get(word) or word)
    return "".join(sign for sign in signs if sign not in _MARKS)


def _without_addresses(text: str, values: Sequence[str], blank: str) -> str:
    """Blank known e-mail addresses that are said: "ana dot ruiz at example dot com"."""
    for value in values:
        if "@" not in value:
            continue
        signs = {"@": r"\s*\W?(?:@|\bat\b)\W?\s*", ".": r"\s*(?:\.|\bdot\b)\s*"}
        pattern = "".join(signs.get(character) or re.escape(character) for character in value)
        text = re.sub(rf"(?<![\w.@])(?:{pattern})(?![\w@])", blank, text, flags=re.IGNORECASE)
    return text


def _without_days(text: str, days: Set[object], blank: str) -> str:
    folded = fold(text) if days else ""
    if not folded or len(folded) != len(text):  # then places in the one are none in the other
        return text
    written: dict[tuple[int, int], list[WrittenDate]] = {}
    for date in dates(folded):
        written.setdefault((date.start, date.end), []).append(date)
    free = len(text)
    for (start, end), readings in sorted(written.items(), reverse=True):
        if end <= free and any(_is_known(date, text[start:end], days) for date in readings):
            text = text[:start] + blank + text[end:]
            free = start
    return text


def _is_known(date: WrittenDate, written: str, days: Set[object]) -> bool:
    """Tell whether a date is one of some; of one whose year has two digits any century is."""
    if date.year is None:
        return any(str(day)[5:] == f"{date.month:02}-{date.day:02}" for day in days)
    iso = f"{date.year:04}-{date.month:02}-{date.day:02}"
    if str(date.year) in written:
        return iso in days
    return any(str(day)[2:] == iso[2:] for day in days)
