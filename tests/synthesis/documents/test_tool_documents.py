"""Every kind of document is told by its content and read into one form."""

import json
from pathlib import Path

import pytest

from autoforge_envs.errors import DocumentError
from autoforge_envs.synthesis.documents.limits import MAX_TOOLS
from autoforge_envs.synthesis.documents.tool_documents import (
    ToolDocument,
    ToolDocuments,
    from_topic,
    read_tool_documents,
)

DATA = Path(__file__).parent / "data"


def read(tmp_path: Path, text: str, name: str = "it.json") -> ToolDocuments:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return read_tool_documents(path)


def by_name(documents: ToolDocuments) -> dict[str, ToolDocument]:
    return {tool.name: tool for tool in documents.tools}


@pytest.mark.parametrize(
    ("name", "source", "title", "num_tools"),
    [
        ("museum.openapi.yaml", "openapi", "Redocly Museum API", 8),
        ("petstore.openapi.yaml", "openapi", "Swagger Petstore - OpenAPI 3.0", 19),
        ("bike_shop.functions.json", "functions", "Bike Shop", 8),
        ("library.mcp.json", "mcp", "Library", 4),
        ("parcels.md", "markdown", "Parcel Desk", 5),
    ],
)
def test_each_kind_is_told_by_its_content(
    name: str, source: str, title: str, num_tools: int
) -> None:
    documents = read_tool_documents(DATA / name)
    assert (documents.source, documents.title) == (source, title)
    assert len(documents.tools) == num_tools
    assert len(documents.digest) == 64


@pytest.mark.parametrize("name", ["museum.openapi.yaml", "library.mcp.json", "parcels.md"])
def test_reading_twice_gives_the_same(name: str) -> None:
    assert read_tool_documents(DATA / name) == read_tool_documents(DATA / name)


def test_an_openapi_operation_keeps_what_matters() -> None:
    tool = by_name(read_tool_documents(DATA / "museum.openapi.yaml"))["buy_museum_tickets"]
    assert tool.effect == "write"
    assert (tool.method, tool.path) == ("post", "/tickets")
    assert tool.origin == "museum.openapi.yaml, paths./tickets.post"
    assert tool.parameters["required"] == ["ticket_type", "ticket_date"]
    assert tool.parameters["properties"]["ticket_type"]["enum"] == ["event", "general"]
    assert tool.parameters["properties"]["event_id"]["format"] == "uuid"
    assert tool.returns is not None
    assert "confirmation_code" in tool.returns["properties"]


def test_credentials_are_no_parameters() -> None:
    tool = by_name(read_tool_documents(DATA / "petstore.openapi.yaml"))["delete_pet"]
    assert list(tool.parameters["properties"]) == ["pet_id"]


def test_reading_and_writing_operations_are_told_apart() -> None:
    tools = by_name(read_tool_documents(DATA / "petstore.openapi.yaml"))
    assert tools["find_pets_by_status"].effect == "read"
    assert tools["update_pet_with_form"].effect == "write"


def test_functions_come_in_both_shapes() -> None:
    tools = by_name(read_tool_documents(DATA / "bike_shop.functions.json"))
    assert tools["book_rental"].effect == "write"
    assert tools["request_repair"].effect == "write"
    assert tools["list_bikes"].effect == "read"
    assert tools["change_rental"].parameters["properties"]["helmets"]["nullable"] is True


@pytest.mark.parametrize("wrap", ["bare list", "tools", "answer"])
def test_an_mcp_list_stands_alone_or_in_an_answer(tmp_path: Path, wrap: str) -> None:
    tools = [{"name": "getOrder", "inputSchema": {"type": "object"}}]
    data = {"bare list": tools, "tools": {"tools": tools}, "answer": {"result": {"tools": tools}}}
    documents = read(tmp_path, json.dumps(data[wrap]))
    assert documents.source == "mcp"
    assert [tool.name for tool in documents.tools] == ["get_order"]


