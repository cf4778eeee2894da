"""The same seeds on a Ray cluster of several processes, some of which are killed."""

import builtins
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from autoforge_envs.errors import EmissionError, OptionError
from autoforge_envs.synthesis.pipeline.engines import Job, SerialEngine
from autoforge_envs.synthesis.pipeline.forging import notes_name
from autoforge_envs.synthesis.pipeline.ray_engine import RayEngine
from autoforge_envs.synthesis.pipeline.synthesis import Order, synthesize
from tests.synthesis.pipeline.stand_ins import RECIPE
from tests.synthesis.pipeline.test_engines import doomed_composer, dying_composer
from tests.synthesis.pipeline.test_synthesis import Hearing, tree

SEEDS = range(4)


@pytest.fixture
def _quiet_cluster(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A cluster of this machine alone, whose processes find the tests."""
    monkeypatch.delenv("RAY_ADDRESS", raising=False)
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[3]))
    monkeypatch.setenv("RAY_AUTH_MODE", "disabled")
    yield


@pytest.mark.slow
@pytest.mark.usefixtures("_quiet_cluster")
@pytest.mark.filterwarnings("default")
def test_a_cluster_that_loses_processes_gives_the_same_bytes(tmp_path: Path) -> None:
    pytest.importorskip("ray")
    marks = tmp_path / "marks"
    marks.mkdir()
    synthesize(Order(RECIPE, SEEDS, tmp_path / "serial"), SerialEngine(), Hearing())
    recipe = replace(RECIPE, make_composer=partial(dying_composer, marks))
    synthesize(Order(recipe, SEEDS, tmp_path / "ray"), RayEngine(3), Hearing())
    assert sorted(path.name for path in marks.iterdir()) == [str(seed) for seed in SEEDS]
    assert tree(tmp_path / "ray") == tree(tmp_path / "serial")
    assert len(tree(tmp_path / "ray")) == 8 * len(SEEDS)


@pytest.mark.slow
@pytest.mark.usefixtures("_quiet_cluster")
@pytest.mark.filterwarnings("default")
def test_a_seed_that_kills_every_process_of_a_cluster_is_given_up(tmp_path: Path) -> None:
    pytest.importorskip("ray")
    doomed = Job(replace(RECIPE, make_composer=doomed_composer), 0, tmp_path)
    (product,) = RayEngine(2).run([doomed])
    assert product.crashed
    assert product.failure.startswith("Ray gave it up")


@pytest.mark.slow
@pytest.mark.usefixtures("_quiet_cluster")
@pytest.mark.filterwarnings("default")
def test_a_disk_that_takes_nothing_ends_a_run_on_a_cluster(tmp_path: Path) -> None:
    pytest.importorskip("ray")
    (tmp_path / notes_name(RECIPE, 0)).mkdir()  # where a file should be
    with pytest.raises(EmissionError, match="cannot be written: Is a directory; make room"):
        list(RayEngine(2).run([Job(RECIPE, 0, tmp_path)]))


def test_without_ray_the_error_tells_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    real_import = builtins.__import__

    def refuse(name: str, *arguments: Any, **options: Any) -> Any:
        if name == "ray":
            raise ImportError(name)
        return real_import(name, *arguments, **options)

    monkeypatch.setattr(builtins, "__import__", refuse)
    with pytest.raises(OptionError, match=r"pip install 'autoforge-envs\[ray\]'"):
        RayEngine()
