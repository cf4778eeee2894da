"""What verbs do to the things that tools are about: make, change, move to a status, remove."""

from collections.abc import Sequence

from autoforge_envs.synthesis.documents.cleaning import clean_name
from autoforge_envs.synthesis.documents.verbs import WRITING
from autoforge_envs.synthesis.schema_design.wording import participle

CREATING = frozenset(
    "create add book buy order place open file make register submit post put insert request "
    "reserve schedule issue write send start upload hire rent report raise claim".split()
)
REMOVING = frozenset("delete remove".split())
_CHANGING = frozenset(
    "update edit change modify set patch put adjust correct replace save assign".split()
)
SETTING = _CHANGING | frozenset(
    "reschedule schedule move postpone extend prolong shorten renew rename upgrade "
    "downgrade".split()
)
"""What they do to a thing is told by what they are given: the new values of its columns."""

MOVING = frozenset(
    {
        *"cancel close approve confirm complete activate deactivate suspend pause resume accept "
        "reject archive reopen stop ship pay withdraw enable disable revoke freeze unfreeze return "
        "lock unlock block unblock publish finish terminate decline dispatch deliver waive redeem "
        "refund".split(),
        "call off", "check in", "check out", "drop off", "give back", "hand back", "hand in",
        "hand over", "pick up", "take back",
    }
)  # fmt: skip
"""Their participle says how things stand afterwards."""

ENDING = frozenset({"return", "give back", "hand back", "take back", "check in", "check out"})
"""They are said of what is lent, or who comes, and done to the loan or booking."""

_LEAVES = {
    "book": ("booking", "reservation", "appointment"),
    "borrow": ("loan",),
    "hire": ("hire", "rental"),
    "lend": ("loan",),
    "order": ("order",),
    "rent": ("rental",),
    "reserve": ("reservation", "booking", "rental"),
}
LENT = frozenset({*(noun for nouns in _LEAVES.values() for noun in nouns), "stay", "visit"})
"""What lasts from when something is lent or booked until it is given back."""

_SAME_STATUS = {
    "activated": ("active",), "called_off": ("cancelled", "canceled"), "cancelled": ("canceled",),
    "enabled": ("active",), "given_back": ("returned",), "handed_back": ("returned",),
    "unfrozen": ("active",), "taken_back": ("returned",), "picked_up": ("collected",),
}  # fmt: skip


def spoken(verb: str, kind: str) -> str:
    """Return the verb for sentences about what a tool of a kind does.

    Args:
        verb: What its name or its method tells.
        kind: "create", "update" or "remove"; it is said where the verb says no more.
    """
    known = {"create": CREATING, "update": SETTING - _CHANGING, "remove": WRITING}[kind]
    plain = {"create": "create", "update": "change", "remove": "delete"}[kind]
    return verb if verb in known - {"post", "put", "patch"} else plain


def left_by(verb: str) -> tuple[str, ...]:
    """Return the nouns for what comes about when something is booked, lent, rented."""
    return _LEAVES.get(verb, ())


def reached_status(verb: str, choices: Sequence[str]) -> str:
    """Return the status among choices that an action leads to; "" if none of them says so."""
    done = participle(verb).replace(" ", "_")
    by_name = {clean_name(each): each for each in reversed(choices)}
    names = (done, *_SAME_STATUS.get(done, ()))
    return next((by_name[name] for name in names if name in by_name), "")


def status_after(verb: str, choices: Sequence[str]) -> str:
    """Return the status that an action leads to, as the choices spell it if they do."""
    return reached_status(verb, choices) or participle(verb).replace(" ", "_")
