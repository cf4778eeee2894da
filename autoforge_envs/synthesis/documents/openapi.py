"""Reading OpenAPI 3.0 and 3.1; openapi-pydantic checks the structure, the rest is walked here."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from openapi_pydantic import parse_obj
from pydantic import ValidationError

from autoforge_envs.synthesis.documents.cleaning import (
    clean_name,
    clean_title,
    texts,
    unique_names,
)
from autoforge_envs.synthesis.documents.limits import check_count
from autoforge_envs.synthesis.documents.neutral_form import Effect, ToolDocument, ToolDocuments
from autoforge_envs.synthesis.documents.parsing import Location, TextFile
from autoforge_envs.synthesis.documents.schemas import SCHEMA_NAME, Schema, Schemas, object_of
from autoforge_envs.synthesis.documents.tool_lists import title_of
from autoforge_envs.synthesis.documents.verbs import effect_of

METHODS = ("get", "post", "put", "patch", "delete")
"""Methods that make tools; `options`, `head` and `trace` say nothing about a business."""

_CREDENTIALS = ("api_key", "apikey", "authorization", "x_api_key", "access_token", "token")
_LEFT_UNCHECKED = ("schema", "schemas", "examples", "example", "x-schema")
_PLACES = ("path", "query")
_JSON = ("application/json", "application/x-www-form-urlencoded", "multipart/form-data")


def is_openapi(data: Any) -> bool:
    """Tell whether a document means to be OpenAPI, of whatever version."""
    return isinstance(data, Mapping) and ("openapi" in data or "swagger" in data)


def read_openapi(file: TextFile, data: Mapping[str, Any]) -> ToolDocuments:
    """Read a parsed OpenAPI document.

    Raises:
        DocumentError: It is of an unsupported version, or not what OpenAPI allows.
    """
    _check(file, data)
    schemas = Schemas(file, data)
    info: Mapping[str, Any] = data["info"]
    places = [*_operations(schemas, data.get("paths") or {})]
    check_count(file, len(places), "operations")
    names = unique_names(
        clean_name(operation.get("operationId") or f"{method}_{path}")
        for path, method, _, operation in places
    )
    components = data.get("components") or {}
    named = components.get("schemas") or {}
    return ToolDocuments(
        source="openapi",
        title=clean_title(info.get("title"), title_of(file.name)),
        description=texts(info, "description", "summary"),
        tools=tuple(_tool(schemas, name, place) for name, place in zip(names, places, strict=True)),
        schemas={
            name: schemas.plain({"$ref": f"#/components/schemas/{_escaped(original)}"})
            for name, original in zip(
                unique_names(clean_name(each) for each in named), named, strict=True
            )
        },
        digest=file.digest,
    )


_Place = tuple[str, str, Mapping[str, Any], Mapping[str, Any]]
"""Path, method, path item, operation."""


def _operations(schemas: Schemas, paths: Mapping[str, Any]) -> Iterator[_Place]:
    for path, reference in paths.items():
        item, _ = schemas.target(reference)
        for method in METHODS:
            if isinstance(item, Mapping) and isinstance(item.get(method), Mapping):
                yield str(path), method, item, item[method]


def _tool(schemas: Schemas, name: str, place: _Place) -> ToolDocument:
    path, method, item, operation = place
    return ToolDocument(
        name=name,
        description=texts(operation, "description", "summary"),
        parameters=_parameters(schemas, item, operation),
        returns=_returns(schemas, operation),
        effect=_effect(name, method, path),
        origin=f"{schemas.file.name}, paths.{path[:100]}.{method}",
        path=path[:200],
        method=method,
    )


def _effect(name: str, method: str, path: str) -> Effect:
    """Believe GET; a POST reads if its name says so, and no action behind a key says otherwise."""
    if method != "post":
        return "read" if method == "get" else "write"
    before, _, last = path.rstrip("/").rpartition("/")
    action = clean_name(last) if before.endswith("}") else ""
    said = effect_of(action) if action else "unknown"
    return "read" if (effect_of(name) if said == "unknown" else said) == "read" else "write"


def _parameters(
    schemas: Schemas, item: Mapping[str, Any], operation: Mapping[str, Any]
) -> dict[str, Any]:
    """Return one object with the parameters of path and query and those of the body."""
    properties: dict[str, Schema] = {}
    required: list[str] = []
    for reference in (*_list(item, "parameters"), *_list(operation, "parameters")):
        parameter, _ = schemas.target(reference)
        name = clean_name(parameter["name"])
        if parameter["in"] in _PLACES and name not in _CREDENTIALS:
            schema = schemas.plain(parameter.get("schema") or {"type": "string"})
            text = texts(parameter, "description")
            properties[name] = {**schema, "description": text} if text else schema
            required += [name] if parameter.get("required") and name not in required else []
    body = _body(schemas, operation)
    for name, schema in body.get("properties", {}).items():
        properties.setdefault(name, schema)
    required += [name for name in body.get("required", []) if name not in required]
    named = {SCHEMA_NAME: body[SCHEMA_NAME]} if SCHEMA_NAME in body else {}
    return {**object_of(properties, required), **named}


def _body(schemas: Schemas, operation: Mapping[str, Any]) -> Schema:
    """Return the body's schema as that of an object; what is none becomes its only property."""
    body, _ = schemas.target(operation.get("requestBody") or {})
    schema = schemas.plain(_content(body))
    kind = schema.get("type")
    if kind == "array":
        return object_of({"items": schema}, ["items"])
    if kind in (None, "object"):
        return schema
    return object_of({"body": schema}, ["body"] if body.get("required") else [])


