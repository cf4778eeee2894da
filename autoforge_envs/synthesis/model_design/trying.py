"""Trying a blueprint: written, populated, loaded and run, tool by tool, behind locks."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from autoforge_envs.errors import DesignError, DomainError, ToolCrash
from autoforge_envs.isolation.connection import Limits
from autoforge_envs.synthesis.composition.composer import Composer
from autoforge_envs.synthesis.design.draft import Draft, Record
from autoforge_envs.synthesis.design.formatting import format_source
from autoforge_envs.synthesis.model_design.blueprint import Blueprint
from autoforge_envs.synthesis.model_design.parsing import PARSING
from autoforge_envs.synthesis.model_design.problems import Problem, RejectedAnswer
from autoforge_envs.synthesis.model_design.writing import Written, chance_of, write
from autoforge_envs.synthesis.pipeline.checking import Flaw
from autoforge_envs.synthesis.pipeline.quota import Quota
from autoforge_envs.synthesis.pipeline.rule_checking import FORBIDS
from autoforge_envs.synthesis.pipeline.workshop import LIMITS, Commission, Workshop
from autoforge_envs.synthesis.schema_design.population import populate

_PLACE = re.compile(r"(models|tools|rules)\.py, line (\d+)")
_STREAM = 0x524F5753


@dataclass(frozen=True, slots=True)
class Making:
    """What a draft is made with, besides the blueprint.

    Attributes:
        clock: The time it is there.
        designer: What the manifest says about how it was made.
        limits: What trying it may take.
    """

    seed: int
    clock: str
    designer: Mapping[str, object]
    limits: Limits = LIMITS


class Trial:
    """Writes, populates and runs the blueprints of one design."""

    def __init__(self, making: Making) -> None:
        """Start with nothing written."""
        self._making = making
        self._populated: tuple[object, tuple[Record, ...]] = (None, ())

    def draft(self, blueprint: Blueprint, *, is_finished: bool = True) -> Draft:
        """Write and populate a blueprint.

        Args:
            blueprint: What to write.
            is_finished: Lay the source out as it will be emitted; what is only run need not be.

        Raises:
            RejectedAnswer: Its parts do not go together.
        """
        making = self._making
        try:
            with PARSING:
                layout = format_source if is_finished else _as_it_is
                written = write(blueprint, making.seed, layout)
                records = self._populate(written, blueprint)
        except DesignError as error:
            raise RejectedAnswer([Problem("parts that do not fit", "", str(error))]) from error
        return Draft(
            name=f"{blueprint.name}_{making.seed}",
            version=0,
            title=blueprint.title,
            description=f"You answer {blueprint.party.many} of {blueprint.title}, "
            f"{blueprint.about}",
            clock=making.clock,
            designer=making.designer,
            models=written.sources.models,
            tools=written.sources.tools,
            rules=written.sources.rules,
            records=records,
            phrasebook=blueprint.phrasebook,
            reviewed=False,
        )

    def _populate(self, written: Written, blueprint: Blueprint) -> tuple[Record, ...]:
        """Return the rows: those made before, if nothing that decides them has changed."""
        key = (written.tables, blueprint.vocabularies, blueprint.ranges)
        if self._populated[0] != key:
            records = populate(
                written.tables,
                self._making.clock,
                np.random.default_rng([_STREAM, self._making.seed]),
                party=written.names["Party"],
                vocabularies=blueprint.vocabularies,
                ranges=blueprint.ranges,
            )
            self._populated = (key, records)
        return self._populated[1]

    def write_out(self, blueprint: Blueprint) -> None:
        """Write and populate a blueprint, and run nothing.

        Raises:
            RejectedAnswer: Its parts do not go together.
        """
        self.draft(blueprint, is_finished=False)

    def try_out(self, blueprint: Blueprint) -> None:
        """Run every tool of a blueprint, well and badly.

        Raises:
            RejectedAnswer: Something is wrong with one, or nothing can be loaded.
            IsolationError: This machine cannot lock a process.
        """
        draft = self.draft(blueprint, is_finished=False)
        commission = Commission(draft, Composer, Quota(), self._making.seed)
        with Workshop(commission, self._making.limits) as workshop:
            try:
                flaws = workshop.find_flaws()
            except (DomainError, ToolCrash) as error:
                problem = _located("cannot be loaded", "", str(error), draft)
                raise RejectedAnswer([problem]) from error
        if flaws:
            raise RejectedAnswer(_problems(flaws, draft))


def _as_it_is(source: str, _: str) -> str:
    return source


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


def clock_of(seed: int) -> str:
    """Draw the time that it is in a domain: some working hour of 2025 or 2026."""
    chance = chance_of(seed, "clock")
    day = np.datetime64("2025-01-06") + 7 * chance.between(0, 90) + chance.between(0, 4)
    return f"{day}T{chance.between(8, 16):02d}:{chance.pick((0, 15, 30, 45)):02d}:00"
