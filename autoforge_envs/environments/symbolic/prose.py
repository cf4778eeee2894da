"""Values in prose: addresses, names and small numbers that a user says without being asked."""

import re
from collections.abc import Iterator

_ADDRESS = re.compile(
    r"\bto (?P<street>[A-Z0-9'][^,]*\d[^,]*), "
    r"(?P<postal>(?=[^,]*\d)[\dA-Z]{2,8}(?: [A-Z\d]{2,3}(?= ))?)"
    r" (?P<city>[^,.?!:;]+(?:\. [a-z][^,.?!:;]*)?)"
)
_CODE = re.compile(r"(?P<label>(?:\w+ ){0,2})(?P<value>\b[A-Z]{2,}\d+\b)")
_NAME = re.compile(
    r"(?P<label>(?:\w+ ){1,2})(?P<value>(?!I\b)[A-Z](?=\w*[a-z])[\w'-]+"
    r"(?:(?:(?: (?:of|and|the|for|in))* [A-Z][\w'-]+)+| [a-z]+)?)"
)
_PIECES = re.compile(r"(?<!the )\b(?P<value>one|\d{1,4}) of (?:the|my)\b", re.IGNORECASE)
_MONTHS = frozenset(
    "January February March April May June July August September October November December".split()
)


def find_values(text: str) -> Iterator[tuple[str, str | int, str]]:
    """Yield semantic type, value and the words that call it so."""
    for found in _ADDRESS.finditer(text):
        yield "StreetAddress", found["street"], ""
        yield "PostalCode", found["postal"], ""
        yield "City", found["city"], ""
    for found in _CODE.finditer(text):
        yield "Label", found["value"], found["label"]
    for found in _names(text):
        yield "Label", found["value"], found["label"]
    for found in _PIECES.finditer(text):
        yield "Quantity", 1 if found["value"].lower() == "one" else int(found["value"]), ""


def names(text: str) -> list[str]:
    """Return what is called by a name: "Volt monitor"."""
    return [found["value"] for found in _names(text)]


def _names(text: str) -> Iterator[re.Match[str]]:
    for found in _NAME.finditer(_ADDRESS.sub("", text)):
        if found["value"].split()[0] not in _MONTHS:
            yield found
