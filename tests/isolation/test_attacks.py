"""Every attack is run for real, in a tool of an unreviewed domain.

Each must be stopped with an error that says what happened; afterwards the same session works after
`reset()`, and its neighbour in the same worker has lost nothing.
"""

import os
import socket
import textwrap
from pathlib import Path

import pytest

from autoforge_envs.isolation.filter import this_architecture
from tests.isolation.conftest import WorkerMaker
from tests.isolation.scene import Scene

REFUSED = "Operation not permitted"

FILES = {
    "read_a_file": "return open('/etc/passwd').read()",
    "read_by_descriptor": "import os; return str(os.open('/etc/hostname', os.O_RDONLY))",
    "list_the_home_folder": "import os; return str(os.listdir(os.path.expanduser('~')))",
    "look_at_a_file": "import os; return str(os.stat('/etc/passwd'))",
    "write_a_file": "open('{folder}/canary', 'w').write('here')",
    "delete_a_file": "import os; os.unlink('{folder}/treasure')",
    "read_the_own_process": "return open('/proc/self/maps').read()",
    "change_folder": "import os; os.chdir('/')",
    "make_a_memory_file": "import os; return str(os.memfd_create('x'))",
}

NETWORK = {
    "tcp": "import socket; socket.socket().connect(('127.0.0.1', {port}))",
    "udp": "import socket; socket.socket(type=socket.SOCK_DGRAM).sendto(b'x', ('127.0.0.1', 53))",
    "unix_socket": "import socket; socket.socket(socket.AF_UNIX).connect('{folder}/listening')",
    "socket_pair": "import socket; socket.socketpair()",
    "address_lookup": "import socket; socket.socket(socket.AF_NETLINK, socket.SOCK_RAW)",
}

PROCESSES = {
    "fork": "import os\nif os.fork() == 0: os._exit(0)",
    "execute": "import os; os.execv('/bin/sh', ['sh', '-c', 'touch {folder}/canary'])",
    "spawn": "import os; os.posix_spawn('/bin/sh', ['sh', '-c', 'touch {folder}/canary'], dict())",
    "subprocess": "import subprocess; subprocess.run(['touch', '{folder}/canary'])",
    "kill_the_nursery": "import os; os.kill({nursery}, 9)",
    "kill_the_parent": "import os; os.kill({parent}, 9)",
    "kill_everybody": "import os; os.kill(-1, 9)",
    "ignore_signals": "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN)",
    "set_an_alarm": "import signal; signal.setitimer(signal.ITIMER_REAL, 1)",
    "lift_the_limits": (
        "import resource; resource.setrlimit(resource.RLIMIT_AS, (resource.RLIM_INFINITY,) * 2)"
    ),
    "change_user": "import os; os.setuid(65534)",
    "close_the_descriptors": "import os; os.close(3)",
    "redirect_the_descriptors": "import os; os.dup2(3, 2)",
}

MEMORY_OF_OTHERS = {
    "read_memory_by_file": "open('/proc/{parent}/mem', 'rb').seek(0)",
    "read_memory_by_call": """
        import ctypes, os
        buffer = ctypes.create_string_buffer(8)
        libc = ctypes.CDLL(None, use_errno=True)
        if libc.process_vm_readv({parent}, buffer, 0, buffer, 0, 0) < 0:
            raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    """,
    "trace_the_parent": """
        import ctypes, os
        libc = ctypes.CDLL(None, use_errno=True)
        if libc.ptrace(16, {parent}, None, None) < 0:
            raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    """,
    "map_code": "import mmap; mmap.mmap(-1, 4096, prot=mmap.PROT_WRITE | mmap.PROT_EXEC)",
    "make_data_executable": """
        import ctypes, mmap, os
        page = mmap.mmap(-1, 4096)
        address = ctypes.addressof(ctypes.c_char.from_buffer(page))
        libc = ctypes.CDLL(None, use_errno=True)
        if libc.mprotect(ctypes.c_void_p(address), ctypes.c_size_t(4096), 7) < 0:
            raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    """,
}

SANDBOX_WALKS = {
    "walk_frames_to_the_system": """
        import types
        def frames():
            yield walk.gi_frame.f_back
        walk = frames()
        frame = next(walk)
        while 'os' not in frame.f_globals and frame.f_back:
            frame = frame.f_back
        import sys
        system = sys.modules['os'].system
        if system('touch {folder}/canary') != 0:
            raise PermissionError('Operation not permitted')
    """,
    "walk_subclasses_to_the_system": """
        found = [c for c in ().__class__.__base__.__subclasses__() if c.__name__ == '_wrap_close']
        if found[0].__init__.__globals__['system']('touch {folder}/canary') != 0:
            raise PermissionError('Operation not permitted')
    """,
    "open_another_database": (
        "import sqlite3; sqlite3.connect('{folder}/canary').execute('CREATE TABLE t (c)')"
    ),
    "attach_a_file": "state._connection.execute(\"ATTACH '{folder}/canary' AS other\")",
    "attach_on_an_own_connection": (
        "import sqlite3; sqlite3.connect(':memory:').execute(\"ATTACH '{folder}/canary' AS o\")"
    ),
    "load_an_extension": (
        "import sqlite3; c = sqlite3.connect(':memory:'); c.enable_load_extension(True); "
        "c.load_extension('libm.so.6')"
    ),
    "commit": "state._connection.execute('COMMIT')",
    "rollback": "state._connection.execute('ROLLBACK')",
    "import_from_disk": "import wave",
}

