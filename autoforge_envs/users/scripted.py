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
from autoforge_envs.domain.tasks import Fact, UserScript
from autoforge_envs.domain.wording import say_value
from autoforge_envs.episode.messages import Action, Message, ToolCall, Words
from autoforge_envs.users import grammar
from autoforge_envs.users.agenda import Agenda
from autoforge_envs.users.asked_facts import (
    asked_facts,
    asked_unknown,
    asks_for_wish,
    only_untold,
    unclear_facts,
    whole_address,
)
from autoforge_envs.users.asked_tools import asked_tools
from autoforge_envs.users.phrases import PHRASES
from autoforge_envs.users.read_backs import misquoted_fact
from autoforge_envs.users.understanding import Heard, offers_instead, understand

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
        self._agenda: Agenda
        self._idle = 0
        self._heard = ""
        self._last: tuple[str, ...] = ()
        self._queue: list[Action] = []

    def reset(
        self, script: UserScript, tools: Sequence[ToolInfo], generator: numpy.random.Generator
    ) -> None:
        """Start playing a script."""
        self._script = script
        self._tools = [tool for tool in tools if tool.name not in (CONFIRM, HANG_UP)]
        self._generator = generator
        self._agenda = Agenda(script)
        self._idle = 0
        self._heard = ""
        self._last = ()
        self._queue = []

    def act(self, heard: Message | None) -> Action:
        """Act once: open the conversation, answer, call a tool of one's own, or hang up."""
        if heard is None:
            return Words(self._say("greeting", words=self._agenda.wish()))
        if self._queue:
            return self._queue.pop(0)
        if heard.role == "tool":
            return Words(self._report(heard))
        return self._answer(understand(heard.content))

    def _answer(self, heard: Heard) -> Action:
        if heard.refuses and not heard.asks:
            self._agenda.note_refusal()
        repeated = heard.text == self._heard
        self._heard = heard.text
        stage = self._agenda.stage
        action = (
            self._name_fallback(heard)
            or self._use_tool(heard)
            or self._confirm(heard)
            or self._tell_facts(heard)
            or self._say_again(heard)
            or self._take_refusal(heard)
            or self._go_on(heard)
        )
        if action is None:
            return self._lose_patience(heard)
        self._idle = self._idle + 1 if repeated and stage == self._agenda.stage else 0
        if self._idle > PATIENCE:
            self._queue = []
            return self._leave()
        return action

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
        if not heard.asks_confirmation or self._is_put_off(heard):
            return None
        wrong = misquoted_fact(heard, self._script.facts)
        if wrong is not None:
            return Words(self._say_fact("correct", wrong))
        asked = self._tell_facts(heard)
        also = [asked.text] if isinstance(asked, Words) else []
        self._queue.append(Words(" ".join([self._say("confirm"), *also])))
        self._agenda.note_consent()
        return ToolCall(CONFIRM, {})

    def _is_put_off(self, heard: Heard) -> bool:
        """Tell whether something else is offered instead of the wish at hand, which is refused."""
        if self._agenda.fell_back:
            return False
        return heard.offers_instead or (self._agenda.refused and offers_instead(heard.sentences))

    def _tell_facts(self, heard: Heard) -> Action | None:
        facts = asked_facts(heard, self._script.facts, self._agenda.rank, self._script.name)
        if not facts:
            return None
        asked = whole_address(facts, self._script.facts, heard)
        facts = asked[: self._most_at_once()]
        self._last = tuple(fact.name for fact in facts)
        said = [self._say_fact("answer", fact) for fact in facts]
        said += self._volunteer(facts)
        said += [self._say("unknown_thing", thing=t) for t in asked_unknown(heard, asked)[:1]]
        return Words(" ".join(said))

    def _most_at_once(self) -> int:
        """Return how many questions are answered in one go; who is curt holds back."""
        return CURT_ANSWERS if self._script.persona == "curt" else len(self._script.facts)

    def _volunteer(self, told: Sequence[Fact]) -> list[str]:
        """Say more than was asked, as chatty people do: one more fact by which they are known."""
        if self._script.persona != "chatty" or self._generator.random() >= VOLUNTEERING:
            return []
        more = [f for f in self._script.facts if f.type in VOLUNTEERED and f not in told]
        return [self._say_fact("volunteer", fact) for fact in more[:1]]

    def _say_again(self, heard: Heard) -> Action | None:
        """Say again the facts told last."""
        if not heard.asks_again or not self._last:
            return None
        last = [fact for fact in self._script.facts if fact.name in self._last]
        return Words(" ".join(self._say_fact("answer", fact) for fact in last))

    def _name_fallback(self, heard: Heard) -> Action | None:
        """Name the fallback before anything else where a refusal is followed by leave-taking."""
        if not heard.closes or not (heard.refuses or self._agenda.refused):
            return None
        return self._fall_back()

    def _take_refusal(self, heard: Heard) -> Action | None:
        """Take the fallback when refused; where there is none, insist once."""
        if not heard.refuses:
            return None
        self._agenda.note_refusal()
        fallback = self._fall_back()
        if fallback is None and not heard.closes and self._agenda.insist():
            return Words(self._say("insist"))
        return fallback

    def _fall_back(self) -> Action | None:
        if not self._agenda.fall_back():
            return None
        self._last = ()
        return Words(self._say("fallback", words=self._agenda.wish()))

    def _go_on(self, heard: Heard) -> Action | None:
        if not heard.closes:
            return None
        if self._agenda.go_on():
            self._last = ()
            return Words(self._say("next", words=self._agenda.wish()))
        if grammar.HAND_OVER.search(heard.text):
            return None
        return ToolCall(HANG_UP, {"farewell": self._say("farewell")})

    def _lose_patience(self, heard: Heard) -> Action:
        self._idle += 1
        if self._idle > PATIENCE:
            return self._leave()
        if self._is_put_off(heard):
            return Words(self._say("decline"))
        if heard.closes or heard.asks_more:
            return Words(self._say("hand_over" if heard.closes else "nothing_more"))
        if heard.asks:
            return Words(self._ask_back(heard) or self._put_off(heard))
        if not heard.text.strip():
            return Words(self._say("repeat", words=self._agenda.wish()))
        return Words(self._say("wait"))

    def _leave(self) -> Action:
        return ToolCall(HANG_UP, {"farewell": self._say("impatient")})

    def _ask_back(self, heard: Heard) -> str:
        """Ask which of several facts is meant; "" if that is not the question."""
        unclear = unclear_facts(heard, self._script.facts, self._agenda.rank, self._script.name)
        things = " or the ".join(dict.fromkeys(fact.label for fact in unclear))
        return self._say("which", things=things) if unclear else ""

    def _put_off(self, heard: Heard) -> str:
        if asked_unknown(heard, self._script.facts):
            return self._say("unknown")
        to_come = asked_facts(heard, self._script.facts, speaker=self._script.name)
        insisted = [fact for fact in to_come if fact.label.lower() in heard.asking]
        if insisted and self._idle > 1:  # who asks by name once more is told before its time
            self._idle = 1  # and so is what is asked next
            return " ".join(self._say_fact("answer", fact) for fact in insisted)
        if to_come or heard.asks_again or asks_for_wish(heard, self._agenda.subject()):
            return self._say("repeat", words=self._agenda.wish())
        untold = only_untold(self._script.facts, self._agenda.rank, self._script.name)
        if untold is not None:
            return self._say_fact("answer", untold)
        kind = "unknown" if self._idle % 2 else "repeat"
        return self._say(kind, words=self._agenda.wish())

    def _say_fact(self, kind: str, fact: Fact) -> str:
        self._agenda.note_told(fact)
        return self._say(kind, label=fact.label, value=say_value(fact.type, fact.value))

    def _say(self, kind: str, **slots: str) -> str:
        phrasings = PHRASES.get(f"{kind}.{self._script.persona}") or PHRASES[kind]
        chosen = phrasings[int(self._generator.integers(len(phrasings)))]
        return chosen.format(**slots)

    def save(self) -> dict[str, Any]:
        """Return what it has in mind, as plain data."""
        state = self._generator.bit_generator.state
        return {
            "agenda": self._agenda.save(),
            "idle": self._idle,
            "heard": self._heard,
            "last": list(self._last),
            "queue": [action.text for action in self._queue if isinstance(action, Words)],
            "generator": state,
        }

    def restore(self, saved: Mapping[str, Any]) -> None:
        """Bring it to a saved moment; `reset` with the same script came before."""
        self._agenda.restore(saved["agenda"])
        self._idle = saved["idle"]
        self._heard = saved["heard"]
        self._last = tuple(saved["last"])
        self._queue = [Words(text) for text in saved["queue"]]
        self._generator.bit_generator.state = saved["generator"]
