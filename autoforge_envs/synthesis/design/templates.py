"""Templates of source code: Jinja with marks that Python does not use, cut into named sections.

`«name»` stands for a value, a line that starts with `%%` for a statement of Jinja, and a line
`=== kind title` opens a section.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, StrictUndefined, Template, TemplateError

from autoforge_envs.domain.values import format_money
from autoforge_envs.errors import DesignError

_MARK = re.compile(r"^=== (\w+)(?:[ ]+(.*?))?[ ]*$", re.MULTILINE)

KINDS = (
    "choices", "tables", "columns", "views", "constants", "tools", "shared", "limits", "rules",
    "phrases",
)  # fmt: skip
"""Sections there are, in the order in which they come to stand; "columns" names its class."""

PARTS = ("tables", "lookups", "tools", "shared", "rules", "phrases")
"""Files that the template of an archetype is cut into: "lookups" only read, "tools" may write."""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a template, rendered.

    Attributes:
        kind: One of `KINDS`.
        title: What stands above it in the source; for "columns" the class.
        text: The source, without blank lines around it.
    """

    kind: str
    title: str
    text: str


def render(path: Path, values: Mapping[str, Any]) -> list[Section]:
    """Render a template.

    Args:
        path: A file, or a folder with a file for each of `PARTS`.
        values: What its names stand for.

    Raises:
        DesignError: The template is wrong, or uses a name that has no value.
    """
    files = [path / f"{part}.jinja" for part in PARTS] if path.is_dir() else [path]
    return [section for file in files for section in _render_file(file, values)]


def _render_file(path: Path, values: Mapping[str, Any]) -> list[Section]:
    name = f"{path.parent.name}/{path.name}"
    try:
        text = _template(path).render(values)
    except TemplateError as error:
        line = getattr(error, "lineno", None)
        where = f", line {line}" if line else ""
        raise DesignError(f"{name}{where}: {error}; mend the template") from error
    return _sections(name, text)


@cache
def _template(path: Path) -> Template:
    return _ENVIRONMENT.from_string(path.read_text(encoding="utf-8"))


def _among(values: Sequence[str]) -> str:
    """Write the test that something is one of a few words."""
    quoted = ", ".join(f'"{value}"' for value in values)
    return f"== {quoted}" if len(values) == 1 else f"in ({quoted})"


def _spoken(values: Sequence[str]) -> str:
    """Say a few words one after the other: "open or late"."""
    return " or ".join(value.replace("_", " ") for value in values)


def _quoted(values: Sequence[str]) -> str:
    """Write words as a `Literal` lists them."""
    return ", ".join(f'"{value}"' for value in values)


def _counted(count: int, one: str, more: str = "") -> str:
    """Count things: "1 key", "2 keys"; "1 copy is", "2 copies are"."""
    return f"{count} {one if count == 1 else more or f'{one}s'}"


def _days(count: int) -> str:
    return "1 day" if count == 1 else f"{count} days"


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{count} times")


def _sections(name: str, text: str) -> list[Section]:
    parts = _MARK.split(text)
    if parts[0].strip():
        raise DesignError(f"{name}: it begins with {parts[0].strip()[:40]!r}; open a section first")
    sections = []
    for kind, title, body in zip(parts[1::3], parts[2::3], parts[3::3], strict=True):
        if kind not in KINDS:
            raise DesignError(f"{name}: no section {kind!r}; there are {', '.join(KINDS)}")
        if body.strip():
            sections.append(Section(kind, title or "", body.strip("\n").rstrip()))
    return sections


_ENVIRONMENT = Environment(
    variable_start_string="«",
    variable_end_string="»",
    block_start_string="<%",
    block_end_string="%>",
    comment_start_string="<#",
    comment_end_string="#>",
    line_statement_prefix="%%",
    undefined=StrictUndefined,
    trim_blocks=True,
    keep_trailing_newline=True,
    autoescape=False,
)
_ENVIRONMENT.filters |= {
    "among": _among,
    "counted": _counted,
    "days": _days,
    "money": format_money,
    "quoted": _quoted,
    "spoken": _spoken,
    "times": _times,
}
