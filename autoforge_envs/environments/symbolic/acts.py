"""Acts: everything an agent that acts by numbers can do, and how it is said in words."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from autoforge_envs.domain.conversation import DECLINE, HAND_OVER
from autoforge_envs.domain.wording import read_back, say_value
from autoforge_envs.environments.symbolic.calls import ConcreteCall
from autoforge_envs.environments.symbolic.knowledge import Record
from autoforge_envs.environments.symbolic.tools import ParameterCard, ToolCard
from autoforge_envs.environments.symbolic.words import plain_name

Kind = Literal[
    "close", "announce", "report", "conclude", "ask", "errand",
    "read", "propose", "write", "decline", "hand_over",
]  # fmt: skip
KINDS: tuple[Kind, ...] = get_args(Kind)

ILLEGAL = "{}"
"""What a masked action does: a tool call without a name, which is refused and costs a step."""

MAX_TOLD = 24
"""Values in one report; the verdict takes a flood of them for none."""

_SPECIAL: Mapping[str, Kind] = {DECLINE: "decline", HAND_OVER: "hand_over"}
_YES = re.compile(
    r"\W*(oh )?(yes|yep|correct|sure|right|that's right|go ahead|please do)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Act:
    """One thing the agent can do now.

    Attributes:
        tool: The tool it is about.
        call: The call that it makes, proposes or announces.
        parameters: What it asks for.
        records: What it reports.
        quoted: What it repeats of the user's words.
        sentence: What it tells that stands in no record.
        fit: How well that fits the question.
    """

    kind: Kind
    tool: ToolCard | None = None
    call: ConcreteCall | None = None
    parameters: tuple[ParameterCard, ...] = ()
    records: tuple[Record, ...] = ()
    quoted: str = ""
    sentence: str = ""
    fit: float = 0.0

    @property
    def text(self) -> str:
        """The action in the text environment: a call as JSON, or words."""
        if self.call is not None and self.kind not in ("propose", "announce"):
            return self.call.text
        return _WORDING[self.kind](self)

    @property
    def key(self) -> tuple[str, str]:
        """Tell apart acts that make or propose calls."""
        return self.kind, "" if self.call is None else self.call.text


CLOSE = Act("close")


def making(call: ConcreteCall) -> Act:
    """Return the act of calling a tool."""
    kind = _SPECIAL.get(call.tool.name, "write" if call.tool.writes else "read")
    return Act(kind, call.tool, call)


def is_yes(words: str) -> bool:
    """Tell whether the user agrees to what was read back."""
    return _YES.match(words) is not None


def _close(act: Act) -> str:
    return "Is there anything else I can do for you?"


def _propose(act: Act) -> str:
    arguments = act.call.arguments if act.call else {}
    name = act.tool.name if act.tool else ""
    return f"Let me read it back: {read_back(name, arguments)}. Shall I go ahead?"


def _ask(act: Act) -> str:
    wanted = ", ".join(
        f"{plain_name(each.name)} ({each.description[:1].lower()}{each.description[1:]})"
        for each in act.parameters
    )
    question = f"Could you please tell me the {wanted}"
    if act.quoted:
        return f"You said: {act.quoted} {question} for that?"
    is_label = act.parameters[0].type in ("Label", "Choice")  # says little without what it is for
    purpose = f" I need it to {plain_name(act.tool.name)}." if is_label and act.tool else ""
    return f"{question}?{purpose}"


def _send(act: Act) -> str:
    return f"Could you please {act.tool.purpose if act.tool else ''}?"


def _announce(act: Act) -> str:
    sentence = act.call.rule.sentence if act.call and act.call.rule else ""
    return f"I'm sorry, but I cannot do that. {sentence}"


def _report(act: Act) -> str:
    values = [
        f"{plain_name(name)}: {say_value('Choice', value)}"
        for record in act.records
        for name, value in record.fields.items()
        if value is not None
    ]
    return f"Here is what I see: {'; '.join(values[:MAX_TOLD])}."


def _conclude(act: Act) -> str:
    return act.sentence


_WORDING: Mapping[str, Callable[[Act], str]] = {
    "close": _close,
    "propose": _propose,
    "ask": _ask,
    "errand": _send,
    "announce": _announce,
    "report": _report,
    "conclude": _conclude,
}
