import json
import re
import signal
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch
from rich.console import Console

from autoforge_rl import training
from autoforge_rl.cli import main
from autoforge_rl.config import read_recipe
from autoforge_rl.errors import BrokenRunError, CheckpointError, PolicyError
from autoforge_rl.initial_policy import load_policy
from autoforge_rl.learner import Learner
from autoforge_rl.metrics import read_metrics
from autoforge_rl.processes import Processes
from autoforge_rl.run_lock import locked
from autoforge_rl.runs import (
    Keeper,
    find_conversations,
    newest_policy,
    run_evaluation,
    run_imitation,
    run_training,
    told_skips,
)
from tests.rl.tiny_run import start, write_run

QUIET = Console(quiet=True)


def metrics_of(out: Path, stage: str = "training") -> list[dict[str, Any]]:
    """Return the metrics of a run, without those that a clock has measured."""
    lines = read_metrics(out / stage / "metrics.jsonl")
    return [{name: each for name, each in line.items() if name != "seconds"} for line in lines]


def weights_of(out: Path, update: int) -> bytes:
    path = out / "training" / "checkpoints" / f"{update:06d}" / "policy" / "model.safetensors"
    return path.read_bytes()


def test_a_run_imitates_trains_and_evaluates(tmp_path: Path, tokenizer: Any) -> None:
    recipe = read_recipe(write_run(tmp_path, tokenizer))
    assert "4 conversations imitated" in run_imitation(recipe, Processes(), QUIET)
    assert "8 updates made" in run_training(recipe, Processes(), QUIET)
    lines = metrics_of(tmp_path / "out")
    assert [line["update"] for line in lines] == list(range(9))
    assert [line["update"] for line in lines if "held_out" in line] == [0, 4, 8]
    assert 0 <= lines[8]["held_out"]["desk"]["success"] <= 1
    checkpoints = tmp_path / "out" / "training" / "checkpoints"
    assert sorted(path.name for path in checkpoints.iterdir()) == ["000006", "000008"]
    assert newest_policy(recipe) == checkpoints / "000008" / "policy"
    load_policy(newest_policy(recipe))
    assert "| held out | desk | 4 |" in run_evaluation(recipe, Processes(), QUIET)
    report = json.loads((tmp_path / "out" / "evaluation.json").read_text())
    assert report["scores"][0]["success"] == lines[8]["held_out"]["desk"]["success"]


def test_a_killed_run_goes_on_as_if_it_had_not_been(tmp_path: Path, tokenizer: Any) -> None:
    killed = write_run(tmp_path, tokenizer, out="killed", updates=12)
    straight = write_run(tmp_path, tokenizer, out="straight", updates=12)
    for path in (killed, straight):
        assert main(["imitate", str(path)]) == 0
    assert main(["train", str(straight)]) == 0
    process = start("-m", "autoforge_rl", "train", str(killed))
    log = tmp_path / "killed" / "training" / "metrics.jsonl"
    while process.poll() is None and (not log.exists() or log.read_text().count("\n") < 6):
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert process.returncode == -signal.SIGKILL
    made = max(line["update"] for line in metrics_of(tmp_path / "killed"))
    assert 5 <= made < 12
    assert main(["train", str(killed)]) == 0
    assert metrics_of(tmp_path / "killed") == metrics_of(tmp_path / "straight")
    assert weights_of(tmp_path / "killed", 12) == weights_of(tmp_path / "straight", 12)


def test_a_finished_run_is_left_as_it_is(tmp_path: Path, tokenizer: Any) -> None:
    recipe = read_recipe(write_run(tmp_path, tokenizer, updates=2))
    run_imitation(recipe, Processes(), QUIET)
    run_training(recipe, Processes(), QUIET)
    before = weights_of(tmp_path / "out", 2), metrics_of(tmp_path / "out")
    run_training(recipe, Processes(), QUIET)
    assert (weights_of(tmp_path / "out", 2), metrics_of(tmp_path / "out")) == before


def test_a_run_can_be_made_longer_but_not_changed(tmp_path: Path, tokenizer: Any) -> None:
    run_imitation(read_recipe(write_run(tmp_path, tokenizer, updates=2)), Processes(), QUIET)
    run_training(read_recipe(write_run(tmp_path, tokenizer, updates=2)), Processes(), QUIET)
    run_training(read_recipe(write_run(tmp_path, tokenizer, updates=3)), Processes(), QUIET)
    assert [line["update"] for line in metrics_of(tmp_path / "out")] == [0, 1, 2, 3]
    changed = read_recipe(write_run(tmp_path, tokenizer, updates=3, more="[loss]\nclip_low = 0.1"))
    with pytest.raises(CheckpointError, match=r"recipe: algorithm\.loss\.clip_low is 0\.2 there"):
        run_training(changed, Processes(), QUIET)


