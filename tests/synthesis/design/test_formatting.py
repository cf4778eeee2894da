import threading
from pathlib import Path

import pytest

from autoforge_envs.errors import DesignError
from autoforge_envs.synthesis.design import formatting
from autoforge_envs.synthesis.design.formatting import (
    FormattingAhead,
    fit_docstrings,
    format_source,
)

GENERATED = Path(__file__).parents[3] / "generated"


def test_a_long_first_line_of_a_docstring_breaks_after_its_first_sentence() -> None:
    words = "and so on " * 8
    source = f'def f() -> None:\n    """Do this. Then {words}."""\n'
    lines = fit_docstrings(source).splitlines()
    assert lines[1] == '    """Do this.'
    assert lines[2] == ""
    assert max(map(len, lines)) <= 100


def test_formatting_sorts_imports_and_drops_those_that_nothing_uses() -> None:
    source = "from b import used\nfrom a import also, never\nprint( used,also )\n"
    assert (
        format_source(source, "x.py")
        == "from a import also\nfrom b import used\n\nprint(used, also)\n"
    )


def test_source_that_is_no_python_is_not_formatted() -> None:
    with pytest.raises(DesignError, match=r"x\.py: ruff refuses it"):
        format_source("def (", "x.py")


def test_what_is_formatted_ahead_comes_out_the_same_and_is_formatted_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    formatted: list[str] = []

    def counted(source: str, name: str) -> str:
        formatted.append(name)
        return format_source(source, name)

    monkeypatch.setattr(formatting, "format_source", counted)
    ahead = FormattingAhead()
    source = "print( 1 )\n"
    assert ahead.note({"x.py": source}) == {"x.py": source}
    for _ in range(2):
        ahead.begin()
    files = {"x.py": source, "y.py": source}
    assert ahead.finish(files) == dict.fromkeys(files, "print(1)\n")
    assert sorted(formatted) == ["x.py", "y.py"]


def test_older_sources_of_a_file_are_not_formatted_any_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    formatted: list[str] = []
    may_go_on = threading.Event()

    def slow(source: str, name: str) -> str:
        may_go_on.wait(60)
        formatted.append(source)
        return source

    monkeypatch.setattr(formatting, "format_source", slow)
    ahead = FormattingAhead()
    for number in range(100):
        ahead.note({"x.py": str(number)})
        ahead.begin()
    may_go_on.set()
    assert ahead.finish({"x.py": "99"}) == {"x.py": "99"}
    assert len(formatted) < 10


def test_what_is_no_python_is_refused_only_when_it_is_wanted() -> None:
    ahead = FormattingAhead()
    ahead.note({"x.py": "def ("})
    ahead.begin()
    for _ in range(2):
        with pytest.raises(DesignError, match=r"x\.py: ruff refuses it"):
            ahead.finish({"x.py": "def ("})


LONG = "find what is wanted with what is told and look at it again " * 3


@pytest.mark.parametrize(
    "source",
    [
        f'TEXT = (\n    "{LONG}"\n)\n',
        f'@tool(\n    intent="{LONG}"\n)\ndef f() -> None:\n    pass\n',
        f'def f() -> str:\n    return f"""{LONG}"""\n',
    ],
)
def test_only_docstrings_are_broken(source: str) -> None:
    assert fit_docstrings(source) == source


def test_docstrings_are_broken_whatever_they_say() -> None:
    source = f'def f() -> None:\n    """Do this.\n\n    If x = 3 say ("no"). {LONG}\n    """\n'
    lines = fit_docstrings(source).splitlines()
    assert max(map(len, lines)) <= 100
    assert " ".join(" ".join(lines).split()) == " ".join(source.split())


@pytest.mark.slow
def test_bundled_sources_are_formatted_already() -> None:
    paths = sorted(GENERATED.glob("*/*.py"))
    assert paths
    for path in paths:
        source = path.read_text("utf-8")
        assert format_source(source, path.name) == source
