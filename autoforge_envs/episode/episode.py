"""The rules of play, once: whose turn it is, what an action does, when and why an episode ends.

Every API drives an `Episode`, so the same actions give the same state, reward and ending through
all of them. The user has the floor first. A tool call keeps the floor, words yield it.
"""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Literal

from autoforge_envs.domain.conversation import CONFIRM, DECLINE, HAND_OVER, HANG_UP
from autoforge_envs.domain.domain import ToolInfo
from autoforge_envs.domain.session import Session
from autoforge_envs.domain.storage.difference import Change, digest
from autoforge_envs.domain.tasks import Task, Told
from autoforge_envs.episode.messages import Action, Malformed, Message, Party, ToolCall, Words
from autoforge_envs.episode.refusals import is_refusal_of_something, refuses
from autoforge_envs.episode.verdict import (
    REFUSAL,
    Blame,
    Ending,
    Verdict,
    attribute,
    judge,
    num_declines,
    potential,
    unattributed,
)
from autoforge_envs.episode.words import (
    COUNTS,
    is_told,
    numbered_names,
    proposes,
    repeats,
    turns_down,
)
from autoforge_envs.errors import (
    BudgetError,
    EndpointError,
    EpisodeError,
    SnapshotError,
    ToolCrash,
)
from autoforge_envs.users.auditing.audit import Auditor, audit
from autoforge_envs.users.auditing.consequences import weigh

logger = logging.getLogger(__name__)

RewardKind = Literal["binary", "progress"]

MAX_RESULT_LENGTH = 2**20
"""Longest tool result that a party reads, in characters; what is longer is cut."""

MAX_MESSAGES_AGREED_TO = 2
"""Messages of the agent that a yes is an answer to."""

MESSAGES_BEFORE_A_DECLINE = 3
"""Messages of the agent before it notes a request as declined that may say so in any words."""

MESSAGES_AFTER_A_DECLINE = 2
"""The same, after it."""

_NOT_STARTED = "no episode has been started; call reset first"
_CLOSED = "the environment is closed, and its state is gone; judge and save before close()"


@dataclass(frozen=True, slots=True)
class EpisodeOptions:
    """How an episode is played.

    Attributes:
        max_turns: Words of the agent before the episode is cut off.
        max_steps_per_turn: Actions of one party before it must have said something.
        reward: Paid at the end, or spread over the steps that bring the goal nearer.
        auditor: What searches the end for errors of the user; None for nothing.
    """

    max_turns: int = 40
    max_steps_per_turn: int = 50
    reward: RewardKind = "binary"
    auditor: Auditor | None = audit


