"""Asking one thing until the answer holds: check, say exactly what is wrong, ask again, give up."""

import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from autoforge_envs.language_models import (
    ChatMessage,
    ChatModel,
    Completion,
    PriceTable,
    UnansweredError,
    UnrecordedError,
)
from autoforge_envs.synthesis.design.draft import DesignRefusal
from autoforge_envs.synthesis.model_design.json_answers import read_object
from autoforge_envs.synthesis.model_design.problems import (
    Problem,
    RejectedAnswer,
    as_list,
    raise_if_any,
)
from autoforge_envs.synthesis.model_design.prompting import render_prompt
from autoforge_envs.synthesis.model_design.shapes import (
    Shape,
    check_shape,
    outline_of,
    response_format,
)
from autoforge_envs.synthesis.model_design.stages.stage import Stage
from autoforge_envs.synthesis.pipeline.stages import StageReport

T = TypeVar("T")

_NO_FORMATS = (400, 404, 415, 422, 501)
"""Statuses with which endpoints refuse structured outputs that they do not offer."""

_MAX_SHOWN_ANSWER = 6_000


@dataclass(slots=True)
class Account:
    """What one stage has come to; it grows as the stage goes on."""

    answers: int = 0
    accepted: int = 0
    seconds: float = 0.0
    rejections: Counter[str] = field(default_factory=Counter)
    spent: Counter[str] = field(default_factory=Counter)
    kept: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class Earlier:
    """An answer that has held before.

    Attributes:
        objections: What has come to light since; none if it is only read again.
    """

    completion: Completion
    objections: Sequence[Problem] = ()


@dataclass(frozen=True, slots=True)
class Held(Generic[T]):
    """An answer that held, and what came of it."""

    result: T
    completion: Completion


@dataclass(frozen=True, slots=True)
class BrokenAnswer:
    """An answer, and what was wrong with it."""

    completion: Completion
    problems: tuple[Problem, ...]


class NothingHeld(DesignRefusal):
    """No answer to a question held.

    Attributes:
        attempts: All of them.
    """

    def __init__(
        self,
        stage: Stage[Any],
        attempts: Sequence[BrokenAnswer],
        reports: tuple[StageReport, ...],
    ) -> None:
        """Tell every attempt and what was wrong with it."""
        super().__init__(_refusal(stage, [each.problems for each in attempts]), reports)
        self.attempts = tuple(attempts)


