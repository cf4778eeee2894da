"""Columns that go together are told by their names."""

from autoforge_envs.synthesis.schema_design.pairing import spans


def test_days_from_and_to_which_something_goes_on_are_seen() -> None:
    days = ["booked_on", "arrival_date", "departure_date", "check_in_date", "check_out_date"]
    assert spans([(name, "Date") for name in days]) == [
        ("arrival_date", "departure_date"),
        ("check_in_date", "check_out_date"),
    ]


def test_hours_are_known_by_their_names_and_other_texts_are_no_times() -> None:
    columns = [("start_time", "Label"), ("end_time", "Label"), ("from", "City"), ("to", "City")]
    assert spans(columns) == [("start_time", "end_time")]
