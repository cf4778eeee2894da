"""What a scripted user answers to questions: facts, options, and that it does not know."""

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

import numpy

from autoforge_envs.domain.tasks import Fact, UserScript
from autoforge_envs.users import grammar
from autoforge_envs.users.addresses import whole_address
from autoforge_envs.users.agenda import Agenda
from autoforge_envs.users.asked_facts import (
    asked_facts,
    asks_for_wish,
    names_wish,
    only_untold,
    unclear_facts,
)
from autoforge_envs.users.choices import offered_options, wished_option
from autoforge_envs.users.extras import offers_besides
from autoforge_envs.users.questions import UNTOLD
from autoforge_envs.users.spoken_names import is_of_another, spoken_groups
from autoforge_envs.users.understanding import Heard
from autoforge_envs.users.unknown_things import asked_unknown
from autoforge_envs.users.vocabulary import ROW_KEY
from autoforge_envs.users.voice import Voice

CURT_ANSWERS = 2
"""Questions that a curt user answers in one go."""

VOLUNTEERING = 0.25
"""Chance that a chatty user says more than it was asked."""

VOLUNTEERED = ("Email", "PhoneNumber", "PersonName")
"""Types of facts that are volunteered."""

_KEY = re.compile(rf"\b{ROW_KEY}")
"""How a row is called whose key is read out."""


