"""What many seeds came to together."""

from autoforge_envs.synthesis.pipeline.ledger import LedgerEntry, Status
from autoforge_envs.synthesis.pipeline.stages import StageReport, add_reports
from autoforge_envs.synthesis.pipeline.totals import total


def entry(seed: int, status: Status, num_tasks: int, *stages: StageReport) -> LedgerEntry:
    failure = "" if status == "emitted" else "check: a tool crashes"
    return LedgerEntry(seed, "recipe", status, f"shop_{seed}_v0", "", failure, num_tasks, stages)


CHECKED = StageReport("check", 1, 1, 0.5)
REFUSED = StageReport("check", 1, 0, 0.5, {"a tool crashes": 1})
COMPOSED = StageReport("compose", 30, 20, 4.0, {"nothing fits": 8, "too short": 2})
COMPOSED_TOO = StageReport("compose", 25, 20, 3.0, {"too short": 5})


def test_stages_add_up_with_their_reasons() -> None:
    assert add_reports([CHECKED, COMPOSED, REFUSED, COMPOSED_TOO]) == [
        StageReport("check", 2, 1, 1.0, {"a tool crashes": 1}),
        StageReport("compose", 55, 40, 7.0, {"nothing fits": 8, "too short": 7}),
    ]


def test_a_run_adds_up() -> None:
    totals = total(
        [
            entry(0, "emitted", 20, CHECKED, COMPOSED),
            entry(1, "rejected", 0, REFUSED),
            entry(2, "emitted", 20, CHECKED, COMPOSED_TOO),
        ]
    )
    assert (totals.num_domains, totals.num_rejected, totals.num_crashed) == (2, 1, 0)
    assert totals.num_tasks == 40
    assert totals.seconds == 8.5
    assert totals.tasks_per_second == 40 / 8.5
    assert totals.failures == [("check: a tool crashes", 1)]


def test_nothing_adds_up_to_nothing() -> None:
    assert total([]).tasks_per_second == 0.0
