"""CARD.md: a domain's page, in the order in which Gymnasium documents an environment."""

from collections.abc import Sequence

from autoforge_envs.domain.domain import Domain
from autoforge_envs.domain.storage.records import RecordType
from autoforge_envs.domain.tasks import Step, Task


def write_card(domain: Domain) -> str:
    """Write a sealed domain's page as Markdown."""
    manifest = domain.contents.manifest
    statistics = manifest.statistics
    facts = [(name.replace("_", " "), _count(value)) for name, value in statistics.items()]
    sections = [
        f"# {manifest.title}",
        f'```python\ngymnasium.make("{manifest.environment_id}")\n```',
        "## Description",
        manifest.description,
        _table(("", ""), [*facts, ("clock", manifest.clock), ("made by", _designer(domain))]),
        "## Action Space",
        "Text: a tool call as a JSON object with `name` and `arguments`, or words to the customer.",
        _tool_table(domain),
        "## Observation Space",
        "`role` (who speaks), `content` (the words, or a tool's result as JSON), `turn`.",
        "## Starting State",
        f"The same {statistics.get('rows', 0)} rows in every episode; the task decides who the "
        "customer is and what they want. The customer speaks first.",
        "```mermaid\nerDiagram\n" + _diagram(_own_tables(domain)) + "\n```",
        "## Rewards",
        "1.0 at the end if the state differs from the starting state exactly as it should, every "
        "fact the customer needed was told, and no rule was broken; else 0.0. With "
        '`reward="progress"` the same sum, spread over the steps that bring the goal nearer.',
        "## Rules",
        _table(
            ("Rule", "Seen to by", "Sentence"),
            [(f"`{rule.name}`", rule.enforced_by, rule.sentence) for rule in domain.rules],
        ),
        "## Episode End",
        "Terminated: the customer hung up, or the agent handed over. Truncated: too many turns, or "
        "the user simulator or a tool failed.",
    ]
    if domain.contents.tasks:
        sections += ["## Example", _example(domain.contents.tasks[0])]
    sections += ["## Version History", f"- v{manifest.version}: first version."]
    return "\n\n".join(sections) + "\n"


def _count(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{count} {name}" for name, count in value.items())
    return str(value)


def _designer(domain: Domain) -> str:
    designer = domain.contents.manifest.designer
    seed = "" if designer.get("seed") is None else f", seed {designer['seed']}"
    return f"{designer.get('name')}{seed}"


def _table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _tool_table(domain: Domain) -> str:
    rows = [
        (
            f"`{tool.name}({', '.join(p.name for p in tool.parameters)})`",
            tool.caller,
            "writes" if tool.writes else "reads",
            tool.description.split(". ")[0].rstrip(".") + ".",
        )
        for tool in domain.tools
    ]
    return _table(("Tool", "Caller", "", "What it does"), rows)


def _own_tables(domain: Domain) -> list[RecordType]:
    return [kind for kind in domain.record_types if "conversation" not in kind.model.__module__]


def _diagram(tables: Sequence[RecordType]) -> str:
    lines = []
    for kind in tables:
        lines.append(f"    {kind.model.__name__} {{")
        for name, semantic in kind.semantics.items():
            mark = " PK" if name == kind.key else " FK" if semantic.references else ""
            lines.append(f"        {semantic.name} {name}{mark}")
        lines.append("    }")
    for kind in tables:
        for name, semantic in kind.semantics.items():
            if semantic.references:
                lines.append(f"    {semantic.references} ||--o{{ {kind.model.__name__} : {name}")
    return "\n".join(lines)


def _example(task: Task) -> str:
    wants = "\n".join(f"> {request.text}" for request in task.user.requests)
    steps = "\n".join(f"{at}. {_say_step(step)}" for at, step in enumerate(task.plan, 1))
    title = f"Task `{task.id}` (level {task.level}). The customer says:"
    return f"{title}\n\n{wants}\n\nOne plan:\n\n{steps}"


def _say_step(step: Step) -> str:
    condition = " (on a condition)" if step.when is not None else ""
    if step.kind == "tell":
        return f"tell the customer the {step.name}{condition}"
    if step.kind == "think":
        return f"find `{step.id}`: {step.name}{condition}"
    who = "" if step.kind == "call" else "ask the customer for "
    confirmed = ", confirmed first" if step.confirm else ""
    return f"{who}`{step.name}({', '.join(step.arguments)})`{confirmed}{condition}"