class Episode:
    """One conversation about one task on one session."""

    def __init__(
        self, session: Session, options: EpisodeOptions, user_tools: Sequence[ToolInfo] = ()
    ) -> None:
        """Take a session over; `reset` starts playing.

        Args:
            session: State and tools.
            options: How it is played.
            user_tools: The user's own tools, by which its errors are judged.
        """
        self.options = options
        self._user_tools = user_tools
        self._session: Session | None = session
        self._task: Task | None = None
        self.transcript: list[Message] = []
        self.floor: Party = "user"
        self.ending: Ending | None = None
        self.error = ""
        self.num_turns = 0
        self._steps_in_turn = 0
        self._told: set[Told] = set()
        self._names: dict[str, None] = {}
        self._num_weighed = 0
        self._fault: Blame | None = None
        self._changes: list[Change] | None = None
        self._potential = 0.0
        self._verdict: Verdict | None = None

    @property
    def session(self) -> Session:
        """State and tools.

        Raises:
            EpisodeError: They were given up.
        """
        if self._session is None:
            raise EpisodeError(_CLOSED)
        return self._session

    @property
    def is_started(self) -> bool:
        """Whether there is anything to act in, or to save."""
        return self._task is not None

    @property
    def is_over(self) -> bool:
        """Whether it has ended; `ending` says how."""
        return self.ending is not None

    @property
    def task(self) -> Task:
        """The task being played.

        Raises:
            EpisodeError: None was started.
        """
        if self._task is None:
            raise EpisodeError(_NOT_STARTED)
        return self._task

    def reset(self, task: Task) -> None:
        """Start a task on the pristine state; the user has the floor."""
        self.session.reset()
        self._task = task
        self.transcript = []
        self.floor = "user"
        self.ending = None
        self.error = ""
        self.num_turns = 0
        self._steps_in_turn = 0
        self._told = set()
        self._names = {}
        self._num_weighed = 0
        self._fault = None
        self._changes = []
        self._potential = 0.0
        self._verdict = None

    def act(self, party: Party, action: Action) -> Message:
        """Let a party act.

        Returns:
            What the action came to: the tool's result, or the words as they were said.

        Raises:
            EpisodeError: It is not this party's turn, or no episode is running.
        """
        if self._task is None:
            raise EpisodeError(_NOT_STARTED)
        if self._session is None:
            raise EpisodeError(_CLOSED)
        if self.ending is not None:
            raise EpisodeError(f"the episode is over ({self.ending}); call reset")
        if party != self.floor:
            raise EpisodeError(f"it is the {self.floor}'s turn, not the {party}'s")
        self._steps_in_turn += 1
        self._verdict = None
        if isinstance(action, Words):
            return self._say(party, action.text)
        if isinstance(action, Malformed):
            message = self._note(Message("tool", action.reason, party, error=True))
        else:
            message = self._call(party, action)
        if not self.is_over and self._steps_in_turn >= self.options.max_steps_per_turn:
            self._end(Ending.STEP_LIMIT, "user" if party == "user" else None)
        return message

    def fail_user(self, error: Exception, blame: Blame) -> None:
        """End the episode because the user simulator failed."""
        logger.warning("user simulator failed: %s", error)
        self.error = f"{type(error).__name__}: {error}"
        self._end(Ending.USER_FAILED, blame)

    def fail_agent(self, error: Exception) -> None:
        """End the episode because nothing could be got from the agent's endpoint."""
        self.error = f"{type(error).__name__}: {error}"
        self._end(Ending.AGENT_FAILED, "infrastructure")

    def _fail_tool(self, error: ToolCrash) -> None:
        logger.error("%s", error, exc_info=error)
        self.error = str(error)
        self._end(Ending.TOOL_FAILED, "tool")

    def _say(self, party: Party, text: str) -> Message:
        message = self._note(Message(party, text, party))
        self._steps_in_turn = 0
        if party == "agent":
            self.num_turns += 1
            self.floor = "user"
        elif self.num_turns >= self.options.max_turns:
            self._end(Ending.TURN_LIMIT)
        else:
            self.floor = "agent"
        return message

    def _call(self, party: Party, call: ToolCall) -> Message:
        self._note(Message(party, "", party, call))
        if party == "user" and call.name == HANG_UP:
            return self._hang_up(call)
        if party == "user" and call.name == CONFIRM:
            call = ToolCall(CONFIRM, {"details": self._words_agreed_to()})
        try:
            result = self.session.call(party, call.name, call.arguments)
        except ToolCrash as error:
            self._fail_tool(error)
            return self._note(Message("tool", "the tool is out of order", party, error=True))
        if result.wrote:
            self._changes = None
        if party == "agent" and call.name == HAND_OVER and not result.error:
            self._end(Ending.HANDED_OVER)
        content = result.content[:MAX_RESULT_LENGTH]
        return self._note(Message("tool", content, party, error=result.error))

    def _hang_up(self, call: ToolCall) -> Message:
        self._end(Ending.USER_HUNG_UP)
        farewell = call.arguments.get("farewell")
        return self._note(Message("user", farewell if isinstance(farewell, str) else "", "user"))

    def _words_agreed_to(self) -> str:
        """Return what the agent proposes, and the values that it gives in the user's own words."""
        words = "\n".join(self._proposed())
        meant = [
            meaning.value
            for request in self.task.user.requests
            for meaning in request.meanings
            if isinstance(meaning.value, str) and repeats(words, meaning.words)
        ]
        return "\n".join([words, *meant])

    def _proposed(self) -> list[str]:
        """Return the agent's last message, and the one before unless the user has answered it.

        Who has read details back may have a question to answer first: "It is free. Shall I go on?"
        A yes or a no has answered it.
        """
        messages: list[str] = []
        for message in islice(reversed(self.transcript), 1, None):  # the last is the yes itself
            if messages and self._is_answer(message):
                break
            if _is_said_by_agent(message):
                messages.append(message.content)
            if len(messages) == MAX_MESSAGES_AGREED_TO:
                break
        tools = [step.name for step in self.task.plan if step.confirm]
        return [text for text in reversed(messages) if proposes(text, tools)]

    def _is_answer(self, message: Message) -> bool:
        """Tell whether the user says yes or no to what was proposed before."""
        if message.call is not None:
            return message.call.name == CONFIRM
        return message.role == "user" and turns_down(message.content)

    def _note(self, message: Message) -> Message:
        self.transcript.append(message)
        return message

    def _end(self, ending: Ending, fault: Blame | None = None) -> None:
        self.ending = ending
        self._fault = fault
        self._verdict = None

    def verdict(self) -> Verdict:
        """Judge the episode as it stands; it costs what has changed, not what there is.

        Raises:
            EpisodeError: The session was given up before the episode, as it stands, was judged.
        """
        if self._verdict is None:
            changes, violations = self._read_state()
            verdict = judge(
                self.task.goal, changes, self._weigh_words(), violations, self.ending, self._fault
            )
            auditor = self.options.auditor if self.ending is not None else None
            self._verdict = verdict if auditor is None else self._attribute(verdict, auditor)
        return self._verdict

    def _attribute(self, verdict: Verdict, auditor: Auditor) -> Verdict:
        """Find what the user did wrong, and whether that made the episode fail.

        Where a judge's endpoint stays broken nobody can tell whose failure it is.
        """
        try:
            found = auditor(self.transcript, self.task.user, self._user_tools)
        except BudgetError:  # nothing is wrong with this episode: the run is over
            raise
        except EndpointError as error:
            self.error = f"{type(error).__name__}: {error}"
            return unattributed(verdict)
        return attribute(verdict, weigh(found, self.task, self.transcript, verdict))

    def _read_state(self) -> tuple[list[Change], list[str]]:
        """Read what the verdict needs; where the session cannot give it, that ends the episode."""
        if self.ending is not Ending.TOOL_FAILED:
            try:
                return self.changes(), self.session.violations()
            except ToolCrash as error:
                self._fail_tool(error)
        return [], []

    def _weigh_words(self) -> set[Told]:
        """Find the facts that the agent has told, in the words since it was last done."""
        fresh = self.transcript[self._num_weighed :]
        self._num_weighed = len(self.transcript)
        if self._is_declined_in_words(list(filter(_is_said_by_agent, fresh))):
            self._told.add(REFUSAL)
        untold = [fact for fact in self.task.goal.told if fact not in self._told]
        if not untold:
            return self._told
        for message in fresh:
            if _is_said_by_agent(message):
                self._told.update(
                    fact for fact in untold if is_told(message.content, fact, self._names)
                )
                untold = [fact for fact in untold if fact not in self._told]
            elif _is_result(message) and any(fact.type in COUNTS for fact in untold):
                self._names.update(dict.fromkeys(numbered_names(message.content)))
        return self._told

    def _is_declined_in_words(self, fresh: Sequence[Message]) -> bool:
        """Tell whether the agent has said that it declines something, where it should."""
        if REFUSAL in self._told or num_declines(self.task.goal.changes) == 0:
            return False
        if any(is_refusal_of_something(message.content) for message in fresh):
            return True
        return any(refuses(message.content) for message in self._said_beside_declines())

    def _said_beside_declines(self) -> Iterator[Message]:
        """Give what the agent says last before it notes a request as declined, and first after."""
        for at, note in enumerate(self.transcript):
            if note.call is not None and note.call.name == DECLINE:
                behind = reversed(self.transcript[:at])
                yield from islice(filter(_is_said_by_agent, behind), MESSAGES_BEFORE_A_DECLINE)
                ahead = filter(_is_said_by_agent, self.transcript[at:])
                yield from islice(ahead, MESSAGES_AFTER_A_DECLINE)

    def changes(self) -> list[Change]:
        """Return the state's canonical difference, read again only after a write."""
        if self._changes is None:
            self._changes = self.session.difference()
        return self._changes

    def state_digest(self) -> str:
        """Hash the state: equal states of one domain have equal digests."""
        return digest(self.changes())

    def reward(self) -> float:
        """Return what the steps since the last call have earned."""
        if self.options.reward == "binary":
            return self.verdict().reward if self.ending is not None else 0.0
        verdict = self.verdict()
        now = verdict.reward if self.ending is not None else potential(self.task.goal, verdict)
        earned, self._potential = now - self._potential, now
        return earned

    def perceived_by(self, party: Party) -> list[Message]:
        """Return what a party has perceived: its own actions and results, and the other's words."""
        return [message for message in self.transcript if message.is_heard_by(party)]

    def close(self) -> None:
        """Give up the session, which stays its owner's to close; a verdict that was given stays."""
        self._session = None

    def save(self) -> dict[str, Any]:
        """Return everything about the episode as plain data."""
        return {
            "task": self.task.id,
            "state": self.session.save().decode(),
            "transcript": [message.as_json() for message in self.transcript],
            "floor": self.floor,
            "ending": self.ending,
            "error": self.error,
            "num_turns": self.num_turns,
            "steps_in_turn": self._steps_in_turn,
            "fault": self._fault,
            "potential": self._potential,
        }

    def restore(self, saved: dict[str, Any], tasks: Sequence[Task]) -> None:
        """Bring the episode to a saved moment.

        Raises:
            SnapshotError: The data are damaged or belong to another domain.
        """
        try:
            task = next((task for task in tasks if task.id == saved["task"]), None)
            if task is None:
                name = saved["task"]
                raise SnapshotError(f"the snapshot belongs to another domain: no task {name!r}")
            transcript = [Message.from_json(message) for message in saved["transcript"]]
            ending = None if saved["ending"] is None else Ending(saved["ending"])
            self.reset(task)
            self.session.restore(saved["state"].encode())
            self.floor = saved["floor"]
            self.error = saved["error"]
            self.num_turns = saved["num_turns"]
            self._steps_in_turn = saved["steps_in_turn"]
            self._fault = saved["fault"]
            self._potential = saved["potential"]
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise SnapshotError(f"this is no saved episode of this domain: {error!r}") from None
        self.transcript = transcript
        self.ending = ending
        self._changes = None
        self._verdict = None


def _is_said_by_agent(message: Message) -> bool:
    return message.role == "agent" and message.is_words


def _is_result(message: Message) -> bool:
    """Tell whether a tool has shown something to the agent."""
    return message.role == "tool" and message.party == "agent"
