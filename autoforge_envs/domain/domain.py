"""A domain as a value: its data (`Contents`), and its data with its code (`Domain`)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from autoforge_envs.domain.modules import Code
from autoforge_envs.domain.rules import Rule
from autoforge_envs.domain.storage.records import RecordType
from autoforge_envs.domain.tasks import Task
from autoforge_envs.domain.tools import Caller, Tool


@dataclass(frozen=True, slots=True)
class Manifest:
    """`domain.json`.

    Attributes:
        clock: The time it is in every episode, an ISO timestamp.
        designer: How the domain was made: name, seed, model.
        split: Whether whole-domain splits count it as "train" or "held_out".
        hashes: sha256 of every other file, by name.
        statistics: Counts, for cards and lists.
    """

    name: str
    version: int
    title: str
    description: str
    clock: str
    designer: Mapping[str, Any]
    split: str
    hashes: Mapping[str, str]
    statistics: Mapping[str, Any]

    @property
    def environment_id(self) -> str:
        """The id it is registered under."""
        return f"autoforge/{self.name}-v{self.version}"


@dataclass(frozen=True, slots=True)
class Contents:
    """What a domain folder holds as data; reading it runs no code of the domain.

    Attributes:
        content_hash: Hash over tables, tools, rules and rows: folders of one hash behave alike.
    """

    folder: Path
    manifest: Manifest
    policy_document: str
    tasks: tuple[Task, ...]
    content_hash: str


@dataclass(frozen=True, slots=True)
class ToolInfo:
    """A tool as plain data: what agents, users and reports need to know of it.

    Attributes:
        parameters: Semantic type of each parameter.
        schema: The OpenAI function tool.
        references: For each parameter that is a key, how these keys begin ("OR").
    """

    name: str
    caller: Caller
    writes: bool
    intent: str
    parameters: Mapping[str, str]
    schema: Mapping[str, Any]
    references: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Domain:
    """A domain with its code.

    Attributes:
        record_types: All tables, those of the conversation first, by number.
        types: The same by declared class.
        tools: All tools, those of the conversation last.
        code: Held so that the modules of tools and rules stay importable.
    """

    contents: Contents
    record_types: tuple[RecordType, ...]
    types: Mapping[type, RecordType]
    tools: tuple[Tool[..., Any], ...]
    rules: tuple[Rule, ...]
    code: Code

    @property
    def name(self) -> str:
        """The domain's name."""
        return self.contents.manifest.name

    @property
    def clock(self) -> str:
        """The time it is in every episode."""
        return self.contents.manifest.clock

    @property
    def content_hash(self) -> str:
        """Hash over tables, tools, rules and rows."""
        return self.contents.content_hash

    def tool_infos(self) -> list[ToolInfo]:
        """Describe every tool as plain data."""
        prefixes = {each.model.__name__: each.prefix for each in self.record_types}
        return [
            ToolInfo(
                name=tool.name,
                caller=tool.caller,
                writes=tool.writes,
                intent=tool.intent,
                parameters={each.name: each.semantic.name for each in tool.parameters},
                schema=tool.schema(),
                references={
                    each.name: prefixes[each.semantic.references]
                    for each in tool.parameters
                    if each.semantic.references in prefixes
                },
            )
            for tool in self.tools
        ]