def test_mcp_hints_are_believed_before_names(tmp_path: Path) -> None:
    tool = {"name": "get_rid_of_order", "inputSchema": {}, "annotations": {"readOnlyHint": False}}
    assert read(tmp_path, json.dumps([tool])).tools[0].effect == "write"


def test_references_inside_an_mcp_schema_are_resolved() -> None:
    tool = by_name(read_tool_documents(DATA / "library.mcp.json"))["search_books"]
    assert tool.returns is not None
    book = tool.returns["properties"]["books"]["items"]
    assert book["required"] == ["book_id", "title", "subject", "status"]


def test_markdown_gives_tools_with_their_parameters() -> None:
    tools = by_name(read_tool_documents(DATA / "parcels.md"))
    assert list(tools) == [
        "list_parcels", "show_a_parcel", "send_a_parcel", "change_a_parcel", "recall_a_parcel",
    ]  # fmt: skip
    sending = tools["send_a_parcel"].parameters
    assert sending["properties"]["size"]["enum"] == ["small", "medium", "large"]
    assert sending["required"] == ["receiver_city", "size", "delivery_date"]
    assert sending["properties"]["delivery_date"]["format"] == "date"
    assert tools["change_a_parcel"].parameters["required"] == ["parcel_id"]


def test_markdown_signatures_are_tools_too(tmp_path: Path) -> None:
    text = "# Shop\n\n## `cancel_order(order_id: str, reason=None)`\n\nCancels it.\n"
    (tool,) = read(tmp_path, text, "shop.md").tools
    assert tool.name == "cancel_order"
    assert tool.parameters["required"] == ["order_id"]
    assert tool.origin == "shop.md, line 3"


def test_a_title_may_be_underlined(tmp_path: Path) -> None:
    text = "Toy library\n===========\n\nToys.\n\ncancel_loan(loan_id)\n---\n\na\n\n---\nb\n"
    found = read(tmp_path, text, "it.md")
    assert (found.title, found.description) == ("Toy library", "Toys.")
    assert [tool.name for tool in found.tools] == ["cancel_loan"]
    assert found.tools[0].origin == "it.md, line 6"


def test_columns_of_a_table_are_told_by_their_heads(tmp_path: Path) -> None:
    text = (
        "# Desks\n\n## POST /desks\n\n| Field | Type | Required |\n|---|---|---|\n"
        "| zone | enum(lounge, studio, all) | no |\n| kind | `hot` \\| `fixed` | yes |\n"
    )
    (tool,) = read(tmp_path, text, "it.md").tools
    assert tool.parameters["properties"] == {
        "zone": {"type": "string", "enum": ["lounge", "studio", "all"]},
        "kind": {"type": "string", "enum": ["hot", "fixed"]},
    }
    assert tool.parameters["required"] == ["kind"]


def test_choices_keep_their_signs(tmp_path: Path) -> None:
    text = "# Toys\n\n## get_toys()\n\n- `age` (string; one of `0-2`, `6+`): for whom\n"
    (tool,) = read(tmp_path, text, "it.md").tools
    assert tool.parameters["properties"]["age"] == {
        "type": "string", "enum": ["0-2", "6+"], "description": "for whom",
    }  # fmt: skip


def test_a_type_that_may_be_null_is_no_choice(tmp_path: Path) -> None:
    text = "# T\n\n## get_toys()\n\n| a | Type |\n|---|---|\n| age | int \\| null |\n"
    (tool,) = read(tmp_path, text, "it.md").tools
    assert tool.parameters["properties"]["age"] == {"type": "integer"}


def test_names_lose_the_server_that_all_begin_with(tmp_path: Path) -> None:
    names = ["dry-cleaner.orders/cancel", "dry-cleaner.prices/get"]
    found = read(tmp_path, json.dumps([{"name": name} for name in names]))
    assert [tool.name for tool in found.tools] == ["orders_cancel", "prices_get"]


