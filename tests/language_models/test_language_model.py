"""A model over real HTTP: what is sent, what is read, what is retried and what is not."""

import json
import pickle
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import numpy as np
import pytest
from werkzeug import Request, Response

from autoforge_envs.errors import EndpointError
from autoforge_envs.language_models import (
    Completion,
    EndpointOptions,
    LanguageModel,
    ToolCallRequest,
    UnansweredError,
)

from .scripted_endpoint import ScriptedEndpoint

Answer = Callable[..., dict[str, Any]]

HELLO = [{"role": "user", "content": "Hello?"}]
TOOL = {
    "type": "function",
    "function": {"name": "get_order", "parameters": {"type": "object", "properties": {}}},
}


def body_of(length: int, text: str) -> Response:
    """Promises `length` bytes and sends `text`."""
    response = Response(text, content_type="application/json")
    response.headers["Content-Length"] = str(length)
    return response


def test_an_answer_in_words(model: LanguageModel, endpoint: ScriptedEndpoint) -> None:
    completion = model.complete(HELLO)
    assert completion == Completion("Hello.", (), "stop", 9, 3)
    assert endpoint.bodies == [{"model": "tiny", "messages": HELLO}]


def test_tool_calls_are_read_and_can_be_said_again(
    model: LanguageModel, endpoint: ScriptedEndpoint, answer: Answer
) -> None:
    calls = [
        {"id": "a", "type": "function", "function": {"name": "get_order", "arguments": "{}"}},
        {"type": "function", "function": {"name": "get_order", "arguments": {"id": "é"}}},
    ]
    endpoint.script(answer(None, tool_calls=calls, reasoning_content="Look it up."), answer())
    completion = model.complete(HELLO, [TOOL])
    assert completion.tool_calls == (
        ToolCallRequest("a", "get_order", "{}"),
        ToolCallRequest("call_1", "get_order", json.dumps({"id": "é"})),
    )
    assert (completion.finish_reason, completion.reasoning) == ("tool_calls", "Look it up.")
    assert endpoint.bodies[0]["tools"] == [TOOL]

    model.complete([*HELLO, completion.as_message(), {"role": "tool", "content": "[]"}])
    said = endpoint.bodies[1]["messages"][1]
    assert said["content"] is None
    assert [call["id"] for call in said["tool_calls"]] == ["a", "call_1"]


def test_every_option_reaches_the_endpoint(
    options: EndpointOptions, endpoint: ScriptedEndpoint
) -> None:
    options = replace(
        options,
        temperature=0.0,
        max_completion_tokens=50,
        seed=1,
        extra_body={"top_p": 0.5, "guided": {"choice": ["a"]}},
    )
    with LanguageModel(options) as model:
        model.complete(HELLO)
        model.complete(HELLO, seed=0, response_format={"type": "json_object"})
    shared = {
        "model": "tiny",
        "messages": HELLO,
        "temperature": 0.0,
        "max_completion_tokens": 50,
        "top_p": 0.5,
        "guided": {"choice": ["a"]},
    }
    assert endpoint.bodies[0] == {**shared, "seed": 1}
    assert endpoint.bodies[1] == {**shared, "seed": 0, "response_format": {"type": "json_object"}}


