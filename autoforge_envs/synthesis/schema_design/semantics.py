"""What a property of a schema means: its semantic type, from format, type and name."""

import re
from collections.abc import Mapping, Sequence
from math import ceil, floor
from typing import Any

from autoforge_envs.synthesis.documents.cleaning import clean_name, clean_text
from autoforge_envs.synthesis.documents.schemas import SCHEMA_NAME, Schema
from autoforge_envs.synthesis.schema_design.business import Field
from autoforge_envs.synthesis.schema_design.wording import safe_name, singular

MAX_CHOICES = 12
_MAX_CHOICE = 48
_MAX_CODE = 2
_NO_CHOICE = re.compile(r"[^\w '.,:;/+*&%°#€$£<>=()-]+")
_SEPARATORS = re.compile(r"[\s_-]+")

_FORMATS = {
    "date": "Date", "date-time": "Timestamp", "email": "Email", "idn-email": "Email",
    "password": "Secret", "phone": "PhoneNumber",
}  # fmt: skip
_UNUSABLE_FORMATS = ("binary", "byte", "base64", "uri", "url", "uri-reference", "iri")
_MONEY = frozenset(
    "price amount cost fee total subtotal balance deposit charge refund credit budget fare salary "
    "rate discount payment tax debt premium tip".split()
)
_SHARES = frozenset("percent percentage".split())
_UNSPOKEN = frozenset(
    "latitude longitude lat lng lon checksum etag url urls uri link href hash token".split()
)
"""What nobody says in a conversation."""
_PAGING = frozenset("page limit offset cursor per_page page_size page_number sort sort_by".split())
_TEXTS = frozenset(
    "description note notes comment comments message details instructions body content text "
    "summary bio remarks remark explanation".split()
)
_SECRETS = frozenset("password pin passphrase secret passcode".split())
_PEOPLE = ("customer", "client", "contact", "guest", "patient", "passenger", "full", "recipient",
           "holder", "owner", "driver", "student", "author")  # fmt: skip
PERSONS = frozenset(
    "doctor nurse dentist therapist teacher instructor coach trainer tutor driver courier guide "
    "host agent employee technician mechanic stylist artist advisor lawyer chef speaker".split()
)
"""Things that have the names of people."""

_BY_WORD = {
    "email": "Email", "mail": "Email", "phone": "PhoneNumber", "telephone": "PhoneNumber",
    "mobile": "PhoneNumber", "street": "StreetAddress", "address": "StreetAddress", "city": "City",
    "town": "City", "country": "Country", "zip": "PostalCode", "postcode": "PostalCode",
    "zipcode": "PostalCode", "postal": "PostalCode",
}  # fmt: skip
_NAMED = ("name", "title", "label", "code", "value")


def is_paging(name: str) -> bool:
    """Tell whether a parameter only cuts an answer into pages, or sorts it."""
    return name in _PAGING


def field_of(name: str, schema: Schema, *, required: bool, about: str) -> Field | None:
    """Return what a property becomes as a column; None for what no column can hold.

    Of a list one value is kept, of an object its name.

    Args:
        name: In snake case.
        schema: Plain.
        required: Whether rows must have it.
        about: What has the property, in words.
    """
    if schema.get("type") == "array":
        items = schema.get("items")
        return field_of(singular(name), items, required=required, about=about) if items else None
    if schema.get("type") == "object":
        return _named_part(name, schema, required=required, about=about)
    kind, choices = _type_of(name, schema)
    if kind == "Label" and name in ("name", "full_name") and about in PERSONS:
        kind = "PersonName"
    if not kind or is_paging(name) or {*name.split("_")} & _UNSPOKEN:
        return None
    least, most = _bounds(kind, schema)
    return Field(
        name=safe_name(name, about),
        type=kind,
        choices=choices,
        nullable=not required or schema.get("nullable") is True,
        is_given=schema.get("readOnly") is not True,
        least=least,
        most=most,
    )


