import errno
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import torch

from autoforge_rl.checkpoints import (
    POLICY,
    CheckpointChoices,
    Progress,
    load,
    newest,
    progress_of,
    prune,
    save,
)
from autoforge_rl.errors import CheckpointError, ChoiceError
from autoforge_rl.initial_policy import PolicyShape, make_policy

ABOUT = {"model": {"head": [2, 2]}, "seed": 1}
STATE = {"weights": {"head": torch.ones(2, 2)}, "update": 3}


def write_policy(folder: Path) -> None:
    (folder / "config.json").write_text("{}")


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@contextmanager
def no_room_beyond(num_bytes: int) -> Iterator[None]:
    """Make the operating system refuse longer files, as a full disk does."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (num_bytes, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_what_was_saved_is_loaded(tmp_path: Path) -> None:
    path = save(tmp_path, Progress(3, 12), STATE, ABOUT, write_policy)
    assert newest(tmp_path) == path
    assert torch.equal(load(path, ABOUT)["weights"]["head"], torch.ones(2, 2))
    assert names(path / POLICY) == ["config.json"]


def test_there_is_no_newest_before_the_first(tmp_path: Path) -> None:
    assert newest(tmp_path / "absent") is None


@pytest.mark.parametrize("room", [100, 1000])
def test_a_full_disk_is_told_and_leaves_the_old_checkpoint_whole(tmp_path: Path, room: int) -> None:
    old = save(tmp_path, Progress(3, 12), STATE, ABOUT, write_policy)
    with no_room_beyond(room), pytest.raises(CheckpointError, match="make room and start"):
        save(tmp_path, Progress(4, 12), {"weights": torch.ones(5000)}, ABOUT, write_policy)
    assert names(tmp_path) == ["000003"]
    assert load(old, ABOUT)["update"] == 3


@pytest.mark.parametrize("room", [1000, 9000])
def test_a_full_disk_is_told_whichever_library_meets_it(
    tmp_path: Path, tokenizer: Any, room: int
) -> None:
    model: Any = make_policy(PolicyShape("qwen3", 320, 16, 1, 2), tokenizer, 1)
    for part in (model, tokenizer):
        with no_room_beyond(room), pytest.raises(CheckpointError, match="File too large"):
            save(tmp_path, Progress(4, 12), {}, ABOUT, part.save_pretrained)
        assert names(tmp_path) == []


def test_an_interrupted_save_leaves_nothing_behind(tmp_path: Path) -> None:
    def interrupt(folder: Path) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        save(tmp_path, Progress(4, 12), STATE, ABOUT, interrupt)
    assert names(tmp_path) == []


def test_a_policy_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    def fail(folder: Path) -> None:
        (folder / "half").write_text("of it")
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(CheckpointError, match=r"000001 cannot be written: .*No space left"):
        save(tmp_path, Progress(1, 12), STATE, ABOUT, fail)
    assert names(tmp_path) == []


def test_what_a_killed_run_left_half_written_is_removed(tmp_path: Path) -> None:
    (tmp_path / ".new-abc").mkdir()
    save(tmp_path, Progress(1, 12), STATE, ABOUT, write_policy)
    assert names(tmp_path) == ["000001"]


def test_the_newest_are_kept(tmp_path: Path) -> None:
    for update in (1, 2, 10):
        save(tmp_path, Progress(update, 12), STATE, ABOUT, write_policy)
    prune(tmp_path, 2)
    assert names(tmp_path) == ["000002", "000010"]


def test_the_same_update_can_be_saved_again(tmp_path: Path) -> None:
    save(tmp_path, Progress(1, 12), STATE, ABOUT, write_policy)
    path = save(tmp_path, Progress(1, 12), {"update": 9}, ABOUT, write_policy)
    assert load(path, ABOUT)["update"] == 9


@pytest.mark.parametrize(
    ("about", "message"),
    [
        (
            {"model": {"head": [3, 2]}, "seed": 1},
            r"another model: head is \[2, 2\] there and \[3, 2\]",
        ),
        ({**ABOUT, "seed": 2}, "another seed: 1, not 2"),
        ({**ABOUT, "recipe": {}}, "another recipe: absent, not {};"),
    ],
)
def test_a_checkpoint_of_something_else_is_refused(
    tmp_path: Path, about: dict[str, object], message: str
) -> None:
    path = save(tmp_path, Progress(3, 12), STATE, ABOUT, write_policy)
    with pytest.raises(CheckpointError, match=message):
        load(path, about)


TASKS = [f"task {number}" for number in range(100)]
RECIPE: dict[str, dict[str, object]] = {
    "algorithm.loss": {"average": "tokens", "clip_high": 0.2, "clip_low": 0.2},
    "environments.desk": {"id": "a", "options": {"split": "train"}, "tasks": TASKS},
}


@pytest.mark.parametrize(
    ("section", "changed", "message"),
    [
        ("algorithm.loss", {"clip_low": 0.1}, r"algorithm\.loss\.clip_low is 0\.2 there and 0\.1 "),
        (
            "environments.desk",
            {"options": {"split": "test"}},
            r"environments\.desk\.options\.split is 'train' there and 'test' here",
        ),
        (
            "environments.desk",
            {"tasks": [*TASKS[:-1], "other"]},
            r"environments\.desk\.tasks\.99 is 'task 99' there and 'other' here",
        ),
        ("environments.desk", {"tasks": TASKS[:-1]}, r"tasks\.99 is 'task 99' there and absent"),
        ("environments.shop", {"id": "b"}, r"environments\.shop is absent there and {'id': 'b'} "),
    ],
)
def test_the_first_key_that_differs_is_named_however_deep(
    tmp_path: Path, section: str, changed: dict[str, object], message: str
) -> None:
    path = save(tmp_path, Progress(3, 12), STATE, {"recipe": RECIPE}, write_policy)
    recipe = {**RECIPE, section: {**RECIPE.get(section, {}), **changed}}
    with pytest.raises(CheckpointError, match=f"another recipe: .*{message}"):
        load(path, {"recipe": recipe})


@pytest.mark.parametrize("damaged", [b"nothing", b"", b"(", b"PK\x03\x04"])
def test_a_damaged_checkpoint_is_told(tmp_path: Path, damaged: bytes) -> None:
    path = save(tmp_path, Progress(3, 12), STATE, ABOUT, write_policy)
    (path / "state.pt").write_bytes(damaged)
    with pytest.raises(CheckpointError, match="000003 cannot be read"):
        load(path, ABOUT)


@pytest.mark.parametrize("damaged", ["", "[1]", '{"goal": "x"}'])
def test_a_checkpoint_that_does_not_say_what_it_is_of_is_told(tmp_path: Path, damaged: str) -> None:
    path = save(tmp_path, Progress(3, 12), STATE, ABOUT, write_policy)
    (path / "about.json").write_text(damaged)
    with pytest.raises(CheckpointError, match="000003 "):
        load(path, ABOUT)
    with pytest.raises(CheckpointError, match="000003 cannot be read"):
        progress_of(path)


def test_a_checkpoint_knows_how_far_there_was_to_go(tmp_path: Path) -> None:
    path = save(tmp_path, Progress(3, 12), STATE, ABOUT, write_policy)
    assert progress_of(path) == Progress(3, 12)
    assert not progress_of(path).is_complete
    assert Progress(12, 12).is_complete
    (path / "about.json").write_text("{}")  # as it was written before there were goals
    assert progress_of(path).is_complete


def test_counts_must_be_positive() -> None:
    with pytest.raises(ChoiceError, match="got 0 and 2"):
        CheckpointChoices(every=0)
