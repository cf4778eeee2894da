"""A domain as a PettingZoo environment: agent and user as two players who take turns.

`agent_0` serves, `user_0` wants something and opens the conversation. Who calls a tool keeps the
floor, who speaks yields it. The user's signals are tools of theirs: `confirm` and `hang_up`.

Observations are as in Gymnasium, and so are an agent's infos. The user's first observation has the
role "instructions": who they are, what they want, what they know. An info holds what has happened
since its player last acted. Both players get the agent's reward: the game is cooperative.

There is no `AssertOutOfBoundsWrapper` around it: a language model's action that is too long or no
text at all is answered like any other mistake, it raises nothing.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy
from gymnasium import spaces
from gymnasium.utils import EzPickle, seeding
from pettingzoo import AECEnv, ParallelEnv
from pettingzoo.utils import wrappers
from pettingzoo.utils.conversions import turn_based_aec_to_parallel_wrapper

from autoforge_envs.domain.domain import ToolInfo
from autoforge_envs.domain.tasks import Task
from autoforge_envs.domain.wording import describe_script
from autoforge_envs.environments.options import OPTIONS, AnyDomain, read_options, read_task_id
from autoforge_envs.environments.rendering import Narrator, as_text
from autoforge_envs.environments.spaces import UnicodeText, action_space, observation_space
from autoforge_envs.environments.table import Table
from autoforge_envs.episode.episode import Episode
from autoforge_envs.episode.messages import Message, Party, parse_action
from autoforge_envs.episode.snapshots import dump, load
from autoforge_envs.errors import EpisodeError, OptionError, SnapshotError
from autoforge_envs.registration import find_domain
from autoforge_envs.users.auditing.audit import audit_certain

Observation = dict[str, Any]

AGENT, USER = "agent_0", "user_0"
PARTIES: Mapping[str, Party] = {AGENT: "agent", USER: "user"}
PLAYERS: Mapping[Party, str] = {party: player for player, party in PARTIES.items()}
OTHER: Mapping[str, str] = {AGENT: USER, USER: AGENT}
ONE_SIDED = ("user", "state_digest")
"""Options of the agent's view alone."""


def env(domain: AnyDomain, **options: Any) -> AECEnv[str, Observation, str | None]:
    """Make the environment in which the players act one at a time.

    Args:
        domain: An id such as "autoforge/retail-v0", a domain folder, a source or an open server.
        **options: See `EnvironmentOptions`; there is no `user`, who is a player here.
    """
    return wrappers.OrderEnforcingWrapper(raw_env(domain, **options))


def raw_env(domain: AnyDomain, **options: Any) -> "ConversationEnv":
    """Make the environment without a check of the order of calls; arguments as for `env`."""
    known = find_domain(domain) if isinstance(domain, str | Path) else domain
    return ConversationEnv(known, **options)


def parallel_env(domain: AnyDomain, **options: Any) -> ParallelEnv[str, Observation, str | None]:
    """Make the environment that takes both players' actions, and uses those of one.

    `active_agent` in the infos says whose action the next step uses. Arguments as for `env`.
    """
    return _TurnBasedParallelEnv(env(domain, **options))


