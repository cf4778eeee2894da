"""Expressions and reasoning nodes: what a plan computes from facts and results.

Expressions are small JSON objects: `{"value": x}`, `{"fact": name}`, and
`{"result": step, "path": [...]}` for what an earlier step gave. Reasoning nodes ("think" steps)
compute on such values: superlatives, filters, counts, sums, comparisons, date arithmetic, choices.
"""

import json
import operator
import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from autoforge_envs.domain.clock import days_between, shift
from autoforge_envs.domain.tasks import Step
from autoforge_envs.domain.values import format_money
from autoforge_envs.errors import TaskError, ToolError

_DECIMAL = re.compile(r"-?\d{1,18}(\.\d{1,4})?")

Results = dict[str, Any]
Facts = Callable[[str], Any]


def evaluate(expression: Any, results: Results, facts: Facts) -> Any:
    """Compute an expression.

    Args:
        expression: A JSON object as described above.
        results: What earlier steps gave, by step id.
        facts: Gives the value of a fact by name.

    Raises:
        TaskError: It refers to something that is not there.
    """
    if expression.__class__ is not dict and not isinstance(expression, Mapping):
        raise TaskError(f"{expression!r} is no expression; write {{'value': ...}} for a constant")
    if "value" in expression:
        return expression["value"]
    if "fact" in expression:
        try:
            return facts(expression["fact"])
        except KeyError:
            raise TaskError(f"the user knows no fact {expression['fact']!r}") from None
    if "result" in expression:
        if expression["result"] not in results:
            raise TaskError(f"step {expression['result']!r} has no result; was it skipped?")
        return _follow(results[expression["result"]], expression.get("path", []))
    raise TaskError(f"{dict(expression)} is no expression; it has no value, fact or result")


def _follow(value: Any, path: Sequence[Any]) -> Any:
    for part in path:
        try:
            value = value[part]
        except (KeyError, IndexError, TypeError):
            raise TaskError(f"no {part!r} in {json.dumps(value)[:120]}") from None
    return value


def think(step: Step, results: Results, facts: Facts) -> Any:
    """Compute a reasoning node.

    Raises:
        TaskError: The operation is unknown, or its operands do not fit (for "only": not exactly
            one element matches).
    """
    operation = OPERATIONS.get(step.name)
    if operation is None:
        raise TaskError(
            f"step {step.id!r}: unknown operation {step.name!r}; there are {', '.join(OPERATIONS)}"
        )
    unknown = step.arguments.keys() - _OPERAND_NAMES
    if unknown:
        raise TaskError(
            f"step {step.id!r} ({step.name}): unknown operands {', '.join(sorted(unknown))}; "
            f"there are {', '.join(sorted(_OPERAND_NAMES))}"
        )
    try:
        return operation(_Operands(step, results, facts))
    except (
        ArithmeticError, AttributeError, LookupError, ToolError, TypeError, ValueError,
    ) as error:  # fmt: skip
        raise TaskError(
            f"step {step.id!r} ({step.name}): the operands do not fit, {error!r}"
        ) from error


class _Operands:
    """A think step's operands, evaluated on demand."""

    def __init__(self, step: Step, results: Results, facts: Facts) -> None:
        self.step = step
        self._results = results
        self._facts = facts

    def value(self, name: str) -> Any:
        if name not in self.step.arguments:
            raise TaskError(f"step {self.step.id!r} ({self.step.name}) needs {name!r}")
        return evaluate(self.step.arguments[name], self._results, self._facts)

    def has(self, name: str) -> bool:
        return name in self.step.arguments

    def of(self) -> list[Any]:
        return [evaluate(e, self._results, self._facts) for e in self.step.arguments["of"]]

    def by(self, element: Any) -> Any:
        found = reach(element, self.step.arguments["by"])
        if len(found) != 1:
            by = self.step.arguments["by"]
            raise TaskError(f"step {self.step.id!r}: {by!r} is not one value")
        return comparable(found[0])

    def matches(self) -> list[Any]:
        """Return the elements of `over` that meet every condition."""
        elements = self.value("over")
        if not isinstance(elements, list):
            raise TaskError(f"step {self.step.id!r}: 'over' is no list")
        left = [*elements]
        for kind, make in _TESTS.items():
            for field, expression in self.step.arguments.get(kind, {}).items():
                test = make(evaluate(expression, self._results, self._facts))
                left = [element for element in left if test(reach(element, field))]
        return left


