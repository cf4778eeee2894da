"""Writes the fingerprints of tau-bench, tau2-bench and VitaBench that `autoforge compare` uses.

Takes a git directory of each and reads the files as they are in one commit; nothing of theirs is
run. What is written are names of tools, parameters, tables and columns, and hashes of five words
in a row of the task texts. The same commits give the same bytes.

    python scripts/fingerprint_known_benchmarks.py TAU_BENCH TAU2_BENCH VITABENCH
"""

import ast
import json
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autoforge_envs.synthesis.comparison.fingerprints import FOLDER
from autoforge_envs.synthesis.comparison.shingles import pack, shingles_of
from autoforge_envs.synthesis.comparison.signatures import (
    Signature,
    as_json,
    parameters_of,
    read_classes,
    read_functions,
)

DECORATORS = ("is_tool", "is_discoverable_tool")
TAU_TABLES = {
    "retail": ("orders", "products", "users"),
    "airline": ("flights", "reservations", "users"),
}
TAU2_TEXTS = {
    "retail": "tasks.json",
    "airline": "tasks.json",
    "banking_knowledge": "tasks.json",
    "telecom": "tasks_small.json",
}
VITA_TEXTS = {"delivery": "tasks_en.json", "instore": "tasks_en.json", "ota": ""}


@dataclass(frozen=True, slots=True)
class Repository:
    """A commit of a git directory."""

    path: Path

    def read(self, name: str) -> str:
        """Return a file's text."""
        return self._git("show", f"HEAD:{name}")

    def names(self, folder: str, ending: str) -> list[str]:
        """Return the files directly in a folder."""
        lines = self._git("ls-tree", "--name-only", "HEAD", f"{folder}/").splitlines()
        return [name for name in lines if name.endswith(ending)]

    @property
    def commit(self) -> str:
        """The commit's hash."""
        return self._git("rev-parse", "HEAD").strip()

    def _git(self, *arguments: str) -> str:
        command = ["git", f"--git-dir={self.path}", *arguments]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def area(
    tools: Sequence[Signature], tables: Sequence[Signature], texts: Sequence[str]
) -> dict[str, Any]:
    """Return one area's fingerprint as plain data."""
    shingles = {each for text in texts for each in shingles_of(text)}
    return {
        "tools": as_json(tools),
        "tables": as_json(tables),
        "num_texts": len(texts),
        "shingles": pack(shingles),
    }


def tau(repository: Repository) -> dict[str, Any]:
    """Read tau-bench: a class a tool, JSON data, tasks as Python."""
    areas = {}
    for name, tables in TAU_TABLES.items():
        folder = f"tau_bench/envs/{name}"
        files = repository.names(f"{folder}/tools", ".py")
        tools = [
            _invoked(Path(file).stem, repository.read(file)) for file in files if "__" not in file
        ]
        rows = {
            table: json.loads(repository.read(f"{folder}/data/{table}.json")) for table in tables
        }
        texts = [
            text
            for file in repository.names(folder, ".py")
            if Path(file).stem.startswith("tasks")
            for text in _instructions(repository.read(file))
        ]
        areas[name] = area(tools, [_table(*each) for each in rows.items()], sorted(set(texts)))
    return areas


def _invoked(name: str, source: str) -> Signature:
    functions = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef)]
    (invoke,) = (function for function in functions if function.name == "invoke")
    return Signature(name, parameters_of(invoke))


def _table(name: str, rows: Mapping[str, Mapping[str, Any]]) -> Signature:
    return Signature(name, frozenset(column for row in rows.values() for column in row))


def _instructions(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.keyword) and node.arg == "instruction":
            yield str(ast.literal_eval(node.value))


def tau2(repository: Repository) -> dict[str, Any]:
    """Read tau2-bench: decorated methods, pydantic models, tasks as JSON."""
    areas = {}
    for name, file in TAU2_TEXTS.items():
        folder = f"src/tau2/domains/{name}"
        sources = {
            Path(each).stem: repository.read(each) for each in repository.names(folder, ".py")
        }
        tasks = json.loads(repository.read(f"data/tau2/domains/{name}/{file}"))
        texts = [_scenario(task["user_scenario"]["instructions"]) for task in tasks]
        areas[name] = _decorated(sources, texts)
    return areas


def _decorated(sources: Mapping[str, str], texts: Sequence[str]) -> dict[str, Any]:
    tools = [tool for source in sources.values() for tool in read_functions(source, DECORATORS)]
    models = [text for name, text in sources.items() if name.endswith("data_model")]
    return area(tools, [each for source in models for each in read_classes(source)], texts)


def _scenario(instructions: str | Mapping[str, str | None]) -> str:
    if isinstance(instructions, str):
        return instructions
    told = ("reason_for_call", "known_info", "unknown_info", "task_instructions")
    return " ".join(instructions.get(name) or "" for name in told)


def vita(repository: Repository) -> dict[str, Any]:
    """Read VitaBench: decorated methods, pydantic models, tasks as JSON in English."""
    areas = {}
    for name, file in VITA_TEXTS.items():
        folder = f"src/vita/domains/{name}"
        sources = {
            Path(each).stem: repository.read(each) for each in repository.names(folder, ".py")
        }
        tasks = json.loads(repository.read(f"data/vita/domains/{name}/{file}")) if file else []
        areas[name] = _decorated(sources, [task["instructions"] for task in tasks])
    return areas


BENCHMARKS = {
    "tau-bench": ("https://github.com/sierra-research/tau-bench", tau),
    "tau2-bench": ("https://github.com/sierra-research/tau2-bench", tau2),
    "vitabench": ("https://github.com/meituan-longcat/vitabench", vita),
}


def main() -> None:
    """Write a file for each benchmark."""
    if len(sys.argv) != len(BENCHMARKS) + 1:
        sys.exit(f"give a git directory for each of {', '.join(BENCHMARKS)}")
    for (name, (source, read)), path in zip(BENCHMARKS.items(), sys.argv[1:], strict=True):
        repository = Repository(Path(path))
        data = {
            "name": name,
            "source": source,
            "commit": repository.commit,
            "licence": "MIT",
            "areas": read(repository),
        }
        target = FOLDER / f"{name}.json"
        target.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")
        sys.stdout.write(f"{target.name}: {target.stat().st_size:,} bytes\n")


if __name__ == "__main__":
    main()
