"""What a stage is."""

from collections.abc import Mapping
from typing import Any, Protocol

from autoforge_envs.synthesis.model_design.blueprint import Blueprint
from autoforge_envs.synthesis.model_design.shapes import Shape


class Stage(Protocol):
    """One question to the model. What it says is text until it is read; none of it is run here."""

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

    def question(self, blueprint: Blueprint) -> str:
        """Return what the model is asked."""
        ...

    def read(self, answer: Mapping[str, Any], blueprint: Blueprint) -> Blueprint:
        """Return the blueprint with what the answer adds; the answer has the shape.

        Raises:
            RejectedAnswer: Something is wrong with it.
        """
        ...
