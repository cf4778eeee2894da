"""The two courses a design can take: from nothing, or from what rules make of schemas."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from autoforge_envs.errors import DesignError
from autoforge_envs.synthesis.documents.tool_documents import ToolDocument, ToolDocuments
from autoforge_envs.synthesis.model_design.blueprint import Blueprint, Outline
from autoforge_envs.synthesis.model_design.stages.descriptions_stage import DescriptionsStage
from autoforge_envs.synthesis.model_design.stages.effects_stage import EffectsStage
from autoforge_envs.synthesis.model_design.stages.phrases_stage import PhrasesStage
from autoforge_envs.synthesis.model_design.stages.rules_stage import RulesStage
from autoforge_envs.synthesis.model_design.stages.schema_stage import SchemaStage
from autoforge_envs.synthesis.model_design.stages.stage import DesignStage
from autoforge_envs.synthesis.model_design.stages.tools_stage import TOOLS_A_QUESTION, ToolsStage
from autoforge_envs.synthesis.model_design.stages.vocabulary_stage import (
    VocabularyStage,
    has_columns,
)
from autoforge_envs.synthesis.model_design.starting import blueprint_of, tell_enough
from autoforge_envs.synthesis.model_design.writing import chance_of
from autoforge_envs.synthesis.schema_design.designer import generator_of_rows, plan_of

_STREAM = 0x524F5753

Step = Callable[[Blueprint], Sequence[Sequence[DesignStage]]]
"""Returns the stages that come next, by what is designed already.

Those in one row are asked about at once: no question of them needs an answer to another.
"""


@dataclass(frozen=True, slots=True)
class Course:
    """What a design begins with, and what is asked about it.

    Attributes:
        clock: The time it is in the domain.
        generator: Makes what all rows are drawn from.
        manifest: What `domain.json` says about the start.
    """

    start: Blueprint
    steps: tuple[Step, ...]
    clock: str
    generator: Callable[[], np.random.Generator]
    manifest: Mapping[str, Any] = field(default_factory=dict)

    def stages(self, blueprint: Blueprint) -> list[DesignStage]:
        """Return all stages, as if nothing but this blueprint were ever designed."""
        return [stage for step in self.steps for stages in step(blueprint) for stage in stages]


def choose_course(documents: ToolDocuments, seed: int) -> Course:
    """Begin with what rules make of the documents, if their schemas tell enough."""
    if tell_enough(documents):
        try:
            return _from_draft(documents, seed)
        except DesignError:  # nothing that could be changed for a customer: a model may think of it
            pass
    return _from_nothing(documents, seed)


def _from_nothing(documents: ToolDocuments, seed: int) -> Course:
    def rows_and_tools(blueprint: Blueprint) -> list[list[DesignStage]]:
        # those that look things up come first: others can be tried only with what they show
        outline = sorted(blueprint.outline, key=lambda tool: tool.writes)
        tools: list[DesignStage] = [ToolsStage(*batch) for batch in _batches(outline, documents)]
        return [[VocabularyStage(), *tools[:1]], *([each] for each in tools[1:])]

    steps: tuple[Step, ...] = (
        lambda _: [[SchemaStage(documents, seed)]],
        rows_and_tools,
        lambda _: [[RulesStage(documents), PhrasesStage()]],
    )
    return Course(
        Blueprint(), steps, clock_of(seed), lambda: np.random.default_rng([_STREAM, seed])
    )


def _from_draft(documents: ToolDocuments, seed: int) -> Course:
    def rows_and_effects(blueprint: Blueprint) -> list[list[DesignStage]]:
        writing = [tool for tool in blueprint.outline if tool.writes]
        effects = [EffectsStage(*batch) for batch in _batches(writing, documents)]
        return [[*([VocabularyStage()] if has_columns(blueprint) else []), *effects]]

    plan = plan_of(documents, seed)
    steps: tuple[Step, ...] = (
        lambda _: [[DescriptionsStage(documents)]],
        rows_and_effects,
        lambda _: [[RulesStage(documents), PhrasesStage()]],
    )
    manifest = {"start": "schemas", "left_out": dict(plan.business.left_out)}
    return Course(blueprint_of(plan), steps, plan.clock, lambda: generator_of_rows(seed), manifest)


def _batches(
    outline: Sequence[Outline], documents: ToolDocuments
) -> list[tuple[tuple[Outline, ...], tuple[ToolDocument, ...]]]:
    """Cut tools into questions, each with what documents say about its tools."""
    said = {tool.name: tool for tool in documents.tools}
    found = []
    num_questions = -(-len(outline) // TOOLS_A_QUESTION)
    for at in range(num_questions):
        start, end = (len(outline) * each // num_questions for each in (at, at + 1))
        wanted = tuple(outline[start:end])
        found.append((wanted, tuple(said[tool.name] for tool in wanted if tool.name in said)))
    return found


def clock_of(seed: int) -> str:
    """Draw the time that it is in a domain: some working hour of 2025 or 2026."""
    chance = chance_of(seed, "clock")
    day = np.datetime64("2025-01-06") + 7 * chance.between(0, 90) + chance.between(0, 4)
    return f"{day}T{chance.between(8, 16):02d}:{chance.pick((0, 15, 30, 45)):02d}:00"
