"""Loading a domain folder with its code: models, tools and rules, found by path.

This runs the folder's Python. Folders that nobody has reviewed are loaded in the locked worker.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import ModuleType
from typing import Any

from sqlalchemy import MetaData

from autoforge_envs.domain.columns import SemanticModel
from autoforge_envs.domain.contents import content_hash, read_contents
from autoforge_envs.domain.conversation import CONVERSATION_MODELS, conversation_tools
from autoforge_envs.domain.domain import Contents, Domain
from autoforge_envs.domain.initial_rows import initial_rows
from autoforge_envs.domain.modules import load_code
from autoforge_envs.domain.rules import Rule
from autoforge_envs.domain.storage.records import RecordType, record_type
from autoforge_envs.domain.task_reading import check_tools
from autoforge_envs.domain.tools import Tool
from autoforge_envs.errors import DomainError


def load_domain(folder: Path, *, sealed: bool = True, twin: Domain | None = None) -> Domain:
    """Load a domain folder, running its code in this process.

    Args:
        folder: The domain folder.
        sealed: Demand that every file is as `autoforge seal` left it; False while authoring.
        twin: A loaded domain whose tables are taken over if its models.py is the same: declaring
            them takes longer than all the rest of the code.

    Raises:
        DomainError: Something in the folder is wrong; the message says where and what to do.
    """
    contents = read_contents(folder, sealed=sealed)
    known = None if twin is None else twin.code
    code = load_code(contents.folder, contents.manifest.name, contents.content_hash, known)
    models = [*CONVERSATION_MODELS, *_declared_models(code.models, contents.folder)]
    types = {model: record_type(model, number) for number, model in enumerate(models)}
    rules = tuple(_values(code.rules, Rule))
    own = _values(code.tools, Tool)
    tools = (*own, *conversation_tools(own, rules))
    _check_names(tools, rules, contents.folder)
    _check_tasks(contents, tools)
    return Domain(contents, tuple(types.values()), types, tools, rules, code)


def read_again(domain: Domain) -> Domain:
    """Return a sealed domain with the tasks and documents that its folder has by now.

    Raises:
        DomainError: Something in the folder is wrong, not as `autoforge seal` left it, or behaves
            otherwise than what was loaded.
    """
    contents = read_contents(domain.contents.folder)
    check_unchanged(domain)
    _check_tasks(contents, domain.tools)
    return replace(domain, contents=contents)


def check_unchanged(domain: Domain) -> None:
    """See that a folder still holds the code and the rows that were loaded from it.

    Raises:
        DomainError: It does not.
    """
    folder = domain.contents.folder
    if content_hash(folder, domain.contents.manifest.clock) != domain.content_hash:
        raise DomainError(f"{folder} was changed while it was being sealed; seal it again")


def _check_tasks(contents: Contents, tools: Sequence[Tool[..., Any]]) -> None:
    check_tools(
        contents.tasks,
        {tool.name for tool in tools if tool.caller == "agent"},
        {tool.name for tool in tools if tool.caller == "user"},
        str(contents.folder / "tasks.jsonl"),
    )


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
