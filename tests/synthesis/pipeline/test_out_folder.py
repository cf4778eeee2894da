"""The folder that domains are put into: whole or not at all, and nobody else's."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from autoforge_envs.errors import EmissionError
from autoforge_envs.synthesis.pipeline.out_folder import OutFolder, digest_of, digest_of_folder
from tests.full_disk import limit_files

FILES = {"domain.json": b"{}", "tools.py": b"# tools"}


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[OutFolder]:
    """A new folder."""
    opened = OutFolder(tmp_path / "out")
    yield opened
    opened.close()


def test_a_domain_is_put_in_its_place(folder: OutFolder) -> None:
    folder.emit("shop_v0", FILES)
    assert digest_of_folder(folder.path / "shop_v0") == digest_of(FILES)
    assert folder.obstacle("shop_v0", FILES) == ""
    folder.emit("shop_v0", FILES)  # what is there is what it should be


def test_what_is_there_and_differs_is_an_obstacle_and_stays(folder: OutFolder) -> None:
    folder.emit("shop_v0", FILES)
    other = {**FILES, "tools.py": b"# other tools"}
    assert "is there already and is not what this command makes" in folder.obstacle(
        "shop_v0", other
    )
    folder.emit("shop_v0", other)
    assert digest_of_folder(folder.path / "shop_v0") == digest_of(FILES)


@pytest.mark.parametrize("name", ["domain.json", "tools.py", "notes.txt"])
def test_an_edit_by_hand_is_noticed(folder: OutFolder, name: str) -> None:
    folder.emit("shop_v0", FILES)
    assert folder.objection("shop_v0", digest_of(FILES)) == ""
    (folder.path / "shop_v0" / name).write_text("edited")
    assert "was edited after it was emitted; move it away" in folder.objection(
        "shop_v0", digest_of(FILES)
    )


def test_what_python_leaves_in_a_domain_is_no_edit(folder: OutFolder) -> None:
    folder.emit("shop_v0", FILES)
    (folder.path / "shop_v0" / "__pycache__").mkdir()
    assert folder.objection("shop_v0", digest_of(FILES)) == ""


def test_a_second_run_is_refused_while_the_first_lasts(folder: OutFolder) -> None:
    with pytest.raises(EmissionError, match=f"another run, process {os.getpid()}, works in"):
        OutFolder(folder.path)
    folder.close()
    OutFolder(folder.path).close()


def test_a_killed_run_leaves_no_lock(tmp_path: Path) -> None:
    program = (
        "import sys, time; from pathlib import Path\n"
        "from autoforge_envs.synthesis.pipeline.out_folder import OutFolder\n"
        "folder = OutFolder(Path(sys.argv[1])); print('locked', flush=True); time.sleep(60)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, str(tmp_path / "out")],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])},
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"locked\n"
        with pytest.raises(EmissionError, match="another run"):
            OutFolder(tmp_path / "out")
        process.send_signal(signal.SIGKILL)
    OutFolder(tmp_path / "out").close()


def test_what_a_killed_run_has_half_written_is_removed_and_its_notes_are_kept(
    folder: OutFolder,
) -> None:
    half = folder.path / ".synthesis" / "half_written" / "shop_v0"
    half.mkdir(parents=True)
    (folder.scratch / "autoforge-forge-abc").mkdir()
    (folder.scratch / "notes.jsonl").touch()
    folder.close()
    OutFolder(folder.path).close()
    assert not half.exists()
    assert [path.name for path in folder.scratch.iterdir()] == ["notes.jsonl"]


def test_a_folder_of_others_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.tex").write_text("years of work")
    with pytest.raises(EmissionError, match=r"holds thesis\.tex, which is no domain"):
        OutFolder(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.tex"]


def test_a_folder_of_domains_is_fine(tmp_path: Path) -> None:
    (tmp_path / "shop_v0").mkdir()
    (tmp_path / "shop_v0" / "domain.json").touch()
    OutFolder(tmp_path).close()


def test_a_domain_is_no_folder_for_domains(tmp_path: Path) -> None:
    (tmp_path / "domain.json").touch()
    with pytest.raises(EmissionError, match="is a domain; give --out the folder to put domains"):
        OutFolder(tmp_path)


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(EmissionError, match="is a file; give --out a folder"):
        OutFolder(tmp_path / "file")


def test_a_full_disk_leaves_nothing_of_a_domain(folder: OutFolder) -> None:
    folder.emit("small_v0", FILES)
    told = "cannot be written: File too large; make room"
    with limit_files(), pytest.raises(EmissionError, match=told):
        folder.emit("shop_v0", {**FILES, "records.jsonl": b"x" * 300})
    assert not (folder.path / "shop_v0").exists()
    assert digest_of_folder(folder.path / "small_v0") == digest_of(FILES)
