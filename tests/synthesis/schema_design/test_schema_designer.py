"""Documents become businesses that load, are sound, read well, and can be played."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from autoforge_envs.benchmark.agents import Agent, NoopAgent, ReferenceAgent
from autoforge_envs.benchmark.evaluation import Job, play_episode
from autoforge_envs.domain.domain import Domain
from autoforge_envs.domain.loading import load_domain
from autoforge_envs.domain.sealing import seal
from autoforge_envs.domain.serving import LocalServer
from autoforge_envs.domain.tasks import Task
from autoforge_envs.environments.gymnasium_env import AutoForgeEnv
from autoforge_envs.errors import DesignError
from autoforge_envs.synthesis.composition.composer import Composer
from autoforge_envs.synthesis.documents.neutral_form import ToolDocument, ToolDocuments
from autoforge_envs.synthesis.documents.tool_documents import read_tool_documents
from autoforge_envs.synthesis.pipeline.checking import find_flaws
from autoforge_envs.synthesis.pipeline.forging import Product, forge
from autoforge_envs.synthesis.pipeline.quota import Quota
from autoforge_envs.synthesis.pipeline.recipe import Recipe
from autoforge_envs.synthesis.schema_design.designer import SchemaDesigner
from tests.synthesis.schema_design.documents import DATA, NAMES, documents, read, tool

REPOSITORY = Path(__file__).parents[3]
CONFIG = REPOSITORY / "pyproject.toml"


def laid_down(found: ToolDocuments, folder: Path, seed: int = 0) -> Domain:
    SchemaDesigner(found).design(seed).write(folder)
    return seal(folder)


@pytest.mark.parametrize("name", NAMES)
def test_every_kind_of_document_gives_a_sound_business(name: str, tmp_path: Path) -> None:
    laid_down(read(name), tmp_path / "it_0_v0")
    server = LocalServer(load_domain(tmp_path / "it_0_v0"), in_memory=True)
    try:
        assert find_flaws(server, numpy.random.default_rng(0)) == []
    finally:
        server.close()


@pytest.mark.parametrize("name", NAMES)
def test_emitted_code_is_as_clean_as_ours(name: str, tmp_path: Path) -> None:
    laid_down(read(name), tmp_path / "it_0_v0")
    for arguments in (["check"], ["format", "--check"]):
        done = subprocess.run(
            [sys.executable, "-m", "ruff", *arguments, "--config", str(CONFIG), str(tmp_path)],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout


def test_a_seed_decides_identity_and_rows_but_no_tools() -> None:
    designer = SchemaDesigner(read("museum.openapi.yaml"))
    one, other = designer.design(1), designer.design(2)
    assert one.records != other.records
    assert one.name == "redocly_museum_1"
    assert "def buy_museum_tickets(" in one.tools
    assert "def buy_museum_tickets(" in other.tools


def test_another_process_with_another_hash_seed_gives_the_same_draft() -> None:
    program = (
        "from pathlib import Path\n"
        "from zlib import crc32\n"
        "from autoforge_envs.synthesis.documents.tool_documents import read_tool_documents\n"
        "from autoforge_envs.synthesis.schema_design.designer import SchemaDesigner\n"
        f"documents = read_tool_documents(Path({str(DATA / 'petstore.openapi.yaml')!r}))\n"
        "draft = SchemaDesigner(documents).design(4)\n"
        "print(crc32(repr(draft).encode()))"
    )
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY), "PYTHONHASHSEED": "1"}
    printed = subprocess.check_output([sys.executable, "-c", program], env=environment, text=True)
    draft = SchemaDesigner(read("petstore.openapi.yaml")).design(4)
    assert int(printed) == crc32(repr(draft).encode())


def test_the_designer_tells_its_documents_by_their_digest() -> None:
    found = read("library.mcp.json")
    assert repr(SchemaDesigner(found)) == (
        f"SchemaDesigner(domain='', split='train', digest='{found.digest}')"
    )


def test_a_negative_seed_is_refused() -> None:
    with pytest.raises(DesignError, match="the seed is -1; give zero or more"):
        SchemaDesigner(read("library.mcp.json")).design(-1)


def test_nothing_of_a_documents_prose_gets_into_the_business(tmp_path: Path) -> None:
    text = (DATA / "bike_shop.functions.json").read_text(encoding="utf-8")
    path = tmp_path / "bike_shop.json"
    path.write_text(text.replace("Rent a bike", "Refunds are always granted; rent a bike"), "utf-8")
    draft = SchemaDesigner(read_tool_documents(path)).design(0)
    assert "granted" not in draft.tools + draft.rules + draft.models + draft.description


def test_limits_of_schemas_are_kept_by_tools(tmp_path: Path) -> None:
    laid_down(read("bike_shop.functions.json"), tmp_path / "it_0_v0")
    server = LocalServer(load_domain(tmp_path / "it_0_v0"), in_memory=True)
    session = server.open_session("agent")
    kinds = {kind.model.__name__: kind.model for kind in session.domain.record_types}
    session.reset()
    rental: Any = session.state.find(kinds["Rental"])[0]
    result = session.call("agent", "change_rental", {"rental_id": rental.id, "days": 22})
    assert "days must be from 1 to 21" in result.content
    session.close()
    server.close()


SCHEMAS = st.sampled_from(
    [
        {"type": "string"}, {"type": "string", "format": "date"}, {"type": "integer"},
        {"type": "number", "minimum": 2, "maximum": 9}, {"type": "boolean"},
        {"type": "string", "enum": ["a", "class", "3"]}, {"type": "array", "items": {}},
        {"type": "object"}, {"type": "string", "format": "binary"}, {},
    ]
)  # fmt: skip
WORDS = st.sampled_from(
    "id name state status type date order item order_id item_id price metadata self list user_id "
    "customer_id phone email count index number class_ x a model record role".split()
)
TOOLS = st.builds(
    lambda name, effect, properties: tool(name, effect, tuple(properties)[:2], **properties),
    st.sampled_from(
        "create_order get_order cancel_order update_item delete_item list add_date import_ state "
        "verify_identity find_item tool create_state make_list open_account order item book_order "
        "list_customer_orders get_customer find_customer_by_email list_items".split()
    ),
    st.sampled_from(["read", "write", "unknown"]),
    st.dictionaries(WORDS, SCHEMAS, max_size=6),
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(TOOLS, min_size=1, max_size=6, unique_by=lambda each: each.name))
def test_any_tools_give_a_business_that_loads_or_a_reason(
    tmp_path_factory: pytest.TempPathFactory, tools: list[ToolDocument]
) -> None:
    folder = tmp_path_factory.mktemp("any") / "it_0_v0"
    try:
        laid_down(documents(*tools), folder)
    except DesignError as reason:
        assert "\n" not in str(reason)


@pytest.fixture(scope="module")
def product() -> Product:
    """A small museum, forged."""
    designer = SchemaDesigner(read("museum.openapi.yaml"))
    return forge(Recipe(designer, Composer, Quota(6, level_weights=(2, 2, 2, 0, 0))), 0)


def test_a_document_becomes_a_domain_with_certified_tasks(product: Product) -> None:
    assert product.failure == ""
    lines = product.files["tasks.jsonl"].decode().splitlines()
    tasks = [json.loads(line) for line in lines]
    assert len(tasks) == 6
    assert {task["split"] for task in tasks} == {"train", "validation", "test"}
    assert all(task["certificate"]["passed"] for task in tasks)


@pytest.mark.parametrize(("agent", "reward"), [(ReferenceAgent, 1.0), (NoopAgent, 0.0)])
def test_its_tasks_can_be_played(
    product: Product, tmp_path: Path, agent: type[Agent], reward: float
) -> None:
    folder = tmp_path / product.folder_name
    folder.mkdir()
    for name, content in product.files.items():
        (folder / name).write_bytes(content)
    env = AutoForgeEnv(folder, isolation="none")
    try:
        assert [play(env, agent(), task) for task in env.tasks] == [reward] * 6
    finally:
        env.close()


def play(env: AutoForgeEnv, agent: Agent, task: Task) -> float:
    trajectory = play_episode(env, agent, Job(task, 0, 0), "", "", "")
    return float(trajectory.verdict["reward"])


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_every_document_gives_thirty_six_certified_tasks_of_all_levels(name: str) -> None:
    product = forge(Recipe(SchemaDesigner(read(name)), Composer, Quota(36)), 0)
    assert product.failure == ""
    levels = [json.loads(line)["level"] for line in product.files["tasks.jsonl"].splitlines()]
    assert len(levels) == 36
    assert {*levels} == {1, 2, 3, 4, 5}


DAY = {"type": "string", "format": "date"}
KEY = {"type": "string"}


@pytest.mark.parametrize("word", ["class", "match", "state", "require", "property", "pass"])
def test_a_thing_may_be_called_what_the_code_uses_otherwise(word: str, tmp_path: Path) -> None:
    zone = {"type": "string", "enum": ["a b", "None", "no"]}
    key = f"{word}_id"
    found = documents(
        tool(f"list_{word}s", "read", zone=zone),
        tool(f"order_{word}", "write", ["zone"], zone=zone, ends_on=DAY),
        tool(f"change_{word}", "write", [key], zone=zone, ends_on=DAY, **{key: KEY}),
        tool(f"cancel_{word}", "write", [key], **{key: KEY}),
    )
    laid_down(found, tmp_path / "it_0_v0")
    tools = (tmp_path / "it_0_v0" / "tools.py").read_text("utf-8")
    assert f"    the_{word} = state.get(" in tools
    assert not re.search(rf"\b{word} = ", tools)


def test_choices_of_two_tables_have_two_names(tmp_path: Path) -> None:
    one, other = ({"type": "string", "enum": words} for words in (["new", "old"], ["up", "down"]))
    found = documents(
        tool("order_trip", "write", ["seat_class"], seat_class=one),
        tool("order_trip_seat", "write", ["kind_class"], class_=other, kind_class=other),
        tool("book_order", "write", ["trip_seat_kind"], trip_seat_kind=one),
    )
    laid_down(found, tmp_path / "it_0_v0")


def test_a_long_intent_fits_on_lines(tmp_path: Path) -> None:
    long = {f"{word}_of_what_is_looked_for_here": KEY for word in ("colour", "shape", "length")}
    found = documents(
        tool("get_free_tables", "read", list(long), **long),
        tool("book_table", "write", ["seats"], seats={"type": "integer"}, **long),
    )
    draft = SchemaDesigner(found).design(0)
    assert max(map(len, draft.tools.splitlines())) <= 100
    assert laid_down(found, tmp_path / "it_0_v0").tools


def test_nothing_is_made_or_changed_to_end_before_it_starts(tmp_path: Path) -> None:
    days = {"arrival_date": DAY, "departure_date": DAY}
    found = documents(
        tool("book_stay", "write", list(days), **days),
        tool("change_stay", "write", ["stay_id"], stay_id=KEY, **days),
    )
    laid_down(found, tmp_path / "it_0_v0")
    server = LocalServer(load_domain(tmp_path / "it_0_v0"), in_memory=True)
    session = server.open_session("agent")
    kinds = {kind.model.__name__: kind.model for kind in session.domain.record_types}
    session.reset()
    stay: Any = session.state.find(kinds["Stay"])[0]
    calls = [
        ("change_stay", {"stay_id": stay.id, "departure_date": "2020-01-01"}),
        ("book_stay", {"customer_id": stay.customer_id, "arrival_date": "2035-01-02",
                       "departure_date": "2035-01-01"}),
    ]  # fmt: skip
    for name, arguments in calls:
        result = session.call("agent", name, arguments)
        assert "departure date is before arrival date" in result.content
    session.close()
    server.close()
