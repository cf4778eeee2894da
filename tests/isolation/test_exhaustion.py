"""Tools that never come back, take too much, or take the worker down with them."""

import threading
import time
from pathlib import Path

import pytest

from autoforge_envs.errors import ToolCrash
from autoforge_envs.isolation.connection import Limits
from tests.isolation.conftest import WorkerMaker
from tests.isolation.scene import Scene, texts

SHORT = Limits(call_seconds=1.5)
SMALL = Limits(call_seconds=20, memory_bytes=64 * 2**20)

ENDLESS = {
    "loop": "while True: pass",
    "loop_that_swallows_everything": """
        while True:
            try:
                while True: pass
            except BaseException: pass
    """,
    "regular_expression": "import re; re.match(r'(a+)+$', 'a' * 64 + 'b')",
    "query": (
        "state._connection.execute('WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)"
        " SELECT count(*) FROM n').fetchall()"
    ),
    "stop_itself": "import signal; signal.raise_signal(signal.SIGSTOP)",
    "big_number": "return str(len(str(9 ** (9 ** 9))))",
    "wait_for_a_lock": "import threading; lock = threading.Lock(); lock.acquire(); lock.acquire()",
    "read_the_channel": "import os; os.read(3, 1)",
    "slow_text_of_an_error": """
        class Slow(Exception):
            def __str__(self):
                while True: pass
        raise Slow
    """,
    "endless_destructor": """
        class Slow:
            def __del__(self):
                while True: pass
        Slow()
    """,
}

TOO_MUCH = {
    "one_block": ("bytearray(1 << 34)", "MemoryError"),
    "many_blocks": ("blocks = []\nwhile True: blocks.append(bytearray(1 << 20))", "MemoryError"),
    "small_objects": ("things = []\nwhile True: things.append(object())", "MemoryError|did not"),
    "text_in_the_database": (
        "state._connection.execute('SELECT hex(zeroblob(900000000))').fetchall()",
        "MemoryError|too big|out of memory",
    ),
    "recursion": ("def f(): return f()\nf()", "RecursionError"),
    "recursion_without_limit": (
        "import sys\nsys.setrecursionlimit(10**9)\ndef f(): return f()\nf()",
        "MemoryError|SystemError|SIGSEGV|did not",
    ),
    "recursion_in_c": (
        "import sys; sys.setrecursionlimit(10**9)\n"
        "x = []\nfor _ in range(300_000): x = [x]\nrepr(x)",
        "SIGSEGV|RecursionError",
    ),
    "threads": ("import threading; threading.Thread(target=print).start()", "start new thread"),
}

ENDS = {
    "null_pointer": ("import ctypes; ctypes.string_at(0)", "SIGSEGV"),
    "exit": ("import os; os._exit(0)", "exit code 0"),
    "exit_with_code": ("import os; os._exit(3)", "exit code 3"),
    "abort": ("import os; os.abort()", "SIGABRT"),
    "kill_itself": ("import signal; signal.raise_signal(signal.SIGKILL)", "SIGKILL"),
    "nameless_signal": ("import signal; signal.raise_signal(40)", "ended with signal 40"),
    "system_exit": ("raise SystemExit(0)", "SystemExit"),
    "sys_exit": ("import sys; sys.exit('bye')", "SystemExit: bye"),
    "keyboard_interrupt": ("raise KeyboardInterrupt", "KeyboardInterrupt"),
    "generator_exit": ("raise GeneratorExit", "GeneratorExit"),
    "base_exception": ("raise BaseException('base')", "BaseException: base"),
    "eof": ("raise EOFError", "EOFError"),
    "forged_crash": (
        "from autoforge_envs.errors import ToolCrash; raise ToolCrash('forged')",
        "forged",
    ),
    "forged_refusal": (
        "from autoforge_envs.errors import DomainError; raise DomainError('forged')",
        "forged",
    ),
    "exception_without_text": (
        "class Evil(BaseException):\n    def __str__(self): raise BaseException\nraise Evil",
        "cannot be shown",
    ),
    "exception_with_evil_name": (
        "class Meta(type):\n    @property\n    def __name__(cls): raise BaseException\n"
        "class Evil(BaseException, metaclass=Meta): pass\nraise Evil",
        "cannot be shown",
    ),
}


@pytest.mark.parametrize("name", ENDLESS)
def test_an_endless_call_is_cut_off(name: str, start_worker: WorkerMaker, folder: Path) -> None:
    scene = Scene(start_worker(ENDLESS[name], limits=SHORT), folder)
    hung = scene.worker.process_id
    started = time.monotonic()
    scene.attack(r"tool 'attack' did not answer within 1.5 s, and its worker was killed")
    assert time.monotonic() - started < 10
    assert not Path(f"/proc/{hung}").exists()


@pytest.mark.parametrize("name", TOO_MUCH)
def test_taking_too_much_is_stopped(name: str, start_worker: WorkerMaker, folder: Path) -> None:
    body, expected = TOO_MUCH[name]
    Scene(start_worker(body, limits=SMALL), folder).attack(expected)


@pytest.mark.parametrize("name", ENDS)
def test_ending_the_worker_is_reported(name: str, start_worker: WorkerMaker, folder: Path) -> None:
    body, expected = ENDS[name]
    Scene(start_worker(body), folder).attack(expected)


def test_nobody_hears_a_killed_worker_out(start_worker: WorkerMaker, folder: Path) -> None:
    """Threads that call while another's tool hangs get their own answers."""
    scene = Scene(start_worker("while True: pass", limits=SHORT), folder)
    seen: list[set[str]] = []
    thread = threading.Thread(target=lambda: seen.append(texts(scene.bystander)))
    with pytest.raises(ToolCrash):
        thread.start()
        scene.victim.call("agent", "attack", {})
    thread.join()
    assert seen == [{"first", "of the bystander"}]
