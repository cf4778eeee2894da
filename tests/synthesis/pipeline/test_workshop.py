"""Behind locks a draft gives the same bytes; what it does there harms nobody and is told."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import pytest

from autoforge_envs.domain.storage import sqlite_store
from autoforge_envs.domain.storage.store import Image
from autoforge_envs.errors import DomainError
from autoforge_envs.isolation.channel import ChannelGarbage
from autoforge_envs.isolation.connection import Limits
from autoforge_envs.synthesis.composition.composer import Composer
from autoforge_envs.synthesis.design.draft import Draft
from autoforge_envs.synthesis.design.source import read_tools
from autoforge_envs.synthesis.design.template_designer import TemplateDesigner
from autoforge_envs.synthesis.pipeline.forging import EMITTED_FILES, forge
from autoforge_envs.synthesis.pipeline.locked_forge import Line, LockedForge
from autoforge_envs.synthesis.pipeline.quota import Quota
from autoforge_envs.synthesis.pipeline.recipe import Recipe
from autoforge_envs.synthesis.pipeline.rule_checking import FORBIDS
from autoforge_envs.synthesis.pipeline.second_look import SecondLook, objection
from autoforge_envs.synthesis.pipeline.workshop import LIMITS, Commission, Workshop, read_made

SIX = Quota(6, (2, 2, 2), (3, 3, 0, 0, 0))
SEED = 3
NEVER = '''

@rule(before=CHANGES, enforced_by="agent")
def never(_state: State) -> bool:
    """Nothing is ever changed."""
    return False
'''


@dataclass(frozen=True)
class Stranger:
    """Gives a template's business out as one that nobody answers for."""

    reviewed: bool = False
    planted: str = ""
    """Source that stands at the beginning of every tool."""

    @property
    def name(self) -> str:
        return "stranger"

    def design(self, seed: int) -> Draft:
        draft = TemplateDesigner("lending").design(seed)
        mark = "    state.get("
        tools = draft.tools.replace(mark, f"    {self.planted}\n{mark}", 1) if self.planted else ""
        return replace(draft, tools=tools or draft.tools, reviewed=self.reviewed)


def workshop(planted: str, limits: Limits = LIMITS) -> Workshop:
    return Workshop(Commission(Stranger(False, planted).design(SEED), Composer, SIX, SEED), limits)


def test_behind_locks_a_draft_becomes_the_same_bytes() -> None:
    trusted = forge(Recipe(Stranger(reviewed=True), Composer, SIX), SEED)
    locked = forge(Recipe(Stranger(), Composer, SIX), SEED)
    assert locked.failure == ""
    assert locked.files == trusted.files
    names = [stage.name for stage in locked.stages]
    assert names == [*(stage.name for stage in trusted.stages), "second look"]
    assert locked.folder_name == trusted.folder_name


def test_a_sound_draft_has_no_flaws() -> None:
    with workshop("") as shop:
        assert shop.find_flaws() == []


def test_a_tool_that_hangs_costs_its_own_time_and_the_others_are_tried() -> None:
    impatient = replace(LIMITS, call_seconds=1.0)
    with workshop("while True: pass", impatient) as shop:
        flaws = shop.find_flaws()
    assert len(flaws) == 1
    assert "did not answer within 1 s, and its worker was killed" in str(flaws[0])


@pytest.mark.parametrize(
    "attack",
    [
        "open('/tmp/autoforge-was-here', 'w').write('x')",
        "__import__('subprocess').run(['touch', '/tmp/autoforge-was-here'])",
        "__import__('socket').socket()",
        "__import__('os').kill(__import__('os').getppid(), 9)",
        "__import__('os').fork()",
    ],
)
def test_an_attack_is_a_flaw_and_nothing_more(attack: str) -> None:
    with workshop(attack) as shop:
        flaws = shop.find_flaws()
    assert len(flaws) == 1
    assert "crashes" in str(flaws[0])
    assert not Path("/tmp/autoforge-was-here").exists()


def test_a_tool_that_is_known_to_be_sound_is_not_tried() -> None:
    with workshop("while True: pass", replace(LIMITS, call_seconds=5.0)) as shop:
        names = [tool.name for tool in read_tools(shop.commission.draft.tools)]
        assert shop.find_flaws(names) == []


def test_a_rule_that_allows_one_call_in_many_is_no_flaw() -> None:
    draft = Stranger().design(SEED)
    assert "whoever_waits_comes_first" in draft.rules  # 13 of 60 calls are accepted, and break it
    with Workshop(Commission(draft, Composer, SIX, SEED)) as shop:
        tools = [tool.name for tool in read_tools(draft.tools)]
        assert shop.find_flaws(tools) == []


def test_a_rule_that_is_known_to_be_sound_is_not_tried() -> None:
    draft = Stranger().design(SEED)
    draft = replace(draft, rules=draft.rules + NEVER)
    with Workshop(Commission(draft, Composer, SIX, SEED)) as shop:
        assert [(flaw.tool, flaw.kind) for flaw in shop.find_flaws()] == [("never", FORBIDS)]
        assert shop.find_flaws(["never"]) == []


def test_another_draft_is_tried_in_the_same_process_and_not_with_what_the_last_one_left() -> None:
    with workshop("{}[0]") as shop:
        assert "crashes" in str(shop.find_flaws()[0])
        first = shop.process_id
        shop.take(workshop("").commission)
        assert shop.find_flaws() == []
        assert shop.process_id == first


