"""A domain set up for play: server, session, episode and task choice, shared by every API."""

import marshal
from typing import Any

import numpy

from autoforge_envs.domain.domain import ToolInfo
from autoforge_envs.domain.tasks import Task
from autoforge_envs.environments.options import EnvironmentOptions
from autoforge_envs.environments.servers import SERVERS
from autoforge_envs.episode.episode import Episode
from autoforge_envs.errors import TaskError
from autoforge_envs.registration import is_bundled


class Table:
    """Where agent and user meet: one episode at a time on one session."""

    def __init__(self, options: EnvironmentOptions) -> None:
        """Open the domain and a session on it; close it when done."""
        self.options = options
        self._server = SERVERS.lease(
            options.domain,
            isolation=options.isolation,
            bundled=is_bundled(options.domain),
            database_url=options.database_url,
        )
        self._session = self._server.open_session(options.rule_enforcement)
        self.episode = Episode(self._session, options.episode_options())
        tasks = self._server.contents.tasks
        self._by_id = {task.id: task for task in tasks}
        self._drawn = [task for task in tasks if options.split in ("all", task.split)]
        self._schemas = marshal.dumps([
            dict(tool.schema) for tool in self._server.tools if tool.caller == "agent"
        ])  # fmt: skip
        if options.task_id is not None:
            self.find_task(options.task_id)
        elif not self._drawn:
            raise TaskError(f"{options.domain.name} has no task in split {options.split!r}")

    @property
    def tasks(self) -> tuple[Task, ...]:
        """All tasks of the domain."""
        return self._server.contents.tasks

    @property
    def policy_document(self) -> str:
        """What the agent must obey."""
        return self._server.contents.policy_document

    @property
    def tools(self) -> list[ToolInfo]:
        """All tools, of both callers."""
        return list(self._server.tools)

    @property
    def user_tools(self) -> list[ToolInfo]:
        """The user's own tools and signals."""
        return [tool for tool in self._server.tools if tool.caller == "user"]

    def agent_schemas(self) -> list[dict[str, Any]]:
        """Return a fresh copy of the agent's tools as OpenAI function tools."""
        return marshal.loads(self._schemas)  # type: ignore[no-any-return]

    def find_task(self, task_id: object) -> Task:
        """Return a task by id.

        Raises:
            TaskError: There is none.
        """
        task = self._by_id.get(task_id) if isinstance(task_id, str) else None
        if task is None:
            raise TaskError(
                f"{self.options.domain.name} has no task {task_id!r}; "
                f"`autoforge show` lists its {len(self._by_id)} tasks"
            )
        return task

    def choose_task(self, task_id: object, generator: numpy.random.Generator) -> Task:
        """Return the wanted task, else draw one of the split."""
        wanted = task_id if task_id is not None else self.options.task_id
        if wanted is not None:
            return self.find_task(wanted)
        return self._drawn[int(generator.integers(len(self._drawn)))]

    def close(self) -> None:
        """Give up session and server."""
        self._session.close()
        SERVERS.give_back(self._server)
