"""The first question about a task: by which reasoning nodes its requests are put."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autoforge_envs.synthesis.model_design.problems import Problem, raise_if_any
from autoforge_envs.synthesis.model_design.prompting import render_prompt
from autoforge_envs.synthesis.model_design.shapes import NUMBER, Shape, list_of, one_of, record
from autoforge_envs.synthesis.rewriting.nodes import AS_IT_IS, NODES
from autoforge_envs.synthesis.rewriting.offers import Offer

PROMPTS = Path(__file__).with_name("prompts")

_SHAPE = record(requests=list_of(record(request=NUMBER, node=one_of((AS_IT_IS, *NODES)))))

Nodes = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NodesStage:
    """Asks for a node for each request of a task.

    Attributes:
        offer: The task.
        title: Of the business.
    """

    offer: Offer
    title: str

    @property
    def name(self) -> str:
        """What ledgers call it."""
        return "nodes"

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
        """Whether a request could be put by another node."""
        return any(len(each.nodes) > 1 for each in self.offer.requests)

    def question(self, _nodes: Nodes, /) -> str:
        """Return what the model is asked."""
        named = {name for each in self.offer.requests for name in each.nodes}
        return render_prompt(
            "nodes",
            PROMPTS,
            title=self.title,
            task=self.offer.key,
            requests=[(each.text.text, each.nodes) for each in self.offer.requests],
            examples=[(name, node.example) for name, node in NODES.items() if name in named],
        )

    def read(self, answer: Mapping[str, Any], _nodes: Nodes, /) -> Nodes:
        """Return a node for each request.

        Raises:
            RejectedAnswer: One is missing, or does not go with its request.
        """
        requests = self.offer.requests
        check_numbers(answer["requests"], len(requests))
        chosen = {each["request"]: each["node"] for each in answer["requests"]}
        raise_if_any(
            Problem(
                "another node",
                f"request {number}",
                f"cannot be put by {chosen[number]!r}; there are {', '.join(wording.nodes)}",
            )
            for number, wording in enumerate(requests, 1)
            if chosen[number] not in wording.nodes
        )
        return tuple(chosen[number] for number in range(1, len(requests) + 1))


def check_numbers(said: Sequence[Mapping[str, Any]], count: int) -> None:
    """Check that an answer has each request once.

    Raises:
        RejectedAnswer: It has not.
    """
    numbers = sorted(each["request"] for each in said)
    if numbers != list(range(1, count + 1)):
        reason = f"must have each request from 1 to {count} once, has {numbers}"
        raise_if_any([Problem("other requests", "requests", reason)])
