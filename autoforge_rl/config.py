"""A run is configured by one TOML file; what is wrong in it is named with its line.

    [algorithm]
    preset = "erpo"         # where all choices start
    [loss]
    clip_high = 0.28        # and what differs from it

The sections are the fields of `Algorithm`, their keys the fields of the dataclasses there.
"""

import difflib
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from pathlib import Path
from types import UnionType
from typing import Any, Literal, TypeVar, get_args, get_origin, get_type_hints

from autoforge_rl.algorithm import Algorithm, preset
from autoforge_rl.errors import ChoiceError, ConfigError

Section = TypeVar("Section")

_PRESET_SECTION = "algorithm"


@dataclass(frozen=True, slots=True)
class Source:
    """A TOML file's text, to tell where in it something stands.

    Attributes:
        name: What errors call it.
        text: All of it.
    """

    name: str
    text: str

    def error(self, message: str, *keys: str) -> ConfigError:
        """Return an error about a key, with the line on which its statement begins."""
        return ConfigError(f"{self.name}, line {self.line_of(*keys)}: {message}")

    def line_of(self, *keys: str) -> int:
        """Return the line of the statement that defines a key.

        That is the statement at whose end the text up to there first parses and holds the key:
        TOML's own grammar decides, whatever stands in strings, arrays or comments.
        """
        lines = self.text.splitlines()
        begin = 1
        for end in range(1, len(lines) + 1):
            try:
                data = tomllib.loads("\n".join(lines[:end]))
            except tomllib.TOMLDecodeError:
                continue
            if _holds(data, keys):
                return begin
            begin = end + 1
        return 1


def read_algorithm(path: Path) -> Algorithm:
    """Read a run's algorithm from its TOML file.

    Raises:
        ConfigError: The file cannot be read or is no TOML, or a key or value is wrong.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path} cannot be read: {error}; name a TOML file") from error
    return parse_algorithm(Source(str(path), text))


def parse_algorithm(source: Source) -> Algorithm:
    """Read an algorithm from a TOML text; the file `read_algorithm` opens.

    Raises:
        ConfigError: It is no TOML, or a key or value is wrong.
    """
    try:
        data = tomllib.loads(source.text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{source.name} is no TOML: {error}") from error
    sections = [field.name for field in fields(Algorithm)]
    for name, table in data.items():
        if name != _PRESET_SECTION and name not in sections:
            raise source.error(_unknown(name, "section", [_PRESET_SECTION, *sections]), name)
        if not isinstance(table, dict):
            raise source.error(f"{name} must be a section, got {table!r}; write [{name}]", name)
    start = _read_preset(source, data.get(_PRESET_SECTION, {}))
    changed = {
        name: change_section(getattr(start, name), data[name], source, name)
        for name in sections
        if name in data
    }
    return replace(start, **changed)


def change_section(
    section: Section, table: Mapping[str, Any], source: Source, name: str
) -> Section:
    """Return a frozen dataclass with the values of one TOML table in place of its own.

    Args:
        section: What holds for the keys that the table lacks.
        table: Keys and values.
        source: Where the table is from.
        name: The section's name.

    Raises:
        ConfigError: There is no such key, or its value is of the wrong type or cannot be used.
    """
    if not is_dataclass(section) or isinstance(section, type):
        raise TypeError(f"a section must be a dataclass, got {section!r}")
    types = get_type_hints(type(section))
    for key, value in table.items():
        if key not in types:
            raise source.error(_unknown(f"{name}.{key}", "key", list(types)), name, key)
        if not _fits(value, types[key]):
            wanted = _describe(types[key])
            raise source.error(f"{name}.{key} must be {wanted}, got {value!r}", name, key)
    try:
        return replace(section, **table)
    except ChoiceError as error:
        culprits = [key for key in table if key in str(error)]
        raise source.error(f"{name}: {error}", name, *culprits[:1]) from error


def _read_preset(source: Source, table: Mapping[str, Any]) -> Algorithm:
    for key in table:
        if key != "preset":
            message = _unknown(f"{_PRESET_SECTION}.{key}", "key", ["preset"])
            raise source.error(message, _PRESET_SECTION, key)
    try:
        return preset(table.get("preset", "erpo"))
    except (ChoiceError, TypeError) as error:
        raise source.error(str(error), _PRESET_SECTION, "preset") from error


def _holds(data: object, keys: Iterable[str]) -> bool:
    for key in keys:
        if not isinstance(data, dict) or key not in data:
            return False
        data = data[key]
    return True


def _unknown(name: str, kind: str, known: list[str]) -> str:
    near = difflib.get_close_matches(name.rpartition(".")[2], known, n=1)
    meant = f"; did you mean {near[0]!r}?" if near else f"; there are {', '.join(known)}"
    return f"there is no {kind} {name!r}{meant}"


def _fits(value: object, wanted: Any) -> bool:
    """Tell whether a TOML value is of an annotated type; whole numbers are numbers too."""
    if isinstance(wanted, UnionType):
        return any(_fits(value, each) for each in get_args(wanted))
    if get_origin(wanted) is Literal:
        return isinstance(value, str) and value in get_args(wanted)
    if wanted is float:
        return isinstance(value, int | float) and not isinstance(value, bool)
    if wanted is int:
        return isinstance(value, int) and not isinstance(value, bool)
    return isinstance(wanted, type) and isinstance(value, wanted)


_DESCRIPTIONS = {float: "a number", int: "a whole number", bool: "true or false", str: "text"}


def _describe(wanted: Any) -> str:
    if isinstance(wanted, UnionType):
        return " or ".join(_describe(each) for each in get_args(wanted) if each is not type(None))
    if get_origin(wanted) is Literal:
        return "one of " + ", ".join(map(repr, get_args(wanted)))
    return _DESCRIPTIONS.get(wanted, str(wanted))
