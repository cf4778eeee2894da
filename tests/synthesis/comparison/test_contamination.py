"""Overlap with the known benchmarks: copies are refused, our own domains pass."""

import dataclasses
import shutil
from pathlib import Path

import pytest

from autoforge_envs.domain.sealing import seal
from autoforge_envs.synthesis.comparison.contamination import (
    MAX_TEXT,
    MAX_TWINS,
    Traits,
    compare,
    overlap,
    read_traits,
    twins,
)
from autoforge_envs.synthesis.comparison.fingerprints import Fingerprint, known_benchmarks
from autoforge_envs.synthesis.comparison.shingles import shingles_of
from autoforge_envs.synthesis.comparison.signatures import Signature

from .editing import BOOKSHOP, RETAIL

AREAS = {area.name: area for area in known_benchmarks()}


def objections(folder: Path) -> list[str]:
    return [line for found in compare(folder) for line in found.objections]


@pytest.mark.parametrize("folder", [RETAIL, BOOKSHOP], ids=lambda folder: str(folder.name))
def test_our_own_domains_pass(folder: Path) -> None:
    assert objections(folder) == []


def test_the_fingerprints_hold_what_the_benchmarks_are_known_to_have() -> None:
    tools = {name: len(area.tools) for name, area in AREAS.items()}
    assert tools["tau-bench retail"] == 16
    assert tools["tau-bench airline"] == 14
    assert tools["tau2-bench telecom"] == 13 + 30
    assert sum(len(area.shingles) for area in AREAS.values()) > 90_000
    assert all(len(area.commit) == 40 for area in AREAS.values())


def as_ours(area: Fingerprint) -> Traits:
    return Traits("copy", area.tools, area.tables, {})


@pytest.mark.parametrize("name", AREAS)
def test_a_copy_of_any_area_is_refused(name: str) -> None:
    found = overlap(as_ours(AREAS[name]), AREAS[name])
    assert found.tools == found.tables == 1.0
    assert len(found.objections) == 2


def test_two_editions_of_one_area_are_recognized_and_two_areas_told_apart() -> None:
    retail, airline = as_ours(AREAS["tau-bench retail"]), AREAS["tau2-bench airline"]
    assert overlap(retail, AREAS["tau2-bench retail"]).tools > 0.9
    assert overlap(retail, airline).tools < MAX_TWINS


def test_a_domain_with_the_tools_of_a_benchmark_is_refused(tmp_path: Path) -> None:
    folder = shutil.copytree(BOOKSHOP, tmp_path / "bookshop_v0")
    tools = folder / "tools.py"
    planted = "".join(map(_tool_source, AREAS["tau-bench retail"].tools))
    tools.write_text(tools.read_text(encoding="utf-8") + planted, encoding="utf-8")
    seal(folder)
    found = objections(folder)
    assert "bookshop: 100% of the tools have twins in tau-bench retail" in found


def _tool_source(signature: Signature) -> str:
    names = sorted(field.partition(":")[0] for field in signature.fields)
    kinds = {"array": "list[Label]", "string": "Label"}
    parameters = [
        f"{n}: {kinds[k]}" for n, _, k in (f.partition(":") for f in sorted(signature.fields))
    ]
    described = "".join(f"        {name}: It.\n" for name in names)
    return (
        f'\n\n@tool(intent="x")\ndef {signature.name}({", ".join(["_state: State", *parameters])})'
        f' -> None:\n    """Do it.\n\n    Args:\n{described}    """\n'
    )


@pytest.fixture(scope="module")
def bookshop() -> Traits:
    return read_traits(BOOKSHOP)


def area_of(*texts: str) -> Fingerprint:
    shingles = frozenset(each for text in texts for each in shingles_of(text))
    return Fingerprint("planted", "texts", "0" * 40, (), (), len(texts), shingles)


def test_a_task_whose_text_is_known_is_refused(bookshop: Traits) -> None:
    text = bookshop.texts["five_or_two"]
    found = overlap(bookshop, area_of("Hello there. " + text.upper()))
    assert (found.worst_task, found.text) == ("five_or_two", 1.0)
    assert found.objections == ["bookshop: 100% of the text of 'five_or_two' is in planted texts"]


def test_a_task_half_of_whose_text_is_known_is_refused(bookshop: Traits) -> None:
    words = bookshop.texts["cancel_dearest_then_order"].split()
    found = overlap(bookshop, area_of(" ".join(words[: len(words) // 2])))
    assert found.worst_task == "cancel_dearest_then_order"
    assert MAX_TEXT < found.text < 0.6


def test_a_phrase_that_everybody_uses_is_no_copy(bookshop: Traits) -> None:
    short = dataclasses.replace(bookshop, texts={"t": "I would like to cancel my order."})
    assert overlap(short, area_of("I would like to cancel my subscription.")).text == 0.0


def test_twins_are_paired_once_and_the_most_alike_first() -> None:
    ours = [Signature("get_order", frozenset({"order_id:string"}))]
    theirs = [
        Signature("get_order_details", frozenset({"order_id:string"})),
        Signature("get_order", frozenset({"order_id:string"})),
    ]
    assert twins(ours, theirs) == (("get_order", "get_order"),)
