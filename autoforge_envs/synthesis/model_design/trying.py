"""Trying a blueprint: written, populated, loaded and run, tool by tool, behind locks."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType, TracebackType
from typing import Self

from autoforge_envs.errors import DesignError, DomainError, ToolCrash
from autoforge_envs.isolation.connection import Limits
from autoforge_envs.isolation.process import start_nursery_ahead
from autoforge_envs.synthesis.composition.composer import Composer
from autoforge_envs.synthesis.design.draft import Draft, Record
from autoforge_envs.synthesis.design.formatting import FormattingAhead
from autoforge_envs.synthesis.model_design.blueprint import Blueprint
from autoforge_envs.synthesis.model_design.courses import Course
from autoforge_envs.synthesis.model_design.grounds import Grounds, grounds_of
from autoforge_envs.synthesis.model_design.problems import Problem, RejectedAnswer
from autoforge_envs.synthesis.model_design.stages.stage import Checks
from autoforge_envs.synthesis.model_design.writing import Written, write
from autoforge_envs.synthesis.pipeline.checking import Flaw
from autoforge_envs.synthesis.pipeline.quota import Quota
from autoforge_envs.synthesis.pipeline.rule_checking import FORBIDS
from autoforge_envs.synthesis.pipeline.stages import StageReport
from autoforge_envs.synthesis.pipeline.workshop import LIMITS, NURSERY, Commission, Workshop
from autoforge_envs.synthesis.schema_design.pairing import pair_up
from autoforge_envs.synthesis.schema_design.population import populate

_NOTHING: Mapping[str, object] = MappingProxyType({})
_PLACE = re.compile(r"(models|tools|rules)\.py, line (\d+)")


@dataclass(frozen=True, slots=True)
class Making:
    """What a draft is made with, besides the blueprint.

    Attributes:
        course: What it begins with; it decides clock and rows.
        designer: What the manifest says about how it was made.
        limits: What trying it may take.
    """

    seed: int
    course: Course
    designer: Mapping[str, object] = field(default_factory=dict)
    limits: Limits = LIMITS


class Trial:
    """Writes, populates and runs the blueprints of one design; use it as a context.

    All of them run in one locked process, one after the other. What the finished draft is worth is
    decided elsewhere, in a process that has run no other.
    """

    def __init__(self, making: Making) -> None:
        """Start with nothing written."""
        self._making = making
        self._populated: tuple[object, tuple[Record, ...]] = (None, ())
        self._workshop: Workshop | None = None
        self._formatting = FormattingAhead()
        start = making.course.start  # a drafted business is ours, and needs no trial
        self._drafted_rules = start.of_kind("rule")
        self._sound: dict[str, Grounds] = grounds_of(start) if start.drafted else {}

    def __enter__(self) -> Self:
        """Return itself; leaving the block ends the locked process."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """End the locked process."""
        self.close()

    def get_ready(self) -> None:
        """Do what the first trial would wait for, in the background: nothing waits for it now."""
        start_nursery_ahead(NURSERY)

    def close(self) -> None:
        """End the locked process, if there is one; the next trial starts another."""
        if self._workshop is not None:
            self._workshop.close()
            self._workshop = None

    def draft(
        self,
        blueprint: Blueprint,
        *,
        is_finished: bool = True,
        manifest: Mapping[str, object] = _NOTHING,
        reports: tuple[StageReport, ...] = (),
    ) -> Draft:
        """Write and populate a blueprint.

        Args:
            blueprint: What to write.
            is_finished: Lay the source out as it will be emitted; what is only run need not be.
            manifest: What else it says about how it was made.
            reports: What asking came to.

        Raises:
            RejectedAnswer: Its parts do not go together.
        """
        making = self._making
        try:
            layout = self._formatting.finish if is_finished else self._formatting.note
            written = write(blueprint, layout)
            records = self._populate(written, blueprint)
        except DesignError as error:
            raise RejectedAnswer([Problem("parts that do not fit", "", str(error))]) from error
        return Draft(
            name=f"{blueprint.name}_{making.seed}",
            version=0,
            title=blueprint.title,
            description=f"You answer {blueprint.party.many} of {blueprint.title}, "
            f"{blueprint.about}",
            clock=making.course.clock,
            designer={**making.designer, **making.course.manifest, **manifest},
            models=written.sources.models,
            tools=written.sources.tools,
            rules=written.sources.rules,
            records=records,
            phrasebook=blueprint.phrasebook,
            reviewed=False,
            reports=reports,
        )

    def check(self, how: Checks, blueprint: Blueprint) -> None:
        """Try a blueprint as far as what has changed asks for it.

        What passes is laid out in the background, as it may be emitted: the model is asked next.

        Raises:
            RejectedAnswer: Something is wrong with it.
            IsolationError: This machine cannot lock a process.
        """
        if how == "rows":
            self.draft(blueprint, is_finished=False)
        elif how == "code":
            self.try_out(blueprint)
        self._formatting.begin()

    def try_out(self, blueprint: Blueprint) -> None:
        """Run every tool of a blueprint that has changed since it was run, well and badly.

        Raises:
            RejectedAnswer: Something is wrong with one, or nothing can be loaded.
            IsolationError: This machine cannot lock a process.
        """
        draft = self.draft(blueprint, is_finished=False)
        grounds = grounds_of(blueprint)
        sound = {name for name, each in grounds.items() if self._sound.get(name) == each}
        sound |= {rule.name for rule in blueprint.of_kind("rule") if rule in self._drafted_rules}
        try:
            flaws = self._workshop_for(draft).find_flaws(sound)
        except (DomainError, ToolCrash) as error:
            problem = _located("cannot be loaded", "", str(error), draft)
            raise RejectedAnswer([problem]) from error
        flawed = {flaw.tool for flaw in flaws}
        self._sound |= {name: each for name, each in grounds.items() if name not in flawed}
        if flaws:
            raise RejectedAnswer(_problems(flaws, draft))

    def _workshop_for(self, draft: Draft) -> Workshop:
        commission = Commission(draft, Composer, Quota(), self._making.seed)
        if self._workshop is None:
            self._workshop = Workshop(commission, self._making.limits)
        else:
            self._workshop.take(commission)
        return self._workshop

    def _populate(self, written: Written, blueprint: Blueprint) -> tuple[Record, ...]:
        """Return the rows: those made before, if nothing that decides them has changed."""
        key = (written.tables, blueprint.vocabularies, blueprint.ranges, blueprint.days)
        if self._populated[0] != key:
            records = populate(
                written.tables,
                self._making.course.clock,
                self._making.course.generator(),
                party=written.names["Party"],
                shared=blueprint.shared,
                vocabularies=blueprint.vocabularies,
                ranges={**blueprint.ranges, **blueprint.days},
            )
            self._populated = (key, tuple(pair_up(records, blueprint.pairs)))
        return self._populated[1]


def _problems(flaws: Sequence[Flaw], draft: Draft) -> list[Problem]:
    return [
        _located(flaw.kind, _part(flaw), f"{flaw.kind}: {flaw.detail}".rstrip(": "), draft)
        for flaw in flaws
    ]


def _part(flaw: Flaw) -> str:
    return f"{'rule' if flaw.kind == FORBIDS else 'tool'} {flaw.tool}"


def _located(kind: str, where: str, reason: str, draft: Draft) -> Problem:
    """Find the line that a reason names in the source that was written."""
    place = _PLACE.search(reason)
    if place is None:
        return Problem(kind, where, reason)
    source = {"models": draft.models, "tools": draft.tools, "rules": draft.rules}[place[1]]
    lines = source.splitlines()
    number = int(place[2])
    line = lines[number - 1] if 0 < number <= len(lines) else ""
    return Problem(kind, where or "the draft", reason.rpartition("/")[2], line)
