"""Which kind of thing each tool of a document is about, and what it does."""

from collections.abc import Iterator, Mapping, Sequence

from autoforge_envs.synthesis.documents.cleaning import clean_name
from autoforge_envs.synthesis.documents.neutral_form import ToolDocument
from autoforge_envs.synthesis.documents.schemas import SCHEMA_NAME
from autoforge_envs.synthesis.documents.verbs import READING, WRITING, is_phrasal, verb_length
from autoforge_envs.synthesis.schema_design.business import is_status
from autoforge_envs.synthesis.schema_design.tool_names import (
    PARTIES,
    Called,
    find_things,
    keys_among,
    read_name,
)
from autoforge_envs.synthesis.schema_design.tool_shapes import (
    action_in_path,
    body_of,
    is_hole,
    keys_in_path,
    parts_of,
    record_of,
    taken_by,
    takes_file,
)
from autoforge_envs.synthesis.schema_design.verbs import (
    CREATING,
    ENDING,
    LENT,
    SETTING,
    left_by,
    reached_status,
)
from autoforge_envs.synthesis.schema_design.wording import singular

_ACTIONS = ("login", "logout", "search", "find", "lookup")


class Subjects:
    """What the tools of a document are about."""

    def __init__(self, tools: Sequence[ToolDocument]) -> None:
        """Gather what the tools name.

        Args:
            tools: Those of the document.
        """
        self._things = find_things(tools)
        self._collections = frozenset(each for tool in tools for each in _collections(tool))
        self._statuses = [each for tool in tools for each in _statuses(tool)]
        self._bearing = frozenset(each for tool in tools for each in self._bearing_segments(tool))

    def of(self, tool: ToolDocument) -> Called:
        """Return what a tool does, and the singular in words of what it is about.

        The noun is "" where nothing tells.
        """
        takes = [*keys_among(taken_by(tool)), *(thing for thing, _ in keys_in_path(tool))]
        called = read_name(tool.name, takes, self._things)
        if tool.path:
            return self._in_path(tool, called, takes)
        if tool.effect == "read":
            return called
        if not called.verb:
            return Called("", "")
        noun = self._meant(tool, called, takes)
        return Called(called.verb, self._made(tool, Called(called.verb, noun), takes) or noun)

    def _in_path(self, tool: ToolDocument, called: Called, takes: Sequence[str]) -> Called:
        found = next((each for each in self._segments(tool) if each in self._bearing), "")
        action = self._action(tool)
        here = Called(action or called.verb or tool.method, singular(found.replace("_", " ")))
        if action and tool.effect != "read" and here.noun in takes:
            return Called(here.verb, self._made(tool, here, takes) or here.noun)
        return here

    def _made(self, tool: ToolDocument, called: Called, takes: Sequence[str]) -> str:
        """Return what comes about when something is booked or lent, such as a rental of a machine.

        It is what a tool returns with a key of its own, or what such a verb leaves, where the
        document knows it; "" if neither tells, or the tool is about that anyhow.
        """
        verb, left = called.verb, left_by(called.verb)
        if verb not in CREATING and not left:
            return ""
        shown = record_of(tool.returns)
        new = [each for each in keys_among(shown.get("properties") or {}) if each not in takes]
        new = [each for each in new if each not in PARTIES]
        named = str(shown.get(SCHEMA_NAME, "")).replace("_", " ")
        if called.noun in takes and (named in new or len(new) == 1):
            return named if named in new else new[0]
        is_known = called.noun in self._things.keyed and called.noun not in takes
        known = () if is_known else (each for each in left if each in self._things.keyed)
        return next((each for each in (*known,) if each not in takes), "")

    def _meant(self, tool: ToolDocument, called: Called, takes: Sequence[str]) -> str:
        """Return what a tool is about, though its name may speak of what it takes no key of.

        A toy is returned by its loan; a pickup is rescheduled by the order that has its date.
        """
        keys = keys_among(taken_by(tool))
        others = [each for each in takes if each not in PARTIES]
        if len(others) != 1 or called.noun in takes:
            return called.noun
        given = [name for name in taken_by(tool) if name not in keys.values()]
        words = {word for name in given for word in name.split("_")}
        is_column = called.verb in SETTING and {*called.noun.split(" ")} <= words
        is_ended = called.verb in ENDING and others[0].rpartition(" ")[2] in LENT
        return others[0] if is_column or is_ended else called.noun

    def _action(self, tool: ToolDocument) -> str:
        """Return the verb behind the key in a path, in words; "" if there is none."""
        action = action_in_path(tool)
        if not action or not self._is_action(action, tool):
            return ""
        words = action.split("_")
        length = verb_length(words)
        if tool.method in ("put", "patch"):
            return " ".join(words[:length]) or tool.method
        return " ".join(words[:length] or words)

    def _segments(self, tool: ToolDocument) -> list[str]:
        """Return the nouns of a path from its end: neither its parameters nor what is done."""
        parts = parts_of(tool)
        action = action_in_path(tool)
        if action and self._is_action(action, tool):
            parts = parts[:-1]
        named = zip(parts, ["", *parts], strict=False)
        found = [clean_name(p) for p, before in named if not is_hole(p) and not _is_verb(p, before)]
        return found[::-1]

    def _is_action(self, segment: str, tool: ToolDocument) -> bool:
        """Tell whether what stands behind a key is what is done to a thing, and no thing itself."""
        if tool.method == "get" or _is_verb(segment, "{"):
            return tool.method != "get"
        if reached_status(segment.replace("_", " "), self._statuses):
            return True
        records = (record_of(tool.returns), tool.parameters)
        is_thing = any(each.get(SCHEMA_NAME) == segment for each in records)
        is_many = singular(segment) != segment or segment in self._collections
        return not is_many and not is_thing

    def _bearing_segments(self, tool: ToolDocument) -> Iterator[str]:
        """Yield the segment that stands for a thing, if its properties are shown or taken."""
        is_told = tool.effect == "write" or tool.returns is None
        shows = bool(record_of(tool.returns)) or (is_told and body_of(tool))
        if shows and not takes_file(tool):
            yield from self._segments(tool)[:1]


def _is_verb(part: str, before: str) -> bool:
    """Tell whether a segment says what is done: "findByStatus", "{id}/cancel", "login"."""
    words = clean_name(part).split("_")
    is_verb = words[0] in READING | WRITING and (len(words) > 1 or is_hole(before))
    return is_verb or is_phrasal(words) or "_".join(words) in _ACTIONS


def _collections(tool: ToolDocument) -> Iterator[str]:
    """Yield the segments that stand for many things: those before a key, or where GET ends."""
    parts = parts_of(tool)
    for part, behind in zip(parts, [*parts[1:], ""], strict=False):
        is_end = not behind and tool.method == "get"
        if not is_hole(part) and (is_end or is_hole(behind)):
            yield clean_name(part)


def _statuses(tool: ToolDocument) -> Iterator[str]:
    """Yield the words that tell how things stand, of all that a tool shows."""
    properties: Mapping[str, object] = record_of(tool.returns).get("properties") or {}
    for name, schema in properties.items():
        if is_status(name) and isinstance(schema, Mapping):
            yield from (each for each in schema.get("enum", ()) if isinstance(each, str))
