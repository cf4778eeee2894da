"""A worker that lies: forged frames, hostile results, a library changed under its own feet."""

import time
from contextlib import suppress
from pathlib import Path

import pytest

from autoforge_envs.errors import ToolCrash
from autoforge_envs.isolation.connection import Limits
from tests.isolation.conftest import WorkerMaker
from tests.isolation.scene import Scene

SHORT = Limits(call_seconds=1.5)

FLOODS = {
    "raw_bytes": ("import os\nwhile True: os.write(3, b'x' * 65536)", "announced"),
    "many_small_frames": (
        "import os\nwhile True: os.write(3, b'\\0\\0\\0\\2{}' * 1000)",
        "more than one|sent",
    ),
    "a_frame_too_long": ("import os; os.write(3, b'\\x7f\\0\\0\\0')", "announced 2130706432 bytes"),
    "a_frame_never_ended": (
        "import os; os.write(3, b'\\0\\0\\xff\\0')\nwhile True: pass",
        "did not answer",
    ),
    "no_json": ("import os; os.write(3, b'\\0\\0\\0\\4oops'); {wait}", "no plain JSON"),
    "not_a_number": ('{say}(\'{{"id": 9, "value": NaN}}\'); {wait}', "NaN is no JSON"),
    "infinite_number": ('{say}(\'{{"id": 9, "value": 1e999}}\'); {wait}', "out of range"),
    "huge_integer": ("{say}('9' * 100000); {wait}", "no plain JSON"),
    "half_a_character": ("{say}('\"\\\\ud800\"'); {wait}", "no plain JSON"),
    "deep_nesting": ("{say}('[' * 500 + ']' * 500); {wait}", "nested deeper"),
    "deepest_nesting": ("{say}('[' * 1000000); {wait}", "no plain JSON"),
    "somebody_elses_number": ('{say}(\'{{"id": 999999, "value": null}}\'); {wait}', "a reply"),
    "nothing_but_a_number": ("{say}('{{\"id\": ' + number + '}}'); {wait}", "a reply"),
    "a_wrong_value": (
        "{say}('{{\"id\": ' + number + ', \"value\": [1, 2]}}'); {wait}",
        "where a tool's result belongs",
    ),
    "an_unknown_refusal": (
        '{say}(\'{{"id": \' + number + \', "refused": "SystemExit", "text": ""}}\'); {wait}',
        "a reply",
    ),
}

RETURNS = {
    "a_long_text": ("return 'x' * 20_000_000", "announced"),
    "a_deep_list": ("x = []\nfor _ in range(100_000): x = [x]\nreturn x", "RecursionError"),
    "a_circle": ("x = []\nx.append(x)\nreturn x", "RecursionError"),
    "a_set": ("return {1, 2}", "returned set"),
    "an_evil_object": (
        "class Evil:\n    def __repr__(self): raise SystemExit\nreturn Evil()",
        "returned Evil",
    ),
    "an_evil_text": (
        "class Evil(str):\n    def __str__(self): raise SystemExit\n"
        "    def __getitem__(self, _): raise SystemExit\nraise ToolError(Evil('x'))",
        "SystemExit",
    ),
    "half_a_character": ("return '\\ud800'", "surrogates not allowed"),
}


@pytest.mark.parametrize("name", FLOODS)
def test_forged_frames_are_refused(name: str, start_worker: WorkerMaker, folder: Path) -> None:
    body, expected = FLOODS[name]
    at_import = """
        import os, sys, gc
        def say(text):
            data = text.encode()
            os.write(3, len(data).to_bytes(4, 'big') + data)
        def asked():
            frame = sys._getframe()
            while 'request' not in frame.f_locals:
                frame = frame.f_back
            return str(frame.f_locals['request']['id'])
    """
    waiting = "exec('while True: pass')"
    body = "number = asked()\n" + body.replace("{say}", "say").replace("{wait}", waiting)
    body = body.replace("{{", "{").replace("}}", "}")
    scene = Scene(start_worker(body, at_import=at_import, limits=SHORT), folder)
    scene.attack(expected)


