import signal
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import load_file
from torch import distributed

from autoforge_rl.cli import main
from autoforge_rl.errors import PolicyError
from autoforge_rl.initial_policy import load_policy
from autoforge_rl.log_probs import score_tokens
from autoforge_rl.metrics import read_metrics
from autoforge_rl.sharding import Replica, ShardedModel
from tests.rl.tiny_run import LAUNCHER, start, write_run

SCRIPT = "tests/rl/two_processes.py"
CPU = torch.device("cpu")
IDS = torch.arange(12).view(2, 6)


def sharded(path: Path, **choices: object) -> str:
    """Have a run's weights shared out, and make other choices of its policy."""
    lines = ['weights = "sharded"', *(f"{name} = {each}" for name, each in choices.items())]
    path.write_text(path.read_text().replace("[policy]", "\n".join(["[policy]", *lines])))
    return str(path)


def finish(*arguments: str) -> None:
    """Run `python` to its end."""
    process = start(*arguments)
    _, error = process.communicate()
    assert process.returncode == 0, error.decode()


def both(*arguments: str) -> list[Any]:
    """Start `python` as two processes that train together, without a launcher in between."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    shared = {"WORLD_SIZE": "2", "MASTER_ADDR": "127.0.0.1", "MASTER_PORT": port}
    return [start(*arguments, RANK=rank, LOCAL_RANK=rank, **shared) for rank in ("0", "1")]


def weights_of(out: Path, update: int) -> Path:
    return out / "training" / "checkpoints" / f"{update:06d}" / "policy" / "model.safetensors"


@pytest.fixture
def group(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """One process that shares with itself."""
    meeting = f"file://{tmp_path_factory.mktemp('group')}/store"
    distributed.init_process_group("gloo", init_method=meeting, rank=0, world_size=1)
    yield
    distributed.destroy_process_group()


def test_a_sharded_model_scores_as_the_whole_one(model: Any, tmp_path: Path, group: None) -> None:
    model.save_pretrained(tmp_path)
    parts = ShardedModel(type(model).from_pretrained(tmp_path), CPU, 1)
    assert torch.equal(parts.score(IDS).log_probs_BT, score_tokens(model, IDS).log_probs_BT)


def test_a_frozen_one_scores_in_half_precision(model: Any, tmp_path: Path, group: None) -> None:
    model.save_pretrained(tmp_path)
    parts = ShardedModel(type(model).from_pretrained(tmp_path).requires_grad_(False), CPU, 1)
    with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
        expected = score_tokens(model, IDS).log_probs_BT
        for _ in range(2):
            assert torch.equal(parts.score(IDS).log_probs_BT, expected)
    assert not torch.equal(expected, score_tokens(model, IDS).log_probs_BT)


def test_a_replica_has_weights_only_while_it_is_filled(
    model: Any, tmp_path: Path, group: None
) -> None:
    model.save_pretrained(tmp_path)
    loaded = type(model).from_pretrained(tmp_path)
    replica = Replica(loaded, CPU)
    parts = ShardedModel(loaded, CPU, 1)
    optimizer = torch.optim.SGD(parts.parameters(), 0.1)
    parts.score(IDS).log_probs_BT.sum().backward()
    optimizer.step()
    assert all(each.numel() == 0 for each in replica.model.parameters())
    with replica.filled(parts):
        found = score_tokens(replica.model, IDS).log_probs_BT
    assert torch.equal(found, parts.score(IDS).log_probs_BT)
    assert not torch.allclose(found, score_tokens(model, IDS).log_probs_BT, atol=1e-3)
    assert all(each.numel() == 0 for each in replica.model.parameters())


def test_a_model_without_layers_is_told() -> None:
    class Odd(torch.nn.Module):
        def get_decoder(self) -> "Odd":
            return self

    with pytest.raises(PolicyError, match=r"set policy\.weights = 'replicated'"):
        ShardedModel(Odd(), CPU, 2)


@pytest.mark.filterwarnings("ignore:`is_gradient_checkpointing`:FutureWarning")  # peft asks for it
@pytest.mark.parametrize("rank", [0, pytest.param(2, marks=pytest.mark.slow)])
def test_two_processes_with_parts_make_the_update_of_one_with_all(
    tmp_path: Path, tokenizer: Any, rank: int
) -> None:
    if rank:
        pytest.importorskip("peft")
    # One micro-batch: the second process has nothing of its own to pass.
    more = "\n[packing]\nmicro_batch_tokens = 10000"
    path = sharded(write_run(tmp_path, tokenizer, updates=1, more=more), lora_rank=rank)
    for name, launcher in (("one", ()), ("two", LAUNCHER)):
        finish(*launcher, SCRIPT, path, str(tmp_path / name))
    alone = torch.load(tmp_path / "one.0")
    for number in range(2):
        found = torch.load(tmp_path / f"two.{number}")
        assert alone["gradient"].abs().max() > 1e-4
        assert torch.allclose(found["gradient"], alone["gradient"], atol=1e-6)
        assert found["metrics"]["all"] == pytest.approx(alone["metrics"]["all"], abs=1e-6)
        norms = (each["metrics"]["gradient_norm"] for each in (found, alone))
        assert next(norms) == pytest.approx(next(norms), abs=1e-6)
        assert found["metrics"]["passed_tokens"] == 2 * alone["metrics"]["passed_tokens"]
        assert found["held"] < 0.51 * alone["held"]


@pytest.mark.slow
def test_a_killed_run_of_two_processes_goes_on_as_if_it_had_not_been(
    tmp_path: Path, tokenizer: Any
) -> None:
    killed = sharded(write_run(tmp_path, tokenizer, out="killed", updates=6))
    straight = sharded(write_run(tmp_path, tokenizer, out="straight", updates=6))
    for path in (killed, straight):
        assert main(["imitate", path]) == 0
    command = (*LAUNCHER, "-m", "autoforge_rl")
    finish(*command, "train", straight)
    log = tmp_path / "killed" / "training" / "metrics.jsonl"
    processes = both("-m", "autoforge_rl", "train", killed)
    while processes[0].poll() is None and (not log.exists() or log.read_text().count("\n") < 4):
        time.sleep(0.01)
    for each in processes:
        each.send_signal(signal.SIGKILL)
        each.communicate()
    assert 3 <= read_metrics(log)[-1]["update"] < 6
    finish(*command, "train", killed)
    found, expected = (weights_of(tmp_path / name, 6) for name in ("killed", "straight"))
    assert found.read_bytes() == expected.read_bytes()


@pytest.mark.slow
def test_one_process_goes_on_with_what_two_have_begun(tmp_path: Path, tokenizer: Any) -> None:
    begun = sharded(write_run(tmp_path, tokenizer, out="begun", updates=2))
    finish(*LAUNCHER, "-m", "autoforge_rl", "imitate", begun)
    finish(*LAUNCHER, "-m", "autoforge_rl", "train", begun)
    longer = str(write_run(tmp_path, tokenizer, out="begun", updates=4))
    alone = str(write_run(tmp_path, tokenizer, out="alone", updates=4))
    for command, path in (("train", longer), ("imitate", alone), ("train", alone)):
        assert main([command, path]) == 0
    found, expected = (load_file(weights_of(tmp_path / name, 4)) for name in ("begun", "alone"))
    assert all(torch.allclose(found[name], expected[name], atol=1e-4) for name in expected)
    load_policy(weights_of(tmp_path / "begun", 2).parent)