@pytest.mark.parametrize("names", [["shop.cancel", "shop.book"], ["shop.cancel_order"]])
def test_names_keep_what_they_need(tmp_path: Path, names: list[str]) -> None:
    found = read(tmp_path, json.dumps([{"name": name} for name in names]))
    assert [tool.name for tool in found.tools] == [name.replace(".", "_") for name in names]


@pytest.mark.parametrize(
    ("path", "effect"),
    [("{id}/check-out", "write"), ("{id}/confirm", "write"), ("{id}/check", "read"),
     ("{id}/checkin", "read"), ("search", "read")],
)  # fmt: skip
def test_what_a_post_does_is_told_by_what_stands_behind_the_key(
    tmp_path: Path, path: str, effect: str
) -> None:
    operation = {"operationId": "getIt", "responses": {"200": {"description": "ok"}}}
    key = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
    item = {"post": {**operation, "parameters": [key] if "id" in path else []}}
    data = {"openapi": "3.1.0", "info": {"title": "T", "version": "1"}}
    found = read(tmp_path, json.dumps({**data, "paths": {f"/stays/{path}": item}}))
    assert found.tools[0].effect == effect


def test_a_topic_is_one_line() -> None:
    documents = from_topic("  a bicycle   repair shop ")
    assert (documents.source, documents.title) == ("topic", "a bicycle repair shop")
    assert documents.tools == ()


@pytest.mark.parametrize("topic", ["", "  ", "two\nlines", "x" * 400, "bell\x07"])
def test_other_topics_are_refused(topic: str) -> None:
    with pytest.raises(DocumentError, match="the topic"):
        from_topic(topic)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "it is empty"),
        ("just words", "it is plain text and no tool document; give OpenAPI 3"),
        ("[]", "it describes no tools; give a document with at least one"),
        ('{"a": 1}', "it is a mapping and no tool document"),
        ('{"swagger": "2.0"}', "line 1: swagger '2.0' is not supported; convert it to OpenAPI 3"),
        ("openapi: 2.9", "openapi '2.9' is not supported"),
        ("openapi: 3.1.0\npaths: {}\n", "the document: 'info' is missing; mend it"),
        ('[{"name": "a"}, {"title": "b"}]', "entry 1 is no tool with a name; give one"),
        ('[{"name": "a", "parameters": {"type": "string"}}]', "the parameters of a are no object"),
        ("[3]", "entry 0 is no tool with a name"),
    ],
)
def test_what_is_no_tool_document_is_refused_in_one_line(
    tmp_path: Path, text: str, message: str
) -> None:
    with pytest.raises(DocumentError) as raised:
        read(tmp_path, text)
    assert message in str(raised.value)
    assert str(raised.value).startswith("it.json")
    assert "\n" not in str(raised.value)


def test_a_mistake_in_openapi_is_named_with_its_line(tmp_path: Path) -> None:
    head = "openapi: 3.0.3\ninfo: {title: T, version: '1'}\n"
    text = f"{head}paths:\n  /a:\n    get:\n      responses: 3\n"
    with pytest.raises(DocumentError, match=r"it\.yaml, line 6: paths\./a\.get\.responses: "):
        read(tmp_path, text, "it.yaml")


def test_comments_above_yaml_make_it_no_markdown(tmp_path: Path) -> None:
    text = "# A shop\n# ## its API\nopenapi: 3.0.3\ninfo: {title: T, version: '1'}\npaths: {}\n"
    with pytest.raises(DocumentError, match=r"it\.yaml: it describes no operations"):
        read(tmp_path, text, "it.yaml")


def test_markdown_without_tools_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match=r"it\.md: it describes no tools \(a heading such as"):
        read(tmp_path, "# Hello\n\nNothing here.\n", "it.md")


def test_ten_thousand_tools_are_too_many(tmp_path: Path) -> None:
    tools = [{"name": f"get_{number}"} for number in range(10_000)]
    with pytest.raises(DocumentError, match=f"it describes 10,000 tools, and {MAX_TOOLS:,} is"):
        read(tmp_path, json.dumps(tools))
