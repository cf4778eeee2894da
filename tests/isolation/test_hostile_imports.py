"""Code that attacks while the domain is loaded."""

import pytest

from autoforge_envs.errors import AutoForgeError, DomainError, ToolCrash
from autoforge_envs.isolation.connection import Limits
from tests.isolation.conftest import WorkerMaker

REFUSED = "Operation not permitted"

AT_IMPORT = {
    "read_a_file": ("open('/etc/passwd')", DomainError, REFUSED),
    "socket": ("import socket; socket.socket()", DomainError, REFUSED),
    "fork": ("import os; os.fork()", DomainError, REFUSED),
    "exit": ("raise SystemExit('bye')", AutoForgeError, "SystemExit: bye"),
    "hard_exit": ("import os; os._exit(7)", ToolCrash, "exit code 7"),
    "crash": ("import ctypes; ctypes.string_at(0)", ToolCrash, "SIGSEGV"),
    "hang": ("while True: pass", ToolCrash, "loading notes did not answer within 1 s"),
    "memory": ("x = bytearray(1 << 40)", DomainError, "MemoryError|tools.py"),
    "flood": ("import os\nwhile True: os.write(3, b'x' * 65536)", ToolCrash, "announced"),
    "forge": ("import os; os.write(3, b'\\0\\0\\0\\2{}')", ToolCrash, "a reply|more than one"),
}


@pytest.mark.parametrize("name", AT_IMPORT)
def test_hostile_code_at_import_is_stopped(name: str, start_worker: WorkerMaker) -> None:
    code, error, expected = AT_IMPORT[name]
    with pytest.raises(error, match=expected):
        start_worker(at_import=code, limits=Limits(load_seconds=1 if name == "hang" else 30))


def test_syntax_that_crashes_a_parser_is_met_behind_the_lock(start_worker: WorkerMaker) -> None:
    with pytest.raises((DomainError, ToolCrash)):
        start_worker(at_import="x = " + "(" * 50_000)
