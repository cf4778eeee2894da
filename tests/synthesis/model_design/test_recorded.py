"""The worked example: what a large language model said about a topic, from its recording."""

import json
from pathlib import Path

from autoforge_envs.cli import main
from autoforge_envs.synthesis.pipeline.out_folder import digest_of_folder

from .recorded import COMMAND, RECORDING


def replay(out: Path) -> Path:
    """Make a small domain of the recorded answers, without an endpoint."""
    options = ["--base-url", "http://127.0.0.1:9/v1", "--tasks", "6", "--out", str(out)]
    assert main([*COMMAND, "--replay", str(RECORDING), *options]) == 0
    return out / "boarding_kennel_0_v0"


def test_a_recorded_model_gives_a_certified_domain_byte_for_byte(tmp_path: Path) -> None:
    first, second = replay(tmp_path / "first"), replay(tmp_path / "second")
    assert digest_of_folder(first) == digest_of_folder(second)
    assert len((first / "tasks.jsonl").read_text().splitlines()) == 6
    ledger = json.loads((tmp_path / "first" / "ledger.jsonl").read_text().splitlines()[-1])
    asked = [stage for stage in ledger["stages"] if stage["name"].startswith("ask ")]
    assert [stage["out"] for stage in asked] == [1, 1, 2, 1, 1]
    assert all(stage["in"] == stage["out"] for stage in asked)
