"""Reading API documents in Markdown: a heading a tool, then prose and its parameters.

A heading begins with number signs, or has a line of signs below it. It is a tool's if it holds an
HTTP operation ("GET /orders/{id}"), a signature ("cancel_order(order_id, reason)"), or code
("`cancel_order`"). Its parameters are the rows of the tables or the items of the lists below it
that begin with a name. Nothing else is read.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from autoforge_envs.synthesis.documents.cleaning import (
    clean_name,
    clean_text,
    clean_title,
    unique_names,
)
from autoforge_envs.synthesis.documents.limits import check_count
from autoforge_envs.synthesis.documents.markdown_rows import is_listed, listed, schema_of
from autoforge_envs.synthesis.documents.neutral_form import Effect, ToolDocument, ToolDocuments
from autoforge_envs.synthesis.documents.parsing import TextFile
from autoforge_envs.synthesis.documents.schemas import Schema, object_of
from autoforge_envs.synthesis.documents.tool_lists import title_of
from autoforge_envs.synthesis.documents.verbs import effect_of

_MAX_LINE = 2_000
_HEADING = re.compile(r"^(#{1,6})\s+(.*?)\s*#*$")
_UNDERLINE = re.compile(r"^(=+|-{3,})\s*$")
"""Below a line of text it makes that a heading."""
_OPERATION = re.compile(r"\b(GET|POST|PUT|PATCH|DELETE)\s+`?(/[^\s`)]*)")
_SIGNATURE = re.compile(r"`?([A-Za-z_][\w.]{1,60})\s*\(([^()]{0,400})\)`?")
_CODE_NAME = re.compile(r"^`([A-Za-z_][\w.-]{1,60})`$")
_PLACEHOLDER = re.compile(r"\{([^{}/]{1,60})\}|:([A-Za-z_]\w{0,60})")


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
        elif not fenced and _UNDERLINE.match(line) and _may_be_heading(section.lines):
            above = section.lines.pop().strip()
            yield section
            section = _Section(above, number - 1)
        elif not fenced:
            section.lines.append(line[:_MAX_LINE])
    yield section


def _may_be_heading(lines: Sequence[str]) -> bool:
    """Tell whether the last line is a paragraph of its own, which a line below makes a heading."""
    alone = len(lines) < 2 or not lines[-2].strip()
    return bool(lines) and alone and bool(lines[-1].strip()) and not is_listed(lines[-1])


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
        properties.setdefault(key, schema_of("", part))
        required += [key] if "=" not in part and key not in required else []
    for row in listed(section.lines):
        key = clean_name(row.name)
        properties[key] = row.schema
        required += [key] if row.required and key not in required else []
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
    return clean_text("\n".join(line for line in lines if not is_listed(line)))
