"""The same seeds through every engine, with workers that are killed."""

import os
import signal
from dataclasses import replace
from functools import partial
from pathlib import Path
from threading import Event
from typing import NoReturn

import pytest

from autoforge_envs.domain.serving import LocalServer
from autoforge_envs.errors import EmissionError, OptionError
from autoforge_envs.synthesis.composition.phrasebook import Phrasebook
from autoforge_envs.synthesis.pipeline.engines import Job, ProcessEngine, SerialEngine
from autoforge_envs.synthesis.pipeline.forging import Product, notes_name
from autoforge_envs.synthesis.pipeline.recipe import TaskComposer
from autoforge_envs.synthesis.pipeline.thread_engine import ThreadEngine
from tests.synthesis.pipeline.stand_ins import RECIPE, BookshopComposer

JOBS = [Job(RECIPE, seed) for seed in range(2)]


@pytest.fixture(scope="module")
def expected() -> dict[int, Product]:
    """What the seeds give in this process."""
    return {product.seed: product for product in SerialEngine().run(JOBS)}


def test_processes_give_the_same_bytes(expected: dict[int, Product]) -> None:
    products = {product.seed: product for product in ProcessEngine(2).run(JOBS)}
    assert {seed: each.files for seed, each in products.items()} == {
        seed: each.files for seed, each in expected.items()
    }


def dying_composer(
    marks: Path, server: LocalServer, seed: int, phrasebook: Phrasebook
) -> TaskComposer:
    """Kill the process it is made in, once for each seed."""
    mark = marks / f"{seed}"
    if not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return BookshopComposer()


def doomed_composer(server: LocalServer, seed: int, phrasebook: Phrasebook) -> TaskComposer:
    """Kill the process it is made in."""
    os.kill(os.getpid(), signal.SIGKILL)
    return BookshopComposer()


def test_a_killed_worker_is_replaced(tmp_path: Path, expected: dict[int, Product]) -> None:
    marks, scratch = tmp_path / "marks", tmp_path / "scratch"
    marks.mkdir()
    scratch.mkdir()
    recipe = replace(RECIPE, make_composer=partial(dying_composer, marks))
    jobs = [Job(recipe, seed, scratch) for seed in range(2)]
    products = {product.seed: product for product in ProcessEngine(2).run(jobs)}
    assert sorted(path.name for path in marks.iterdir()) == ["0", "1"]
    assert {seed: each.files for seed, each in products.items()} == {
        seed: each.files for seed, each in expected.items()
    }


def test_a_seed_that_kills_every_worker_is_given_up_and_the_others_go_on(tmp_path: Path) -> None:
    doomed = Job(replace(RECIPE, make_composer=doomed_composer), 0, tmp_path)
    products = {product.seed: product for product in ProcessEngine(2).run([doomed, JOBS[1]])}
    assert products[0].failure.startswith("3 processes ended by signal 9")
    assert products[0].crashed
    assert products[1].files


def test_a_disk_that_takes_nothing_ends_the_run(tmp_path: Path) -> None:
    (tmp_path / notes_name(RECIPE, 0)).mkdir()  # where a file should be
    with pytest.raises(EmissionError, match="cannot be written: Is a directory; make room"):
        list(ProcessEngine(2).run([Job(RECIPE, 0, tmp_path)]))


@pytest.mark.parametrize("num_workers", [0, -2])
def test_a_run_needs_a_worker(num_workers: int) -> None:
    with pytest.raises(OptionError, match=f"workers must be at least 1, got {num_workers}"):
        ProcessEngine(num_workers)


def test_an_interrupt_waits_for_no_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    released, ended = Event(), Event()

    def do(job: Job) -> None:
        released.wait(20)
        ended.set()

    def interrupt(*_: object, **__: object) -> NoReturn:
        raise KeyboardInterrupt

    monkeypatch.setattr("autoforge_envs.synthesis.pipeline.thread_engine.do", do)
    monkeypatch.setattr("autoforge_envs.synthesis.pipeline.thread_engine.wait", interrupt)
    with pytest.raises(KeyboardInterrupt):
        next(ThreadEngine(2).run(JOBS))
    assert not ended.is_set()
    released.set()
