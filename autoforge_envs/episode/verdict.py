"""The verdict: a value that says what is right, what is wrong, and whose fault it is.

The reward is 1.0 only if the episode ended properly, the state changed exactly as the goal says,
every fact the user needed was told, and no rule was broken. A failure is the user's if an error of
the user's made success impossible.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Literal

from autoforge_envs.domain.conversation import Decline
from autoforge_envs.domain.storage.difference import Change
from autoforge_envs.domain.tasks import Goal, Told
from autoforge_envs.users.user_errors import UserError

Blame = Literal["agent", "user", "tool", "infrastructure", "nobody"]
MaskingRule = Literal["all_spoiled", "spoiled_failures"]

REFUSAL = Told("refusal", "FreeText", "")
"""What the user must hear where a request is declined: that it is."""


class Ending(StrEnum):
    """How an episode ended."""

    USER_HUNG_UP = "user_hung_up"
    HANDED_OVER = "handed_over"
    TURN_LIMIT = "turn_limit"
    STEP_LIMIT = "step_limit"
    USER_FAILED = "user_failed"
    TOOL_FAILED = "tool_failed"
    AGENT_FAILED = "agent_failed"

    @property
    def is_termination(self) -> bool:
        """Whether the episode came to its own end; else it was truncated."""
        return self in (Ending.USER_HUNG_UP, Ending.HANDED_OVER)


@dataclass(frozen=True, slots=True)
class Verdict:
    """The judgement on an episode.

    Attributes:
        reward: 1.0 or 0.0.
        missing: Changes of the goal that did not happen.
        unexpected: Changes that are not in the goal.
        wrong: Rows that changed, but otherwise than the goal says: (goal, actual).
        untold: Facts the user had to be told and was not.
        violations: Names of broken rules.
        ending: How the episode ended; None while it runs.
        blame: Whose fault a failure is.
        user_errors: What the user did wrong, whether it mattered or not; empty while it runs.
    """

    reward: float
    missing: tuple[Change, ...]
    unexpected: tuple[Change, ...]
    wrong: tuple[tuple[Change, Change], ...]
    untold: tuple[Told, ...]
    violations: tuple[str, ...]
    ending: Ending | None
    blame: Blame
    user_errors: tuple[UserError, ...] = ()

    @property
    def spoiled(self) -> bool:
        """Whether somebody other than the agent ruined the episode."""
        return self.blame in ("user", "tool", "infrastructure")

    def is_masked(self, rule: MaskingRule) -> bool:
        """Tell whether a learner leaves the episode out.

        Args:
            rule: "all_spoiled" leaves out whatever an error of the user's touched, successes
                included; "spoiled_failures" only what somebody other than the agent ruined.
        """
        return self.spoiled or (rule == "all_spoiled" and bool(self.user_errors))

    def as_json(self) -> dict[str, Any]:
        """Return plain data that gives nothing of the goal away."""
        return {
            "reward": self.reward,
            "missing": len(self.missing),
            "unexpected": len(self.unexpected),
            "wrong": len(self.wrong),
            "untold": len(self.untold),
            "violations": list(self.violations),
            "ending": None if self.ending is None else str(self.ending),
            "blame": self.blame,
            "spoiled": self.spoiled,
            "user_errors": [error.as_json() for error in self.user_errors],
        }


def judge(
    goal: Goal,
    changes: Sequence[Change],
    told: Iterable[Told],
    violations: Sequence[str],
    ending: Ending | None,
    fault: Blame | None = None,
) -> Verdict:
    """Judge an episode.

    Args:
        goal: What must hold.
        changes: The state's canonical difference.
        told: Facts of the goal that the user was told.
        violations: Names of broken rules.
        ending: How the episode ended; None while it runs.
        fault: Who made the episode fail, where that is known.
    """
    missing: list[Change] = []
    unexpected: list[Change] = []
    if tuple(changes) != goal.changes:  # both are sorted
        missing, unexpected = _subtract(goal.changes, changes), _subtract(changes, goal.changes)
    wrong = _pair_up(missing, unexpected)
    heard = set(told)
    untold = tuple(fact for fact in goal.told if fact not in heard)
    undone = [*missing, *(wanted for wanted, _ in wrong)]
    if REFUSAL not in heard and num_declines(goal.changes) > num_declines(undone):
        untold = (*untold, REFUSAL)
    failed = bool(missing or unexpected or wrong or untold or violations)
    ended = ending is not None and ending.is_termination
    reward = 1.0 if ended and not failed else 0.0
    blame: Blame = "nobody" if reward == 1.0 else "agent"
    return Verdict(
        reward, tuple(missing), tuple(unexpected), tuple(wrong), untold, tuple(violations), ending,
        fault or blame,
    )  # fmt: skip


def num_declines(changes: Iterable[Change]) -> int:
    """Count the requests that are noted as declined."""
    return sum(change.table == Decline.__tablename__ for change in changes)


def attribute(verdict: Verdict, errors: tuple[UserError, ...]) -> Verdict:
    """Lay a failure at the user's door if an error of theirs mattered; what is known stays."""
    if not errors:
        return verdict
    mattered = any(error.mattered for error in errors)
    blame = "user" if mattered and verdict.blame == "agent" else verdict.blame
    return replace(verdict, blame=blame, user_errors=errors)


def unattributed(verdict: Verdict) -> Verdict:
    """Take a failure from the agent because nobody could look for errors of the user."""
    return replace(verdict, blame="infrastructure") if verdict.blame == "agent" else verdict


def _subtract(these: Sequence[Change], those: Sequence[Change]) -> list[Change]:
    """Return these changes without those, as multisets."""
    left = Counter(_identity(change) for change in those)
    rest = []
    for change in these:
        key = _identity(change)
        if left[key]:
            left[key] -= 1
        else:
            rest.append(change)
    return rest


def _identity(change: Change) -> tuple[object, ...]:
    return change.table, change.kind, change.key, tuple(sorted(change.values.items()))


def _pair_up(missing: list[Change], unexpected: list[Change]) -> list[tuple[Change, Change]]:
    """Move changes of one row, or new rows of one table, out of both lists into pairs."""
    pairs = []
    for change in list(missing):
        rival = next((other for other in unexpected if _same_place(change, other)), None)
        if rival is not None:
            missing.remove(change)
            unexpected.remove(rival)
            pairs.append((change, rival))
    return pairs


def _same_place(one: Change, other: Change) -> bool:
    both_new = one.kind == other.kind == "insert"
    return one.table == other.table and (both_new or one.key == other.key)


def potential(goal: Goal, verdict: Verdict) -> float:
    """Give the share of the goal that holds: from 0.0 to 1.0, less for what should not be there.

    Differences of it, summed over an episode that ends with the binary reward in its place, give
    exactly that reward (potential-based shaping: Ng, Harada and Russell, 1999, with discount 1).
    """
    wanted = len(goal.changes) + len(goal.told)
    open_items = len(verdict.missing) + len(verdict.wrong) + len(verdict.untold)
    surplus = len(verdict.unexpected) + len(verdict.wrong) + len(verdict.violations)
    return (wanted - open_items) / (wanted + surplus) if wanted else 0.0
