"""An environment by numbers: the same episode as flat features and a mask over concrete actions.

For learners that cannot read, such as those of Stable-Baselines3. `SymbolicEnv` wraps the text
environment, turns what a text agent sees into numbers and each number into a text action; it knows
nothing that a text agent could not know.
"""

from collections.abc import Sequence
from typing import Any

import gymnasium
import numpy
from gymnasium import spaces
from gymnasium.utils import RecordConstructorArgs
from numpy.typing import NDArray

from autoforge_envs.environments.gymnasium_env import AutoForgeEnv, Observation
from autoforge_envs.environments.options import AnyDomain
from autoforge_envs.environments.symbolic.acts import ILLEGAL, Act
from autoforge_envs.environments.symbolic.features import (
    DIALOGUE_FEATURES,
    SLOT_FEATURES,
    dialogue_features,
    slot_features,
)
from autoforge_envs.environments.symbolic.handbook import read_handbook
from autoforge_envs.environments.symbolic.history import History
from autoforge_envs.environments.symbolic.layout import Slots, lay_out, num_fixed
from autoforge_envs.errors import OptionError

NUM_SLOTS = 128
"""Number of actions, unless told otherwise."""

Numbers = dict[str, NDArray[numpy.float32]]


def make(domain: AnyDomain, *, num_slots: int = NUM_SLOTS, **options: Any) -> "SymbolicEnv":
    """Open a domain by numbers: the entry point of `autoforge/<name>-symbolic-v<N>`.

    Args:
        domain: A domain folder, a source or an open server.
        num_slots: Number of actions.
        **options: See `EnvironmentOptions`.
    """
    return SymbolicEnv(AutoForgeEnv(domain, **options), num_slots=num_slots)


class SymbolicEnv(gymnasium.Wrapper[Any, Any, Observation, str], RecordConstructorArgs):
    """The text environment by numbers.

    Action: the number of a slot; `action_masks()` tells which are legal. Observation, all from 0.0:
    `slots` (the `SLOT_FEATURES` of every slot in turn, zeros where it is not legal), `tools` (one
    more than the number of each slot's tool, 0.0 for none), `rules` (the same of the rule that
    speaks most against it, or on whose ground it refuses) and `dialogue` (the
    `DIALOGUE_FEATURES`, then for each tool 1.0 if it was used, and for each how it fits the wish).
    """

    def __init__(self, env: gymnasium.Env[Observation, str], num_slots: int = NUM_SLOTS) -> None:
        """Wrap a text environment.

        Args:
            env: What `gymnasium.make("autoforge/...")` made.
            num_slots: Number of actions.

        Raises:
            OptionError: It is no such environment, or there are too few slots for its words.
        """
        RecordConstructorArgs.__init__(self, num_slots=num_slots)
        super().__init__(env)
        inner = env.unwrapped
        if not isinstance(inner, AutoForgeEnv):
            raise OptionError(
                f"SymbolicEnv wraps an AutoForge environment, got {type(inner).__name__}; "
                'pass what gymnasium.make("autoforge/...") returns'
            )
        if isinstance(num_slots, bool) or not isinstance(num_slots, int):
            raise OptionError(f"num_slots must be a whole number, got {num_slots!r}")
        self._handbook = read_handbook(inner.tools, inner.policy_document)
        if num_slots <= num_fixed(self._handbook):
            least = num_fixed(self._handbook) + 1
            raise OptionError(f"num_slots must be at least {least} here, got {num_slots}")
        num_tools = len(self._handbook.tools)
        self.action_space = spaces.Discrete(num_slots)
        self.observation_space = spaces.Dict({
            "dialogue": _box(len(DIALOGUE_FEATURES) + 2 * num_tools),
            "rules": _box(num_slots, high=len(self._handbook.all_rules)),
            "slots": _box(num_slots * len(SLOT_FEATURES)),
            "tools": _box(num_slots, high=num_tools),
        })  # fmt: skip
        self._num_slots = num_slots
        self._history = History(self._handbook, "")
        self._slots: Slots = []

    def reset(
        self, *, seed: int | None = None, options: dict[str, Any] | None = None
    ) -> tuple[Numbers, dict[str, Any]]:
        """Start an episode, as the text environment does."""
        observation, info = self.env.reset(seed=seed, options=options)
        self._history = History(self._handbook, observation["content"])
        return self._observe(), info

    def step(self, action: int) -> tuple[Numbers, float, bool, bool, dict[str, Any]]:
        """Do what stands in a slot; one that is not legal is refused and costs a step.

        Raises:
            OptionError: There is no such slot.
        """
        if not self.action_space.contains(action):
            raise OptionError(
                f"an action is the number of a slot, from 0 to {self._num_slots - 1}, "
                f"got {action!r:.80}; `action_masks()` tells which are legal"
            )
        act = self._slots[int(action)]
        text = ILLEGAL if act is None else act.text
        observation, reward, terminated, truncated, info = self.env.step(text)
        error = any(message.get("error", False) for message in info["messages"])
        self._history.note(act, observation["role"], observation["content"], error=error)
        info["action_text"] = text
        return self._observe(), float(reward), terminated, truncated, info

    def action_masks(self) -> NDArray[numpy.bool_]:
        """Tell which slots are legal now; at least one always is."""
        return numpy.array([act is not None for act in self._slots], dtype=numpy.bool_)

    @property
    def acts(self) -> Sequence[Act | None]:
        """What stands in each slot now; None where it is not legal."""
        return self._slots

    def action_texts(self) -> list[str | None]:
        """Return what each slot does in the text environment; None where it is not legal."""
        return [None if act is None else act.text for act in self._slots]

    def _observe(self) -> Numbers:
        self._slots = lay_out(self._history, self._num_slots)
        slots = numpy.zeros((self._num_slots, len(SLOT_FEATURES)), dtype=numpy.float32)
        tools = numpy.zeros(self._num_slots, dtype=numpy.float32)
        rules = numpy.zeros(self._num_slots, dtype=numpy.float32)
        legal = [(place, act) for place, act in enumerate(self._slots) if act is not None]
        places = [place for place, _ in legal]
        slots[places] = [slot_features(act, self._history) for _, act in legal]
        tools[places] = [0 if act.tool is None else act.tool.number + 1 for _, act in legal]
        rules[places] = [self._rule_number(act) for _, act in legal]
        dialogue = numpy.array(dialogue_features(self._history), dtype=numpy.float32)
        return {
            "dialogue": dialogue, "rules": rules, "slots": slots.reshape(-1), "tools": tools,
        }  # fmt: skip

    def _rule_number(self, act: Act) -> int:
        rule = None if act.call is None else act.call.against
        return 0 if rule is None else self._handbook.all_rules.index(rule) + 1


def _box(size: int, high: float = 1.0) -> spaces.Box:
    return spaces.Box(0.0, high, (size,), numpy.float32)
