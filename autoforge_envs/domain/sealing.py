"""Sealing a domain folder: goals by executing plans, policy document, card, statistics, hashes.

Whoever makes a domain, by hand or by synthesis, seals it last. Sealing twice gives the same bytes.
"""

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from autoforge_envs.domain.card import write_card
from autoforge_envs.domain.contents import CODE_FILES, DATA_FILES, FORMAT, count_rows, file_hash
from autoforge_envs.domain.domain import Domain, Manifest
from autoforge_envs.domain.loading import check_unchanged, load_domain, read_again
from autoforge_envs.domain.plans import goal_of
from autoforge_envs.domain.policy import write_policy
from autoforge_envs.domain.serving import LocalServer
from autoforge_envs.domain.tasks import SPLITS, Task


def seal(folder: Path) -> Domain:
    """Seal a domain folder and return the domain.

    Args:
        folder: Holds domain.json, models.py, tools.py, rules.py, records.jsonl and tasks.jsonl.
            Its code runs in this process.

    Raises:
        DomainError: A file is missing or wrong.
        TaskError: A task's plan fails; nothing was written.
    """
    domain = load_domain(folder.resolve(), sealed=False)
    return seal_with(domain, _with_goals(domain))


def seal_with(domain: Domain, tasks: Sequence[Task]) -> Domain:
    """Seal the folder of a domain that is loaded already, with other tasks than it may have.

    Args:
        domain: Loaded from its folder as the folder is.
        tasks: Their goals are where their plans end, as the check of the plan has found: no plan
            is executed here.

    Raises:
        DomainError: A task is wrong, or the folder was changed since; then nothing was written.
    """
    folder = domain.contents.folder
    check_unchanged(domain)
    _write(folder / "tasks.jsonl", "".join(_line(task.as_json()) for task in tasks))
    _write(folder / "policy.md", write_policy(domain))
    manifest = replace(
        domain.contents.manifest,
        statistics=_statistics(domain, tasks),
        hashes={name: file_hash(folder / name) for name in sorted((*CODE_FILES, *DATA_FILES))},
    )
    _write(folder / "domain.json", json.dumps(_manifest_as_json(manifest), indent=2) + "\n")
    sealed = read_again(domain)
    _write(folder / "CARD.md", write_card(sealed))
    return sealed


def _with_goals(domain: Domain) -> list[Task]:
    server = LocalServer(domain, in_memory=True)
    session = server.open_session()
    try:
        return [replace(task, goal=goal_of(session, task)) for task in domain.contents.tasks]
    finally:
        session.close()
        server.close()


def _line(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False) + "\n"


def _statistics(domain: Domain, tasks: Sequence[Task]) -> dict[str, Any]:
    own = [kind for kind in domain.record_types if kind.model.__module__ != _CONVERSATION]
    calls = [sum(step.kind in ("call", "ask_user") for step in task.plan) for task in tasks]
    return {
        "tables": len(own),
        "rows": count_rows(domain.contents.folder),
        "tools": sum(tool.caller == "agent" for tool in domain.tools),
        "user_tools": sum(tool.caller == "user" for tool in domain.tools),
        "rules": len(domain.rules),
        "tasks": {split: sum(task.split == split for task in tasks) for split in SPLITS},
        "mean_plan_calls": round(sum(calls) / len(calls), 2) if calls else 0,
    }


_CONVERSATION = "autoforge_envs.domain.conversation"


def _manifest_as_json(manifest: Manifest) -> dict[str, Any]:
    fields = {name: getattr(manifest, name) for name in manifest.__slots__}
    return {"format": FORMAT, **fields}


def _write(path: Path, text: str) -> None:
    """Replace a file in one step, so that a kill leaves the old one or the new one."""
    temporary = path.with_name(f".{path.name}.writing")
    temporary.write_text(text, encoding="utf-8", newline="\n")
    temporary.replace(path)
