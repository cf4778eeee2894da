"""A door lets so many requests through at once, within one budget, and travels closed."""

import pickle
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from werkzeug import Request, Response

from autoforge_envs.errors import BudgetError, EndpointError, OptionError
from autoforge_envs.language_models import (
    Door,
    EndpointOptions,
    Recorder,
    UnrecordedError,
    check_reachable,
)

from .scripted_endpoint import ScriptedEndpoint

Answer = Callable[..., dict[str, Any]]

HELLO = [{"role": "user", "content": "Hello?"}]


def test_hundreds_of_requests_are_in_flight_within_the_limit(
    endpoint: ScriptedEndpoint, options: EndpointOptions
) -> None:
    lock, here, most = threading.Lock(), [0], [0]
    full = threading.Barrier(100, timeout=60)  # nobody is answered before a hundred have come

    def reply(request: Request) -> Response:
        with lock:
            here[0] += 1
            most[0] = max(most[0], here[0])
        full.wait()
        with lock:
            here[0] -= 1
        return Response('{"choices": [{"message": {"content": "Hello."}}]}')

    endpoint.script(reply)
    door = Door(options, max_in_flight=100)
    with ThreadPoolExecutor(300) as pool:
        answers = list(pool.map(lambda _: door.complete(HELLO), range(300)))
    assert [answer.content for answer in answers] == ["Hello."] * 300
    assert most == [100]
    assert door.usage.requests == 300


def test_a_budget_is_shared_by_all_threads(
    endpoint: ScriptedEndpoint, options: EndpointOptions
) -> None:
    door = Door(options, max_in_flight=1, max_tokens=24)
    door.complete(HELLO)
    door.complete(HELLO)
    with pytest.raises(BudgetError):
        door.complete(HELLO)
    assert door.usage.tokens == 24
    assert len(endpoint.bodies) == 2


def test_it_can_be_pickled_while_it_is_open(options: EndpointOptions) -> None:
    door = Door(options, max_tokens=24)
    door.complete(HELLO)
    copy = pickle.loads(pickle.dumps(door))
    assert copy.options == options
    assert copy.usage.requests == 0
    assert copy.complete(HELLO).content == "Hello."


def test_a_recording_stands_in_for_the_endpoint(
    model: Any, options: EndpointOptions, endpoint: ScriptedEndpoint, tmp_path: Path
) -> None:
    Recorder(model, tmp_path / "r.jsonl").complete(HELLO)
    door = Door(options, replay=tmp_path / "r.jsonl")
    assert door.complete(HELLO).content == "Hello."
    assert len(endpoint.bodies) == 1
    with pytest.raises(UnrecordedError, match="beyond its 1 recorded"):
        door.complete(HELLO)


def test_nothing_is_opened_before_it_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    monkeypatch.delenv("OPENAI_BASE_URL", raising=False)
    door = Door(EndpointOptions("m"))
    with pytest.raises(EndpointError, match="no API key for m"):
        door.complete(HELLO)


def test_no_requests_at_all_are_no_limit(options: EndpointOptions) -> None:
    with pytest.raises(OptionError, match="in-flight must be at least 1, got 0"):
        Door(options, max_in_flight=0)


def test_an_endpoint_that_is_there_is_reached_without_being_asked(
    endpoint: ScriptedEndpoint, options: EndpointOptions
) -> None:
    check_reachable(options)
    assert endpoint.bodies == []


@pytest.mark.parametrize("address", ["http://127.0.0.1:9/v1", "http://no.such.host.invalid/v1"])
def test_an_endpoint_that_is_not_there_is_told_in_one_line(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(EndpointError, match=r"nobody answers at .*; start the server, or mend"):
        check_reachable(EndpointOptions("m", base_url=address))


@pytest.mark.parametrize(
    ("option", "variable", "told"),
    [
        ("http://127.0.0.1:9/v1", "http://127.0.0.1:8/v1", "127.0.0.1:9 .* mend the base URL$"),
        (None, "http://127.0.0.1:9/v1", "127.0.0.1:9 .* mend OPENAI_BASE_URL$"),
        (None, "nowhere", "^OPENAI_BASE_URL must be an address like .*, got 'nowhere'$"),
        ("nowhere", "", "^base_url must be an address like .*, got 'nowhere'$"),
    ],
)
def test_what_is_to_be_mended_is_where_the_address_came_from(
    option: str | None, variable: str, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("OPENAI_BASE_URL", variable)
    with pytest.raises((EndpointError, OptionError), match=told):
        check_reachable(EndpointOptions("m", base_url=option))


def test_a_proxy_is_left_to_find_out_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    check_reachable(EndpointOptions("m", base_url="http://somewhere.invalid/v1"))
