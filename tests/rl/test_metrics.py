import json
import sys
from pathlib import Path

import pytest

from autoforge_rl.errors import MetricsError
from autoforge_rl.metrics import MetricsLog, flattened, read_metrics


def test_each_update_is_a_line(tmp_path: Path) -> None:
    with MetricsLog(tmp_path, 0) as log:
        log.write(1, {"reward": 0.5, "all": {"turns": 2}})
        log.write(2, {"reward": float("nan")})
    lines = (tmp_path / "metrics.jsonl").read_text().splitlines()
    assert [json.loads(line) for line in lines] == [
        {"update": 1, "reward": 0.5, "all": {"turns": 2}},
        {"update": 2, "reward": None},
    ]


def test_a_run_that_goes_on_drops_what_it_will_do_again(tmp_path: Path) -> None:
    with MetricsLog(tmp_path, 0) as log:
        for update in range(1, 5):
            log.write(update, {"reward": update})
    with (tmp_path / "metrics.jsonl").open("a") as file:
        file.write('{"update": 5, "rew')  # killed here
    with MetricsLog(tmp_path, 2) as log:
        log.write(3, {"reward": 30})
    assert [line["reward"] for line in read_metrics(tmp_path / "metrics.jsonl")] == [1, 2, 30]


def test_a_run_that_begins_again_begins_its_log_again(tmp_path: Path) -> None:
    for reward in (1, 2):
        with MetricsLog(tmp_path, 0) as log:
            log.write(0, {"reward": reward})
    assert read_metrics(tmp_path / "metrics.jsonl") == [{"update": 0, "reward": 2}]


def test_numbers_are_flattened_under_their_names() -> None:
    metrics = {"loss": 1.0, "skipped": "", "all": {"reward": 2, "rms": float("nan")}}
    assert list(flattened(metrics)) == [("loss", 1.0), ("all/reward", 2.0)]


def test_names_may_hold_any_character_that_ends_a_line_elsewhere(tmp_path: Path) -> None:
    name = "a\u2028desk\u0085"
    for update in (0, 1):
        with MetricsLog(tmp_path, update) as log:
            log.write(update + 1, {name: {"reward": 1}})
    lines = read_metrics(tmp_path / "metrics.jsonl")
    assert [line[name] for line in lines] == [{"reward": 1}] * 2


@pytest.mark.parametrize("line", [b"{", b"\xff", b"[]", b"{}"])
def test_a_log_that_cannot_be_read_is_named_with_its_line(tmp_path: Path, line: bytes) -> None:
    path = tmp_path / "metrics.jsonl"
    with pytest.raises(MetricsError, match=r"metrics\.jsonl cannot be read"):
        read_metrics(path)
    path.write_bytes(b'{"update": 1}\n' + line + b"\n")
    with pytest.raises(MetricsError, match=r"metrics\.jsonl, line 2: "):
        read_metrics(path)


def test_events_without_tensorboard_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "torch.utils.tensorboard", None)
    with pytest.raises(MetricsError, match=r"needs tensorboard .*\[rl\]"):
        MetricsLog(tmp_path, 0, tensorboard=True)
