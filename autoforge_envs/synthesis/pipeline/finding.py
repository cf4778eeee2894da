"""What can be said about a draft of which no domain came, to whoever designed it."""

import ast
from collections.abc import Iterable, Sequence

from autoforge_envs.domain.conversation import DECLINE
from autoforge_envs.parsing import parse
from autoforge_envs.synthesis.design.draft import Draft, Findings
from autoforge_envs.synthesis.design.source import read_tools
from autoforge_envs.synthesis.pipeline.attempts import Outcome
from autoforge_envs.synthesis.pipeline.stages import TASK_STAGES
from autoforge_envs.synthesis.pipeline.workshop import Made


def named_in_plans(outcomes: Iterable[Outcome]) -> list[str]:
    """Return the tools that accepted tasks call, and what they decline by which rules."""
    named: set[str] = set()
    for outcome in outcomes:
        for step in outcome.entry.task.plan if outcome.entry is not None else ():
            if step.kind == "call":
                named.add(step.name)
            if step.name == DECLINE:
                told = (step.arguments.get(each, {}) for each in ("action", "rule"))
                named |= {str(each["value"]) for each in told if "value" in each}
    return sorted(named)


def findings_of(draft: Draft, made: Made) -> Findings:
    """Return why no domain came of a draft.

    Args:
        draft: What was forged.
        made: What it came to.
    """
    tried = [stage for stage in made.stages if stage.name in TASK_STAGES]
    rejections = {
        f"{stage.name}: {reason}": count
        for stage in tried
        for reason, count in stage.rejections.items()
    }
    own = [tool for tool in read_tools(draft.tools) if tool.writes and tool.caller != "user"]
    return Findings(
        failure=made.failure,
        num_attempts=tried[0].num_in if tried else 0,
        num_tasks=tried[-1].num_out if tried else 0,
        rejections=dict(sorted(rejections.items(), key=lambda each: -each[1])),
        unasked=tuple(_missing((tool.name for tool in own), made.named)) if tried else (),
        unbroken=tuple(_missing(_grounds(draft.rules), made.named)) if tried else (),
    )


def _missing(names: Iterable[str], named: Sequence[str]) -> list[str]:
    return [name for name in names if name not in named]


def _grounds(rules: str) -> list[str]:
    """Return the rules that customers can be declined by."""
    functions = [node for node in parse(rules).body if isinstance(node, ast.FunctionDef)]
    return [node.name for node in functions if any(map(_is_ground, node.decorator_list))]


def _is_ground(decorator: ast.expr) -> bool:
    if not isinstance(decorator, ast.Call) or ast.unparse(decorator.func) != "rule":
        return False
    return all(
        keyword.arg != "declinable" or ast.unparse(keyword.value) == "True"
        for keyword in decorator.keywords
    )
