"""A run is configured by one TOML file; what is wrong in it is named with its line.

    [environments.retail]   # a name of one's own
    id = "autoforge_envs:autoforge/retail-v0"
    [algorithm]
    preset = "erpo"         # where all choices start
    [loss]
    clip_high = 0.28        # and what differs from it

The sections are the fields of `Recipe` and of `Algorithm`, their keys the fields of the dataclasses
there.
"""

import difflib
import math
import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import partial
from pathlib import Path
from types import UnionType
from typing import Any, Literal, TypeVar, get_args, get_origin, get_type_hints

from autoforge_rl.algorithm import Algorithm, preset
from autoforge_rl.errors import ChoiceError, ConfigError
from autoforge_rl.lineup import EnvironmentChoices
from autoforge_rl.recipe import Recipe

Section = TypeVar("Section")

_PRESET_SECTION = "algorithm"
_NAMED = ("environments", "held_out")
"""Sections whose own sections are environments, by name."""


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
        lines = self.text.split("\n")
        begin = 1
        for end in range(1, len(lines) + 1):
            try:
                data = tomllib.loads("\n".join(lines[:end]))
            except (ValueError, RecursionError):
                continue
            if _holds(data, keys):
                return begin
            begin = end + 1
        return 1


def read_recipe(path: Path) -> Recipe:
    """Read a run from its TOML file.

    Raises:
        ConfigError: The file cannot be read or is no TOML, or a key or value is wrong.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path} cannot be read: {error}; name a TOML file") from error
    return parse_recipe(Source(str(path), text))


def parse_recipe(source: Source) -> Recipe:
    """Read a run from a TOML text; the file `read_recipe` opens.

    Raises:
        ConfigError: It is no TOML, or a key or value is wrong.
    """
    try:
        data = tomllib.loads(source.text)
    except (ValueError, RecursionError) as error:  # of numbers and of brackets without end, too
        raise ConfigError(f"{source.name} is no TOML: {error}") from error
    names = [field.name for field in fields(Recipe) if field.name != _PRESET_SECTION]
    parts = [field.name for field in fields(Algorithm)]
    for name, table in data.items():
        if name not in {_PRESET_SECTION, *names, *parts}:
            known = [_PRESET_SECTION, *names, *parts]
            raise source.error(_unknown(name, "section", known), name)
        _check_table(table, source, name)
    start = _read_preset(source, data.get(_PRESET_SECTION, {}))
    algorithm = replace(start, **_changed(start, data, parts, source))
    environments, held_out = (
        _read_environments(data.get(name, {}), source, name) for name in _NAMED
    )
    others = _changed(Recipe(), data, [name for name in names if name not in _NAMED], source)
    try:
        return Recipe(algorithm=algorithm, environments=environments, held_out=held_out, **others)
    except ChoiceError as error:
        raise source.error(str(error), *_first_named(str(error), data)) from error


def change_section(
    section: Section, table: Mapping[str, Any], source: Source, name: str
) -> Section:
    """Return a frozen dataclass with the values of one TOML table in place of its own.

    Args:
        section: What holds for the keys that the table lacks.
        table: Keys and values.
        source: Where the table is from.
        name: The section's name, parts joined by dots.

    Raises:
        ConfigError: There is no such key, or its value is of the wrong type or cannot be used.
    """
    if not is_dataclass(section) or isinstance(section, type):
        raise TypeError(f"a section must be a dataclass, got {section!r}")
    values = _read_values(type(section), table, source, name)
    return _built(lambda: replace(section, **values), table, source, name)


def _changed(
    whole: object, data: Mapping[str, Any], names: Iterable[str], source: Source
) -> dict[str, Any]:
    """Return those of a dataclass's sections that tables change, changed."""
    return {
        name: change_section(getattr(whole, name), data[name], source, name)
        for name in names
        if name in data
    }


def _first_named(message: str, data: Mapping[str, Any]) -> list[str]:
    """Return the first `section.key` of a message that a file sets, or its preset."""
    named = (each.split(".") for each in re.findall(r"\w+\.\w+", message))
    return next((keys for keys in named if _holds(data, keys)), [_PRESET_SECTION, "preset"])


def _read_environments(
    tables: Mapping[str, Any], source: Source, name: str
) -> dict[str, EnvironmentChoices]:
    found = {}
    for key, table in tables.items():
        _check_table(table, source, f"{name}.{key}")
        values = _read_values(EnvironmentChoices, table, source, f"{name}.{key}")
        found[key] = _built(partial(EnvironmentChoices, **values), table, source, f"{name}.{key}")
    return found


def _read_values(kind: type, table: Mapping[str, Any], source: Source, name: str) -> dict[str, Any]:
    """Return a table's values, every key and type checked."""
    types = get_type_hints(kind)
    place = name.split(".")
    for key, value in table.items():
        if key not in types:
            raise source.error(_unknown(f"{name}.{key}", "key", list(types)), *place, key)
        if not _fits(value, types[key]):
            wanted = _describe(types[key])
            raise source.error(f"{name}.{key} must be {wanted}, got {_shown(value)}", *place, key)
    return {key: tuple(each) if isinstance(each, list) else each for key, each in table.items()}


def _built(
    build: Callable[[], Section], table: Mapping[str, Any], source: Source, name: str
) -> Section:
    try:
        return build()
    except ChoiceError as error:
        culprits = [key for key in table if key in str(error)]
        raise source.error(f"{name}: {error}", *name.split("."), *culprits[:1]) from error


def _check_table(table: object, source: Source, name: str) -> None:
    if not isinstance(table, dict):
        place = name.split(".")
        raise source.error(f"{name} must be a section, got {table!r}; write [{name}]", *place)


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
    """Tell whether a TOML value is of an annotated type.

    Whole numbers are numbers too; nan and inf are none, nor is what 64 bits do not hold.
    """
    if isinstance(wanted, UnionType):
        return any(_fits(value, each) for each in get_args(wanted))
    if get_origin(wanted) is Literal:
        return isinstance(value, str) and value in get_args(wanted)
    if get_origin(wanted) is tuple:
        return isinstance(value, list) and all(_fits(each, get_args(wanted)[0]) for each in value)
    kind = {float: int | float, Mapping: dict}.get(get_origin(wanted) or wanted, wanted)
    if isinstance(value, float) and not math.isfinite(value):
        return False
    if isinstance(value, int) and abs(value) >= 2**63:
        return False
    return isinstance(value, kind) and (wanted is bool or not isinstance(value, bool))


def _shown(value: object) -> str:
    """Return a TOML value as text; a whole number may have more digits than Python writes."""
    try:
        return repr(value)
    except ValueError:
        return "a number with thousands of digits"


_DESCRIPTIONS = {
    float: "a finite number",
    int: "a whole number of at most 64 bits",
    bool: "true or false",
    str: "text",
}


def _describe(wanted: Any) -> str:
    if isinstance(wanted, UnionType):
        return " or ".join(_describe(each) for each in get_args(wanted) if each is not type(None))
    if get_origin(wanted) is Literal:
        return "one of " + ", ".join(map(repr, get_args(wanted)))
    if get_origin(wanted) is tuple:
        return f"a list, each {_describe(get_args(wanted)[0])}"
    if get_origin(wanted) is Mapping:
        return "a table"
    return _DESCRIPTIONS.get(wanted, str(wanted))
