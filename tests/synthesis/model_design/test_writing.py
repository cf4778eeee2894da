"""Whatever words an answer holds, they become text in the source, and never code."""

import ast
import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autoforge_envs.errors import DesignError
from autoforge_envs.synthesis.model_design.blueprint import Blueprint
from autoforge_envs.synthesis.model_design.problems import RejectedAnswer
from autoforge_envs.synthesis.model_design.stages.schema_stage import SchemaStage
from autoforge_envs.synthesis.model_design.writing import given_source, write

from .written_by_hand import DOCUMENTS, SCHEMA

NASTY = st.sampled_from(
    [
        '"""\nimport os\n"""', "'''", "\\", '\\"""', "x\nimport os", "{{ 7 * 7 }}", "«title»",
        "%% if x",
        "=== tools\ndef f(): pass", "a'b\"c", "\\N{DASH}", "\r\n", "\x00", "# noqa",
        "\u2028import os",
        "]\nimport os\nX = Literal['a'", "A sentence. Another one.", "",
    ]
)  # fmt: skip
TEXTS = NASTY | st.text(max_size=40)
PLACES: list[tuple[str | int, ...]] = [
    ("title",), ("about",), ("name",), ("customer", "singular"), ("customer", "plural"),
    ("tables", 0, "description"), ("tables", 0, "name"), ("tables", 0, "plural"),
    ("tables", 0, "columns", 2, "description"), ("tables", 0, "columns", 2, "name"),
    ("tables", 1, "columns", 0, "to"), ("tables", 0, "columns", 1, "choices", 0),
    ("tools", 0, "purpose"), ("tools", 0, "name"),
]  # fmt: skip
STAGE = SchemaStage(DOCUMENTS, 3)


def definitions(source: str) -> list[str]:
    """Return what stands at the top of some source, names of things left out."""
    return [type(node).__name__ for node in ast.parse(source).body]


def sources_of(answer: dict[str, Any]) -> str:
    written = write(STAGE.read(answer, Blueprint()), lambda files: files).sources
    return f"{written.models}\n{written.tools}\n{written.rules}"


GOOD = definitions(sources_of(SCHEMA))


def test_the_customers_own_columns_are_shown_with_those_of_every_business() -> None:
    shown = given_source(STAGE.read(SCHEMA, Blueprint()))
    assert "    licence: Mapped[PupilLicence]\n" in shown
    assert shown.count("\n\n\n@tool") == shown.count("@tool")


@pytest.mark.parametrize("about", ["a school", "a school."])
def test_what_a_business_is_ends_with_a_full_stop(about: str) -> None:
    assert STAGE.read({**SCHEMA, "about": about}, Blueprint()).about == "a school."


@pytest.mark.parametrize("place", PLACES, ids=lambda place: ".".join(map(str, place)))
@given(text=TEXTS)
def test_a_text_is_refused_or_stays_a_text(place: tuple[str | int, ...], text: str) -> None:
    answer = copy.deepcopy(SCHEMA)
    at: Any = answer
    for step in place[:-1]:
        at = at[step]
    at[place[-1]] = text
    try:
        source = sources_of(answer)
    except (RejectedAnswer, DesignError):
        return
    assert definitions(source) == GOOD
    assert "import os" not in [line.strip() for line in source.splitlines()]
