"""Certificates: of what they are, what they store, and that they come out the same."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from autoforge_envs.domain.domain import Domain
from autoforge_envs.domain.serving import LocalServer
from autoforge_envs.domain.tasks import Goal, Task
from autoforge_envs.isolation.remote import Worker
from autoforge_envs.synthesis.certificates import (
    certify,
    certify_all,
    certify_staged,
    staged,
    with_certificates,
)
from autoforge_envs.synthesis.certification.certificate import (
    VERSION,
    Certificate,
    Findings,
    digest_of,
    stale_because,
)
from autoforge_envs.synthesis.certification.checks import CHECKS, STATIC_CHECKS

REPOSITORY = Path(__file__).parents[3]
FindTask = Callable[[str], Task]


def make(**findings: Findings) -> Certificate:
    return Certificate(VERSION, "d", 0, findings)


def test_one_failure_fails_the_certificate() -> None:
    good, bad = Findings(3), Findings(2, ("it earns 1.0",), ("odd",))
    assert make(plan=good).passed
    assert not make(plan=good, mutations=bad).passed
    assert make(plan=good, mutations=bad).failures == {"mutations": ("it earns 1.0",)}


def test_notes_fail_nothing() -> None:
    assert make(plan=Findings(1, (), ("odd",))).passed


def test_the_stored_form_counts_what_was_tried_and_keeps_the_evidence() -> None:
    certificate = make(plan=Findings(3, (), ("a", "b")), goal=Findings(1, ("nothing",)))
    assert certificate.as_json() == {
        "version": VERSION,
        "digest": "d",
        "seed": 0,
        "passed": False,
        "tried": {"plan": 3, "goal": 1},
        "notes": {"plan": 2},
        "failed": {"goal": ["nothing"]},
    }


def test_the_digest_covers_domain_and_task_but_not_the_certificate(find_task: FindTask) -> None:
    task = find_task("cancel_lighthouse")
    digest = digest_of("hash", task)
    assert digest_of("hash", replace(task, certificate={"passed": True})) == digest
    assert digest_of("other", task) != digest
    assert digest_of("hash", replace(task, level=task.level + 1)) != digest
    assert digest_of("hash", replace(task, goal=Goal((), ()))) != digest


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"version": VERSION + 1}, f"version {VERSION + 1}"),
        ({"digest": "0"}, "in another form or on another domain"),
        ({}, ""),
    ],
)
def test_a_stale_certificate_says_why(
    change: dict[str, object], reason: str, find_task: FindTask
) -> None:
    task = find_task("cancel_lighthouse")
    stored = {"version": VERSION, "digest": digest_of("hash", task), **change}
    said = stale_because(stored, "hash", task)
    assert reason in said
    assert bool(said) == bool(reason)


def test_no_certificate_at_all_is_said(find_task: FindTask) -> None:
    assert "no certificate" in stale_because({}, "hash", find_task("cancel_lighthouse"))


def test_every_check_is_made(server: LocalServer, find_task: FindTask) -> None:
    certificate = certify(server, find_task("five_or_two"))
    assert certificate.passed
    assert list(certificate.findings) == list(CHECKS)
    assert all(findings.num_tried for name, findings in certificate.findings.items()
               if name != "referents")  # fmt: skip


def test_a_plan_that_fails_leaves_the_experiments_out(
    server: LocalServer, find_task: FindTask
) -> None:
    task = find_task("cancel_lighthouse")
    broken = replace(task, plan=tuple(step for step in task.plan if step.id != "check"))
    certificate = certify(server, broken)
    assert list(certificate.findings) == list(STATIC_CHECKS)
    assert "refused by rule identity_comes_first" in certificate.failures["plan"][0]


def test_whoever_throws_a_failing_task_away_stops_at_its_first_failure(
    server: LocalServer, find_task: FindTask
) -> None:
    task = find_task("cancel_lighthouse")
    with staged(server) as stage:
        failing = certify_staged(stage, replace(task, goal=Goal((), ())), 0, until_failure=True)
        passing = certify_staged(stage, task, 0, until_failure=True)
    assert list(failing.findings) == ["goal"]
    assert list(passing.findings) == list(CHECKS)


def test_a_task_needs_no_folder(server: LocalServer, find_task: FindTask) -> None:
    renamed = replace(find_task("cancel_lighthouse"), id="another_name", level=5)
    assert certify(server, renamed).passed


def test_certifying_leaves_nothing_behind(server: LocalServer, shop: Domain) -> None:
    first = [each.as_json() for each in certify_all(server, shop.contents.tasks)]
    second = [each.as_json() for each in certify_all(server, reversed(shop.contents.tasks))]
    assert first == second[::-1]


def test_another_seed_makes_other_experiments_of_the_same_task(
    server: LocalServer, find_task: FindTask
) -> None:
    task = find_task("cancel_dearest_then_order")
    one, other = certify(server, task, 1), certify(server, task, 2)
    assert one.passed
    assert other.passed
    assert one.digest == other.digest
    assert (one.seed, other.seed) == (1, 2)


def test_a_locked_worker_gives_the_same_certificates(server: LocalServer, shop: Domain) -> None:
    worker = Worker.start(shop.contents.folder)
    try:
        tasks = shop.contents.tasks[:3]
        locked = [each.as_json() for each in certify_all(worker, tasks)]
        assert locked == [each.as_json() for each in certify_all(server, tasks)]
    finally:
        worker.close()


def test_with_certificates_changes_nothing_else(shop: Domain) -> None:
    seen: list[str] = []
    tasks = with_certificates(shop, on_task=lambda task, certificate: seen.append(task.id))
    assert seen == [task.id for task in shop.contents.tasks]
    assert [replace(task, certificate={}) for task in tasks] == list(shop.contents.tasks)
    assert all(task.certificate["passed"] for task in tasks)


SCRIPT = """
import json, sys
from pathlib import Path
from autoforge_envs.domain.loading import load_domain
from autoforge_envs.synthesis.certificates import with_certificates
domain = load_domain(Path(sys.argv[1]))
print(json.dumps([dict(task.certificate) for task in with_certificates(domain)]))
"""


def test_certificates_do_not_depend_on_the_hash_seed(shop: Domain) -> None:
    def certificates(hash_seed: str) -> object:
        printed = subprocess.run(
            [sys.executable, "-c", SCRIPT, str(shop.contents.folder)],
            env={**os.environ, "PYTHONPATH": str(REPOSITORY), "PYTHONHASHSEED": hash_seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        return json.loads(printed)

    assert certificates("1") == certificates("2")
