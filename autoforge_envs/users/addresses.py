"""Facts that make one address: a street, and the postal code and the town that go with it."""

from collections.abc import Sequence
from itertools import takewhile

from autoforge_envs.domain.tasks import Fact
from autoforge_envs.users import fact_words
from autoforge_envs.users.questions import BEHIND_STREET
from autoforge_envs.users.understanding import Heard

_STREET = "StreetAddress"
_ADDRESS = frozenset((_STREET, "Choice", *BEHIND_STREET))
"""Types of what belongs to an address."""


def whole_address(found: Sequence[Fact], facts: Sequence[Fact], heard: Heard) -> list[Fact]:
    """Add town and postal code to a street that was asked for as "the address".

    Args:
        found: The facts that a message asks for.
        facts: All that is known; the parts of an address stand behind one another.
        heard: The message.
    """
    street = next(
        (at for at, each in enumerate(facts) if each.type == _STREET and each in found), -1
    )
    if street < 0 or heard.asks_confirmation or not _asks_whole_address(heard.asking):
        return list(found)
    behind = list(takewhile(lambda fact: fact.type in BEHIND_STREET, facts[street + 1 :]))
    return [fact for fact in facts if fact in found or fact in behind]


def _asks_whole_address(asking: str) -> bool:
    return "street" not in asking and fact_words.WHOLE_ADDRESS.search(asking) is not None


def of_one_address(found: Sequence[Fact], facts: Sequence[Fact]) -> list[Fact]:
    """Where nothing but an address is asked for, take the postal code that goes with the street."""
    types = [fact.type for fact in found]
    whole = {_STREET, "City"} <= set(types) <= _ADDRESS
    if not whole or types.count("PostalCode") != 1:
        return list(found)
    street = types.index(_STREET)
    behind = facts[facts.index(found[street]) :]
    code = next((fact for fact in behind if fact.type == "PostalCode"), None)
    return [code if code and fact.type == "PostalCode" else fact for fact in found]
