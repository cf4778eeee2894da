import os
import signal
from pathlib import Path

import pytest

from autoforge_rl.errors import LockError
from autoforge_rl.processes import Processes
from autoforge_rl.run_lock import locked
from tests.rl.tiny_run import start

HOLDER = """
import signal
import sys
from pathlib import Path
from autoforge_rl.processes import Processes
from autoforge_rl.run_lock import locked
with locked(Path(sys.argv[1]), Processes()):
    print("held", flush=True)
    signal.pause()
"""

ALONE = Processes()


def refused(message: str) -> "pytest.RaisesExc[LockError]":
    return pytest.raises(LockError, match=message)


def test_a_second_run_is_refused_until_the_first_has_ended(tmp_path: Path) -> None:
    with locked(tmp_path / "run", ALONE):
        with refused(r"process \d+, works in .*run; .* run\.out"), locked(tmp_path / "run", ALONE):
            pass
        with locked(tmp_path / "other", ALONE):
            pass
    with locked(tmp_path / "run", ALONE):
        pass


def test_the_processes_of_one_run_share_a_folder(tmp_path: Path) -> None:
    with locked(tmp_path, Processes(0, 2)), locked(tmp_path, Processes(1, 2)):
        pass


def test_a_killed_run_leaves_no_lock(tmp_path: Path) -> None:
    holder = start("-c", HOLDER, str(tmp_path))
    assert holder.stdout is not None
    assert holder.stdout.readline() == b"held\n"
    with refused(f"process {holder.pid}, "), locked(tmp_path, ALONE):
        pass
    holder.send_signal(signal.SIGKILL)
    holder.communicate()
    with locked(tmp_path, ALONE):
        pass


FORKER = """
import os
import signal
import sys
from pathlib import Path
from autoforge_rl.processes import Processes
from autoforge_rl.run_lock import locked
with locked(Path(sys.argv[1]), Processes()):
    child = os.fork()
    if child == 0:
        print("forked", os.getpid(), flush=True)
    signal.pause()
"""


def test_processes_that_a_run_has_forked_do_not_keep_its_lock(tmp_path: Path) -> None:
    holder = start("-c", FORKER, str(tmp_path))
    assert holder.stdout is not None
    word, child = holder.stdout.readline().split()
    assert word == b"forked"
    try:
        with refused(f"process {holder.pid}, "), locked(tmp_path, ALONE):
            pass
        holder.send_signal(signal.SIGKILL)
        holder.wait()
        with locked(tmp_path, ALONE):
            pass
    finally:
        os.kill(int(child), signal.SIGKILL)
        holder.communicate()
