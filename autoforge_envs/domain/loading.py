"""Loading a domain folder with its code: models, tools and rules, found by path.

This runs the folder's Python. Folders that nobody has reviewed are loaded in the locked worker.
"""

import importlib.util
import sys
import traceback
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from sqlalchemy import MetaData

from autoforge_envs.domain.columns import SemanticModel
from autoforge_envs.domain.contents import CODE_FILES, read_contents, read_rows
from autoforge_envs.domain.conversation import CONVERSATION_MODELS, conversation_tools
from autoforge_envs.domain.domain import Contents, Domain
from autoforge_envs.domain.records import RecordType, record_type
from autoforge_envs.domain.rules import Rule
from autoforge_envs.domain.tasks import check_tools
from autoforge_envs.domain.tools import Tool
from autoforge_envs.domain.values import check_stored
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
    own = [tool for tool in _values(modules["tools"], Tool)]
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
    """Import one file of the folder under a package name made of its content hash."""
    package = f"{_PACKAGE}.{contents.manifest.name}_{contents.content_hash[:16]}"
    qualified = f"{package}.{name}"
    if qualified in sys.modules:
        return sys.modules[qualified]
    for parent, path in ((_PACKAGE, []), (package, [str(contents.folder)])):
        if parent not in sys.modules:
            sys.modules[parent] = ModuleType(parent)
            sys.modules[parent].__path__ = path
    spec = importlib.util.spec_from_file_location(qualified, contents.folder / f"{name}.py")
    if spec is None or spec.loader is None:
        raise DomainError(f"{contents.folder / name}.py cannot be imported")
    module = importlib.util.module_from_spec(spec)
    sys.modules[qualified] = module
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        del sys.modules[qualified]
        raise DomainError(f"{_where(error, contents.folder)}: {error}") from error
    return module


def _where(error: Exception, folder: Path) -> str:
    """Find the last line of the folder's own code that an import error passed through."""
    if isinstance(error, SyntaxError) and error.filename:
        return f"{error.filename}, line {error.lineno}"
    own = [f for f in traceback.extract_tb(error.__traceback__) if Path(f.filename).parent == folder]
    return f"{own[-1].filename}, line {own[-1].lineno}" if own else str(folder)


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
    reserved = {model.__tablename__ for model in CONVERSATION_MODELS}
    for model in models:
        if model.__tablename__ in reserved:
            raise DomainError(
                f"{folder / 'models.py'}: table {model.__tablename__} is one that every domain has; "
                "rename yours"
            )
    if not models:
        raise DomainError(f"{folder / 'models.py'} declares no table")
    return models


def _check_names(tools: Sequence[Tool[..., Any]], rules: Sequence[Rule], folder: Path) -> None:
    names = [(tool.caller, tool.name) for tool in tools]
    for caller, name in names:
        if names.count((caller, name)) > 1:
            raise DomainError(f"{folder / 'tools.py'}: two tools are called {name}; rename one")
    known = {tool.name for tool in tools}
    for rule in rules:
        for name in rule.before:
            if name not in known:
                raise DomainError(
                    f"{folder / 'rules.py'}: rule {rule.name} guards {name}, which tools.py lacks"
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
            DomainError: A row does not fit its table.
        """
        by_name = {kind.name: kind for kind in self.domain.record_types}
        for table, values, where in read_rows(self.domain.contents.folder):
            if table not in by_name:
                raise DomainError(f"{where}: there is no table {table!r}; see {CODE_FILES[0]}")
            yield by_name[table], _whole_row(by_name[table], values, where)


def _whole_row(kind: RecordType, values: Mapping[str, Any], where: str) -> Mapping[str, Any]:
    row: dict[str, Any] = dict.fromkeys(kind.columns)
    for name, value in values.items():
        if name not in row:
            raise DomainError(f"{where}: table {kind.name} has no column {name!r}")
        if value is not None and not check_stored(kind.semantics[name], value):
            raise DomainError(
                f"{where}: {kind.name}.{name} holds {kind.semantics[name].name}, got {value!r}"
            )
        row[name] = value
    for name, value in row.items():
        if value is None and not kind.table.c[name].nullable:
            raise DomainError(f"{where}: {kind.name}.{name} is empty and must not be")
    return row
