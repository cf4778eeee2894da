"""A conversation as one stream of tokens: which of them the policy sampled, and how likely."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from autoforge_rl.chat import ChatRenderer, Message
from autoforge_rl.errors import BatchError
from autoforge_rl.replies import THINK, Reply, read_reply

History = Literal["kept", "rendered"]


@dataclass(frozen=True, slots=True)
class Segment:
    """Tokens that a policy saw as one context. All sequences are equally long.

    Attributes:
        ids: Prompt, turns of the policy and turns of others.
        turns: For each token the policy's turn it was sampled in, -1 for the others'. A token
            sampled in an earlier segment counts as others' here: it is trained on once.
        log_probs: The sampler's log-probability of each sampled token, 0 for the others'.
        versions: The version of the policy that sampled each token, -1 for the others'.
    """

    ids: tuple[int, ...] = ()
    turns: tuple[int, ...] = ()
    log_probs: tuple[float, ...] = ()
    versions: tuple[int, ...] = ()

    @property
    def mask(self) -> tuple[bool, ...]:
        """Whether the policy sampled each token."""
        return tuple(turn >= 0 for turn in self.turns)

    def with_given(self, ids: Sequence[int]) -> "Segment":
        """Return the segment with tokens after it that the policy did not sample."""
        no_turn = (-1,) * len(ids)
        return Segment(
            self.ids + tuple(ids),
            self.turns + no_turn,
            self.log_probs + (0.0,) * len(ids),
            self.versions + no_turn,
        )

    def with_sampled(
        self, ids: Sequence[int], log_probs: Sequence[float], turn: int, version: int
    ) -> "Segment":
        """Return the segment with one turn of the policy after it."""
        return replace(
            self,
            ids=self.ids + tuple(ids),
            turns=self.turns + (turn,) * len(ids),
            log_probs=self.log_probs + tuple(log_probs),
            versions=self.versions + (version,) * len(ids),
        )


class TokenStream:
    """A conversation in the making: token in, token out.

    With history "kept" the policy always sees its earlier turns as it sampled them, thinking
    included. With "rendered" it sees what the template makes of them; where that changes what
    stands there already, the stream forks: the segment ends, and a new one begins with the
    conversation rendered afresh.
    """

    def __init__(
        self, renderer: ChatRenderer, messages: Sequence[Message], history: History = "kept"
    ) -> None:
        """Begin with what precedes the policy's first turn."""
        self._renderer = renderer
        self._history = history
        self._messages = list(messages)
        self._beginning = list(messages)
        self._text = renderer.opening(messages)
        self._segment = Segment().with_given(renderer.encode(self._text))
        self._ended: list[Segment] = []
        self._num_turns = 0
        self._is_open = False

    @property
    def prompt(self) -> tuple[int, ...]:
        """The tokens the policy is to go on after."""
        return self._segment.ids

    @property
    def segments(self) -> list[Segment]:
        """The stream so far: one segment, or more where it forked."""
        return [*self._ended, self._segment]

    def add_turn(self, ids: Sequence[int], log_probs: Sequence[float], version: int = 0) -> Reply:
        """Take in one turn of the policy, and return it read.

        Where the template has opened a thought before the turn, it is read as one.

        Args:
            ids: The sampled tokens; the one that ends the turn is the last, unless it was cut off.
            log_probs: The sampler's log-probability of each.
            version: Of the policy.

        Raises:
            BatchError: There are no tokens, or not as many log-probabilities.
        """
        if not ids or len(ids) != len(log_probs):
            raise BatchError(
                f"a turn needs tokens and as many log-probabilities, got {len(ids)} and "
                f"{len(log_probs)}"
            )
        self._segment = self._segment.with_sampled(ids, log_probs, self._num_turns, version)
        self._num_turns += 1
        self._is_open = ids[-1] != self._renderer.end_id
        opened = THINK if self._text.rstrip().endswith(THINK) else ""
        self._text += self._renderer.decode(ids)
        said = self._renderer.decode(ids if self._is_open else ids[:-1])
        reply = read_reply(opened + said)
        self._messages.append(reply.as_message())
        return reply

    def add_answers(self, answers: Sequence[Message]) -> None:
        """Take in what others said or returned since the policy's turn.

        A turn that was cut off is closed with a token that is not trained on.
        """
        if self._is_open:
            self._append(self._renderer.end_text)
            self._is_open = False
        self._messages += answers
        if self._history == "kept":
            self._append(self._renderer.following(self._beginning, answers))
            return
        text = self._renderer.opening(self._messages)
        if text.startswith(self._text):
            self._append(text[len(self._text) :])
        else:
            self._fork(text)

    def _append(self, text: str) -> None:
        self._segment = self._segment.with_given(self._renderer.encode(text))
        self._text += text

    def _fork(self, text: str) -> None:
        self._ended.append(self._segment)
        self._text = text
        self._segment = Segment().with_given(self._renderer.encode(text))
