"""The certifier on a synthesized domain: defects are noticed, good tasks are not refused."""

import pytest

from benchmarks.certifier.__main__ import experiment

BLIND_SPOT = "unsaid_choice"
"""Words of the schemas need no source, since people say them in other words."""


@pytest.mark.slow
def test_defects_planted_at_random_are_noticed_and_harmless_changes_are_not() -> None:
    trials = experiment(seed=1, num_tasks=15, num_trials=1, deadline=float("inf"))
    planted = [trial for trial in trials if trial.place != "variant" and trial.name != BLIND_SPOT]
    assert len(planted) >= 18
    assert [trial for trial in planted if not trial.failed] == []
    assert [trial for trial in trials if trial.place == "variant" and trial.failed] == []
