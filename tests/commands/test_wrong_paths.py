"""Folders and files that cannot be read or written: one line each, exit code 2, nothing lost."""

import errno
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from io import FileIO
from pathlib import Path

import pytest

from autoforge_envs.cli import main
from autoforge_envs.commands.designing import write_recording
from autoforge_envs.errors import DomainError, EndpointError
from autoforge_envs.files import append_whole, lock_file
from autoforge_envs.language_models.chat import Completion
from autoforge_envs.language_models.exchanges import Exchange
from autoforge_envs.registration import register_domains, register_known_domains

REPOSITORY = Path(__file__).parents[2]
BOOKSHOP = REPOSITORY / "tests" / "domains" / "bookshop_v0"
NOBODY = 65534
TASKS = ("cancel_lighthouse", "decline_shipped", "restart_reader")

Refuse = Callable[..., str]


@pytest.fixture
def refuse(capsys: pytest.CaptureFixture[str]) -> Refuse:
    """Runs a command that must fail by one line, and returns the line."""

    def call(*arguments: object) -> str:
        assert main([str(each) for each in arguments]) == 2
        line = capsys.readouterr().err
        assert line.startswith("autoforge: ")
        assert line.count("\n") == 1
        return line

    return call


@pytest.fixture
def unprivileged() -> Iterator[Path]:
    """A folder of a user for whom permissions hold; tests run as that user."""
    with tempfile.TemporaryDirectory() as folder:
        is_root = os.geteuid() == 0
        if is_root:
            os.chown(folder, NOBODY, NOBODY)
            os.seteuid(NOBODY)
        try:
            yield Path(folder)
        finally:
            if is_root:
                os.seteuid(0)


@pytest.fixture
def locked(unprivileged: Path) -> Iterator[Path]:
    """A domain that may not be looked into, beside one that may."""
    shutil.copytree(BOOKSHOP, unprivileged / "open_v0", ignore=shutil.ignore_patterns("__py*"))
    folder = unprivileged / "locked_v0"
    folder.mkdir()
    folder.chmod(0)
    yield folder
    folder.chmod(0o700)


@pytest.mark.parametrize("command", ["show", "verify", "compare", "bench"])
def test_a_locked_folder_is_told(command: str, locked: Path, refuse: Refuse) -> None:
    assert f"{locked / 'domain.json'} cannot be read: Permission denied" in refuse(command, locked)


@pytest.mark.parametrize("command", ["verify", "compare"])
def test_a_locked_domain_among_others_is_not_passed_over(
    command: str, locked: Path, refuse: Refuse
) -> None:
    line = refuse(command, locked.parent)
    assert f"{locked / 'domain.json'} cannot be read: Permission denied" in line


def test_domains_are_not_put_into_a_locked_folder(locked: Path, refuse: Refuse) -> None:
    line = refuse("synthesize", "--seed", 1, "--engine", "serial", "--out", locked)
    assert "cannot be read: Permission denied; mend its permissions, or choose another" in line