class Answers:
    """Answers questions in a conversation, and remembers what was told last.

    What answers a message returns what to say, "" where it has nothing to say to it.
    """

    def __init__(
        self,
        script: UserScript,
        facts: Sequence[Fact],
        agenda: Agenda,
        voice: Voice,
        generator: numpy.random.Generator,
    ) -> None:
        """Begin a conversation.

        Args:
            script: Who answers.
            facts: What the user can tell, by the names under which it is asked for.
            agenda: Which wish is at hand; it learns what was told.
            voice: How it is said.
            generator: Where the chance of saying more comes from.
        """
        self._script = script
        self._facts = facts
        self._agenda = agenda
        self._voice = voice
        self._generator = generator
        self._last: tuple[str, ...] = ()
        self._held_back: tuple[str, ...] = ()

    def tell(self, heard: Heard) -> str:
        """Tell the facts that are asked for."""
        facts = asked_facts(heard, self._facts, self._agenda.rank, self._script.name)
        if not facts:
            return ""
        asked = whole_address(facts, self._facts, heard)
        asked_groups = spoken_groups(asked, self._facts)
        groups = asked_groups[: self._most_at_once()]
        told = [fact for group in groups for fact in group]
        self._hold_back(fact for group in asked_groups[len(groups) :] for fact in group)
        self._last = tuple(fact.name for fact in told)
        said = [*self._say_groups(groups), self._volunteer(told)]
        said.append(self._option(heard, asked) or self._deny_rest(heard, asked))
        return " ".join(filter(None, said))

    def _hold_back(self, facts: Iterable[Fact]) -> None:
        """Remember what was asked for and is left out, until something else is asked for."""
        self._held_back = tuple(fact.name for fact in facts)

    def tell_rest(self, heard: Heard) -> str:
        """Tell what was left out where the rest of the answer is asked for: "And the last one?"."""
        if not self._held_back or not any(grammar.REST.match(s.text) for s in heard.sentences):
            return ""
        rest = [fact for fact in self._facts if fact.name in self._held_back]
        groups = spoken_groups(rest, self._facts)[: self._most_at_once()]
        told = [fact for group in groups for fact in group]
        self._last = tuple(fact.name for fact in told)
        self._hold_back(fact for fact in rest if fact not in told)
        return " ".join(self._say_groups(groups))

    def _most_at_once(self) -> int:
        """Return how many questions are answered in one go; who is curt holds back."""
        return CURT_ANSWERS if self._script.persona == "curt" else len(self._facts)

    def _volunteer(self, told: Sequence[Fact]) -> str:
        """Say more than was asked, as chatty people do: one more fact by which they are known."""
        if self._script.persona != "chatty" or self._generator.random() >= VOLUNTEERING:
            return ""
        more = (
            fact
            for fact in self._script.facts
            if fact.type in VOLUNTEERED
            and fact not in told
            and self._agenda.rank(fact) == UNTOLD
            and not is_of_another(fact, self._script)
        )
        fact = next(more, None)
        return "" if fact is None else self.tell_fact("volunteer", fact)

    def _deny_rest(self, heard: Heard, asked: Sequence[Fact]) -> str:
        """Say what of a message that asks for several things the user does not know."""
        unknown = asked_unknown(heard, asked, self._facts)
        return self._voice.say_unknown(unknown, heard.asking) if unknown else ""

    def choose(self, heard: Heard) -> str:
        """Take the option that the wish at hand has said, or say again what stands for one."""
        if not heard.asks:
            return ""
        return self._option(heard, ()) or self._say_what_stands(heard)

    def _option(self, heard: Heard, asked: Sequence[Fact]) -> str:
        """Say which of some options the wish at hand has said, unless a fact asked for is one."""
        options = offered_options(heard)
        if not options or any(fact.type == "Choice" for fact in asked):
            return ""
        chosen = wished_option(options, self._agenda.wish(), self._agenda.meanings())
        return "" if chosen is None else self._voice.say_option(chosen)

    def _say_what_stands(self, heard: Heard) -> str:
        """Say the words of the wish at hand that stand for the choice asked for."""
        stated = [
            Fact(each.name, "Choice", each.name.replace("_", " "), each.words)
            for each in self._agenda.meanings()
            if isinstance(each.value, str)
        ]
        asked = asked_facts(heard, stated) if stated else []
        words = ", ".join(fact.value for fact in asked)
        return self._voice.say("as_said", words=words) if asked else ""

    def say_again(self, heard: Heard) -> str:
        """Say again the facts told last."""
        if not heard.asks_again or not self._last:
            return ""
        return self._tell_all([fact for fact in self._facts if fact.name in self._last])

    def ask_back(self, heard: Heard) -> str:
        """Ask which of several facts is meant."""
        unclear = unclear_facts(heard, self._facts, self._agenda.rank, self._script.name)
        things = " or the ".join(dict.fromkeys(fact.label for fact in unclear))
        return self._voice.say("which", things=things) if unclear else ""

    def deny(self, heard: Heard) -> str:
        """Say that the user cannot do, does not have or does not know what is asked for."""
        if grammar.DEED.search(heard.asking):
            return self._voice.say("cannot")
        if grammar.POSSESSION.search(heard.asking):
            return self._voice.say("have_not")
        unknown = asked_unknown(heard, self._facts, self._facts)
        return self._voice.say("unknown") if unknown else ""

    def tell_early(self, heard: Heard) -> str:
        """Tell facts of wishes to come that are asked for by their names."""
        to_come = self._to_come(heard)
        return self._tell_all([fact for fact in to_come if fact.label.lower() in heard.asking])

    def put_off(self, heard: Heard, again: bool) -> str:
        """Answer a question for none of the facts that are to be told now.

        Args:
            heard: The question.
            again: Whether the user was asked in vain before, and has repeated its wish.
        """
        if grammar.PREFERENCE.search(heard.asking) and offered_options(heard):
            return self._voice.say("either")
        about_wish = asks_for_wish(heard, self._agenda.subject())
        if about_wish or heard.asks_again or self._to_come(heard):
            return self._say_wish("repeat")
        return self._answer_unrelated(heard, again)

    def _answer_unrelated(self, heard: Heard, again: bool) -> str:
        """Answer a question for something that neither the facts nor the wish are about."""
        if grammar.EXTRA.search(heard.asking) or offers_besides(heard.asking):
            return self._voice.say("no_thanks")
        if heard.offers or grammar.PREFERENCE.search(heard.asking):
            return self._voice.say("either")
        untold = only_untold(self._script.facts, self._agenda.rank, self._script.name)
        asks_for = grammar.ASKS_FOR.search(heard.asking)
        if untold is not None and asks_for and not grammar.WHETHER.search(heard.asking):
            return self.tell_fact("answer", untold)
        if not again:
            return self._say_wish("repeat")
        unclear = asks_for is None and self._is_about_wish(heard)
        return self._voice.say("what_needed" if unclear else "unknown")

    def _is_about_wish(self, heard: Heard) -> bool:
        """Tell whether a message is about the wish: it names a row, or what the wish has named."""
        if _KEY.search(heard.text):
            return True
        return names_wish(heard.text, self._agenda.subject())

    def _to_come(self, heard: Heard) -> Sequence[Fact]:
        """Return the facts asked for, whichever wish they are of."""
        return asked_facts(heard, self._facts, speaker=self._script.name)

    def tell_fact(self, kind: str, fact: Fact) -> str:
        """Tell one fact in a phrasing of a kind."""
        self._agenda.note_told(fact)
        return self._voice.say_group(kind, (fact,))

    def _tell_all(self, facts: Sequence[Fact]) -> str:
        return " ".join(self._say_groups(spoken_groups(facts, self._facts))) if facts else ""

    def _say_groups(self, groups: Sequence[Sequence[Fact]]) -> list[str]:
        for fact in chain.from_iterable(groups):
            self._agenda.note_told(fact)
        return self._voice.say_groups(groups)

    def _say_wish(self, kind: str) -> str:
        return self._voice.say(kind, words=self._agenda.wish_once_more())

    def forget(self) -> None:
        """Forget what was told last: another wish is at hand."""
        self._last = self._held_back = ()

    def save(self) -> dict[str, list[str]]:
        """Return the names of the facts told last, and of those left out, as plain data."""
        return {"last": list(self._last), "held_back": list(self._held_back)}

    def restore(self, saved: Mapping[str, Sequence[str]]) -> None:
        """Bring it to a saved moment."""
        self._last = tuple(saved["last"])
        self._held_back = tuple(saved["held_back"])
