"""What a design will take, told beforehand.

Where rules make a draft, its questions are known all but for what answers will change in them; else
the first is. How long the others and the answers become is a rule of thumb, counted on what a large
language model said about a boarding kennel (`examples/kennel.jsonl`), a bicycle shop and a museum.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby

from autoforge_envs.synthesis.documents.tool_documents import ToolDocuments
from autoforge_envs.synthesis.model_design.blueprint import Blueprint
from autoforge_envs.synthesis.model_design.courses import Course, choose_course
from autoforge_envs.synthesis.model_design.prompting import render_prompt
from autoforge_envs.synthesis.model_design.stages.schema_stage import SchemaStage
from autoforge_envs.synthesis.model_design.stages.tools_stage import TOOLS_A_QUESTION

_BYTES_A_TOKEN = 4
_TOOLS_OF_A_TOPIC = 13
_TOKENS_A_TOOL = 230
_TOKENS_A_TABLE_OF_A_TOOL = 100
_TOKENS_OF_GIVEN_SOURCE = 700

_TOKENS_A_DRAFTED_TOOL: Mapping[str, int] = {
    "descriptions": 80, "vocabularies": 75, "effects": _TOKENS_A_TOOL, "rules": 85, "phrases": 160,
}  # fmt: skip
"""Of answers over a draft, for each of its tools; effects for those that write."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """One stage of one design.

    Attributes:
        prompt_tokens: Of its questions, if every answer holds at once; `completion_tokens` too.
        most_tokens: Both, if every answer is repaired as often as is allowed.
    """

    stage: str
    questions: int
    prompt_tokens: int
    completion_tokens: int
    most_tokens: int


def estimate(documents: ToolDocuments, max_repairs: int) -> list[Estimate]:
    """Estimate a design, stage by stage."""
    course = choose_course(documents, 0)
    parts = _over_draft(course) if course.start.drafted else _from_nothing(documents)
    system = _tokens(render_prompt("system"))
    return [
        _part(name, questions, questions * system + asked, answered, max_repairs)
        for name, questions, asked, answered in parts
    ]


def _over_draft(course: Course) -> list[tuple[str, int, int, int]]:
    start = course.start
    parts = []
    for name, group in groupby(course.stages(start), lambda stage: stage.name):
        questions = [_tokens(stage.question(start)) for stage in group]
        tools = [tool for tool in start.outline if tool.writes or name != "effects"]
        answered = len(tools) * _TOKENS_A_DRAFTED_TOOL[name]
        parts.append((name, len(questions), sum(questions), answered))
    return parts


def _from_nothing(documents: ToolDocuments) -> list[tuple[str, int, int, int]]:
    num_tools = len(documents.tools) or _TOOLS_OF_A_TOPIC
    tables = num_tools * _TOKENS_A_TABLE_OF_A_TOOL
    source = num_tools * _TOKENS_A_TOOL
    first = _tokens(SchemaStage(documents, 0).question(Blueprint()))
    given = _TOKENS_OF_GIVEN_SOURCE
    batches = -(-num_tools // TOOLS_A_QUESTION)
    return [
        ("schema", 1, first, 2 * tables),
        ("vocabularies", 1, tables, 60 * num_tools),
        ("tools", batches, batches * (given + tables + 500) + source * (batches - 1) // 2, source),
        ("rules", 1, given + tables + source + 500, 75 * num_tools),
        ("phrases", 1, tables + 20 * num_tools + 700, 160 * num_tools),
    ]


def _part(name: str, questions: int, asked: int, answered: int, max_repairs: int) -> Estimate:
    repair = asked + 2 * answered + 200  # question, answer, what is wrong, the answer again
    return Estimate(name, questions, asked, answered, asked + answered + max_repairs * repair)


def _tokens(text: str) -> int:
    return -(-len(text.encode()) // _BYTES_A_TOKEN)
