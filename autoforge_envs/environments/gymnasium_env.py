"""A domain as a Gymnasium environment: the agent's view, the user simulated."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import gymnasium
import numpy
from gymnasium.utils import EzPickle

from autoforge_envs.domain.domain import ToolInfo
from autoforge_envs.domain.tasks import Task
from autoforge_envs.environments.options import AnyDomain, read_options, read_task_id
from autoforge_envs.environments.rendering import Narrator, as_text
from autoforge_envs.environments.spaces import action_space, observation_space
from autoforge_envs.environments.table import Table
from autoforge_envs.episode.episode import Episode
from autoforge_envs.episode.messages import Message, parse_action
from autoforge_envs.episode.snapshots import dump, load
from autoforge_envs.errors import BudgetError, EndpointError, SnapshotError
from autoforge_envs.users.faults.faulty import FaultyUser

Observation = dict[str, Any]


class AutoForgeEnv(gymnasium.Env[Observation, str], EzPickle):
    """An agent serves a simulated user with a domain's tools, under its policy document.

    Action: text; a JSON object with `name` and `arguments` is a tool call, anything else words.
    Observation: `role` (who speaks), `content`, `turn` (words the agent has said).

    Attributes:
        episode: The episode being played.
    """

    metadata = {"render_modes": ["ansi", "human"], "render_fps": 4}  # noqa: RUF012

    def __init__(self, domain: AnyDomain, **options: Any) -> None:
        """Open a domain.

        Args:
            domain: The domain folder, a source, or an open server, which stays its owner's.
            **options: See `EnvironmentOptions`.

        Raises:
            OptionError: An option is unknown or has a value that cannot be used.
            DomainError: The folder is wrong.
        """
        EzPickle.__init__(self, domain, **options)
        self.options = read_options(domain, options)
        self.render_mode = self.options.render_mode
        self.action_space = action_space()
        self.observation_space = observation_space(self.options.max_turns)
        self._user = self.options.make_user()
        self._table = Table(self.options)
        self.episode: Episode = self._table.episode
        self._narrator = Narrator()
        self._shown = 0
        self._closed = False

    @property
    def tools(self) -> list[ToolInfo]:
        """All tools of the domain, of both callers."""
        return self._table.tools

    @property
    def tasks(self) -> tuple[Task, ...]:
        """All tasks there are to play, plans and goals included: for evaluation only."""
        return self._table.tasks

    def lay_out(self, tasks: Sequence[Task]) -> None:
        """Play these tasks from the next `reset` on, instead of those there were.

        Raises:
            OptionError: Two of them have one id.
            TaskError: None of them is in the split.
        """
        self.options = replace(self.options, tasks=tuple(tasks))
        self._table.lay_out(tuple(tasks))
        self._ezpickle_kwargs["tasks"] = tuple(tasks)

    @property
    def policy_document(self) -> str:
        """What the agent must obey."""
        return self._table.policy_document

    def reveal(self) -> Task:
        """Return the task being played, plan and goal included: for evaluation and imitation."""
        return self.episode.task

    def reveal_writes(self) -> tuple[tuple[str, Mapping[str, Any]], ...]:
        """Return the plan's writing calls with their arguments, without the procedure around them.

        They are computed on a session of their own; the episode goes on untouched.
        """
        return self._table.writes_of(self.episode.task)

    def reset(
        self, *, seed: int | None = None, options: dict[str, Any] | None = None
    ) -> tuple[Observation, dict[str, Any]]:
        """Start an episode; the user speaks first.

        Args:
            seed: Decides task and user; None goes on with the present randomness.
            options: `{"task_id": ...}` plays that task.

        Raises:
            OptionError: An option is unknown.
            TaskError: There is no such task.
        """
        super().reset(seed=seed)
        task = self._table.choose_task(read_task_id(options), self.np_random)
        self.episode.reset(task)
        self._shown = 0
        self._narrator = Narrator()
        self._seat_user(int(self.np_random.integers(2**62)))
        observation = self._observe(self._play_user(None))
        info = self._info()
        info["task_id"] = task.id
        info["policy_document"] = self.policy_document
        info["tools"] = self._table.agent_schemas()
        self._show()
        return observation, info

    def step(self, action: str) -> tuple[Observation, float, bool, bool, dict[str, Any]]:
        """Do one thing: call a tool, or say something and hear the user's answer.

        If the user failed in `reset` already, the first step does nothing but tell that.

        Raises:
            EpisodeError: The episode is over, none was started, or the environment is closed.
        """
        self._table.check_open()
        episode = self.episode
        if self._ended_in_reset():
            message = Message("user", "", "user")
        else:
            message = episode.act("agent", parse_action(action))
        if episode.floor == "user" and episode.ending is None:
            message = self._play_user(message)
        observation = self._observe(message)
        reward = episode.reward()
        info = self._info()
        ending = episode.ending
        self._show()
        terminated = ending is not None and ending.is_termination
        truncated = ending is not None and not ending.is_termination
        return observation, reward, terminated, truncated, info

    def _ended_in_reset(self) -> bool:
        return self.episode.ending is not None and not any(
            message.party == "agent" for message in self.episode.transcript
        )

    def _seat_user(self, seed: int) -> None:
        generator = numpy.random.Generator(numpy.random.PCG64(seed))
        self._user.reset(self.episode.task.user, self._table.user_tools, generator)

    def _play_user(self, heard: Message | None) -> Message:
        """Let the user act until it has said something or the episode is over."""
        episode = self.episode
        while episode.floor == "user" and episode.ending is None:
            try:
                action = self._user.act(heard)
            except BudgetError:  # nothing is wrong with this episode: the run is over
                raise
            except EndpointError as error:
                episode.fail_user(error, "infrastructure")
            except Exception as error:  # noqa: BLE001 - whatever a simulator raises is its failure
                episode.fail_user(error, "user")
            else:
                heard = episode.act("user", action)
        return Message("user", "", "user") if heard is None or heard.role == "agent" else heard

    def _observe(self, message: Message) -> Observation:
        if message.role == "tool" and message.party == "user":  # the user's own affair
            message = Message("user", "", "user")
        return {
            "role": message.role, "content": message.content, "turn": self.episode.num_turns,
        }  # fmt: skip

    def _info(self) -> dict[str, Any]:
        episode = self.episode
        fresh = episode.transcript[self._shown :]
        self._shown = len(episode.transcript)
        info: dict[str, Any] = {"messages": [m.as_json() for m in fresh if m.is_heard_by("agent")]}
        if self.options.state_digest and episode.ending is None:
            info["state_digest"] = episode.state_digest()
        if episode.ending is not None:
            info["ending"] = str(episode.ending)
            info["verdict"] = episode.verdict().as_json()
            if episode.error:
                info["error"] = episode.error
            if isinstance(self._user, FaultyUser):
                info["user_faults"] = [fault.as_json() for fault in self._user.injected]
        return info

    def save(self) -> bytes:
        """Return the whole environment at this step as bytes: state, episode, user, randomness.

        Raises:
            EpisodeError: None was started, or the environment is closed.
        """
        self._table.check_open()
        return dump({
            "episode": self.episode.save(),
            "user": self._user.save(),
            "np_random": self.np_random.bit_generator.state,
            "shown": self._shown,
        })  # fmt: skip

    def restore(self, snapshot: bytes) -> None:
        """Bring the environment to a saved step, here or in another process.

        Raises:
            SnapshotError: The bytes are damaged or belong to another domain.
        """
        self._table.check_open()
        saved = load(snapshot)
        try:
            self.episode.restore(saved["episode"], self._table.tasks)
            self._seat_user(0)
            self._user.restore(saved["user"])
            self.np_random.bit_generator.state = saved["np_random"]
            self._shown = saved["shown"]
            self._narrator = Narrator()
        except (KeyError, TypeError, ValueError) as error:
            raise SnapshotError(f"this is no snapshot of this environment: {error!r}") from None

    def __getstate__(self) -> dict[str, Any]:
        """Pickle or copy the environment at this step: how it was made, and a snapshot."""
        running = self.episode.is_started and not self._closed
        snapshot = self.save() if running else None
        return {**super().__getstate__(), "spec": self.spec, "snapshot": snapshot}

    def __setstate__(self, state: dict[str, Any]) -> None:
        """Make it anew, on a session of its own, and bring it to that step."""
        super().__setstate__(state)
        self.spec = state["spec"]
        if state["snapshot"] is None:
            return
        try:
            self.restore(state["snapshot"])
        except BaseException:
            self.close()
            raise

    def render(self) -> str | None:
        """Return the conversation as text ("ansi"); "human" prints it as it goes."""
        if self.render_mode == "ansi":
            return as_text(self.episode.perceived_by("agent"))
        return None

    def _show(self) -> None:
        if self.render_mode == "human":
            self._narrator.tell(self.episode.perceived_by("agent"))

    def close(self) -> None:
        """Give up the session; closing twice is fine."""
        if not self._closed:
            self._closed = True
            self._table.close()
