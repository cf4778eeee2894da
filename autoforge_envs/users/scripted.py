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
from autoforge_envs.domain.tasks import Fact, UserScript
from autoforge_envs.domain.wording import say_value
from autoforge_envs.episode.messages import Action, Message, ToolCall, Words
from autoforge_envs.users import grammar
from autoforge_envs.users.agenda import Agenda
from autoforge_envs.users.answers import Answers
from autoforge_envs.users.counter_offers import CounterOffer, counter_offer
from autoforge_envs.users.decisions import decisive_option
from autoforge_envs.users.questions import AT_HAND
from autoforge_envs.users.read_backs import misquoted_fact
from autoforge_envs.users.spoken_names import own_facts
from autoforge_envs.users.tool_use import ToolUse
from autoforge_envs.users.understanding import Heard, understand
from autoforge_envs.users.voice import Voice

PATIENCE = 4
"""Unproductive messages of the agent in a row before the user gives up."""


class ScriptedUser:
    """A user that plays its script by rules; the same seed gives the same words."""

    def __init__(self) -> None:
        """Wait for `reset`."""
        self._script: UserScript
        self._tool_use: ToolUse
        self._facts: tuple[Fact, ...] = ()
        self._generator: numpy.random.Generator
        self._voice: Voice
        self._agenda: Agenda
        self._answers: Answers
        self._idle = 0
        self._heard = ""
        self._queue: list[Action] = []

    def reset(
        self, script: UserScript, tools: Sequence[ToolInfo], generator: numpy.random.Generator
    ) -> None:
        """Start playing a script."""
        self._script = script
        own_tools = [tool for tool in tools if tool.name not in (CONFIRM, HANG_UP)]
        self._tool_use = ToolUse(own_tools, script.facts)
        self._facts = own_facts(script)
        self._generator = generator
        self._voice = Voice(script, generator)
        self._agenda = Agenda(script)
        self._answers = Answers(script, self._facts, self._agenda, self._voice, generator)
        self._idle = 0
        self._heard = ""
        self._queue = []

    def act(self, heard: Message | None) -> Action:
        """Act once: open the conversation, answer, call a tool of one's own, or hang up."""
        if heard is None:
            return Words(self._say("greeting", words=self._agenda.wish()))
        if self._queue:
            return self._queue.pop(0)
        if heard.role == "tool":
            return Words(self._report(heard))
        return self._answer(heard.content)

    def _answer(self, content: str) -> Action:
        heard = understand(content)
        if heard.refuses and not heard.asks:
            self._agenda.note_refusal()
        if not heard.asks and any(map(str.isdigit, heard.text)):
            self._agenda.note_information()
        repeated = heard.text == self._heard
        self._heard = heard.text
        stage = self._agenda.stage
        action = self._name_fallback(heard) or self._use_tool(heard, content)
        heard, option = self._decide(heard)
        action = (
            action
            or self._confirm(heard, option)
            or self._answer_question(heard)
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

    def _use_tool(self, heard: Heard, content: str) -> Action | None:
        attempt = self._tool_use.attempt(heard, content)
        if attempt is None:
            return None
        if attempt.wrong is not None:
            return Words(self._answers.tell_fact("correct", attempt.wrong))
        if attempt.missing:
            return Words(self._say("which_thing", thing=attempt.missing))
        return attempt.call

    def _report(self, result: Message) -> str:
        if result.error:
            self._tool_use.let_go()
            return self._say("stuck", value=result.content)
        data = json.loads(result.content)
        if isinstance(data, dict):
            spoken = ", ".join(f"{k.replace('_', ' ')} {say_value('', v)}" for k, v in data.items())
        else:
            spoken = say_value("", data)
        return self._say("report", value=spoken)

    def _decide(self, heard: Heard) -> tuple[Heard, str]:
        """Take the option that is a yes for a question for one; return its words, too, or ""."""
        agenda = self._agenda
        decision = decisive_option(heard, agenda.wish(), agenda.meanings(), agenda.deeds())
        return (heard, "") if decision is None else (decision.question, decision.words)

    def _confirm(self, heard: Heard, option: str) -> Action | None:
        if not heard.asks_confirmation or self._counter_offer(heard):
            return None
        wrong = misquoted_fact(heard, self._facts)
        if wrong is not None:
            return Words(self._answers.tell_fact("correct", wrong))
        also = self._answers.tell(heard)
        kind = "no_objection" if grammar.INVERSE.search(heard.text) else "confirm"
        self._queue.append(Words(f"{option or self._say(kind)} {also}".rstrip()))
        self._agenda.note_consent(heard.text)
        return ToolCall(CONFIRM, {})

    def _counter_offer(self, heard: Heard) -> CounterOffer | None:
        """Tell whether something else is proposed than the wish at hand, or its fallback."""
        if not heard.asks_confirmation or (heard.refuses and self._agenda.fell_back):
            return None
        said = [fact for fact in self._facts if self._agenda.rank(fact) == AT_HAND]
        refused = self._agenda.refused and not self._agenda.fell_back
        return counter_offer(
            heard,
            self._agenda.subject(),
            said,
            refused=refused,
            agreed_to=self._agenda.agreed_to,
        )

    def _answer_question(self, heard: Heard) -> Action | None:
        answers = self._answers
        text = answers.tell(heard) or answers.choose(heard) or answers.say_again(heard)
        text = text or answers.tell_rest(heard)
        return Words(text) if text else None

    def _name_fallback(self, heard: Heard) -> Action | None:
        """Name the fallback before anything else where a refusal is followed by leave-taking.

        A wish on which nothing was agreed is refused, too, in whatever words.
        """
        refused = heard.refuses or self._agenda.refused or not self._agenda.agreed
        if not heard.closes or not refused:
            return None
        named = heard.refuses or self._agenda.refused
        return self._fall_back("fallback" if named else "fallback_unasked")

    def _take_refusal(self, heard: Heard) -> Action | None:
        """Take the fallback when refused; where there is none, insist once."""
        if not heard.refuses:
            return None
        self._agenda.note_refusal()
        fallback = self._fall_back()
        if fallback is None and not heard.closes and self._agenda.insist():
            return Words(self._say("insist"))
        return fallback

    def _fall_back(self, kind: str = "fallback") -> Action | None:
        if not self._agenda.fall_back():
            return None
        self._answers.forget()
        if kind == "fallback":
            return Words(self._say(kind, words=self._agenda.wish()))
        return Words(self._say_wish(kind))

    def _go_on(self, heard: Heard) -> Action | None:
        if not heard.closes:
            return None
        refused = heard.refuses or self._agenda.refused
        if self._agenda.go_on():
            self._answers.forget()
            kind = "next_refused" if refused else "next"
            return Words(self._say(kind, words=self._agenda.wish()))
        if grammar.HAND_OVER.search(heard.text):
            return None
        if not (self._agenda.answered or heard.asks_else) and self._agenda.remind():
            return Words(self._say_wish("unanswered"))
        kind = "farewell_refused" if refused else "farewell"
        return ToolCall(HANG_UP, {"farewell": self._say(kind)})

    def _lose_patience(self, heard: Heard) -> Action:
        self._idle += 1
        if self._idle > PATIENCE:
            return self._leave()
        offered = self._counter_offer(heard)
        if offered is CounterOffer.INSTEAD:
            return Words(self._say("decline"))
        if offered is CounterOffer.OTHER:
            return Words(self._say_wish("prefer"))
        if offered is CounterOffer.EXTRA:
            return Words(self._say("no_thanks"))
        return Words(self._fill_in(heard))

    def _fill_in(self, heard: Heard) -> str:
        """Answer what leads nowhere."""
        if heard.closes or heard.asks_more:
            return self._say("hand_over" if heard.closes else "nothing_more")
        if heard.asks:
            return self._put_off(heard)
        if not heard.text.strip():
            return self._say_wish("repeat")
        return self._say("accept" if heard.refuses else "wait")

    def _put_off(self, heard: Heard) -> str:
        """Answer a question for nothing that is to be told now."""
        answers = self._answers
        denial = answers.ask_back(heard) or answers.deny(heard)
        if denial:
            return denial
        told = answers.tell_early(heard) if self._idle > 1 else ""
        if told:  # who asks by name once more is told before its time
            self._idle = 1  # and so is what is asked next
        return told or answers.put_off(heard, again=self._idle % 2 == 1)

    def _leave(self) -> Action:
        return ToolCall(HANG_UP, {"farewell": self._say("impatient")})

    def _say(self, kind: str, **slots: str) -> str:
        return self._voice.say(kind, **slots)

    def _say_wish(self, kind: str) -> str:
        return self._say(kind, words=self._agenda.wish_once_more())

    def save(self) -> dict[str, Any]:
        """Return what it has in mind, as plain data."""
        state = self._generator.bit_generator.state
        return {
            "agenda": self._agenda.save(),
            "idle": self._idle,
            "heard": self._heard,
            "answers": self._answers.save(),
            "tool_use": self._tool_use.save(),
            "queue": [action.text for action in self._queue if isinstance(action, Words)],
            "said": self._voice.save(),
            "generator": state,
        }

    def restore(self, saved: Mapping[str, Any]) -> None:
        """Bring it to a saved moment; `reset` with the same script came before."""
        self._agenda.restore(saved["agenda"])
        self._idle = saved["idle"]
        self._heard = saved["heard"]
        self._answers.restore(saved["answers"])
        self._tool_use.restore(saved["tool_use"])
        self._queue = [Words(text) for text in saved["queue"]]
        self._voice.restore(saved["said"])
        self._generator.bit_generator.state = saved["generator"]
