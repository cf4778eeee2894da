"""A session that remembers answers as one that executes, and executes no call twice in a state."""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from autoforge_envs.domain.rules import RuleEnforcement
from autoforge_envs.domain.serving import LocalServer
from autoforge_envs.domain.session import Session, ToolResult
from autoforge_envs.domain.tools import Caller
from autoforge_envs.errors import ToolCrash
from autoforge_envs.synthesis.certification.layers import Layers
from autoforge_envs.synthesis.certification.remembering import RememberingServer, RememberingSession

Calls = list[tuple[Caller, str, dict[str, Any]]]

IDENTIFY: Calls = [("agent", "check_password", {"customer_id": "CU-6", "password": "baobab"})]
ORDER: Calls = [("agent", "place_order", {"customer_id": "CU-6", "book_id": "BO-6", "quantity": 1})]
REPERTOIRE: Calls = [
    *IDENTIFY,
    *ORDER,
    ("agent", "place_order", {"customer_id": "CU-6", "book_id": "BO-2", "quantity": 1}),
    ("agent", "list_orders", {"customer_id": "CU-6"}),
    ("agent", "find_customer", {"email": "nobody@example.com"}),
    ("user", "confirm", {"details": "place order (customer CU-6, book BO-6, quantity 1)"}),
    ("agent", "sing", {}),
]


class _Counting:
    """A session that counts what it executes; with `fickle`, each answer is another."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.num_calls = 0
        self.fickle = False
        self.reset, self.difference = session.reset, session.difference
        self.violations, self.save = session.violations, session.save
        self.restore, self.close = session.restore, session.close

    def call(self, caller: Caller, name: str, arguments: Mapping[str, object]) -> ToolResult:
        self.num_calls += 1
        result = self._session.call(caller, name, arguments)
        return result._replace(content=f"{self.num_calls}") if self.fickle else result


@pytest.fixture(params=["overlays", "again"])
def pair(request: pytest.FixtureRequest, server: LocalServer) -> Iterator[tuple[Session, Session]]:
    """A plain session, and one that remembers: on overlays, or by executing all again."""
    plain = server.open_session()
    remembering = (
        RememberingServer(server).open_session()
        if request.param == "overlays"
        else RememberingSession(_Counting(server.open_session()))
    )
    yield plain, remembering
    plain.close()
    remembering.close()


def play(session: Session, calls: Calls) -> list[object]:
    session.reset()
    answers: list[object] = [session.call(*each) for each in calls]
    return [*answers, session.difference(), session.violations(), session.save()]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(st.sampled_from(REPERTOIRE), max_size=6), min_size=2, max_size=6))
def test_every_answer_is_that_of_a_session_that_executes(
    pair: tuple[Session, Session], episodes: list[Calls]
) -> None:
    plain, remembering = pair
    for calls in episodes:
        assert play(remembering, calls) == play(plain, calls)


def test_no_call_is_executed_twice_in_the_same_state(server: LocalServer) -> None:
    counting = _Counting(server.open_session())
    remembering = RememberingSession(counting)
    for _ in range(3):
        play(remembering, [*IDENTIFY, *ORDER])
    assert counting.num_calls == 2
    remembering.close()


def test_elsewhere_the_way_back_is_executed_again(server: LocalServer) -> None:
    counting = _Counting(server.open_session())
    remembering = RememberingSession(counting)
    play(remembering, [*IDENTIFY, *ORDER])
    play(remembering, [*IDENTIFY, REPERTOIRE[2]])
    assert counting.num_calls == 4
    remembering.close()


def test_in_this_process_there_is_no_way_back_to_execute(server: LocalServer) -> None:
    layered = Layers(server).open_session()
    executed: list[str] = []
    plain_call = layered.call

    def call(caller: Caller, name: str, arguments: Mapping[str, object]) -> ToolResult:
        executed.append(name)
        return plain_call(caller, name, arguments)

    layered.call = call  # type: ignore[method-assign]
    remembering = RememberingSession(layered)
    play(remembering, [*IDENTIFY, *ORDER])
    play(remembering, [*IDENTIFY, REPERTOIRE[2]])
    assert executed == ["check_password", "place_order", "place_order"]
    remembering.close()


def test_a_moment_is_returned_to(server: LocalServer) -> None:
    remembering = RememberingServer(server).open_session()
    remembering.call(*IDENTIFY[0])
    moment, rows = remembering.moment, remembering.rows()
    remembering.call(*ORDER[0])
    assert remembering.rows() != rows
    remembering.moment = moment
    assert remembering.rows() == rows
    assert [change.table for change in remembering.difference()] == ["identity_checks"]
    remembering.close()


def test_a_tool_that_answers_otherwise_on_the_way_back_is_out_of_order(
    server: LocalServer,
) -> None:
    counting = _Counting(server.open_session())
    remembering = RememberingSession(counting)
    play(remembering, [*IDENTIFY, *ORDER])
    counting.fickle = True
    remembering.reset()
    remembering.call(*IDENTIFY[0])
    with pytest.raises(ToolCrash, match="tool check_password answers 3, and before, in the same"):
        remembering.call(*REPERTOIRE[3])
    remembering.close()


def test_what_was_forgotten_is_executed_again(server: LocalServer) -> None:
    counting = _Counting(server.open_session())
    remembering = RememberingSession(counting)
    play(remembering, IDENTIFY)
    remembering.forget()
    play(remembering, IDENTIFY)
    assert counting.num_calls == 2
    remembering.close()


def test_a_snapshot_is_restored_and_left_again(pair: tuple[Session, Session]) -> None:
    plain, remembering = pair
    play(plain, IDENTIFY)
    remembering.restore(plain.save())
    for calls in (ORDER, REPERTOIRE[2:3]):
        remembering.restore(plain.save())
        assert [remembering.call(*each).error for each in calls] == [False]
    assert remembering.save() == play(plain, [*IDENTIFY, REPERTOIRE[2]])[-1]
    remembering.reset()
    assert remembering.difference() == []


def test_a_server_forgets_for_all_its_sessions(server: LocalServer) -> None:
    remembering = RememberingServer(server)
    sessions = [remembering.open_session(), remembering.open_session("tools")]
    for session in sessions:
        session.call(*IDENTIFY[0])
    remembering.forget()
    assert [session.difference() for session in sessions] == [[], []]
    for session in sessions:
        session.close()
    assert remembering.contents is server.contents
    assert remembering.tools is server.tools
    remembering.close()
    server.open_session().close()  # the server is still open


def test_rules_are_enforced_by_whom_the_server_is_told(server: LocalServer) -> None:
    remembering = RememberingServer(server)
    refused: dict[RuleEnforcement, bool] = {}
    for enforcement in ("agent", "tools"):
        session = remembering.open_session(enforcement)
        refused[enforcement] = session.call(*ORDER[0]).error
        session.close()
    assert refused == {"agent": False, "tools": True}
