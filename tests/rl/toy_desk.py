"""A desk that wants one letter said, so small that a policy learns it in seconds.

Importing it registers it, so that `gymnasium.make("tests.rl.toy_desk:toy/desk-v0")` works in any
process.
"""

from typing import Any

import gymnasium

Step = tuple[dict[str, str], float, bool, bool, dict[str, Any]]


class ToyDesk(gymnasium.Env[Any, Any]):
    """Pays 1 for a first word that begins with the task's letter, or with any of many letters."""

    def __init__(
        self,
        *,
        wanted: str = "abcdefghijklm",
        num_tasks: int = 4,
        spoils: str = "",
        breaks: str = "",
    ) -> None:
        self._wanted = wanted
        self._tasks = [f"task {number}" for number in range(num_tasks)]
        self._spoils = spoils
        self._breaks = breaks

    def reset(
        self, *, seed: int | None = None, options: dict[str, Any] | None = None
    ) -> tuple[dict[str, str], dict[str, Any]]:
        super().reset(seed=seed)
        drawn = self._tasks[int(self.np_random.integers(len(self._tasks)))]
        self._task = (options or {}).get("task_id", drawn)
        if self._task not in self._tasks:
            raise LookupError(f"there is no {self._task}")
        reference = [
            {"role": "user", "content": f"A letter for {self._task}?"},
            {"role": "agent", "content": "a"},
        ]
        info = {"task_id": self._task, "policy_document": "Say a letter.", "tools": []}
        return reference[0], {**info, "reference": reference}

    def step(self, action: str) -> Step:
        if self._task == self._breaks:
            raise RuntimeError("no database")
        right = bool(action) and action[0] in self._wanted
        spoiled = self._spoils in {self._task, "all"}
        info = {"verdict": {"spoiled": spoiled, "blame": "user"}, "ending": "user_hung_up"}
        return {"role": "user", "content": "Bye."}, float(right), True, False, info


if "toy/desk-v0" not in gymnasium.registry:
    gymnasium.register("toy/desk-v0", entry_point="tests.rl.toy_desk:ToyDesk")
