"""Reading API documents in Markdown: a heading a tool, then prose and its parameters.

A heading is a tool's if it holds an HTTP operation ("GET /orders/{id}"), a signature
("cancel_order(order_id, reason)"), or code ("`cancel_order`"). Its parameters are the rows of the
first table or the items of the first list below it that begin with a name. Nothing else is read.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from autoforge_envs.synthesis.documents.cleaning import (
    clean_name,
    clean_text,
    clean_title,
    unique_names,
)
from autoforge_envs.synthesis.documents.limits import check_count
from autoforge_envs.synthesis.documents.neutral_form import Effect, ToolDocument, ToolDocuments
from autoforge_envs.synthesis.documents.parsing import TextFile
from autoforge_envs.synthesis.documents.schemas import Schema, object_of
from autoforge_envs.synthesis.documents.tool_lists import title_of
from autoforge_envs.synthesis.documents.verbs import effect_of

_MAX_LINE = 2_000
_HEADING = re.compile(r"^(#{1,6})\s+(.*?)\s*#*$")
_OPERATION = re.compile(r"\b(GET|POST|PUT|PATCH|DELETE)\s+`?(/[^\s`)]*)")
_SIGNATURE = re.compile(r"`?([A-Za-z_][\w.]{1,60})\s*\(([^()]{0,400})\)`?")
_CODE_NAME = re.compile(r"^`([A-Za-z_][\w.-]{1,60})`$")
_PLACEHOLDER = re.compile(r"\{([^{}/]{1,60})\}|:([A-Za-z_]\w{0,60})")
_ITEM = re.compile(r"^\s*[-*+]\s+[`*]{0,2}([A-Za-z_][\w-]{0,60})[`*]{0,2}\s*(.*)$")
_LAST_PART = re.compile(r"\||\)\s*[:–—-]")
_KINDS = {
    "string": "string", "str": "string", "text": "string", "date": "date", "datetime": "date-time",
    "date-time": "date-time", "timestamp": "date-time", "int": "integer", "integer": "integer",
    "number": "number", "float": "number", "decimal": "number", "bool": "boolean",
    "boolean": "boolean", "email": "email", "uuid": "uuid",
}  # fmt: skip
_FORMATS = ("date", "date-time", "email", "uuid")
_CHOICES = re.compile(r"(?:one of|either|values?:)\s*([^.;()\n]{1,400})", re.IGNORECASE)


@dataclass(slots=True)
class _Section:
    """A heading and what stands below it."""

    heading: str
    line: int
    lines: list[str] = field(default_factory=list)


def read_markdown(file: TextFile) -> ToolDocuments:
    """Read a Markdown document.

    Raises:
        DocumentError: No heading of it is a tool's.
    """
    sections = [*_sections(file.text)]
    drafts = [(each, called) for each in sections if (called := _called(each.heading)) is not None]
    check_count(file, len(drafts), "tools (a heading such as `## POST /orders` or `## cancel()`)")
    names = unique_names(clean_name(called[0]) for _, called in drafts)
    first = next((each for each in sections if each.heading), None)
    return ToolDocuments(
        source="markdown",
        title=clean_title(first and first.heading, title_of(file.name)),
        description=_prose(first.lines) if first else "",
        tools=tuple(
            _tool(file, name, section, called)
            for name, (section, called) in zip(names, drafts, strict=True)
        ),
        schemas={},
        digest=file.digest,
    )


_Called = tuple[str, str, str, str]
"""Name, method, path, and what stands between the brackets of a signature."""


def _sections(text: str) -> Iterator[_Section]:
    section, fenced = _Section("", 0), False
    for number, line in enumerate(text.splitlines(), 1):
        fenced ^= line.lstrip().startswith("```")
        heading = None if fenced else _HEADING.match(line[:_MAX_LINE])
        if heading:
            yield section
            section = _Section(heading[2], number)
        elif not fenced:
            section.lines.append(line[:_MAX_LINE])
    yield section


def _called(heading: str) -> _Called | None:
    """Read a heading; None if it is no tool's."""
    if operation := _OPERATION.search(heading):
        method, path = operation[1].lower(), operation[2]
        words = _OPERATION.sub("", heading).strip(" `:-–—()")
        return words or f"{method}_{path}", method, path, ""
    if signature := _SIGNATURE.search(heading):
        return signature[1], "", "", signature[2]
    if code := _CODE_NAME.match(heading):
        return code[1], "", "", ""
    return None


def _tool(file: TextFile, name: str, section: _Section, called: _Called) -> ToolDocument:
    _, method, path, signature = called
    properties: dict[str, Schema] = {}
    required: list[str] = []
    for placeholder in _PLACEHOLDER.findall(path):
        key = clean_name("".join(placeholder))
        properties[key] = {"type": "string"}
        required.append(key)
    for part in filter(None, (each.strip() for each in signature.split(","))):
        key = clean_name(part.partition(":")[0].partition("=")[0])
        properties.setdefault(key, _schema(part))
        required += [key] if "=" not in part and key not in required else []
    for cell, rest in _listed(section.lines):
        key = clean_name(cell)
        properties[key] = _schema(rest)
        optional = re.search(r"\boptional\b|\|\s*no\s*(\||$)", rest, re.IGNORECASE)
        required += [key] if not optional and key not in required else []
    return ToolDocument(
        name=name,
        description=_prose(section.lines),
        parameters=object_of(properties, required),
        returns=None,
        effect=_effect(name, method),
        origin=f"{file.name}, line {section.line}",
        path=path,
        method=method,
    )


def _effect(name: str, method: str) -> Effect:
    if method:
        return "read" if method == "get" else "write"
    return effect_of(name)


def _prose(lines: Sequence[str]) -> str:
    kept = [line for line in lines if not _ITEM.match(line) and not line.lstrip().startswith("|")]
    return clean_text("\n".join(kept))


def _listed(lines: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield name and description of each parameter: rows of tables, items of lists."""
    for number, line in enumerate(lines):
        stripped = line.strip()
        if stripped.startswith("|"):
            cells = [cell.strip(" `*") for cell in stripped.strip("|").split("|")]
            below = lines[number + 1].strip() if number + 1 < len(lines) else ""
            is_head = "-" in below and {*below} <= {*"|-: "}
            if not is_head and re.fullmatch(r"[A-Za-z_][\w-]{0,60}", cells[0]):
                yield cells[0], " | ".join(cells[1:])
        elif (item := _ITEM.match(line)) and re.match(r"^[(:`–—-]", item[2]):
            yield item[1], item[2]


def _schema(text: str) -> dict[str, Any]:
    """Make a schema of what a row says: its first word that is a type, its choices."""
    words = re.findall(r"[a-z-]+", text.lower())
    kind = next((_KINDS[word] for word in words[:6] if word in _KINDS), "string")
    schema: dict[str, Any] = (
        {"type": "string", "format": kind} if kind in _FORMATS else {"type": kind}
    )
    if choices := _CHOICES.search(text):
        found = [word for word in re.findall(r"[\w-]+", choices[1]) if word != "or"]
        schema |= {"enum": list(dict.fromkeys(found))} if len(found) > 1 else {}
    description = clean_text(_LAST_PART.split(text)[-1].strip(" :–—-"))
    return {**schema, "description": description} if description else schema