def test_trajectories_of_a_full_prompt_are_imitated_with_it(tmp_path: Path, tokenizer: Any) -> None:
    messages = [{"role": "user", "content": "A letter?"}, {"role": "agent", "content": "a"}]
    path = tmp_path / "reference.jsonl"
    path.write_text(json.dumps({"environment": "toy/desk-v0", "messages": messages}))
    recipe = read_recipe(write_run(tmp_path, tokenizer))
    choices = replace(recipe.imitation, files=(str(path),), info_key="")
    (found,) = find_conversations(replace(recipe, imitation=choices))
    assert found.messages[0] == {"role": "system", "content": "Say a letter."}
    short = {name: replace(each, prompt="conversation")
             for name, each in recipe.environments.items()}  # fmt: skip
    (found,) = find_conversations(replace(recipe, imitation=choices, environments=short))
    assert [each["role"] for each in found.messages] == ["user", "assistant"]


WRONG = {
    "a misspelt name": ('"tests.rl.toy_desk:toy/desk-v0"', '"tests.rl.toy_desk:toy/dask-v0"'),
    "a module without it": ('"tests.rl.toy_desk:toy/desk-v0"', '"toy/dask-v0"'),
    "an unknown option": ("num_tasks = 4", "num_tasks = 4\noptions = { wonted = 3 }"),
    "too many tasks": ("num_tasks = 4", "num_tasks = 5"),
    "an unknown task": ("num_tasks = 4", 'tasks = ["task 9"]'),
}


@pytest.mark.parametrize("kind", WRONG)
@pytest.mark.parametrize("section", ["environments", "held_out"])
def test_an_environment_that_is_not_as_the_file_says_is_told_before_anything_is_learnt(
    tmp_path: Path, tokenizer: Any, capsys: pytest.CaptureFixture[str], section: str, kind: str
) -> None:
    path = write_run(tmp_path, tokenizer)
    before, begin, rest = path.read_text().partition(f"[{section}.desk]")
    rest = rest.replace('\noptions = { wanted = "abc" }', "").replace(*WRONG[kind], 1)
    path.write_text(before + begin + rest)
    if section == "environments":
        assert main(["imitate", str(path)]) == 2
        assert capsys.readouterr().err.startswith("autoforge-rl: environments.desk ")
    path.write_text(path.read_text().replace('info_key = "reference"', ""))
    assert main(["train", str(path)]) == 2
    error = capsys.readouterr().err
    assert error.startswith(f"autoforge-rl: {section}.desk ")
    assert len(error.splitlines()) == 1
    assert not (tmp_path / "out").exists()
    if section == "held_out":
        assert main(["evaluate", str(path)]) == 2
        assert f"autoforge-rl: {section}.desk " in capsys.readouterr().err


def test_a_run_killed_before_its_first_checkpoint_begins_again(
    tmp_path: Path, tokenizer: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    recipe = read_recipe(write_run(tmp_path, tokenizer, updates=2))
    run_imitation(recipe, Processes(), QUIET)

    def be_killed(self: Keeper, metrics: dict[str, Any]) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Keeper, "finish", be_killed)
        with pytest.raises(KeyboardInterrupt):
            run_training(recipe, Processes(), QUIET)
    assert [line["update"] for line in metrics_of(tmp_path / "out")] == [0]
    run_training(recipe, Processes(), QUIET)
    assert [line["update"] for line in metrics_of(tmp_path / "out")] == [0, 1, 2]


@pytest.mark.parametrize("command", ["imitate", "train", "evaluate"])
def test_a_run_without_a_policy_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    path = tmp_path / "run.toml"
    path.write_text("")
    assert main([command, str(path)]) == 2
    assert "policy.folder is missing; name the folder of a ch" in capsys.readouterr().err


