"""Timestamps in every spelling."""

import datetime

from hypothesis import given
from hypothesis import strategies as st

from autoforge_envs.domain.mentions import mentions
from tests.domain.spellings.writing import FRAMES, spellings_of_day


@given(st.datetimes(datetime.datetime(1950, 1, 1), datetime.datetime(2099, 12, 31)), FRAMES)  # noqa: DTZ001
def test_a_timestamp_is_found_in_every_spelling(moment: datetime.datetime, frame: str) -> None:
    moment = moment.replace(second=0, microsecond=0)
    value = moment.strftime("%Y-%m-%dT%H:%M:%S")
    later = (moment + datetime.timedelta(minutes=7)).strftime("%Y-%m-%dT%H:%M:%S")
    for day in spellings_of_day(moment.date()):
        for clock in (
            f"{moment:%H:%M}",
            f"{moment:%I:%M %p}",
            f"{moment:%I:%M} {moment:%p}".lower(),
        ):
            for text in (f"{day} at {clock}", f"{clock} on {day}", f"{day}, {clock}"):
                assert mentions(frame.format(text), "Timestamp", value), text
                assert not mentions(frame.format(text), "Timestamp", later), text
    assert mentions(frame.format(value), "Timestamp", value)
