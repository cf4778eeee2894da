"""Users by name, and benchmarks with users that go wrong."""

import json
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer

from autoforge_envs.cli import main
from autoforge_envs.commands.users import find_user
from autoforge_envs.errors import OptionError
from autoforge_envs.language_models import Budget
from autoforge_envs.users.faults.faulty import FaultyUser
from autoforge_envs.users.language_model import LanguageModelUser
from autoforge_envs.users.scripted import ScriptedUser
from tests.language_models.scripted_endpoint import ScriptedEndpoint, chat_answer

BOOKSHOP = Path(__file__).parents[1] / "domains" / "bookshop_v0"


def test_users_are_found_by_name(monkeypatch: pytest.MonkeyPatch, httpserver: HTTPServer) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", httpserver.url_for("/v1"))
    assert isinstance(find_user("scripted", Budget())(), ScriptedUser)
    assert isinstance(find_user("scripted", Budget(), 0.2)(), FaultyUser)
    assert isinstance(find_user("openai:tiny", Budget())(), LanguageModelUser)
    assert isinstance(find_user("openai:tiny", Budget(), 0.2)(), FaultyUser)


@pytest.mark.parametrize("option", ["--agent", "--user"])
def test_an_endpoint_where_nobody_listens_is_told_before_an_episode_begins(
    option: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
    out = tmp_path / "runs"
    assert main(["bench", str(BOOKSHOP), option, "openai:tiny", "--out", str(out)]) == 2
    assert "nobody answers at 127.0.0.1:9" in capsys.readouterr().err
    assert not out.exists()


def test_episodes_without_an_answer_are_told_and_played_again(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    httpserver: HTTPServer,
) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", httpserver.url_for("/v1"))
    command = [
        "bench", str(BOOKSHOP), "--isolation", "none", "--task", "five_or_two",
        "--agent", "openai:tiny", "--out", str(tmp_path),
    ]  # fmt: skip
    endpoint = ScriptedEndpoint(httpserver)
    endpoint.script(404)
    assert main(command) == 1
    out = capsys.readouterr().out
    assert "1 episodes got no answer (" in out
    assert "404" in out
    endpoint.script(chat_answer("Goodbye."))
    assert main(command) == 0
    assert "no answer" not in capsys.readouterr().out
    num_asked = len(endpoint.bodies)
    assert main(command) == 0
    assert len(endpoint.bodies) == num_asked
    (report,) = tmp_path.rglob("*.report.json")
    assert json.loads(report.read_text())["spoiled"] == 0


@pytest.mark.parametrize("concurrency", ["1", "3"])
def test_an_endpoint_that_has_fallen_silent_ends_the_run(
    concurrency: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    httpserver: HTTPServer,
) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", httpserver.url_for("/v1"))
    ScriptedEndpoint(httpserver).script(404)
    command = [
        "bench", str(BOOKSHOP), "--isolation", "none", "--trials", "30",
        "--concurrency", concurrency, "--agent", "openai:tiny", "--out", str(tmp_path),
    ]  # fmt: skip
    assert main(command) == 2
    assert "10 episodes in a row got no answer (" in capsys.readouterr().err
    (kept,) = tmp_path.rglob("*.jsonl")
    assert len(kept.read_text().splitlines()) == 10


@pytest.mark.parametrize("name", ["gpt", "openai:", "other:tiny"])
def test_an_unknown_user_is_refused(name: str) -> None:
    with pytest.raises(OptionError, match="there is no user"):
        find_user(name, Budget())


def test_a_rate_that_is_no_share_is_refused() -> None:
    with pytest.raises(OptionError, match="rate must be a share"):
        find_user("scripted", Budget(), 2.0)


def test_users_of_one_setting_look_alike() -> None:
    """Results are told apart by how their users print, so this must not change between runs."""
    one, other = (find_user("scripted", Budget(), 0.2) for _ in range(2))
    assert repr(one) == repr(other) != repr(find_user("scripted", Budget(), 0.3))


def test_a_benchmark_tells_clean_and_erring_users_apart(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["bench", str(BOOKSHOP), "--isolation", "none", "--out", str(tmp_path)]
    assert main([*arguments, "--user-faults", "0.6", "--trials", "3"]) == 0
    assert "Success by what the user did" in capsys.readouterr().out
    (path,) = tmp_path.rglob("*.report.json")
    report = json.loads(path.read_text())
    assert report["num_erred"] > report["spoiled"] > 0
    assert report["clean_success"] == 1.0
    assert 0.0 < report["erred_success"] < 1.0
