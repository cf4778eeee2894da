import json
from pathlib import Path

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


def test_numbers_are_flattened_under_their_names() -> None:
    metrics = {"loss": 1.0, "skipped": "", "all": {"reward": 2, "rms": float("nan")}}
    assert list(flattened(metrics)) == [("loss", 1.0), ("all/reward", 2.0)]
