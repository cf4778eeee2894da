"""What a certifier keeps open for one domain: sessions, an environment, rows, a mirrored copy."""

import gc
import tempfile
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from autoforge_envs.domain.contents import read_rows
from autoforge_envs.domain.domain import ToolInfo
from autoforge_envs.domain.serving import DomainServer, LocalServer
from autoforge_envs.domain.session import Session
from autoforge_envs.domain.tasks import Task
from autoforge_envs.environments.gymnasium_env import AutoForgeEnv
from autoforge_envs.episode.episode import Episode, EpisodeOptions
from autoforge_envs.isolation.stored_files import StoredPath
from autoforge_envs.synthesis.certification.alternatives import Slot, slots_of
from autoforge_envs.synthesis.certification.mirror import Mirror, MirroredRows, mirrored_server
from autoforge_envs.synthesis.certification.remembering import RememberingServer
from autoforge_envs.synthesis.certification.rows import Rows
from autoforge_envs.synthesis.certification.tracing import TracedSession
from autoforge_envs.synthesis.certification.vocabulary import Vocabulary
from autoforge_envs.synthesis.overlays import Overlays

SessionT = TypeVar("SessionT", bound=Session)

_ENDLESS = EpisodeOptions(max_turns=100_000, max_steps_per_turn=100_000, auditor=None)


class Stage:
    """One domain, ready for experiments; close it when done."""

    def __init__(self, server: DomainServer) -> None:
        """Read the rows and open two sessions.

        Args:
            server: Serves the domain; whoever opened it closes it, after this.
        """
        self.server = server
        self.tools: dict[tuple[str, str], ToolInfo] = {
            (tool.caller, tool.name): tool for tool in server.tools
        }
        self.slots: dict[str, dict[str, Slot]] = {
            tool.name: slots_of(tool) for tool in server.tools
        }
        self.rows = Rows((table, row) for table, row, _ in read_rows(server.contents.folder))
        self.vocabulary = Vocabulary(server.contents, server.tools)
        self._sessions: list[Session] = []
        self._env: AutoForgeEnv | None = None
        self._mirrored: DomainServer | None = None
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self.session = self._keep(server.open_session())
        self.other_session: Session = self._keep(
            TracedSession(server) if isinstance(server, LocalServer) else server.open_session()
        )
        self._memory = RememberingServer(server)
        self.memory_session = self._keep(self._memory.open_session())
        self.episode = Episode(self.memory_session, _ENDLESS)
        gc.freeze()  # by now all rows are in memory, many and no garbage: nobody need look at them

    def _keep(self, session: SessionT) -> SessionT:
        """Close a session with the stage."""
        self._sessions.append(session)
        return session

    def forget(self) -> None:
        """Forget the states that experiments reached: the next task has others."""
        self._memory.forget()

    @cached_property
    def lawless_session(self) -> Session:
        """A session whose tools enforce no rule, so that every rule that is broken is noted."""
        return self._keep(self._memory.open_session("agent"))

    def env_for(self, task: Task) -> AutoForgeEnv:
        """Return the Gymnasium environment itself with this one task, which need be in no folder.

        There is one for all tasks, so the next call takes it away.
        """
        if self._env is None:
            self._env = AutoForgeEnv(self._memory, tasks=(task,), split="all", audited=False)
        else:
            self._env.lay_out((task,))
        return self._env

    @cached_property
    def reading_tools(self) -> list[ToolInfo]:
        """What the agent can look things up with."""
        return [tool for tool in self.server.tools if tool.caller == "agent" and not tool.writes]

    @cached_property
    def mirror(self) -> Mirror:
        """What exchanges the keys of the rows."""
        return Mirror(self.rows)

    @cached_property
    def mirrored_session(self) -> Session | None:
        """A session on the mirrored rows; None where keys of two tables are alike."""
        if not self.mirror.is_exact:
            return None
        server = self.server
        if isinstance(server, LocalServer) and Overlays.fit(server):
            rows = MirroredRows(server.store, self.mirror)
            return self._keep(Overlays(server, rows).open_session())
        self._mirrored = mirrored_server(server, self.mirror, self._mirror_folder())
        return self._keep(self._mirrored.open_session())

    def _mirror_folder(self) -> Path:
        """Return a folder for the mirrored rows: in memory if the domain's own is there."""
        own = self.server.contents.folder
        if isinstance(own, StoredPath):
            return own / "mirrored"
        self._folder = tempfile.TemporaryDirectory(prefix="autoforge-mirror-")
        return Path(self._folder.name)

    def close(self) -> None:
        """Close the sessions, the environment and the mirrored copy."""
        for session in self._sessions:
            session.close()
        if self._env is not None:
            self._env.close()
        if self._mirrored is not None:
            self._mirrored.close()
        if self._folder is not None:
            self._folder.cleanup()
        gc.unfreeze()
