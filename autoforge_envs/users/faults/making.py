"""How each fault is made: from what a user would do now, what it does instead.

One function a kind. It gets the moment and returns the fault, or None where there is no occasion.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy

from autoforge_envs.chance import draw
from autoforge_envs.domain.conversation import CONFIRM, HANG_UP
from autoforge_envs.domain.tasks import Fact, UserScript
from autoforge_envs.domain.wording import say_value
from autoforge_envs.episode.messages import Action, Message, ToolCall, Words
from autoforge_envs.users.faults.words import FAULT_PHRASES, INVENTED, Voice
from autoforge_envs.users.faults.wrong_values import wrong_value
from autoforge_envs.users.read_backs import misquoted_fact
from autoforge_envs.users.understanding import Heard, understand
from autoforge_envs.users.user_errors import ErrorKind


@dataclass(frozen=True, slots=True)
class Moment:
    """What a fault is made from.

    Attributes:
        action: What the wrapped user would do.
        heard: What it answers to; None at the opening.
        told: Names of the facts that have been told.
        tools: Names of the user's own tools, signals left out.
        extra_requests: Wishes of other customers.
    """

    action: Action
    heard: Message | None
    script: UserScript
    told: frozenset[str]
    tools: frozenset[str]
    voice: Voice
    extra_requests: Sequence[str]
    generator: numpy.random.Generator

    @property
    def words(self) -> str:
        """What the wrapped user would say; "" if it would do something else."""
        return self.action.text if isinstance(self.action, Words) else ""

    @property
    def agent_words(self) -> Heard | None:
        """What the agent has just said, sorted; None if it did not speak."""
        spoke = self.heard is not None and self.heard.role == "agent"
        return understand(self.heard.content) if self.heard is not None and spoke else None

    def own_call(self) -> ToolCall | None:
        """Return the call of a tool of the user's own, if it would make one."""
        call = self.action if isinstance(self.action, ToolCall) else None
        return call if call is not None and call.name in self.tools else None

    def phrase(self, kind: str, **slots: str) -> str:
        """Draw a phrasing of the voice."""
        return draw(FAULT_PHRASES[self.voice][kind], self.generator).format(**slots)


@dataclass(frozen=True, slots=True)
class Fault:
    """What a user does instead.

    Attributes:
        action: The faulty action.
        subject: What it is about.
        suppresses: Whether a tool call of the wrapped user is left out.
        afterwards: What it says once its call has returned.
        lie: A spoken value and what stands for it from now on.
    """

    action: Action
    subject: str = ""
    suppresses: bool = False
    afterwards: str | None = None
    lie: tuple[str, str] | None = None


def _wrong_value(moment: Moment) -> Fault | None:
    untold = [fact for fact in moment.script.facts if fact.name not in moment.told]
    fact = next((fact for fact in untold if says(moment.words, fact)), None)
    wrong = None if fact is None else wrong_value(fact, moment.generator)
    if fact is None or wrong is None:
        return None
    lie = (spoken(fact), wrong)
    sticks = moment.generator.random() < 0.5  # else it tells the right value when asked again
    return Fault(Words(replace(moment.words, *lie)), fact.name, lie=lie if sticks else None)


def _contradiction(moment: Moment) -> Fault | None:
    told = [fact for fact in moment.script.facts if fact.name in moment.told]
    if not moment.words or not told:
        return None
    fact = draw(told, moment.generator)
    wrong = wrong_value(fact, moment.generator)
    if wrong is None or says(moment.words, fact):
        return None
    taken_back = moment.phrase("contradiction", label=fact.label, value=wrong)
    return Fault(Words(f"{moment.words} {taken_back}"), fact.name)


def _invented_fact(moment: Moment) -> Fault | None:
    known = INVENTED[moment.voice]
    label, values = draw(known, moment.generator)
    if not moment.words or any(label == fact.label for fact in moment.script.facts):
        return None
    value = draw(values, moment.generator)
    invention = moment.phrase("invented_fact", label=label, value=value)
    return Fault(Words(f"{moment.words} {invention}"), label)


def _extra_request(moment: Moment) -> Fault | None:
    if not moment.words:
        return None
    if moment.extra_requests and moment.generator.random() < 0.5:
        wish = draw(moment.extra_requests, moment.generator)
    else:
        wish = moment.phrase("extra_request")
    return Fault(Words(f"{moment.words} {wish}"), wish)


