"""From bytes to plain data: JSON or YAML, with limits, and with the line of whatever is wrong.

YAML is read as YAML 1.2 does (a date stays text, "no" stays text), from the parser's events, so
that depth, aliases and repeated keys are seen before anything is built.
"""

import errno
import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from autoforge_envs.errors import DocumentError
from autoforge_envs.files import read_regular

MAX_BYTES = 16 * 2**20
MAX_DEPTH = 100
"""Deepest nesting of lists and mappings."""
MAX_NODES = 2_000_000
"""Values that a document may have when every alias is written out."""

_INTEGER = re.compile(r"[-+]?[0-9]{1,400}")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_WORDS = {"true": True, "false": False, "null": None, "~": None, "": None}
_TEXT_TAG = "tag:yaml.org,2002:str"

Location = tuple[str | int, ...]
"""The way to a value: ("paths", "/tickets", "post")."""


@dataclass(frozen=True, slots=True)
class TextFile:
    """A file of text.

    Attributes:
        name: What errors call it.
        digest: SHA-256 of its bytes.
    """

    name: str
    text: str = field(repr=False)
    digest: str

    def error(self, message: str, line: int = 0) -> DocumentError:
        """Return an error that names the file, and the line if there is one."""
        where = f"{self.name}, line {line}" if line else self.name
        return DocumentError(f"{where}: {message}")

    def error_at(self, location: Location, message: str) -> DocumentError:
        """Return an error about the value at a location, with its line."""
        return self.error(message, _line_of(self.text, location))


def read_text(path: Path) -> TextFile:
    """Read a file of text.

    Raises:
        DocumentError: It is not there, no regular file, too large, or not UTF-8.
    """
    name = path.name
    try:
        content = read_regular(path, MAX_BYTES)
    except OSError as error:
        advice = "cut it into several" if error.errno == errno.EFBIG else "give a file"
        raise DocumentError(f"{path} cannot be read: {error.strerror}; {advice}") from error
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise DocumentError(f"{name}, line {line}: this is not UTF-8; save it as UTF-8") from error
    return TextFile(name, text, hashlib.sha256(content).hexdigest())


def parse(file: TextFile) -> Any:
    """Return the data of JSON or YAML.

    Raises:
        DocumentError: It is neither, or too deep, or too large when aliases are written out.
    """
    if file.text.lstrip()[:1] in ("{", "["):
        return _parse_json(file)
    try:
        return _Builder(file).build()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 0
        raise file.error(f"{error.problem or error.context}; mend the YAML", line) from error
    except yaml.YAMLError as error:
        raise file.error(f"{' '.join(str(error).split())[:200]}; mend the YAML") from error


def _parse_json(file: TextFile) -> Any:
    try:
        data = json.loads(file.text)
    except json.JSONDecodeError as error:
        raise file.error(f"{error.msg}; mend the JSON", error.lineno) from error
    except RecursionError as error:
        raise file.error(f"it nests deeper than {MAX_DEPTH} levels; flatten it") from error
    except ValueError as error:  # a whole number of thousands of digits
        raise file.error(f"{error}; mend the JSON") from error
    _check_depth(file, data)
    return data


def _check_depth(file: TextFile, data: Any) -> None:
    level = [data]
    for _ in range(MAX_DEPTH):
        level = [child for value in level for child in _children(value)]
        if not level:
            return
    raise file.error(f"it nests deeper than {MAX_DEPTH} levels; flatten it")


def _children(value: Any) -> Sequence[Any]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else ()


@dataclass(slots=True)
class _Open:
    """A list or mapping whose end has not come yet.

    Attributes:
        merged: What a mapping takes over from others ("<<").
    """

    value: Any
    anchor: str | None
    size: int = 1
    key: str | None = None
    merged: dict[str, Any] = field(default_factory=dict)

    def take(self, value: Any, size: int) -> bool:
        """Add a value, or the key of the next one; False if the mapping has that key already."""
        self.size += size
        if isinstance(self.value, list):
            self.value.append(value)
        elif self.key is None:
            self.key = value if isinstance(value, str) else json.dumps(value)
            return self.key not in self.value
        else:
            self._set(self.key, value)
            self.key = None
        return True

    def _set(self, key: str, value: Any) -> None:
        others = value if isinstance(value, list) else [value]
        if key == "<<" and all(isinstance(other, dict) for other in others):
            for other in reversed(others):
                self.merged |= other
        else:
            self.value[key] = value

    def closed(self) -> Any:
        """Return it at its end."""
        return {**self.merged, **self.value} if self.merged else self.value