def reach(element: Any, field: str) -> list[Any]:
    """Return every value at a dotted field, through lists: `items.name` of an order."""
    if element.__class__ is dict and field in element and "." not in field:  # nearly always
        value = element[field]
        return [*value] if isinstance(value, list) else [value]
    found = [element]
    for part in field.split(".") if field else []:
        found = [
            item[part]
            for value in found
            for item in (value if isinstance(value, list) else [value])
            if isinstance(item, Mapping)
        ]
    return [v for value in found for v in (value if isinstance(value, list) else [value])]


def comparable(value: Any) -> Any:
    """Make decimal texts comparable as numbers; leave dates and words as they are."""
    if isinstance(value, int) and not isinstance(value, bool):
        return Decimal(value)
    if isinstance(value, str) and _DECIMAL.fullmatch(value):
        return Decimal(value)
    return value


_Test = Callable[[list[Any]], bool]
"""Tells whether an element meets a condition by the values that it has at a field."""


def _where(wanted: Any) -> _Test:
    wanted = comparable(wanted)
    return lambda found: wanted in map(comparable, found)


def _where_not(wanted: Any) -> _Test:
    wanted = comparable(wanted)
    return lambda found: wanted not in map(comparable, found)


def _where_contains(wanted: Any) -> _Test:
    words = str(wanted).casefold()
    return lambda found: any(words in str(value).casefold() for value in found)


def _where_compares(holds: Callable[[Any, Any], bool]) -> Callable[[Any], _Test]:
    def make(wanted: Any) -> _Test:
        wanted = comparable(wanted)
        return lambda found: any(
            holds(comparable(value), wanted) for value in found if value is not None
        )

    return make


_TESTS: dict[str, Callable[[Any], _Test]] = {
    "where": _where,
    "where_not": _where_not,
    "where_contains": _where_contains,
    "where_at_least": _where_compares(operator.ge),
    "where_at_most": _where_compares(operator.le),
}


def _only(operands: _Operands) -> Any:
    matches = operands.matches()
    if len(matches) != 1:
        raise TaskError(f"step {operands.step.id!r}: {len(matches)} elements match, not one")
    return matches[0]


def _extreme(pick: Callable[..., Any]) -> Callable[[_Operands], Any]:
    def operation(operands: _Operands) -> Any:
        matches = operands.matches()
        if not matches:
            raise TaskError(f"step {operands.step.id!r}: nothing matches")
        best = pick(operands.by(element) for element in matches)
        winners = [element for element in matches if operands.by(element) == best]
        if len(winners) != 1:
            raise TaskError(f"step {operands.step.id!r}: {len(winners)} elements tie")
        return winners[0]

    return operation


def _number(value: Any) -> Any:
    """Give a computed number the form it has in tool results: cents as "49.90", counts as int."""
    if isinstance(value, Decimal):
        if value * 100 != int(value * 100):
            raise ValueError(f"{value} is no whole number of cents")
        return format_money(int(value * 100)) if value.as_tuple().exponent else int(value)
    return value


def _sum(operands: _Operands) -> Any:
    if operands.has("of"):
        return _number(sum((comparable(value) for value in operands.of()), Decimal(0)))
    by = operands.step.arguments["by"]
    values = [comparable(value) for each in operands.matches() for value in reach(each, by)]
    return _number(sum(values, Decimal(0)))


def _pair(compute: Callable[[Any, Any], Any]) -> Callable[[_Operands], Any]:
    def operation(operands: _Operands) -> Any:
        first, second = operands.of()
        return _number(compute(comparable(first), comparable(second)))

    return operation


def _choose(operands: _Operands) -> Any:
    return operands.value("then" if operands.value("if") else "else")


OPERATIONS: dict[str, Callable[[_Operands], Any]] = {
    "only": _only,
    "filter": lambda operands: operands.matches(),
    "first": lambda operands: operands.matches()[0],
    "any": lambda operands: bool(operands.matches()),
    "max": _extreme(max),
    "min": _extreme(min),
    "count": lambda operands: len(operands.matches()),
    "sum": _sum,
    "difference": _pair(lambda a, b: a - b),
    "product": _pair(lambda a, b: a * b),
    "equal": _pair(lambda a, b: a == b),
    "at_least": _pair(lambda a, b: a >= b),
    "at_most": _pair(lambda a, b: a <= b),
    "not": lambda operands: not operands.of()[0],
    "all_of": lambda operands: all(operands.of()),
    "any_of": lambda operands: any(operands.of()),
    "days_between": lambda operands: days_between(*operands.of()),
    "shift": lambda operands: shift(operands.value("from"), days=int(operands.value("days"))),
    "pluck": lambda operands: [operands.by(element) for element in operands.matches()],
    "choose": _choose,
}

_OPERAND_NAMES = {"over", "by", "of", "if", "then", "else", "from", "days", *_TESTS}
