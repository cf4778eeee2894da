"""Defects of a whole domain: each spoils a tool, a rule or a row that some tasks touch."""

import ast
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from autoforge_envs.domain.tasks import Task
from benchmarks.certifier.subjects import Subject


@dataclass(frozen=True, slots=True)
class Spoiled:
    """A domain's files as a mistake has left them, and the tasks that it could show in.

    Attributes:
        sealed: Compute goals anew, as the author of the mistake would.
    """

    files: Mapping[str, str]
    tasks: Sequence[Task]
    sealed: bool = True


Spoil = Callable[[Subject, np.random.Generator], Spoiled | None]

ALL: dict[str, Spoil] = {}
"""Every defect by name."""


def defect(spoil: Spoil) -> Spoil:
    """Declare a defect."""
    ALL[spoil.__name__] = spoil
    return spoil


@defect
def ignored_argument(subject: Subject, generator: np.random.Generator) -> Spoiled | None:
    """A tool writes the same value whatever it is given."""
    found = []
    for function, tasks in _writing_tools(subject):
        for keyword in _written(function):
            name = keyword.value.id if isinstance(keyword.value, ast.Name) else ""
            if _uses(function, name) == 1 and _annotation(function, name).isidentifier():
                values = [v for task in tasks for v in _given(subject, task, function.name, name)]
                if values and _annotation(function, name) not in ("Money", "FreeText"):
                    found.append((keyword.value, repr(values[0]), tasks))
    if not found:
        return None
    node, text, tasks = _pick(found, generator)
    return Spoiled({"tools.py": _replace(subject.sources["tools.py"], node, text)}, tasks)


@defect
def wrong_row(subject: Subject, generator: np.random.Generator) -> Spoiled | None:
    """A tool takes the first row of the table, whichever it is given."""
    found = []
    for function, tasks in _writing_tools(subject):
        for node in ast.walk(function):
            match node:
                case ast.Call(
                    func=ast.Attribute(attr="get"), args=[ast.Name(id=model), ast.Name(id=name)]
                ) if (
                    _annotation(function, name).startswith("Reference")
                    and _uses(function, name) == 1
                ):
                    found.append((node, f"state.find({model})[0]", tasks))
    if not found:
        return None
    node, text, tasks = _pick(found, generator)
    return Spoiled({"tools.py": _replace(subject.sources["tools.py"], node, text)}, tasks)


@defect
def state_in_a_module(subject: Subject, generator: np.random.Generator) -> Spoiled | None:
    """A tool keeps a count in a module: each call costs a cent more than the last."""
    money = set(
        re.findall(r"^    (\w+): Mapped\[Money\]", subject.sources["models.py"], re.MULTILINE)
    )
    found = [
        (keyword.value, tasks)
        for function, tasks in _writing_tools(subject)
        for keyword in _written(function)
        if keyword.arg in money
    ]
    if not found:
        return None
    node, tasks = _pick(found, generator)
    source = subject.sources["tools.py"]
    segment = ast.get_source_segment(source, node)
    source = _replace(source, node, f"({segment}) + next(_TICKS)")
    return Spoiled({"tools.py": _after_imports(source, "_TICKS = itertools.count()")}, tasks)


@defect
def crash_on_a_choice(subject: Subject, generator: np.random.Generator) -> Spoiled | None:
    """A tool crashes on a valid choice that no plan happens to use."""
    choices = dict(
        re.findall(
            r"^(\w+) = Literal\[(.*?)\]", subject.sources["models.py"], re.MULTILINE | re.DOTALL
        )
    )
    found = []
    for function, tasks in _writing_tools(subject):
        for argument in function.args.args:
            values = re.findall(r'"(\w+)"', choices.get(_annotation(function, argument.arg), ""))
            given = {v for t in tasks for v in _given(subject, t, function.name, argument.arg)}
            found += [
                (
                    function,
                    f"    if {argument.arg} == {value!r}:\n        raise KeyError({value!r})\n",
                    tasks,
                )
                for value in values
                if given and value not in given
            ]
    if not found:
        return None
    function, text, tasks = _pick(found, generator)
    lines = subject.sources["tools.py"].splitlines(keepends=True)
    lines.insert(_first_statement(function).lineno - 1, text)
    return Spoiled({"tools.py": "".join(lines)}, tasks)


@defect
def any_password(subject: Subject, generator: np.random.Generator) -> Spoiled | None:
    """The identity check takes any answer."""
    for node in ast.walk(subject.trees["tools.py"]):
        if isinstance(node, ast.FunctionDef) and "record_identity(" in ast.unparse(node):
            for call in ast.walk(node):
                match call:
                    case ast.Call(func=ast.Name(id="require"), args=[condition, _]):
                        source = _replace(subject.sources["tools.py"], condition, "True")
                        return Spoiled({"tools.py": source}, subject.tasks)
    return None


@defect
def identity_never_demanded(subject: Subject, generator: np.random.Generator) -> Spoiled | None:
    """The rule on identity never fires."""
    return _edit_rules(subject, r"return is_identified\(.*\)", "return True")


@defect
def confirmation_never_demanded(subject: Subject, generator: np.random.Generator) -> Spoiled | None:
    """The rule on confirmation never fires."""
    return _edit_rules(subject, r"return is_confirmed\(state, call\)", "return True")


