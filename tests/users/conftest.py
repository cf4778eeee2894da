"""What tests of users share: scripts, the bookshop's tools, and transcripts in a few words."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

import numpy
import pytest

from autoforge_envs.domain.conversation import HANG_UP
from autoforge_envs.domain.domain import Domain, ToolInfo
from autoforge_envs.domain.loading import load_domain
from autoforge_envs.domain.tasks import Fact, Request, Task, UserScript
from autoforge_envs.episode.messages import Message, ToolCall
from autoforge_envs.registration import bundled_folder

BOOKSHOP = Path(__file__).parents[1] / "domains" / "bookshop_v0"

Transcript = Callable[..., list[Message]]


@cache
def loaded(name: str) -> Domain:
    """The bookshop or a bundled domain by its folder's name, loaded once for many conversations."""
    return load_domain(BOOKSHOP if name == BOOKSHOP.name else bundled_folder() / name)


@pytest.fixture(scope="session")
def shop_tools() -> list[ToolInfo]:
    """The tools of the bookshop's users: two for their e-reader, and the signals."""
    return [tool for tool in loaded(BOOKSHOP.name).tool_infos() if tool.caller == "user"]


@pytest.fixture(scope="session")
def shop_tasks() -> dict[str, Task]:
    return {task.id: task for task in loaded(BOOKSHOP.name).contents.tasks}


@pytest.fixture
def script() -> UserScript:
    """A customer with two wishes, the second with a fallback."""
    return UserScript(
        name="Ana Ruiz",
        persona="friendly",
        reveals="one_by_one",
        requests=(
            Request("Cancel order OR-10, I ordered it by mistake.", "cancel_order", None),
            Request(
                "Send my blue lamp to my office.", "change_address", "Then keep the old address."
            ),
        ),
        facts=(
            Fact("email", "Email", "e-mail address", "ana.ruiz@example.com"),
            Fact("postal_code", "PostalCode", "postal code", "04109"),
            Fact("office_code", "PostalCode", "postal code of the office", "04275"),
            Fact("password", "Secret", "password", "marmalade"),
            Fact("street", "StreetAddress", "street", "Elm Street 7"),
            Fact("order", "Identifier", "order number", "OR-10"),
        ),
    )


@pytest.fixture
def generator() -> numpy.random.Generator:
    return numpy.random.default_rng(7)


@pytest.fixture
def transcript() -> Transcript:
    """Makes a transcript of turns: the user's at even places, the agent's at odd ones.

    A user's turn is words, or a list of words and calls; a call is a name and its arguments.
    """

    def make(*turns: str | list[object]) -> list[Message]:
        messages: list[Message] = []
        for at, turn in enumerate(turns):
            party = "agent" if at % 2 else "user"
            for act in turn if isinstance(turn, list) else [turn]:
                messages += _messages(party, act)
        return messages

    return make


def _messages(party: str, act: object) -> list[Message]:
    assert party in ("agent", "user")
    if isinstance(act, str):
        return [Message("agent" if party == "agent" else "user", act, party)]  # type: ignore[arg-type]
    assert isinstance(act, ToolCall)
    call = Message("user", "", "user", act)
    if act.name == HANG_UP:
        return [call, Message("user", str(act.arguments.get("farewell", "")), "user")]
    return [call, Message("tool", "null", "user")]
