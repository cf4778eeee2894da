"""Loading a domain folder with its code: models, tools and rules, found by path.

This runs the folder's Python. Folders that nobody has reviewed are loaded in the locked worker.
"""

import ast
import sys
import traceback
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from sqlalchemy import MetaData

from autoforge_envs.domain.columns import SemanticModel
from autoforge_envs.domain.contents import read_contents
from autoforge_envs.domain.conversation import CONVERSATION_MODELS, conversation_tools
from autoforge_envs.domain.domain import Contents, Domain
from autoforge_envs.domain.initial_rows import initial_rows
from autoforge_envs.domain.rules import Rule
from autoforge_envs.domain.storage.records import RecordType, record_type
from autoforge_envs.domain.task_reading import check_tools
from autoforge_envs.domain.tools import Tool
from autoforge_envs.errors import DomainError

_PACKAGE = "_autoforge_domains"
"""Domains become modules below this name, so that `from .models import Order` works in them."""


def load_domain(folder: Path, *, sealed: bool = True) -> Domain:
    """Load a domain folder, running its code in this process.

    Args:
        folder: The domain folder.
        sealed: Demand that every file is as `autoforge seal` left it; False while authoring.

    Raises:
        DomainError: Something in the folder is wrong; the message says where and what to do.
    """
    contents = read_contents(folder, sealed=sealed)
    modules = {name: _import(contents, name) for name in ("models", "tools", "rules")}
    models = [*CONVERSATION_MODELS, *_declared_models(modules["models"], contents.folder)]
    types = {model: record_type(model, number) for number, model in enumerate(models)}
    rules = tuple(_values(modules["rules"], Rule))
    own = _values(modules["tools"], Tool)
    tools = (*own, *conversation_tools(own, rules))
    _check_names(tools, rules, contents.folder)
    check_tools(
        contents.tasks,
        {tool.name for tool in tools if tool.caller == "agent"},
        {tool.name for tool in tools if tool.caller == "user"},
        str(contents.folder / "tasks.jsonl"),
    )
    return Domain(contents, tuple(types.values()), types, tools, rules)


def _import(contents: Contents, name: str) -> ModuleType:
    """Import one file of the folder under a package name made of its content hash.

    The source is compiled each time: a `__pycache__` may be older than the hash. The package finds
    no further files, since no hash covers them.
    """
    package = f"{_PACKAGE}.{contents.manifest.name}_{contents.content_hash[:16]}"
    qualified = f"{package}.{name}"
    if qualified in sys.modules:
        return sys.modules[qualified]
    for parent in (_PACKAGE, package):
        if parent not in sys.modules:
            sys.modules[parent] = ModuleType(parent)
            sys.modules[parent].__path__ = []
    path = contents.folder / f"{name}.py"
    module = ModuleType(qualified)
    module.__file__ = str(path)
    module.__package__ = package
    sys.modules[qualified] = module
    try:
        tree = ast.parse(path.read_bytes(), str(path))
        _check_definitions(tree, path)
        exec(compile(tree, str(path), "exec", dont_inherit=True), vars(module))
    except (Exception, SystemExit) as error:
        del sys.modules[qualified]
        raise DomainError(_say_failure(error, path)) from error
    return module


def _check_definitions(tree: ast.Module, path: Path) -> None:
    """Refuse a second definition of a name, which would silently take the first one's place."""
    lines: dict[str, int] = {}
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            if node.name in lines:
                raise DomainError(
                    f"{path}, line {node.lineno}: a second {node.name}, the first is on "
                    f"line {lines[node.name]}; rename one"
                )
            lines[node.name] = node.lineno


def _say_failure(error: BaseException, path: Path) -> str:
    """Say where importing failed: on the last line of the folder's own code it passed through."""
    if isinstance(error, SyntaxError) and error.filename:
        return f"{error.filename}, line {error.lineno}: {error.msg}; mend the line"
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if Path(frame.filename).parent == path.parent]
    where = f"{own[-1].filename}, line {own[-1].lineno}" if own else str(path)
    if isinstance(error, DomainError):  # says itself what to do
        return f"{where}: {error}" if own else str(error)
    return f"{where}: importing it failed, {type(error).__name__}: {error}; mend the line"


def _values(module: ModuleType, kind: type) -> list[Any]:
    """Return the values of a type that a module defines or imports, in order, each once."""
    found = {id(value): value for value in vars(module).values() if isinstance(value, kind)}
    return list(found.values())


def _declared_models(module: ModuleType, folder: Path) -> list[type]:
    models = [
        value
        for value in vars(module).values()
        if isinstance(value, type)
        and issubclass(value, SemanticModel)
        and "__tablename__" in vars(value)
        and value.__module__ == module.__name__
    ]
    for model in models:
        _check_table_name(model, folder / "models.py")
    if not models:
        raise DomainError(f"{folder / 'models.py'} declares no table; add a class for each")
    return models


def _check_table_name(model: type, path: Path) -> None:
    own = (model.__name__.lower(), str(vars(model)["__tablename__"]).lower())
    for builtin in CONVERSATION_MODELS:
        if own[0] == builtin.__name__.lower() or own[1] == builtin.__tablename__:
            raise DomainError(
                f"{path}: {model.__name__} ({own[1]}) is a table that every domain has; "
                "rename yours"
            )
    if not own[1].isidentifier() or own[1].startswith(("sqlite_", "pg_", "_")):
        raise DomainError(
            f"{path}: the name {own[1]!r} of table {model.__name__} is one that databases reserve; "
            "use letters, digits and underscores, a letter first"
        )


def _check_names(tools: Sequence[Tool[..., Any]], rules: Sequence[Rule], folder: Path) -> None:
    names = [tool.name for tool in tools]
    for name in names:
        if names.count(name) > 1:
            raise DomainError(f"{folder / 'tools.py'}: two tools are called {name}; rename one")
    for rule in rules:
        for name in rule.before:
            if name not in names:
                raise DomainError(
                    f"{folder / 'rules.py'}: rule {rule.name} guards {name}, which tools.py lacks; "
                    "add the tool or mend the name"
                )


@dataclass(frozen=True, slots=True)
class DomainImage:
    """What a store builds a domain's base image from."""

    domain: Domain

    @property
    def name(self) -> str:
        """The domain's name."""
        return self.domain.name

    @property
    def content_hash(self) -> str:
        """Hash over tables and rows."""
        return self.domain.content_hash

    @property
    def metadatas(self) -> list[MetaData]:
        """Tables to create: those of the conversation and those of the domain."""
        found = {id(kind.table.metadata): kind.table.metadata for kind in self.domain.record_types}
        return list(found.values())

    @property
    def record_types(self) -> Sequence[RecordType]:
        """All tables, by number."""
        return self.domain.record_types

    def rows(self) -> Iterator[tuple[RecordType, Mapping[str, Any]]]:
        """Yield the initial rows, checked.

        Raises:
            DomainError: A row does not fit.
        """
        return initial_rows(self.domain.contents.folder, self.domain.record_types)
