"""Reading the known benchmarks: a repository of each one's make, with one tool and one task."""

import json
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from autoforge_envs.synthesis.comparison.shingles import pack, shingles_of
from scripts.fingerprint_known_benchmarks import (
    TAU2_TEXTS,
    TAU_TABLES,
    VITA_TEXTS,
    Repository,
    tau,
    tau2,
    vita,
)

WISH = "You want to swap the lamp that came last week for a red one."
TOOLKIT = '''
class Toolkit:
    @is_tool(ToolType.WRITE)
    def swap(self, order_id: str, pieces: int) -> str:
        """Swap."""

    def _helper(self) -> None: ...
'''
MODELS = "class Order(BaseModel):\n    order_id: str\n    total: float\n"
EXPECTED = {
    "tools": {"swap": ["order_id:string", "pieces:integer"]},
    "num_texts": 1,
    "shingles": pack(shingles_of(WISH)),
}


def commit(folder: Path, files: Mapping[str, str]) -> Repository:
    """Make a repository with one commit."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    author = ["-c", "user.name=nobody", "-c", "user.email=nobody@example.com"]
    for command in (["init", "-q"], ["add", "-A"], [*author, "commit", "-q", "-m", "all"]):
        subprocess.run(["git", *command], cwd=folder, check=True)
    return Repository(folder / ".git")


def without(found: Mapping[str, object], name: str) -> dict[str, object]:
    return {key: value for key, value in found.items() if key != name}


def test_tau_bench_has_a_class_a_tool_and_tasks_as_python(tmp_path: Path) -> None:
    tool = "class Swap(Tool):\n    def invoke(data: dict, order_id: str, pieces: int) -> str: ...\n"
    tasks = f"TASKS = [Task(annotator='0', instruction={WISH!r}, actions=[])]\n"
    files: dict[str, str] = {}
    for area, tables in TAU_TABLES.items():
        folder = f"tau_bench/envs/{area}"
        files |= {
            f"{folder}/tools/__init__.py": "",
            f"{folder}/tools/swap.py": tool,
            f"{folder}/tasks_test.py": tasks,
            f"{folder}/tasks.py": tasks,
        }
        files |= {
            f"{folder}/data/{table}.json": '{"1": {"a": 1}, "2": {"b": 2}}' for table in tables
        }
    found = tau(commit(tmp_path, files))
    assert found.keys() == TAU_TABLES.keys()
    assert without(found["retail"], "tables") == EXPECTED
    assert found["retail"]["tables"]["orders"] == ["a", "b"]


@pytest.mark.parametrize("plain", [True, False])
def test_tau2_bench_has_decorated_methods_and_tasks_as_json(plain: bool, tmp_path: Path) -> None:
    wish = WISH if plain else {"reason_for_call": WISH, "known_info": None, "domain": "retail"}
    tasks = json.dumps([{"user_scenario": {"instructions": wish}}])
    files: dict[str, str] = {}
    for area, name in TAU2_TEXTS.items():
        files |= {
            f"src/tau2/domains/{area}/tools.py": TOOLKIT,
            f"src/tau2/domains/{area}/data_model.py": MODELS,
            f"data/tau2/domains/{area}/{name}": tasks,
        }
    found = tau2(commit(tmp_path, files))
    assert found.keys() == TAU2_TEXTS.keys()
    assert found["airline"] == {**EXPECTED, "tables": {"Order": ["order_id", "total"]}}


def test_vitabench_has_areas_without_texts(tmp_path: Path) -> None:
    files: dict[str, str] = {}
    for area, name in VITA_TEXTS.items():
        files |= {
            f"src/vita/domains/{area}/tools.py": TOOLKIT,
            f"src/vita/domains/{area}/data_model.py": MODELS,
        }
        if name:
            files[f"data/vita/domains/{area}/{name}"] = json.dumps([{"instructions": WISH}])
    found = vita(commit(tmp_path, files))
    assert found["delivery"] == {**EXPECTED, "tables": {"Order": ["order_id", "total"]}}
    assert found["ota"]["num_texts"] == 0
    assert found["ota"]["tools"] == EXPECTED["tools"]
