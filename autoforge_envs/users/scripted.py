"""The scripted user: an agenda, known facts, and what has been said; no language model.

It states a request, answers what it is asked, says yes when details are read back and corrects
those that are wrong, takes the fallback its script names when it is refused or insists once, goes
on to the next request, and hangs up when nothing is left or its patience is spent. Curt users hold
back, chatty ones volunteer. It never says a fact that it does not have.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import numpy

from autoforge_envs.domain.conversation import CONFIRM, HANG_UP
from autoforge_envs.domain.domain import ToolInfo
from autoforge_envs.domain.mentions import mentions
from autoforge_envs.domain.tasks import Fact, Request, UserScript
from autoforge_envs.domain.wording import say_value
from autoforge_envs.episode.messages import Action, Message, ToolCall, Words
from autoforge_envs.users.phrases import PHRASES
from autoforge_envs.users.questions import AT_HAND, LATER, TOLD, UNTOLD, may_count
from autoforge_envs.users.understanding import (
    Heard,
    asked_facts,
    asked_tools,
    asked_unknown,
    misquoted_fact,
    unclear_facts,
    understand,
)

PATIENCE = 4
"""Unproductive messages of the agent in a row before the user gives up."""

CURT_ANSWERS = 2
"""Questions that a curt user answers in one go."""

VOLUNTEERING = 0.25
"""Chance that a chatty user says more than it was asked."""

VOLUNTEERED = ("Email", "PhoneNumber", "PersonName")
"""Types of facts that are volunteered."""


class ScriptedUser:
    """A user that plays its script by rules; the same seed gives the same words."""

    def __init__(self) -> None:
        """Wait for `reset`."""
        self._script: UserScript
        self._tools: Sequence[ToolInfo] = ()
        self._generator: numpy.random.Generator
        self._at = 0
        self._fell_back = False
        self._insisted = False
        self._idle = 0
        self._told: dict[str, int] = {}
        self._queue: list[Action] = []

    def reset(
        self, script: UserScript, tools: Sequence[ToolInfo], generator: numpy.random.Generator
    ) -> None:
        """Start playing a script."""
        self._script = script
        self._tools = [tool for tool in tools if tool.name not in (CONFIRM, HANG_UP)]
        self._generator = generator
        self._at = 0
        self._fell_back = False
        self._insisted = False
        self._idle = 0
        self._told = {}
        self._queue = []

    def act(self, heard: Message | None) -> Action:
        """Act once: open the conversation, answer, call a tool of one's own, or hang up."""
        if heard is None:
            return Words(self._open())
        if self._queue:
            return self._queue.pop(0)
        if heard.role == "tool":
            return Words(self._report(heard))
        return self._answer(understand(heard.content))

    def _open(self) -> str:
        if self._script.reveals == "all_at_once":
            self._at = len(self._script.requests) - 1
        return self._say("greeting", words=self._wishes())

    def _wishes(self) -> str:
        """Say what is wanted now: the present request, or all of them if all were named."""
        requests = self._script.requests
        if self._script.reveals == "all_at_once":
            return " ".join(request.text for request in requests)
        return requests[self._at].text

    def _answer(self, heard: Heard) -> Action:
        action = (
            self._use_tool(heard)
            or self._confirm(heard)
            or self._tell_facts(heard)
            or self._take_refusal(heard)
            or self._go_on(heard)
        )
        if action is not None:
            self._idle = 0
            return action
        return self._lose_patience(heard)

    def _use_tool(self, heard: Heard) -> Action | None:
        tool = next(iter(asked_tools(heard, self._tools)), None)
        if tool is None:
            return None
        arguments = {}
        for name, semantic in tool.parameters.items():
            value = self._argument(name, semantic, heard)
            if value is not None:
                arguments[name] = value
        return ToolCall(tool.name, arguments)

    def _argument(self, name: str, semantic: str, heard: Heard) -> Any:
        facts = [f for f in self._script.facts if f.type == semantic]
        exact = [f for f in facts if f.name == name or mentions(heard.text, f.type, f.value)]
        return (exact or facts)[0].value if facts else None

    def _report(self, result: Message) -> str:
        if result.error:
            return self._say("stuck", value=result.content)
        data = json.loads(result.content)
        if isinstance(data, dict):
            spoken = ", ".join(f"{k.replace('_', ' ')} {say_value('', v)}" for k, v in data.items())
        else:
            spoken = say_value("", data)
        return self._say("report", value=spoken)

    def _confirm(self, heard: Heard) -> Action | None:
        if not heard.asks_confirmation:
            return None
        wrong = misquoted_fact(heard, self._script.facts)
        if wrong is not None:
            return Words(self._say_fact("correct", wrong))
        asked = self._tell_facts(heard)
        also = [asked.text] if isinstance(asked, Words) else []
        self._queue.append(Words(" ".join([self._say("confirm"), *also])))
        return ToolCall(CONFIRM, {})

    def _tell_facts(self, heard: Heard) -> Action | None:
        facts = asked_facts(heard, self._script.facts, self._rank, self._script.name)
        if not facts:
            return None
        said = [self._say_fact("answer", fact) for fact in facts[: self._most_at_once()]]
        said += self._volunteer(facts)
        said += [self._say("unknown_thing", thing=t) for t in asked_unknown(heard, facts)[:1]]
        return Words(" ".join(said))

    def _rank(self, fact: Fact) -> int:
        """Rank a fact by when it is said: nobody asks for what another wish needs."""
        requests = self._script.requests
        stated = [at for at, each in enumerate(requests) if _states(each, fact)]
        said = [at for at in [*stated, self._told.get(fact.name, -1)] if 0 <= at <= self._at]
        if not said:
            return LATER if stated else UNTOLD
        present = max(said) == self._at and self._script.reveals == "one_by_one"
        return AT_HAND if present else TOLD

    def _most_at_once(self) -> int:
        """Return how many questions are answered in one go; who is curt holds back."""
        return CURT_ANSWERS if self._script.persona == "curt" else len(self._script.facts)

    def _volunteer(self, told: Sequence[Fact]) -> list[str]:
        """Say more than was asked, as chatty people do: one more fact by which they are known."""
        if self._script.persona != "chatty" or self._generator.random() >= VOLUNTEERING:
            return []
        more = [f for f in self._script.facts if f.type in VOLUNTEERED and f not in told]
        return [self._say_fact("volunteer", fact) for fact in more[:1]]

    def _take_refusal(self, heard: Heard) -> Action | None:
        """Take the fallback when refused; where there is none, insist once."""
        if not heard.refuses:
            return None
        fallbacks = self._fallbacks()
        if fallbacks and not self._fell_back:
            self._fell_back = True
            return Words(self._say("fallback", words=" ".join(fallbacks)))
        if heard.closes or self._fell_back or self._insisted:
            return None
        self._insisted = True
        return Words(self._say("insist"))

    def _fallbacks(self) -> list[str]:
        requests = self._script.requests
        named = requests if self._script.reveals == "all_at_once" else [requests[self._at]]
        return [request.fallback for request in named if request.fallback]

    def _go_on(self, heard: Heard) -> Action | None:
        if not heard.closes:
            return None
        if self._at + 1 < len(self._script.requests):
            self._at += 1
            self._fell_back = self._insisted = False
            return Words(self._say("next", words=self._wishes()))
        return ToolCall(HANG_UP, {"farewell": self._say("farewell")})

    def _lose_patience(self, heard: Heard) -> Action:
        self._idle += 1
        if self._idle > PATIENCE:
            return ToolCall(HANG_UP, {"farewell": self._say("impatient")})
        if heard.asks_more:
            return Words(self._say("nothing_more"))
        if heard.asks:
            return Words(self._ask_back(heard) or self._put_off(heard))
        if not heard.text.strip():
            return Words(self._say("repeat", words=self._wishes()))
        return Words(self._say("wait"))

    def _ask_back(self, heard: Heard) -> str:
        """Ask which of several facts is meant; "" if that is not the question."""
        unclear = unclear_facts(heard, self._script.facts, self._rank, self._script.name)
        things = " or the ".join(dict.fromkeys(fact.label for fact in unclear))
        return self._say("which", things=things) if unclear else ""

    def _put_off(self, heard: Heard) -> str:
        if self._idle % 2 or asked_unknown(heard, self._script.facts):
            return self._say("unknown")
        return self._say("repeat", words=self._wishes())

    def _say_fact(self, kind: str, fact: Fact) -> str:
        self._told[fact.name] = self._at
        return self._say(kind, label=fact.label, value=say_value(fact.type, fact.value))

    def _say(self, kind: str, **slots: str) -> str:
        phrasings = PHRASES.get(f"{kind}.{self._script.persona}") or PHRASES[kind]
        chosen = phrasings[int(self._generator.integers(len(phrasings)))]
        return chosen.format(**slots)

    def save(self) -> dict[str, Any]:
        """Return what it has in mind, as plain data."""
        state = self._generator.bit_generator.state
        return {
            "at": self._at,
            "fell_back": self._fell_back,
            "insisted": self._insisted,
            "idle": self._idle,
            "told": dict(self._told),
            "queue": [action.text for action in self._queue if isinstance(action, Words)],
            "generator": state,
        }

    def restore(self, saved: Mapping[str, Any]) -> None:
        """Bring it to a saved moment; `reset` with the same script came before."""
        self._at = saved["at"]
        self._fell_back = saved["fell_back"]
        self._insisted = saved["insisted"]
        self._idle = saved["idle"]
        self._told = dict(saved["told"])
        self._queue = [Words(text) for text in saved["queue"]]
        self._generator.bit_generator.state = saved["generator"]


def _states(request: Request, fact: Fact) -> bool:
    """Tell whether the words of a request say a fact."""
    stated = mentions(request.text, fact.type, fact.value)
    return stated and (fact.type != "Quantity" or may_count(request.text, fact))
