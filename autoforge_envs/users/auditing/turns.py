"""A transcript cut into the user's turns: what it answered to, what it did, what it said."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from autoforge_envs.domain.conversation import CONFIRM, HANG_UP
from autoforge_envs.domain.tasks import Request
from autoforge_envs.episode.messages import Message, ToolCall
from autoforge_envs.users.vocabulary import words_of


@dataclass(frozen=True, slots=True)
class OwnCall:
    """A tool of the user's own, called, and what came back."""

    call: ToolCall
    result: Message | None


@dataclass(frozen=True, slots=True)
class UserTurn:
    """What the user did between two messages of the agent.

    Attributes:
        number: How often the agent had spoken before.
        prompt: What the agent said last; "" at the opening.
        calls: The user's own tools, signals left out.
        confirmed: Whether it gave the signal `confirm`.
        words: What it said, a farewell included.
        hung_up: Whether it ended the conversation.
    """

    number: int
    prompt: str
    calls: tuple[OwnCall, ...]
    confirmed: bool
    words: str
    hung_up: bool

    def grants(self, request: Request) -> bool:
        """Tell whether the user said yes when the agent had come to a request by itself."""
        return self.confirmed and set(request.intent.split("_")) <= set(words_of(self.prompt))


def user_turns(transcript: Sequence[Message]) -> Iterator[UserTurn]:
    """Yield the user's turns in order; a turn in which it did nothing is left out."""
    number, prompt = 0, ""
    pending: list[Message] = []
    for message in transcript:
        if message.party == "user":
            pending.append(message)
        elif message.is_words:
            if pending:
                yield _as_turn(number, prompt, pending)
            number, prompt, pending = number + 1, message.content, []
    if pending:
        yield _as_turn(number, prompt, pending)


def _as_turn(number: int, prompt: str, messages: Sequence[Message]) -> UserTurn:
    words = " ".join(message.content for message in messages if message.is_words)
    calls, names = [], []
    for at, message in enumerate(messages):
        if message.call is None:
            continue
        names.append(message.call.name)
        if message.call.name not in (CONFIRM, HANG_UP):
            result = messages[at + 1] if at + 1 < len(messages) else None
            calls.append(OwnCall(message.call, result))
    return UserTurn(number, prompt, tuple(calls), CONFIRM in names, words.strip(), HANG_UP in names)
