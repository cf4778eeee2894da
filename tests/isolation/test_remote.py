"""Sessions behind the lock behave as sessions here do, and outlive their worker."""

import gc
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import pytest

from autoforge_envs.domain.loading import load_domain
from autoforge_envs.domain.serving import LocalServer
from autoforge_envs.domain.session import Session
from autoforge_envs.errors import DomainError, IsolationError, SnapshotError, ToolCrash
from autoforge_envs.isolation import process
from autoforge_envs.isolation.connection import Limits
from autoforge_envs.isolation.process import Nursery
from autoforge_envs.isolation.remote import Worker
from tests.isolation.conftest import WorkerMaker
from tests.isolation.hostile import write_domain
from tests.isolation.scene import texts

REPOSITORY = Path(__file__).parents[2]
CALLS: list[tuple[str, dict[str, object]]] = [
    ("note", {"text": "one"}),
    ("note", {"text": "two"}),
    ("note", {}),
    ("note", {"text": "\ud800"}),
    ("note", {"text": float("nan")}),
    ("note", {"text": ["nested", {"deep": None}]}),
    ("notes", {}),
    ("nonsense", {}),
    ("transfer_to_human", {"reason": "enough \N{GRINNING FACE}"}),
    ("attack", {}),
]


def wait_until_gone(process_id: int) -> None:
    for _ in range(500):
        try:
            status = Path(f"/proc/{process_id}/stat").read_text()
        except OSError:
            return
        if status.rpartition(")")[2].split()[0] == "Z":
            return  # dead, not yet collected
        time.sleep(0.01)
    raise AssertionError(f"process {process_id} is still alive")


def play(session: Session) -> list[object]:
    """Everything a session says in the course of a few calls."""
    said: list[object] = [session.call("agent", name, arguments) for name, arguments in CALLS]
    said += [session.call("user", "confirm", {"details": "yes"})]
    said += [session.difference(), session.violations()]
    snapshot = session.save()
    session.reset()
    said += [session.difference()]
    session.restore(snapshot)
    said += [session.difference(), session.save() == snapshot]
    return said


def test_a_locked_session_says_what_a_local_one_says(tmp_path: Path) -> None:
    folder = write_domain(tmp_path / "domain", "return 'harmless'")
    local = LocalServer(load_domain(folder, sealed=False), in_memory=True)
    here = local.open_session()
    worker = Worker.start(folder, sealed=False)
    there = worker.open_session()
    assert play(there) == play(here)
    assert worker.tools == tuple(local.tools)
    here.restore(there.save())
    assert here.difference() == there.difference()
    here.close()
    local.close()
    worker.close()


def test_the_description_names_everything(start_worker: WorkerMaker) -> None:
    description = start_worker().describe()
    assert {table["name"] for table in description["tables"]} >= {"notes", "confirmations"}
    assert {tool["name"] for tool in description["tools"]} >= {"attack", "note", "confirm"}
    assert description["policy_document"].startswith("# Notes")
    json.dumps(description)


def test_many_sessions_share_one_process(start_worker: WorkerMaker) -> None:
    worker = start_worker()
    sessions = [worker.open_session() for _ in range(20)]
    for number, session in enumerate(sessions):
        session.call("agent", "note", {"text": f"note {number}"})
    process_id = worker.process_id
    for number, session in enumerate(sessions):
        assert texts(session) == {"first", f"note {number}"}
        session.close()
    assert worker.process_id == process_id


def test_a_worker_killed_from_outside_is_replaced_unnoticed(start_worker: WorkerMaker) -> None:
    worker = start_worker()
    session = worker.open_session()
    session.call("agent", "note", {"text": "kept"})
    killed = worker.process_id
    assert killed is not None
    os.kill(killed, signal.SIGKILL)
    wait_until_gone(killed)
    assert texts(session) == {"first", "kept"}
    assert worker.process_id != killed


def test_a_restored_session_is_restored_again_in_the_next_worker(
    start_worker: WorkerMaker,
) -> None:
    worker = start_worker()
    session, other = worker.open_session(), worker.open_session()
    session.call("agent", "note", {"text": "saved"})
    other.restore(session.save())
    other.call("agent", "note", {"text": "after"})
    worker.close()
    assert texts(other) == {"first", "saved", "after"}


