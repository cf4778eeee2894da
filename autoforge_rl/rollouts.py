"""Conversations between one policy and many live environments.

Who samples turns may do so for all seats at once (`Sampler`), or for each at its own pace
(`StreamingSampler`): then a conversation whose turn has ended leaves the batch, its environment
answers, and it joins the batch again while the others go on.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Literal, Protocol, runtime_checkable

import numpy

from autoforge_rl.chat import ChatRenderer, ChatTokenizer
from autoforge_rl.errors import BatchError, ChoiceError
from autoforge_rl.live_environments import Answer, Environment, LiveEnvironment
from autoforge_rl.sampling import Turn
from autoforge_rl.token_stream import History, Segment, TokenStream
from autoforge_rl.workers import Workers

_POLICY_STREAM = 0x706F6C69
"""Sets the policy's randomness apart from that of an environment, which has the same seed."""


class Sampler(Protocol):
    """Whoever samples turns all at once: a model in this process, a server, a script."""

    def __call__(
        self,
        prompts: Sequence[Sequence[int]],
        end_id: int,
        generators: Sequence[numpy.random.Generator],
    ) -> Sequence[Turn]:
        """Return one turn after each prompt."""


class TurnStream(Protocol):
    """Turns of several conversations, each at its own pace."""

    def begin(
        self, conversation: int, prompt: Sequence[int], generator: numpy.random.Generator
    ) -> None:
        """Begin a conversation's next turn; what of the prompt is known need not be read again."""

    def advance(self) -> Mapping[int, Turn]:
        """Go on for a while, and return the turns that have ended, by conversation."""

    def leave(self, conversation: int) -> None:
        """Forget a conversation."""

    def close(self) -> None:
        """Forget all conversations, and give back what was held for them."""


@runtime_checkable
class StreamingSampler(Protocol):
    """Whoever samples turns of many conversations, each at its own pace."""

    def open(self, end_id: int) -> TurnStream:
        """Begin, with the weights there are now and with no conversation."""


@dataclass(frozen=True, slots=True)
class RolloutChoices:
    """How conversations are played.

    Attributes:
        num_seats: Most environments alive at once.
        max_tokens: Most tokens of a conversation; whoever has more is stopped.
        too_long: Whether a stopped conversation counts as it stands ("fail"), or is left out as if
            spoiled ("mask").
        history: Whether the policy sees its earlier turns as sampled ("kept") or as the template
            renders them ("rendered").
        num_threads: Threads that environments answer on, for those that wait for others: users
            behind a server, workers in other processes. At 0 each answers at once and in order,
            so that batches, and with them the last bits of log-probabilities, are always the same.
        anchor_key: The key of an environment's `info` that anchors steps; empty for none.
    """

    num_seats: int = 16
    max_tokens: int = 4096
    too_long: Literal["fail", "mask"] = "fail"
    history: History = "kept"
    num_threads: int = 0
    anchor_key: str = ""

    def __post_init__(self) -> None:
        if self.num_seats < 1 or self.max_tokens < 1:
            raise ChoiceError(
                "num_seats and max_tokens must be positive, "
                f"got {self.num_seats} and {self.max_tokens}"
            )
        if self.num_threads < 0:
            raise ChoiceError(f"num_threads must be 0 or more, got {self.num_threads}")


@dataclass(frozen=True, slots=True)
class Assignment:
    """One conversation to be played.

    Attributes:
        environment_id: What the environment is made from.
        task_id: The task; None lets the environment choose by seed.
        seed: Decides the environment's randomness and the policy's, which are drawn apart.
    """

    environment_id: str
    task_id: str | None
    seed: int


