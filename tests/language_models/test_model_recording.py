"""What was recorded replays byte for byte, needs no network and survives a kill."""

import json
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autoforge_envs.errors import EndpointError
from autoforge_envs.language_models import (
    ChatModel,
    Completion,
    EndpointOptions,
    LanguageModel,
    Recorder,
    Replayer,
    Resumer,
    ToolCallRequest,
    UnansweredError,
)
from autoforge_envs.language_models.exchanges import Exchange, read_exchanges
from autoforge_envs.language_models.requests import request_hash

from .scripted_endpoint import ScriptedEndpoint

Answer = Callable[..., dict[str, Any]]

SYSTEM = {"role": "system", "content": "Be brief."}
TOOL = {"type": "function", "function": {"name": "get_order", "parameters": {}}}


def ask(
    model: ChatModel,
    *texts: str,
    tools: Sequence[Mapping[str, object]] = (),
    seed: int | None = None,
) -> list[Completion]:
    chats = [[SYSTEM, {"role": "user", "content": text}] for text in texts]
    return [model.complete(messages, tools, seed=seed) for messages in chats]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "deep" / "recording.jsonl"


def test_a_replay_is_byte_identical_and_needs_no_network(
    model: LanguageModel,
    options: EndpointOptions,
    endpoint: ScriptedEndpoint,
    answer: Answer,
    path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-very-secret")
    calls = [{"id": "a", "type": "function", "function": {"name": "f", "arguments": "{"}}]
    endpoint.script(answer("one"), 500, answer("two ü"), answer(None, tool_calls=calls))
    recorder = Recorder(model, path)
    recorded = ask(recorder, "same", "same") + ask(recorder, "other", tools=[TOOL], seed=3)
    num_asked = len(endpoint.bodies)

    elsewhere = replace(options, base_url="http://127.0.0.1:9/v1", timeout=1.0)
    again = Recorder(Replayer(path, elsewhere), path.with_name("again.jsonl"))
    replayed = ask(again, "same", "same") + ask(again, "other", tools=[TOOL], seed=3)

    assert replayed == recorded
    assert path.with_name("again.jsonl").read_bytes() == path.read_bytes()
    assert len(endpoint.bodies) == num_asked
    assert b"sk-very-secret" not in path.read_bytes()


def test_a_missing_exchange_names_its_hash_and_the_nearest(
    model: LanguageModel, options: EndpointOptions, path: Path
) -> None:
    ask(Recorder(model, path), "Where is my lamp?", "Cancel order OR-1.", seed=1)
    replayer = Replayer(path, options)
    with pytest.raises(EndpointError) as raised:
        ask(replayer, "Cancel order OR-2.", seed=1)
    message = str(raised.value)
    body = {
        "model": "tiny",
        "messages": [SYSTEM, {"role": "user", "content": "Cancel order OR-2."}],
        "seed": 1,
    }
    assert request_hash(body)[:12] in message
    assert "line 2" in message
    assert (
        "messages[1].content (recorded 'Cancel order OR-1.', asked 'Cancel order OR-2.')" in message
    )

    with pytest.raises(EndpointError, match=r"line 2, .* differs in seed \(recorded 1, asked 2\)"):
        ask(replayer, "Cancel order OR-1.", seed=2)
    with pytest.raises(EndpointError, match=r"length of messages \(recorded 2, asked 1\)"):
        replayer.complete([SYSTEM], seed=1)


def test_asking_more_often_than_recorded_is_named(
    model: LanguageModel, options: EndpointOptions, path: Path
) -> None:
    ask(Recorder(model, path), "once")
    replayer = Replayer(path, options)
    ask(replayer, "once")
    with pytest.raises(EndpointError, match="beyond its 1 recorded"):
        ask(replayer, "once")


def test_another_temperature_is_another_request(
    model: LanguageModel, options: EndpointOptions, path: Path
) -> None:
    ask(Recorder(model, path), "hello")
    with pytest.raises(EndpointError, match="temperature"):
        ask(Replayer(path, replace(options, temperature=0.5)), "hello")


@pytest.mark.parametrize("cut", [1, 2, 40, 10_000])
def test_half_a_last_line_is_passed_over_and_repaired(
    model: LanguageModel, options: EndpointOptions, path: Path, cut: int
) -> None:
    ask(Recorder(model, path), "first")
    first = path.read_bytes()
    ask(Recorder(model, path), "second" + 80_000 * "!")
    path.write_bytes(path.read_bytes()[:-cut])

    recorded = [exchange.body for exchange in read_exchanges(path)]
    assert len(recorded) == (2 if cut == 1 else 1)  # without its line feed it is still whole
    recorder = Recorder(model, path)
    assert path.read_bytes() == first
    ask(recorder, "third")
    assert len(ask(Replayer(path, options), "first", "third")) == 2


def test_a_broken_line_in_the_middle_is_named(options: EndpointOptions, path: Path) -> None:
    whole = Exchange({"model": "tiny", "messages": []}, Completion("Hello.")).as_line()
    path.parent.mkdir()
    for broken in (
        b'{"request": {}, "comp',
        b"7",
        b'{"request": {}, "completion": {"content": 7}}',
    ):
        path.write_bytes(whole + broken + b"\n" + whole)
        with pytest.raises(EndpointError, match=r"recording.jsonl:2 is no recorded exchange"):
            Replayer(path, options)


@pytest.mark.parametrize(
    "line",
    [
        '{"request": {}, "completion": null}',
        '{"request": {}, "completion": "Hi."}',
        '{"request": null, "completion": {"content": "Hi."}}',
        '{"request": [], "completion": {"content": "Hi."}}',
        "[]",
        "null",
    ],
)
def test_a_line_of_another_shape_is_named(line: str, path: Path) -> None:
    path.parent.mkdir()
    path.write_text(f"{line}\n")
    with pytest.raises(EndpointError, match=":1 is no recorded exchange"):
        list(read_exchanges(path))


def test_an_edited_request_is_noticed(options: EndpointOptions, path: Path) -> None:
    line = Exchange({"model": "tiny", "messages": ["before"]}, Completion("Hello.")).as_line()
    path.parent.mkdir()
    path.write_bytes(line.replace(b"before", b"after"))
    with pytest.raises(EndpointError, match=r"recording.jsonl:1.*hash"):
        Replayer(path, options)


def test_a_recording_can_be_written_by_hand(options: EndpointOptions, path: Path) -> None:
    body = {"model": "tiny", "messages": [SYSTEM, {"role": "user", "content": "hi"}]}
    by_hand = {"note": "by hand", "request": body, "completion": {"content": "Hello."}}
    path.parent.mkdir()
    path.write_text(json.dumps(by_hand, indent=None) + "\n")
    assert ask(Replayer(path, options), "hi") == [Completion("Hello.")]


def test_no_recording_and_no_room_are_named(
    model: LanguageModel, options: EndpointOptions, tmp_path: Path
) -> None:
    with pytest.raises(EndpointError, match=r"cannot read the recording .*absent.jsonl"):
        Replayer(tmp_path / "absent.jsonl", options)
    with pytest.raises(EndpointError, match="cannot write the recording"):
        Recorder(model, tmp_path)


def test_a_failed_request_leaves_no_line(
    model: LanguageModel, endpoint: ScriptedEndpoint, path: Path
) -> None:
    endpoint.script(400)
    with pytest.raises(UnansweredError):
        ask(Recorder(model, path), "hello")
    assert path.read_bytes() == b""


def test_a_resumed_run_pays_for_no_answer_twice(
    model: LanguageModel, endpoint: ScriptedEndpoint, answer: Answer, path: Path
) -> None:
    endpoint.script(answer("one"), answer("two"), answer("three"))
    first = ask(Resumer(model, path), "same", "same")
    resumed = ask(Resumer(model, path), "same", "same", "same")
    assert resumed[:2] == first
    assert [completion.content for completion in resumed] == ["one", "two", "three"]
    assert len(endpoint.bodies) == 3


def test_threads_record_whole_lines(model: LanguageModel, path: Path) -> None:
    recorder = Recorder(model, path)
    texts = [f"{number} " * 3000 for number in range(50)]
    with ThreadPoolExecutor(50) as pool:
        list(pool.map(lambda text: ask(recorder, text), texts))
    said = {exchange.body["messages"][1]["content"] for exchange in read_exchanges(path)}  # type: ignore[index]
    assert said == set(texts)


@given(st.data())
def test_any_completion_reads_back_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    text, number = st.text(), st.integers(0, 10**9)
    calls = st.lists(st.builds(ToolCallRequest, text, text, text)).map(tuple)
    completion = data.draw(
        st.builds(Completion, text, calls, text, number, number, text, text, st.booleans(), number)
    )
    exchange = Exchange(
        {"model": "tiny", "messages": [{"content": data.draw(text)}]}, completion, 1
    )
    path = tmp_path_factory.getbasetemp() / "one.jsonl"
    path.write_bytes(exchange.as_line())
    (read,) = read_exchanges(path)
    assert read == exchange
    assert read.completion.attempts == completion.attempts
