"""Parameters as Markdown lists them: rows of tables, items of lists, parts of signatures."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from autoforge_envs.synthesis.documents.cleaning import clean_text

_ITEM = re.compile(r"^\s*[-*+]\s+[`*]{0,2}([A-Za-z_][\w-]{0,60})[`*]{0,2}\s*(.*)$")
_LAST_PART = re.compile(r"\||\)\s*[:–—-]")
_CELL_END = re.compile(r"(?<!\\)\|")
_KINDS = {
    "string": "string", "str": "string", "text": "string", "date": "date", "datetime": "date-time",
    "date-time": "date-time", "timestamp": "date-time", "int": "integer", "integer": "integer",
    "number": "number", "float": "number", "decimal": "number", "bool": "boolean",
    "boolean": "boolean", "email": "email", "uuid": "uuid",
}  # fmt: skip
_FORMATS = ("date", "date-time", "email", "uuid")
_CHOICES = re.compile(r"(?:one of|either|values?:)\s*([^.;()\n]{1,400})", re.IGNORECASE)
_ENUM = re.compile(r"\benum\s*[(\[<]([^()\[\]<>]{1,400})[)\]>]", re.IGNORECASE)
_BETWEEN = re.compile(r"[,|/]|\bor\b|\band\b")
_NO = ("", "-", "–", "false", "n", "no", "optional", "✗")
_COLUMNS = {
    "type": "type", "format": "type", "schema": "type", "required": "required",
    "mandatory": "required", "optional": "optional", "description": "about", "meaning": "about",
    "notes": "about", "default": "default",
}  # fmt: skip
"""What the columns of a table tell, by their heads."""


@dataclass(frozen=True, slots=True)
class Row:
    """A parameter, as a document lists it.

    Attributes:
        name: As it stands there.
        kind: What is said of its type.
        about: What else is said of it.
        required: Whether it must be given.
    """

    name: str
    kind: str
    about: str
    required: bool

    @property
    def schema(self) -> dict[str, Any]:
        """A schema of what is said: the first word that is a type, the choices."""
        return schema_of(self.kind, self.about)


def listed(lines: Sequence[str]) -> Iterator[Row]:
    """Yield the parameters that lines list."""
    columns: list[str] = []
    for line, below in zip(lines, [*lines[1:], ""], strict=False):
        if not line.strip().startswith("|"):
            columns = []
            yield from _item(line)
        elif _is_rule(below.strip()):
            columns = [_COLUMNS.get(cell.lower(), "") for cell in _cells(line)]
        else:
            yield from _table_row(_cells(line), columns)


def is_listed(line: str) -> bool:
    """Tell whether a line is a row of a table, or an item that begins with a name."""
    return bool(_ITEM.match(line)) or line.lstrip().startswith("|")


def schema_of(kind: str, about: str) -> dict[str, Any]:
    """Make a schema of what is said of a parameter.

    Args:
        kind: What is said of its type; "" if that stands among the rest.
        about: The rest.
    """
    text = f"{kind} | {about}" if kind else about
    words = re.findall(r"[a-z-]+", text.lower())
    named = next((_KINDS[word] for word in words[:6] if word in _KINDS), "string")
    schema: dict[str, Any] = (
        {"type": "string", "format": named} if named in _FORMATS else {"type": named}
    )
    choices = _choices(kind, text)
    if len(choices) > 1:
        schema = {"type": "string", "enum": choices}
    description = clean_text(_LAST_PART.split(about)[-1].strip(" :–—-"))
    return {**schema, "description": description} if description else schema


def _choices(kind: str, text: str) -> list[str]:
    """Return the words that a value may be: "enum(a, b)", "a | b" for a type, "one of a, b"."""
    found = _ENUM.search(text) or _CHOICES.search(text)
    if found is None and "|" not in kind:
        return []
    said = kind if found is None else found[1]
    words = [word.strip(" `'\"*:") for word in _BETWEEN.split(said.replace("\\|", "|"))]
    words = [word for word in words if word]
    if len(words) == 1:
        words = words[0].split()
    is_types = all(word.lower() in {*_KINDS, "null", "none"} for word in words)
    return [] if is_types else list(dict.fromkeys(words))


def _item(line: str) -> Iterator[Row]:
    item = _ITEM.match(line)
    if item and re.match(r"^[(:`–—-]", item[2]):
        optional = re.search(r"\boptional\b", item[2], re.IGNORECASE)
        yield Row(item[1], "", item[2], not optional)


def _table_row(cells: Sequence[str], columns: Sequence[str]) -> Iterator[Row]:
    if _is_rule("|".join(cells)) or not re.fullmatch(r"[A-Za-z_][\w-]{0,60}", cells[0]):
        return
    told = dict(zip(columns, cells, strict=False))
    if not any(columns):
        told = {"about": " | ".join(cells[1:])}
    yield Row(cells[0], told.get("type", ""), told.get("about", ""), _is_required(told, cells))


def _is_required(told: Mapping[str, str], cells: Sequence[str]) -> bool:
    if "required" in told:
        return told["required"].lower() not in _NO
    if "optional" in told:
        return told["optional"].lower() in _NO[:-2]
    words = " | ".join([*cells, ""])
    return not re.search(r"\boptional\b|\|\s*no\s*\|", words, re.IGNORECASE)


def _cells(line: str) -> list[str]:
    return [cell.strip(" `*") for cell in _CELL_END.split(line.strip().strip("|"))]


def _is_rule(line: str) -> bool:
    """Tell whether a line is what stands below the heads of a table."""
    return "-" in line and {*line} <= {*"|-: "}
