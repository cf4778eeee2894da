import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch

from autoforge_rl.checkpoints import CheckpointChoices
from autoforge_rl.errors import CheckpointError, ChoiceError, PolicyError
from autoforge_rl.initial_policy import PolicyShape, load_policy, make_policy
from autoforge_rl.learner import Learner, PolicyChoices
from autoforge_rl.log_probs import score_tokens
from autoforge_rl.optimisation import OptimizerChoices, step
from autoforge_rl.pools import Moments

IDS = torch.arange(12).view(2, 6)
OPTIMIZER = OptimizerChoices(1e-2)
MakeLearner = Callable[..., Learner]


@pytest.fixture
def make_learner(tmp_path: Path, tokenizer: Any) -> MakeLearner:
    def make(
        folder: str = "policy", hidden_size: int = 16, seed: int = 1, **choices: Any
    ) -> Learner:
        path = tmp_path / folder
        if not path.exists():
            shape = PolicyShape("qwen3", 320, hidden_size, 1, 2)
            make_policy(shape, tokenizer, seed).save_pretrained(path)
            tokenizer.save_pretrained(path)
        return Learner(PolicyChoices(str(path), **choices), path, OPTIMIZER)

    return make


def learn(learner: Learner) -> None:
    with learner.precision():
        scores = score_tokens(learner.model, IDS)
    (-scores.log_probs_BT.mean()).backward()
    step(learner.optimizer, OPTIMIZER, 1e-2)
    learner.update += 1


def weights(learner: Learner) -> bytes:
    return b"".join(each.detach().numpy().tobytes() for each in learner.model.parameters())


def test_a_learner_that_goes_on_makes_the_same_next_update(
    make_learner: MakeLearner, tmp_path: Path
) -> None:
    straight, stopped = make_learner(), make_learner()
    for each in (straight, straight, stopped):
        learn(each)
    stopped.history = Moments(torch.ones(1), torch.zeros(1), torch.ones(1))
    stopped.save(tmp_path / "saved", 9, {"seed": 1}, CheckpointChoices())
    resumed = make_learner()
    assert resumed.resume(tmp_path / "saved", {"seed": 1})
    assert resumed.history is not None
    assert torch.equal(resumed.history.count_P, torch.ones(1))
    learn(resumed)
    assert resumed.update == 2
    assert weights(resumed) == weights(straight)


def test_there_is_nothing_to_go_on_from_at_first(make_learner: MakeLearner, tmp_path: Path) -> None:
    assert not make_learner().resume(tmp_path / "absent", {})


def test_a_checkpoint_of_another_model_is_refused(
    make_learner: MakeLearner, tmp_path: Path
) -> None:
    make_learner().save(tmp_path / "saved", 9, {}, CheckpointChoices())
    with pytest.raises(
        CheckpointError, match=r"another model: .* is \[320, 16\] there and \[320, 24"
    ):
        make_learner("wider", hidden_size=24).resume(tmp_path / "saved", {})


@pytest.mark.filterwarnings("ignore:`is_gradient_checkpointing`:FutureWarning")  # peft asks for it
@pytest.mark.parametrize(
    ("other", "message"),
    [
        ({"folder": "other", "seed": 2}, r"frozen_weights is '\w{16}' there and '\w{16}' here"),
        ({"lora_rank": 4}, "lora_rank is 2 there and 4 here"),
        ({"lora_scale": 8}, "lora_scale is 32 there and 8 here"),
        ({"precision": "bfloat16"}, "precision is 'float32' there and 'bfloat16' here"),
    ],
)
def test_what_a_checkpoint_does_not_hold_must_be_the_same(
    make_learner: MakeLearner, tmp_path: Path, other: dict[str, Any], message: str
) -> None:
    pytest.importorskip("peft")
    make_learner(lora_rank=2).save(tmp_path / "saved", 9, {}, CheckpointChoices())
    with pytest.raises(CheckpointError, match=f"another policy: {message}"):
        make_learner(**{"lora_rank": 2, **other}).resume(tmp_path / "saved", {})


def test_where_all_is_trained_adapters_and_first_weights_do_not_matter(
    make_learner: MakeLearner, tmp_path: Path
) -> None:
    make_learner().save(tmp_path / "saved", 9, {}, CheckpointChoices())
    assert make_learner("other", seed=2, lora_scale=8).resume(tmp_path / "saved", {})


def test_a_saved_policy_is_a_checkpoint_like_any_other(
    make_learner: MakeLearner, tmp_path: Path
) -> None:
    learner = make_learner()
    learn(learner)
    learner.writer()(tmp_path / "out")
    model, _ = load_policy(tmp_path / "out")
    expected = score_tokens(learner.model, IDS).log_probs_BT
    assert torch.equal(score_tokens(model, IDS).log_probs_BT, expected)


