"""What a stage is."""

from collections.abc import Mapping
from typing import Any, Literal, Protocol, TypeVar

from autoforge_envs.synthesis.model_design.blueprint import Blueprint
from autoforge_envs.synthesis.model_design.shapes import Shape

T = TypeVar("T")


class Stage(Protocol[T]):
    """One question to the model about something, such as the blueprint of a business.

    What the model says is text until it is read; none of it is run here.
    """

    @property
    def name(self) -> str:
        """What ledgers call it; stages that ask the same in parts share it."""
        ...

    @property
    def subject(self) -> str:
        """What this question is about, for refusals: "tools list_tickets, cancel_ticket"."""
        ...

    @property
    def shape(self) -> Shape:
        """The shape that an answer has to have."""
        ...

    def question(self, subject: T, /) -> str:
        """Return what the model is asked."""
        ...

    def read(self, answer: Mapping[str, Any], subject: T, /) -> T:
        """Return it with what the answer adds; the answer has the shape.

        Raises:
            RejectedAnswer: Something is wrong with it.
        """
        ...


Checks = Literal["words", "rows", "code"]
"""How what an answer adds is tried: not at all, by making the rows, by running it."""


class DesignStage(Stage[Blueprint], Protocol):
    """One question about a business, whose answer has parts that can be left out one by one."""

    @property
    def checks(self) -> Checks:
        """How what the answer adds is tried."""
        ...

    def part(self, member: str, item: Any) -> str:
        """Return what problems call a part of an answer: `Problem.part`.

        Args:
            member: Of the answer.
            item: One of its list, or the member itself if it is none.
        """
        ...
