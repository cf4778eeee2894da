"""Imitation: the policy learns to say what the assistant of given conversations said."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy
import torch

from autoforge_rl.batches import pad_segments
from autoforge_rl.chat import ChatRenderer, ChatTokenizer, Message
from autoforge_rl.choices import require_finite
from autoforge_rl.conversations import Conversation, read_conversations, read_messages
from autoforge_rl.errors import BatchError, ChoiceError
from autoforge_rl.learner import Learner
from autoforge_rl.lineup import begin
from autoforge_rl.live_environments import Environment, tools_of
from autoforge_rl.optimisation import OptimizerChoices, learning_rate, step
from autoforge_rl.packing import PackingChoices, lengths_of, score_rows, split
from autoforge_rl.processes import Processes
from autoforge_rl.token_stream import Segment, TokenStream


@dataclass(frozen=True, slots=True)
class ImitationChoices:
    """What is imitated, and for how long.

    Attributes:
        files: JSON-lines files with conversations.
        share: Share of the conversations that is used, drawn by the run's seed.
        passes: How often each conversation is seen.
        batch_size: Conversations an update.
        learning_rate: Its peak; warmup, schedule and all else are as in the section `optimizer`
            would be by default, with a cosine.
        info_key: Name under which `info` offers a conversation at the start of an episode; empty
            if it does not.
    """

    files: tuple[str, ...] = ()
    share: float = 1.0
    passes: int = 1
    batch_size: int = 16
    learning_rate: float = 1e-3
    info_key: str = ""

    def __post_init__(self) -> None:
        require_finite(self)
        if not 0 < self.share <= 1:
            raise ChoiceError(f"share must be above 0 and at most 1, got {self.share}")
        if self.passes < 1 or self.batch_size < 1:
            raise ChoiceError(
                f"passes and batch_size must be positive, got {self.passes} and {self.batch_size}"
            )
        if self.learning_rate <= 0:
            raise ChoiceError(f"learning_rate must be positive, got {self.learning_rate}")

    def optimizer(self) -> OptimizerChoices:
        """Return how gradients become steps."""
        return OptimizerChoices(self.learning_rate, warmup=10, schedule="cosine")


def offered_conversations(
    environment: Environment, task_ids: Sequence[str], key: str
) -> list[Conversation]:
    """Return the conversations that an environment offers in `info` at the start of its tasks.

    Raises:
        BatchError: It offers none, or something else.
        ChoiceError: It cannot begin a task.
        EnvironmentCrash: Its tools are none.
    """
    found = []
    for task_id in task_ids:
        info = begin(environment, f"cannot begin task {task_id!r}", {"task_id": task_id})
        if key not in info:
            raise BatchError(f"info has no {key!r} for task {task_id}; change imitation.info_key")
        messages = read_messages(info[key], f"info[{key!r}] of task {task_id}")
        found.append(with_prompt(Conversation(messages), info))
    return found


def with_prompt(conversation: Conversation, info: Mapping[str, Any]) -> Conversation:
    """Return the conversation as it begins for a policy that is told what `info` holds.

    One that has tools or a system message is left as it is.

    Raises:
        EnvironmentCrash: The tools in `info` are none.
    """
    if conversation.tools or any(each["role"] == "system" for each in conversation.messages):
        return conversation
    document = info.get("policy_document")
    beginning: list[Message] = [{"role": "system", "content": document}] if document else []
    messages = (*beginning, *conversation.messages)
    return replace(conversation, messages=messages, tools=tools_of(info))


def read_files(choices: ImitationChoices) -> list[Conversation]:
    """Read the conversations of all files.

    Raises:
        BatchError: A line is no conversation, or a file cannot be read.
    """
    return [each for name in choices.files for each in read_conversations(Path(name))]


def draw_share(
    conversations: Sequence[Conversation], choices: ImitationChoices, seed: int
) -> list[Conversation]:
    """Draw the share of the conversations that is used, at least one.

    Raises:
        BatchError: There are none.
    """
    if not conversations:
        raise BatchError("there are no conversations to imitate; name files in imitation.files")
    order = numpy.random.default_rng([seed, 1]).permutation(len(conversations))
    count = max(1, round(choices.share * len(conversations)))
    return [conversations[number] for number in sorted(order[:count])]


def encode(conversation: Conversation, tokenizer: ChatTokenizer) -> tuple[Segment, ...]:
    """Return the tokens that a rollout of this conversation would have, the assistant's marked.

    Raises:
        BatchError: The assistant says nothing, or says two things in a row.
        TemplateError: The tokenizer's template cannot render the conversation.
    """
    messages = conversation.messages
    said = [number for number, each in enumerate(messages) if each["role"] == "assistant"]
    if not said or said[0] == 0:
        raise BatchError("a conversation to imitate needs an assistant who answers somebody")
    renderer = ChatRenderer(tokenizer, conversation.tools)
    beginning = list(messages[: said[0]])
    stream = TokenStream(renderer, beginning)
    for number, following in zip(said, [*said[1:], len(messages)], strict=True):
        ids = renderer.encode(renderer.turn(beginning, messages[number]))
        stream.add_turn(ids, [0.0] * len(ids))
        answers = messages[number + 1 : following]
        if following < len(messages):
            if not answers:
                raise BatchError("an assistant says two things in a row; join them into one")
            stream.add_answers(answers)
    return tuple(stream.segments)


def count_updates(num_examples: int, choices: ImitationChoices) -> int:
    """Return how many updates it takes to see every example `passes` times."""
    return -(-num_examples // choices.batch_size) * choices.passes


def imitate(
    learner: Learner,
    examples: Sequence[tuple[Segment, ...]],
    choices: ImitationChoices,
    packing: PackingChoices,
    seed: int,
    processes: Processes,
    finish: Callable[[dict[str, Any]], None],
) -> None:
    """Train until every example was seen `passes` times.

    Args:
        learner: Goes on from the updates it has made.
        examples: From `encode`.
        choices: Batches and rates.
        packing: How rows are laid out.
        seed: Decides the order.
        processes: Which share is this process's.
        finish: Is told what each update measured.

    Raises:
        BatchError: The loss is not a finite number.
    """
    num_updates = count_updates(len(examples), choices)
    per_pass = num_updates // choices.passes
    optimizer = choices.optimizer()
    for update in range(learner.update, num_updates):
        turn, place = divmod(update, per_pass)
        order = numpy.random.default_rng([seed, 2, turn]).permutation(len(examples))
        chosen = order[place * choices.batch_size : (place + 1) * choices.batch_size]
        segments = [segment for number in chosen for segment in examples[number]]
        loss = _add_gradients(learner, segments, packing, processes)
        rate = learning_rate(optimizer, update, num_updates)
        norm = step(learner.optimizer, optimizer, rate)
        learner.update = update + 1
        measured = {"loss": loss, "gradient_norm": norm, "learning_rate": rate, "of": num_updates}
        finish({**measured, "refused_steps": int(not math.isfinite(norm))})


def _add_gradients(
    learner: Learner, segments: Sequence[Segment], packing: PackingChoices, processes: Processes
) -> float:
    """Return the mean negative log-probability of the assistants' tokens; add its gradient."""
    rows = pad_segments(list(enumerate(segments)), learner.padding_id).to(learner.model.device)
    lengths = lengths_of(rows)
    total = torch.zeros((), device=learner.model.device)
    for batch, is_mine in processes.rounds(split(lengths, packing), even=learner.is_sharded):
        numbers = list(batch.numbers)
        mask_BT = rows.mask_BT[numbers, : batch.length]
        with learner.precision():
            scores = score_rows(
                learner.model, rows.ids_BT[numbers, : batch.length],
                [lengths[number] for number in numbers], packing, wanted_BT=mask_BT,
            )  # fmt: skip
        loss = -torch.where(mask_BT & is_mine, scores.log_probs_BT, 0.0).sum() / rows.mask_BT.sum()
        loss.backward()
        total += loss.detach()
    processes.add_up([total])
    if not math.isfinite(total):
        raise BatchError(
            f"the loss of imitation is {float(total)} in update {learner.update + 1}; the weights "
            "hold numbers that are not finite, start from others or lower imitation.learning_rate"
        )
    if not learner.is_sharded:
        processes.add_up_gradients(learner.model)
    return float(total)