def _returns(schemas: Schemas, operation: Mapping[str, Any]) -> Schema | None:
    responses = operation.get("responses") or {}
    for status, reference in responses.items():
        if str(status).startswith("2"):
            response, _ = schemas.target(reference)
            schema = schemas.plain(_content(response))
            return schema or None
    return None


def _content(holder: Mapping[str, Any]) -> Any:
    content = holder.get("content") or {}
    kinds = [*(kind for kind in _JSON if kind in content), *content]
    chosen: Mapping[str, Any] = content[kinds[0]] if kinds else {}
    return chosen.get("schema") or {}


def _list(holder: Mapping[str, Any], name: str) -> Sequence[Any]:
    value = holder.get(name)
    return value if isinstance(value, list) else ()


def _escaped(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")


def _check(file: TextFile, data: Mapping[str, Any]) -> None:
    version = str(data.get("openapi", data.get("swagger")))
    if "openapi" not in data or not version.startswith(("3.0", "3.1")):
        named = "openapi" if "openapi" in data else "swagger"
        raise file.error_at(
            (named,),
            f"{named} {version[:20]!r} is not supported; convert it to OpenAPI 3.0 or 3.1",
        )
    try:
        parse_obj({**_skeleton(data), "openapi": _known(version)})
    except ValidationError as error:
        worst = max(error.errors(), key=lambda each: len(_location(data, each["loc"])))
        location = _location(data, worst["loc"])
        where = ".".join(map(str, location))[:120] or "the document"
        message = worst["msg"][0].lower() + worst["msg"][1:120]
        if worst["type"] == "missing":
            message = f"{worst['loc'][-1]!r} is missing"
        raise file.error_at(location, f"{where}: {message}; mend it") from error
    except RecursionError as error:
        raise file.error("its schemas nest too deeply; flatten them") from error


def _skeleton(value: Any) -> Any:
    """Return a document without its schemas, of which everything is accepted that can be read."""
    if isinstance(value, Mapping):
        return {
            key: {} if key in _LEFT_UNCHECKED else _skeleton(inner) for key, inner in value.items()
        }
    return [_skeleton(inner) for inner in value] if isinstance(value, list) else value


def _known(version: str) -> str:
    """Return the version as the library knows it: patch levels change nothing here."""
    return "3.1.1" if version.startswith("3.1") else "3.0.4"


def _location(data: Any, location: Sequence[str | int]) -> Location:
    """Return the part of a validator's location that is a way through the document."""
    way: list[str | int] = []
    for part in location:
        inside = dict(enumerate(data)) if isinstance(data, list) else data
        if isinstance(inside, Mapping) and part in inside:
            data = inside[part]
            way.append(part)
    return tuple(way)