def test_two_runs_do_not_work_in_one_folder(
    tmp_path: Path, tokenizer: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write_run(tmp_path, tokenizer, updates=1)
    with locked(tmp_path / "out", Processes()):
        assert main(["imitate", str(path)]) == 2
    assert main(["imitate", str(path)]) == 0
    with locked(tmp_path / "out", Processes()):
        assert main(["train", str(path)]) == 2
        assert main(["evaluate", str(path)]) == 0
    assert capsys.readouterr().err.count("another run, process ") == 2
    assert main(["train", str(path)]) == 0


def test_training_waits_for_imitation(tmp_path: Path, tokenizer: Any) -> None:
    recipe = read_recipe(write_run(tmp_path, tokenizer))
    with pytest.raises(PolicyError, match="run `autoforge-rl imitate` first"):
        run_training(recipe, Processes(), QUIET)


def test_training_does_not_start_from_an_imitation_that_was_killed(
    tmp_path: Path, tokenizer: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    recipe = read_recipe(write_run(tmp_path, tokenizer, updates=1))
    finish = Keeper.finish

    def finish_and_be_killed(self: Keeper, metrics: dict[str, Any]) -> None:
        finish(self, metrics)
        if metrics_of(tmp_path / "out", "imitation")[-1]["update"] == 3:
            raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Keeper, "finish", finish_and_be_killed)
        with pytest.raises(KeyboardInterrupt):
            run_imitation(recipe, Processes(), QUIET)
    with pytest.raises(PolicyError, match=r"at update 2 of 12 .*run `autoforge-rl imitate` again"):
        run_training(recipe, Processes(), QUIET)
    run_imitation(recipe, Processes(), QUIET)
    assert "1 updates made" in run_training(recipe, Processes(), QUIET)


def test_events_are_written_for_tensorboard(tmp_path: Path, tokenizer: Any) -> None:
    pytest.importorskip("tensorboard")
    path = write_run(tmp_path, tokenizer, updates=1)
    path.write_text(path.read_text().replace("seed = 1", "seed = 1\ntensorboard = true"))
    run_imitation(read_recipe(path), Processes(), QUIET)
    run_training(read_recipe(path), Processes(), QUIET)
    assert list((tmp_path / "out" / "training" / "tensorboard").glob("events*"))


@pytest.mark.slow
def test_memory_stays_flat_over_a_thousand_updates(tmp_path: Path, tokenizer: Any) -> None:
    path = write_run(tmp_path, tokenizer, updates=1000)
    text = path.read_text().replace("evaluate_every = 4", "evaluate_every = 0")
    path.write_text(text.replace("every = 2", "every = 250"))
    process = start("-m", "tests.rl.watched_run", str(path))
    out, error = process.communicate()
    assert process.returncode == 0, error.decode()
    resident = [int(line) for line in out.split()]
    assert len(resident) == 1000
    early, late = max(resident[100:200]), max(resident[900:])
    assert late < early * 1.02


def without_first_step(
    tmp_path: Path, tokenizer: Any, out: str, every: int, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """Return the file of a run whose first update has no advantages, and so makes no step."""
    path = write_run(tmp_path, tokenizer, out=out, updates=3)
    text = path.read_text().replace('info_key = "reference"', "").replace("\nevery = 2", "")
    path.write_text(text.replace("[checkpoints]", f"[checkpoints]\nevery = {every}"))
    judged = training.judge

    def judge(played: Any, environments: Any, recipe: Any, learner: Learner) -> Any:
        batch = judged(played, environments, recipe, learner)
        if learner.update:
            return batch
        nothing = torch.zeros_like(batch.estimate.advantages_B)
        return replace(batch, estimate=replace(batch.estimate, advantages_B=nothing))

    monkeypatch.setattr(training, "judge", judge)
    return path


def run_until_killed(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the first update of a run."""
    finish = Keeper.finish

    def finish_and_be_killed(self: Keeper, metrics: dict[str, Any]) -> None:
        finish(self, metrics)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(Keeper, "finish", finish_and_be_killed)
        run_training(read_recipe(path), Processes(), QUIET)


def test_saving_before_the_first_step_changes_no_update(
    tmp_path: Path, tokenizer: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    for out, every in (("often", 1), ("seldom", 3), ("killed", 1)):
        with monkeypatch.context() as patch:
            path = without_first_step(tmp_path, tokenizer, out, every, patch)
            if out == "killed":
                run_until_killed(path, patch)
            said = run_training(read_recipe(path), Processes(), QUIET)
        assert "3 updates made, 1 of them skipped (no advantage differs from 0: 1)" in said
    for out in ("often", "killed"):
        assert weights_of(tmp_path / out, 3) == weights_of(tmp_path / "seldom", 3)


def test_a_run_that_has_made_more_updates_than_it_is_to_make_says_so(
    tmp_path: Path, tokenizer: Any
) -> None:
    run_imitation(read_recipe(write_run(tmp_path, tokenizer, updates=2)), Processes(), QUIET)
    run_training(read_recipe(write_run(tmp_path, tokenizer, updates=2)), Processes(), QUIET)
    said = run_training(read_recipe(write_run(tmp_path, tokenizer, updates=1)), Processes(), QUIET)
    assert said.startswith("2 updates made, more than training.updates (1)")


BREAKS = 'tasks = ["task 0"]\noptions = { breaks = "task 0" }'


def test_skipped_updates_are_told_with_the_commonest_error(
    tmp_path: Path, tokenizer: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_run(tmp_path, tokenizer, updates=2)
    path.write_text(path.read_text().replace("num_tasks = 4", BREAKS, 1))
    lines: list[dict[str, Any]] = [
        {"held_out": {}},
        {"skipped": "no valid rollout", "error": "RuntimeError: a"},
        {"skipped": "", "error": "RuntimeError: a"},
    ]
    monkeypatch.setattr("autoforge_rl.runs.read_metrics", lambda path: lines)
    told = ", 1 of them skipped (no valid rollout: 1; most rollouts failed with: RuntimeError: a)"
    assert told_skips(read_recipe(path)) == told


@pytest.mark.parametrize(
    ("changed", "more", "told"),
    [
        (BREAKS, "", r"\(no valid rollout: 2; most rollouts failed with: RuntimeError: .*\); mend"),
        (
            "",
            "[rollouts]\nmax_tokens = 3",
            r"\(no rollout has a sampled token: 2\); raise rollouts",
        ),
        ('options = { wanted = "" }\nnum_tasks = 4', "", r"differs from 0: 2\); choose tasks"),
    ],
)
def test_a_run_that_trains_nothing_ends_with_what_to_change(
    tmp_path: Path,
    tokenizer: Any,
    capsys: pytest.CaptureFixture[str],
    changed: str,
    more: str,
    told: str,
) -> None:
    path = write_run(tmp_path, tokenizer, updates=2, more=more)
    text = path.read_text().replace('info_key = "reference"', "")
    path.write_text(text.replace("num_tasks = 4", changed or "num_tasks = 4", 1))
    assert main(["train", str(path)]) == 2
    last = capsys.readouterr().err.splitlines()[-1]
    assert re.search(rf"none of 2 updates trained anything .*{told}.* another run\.out$", last)


class OverflowingLearner(Learner):
    """A learner none of whose gradients is finite."""

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        next(self.model.parameters()).register_hook(lambda gradient: gradient * torch.inf)


@pytest.mark.parametrize(
    ("command", "told"),
    [
        ("train", r"none of 2 updates trained anything \(no gradient is finite: 2\)"),
        ("imitate", r"none of 12 updates imitated anything \(no gradient is finite\)"),
    ],
)
def test_a_run_without_a_finite_gradient_ends_with_what_to_change(
    tmp_path: Path,
    tokenizer: Any,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    command: str,
    told: str,
) -> None:
    path = write_run(tmp_path, tokenizer, updates=2)
    if command == "train":
        path.write_text(path.read_text().replace('info_key = "reference"', ""))
    monkeypatch.setattr("autoforge_rl.runs.Learner", OverflowingLearner)
    for _ in range(2):  # going on with it changes nothing
        assert main([command, str(path)]) == 2
        last = capsys.readouterr().err.splitlines()[-1]
        assert re.search(rf"{told}; start from other weights.* another run\.out$", last)


def test_environments_are_not_blamed_for_gradients(
    tmp_path: Path, tokenizer: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = [{"skipped": "no gradient is finite", "error": "RuntimeError: a"}]
    monkeypatch.setattr("autoforge_rl.runs.read_metrics", lambda path: lines)
    with pytest.raises(BrokenRunError, match=r"RuntimeError: a.*; start from other weights"):
        told_skips(read_recipe(write_run(tmp_path, tokenizer)))


def test_a_run_whose_earlier_updates_trained_something_has_not_failed(
    tmp_path: Path, tokenizer: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_run(tmp_path, tokenizer, updates=2)
    text = path.read_text().replace('info_key = "reference"', "")
    path.write_text(text.replace("\nevery = 2", "\nevery = 1"))
    run_until_killed(path, monkeypatch)
    monkeypatch.setattr("autoforge_rl.runs.Learner", OverflowingLearner)
    said = run_training(read_recipe(path), Processes(), QUIET)
    assert said.startswith("2 updates made, 1 of them skipped (no gradient is finite: 1)")


@pytest.mark.parametrize("command", ["train", "evaluate"])
def test_conversations_longer_than_the_policy_can_attend_to_are_refused(
    tmp_path: Path, tokenizer: Any, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    path = write_run(tmp_path, tokenizer, more="[rollouts]\nmax_tokens = 8192")
    path.write_text(path.read_text().replace('info_key = "reference"', ""))
    assert main([command, str(path)]) == 2
    assert "has 8192 positions" in capsys.readouterr().err


def test_a_report_that_cannot_be_written_leaves_the_one_before(
    tmp_path: Path, tokenizer: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    recipe = read_recipe(write_run(tmp_path, tokenizer))
    run_evaluation(recipe, Processes(), QUIET)
    before = (tmp_path / "out" / "evaluation.json").read_text()

    def write_half(self: Path, text: str, encoding: str) -> int:
        self.write_bytes(text[: len(text) // 2].encode(encoding))
        raise OSError("no space left")

    monkeypatch.setattr(Path, "write_text", write_half)
    with pytest.raises(OSError, match="no space left"):
        run_evaluation(recipe, Processes(), QUIET)
    assert (tmp_path / "out" / "evaluation.json").read_text() == before
