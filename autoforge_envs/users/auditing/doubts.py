"""Suspicions that the rest of the conversation settles.

A word that may be a wrong value is one if the user never tells the right value, neither before nor
later. A yes or no that sounds odd is one if the agent did not ask once more.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from autoforge_envs.domain.tasks import Fact
from autoforge_envs.users.auditing.certainty import Rule, is_certain
from autoforge_envs.users.auditing.naming import WITH_DIGITS, is_said
from autoforge_envs.users.auditing.turns import UserTurn
from autoforge_envs.users.understanding import understand
from autoforge_envs.users.user_errors import UserError


class Doubts:
    """What is suspected of values and of confirmations, until the conversation has ended."""

    def __init__(self) -> None:
        """Nothing is."""
        self._values: list[tuple[Fact, UserError]] = []
        self._answers: list[UserError] = []

    def add_value(self, fact: Fact, error: UserError) -> None:
        """Note what may be a wrong value of a fact; where digits belong, it has some."""
        numbered = fact.type in WITH_DIGITS or fact.type == "StreetAddress"
        may_be = not numbered or any(c.isdigit() for c in error.evidence)
        if may_be and not error.certain:
            self._values.append((fact, error))

    def add_answer(self, rule: Rule, error: UserError) -> None:
        """Note what may be a yes or no; one with a question or a delay in it is none."""
        if rule == "odd_yes_or_no":
            self._answers.append(error)

    def settled(self, turns: Sequence[UserTurn]) -> Iterator[UserError]:
        """Yield those that are certain after all.

        Args:
            turns: All turns of the user.
        """
        asked_again = {turn.number for turn in turns if understand(turn.prompt).asks_confirmation}
        for error in self._answers:
            if error.turn + 1 not in asked_again:
                yield replace(error, certain=is_certain("never_agreed"))
        for fact, error in self._values:
            if not any(is_said(fact, turn.words) for turn in turns):
                yield replace(error, certain=is_certain("never_told_rightly"))
