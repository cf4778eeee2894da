"""Desks of unequal difficulty, and a policy that learns them in seconds of processor time.

A customer names a wish, and the agent answers with a letter. Each wish can be met by some of the 52
letters: by half of them at the easy desk, by four at the hard one; which has to be found out.
A customer may be faulty: they name another wish than they have, or are gone before they hear the
answer. Such a conversation says so at its end, as `info["verdict"]["spoiled"]`.
"""

from dataclasses import replace
from pathlib import Path
from string import ascii_letters
from typing import Any

import gymnasium
import numpy

from autoforge_rl.conversations import Conversation
from autoforge_rl.evaluation import EvaluationChoices
from autoforge_rl.initial_policy import PolicyShape, make_policy, train_tokenizer
from autoforge_rl.learner import PolicyChoices
from autoforge_rl.lineup import EnvironmentChoices
from autoforge_rl.optimisation import OptimizerChoices
from autoforge_rl.recipe import Recipe, TrainingChoices
from autoforge_rl.rollouts import RolloutChoices
from autoforge_rl.sampling import SamplingChoices

ID = "benchmarks.wish_desks:wish/desk-v0"
DESKS = {"easy": 26, "middle": 12, "hard": 4}
"""Letters that meet a wish, by desk."""
NUM_WISHES = 2

Step = tuple[dict[str, str], float, bool, bool, dict[str, Any]]


class WishDesk(gymnasium.Env[Any, Any]):
    """Pays 1 for a letter that meets the customer's wish."""

    def __init__(self, *, desk: str, fault_rate: float = 0.0) -> None:
        """Open a desk.

        Args:
            desk: Its name.
            fault_rate: Share of the conversations with a faulty customer.
        """
        self._desk = desk
        self._fault_rate = fault_rate
        self._wish = ""
        self._is_faulty = self._is_gone = False

    def reset(
        self, *, seed: int | None = None, options: dict[str, Any] | None = None
    ) -> tuple[dict[str, str], dict[str, Any]]:
        """Let a customer name a wish."""
        super().reset(seed=seed)
        drawn, other = self.np_random.integers((NUM_WISHES, NUM_WISHES - 1))
        self._wish = (options or {}).get("task_id", f"wish {drawn}")
        self._is_faulty = bool(self.np_random.random() < self._fault_rate)
        self._is_gone = self._is_faulty and bool(self.np_random.random() < 0.5)
        named = self._wish
        if self._is_faulty and not self._is_gone:
            named = [each for each in wishes() if each != self._wish][other]
        opening = {"role": "user", "content": f"{self._desk} {named}"}
        return opening, {"task_id": self._wish}

    def step(self, action: str) -> Step:
        """Hear the answer, which ends the conversation."""
        is_met = bool(action) and action[0] in letters_for(self._desk, self._wish)
        verdict = {"spoiled": self._is_faulty, "blame": "user" if self._is_faulty else "nobody"}
        info = {"verdict": verdict, "ending": "user_hung_up"}
        reward = float(is_met and not self._is_gone)
        return {"role": "user", "content": "Bye."}, reward, True, False, info


def wishes() -> list[str]:
    """Return the names of all wishes."""
    return [f"wish {number}" for number in range(NUM_WISHES)]


def letters_for(desk: str, wish: str) -> str:
    """Return the letters that meet a wish."""
    number = wishes().index(wish)
    order = numpy.random.default_rng([DESKS[desk], number]).permutation(len(ascii_letters))
    return "".join(ascii_letters[place] for place in order[: DESKS[desk]])


def make_recipe(folder: Path) -> Recipe:
    """Write a policy from nothing, and return the run of all desks."""
    told = [Conversation(({"role": "user", "content": f"{desk} {each}"},))
            for desk in DESKS for each in wishes()]  # fmt: skip
    tokenizer = train_tokenizer(told, 300)
    policy = make_policy(PolicyShape("qwen3", 300, 32, 1, 2, 2, 64), tokenizer, 0)
    policy.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    desks = {
        name: EnvironmentChoices(ID, {"desk": name}, tuple(wishes()), prompt="conversation")
        for name in DESKS
    }
    sampling = SamplingChoices(max_turn_tokens=1)
    return Recipe(
        policy=PolicyChoices(str(folder)),
        environments=desks,
        held_out=desks,
        training=TrainingChoices(updates=80, tasks_per_update=6, evaluate_every=20),
        rollouts=RolloutChoices(num_seats=64, max_tokens=64),
        sampling=sampling,
        optimizer=OptimizerChoices(5e-3),
        evaluation=EvaluationChoices(trials=32),
        evaluation_sampling=replace(sampling, temperature=1.0),
    )


if "wish/desk-v0" not in gymnasium.registry:
    gymnasium.register("wish/desk-v0", entry_point="benchmarks.wish_desks:WishDesk")