def test_tables_and_rows_of_the_last_draft_are_copied_where_they_are_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    built: list[str] = []
    monkeypatch.setattr(
        sqlite_store, "_build", partial(_note_and_build, built, sqlite_store._build)
    )
    draft = Stranger().design(SEED)
    others = [
        replace(draft, tools=f"{draft.tools}\n# of the same rows\n"),
        replace(draft, records=draft.records[:-1]),
    ]
    last, kept = None, []
    for each in (draft, *others):
        last = LockedForge(Commission(each, Composer, SIX, SEED), Line(), last)
        names = last.perform("load", [])
        assert isinstance(names, list)
        kept.append([last.perform("try", [name]) for name in names])
    assert last is not None
    last.close()
    assert kept[0] == kept[1] == [[] for _ in kept[0]]
    assert len(built) == 2


def _note_and_build(
    built: list[str], build: Callable[..., None], connection: object, image: Image
) -> None:
    built.append(image.name)
    build(connection, image)


def test_after_a_draft_that_broke_out_the_next_gets_a_process_of_its_own() -> None:
    with workshop("__import__('os')._exit(0)") as shop:
        assert "hung up" in str(shop.find_flaws()[0])
        shop.take(workshop("").commission)
        assert shop.find_flaws() == []


def test_a_worker_that_ends_itself_is_told() -> None:
    with workshop("__import__('os')._exit(0)") as shop:
        assert "hung up" in str(shop.find_flaws()[0])


def test_what_cannot_be_loaded_is_refused_with_its_line() -> None:
    draft = replace(Stranger().design(SEED), tools="import os\nos.listdir('/')\n")
    with (
        Workshop(Commission(draft, Composer, SIX, SEED)) as shop,
        pytest.raises(DomainError, match=r"tools.py, line 2: importing it failed, PermissionError"),
    ):
        shop.find_flaws()


def test_a_domain_that_hangs_while_it_is_forged_is_rejected(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("autoforge_envs.synthesis.pipeline.workshop.FORGING_SECONDS", 2.0)
    product = forge(Recipe(Stranger(planted="while True: pass"), Composer, SIX), SEED)
    assert product.failure.startswith("behind locks: forging the draft did not answer within 2 s")
    assert not product.files


@pytest.fixture(scope="module")
def draft() -> Draft:
    return Stranger().design(SEED)


@pytest.fixture(scope="module")
def files(draft: Draft) -> dict[str, bytes]:
    with Workshop(Commission(draft, Composer, SIX, SEED)) as shop:
        return dict(shop.forge().files)


class TestSecondLook:
    """What comes out from behind the locks is not believed as it stands."""

    def test_an_honest_domain_is_believed(self, draft: Draft, files: dict[str, bytes]) -> None:
        assert objection(draft, files, EMITTED_FILES) == ""

    def test_changed_code_is_found(self, draft: Draft, files: dict[str, bytes]) -> None:
        lies = {**files, "rules.py": files["rules.py"] + b"\n"}
        assert objection(draft, lies, EMITTED_FILES) == "rules.py came out other than it went in"

    def test_a_missing_file_is_found(self, draft: Draft, files: dict[str, bytes]) -> None:
        lies = {name: content for name, content in files.items() if name != "policy.md"}
        assert "came out, not" in objection(draft, lies, EMITTED_FILES)

    def test_edited_tasks_are_found(self, draft: Draft, files: dict[str, bytes]) -> None:
        lies = {**files, "tasks.jsonl": files["tasks.jsonl"].replace(b'"curt"', b'"kind"')}
        lies["tasks.jsonl"] += b"\n"
        assert "its sha256 is" in objection(draft, lies, EMITTED_FILES)

    def test_a_forged_certificate_is_found(self, draft: Draft, files: dict[str, bytes]) -> None:
        tasks = files["tasks.jsonl"].replace(b'"row_order": 1', b'"row_order": 7')
        assert tasks != files["tasks.jsonl"]
        manifest = json.loads(files["domain.json"])
        manifest["hashes"]["tasks.jsonl"] = hashlib.sha256(tasks).hexdigest()
        lies = {**files, "tasks.jsonl": tasks, "domain.json": json.dumps(manifest).encode()}
        assert "made again outside, the certificate of" in objection(draft, lies, EMITTED_FILES)

    def test_an_objection_rejects_the_domain(
        self, files: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(
            SecondLook, "objection", lambda *_: "made again outside, the certificate differs"
        )
        product = forge(Recipe(Stranger(), Composer, SIX), SEED)
        assert product.failure.startswith("made again outside")
        assert not product.files


STAGE = {"name": "check", "in": 1, "out": 0, "seconds": 0.5, "rejections": {"why": 1}}
MADE = {"files": {"a": "b"}, "stages": [STAGE], "failure": "", "crashed": False}


def test_an_answer_is_read_as_it_was_meant() -> None:
    made = read_made(MADE)
    assert made.files == {"a": b"b"}
    assert made.stages[0].rejections == {"why": 1}


@pytest.mark.parametrize(
    "lie",
    [
        {"files": []},
        {"files": {"a": 3}},
        {"stages": [3]},
        {"stages": [{**STAGE, "in": "many"}]},
        {"stages": [{**STAGE, "out": -1}]},
        {"stages": [{**STAGE, "seconds": 1e300}]},
        {"stages": [{**STAGE, "rejections": {"why": None}}]},
        {"failure": None},
    ],
)
def test_an_answer_of_another_form_is_refused(lie: dict[str, object]) -> None:
    with pytest.raises(ChannelGarbage):
        read_made({**MADE, **lie})


def test_what_a_terminal_would_obey_is_escaped_and_costs_are_not_believed() -> None:
    lies = {"failure": "\x1b[2Jgone", "stages": [{**STAGE, "spent": {"millionths": 10**9}}]}
    made = read_made({**MADE, **lies})
    assert made.failure == r"\x1b[2Jgone"
    assert not made.stages[0].spent
