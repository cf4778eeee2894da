"""Work in the background is answered for, and never holds a program back."""

import os
import subprocess
import sys
from pathlib import Path
from threading import Event

import pytest

from autoforge_envs.background import in_background

ENDLESS = """
from threading import Event
from autoforge_envs.background import in_background
in_background(Event().wait)
"""


def test_what_work_comes_to_is_returned() -> None:
    begun = Event()
    future = in_background(lambda: begun.wait() and 7)
    assert not future.done()
    begun.set()
    assert future.result() == 7


def test_what_work_fails_by_is_raised() -> None:
    with pytest.raises(ZeroDivisionError):
        in_background(lambda: 1 // 0).result()


def test_a_program_ends_before_its_work() -> None:
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}
    subprocess.run([sys.executable, "-c", ENDLESS], env=environment, timeout=60, check=True)
