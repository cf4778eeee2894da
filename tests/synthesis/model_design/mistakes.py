"""Wrong answers to each part of the design, written by hand: three different ones for each."""

import copy
import json
from typing import Any

from .written_by_hand import (
    FIRST_TOOLS,
    LAST_TOOLS,
    PHRASES,
    RULES,
    SCHEMA,
    SOURCES,
    VOCABULARIES,
    tools,
)


def changed(answer: dict[str, Any], *path: str | int, to: Any) -> str:
    """Return an answer's text with one thing in it replaced."""
    copied = copy.deepcopy(answer)
    place: Any = copied
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = to
    return json.dumps(copied)


def with_source(names: tuple[str, ...], name: str, source: str, *, shared: bool = False) -> str:
    """Return a tools answer in which one tool has another source."""
    return changed(tools(*names, shared=shared), "tools", names.index(name), "source", to=source)


CANCEL = SOURCES["cancel_booking"]
END = '    return state.update(booking, status="cancelled")'


def cancel(*lines: str) -> str:
    """Return the tool that cancels, with other lines in the place of its last one."""
    return CANCEL.replace(END, "\n".join(lines))


FLOATS = cancel('    return state.update(booking, price=booking.price / 2, status="cancelled")')
CRASHES = cancel("    fee = {}[booking.status]", END)
FORGETS = cancel("    return booking")
HANGS = cancel("    for each in range(1000000000000):", "        each += 1", END)
IMPORTS = cancel("    import os", '    os.system("id")', END)
HIDDEN = cancel("    state.__class__.__subclasses__()", END)
BAD_KEY = SOURCES["get_course"].replace("course_id)", "id)")
FORBIDS_ALL = RULES["rules"][2]["source"].replace("<= LARGEST", "<= -LARGEST")
BAD_RULE = RULES["rules"][0]["source"].replace("book_course", "book_it")

MISTAKES: dict[str, tuple[str, ...]] = {
    "schema": (
        json.dumps(SCHEMA)[:900],
        changed(SCHEMA, "tables", 1, "columns", 0, "to", to="Sailor"),
        changed(SCHEMA, "tools", 0, "name", to="show_courses"),
    ),
    "vocabularies": (
        "I would rather talk about the weather.",
        changed(VOCABULARIES, "ranges", 0, "most", to=10),
        changed(VOCABULARIES, "vocabularies", 0, "column", to="Course.title"),
    ),
    "first tools": (
        json.dumps(tools(*FIRST_TOOLS)),  # the view and the function that they use are missing
        with_source(FIRST_TOOLS, "get_course", BAD_KEY, shared=True),
        json.dumps(tools(*FIRST_TOOLS[1:], shared=True)),
    ),
    "last tools": (
        with_source(LAST_TOOLS, "cancel_booking", FLOATS),
        with_source(LAST_TOOLS, "cancel_booking", CRASHES),
        with_source(LAST_TOOLS, "cancel_booking", FORGETS),
    ),
    "rules": (
        changed(RULES, "rules", 0, "source", to=BAD_RULE),
        changed(RULES, "limits", to=[]),
        changed(RULES, "rules", 2, "source", to=FORBIDS_ALL),
    ),
    "phrases": (
        changed(PHRASES, "requests", 0, "ways", to=["I would like to book {course}."]),
        changed(PHRASES, "requests", to=[]),
        json.dumps({"requests": []}),
    ),
}