@dataclass(frozen=True, slots=True)
class Rollout:
    """One conversation played.

    Attributes:
        assignment: What was to be played.
        task_id: The task that was played; empty if the environment does not say.
        segments: What is trained on.
        reward: The sum of all rewards; None where the environment crashed.
        spoiled: Whether somebody other than the policy ruined it.
        blame: Whom the environment blames, "environment" where it crashed, else empty.
        ending: Why it ended: the environment's word, "terminated", "truncated", "too_long" or
            "crashed".
        num_turns: Turns of the policy.
        truncated: Whether the environment ended it by Gymnasium's flag of that name alone.
        error: What the environment raised.
        num_cut_turns: Turns that were cut off for their length.
        turn_rewards: The reward of each turn; fewer than turns where the environment crashed.
        anchors: The situation before each turn, where `anchor_key` asks for it.
    """

    assignment: Assignment
    task_id: str
    segments: tuple[Segment, ...]
    reward: float | None
    spoiled: bool
    blame: str
    ending: str
    num_turns: int
    truncated: bool = False
    error: str = ""
    num_cut_turns: int = 0
    turn_rewards: tuple[float, ...] = ()
    anchors: tuple[str, ...] = ()


def play(
    sampler: Sampler | StreamingSampler,
    tokenizer: ChatTokenizer,
    assignments: Sequence[Assignment],
    make: Callable[[str], Environment],
    choices: RolloutChoices,
    *,
    on_end: Callable[[Rollout], None] | None = None,
) -> list[Rollout]:
    """Play all assignments, and return the rollouts in their order.

    Args:
        sampler: Speaks for the policy.
        tokenizer: The policy's.
        assignments: What to play.
        make: Makes an environment from its id, as `gymnasium.make` does; with threads it must
            bear being called from several.
        choices: Seats and limits.
        on_end: Called with each rollout as it ends, to show progress.

    Raises:
        TemplateError: The tokenizer's template cannot render the conversations.
    """
    table = _Table(sampler, tokenizer, make, choices)
    waiting = list(enumerate(assignments))[::-1]
    rollouts: dict[int, Rollout] = {}
    try:
        while waiting or table.num_seated:
            while waiting and table.num_seated < choices.num_seats:
                table.seat(*waiting.pop())
            ended = table.hear()
            rollouts |= ended
            if on_end is not None:
                for rollout in ended.values():
                    on_end(rollout)
            if not ended or not waiting:  # else free seats are taken before the others go on
                table.speak()
    finally:
        table.close()
    return [rollouts[number] for number in range(len(assignments))]


class _Table:
    """All seats that are taken, and who among them speaks at the moment."""

    def __init__(
        self,
        sampler: Sampler | StreamingSampler,
        tokenizer: ChatTokenizer,
        make: Callable[[str], Environment],
        choices: RolloutChoices,
    ) -> None:
        self._tokenizer = tokenizer
        self._make = make
        self._choices = choices
        self._end_id = ChatRenderer(tokenizer).end_id
        self._turns: TurnStream
        if isinstance(sampler, StreamingSampler):
            self._turns = sampler.open(self._end_id)
        else:
            self._turns = _InBatches(sampler, self._end_id)
        self._seats: dict[int, _Seat] = {}
        self._speaking: set[int] = set()
        self._workers = Workers[Answer](choices.num_threads)

    @property
    def num_seated(self) -> int:
        """How many seats are taken."""
        return len(self._seats)

    def seat(self, number: int, assignment: Assignment) -> None:
        """Begin a conversation."""
        environment = LiveEnvironment(self._make, self._choices.anchor_key)
        self._seats[number] = _Seat(assignment, environment, self._choices)
        opening = partial(
            environment.open, assignment.environment_id, assignment.task_id, assignment.seed
        )
        self._workers.start(number, opening)

    def hear(self) -> dict[int, Rollout]:
        """Take in what environments have answered, and return the conversations that are over."""
        ended = {}
        for number, answer in self._workers.finished(wait_for_one=not self._speaking):
            seat = self._seats[number]
            seat.hear(answer, self._tokenizer)
            if answer.ending:
                self._turns.leave(number)
                self._workers.forget(number)
                ended[number] = seat.rollout(answer, self._end_id)
                del self._seats[number]
            elif seat.is_too_long:
                self._workers.start(number, partial(seat.environment.stop, "too_long"))
            else:
                self._turns.begin(number, seat.prompt, seat.generator)
                self._speaking.add(number)
        return ended

    def speak(self) -> None:
        """Let the policy go on in all conversations in which it is its turn."""
        if not self._speaking:
            return
        for number, turn in self._turns.advance().items():
            self._speaking.remove(number)
            seat = self._seats[number]
            actions = seat.take(turn)
            self._workers.start(number, partial(seat.environment.take, actions))

    def close(self) -> None:
        """Close the environments of conversations that are not over, if an error ended them."""
        for number, seat in self._seats.items():
            self._workers.start(number, partial(seat.environment.stop, "abandoned"))
        self._workers.close()
        self._turns.close()


