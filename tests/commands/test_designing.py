"""Options of language models, and their recordings."""

import json
from pathlib import Path

import pytest

from autoforge_envs.cli import main
from autoforge_envs.commands.designing import write_recording
from autoforge_envs.errors import EndpointError
from autoforge_envs.language_models.chat import Completion
from autoforge_envs.language_models.exchanges import Exchange
from tests.commands.conftest import Refuse
from tests.full_disk import fill_the_disk


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


RING = {"paths": {"/rings": {"post": {"operationId": "ring", "responses": {"200": {
    "description": "ok"}}, "requestBody": {"content": {"application/json": {"schema": {
        "type": "object", "properties": {"tone": {"type": "string"}}}}}}}}}}  # fmt: skip
PING = {"paths": {"/ping": {"get": {"responses": {"200": {"description": "pong"}}}}}}


@pytest.mark.parametrize(
    ("paths", "reason"),
    [
        (PING, "T: no tool changes anything that a customer could have; give documents with"),
        (RING, "T: customers can only ask for ring_ring, which is too little to make tasks of all"),
    ],
)
def test_documents_that_no_seed_can_save_are_refused_before_anything_is_written(
    paths: dict[str, object], reason: str, refuse: Refuse, tmp_path: Path
) -> None:
    head = {"openapi": "3.1.0", "info": {"title": "T", "version": "1"}}
    document = tmp_path / "it.json"
    document.write_text(json.dumps({**head, **paths}), encoding="utf-8")
    out = tmp_path / "out"
    assert reason in refuse("synthesize", "--tools", document, "--out", out)
    assert not out.exists()
