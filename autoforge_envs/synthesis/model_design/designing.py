"""One design while it is talked about: course, answers so far, and what was said against them."""

import json
from collections.abc import Sequence
from functools import partial
from types import TracebackType
from typing import Self

from autoforge_envs.language_models import Completion
from autoforge_envs.synthesis.design.draft import DesignRefusal, Draft, Findings
from autoforge_envs.synthesis.model_design.asking import Asker, Earlier, NothingHeld
from autoforge_envs.synthesis.model_design.blueprint import Blueprint
from autoforge_envs.synthesis.model_design.courses import Course
from autoforge_envs.synthesis.model_design.objections import objections
from autoforge_envs.synthesis.model_design.problems import RejectedAnswer, as_list
from autoforge_envs.synthesis.model_design.salvaging import EVERYTHING, salvage
from autoforge_envs.synthesis.model_design.stages.stage import DesignStage
from autoforge_envs.synthesis.model_design.trying import Trial


class Designing:
    """Goes through a course with a model, once or again; use it as a context."""

    def __init__(self, course: Course, asker: Asker, trial: Trial, max_revisions: int) -> None:
        """Ask nothing yet.

        Args:
            course: What to begin with and what to ask.
            asker: Whom to ask.
            trial: Where answers are tried.
            max_revisions: How often the finished draft may be objected to.
        """
        self._course = course
        self._asker = asker
        self._trial = trial
        self._max_revisions = max_revisions
        self._findings: list[Findings] = []
        self._held: dict[str, Completion] = {}  # by subject
        self._kept: dict[tuple[str, str], Sequence[str]] = {}  # by name and subject

    def __enter__(self) -> Self:
        """Return itself; leaving the block ends what drafts were tried in."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """End what drafts were tried in."""
        self._trial.close()

    def draft(self) -> Draft:
        """Ask what has not been answered, and read the rest again.

        Raises:
            DesignRefusal: The model's answers do not hold.
            EndpointError: There was no answer, or no budget for one.
        """
        self._trial.get_ready()
        blueprint = self._course.start
        for step in self._course.steps:
            for stages in step(blueprint):
                blueprint = self._go_through(stages, blueprint)
        return self._finished(blueprint)

    def revise(self, findings: Findings) -> Draft:
        """Tell the model what came of its draft, and return another.

        When it has been told often enough, what rules make of the document alone is returned once.

        Args:
            findings: Why no domain came of the last draft.

        Raises:
            DesignRefusal: There is nothing more to try.
            EndpointError: There was no answer, or no budget for one.
        """
        self._findings.append(findings)
        if len(self._findings) <= self._max_revisions:
            return self.draft()
        if self._course.start.drafted and len(self._findings) == self._max_revisions + 1:
            return self._without_answers()
        raise DesignRefusal(_refusal(self._findings), self._asker.reports())

    def _go_through(self, stages: Sequence[DesignStage], blueprint: Blueprint) -> Blueprint:
        """Return the blueprint with what stages add: asked at once, read and tried in order."""
        stages = [stage for stage in stages if EVERYTHING not in self._kept.get(_key(stage), ())]
        new = [stage for stage in stages if stage.subject not in self._held]
        answers = self._asker.ask_at_once(new, blueprint)
        first = {stage.subject: Earlier(each) for stage, each in zip(new, answers, strict=True)}
        for stage in stages:
            earlier = first.get(stage.subject) or self._earlier(stage)
            blueprint = self._go_on(stage, blueprint, earlier)
        return blueprint

    def _go_on(self, stage: DesignStage, blueprint: Blueprint, earlier: Earlier) -> Blueprint:
        """Return the blueprint with what a stage adds."""
        try_out = partial(self._trial.check, stage.checks)
        try:
            held = self._asker.converse(stage, blueprint, try_out, earlier)
        except NothingHeld as refused:
            if not blueprint.drafted:
                raise
            salvaged = salvage(stage, blueprint, try_out, refused.attempts)
            self._held[stage.subject] = Completion(json.dumps(salvaged.answer))
            self._keep(stage, salvaged.left_out)
            return salvaged.blueprint
        if self._held.get(stage.subject) is not held.completion:
            self._held[stage.subject] = held.completion
            self._kept.pop(_key(stage), None)
        return held.result

    def _earlier(self, stage: DesignStage) -> Earlier:
        """Return the answer that the stage has had, with what is to be said against it."""
        self._asker.take_back(stage)
        return Earlier(self._held[stage.subject], objections(stage, self._findings[-1]))

    def _keep(self, stage: DesignStage, parts: Sequence[str]) -> None:
        self._kept[_key(stage)] = parts
        for part in parts:
            self._asker.keep(stage, part.partition(" ")[0])

    def _without_answers(self) -> Draft:
        """Return what rules make of the document, in no words but its own."""
        for stage in self._course.stages(self._course.start):
            self._keep(stage, (EVERYTHING,))
        return self._finished(self._course.start)

    def _finished(self, blueprint: Blueprint) -> Draft:
        kept: dict[str, list[str]] = {}
        for (name, _), parts in self._kept.items():
            kept.setdefault(name, []).extend(parts)
        self._trial.close()
        try:
            return self._trial.draft(
                blueprint,
                manifest={"kept": kept} if blueprint.drafted else {},
                reports=self._asker.reports(),
            )
        except RejectedAnswer as rejected:  # laying it out has brought something to light
            raise DesignRefusal(as_list(rejected.problems), self._asker.reports()) from rejected


def _key(stage: DesignStage) -> tuple[str, str]:
    return stage.name, stage.subject


def _refusal(findings: Sequence[Findings]) -> str:
    """Tell what came of every draft."""
    head = f"{len(findings)} drafts, and no domain of any of them"
    return "\n".join([head, *(f"draft {at}: {each}" for at, each in enumerate(findings, 1))])
