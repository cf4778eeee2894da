"""How busy the policy is while many environments with scripted users are played, in one process.

The policy has random weights and would say nothing of use. So the reference agent's turns are
recorded first, and replayed token by token: the policy reads and scores them as if it had sampled
them, environments and users answer them. A policy is busy while it reads prompts or samples; the
rest is rendering, tokenizing and the environments. Measured in processor time on one thread.

Run with `python -m benchmarks.rollouts` from the checkout; it takes some four minutes.
"""

import statistics
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, cast

import gymnasium
import numpy
import torch
from torch import Tensor
from transformers import PreTrainedTokenizerFast

import autoforge_envs  # noqa: F401  (registers the bundled environments)
from autoforge_envs.benchmark.agents import ReferenceAgent
from autoforge_envs.benchmark.evaluation import make_brief
from autoforge_envs.environments.gymnasium_env import AutoForgeEnv
from autoforge_rl.continuous import ContinuousSampler, ConversationBatch
from autoforge_rl.conversations import Conversation
from autoforge_rl.initial_policy import PolicyShape, make_policy, train_tokenizer
from autoforge_rl.rollouts import Assignment, RolloutChoices, play
from autoforge_rl.sampling import SamplingChoices, Turn
from benchmarks.timing import print_table

ENVIRONMENTS = ("autoforge/outdoor-v0", "autoforge/retail-v0", "autoforge/library-v0")
NUM_SEATS = 64
NUM_CONVERSATIONS = 96
MAX_LEVEL = 2
Turns = Sequence[Sequence[int]]
SMALL = PolicyShape(hidden_size=128, num_layers=2, num_heads=2)
MIDDLE = PolicyShape(hidden_size=256, num_layers=6, num_heads=4)


@dataclass(frozen=True, slots=True)
class Case:
    """One row of the table.

    Attributes:
        name: What it is called.
        shape: The policy.
        has_documents: Whether prompts hold the policy document and the tools' schemas.
    """

    name: str
    shape: PolicyShape
    has_documents: bool


CASES = (
    Case("small, without documents", SMALL, has_documents=False),
    Case("middle, without documents", MIDDLE, has_documents=False),
    Case("small, with documents", SMALL, has_documents=True),
)


@dataclass(slots=True)
class Clock:
    """Adds up processor time by what it was spent on.

    Attributes:
        seconds: By name.
        num_tokens: Tokens sampled.
    """

    seconds: dict[str, float] = field(default_factory=dict)
    num_tokens: int = 0

    @contextmanager
    def measure(self, name: str) -> Iterator[None]:
        """Add the time spent inside."""
        start = time.process_time()
        try:
            yield
        finally:
            self.seconds[name] = self.seconds.get(name, 0.0) + time.process_time() - start


class TimedEnvironment(gymnasium.Wrapper[Any, Any, Any, Any]):
    """An environment whose calls are timed, perhaps without its documents."""

    def __init__(self, environment_id: str, clock: Clock, *, has_documents: bool) -> None:
        """Make the environment."""
        self._clock = clock
        self._has_documents = has_documents
        with clock.measure("environment"):
            super().__init__(gymnasium.make(environment_id, split="all"))

    def reset(self, **options: Any) -> tuple[Any, dict[str, Any]]:
        """Reset; without documents the prompt is what the user says."""
        with self._clock.measure("environment"):
            observation, info = self.env.reset(**options)
        hidden = {} if self._has_documents else {"policy_document": "", "tools": []}
        return observation, {**info, **hidden}

    def step(self, action: str) -> tuple[Any, Any, bool, bool, dict[str, Any]]:
        """Step."""
        with self._clock.measure("environment"):
            return self.env.step(action)


class Replay(ConversationBatch):
    """Draws the tokens of known turns, and times itself."""

    def __init__(
        self, sampler: ContinuousSampler, end_id: int, turns: Sequence[Turns], clock: Clock
    ) -> None:
        """Begin without conversations.

        Args:
            sampler: The policy.
            end_id: The token that ends a turn.
            turns: The tokens of each turn of each conversation.
            clock: Where time and tokens are added.
        """
        super().__init__(sampler.model, sampler.choices, end_id, sampler.max_tokens_read)
        self._turns = [iter(each) for each in turns]
        self._left: dict[int, list[int]] = {}
        self._clock = clock

    def begin(
        self, conversation: int, prompt: Sequence[int], generator: numpy.random.Generator
    ) -> None:
        """Begin the next known turn."""
        self._left[conversation] = list(next(self._turns[conversation]))[::-1]
        super().begin(conversation, prompt, generator)

    def advance(self) -> dict[int, Turn]:
        """Sample one token in each conversation."""
        with self._clock.measure("policy"):
            return super().advance()

    def draw(
        self, conversations: Sequence[int], logits: Tensor, uniform: Sequence[float]
    ) -> tuple[Tensor, Tensor]:
        """Draw as ever, for its cost, and take the known tokens instead."""
        super().draw(conversations, logits, uniform)
        self._clock.num_tokens += len(conversations)
        ids = torch.tensor([self._left[each].pop() for each in conversations])
        return ids, logits.log_softmax(dim=1).gather(1, ids[:, None])[:, 0]


