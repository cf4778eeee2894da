"""An environment that plays tasks which lie in no folder yet, on a server that is open already."""

import marshal
from typing import Any

from autoforge_envs.domain.serving import DomainServer
from autoforge_envs.domain.tasks import Task
from autoforge_envs.environments.gymnasium_env import AutoForgeEnv
from autoforge_envs.environments.options import EnvironmentOptions
from autoforge_envs.environments.rendering import Narrator
from autoforge_envs.environments.spaces import action_space, observation_space
from autoforge_envs.environments.table import Table
from autoforge_envs.episode.episode import Episode


class _TaskTable(Table):
    """A table on somebody else's server, at which any task can be laid out."""

    def __init__(self, server: DomainServer, options: EnvironmentOptions) -> None:
        self.options = options
        self._server = server
        self._session = server.open_session(options.rule_enforcement)
        self.episode = Episode(self._session, options.episode_options())
        self._schemas = {
            caller: marshal.dumps(
                [dict(tool.schema) for tool in server.tools if tool.caller == caller]
            )
            for caller in ("agent", "user")
        }
        self.lay_out()

    def lay_out(self, *tasks: Task) -> None:
        """Play these tasks from now on."""
        self._by_id = {task.id: task for task in tasks}
        self._drawn = list(tasks)

    def agent_schemas(self) -> list[dict[str, Any]]:
        """Return a fresh copy of the agent's tools as OpenAI function tools."""
        return marshal.loads(self._schemas["agent"])  # type: ignore[no-any-return]

    def user_schemas(self) -> list[dict[str, Any]]:
        """Return a fresh copy of the user's tools as OpenAI function tools."""
        return marshal.loads(self._schemas["user"])  # type: ignore[no-any-return]

    def close(self) -> None:
        """Give up the session; the server is somebody else's."""
        self._session.close()


class TaskEnv(AutoForgeEnv):
    """The Gymnasium environment itself, on tasks that `lay_out` names."""

    _table: _TaskTable

    def __init__(self, server: DomainServer) -> None:
        """Open a session on a server that stays its owner's.

        Args:
            server: Serves the domain.
        """
        self.options = EnvironmentOptions(server.contents.folder, split="all")
        self.render_mode = None
        self.action_space = action_space()
        self.observation_space = observation_space(self.options.max_turns)
        self._table = _TaskTable(server, self.options)
        self._user = self.options.make_user()
        self._narrator = Narrator()
        self._shown = 0
        self._closed = False

    def lay_out(self, *tasks: Task) -> None:
        """Play these tasks from now on."""
        self._table.lay_out(*tasks)
