"""Sessions in this process whose states are overlays: values that one goes to and compares."""

from collections.abc import Callable, Mapping
from typing import Any

from autoforge_envs.domain.conversation import Violation
from autoforge_envs.domain.rules import RuleEnforcement
from autoforge_envs.domain.serving import LocalServer
from autoforge_envs.domain.session import LocalSession, ToolResult
from autoforge_envs.domain.state import Known
from autoforge_envs.domain.storage.difference import Change, RowPair, canonical
from autoforge_envs.domain.storage.overlay_connection import Overlay, OverlayConnection, own
from autoforge_envs.domain.tools import Caller
from autoforge_envs.synthesis.overlays import Overlays

Rows = Mapping[tuple[int, str], RowPair]
"""Every row that differs from the image, by table number and key."""


class Layers:
    """Opens sessions on overlays over a server's image."""

    def __init__(self, server: LocalServer) -> None:
        """Take a server, which stays its owner's."""
        self._types = server.domain.record_types
        self._overlays = Overlays(server)
        self._pairs: dict[tuple[int, str, Any], RowPair | None] = {}

    def open_session(self, rule_enforcement: RuleEnforcement = "as_designed") -> "LayeredSession":
        """Open a session; close it when done."""
        return LayeredSession(self._overlays.open_session(rule_enforcement), self)

    def nothing_known(self) -> Known:
        """Return an empty dictionary for every table."""
        return {kind.number: {} for kind in self._types}

    def forget(self) -> None:
        """Forget the rows that were read."""
        self._pairs.clear()

    def rows(self, overlay: Overlay) -> Rows:
        """Return the rows that differ from the image, ordered by table and key."""
        return {
            (number, key): pair
            for number in sorted(overlay)
            for key, row in sorted(overlay[number].items(), key=_first)
            if (pair := self._pair(number, key, row)) is not None
        }

    def _pair(self, number: int, key: str, row: Any) -> RowPair | None:
        """Return a written row beside what the image has in its place; None if that is the same."""
        question = (number, key, row)
        if question not in self._pairs:
            self._pairs[question] = self._read_pair(number, key, row)
        return self._pairs[question]

    def _read_pair(self, number: int, key: str, row: Any) -> RowPair | None:
        kind, overlays = self._types[number], self._overlays
        found = overlays.store.pristine(kind, overlays.statements.get(kind).sql, (key,))
        before = found[0] if found else None
        if before == row:
            return None
        return RowPair(kind, key, before and before._asdict(), row and row._asdict())


def _first(item: tuple[str, Any]) -> str:
    return item[0]


class LayeredSession:
    """A `Session` whose state is a value: `place` gives it, and `go` goes to it."""

    def __init__(self, session: LocalSession, layers: Layers) -> None:
        """Take over a session of these layers that was just opened."""
        self._session = session
        self._layers = layers
        self.save: Callable[[], bytes] = session.save
        self.close: Callable[[], None] = session.close
        self.reset()

    @property
    def _connection(self) -> OverlayConnection:
        return own(self._session.connection)

    def place(self) -> tuple[Overlay, Known]:
        """Return the state, and what is known of its rows."""
        return self._connection.overlay, self._session.known or {}

    def nothing_known(self) -> Known:
        """Return a dictionary for every table, which states share until somebody writes to it."""
        return self._layers.nothing_known()

    def go(self, overlay: Overlay, known: Known) -> None:
        """Go to a state."""
        self._connection.overlay = overlay
        self._session.known = known

    def rows(self, overlay: Overlay) -> Rows:
        """Return the rows in which a state differs from the image, ordered by table and key."""
        return self._layers.rows(overlay)

    def reset(self) -> None:
        """Undo everything."""
        self._session.reset()
        self._session.known = self._layers.nothing_known()

    def call(self, caller: Caller, name: str, arguments: Mapping[str, object]) -> ToolResult:
        """Call a tool.

        Raises:
            ToolCrash: The tool or a rule failed by its own fault.
        """
        return self._session.call(caller, name, arguments)

    def difference(self) -> list[Change]:
        """Return what changed since reset, in canonical form."""
        return canonical([*self.rows(self._connection.overlay).values()])

    def violations(self) -> list[str]:
        """Return the names of the rules broken since reset, sorted."""
        rows = self.rows(self._connection.overlay).values()
        return sorted(
            pair.after["rule"] for pair in rows if pair.table.model is Violation and pair.after
        )

    def restore(self, snapshot: bytes) -> None:
        """Bring the state to a saved one.

        Raises:
            SnapshotError: The bytes are damaged or belong to another domain.
        """
        self._session.restore(snapshot)
        self._session.known = self._layers.nothing_known()
