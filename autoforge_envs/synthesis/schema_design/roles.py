"""Which part a tool plays for what it is about: it shows, makes, changes, moves or removes it."""

from collections.abc import Sequence
from typing import Literal

from autoforge_envs.synthesis.documents.neutral_form import ToolDocument
from autoforge_envs.synthesis.documents.verbs import READING
from autoforge_envs.synthesis.schema_design.tool_shapes import (
    action_in_path,
    keys_in_path,
    parts_of,
    taken_by,
    takes_own_key,
    thing_called,
)
from autoforge_envs.synthesis.schema_design.verbs import (
    CREATING,
    MOVING,
    REMOVING,
    SETTING,
    left_by,
)

Role = Literal["read", "create", "set", "act", "remove", "unclear"]
"""An act leads to a status, if anything tells to which."""

ANYBODYS = ("id", "uuid")
"""Keys that may be anything's."""

_NAMING = ("name", "title", "username", "email")
"""Properties that stay columns though some path uses them as keys."""


def own_keys(name: str, tools: Sequence[ToolDocument], others: Sequence[str]) -> list[str]:
    """Return the names of properties that are the key of a thing, and nothing that it has.

    Those are "special_event_id", "event_id", and whatever stands behind the thing in a path. A
    number of its own is its key only where no tool takes another key.

    Args:
        name: What the thing is called, in words.
        tools: Those that are about it.
        others: What else there is; their keys are theirs.
    """
    words = name.split(" ")
    ends = [" ".join(words[start:]) for start in range(len(words))]
    stems = [end.replace(" ", "_") for end in ends if end == name or end not in others]
    keys = [*ANYBODYS, *(f"{stem}{end}" for end in ("_id", "_uuid") for stem in stems)]
    own = [keys_in_path(tool)[-1][1] for tool in tools if takes_own_key(tool, name)]
    in_path = [key for key in own if key not in _NAMING]
    used = {each for tool in tools for each in taken_by(tool)}
    if not own and not used.intersection(keys):
        keys += [f"{stem}{ending}" for ending in ("_no", "_number") for stem in stems]
    return list(dict.fromkeys([*keys, *in_path]))


def takes_key(tool: ToolDocument, name: str, keys: Sequence[str]) -> bool:
    """Tell whether a tool takes the key of the one thing that it is about.

    Args:
        tool: A tool.
        name: What it is about, in words.
        keys: What the key of that is called.
    """
    is_given = bool({*keys} & {*taken_by(tool)})
    if tool.path:
        return takes_own_key(tool, name) or (tool.method in ("put", "patch") and is_given)
    return is_given


def role_of(tool: ToolDocument, name: str, verb: str, keys: Sequence[str]) -> Role:
    """Return what a tool does to what it is about.

    Args:
        tool: A tool.
        name: What it is about, in words.
        verb: What it does, in words.
        keys: What the key of the thing is called.
    """
    if tool.effect == "read":
        return "read"
    has_key, ends_in_key = takes_key(tool, name, keys), not action_in_path(tool)
    if tool.method == "delete" or verb in REMOVING:
        return "remove" if has_key and ends_in_key else "unclear"
    if not has_key:
        return "create" if _makes(tool, name, verb) else "unclear"
    replaces = tool.method in ("put", "patch") and (ends_in_key or verb == tool.method)
    is_set = (
        verb in SETTING or (replaces and verb not in MOVING) or (verb == "post" and ends_in_key)
    )
    return "set" if is_set else "act"


def _makes(tool: ToolDocument, name: str, verb: str) -> bool:
    """Tell whether a tool that takes no key of a thing makes one."""
    if verb in CREATING or name.rpartition(" ")[2] in left_by(verb):
        return True
    is_collection = tool.method == "post" and thing_called(parts_of(tool)[-1]) == name
    return is_collection and verb not in MOVING | SETTING | READING
