"""Playing a plan's moves as an episode: every experiment on the oracle is judged by the real one.

Nobody thinks here. The agent proposes, calls and tells as the moves say, the user says yes to what
is proposed, and at the end hangs up, so that no 0 is owed to a missing ending.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from autoforge_envs.domain.conversation import CONFIRM, DECLINE, HAND_OVER, HANG_UP
from autoforge_envs.domain.storage.difference import Change
from autoforge_envs.domain.tasks import Step, Task
from autoforge_envs.episode.episode import Episode
from autoforge_envs.episode.messages import Message, ToolCall, Words
from autoforge_envs.episode.verdict import Verdict
from autoforge_envs.synthesis.certification.hearing import say
from autoforge_envs.synthesis.certification.keys import new_keys, renamed
from autoforge_envs.synthesis.certification.rehearsal import Move, Tell

CLOSING = "That is done. Is there anything else I can do for you?"
REFUSAL = "I cannot do that."


@dataclass(frozen=True, slots=True)
class Outcome:
    """What playing came to.

    Attributes:
        refused: Ids of the steps whose calls were refused.
        error: Why a tool is out of order; "" if none is.
    """

    verdict: Verdict
    changes: tuple[Change, ...]
    refused: frozenset[str]
    error: str

    @property
    def succeeded(self) -> bool:
        """Whether it earned 1.0."""
        return self.verdict.reward == 1.0

    @property
    def why(self) -> str:
        """Say in a few words why it did not earn 1.0."""
        verdict = self.verdict
        if self.error:
            return f"crashed, {self.error}"
        counts = {
            "missing": verdict.missing,
            "too much": verdict.unexpected,
            "wrong": verdict.wrong,
            "untold": verdict.untold,
        }
        parts = [f"{len(each)} {name}" for name, each in counts.items() if each]
        refused = [f"refused: {', '.join(sorted(self.refused))}"] if self.refused else []
        return ", ".join([*parts, *(f"breaks {rule}" for rule in verdict.violations), *refused])


def extra_move(name: str, arguments: Mapping[str, Any]) -> Move:
    """Make a writing call of the agent that no plan has."""
    return Move(
        step=Step(id="extra", kind="call", name=name, arguments={}),
        caller="agent",
        name=name,
        arguments=arguments,
        result=None,
        writes=True,
        tables=frozenset(),
        sources=frozenset(),
        proposal=None,
    )


def sentences(tells: Collection[Tell]) -> list[str]:
    """Tell everything that there is to tell."""
    return [say(tell.told) for tell in tells]


def play(episode: Episode, task: Task, moves: Sequence[Move], told: Sequence[str] = ()) -> Outcome:
    """Play moves, tell what is to be told, and let the user hang up.

    Args:
        episode: Where to play; it is reset first.
        task: Decides the goal.
        moves: What to do, in order. A key that the rehearsal generated is replaced by the one
            generated here.
        told: Sentences to say, before a hand-over or at the end.
    """
    return _Player(episode, task).play(moves, lambda refused: told)


def play_unless_refused(
    episode: Episode, task: Task, moves: Sequence[Move], told: Sequence[str], position: int
) -> Outcome | None:
    """Play as `play` does, but stop and return None if the move at a position is refused.

    What is refused has changed nothing, so the rest is the plan without that move.
    """
    player = _Player(episode, task)
    if not player.passes(moves[: position + 1]):
        return None
    return player.play(moves[position + 1 :], lambda refused: told)


def play_honestly(
    episode: Episode, task: Task, moves: Sequence[Move], tells: Sequence[Tell]
) -> Outcome:
    """Play as `play` does, but do and tell nothing that builds on a call that was refused."""
    return _Player(episode, task, honest=True).play(
        moves,
        lambda refused: sentences([tell for tell in tells if not tell.sources & refused]),
    )


class _Player:
    """One episode being played."""

    def __init__(self, episode: Episode, task: Task, *, honest: bool = False) -> None:
        self._episode = episode
        self._honest = honest
        self._refused: set[str] = set()
        self._keys: dict[str, str] = {}
        episode.reset(task)
        episode.act("user", Words("Hello."))

    def passes(self, moves: Sequence[Move]) -> bool:
        """Make moves and tell whether the last one was not refused; a crash is no refusal."""
        for move in moves:
            self._make(move)
        return bool(self._episode.error) or moves[-1].step.id not in self._refused

    def play(self, moves: Sequence[Move], told: "_Sentences") -> Outcome:
        """Make moves, tell what is to be told, and let the user hang up."""
        handover = next((i for i, m in enumerate(moves) if m.name == HAND_OVER), len(moves))
        for move in moves[:handover]:
            self._make(move)
        for sentence in told(self._refused):
            self._say(sentence)
        for move in moves[handover:]:
            self._make(move)
        self._hang_up()
        return Outcome(
            verdict=self._episode.verdict(),
            changes=() if self._episode.error else tuple(self._episode.changes()),
            refused=frozenset(self._refused),
            error=self._episode.error,
        )

    def _make(self, move: Move) -> None:
        if self._episode.is_over:
            return
        if self._honest and move.sources & self._refused:
            self._refused.add(move.step.id)
            return
        arguments = self._renamed(move.arguments)
        if move.proposal is not None and not self._agree(move.proposal(move.name, arguments)):
            return
        call = ToolCall(move.name, arguments)
        if move.caller == "user":
            self._note(move, self._let_user(call))
        else:
            self._note(move, self._episode.act("agent", call))
        if move.name == DECLINE:
            self._say(REFUSAL)

    def _note(self, move: Move, answer: Message) -> None:
        if answer.error:
            self._refused.add(move.step.id)
        elif move.tables:
            self._keys.update(new_keys(move.result, answer.content))

    def _say(self, words: str) -> None:
        if not self._episode.is_over:
            self._episode.act("agent", Words(words))
            self._episode.act("user", Words("Okay."))

    def _agree(self, words: str) -> bool:
        """Propose something, let the user say yes, and tell whether the episode goes on."""
        self._episode.act("agent", Words(words))
        self._episode.act("user", ToolCall(CONFIRM, {}))
        if not self._episode.is_over:
            self._episode.act("user", Words("Yes."))
        return not self._episode.is_over

    def _let_user(self, call: ToolCall) -> Message:
        self._episode.act("agent", Words("Could you do that, please?"))
        answer = self._episode.act("user", call)
        if not self._episode.is_over:
            self._episode.act("user", Words("Done."))
        return answer

    def _hang_up(self) -> None:
        if not self._episode.is_over:
            self._episode.act("agent", Words(CLOSING))
            self._episode.act("user", ToolCall(HANG_UP, {}))

    def _renamed(self, arguments: Mapping[str, Any]) -> Mapping[str, Any]:
        if not self._keys:
            return arguments
        return {name: renamed(value, self._keys) for name, value in arguments.items()}


_Sentences = Callable[[set[str]], Sequence[str]]
"""What to tell, given the steps that were refused."""
