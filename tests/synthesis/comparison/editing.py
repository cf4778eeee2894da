"""Domains made of others by editing their text, and loaded."""

import ast
import builtins
import re
import shutil
from collections.abc import Callable
from pathlib import Path

from autoforge_envs import domain as authoring
from autoforge_envs.domain.domain import Domain
from autoforge_envs.domain.loading import load_domain

REPOSITORY = Path(__file__).parents[3]
BOOKSHOP = REPOSITORY / "tests" / "domains" / "bookshop_v0"
RETAIL = REPOSITORY / "generated" / "outdoor_v0"

Edit = Callable[[str], str]

_CODE = ("models.py", "tools.py", "rules.py")
_KEPT = {*authoring.__all__, *dir(authoring.State), *dir(builtins), "Model", "call", "state"}


def edited(folder: Path, source: Path = BOOKSHOP, /, **edits: Edit) -> Domain:
    """Copy a domain without its tasks, edit files by name (`rules=...`), load it."""
    shutil.copytree(source, folder, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "tasks.jsonl").write_text("")
    for name, edit in edits.items():
        path = folder / f"{name}.py"
        before = path.read_text(encoding="utf-8")
        after = edit(before)
        assert after != before, f"nothing was edited in {name}.py"
        path.write_text(after, encoding="utf-8")
    return load_domain(folder, sealed=False)


def replacing(old: str, new: str) -> Edit:
    """Replace one text, everywhere."""
    return lambda text: text.replace(old, new)


def renamed(folder: Path, source: Path = BOOKSHOP) -> Domain:
    """Copy a domain with every name of its own replaced by another."""
    names = sorted({name for file in _CODE for name in _own_names(source / file)})
    others = {name: _other_name(name, number) for number, name in enumerate(names)}
    pattern = re.compile(rf"\b({'|'.join(names)})\b")

    def rename(text: str) -> str:
        return pattern.sub(lambda found: others[found[1]], text)

    return edited(folder, source, models=rename, tools=rename, rules=rename)


def _own_names(path: Path) -> set[str]:
    """Collect what a file defines: classes, functions, parameters, columns, constants, choices."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ClassDef | ast.FunctionDef):
            found.add(node.name)
        elif isinstance(node, ast.arg):
            found.add(node.arg)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.add(node.id)
        elif isinstance(node, ast.Constant) and str(node.value).isidentifier():
            found.add(str(node.value))
    return {name for name in found if name not in _KEPT and not name.startswith("_")} - {
        "agent", "tools", "user"
    }  # fmt: skip


def _other_name(name: str, number: int) -> str:
    prefix = "Z" if name[0].isupper() else "z"
    return f"{prefix}{number * 7919 % 1009}_{number}"
