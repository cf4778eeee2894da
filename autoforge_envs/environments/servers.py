"""Domain servers shared by a process's environments: opened on first use, closed after the last.

A thousand environments of one domain share one base image and one set of compiled statements.
"""

import os
from pathlib import Path
from typing import Literal

from autoforge_envs.domain.loading import load_domain
from autoforge_envs.domain.serving import DomainServer, LocalServer
from autoforge_envs.errors import OptionError
from autoforge_envs.isolation.remote import Worker

Isolation = Literal["auto", "none", "worker"]


class ServerPool:
    """Hands out servers and counts who uses them."""

    def __init__(self) -> None:
        """Start empty."""
        self._servers: dict[tuple[object, ...], tuple[DomainServer, int]] = {}
        self._keys: dict[int, tuple[object, ...]] = {}

    def lease(
        self, folder: Path, *, isolation: Isolation, bundled: bool, database_url: str | None
    ) -> DomainServer:
        """Return a server for a domain folder, opened now or by an earlier environment.

        Args:
            folder: The domain folder.
            isolation: "none": its code runs in this process. "worker": in a locked one. "auto": a
                bundled domain runs here, any other in a locked worker.
            bundled: Whether the folder came with this package.
            database_url: PostgreSQL, or None for SQLite.
        """
        locked = isolation == "worker" or (isolation == "auto" and not bundled)
        if locked and database_url:
            raise OptionError(
                f"database_url={database_url.split('@')[-1]!r} cannot be used by a locked worker, "
                'which has no network; pass isolation="none" if you trust the domain'
            )
        # a forked child must open its own connections, so the process is part of the key
        key = (os.getpid(), folder.resolve(), locked, database_url)
        server, users = self._servers.get(key) or (_open(folder, locked, database_url), 0)
        self._servers[key] = (server, users + 1)
        self._keys[id(server)] = key
        return server

    def give_back(self, server: DomainServer) -> None:
        """Close a server when its last user gives it back."""
        key = self._keys[id(server)]
        _, users = self._servers[key]
        if users > 1:
            self._servers[key] = (server, users - 1)
            return
        del self._servers[key], self._keys[id(server)]
        if key[0] == os.getpid():
            server.close()


def _open(folder: Path, locked: bool, database_url: str | None) -> DomainServer:
    if locked:
        return Worker.start(folder)
    return LocalServer(load_domain(folder), database_url=database_url)


SERVERS = ServerPool()
"""The servers of this process."""
