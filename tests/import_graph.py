"""Reads which module imports which from the source of a package, without running any of it.

What counts is what Python would load: `import a.b.c` also runs `a/__init__.py` and
`a/b/__init__.py`, unless the importing module lies inside them and has them loaded already.
"""

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Import:
    """One imported module, and where it is imported."""

    importer: str
    module: str
    line: int
    inside_function: bool

    def __str__(self) -> str:
        """Reads as a sentence in a failed test."""
        return f"{self.importer}, line {self.line}, imports {self.module}"


@dataclass(frozen=True, slots=True)
class Source:
    """One module of a package."""

    name: str
    is_package: bool
    tree: ast.Module

    @property
    def package(self) -> str:
        """The package that relative imports start from."""
        return self.name if self.is_package else self.name.rpartition(".")[0]


def read_sources(root: Path) -> list[Source]:
    """Parse every module of the package in the folder `root`, in the order of their names."""
    sources = []
    for path in sorted(root.rglob("*.py")):
        parts = (root.name, *path.relative_to(root).with_suffix("").parts)
        is_package = parts[-1] == "__init__"
        name = ".".join(parts[:-1] if is_package else parts)
        sources.append(Source(name, is_package, ast.parse(path.read_text(encoding="utf-8"))))
    return sources


def find_imports(sources: Sequence[Source]) -> list[Import]:
    """Every import statement and every dynamic import of a literal name, with absolute names."""
    names = {source.name for source in sources}
    return [
        Import(source.name, module, node.lineno, inside_function)
        for source in sources
        for node, inside_function in _walk(source.tree, inside_function=False)
        if isinstance(node, ast.stmt | ast.expr)
        for module in _modules_of(node, source, names)
    ]


def _walk(node: ast.AST, *, inside_function: bool) -> Iterator[tuple[ast.AST, bool]]:
    functions = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
    for child in ast.iter_child_nodes(node):
        yield child, inside_function
        yield from _walk(child, inside_function=inside_function or isinstance(child, functions))


def _modules_of(node: ast.AST, source: Source, names: set[str]) -> list[str]:
    match node:
        case ast.Import():
            return [alias.name for alias in node.names]
        case ast.ImportFrom():
            base = _absolute_base(node, source)
            members = [f"{base}.{alias.name}" for alias in node.names]
            return [member if member in names else base for member in members]
        case ast.Call(func=ast.Name(id=function) | ast.Attribute(attr=function)) if (
            function in ("__import__", "import_module") and node.args
        ):
            first = node.args[0]
            return [str(first.value)] if isinstance(first, ast.Constant) else []
        case _:
            return []


def _absolute_base(node: ast.ImportFrom, source: Source) -> str:
    if node.level == 0:
        return node.module or ""
    parts = source.package.split(".")
    kept = parts[: len(parts) - node.level + 1]
    return ".".join([*kept, node.module] if node.module else kept)


def find_circle(sources: Sequence[Source], imports: Sequence[Import]) -> list[str]:
    """The modules of one import circle, the first one repeated at the end; [] if there is none."""
    names = {source.name for source in sources}
    edges: dict[str, set[str]] = {name: set() for name in names}
    for found in imports:
        edges[found.importer].update(_loaded_by(found) & names - {found.importer})
    finished: set[str] = set()
    for name in sorted(names):
        circle = _search(name, edges, [], finished)
        if circle:
            return circle
    return []


def _loaded_by(found: Import) -> set[str]:
    parts = found.module.split(".")
    ancestors = {".".join(parts[:length]) for length in range(1, len(parts))}
    loaded_already = {
        ancestor
        for ancestor in ancestors
        if found.importer == ancestor or found.importer.startswith(ancestor + ".")
    }
    return {found.module} | ancestors - loaded_already


def _search(
    name: str, edges: dict[str, set[str]], path: list[str], finished: set[str]
) -> list[str]:
    if name in path:
        return [*path[path.index(name) :], name]
    if name in finished:
        return []
    for imported in sorted(edges[name]):
        circle = _search(imported, edges, [*path, name], finished)
        if circle:
            return circle
    finished.add(name)
    return []
