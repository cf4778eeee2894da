"""What a model is shown of a document: all that it needs, and nothing twice."""

import json
from dataclasses import replace

from autoforge_envs.synthesis.documents.tool_documents import read_tool_documents
from autoforge_envs.synthesis.model_design.quoting import (
    MAX_PARAMETERS,
    in_full,
    overview,
    overview_with_parameters,
    what_they_take,
)

from .written_for_drafts import DATA

BIKES = read_tool_documents(DATA / "bike_shop.functions.json")
MUSEUM = read_tool_documents(DATA / "museum.openapi.yaml")


def test_what_functions_take_is_shown_where_tables_are_asked_for() -> None:
    shown = json.dumps(overview_with_parameters(BIKES))
    assert '"helmets"' in shown
    assert '["city", "mountain", "cargo", "tandem"]' in shown
    assert "helmets" not in json.dumps(overview(BIKES))


def test_a_schema_that_is_shown_is_named_elsewhere() -> None:
    shown = overview_with_parameters(MUSEUM)
    fields = shown["schemas"]["special_event"]["properties"]
    assert fields["dates"] == {"schema": "event_dates"}
    assert "x-schema" not in json.dumps(shown)
    assert len(json.dumps(shown["schemas"])) < len(json.dumps(MUSEUM.schemas)) / 2


def test_as_many_parameters_are_shown_as_there_is_room_for() -> None:
    tools = BIKES.tools * 40
    shown = overview_with_parameters(replace(BIKES, tools=tools))
    sizes = [len(json.dumps(tool.get("parameters", ""))) for tool in shown["tools"]]
    assert sum(sizes) < MAX_PARAMETERS + len('""') * len(sizes)
    assert "parameters" not in shown["tools"][-1]


def test_what_tools_return_is_left_out_where_their_source_is_shown() -> None:
    assert all("returns" in each for each in in_full(MUSEUM.tools))
    assert not any("returns" in each for each in what_they_take(MUSEUM.tools))
