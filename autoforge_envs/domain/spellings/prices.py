"""Amounts of money in a text, in cents."""

import re
from collections.abc import Sequence
from typing import Literal, NamedTuple

from autoforge_envs.domain.spellings.amounts import (
    Amount,
    cents_after,
    currency_after,
    currency_before,
    is_spoken_of,
    signs,
)
from autoforge_envs.domain.spellings.numerals import Numeral

_POUNDS_AFTER = re.compile(r"[ -]?pounds?(?![^\W_])")  # money and a weight: numbers keep it too
_CENTS_JOINT = re.compile(r",?\s(?:(?:and|&)\s)?")
_GLUED_CODE = re.compile(r"(?<![^\W_])(?:usd|eur|gbp|chf|cad|aud|jpy)(?=[0-9])")
_CUE = re.compile(
    r"(?<![^\W_])(?:refund\w*|pay\w*|paid|pric\w+|costs?|costing|charg\w+|(?:sub)?total\w*|amount\w*"
    r"|fees?|balance|credit\w*|owe\w*|worth|gets?|receive\w*|reimburs\w+|deposit\w*|discount\w*"
    r"|budget|saves?|savings?|spen[dt]\w*|bill\w*|back|money|sum|tax\w*|debit\w*|value"
    r"|comes? to|came to|in all|altogether)(?![^\W_])"
)
_LABEL_BEFORE = re.compile(
    r"(?:#|(?<![^\W_])(?:order|item|numbers?|no|step|option|room|line|size|versions?|level|page"
    r"|floor|apartment|apt|suite|unit|gate|flight|seat|table|section|postcode|code|zip|id|pin|v"
    r"|ending|ends|digits)\.?[\s:#]{0,2}(?:is |in |with |no\.? |number )?)\Z"
)
# Only these are followed by two decimals that are no cents: "version 2.10"; "order is 149.00" is.
_DECIMAL_LABEL_BEFORE = re.compile(
    r"(?<![^\W_])(?:versions?|v|sections?|chapter|step|level|line|size)[\s.:#]{0,2}(?:is )?\Z"
)
_UNIT_AFTER = re.compile(
    r" ?(?:%|(?:percent|per cent|pct|kg|g|lbs?|oz|[ckm]?m|inch(?:es)?|ft|feet|hours?|hrs?|h"
    r"|minutes?|mins?|seconds?|days?|weeks?|months?|years?|stars?|[kmgt]b|m?l|lit(?:er|re)s?|miles?"
    r"|points?|degrees?|out of|x|times|am|pm)(?![^\W_]))"
)
_FREE = re.compile(
    r"free of charge|no (?:extra |additional |further )?(?:charge|cost|fee)s?(?![^\W_])"
    r"|no (?:store |remaining )?(?:credit|balance)(?![^\W_])"
    r"|(?<![^\W_])(?:there (?:is|was|will be|would be)|there's"
    r"|you (?:will |would )?(?:get|receive)) no (?:refund|reimbursement|money back)"
    r"(?! (?:until|unless|before|without|yet)(?![^\W_]))"
    r"|(?<![^\W_])(?:costs?|pay|charged?|owe|gets?|receives?|refund(?:ed)?)(?: you)? nothing"
    r"(?! (?:more|else|but|less|until|unless|before|without|yet)(?![^\W_]))"
    r"|(?<![^\W_])nothing (?:to pay|back|(?:is|will be) (?:due|charged|refunded))(?![^\W_])"
    r"|(?<![^\W_])(?:(?:it|this|that)(?: is|'s| was| will be| would be) (?:completely |entirely )?"
    r"|for )free(?=[)\"'*]*(?:\Z|[.,;:!?\n]| (?:for you|and|because|as)(?![^\W_])))"
)


def spaced(folded: str) -> str:
    """The text with a space after each currency code that touches its number: "EUR49.90"."""
    if not any(map(folded.__contains__, ("usd", "eur", "gbp", "chf", "cad", "aud", "jpy"))):
        return folded
    return _GLUED_CODE.sub(r"\g<0> ", folded)


def near(text: str, found: Sequence[Numeral], cents: int) -> list[Numeral]:
    """The numerals that can be this sum, or its units or cents, with those they may join."""
    size = abs(cents)
    sizes = {size, size * 100, size // 100 * 100, size % 100 * 100}
    chosen: set[int] = set()
    for place, numeral in enumerate(found):
        if numeral.hundredths in sizes:
            chosen.add(place)
            if place and cents_after(text, numeral) is not None:
                chosen.add(place - 1)
            if place + 1 < len(found) and cents_after(text, found[place + 1]) is not None:
                chosen.add(place + 1)
    return [found[place] for place in sorted(chosen)]


def prices(text: str, found: Sequence[Numeral]) -> list[Amount]:
    """Amounts of money: with a currency, in cents, with two decimals, or spoken of as money.

    A number without a currency counts if it is written with two decimals and no other unit, or
    if its sentence speaks of money and it counts no noun: "you get 50 back", never "50 items".
    """
    parts = [part for numeral in found if (part := _part(text, numeral))]
    amounts = [
        Amount(part.start, part.end, sign * part.cents)
        for part in _joined(text, parts)
        for sign in part.signs
    ]
    if any(map(text.__contains__, ("free", "no ", "nothing"))):
        amounts += [Amount(match.start(), match.end(), 0) for match in _FREE.finditer(text)]
    return amounts


class _Part(NamedTuple):
    start: int
    end: int
    cents: int
    signs: tuple[int, ...]
    unit: Literal["currency", "cents", "none"]


def _part(text: str, numeral: Numeral) -> _Part | None:
    start, end = currency_before(text, numeral), currency_after(text, numeral)
    if end is None and (pounds := _POUNDS_AFTER.match(text, numeral.end)):
        end = pounds.end()
    hyphen = text[max(0, numeral.start - 1)] == "-"
    first = numeral.start if start is None else start
    both = signs(text, numeral.start if hyphen else first)
    if start is not None or end is not None:
        return _Part(first, end or numeral.end, numeral.hundredths, both, "currency")
    if (end := cents_after(text, numeral)) is not None and not numeral.decimals:
        return _Part(first, end, numeral.hundredths // 100, both, "cents")
    if _is_bare_price(text, numeral):
        return _Part(first, numeral.end, numeral.hundredths, both, "none")
    return None


def _joined(text: str, parts: Sequence[_Part]) -> list[_Part]:
    """Whole units and the cents that follow them as one: "49 dollars and 90 cents"."""
    joined: list[_Part] = []
    for part in parts:
        units = joined[-1] if joined else None
        if (
            units
            and (units.unit, part.unit) == ("currency", "cents")
            and part.cents < 100
            and units.cents % 100 == 0
            and _CENTS_JOINT.fullmatch(text, units.end, part.start)
        ):
            joined[-1] = units._replace(end=part.end, cents=units.cents + part.cents)
        else:
            joined.append(part)
    return joined


def _is_bare_price(text: str, numeral: Numeral) -> bool:
    before = text[max(0, numeral.start - 24) : numeral.start]
    if _UNIT_AFTER.match(text, numeral.end):
        return False
    if numeral.decimals == 2:
        return not _DECIMAL_LABEL_BEFORE.search(before)
    return not _LABEL_BEFORE.search(before) and is_spoken_of(text, numeral, _CUE)
