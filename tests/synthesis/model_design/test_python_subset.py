"""Only small and dull Python passes; everything else is told with its line, and nothing is run."""

import pytest

from autoforge_envs.synthesis.model_design.python_subset import find_problems
from autoforge_envs.synthesis.model_design.sources import Names, Source

from .written_by_hand import FUNCTION, SOURCES, VIEW

NAMES = Names(
    tables=frozenset({"Booking", "Course", "Invoice", "Pupil"}),
    views=frozenset({"BookingDetails"}),
    choices=frozenset({"CourseBoat", "BookingStatus"}),
    others=frozenset({"booking_details", "cancel_booking", "LIMIT"}),
)


def tool(*body: str, head: str = "state: State, booking_id: Reference[Booking]") -> Source:
    lines = "\n".join(f"    {line}" for line in body)
    text = (
        '@tool(intent="do it with {booking_id}", writes=True)\n'
        f"def do_it({head}) -> Booking:\n"
        f'    """Do it."""\n{lines}'
    )
    return Source("tool", "do_it", text)


@pytest.mark.parametrize("name", SOURCES)
def test_good_tools_pass(name: str) -> None:
    assert find_problems(Source("tool", name, SOURCES[name].strip()), NAMES) == []


def test_good_views_and_functions_pass() -> None:
    assert find_problems(Source("view", "BookingDetails", VIEW.strip()), NAMES) == []
    assert find_problems(Source("function", "booking_details", FUNCTION.strip()), NAMES) == []
    assert find_problems(Source("constant", "LIMIT", 'LIMIT = {"a": 1}'), NAMES) == []


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("import os", "no imports"),
        ("from os import path", "no imports"),
        ("while True: pass", "no while"),
        ("try:\n        x = 1\n    except ToolError:\n        x = 2", "no try"),
        ("with open('x') as f: x = 1", "no with"),
        ("global LIMIT", "only assignments"),
        ("def inner(): return 1", "no inner functions"),
        ("open('/etc/passwd')", "there is no open here"),
        ("eval('1')", "there is no eval here"),
        ("getattr(state, 'x')", "there is no getattr here"),
        ("print('x')", "there is no print here"),
        ("x = __import__('os')", "__import__ must not be used"),
        ("x = ().__class__", ".__class__ must not be used"),
        ("x = state._connection", "._connection must not be used"),
        ("x = state.save()", "state has add, find, get, now, remove, update, no save"),
        ("x = '{0.x}'.format(state)", ".format must not be used"),
        ("x = 1.5", "money is whole cents"),
        ("x = 10 / 3", "no / and no **"),
        ("x = 9**9**9", "no / and no **"),
        ("x = (y := 3)", "NamedExpr is not used here"),
        ("x = await thing", "Await is not used here"),
        ("yield 1", "Yield is not used here"),
        ("x = nobody", "there is no nobody here; imports are made for you"),
        ("x = 'a", "no Python"),
    ],
)
def test_everything_else_is_told_with_its_line(line: str, told: str) -> None:
    problems = find_problems(tool(line, "return state.get(Booking, booking_id)"), NAMES)
    assert problems
    assert any(told in problem.reason for problem in problems)
    assert all("line " in problem.where for problem in problems)
    assert any(problem.line.strip() in line for problem in problems)


@pytest.mark.parametrize(
    ("head", "told"),
    [
        ("state: State, booking_id: str", "str is no type that can be used here"),
        (
            "state: State, booking_id: Reference[Order]",
            "there is no table Order; there are",
        ),
        ("state: State, booking_id", "booking_id has no type"),
        ("booking_id: Reference[Booking]", "takes `state: State` first"),
        ("state: State, *booking_id: Label", "takes plain parameters only"),
        ("state: State, booking_id: Label = 'x'", "no default but None"),
        ("state: State, booking_id: dict[str, str]", "is no type that can be used here"),
        ("state: State, booking_id: Booking", "Booking is no type that can be used here"),
    ],
)
def test_a_wrong_signature_is_told(head: str, told: str) -> None:
    problems = find_problems(tool("return state.get(Booking, '1')", head=head), NAMES)
    assert any(told in problem.reason for problem in problems)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("x = 1", "must define do_it and nothing else, defines x"),
        ("", "defines nothing"),
        ("def do_it(state: State) -> Label:\n    return ''", "has no docstring"),
        (
            "def do_it(state: State) -> Label:\n    '''D.'''\n    return ''",
            "one decorator @tool",
        ),
        (
            "@tool(intent=LIMIT)\ndef do_it(state: State) -> Label:\n    '''D.'''\n    return ''",
            "intent must be written out",
        ),
        (
            "@tool(caller='user')\ndef do_it(state: State) -> Label:\n    '''D.'''\n    return ''",
            "@tool takes intent, writes, not 'caller'",
        ),
        ("\x00", "no Python"),
        ("(" * 5000, "no Python"),
    ],
)
def test_another_definition_is_told(text: str, told: str) -> None:
    problems = find_problems(Source("tool", "do_it", text), NAMES)
    assert any(told in problem.reason for problem in problems)


def test_long_and_deep_functions_are_told() -> None:
    long = tool(*(f"x{number} = {number}" for number in range(80)))
    assert any("has 81 lines, at most 60" in each.reason for each in find_problems(long, NAMES))
    nested = ["    " * depth + "if booking_id:" for depth in range(7)]
    deep = tool(*nested, "    " * 7 + "x = 1")
    assert any("nested deeper than 5" in each.reason for each in find_problems(deep, NAMES))
    wide = tool(f"x = '{'x' * 700}'")
    assert any("at most 600 are read" in each.reason for each in find_problems(wide, NAMES))