class ConversationEnv(AECEnv[str, Observation, str | None], EzPickle):
    """Agent and user, one acting at a time."""

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
        if options.get("audited", True) is True:
            options["audited"] = audit_certain  # anybody may play the user, in any words
        self.options = read_options(
            domain, options, [name for name in OPTIONS if name not in ONE_SIDED]
        )
        self.render_mode = self.options.render_mode
        self._table = Table(self.options)
        self.metadata = {
            "name": self._table.name,
            "render_modes": ["ansi", "human"],
            "render_fps": 4,
            "is_parallelizable": False,
        }
        self.possible_agents = [AGENT, USER]
        self._action_spaces = {player: action_space() for player in PARTIES}
        self._observation_spaces = {
            player: observation_space(self.options.max_turns) for player in PARTIES
        }
        self._generator: numpy.random.Generator | None = None
        self._heard: dict[str, tuple[str, str]] = {}
        self._narrator = Narrator()
        self._closed = False

    @property
    def episode(self) -> Episode:
        """The episode being played."""
        return self._table.episode

    @property
    def tools(self) -> list[ToolInfo]:
        """All tools of the domain, of both callers."""
        return self._table.tools

    @property
    def tasks(self) -> tuple[Task, ...]:
        """All tasks there are to play, plans and goals included: for evaluation only."""
        return self._table.tasks

    def reveal(self) -> Task:
        """Return the task being played, plan and goal included: for evaluation and imitation."""
        return self.episode.task

    def observation_space(self, agent: str) -> spaces.Dict:
        """Return the space of a player's observations: role, content and turn.

        Raises:
            OptionError: There is no such player.
        """
        return self._observation_spaces[_player(agent)]

    def action_space(self, agent: str) -> UnicodeText:
        """Return the space of a player's actions: a tool call as JSON, or words.

        Raises:
            OptionError: There is no such player.
        """
        return self._action_spaces[_player(agent)]

    def reset(self, seed: int | None = None, options: dict[str, Any] | None = None) -> None:
        """Start an episode; the user has the floor.

        Args:
            seed: Decides the task; None goes on with the present randomness. The same seed gives
                the same task as in Gymnasium.
            options: `{"task_id": ...}` plays that task.

        Raises:
            OptionError: An option is unknown.
            TaskError: There is no such task.
        """
        wanted = read_task_id(_without_probe(options))
        if seed is not None or self._generator is None:
            self._generator, _ = seeding.np_random(seed)
        task = self._table.choose_task(wanted, self._generator)
        self.episode.reset(task)
        self.agents = list(self.possible_agents)
        self.agent_selection = USER
        self.rewards = dict.fromkeys(self.agents, 0.0)
        self._cumulative_rewards = dict.fromkeys(self.agents, 0.0)
        self.terminations = dict.fromkeys(self.agents, False)
        self.truncations = dict.fromkeys(self.agents, False)
        self._skip_agent_selection = None  # type: ignore[assignment]
        self._heard = {AGENT: ("user", ""), USER: ("instructions", describe_script(task.user))}
        self.infos = {
            AGENT: {
                "messages": [],
                "task_id": task.id,
                "policy_document": self._table.policy_document,
                "tools": self._table.agent_schemas(),
            },
            USER: {
                "messages": [],
                "task_id": task.id,
                "tools": self._table.user_schemas(),
                "seed": int(self._generator.integers(2**62)),  # for a simulator that plays them
            },
        }
        self._narrator = Narrator()

    def step(self, action: str | None) -> None:
        """Let the player who has the floor call a tool or say something.

        Raises:
            EpisodeError: The environment is closed.
        """
        self._table.check_open()
        player = self.agent_selection
        if self.terminations[player] or self.truncations[player]:
            self._was_dead_step(action)
            return
        self._cumulative_rewards[player] = 0.0
        self._act(player, action)
        self.rewards = dict.fromkeys(self.agents, self.episode.reward())
        self._accumulate_rewards()
        if self.episode.ending is not None:
            self._end(self.episode.ending.is_termination)
        self.agent_selection = PLAYERS[self.episode.floor]
        if self.render_mode == "human":
            self._narrator.tell(self.episode.transcript)

    def _act(self, player: str, action: str | None) -> None:
        transcript = self.episode.transcript
        num_messages = len(transcript)
        message = self.episode.act(PARTIES[player], parse_action(action))
        self._heard[player] = (PARTIES[OTHER[player]], "")
        hearer = player if message.role == "tool" else OTHER[player]
        self._heard[hearer] = (message.role, message.content)
        self.infos[player] = {"messages": []}
        for each in self.agents:
            self.infos[each]["messages"] += _as_heard(transcript[num_messages:], PARTIES[each])

    def _end(self, terminated: bool) -> None:
        self.terminations = dict.fromkeys(self.agents, terminated)
        self.truncations = dict.fromkeys(self.agents, not terminated)
        for info in self.infos.values():
            info["ending"] = str(self.episode.ending)
            info["verdict"] = self.episode.verdict().as_json()
            if self.episode.error:
                info["error"] = self.episode.error

    def observe(self, agent: str) -> Observation:
        """Return what a player heard last: instructions, words, or the result of its own tool.

        Raises:
            OptionError: There is no such player.
            EpisodeError: No episode was started.
        """
        player = _player(agent)
        if not self.episode.is_started:
            raise EpisodeError("no episode has been started; call reset first")
        role, content = self._heard[player]
        return {"role": role, "content": content, "turn": self.episode.num_turns}

    def save(self) -> bytes:
        """Return the whole environment at this step as bytes: state, episode, randomness.

        Raises:
            EpisodeError: None was started, or the environment is closed.
        """
        self._table.check_open()
        generator = self._generator
        return dump({
            "episode": self.episode.save(),
            "generator": None if generator is None else generator.bit_generator.state,
            "agents": self.agents,
            "selection": [self.agent_selection, self._skip_agent_selection],
            "rewards": self.rewards,
            "cumulative_rewards": self._cumulative_rewards,
            "terminations": self.terminations,
            "truncations": self.truncations,
            "infos": self.infos,
            "heard": self._heard,
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
            self._generator, _ = seeding.np_random(0)
            self._generator.bit_generator.state = saved["generator"]
            self.agents = saved["agents"]
            self.agent_selection, self._skip_agent_selection = saved["selection"]
            self.rewards = saved["rewards"]
            self._cumulative_rewards = saved["cumulative_rewards"]
            self.terminations = saved["terminations"]
            self.truncations = saved["truncations"]
            self.infos = saved["infos"]
            self._heard = {player: (role, text) for player, (role, text) in saved["heard"].items()}
            self._narrator = Narrator()
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise SnapshotError(f"this is no snapshot of this environment: {error!r}") from None

    def __getstate__(self) -> dict[str, Any]:
        """Pickle or copy the environment at this step: how it was made, and a snapshot."""
        running = self.episode.is_started and not self._closed
        return {**super().__getstate__(), "snapshot": self.save() if running else None}

    def __setstate__(self, state: dict[str, Any]) -> None:
        """Make it anew, on a session of its own, and bring it to that step."""
        super().__setstate__(state)
        if state["snapshot"] is not None:
            self.restore(state["snapshot"])

    def render(self) -> str | None:
        """Return the whole conversation as text ("ansi"); "human" prints it as it goes."""
        return as_text(self.episode.transcript) if self.render_mode == "ansi" else None

    def close(self) -> None:
        """Give up the session; closing twice is fine."""
        if not self._closed:
            self._closed = True
            self._table.close()


class _TurnBasedParallelEnv(turn_based_aec_to_parallel_wrapper[str, Observation, str]):
    """PettingZoo's parallel form, which says whose turn it is after `reset` as well."""

    def reset(
        self, seed: int | None = None, options: dict[str, Any] | None = None
    ) -> tuple[dict[str, Observation], dict[str, dict[str, Any]]]:
        """Start an episode; the user has the floor."""
        observations, infos = super().reset(seed, options)  # type: ignore[no-untyped-call]
        for info in infos.values():
            info["active_agent"] = self.aec_env.agent_selection
        return observations, infos

    def step(self, actions: Any) -> Any:
        """Take, of a mapping from players to actions, that of who has the floor.

        Raises:
            EpisodeError: There is none, or no episode was started.
        """
        if not hasattr(self, "agents"):
            raise EpisodeError("no episode has been started; call reset first")
        player = self.aec_env.agent_selection
        if self.agents and (not isinstance(actions, Mapping) or player not in actions):
            raise EpisodeError(
                f"{player} has the floor (infos say so, as `active_agent`); pass "
                f"{{{player!r}: text}}, got {actions!r:.80}"
            )
        return super().step(actions)  # type: ignore[no-untyped-call]


def _player(name: str) -> str:
    if name not in PARTIES:
        raise OptionError(f"there is no player {name!r}; there are {', '.join(PARTIES)}")
    return name


def _as_heard(messages: list[Message], party: Party) -> list[dict[str, Any]]:
    return [message.as_json() for message in messages if message.is_heard_by(party)]


def _without_probe(options: dict[str, Any] | None) -> dict[str, Any] | None:
    """Leave out the one meaningless option that PettingZoo's own `api_test` passes."""
    return None if options == {"options": 1} else options
