"""Numbers of things, and percentages, in a text."""

import re
from collections.abc import Sequence

from autoforge_envs.domain.spellings.amounts import (
    Amount,
    cents_after,
    currency_after,
    currency_before,
    is_percent,
    is_spoken_of,
    signs,
)
from autoforge_envs.domain.spellings.numerals import Numeral

_PERCENT_CUE = re.compile(r"(?<![^\W_])(?:percentages?|discount\w*|rate|share)(?![^\W_])")
_CODE_BEFORE = re.compile(
    r"(?<![^\W_])(?:code|postcode|zip|version|pin|digits|end(?:ing|s))(?: is|:| in| with)? ?\Z"
)
# "order number 10", "option 2": not so many, but that one.
_LABEL_BEFORE = re.compile(
    r"(?:#|(?<![^\W_])(?:number|no\.|id|item|option|step|room|page|level|floor|gate|seat|table"
    r"|section|line|apartment|apt\.?|suite|size) )\Z"
)
_STREET_AFTER = re.compile(
    r"(?: (?!(?:to|at|on|in|from|for|and|of|the|items?) )[a-z.']{1,20}){1,2}"
    r" (?:street|road|avenue|lane|drive|boulevard|square|st|rd|ave|blvd)(?![^\W_])"
)
_TIMES = re.compile(r"x(?<![^\W_]x)(?<!-x)([1-9][0-9]{0,2})(?![\w@-]|[.,:/][0-9])")
# Words for one and two that count only where a number of things is asked for. "Once" is more often
# "as soon as", "both" may only join two words ("both fast and cheap").
_COUNTING_WORDS = {
    1: re.compile(
        r"(?<![^\W_])(?<!at )(?<!than )(?<!or )once"
        r"(?=[)\"'*]*(?:\Z|[.,;:!?\n]| (?:already|so far|before|since|and|but)(?![^\W_])))"
    ),
    2: re.compile(
        r"(?<![^\W_])(?:(?<!or )(?<!than )twice(?! (?:as|or)(?![^\W_]))|(?<!or )a pair"
        r"|both(?! [a-z]+ and ))(?![^\W_])"
    ),
}
_NONE = re.compile(
    r"none(?![^\W_])|(?:there (?:are|were)|you ha(?:ve|d)|has|found) no "
    r"(?!idea|need|way|other|one|longer|problem|choice)[a-z]"
    r"|(?:there (?:are not|aren't)|you (?:do not|don't) have) any [a-z]"
    r"|(?:is|are) (?:currently |still |now )?empty(?![^\W_])"
)
# "one" is a numeral before a noun ("one mug"), a pronoun elsewhere ("the blue one is cheaper").
_PRONOUN_BEFORE = re.compile(
    r"(?<![^\W_])(?:the|this|that|these|which|another|each|every|no|any|either) (?:[a-z-]+ )?\Z"
)
_COUNTED_BEFORE = re.compile(
    r"(?:(?<![^\W_])(?:only|just|exactly|have|has|quantity|count|contains|to|from|is|of)|:) \Z"
)
_NOUN_AFTER = re.compile(
    r" (?!(?:of|is|was|with|in|from|for|to|you|i|we|they|it|that|which|who|and|or|but|at|on|by|as"
    r"|has|have|had|will|would|can|could|should|do|does|did|are|were|the|a|an|if|please|so|then"
    r"|moment|second|sec|minute please|more thing|day)(?![^\W_]))[\"'*(]{0,2}[a-z0-9]"
)
_ORDINALS = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
)  # fmt: skip
_PLACE = r"(?:place|position|spot|rank)"
_PLACE_BEFORE = re.compile(
    r"(?<![^\W_])(?:you(?:['’]re| are|['’]d be| would be|['’]ll be| will be| stand| come)"
    rf"|{_PLACE}(?: [\w']+){{0,4}} is|{_PLACE}:?)"
    r"(?: (?:currently|now|still|the|at|in|only|place|position))*+ \Z",
    re.IGNORECASE,
)
_PLACE_AFTER = re.compile(
    rf" {_PLACE}(?![^\W_])|,? in (?:the |your )?(?:line|queue|row|list)(?![^\W_])", re.IGNORECASE
)
_NOTHING_AFTER = re.compile(
    r"[*_\"')]*(?:\Z|[.,;:!?\n]| (?:in|on|of|now|and|at the moment)(?![^\W_]))"
)
_REACH = 48
"""Characters before a number in which it is said to be a place."""
_ORDINAL = re.compile(
    r"(?P<mark>#|(?<![^\W_])(?:number|no\.) )(?P<number>[0-9]+|[a-z]+)(?![^\W_])"
    rf"|(?<![^\W_])(?:(?P<figures>[0-9]+)(?:st|nd|rd|th)|(?P<word>{'|'.join(_ORDINALS)}))(?![^\W_])",
    re.IGNORECASE,
)


