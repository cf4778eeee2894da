from pathlib import Path
from typing import Any

import pytest
import torch

from autoforge_rl.processes import Processes
from tests.rl.tiny_run import LAUNCHER, start, write_run

SCRIPT = "tests/rl/two_processes.py"
PACKED = "\n[packing]\nmicro_batch_tokens = 40\npacked = true"


def test_shares_are_the_whole_and_one_process_has_all_of_it() -> None:
    items = list("abcde")
    assert [Processes(rank, 2).share(items) for rank in range(2)] == [list("ace"), list("bd")]
    alone = Processes()
    assert alone.share(items) == alone.collect(items) == items
    value = torch.ones(2)
    alone.add_up([value])
    assert torch.equal(value, torch.ones(2))


def test_who_waits_for_the_others_at_each_item_has_as_many_as_they() -> None:
    first, second = (Processes(rank, 2).rounds(list("abc"), even=True) for rank in range(2))
    assert first == [("a", True), ("c", True)]
    assert second == [("b", True), ("c", False)]
    assert Processes(1, 2).rounds(list("abc"), even=False) == [("b", True)]
    assert Processes(1, 2).rounds(list("ab"), even=True) == [("b", True)]
    assert Processes(1, 4).rounds([], even=True) == []


def test_two_processes_make_the_update_of_one(tmp_path: Path, tokenizer: Any) -> None:
    path = str(write_run(tmp_path, tokenizer, updates=1, more=PACKED))
    for name, launcher in (("one", ()), ("two", LAUNCHER)):
        process = start(*launcher, SCRIPT, path, str(tmp_path / name))
        _, error = process.communicate()
        assert process.returncode == 0, error.decode()
    alone = torch.load(tmp_path / "one.0")
    for rank in range(2):
        found = torch.load(tmp_path / f"two.{rank}")
        assert alone["gradient"].abs().max() > 1e-4
        assert torch.allclose(found["gradient"], alone["gradient"], atol=1e-6)
        assert found["metrics"]["all"]["reward"] == alone["metrics"]["all"]["reward"]
        assert found["metrics"]["passed_tokens"] >= alone["metrics"]["passed_tokens"]
        assert found["metrics"]["loss"] == pytest.approx(alone["metrics"]["loss"], abs=1e-6)