ATTACKS = {**FILES, **NETWORK, **PROCESSES, **MEMORY_OF_OTHERS, **SANDBOX_WALKS}


def fill_in(body: str, folder: Path, port: int = 9) -> str:
    """Puts the host's particulars into an attack."""
    nursery = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children").read_text().split()
    particulars = {
        "folder": str(folder),
        "port": str(port),
        "parent": str(os.getpid()),
        "nursery": nursery[0] if nursery else str(os.getpid()),
    }
    for name, value in particulars.items():
        body = body.replace(f"{{{name}}}", value)
    return body


@pytest.mark.parametrize("name", ATTACKS)
def test_reaching_out_is_refused(name: str, start_worker: WorkerMaker, folder: Path) -> None:
    expected = {
        "lift_the_limits": "not allowed|not permitted|No module",
        "open_another_database": "unable to open",
        "attach_a_file": "not authorized",
        "attach_on_an_own_connection": "unable to open",
        "load_an_extension": "OperationalError|AttributeError",
        "commit": "not authorized",
        "rollback": "ended the private transaction",
        "import_from_disk": "No module named 'wave'",
    }.get(name, REFUSED)
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0)
        body = fill_in(ATTACKS[name], folder, server.getsockname()[1])
        Scene(start_worker(body), folder).attack(expected)
        with pytest.raises(BlockingIOError):
            server.accept()


def test_a_quiet_attack_achieves_nothing(start_worker: WorkerMaker, folder: Path) -> None:
    """A tool that tries everything and hides every error still changes nothing outside."""
    codes = [
        fill_in(textwrap.dedent(code), folder)
        for name, code in ATTACKS.items()
        if name != "rollback"
    ]
    body = f"""
        for code in {codes!r}:
            try:
                exec('def attempt(state):\\n' + '\\n'.join('    ' + l for l in code.split('\\n')))
                locals()['attempt'](state)
            except BaseException:
                pass
        return 'quiet'
    """
    scene = Scene(start_worker(body), folder)
    result = scene.victim.call("agent", "attack", {})
    assert result.content == '"quiet"'
    scene.check_recovery()


def test_no_system_call_but_the_listed_ones_is_let_through(
    start_worker: WorkerMaker, folder: Path
) -> None:
    """Calls every number directly, past all of Python, 32-bit (x32) numbers included."""
    numbers = this_architecture()
    # the kernel answers its own probes (335, 336) with SIGILL before it asks any filter
    spared = {*numbers.plain.values(), *numbers.mapping.values(), 335, 336}
    body = f"""
        import ctypes, errno
        libc = ctypes.CDLL(None, use_errno=True)
        libc.syscall.restype = ctypes.c_long
        spared = {spared}
        wrong = []
        for base in (0, 0x40000000):
            for number in range(1024):
                if base == 0 and number in spared:
                    continue
                ctypes.set_errno(0)
                if libc.syscall(ctypes.c_long(base + number), 0, 0, 0, 0, 0, 0) != -1:
                    wrong.append(number)
                elif ctypes.get_errno() != errno.EPERM:
                    wrong.append(number)
        return ','.join(map(str, wrong))
    """
    scene = Scene(start_worker(body), folder)
    assert scene.victim.call("agent", "attack", {}).content == '""'
    scene.check_recovery()


def test_secrets_of_the_parent_are_not_in_the_worker(
    start_worker: WorkerMaker, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-very-secret")
    body = """
        import os
        found = '{0.__class__.__init__.__globals__}'.format(state)
        return repr(sorted(os.environ)) + str('very-secret' in found + repr(os.environ))
    """
    scene = Scene(start_worker(body), folder)
    content = scene.victim.call("agent", "attack", {}).content
    assert "KEY" not in content
    assert content.endswith('False"')
    scene.check_recovery()


def test_the_tasks_and_their_goals_are_not_in_the_worker(
    start_worker: WorkerMaker, folder: Path
) -> None:
    body = """
        from autoforge_envs.isolation.stored_files import StoredPath
        return str([len(v) for k, v in StoredPath.files.items() if k.endswith('tasks.jsonl')])
    """
    scene = Scene(start_worker(body), folder)
    assert scene.victim.call("agent", "attack", {}).content == '"[0]"'