@pytest.mark.parametrize("name", RETURNS)
def test_a_hostile_result_is_refused(name: str, start_worker: WorkerMaker, folder: Path) -> None:
    body, expected = RETURNS[name]
    Scene(start_worker(body), folder).attack(expected)


def test_an_error_cannot_command_a_terminal(start_worker: WorkerMaker) -> None:
    session = start_worker("raise ValueError('\\x1b[2J' + 'x' * 9999)").open_session()
    with pytest.raises(ToolCrash, match=r"ValueError: \\x1b\[2Jx+$") as crash:
        session.call("agent", "attack", {})
    assert len(str(crash.value)) < 2_100


def test_an_answer_given_beforehand_is_not_taken(start_worker: WorkerMaker, folder: Path) -> None:
    """A frame with the next request's number lies ready when that request is made."""
    body = """
        import os, sys
        frame = sys._getframe()
        while 'request' not in frame.f_locals:
            frame = frame.f_back
        number = frame.f_locals['request']['id'] + 1
        forged = ('{"id": %d, "value": ["forged", false, false, []]}' % number).encode()
        os.write(3, b'\\0\\0\\0\\2{}')
        os.write(3, len(forged).to_bytes(4, 'big') + forged)
        return 'done'
    """
    scene = Scene(start_worker(body), folder)
    with pytest.raises(ToolCrash, match="attack"):
        scene.victim.call("agent", "attack", {})
    scene.check_recovery()


def test_a_forged_answer_replaces_only_the_own_tools_answer(
    start_worker: WorkerMaker, folder: Path
) -> None:
    """The worker may lie about its own domain; what it leaves unasked is never read."""
    body = """
        import os, sys
        frame = sys._getframe()
        while 'request' not in frame.f_locals:
            frame = frame.f_back
        number = frame.f_locals['request']['id']
        forged = ('{"id": %d, "value": ["forged", false, false, []]}' % number).encode()
        os.write(3, len(forged).to_bytes(4, 'big') + forged)
        for _ in range(10**6): pass
        return 'done'
    """
    scene = Scene(start_worker(body), folder)
    try:
        assert scene.victim.call("agent", "attack", {}).content == "forged"
        time.sleep(0.3)  # the true answer arrives, unasked by now
    except ToolCrash as crash:
        assert "more than one answer" in str(crash)  # both came at once
    scene.check_recovery()


LIBRARY_CHANGES = {
    "server": "import autoforge_envs.isolation.worker as w; w.answer = None",
    "json": "import json; json.dumps = None; json.loads = None; json.JSONEncoder.encode = None",
    "session": (
        "from autoforge_envs.domain.session import LocalSession\n"
        "LocalSession.reset = LocalSession.call = LocalSession.difference = None"
    ),
    "builtins": "import builtins; builtins.len = builtins.isinstance = builtins.list = None",
    "channel": (
        "import autoforge_envs.isolation.channel as c, autoforge_envs.isolation.worker as w\n"
        "c.pack = w.pack = w.write_frame = w.read_request = None"
    ),
    "modules": "import sys; sys.modules.clear()",
    "tracing": "import sys\ndef evil(*_): raise SystemExit\nsys.setprofile(evil)",
    "collector": "import gc\ngc.callbacks.append(lambda *_: 1 / 0)\ngc.collect()",
    "rows": "Note.__table__.name = 'others'; state._types.clear()",
}


@pytest.mark.parametrize("name", LIBRARY_CHANGES)
def test_a_changed_library_hurts_only_its_own_worker(
    name: str, start_worker: WorkerMaker, folder: Path
) -> None:
    """The call may still be answered; at the latest the next one finds out."""
    scene = Scene(start_worker(LIBRARY_CHANGES[name] + "\nreturn 'done'", limits=SHORT), folder)
    with suppress(ToolCrash):
        scene.victim.call("agent", "attack", {})
    scene.victim.reset()
    with suppress(ToolCrash):
        scene.victim.call("agent", "notes", {})
    scene.victim.reset()
    with suppress(ToolCrash):
        scene.bystander.call("agent", "notes", {})
    scene.worker.close()
    scene.bystander.reset()
    scene.bystander.call("agent", "note", {"text": "of the bystander"})
    scene.check_recovery()
