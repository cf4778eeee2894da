"""How a user comes to the arguments of its own tools: by its facts, or by what the agent names."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from autoforge_envs.domain.domain import ToolInfo
from autoforge_envs.domain.mentions import mentioned_values, mentions
from autoforge_envs.domain.tasks import Fact
from autoforge_envs.episode.messages import ToolCall
from autoforge_envs.users.asked_tools import asked_tools
from autoforge_envs.users.biddings import biddings
from autoforge_envs.users.read_backs import KEYS, is_confused
from autoforge_envs.users.understanding import Heard


@dataclass(frozen=True, slots=True)
class Attempt:
    """What becomes of a request to use a tool.

    Attributes:
        call: The call, complete unless something is wrong or missing.
        wrong: A fact in whose place the agent has named something else.
        missing: What the user would have to know and does not, in words; "" if nothing.
    """

    call: ToolCall
    wrong: Fact | None
    missing: str


class ToolUse:
    """Uses the tools of a user, and remembers what they were used on."""

    def __init__(self, tools: Sequence[ToolInfo], facts: Sequence[Fact]) -> None:
        """Begin a conversation.

        Args:
            tools: The user's own, without the signals.
            facts: What the script says.
        """
        self._tools = tools
        self._facts = facts
        self._in_hand: dict[str, str] = {}
        self._put_off = ""

    def attempt(self, heard: Heard, content: str) -> Attempt | None:
        """Try what a message asks for; None if it asks for no tool.

        Args:
            heard: The message.
            content: Its words as they were written.
        """
        tool = next(iter(asked_tools(heard, self._tools)), None) or self._taken_up(heard, content)
        self._put_off = ""
        if tool is None:
            return None
        found = {name: self._fact(tool, name, heard) for name in tool.parameters}
        wrong = next((each for each in found.values() if each and is_confused(each, heard)), None)
        named = {
            name: fact.value if fact else self._key(tool, name, heard, content)
            for name, fact in found.items()
        }
        given = {name: value for name, value in named.items() if value is not None}
        missing = next((name for name in _required(tool) if name not in given), "")
        if missing:
            self._put_off = tool.name
        elif wrong is None:
            self._in_hand |= {name: key for name, key in given.items() if not found[name]}
        return Attempt(ToolCall(tool.name, given), wrong, _in_words(missing))

    def let_go(self) -> None:
        """Forget what the tools were used on: it was nothing that they work on."""
        self._in_hand = {}

    def _taken_up(self, heard: Heard, content: str) -> ToolInfo | None:
        """Return the tool that was put off for want of a key, if the message names one."""
        tool = next((each for each in self._tools if each.name == self._put_off), None)
        asks = heard.asks_confirmation or any(each.questions for each in heard.sentences)
        if tool is None or asks or heard.refuses:
            return None
        named = any(_named_keys(tool, name, content) for name in _required(tool))
        return tool if named else None

    def _fact(self, tool: ToolInfo, name: str, heard: Heard) -> Fact | None:
        """Return the fact for an argument: one that the agent names, or is called so, or any."""
        begins = f"{tool.references[name]}-" if name in tool.references else ""
        facts = [
            fact
            for fact in self._facts
            if fact.type == tool.parameters[name] and str(fact.value).startswith(begins)
        ]
        named = [fact for fact in facts if mentions(heard.text, fact.type, fact.value)]
        called = [fact for fact in facts if fact.name == name]
        return next(iter([*named, *called, *facts]), None)

    def _key(self, tool: ToolInfo, name: str, heard: Heard, content: str) -> str | None:
        """Return the one key that the agent names for an argument, else what was used before.

        Where a message names several, that counts which stands where the user is asked to act.
        """
        named = _named_keys(tool, name, content)
        bidden = "\n".join(each.about for each in biddings(heard.sentences)).upper()
        asked = [key for key in named if key.upper() in _named_keys(tool, name, bidden)]
        for keys in (asked, named):
            if len(keys) == 1:
                return keys[0]
        return None if named else self._in_hand.get(name)

    def save(self) -> dict[str, Any]:
        """Return what it has in mind, as plain data."""
        return {"in_hand": dict(self._in_hand), "put_off": self._put_off}

    def restore(self, saved: Mapping[str, Any]) -> None:
        """Bring it to a saved moment."""
        self._in_hand = dict(saved["in_hand"])
        self._put_off = saved["put_off"]


def _required(tool: ToolInfo) -> Sequence[str]:
    parameters: Mapping[str, Any] = tool.schema.get("function", {}).get("parameters", {})
    required: Sequence[str] = parameters.get("required", ())
    return required


def _named_keys(tool: ToolInfo, name: str, text: str) -> list[str]:
    """Return the different keys that a text names and that an argument may be."""
    if tool.parameters[name] not in KEYS:
        return []
    begins = f"{tool.references.get(name, '')}-".lstrip("-").lower()
    found = map(str, mentioned_values(text, tool.parameters[name]))
    return list(dict.fromkeys(key for key in found if key.lower().startswith(begins)))


def _in_words(name: str) -> str:
    return name.removesuffix("_id").replace("_", " ")
