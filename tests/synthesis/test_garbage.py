"""Garbage: when nobody looks for it, and that there is none to be found."""

import gc
from pathlib import Path

import pytest

from autoforge_envs.domain.loading import load_domain
from autoforge_envs.domain.serving import LocalServer
from autoforge_envs.synthesis.certificates import certify_staged, staged
from autoforge_envs.synthesis.certification.remembering import Moment
from autoforge_envs.synthesis.garbage import garbage_kept

BOOKSHOP = Path(__file__).parents[1] / "domains" / "bookshop_v0"


def test_nobody_looks_meanwhile_whatever_happens() -> None:
    with garbage_kept():
        assert not gc.isenabled()
        with garbage_kept():
            pass
        assert not gc.isenabled()
    assert gc.isenabled()
    with pytest.raises(KeyError), garbage_kept():
        raise KeyError
    assert gc.isenabled()


def test_what_experiments_remember_is_gone_after_them_without_looking_for_it() -> None:
    server = LocalServer(load_domain(BOOKSHOP), in_memory=True)
    with staged(server) as stage, garbage_kept():
        for task in server.contents.tasks[:3]:
            certify_staged(stage, task, 0)
        left = sum(isinstance(each, Moment) for each in gc.get_objects())
    server.close()
    assert left <= 8  # the first state of each session
