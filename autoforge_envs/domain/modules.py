"""The Python files of a domain as modules, which `sys.modules` holds while something uses them."""

import ast
import sys
import threading
import traceback
import weakref
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from autoforge_envs.errors import DomainError
from autoforge_envs.parsing import parse

_PARENT = "_autoforge_domains"
"""Domains become packages below this name, so that `from .models import Order` works in them."""


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Code:
    """What the three files define; with the last reference to it the modules go.

    Attributes:
        models: Tables and views.
        tools: Tools.
        rules: Rules.
        models_source: The file that declares the tables and views.
        origin: What the tables and views were taken over from, if they were.
    """

    models: ModuleType
    tools: ModuleType
    rules: ModuleType
    models_source: bytes
    origin: "Code | None" = None


_LOADED: "weakref.WeakValueDictionary[str, Code]" = weakref.WeakValueDictionary()
_LOADING = threading.RLock()


def load_code(folder: Path, name: str, content_hash: str, twin: Code | None = None) -> Code:
    """Run the Python files of a domain folder, unless files of the same content are loaded.

    The source is compiled each time: a `__pycache__` may be older than the hash. The package finds
    no further files, since no hash covers them.

    Args:
        folder: The domain folder.
        name: The domain's name.
        content_hash: Hash over the files; the package is called by it.
        twin: Code whose tables and views are taken over if its models.py is the same.

    Raises:
        DomainError: A file is wrong; the message says where and what to do.
    """
    package = f"{_PARENT}.{name}_{content_hash[:16]}"
    with _LOADING:
        code = _LOADED.get(package)
        if code is None:
            code = _LOADED[package] = _run_files(folder, package, twin)
    return code


def _run_files(folder: Path, package: str, twin: Code | None) -> Code:
    sources = {name: _read(folder / f"{name}.py") for name in ("models", "tools", "rules")}
    if twin is not None and twin.models_source != sources["models"]:
        twin = None
    parent = ModuleType(package)
    parent.__path__ = []
    modules = {package: parent}
    sys.modules[package] = parent
    try:
        for name, source in sources.items():
            full_name = f"{package}.{name}"
            if name == "models" and twin is not None:
                modules[full_name] = sys.modules[full_name] = twin.models
            else:
                modules[full_name] = sys.modules[full_name] = ModuleType(full_name)
                _run_file(folder / f"{name}.py", source, modules[full_name])
    except BaseException:
        _forget(modules)
        raise
    models, tools, rules = list(modules.values())[1:]
    code = Code(models, tools, rules, sources["models"], twin and (twin.origin or twin))
    weakref.finalize(code, _forget, modules).atexit = False
    return code


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise DomainError(_say_failure(error, path)) from error


def _run_file(path: Path, source: bytes, module: ModuleType) -> None:
    module.__file__ = str(path)
    module.__package__ = module.__name__.rpartition(".")[0]
    try:
        tree = parse(source, str(path))
        _check_definitions(tree, path)
        exec(compile(tree, str(path), "exec", dont_inherit=True), vars(module))
    except (Exception, SystemExit) as error:
        raise DomainError(_say_failure(error, path)) from error


def _forget(modules: Mapping[str, ModuleType]) -> None:
    """Take modules out of the table, unless others have their names by now."""
    for name, module in modules.items():
        if sys.modules.get(name) is module:
            del sys.modules[name]


def _check_definitions(tree: ast.Module, path: Path) -> None:
    """Refuse a second definition of a name, which would silently take the first one's place."""
    lines: dict[str, int] = {}
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            if node.name in lines:
                raise DomainError(
                    f"{path}, line {node.lineno}: a second {node.name}, the first is on "
                    f"line {lines[node.name]}; rename one"
                )
            lines[node.name] = node.lineno


def _say_failure(error: BaseException, path: Path) -> str:
    """Say where importing failed: on the last line of the folder's own code it passed through."""
    if isinstance(error, SyntaxError) and error.filename:
        return f"{error.filename}, line {error.lineno}: {error.msg}; mend the line"
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if Path(frame.filename).parent == path.parent]
    where = f"{own[-1].filename}, line {own[-1].lineno}" if own else str(path)
    if isinstance(error, DomainError):  # says itself what to do
        return f"{where}: {error}" if own else str(error)
    return f"{where}: importing it failed, {type(error).__name__}: {error}; mend the line"
