"""A domain set up for play: server, session, episode and task choice, shared by every API."""

import marshal
from collections.abc import Iterable, Mapping
from contextlib import ExitStack, closing
from typing import Any

import numpy

from autoforge_envs.chance import draw
from autoforge_envs.domain.conversation import CONFIRM
from autoforge_envs.domain.domain import ToolInfo
from autoforge_envs.domain.plans import baked_writes
from autoforge_envs.domain.tasks import Task
from autoforge_envs.environments.options import EnvironmentOptions
from autoforge_envs.episode.episode import Episode
from autoforge_envs.errors import EpisodeError, TaskError


class Table:
    """Where agent and user meet: one episode at a time on one session."""

    def __init__(self, options: EnvironmentOptions) -> None:
        """Open the domain and a session on it; close it when done."""
        self.options = options
        self._closed = False
        with ExitStack() as opened:
            lease = options.lease()
            opened.callback(lease.end)
            self._server = lease.server
            session = opened.enter_context(
                closing(self._server.open_session(options.rule_enforcement))
            )
            self.episode = Episode(session, options.episode_options(), self.user_tools)
            self._agent_schemas = _pack(tool for tool in self.tools if tool.caller == "agent")
            self._user_schemas = _pack(self.user_tools)
            self.lay_out(self._server.contents.tasks if options.tasks is None else options.tasks)
            if options.task_id is not None:
                self.find_task(options.task_id)
            self._opened = opened.pop_all()

    def lay_out(self, tasks: tuple[Task, ...]) -> None:
        """Play these tasks from now on.

        Raises:
            TaskError: None of them is in the split.
        """
        drawn = [task for task in tasks if self.options.split in ("all", task.split)]
        if not drawn and self.options.task_id is None:
            raise TaskError(
                f"{self.name} has no task in split {self.options.split!r}; choose another split"
                if tasks
                else f"{self.name} has no tasks; `autoforge synthesize --tasks-for` composes some"
            )
        self.tasks = tasks
        self._by_id = {task.id: task for task in tasks}
        self._drawn = drawn

    @property
    def name(self) -> str:
        """The name of the domain's folder."""
        return self._server.contents.folder.name

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
        return marshal.loads(self._agent_schemas)  # type: ignore[no-any-return]

    def user_schemas(self) -> list[dict[str, Any]]:
        """Return a fresh copy of the user's tools, signals included, as OpenAI function tools."""
        return marshal.loads(self._user_schemas)  # type: ignore[no-any-return]

    def find_task(self, task_id: object) -> Task:
        """Return a task by id.

        Raises:
            TaskError: There is none.
        """
        task = self._by_id.get(task_id) if isinstance(task_id, str) else None
        if task is None:
            raise TaskError(
                f"{self.name} has no task {task_id!r}; "
                f"`autoforge show` lists its {len(self._by_id)} tasks"
            )
        return task

    def choose_task(self, task_id: object, generator: numpy.random.Generator) -> Task:
        """Return the wanted task, else draw one of the split.

        Raises:
            EpisodeError: The environment is closed.
            TaskError: There is no such task.
        """
        self.check_open()
        wanted = task_id if task_id is not None else self.options.task_id
        if wanted is not None:
            return self.find_task(wanted)
        return draw(self._drawn, generator)

    def writes_of(self, task: Task) -> tuple[tuple[str, Mapping[str, Any]], ...]:
        """Return the writing calls of a task's plan, computed on a session of their own.

        Raises:
            EpisodeError: The environment is closed.
        """
        self.check_open()
        session = self._server.open_session(self.options.rule_enforcement)
        try:
            return baked_writes(session, task)
        finally:
            session.close()

    def check_open(self) -> None:
        """Refuse to play on a session that was given up.

        Raises:
            EpisodeError: The environment is closed.
        """
        if self._closed:
            raise EpisodeError("the environment is closed; make another")

    def close(self) -> None:
        """Give up session and server."""
        self._closed = True
        self.episode.close()
        self._opened.close()


def _pack(tools: Iterable[ToolInfo]) -> bytes:
    """Write schemas so that fresh copies cost little."""
    return marshal.dumps([_schema(tool) for tool in tools])


def _schema(tool: ToolInfo) -> dict[str, Any]:
    if (tool.caller, tool.name) != ("user", CONFIRM):
        return dict(tool.schema)
    # what is confirmed are the agent's last words, which the episode fills in
    nothing = {"type": "object", "properties": {}, "required": [], "additionalProperties": False}
    return {**tool.schema, "function": {**tool.schema["function"], "parameters": nothing}}
