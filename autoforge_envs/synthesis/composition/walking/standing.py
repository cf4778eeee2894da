"""Standing: which rows are dead, such as cancelled bookings, and who says so."""

from collections.abc import Collection
from typing import Any

from autoforge_envs.synthesis.composition.views import Field, View, value_at

DEAD = frozenset(
    "cancelled closed declined dropped ended expired given_away given_back lapsed left lost missed "
    "moved_out passed_on recalled refunded refused rejected removed replaced reversed revoked void "
    "waived withdrawn".split()
)
"""Statuses of what came to nothing or is over with; "my latest booking" hardly means such a one.

What has run its course ("delivered", "paid", "attended", "used") is not dead: people go on to speak
of it as theirs.
"""


def is_dead(row: Any, view: View, named: Collection[Field] = ()) -> bool:
    """Tell whether a row has a dead status that nobody has named.

    Args:
        row: A row that the view shows.
        view: Its fields.
        named: Fields whose values the words tell anyway: "my cancelled booking".
    """
    return any(value_at(row, field.path) in DEAD for field in view.statuses if field not in named)