@pytest.fixture
def interruptible() -> Iterator[None]:
    """Lets an interrupt arrive, which processes in the background may have been told to ignore."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("interruptible")
def test_an_interrupted_call_leaves_no_answer_behind(start_worker: WorkerMaker) -> None:
    session = start_worker("for _ in range(10**8): pass\nreturn 'late'").open_session()
    session.call("agent", "note", {"text": "kept"})
    main_thread = threading.main_thread().ident
    assert main_thread is not None
    timer = threading.Timer(0.2, signal.pthread_kill, (main_thread, signal.SIGINT))
    timer.start()
    with pytest.raises(KeyboardInterrupt):
        session.call("agent", "attack", {})
    assert texts(session) == {"first", "kept"}


def test_a_failed_session_can_still_be_read(start_worker: WorkerMaker) -> None:
    session = start_worker("raise ValueError('mine')").open_session()
    session.call("agent", "note", {"text": "before"})
    with pytest.raises(ToolCrash, match="ValueError: mine"):
        session.call("agent", "attack", {})
    assert [change.values["text"] for change in session.difference()] == ["before"]


def test_a_tool_that_answers_otherwise_when_repeated_is_found_out(
    start_worker: WorkerMaker,
) -> None:
    worker = start_worker("import os; return os.urandom(8).hex()")
    session = worker.open_session()
    session.call("agent", "attack", {})
    worker.close()
    with pytest.raises(ToolCrash, match="tool 'attack' answered otherwise when it was repeated"):
        session.call("agent", "notes", {})
    session.reset()
    assert texts(session) == {"first"}


def test_a_foreign_snapshot_is_refused_and_the_session_reset(start_worker: WorkerMaker) -> None:
    session = start_worker().open_session()
    session.call("agent", "note", {"text": "lost"})
    with pytest.raises(SnapshotError):
        session.restore(b"no snapshot")
    assert texts(session) == {"first"}


def test_a_folder_edited_meanwhile_is_refused(tmp_path: Path) -> None:
    folder = write_domain(tmp_path / "domain", "return 'harmless'")
    worker = Worker.start(folder, sealed=False)
    worker.close()
    (folder / "rules.py").write_text('"""Other rules."""\n')
    with pytest.raises(DomainError, match="was edited while"):
        worker.open_session().difference()


def test_a_broken_domain_is_told_with_file_and_line(start_worker: WorkerMaker) -> None:
    with pytest.raises(DomainError, match=r"tools\.py, line 8.*undefined"):
        start_worker(at_import="undefined")


def test_compiled_files_in_the_folder_are_ignored(tmp_path: Path) -> None:
    folder = write_domain(tmp_path / "domain", "return 'source'")
    subprocess.run([sys.executable, "-m", "compileall", "-q", str(folder)], check=True)
    tools = folder / "tools.py"
    edited = tools.stat()
    tools.write_text(tools.read_text().replace("'source'", "'edited'"))
    os.utime(tools, ns=(edited.st_atime_ns, edited.st_mtime_ns))  # as old and as long as before
    worker = Worker.start(folder, sealed=False)
    assert worker.open_session().call("agent", "attack", {}).content == '"edited"'
    worker.close()


def test_sessions_closed_and_used_again_start_from_nothing(start_worker: WorkerMaker) -> None:
    session = start_worker().open_session()
    session.call("agent", "note", {"text": "gone"})
    session.close()
    session.close()
    session.reset()
    assert texts(session) == {"first"}


def test_a_forgotten_worker_ends(start_worker: WorkerMaker, tmp_path: Path) -> None:
    worker = Worker.start(write_domain(tmp_path / "forgotten", "return ''"), sealed=False)
    process_id = worker.process_id
    assert process_id is not None
    del worker
    gc.collect()
    wait_until_gone(process_id)
    start_worker()  # collects it


def test_when_the_nursery_dies_its_workers_die_and_are_replaced(
    start_worker: WorkerMaker,
) -> None:
    worker = start_worker()
    session = worker.open_session()
    session.call("agent", "note", {"text": "kept"})
    process_id = worker.process_id
    assert process_id is not None
    status = Path(f"/proc/{process_id}/status").read_text().split()
    os.kill(int(status[status.index("PPid:") + 1]), signal.SIGKILL)
    wait_until_gone(process_id)
    assert texts(session) == {"first", "kept"}


PARENT = """
import os, sys, time
from pathlib import Path
from autoforge_envs.isolation.process import Nursery
from autoforge_envs.isolation.remote import Worker
worker = Worker.start(Path(sys.argv[1]), sealed=False)
session = worker.open_session()
print(worker.process_id, flush=True)
"""


def start_parent(folder: Path, rest: str) -> "subprocess.Popen[str]":
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(REPOSITORY), *sys.path])}
    command = [sys.executable, "-W", "ignore", "-c", PARENT + rest, str(folder)]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)


def test_a_hanging_worker_dies_with_its_parent(tmp_path: Path) -> None:
    folder = write_domain(tmp_path / "domain", "while True: pass")
    with start_parent(folder, "session.call('agent', 'attack', {})") as parent:
        assert parent.stdout is not None
        process_id = int(parent.stdout.readline())
        time.sleep(0.2)
        parent.kill()
        parent.wait()
    wait_until_gone(process_id)


def test_a_forked_parent_has_a_worker_of_its_own(tmp_path: Path) -> None:
    folder = write_domain(tmp_path / "domain", "return 'harmless'")
    rest = """
