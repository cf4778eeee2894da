"""The mirrored rows: the same business under other keys."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autoforge_envs.domain.domain import Domain
from autoforge_envs.domain.serving import LocalServer
from autoforge_envs.domain.storage.difference import Change
from autoforge_envs.isolation.remote import Worker
from autoforge_envs.synthesis.certification.cases import Case
from autoforge_envs.synthesis.certification.mirror import Mirror, comparable, mirrored_server
from autoforge_envs.synthesis.certification.rehearsal import rehearse
from autoforge_envs.synthesis.certification.rows import Rows
from autoforge_envs.synthesis.certification.staging import Stage

ROWS = Rows([
    ("a", {"id": "A-1"}), ("a", {"id": "A-2"}), ("a", {"id": "A-3"}),
    ("b", {"id": "B-1", "a_id": "A-3"}), ("b", {"id": "B-2", "a_id": "A-1"}),
])  # fmt: skip


def test_the_first_becomes_the_last() -> None:
    mirror = Mirror(ROWS)
    assert [mirror.value(key) for key in ("A-1", "A-2", "A-3", "B-1")] == [
        "A-3", "A-2", "A-1", "B-2",
    ]  # fmt: skip


@given(st.recursive(st.sampled_from(["A-1", "B-2", "x", 1, None]), st.lists))
def test_twice_is_nothing(value: object) -> None:
    mirror = Mirror(ROWS)
    assert mirror.value(mirror.value(value)) == value


def test_keys_that_two_tables_share_cannot_be_exchanged() -> None:
    assert Mirror(ROWS).is_exact
    assert not Mirror(Rows([("a", {"id": "1"}), ("b", {"id": "1"})])).is_exact


def test_names_of_new_rows_are_not_compared() -> None:
    one = Change("a", "insert", "new-1", {"b": "new-2", "c": 1})
    assert comparable([one]) == comparable([Change("a", "insert", "new-3", {"b": "new-4", "c": 1})])
    assert comparable([one]) != comparable([Change("a", "insert", "new-1", {"b": "B-1", "c": 1})])
    assert comparable([one]) != comparable([one, one])


def test_the_mirrored_plan_does_the_same_to_other_keys(
    make_case: Callable[[str], Case], stage: Stage
) -> None:
    case = make_case("cancel_dearest_then_order")
    assert stage.mirrored_session is not None
    task = stage.mirror.task(case.task)
    mirrored = rehearse(stage.mirrored_session, task, stage.tools)
    assert mirrored.changes != case.rehearsal.changes
    assert comparable(stage.mirror.changes(mirrored.changes)) == comparable(case.rehearsal.changes)


def test_a_locked_domain_is_mirrored_in_a_worker_of_its_own(shop: Domain) -> None:
    worker = Worker.start(shop.contents.folder)
    stage = Stage(worker)
    try:
        assert stage.mirrored_session is not None
        answer = stage.mirrored_session.call("agent", "find_book", {"title": "The Lighthouse"})
        assert '"BO-6"' in answer.content
    finally:
        stage.close()
        worker.close()


def test_a_mirror_in_this_process_runs_the_same_code(stage: Stage, server: LocalServer) -> None:
    assert stage.mirrored_session is not None
    answer = stage.mirrored_session.call("agent", "find_book", {"title": "The Lighthouse"})
    assert '"BO-6"' in answer.content


@pytest.mark.parametrize(
    "task_id", ["cancel_lighthouse", "cancel_dearest_then_order", "five_or_two", "decline_shipped"]
)
def test_rows_mirrored_as_they_are_asked_for_are_those_of_a_mirrored_database(
    task_id: str, make_case: Callable[[str], Case], stage: Stage, tmp_path: Path
) -> None:
    assert stage.mirrored_session is not None
    task = stage.mirror.task(make_case(task_id).task)
    database = mirrored_server(stage.server, stage.mirror, tmp_path)
    session = database.open_session()
    try:
        there = rehearse(session, task, stage.tools)
    finally:
        session.close()
        database.close()
    assert rehearse(stage.mirrored_session, task, stage.tools).results == there.results
    assert rehearse(stage.mirrored_session, task, stage.tools).changes == there.changes
