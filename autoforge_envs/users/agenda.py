"""Where a scripted user stands: which wish is at hand, what is said and told, what is to come."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from autoforge_envs.domain.mentions import mentions
from autoforge_envs.domain.tasks import Fact, Meaning, Request, UserScript
from autoforge_envs.users.questions import AT_HAND, LATER, NAMING, TOLD, UNTOLD, may_count

_LEAD_IN = re.compile(
    r"^(?:(?:pity|a pity|too bad|in that case|then do this instead|(?:all right, )?something else)"
    r"[.:!] )+",
    re.IGNORECASE,
)
"""What a wish begins with where it is named for the first time, after another one."""


class Agenda:
    """The wishes of a script, one after the other or all at once, and their fallbacks."""

    def __init__(self, script: UserScript) -> None:
        """Begin with the first wish."""
        self._requests = script.requests
        self._facts = script.facts
        self._name = script.name
        self._at_once = script.reveals == "all_at_once"
        self._at = len(script.requests) - 1 if self._at_once else 0
        self._stage = 0
        self._before = [each.text for each in script.requests] if self._at_once else []
        self._fell_back = False
        self._agreed = False
        self._agreed_to = ""
        self._insisted = False
        self._refused = False
        self._informed = False
        self._reminded = False
        self._told: dict[str, int] = {}
        self._ranks: dict[str, int] = {}  # by the wishes alone; of the present stage

    @property
    def stage(self) -> int:
        """How many wishes and fallbacks were at hand before."""
        return self._stage

    @property
    def fell_back(self) -> bool:
        """Whether the wish at hand is what is wanted instead of one refused."""
        return self._fell_back

    @property
    def refused(self) -> bool:
        """Whether the wish at hand was refused, and nothing agreed on since."""
        return self._refused

    @property
    def agreed(self) -> bool:
        """Whether something was, or where all were named may have been, agreed on for the wish."""
        return self._agreed or self._at_once

    @property
    def agreed_to(self) -> str:
        """The message that was agreed to last for the wish at hand; "" if there is none."""
        return self._agreed_to

    @property
    def answered(self) -> bool:
        """Whether the wish named last was agreed on, refused, or met with figures."""
        return self._agreed or self._refused or self._informed

    def wish(self) -> str:
        """Return what is wanted now: the wish at hand or its fallback; all where all were named."""
        return " ".join(self._fallbacks() if self._fell_back else self._texts())

    def wish_once_more(self) -> str:
        """Return what is wanted now without what leads from the wish before to it."""
        wish = _LEAD_IN.sub("", self.wish())
        return wish[:1].upper() + wish[1:]

    def meanings(self) -> list[Meaning]:
        """Return what words of what is wanted now stand for."""
        wish = self.wish()
        return [
            each for request in self._named() for each in request.meanings if each.words in wish
        ]

    def subject(self) -> str:
        """Return what is wanted now and the tools that the wishes so far are about, as words."""
        intents = [request.intent.replace("_", " ") for request in self._requests[: self._at + 1]]
        return " ".join([self.wish(), *intents])

    def deeds(self) -> list[str]:
        """Return the tools that what is wanted now is about; what is wanted instead has none."""
        return [] if self._fell_back else [each.intent for each in self._named() if each.intent]

    def fall_back(self) -> bool:
        """Turn to what is wanted instead; False if there is nothing, or it is at hand already."""
        if self._fell_back or not self._fallbacks():
            return False
        self._begin_stage()
        self._fell_back = True
        return True

    def insist(self) -> bool:
        """Insist on the wish at hand; False if that was done, or it was given up already."""
        if self._fell_back or self._insisted:
            return False
        self._insisted = True
        return True

    def go_on(self) -> bool:
        """Turn to the next wish; False if there is none."""
        if self._at + 1 >= len(self._requests):
            return False
        self._begin_stage()
        self._at += 1
        self._fell_back = self._insisted = False
        return True

    def remind(self) -> bool:
        """Ask for an answer to the wish named last; False if that was done."""
        first = not self._reminded
        self._reminded = True
        return first

    def note_refusal(self) -> None:
        """Remember that the wish at hand is refused."""
        self._refused = True

    def note_consent(self, words: str = "") -> None:
        """Remember that something is agreed on for the wish at hand, in what words of the agent."""
        self._refused = False
        self._agreed = True
        self._agreed_to = words

    def note_information(self) -> None:
        """Remember that the agent has told figures since the wish was named."""
        self._informed = True

    def note_told(self, fact: Fact) -> None:
        """Remember that a fact is told now."""
        self._told[fact.name] = self._stage

    def rank(self, fact: Fact) -> int:
        """Rank a fact by when it is said: nobody asks for what another wish needs."""
        by_wishes = self._ranks.get(fact.name)
        if by_wishes is None:
            by_wishes = self._ranks[fact.name] = self._rank_by_wishes(fact)
        told = self._told.get(fact.name)
        if told is None or by_wishes == AT_HAND:
            return by_wishes
        has_wish = self._fell_back or not self._at_once
        return AT_HAND if has_wish and told == self._stage else TOLD

    def _rank_by_wishes(self, fact: Fact) -> int:
        """Rank a fact that nobody was told but in a wish."""
        before, now, later = self._wordings()
        if _state(now, fact):
            return AT_HAND
        if _state(before, fact):
            return TOLD
        if fact.value == self._name:  # whatever wish says it too, it tells who the user is
            return UNTOLD
        return LATER if _state(later, fact) or self._goes_with_later(fact) else UNTOLD

    def _goes_with_later(self, fact: Fact) -> bool:
        """Tell whether the last fact before this one that some wish says is of a wish to come.

        Facts stand in the order in which the wishes need them.
        """
        before, now, later = self._wordings()
        earlier = self._facts[: self._facts.index(fact)] if fact in self._facts else ()
        for other in reversed([each for each in earlier if each.type in NAMING]):
            if _state(before, other) or _state(now, other):
                return False
            if _state(later, other):
                return True
        return False

    def _wordings(self) -> tuple[Sequence[str], Sequence[str], Sequence[str]]:
        """Return the words of wishes said before, at hand, and still to come.

        None are at hand where all were named at once, until some were refused.
        """
        fallbacks = self._fallbacks()
        later = [each for request in self._requests[self._at + 1 :] for each in _texts(request)]
        if self._fell_back:
            return self._before, fallbacks, later
        return self._before, [] if self._at_once else self._texts(), [*later, *fallbacks]

    def _begin_stage(self) -> None:
        """Leave the wish at hand behind."""
        self._before = [*self._before, *self._wordings()[1]]
        self._stage += 1
        self._refused = self._agreed = self._informed = self._reminded = False
        self._agreed_to = ""
        self._ranks = {}

    def _named(self) -> Sequence[Request]:
        return self._requests if self._at_once else self._requests[self._at : self._at + 1]

    def _texts(self) -> list[str]:
        return [request.text for request in self._named()]

    def _fallbacks(self) -> list[str]:
        return [request.fallback for request in self._named() if request.fallback]

    def save(self) -> dict[str, Any]:
        """Return where it stands, as plain data."""
        return {
            "at": self._at,
            "stage": self._stage,
            "before": list(self._before),
            "fell_back": self._fell_back,
            "insisted": self._insisted,
            "refused": self._refused,
            "informed": self._informed,
            "reminded": self._reminded,
            "agreed": self._agreed,
            "agreed_to": self._agreed_to,
            "told": dict(self._told),
        }

    def restore(self, saved: Mapping[str, Any]) -> None:
        """Bring it to a saved moment of the same script."""
        now = (self._at, self._stage, self._fell_back, self._before)
        if now != (saved["at"], saved["stage"], saved["fell_back"], list(saved["before"])):
            self._ranks = {}
        self._at = saved["at"]
        self._stage = saved["stage"]
        self._before = list(saved["before"])
        self._fell_back = saved["fell_back"]
        self._insisted = saved["insisted"]
        self._refused = saved["refused"]
        self._informed = saved["informed"]
        self._reminded = saved["reminded"]
        self._agreed = saved["agreed"]
        self._agreed_to = saved["agreed_to"]
        self._told = dict(saved["told"])


def _texts(request: Request) -> list[str]:
    return [request.text, request.fallback] if request.fallback else [request.text]


def _state(texts: Sequence[str], fact: Fact) -> bool:
    """Tell whether words of wishes say a fact."""
    stating = [text for text in texts if mentions(text, fact.type, fact.value)]
    return any(fact.type != "Quantity" or may_count(text, fact) for text in stating)
