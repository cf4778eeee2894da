"""A task's certificate: which checks it passed, on what exactly, as a value.

A certificate says of which domain and task it is by a digest, with which seed the experiments were
drawn, and what each check tried. Whoever has the folder can make it again from nothing.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from autoforge_envs.domain.tasks import Task

VERSION = 3
"""Raised whenever a check changes, so that older certificates are made anew."""


@dataclass(frozen=True, slots=True)
class Findings:
    """What a check found.

    Attributes:
        num_tried: Experiments made; 0 where the task gives the check nothing to do.
        failures: A sentence for each experiment that came out wrong; none if the check passed.
        notes: What is worth a look and fails nothing.
    """

    num_tried: int
    failures: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether nothing came out wrong."""
        return not self.failures


@dataclass(frozen=True, slots=True)
class Certificate:
    """The outcome of every check on one task.

    Attributes:
        version: Of the checks.
        digest: Of what was certified, see `digest_of`.
        seed: Of the experiments.
        findings: By name of the check. A check that could not be made because the plan fails is
            not among them.
    """

    version: int
    digest: str
    seed: int
    findings: Mapping[str, Findings]

    @property
    def passed(self) -> bool:
        """Whether the task may be emitted: a plan that fails has failed a check as well."""
        return all(each.passed for each in self.findings.values())

    @property
    def failures(self) -> dict[str, tuple[str, ...]]:
        """The evidence by name of each check that failed."""
        return {name: each.failures for name, each in self.findings.items() if each.failures}

    def as_json(self) -> dict[str, Any]:
        """Return the form that is stored with a task: counts, and the evidence of what failed."""
        data: dict[str, Any] = {
            "version": self.version,
            "digest": self.digest,
            "seed": self.seed,
            "passed": self.passed,
            "tried": {name: each.num_tried for name, each in self.findings.items()},
        }
        notes = {name: len(each.notes) for name, each in self.findings.items() if each.notes}
        if notes:
            data["notes"] = notes
        if not self.passed:
            data["failed"] = {name: list(each) for name, each in self.failures.items()}
        return data


def digest_of(content_hash: str, task: Task) -> str:
    """Hash what a certificate is about.

    Args:
        content_hash: Of the domain's tables, tools, rules, rows and clock.
        task: The task; its certificate does not count.
    """
    line = {name: value for name, value in task.as_json().items() if name != "certificate"}
    text = json.dumps([content_hash, line], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def stale_because(stored: Mapping[str, Any], content_hash: str, task: Task) -> str:
    """Say why a stored certificate is none for this task; "" if it is one."""
    if not stored:
        return "has no certificate; run `autoforge seal`"
    if stored.get("version") != VERSION:
        return (
            f"has a certificate of version {stored.get('version')!r}, the checks are at {VERSION}; "
            "run `autoforge seal`"
        )
    if stored.get("digest") != digest_of(content_hash, task):
        return "was certified in another form or on another domain; run `autoforge seal`"
    return ""
