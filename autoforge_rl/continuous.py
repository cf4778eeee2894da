"""Many conversations in one batch, each at its own pace.

One step samples one token for every conversation whose turn it is. What a conversation has read
stays in the cache: its next turn reads only what others said since, and a new conversation copies
what it has in common with one that is there. Axes: B rows, Q tokens, H hidden size, V vocabulary.

Left out: the continuous batching of transformers, which draws all conversations' tokens from one
generator, so that what a conversation samples depends on what else is in the batch.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy
import torch
from torch import Tensor
from torch.nn import functional

from autoforge_rl.errors import PolicyError
from autoforge_rl.log_probs import check_head
from autoforge_rl.models import CausalModel
from autoforge_rl.sampling import SamplingChoices, Turn, draw_tokens, require_number
from autoforge_rl.slot_cache import SlotCache


@dataclass(frozen=True, slots=True)
class ContinuousSampler:
    """A model in this process as the one who speaks in rollouts, each at its own pace.

    Attributes:
        model: In evaluation mode, with full attention in all layers.
        choices: Temperature and limit.
        max_tokens_read: Most tokens of prompts that are read in one pass, which bounds memory.
    """

    model: CausalModel
    choices: SamplingChoices
    max_tokens_read: int = 8192

    def open(self, end_id: int) -> "ConversationBatch":
        """Begin, with the weights there are now and with no conversation.

        Raises:
            PolicyError: The model attends in a way that a cache by rows cannot serve.
        """
        return ConversationBatch(self.model, self.choices, end_id, self.max_tokens_read)


@dataclass(slots=True)
class _Speaker:
    """One conversation: what is in the cache, what is to be read, and the turn in the making."""

    number: int
    read: list[int] = field(default_factory=list)
    pending: list[int] = field(default_factory=list)
    generator: numpy.random.Generator | None = None
    ids: list[int] = field(default_factory=list)
    log_probs: list[float] = field(default_factory=list)


class ConversationBatch:
    """All conversations of one policy at one moment; its row in the cache is a speaker's place."""

    def __init__(
        self, model: CausalModel, choices: SamplingChoices, end_id: int, max_tokens_read: int
    ) -> None:
        """Begin without conversations; see `ContinuousSampler`."""
        check_head(model)
        _check_attention(model)
        self._decoder = model.get_decoder()
        self._device = model.device
        self._adds_mask = _attention_of(model) == "eager"
        self._head_VH = model.get_output_embeddings().weight.detach().float()
        self._choices = choices
        self._end_id = end_id
        self._max_tokens_read = max_tokens_read
        self._cache = SlotCache()
        self._speakers: list[_Speaker] = []

    def begin(
        self, conversation: int, prompt: Sequence[int], generator: numpy.random.Generator
    ) -> None:
        """Begin a conversation's next turn."""
        speaker = next((each for each in self._speakers if each.number == conversation), None)
        if speaker is None:
            speaker = _Speaker(conversation)
            self._speakers.append(speaker)
        ids = list(prompt)
        num_known = _num_common(speaker.read, ids[:-1])
        speaker.read, speaker.pending = ids[:num_known], ids[num_known:]
        speaker.generator, speaker.ids, speaker.log_probs = generator, [], []

    def leave(self, conversation: int) -> None:
        """Forget a conversation; the last row moves to its place."""
        for row, speaker in enumerate(self._speakers):
            if speaker.number == conversation:
                last = self._speakers.pop()
                if last is not speaker:
                    if last.read:  # else the cache may lack its row
                        self._cache.copy(len(self._speakers), row, len(last.read))
                    self._speakers[row] = last
                return

    def close(self) -> None:
        """Forget all conversations, and their keys and values."""
        self._speakers.clear()
        self._cache = SlotCache()

    @torch.no_grad()
    def advance(self) -> dict[int, Turn]:
        """Sample one token in each conversation, and return the turns that have ended.

        Raises:
            PolicyError: The model says what is no number.
        """
        self._read_prompts()
        speaking = [row for row, each in enumerate(self._speakers) if each.generator is not None]
        if not speaking:
            return {}
        generators = [self._speakers[row].generator for row in speaking]
        uniform = [0.0 if each is None else each.random() for each in generators]
        numbers = [self._speakers[row].number for row in speaking]
        ids_B, log_probs_B = self.draw(numbers, self._next_logits(speaking), uniform)
        drawn = zip(speaking, ids_B.tolist(), log_probs_B.tolist(), strict=True)
        turns = [(row, self._note(row, token, log_prob)) for row, token, log_prob in drawn]
        return {self._speakers[row].number: turn for row, turn in turns if turn is not None}

    def draw(
        self, conversations: Sequence[int], logits_BV: Tensor, uniform: Sequence[float]
    ) -> tuple[Tensor, Tensor]:
        """Draw a token for each conversation; to be overridden by whoever replays known ones."""
        return draw_tokens(logits_BV, self._choices.temperature, uniform)

    def _next_logits(self, speaking: Sequence[int]) -> Tensor:
        """Feed each row its one pending token, and return what it thinks comes next.

        Rows that wait for their environment go along, unless they are the most: to leave a row
        out, the others' keys and values must be copied.
        """
        rows = speaking
        if 2 * len(speaking) > len(self._speakers):
            rows = range(len(self._speakers))
        hidden_BQH = self._pass([(row, self._speakers[row].pending[:1]) for row in rows])
        if len(rows) > len(speaking):
            hidden_BQH = hidden_BQH[torch.tensor(list(speaking), device=self._device)]
        with torch.autocast(self._device.type, enabled=False):  # whatever holds below the head
            return functional.linear(hidden_BQH[:, 0].float(), self._head_VH)

    def _note(self, row: int, token: int, log_prob: float) -> Turn | None:
        """Take in a token, and return the turn if it has ended."""
        speaker = self._speakers[row]
        speaker.read += speaker.pending
        speaker.pending = [token]
        speaker.ids.append(token)
        speaker.log_probs.append(require_number(log_prob))
        if token != self._end_id and len(speaker.ids) < self._choices.max_turn_tokens:
            return None
        speaker.generator = None
        return Turn(tuple(speaker.ids), tuple(speaker.log_probs))

    def _read_prompts(self) -> None:
        """Read all prompts but their last token, which the next step reads with everybody's."""
        for row, speaker in enumerate(self._speakers):
            if not speaker.read and len(speaker.pending) > 1:
                self._copy_beginning(row)
                self._read([row])
        behind = [
            row
            for row, each in enumerate(self._speakers)
            if each.generator is not None and len(each.pending) > 1
        ]
        behind.sort(key=lambda row: len(self._speakers[row].pending))
        for rows in self._portions(behind):
            self._read(rows)

    def _portions(self, rows: Sequence[int]) -> Iterator[list[int]]:
        """Split rows, ordered by how much they have to read, so that memory suffices for each."""
        portion: list[int] = []
        for row in rows:
            num_tokens = len(self._speakers[row].pending)
            if portion and (len(portion) + 1) * num_tokens > self._max_tokens_read:
                yield portion
                portion = []
            portion.append(row)
        if portion:
            yield portion

    def _copy_beginning(self, row: int) -> None:
        """Copy what a new conversation has in common with one that has been read."""
        speaker = self._speakers[row]
        wanted = speaker.pending[:-1]
        common = [_num_common(other.read, wanted) for other in self._speakers]
        source = max(range(len(common)), key=common.__getitem__)
        if common[source]:
            self._cache.copy(source, row, common[source])
            speaker.read = wanted[: common[source]]
            speaker.pending = speaker.pending[common[source] :]

    def _read(self, rows: Sequence[int]) -> None:
        while True:
            parts = [
                (row, self._speakers[row].pending[:-1][: self._max_tokens_read])
                for row in rows
                if len(self._speakers[row].pending) > 1
            ]
            if not parts:
                return
            self._pass(parts)
            for row, ids in parts:
                speaker = self._speakers[row]
                speaker.read += ids
                speaker.pending = speaker.pending[len(ids) :]

    def _pass(self, parts: Sequence[tuple[int, Sequence[int]]]) -> Tensor:
        """Feed rows their tokens, and return what the decoder makes of them, padding included."""
        length = max(len(ids) for _, ids in parts)
        ids_BQ = torch.tensor(
            [[*ids, *[0] * (length - len(ids))] for _, ids in parts], device=self._device
        )
        starts = [[len(self._speakers[row].read)] for row, _ in parts]
        positions_BQ = torch.tensor(starts, device=self._device) + torch.arange(
            length, device=self._device
        )
        rows = [row for row, _ in parts]
        mask = self._cache.aim(rows, len(self._speakers), positions_BQ)
        if self._adds_mask:
            lowest = torch.finfo(self._head_VH.dtype).min
            mask = torch.where(mask, 0.0, lowest).to(self._decoder.dtype)
        hidden_BQH: Tensor = self._decoder(
            input_ids=ids_BQ,
            position_ids=positions_BQ,
            attention_mask=mask,
            past_key_values=self._cache,
            use_cache=True,
        ).last_hidden_state
        return hidden_BQH


def _num_common(one: Sequence[int], other: Sequence[int]) -> int:
    """Count the tokens that two sequences begin with alike."""
    low, high = 0, min(len(one), len(other))
    while low < high:  # they agree up to `low`; slices are compared faster than tokens
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _check_attention(model: CausalModel) -> None:
    config = model.config
    kinds = set(getattr(config, "layer_types", None) or ["full_attention"])
    has_window = not hasattr(config, "layer_types") and getattr(config, "sliding_window", None)
    if kinds != {"full_attention"} or has_window:
        raise PolicyError(
            f"the model has layers of the kinds {sorted(kinds)}, of which only full attention can "
            "be batched continuously; sample with ModelSampler"
        )
    if _attention_of(model) not in {"sdpa", "eager"}:
        raise PolicyError(
            f"the model's attention is {_attention_of(model)!r}; load it with "
            "attn_implementation='sdpa' or sample with ModelSampler"
        )


def _attention_of(model: CausalModel) -> str:
    """Return the name of the implementation, which transformers keeps in a private place."""
    return str(getattr(model.config, "_attn_implementation", "sdpa"))
