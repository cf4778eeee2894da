"""JSON Schemas as documents write them, made plain: references resolved, known words only."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from autoforge_envs.synthesis.documents.cleaning import clean_name, clean_text, unique_names
from autoforge_envs.synthesis.documents.parsing import TextFile

SCHEMA_NAME = "x-schema"
"""Under this word a resolved schema says the name it was referred to by, in snake case."""

MAX_DEPTH = 6
MAX_PARTS = 4_000
"""Schemas within one schema when its references are written out."""
MAX_PROPERTIES = 100
MAX_CHOICES = 50
LARGEST = 10**9
"""Bounds beyond this say nothing."""
_MAX_HOPS = 20
_MAX_VALUE = 200

_TYPES = ("string", "integer", "number", "boolean", "object", "array", "null")
_NUMBERS = (
    "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "minLength", "maxLength",
    "minItems", "maxItems", "multipleOf",
)  # fmt: skip
_WORDS: Mapping[str, tuple[type, ...]] = {
    **dict.fromkeys(_NUMBERS, (int, float)),
    **dict.fromkeys(("format", "pattern"), (str,)),
    **dict.fromkeys(("default", "example", "const"), (str, int, float, bool)),
    **dict.fromkeys(("readOnly", "writeOnly", "deprecated"), (bool,)),
}
"""Words of a schema that are kept as they are, and what they may be."""

Schema = Mapping[str, Any]


@dataclass(slots=True)
class Schemas:
    """The schemas of one document."""

    file: TextFile
    root: Any
    _parts: int = field(default=0, init=False)

    def plain(self, schema: Any) -> dict[str, Any]:
        """Return a schema without references and with nothing but what is known here.

        What refers to itself, nests too deeply or has too many parts is cut off where it does: a
        schema that only tells its name and kind is left.

        Raises:
            DocumentError: A reference leads out of the file, or to nothing.
        """
        self._parts = 0
        return self._plain(schema, (), 0)

    def target(self, value: Any, places: Sequence[str] = ()) -> tuple[Any, str]:
        """Follow references; return what they lead to, and the last one ("" if there is none).

        Raises:
            DocumentError: A reference leads out of the file, in a circle, or to nothing.
        """
        reference = ""
        for _ in range(_MAX_HOPS):
            if not isinstance(value, Mapping) or not isinstance(value.get("$ref"), str):
                return value, reference
            reference = value["$ref"]
            value = self._resolve(reference)
        raise self.file.error(f"$ref {reference[:80]!r} leads in a circle; break it")

    def _resolve(self, reference: str) -> Any:
        if not reference.startswith("#"):
            raise self.file.error(
                f"$ref {reference[:80]!r} leads out of the file, and nothing is fetched; "
                "bundle the document into one file first"
            )
        value = self.root
        for part in reference.lstrip("#").strip("/").split("/"):
            name = unquote(part).replace("~1", "/").replace("~0", "~")
            if isinstance(value, Mapping) and name in value:
                value = value[name]
            elif isinstance(value, list) and name.isdigit() and int(name) < len(value):
                value = value[int(name)]
            else:
                raise self.file.error(f"$ref {reference[:80]!r} leads to nothing; mend it")
        return value

    def _plain(self, schema: Any, above: tuple[str, ...], depth: int) -> dict[str, Any]:
        self._parts += 1
        found, reference = self.target(schema)
        name = clean_name(reference.rsplit("/", 1)[-1]) if reference else ""
        named = {SCHEMA_NAME: name} if name else {}
        if not isinstance(found, Mapping):
            return named
        if reference in above or depth > MAX_DEPTH or self._parts > MAX_PARTS:
            return {**named, **_kind(found)}
        inside = (*above, reference) if reference else above
        local = {key: value for key, value in schema.items() if key == "description"}
        merged = {**self._merged(found, inside, depth), **named}
        text = clean_text(local.get("description")) or merged.get("description", "")
        return {**merged, "description": text} if text else merged

    def _merged(self, schema: Schema, above: tuple[str, ...], depth: int) -> dict[str, Any]:
        """Return a schema and what it is put together from (`allOf`) as one."""
        parts = [self._plain(part, above, depth + 1) for part in _listed(schema, "allOf")]
        merged: dict[str, Any] = {}
        for part in [*parts, self._own(schema, above, depth)]:
            joined = _joined(merged, part)
            merged = {**merged, **part, **joined}
        if len(parts) == 1 and not schema.get("properties"):
            return merged
        merged.pop(SCHEMA_NAME, None)
        return merged

    def _own(self, schema: Schema, above: tuple[str, ...], depth: int) -> dict[str, Any]:
        options = [
            self._plain(each, above, depth + 1)
            for word in ("oneOf", "anyOf")
            for each in _listed(schema, word)[:MAX_CHOICES]
        ]
        real = [each for each in options if each.get("type") != "null"]
        plain: dict[str, Any] = dict(real[0]) if real else {}
        plain |= _kind(schema) | dict(_values(schema))
        if len(real) < len(options) or schema.get("nullable") is True:
            plain["nullable"] = True
        if len(real) > 1:
            plain["anyOf"] = real
        return plain | self._inside(schema, above, depth)

    def _inside(self, schema: Schema, above: tuple[str, ...], depth: int) -> dict[str, Any]:
        inside: dict[str, Any] = {}
        properties = schema.get("properties")
        if isinstance(properties, Mapping):
            kept = list(properties.items())[:MAX_PROPERTIES]
            names = unique_names(clean_name(name) for name, _ in kept)
            by_name = {str(old): new for (old, _), new in zip(kept, names, strict=True)}
            inside["properties"] = {
                new: self._plain(value, above, depth + 1)
                for new, (_, value) in zip(names, kept, strict=True)
            }
            needed = [by_name[str(n)] for n in _listed(schema, "required") if str(n) in by_name]
            inside |= {"required": list(dict.fromkeys(needed))} if needed else {}
        elif required := [clean_name(n) for n in _listed(schema, "required")[:MAX_PROPERTIES]]:
            inside["required"] = required
        if "items" in schema:
            inside["items"] = self._plain(schema["items"], above, depth + 1)
        return inside


def object_of(properties: Mapping[str, Schema], required: Sequence[str]) -> dict[str, Any]:
    """Return the schema of an object with these properties, all of them plain already."""
    found: dict[str, Any] = {"type": "object", "properties": dict(properties)}
    return {**found, "required": list(required)} if required else found


def _joined(one: Schema, other: Schema) -> dict[str, Any]:
    """Return what two schemas of one object have together."""
    joined: dict[str, Any] = {}
    if "properties" in one or "properties" in other:
        joined["properties"] = {**one.get("properties", {}), **other.get("properties", {})}
    if "required" in one or "required" in other:
        both = [*one.get("required", []), *other.get("required", [])]
        joined["required"] = list(dict.fromkeys(both))
    return joined


def _listed(schema: Schema, word: str) -> list[Any]:
    value = schema.get(word)
    return value if isinstance(value, list) else []


def _kind(schema: Schema) -> dict[str, Any]:
    """Return the type of a schema: one word, with "nullable" beside it."""
    named = schema.get("type")
    several = named if isinstance(named, list) else [named]
    known = [each for each in several if each in _TYPES]
    real = [each for each in known if each != "null"]
    if not real and "properties" in schema:
        real = ["object"]
    if not real and "items" in schema:
        real = ["array"]
    kind: dict[str, Any] = {"type": (real or known)[0]} if real or known else {}
    return {**kind, "nullable": True} if real and "null" in known else kind


def _values(schema: Schema) -> Iterator[tuple[str, Any]]:
    for word, kinds in _WORDS.items():
        if isinstance(schema.get(word), kinds) and not _is_endless(word, schema[word]):
            yield word, _bounded(schema[word])
    choices = [_bounded(v) for v in _listed(schema, "enum") if isinstance(v, str | int | float)]
    if choices := [each for each in dict.fromkeys(choices) if each != ""]:
        yield "enum", choices[:MAX_CHOICES]
    if text := clean_text(schema.get("description")) or clean_text(schema.get("title")):
        yield "description", text


def _is_endless(word: str, value: Any) -> bool:
    """Tell whether something that ought to be a number is none that could be reached."""
    return word in _NUMBERS and (isinstance(value, bool) or not abs(value) <= LARGEST)


def _bounded(value: Any) -> Any:
    return clean_text(value, _MAX_VALUE) if isinstance(value, str) else value
