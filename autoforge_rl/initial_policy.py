"""A policy from nothing: a tokenizer trained on conversations and a small transformer.

For machines where no weights can be had. Everything else in this package takes any Hugging Face
checkpoint with a chat template for tool calls just as well.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import torch
from tokenizers import Tokenizer
from tokenizers.decoders import ByteLevel as ByteLevelDecoder
from tokenizers.models import BPE
from tokenizers.pre_tokenizers import ByteLevel, Digits, Sequence
from tokenizers.trainers import BpeTrainer
from transformers import (
    AutoModelForCausalLM,
    AutoTokenizer,
    LlamaConfig,
    LlamaForCausalLM,
    PreTrainedTokenizerFast,
    Qwen3Config,
    Qwen3ForCausalLM,
)

from autoforge_rl.chat import ChatRenderer, ChatTokenizer
from autoforge_rl.conversations import Conversation
from autoforge_rl.errors import ChoiceError, PolicyError
from autoforge_rl.models import CausalModel

START, END, PADDING = "<|im_start|>", "<|im_end|>", "<|pad|>"
TAGS = ("<think>", "</think>", "<tool_call>", "</tool_call>")
CHAT_TEMPLATE = Path(__file__).parent / "chat_template.jinja"
_MOST_NAMED = 4
"""Weights that an error names."""


@dataclass(frozen=True, slots=True)
class PolicyShape:
    """Size and kind of a new policy.

    Attributes:
        family: Whose architecture.
        vocabulary_size: Most tokens; few conversations give fewer.
        hidden_size: Width; a multiple of `num_heads`, each head's width even.
        num_layers: Depth.
        num_heads: Attention heads.
        num_key_value_heads: Heads for keys and values; divides `num_heads`.
        max_length: Most tokens of a conversation.
        head: "tied" uses the embeddings' weights as the head, too; "own" gives it its own, which
            some servers need to take new ones.
    """

    family: Literal["qwen3", "llama"] = "qwen3"
    vocabulary_size: int = 2048
    hidden_size: int = 256
    num_layers: int = 6
    num_heads: int = 4
    num_key_value_heads: int = 2
    max_length: int = 8192
    head: Literal["tied", "own"] = "tied"

    def __post_init__(self) -> None:
        for name in ("hidden_size", "num_layers", "num_heads", "num_key_value_heads", "max_length"):
            if getattr(self, name) < 1:
                raise ChoiceError(f"{name} must be positive, got {getattr(self, name)}")
        if self.hidden_size % (2 * self.num_heads):
            raise ChoiceError(
                f"hidden_size must be a multiple of 2 x num_heads ({2 * self.num_heads}), "
                f"got {self.hidden_size}"
            )
        if self.num_heads % self.num_key_value_heads:
            raise ChoiceError(
                f"num_key_value_heads must divide num_heads ({self.num_heads}), "
                f"got {self.num_key_value_heads}"
            )
        smallest = 256 + 3 + len(TAGS)
        if self.vocabulary_size < smallest:
            raise ChoiceError(
                f"vocabulary_size must be at least {smallest} (all bytes and the template's own "
                f"tokens), got {self.vocabulary_size}"
            )


def train_tokenizer(
    conversations: Iterable[Conversation], vocabulary_size: int
) -> PreTrainedTokenizerFast:
    """Train a byte-level tokenizer; each digit is a token, so that numbers are copied exactly.

    Raises:
        PolicyError: There are no conversations.
    """
    texts = [text for conversation in conversations for text in _texts(conversation)]
    if not texts:
        raise PolicyError("a tokenizer needs conversations to be trained on, got none")
    tokenizer = Tokenizer(BPE())
    tokenizer.pre_tokenizer = Sequence([
        Digits(individual_digits=True), ByteLevel(add_prefix_space=False),
    ])  # fmt: skip
    tokenizer.decoder = ByteLevelDecoder()
    trainer = BpeTrainer(
        vocab_size=vocabulary_size - len(TAGS),
        special_tokens=[PADDING, START, END],
        initial_alphabet=sorted(ByteLevel.alphabet()),
        show_progress=False,
    )
    tokenizer.train_from_iterator(texts, trainer)
    wrapped = PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        pad_token=PADDING,
        eos_token=END,
        additional_special_tokens=[START],
        clean_up_tokenization_spaces=False,
    )
    wrapped.add_tokens(list(TAGS))
    wrapped.chat_template = CHAT_TEMPLATE.read_text(encoding="utf-8")
    return wrapped


def make_policy(
    shape: PolicyShape, tokenizer: PreTrainedTokenizerFast, seed: int
) -> LlamaForCausalLM | Qwen3ForCausalLM:
    """Return a transformer with random weights, the same for the same seed.

    Raises:
        ChoiceError: The seed is negative, or has more than 63 bits.
    """
    if not 0 <= seed < 2**63:
        raise ChoiceError(f"seed must be from 0 to below 2**63, got {seed}")
    settings = {
        "bos_token_id": None,
        "eos_token_id": tokenizer.eos_token_id,
        "hidden_size": shape.hidden_size,
        "intermediate_size": 3 * shape.hidden_size,
        "max_position_embeddings": shape.max_length,
        "num_attention_heads": shape.num_heads,
        "num_hidden_layers": shape.num_layers,
        "num_key_value_heads": shape.num_key_value_heads,
        "head_dim": shape.hidden_size // shape.num_heads,
        "pad_token_id": tokenizer.pad_token_id,
        "tie_word_embeddings": shape.head == "tied",
        "vocab_size": len(tokenizer),
    }
    with torch.random.fork_rng():  # transformers draws initial weights from global randomness
        torch.manual_seed(seed)
        model: LlamaForCausalLM | Qwen3ForCausalLM
        if shape.family == "llama":
            model = LlamaForCausalLM(LlamaConfig(**settings))
        else:
            model = Qwen3ForCausalLM(Qwen3Config(**settings))
    model.train(False)
    return model


def load_policy(path: Path) -> tuple[CausalModel, ChatTokenizer]:
    """Load a checkpoint of ours or of anybody's, from a folder; nothing is downloaded.

    Raises:
        PolicyError: The folder holds no checkpoint, its weights are not those of its config, or
            its tokenizer has more tokens than its model.
        TemplateError: Its chat template cannot be trained with.
    """
    if not (path / "config.json").is_file():
        raise PolicyError(f"{path} holds no config.json; name the folder of a checkpoint")
    try:
        tokenizer: Any = AutoTokenizer.from_pretrained(path, local_files_only=True)
        loaded: Any = AutoModelForCausalLM.from_pretrained(
            path,
            local_files_only=True,
            output_loading_info=True,
            ignore_mismatched_sizes=True,  # what does not match is named below
        )
    except Exception as error:  # a damaged file can make either raise whatever there is
        reason = f"{type(error).__name__}: {error}"
        raise PolicyError(f"{path} holds no checkpoint that can be loaded: {reason}") from error
    model, told = loaded
    _check_weights(path, told)
    num_embeddings = model.get_input_embeddings().weight.shape[0]
    if len(tokenizer) > num_embeddings:
        raise PolicyError(
            f"{path}: the tokenizer has {len(tokenizer)} tokens, the model {num_embeddings}; "
            "they are not of one policy"
        )
    ChatRenderer(tokenizer)
    model.eval()
    return model, tokenizer


def _check_weights(path: Path, told: Mapping[str, Any]) -> None:
    """Refuse weights that do not fit; whatever is missing would be drawn at random."""
    for kind in ("missing_keys", "unexpected_keys", "mismatched_keys"):
        names = sorted(each if isinstance(each, str) else each[0] for each in told.get(kind, ()))
        if names:
            more = ", …" if len(names) > _MOST_NAMED else ""
            raise PolicyError(
                f"{path} has {len(names)} {kind.replace('_keys', '')} weights: "
                f"{', '.join(names[:_MOST_NAMED])}{more}; config.json and weights must be of one "
                "policy"
            )


def _texts(conversation: Conversation) -> Iterator[str]:
    for tool in conversation.tools:
        yield json.dumps(tool, ensure_ascii=False)
    for message in conversation.messages:
        yield f"{message['role']}\n"
        yield from (
            str(message[key]) for key in ("reasoning_content", "content") if message.get(key)
        )
        for call in message.get("tool_calls") or ():
            yield json.dumps(call["function"], ensure_ascii=False)
