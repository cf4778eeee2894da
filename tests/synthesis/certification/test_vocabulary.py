"""What a text names, and what every agent knows."""

import pytest

from autoforge_envs.synthesis.certification.calendar_words import named_days
from autoforge_envs.synthesis.certification.staging import Stage
from autoforge_envs.synthesis.certification.vocabulary import is_named, is_named_day

CLOCK = "2026-03-02T09:00:00"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Cancel the blue lamp.", "blue"),
        ("I want five copies.", 5),
        ("I want five copies.", "5"),
        ("At most 75.00 please.", "75.00"),
        ("It came on 2 March 2026.", "2026-03-02"),
        ("Order OR-12, please.", "OR-12"),
        ("The stove with the single burner.", "1 burner"),
        ("The pot set with 3 of the pots.", "3 pots"),
        ("The sleeping bags.", "sleeping_bag"),
        ("Two and three.", [2, 3]),
    ],
)
def test_what_a_text_names(text: str, value: object) -> None:
    assert is_named(text, value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Cancel my kettle.", "Kolk kettle"),
        ("I want five copies.", 6),
        ("Order OR-12, please.", "OR-1"),
        ("Two and three.", [2, 4]),
        ("Anything.", None),
        ("Anything.", "\ud800"),
        ("It costs 12.5.", "1.2.3"),
    ],
)
def test_what_it_does_not_name(text: str, value: object) -> None:
    assert not is_named(text, value)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("How much did I spend this year?", {"2026-01-01", "2026-12-31"}),
        ("Since yesterday it does not start.", {"2026-03-01"}),
        ("LAST MONTH'S bill", {"2026-02-01", "2026-02-28"}),
        ("this week or next month", {"2026-03-02", "2026-03-08", "2026-04-01", "2026-04-30"}),
        ("thisyear", set()),
    ],
)
def test_days_by_their_relation_to_today(text: str, days: set[str]) -> None:
    assert named_days(text, CLOCK) == days


def test_a_moment_is_named_by_its_day() -> None:
    assert is_named_day("this year", "2026-01-01T00:00:00", CLOCK)
    assert not is_named_day("this year", 2026, CLOCK)


def test_choices_tools_rules_and_the_policy_document_are_known(stage: Stage) -> None:
    vocabulary = stage.vocabulary
    for word in ("pending", "cancel_order", "only_pending_orders_are_cancelled", "frozen", True):
        assert vocabulary.has_word(word)
    assert not vocabulary.has_word("The Lighthouse")
    assert vocabulary.names(3)  # "at most three copies"
    assert not vocabulary.names(7)