class _Builder:
    """Builds plain data from YAML's events."""

    def __init__(self, file: TextFile) -> None:
        self._file = file
        self._stack: list[_Open] = [_Open([], None)]
        self._anchors: dict[str, tuple[Any, int]] = {}

    def build(self) -> Any:
        """Return the data of the only document."""
        for event in yaml.parse(self._file.text, Loader=_EVENTS):
            line = event.start_mark.line + 1 if event.start_mark else 0
            if isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
                value: Any = {} if isinstance(event, yaml.MappingStartEvent) else []
                self._open(_Open(value, event.anchor), line)
            elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
                done = self._stack.pop()
                self._place(done.closed(), done.size, done.anchor, line)
            elif isinstance(event, yaml.ScalarEvent):
                self._place(_scalar(event), 1, event.anchor, line)
            elif isinstance(event, yaml.AliasEvent):
                self._place(*self._aliased(event, line), None, line)
        documents = self._stack[0].value
        if len(documents) != 1:
            raise self._file.error(f"it holds {len(documents)} YAML documents; give exactly one")
        return documents[0]

    def _open(self, opened: _Open, line: int) -> None:
        if len(self._stack) > MAX_DEPTH:
            raise self._file.error(f"it nests deeper than {MAX_DEPTH} levels; flatten it", line)
        self._stack.append(opened)

    def _aliased(self, event: yaml.AliasEvent, line: int) -> tuple[Any, int]:
        if event.anchor not in self._anchors:
            raise self._file.error(
                f"*{event.anchor} stands for nothing complete; write it out", line
            )
        return self._anchors[event.anchor]

    def _place(self, value: Any, size: int, anchor: str | None, line: int) -> None:
        parent = self._stack[-1]
        is_key = isinstance(parent.value, dict) and parent.key is None
        if is_key and isinstance(value, dict | list):
            raise self._file.error("a key must be text, not a list or mapping; mend it", line)
        if not parent.take(value, size):
            raise self._file.error(f"{(parent.key or '')[:60]!r} is here twice; remove one", line)
        if parent.size > MAX_NODES:
            raise self._file.error(
                f"with aliases written out it has over {MAX_NODES:,} values; write them out less",
                line,
            )
        if anchor:
            self._anchors[anchor] = (value, size)


_EVENTS: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _scalar(event: yaml.ScalarEvent) -> Any:
    text = str(event.value)
    if not event.implicit[0] or event.tag == _TEXT_TAG:
        return text
    if text.lower() in _WORDS and text in (text.lower(), text.capitalize(), text.upper()):
        return _WORDS[text.lower()]
    if _INTEGER.fullmatch(text):
        return int(text)
    return float(text) if _FLOAT.fullmatch(text) else text


def _line_of(text: str, location: Location) -> int:
    """Return the line of the value at a location, or of the last part of the way that is there."""
    try:
        root = yaml.compose(text, Loader=_EVENTS)
    except (yaml.YAMLError, RecursionError):
        return 0
    line = 0
    for node, part in zip(_nodes(root, location), (None, *location), strict=False):
        if part is not None:
            line = node.start_mark.line + 1
    return line


def _nodes(node: Any, location: Location) -> Iterator[Any]:
    """Yield the nodes on the way; of a mapping the key's, whose line is the better one."""
    yield node
    for part in location:
        if isinstance(node, yaml.MappingNode):
            found = next(((k, v) for k, v in node.value if k.value == str(part)), None)
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int):
            found = (node.value[part],) * 2 if part < len(node.value) else None
        else:
            found = None
        if found is None:
            return
        yield found[0]
        node = found[1]
