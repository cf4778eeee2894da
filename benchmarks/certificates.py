"""How many tasks a second one core certifies, and which checks take the time.

Run with `python -m benchmarks.certificates [DOMAIN]` from the checkout; times are processor time.
"""

import argparse
import time
from collections.abc import Sequence

from autoforge_envs.domain.loading import load_domain
from autoforge_envs.domain.serving import LocalServer
from autoforge_envs.domain.tasks import Task
from autoforge_envs.registration import find_domain
from autoforge_envs.synthesis.certificates import certify_staged, staged
from autoforge_envs.synthesis.certification.cases import Case
from autoforge_envs.synthesis.certification.checks import CHECKS
from autoforge_envs.synthesis.certification.rehearsal import rehearse
from autoforge_envs.synthesis.certification.staging import Stage
from benchmarks.timing import print_table

WARM_UP = 3
"""Tasks certified first: they build what a domain's other tasks find ready."""


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("domain", nargs="?", default="autoforge/outdoor-v0", help="id or folder")
    server = LocalServer(load_domain(find_domain(parser.parse_args().domain)), in_memory=True)
    warm_up, tasks = server.contents.tasks[:WARM_UP], server.contents.tasks[WARM_UP:]
    with staged(server) as stage:
        for task in warm_up:
            certify_staged(stage, task, 0)
        start = time.process_time()
        passed = sum(certify_staged(stage, task, 0).passed for task in tasks)
        seconds = time.process_time() - start
        num_calls = sum(step.kind in ("call", "ask_user") for task in tasks for step in task.plan)
        print_table("Certificates", ("domain", "tasks", "calls a task", "passed", "a second"), [(
            server.contents.manifest.environment_id, f"{len(tasks)}",
            f"{num_calls / len(tasks):.1f}", f"{passed}", f"{len(tasks) / seconds:.1f}",
        )])  # fmt: skip
        shares = by_check(stage, tasks)
    server.close()
    whole = sum(shares.values())
    print_table("By check", ("check", "a task", "share"), [
        (name, f"{each / len(tasks) * 1e3:.2f} ms", f"{each / whole:.0%}")
        for name, each in sorted(shares.items(), key=lambda share: -share[1])
    ])  # fmt: skip


def by_check(stage: Stage, tasks: Sequence[Task]) -> dict[str, float]:
    """Add up the seconds of each check over tasks."""
    seconds = dict.fromkeys(CHECKS, 0.0)
    for task in tasks:
        stage.forget()
        case = Case(stage, task, rehearse(stage.session, task, stage.tools), 0)
        for name, check in CHECKS.items():
            start = time.process_time()
            check(case)
            seconds[name] += time.process_time() - start
    return seconds


if __name__ == "__main__":
    main()