class Asker:
    """Puts questions to a model, and keeps accounts; threads may share one."""

    def __init__(
        self,
        model: ChatModel,
        max_repairs: int,
        prices: PriceTable,
        clock: Callable[[], float] = time.monotonic,
        system: str = "",
    ) -> None:
        """Start with nothing asked.

        Args:
            model: Whom to ask.
            max_repairs: How often an answer may be mended before the design is refused.
            prices: What tokens cost.
            clock: Seconds, for the accounts alone.
            system: What comes before every question, where questions tell the shape of an answer
                themselves; "" for what designs begin with.
        """
        self._model = model
        self._max_repairs = max_repairs
        self._prices = prices
        self._clock = clock
        self._offers_formats = True
        self._tells_shapes = not system
        self._accounts: dict[str, Account] = {}
        self._counting = threading.RLock()
        self._system: ChatMessage = {"role": "system", "content": system or render_prompt("system")}

    def ask(self, stage: Stage[T], subject: T, try_out: Callable[[T], None]) -> T:
        """Return the subject with what an answer that holds adds to it; see `converse`."""
        return self.converse(stage, subject, try_out).result

    def converse(
        self,
        stage: Stage[T],
        subject: T,
        try_out: Callable[[T], None],
        earlier: Earlier | None = None,
    ) -> Held[T]:
        """Ask until an answer holds.

        Args:
            stage: What to ask.
            subject: What the question is about: a blueprint as far as it is designed.
            try_out: Runs the result behind locks; raises `RejectedAnswer`.
            earlier: An answer to begin with; without objections nothing is asked if it holds.

        Raises:
            NothingHeld: No answer held; the message tells every attempt.
            EndpointError: There was no answer.
        """
        account = self._account(stage)
        first = self._opening(stage, subject)
        begin = earlier or Earlier(self._complete(stage, first, account))
        completion, objections = begin.completion, begin.objections
        attempts: list[BrokenAnswer] = []
        while True:
            try:
                raise_if_any(objections)
                result = _result(completion, stage, subject)
                try_out(result)
            except RejectedAnswer as rejected:
                self._count(account, rejected.problems[0].kind)
                attempts.append(BrokenAnswer(completion, rejected.problems))
                if len(attempts) > self._max_repairs:
                    raise NothingHeld(stage, attempts, self.reports()) from rejected
                messages = [*first, *_repair(completion, rejected.problems)]
                completion, objections = self._complete(stage, messages, account), ()
            else:
                self._count(account, "")
                return Held(result, completion)

    def ask_at_once(self, stages: Sequence[Stage[T]], subject: T) -> list[Completion]:
        """Ask first questions, each without what comes of the others; return what was answered.

        Raises:
            EndpointError: There was no answer to one of them.
        """
        asked = [(stage, self._opening(stage, subject), self._account(stage)) for stage in stages]
        if len(asked) < 2:
            return [self._complete(*each) for each in asked]
        with ThreadPoolExecutor(len(asked)) as pool:
            return list(pool.map(lambda each: self._complete(*each), asked))

    def take_back(self, stage: Stage[Any]) -> None:
        """Count an answer that has held as one that is read anew."""
        with self._counting:
            self._account(stage).accepted -= 1

    def keep(self, stage: Stage[Any], kind: str) -> None:
        """Count a part that stays as it was, since no answer held for it."""
        with self._counting:
            self._account(stage).kept[kind] += 1

    def reports(self) -> tuple[StageReport, ...]:
        """Return what every stage came to until now: answers read, answers accepted, tokens."""
        with self._counting:
            return tuple(_report(name, account) for name, account in self._accounts.items())

    def _opening(self, stage: Stage[T], subject: T) -> list[ChatMessage]:
        """Return the messages with which a stage begins."""
        question = stage.question(subject)
        return [self._system, {"role": "user", "content": question + self._told(stage.shape)}]

    def _told(self, shape: Shape) -> str:
        """Return the shape in words; questions of others' have it in them."""
        if self._tells_shapes:
            return f"\nThe shape of the answer:\n{outline_of(shape)}\n"
        return ""

    def _account(self, stage: Stage[Any]) -> Account:
        with self._counting:
            return self._accounts.setdefault(stage.name, Account())

    def _count(self, account: Account, rejected_for: str) -> None:
        with self._counting:
            if rejected_for:
                account.rejections[rejected_for] += 1
            else:
                account.accepted += 1

    def _complete(
        self, stage: Stage[Any], messages: Sequence[ChatMessage], account: Account
    ) -> Completion:
        start = self._clock()
        try:
            completion = self._in_shape(stage, messages)
        finally:
            waited = self._clock() - start
            with self._counting:
                account.seconds += waited
        with self._counting:
            account.answers += 1
            account.spent.update(self._spent(completion))
        return completion

    def _spent(self, completion: Completion) -> dict[str, int]:
        prompt, answered = completion.prompt_tokens, completion.completion_tokens
        return {
            "requests": completion.attempts,
            "prompt_tokens": prompt,
            "completion_tokens": answered,
            "millionths": self._prices.cost(self._model.options.model, prompt, answered),
        }

    def _in_shape(self, stage: Stage[Any], messages: Sequence[ChatMessage]) -> Completion:
        """Ask for a structured answer, and for any answer where the endpoint offers none."""
        if self._offers_formats:
            wanted = response_format(stage.name, stage.shape)
            try:
                return self._model.complete(messages, response_format=wanted)
            except UnansweredError as error:
                if error.status not in _NO_FORMATS:
                    raise
            except UnrecordedError:
                pass  # the recording may be of an endpoint that offers none
        completion = self._model.complete(messages)
        self._offers_formats = False
        return completion


def _report(name: str, account: Account) -> StageReport:
    return StageReport(
        f"ask {name}",
        account.answers,
        account.accepted,
        0.0,  # waiting takes no core's time; it is among what was spent
        dict(account.rejections),
        {**account.spent, "waited_ms": round(1000 * account.seconds)},
        dict(account.kept),
    )


def _result(completion: Completion, stage: Stage[T], subject: T) -> T:
    answer = read_answer(completion, stage)
    return stage.read(answer, subject)


def read_answer(completion: Completion, stage: Stage[Any]) -> Mapping[str, Any]:
    """Return the object in an answer.

    Raises:
        RejectedAnswer: There is none of the right shape.
    """
    if completion.refusal:
        said = " ".join(completion.refusal.split())[:200]
        raise RejectedAnswer([Problem("a refusal", "", f"the model refused to answer: {said!r}")])
    if completion.finish_reason == "content_filter":
        reason = "the endpoint's content filter stopped the answer; use plainer words"
        raise RejectedAnswer([Problem("a refusal", "", reason)])
    if completion.finish_reason == "length":
        reason = "the answer was cut off at its longest; write shorter texts"
        raise RejectedAnswer([Problem("cut off", "", reason)])
    answer = read_object(completion.content)
    check_shape(answer, stage.shape)
    return answer


def _repair(completion: Completion, problems: Sequence[Problem]) -> list[ChatMessage]:
    """Return the last answer and what is wrong with it: the conversation stays short."""
    answer = completion.content or completion.refusal or "(nothing)"
    if len(answer) > _MAX_SHOWN_ANSWER and problems[0].kind in ("no JSON", "cut off"):
        answer = f"{answer[:_MAX_SHOWN_ANSWER]} …"
    return [
        {"role": "assistant", "content": answer},
        {"role": "user", "content": render_prompt("repair", problems=as_list(problems))},
    ]


def _refusal(stage: Stage[Any], attempts: Sequence[Sequence[Problem]]) -> str:
    """Tell every attempt and what was wrong with it."""
    head = f"stage {stage.name}, {stage.subject}: {len(attempts)} answers, none of them holds"
    told = [
        f"answer {number}, {len(problems)} {'problem' if len(problems) == 1 else 'problems'}:\n"
        f"{as_list(problems)}"
        for number, problems in enumerate(attempts, 1)
    ]
    return "\n".join([head, *told])