@defect
def any_yes_will_do(subject: Subject, generator: np.random.Generator) -> Spoiled | None:
    """A yes to anything counts as a yes to the call."""
    spoiled = _edit_rules(
        subject, r"return is_confirmed\(state, call\)", "return bool(state.find(Confirmation))"
    )
    if spoiled is None:
        return None
    line = "from autoforge_envs.domain.conversation import Confirmation"
    return Spoiled({"rules.py": _after_imports(spoiled.files["rules.py"], line)}, spoiled.tasks)


@defect
def rule_never_fires(subject: Subject, generator: np.random.Generator) -> Spoiled | None:
    """The rule for which a request is declined never fires."""
    grounds: dict[str, list[Task]] = {}
    for task in subject.tasks:
        for change in task.goal.changes:
            if change.table == "declines":
                grounds.setdefault(str(change.values["rule"]), []).append(task)
    if not grounds:
        return None
    name = _pick(sorted(grounds), generator)
    function = next(
        node for node in subject.trees["rules.py"].body
        if isinstance(node, ast.FunctionDef) and node.name == name
    )  # fmt: skip
    lines = subject.sources["rules.py"].splitlines(keepends=True)
    lines[_first_statement(function).lineno - 1 : function.end_lineno] = ["    return True\n"]
    return Spoiled({"rules.py": "".join(lines)}, grounds[name])


@defect
def second_referent(subject: Subject, generator: np.random.Generator) -> Spoiled | None:
    """There is a second row that a description fits."""
    text = (subject.folder / "records.jsonl").read_text(encoding="utf-8")
    rows = {row["values"]["id"]: row for row in map(json.loads, text.splitlines())}
    found = []
    for task in subject.tasks:
        results = subject.execute(task).results
        for step in task.plan:
            picked = results.get(step.id)
            if step.kind == "think" and step.name == "only" and isinstance(picked, dict):
                own = next((v for k, v in picked.items() if k.endswith("id") and v in rows), None)
                found += [(task, rows[own])] if own and step.arguments.get("where") else []
    if not found:
        return None
    task, row = _pick(found, generator)
    prefix = row["values"]["id"].split("-")[0]
    twin = {**row, "values": {**row["values"], "id": f"{prefix}-999999999"}}
    line = json.dumps(twin, ensure_ascii=False) + "\n"
    return Spoiled({"records.jsonl": text + line}, [task], sealed=False)


def _writing_tools(subject: Subject) -> Iterator[tuple[ast.FunctionDef, list[Task]]]:
    """Yield the agent's writing tools with the tasks whose plans call them."""
    writing = {t.name for t in subject.domain.tools if t.writes and t.caller == "agent"}
    for node in subject.trees["tools.py"].body:
        if isinstance(node, ast.FunctionDef) and node.name in writing:
            tasks = [t for t in subject.tasks if any(s.name == node.name for s in t.plan)]
            if tasks and "record_identity(" not in ast.unparse(node):
                yield node, tasks


def _written(function: ast.FunctionDef) -> list[ast.keyword]:
    """Return the values that a tool puts into rows."""
    return [
        keyword
        for node in ast.walk(function)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in ("add", "update")
        for keyword in node.keywords
    ]


def _uses(function: ast.FunctionDef, name: str) -> int:
    return sum(isinstance(n, ast.Name) and n.id == name for n in ast.walk(function))


def _annotation(function: ast.FunctionDef, name: str) -> str:
    found = [a.annotation for a in function.args.args if a.arg == name and a.annotation]
    return ast.unparse(found[0]) if found else ""


def _given(subject: Subject, task: Task, tool: str, argument: str) -> list[Any]:
    """Return what a plan gives a tool."""
    calls = [call for call in subject.execute(task).calls if call.name == tool]
    return [call.arguments[argument] for call in calls if argument in call.arguments]


def _first_statement(function: ast.FunctionDef) -> ast.stmt:
    """Return the first statement after the docstring."""
    return function.body[1] if ast.get_docstring(function) else function.body[0]


def _edit_rules(subject: Subject, pattern: str, replacement: str) -> Spoiled | None:
    source, count = re.subn(pattern, replacement, subject.sources["rules.py"])
    return Spoiled({"rules.py": source}, subject.tasks) if count else None


def _replace(source: str, node: ast.expr, text: str) -> str:
    """Replace an expression in a source."""
    lines = source.splitlines(keepends=True)
    before = (
        "".join(lines[: node.lineno - 1]).encode()
        + lines[node.lineno - 1].encode()[: node.col_offset]
    )
    last = (node.end_lineno or node.lineno) - 1
    after = lines[last].encode()[node.end_col_offset :] + "".join(lines[last + 1 :]).encode()
    return (before + text.encode() + after).decode()


def _after_imports(source: str, line: str) -> str:
    """Add a line after a module's imports."""
    body = ast.parse(source).body
    last = max(n.end_lineno or 0 for n in body if isinstance(n, ast.Import | ast.ImportFrom))
    lines = source.splitlines(keepends=True)
    lines.insert(last, f"import itertools\n{line}\n")
    return "".join(lines)


def _pick(choices: Sequence[Any], generator: np.random.Generator) -> Any:
    return choices[int(generator.integers(len(choices)))]
