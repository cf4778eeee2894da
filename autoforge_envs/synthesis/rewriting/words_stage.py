"""The second question about a task: in which words the user puts it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from autoforge_envs.synthesis.model_design.english import is_english
from autoforge_envs.synthesis.model_design.problems import Problem, raise_if_any
from autoforge_envs.synthesis.model_design.prompting import render_prompt
from autoforge_envs.synthesis.model_design.shapes import NUMBER, TEXT, Shape, list_of, record
from autoforge_envs.synthesis.rewriting.free_words import problems_of_words
from autoforge_envs.synthesis.rewriting.nodes_stage import PROMPTS, check_numbers
from autoforge_envs.synthesis.rewriting.offers import Offer, Wording

_SHAPE = record(requests=list_of(record(request=NUMBER, text=TEXT, fallback=TEXT)))

Texts = tuple[tuple[str, str | None], ...]
"""A text and a fallback for each request."""


@dataclass(frozen=True, slots=True)
class WordsStage:
    """Asks for other words for the requests of a task.

    Attributes:
        offer: The task.
        title: Of the business.
    """

    offer: Offer
    title: str

    @property
    def name(self) -> str:
        """What ledgers call it."""
        return "words"

    @property
    def subject(self) -> str:
        """What the question is about."""
        return f"task {self.offer.key}"

    @property
    def shape(self) -> Shape:
        """The shape of an answer."""
        return _SHAPE

    @property
    def is_worth_asking(self) -> bool:
        """Whether there is a word that could be another."""
        return any(each.text.is_open for each in self.offer.requests)

    @property
    def texts(self) -> Texts:
        """The texts as they are."""
        return tuple(
            (each.text.text, None if each.fallback is None else each.fallback.text)
            for each in self.offer.requests
        )

    def question(self, _texts: Texts, /) -> str:
        """Return what the model is asked."""
        return render_prompt(
            "words",
            PROMPTS,
            title=self.title,
            task=self.offer.key,
            requests=[
                (each.text.marked, each.fallback and each.fallback.marked)
                for each in self.offer.requests
            ],
        )

    def read(self, answer: Mapping[str, Any], _texts: Texts, /) -> Texts:
        """Return the texts.

        Raises:
            RejectedAnswer: One leaves something out, adds something, or asks for something else.
        """
        requests = self.offer.requests
        check_numbers(answer["requests"], len(requests))
        said = sorted(answer["requests"], key=lambda each: each["request"])
        texts = [(_plain(each["text"]), _plain(each["fallback"])) for each in said]
        pairs = zip(requests, texts, strict=True)
        raise_if_any(
            problem
            for number, (wording, (text, fallback)) in enumerate(pairs, 1)
            for problem in _problems(wording, text, fallback, f"request {number}")
        )
        if not is_english([" ".join(text for text, _ in texts)]):
            raise_if_any([Problem("another language", "the answer", "is not English")])
        return tuple(
            (text, None if wording.fallback is None else fallback)
            for wording, (text, fallback) in zip(requests, texts, strict=True)
        )


def _problems(wording: Wording, text: str, fallback: str, where: str) -> Iterator[Problem]:
    yield from problems_of_words(text, wording.text, wording.bounds, where)
    if wording.fallback is not None:
        place = f"{where}, its fallback"
        yield from problems_of_words(fallback, wording.fallback, wording.fallback_bounds, place)


def _plain(text: str) -> str:
    """Take the brackets off, which models like to repeat."""
    return " ".join(text.replace("[", "").replace("]", "").split())
