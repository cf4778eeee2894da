from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from safetensors.torch import load_file, save_file

from autoforge_rl.chat import ChatRenderer
from autoforge_rl.conversations import Conversation
from autoforge_rl.errors import ChoiceError, PolicyError
from autoforge_rl.initial_policy import PolicyShape, load_policy, make_policy, train_tokenizer

TOKENIZER: list[Any] = []


@pytest.fixture(autouse=True, scope="module")
def _shared(tokenizer: Any) -> None:
    TOKENIZER.append(tokenizer)


@given(st.text())
def test_any_text_survives_the_tokenizer(text: str) -> None:
    ids = TOKENIZER[0].encode(text, add_special_tokens=False)
    assert TOKENIZER[0].decode(ids, skip_special_tokens=False) == text


def test_each_digit_is_a_token(tokenizer: Any) -> None:
    assert len(tokenizer.encode("10427", add_special_tokens=False)) == 5


def test_tags_and_turn_ends_are_single_tokens(tokenizer: Any) -> None:
    for text in ("<think>", "</tool_call>", "<|im_end|>"):
        assert len(tokenizer.encode(text, add_special_tokens=False)) == 1


def test_the_same_seed_makes_the_same_policy(tokenizer: Any) -> None:
    shape = PolicyShape(vocabulary_size=320, hidden_size=16, num_layers=1, num_heads=2)
    before = torch.random.get_rng_state()
    one, two, other = (make_policy(shape, tokenizer, seed) for seed in (1, 1, 2))
    assert torch.equal(torch.random.get_rng_state(), before)
    for left, right in zip(one.parameters(), two.parameters(), strict=True):
        assert torch.equal(left, right)
    assert not torch.equal(next(one.parameters()), next(other.parameters()))


def test_a_saved_policy_is_loaded_as_it_was(tmp_path: Path, model: Any, tokenizer: Any) -> None:
    model.save_pretrained(tmp_path)
    tokenizer.save_pretrained(tmp_path)
    loaded, its_tokenizer = load_policy(tmp_path)
    ids = torch.tensor([[3, 4, 5]])
    with torch.no_grad():
        assert torch.equal(loaded(input_ids=ids).logits, model(input_ids=ids).logits)  # type: ignore[operator]
    text = ChatRenderer(tokenizer).opening([{"role": "user", "content": "Hé 12"}])
    assert ChatRenderer(its_tokenizer).encode(text) == ChatRenderer(tokenizer).encode(text)


def test_a_tokenizer_of_another_policy_is_refused(
    tmp_path: Path, model: Any, conversation: Conversation
) -> None:
    model.save_pretrained(tmp_path)
    larger = train_tokenizer([conversation], 320)
    larger.add_tokens([f"<extra{number}>" for number in range(50)])
    larger.save_pretrained(tmp_path)
    with pytest.raises(PolicyError, match="not of one policy"):
        load_policy(tmp_path)


def test_a_folder_without_a_checkpoint_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PolicyError, match=r"no config\.json"):
        load_policy(tmp_path)


def test_a_tokenizer_needs_conversations() -> None:
    with pytest.raises(PolicyError, match="got none"):
        train_tokenizer([], 320)


@pytest.mark.parametrize(
    "wrong",
    [
        {"hidden_size": 30},
        {"hidden_size": 0},
        {"hidden_size": -8},
        {"num_layers": 0},
        {"num_layers": -1},
        {"num_heads": 0},
        {"num_key_value_heads": 3},
        {"num_key_value_heads": 0},
        {"max_length": -5},
        {"vocabulary_size": 100},
    ],
)
def test_shapes_that_cannot_be_built_are_refused(wrong: dict[str, Any]) -> None:
    ((name, value),) = wrong.items()
    with pytest.raises(ChoiceError, match=f"^{name} must .*, got {value}$"):
        PolicyShape(**wrong)


def test_seeds_are_natural_numbers(tokenizer: Any) -> None:
    for seed in (-1, 2**63):
        with pytest.raises(ChoiceError, match=f"seed must be .*, got {seed}"):
            make_policy(PolicyShape(vocabulary_size=320), tokenizer, seed)


def change_weights(path: Path, change: Callable[[dict[str, torch.Tensor]], None]) -> None:
    weights = load_file(path / "model.safetensors")
    change(weights)
    save_file(weights, path / "model.safetensors", {"format": "pt"})


NORM = "model.norm.weight"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda weights: weights.pop(NORM), rf"1 missing weights: {NORM}"),
        (lambda weights: weights.update(more=torch.ones(2)), "1 unexpected weights: more"),
        (lambda weights: weights.update({NORM: torch.ones(7)}), rf"1 mismatched weights: {NORM}"),
    ],
    ids=["missing", "unexpected", "of another shape"],
)
def test_weights_that_are_not_the_configs_are_refused(
    tmp_path: Path, model: Any, tokenizer: Any, change: Any, message: str
) -> None:
    model.save_pretrained(tmp_path)
    tokenizer.save_pretrained(tmp_path)
    load_policy(tmp_path)  # its head is tied, and no weight of its own
    change_weights(tmp_path, change)
    with pytest.raises(PolicyError, match=message):
        load_policy(tmp_path)


def test_a_file_of_weights_that_was_cut_off_is_refused(
    tmp_path: Path, model: Any, tokenizer: Any
) -> None:
    model.save_pretrained(tmp_path)
    tokenizer.save_pretrained(tmp_path)
    whole = (tmp_path / "model.safetensors").read_bytes()
    (tmp_path / "model.safetensors").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(PolicyError, match="no checkpoint that can be loaded: SafetensorError"):
        load_policy(tmp_path)
