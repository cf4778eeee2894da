"""An answer that is spoiled anywhere is refused with a reason or taken; it never breaks a stage."""

import copy
import json
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from autoforge_envs.errors import DesignError
from autoforge_envs.synthesis.model_design.blueprint import Blueprint, Outline
from autoforge_envs.synthesis.model_design.json_answers import read_object
from autoforge_envs.synthesis.model_design.problems import RejectedAnswer
from autoforge_envs.synthesis.model_design.shapes import check_shape
from autoforge_envs.synthesis.model_design.stages.phrases_stage import PhrasesStage
from autoforge_envs.synthesis.model_design.stages.rules_stage import RulesStage
from autoforge_envs.synthesis.model_design.stages.schema_stage import SchemaStage
from autoforge_envs.synthesis.model_design.stages.stage import DesignStage
from autoforge_envs.synthesis.model_design.stages.tools_stage import ToolsStage
from autoforge_envs.synthesis.model_design.stages.vocabulary_stage import VocabularyStage
from autoforge_envs.synthesis.model_design.writing import write

from .written_by_hand import ANSWERS, DOCUMENTS, TOOLS

SEED = 3
NUM_SPOILED = 200
OUTLINE = tuple(Outline(name, *told) for name, told in TOOLS.items())
STAGES: list[DesignStage] = [
    SchemaStage(DOCUMENTS, SEED),
    VocabularyStage(),
    ToolsStage(OUTLINE[:4], DOCUMENTS.tools[:4]),
    ToolsStage(OUTLINE[4:], DOCUMENTS.tools[4:]),
    RulesStage(DOCUMENTS),
    PhrasesStage(),
]
VALUES: list[Any] = [
    None, True, 0, -1, 10**30, 1.5, "", "x", "Booking", "state", "{", "}", "{0}", "{seats!r:>{x}}",
    "=", "\n", "\x00", "def f(): pass", "@rule()\ndef f(state): '''D.'''", "x" * 30_000, [],
    {}, [[]],
    "@tool(**{})\ndef get_course(state: State) -> Label:\n    '''D.'''\n    return ''",
    "class BookingDetails: pass", "lambda: 0", "LARGEST_INVOICE: int = 3", "a = b = 3",
]  # fmt: skip


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the way to every value in a JSON value."""
    yield path
    if isinstance(value, dict | list):
        children = value.items() if isinstance(value, dict) else enumerate(value)
        for name, child in children:
            yield from places(child, (*path, name))


def spoil(answer: dict[str, Any], generator: np.random.Generator) -> dict[str, Any]:
    """Replace, remove, repeat or cut one thing in an answer."""
    spoiled = copy.deepcopy(answer)
    ways = [path for path in places(spoiled) if path]
    path = ways[int(generator.integers(len(ways)))]
    holder: Any = spoiled
    for step in path[:-1]:
        holder = holder[step]
    kind = int(generator.integers(4))
    if kind == 0 and isinstance(holder[path[-1]], str):
        text = holder[path[-1]]
        holder[path[-1]] = text[: int(generator.integers(len(text) + 1))]
    elif kind == 1:
        del holder[path[-1]]
    elif kind == 2 and isinstance(holder, list):
        holder.append(copy.deepcopy(holder[path[-1]]))
    else:
        holder[path[-1]] = VALUES[int(generator.integers(len(VALUES)))]
    return spoiled


@pytest.mark.parametrize("number", range(len(STAGES)), ids=lambda n: STAGES[n].subject[:30])
def test_a_spoiled_answer_is_refused_or_taken(number: int) -> None:
    blueprint = Blueprint()
    for stage, (_, answer) in zip(STAGES[:number], ANSWERS, strict=False):
        blueprint = stage.read(answer, blueprint)
    stage, answer = STAGES[number], ANSWERS[number][1]
    generator = np.random.default_rng(number)
    refused = 0
    for _ in range(NUM_SPOILED):
        try:
            read = read_object(json.dumps(spoil(answer, generator)))
            check_shape(read, stage.shape)
            write(stage.read(read, blueprint), lambda files: files)
        except RejectedAnswer as rejected:
            refused += 1
            assert all(problem.reason for problem in rejected.problems)
        except DesignError:
            refused += 1
    assert refused > NUM_SPOILED // 3
