"""Scratch sessions on overlays: for whoever goes back and forth between states of one domain."""

from autoforge_envs.domain.rules import RuleEnforcement
from autoforge_envs.domain.serving import LocalServer
from autoforge_envs.domain.session import LocalSession
from autoforge_envs.domain.storage.overlay_store import OverlayStore
from autoforge_envs.domain.storage.sqlite_store import SqliteStore
from autoforge_envs.domain.storage.statements import Statements


class Overlays:
    """Opens sessions on one server's image; what they write stays in dictionaries of their own."""

    def __init__(self, server: LocalServer) -> None:
        """Take a server, which stays its owner's and must hold its image in SQLite."""
        self.store = OverlayStore(server.store, server.domain.record_types)
        self.statements = Statements(server.store.dialect)
        self._domain = server.domain

    @staticmethod
    def fit(server: LocalServer) -> bool:
        """Tell whether a server's image can be laid over."""
        return isinstance(server.store, SqliteStore)

    def open_session(self, rule_enforcement: RuleEnforcement = "as_designed") -> LocalSession:
        """Open a session; close it when done."""
        return LocalSession(self._domain, self.store, self.statements, rule_enforcement)
