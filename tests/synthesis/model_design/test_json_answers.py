"""The one object in an answer is found whatever stands around it; else the reason is exact."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autoforge_envs.synthesis.model_design.json_answers import read_object
from autoforge_envs.synthesis.model_design.problems import Problem, RejectedAnswer, as_list

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
OBJECTS = st.dictionaries(st.text(), VALUES, max_size=5)


@given(OBJECTS, st.sampled_from([None, 1, 4]), st.booleans())
def test_every_object_is_read_back(value: dict[str, object], indent: int, ascii_only: bool) -> None:
    text = json.dumps(value, indent=indent, ensure_ascii=ascii_only)
    assert read_object(text) == value
    assert read_object(f"  {text}\n\n") == value


@given(OBJECTS)
def test_a_fence_and_prose_around_it_are_passed_over(value: dict[str, object]) -> None:
    text = json.dumps(value, indent=1)
    assert read_object(f"Here you are:\n```json\n{text}\n```\nGood luck!") == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('{"a": [1, 2,], "b": {"c": 3,},}', {"a": [1, 2], "b": {"c": 3}}),
        ('{"a": "x,]", "b": "\\",}",}', {"a": "x,]", "b": '",}'}),
        ('Yes: {"a": 1} and that is it', {"a": 1}),
        ('```\n{"a": 1}\n```\n```\nother\n```', {"a": 1}),
        ('<think>Is it {"a": 2}?</think>\n{"a": 1}', {"a": 1}),
        ('Say {"b": 2}? No.</think>```json\n{"a": 1}\n```', {"a": 1}),
        ('<think>{"a": 2}</think>Well, </think>{"a": 1}', {"a": 1}),
        ('{"a": "</think>{}"}', {"a": "</think>{}"}),
        ('So {"a": 1}</think>', {"a": 1}),
        ('```json\n{"</think>": {}}\n```', {"</think>": {}}),
        ('<think>{}</think>Thus: {"a": "</think>", "b": {}}', {"a": "</think>", "b": {}}),
        ('So:\n```json\n{"a": "```", "b": {}}\n```', {"a": "```", "b": {}}),
    ],
)
def test_commas_too_many_and_words_around_are_passed_over(text: str, value: object) -> None:
    assert read_object(text) == value


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "the answer is empty"),
        ("I cannot do that.", "holds no JSON object but 'I cannot do that.'"),
        ('{"a": [1, 2', "the JSON breaks off after"),
        ('{"a": "never ends', "the JSON breaks off after"),
        ('{"a": 1 "b": 2}', "line 1 is no JSON, Expecting ',' delimiter, near"),
        ('{"a": NaN}', "NaN is no JSON"),
        ("[1, 2]", "holds no JSON object but '[1, 2]'"),
        ('<think>{"a": 2}</think>Well, {"a": ', "the JSON breaks off after"),
        ('```json\n{"a": 1 "b": "```"}\n```', "line 1 is no JSON"),
        ("{'a': 1}", "line 1 is no JSON, Expecting property name"),
        ('{"a": ' + "[" * 100_000 + "}", "is no JSON"),
    ],
)
def test_what_is_no_object_is_rejected_with_the_reason(text: str, reason: str) -> None:
    with pytest.raises(RejectedAnswer) as rejected:
        read_object(text)
    (problem,) = rejected.value.problems
    assert reason in problem.reason


def test_a_problem_is_one_line_that_a_terminal_only_shows() -> None:
    problem = Problem("kind", "tool x", "is wrong\x1b[2J", "  a\tb\x07\n")
    assert str(problem) == r"tool x: `a b\x07`: is wrong\x1b[2J"


def test_very_many_problems_are_told_in_part() -> None:
    told = as_list([Problem("kind", "", str(number)) for number in range(20)])
    assert told.splitlines()[-2:] == ["- 11", "- and 8 more"]
