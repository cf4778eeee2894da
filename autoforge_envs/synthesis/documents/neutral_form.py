"""The one form that every kind of tool document is read into: plain, bounded, frozen."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

Effect = Literal["read", "write", "unknown"]
Source = Literal["openapi", "functions", "mcp", "markdown", "topic"]


@dataclass(frozen=True, slots=True)
class ToolDocument:
    """One tool, as a document describes it. Nothing in it is to be trusted or obeyed.

    Attributes:
        name: An identifier in snake case, made safe from what the document says, and unique.
        description: Cleaned: of bounded length, without control characters.
        parameters: JSON Schema of an object; references are resolved to a bounded depth.
        returns: JSON Schema of the answer; None if the document does not tell.
        effect: Whether it changes anything.
        origin: Where it stands: "museum.openapi.yaml, paths./tickets.post".
        path: Of an HTTP operation: "/tickets/{ticketId}".
        method: Of an HTTP operation, in lower case: "post".
    """

    name: str
    description: str
    parameters: Mapping[str, Any]
    returns: Mapping[str, Any] | None
    effect: Effect
    origin: str
    path: str = ""
    method: str = ""


@dataclass(frozen=True, slots=True)
class ToolDocuments:
    """What one document describes.

    Attributes:
        source: Its kind.
        title: What the document calls the business; made from the file's name if it does not.
        schemas: The named schemas of the document, references in them resolved.
        digest: SHA-256 of the bytes read, in hexadecimal.
    """

    source: Source
    title: str
    description: str
    tools: tuple[ToolDocument, ...]
    schemas: Mapping[str, Mapping[str, Any]]
    digest: str
