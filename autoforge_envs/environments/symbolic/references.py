"""References: which rows of a list a user means by "my cheapest pending order"."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from functools import lru_cache

from autoforge_envs.domain.mentions import mentioned_values
from autoforge_envs.environments.symbolic.prose import names
from autoforge_envs.environments.symbolic.words import name_stems, stems

Scalar = str | int | bool | None
Row = Mapping[str, Scalar]

UNSAID = 0.4
"""How well each of several rows fits words that tell them apart by nothing."""

_KEY = re.compile(r"[A-Z]{1,4}-\w+")
_MONEY = re.compile(r"(?<![\w.-])-?\d+\.\d\d(?![\w-])")
_DAY = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d)?")
_OWN = re.compile(
    r"(\b(the (one|most \w+|\w+est) of )?((both|all|two|three|four) of )?my\b"
    r"|\bthe (one|most \w+|\w+est) of the\b)",
    re.IGNORECASE,
)
_SEVERAL = re.compile(
    r"\bboth of\b|\bexcept\b|\b(two|three|four|all) of my (\w+ ){0,2}?[a-z]+s\b(?! [A-Z])",
    re.IGNORECASE,
)
_DESTINATION = re.compile(r" to [A-Z0-9][^,]*\d[^,]*, .*")
"""A new address, which says nothing about the rows that there are."""

_NUMERALS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_EXTREME = re.compile(
    r"\b(?:(?P<most>highest|most|largest|biggest|greatest|latest)"
    r"|(?P<least>lowest|fewest|least|smallest|earliest))"
    r" (?P<what>\w[\w-]*(?: \w[\w-]*)?)",
    re.IGNORECASE,
)
_PRICED = re.compile(
    r"\b(?:(?P<most>most expensive|dearest|priciest)|(?P<least>cheapest|least expensive))\b",
    re.IGNORECASE,
)
_TIMED = re.compile(
    r"\b(?P<what>\w+) (?:(?P<most>most recently|last|latest)"
    r"|(?P<least>first|longest ago|earliest))\b",
    re.IGNORECASE,
)
_AGED = re.compile(
    r"\b(?:(?P<most>last|latest|newest|most recent)|(?P<least>first|earliest|oldest))\b",
    re.IGNORECASE,
)
_TIME_WORDS = r"(?: (?:(?:on|by) \d|most recently|last|latest|first|longest ago|earliest))"
_PRICES = ("total", "price", "cost", "unit_price", "amount", "fee", "fare", "rent")


def fits(words: str, rows: Sequence[Row]) -> list[float]:
    """Say for each row of a list how well words describe it, from 0.0 to 1.0 for "it is meant".

    What is compared: values of the rows, flags by their names, and what is highest, lowest, first
    or last among those that meet the rest. "All ... except ..." leaves out what is described last.
    """
    included, excepted, left_out = words.partition(" except ")
    found = _fits(_from_own(included), rows)
    if excepted:
        spared = _fits(_from_own(left_out), rows)
        found = [0.0 if out == 1.0 else fit for fit, out in zip(found, spared, strict=True)]
    return found


def is_about_several(words: str) -> bool:
    """Tell whether words describe several rows: "both of my orders", "all ... except ..."."""
    return _SEVERAL.search(words) is not None


def _from_own(words: str) -> str:
    """Leave out what comes before "my ..."; an invoice may be asked for, or paid with."""
    words = _DESTINATION.sub("", words)
    own = _OWN.search(words)
    return words[own.start() :] if own else words


def _fits(words: str, rows: Sequence[Row]) -> list[float]:
    demands = [*_demands(words, rows)]
    met = [sum(demand(row) for demand in demands) for row in rows]
    meant = [at for at, count in enumerate(met) if count == len(demands)]
    extreme = _extreme(words, rows, meant or range(len(rows)))
    if not demands and extreme is None:
        return [1.0 if len(rows) == 1 or is_about_several(words) else UNSAID] * len(rows)
    asked = len(demands) + (extreme is not None)
    best = extreme if extreme is not None else meant
    return [
        1.0 if meant and at in best else min(0.9, count / asked) * (0.8 if at in meant else 0.6)
        for at, count in enumerate(met)
    ]


# --- values -----------------------------------------------------------------------------------


def _demands(words: str, rows: Sequence[Row]) -> Iterator[Callable[[Row], bool]]:
    low = words.lower()
    spoken = stems(words)
    days = frozenset(map(str, mentioned_values(words, "Date")))
    amounts = frozenset(_MONEY.findall(words))
    for name in dict.fromkeys(name for row in rows for name in row):
        values = dict.fromkeys(row.get(name) for row in rows)
        if any(isinstance(value, bool) for value in values):
            if name_stems(name) <= spoken:
                yield _wants(name, [not _is_denied(name, low)])
            continue
        said = [value for value in values if _is_said(name, value, low, days, amounts)]
        stated = [value for value in said if _is_stated(name, value, low)]
        if said:
            yield _wants(name, stated or said)
    for called in names(words):
        yield _holds(called.lower())


def _wants(name: str, values: Sequence[Scalar]) -> Callable[[Row], bool]:
    return lambda row: row.get(name) in values


def _holds(called: str) -> Callable[[Row], bool]:
    return lambda row: any(
        called in value.lower() for value in row.values() if value.__class__ is str
    )


def _is_said(
    name: str, value: Scalar, low: str, days: frozenset[str], amounts: frozenset[str]
) -> bool:
    if isinstance(value, int):
        return _is_stated(name, value, low)
    if not isinstance(value, str) or not value or _KEY.fullmatch(value):
        return False
    if _MONEY.fullmatch(value):
        return value in amounts
    if _DAY.fullmatch(value):
        return value[:10] in days
    phrase = re.escape(value.lower()).replace("_", "[ _-]")
    return re.search(rf"(?<![\w-]){phrase}(?:s|es)?(?![\w-])(?!{_TIME_WORDS})", low) is not None


def _is_stated(name: str, value: Scalar, low: str) -> bool:
    """Tell whether a value is said together with what it is: "with a quantity of 2"."""
    text = str(value).lower()
    said = [text]
    if isinstance(value, int) and 0 <= value < len(_NUMERALS):
        said.append(_NUMERALS[value])
    label = re.escape(name.replace("_", " "))
    spelled = "|".join(re.escape(each).replace("_", "[ _-]") for each in said)
    return re.search(rf"\b{label}(?: of| is)? (?:{spelled})(?![\w.-])", low) is not None


def _is_denied(name: str, low: str) -> bool:
    label = re.escape(name.removeprefix("is_").removeprefix("has_").replace("_", " "))
    return re.search(rf"(\bnot|n't|\bno|\bwithout)\s+(\w+\s+)?{label}", low) is not None


# --- extremes ---------------------------------------------------------------------------------


def _extreme(words: str, rows: Sequence[Row], among: Sequence[int]) -> list[int] | None:
    """Return those of some rows that have most or least of what is named; None if nothing is."""
    named = _named_extreme(words, [rows[at] for at in among])
    if named is None:
        return None
    name, wants_most = named
    amounts = {at: amount(rows[at].get(name)) for at in among}
    known = [value for value in amounts.values() if value is not None]
    known = [value for value in known if isinstance(value, type(known[0]))]
    best = max(known) if wants_most else min(known)
    return [at for at in among if amounts[at] == best]


def _named_extreme(words: str, rows: Sequence[Row]) -> tuple[str, bool] | None:
    measured = [
        name
        for name in dict.fromkeys(name for row in rows for name in row)
        if any(amount(row.get(name)) is not None for row in rows)
    ]
    times = [
        name for name in measured if any(isinstance(amount(row.get(name)), str) for row in rows)
    ]
    for pattern, columns in ((_EXTREME, measured), (_TIMED, times)):
        for found in pattern.finditer(words):
            column = best_column(found["what"], columns)
            if column and (found["most"] or found["least"]):
                return column, bool(found["most"])
    prices = [name for name in _PRICES if name in measured]
    for pattern, columns in ((_PRICED, prices), (_AGED, times)):
        extreme = pattern.search(words)
        if extreme is not None and columns:
            return columns[0], bool(extreme["most"])
    return None


def best_column(words: str, columns: Sequence[str]) -> str:
    """Return the column that words name; "" if they name none."""
    spoken = stems(words)
    shares = {name: _share(name_stems(name), spoken) for name in columns}
    best = max(columns, key=lambda name: shares[name], default="")
    return best if best and shares[best] > 0.0 else ""


def _share(named: frozenset[str], spoken: frozenset[str]) -> float:
    return len(named & spoken) / len(named) if named else 0.0


@lru_cache(maxsize=4096, typed=True)
def amount(value: Scalar) -> Decimal | str | None:
    """Return what can be compared: a number, or a moment as text; None for anything else."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return Decimal(value)
    if isinstance(value, str) and _MONEY.fullmatch(value):
        return Decimal(value)
    return value if isinstance(value, str) and _is_moment(value) else None


def _is_moment(text: str) -> bool:
    if _DAY.fullmatch(text) is None:
        return False
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True
