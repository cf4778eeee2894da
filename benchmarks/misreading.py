"""The reference agent with a slip: it reads one fact back wrongly before its first proposal."""

import numpy

from autoforge_envs.benchmark.agents import Brief, Observation, ReferenceAgent, Spent
from autoforge_envs.domain.tasks import Fact
from autoforge_envs.users.faults.wrong_values import wrong_value

COMPARABLE = ("Email", "PhoneNumber")
"""Kinds of facts that it reads back."""


class MisreadingAgent:
    """Says "I have your e-mail address as ..." with a wrong one, hears the answer, and goes on."""

    reads_plan = True

    def __init__(self) -> None:
        """Play like the reference agent otherwise."""
        self._agent = ReferenceAgent()

    def reset(self, brief: Brief, observation: Observation) -> None:
        """Choose what to misread."""
        self._agent.reset(brief, observation)
        self._kept: str | None = None
        generator = numpy.random.default_rng(brief.seed)
        facts = brief.task.user.facts if brief.task is not None else ()
        self._slips = [
            _slip(fact, wrong)
            for fact in facts
            if fact.type in COMPARABLE and (wrong := wrong_value(fact, generator)) is not None
        ][:1]

    def act(self, observation: Observation) -> str:
        """Slip once, before the first proposal."""
        if self._kept is not None:
            kept, self._kept = self._kept, None
            return kept
        action = self._agent.act(observation)
        if self._slips and "Shall I go ahead?" in action:
            self._kept = action
            return self._slips.pop()
        return action

    def spent(self) -> Spent:
        """Nothing."""
        return Spent()


def _slip(fact: Fact, wrong: str) -> str:
    return f"Before we go on: I have {wrong} as your {fact.label}. Is that right?"