@dataclass(frozen=True, slots=True)
class ReplaySampler:
    """Opens replays.

    Attributes:
        sampler: The policy.
        turns: The tokens of each turn of each conversation.
        clock: Where time and tokens are added.
    """

    sampler: ContinuousSampler
    turns: Sequence[Turns]
    clock: Clock

    def open(self, end_id: int) -> Replay:
        """Begin."""
        return Replay(self.sampler, end_id, self.turns, self.clock)


@dataclass(frozen=True, slots=True)
class Recording:
    """What the reference agent did in one conversation.

    Attributes:
        assignment: The conversation.
        conversation: Its beginning, to train a tokenizer on.
        actions: What the agent did.
    """

    assignment: Assignment
    conversation: Conversation
    actions: tuple[str, ...]

    def turns(self, tokenizer: PreTrainedTokenizerFast) -> list[list[int]]:
        """Return the tokens of each action as a turn of its own."""
        texts = [f"<tool_call>{act}</tool_call>" if act[0] == "{" else act for act in self.actions]
        ids: list[list[int]] = [tokenizer.encode(t, add_special_tokens=False) for t in texts]
        return [[*each, int(cast(int, tokenizer.eos_token_id))] for each in ids]


def record(environment_id: str, seed: int) -> Recording:
    """Let the reference agent play one of the environment's easier tasks."""
    env = gymnasium.make(environment_id, split="all")
    tasks = [t for t in cast(AutoForgeEnv, env.unwrapped).tasks if t.level <= MAX_LEVEL]
    assignment = Assignment(environment_id, tasks[seed % len(tasks)].id, seed)
    observation, info = env.reset(seed=seed, options={"task_id": assignment.task_id})
    system = {"role": "system", "content": info["policy_document"]}
    beginning = ({**system}, {"role": "user", "content": observation["content"]})
    agent = ReferenceAgent()
    agent.reset(make_brief(cast(AutoForgeEnv, env.unwrapped), agent, info, seed), observation)
    actions, ended = [], False
    while not ended:
        actions.append(agent.act(observation))
        observation, _, terminated, truncated, _ = env.step(actions[-1])
        ended = terminated or truncated
    env.close()
    return Recording(assignment, Conversation(beginning, tuple(info["tools"])), tuple(actions))


def measure(
    case: Case, recordings: Sequence[Recording], tokenizer: PreTrainedTokenizerFast
) -> list[str]:
    """Play all conversations with one policy, and return the table's row."""
    clock = Clock()
    model: Any = make_policy(case.shape, tokenizer, seed=0)
    sampler = ReplaySampler(
        ContinuousSampler(model, SamplingChoices(max_turn_tokens=4096)),
        [recording.turns(tokenizer) for recording in recordings],
        clock,
    )

    def make(environment_id: str) -> TimedEnvironment:
        return TimedEnvironment(environment_id, clock, has_documents=case.has_documents)

    with clock.measure("all"):
        rollouts = play(
            sampler, tokenizer, [recording.assignment for recording in recordings], make,
            RolloutChoices(NUM_SEATS, max_tokens=32_768),
        )  # fmt: skip
    if any(rollout.reward != 1 for rollout in rollouts):
        raise AssertionError("a replayed conversation did not end as the recorded one")
    length = statistics.fmean(len(rollout.segments[0].ids) for rollout in rollouts)
    everything, policy = clock.seconds["all"], clock.seconds["policy"]
    rest = everything - policy - clock.seconds["environment"]
    return [
        case.name,
        f"{model.num_parameters() / 1e6:.1f} M",
        f"{length:,.0f}",
        f"{clock.num_tokens / everything:,.0f}",
        *(f"{part / everything:.1%}" for part in (policy, clock.seconds["environment"], rest)),
    ]


def main() -> None:
    """Print the table."""
    torch.set_num_threads(1)
    recordings = [
        record(ENVIRONMENTS[seed % len(ENVIRONMENTS)], seed) for seed in range(NUM_CONVERSATIONS)
    ]
    conversations = [recording.conversation for recording in recordings[: len(ENVIRONMENTS)]]
    tokenizer = train_tokenizer(conversations, MIDDLE.vocabulary_size)
    print_table(
        f"{NUM_CONVERSATIONS} conversations at {NUM_SEATS} seats",
        ("policy", "weights", "tokens each", "sampled a second", "busy", "environments", "rest"),
        [measure(case, recordings, tokenizer) for case in CASES],
    )


if __name__ == "__main__":
    main()
