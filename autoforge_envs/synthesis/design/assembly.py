"""Putting rendered sections together: models.py, tools.py and rules.py of one business."""

import ast
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from autoforge_envs import domain
from autoforge_envs.domain.contents import CODE_FILES
from autoforge_envs.errors import DesignError
from autoforge_envs.parsing import parse
from autoforge_envs.synthesis.design.formatting import Layout, format_files
from autoforge_envs.synthesis.design.source import read_definitions
from autoforge_envs.synthesis.design.templates import Section

_DOMAIN = f"from autoforge_envs.domain import {', '.join(domain.__all__)}"
_MODEL_IMPORTS = f"""from dataclasses import dataclass
from typing import Literal

from sqlalchemy.orm import DeclarativeBase, Mapped

{_DOMAIN}"""


@dataclass(frozen=True, slots=True)
class Piece:
    """A definition of some source: a class, a function or an assignment."""

    name: str
    text: str
    uses: frozenset[str]


@dataclass(frozen=True, slots=True)
class Sources:
    """The code of a business."""

    models: str
    tools: str
    rules: str


@lru_cache(maxsize=1024)
def pieces(text: str, where: str) -> tuple[Piece, ...]:
    """Cut source into its definitions; what stands between two belongs to the second.

    Raises:
        DesignError: It is no Python, or holds something else.
    """
    try:
        body = parse(text).body
    except SyntaxError as error:
        line = text.splitlines()[(error.lineno or 1) - 1].strip()
        raise DesignError(f"{where}, {line!r}: {error.msg}; mend the template") from error
    lines, start = text.splitlines(), 0
    found: list[Piece] = []
    for at, node in enumerate(body):
        docstring = at + 1 < len(body) and _is_text(body[at + 1])
        end = (body[at + 1] if docstring else node).end_lineno or 0
        if _is_text(node):
            continue
        chunk = "\n".join(lines[start:end]).strip("\n")
        found.append(Piece(_name(node, where), chunk, _uses(node)))
        start = end
    return tuple(found)


