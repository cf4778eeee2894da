"""What a user calls a fact aloud: "my date of birth", "the passenger's full name".

The label of a fact is written for whoever asks; whose the fact is has to be told from what it is.
"""

import re
from collections.abc import Sequence

from autoforge_envs.domain.mentions import mentions
from autoforge_envs.domain.tasks import Fact, Request, UserScript
from autoforge_envs.users.people import ROLES
from autoforge_envs.users.questions import BEHIND_STREET, IDENTIFYING, ORDINAL

_REACHING = ("Email", "PhoneNumber")
"""Types of what is told of another person directly behind their name."""

_ROLE = re.compile(rf"\b(?:{'|'.join(ROLES)})\b")
_COUNTED = re.compile(r"^(new |other )?(?!number\b)(\w+s)$")
_SPELT = {
    "pin": "PIN",
    "paid with": "what it is paid with",
    "days ago": "number of days since then",
}
"""Labels that are no words of a sentence."""


def own_facts(script: UserScript) -> tuple[Fact, ...]:
    """Return what a user knows: the facts of the script, and their own name in any case."""
    if any(fact.type == "PersonName" and fact.value == script.name for fact in script.facts):
        return script.facts
    return (*script.facts, Fact("own_name", "PersonName", "full name", script.name))


def spoken_name(fact: Fact, script: UserScript) -> str:
    """Return what the user calls a fact, with the word for whose it is."""
    label = spoken_label(fact)
    if is_of_another(fact, script):
        return f"{_whose(fact, script.requests)} {ORDINAL.sub('', label)}"
    if label.startswith("what "):
        return label
    return f"my {label}" if _is_own(fact) else f"the {label}"


def spoken_label(fact: Fact) -> str:
    """Return the label of a fact as it stands in a sentence."""
    label = _SPELT.get(fact.label, fact.label)
    if fact.type != "Quantity":
        return label
    return _COUNTED.sub(lambda counted: f"{counted[1] or ''}number of {counted[2]}", label)


def is_of_another(fact: Fact, script: UserScript) -> bool:
    """Tell whether a fact is another person's: their name, and how they are reached."""
    if fact.type == "PersonName":
        return bool(fact.value != script.name)
    if fact.type not in _REACHING or fact not in script.facts:
        return False
    before = script.facts[: script.facts.index(fact)][-1:]
    return any(other.type == "PersonName" and other.value != script.name for other in before)


def spoken_groups(facts: Sequence[Fact], known: Sequence[Fact]) -> list[tuple[Fact, ...]]:
    """Put what is told into groups that are said in one breath: an address, anything else alone.

    Args:
        facts: What is told, in the order of what is known.
        known: All that the user knows.
    """
    groups: list[tuple[Fact, ...]] = []
    for fact in facts:
        behind = groups[-1][-1] if groups else None
        if behind is not None and _goes_on(behind, fact, known):
            groups[-1] = (*groups[-1], fact)
        else:
            groups.append((fact,))
    return groups


def _goes_on(behind: Fact, fact: Fact, known: Sequence[Fact]) -> bool:
    """Tell whether a part of an address stands directly behind another."""
    if fact.type not in BEHIND_STREET or behind.type not in ("StreetAddress", *BEHIND_STREET):
        return False
    is_first = behind.type != "StreetAddress" and not any(
        other.type == "StreetAddress" for other in known[: known.index(behind)]
    )
    return not is_first and known.index(fact) == known.index(behind) + 1


def _is_own(fact: Fact) -> bool:
    if fact.type == "Date":
        return "birth" in fact.label
    if ORDINAL.match(fact.label) or " of the " in fact.label:
        return False
    return fact.type in IDENTIFYING or (fact.type == "Label" and fact.name == "number")


def _whose(fact: Fact, requests: Sequence[Request]) -> str:
    """Say who another person is, in the word of the wish that names them."""
    for request in requests:
        for text in filter(None, (request.text, request.fallback)):
            if not mentions(text, fact.type, fact.value):
                continue
            role = _nearest_role(text, str(fact.value))
            return f"the {role[0]}'s" if role else "the other person's"
    return "the other person's"


def _nearest_role(text: str, value: str) -> re.Match[str] | None:
    """Return what somebody is called who stands nearest to a value."""
    at = text.find(value)
    return min(_ROLE.finditer(text), key=lambda role: abs(role.start() - at), default=None)
