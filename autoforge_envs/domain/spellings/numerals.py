"""Numbers as people write them: 1,000, 1.000,50, 1 000, 10k, ten, two hundred and five, a dozen."""

import re
from typing import NamedTuple

_MAX_DIGITS = 18  # longer runs are no amounts, and int() refuses more than 4300

_UNITS = "one two three four five six seven eight nine".split()
_TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_VALUES = {word: value for value, word in enumerate(["zero", *_UNITS, *_TEENS])}
_VALUES |= {word: value for value, word in zip(range(20, 100, 10), _TENS, strict=True)}
_VALUES |= {"a": 1}
_NAMES = {value: word for word, value in _VALUES.items() if word not in ("a", "zero")}
_SCALES = {"thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
_FACTORS = {"k": 1_000, "hundred": 100, "dozen": 12} | _SCALES
_WORDS = frozenset({*_VALUES, *_FACTORS}) - {"a", "k"}
_STEMS = (*_UNITS, *"zero ten eleven twelve thir fif twen fort doz hundred thousand illion".split())

# Units and codes that may touch a number ("64GB", "2x", "50EUR"); other letters make it a token.
_GLUED = (
    "k|x|[kmgt]b|kg|lbs?|oz|[ckm]m|ml|ft|hrs?|mins?|pcs?|[kmg]bps|kwh|pct|percent"
    "|usd|eur|gbp|chf|cad|aud|jpy|(?<![0-9]{3})[cp]"
)
_LITERAL = re.compile(
    rf"""
    [0-9]
    (?<![^\W_][0-9]) (?<![^\W_][-._/'@+][0-9]) (?<![0-9][,:–][0-9])  # starts no middle of a token
    (?>
        (?<=[1-9])[0-9]{{0,2}}(?:
            [ ][0-9]{{3}}(?:[ ][0-9]{{3}})*+(?![\w-])
          | (?P<group>[,.'])[0-9]{{3}}(?:(?P=group)[0-9]{{3}})*+(?![0-9])
        )
      | [0-9]*+
    )
    (?:(?!(?P=group))[.,](?P<fraction>[0-9]++))?+
    (?=
        (?:{_GLUED})?
        (?![^\W_]|_[^\W_]|@)                                             # 10A
        (?![.,:/'–][0-9]|-[a-z0-9-]{{0,20}}[0-9]|-[a-z](?![a-z]))        # 10:30, 3-in-1
    )
    """,
    re.VERBOSE,
)
_FACTOR = re.compile(r"k(?![^\W_])|[ -](?:hundred|thousand|million|billion|dozen)(?![^\W_])")


_THOUSANDS = re.compile(r"[0-9]k")
_SEPARATORS = re.compile(r"[ ,.']")
_WORD = re.compile(r"[a-z]+")
_BELOW_100 = (
    rf"(?:(?:{'|'.join(_TENS)})(?:[ -](?:{'|'.join(_UNITS)})(?![^\W_]))?"
    rf"|{'|'.join(_TEENS)}|{'|'.join(_UNITS)})(?![^\W_])"
)
# One term of a spelled number: "two hundred and five thousand" in "... thousand and twenty".
_TERM = re.compile(
    rf"""
    (?<![^\W_])(?<![^\W_][-'_@])
    (?>zero(?![^\W_])
      |(?:half[ ](?:a[ ])?|a[ ])?dozen(?![^\W_])
      |a[ ](?={"|".join(_SCALES)})
      |(?:a|{_BELOW_100})[ -]hundred(?![^\W_])(?:[ -](?:and[ ])?{_BELOW_100})?
      |{_BELOW_100})
    (?>[ ]?(?:{"|".join(_SCALES)}|dozen)(?![^\W_]))?
    """,
    re.VERBOSE,
)
_JOINTS = frozenset({" ", ", ", " and ", ", and "})
_VAGUE_BEFORE = re.compile(r"(?:few|several|many|some|point) \Z")  # "a few dozen"
_ORDINAL_AFTER = re.compile(
    r"(?:(?<=ty)|(?<=d))[ -](?:and )?(?:first|second|third|fourth|fifth|sixth|seventh|eighth"
    r"|ninth)(?![^\W_])|[ -](?:halves|thirds|quarters|fourths|fifths|tenths)(?![^\W_])"
    r"|(?<=one)[ -](?:half|third|quarter|fourth|fifth|tenth)(?![^\W_])"
)
# "two and a half", "2 1/2", "ten point five": more than the number says.
_UNFINISHED = re.compile(
    r"\s?[¼½¾⅐-⅞]|\s[0-9]/[0-9]|\s(?:and|&)\s(?:a|one|three)[\s-](?:half|quarter)"
    r"|\spoint\s(?:[0-9]|zero|one|two|three|four|five|six|seven|eight|nine)\b"
)


class Numeral(NamedTuple):
    """A number in a text, exact in hundredths, and how many decimals it was written with."""

    start: int
    end: int
    hundredths: int
    decimals: int


def numerals(folded: str) -> list[Numeral]:
    """The numbers of a folded text, in order, without their sign, percent or currency.

    Digits inside a longer token (an identifier, a date, a version) are no number, nor are numbers
    of more than two decimals or 18 digits. "1.000" and "1,000" are a thousand.
    """
    found = [numeral for match in _LITERAL.finditer(folded) if (numeral := _written(match))]
    if any(map(folded.__contains__, _STEMS)) and not _WORDS.isdisjoint(_WORD.findall(folded)):
        found = sorted(found + _spelled(folded))
    return [numeral for numeral in found if not _UNFINISHED.match(folded, numeral.end)]


def may_spell(folded: str, value: int) -> bool:
    """A cheap look ahead of `numerals`: False only if no number of a text can be this value."""
    size = abs(value)
    if size == 0 or any(map(folded.__contains__, ("hundred", "thousand", "illion", "doz"))):
        return True
    if _has_digits(folded, size) or (size % 10 == 0 and _THOUSANDS.search(folded)):
        return True
    rest = size % 100
    last = rest if rest < 20 or rest % 10 == 0 else rest % 10
    return last in _NAMES and _NAMES[last] in folded


def may_spell_cents(folded: str, cents: int) -> bool:
    """`may_spell` for money: its units and its cents, or all of it in cents."""
    units, rest = divmod(abs(cents), 100)
    if may_spell(folded, abs(cents)):
        return True
    if not may_spell(folded, units):
        return False
    return not rest or f"{rest:02}".rstrip("0") in folded or may_spell(folded, rest)


def _has_digits(folded: str, size: int) -> bool:
    """Whether the last three digits of a number end a run of digits in a text."""
    digits = str(size)[-3:]
    start = folded.find(digits)
    while start >= 0:
        end = start + len(digits)
        is_whole = size >= 1_000 or not folded[start - 1 : start].isdecimal()
        if is_whole and not folded[end : end + 1].isdecimal():
            return True
        start = folded.find(digits, start + 1)
    return False


def _written(match: re.Match[str]) -> Numeral | None:
    text, (start, end), fraction = match.string, match.span(), match["fraction"] or ""
    whole = text[start : end - len(fraction) - 1] if fraction else text[start:end]
    if start and text[start - 1] == "." and text[max(0, start - 2) : start] != "..":  # ".50"
        if fraction:
            return None
        start, whole, fraction = start - 1, "0", whole
    if not whole.isdecimal():
        whole = _SEPARATORS.sub("", whole)
    if len(whole) > _MAX_DIGITS or len(fraction) > 2 or (whole[0] == "0" and len(whole) > 1):
        return None
    hundredths = int(whole) * 100 + (int(fraction.ljust(2, "0")) if fraction else 0)
    factor = _FACTOR.match(text, end)
    if factor is None:
        return Numeral(start, end, hundredths, len(fraction))
    hundredths *= _FACTORS[factor[0].lstrip(" -")]
    return Numeral(start, factor.end(), hundredths, 2 if hundredths % 100 else 0)


def _spelled(folded: str) -> list[Numeral]:
    found: list[Numeral] = []
    lowest = 0  # scale of the last term, which only smaller ones may follow
    for term in _TERM.finditer(folded):
        value, scale = _evaluate(term[0])
        start, end = term.span()
        if found and scale < lowest and folded[found[-1].end : start] in _JOINTS:
            start, value = found[-1].start, value + found.pop().hundredths // 100
        lowest = scale
        found.append(Numeral(start, end, value * 100, 0))
    return [numeral for numeral in found if _is_cardinal(folded, numeral)]


def _evaluate(term: str) -> tuple[int, int]:
    """The value of a term and its scale: "two thousand" is 2000, of scale 1000."""
    if term.startswith("half"):
        return 6, 1
    value, scale = 0, 1
    for word in _WORD.findall(term):
        if word in _FACTORS:
            value = (value or 1) * _FACTORS[word]
            scale = _SCALES.get(word, 1)
        else:
            value += _VALUES.get(word, 0)
    return value, scale


def _is_cardinal(folded: str, numeral: Numeral) -> bool:
    """Not "twenty-first", "two thirds", "a few dozen", nor the end of "ten point five"."""
    before = folded[max(0, numeral.start - 8) : numeral.start]
    return not (
        folded[numeral.end : numeral.end + 1] == "@"
        or _ORDINAL_AFTER.match(folded, numeral.end)
        or _VAGUE_BEFORE.search(before)
    )