def referred(name: str, schema: Schema) -> str:
    """Return the noun of what a property may be the key of, "" if it is no key."""
    if schema.get("type") == "array":
        return referred(singular(name), schema.get("items") or {})
    for ending in ("_ids", "_id", "_uuid"):
        if name.endswith(ending) and len(name) > len(ending):
            return name.removesuffix(ending).replace("_", " ")
    if schema.get("type") == "object" and schema.get(SCHEMA_NAME):
        return str(schema[SCHEMA_NAME]).replace("_", " ")
    return ""


def _named_part(name: str, schema: Schema, *, required: bool, about: str) -> Field | None:
    properties: Mapping[str, Any] = schema.get("properties", {})
    named = next((word for word in _NAMED if properties.get(word, {}).get("type") == "string"), "")
    return field_of(name, properties[named], required=required, about=about) if named else None


def _type_of(name: str, schema: Schema) -> tuple[str, tuple[str, ...]]:
    words = frozenset(name.split("_"))
    kind, form = schema.get("type", "string"), schema.get("format", "")
    choices = _choices(schema)
    if choices and kind in ("string", "integer", "number"):
        return "Choice", choices
    if form in _UNUSABLE_FORMATS or kind in ("object", "array", "null"):
        return "", ()
    if kind == "boolean":
        return "Flag", ()
    if kind in ("integer", "number"):
        return _number(words, schema), ()
    return _FORMATS.get(form) or _text(name, words), ()


def _choices(schema: Schema) -> tuple[str, ...]:
    """Return what an enumeration offers, each value different from the others.

    They are identifiers where nothing gets lost ("in_progress"), else texts ("A+", "08:00", "3").
    """
    values = [each for each in schema.get("enum", ()) if not isinstance(each, bool)]
    given = list(dict.fromkeys(str(each) for each in values))
    names = [clean_name(each).rstrip("_") for each in given]
    is_named = len({*names}) == len(given) and all(map(_is_kept, given, names))
    is_named = is_named and not _are_codes(given)
    found = tuple(names if is_named else _choice_texts(given))
    return found if 2 <= len(found) <= MAX_CHOICES and len({*found}) == len(given) else ()


def _is_kept(value: str, name: str) -> bool:
    """Tell whether a name in snake case says all that a value does but for capitals."""
    return _SEPARATORS.sub("", value).casefold() == name.replace("_", "")


def _are_codes(values: Sequence[str]) -> bool:
    """Tell whether values are short capitals, which are not words: sizes, zones."""
    return all(each.isupper() for each in values) and min(map(len, values), default=0) <= _MAX_CODE


def _choice_texts(values: Sequence[str]) -> list[str]:
    """Return values as short texts that mean nothing in code, without those that are empty."""
    texts = (_NO_CHOICE.sub(" ", clean_text(each, _MAX_CHOICE)) for each in values)
    return [text for each in texts if (text := " ".join(each.split()))]


def _number(words: frozenset[str], schema: Schema) -> str:
    if words & _SHARES:
        return "Percentage"
    if words & _MONEY:
        return "Money"
    return "Number" if schema.get("minimum", 0) < 0 else "Quantity"


def _text(name: str, words: frozenset[str]) -> str:
    if words & _SECRETS:
        return "Secret"
    if "name" in words and words & {*_PEOPLE}:
        return "PersonName"
    if words & _TEXTS:
        return "FreeText"
    if name.endswith("_at") or "timestamp" in words or "datetime" in words:
        return "Timestamp"
    if name.endswith("_on") or words & {"date", "day", "birthday"}:
        return "Date"
    return next((_BY_WORD[word] for word in sorted(words & _BY_WORD.keys())), "Label")


def _bounds(kind: str, schema: Schema) -> tuple[int | None, int | None]:
    """Return the numbers between which a value lies, of money in cents."""
    if kind not in ("Quantity", "Number", "Percentage", "Money"):
        return None, None
    unit = 100 if kind == "Money" else 1
    least, most = schema.get("minimum"), schema.get("maximum")
    low = None if least is None else ceil(least * unit)
    high = None if most is None else floor(most * unit)
    return (None, None) if low is not None and high is not None and low > high else (low, high)
