"""Domain servers shared by a process's environments: opened on first use, closed after the last.

A thousand environments of one domain share one base image and one set of compiled statements. A
domain comes from a folder, from any other `DomainSource`, or as a server that is open already.
"""

import os
import threading
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Literal, Protocol, runtime_checkable

from autoforge_envs.domain.loading import load_domain
from autoforge_envs.domain.serving import DomainServer, LocalServer
from autoforge_envs.errors import OptionError
from autoforge_envs.isolation.remote import Worker

Isolation = Literal["auto", "none", "worker"]


@runtime_checkable
class DomainSource(Hashable, Protocol):
    """Where a domain comes from: equal sources share one server in a process.

    An environment can be pickled if its source can.
    """

    def serve(self) -> DomainServer:
        """Open the domain; the pool closes the server after its last environment."""
        ...


@dataclass(frozen=True, slots=True)
class FolderSource:
    """A domain folder.

    Attributes:
        folder: The folder, its path resolved.
        locked: Whether the domain's code runs in a locked worker.
        database_url: PostgreSQL, or None for SQLite.
    """

    folder: Path
    locked: bool = False
    database_url: str | None = None

    def serve(self) -> DomainServer:
        """Open the domain."""
        if self.locked:
            return Worker.start(self.folder)
        return LocalServer(load_domain(self.folder), database_url=self.database_url)


def folder_source(
    folder: Path, *, isolation: Isolation, bundled: bool, database_url: str | None = None
) -> FolderSource:
    """Decide how a domain folder is served.

    Args:
        folder: The domain folder.
        isolation: "none": its code runs in this process. "worker": in a locked one. "auto": a
            bundled domain runs here, any other in a locked worker.
        bundled: Whether the folder came with this package.
        database_url: PostgreSQL, or None for SQLite.

    Raises:
        OptionError: A locked worker is to use a database server.
    """
    locked = isolation == "worker" or (isolation == "auto" and not bundled)
    if locked and database_url:
        raise OptionError(
            f"database_url={database_url.split('@')[-1]!r} cannot be used by a locked worker, "
            'which has no network; pass isolation="none" if you trust the domain'
        )
    return FolderSource(folder.resolve(), locked, database_url)


@dataclass(frozen=True, slots=True)
class Lease:
    """A server in use; whoever holds the lease calls `end` once when done."""

    server: DomainServer
    end: Callable[[], None]


@dataclass(slots=True)
class _Shared:
    """A source's server, None until somebody has opened it, and how many have leased it."""

    server: DomainServer | None = None
    num_leases: int = 0
    opening: threading.Lock = field(default_factory=threading.Lock)


class ServerPool:
    """Hands out servers and counts who uses them; environments may be made on several threads."""

    def __init__(self) -> None:
        """Start empty."""
        self._shared: dict[tuple[int, DomainSource], _Shared] = {}
        self._counting = threading.Lock()

    def lease(self, source: DomainSource) -> Lease:
        """Lease the server of a source, opened now or for an earlier environment."""
        # a forked child must open its own connections, so the process is part of the key
        key = (os.getpid(), source)
        with self._counting:
            shared = self._shared.setdefault(key, _Shared())
            shared.num_leases += 1
        try:
            with shared.opening:
                if shared.server is None:
                    shared.server = source.serve()
                server = shared.server
        except BaseException:
            self._give_back(key)
            raise
        return Lease(server, partial(self._give_back, key))

    def _give_back(self, key: tuple[int, DomainSource]) -> None:
        with self._counting:
            shared = self._shared[key]
            shared.num_leases -= 1
            if shared.num_leases:
                return
            del self._shared[key]
        if shared.server is not None and key[0] == os.getpid():
            shared.server.close()


SERVERS = ServerPool()
"""The servers of this process."""
