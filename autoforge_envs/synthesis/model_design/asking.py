"""Asking one thing until the answer holds: check, say exactly what is wrong, ask again, give up."""

import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from autoforge_envs.language_models import (
    ChatMessage,
    ChatModel,
    Completion,
    PriceTable,
    UnansweredError,
    UnrecordedError,
)
from autoforge_envs.synthesis.design.draft import DesignRefusal
from autoforge_envs.synthesis.model_design.blueprint import Blueprint
from autoforge_envs.synthesis.model_design.json_answers import read_object
from autoforge_envs.synthesis.model_design.parsing import PARSING
from autoforge_envs.synthesis.model_design.problems import Problem, RejectedAnswer, as_list
from autoforge_envs.synthesis.model_design.prompting import render_prompt
from autoforge_envs.synthesis.model_design.shapes import check_shape, response_format
from autoforge_envs.synthesis.model_design.stages.stage import Stage
from autoforge_envs.synthesis.pipeline.stages import StageReport

Try = Callable[[Blueprint], None]
"""Runs what a blueprint says; raises `RejectedAnswer`."""

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


class Asker:
    """Puts the questions of one design to a model, and keeps accounts."""

    def __init__(
        self,
        model: ChatModel,
        max_repairs: int,
        prices: PriceTable,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Start with nothing asked.

        Args:
            model: Whom to ask.
            max_repairs: How often an answer may be mended before the design is refused.
            prices: What tokens cost.
            clock: Seconds, for the accounts alone.
        """
        self._model = model
        self._max_repairs = max_repairs
        self._prices = prices
        self._clock = clock
        self._offers_formats = True
        self._accounts: dict[str, Account] = {}
        self._system: ChatMessage = {"role": "system", "content": render_prompt("system")}

    def ask(self, stage: Stage, blueprint: Blueprint, try_out: Try) -> Blueprint:
        """Return the blueprint with what an answer that holds adds to it.

        Args:
            stage: What to ask.
            blueprint: What is designed already.
            try_out: Runs the result behind locks.

        Raises:
            DesignRefusal: No answer held; the message tells every attempt.
            EndpointError: There was no answer.
        """
        account = self._accounts.setdefault(stage.name, Account())
        with PARSING:
            question = stage.question(blueprint)
        first: list[ChatMessage] = [self._system, {"role": "user", "content": question}]
        messages, attempts = first, []
        while True:
            completion = self._complete(stage, messages, account)
            try:
                answer = _read(completion, stage)
                with PARSING:
                    grown = stage.read(answer, blueprint)
                try_out(grown)
            except RejectedAnswer as rejected:
                account.rejections[rejected.problems[0].kind] += 1
                attempts.append(rejected.problems)
                if len(attempts) > self._max_repairs:
                    raise DesignRefusal(_refusal(stage, attempts), self.reports()) from rejected
                messages = [*first, *_repair(completion, rejected.problems)]
            else:
                account.accepted += 1
                return grown

    def reports(self) -> tuple[StageReport, ...]:
        """Return what every stage came to until now: answers read, answers accepted, tokens."""
        return tuple(
            StageReport(
                f"ask {name}",
                account.answers,
                account.accepted,
                0.0,  # waiting takes no core's time; it is among what was spent
                dict(account.rejections),
                {**account.spent, "waited_ms": round(1000 * account.seconds)},
            )
            for name, account in self._accounts.items()
        )

    def _complete(
        self, stage: Stage, messages: Sequence[ChatMessage], account: Account
    ) -> Completion:
        start = self._clock()
        try:
            completion = self._in_shape(stage, messages)
        finally:
            account.seconds += self._clock() - start
        account.answers += 1
        account.spent.update(
            requests=completion.attempts,
            prompt_tokens=completion.prompt_tokens,
            completion_tokens=completion.completion_tokens,
            millionths=self._prices.cost(
                self._model.options.model, completion.prompt_tokens, completion.completion_tokens
            ),
        )
        return completion

    def _in_shape(self, stage: Stage, messages: Sequence[ChatMessage]) -> Completion:
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


def _read(completion: Completion, stage: Stage) -> Mapping[str, object]:
    """Return the object in an answer.

    Raises:
        RejectedAnswer: There is none of the right shape.
    """
    if completion.refusal or completion.finish_reason == "content_filter":
        said = " ".join((completion.refusal or completion.content).split())[:200]
        raise RejectedAnswer([Problem("a refusal", "", f"the model refused to answer: {said!r}")])
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


def _refusal(stage: Stage, attempts: Sequence[Sequence[Problem]]) -> str:
    """Tell every attempt and what was wrong with it."""
    head = f"stage {stage.name}, {stage.subject}: {len(attempts)} answers, none of them holds"
    told = [
        f"answer {number}, {len(problems)} {'problem' if len(problems) == 1 else 'problems'}:\n"
        f"{as_list(problems)}"
        for number, problems in enumerate(attempts, 1)
    ]
    return "\n".join([head, *told])
