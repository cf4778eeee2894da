"""What is wrong with an answer: told to the model that is to mend it, and to people."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_MAX_TOLD = 12
_MAX_LINE = 160


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong.

    Attributes:
        kind: What, in the same few words for every answer; the ledger counts by it.
        where: The part of the answer: "tool cancel_ticket, line 3".
        reason: What is wrong with it and what to do, as a sentence.
        line: The offending line itself; "" if there is none.
    """

    kind: str
    where: str
    reason: str
    line: str = ""

    @property
    def part(self) -> str:
        """The part of the answer, without the place in it: "tool cancel_ticket"."""
        return self.where.partition(",")[0]

    def __str__(self) -> str:
        """Reads as one line, of characters that a terminal only shows."""
        shown = f": `{' '.join(self.line.split())[:_MAX_LINE]}`" if self.line.strip() else ""
        told = f"{self.where}{shown}: {self.reason}" if self.where else self.reason
        return "".join(each if each.isprintable() else repr(each)[1:-1] for each in told)


class RejectedAnswer(Exception):  # noqa: N818 - a verdict on an answer
    """An answer that cannot be used, with everything that is wrong with it."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        """Keep the problems."""
        super().__init__(f"{len(problems)} problems")
        self.problems = tuple(problems)


def raise_if_any(problems: Iterable[Problem]) -> None:
    """Reject an answer with which something is wrong.

    Raises:
        RejectedAnswer: There is a problem.
    """
    found = list(problems)
    if found:
        raise RejectedAnswer(found)


def as_list(problems: Sequence[Problem]) -> str:
    """Write problems as a list, the first few of very many."""
    lines = [f"- {problem}" for problem in problems[:_MAX_TOLD]]
    left = len(problems) - _MAX_TOLD
    return "\n".join([*lines, f"- and {left} more"] if left > 0 else lines)
