"""Conversations written by hand, read from `data/conversations_*.txt`, and copies with faults."""

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy

from autoforge_envs.domain.conversation import HANG_UP
from autoforge_envs.domain.task_reading import read_task
from autoforge_envs.domain.tasks import Task, UserScript
from autoforge_envs.episode.messages import Action, Message, ToolCall, Words
from autoforge_envs.users.auditing.naming import is_said
from autoforge_envs.users.faults.making import FAULTS, Fault, Moment
from autoforge_envs.users.faults.words import Voice
from autoforge_envs.users.user_errors import ERROR_KINDS, ErrorKind

NAMES = ("development", "held_out", "second", "last", "bundled", "chatty", "unseen", "fresh")
FREE = ("talkative", "rambling")
"""Those with users who talk as they like; the certain findings were worked on with them."""
_MARK = "% "
DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Conversation:
    """One conversation: its domain's folder name, its task, and what was said and done."""

    domain: str
    task_id: str
    transcript: tuple[Message, ...]


def read_conversations(name: str) -> Iterator[Conversation]:
    """Read the conversations of one of `NAMES` or `FREE`."""
    text = (DATA / f"conversations_{name}.txt").read_text(encoding="utf-8")
    for block in text.split("\n\n")[1:]:
        title, *lines = block.strip().splitlines()
        domain, task_id = title.removeprefix("# ").split()
        said = [line for line in lines if not line.startswith(_MARK)]
        messages = tuple(message for line in said for message in _read_line(line))
        yield Conversation(domain, task_id, messages)


def marked_errors(name: str) -> Iterator[list[tuple[int, ErrorKind]]]:
    """Read for each conversation of a file the errors marked in it: turn and kind.

    The turn is how often the agent had spoken before.
    """
    text = (DATA / f"conversations_{name}.txt").read_text(encoding="utf-8")
    for block in text.split("\n\n")[1:]:
        lines = block.strip().splitlines()
        yield [
            (sum(each.startswith("A:") for each in lines[:at]), _as_kind(line))
            for at, line in enumerate(lines)
            if line.startswith(_MARK)
        ]


def _as_kind(line: str) -> ErrorKind:
    return next(kind for kind in ERROR_KINDS if kind == line.removeprefix(_MARK))


def task_of(conversation: Conversation, tasks: Collection[Task]) -> Task:
    """Return the task that a conversation is about.

    Tasks that came out of seeds change with the composer; those that somebody wrote about are kept
    as they were, beside the conversations.

    Args:
        conversation: What was said.
        tasks: The domain's.
    """
    kept = DATA / "conversation_tasks.jsonl"
    lines = kept.read_text(encoding="utf-8").splitlines()
    old = (read_task(json.loads(line), kept.name) for line in lines)
    return next(task for task in (*old, *tasks) if task.id == conversation.task_id)


def _read_line(line: str) -> list[Message]:
    mark, _, rest = line.partition(" ")
    if mark == "A:":
        return [Message("agent", rest, "agent")]
    if mark == "U:":
        return [Message("user", rest, "user")]
    name, _, rest = rest.partition(" ")
    if name == HANG_UP:
        call = ToolCall(name, {"farewell": rest})
        return [Message("user", "", "user", call), Message("user", rest, "user")]
    arguments = dict(pair.split("=", 1) for pair in rest.split())
    call = ToolCall(name, arguments)
    return [Message("user", "", "user", call), Message("tool", "null", "user")]


def spoiled_copies(
    conversation: Conversation,
    script: UserScript,
    kind: ErrorKind,
    voice: Voice,
    generator: numpy.random.Generator,
) -> Iterator[tuple[int, Conversation]]:
    """Yield copies with one fault each, at every place where there is an occasion.

    Each comes with the number of times that the agent had spoken before the fault. What follows a
    fault stays as it was, so later words do not react to it.
    """
    heard: Message | None = None
    before: list[Message] = []
    for at, message in enumerate(conversation.transcript):
        if message.party == "user" and message.role == "user":
            said = " ".join(each.content for each in before if each.party == "user")
            told = frozenset(fact.name for fact in script.facts if is_said(fact, said))
            action: Action = message.call or Words(message.content)
            moment = Moment(action, heard, script, told, frozenset(), voice, (), generator)
            fault = FAULTS[kind](moment)
            if fault is not None and not _follows_call(before):
                rest = conversation.transcript[at + (2 if message.call else 1) :]
                transcript = (*before, *_perform(fault, rest))
                yield _num_agent_words(before), replace(conversation, transcript=transcript)
        before.append(message)
        heard = message if message.party == "agent" else None


def _perform(fault: Fault, rest: tuple[Message, ...]) -> list[Message]:
    if isinstance(fault.action, ToolCall):
        call = Message("user", "", "user", fault.action)
        if fault.action.name != HANG_UP:
            return [call, Message("tool", "null", "user"), *rest]
        return [call, Message("user", str(fault.action.arguments["farewell"]), "user")]
    words = fault.action.text if isinstance(fault.action, Words) else ""
    if fault.suppresses:  # the words that went with the signal are said otherwise
        rest = rest[1:]
    return [Message("user", words, "user"), *rest]


def _follows_call(before: list[Message]) -> bool:
    """Tell whether what comes next belongs to a call: words with a signal, or a farewell."""
    return bool(before) and before[-1].party == "user"


def _num_agent_words(messages: list[Message]) -> int:
    return sum(each.is_words and each.party == "agent" for each in messages)
