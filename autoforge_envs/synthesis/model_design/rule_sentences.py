"""Rule sentences: what the policy says has to be what its code decides."""

import ast
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from fractions import Fraction

from autoforge_envs.parsing import parse
from autoforge_envs.synthesis.model_design.sources import Source

_NUMBER = re.compile(r"(?<![\w.,])(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?!\w)")
_SMALL = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_LARGE = {"": 1, "hundred": 100, "thousand": 1_000}
_WORDS = {
    **{word: number for number, word in enumerate(_SMALL)},
    **{word: 10 * number for number, word in enumerate(_TENS, 2)},
}
_NUMBER_WORDS = re.compile(
    rf"\b(?:({'|'.join(_TENS)})(?:[- ]({'|'.join(_SMALL[1:10])}))?|({'|'.join(_SMALL)}))"
    r"(?:[- ](hundred|thousand))?\b(?!-(?:first|second|third|\w+th)\b)",
    re.IGNORECASE,
)
_CODE = re.compile(r"\{[^{}]*\}?|\}|%[a-z]\b|\\\S*")
_UNITS = (1, 7, 12, 24, 30, 31, 60, 100, 365, 1_000, 1_440, 3_600, 86_400)
"""How many of a smaller unit are in a larger one: minutes in an hour, cents in a dollar."""
_TIMES = tuple(each for each in _UNITS if each not in (100, 1_000))
_PLAIN = (0, 1)
"""Numbers that sentences say also of what is not counted: "one day", "the day before"."""


def wrong_sentence(sentence: str, rule: Source, sources: Iterable[Source]) -> str:
    """Say what is wrong with a rule's sentence; "" if nothing is.

    Args:
        sentence: The rule's docstring.
        rule: It has passed the check.
        sources: What the rule may refer to.
    """
    code = _CODE.search(sentence)
    if code:
        return f"its sentence holds {code[0][:40]!r}; write plain words"
    known = list(_constants(rule, {each.name: each for each in sources}))
    for said, number in _numbers_said(sentence):
        if not _stands_for(number, known):
            return f"its sentence says {said}, which neither its code nor its limits say; mend one"
    return ""


def _numbers_said(sentence: str) -> Iterator[tuple[str, Fraction]]:
    """Yield the numbers of a sentence as it says them, in digits or in words, and their values.

    The word "two" is left out: any pair is called so, such as what nobody has two of at a time.
    """
    for digits in _NUMBER.findall(sentence):
        yield digits, Fraction(digits.replace(",", ""))
    for found in _NUMBER_WORDS.finditer(sentence):
        *words, large = ((each or "").lower() for each in found.groups())
        number = sum(_WORDS[word] for word in words if word) * _LARGE[large]
        if number > 2:
            yield found[0], Fraction(number)


def _constants(rule: Source, sources: Mapping[str, Source]) -> Iterator[Fraction]:
    """Yield the numbers in a rule and in everything that it refers to."""
    waiting, seen = [rule], {rule.name}
    while waiting:
        for node in _deciding(parse(waiting.pop().text)):
            if isinstance(node, ast.Constant):
                yield from _numbers(node.value)
            elif isinstance(node, ast.Name) and node.id in sources and node.id not in seen:
                seen.add(node.id)
                waiting.append(sources[node.id])


def _deciding(tree: ast.Module) -> Iterator[ast.AST]:
    """Walk over all but decorators, which name tools, docstrings, and where texts are cut."""
    waiting: list[ast.AST] = [tree]
    while waiting:
        node = waiting.pop()
        yield node
        skipped = getattr(node, "decorator_list", [])
        waiting += [
            child
            for child in ast.iter_child_nodes(node)
            if child not in skipped and not isinstance(child, ast.Slice) and not _is_text(child)
        ]


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _numbers(value: object) -> Iterator[Fraction]:
    if isinstance(value, str):
        yield from (Fraction(each.replace(",", "")) for each in _NUMBER.findall(value))
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield Fraction(str(value))


def _stands_for(said: Fraction, known: Collection[Fraction]) -> bool:
    """Tell whether a number is one of others, in other units or up to being included itself."""
    return said in _PLAIN or any(
        abs(said - each) == 1
        or said + each == 100  # what is left of a whole: 20 % off is 80 % of a price
        or any(said * unit == each for unit in _UNITS)
        or any(each * unit == said for unit in _TIMES)
        or (each.denominator > 1 and each * 100 == said)  # a share as per cent
        for each in known
    )