def _is_text(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _name(node: ast.stmt, where: str) -> str:
    if isinstance(node, ast.ClassDef | ast.FunctionDef):
        return node.name
    if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
        return node.targets[0].id
    if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
        return node.target.id
    raise DesignError(f"{where}: only definitions stand at the top, not {ast.unparse(node)[:60]!r}")


def _uses(node: ast.stmt) -> frozenset[str]:
    names = {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}
    return frozenset(names)


def table_pieces(sections: Sequence[Section]) -> list[Piece]:
    """Return the table classes, with the columns that other blocks add, parents first."""
    tables = _unique(piece for s in sections if s.kind == "tables" for piece in _cut(s))
    extra: dict[str, list[str]] = {}
    for section in sections:
        if section.kind == "columns":
            extra.setdefault(section.title, []).append(section.text)
    unknown = sorted(extra.keys() - {piece.name for piece in tables})
    if unknown:
        raise DesignError(f"columns for {unknown[0]}, which no block declares")
    return _parents_first([_extended(piece, extra.get(piece.name, [])) for piece in tables])


def _extended(piece: Piece, columns: Sequence[str]) -> Piece:
    if not columns:
        return piece
    indented = [f"    {line.strip()}" for text in columns for line in text.splitlines()]
    return pieces("\n".join([piece.text, *indented]), piece.name)[0]


def _parents_first(tables: list[Piece]) -> list[Piece]:
    names = {piece.name for piece in tables}
    placed: list[Piece] = []
    waiting = list(tables)
    while waiting:
        known = {piece.name for piece in placed}
        ready = next((p for p in waiting if p.uses & names - {p.name} <= known), None)
        if ready is None:
            raise DesignError(f"tables refer to each other in a circle: {waiting[0].name}")
        waiting.remove(ready)
        placed.append(ready)
    return placed


def table_source(sections: Sequence[Section]) -> str:
    """Return the source of all table classes."""
    return "\n\n\n".join(piece.text for piece in table_pieces(sections))


def _cut(section: Section) -> tuple[Piece, ...]:
    return pieces(section.text, f"section {section.kind} {section.title}".strip())


def _unique(found: Iterable[Piece]) -> list[Piece]:
    """Keep the first of equal definitions, which several blocks may bring."""
    kept: dict[str, Piece] = {}
    for piece in found:
        if kept.setdefault(piece.name, piece).text != piece.text:
            raise DesignError(f"two blocks define {piece.name} differently; rename one")
    return list(kept.values())


def has_clash(sections: Iterable[Section]) -> bool:
    """Tell whether two blocks define the same name differently."""
    kept: dict[str, str] = {}
    found = (p for s in sections if s.kind not in ("columns", "phrases") for p in _cut(s))
    return any(kept.setdefault(piece.name, piece.text) != piece.text for piece in found)


def _needed(candidates: Sequence[Piece], users: Iterable[Piece]) -> list[Piece]:
    """Drop definitions that nothing uses, directly or through others of them."""
    by_name = {piece.name: piece for piece in candidates}
    wanted = {name for piece in users for name in piece.uses}
    done: set[str] = set()
    while todo := sorted((wanted & by_name.keys()) - done):
        for name in todo:
            wanted |= by_name[name].uses
            done.add(name)
    return [piece for piece in candidates if piece.name in done]


def assemble(title: str, sections: Sequence[Section], layout: Layout = format_files) -> Sources:
    """Write the three files of a business.

    Args:
        title: Of the business.
        sections: What its blocks render to, in order.
        layout: Lays the files out.

    Raises:
        DesignError: Two blocks contradict each other, or a template makes no Python.
    """
    tables = table_pieces(sections)
    by_kind = {
        kind: _unique(piece for s in sections if s.kind == kind for piece in _cut(s))
        for kind in ("choices", "views", "constants", "tools", "shared", "limits", "rules")
    }
    rules = by_kind["rules"]
    rule_parts = _needed(by_kind["limits"], rules)
    tool_users = [*by_kind["tools"], *rules, *rule_parts]
    shared = _needed(by_kind["shared"], tool_users)
    constants = _needed(by_kind["constants"], [*tool_users, *shared])
    users = [*tool_users, *shared, *constants, *tables]
    views = _needed(by_kind["views"], users)
    choices = _needed(by_kind["choices"], [*users, *views])
    models = _models(title, choices, tables, views)
    tools = _tools(title, models, constants, sections, shared)
    policy = _rules(title, models, tools, rule_parts, sections)
    files = layout(dict(zip(CODE_FILES, (models, tools, policy), strict=True)))
    return Sources(*(files[name] for name in CODE_FILES))


def _models(
    title: str, choices: Sequence[Piece], tables: Sequence[Piece], views: Sequence[Piece]
) -> str:
    base = 'class Model(SemanticModel, DeclarativeBase):\n    """Base of the tables."""'
    parts = [f'"""Tables and views of {title}."""', _MODEL_IMPORTS]
    parts += [*_texts(choices, "\n"), base, *_texts(tables)]
    if views:
        parts += ["# --- what tools show instead of whole rows", *_texts(views)]
    return "\n\n".join(parts)


def _tools(
    title: str,
    models: str,
    constants: Sequence[Piece],
    sections: Sequence[Section],
    shared: Sequence[Piece],
) -> str:
    own = ", ".join(read_definitions(models, "models.py"))
    parts = [f'"""What the people who answer for {title} can do."""']
    parts += [f"{_DOMAIN}\nfrom .models import {own}", *_texts(constants, "\n")]
    parts += _titled(sections, "tools")
    if shared:
        parts += [_heading("what the tools share"), *_texts(shared)]
    return "\n\n".join(parts)


def _rules(
    title: str, models: str, tools: str, limits: Sequence[Piece], sections: Sequence[Section]
) -> str:
    own = ", ".join(read_definitions(models, "models.py"))
    shared = ", ".join(read_definitions(tools, "tools.py"))
    names = [piece for piece in limits if not piece.text.lstrip().startswith(("def ", "@"))]
    functions = [piece for piece in limits if piece not in names]
    parts = [
        f'"""The policy of {title}, executable: each docstring is a sentence of the document."""',
        f"from collections.abc import Callable\n\n{_DOMAIN}\nfrom .models import {own}\n"
        f"from .tools import {shared}",
        *_texts(names, "\n"),
        *_titled(sections, "rules"),
    ]
    if functions:
        parts += [_heading("what the rules share"), *_texts(functions)]
    return "\n\n".join(parts)


def _texts(found: Sequence[Piece], between: str = "\n\n\n") -> list[str]:
    return [between.join(piece.text for piece in found)] if found else []


def _titled(sections: Sequence[Section], kind: str) -> list[str]:
    """Return the sections of a kind under their titles, sections of one title together."""
    titles = list(dict.fromkeys(s.title for s in sections if s.kind == kind))
    parts = []
    for title in titles:
        texts = [s.text for s in sections if s.kind == kind and s.title == title]
        parts += [_heading(title), *texts] if title else texts
    return parts


def _heading(title: str) -> str:
    return f"# --- {title} {'-' * (92 - len(title))}"
