"""Scratch sessions on overlays: for whoever goes back and forth between states of one domain."""

from autoforge_envs.domain.rules import RuleEnforcement
from autoforge_envs.domain.serving import LocalServer
from autoforge_envs.domain.session import LocalSession
from autoforge_envs.domain.storage.overlay_store import OverlayStore
from autoforge_envs.domain.storage.sqlite_store import SqliteStore
from autoforge_envs.domain.storage.statements import Statements
from autoforge_envs.domain.storage.store import PristineRows


class Overlays:
    """Opens sessions on one server's image; what they write stays in dictionaries of their own."""

    def __init__(self, server: LocalServer, rows: PristineRows | None = None) -> None:
        """Lay sessions over a server's image.

        Args:
            server: Stays its owner's; holds its image in SQLite.
            rows: What to lay over in the place of the image.
        """
        self.store = OverlayStore(rows or server.store, server.domain.record_types)
        self.statements = Statements(server.store.dialect)
        self._domain = server.domain

    @staticmethod
    def fit(server: LocalServer) -> bool:
        """Tell whether a server's image can be laid over."""
        return isinstance(server.store, SqliteStore)

    def open_session(self, rule_enforcement: RuleEnforcement = "as_designed") -> LocalSession:
        """Open a session; close it when done."""
        return LocalSession(self._domain, self.store, self.statements, rule_enforcement)