class _Seat:
    """One environment and the policy's side of its conversation."""

    def __init__(
        self, assignment: Assignment, environment: LiveEnvironment, choices: RolloutChoices
    ) -> None:
        self.environment = environment
        self.generator = numpy.random.default_rng([assignment.seed, _POLICY_STREAM])
        self._assignment = assignment
        self._choices = choices
        self._stream: TokenStream | None = None
        self._task_id = assignment.task_id or ""
        self._turns: list[Turn] = []
        self._rewards: list[float] = []
        self._anchors: list[str] = []

    @property
    def prompt(self) -> tuple[int, ...]:
        """The tokens the policy is to go on after."""
        return () if self._stream is None else self._stream.prompt

    @property
    def is_too_long(self) -> bool:
        """Whether the conversation has no room for another turn."""
        return len(self.prompt) >= self._choices.max_tokens

    def hear(self, answer: Answer, tokenizer: ChatTokenizer) -> None:
        """Take in what the environment says to begin with, or to the policy's last turn."""
        if len(self._rewards) < len(self._turns) and not answer.has_crashed:
            self._rewards.append(answer.reward)
        if answer.ending:
            return
        self._anchors.append(answer.anchor)
        if self._stream is not None:
            self._stream.add_answers(answer.messages)
            return
        self._task_id = answer.task_id
        renderer = ChatRenderer(tokenizer, answer.tools)
        self._stream = TokenStream(renderer, answer.messages, self._choices.history)

    def take(self, turn: Turn) -> list[str]:
        """Take in a turn of the policy, and return what the environment gets."""
        if self._stream is None:
            raise BatchError("the policy spoke in a conversation that has not begun")
        self._turns.append(turn)
        return self._stream.add_turn(turn.ids, turn.log_probs, turn.version).actions()

    def rollout(self, last: Answer, end_id: int) -> Rollout:
        """Return the conversation, which is over."""
        masked = last.ending == "too_long" and self._choices.too_long == "mask"
        return Rollout(
            assignment=self._assignment,
            task_id=self._task_id,
            segments=() if self._stream is None else tuple(self._stream.segments),
            reward=None if last.has_crashed else float(sum(self._rewards)),
            spoiled=last.spoiled or masked,
            blame=last.blame,
            ending=last.ending,
            num_turns=len(self._turns),
            truncated=last.truncated,
            error=last.error,
            num_cut_turns=sum(turn.ids[-1] != end_id for turn in self._turns),
            turn_rewards=tuple(self._rewards),
            anchors=tuple(self._anchors[: len(self._turns)]) if self._choices.anchor_key else (),
        )


class _InBatches:
    """A sampler that speaks for all conversations at once, as a stream of turns."""

    def __init__(self, sampler: Sampler, end_id: int) -> None:
        self._sampler = sampler
        self._end_id = end_id
        self._begun: dict[int, tuple[Sequence[int], numpy.random.Generator]] = {}

    def begin(
        self, conversation: int, prompt: Sequence[int], generator: numpy.random.Generator
    ) -> None:
        self._begun[conversation] = (prompt, generator)

    def advance(self) -> dict[int, Turn]:
        prompts, generators = zip(*self._begun.values(), strict=True)
        turns = self._sampler(prompts, self._end_id, generators)
        ended = dict(zip(self._begun, turns, strict=True))
        self._begun.clear()
        return ended

    def leave(self, conversation: int) -> None:
        self._begun.pop(conversation, None)

    def close(self) -> None:
        self._begun.clear()