def _forgotten_request(moment: Moment) -> Fault | None:
    requests = moment.script.requests
    named = [at for at, request in enumerate(requests) if request.text in moment.words]
    if len(named) > 1:  # all at once: one of them is left out
        left_out = requests[draw(named, moment.generator)].text
        return Fault(Words(" ".join(moment.words.replace(left_out, "").split())), left_out)
    agent_words = moment.agent_words
    if agent_words is not None and agent_words.closes and named and named[0] > 0:
        return Fault(_hang_up(moment, "forgotten_request"), requests[named[0]].text)
    return None


def _premature_hang_up(moment: Moment) -> Fault | None:
    """Hang up in the middle: while something is asked, not when asked for further wishes."""
    agent_words = moment.agent_words
    leaves = isinstance(moment.action, ToolCall) and moment.action.name == HANG_UP
    if agent_words is None or leaves or not agent_words.awaits:
        return None
    return Fault(_hang_up(moment, "premature_hang_up"))


def _false_claim(moment: Moment) -> Fault | None:
    call = moment.own_call()
    if call is None:
        return None
    return Fault(Words(moment.phrase("false_claim")), call.name, suppresses=True)


def _wrong_confirmation(moment: Moment) -> Fault | None:
    if isinstance(moment.action, ToolCall) and moment.action.name == CONFIRM:
        kind = "deny" if moment.generator.random() < 0.5 else "yes"
        return Fault(Words(moment.phrase(kind)), kind, suppresses=True)
    agent_words = moment.agent_words
    if agent_words is None or not agent_words.asks_confirmation or not moment.words:
        return None
    wrong = misquoted_fact(agent_words, moment.script.facts)
    if wrong is None:
        return None
    return Fault(ToolCall(CONFIRM, {}), wrong.name, afterwards=moment.phrase("yes"))


def _tool_misuse(moment: Moment) -> Fault | None:
    call = moment.own_call()
    if call is None:
        return None
    arguments = dict(call.arguments)
    if not arguments or moment.generator.random() < 0.3:
        return Fault(ToolCall(f"{call.name}_again", arguments), call.name)
    name = draw(sorted(arguments), moment.generator)
    meant = Fact(name, "Identifier", name, str(arguments[name]))
    arguments[name] = wrong_value(meant, moment.generator) or "0"
    return Fault(ToolCall(call.name, arguments), call.name)


FAULTS: Mapping[ErrorKind, Callable[[Moment], Fault | None]] = {
    "wrong_value": _wrong_value,
    "contradiction": _contradiction,
    "invented_fact": _invented_fact,
    "extra_request": _extra_request,
    "forgotten_request": _forgotten_request,
    "premature_hang_up": _premature_hang_up,
    "false_claim": _false_claim,
    "wrong_confirmation": _wrong_confirmation,
    "tool_misuse": _tool_misuse,
}


def can_err(kind: ErrorKind, script: UserScript, tools: frozenset[str]) -> bool:
    """Tell whether a user with this script and these tools could make such a fault at all."""
    if kind in ("false_claim", "tool_misuse"):
        return bool(tools)
    if kind == "forgotten_request":
        return len(script.requests) > 1
    return bool(script.facts) or kind not in ("wrong_value", "contradiction")


def spoken(fact: Fact) -> str:
    """Say a fact's value as the scripted user does."""
    return say_value(fact.type, fact.value)


def says(text: str, fact: Fact) -> bool:
    """Tell whether a fact's value stands in a text as it is spoken, as a word of its own."""
    return _whole(spoken(fact)).search(text) is not None


def replace(text: str, right: str, wrong: str) -> str:
    """Put another value wherever a spoken one stands as a word of its own."""
    return _whole(right).sub(lambda match: wrong, text)


@lru_cache(maxsize=4096)
def _whole(value: str) -> re.Pattern[str]:
    """Find a value that is not part of another: no 1 in "OR-1", in "1.5" or in "10"."""
    return re.compile(rf"(?<![\w@.+-]){re.escape(value)}(?![\w@-]|\.\w)")


def _hang_up(moment: Moment, kind: str) -> ToolCall:
    return ToolCall(HANG_UP, {"farewell": moment.phrase(kind)})
