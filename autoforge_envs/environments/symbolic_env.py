"""An environment by numbers: the same episode as flat features and a mask over concrete actions.

For learners that cannot read, such as those of Stable-Baselines3. `SymbolicEnv` wraps the text
environment and turns each of its observations into numbers and each number into a text action; it
sees nothing that a text agent does not see.
"""

from pathlib import Path
from typing import Any

import gymnasium
import numpy
from gymnasium import spaces
from numpy.typing import NDArray

from autoforge_envs.environments.gymnasium_env import AutoForgeEnv, Observation
from autoforge_envs.environments.symbolic_acts import ILLEGAL
from autoforge_envs.environments.symbolic_slots import (
    DIALOGUE_FEATURES,
    SLOT_FEATURES,
    Clerk,
    Slot,
)
from autoforge_envs.environments.symbolic_tools import read_handbook
from autoforge_envs.errors import OptionError

NUM_SLOTS = 128
"""Number of actions, unless told otherwise."""

Numbers = dict[str, NDArray[numpy.float32]]


class SymbolicEnv(gymnasium.Wrapper[Numbers, int, Observation, str]):
    """The text environment by numbers.

    Action: the number of a slot. Observation: `slots` (`SLOT_FEATURES` of slot 0, of slot 1, ...;
    zeros where a slot is not legal), `tools` (for each slot one more than its tool's number, 0 for
    none), `dialogue` (`DIALOGUE_FEATURES`, then which tools have been used).
    """

    def __init__(self, env: gymnasium.Env[Observation, str], *, num_slots: int = NUM_SLOTS) -> None:
        """Wrap a text environment.

        Args:
            env: What `gymnasium.make("autoforge/...")` made.
            num_slots: Number of actions.

        Raises:
            OptionError: It is no such environment, or there are too few slots.
        """
        super().__init__(env)
        inner = env.unwrapped
        if not isinstance(inner, AutoForgeEnv):
            raise OptionError(
                f"SymbolicEnv wraps an AutoForge environment, got {type(inner).__name__}; "
                'pass gymnasium.make("autoforge/...")'
            )
        handbook = read_handbook(inner.tools, inner.policy_document)
        self._clerk = Clerk(handbook, num_slots)
        least = 2 * len(self._clerk.slots_for_words())
        if num_slots < least:
            raise OptionError(f"num_slots must be at least {least} here, got {num_slots}")
        self._slots: list[Slot | None] = [None] * num_slots
        num_tools = len(handbook.tools)
        self.action_space = spaces.Discrete(num_slots)
        self.observation_space = spaces.Dict({
            "dialogue": _box(len(DIALOGUE_FEATURES) + num_tools),
            "slots": _box(num_slots * len(SLOT_FEATURES)),
            "tools": _box(num_slots, high=num_tools),
        })  # fmt: skip
