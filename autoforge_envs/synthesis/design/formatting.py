"""Formatting emitted source as a project would: imports used and sorted, lines of 100."""

import ast
import subprocess
import textwrap
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor

from ruff import find_ruff_bin

from autoforge_envs.errors import DesignError
from autoforge_envs.parsing import parse

_WIDTH = 100
_QUOTES = '"""'
_LINE_LENGTH = f"--line-length={_WIDTH}"
_LINT = (
    "check", "--isolated", _LINE_LENGTH, "--select=D411,F401,I,RET505,UP", "--fix", "--quiet",
    "--target-version=py311",
)  # fmt: skip
_FORMAT = ("format", "--isolated", _LINE_LENGTH, "--quiet", "--target-version=py311")


Layout = Callable[[Mapping[str, str]], Mapping[str, str]]
"""Lays out files: takes and returns their sources by name."""


def format_files(files: Mapping[str, str]) -> dict[str, str]:
    """Format files, all at once; see `format_source`.

    Raises:
        DesignError: One is no Python.
    """
    with ThreadPoolExecutor() as pool:  # a process of its own lays out each
        return dict(zip(files, pool.map(format_source, files.values(), files), strict=True))


def format_source(source: str, name: str) -> str:
    """Drop imports that nothing uses, sort the rest, and lay the code out.

    Args:
        source: Python.
        name: Of the file it is for.

    Raises:
        DesignError: It is no Python.
    """
    return fit_docstrings(_run(_FORMAT, _run(_LINT, source, name), name))


class FormattingAhead:
    """Formats in the background what will be wanted soon: the newest source of each file."""

    def __init__(self) -> None:
        """Format nothing yet."""
        self._threads = ThreadPoolExecutor(3, thread_name_prefix="formatting")
        self._noted: Mapping[str, str] = {}
        self._begun: dict[str, tuple[str, Future[str]]] = {}

    def note(self, files: Mapping[str, str]) -> Mapping[str, str]:
        """Note files for `begin`, and return them as they are."""
        self._noted = files
        return files

    def begin(self) -> None:
        """Begin to format what was noted last; see `format_source`."""
        for name, source in self._noted.items():
            self._formatted(source, name)

    def finish(self, files: Mapping[str, str]) -> dict[str, str]:
        """Return what `format_source` makes of files.

        Raises:
            DesignError: One is no Python.
        """
        formatted = {name: self._formatted(source, name) for name, source in files.items()}
        return {name: each.result() for name, each in formatted.items()}

    def _formatted(self, source: str, name: str) -> Future[str]:
        begun, formatted = self._begun.get(name, ("", None))
        if formatted is not None and begun == source:
            return formatted
        if formatted is not None:
            formatted.cancel()  # nobody waits for an older one
        formatted = self._threads.submit(format_source, source, name)
        self._begun[name] = (source, formatted)
        return formatted


def fit_docstrings(source: str) -> str:
    """Break lines of docstrings that are too long: a first line after its first sentence.

    Raises:
        SyntaxError: It is no Python.
    """
    within = _docstring_lines(source)
    lines = enumerate(source.split("\n"), 1)
    return "\n".join(
        part
        for number, line in lines
        for part in (_broken(line) if number in within and len(line) > _WIDTH else [line])
    )


def _docstring_lines(source: str) -> frozenset[int]:
    """Return the numbers of the lines on which texts stand that are statements by themselves."""
    return frozenset(
        number
        for node in ast.walk(parse(source))
        if isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
        for number in range(node.lineno, (node.end_lineno or node.lineno) + 1)
    )


def _broken(line: str) -> list[str]:
    text = line.lstrip()
    indent = line[: len(line) - len(text)]
    if text.startswith(_QUOTES) and ". " in text:
        first, rest = text.split(". ", 1)
        body = rest.removesuffix(_QUOTES)
        closed = [f"{indent}{_QUOTES}"] if rest.endswith(_QUOTES) else []
        return [f"{indent}{first}.", "", *_wrapped(body, indent), *closed]
    return _wrapped(text, indent)


def _wrapped(text: str, indent: str) -> list[str]:
    return textwrap.wrap(
        text, _WIDTH, initial_indent=indent, subsequent_indent=indent, break_long_words=False
    )


def _run(arguments: tuple[str, ...], source: str, name: str) -> str:
    command = [find_ruff_bin(), *arguments, f"--stdin-filename={name}", "-"]
    done = subprocess.run(
        command, input=source, capture_output=True, check=False, text=True, encoding="utf-8"
    )
    if done.returncode:
        raise DesignError(f"{name}: ruff refuses it: {(done.stderr or done.stdout).strip()[:400]}")
    return done.stdout
