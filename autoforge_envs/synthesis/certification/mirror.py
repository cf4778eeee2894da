"""The same domain with its rows in another order: every table's keys change places.

Rows come back ordered by key, so whoever takes "the first" without having a reason, or writes a
key down, does something else on the mirrored domain than on the domain itself.
"""

import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from sqlalchemy.engine import Dialect

from autoforge_envs.domain.contents import CODE_FILES
from autoforge_envs.domain.serving import DomainServer, LocalServer
from autoforge_envs.domain.storage.difference import Change
from autoforge_envs.domain.storage.records import RecordType
from autoforge_envs.domain.storage.store import PristineRows
from autoforge_envs.domain.tasks import Goal, Step, Task, Told
from autoforge_envs.isolation.remote import Worker
from autoforge_envs.synthesis.certification.rows import Rows

_NEW = "new-"


class Mirror:
    """Exchanges keys: the first of each table for the last, and so on."""

    def __init__(self, rows: Rows) -> None:
        """Pair the keys up; `is_exact` tells whether no two tables share one."""
        self._keys: dict[str, str] = {}
        for table, column in rows.keys.items():
            keys = sorted(str(row[column]) for row in rows.tables[table])
            self._keys.update(zip(keys, reversed(keys), strict=True))
        self._rows = rows
        self.is_exact = len(self._keys) == sum(map(len, rows.tables.values()))

    def write_rows(self, path: Path) -> None:
        """Write the rows as a `records.jsonl`, parents still before children."""
        lines = (
            json.dumps({"table": table, "values": self.value(row)}, ensure_ascii=False) + "\n"
            for table, row in self._rows.in_order
        )
        path.write_text("".join(lines), encoding="utf-8", newline="\n")

    def value(self, value: Any) -> Any:
        """Exchange every key in a JSON value; doing it twice gives the value again."""
        if isinstance(value, str):
            return self._keys.get(value, value)
        if isinstance(value, Mapping):
            return {name: self.value(inner) for name, inner in value.items()}
        if isinstance(value, list):
            return [self.value(item) for item in value]
        return value

    def task(self, task: Task) -> Task:
        """Exchange the keys that a task's facts and plan name; the goal is left out."""
        facts = tuple(replace(fact, value=self.value(fact.value)) for fact in task.user.facts)
        return replace(
            task,
            user=replace(task.user, facts=facts),
            plan=tuple(self._step(step) for step in task.plan),
            goal=Goal((), ()),
        )

    def _step(self, step: Step) -> Step:
        return replace(step, arguments=self.value(step.arguments), when=self.value(step.when))

    def told(self, told: Sequence[Told]) -> list[Told]:
        """Exchange the keys among what was told."""
        return [replace(each, value=self.value(each.value)) for each in told]

    def changes(self, changes: Sequence[Change]) -> list[Change]:
        """Exchange the keys in changes; see `comparable`."""
        return [
            change._replace(key=self.value(change.key), values=self.value(change.values))
            for change in changes
        ]


class MirroredRows:
    """The rows of a base image with their keys exchanged: what a mirrored copy of it would hold."""

    def __init__(self, rows: PristineRows, mirror: Mirror) -> None:
        """Take the image's rows, and what exchanges their keys."""
        self.dialect: Dialect = rows.dialect
        self._rows = rows
        self._mirror = mirror
        self._found: dict[tuple[str, tuple[Any, ...]], list[Any]] = {}

    def pristine(self, kind: RecordType, sql: str, parameters: tuple[Any, ...]) -> list[Any]:
        """Run a query for a table's whole rows, ordered by key; the list is not the caller's.

        A row of the copy is asked for by what its own keys were exchanged for.
        """
        query = (sql, parameters)
        if query not in self._found:
            value, key = self._mirror.value, kind.columns.index(kind.key)
            found = self._rows.pristine(kind, sql, tuple(value(each) for each in parameters))
            mirrored = [kind.make([value(each) for each in row]) for row in found]
            self._found[query] = sorted(mirrored, key=lambda row: str(row[key]))
        return self._found[query]


def mirrored_server(server: DomainServer, mirror: Mirror, folder: Path) -> DomainServer:
    """Serve the mirrored rows from a database of their own, where the domain itself is served.

    Args:
        server: Serves the domain: in this process, or in a locked worker.
        mirror: Exchanges the keys.
        folder: An empty one, to hold the rows as long as the new server is open.
    """
    mirror.write_rows(folder / "records.jsonl")
    contents = server.contents
    if isinstance(server, LocalServer):
        moved = replace(contents, folder=folder, content_hash=f"{contents.content_hash}-mirrored")
        return LocalServer(replace(server.domain, contents=moved), in_memory=True)
    for name in ("domain.json", *CODE_FILES):
        shutil.copyfile(contents.folder / name, folder / name)
    (folder / "tasks.jsonl").touch()
    return Worker.start(folder, sealed=False)


def comparable(changes: Sequence[Change]) -> list[str]:
    """Write changes so that they compare across domains whose keys differ.

    The names of new rows are left out: they are hashes of contents, keys included.
    """
    return sorted(
        json.dumps([change.table, change.kind, _nameless(change.key), values], sort_keys=True)
        for change in changes
        for values in [{name: _nameless(value) for name, value in change.values.items()}]
    )


def _nameless(value: Any) -> Any:
    return _NEW if isinstance(value, str) and value.startswith(_NEW) else value
