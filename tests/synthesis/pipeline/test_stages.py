"""What stages came to adds up over domains and comes back from the ledger as it was."""

from autoforge_envs.synthesis.pipeline.stages import StageReport, add_reports, read_report

ASKED = StageReport(
    "ask rules", 4, 0, 0.0, {"a name": 4}, {"requests": 4}, {"rule": 1, "everything": 1}
)


def test_a_report_comes_back_as_it_was() -> None:
    assert read_report(ASKED.as_json()) == ASKED


def test_a_stage_that_asked_nobody_and_kept_nothing_says_nothing_about_it() -> None:
    assert set(StageReport("load", 1, 1, 0.25).as_json()) == {
        "name",
        "in",
        "out",
        "seconds",
        "rejections",
    }


def test_what_was_kept_is_added_up() -> None:
    (total,) = add_reports([ASKED, ASKED])
    assert total.kept == {"rule": 2, "everything": 2}
    assert total.num_in == 8
