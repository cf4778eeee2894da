"""The small, dull part of Python that a designed domain is written in; read, never run.

This is lint: it keeps emitted code readable and tells a model early what is wrong, with the line.
What holds hostile code is the locked process, whatever gets past this.
"""

import ast
from collections.abc import Iterator, Mapping

from autoforge_envs.domain.columns import SEMANTIC_TYPES
from autoforge_envs.parsing import parse
from autoforge_envs.synthesis.model_design.bodies import problems_of_body, problems_of_depth
from autoforge_envs.synthesis.model_design.plain_texts import strangeness
from autoforge_envs.synthesis.model_design.problems import Problem
from autoforge_envs.synthesis.model_design.sources import Names, Source

MAX_FUNCTION_LINES = 60
MAX_LINE = 600

_NODES: Mapping[str, tuple[type[ast.stmt], ...]] = {
    "view": (ast.ClassDef,),
    "constant": (ast.Assign, ast.AnnAssign),
}
_DATACLASS = "dataclass(frozen=True, slots=True)"
_SEMANTIC = frozenset(SEMANTIC_TYPES) - {"Choice", "Reference"}


def find_problems(source: Source, names: Names) -> list[Problem]:
    """Say what is wrong with a definition, without running it."""
    try:
        tree = parse(source.text)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        number = getattr(error, "lineno", None) or 1
        reason = f"no Python: {getattr(error, 'msg', error)}"
        return [Problem("no Python", f"{source.where}, line {number}", reason, source.line(number))]
    body = [node for node in tree.body if not _is_text(node)]
    node = body[0] if len(body) == 1 else None
    if node is None or _defined(node) != source.name:
        found = ", ".join(str(_defined(each)) for each in body) or "nothing"
        return [
            Problem(
                "another definition", source.where,
                f"must define {source.name} and nothing else, defines {found}",
            )
        ]  # fmt: skip
    return list(_Reader(source, names).problems(node))


