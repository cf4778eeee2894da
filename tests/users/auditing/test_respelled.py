"""Known values are known in other spellings too."""

import pytest

from autoforge_envs.users.auditing.respelled import without_respelled

KNOWN = ("7142", "TERRA-40X7", "C100067", "ana.ruiz@example.com")


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("It's seven one four two.", "It's *."),
        ("It is T-E-R-R-A, dash, four zero, X, seven.", "It is *."),
        ("Seven, one, four, that's the beginning", "*, that's the beginning"),
        ("It's seven one four three.", "It's seven one four three."),
        ("It's seven one two four.", "It's seven one two four."),
        ("A 7, 1, 4, 2 it is", "A * it is"),
        ("seventy-one forty-two", "*"),
        ("71 42", "*"),
        ("TERRA40X7, or TERRA 40X7", "*, or TERRA 40X7"),
        ("C 100067 or C-100067", "* or *"),
        ("100067 with a C in front", "* with a C in front"),
        ("100067 with a D in front", "100067 with a D in front"),
        ("C10006", "C10006"),
        ("It's Ana dot Ruiz at example dot com.", "It's *."),
        ("ana.ruiz (at) example.com", "*"),
        ("ana.ruiz at example.org", "ana.ruiz at example.org"),
        ("7-1-4-2 " + "and so on " * 40, "7-1-4-2 " + "and so on " * 40),
        ("I have two or three of them.", "I have two or three of them."),
        ("A one and a two", "A one and a two"),
        ("", ""),
    ],
)
def test_only_signs_in_a_row_of_a_known_value_are_left_out(text: str, rest: str) -> None:
    assert without_respelled(text, KNOWN, frozenset(), "*") == rest


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("Born 3.2.1952, I think.", "Born *, I think."),
        ("On 3 Feb 1952 or 02/03/1952.", "On * or *."),
        ("3.2.52, or the 3rd of February '52", "*, or *"),
        ("On 3 February", "On *"),
        ("3.2.1953 or 3.2.53", "3.2.1953 or 3.2.53"),
        ("3.2.2052", "3.2.2052"),
        ("ﬁ 3.2.1952", "ﬁ 3.2.1952"),
    ],
)
def test_a_known_day_is_left_out_however_it_is_written(text: str, rest: str) -> None:
    assert without_respelled(text, (), frozenset({"1952-02-03"}), "*") == rest