session.call("agent", "note", {"text": "shared past"})
child = os.fork()
if child == 0:
    session.call("agent", "note", {"text": "of the child"})
    print(worker.process_id, len(session.difference()), flush=True)
    worker.close()
    os._exit(0)
os.waitpid(child, 0)
session.call("agent", "notes", {})
print(worker.process_id, len(session.difference()), flush=True)
"""
    with start_parent(folder, rest) as parent:
        assert parent.stdout is not None
        lines = [line.split() for line in parent.stdout]
    assert parent.returncode == 0
    (first,), (childs, of_child), (parents, of_parent) = lines
    assert first == parents != childs
    assert (of_child, of_parent) == ("2", "1")


def test_a_nursery_that_died_idle_is_replaced(start_worker: WorkerMaker) -> None:
    start_worker().close()
    children = Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()
    for child in children:
        if b"autoforge_envs.isolation.nursery" in Path(f"/proc/{child}/cmdline").read_bytes():
            os.kill(int(child), signal.SIGKILL)
            wait_until_gone(int(child))
    assert texts(start_worker().open_session()) == {"first"}


def test_a_nursery_that_is_started_ahead_is_the_one_that_workers_come_from(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    nurseries: dict[tuple[int, str], Nursery] = {}
    monkeypatch.setattr(process, "_NURSERIES", nurseries)
    process.start_nursery_ahead()
    worker = process.start_process()
    try:
        (nursery,) = nurseries.values()
        assert worker.nursery is nursery
    finally:
        worker.end()
        nursery.close()


def test_a_nursery_that_cannot_be_started_ahead_says_so_to_whoever_needs_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse() -> NoReturn:
        raise IsolationError("no locks here")

    monkeypatch.setattr(process, "this_architecture", refuse)
    process.start_nursery_ahead()
    with pytest.raises(IsolationError, match="no locks here"):
        process.start_process()


def test_a_nursery_that_failed_once_ahead_starts_when_it_is_needed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    nursery = Nursery(os.getpid(), process.SERVING)
    with monkeypatch.context() as scarce:
        scarce.setattr(sys, "executable", "/no/interpreter")
        nursery.get_ready()
        with pytest.raises(IsolationError, match="/no/interpreter"):
            nursery.start()
    try:
        worker = nursery.start()
        assert worker.nursery is nursery
        worker.end()
    finally:
        nursery.close()


@pytest.mark.slow
def test_a_call_costs_microseconds_and_a_restart_milliseconds(start_worker: WorkerMaker) -> None:
    worker = start_worker(limits=Limits())
    session = worker.open_session()
    started = time.perf_counter()
    for _ in range(2_000):
        session.call("agent", "notes", {})
    assert (time.perf_counter() - started) / 2_000 < 0.001
    worker.close()
    started = time.perf_counter()
    session.reset()
    session.difference()
    assert time.perf_counter() - started < 1