def _is_text(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _defined(node: ast.stmt) -> str | None:
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return node.name
    if isinstance(node, ast.Assign) and len(node.targets) == 1:
        return ast.unparse(node.targets[0])
    if isinstance(node, ast.AnnAssign):
        return ast.unparse(node.target)
    return None


class _Reader:
    """Reads one definition."""

    def __init__(self, source: Source, names: Names) -> None:
        self._source = source
        self._wrong = source.wrong
        self._names = names

    def problems(self, node: ast.stmt) -> Iterator[Problem]:
        """Yield what is wrong, by the kind of definition."""
        yield from self._lines()
        yield from self._texts(node)
        if not isinstance(node, _NODES.get(self._source.kind, (ast.FunctionDef,))):
            yield self._wrong(node, "another definition", f"is no {self._source.kind}")
        elif isinstance(node, ast.ClassDef):
            yield from self._view(node)
        elif isinstance(node, ast.FunctionDef):
            yield from self._function(node)
        else:
            yield from problems_of_body(self._source, node, self._names.all)

    def _lines(self) -> Iterator[Problem]:
        for number, line in enumerate(self._source.text.splitlines(), 1):
            if len(line) > MAX_LINE:
                where = f"{self._source.where}, line {number}"
                reason = f"has {len(line)} characters, at most {MAX_LINE} are read; break it"
                yield Problem("too long", where, reason, line)

    def _texts(self, node: ast.stmt) -> Iterator[Problem]:
        """Check comments, names and texts, also for what escapes in them stand for."""
        for number, line in enumerate(self._source.text.split("\n"), 1):
            if wrong := strangeness(line):
                where = f"{self._source.where}, line {number}"
                yield Problem("a text", where, wrong, line)
                return
        for each in ast.walk(node):
            text = each.value if isinstance(each, ast.Constant) else None
            if isinstance(text, str) and (wrong := strangeness(text)):
                yield self._wrong(each, "a text", wrong)

    def _view(self, node: ast.ClassDef) -> Iterator[Problem]:
        """Check a frozen dataclass of semantic fields."""
        if [ast.unparse(each) for each in node.decorator_list] != [_DATACLASS]:
            yield self._wrong(node, "a view", f"decorate it with @{_DATACLASS}")
        if node.bases or node.keywords:
            yield self._wrong(node, "a view", "has a base class; leave it out")
        yield from self._docstring(node)
        for statement in node.body:
            if _is_text(statement):
                continue
            if not isinstance(statement, ast.AnnAssign) or statement.value is not None:
                yield self._wrong(statement, "a view", "a view has fields `name: Type`, no more")
            else:
                yield from self._annotation(statement.annotation, is_result=True)

    def _function(self, node: ast.FunctionDef) -> Iterator[Problem]:
        yield from self._docstring(node)
        yield from self._decorators(node)
        yield from self._signature(node)
        length = (node.end_lineno or node.lineno) - node.lineno
        if length > MAX_FUNCTION_LINES:
            reason = f"has {length} lines, at most {MAX_FUNCTION_LINES}; move parts to functions"
            yield self._wrong(node, "too long", reason)
        local = {argument.arg for argument in node.args.args} | _bound(node)
        for default in node.args.defaults:
            yield from problems_of_body(self._source, default, self._names.all)
        for statement in node.body:
            if not _is_text(statement):
                yield from problems_of_body(self._source, statement, self._names.all | local)
        yield from problems_of_depth(self._source, node, 0)

    def _docstring(self, node: ast.ClassDef | ast.FunctionDef) -> Iterator[Problem]:
        if not (ast.get_docstring(node) or "").strip():
            yield self._wrong(node, "no docstring", "has no docstring; say what it does")

    def _decorators(self, node: ast.FunctionDef) -> Iterator[Problem]:
        kind = self._source.kind
        allowed = {"tool": {"intent", "writes"}, "rule": {"before", "enforced_by", "declinable"}}
        found = node.decorator_list
        if kind == "function":
            if found:
                yield self._wrong(found[0], "a decorator", "has a decorator; leave it out")
            return
        call = found[0] if len(found) == 1 else None
        if not isinstance(call, ast.Call) or ast.unparse(call.func) != kind or call.args:
            yield self._wrong(node, "a decorator", f"must have the one decorator @{kind}(...)")
            return
        for keyword in call.keywords:
            if keyword.arg not in allowed[kind]:
                options = ", ".join(sorted(allowed[kind]))
                yield self._wrong(
                    call, "a decorator", f"@{kind} takes {options}, not {keyword.arg!r}"
                )
            elif keyword.arg != "before" and not isinstance(keyword.value, ast.Constant):
                yield self._wrong(call, "a decorator", f"{keyword.arg} must be written out")

    def _signature(self, node: ast.FunctionDef) -> Iterator[Problem]:
        arguments = node.args
        if arguments.vararg or arguments.kwarg or arguments.kwonlyargs or arguments.posonlyargs:
            yield self._wrong(node, "a signature", "takes plain parameters only, no stars")
        for argument in arguments.args:
            if argument.annotation is None:
                yield self._wrong(node, "a signature", f"{argument.arg} has no type; give it one")
            elif self._source.kind == "function":
                yield from problems_of_body(self._source, argument.annotation, self._names.all)
            elif argument.arg not in ("state", "_state"):
                yield from self._annotation(argument.annotation, is_result=False)
        if node.returns is None:
            yield self._wrong(node, "a signature", "has no return type; write `-> Type`")
        elif self._source.kind == "tool":
            yield from self._annotation(node.returns, is_result=True)
        if self._source.kind == "tool" and not _takes_state(arguments):
            reason = "takes `state: State` first, and no default but None"
            yield self._wrong(node, "a signature", reason)

    def _annotation(self, annotation: ast.expr, *, is_result: bool) -> Iterator[Problem]:
        plain = _plain(annotation)
        known = _SEMANTIC | self._names.choices
        known |= {"Call"} if self._source.kind == "rule" else frozenset()
        known |= self._names.tables | self._names.views if is_result else frozenset()
        table = _referred(plain)
        if table is None and ast.unparse(plain) not in known:
            reason = (
                f"{ast.unparse(annotation)} is no type that can be used here; use "
                f"{', '.join(sorted(_SEMANTIC))}, Reference[Table], a declared choice"
                f"{', a table or a view' if is_result else ''}"
            )
            yield self._wrong(annotation, "an unknown type", reason)
        elif table is not None and table not in self._names.tables:
            reason = f"there is no table {table}; there are {', '.join(sorted(self._names.tables))}"
            yield self._wrong(annotation, "an unknown table", reason)


def _takes_state(arguments: ast.arguments) -> bool:
    """Tell whether parameters are those of a tool."""
    defaults = [each.value for each in arguments.defaults if isinstance(each, ast.Constant)]
    has_state = bool(arguments.args) and arguments.args[0].arg == "state"
    return has_state and defaults == [None] * len(arguments.defaults)


def _plain(annotation: ast.expr) -> ast.expr:
    """Take `| None` and `list[...]` off an annotation."""
    if isinstance(annotation, ast.BinOp) and ast.unparse(annotation.right) == "None":
        annotation = annotation.left
    if isinstance(annotation, ast.Subscript) and ast.unparse(annotation.value) == "list":
        annotation = annotation.slice
    return annotation


def _referred(annotation: ast.expr) -> str | None:
    """Return the table that a `Reference[Table]` names."""
    if isinstance(annotation, ast.Subscript) and ast.unparse(annotation.value) == "Reference":
        return ast.unparse(annotation.slice)
    return None


def _bound(function: ast.FunctionDef) -> set[str]:
    """Return the names that a function binds itself."""
    bound = {
        node.id
        for node in ast.walk(function)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    }
    inner = [node for node in ast.walk(function) if isinstance(node, ast.Lambda)]
    return bound | {argument.arg for each in inner for argument in each.args.args}
