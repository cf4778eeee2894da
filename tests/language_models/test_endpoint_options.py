"""Options refuse what no endpoint could use, and say what to pass instead."""

import math
from typing import Any

import pytest

from autoforge_envs.errors import EndpointError, OptionError
from autoforge_envs.language_models import EndpointOptions
from autoforge_envs.language_models.options import endpoint_address, endpoint_key


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"model": " "}, "model"),
        ({"temperature": -0.1}, "-0.1"),
        ({"temperature": math.nan}, "nan"),
        ({"max_completion_tokens": 0}, "max_completion_tokens"),
        ({"timeout": 0}, "timeout"),
        ({"timeout": math.inf}, "inf"),
        ({"max_retries": -1}, "max_retries"),
        ({"first_delay": 5, "max_delay": 1}, "first_delay 5"),
        ({"extra_body": {"stream": True}}, "'stream'"),
        ({"extra_body": {"temperature": 1}}, "'temperature'"),
    ],
)
def test_a_wrong_option_is_named(wrong: dict[str, Any], named: str) -> None:
    with pytest.raises(OptionError, match=named):
        EndpointOptions(**{"model": "tiny", **wrong})


@pytest.mark.parametrize(
    "address", ["localhost:8000/v1", "ftp://host/v1", "http://", "http://host:port/v1", "http://[/"]
)
def test_an_address_that_is_none_is_named(address: str) -> None:
    with pytest.raises(OptionError, match="base_url must be an address like"):
        endpoint_address(EndpointOptions(model="tiny", base_url=address))


def test_the_address_is_the_options_then_the_environments_then_openais(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert endpoint_address(EndpointOptions(model="tiny")) == "https://api.openai.com/v1"
    monkeypatch.setenv("OPENAI_BASE_URL", "http://localhost:8000/v1")
    assert endpoint_address(EndpointOptions(model="tiny")) == "http://localhost:8000/v1"
    own = EndpointOptions(model="tiny", base_url="http://localhost:9000/v1")
    assert endpoint_address(own) == "http://localhost:9000/v1"


def test_an_own_server_needs_no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", "http://localhost:8000/v1")
    assert endpoint_key(EndpointOptions(model="tiny"))


def test_a_key_that_no_header_can_carry_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-\u201cquoted\u201d")
    with pytest.raises(EndpointError, match="copy it again") as raised:
        endpoint_key(EndpointOptions(model="tiny"))
    assert "quoted" not in str(raised.value)
