"""An answer of another shape is told every place where it differs."""

from typing import Any

import pytest

from autoforge_envs.synthesis.model_design.problems import RejectedAnswer
from autoforge_envs.synthesis.model_design.shapes import (
    FLAG,
    NUMBER,
    TEXT,
    check_shape,
    list_of,
    one_of,
    record,
    response_format,
)

PART = record(count=NUMBER, is_new=FLAG)
SHAPE = record(name=TEXT, kind=one_of(["big", "small"]), parts=list_of(PART))
GOOD: dict[str, Any] = {"name": "x", "kind": "big", "parts": [{"count": 1, "is_new": True}]}


def test_an_answer_of_the_shape_passes() -> None:
    check_shape(GOOD, SHAPE)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"name": 7}, "name: must be a text, is 7"),
        ({"kind": "huge"}, 'kind: must be one of big, small, is "huge"'),
        ({"parts": {}}, "parts: must be a list, is {}"),
        ({"parts": [{"count": 1}]}, "parts[0]: has no member 'is_new'; it needs count, is_new"),
        ({"parts": [{"count": True, "is_new": True}]}, "parts[0].count: must be a whole number"),
        ({"parts": [{"count": 1.5, "is_new": True}]}, "parts[0].count: must be a whole number"),
        ({"more": 1}, "the answer: has a member 'more'; it may have name, kind, parts"),
        ({"parts": GOOD["parts"] * 300}, "parts: has 300 items, at most 200 are read"),
        ({"name": "x" * 30_000}, "name: has 30000 characters, at most 20000 are read"),
    ],
)
def test_each_difference_is_told_with_its_place(change: dict[str, object], told: str) -> None:
    with pytest.raises(RejectedAnswer) as rejected:
        check_shape({**GOOD, **change}, SHAPE)
    assert told in str(rejected.value.problems[0])


def test_a_request_asks_for_the_very_shape_that_is_checked() -> None:
    wanted = response_format("things", SHAPE)["json_schema"]
    assert wanted["schema"] is SHAPE
    assert wanted["strict"] is True
    assert SHAPE["additionalProperties"] is False
    assert SHAPE["required"] == ["name", "kind", "parts"]
