"""Conditions: whether what a user makes a wish depend on holds, as far as a list tells."""

import re
from collections.abc import Sequence
from decimal import Decimal

from autoforge_envs.domain.mentions import mentioned_values
from autoforge_envs.environments.symbolic.references import Row, Scalar, amount, best_column, fits

_SUM = re.compile(
    r"the (?P<what>[\w -]+?) of (?P<rows>.+) adds up to at least (?P<value>\d+(\.\d+)?)"
)
_BOUND = re.compile(
    r"the (?P<what>[\w -]+?) of (?P<rows>.+?) is (?P<least>at least )?(?P<value>[^?]+?)"
    r"(?P<later> or later)?"
)
_WHOLE = re.compile(r"[0-9]{1,9}")
_FLAG = re.compile(r"(?P<rows>.+?) is (?P<denied>not )?(?P<what>[\w -]+)")


def holds(test: str, rows: Sequence[Row]) -> bool | None:
    """Tell whether a condition in words holds for a list; None if that cannot be told from it."""
    total, bound, flag = _SUM.fullmatch(test), _BOUND.fullmatch(test), _FLAG.fullmatch(test)
    found = total or bound or flag
    if found is None:
        return None
    columns = [*dict.fromkeys(name for row in rows for name in row)]
    column = best_column(found["what"], columns)
    meant = [row for row, fit in zip(rows, fits(found["rows"], rows), strict=True) if fit == 1.0]
    if not column or not meant:
        return None
    if total:
        values = [amount(row.get(column)) for row in meant]
        return sum(each for each in values if isinstance(each, Decimal)) >= Decimal(total["value"])
    if len(meant) > 1:
        return None
    value = meant[0].get(column)
    if bound is None:
        return isinstance(value, bool) and value is not bool(found["denied"])
    return _compare(value, bound["value"], at_least=bool(bound["least"] or bound["later"]))


def _compare(value: Scalar, said: str, *, at_least: bool) -> bool | None:
    known = amount(value)
    if known is None or not at_least:
        return str(value).replace("_", " ").lower() == said.lower()
    days = mentioned_values(said, "Date")
    if isinstance(known, str):
        return known[:10] >= str(days[0]) if days else None
    wanted = amount(int(said) if _WHOLE.fullmatch(said) else said)
    return known >= wanted if isinstance(wanted, Decimal) else None
