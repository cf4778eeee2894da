"""The reference agent in other words: terse, chatty, everything at once, with typos, forgetful.

A style only changes what is said; what is done stays the plan. It shows how much of a result
hangs on the agent's wording.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy

from autoforge_envs.benchmark.agents import (
    ANYTHING_ELSE,
    Brief,
    Observation,
    ReferenceAgent,
    Spent,
)
from autoforge_envs.domain.tasks import Task

_QUESTION = re.compile(r"Could you tell me your ([^?]+), please\?")
_PROPOSAL = re.compile(r"I would now (.+)\. Shall I go ahead\?", re.DOTALL)
_REFUSAL = re.compile(r"I'm afraid I cannot do that; our policy says: ([^.]+)\.")
_DONE = re.compile(r"That is done( so far)?\.")
_USE = re.compile(r"Could you please ([^?]+)\?")
_MIN_WORD = 5
"""Letters of the shortest word that gets a typo."""


@dataclass(frozen=True, slots=True)
class Style:
    """How an agent talks.

    Attributes:
        question: Asks for facts; `{labels}` are their labels.
        proposal: Reads back what it would do.
        refusal: Declines; `{rule}` is why.
        done: Says that something is done.
        use: Asks the user to use a tool of theirs.
        closing: Asks for further wishes.
        asks_all: Whether it asks for every fact of the plan in its first question.
        typos: Share of the longer words with two letters swapped.
    """

    question: str = "Could you tell me your {labels}, please?"
    proposal: str = "I would now {proposal}. Shall I go ahead?"
    refusal: str = "I'm afraid I cannot do that; our policy says: {rule}."
    done: str = "That is done."
    use: str = "Could you please {use}?"
    closing: str = ANYTHING_ELSE
    asks_all: bool = False
    typos: float = 0.0


STYLES: Mapping[str, Style] = {
    "terse": Style(
        question="Your {labels}?",
        proposal="{proposal}. OK?",
        refusal="Not possible: {rule}.",
        done="Done.",
        use="Please {use}.",
        closing="Anything else?",
    ),
    "chatty": Style(
        question=(
            "Thanks so much for getting in touch, I'm happy to look into this for you! So that I "
            "can find everything, would you be so kind as to share your {labels} with me?"
        ),
        proposal=(
            "Lovely, I think I have everything together now. Here is what I would do for you: "
            "{proposal}. How does that sound, shall I go ahead?"
        ),
        refusal=(
            "I'm really sorry to bring bad news, and I do wish I could: I can't do that for you, "
            "since our policy says: {rule}."
        ),
        done="Wonderful, that's all taken care of!",
        use="Would you do me a small favour and {use} for me, please?",
        closing="Is there anything else I can help you with today?",
    ),
    "one at a time": Style(
        question="What is your {labels}?",
        proposal="This is what I am about to do: {proposal}. Do you confirm?",
        refusal="I have to decline this request. The reason: {rule}.",
        done="This is finished.",
        use="Now please {use} and tell me what you see.",
        closing="Can I help you with something else?",
    ),
    "everything at once": Style(
        question="To help you I need the following: {labels}. Could you send me all of these?",
        proposal="I can do the following for you: {proposal}. Is that okay with you?",
        asks_all=True,
    ),
    "typos": Style(typos=0.15),
}


class StyledAgent:
    """Plays like the reference agent and talks like a style."""

    reads_plan = True

    def __init__(self, style: Style) -> None:
        """Talk like this."""
        self._style = style
        self._agent = ReferenceAgent()

    def reset(self, brief: Brief, observation: Observation) -> None:
        """Take the plan to hand."""
        self._agent.reset(brief, observation)
        self._generator = numpy.random.default_rng(brief.seed)
        self._labels = _labels_of(brief.task) if brief.task is not None else []

    def act(self, observation: Observation) -> str:
        """Do what the reference agent does, in other words."""
        action = self._agent.act(observation)
        return action if action.lstrip().startswith("{") else self._say(action)

    def spent(self) -> Spent:
        """Nothing."""
        return Spent()

    def _say(self, words: str) -> str:
        style = self._style
        for pattern, say in self._phrasings():
            words = pattern.sub(say, words)
        words = words.replace(ANYTHING_ELSE, style.closing)
        return _mistype(words, style.typos, self._generator) if style.typos else words

    def _phrasings(self) -> list[tuple[re.Pattern[str], Callable[[re.Match[str]], str]]]:
        style = self._style
        return [
            (_QUESTION, lambda match: style.question.format(labels=self._asked(match[1]))),
            (_PROPOSAL, lambda match: style.proposal.format(proposal=match[1])),
            (_REFUSAL, lambda match: style.refusal.format(rule=match[1])),
            (_DONE, lambda match: style.done),
            (_USE, lambda match: style.use.format(use=match[1])),
        ]

    def _asked(self, label: str) -> str:
        if not self._style.asks_all:
            return label
        asked = [label, *(other for other in self._labels if other != label)]
        self._labels = []
        return ", ".join(asked)


def _labels_of(task: Task) -> list[str]:
    return [fact.label for fact in task.user.facts]


def _mistype(words: str, share: float, generator: numpy.random.Generator) -> str:
    """Swap two letters within some of the longer plain words; details stay as they are."""

    def swap(match: re.Match[str]) -> str:
        word = match[0]
        if generator.random() >= share:
            return word
        at = int(generator.integers(1, len(word) - 2))
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]

    parts: Sequence[str] = re.split(r"(\([^)]*\)|\S*[\d@]\S*|The [^.]* is .*?\. )", words)
    plain = re.compile(rf"(?<![\w-])[a-z]{{{_MIN_WORD},}}(?![\w-])")
    return "".join(part if at % 2 else plain.sub(swap, part) for at, part in enumerate(parts))
