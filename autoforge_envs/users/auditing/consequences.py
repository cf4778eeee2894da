"""Whether a user error mattered: could the task still have succeeded after it?

That it happened is the audit's finding, from the words alone; that it mattered is weighed here,
from the verdict and the plan, and only once the episode has failed. An error that the user set
right itself, that nobody acted on, or that concerns nothing the plan needs, did not matter.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace

from autoforge_envs.domain.mentions import mentions
from autoforge_envs.domain.tasks import Fact, Step, Task
from autoforge_envs.episode.messages import Message
from autoforge_envs.episode.verdict import Verdict
from autoforge_envs.users.auditing.turns import UserTurn, user_turns
from autoforge_envs.users.user_errors import ErrorKind, UserError

_SHORTEST_VALUE = 3
"""Characters of a changed value from which it is looked for in a user's words."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How an episode ended: its task, the user's turns, and the verdict without attribution."""

    task: Task
    turns: tuple[UserTurn, ...]
    verdict: Verdict

    @property
    def incomplete(self) -> bool:
        """Whether something of the goal did not come about."""
        return bool(self.verdict.missing or self.verdict.untold or self.verdict.wrong)

    @property
    def overdone(self) -> bool:
        """Whether something happened that the goal does not want."""
        return bool(self.verdict.unexpected or self.verdict.wrong)

    def later(self, turn: int) -> Iterable[UserTurn]:
        """Return the turns after one."""
        return (each for each in self.turns if each.number > turn)


def weigh(
    errors: Sequence[UserError], task: Task, transcript: Sequence[Message], verdict: Verdict
) -> tuple[UserError, ...]:
    """Tell of each error whether it mattered.

    Args:
        errors: What the audit found.
        task: The task, plan included.
        transcript: The whole conversation.
        verdict: What is right and wrong, whoever is to blame.
    """
    if verdict.reward == 1.0:
        return tuple(replace(error, mattered=False) for error in errors)
    outcome = Outcome(task, tuple(user_turns(transcript)), verdict)
    return tuple(replace(e, mattered=_WEIGHTS[e.kind](e, outcome)) for e in errors)


def _value(error: UserError, outcome: Outcome) -> bool:
    """A wrong value: it was written down, or the right one was needed and never told."""
    if _was_written(error, outcome):
        return True
    fact = next((f for f in outcome.task.user.facts if f.name == error.subject), None)
    if fact is None:
        return False
    served = {step.request for step in outcome.task.plan if _uses(step, fact.name)}
    return bool(served) and not _is_told(fact, served, outcome) and outcome.incomplete


def _is_told(fact: Fact, served: Set[int], outcome: Outcome) -> bool:
    """Tell whether a fact was told rightly; the same value in another request is another one."""
    requests = enumerate(outcome.task.user.requests)
    others = [
        text for at, each in requests if at not in served for text in (each.text, each.fallback)
    ]
    for turn in outcome.turns:
        words = turn.words
        for text in filter(None, others):
            words = words.replace(text, "")
        if mentions(words, fact.type, fact.value):
            return True
    return False


def _was_written(error: UserError, outcome: Outcome) -> bool:
    changes = [*outcome.verdict.unexpected, *(actual for _, actual in outcome.verdict.wrong)]
    written = {str(value) for change in changes for value in change.values.values()}
    return any(len(text) >= _SHORTEST_VALUE and text in error.evidence for text in written)


def _uses(value: Step | object, name: str) -> bool:
    """Tell whether a step, or an expression in it, reads a fact."""
    if isinstance(value, Step):
        return _uses([value.arguments, value.when], name)
    if isinstance(value, Mapping):
        return value.get("fact") == name or any(_uses(inner, name) for inner in value.values())
    return isinstance(value, list) and any(_uses(inner, name) for inner in value)


def _extra(error: UserError, outcome: Outcome) -> bool:
    return outcome.overdone


def _forgotten(error: UserError, outcome: Outcome) -> bool:
    texts = [request.text for request in outcome.task.user.requests]
    if error.subject not in texts or not outcome.incomplete:
        return False
    return any(step.request == texts.index(error.subject) for step in outcome.task.plan)


def _left(error: UserError, outcome: Outcome) -> bool:
    return outcome.incomplete


def _tool(error: UserError, outcome: Outcome) -> bool:
    """A tool not used, or used wrongly, and not rightly afterwards."""
    mended = any(
        own.call.name == error.subject and own.result is not None and not own.result.error
        for turn in outcome.later(error.turn)
        for own in turn.calls
    )
    return (outcome.incomplete and not mended) or outcome.overdone


def _confirmation(error: UserError, outcome: Outcome) -> bool:
    """A yes without the signal, a no to what was wanted, or a yes to wrong details."""
    confirmed_later = any(turn.confirmed for turn in outcome.later(error.turn))
    if error.subject == "yes":
        return not confirmed_later or bool(outcome.verdict.violations)
    if error.subject == "deny":  # who goes on against a no breaks the rule alone
        return outcome.incomplete and not confirmed_later and not outcome.verdict.violations
    return outcome.overdone


_WEIGHTS: Mapping[ErrorKind, Callable[[UserError, Outcome], bool]] = {
    "wrong_value": _value,
    "contradiction": _value,
    "invented_fact": _value,
    "extra_request": _extra,
    "forgotten_request": _forgotten,
    "premature_hang_up": _left,
    "false_claim": _tool,
    "tool_misuse": _tool,
    "wrong_confirmation": _confirmation,
}
