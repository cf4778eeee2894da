"""Python is parsed by one thread at a time, whoever asks for it."""

import ast
from pathlib import Path

import pytest

from autoforge_envs.parsing import parse
from tests.import_graph import read_sources

ENVIRONMENTS = Path(__file__).parent.parent / "autoforge_envs"


def calls_of_ast_parse(package: Path) -> list[str]:
    return [
        source.name
        for source in read_sources(package)
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Attribute) and ast.unparse(node) == "ast.parse"
    ]


def test_source_becomes_a_tree() -> None:
    assert ast.unparse(parse(b"x = 1")) == ast.unparse(parse("x = 1")) == "x = 1"


def test_an_error_names_the_file() -> None:
    with pytest.raises(SyntaxError) as caught:
        parse("x =", "rules.py")
    assert caught.value.filename == "rules.py"


def test_nobody_parses_out_of_turn() -> None:
    assert calls_of_ast_parse(ENVIRONMENTS) == ["autoforge_envs.parsing"]