def test_a_locked_path_in_the_variable_is_a_warning(
    locked: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AUTOFORGE_DOMAINS", str(locked))
    with pytest.warns(UserWarning, match=r"AUTOFORGE_DOMAINS: .* cannot be read: Permission"):
        register_known_domains()


@pytest.mark.parametrize("name", ["models.py", "tools.py", "tasks.jsonl"])
def test_a_domain_that_lost_its_manifest_is_not_passed_over(
    name: str, tmp_path: Path, refuse: Refuse
) -> None:
    shutil.copytree(BOOKSHOP, tmp_path / "whole_v0")
    (tmp_path / "part_v0").mkdir()
    (tmp_path / "part_v0" / name).touch()
    told = f"{tmp_path / 'part_v0'} holds {name} and no domain.json"
    assert told in refuse("verify", tmp_path)
    assert told in refuse("verify", tmp_path / "part_v0")


def test_what_is_no_domain_says_what_it_is(tmp_path: Path, refuse: Refuse) -> None:
    for command in ("verify", "show", "compare"):
        assert f"{tmp_path} holds no domain" in refuse(command, tmp_path)
        assert "/etc/passwd holds no domain" in refuse(command, "/etc/passwd")
    for name in ("one_v0", "two_v0"):
        shutil.copytree(BOOKSHOP, tmp_path / name)
    line = refuse("show", tmp_path)
    assert f"holds the domains one_v0, two_v0; name one, such as {tmp_path / 'one_v0'}" in line


def test_a_path_that_is_too_long_is_told(refuse: Refuse) -> None:
    line = refuse("show", "x" * 5_000)
    assert line.endswith("cannot be read: File name too long; mend the path\n")


@pytest.mark.parametrize(
    ("command", "option"),
    [
        (("show", BOOKSHOP), "--graph"),
        (("bench", BOOKSHOP), "--out"),
        (("seal",), "folder"),
        *((("synthesize",), f"--{name}") for name in ("out", "tools", "suite", "prices", "record")),
    ],
)
def test_an_empty_path_is_refused_by_name(
    command: tuple[object, ...], option: str, capsys: pytest.CaptureFixture[str]
) -> None:
    given = [*map(str, command), *([option] if option.startswith("-") else []), ""]
    with pytest.raises(SystemExit, match="2"):
        main(given)
    told = f"argument {option}: an empty path names nothing; give one\n"
    assert capsys.readouterr().err.endswith(told)


def test_an_address_is_no_file(capsys: pytest.CaptureFixture[str]) -> None:
    address = "https://localhost:1/x.json"
    with pytest.raises(SystemExit, match="2"):
        main(["synthesize", "--tools", address])
    told = f"argument --tools: {address} is an address; download it first, and give the file\n"
    assert capsys.readouterr().err.endswith(told)


@pytest.mark.parametrize(
    "options", [("--suite",), ("--topic", "boats", "--model", "m", "--dry-run", "--prices")]
)
def test_a_file_that_is_no_text_is_told(
    options: tuple[str, ...], tmp_path: Path, refuse: Refuse
) -> None:
    path = tmp_path / "rand.bin"
    path.write_bytes(b"\x89\xff\x00")
    line = refuse("synthesize", *options, path, "--out", tmp_path / "out")
    assert line.endswith(f"{path} is not UTF-8; save it as UTF-8\n")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full device here")
def test_output_that_cannot_be_written_is_told() -> None:
    with Path("/dev/full").open("w") as full:
        result = subprocess.run(
            [sys.executable, "-m", "autoforge_envs", "list"],
            stdout=full, stderr=subprocess.PIPE, text=True, check=False,
            env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
        )  # fmt: skip
    assert (result.returncode, result.stderr) == (2, "autoforge: No space left on device\n")


def test_a_folder_that_must_not_be_written_is_not_certified_first(
    locked: Path, refuse: Refuse, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = locked.parent / "open_v0"
    folder.chmod(0o500)
    monkeypatch.setattr("autoforge_envs.commands.sealing.certify_domain", None)
    assert f"{folder} cannot be written: Permission denied; mend that" in refuse("seal", folder)
    folder.chmod(0o700)


def fill_the_disk(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """From now on files of this name get half of what is written to them, and an error."""
    write = Path.write_bytes

    def write_half(path: Path, content: bytes) -> int:
        if path.name != name:
            return write(path, content)
        write(path, content[: len(content) // 2])
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))

    monkeypatch.setattr(Path, "write_bytes", write_half)


def test_a_full_disk_leaves_a_folder_as_it_was(
    tmp_path: Path, refuse: Refuse, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = shutil.copytree(BOOKSHOP, tmp_path / "bookshop_v0")
    before = {path: path.read_bytes() for path in folder.glob("*.*")}
    fill_the_disk(monkeypatch, ".CARD.md.writing")
    assert f"{folder} cannot be written: No space left on device" in refuse("seal", folder)
    assert {path: path.read_bytes() for path in folder.glob("*.*")} == before


def test_a_full_disk_leaves_a_drawing_as_it_was(
    tmp_path: Path, refuse: Refuse, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "tools.svg"
    path.write_text("an older one")
    fill_the_disk(monkeypatch, ".tools.svg.writing")
    line = refuse("show", BOOKSHOP, "--graph", path)
    assert f"{path} cannot be written: No space left on device; make room" in line
    assert [each.read_text() for each in tmp_path.iterdir()] == ["an older one"]


def test_a_drawing_goes_where_a_link_leads(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    link = tmp_path / "tools.svg"
    link.symlink_to(tmp_path / "there" / "drawn")
    assert main(["show", str(BOOKSHOP), "--graph", str(link)]) == 0
    assert link.is_symlink()
    assert (tmp_path / "there" / "drawn").read_text().startswith("<svg")


# --- benchmarks ---


@pytest.fixture
def bench() -> tuple[str, ...]:
    """A benchmark of three episodes."""
    tasks = [part for name in TASKS for part in ("--task", name)]
    return ("bench", str(BOOKSHOP), *tasks, "--agent", "noop", "--isolation", "none")


def results(out: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in out.rglob("noop.*")}


def test_a_full_disk_ends_a_benchmark_which_goes_on_when_there_is_room(
    bench: tuple[str, ...], tmp_path: Path, refuse: Refuse, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main([*bench, "--out", str(tmp_path / "whole")]) == 0
    out, left = tmp_path / "out", [1, 1]

    def append_some(file: FileIO, content: bytes) -> None:
        if not left:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        left.pop()
        append_whole(file, content)

    with monkeypatch.context() as patch:
        patch.setattr("autoforge_envs.benchmark.trajectories.append_whole", append_some)
        line = refuse(*bench, "--out", out)
    assert "noop.jsonl cannot be written: No space left on device; make room" in line
    whole = results(tmp_path / "whole")
    (kept,) = results(out).values()
    assert kept == b"".join(whole["noop.jsonl"].splitlines(keepends=True)[:2])
    assert main([*bench, "--out", str(out)]) == 0
    assert results(out) == whole


def test_a_report_that_finds_no_room_leaves_the_older_one(
    bench: tuple[str, ...], tmp_path: Path, refuse: Refuse, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main([*bench, "--out", str(tmp_path)]) == 0
    before = results(tmp_path)
    fill_the_disk(monkeypatch, ".noop.report.json.writing")
    line = refuse(*bench, "--out", tmp_path)
    assert "noop.report.json cannot be written: No space left on device; make room" in line
    assert results(tmp_path) == before
    assert not list(tmp_path.rglob("*.writing"))


def test_two_benchmarks_do_not_write_the_same_file(
    bench: tuple[str, ...], tmp_path: Path, refuse: Refuse
) -> None:
    with lock_file(_made(tmp_path / "autoforge_bookshop-v0") / ".noop.jsonl.lock"):
        line = refuse(*bench, "--out", tmp_path)
    assert f"another run, process {os.getpid()}, writes" in line
    assert main([*bench, "--out", str(tmp_path)]) == 0


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


# --- links that lead nowhere, and files that never end ---


@pytest.fixture
def circle(tmp_path: Path) -> Path:
    """A link to a link to itself."""
    (tmp_path / "one").symlink_to("two")
    (tmp_path / "two").symlink_to("one")
    return tmp_path / "one"


@pytest.mark.parametrize(
    "command",
    [
        ("show", "{}"),
        ("verify", "{}"),
        ("compare", "{}"),
        ("bench", "{}"),
        ("play", "{}"),
        ("synthesize", "--seed", "1", "--engine", "serial", "--out", "{}"),
        ("synthesize", "--seed", "1", "--engine", "serial", "--out", "{}/below"),
        ("synthesize", "--suite", "{}"),
        ("synthesize", "--tools", "{}"),
        ("synthesize", "--topic", "boats", "--model", "m", "--dry-run", "--prices", "{}"),
        ("synthesize", "--topic", "boats", "--model", "m", "--dry-run", "--replay", "{}"),
    ],
)
def test_a_circle_of_links_is_told(command: tuple[str, ...], circle: Path, refuse: Refuse) -> None:
    assert "Too many levels of symbolic links" in refuse(*(each.format(circle) for each in command))


def test_a_circle_of_links_takes_no_results(
    bench: tuple[str, ...], circle: Path, refuse: Refuse
) -> None:
    line = refuse(*bench, "--out", circle)
    assert "cannot be written: Too many levels of symbolic links" in line


def test_a_circle_of_links_is_no_domain_folder(circle: Path, refuse: Refuse) -> None:
    assert f"{circle} is no folder" in refuse("seal", circle)
    assert f"{circle} is no folder" in refuse("synthesize", "--seed", 1, "--tasks-for", circle)


@pytest.mark.parametrize(
    "options",
    [
        ("--suite",),
        ("--tools",),
        ("--topic", "boats", "--model", "m", "--dry-run", "--prices"),
        ("--topic", "boats", "--model", "m", "--dry-run", "--replay"),
    ],
)
def test_no_option_reads_a_device(options: tuple[str, ...], tmp_path: Path, refuse: Refuse) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in ("/dev/zero", tmp_path / "pipe"):
        line = refuse("synthesize", *options, path, "--out", tmp_path / "out")
        assert f"{path}" in line
        assert "it is a device or pipe" in line


@pytest.mark.parametrize("command", ["compare", "seal"])
def test_no_domain_has_a_device_for_a_file(command: str, tmp_path: Path, refuse: Refuse) -> None:
    folder = shutil.copytree(BOOKSHOP, tmp_path / "bookshop_v0")
    (folder / "tools.py").unlink()
    (folder / "tools.py").symlink_to("/dev/zero")
    assert "tools.py cannot be read: it is a device or pipe" in refuse(command, folder)


def test_an_unreadable_domain_is_no_domain_of_the_registry(locked: Path) -> None:
    with pytest.raises(DomainError, match="cannot be read: Permission denied"):
        register_domains(locked.parent)


# --- recordings ---


@pytest.fixture
def synthesize(refuse: Refuse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Refuse:
    """Refuses a run with a model before the endpoint is looked for."""
    (tmp_path / "tools.json").write_text('[{"name": "find_boat"}]')
    (tmp_path / "prices.toml").write_text('currency = "EUR"\n')

    def asked(*_: object) -> None:
        pytest.fail("the endpoint was asked")

    monkeypatch.setattr("autoforge_envs.commands.synthesizing.check_reachable", asked)

    def call(*more: object) -> str:
        return refuse(
            "synthesize", "--tools", tmp_path / "tools.json", "--model", "m",
            "--base-url", "http://127.0.0.1:9/v1", "--out", tmp_path / "out", *more,
        )  # fmt: skip

    return call


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--prices", "nofile"), "prices nofile: No such file"),
        (("--prices", "broken.toml"), "no TOML"),
        (("--prices", "prices.toml"), "no model has a price"),
        (("--repairs", -1), "repairs must be zero or more, got -1"),
        (("--seeds", "5:2"), "seeds must be A:B"),
        (("--tasks", 2), "tasks must be from 3"),
        (("--workers", 0), "workers must be at least 1, got 0"),
        (("--engine", "steam"), "there is no engine 'steam'"),
    ],
)
def test_an_option_is_refused_before_the_endpoint_is_looked_for(
    options: tuple[object, ...],
    told: str,
    synthesize: Refuse,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "broken.toml").write_text("currency = ")
    assert told in synthesize(*options)
    assert not (tmp_path / "out").exists()


def test_an_empty_recording_answers_nothing(synthesize: Refuse, tmp_path: Path) -> None:
    empty = tmp_path / "empty.jsonl"
    empty.touch()
    assert f"the recording {empty} holds no exchange" in synthesize("--replay", empty)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("name", ["tools.json", "letter.txt", "sub/../tools.json", "linked"])
def test_a_recording_replaces_no_other_file(name: str, synthesize: Refuse, tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "letter.txt").write_text("Dear all,\nthe boats are back.\n")
    (tmp_path / "linked").symlink_to("tools.json")
    before = (tmp_path / name).read_bytes()
    assert "choose another path" in synthesize("--record", tmp_path / name)
    assert (tmp_path / name).read_bytes() == before


@pytest.mark.parametrize("option", ["--prices", "--replay"])
def test_a_recording_is_not_what_the_run_reads(
    option: str, synthesize: Refuse, tmp_path: Path
) -> None:
    path = tmp_path / "given"
    path.touch()
    line = synthesize(option, path, "--record", path)
    assert f"record {path} is what {option} reads; choose another path" in line


@pytest.mark.parametrize(
    ("name", "told"),
    [
        (".", "is no file"),
        ("absent/it.jsonl", "cannot be written: No such file or directory"),
        ("prices.toml/it.jsonl", "cannot be written: Not a directory"),
        ("out", "lies in --out"),
        ("out/it.jsonl", "lies in --out"),
        ("/dev/null", "is no file"),
    ],
)
def test_a_recording_needs_a_place(
    name: str, told: str, synthesize: Refuse, tmp_path: Path
) -> None:
    assert told in synthesize("--record", tmp_path / name)
    assert not (tmp_path / "out").exists()


def test_a_recording_needs_a_folder_that_may_be_written(unprivileged: Path, refuse: Refuse) -> None:
    (unprivileged / "closed").mkdir(mode=0o500)
    path = unprivileged / "closed" / "it.jsonl"
    out = unprivileged / "out"
    line = refuse("synthesize", "--topic", "boats", "--model", "m", "--record", path, "--out", out)
    assert f"record {path} cannot be written: Permission denied; choose another path" in line


def test_an_older_recording_may_be_replaced(tmp_path: Path) -> None:
    older = tmp_path / "older.jsonl"
    line = Exchange({"model": "m", "messages": []}, Completion("Yes.")).as_line()
    command = ["synthesize", "--topic", "boats", "--model", "m", "--dry-run"]
    for content in (b"", line, line * 2):
        older.write_bytes(content)
        assert main([*command, "--out", str(tmp_path / "out"), "--record", str(older)]) == 0
        assert older.read_bytes() == content
    write_recording(older, tmp_path, [])
    assert older.read_bytes() == b""


def test_an_older_recording_stays_if_the_disk_is_full(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    older = tmp_path / "older.jsonl"
    older.write_bytes(b"older")
    fill_the_disk(monkeypatch, ".older.jsonl.writing")
    with pytest.raises(EndpointError, match="cannot write the recording"):
        write_recording(older, tmp_path, [])
    assert [path.name for path in tmp_path.iterdir()] == ["older.jsonl"]
    assert older.read_bytes() == b"older"


@pytest.mark.parametrize(
    "option",
    [
        ("--temperature", 0), ("--budget", 0), ("--repairs", -1), ("--timeout", 5),
        ("--in-flight", 0), ("--dry-run",),
    ],
)  # fmt: skip
def test_an_option_for_models_is_not_passed_over_where_none_is_asked(
    option: tuple[object, ...], refuse: Refuse, tmp_path: Path
) -> None:
    line = refuse("synthesize", "--seed", 1, "--out", tmp_path / "out", *option)
    assert f"{option[0]} is for language models; give --model NAME" in line
    assert not (tmp_path / "out").exists()


def test_a_model_has_a_name(refuse: Refuse, tmp_path: Path) -> None:
    line = refuse("synthesize", "--seed", 1, "--model", "", "--out", tmp_path / "out")
    assert "model '' has no name" in line


def test_a_command_that_is_no_shells_is_told(refuse: Refuse, tmp_path: Path) -> None:
    line = refuse("synthesize", "--mcp", 'python "unclosed', "--out", tmp_path / "out")
    assert "mcp 'python \"unclosed': No closing quotation; write it as in a shell" in line
