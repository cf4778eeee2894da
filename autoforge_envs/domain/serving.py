"""Serving a domain: one store and one set of compiled statements for all its live environments.

A `DomainServer` hands out sessions. `LocalServer` runs the domain's code in this process; the
locked worker has one of its own.
"""

from collections.abc import Sequence
from typing import NoReturn, Protocol, Self, runtime_checkable

from autoforge_envs.domain.domain import Contents, Domain, ToolInfo
from autoforge_envs.domain.loading import DomainImage
from autoforge_envs.domain.rules import RuleEnforcement
from autoforge_envs.domain.session import LocalSession, Session
from autoforge_envs.domain.storage.postgres_store import PostgresStore
from autoforge_envs.domain.storage.sqlite_store import SqliteStore
from autoforge_envs.domain.storage.statements import Statements
from autoforge_envs.domain.storage.store import Store


@runtime_checkable
class DomainServer(Protocol):
    """Gives out sessions of one domain."""

    @property
    def contents(self) -> Contents:
        """The domain's data."""
        ...

    @property
    def tools(self) -> Sequence[ToolInfo]:
        """Its tools as plain data."""
        ...

    def open_session(self, rule_enforcement: RuleEnforcement = "as_designed") -> Session:
        """Open a live environment's state; close it when done."""
        ...

    def close(self) -> None:
        """Give up the base image; sessions must be closed before."""
        ...


class LocalServer:
    """Serves a domain whose code runs in this process."""

    def __init__(
        self,
        domain: Domain,
        *,
        database_url: str | None = None,
        in_memory: bool = False,
        twin: Self | None = None,
    ) -> None:
        """Open the domain's base image, building it where needed.

        Args:
            domain: The loaded domain.
            database_url: A PostgreSQL URL; None for embedded SQLite.
            in_memory: Keep the SQLite image in memory and touch no file.
            twin: An open server in memory of a domain with the same tables and rows, whose image
                is copied instead.
        """
        self.domain = domain
        self.tools = domain.tool_infos()
        image = DomainImage(domain)
        self.store: Store = (
            PostgresStore(image, database_url)
            if database_url
            else SqliteStore(image, in_memory=in_memory, twin=_sqlite_store_of(twin))
        )
        self._statements = Statements(self.store.dialect)

    @property
    def contents(self) -> Contents:
        """The domain's data."""
        return self.domain.contents

    def open_session(self, rule_enforcement: RuleEnforcement = "as_designed") -> LocalSession:
        """Open a live environment's state; close it when done."""
        return LocalSession(self.domain, self.store, self._statements, rule_enforcement)

    def close(self) -> None:
        """Give up the base image; sessions must be closed before."""
        self.store.close()

    def __reduce__(self) -> NoReturn:
        """Refuse to be pickled or copied, and with it an environment that was given a server.

        Raises:
            TypeError: Always.
        """
        raise TypeError(
            f"an open server of {self.domain.name} cannot be pickled or copied; make the "
            "environment from the domain's folder or another source, which can"
        )


def _sqlite_store_of(server: LocalServer | None) -> SqliteStore | None:
    store = None if server is None else server.store
    return store if isinstance(store, SqliteStore) else None
