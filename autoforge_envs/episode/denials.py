"""Proposals of nothing: "I will not cancel OR-1, right?", "Shall I look whether OR-1 may go?".

Only a message that holds nothing else is one. Where anything stands beside it, that may be what is
proposed: "I will not change the date of BO-1; window seat. Okay?"
"""

import re
from collections.abc import Collection
from functools import lru_cache

_WE = r"\b(?:i|we)"
_WILL = r"(?:'ll| will|'d| would| shall)"
_NOT = (
    rf"(?:{_WE}{_WILL} (?:not|never)|{_WE} (?:won't|wouldn't|shan't|will never)"
    rf"|{_WE}(?:'m| am|'re| are) not (?:going to|planning to)|{_WE} aren't (?:going to|planning to)"
    r"|\byou (?:do not|don't|would not|wouldn't) want (?:me|us) to)(?: now| then| actually)?"
)
_READING = r"(?:only|just|merely) (?:(?:have|take) a (?:quick )?)?(?:look|read|view|glance)"
_CHECKING = (
    r"\b(?:(?:i|we)(?:'ll| will|'d| would| could| can| shall)"
    r"|(?:shall|should|may|can|could) (?:i|we)"
    r"|let me|(?:would you like|do you want) (?:me|us) to)"
    r"(?: now| first| just| quickly| also| then){0,2}"
    r" (?:look|check|see|ask|find out|test|examine)(?: \w+){0,2}? (?:whether|if)"
)
_REST = r"(?:\([^()]*\)|\.(?=\S)|[^.,;:!?\n()])*+"
"""What follows in the clause, details in parentheses included."""

_OTHERWISE = re.compile(
    r"\b(?:but|instead|rather|except|any|anything|anyone|others?|another|more|longer|again|however"
    r"|yet|keep|until|unless|before|without|only|just|once|if|when|nor|or|and|then|to)\b(?!-)"
)
"""What leaves open that something is done: "I will not cancel OR-1 but exchange it"."""

_THEN = re.compile(
    r"\b(?:but|instead|however|yet|keep|until|unless|before|only|once|when|and|then)\b(?!-)"
)
"""The same behind what only looks whether something is so, which may name several things."""

_PARENTHESIS = re.compile(r"\([^()]*\)")
_WORD = re.compile(r"[^\W_]+")
_ASKING = frozenset(
    """
    a ahead agree agreed all alright am and are be can could confirm continue correct d do does
    fine for go good great hello hi i if is it just kindly let like ll m may me now of ok okay on
    perfect please proceed re really right s say shall should so sound sounds sure thank thanks
    that the then this to understood ve want we well with would yes you your
    """.split()
)
"""Words with which a yes is asked for, and nothing is proposed."""


def proposes_nothing(text: str, tools: Collection[str]) -> bool:
    """Tell whether all that a message proposes is not to do something, or only to look.

    Args:
        text: A message that the user says yes to.
        tools: Names of tools whose deeds would need that yes: "cancel_order".
    """
    low = text.lower().replace("’", "'")
    clauses = list(_undone(tuple(tools)).finditer(low))
    if not clauses:
        return False
    for clause in reversed(clauses):
        leaves_open = _OTHERWISE if clause["checked"] is None else _THEN
        if leaves_open.search(_PARENTHESIS.sub(" ", clause["rest"])) or _means_another(
            clause, tools
        ):
            return False
        low = f"{low[: clause.start()]} {low[clause.end() :]}"
    return _ASKING.issuperset(_WORD.findall(low))


def _means_another(clause: re.Match[str], tools: Collection[str]) -> bool:
    """Tell whether a denial by the verb of one tool puts in words what another one does.

    "You don't want me to send stock alerts" proposes what `drop_stock_alert` does; it does not deny
    what `send_document_copy` does.
    """
    if clause["verb"] is None:
        return False
    said = {word.rstrip("s") for word in _WORD.findall(clause["rest"])}
    things = [(tool.partition("_")[0], _things(tool)) for tool in tools]
    named = [verb for verb, thing in things if thing and thing <= said]
    return bool(named) and clause["verb"] not in named


def _things(tool: str) -> set[str]:
    """Return the words of a tool's name behind its verb."""
    return {word.rstrip("s") for word in tool.split("_")[1:]}


@lru_cache(maxsize=256)
def _undone(tools: tuple[str, ...]) -> re.Pattern[str]:
    """Match a clause that only looks, or denies what one of these tools does, by its verb."""
    verbs = dict.fromkeys(name.partition("_")[0] for name in tools)
    denied = rf"{_NOT} (?P<verb>{'|'.join(map(re.escape, verbs)) or '(?!)'})"
    done = rf"{_WE}{_WILL} {_READING}|(?P<checked>{_CHECKING})|{denied}"
    return re.compile(rf"(?:{done})\b(?P<rest>{_REST})")