@pytest.mark.filterwarnings("ignore:`is_gradient_checkpointing`:FutureWarning")  # peft asks for it
def test_adapters_alone_are_trained_and_merged_when_saved(
    make_learner: MakeLearner, tmp_path: Path
) -> None:
    pytest.importorskip("peft")
    learner = make_learner(lora_rank=2)
    trained = [name for name, each in learner.model.named_parameters() if each.requires_grad]
    assert trained
    assert all("lora" in name for name in trained)
    before = score_tokens(learner.model, IDS).log_probs_BT.detach()
    for _ in range(3):
        learn(learner)
    after = score_tokens(learner.model, IDS).log_probs_BT.detach()
    assert not torch.allclose(before, after, atol=1e-4)
    learner.save(tmp_path / "saved", 9, {}, CheckpointChoices())
    resumed = make_learner(lora_rank=2)
    assert resumed.resume(tmp_path / "saved", {})
    assert torch.equal(score_tokens(resumed.model, IDS).log_probs_BT, after)
    model, _ = load_policy(tmp_path / "saved" / "000003" / "policy")
    assert torch.allclose(score_tokens(model, IDS).log_probs_BT, after, atol=1e-5)


@pytest.mark.filterwarnings("ignore:`is_gradient_checkpointing`:FutureWarning")  # peft asks for it
def test_adapters_begin_alike_in_every_process(make_learner: MakeLearner) -> None:
    pytest.importorskip("peft")
    torch.manual_seed(1)
    one = make_learner(lora_rank=2)
    torch.manual_seed(2)
    assert weights(make_learner(lora_rank=2)) == weights(one)


def test_distances_are_measured_from_the_policy_in_the_folder(make_learner: MakeLearner) -> None:
    learner = make_learner()
    before = score_tokens(learner.model, IDS).log_probs_BT.detach()
    learn(learner)
    reference = learner.reference()
    assert torch.equal(score_tokens(reference, IDS).log_probs_BT, before)
    assert not any(each.requires_grad for each in reference.parameters())


def test_half_precision_stops_below_the_head(make_learner: MakeLearner) -> None:
    whole, half = make_learner(), make_learner(precision="bfloat16")
    with half.precision():
        hidden = half.model.get_decoder()(input_ids=IDS).last_hidden_state
        layer = half.model.get_decoder().layers[0].mlp.up_proj(hidden)
        found = score_tokens(half.model, IDS).log_probs_BT
    assert layer.dtype == torch.bfloat16
    assert found.dtype == torch.float32
    rounded = found.detach().to(torch.bfloat16).float()
    assert not torch.equal(found, rounded)
    expected = score_tokens(whole.model, IDS).log_probs_BT
    assert torch.allclose(found, expected, atol=0.05)
    learn(half)
    assert all(each.dtype == torch.float32 for each in half.model.parameters())


def test_a_folder_without_a_policy_is_told(tmp_path: Path) -> None:
    with pytest.raises(PolicyError, match="holds no config"):
        Learner(PolicyChoices(str(tmp_path)), tmp_path, OPTIMIZER)


def test_a_missing_device_is_told(make_learner: MakeLearner) -> None:
    if torch.cuda.is_available():
        pytest.skip("there is a GPU here")
    with pytest.raises(PolicyError, match="there is no GPU; set device = 'cpu'"):
        make_learner(device="cuda")


def test_wrong_choices_are_refused() -> None:
    with pytest.raises(ChoiceError, match="got -1 and 32"):
        PolicyChoices(lora_rank=-1)


def test_saving_before_the_first_step_changes_none(
    make_learner: MakeLearner, tmp_path: Path
) -> None:
    straight, saved = make_learner(), make_learner()
    saved.save(tmp_path / "saved", 9, {}, CheckpointChoices())
    resumed = make_learner()
    assert resumed.resume(tmp_path / "saved", {})
    for each in (straight, saved, resumed):
        learn(each)
    assert weights(saved) == weights(straight)
    assert weights(resumed) == weights(straight)


def test_a_run_with_a_reference_goes_on_with_no_other(
    make_learner: MakeLearner, tmp_path: Path
) -> None:
    first = make_learner()
    first.reference()
    first.save(tmp_path / "saved", 9, {}, CheckpointChoices())
    same, other, without = make_learner(), make_learner("other", seed=2), make_learner()
    same.reference()
    other.reference()
    assert same.resume(tmp_path / "saved", {})
    with pytest.raises(CheckpointError, match="of another reference: '"):
        other.resume(tmp_path / "saved", {})
    assert "reference" not in without.about()


def test_conversations_must_have_room(make_learner: MakeLearner) -> None:
    learner = make_learner()
    learner.check_room(8000, 193)
    message = r"8192 positions .* 8193 tokens .*max_tokens is 8000, max_turn_tokens 194"
    with pytest.raises(PolicyError, match=message):
        learner.check_room(8000, 194)


def test_adapters_without_peft_are_told(
    make_learner: MakeLearner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "peft", None)
    with pytest.raises(PolicyError, match=r"lora_rank is 2, which needs peft .*\[rl\]"):
        make_learner(lora_rank=2)