def place_in_figures(text: str) -> str:
    """Write places in a row as numbers: "you are first", "5th in line", "your place is number 5".

    Where no place is spoken of, nothing is: "first, let me look", "order number 5".
    """
    return _ORDINAL.sub(_place_in_figures, text)


def _place_in_figures(match: re.Match[str]) -> str:
    before = match.string[max(0, match.start() - _REACH) : match.start()]
    after = match.string[match.end() : match.end() + _REACH]
    leads = _PLACE_BEFORE.search(before) is not None and _NOTHING_AFTER.match(after) is not None
    if not leads and not _PLACE_AFTER.match(after):
        return match[0]
    if match["word"]:
        return str(_ORDINALS.index(match["word"].lower()) + 1)
    return match["number"] or match["figures"]


def quantities(text: str, found: Sequence[Numeral]) -> list[Amount]:
    """Numbers that count things: not money, percents, "option 2", "#10" or "the blue one"."""
    counted = [
        amount
        for amount in numbers(text, found)
        if not _LABEL_BEFORE.search(text[max(0, amount.start - 16) : amount.start])
    ]
    if "x" in text:
        counted += [Amount(m.start(), m.end(), int(m[1])) for m in _TIMES.finditer(text)]
    return counted


def is_counted_in_words(text: str, value: int) -> bool:
    """Whether a folded text says how many by "once", "twice", "both" or "a pair"."""
    pattern = _COUNTING_WORDS.get(value)
    return bool(pattern and pattern.search(text))


def numbers(text: str, found: Sequence[Numeral]) -> list[Amount]:
    """Whole numbers that are no money and no percents; "none" and "you have no ..." are 0."""
    counted = [
        Amount(numeral.start, numeral.end, sign * numeral.hundredths // 100)
        for numeral in found
        if not numeral.decimals and _counts(text, numeral)
        for sign in signs(text, numeral.start)
    ]
    if any(map(text.__contains__, (" no ", "none", " any ", " empty"))):
        counted += [Amount(match.start(), match.end(), 0) for match in _NONE.finditer(text)]
    return counted


def percentages(text: str, found: Sequence[Numeral]) -> list[Amount]:
    """Whole percents; a number without a sign only in a sentence on a percentage or discount."""
    return [
        Amount(numeral.start, numeral.end, sign * numeral.hundredths // 100)
        for numeral in found
        if numeral.hundredths % 100 == 0 and _is_percentage(text, numeral)
        for sign in signs(text, numeral.start)
    ]


def _is_percentage(text: str, numeral: Numeral) -> bool:
    if is_percent(text, numeral):
        return True
    return (
        not numeral.decimals
        and _counts(text, numeral)
        and is_spoken_of(text, numeral, _PERCENT_CUE)
    )


def _counts(text: str, numeral: Numeral) -> bool:
    before = text[max(0, numeral.start - 24) : numeral.start]
    if text[numeral.start : numeral.end] == "one" and not _is_numeral_one(text, numeral, before):
        return False
    return not (
        currency_after(text, numeral) is not None
        or currency_before(text, numeral) is not None
        or cents_after(text, numeral) is not None
        or is_percent(text, numeral)
        or _STREET_AFTER.match(text, numeral.end)
        or _CODE_BEFORE.search(before)
    )


def _is_numeral_one(text: str, numeral: Numeral, before: str) -> bool:
    if _PRONOUN_BEFORE.search(before):
        return False
    if _NOUN_AFTER.match(text, numeral.end):
        return True
    return bool(_COUNTED_BEFORE.search(before)) and not text.startswith(" of ", numeral.end)
