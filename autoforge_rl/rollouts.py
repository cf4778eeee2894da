"""Conversations between one policy and many live environments.

An environment is Gymnasium's, with text as action (a JSON object is a tool call) and `role` and
`content` as observation. Its `info` may hold `policy_document` and `tools` at the start, `ending`
and `verdict` (with `spoiled` and `blame`) at the end. All seats that are taken speak in one batch;
a seat whose conversation is over is given the next one. Left out: stepping environments while
others generate.
"""

import json
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, Protocol

import gymnasium
import numpy

from autoforge_rl.chat import ChatRenderer, ChatTokenizer, Message
from autoforge_rl.errors import ChoiceError, EnvironmentCrash
from autoforge_rl.sampling import Turn
from autoforge_rl.token_stream import History, Segment, TokenStream

Environment = gymnasium.Env[Any, Any]


class Sampler(Protocol):
    """Whoever samples turns: a model in this process, a server, a script."""

    def __call__(
        self,
        prompts: Sequence[Sequence[int]],
        end_id: int,
        generators: Sequence[numpy.random.Generator],
    ) -> Sequence[Turn]:
        """Return one turn after each prompt."""


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
    """

    num_seats: int = 16
    max_tokens: int = 4096
    too_long: Literal["fail", "mask"] = "fail"
    history: History = "kept"

    def __post_init__(self) -> None:
        if self.num_seats < 1 or self.max_tokens < 1:
            raise ChoiceError(
                "num_seats and max_tokens must be positive, "
                f"got {self.num_seats} and {self.max_tokens}"
            )


@dataclass(frozen=True, slots=True)
class Assignment:
    """One conversation to be played.

    Attributes:
        environment_id: What the environment is made from.
        task_id: The task; None lets the environment choose by seed.
        seed: Decides the environment's randomness and the policy's.
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
        error: What the environment raised.
    """

    assignment: Assignment
    task_id: str
    segments: tuple[Segment, ...]
    reward: float | None
    spoiled: bool
    blame: str
    ending: str
    num_turns: int
    error: str = ""


def play(
    sampler: Sampler,
    tokenizer: ChatTokenizer,
    assignments: Sequence[Assignment],
    make: Callable[[str], Environment],
    choices: RolloutChoices,
) -> list[Rollout]:
    """Play all assignments, and return the rollouts in their order.

    Args:
        sampler: Speaks for the policy.
        tokenizer: The policy's.
        assignments: What to play.
        make: Makes an environment from its id, as `gymnasium.make` does.
        choices: Seats and limits.

    Raises:
        TemplateError: The tokenizer's template cannot render the conversations.
    """
    end_id = ChatRenderer(tokenizer).end_id
    waiting = list(enumerate(assignments))[::-1]
    rollouts: dict[int, Rollout] = {}
    seats: dict[int, _Seat] = {}
    while waiting or seats:
        while waiting and len(seats) < choices.num_seats:
            number, assignment = waiting.pop()
            seats[number] = _Seat(assignment, make, tokenizer, choices)
        _speak(sampler, end_id, [seat for seat in seats.values() if seat.rollout is None])
        for number, seat in list(seats.items()):
            if seat.rollout is not None:
                rollouts[number] = seat.rollout
                del seats[number]
    return [rollouts[number] for number in range(len(assignments))]


def _speak(sampler: Sampler, end_id: int, seats: Sequence["_Seat"]) -> None:
    streams = [(seat, seat.stream) for seat in seats if seat.stream is not None]
    if not streams:
        return
    prompts = [stream.prompt for _, stream in streams]
    turns = sampler(prompts, end_id, [seat.generator for seat, _ in streams])
    for (seat, stream), turn in zip(streams, turns, strict=True):
        seat.take(stream, turn)


class _Seat:
    """One live environment and its side of the conversation."""

    def __init__(
        self,
        assignment: Assignment,
        make: Callable[[str], Environment],
        tokenizer: ChatTokenizer,
        choices: RolloutChoices,
    ) -> None:
        self._assignment = assignment
        self._choices = choices
        self._task_id = assignment.task_id or ""
        self._reward = 0.0
        self._num_turns = 0
        self._environment: Environment | None = None
        self._info: Mapping[str, Any] = {}
        self.rollout: Rollout | None = None
        self.generator = numpy.random.default_rng(assignment.seed)
        self.stream: TokenStream | None = None
        try:
            self._open(make, tokenizer)
        except EnvironmentCrash as error:
            self._crash(error)

    def take(self, stream: TokenStream, turn: Turn) -> None:
        """Let the environment answer one turn of the policy."""
        self._num_turns += 1
        reply = stream.add_turn(turn.ids, turn.log_probs)
        answers: list[Message] = []
        try:
            for action in reply.actions():
                answers.append(self._step(action))
                if self.rollout is not None:
                    return
        except EnvironmentCrash as error:
            self._crash(error)
            return
        stream.add_answers(answers)
        self._stop_if_too_long(stream)

    def _open(self, make: Callable[[str], Environment], tokenizer: ChatTokenizer) -> None:
        assignment = self._assignment
        options = {} if assignment.task_id is None else {"task_id": assignment.task_id}
        self._environment = _guarded(make, assignment.environment_id)
        observation, info = _guarded(self._environment.reset, seed=assignment.seed, options=options)
        self._task_id = str(info.get("task_id", self._task_id))
        messages = [_as_message(observation, "")]
        if info.get("policy_document"):
            messages.insert(0, {"role": "system", "content": info["policy_document"]})
        renderer = ChatRenderer(tokenizer, info.get("tools", ()))
        self.stream = TokenStream(renderer, messages, self._choices.history)
        self._stop_if_too_long(self.stream)

    def _step(self, action: str) -> Message:
        if self._environment is None:
            raise EnvironmentCrash("the environment was closed while it was played")
        observation, reward, terminated, truncated, self._info = _guarded(
            self._environment.step, action
        )
        if not math.isfinite(reward):
            raise EnvironmentCrash(f"the reward is {reward}; it must be a number")
        self._reward += float(reward)
        if terminated or truncated:
            self._end(str(self._info.get("ending", "terminated" if terminated else "truncated")))
        return _as_message(observation, action)

    def _stop_if_too_long(self, stream: TokenStream) -> None:
        if self.rollout is None and len(stream.prompt) >= self._choices.max_tokens:
            self._end("too_long")

    def _end(self, ending: str, error: str = "") -> None:
        verdict = self._info.get("verdict", {})
        crashed = ending == "crashed"
        masked = ending == "too_long" and self._choices.too_long == "mask"
        self.rollout = Rollout(
            assignment=self._assignment,
            task_id=self._task_id,
            segments=() if self.stream is None else tuple(self.stream.segments),
            reward=None if crashed else self._reward,
            spoiled=crashed or masked or bool(verdict.get("spoiled", False)),
            blame="environment" if crashed else str(verdict.get("blame", "")),
            ending=ending,
            num_turns=self._num_turns,
            error=error,
        )
        self._close(self.rollout)

    def _close(self, rollout: Rollout) -> None:
        environment, self._environment = self._environment, None
        if environment is None:
            return
        try:
            _guarded(environment.close)
        except EnvironmentCrash as error:  # the conversation is whole all the same
            self.rollout = replace(rollout, error=f"{rollout.error} close: {error}".strip())

    def _crash(self, error: EnvironmentCrash) -> None:
        self._end("crashed", str(error))


def _guarded(function: Callable[..., Any], *arguments: Any, **options: Any) -> Any:
    """Call an environment; whatever it raises becomes a crash of this one rollout."""
    try:
        return function(*arguments, **options)
    except Exception as error:
        raise EnvironmentCrash(f"{type(error).__name__}: {error}") from error


def _as_message(observation: object, action: str) -> Message:
    """Read an observation as a message; a tool's result carries the tool's name."""
    if not isinstance(observation, Mapping) or not {"role", "content"} <= observation.keys():
        raise EnvironmentCrash(f"an observation needs `role` and `content`, got {observation!r}")
    message = {"role": observation["role"], "content": observation["content"]}
    return {**message, "name": _called(action)} if message["role"] == "tool" else message


def _called(action: str) -> str:
    try:
        name = json.loads(action)["name"]
    except (ValueError, RecursionError, KeyError, TypeError):
        return "tool"
    return name if isinstance(name, str) else "tool"
