"""One domain from its seed: the same bytes everywhere, or a reason."""

import hashlib
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from autoforge_envs.domain.loading import load_domain
from autoforge_envs.domain.serving import LocalServer
from autoforge_envs.errors import EmissionError
from autoforge_envs.synthesis.composition.phrasebook import Phrasebook
from autoforge_envs.synthesis.pipeline.attempts import Outcome
from autoforge_envs.synthesis.pipeline.forging import Product, forge, notes_name
from autoforge_envs.synthesis.pipeline.out_folder import digest_of
from autoforge_envs.synthesis.pipeline.quota import Quota
from autoforge_envs.synthesis.pipeline.recipe import TaskComposer
from tests.full_disk import limit_files
from tests.synthesis.pipeline.stand_ins import RECIPE, BookshopDesigner

REPOSITORY = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def product() -> Product:
    """The bookshop of seed 3."""
    return forge(RECIPE, 3)


def test_a_seed_gives_a_sealed_domain_with_certified_tasks(
    product: Product, tmp_path: Path
) -> None:
    assert product.failure == ""
    assert product.folder_name == "bookshop_3_v0"
    folder = tmp_path / product.folder_name
    folder.mkdir()
    for name, content in product.files.items():
        (folder / name).write_bytes(content)
    domain = load_domain(folder)
    assert len(domain.contents.tasks) == 4
    assert all(task.certificate["passed"] for task in domain.contents.tasks)
    splits = [task.split for task in domain.contents.tasks]
    assert splits == ["train", "train", "validation", "test"]


@pytest.mark.parametrize("hash_seed", ["0", "1"])
def test_another_process_with_another_hash_seed_gives_the_same_bytes(
    product: Product, hash_seed: str
) -> None:
    program = (
        "from autoforge_envs.synthesis.pipeline.forging import forge\n"
        "from autoforge_envs.synthesis.pipeline.out_folder import digest_of\n"
        "from tests.synthesis.pipeline.stand_ins import RECIPE\n"
        "print(digest_of(forge(RECIPE, 3).files))"
    )
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY), "PYTHONHASHSEED": hash_seed}
    printed = subprocess.check_output([sys.executable, "-c", program], env=environment, text=True)
    assert printed.strip() == digest_of(product.files)


def test_every_stage_tells_what_it_came_to(product: Product) -> None:
    stages = {stage.name: stage for stage in product.stages}
    assert list(stages) == [
        "design", "populate", "load", "check", "graph", "compose", "grade", "compare", "certify",
        "seal",
    ]  # fmt: skip
    assert stages["compose"].num_out == stages["grade"].num_in
    assert stages["grade"].num_out == stages["compare"].num_in
    assert stages["certify"].num_out == 4
    assert stages["compose"].rejections["too few requests fit this customer"] > 0
    assert stages["certify"].rejections
    assert all("information" in reason for reason in stages["certify"].rejections)
    for stage in stages.values():
        assert stage.num_in - stage.num_out == sum(stage.rejections.values())
        assert stage.seconds > 0


def test_no_clock_gets_into_the_bytes(product: Product) -> None:
    again = forge(RECIPE, 3)
    assert again.files == product.files
    assert [s.seconds for s in again.stages] != [s.seconds for s in product.stages]


def test_noted_attempts_are_not_made_again(tmp_path: Path, product: Product) -> None:
    seen: list[Outcome] = []
    forge(RECIPE, 3, tmp_path, seen.append)
    notes = tmp_path / notes_name(RECIPE, 3)
    lines = notes.read_bytes().splitlines(keepends=True)
    assert len(lines) == 1 + len(seen)
    notes.write_bytes(b"".join(lines[:6]) + lines[6][:20])  # killed while it wrote a line
    again: list[Outcome] = []
    assert forge(RECIPE, 3, tmp_path, again.append).files == product.files
    assert again[:5] == seen[:5]  # with their seconds: they were read, not made
    assert [each.attempt for each in again] == [each.attempt for each in seen]
    assert [path.name for path in tmp_path.iterdir()] == [notes.name]


@pytest.mark.parametrize("damage", [b"no JSON\n", b'{"notes_on": "something else"}\n', b"{}\n"])
def test_notes_on_something_else_are_thrown_away(
    tmp_path: Path, damage: bytes, product: Product
) -> None:
    (tmp_path / notes_name(RECIPE, 3)).write_bytes(damage)
    assert forge(RECIPE, 3, tmp_path).files == product.files


def test_a_flawed_draft_is_rejected_with_the_reason() -> None:
    crash = ("    order = state.get(Order, order_id)\n    require", "    order = None\n    require")
    product = forge(replace(RECIPE, designer=BookshopDesigner((crash,))), 3)
    assert product.failure.startswith("check: cancel_order crashes")
    assert not product.files
    assert not product.crashed
    assert product.stages[-1].num_out == 0


def test_spent_patience_is_a_reason() -> None:
    product = forge(replace(RECIPE, quota=Quota(9, patience=2)), 3)
    assert product.failure.startswith("collect: patience is spent, train")
    assert not product.files
    assert not product.crashed
    assert {stage.name for stage in product.stages} >= {"compose", "compare", "certify"}


def broken_composer(server: LocalServer, seed: int, phrasebook: Phrasebook) -> TaskComposer:
    composers: dict[str, TaskComposer] = {}
    return composers["best"]


def test_a_fault_of_ours_is_a_crash_that_names_the_stage() -> None:
    product = forge(replace(RECIPE, make_composer=broken_composer), 3)
    assert product.failure.startswith("graph: KeyError: 'best' (test_forging.py, line ")
    assert product.crashed


def test_a_full_disk_ends_it_with_a_clear_error(tmp_path: Path) -> None:
    told = "cannot be written: File too large; make room"
    with limit_files(), pytest.raises(EmissionError, match=told):
        forge(RECIPE, 3, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_the_digest_is_of_names_and_contents() -> None:
    assert digest_of({"a": b"1"}) != digest_of({"a": b"2"}) != digest_of({"b": b"2"})
    assert digest_of({}) == hashlib.sha256().hexdigest()