def test_the_key_comes_from_the_named_variable(
    options: EndpointOptions, endpoint: ScriptedEndpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OTHER_KEY", "secret-key\n")
    with LanguageModel(replace(options, api_key_variable="OTHER_KEY")) as model:
        model.complete(HELLO)
    assert endpoint.headers[0]["Authorization"] == "Bearer secret-key"


@pytest.mark.parametrize("headers", [{"Retry-After": "7"}, {"Retry-After-Ms": "7000"}])
def test_retry_after_is_a_lower_bound(
    model: LanguageModel,
    endpoint: ScriptedEndpoint,
    answer: Answer,
    waits: list[float],
    headers: dict[str, str],
) -> None:
    endpoint.script(Response("{}", status=429, headers=headers), answer())
    assert model.complete(HELLO).attempts == 2
    assert len(waits) == 1
    assert 7 < waits[0] <= 8


def test_retry_after_as_a_date_counts_from_the_servers_clock(
    model: LanguageModel, endpoint: ScriptedEndpoint, answer: Answer, waits: list[float]
) -> None:
    until = format_datetime(datetime.now(UTC) + timedelta(seconds=20), usegmt=True)
    endpoint.script(Response("{}", status=503, headers={"Retry-After": until}), answer())
    model.complete(HELLO)
    assert 18 < waits[0] <= 22  # both headers count whole seconds


def test_a_wait_beyond_the_longest_is_given_up(
    model: LanguageModel, endpoint: ScriptedEndpoint, waits: list[float]
) -> None:
    endpoint.script(Response("{}", status=429, headers={"Retry-After": "3600"}))
    with pytest.raises(UnansweredError, match="asks to wait 3600 s, max_delay is 60"):
        model.complete(HELLO)
    assert waits == []


def test_an_endpoint_that_stays_broken_is_given_up(
    model: LanguageModel, endpoint: ScriptedEndpoint, waits: list[float]
) -> None:
    endpoint.script(500, 502, 503, 529)
    with pytest.raises(UnansweredError) as raised:
        model.complete(HELLO)
    message = str(raised.value)
    for part in (
        "tiny",
        endpoint.base_url,
        "4 attempts",
        "HTTP 529",
        "scripted 529",
        "server's log",
    ):
        assert part in message
    assert (raised.value.status, raised.value.attempts) == (529, 4)
    assert len(endpoint.bodies) == 4
    bounds = [(0.5, 1.0), (1.0, 2.0), (2.0, 4.0)]
    assert all(low <= wait <= high for wait, (low, high) in zip(waits, bounds, strict=True))


def test_the_back_off_follows_its_generator(
    options: EndpointOptions, endpoint: ScriptedEndpoint
) -> None:
    endpoint.script(500)

    def waits_of(seed: int) -> list[float]:
        waits: list[float] = []
        generator = np.random.default_rng(seed)
        with (
            LanguageModel(options, generator, waits.append) as model,
            pytest.raises(UnansweredError),
        ):
            model.complete(HELLO)
        return waits

    assert waits_of(1) == waits_of(1) != waits_of(2)


@pytest.mark.parametrize(
    ("status", "step"),
    [
        (400, "change what"),
        (401, "OPENAI_API_KEY"),
        (403, "OPENAI_API_KEY"),
        (404, "/v1"),
        (422, "change what"),
    ],
)
def test_a_refusal_is_not_retried(
    model: LanguageModel, endpoint: ScriptedEndpoint, waits: list[float], status: int, step: str
) -> None:
    endpoint.script(status)
    with pytest.raises(UnansweredError, match=rf"1 attempt: HTTP {status}.*scripted") as raised:
        model.complete(HELLO)
    assert step in str(raised.value)
    assert raised.value.status == status
    assert waits == []


def test_an_empty_account_is_not_retried(
    model: LanguageModel, endpoint: ScriptedEndpoint, waits: list[float]
) -> None:
    body = json.dumps({"error": {"message": "You are broke.", "code": "insufficient_quota"}})
    endpoint.script(Response(body, status=429, content_type="application/json"))
    with pytest.raises(UnansweredError, match="broke"):
        model.complete(HELLO)
    assert waits == []


@pytest.mark.parametrize(
    ("garbage", "complaint"),
    [
        ('{"choices": [{"message": {"content": "Hel', "not JSON"),
        ("<!DOCTYPE html>", "DOCTYPE"),
        ("", "not JSON"),
        ("[" * 100_000, "not JSON"),
        ('{"choices": []}', "no choices"),
        ("[]", "no choices"),
        ('{"choices": [7]}', r"choices\[0\] must be an object"),
        ('{"choices": [{}]}', "message must be an object"),
        ('{"choices": [{"message": {"content": 7}}]}', "content must be a text, got 7"),
        ('{"choices": [{"message": {"tool_calls": {}}}]}', None),
        ('{"choices": [{"message": {"tool_calls": {"a": 1}}}]}', "tool_calls must be a list"),
        ('{"choices": [{"message": {"tool_calls": [{"id": "a"}]}}]}', "function must be"),
        ('{"choices": [{"message": {"tool_calls": [{"function": {}}]}}]}', "names no function"),
    ],
)
def test_garbage_is_retried_and_then_named(
    model: LanguageModel, endpoint: ScriptedEndpoint, garbage: str, complaint: str | None
) -> None:
    endpoint.script(Response(garbage, content_type="application/json"))
    if complaint is None:  # an empty object of tool calls is none at all
        assert model.complete(HELLO).tool_calls == ()
        return
    with pytest.raises(UnansweredError, match=complaint) as raised:
        model.complete(HELLO)
    assert (raised.value.status, raised.value.attempts) == (None, 4)
    assert len(str(raised.value)) < 1000


def events(text: str) -> Response:
    """What a server sends that streams whatever is asked."""
    chunk = json.dumps({"choices": [{"delta": {"content": text}}]})
    return Response(f"data: {chunk}\n\ndata: [DONE]\n\n", content_type="text/event-stream")


@pytest.mark.parametrize(
    ("reply", "complaint"),
    [
        (
            {"error": {"message": "no such\nmodel \x1b[31m"}},
            r"an error: no such model \[31m; change",
        ),
        ({"error": "no such model"}, "an error: no such model; change"),
        ({"error": {"message": "bad schema", "code": 400}}, "an error: bad schema; change what"),
        (events("Hello."), "but a stream of events.*; let the server"),
    ],
)
def test_what_would_be_the_same_again_is_final(
    model: LanguageModel,
    endpoint: ScriptedEndpoint,
    reply: Response | dict[str, Any],
    complaint: str,
) -> None:
    endpoint.script(reply)
    with pytest.raises(UnansweredError, match=complaint) as raised:
        model.complete(HELLO)
    assert raised.value.attempts == len(endpoint.bodies) == 1
    assert str(raised.value).isprintable()


def test_an_error_within_a_success_counts_as_its_own_status(
    model: LanguageModel, endpoint: ScriptedEndpoint, answer: Answer
) -> None:
    busy = {"error": {"message": "overloaded", "code": 503}}
    endpoint.script(busy, answer())
    assert model.complete(HELLO).attempts == 2
    endpoint.script(busy)
    with pytest.raises(UnansweredError, match=r"overloaded; check the server's log") as raised:
        model.complete(HELLO)
    assert (raised.value.status, raised.value.attempts) == (503, 4)


@pytest.mark.parametrize(
    ("parts", "text"),
    [
        ([{"type": "text", "text": "Hel"}, {"type": "text", "text": "lo."}], "Hello."),
        (
            [{"type": "thinking", "thinking": "Hm."}, {"type": "output_text", "text": "Yes."}],
            "Yes.",
        ),
        (["Hel", "lo."], "Hello."),
        ([], ""),
    ],
)
def test_the_texts_among_parts_are_read(
    model: LanguageModel, endpoint: ScriptedEndpoint, answer: Answer, parts: Any, text: str
) -> None:
    endpoint.script(answer(parts))
    assert model.complete(HELLO).content == text


@pytest.mark.parametrize(
    ("body", "status", "told"),
    [
        ([{"error": {"message": "gemini style"}}], 400, "400: gemini style; change"),
        ({"detail": [{"msg": "field required"}]}, 422, '422: {"detail": [{"msg": "field requ'),
        ({"error": "plain"}, 400, "HTTP 400: plain; change what the endpoint names"),
        ({"error": {"message": "a\x07 \x1b[2Jb"}}, 400, "HTTP 400: a [2Jb; change what"),
    ],
)
def test_whatever_a_refusal_says_is_told_on_one_line(
    model: LanguageModel, endpoint: ScriptedEndpoint, body: object, status: int, told: str
) -> None:
    endpoint.script(Response(json.dumps(body), status=status, content_type="application/json"))
    with pytest.raises(UnansweredError) as raised:
        model.complete(HELLO)
    assert told in str(raised.value)
    assert str(raised.value).isprintable()


def test_a_refusal_without_a_word_names_nothing(
    model: LanguageModel, endpoint: ScriptedEndpoint
) -> None:
    endpoint.script(Response("", status=422))
    with pytest.raises(UnansweredError, match="HTTP 422, and not a word; check that the base URL"):
        model.complete(HELLO)


@pytest.mark.parametrize("status", [301, 302, 303])
def test_a_redirect_that_loses_the_request_is_not_followed(
    model: LanguageModel, endpoint: ScriptedEndpoint, status: int
) -> None:
    endpoint.script(Response(status=status, headers={"Location": "/v1/elsewhere"}))
    with pytest.raises(UnansweredError, match=f"HTTP {status}: the endpoint .* /v1/elsewhere; c"):
        model.complete(HELLO)
    assert len(endpoint.bodies) == 1


def test_a_redirect_that_keeps_the_request_is_followed_but_not_for_ever(
    model: LanguageModel, endpoint: ScriptedEndpoint, answer: Answer
) -> None:
    again = Response(status=307, headers={"Location": "/v1/chat/completions"})
    endpoint.script(again, again, answer())
    assert model.complete(HELLO).attempts == 1
    endpoint.bodies.clear()
    endpoint.script(again)
    with pytest.raises(UnansweredError, match=r"1 attempt: .* redirects more than 4 times"):
        model.complete(HELLO)
    assert len(endpoint.bodies) == 5


def test_garbage_once_is_forgiven(
    model: LanguageModel, endpoint: ScriptedEndpoint, answer: Answer
) -> None:
    endpoint.script(
        body_of(1000, '{"choices": ['),  # the connection closes early
        body_of(20, '{"choices": [{"messa'),
        body_of(2, "{}"),
        answer(),
    )
    assert model.complete(HELLO) == Completion("Hello.", (), "stop", 9, 3)
    assert len(endpoint.bodies) == 4


def test_a_broken_body_of_an_error_is_retried_too(
    model: LanguageModel, endpoint: ScriptedEndpoint, answer: Answer
) -> None:
    broken = body_of(1000, "{")
    broken.status_code = 500
    endpoint.script(broken, answer())
    assert model.complete(HELLO).attempts == 2


def test_silence_times_out_and_is_retried(
    options: EndpointOptions, endpoint: ScriptedEndpoint, answer: Answer
) -> None:
    def silent(request: Request) -> Response:
        time.sleep(0.6)
        return Response("{}")

    endpoint.script(silent, answer())
    with LanguageModel(replace(options, timeout=0.3), sleep=lambda _: None) as model:
        assert model.complete(HELLO).attempts == 2


def test_a_trickle_of_blanks_times_out(
    options: EndpointOptions, endpoint: ScriptedEndpoint
) -> None:
    def trickle() -> Iterator[bytes]:
        for _ in range(40):
            time.sleep(0.05)
            yield b" "

    endpoint.script(lambda _: Response(trickle()))
    patience = replace(options, timeout=0.3, max_retries=0)
    with LanguageModel(patience) as model, pytest.raises(UnansweredError, match=r"time-out.*0.3 s"):
        model.complete(HELLO)


def test_nobody_listening_is_retried_and_then_named(waits: list[float]) -> None:
    options = EndpointOptions(model="tiny", base_url="http://u:pw@127.0.0.1:9/v1", max_retries=1)
    with (
        LanguageModel(options, sleep=waits.append) as model,
        pytest.raises(UnansweredError, match=r"http://127.0.0.1:9/v1 .*check that the server runs"),
    ):
        model.complete(HELLO)
    assert len(waits) == 1


def test_no_key_is_ever_told(
    options: EndpointOptions, endpoint: ScriptedEndpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-very-secret")
    body = json.dumps({"error": {"message": "wrong key sk-very-secret"}})
    endpoint.script(Response(body, status=401, content_type="application/json"))
    with LanguageModel(options) as model, pytest.raises(UnansweredError) as raised:
        model.complete(HELLO)
    assert "sk-very-secret" not in str(raised.value) + repr(model.options)
    endpoint.script({"error": {"message": "wrong key sk-very-secret"}})
    with LanguageModel(options) as model, pytest.raises(UnansweredError, match="API key"):
        model.complete(HELLO)


def test_a_missing_key_tells_what_to_set(endpoint: ScriptedEndpoint) -> None:
    with pytest.raises(EndpointError, match=r"set OPENAI_API_KEY, or .* OPENAI_BASE_URL"):
        LanguageModel(EndpointOptions(model="tiny"))


def test_lone_surrogates_are_replaced_both_ways(
    model: LanguageModel, endpoint: ScriptedEndpoint, answer: Answer
) -> None:
    endpoint.script(answer("a\ud800b"))
    completion = model.complete([{"role": "user", "content": "\udfff 😀 é"}])
    assert completion.content == "a\ufffdb"
    assert endpoint.bodies[0]["messages"][0]["content"] == "\ufffd 😀 é"


def test_unreported_usage_is_estimated_and_says_so(
    model: LanguageModel, endpoint: ScriptedEndpoint, answer: Answer
) -> None:
    document = answer("x" * 400)
    del document["usage"]
    endpoint.script(document)
    completion = model.complete([{"role": "user", "content": "y" * 4000}])
    assert not completion.usage_reported
    assert 1000 <= completion.prompt_tokens < 1100
    assert 100 <= completion.completion_tokens < 200


def test_a_request_that_is_no_json_is_our_own_error(model: LanguageModel) -> None:
    with pytest.raises(TypeError):
        model.complete([{"role": "user", "content": object()}])


def test_fifty_threads_get_their_own_answers(
    options: EndpointOptions, endpoint: ScriptedEndpoint, answer: Answer
) -> None:
    def echo(request: Request) -> Response:
        said = json.loads(request.get_data())["messages"][0]["content"]
        status = 500 if int(said) % 5 == 0 and endpoint_saw[said] == 0 else 200
        endpoint_saw[said] += 1
        return Response(json.dumps(answer(f"you said {said}")), status=status)

    endpoint_saw = {str(number): 0 for number in range(200)}
    endpoint.script(echo)
    with LanguageModel(options, sleep=lambda _: None) as model, ThreadPoolExecutor(50) as pool:
        completions = list(
            pool.map(
                lambda number: model.complete([{"role": "user", "content": str(number)}]),
                range(200),
            )
        )
    for number, completion in enumerate(completions):
        assert completion.content == f"you said {number}"
        assert completion.attempts == (2 if number % 5 == 0 else 1)


def test_a_give_up_survives_a_worker_process() -> None:
    error = UnansweredError("no answer", status=503, attempts=4)
    copy = pickle.loads(pickle.dumps(error))
    assert (str(copy), copy.status, copy.attempts) == ("no answer", 503, 4)


def test_importing_imports_no_client_library() -> None:
    program = (
        "import sys, autoforge_envs.language_models\n"
        "assert not {'openai', 'httpx', 'httpx2'} & set(sys.modules), sorted(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


def test_a_missing_openai_package_tells_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "openai", None)
    with pytest.raises(EndpointError, match="pip install openai"):
        LanguageModel(EndpointOptions(model="tiny", base_url="http://localhost:1/v1"))
