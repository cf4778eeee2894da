"""Documents are understood as tables, owners, and what tools do."""

import pytest

from autoforge_envs.errors import DesignError
from autoforge_envs.synthesis.schema_design.business import Business
from autoforge_envs.synthesis.schema_design.understanding import plain_title, understand
from tests.synthesis.schema_design.documents import documents, operation, read, tool

KEY = {"type": "string"}
DAY = {"type": "string", "format": "date"}


def kinds(business: Business) -> dict[str, str]:
    return {operation.name: operation.kind for operation in business.operations}


def columns(business: Business, entity: str) -> dict[str, str]:
    return {each.name: each.type for each in business.entities[entity].fields}


def test_the_museum_has_events_and_tickets_of_customers() -> None:
    museum = understand(read("museum.openapi.yaml"))
    assert museum.title == "Redocly Museum"
    assert museum.party.singular == "customer"
    assert list(museum.entities) == ["museum hour", "special event", "ticket"]
    assert museum.entities["special event"].is_shared
    assert museum.entities["museum hour"].owner == ""
    assert museum.entities["ticket"].owner == "customer_id"
    assert kinds(museum) == {
        "get_museum_hours": "list",
        "list_special_events": "list",
        "create_special_event": "create",
        "get_special_event": "get",
        "update_special_event": "update",
        "delete_special_event": "remove",
        "buy_museum_tickets": "create",
        "get_ticket_code": "get",
    }
    assert museum.left_out == {}


def test_columns_are_what_schemas_say() -> None:
    museum = understand(read("museum.openapi.yaml"))
    assert columns(museum, "special event") == {
        "name": "Label",
        "location": "Label",
        "event_description": "FreeText",
        "date": "Date",
        "price": "Money",
    }
    ticket = museum.entities["ticket"]
    event = ticket.field("event_id")
    assert event is not None
    assert (event.references, event.nullable) == ("special event", True)
    code = ticket.field("confirmation_code")
    assert code is not None
    assert (code.is_given, code.nullable) == (False, True)


def test_the_users_of_the_pet_shop_are_whom_it_serves() -> None:
    shop = understand(read("petstore.openapi.yaml"))
    assert shop.party.singular == "user"
    assert [each.name for each in shop.party_fields] == ["username", "user_status"]
    assert list(shop.entities) == ["pet", "order"]
    assert shop.entities["order"].key == "order_id"
    assert kinds(shop)["update_pet_with_form"] == "update"


def test_what_becomes_no_tool_is_said_with_its_reason() -> None:
    left_out = understand(read("petstore.openapi.yaml")).left_out
    assert left_out["upload_file"] == "it takes a file, and there are none in a conversation"
    assert left_out["login_user"] == "customers are found and checked by tools of their own"
    assert left_out["get_inventory"] == "it shows and takes nothing that a table could hold"
    assert len(left_out) + len(kinds(understand(read("petstore.openapi.yaml")))) == 19


def test_an_action_leads_to_a_status() -> None:
    shop = understand(read("bike_shop.functions.json"))
    cancelling = next(each for each in shop.operations if each.name == "cancel_rental")
    assert (cancelling.kind, cancelling.status) == ("move", "cancelled")
    status = shop.entities["rental"].status
    assert status is not None
    assert status.choices == ("open", "cancelled")


def test_an_action_uses_the_status_that_there_is() -> None:
    status = {"type": "string", "enum": ["placed", "canceled", "sent"]}
    business = understand(
        documents(
            tool("create_order", day=DAY),
            tool("update_order", order_id=KEY, status=status, day=DAY),
            tool("cancel_order", order_id=KEY),
        )
    )
    assert [each.status for each in business.operations if each.kind == "move"] == ["canceled"]
    found = business.entities["order"].status
    assert found is not None
    assert found.choices == ("placed", "canceled", "sent")


def test_keys_of_two_things_are_told_apart_by_the_longer_name() -> None:
    business = understand(
        documents(
            tool("freeze_membership", membership_id=KEY),
            tool("order_gym_membership", gym_membership_id=KEY, day=DAY),
            tool("create_gym_membership", day=DAY),
        )
    )
    assert [each.key for each in business.entities.values()] == [
        "membership_id", "gym_membership_id",
    ]  # fmt: skip


def test_a_name_that_tells_nothing_is_left_out_with_advice() -> None:
    business = understand(documents(tool("create_visit", day=DAY), tool("frobnicate", day=DAY)))
    assert business.left_out == {
        "frobnicate": "nothing tells what it does to what; "
        "call it by a verb and a thing: 'cancel_order'"
    }


def test_the_party_may_stand_in_paths_alone() -> None:
    tools = [operation("/residents/{residentNo}/cars"), operation("/cars/{id}/lock", "post")]
    assert understand(documents(*tools)).party.singular == "resident"


def test_nobody_needs_a_table_that_no_tool_is_about() -> None:
    business = understand(documents(tool("create_visit", day=DAY), tool("join_list_of_cars")))
    assert list(business.entities) == ["visit"]


def test_what_others_choose_from_has_a_name() -> None:
    assert columns(understand(read("bike_shop.functions.json")), "bike")["name"] == "Label"


def test_members_are_found_by_the_keys_that_tools_take() -> None:
    assert understand(read("library.mcp.json")).party.singular == "member"


def test_documents_that_change_nothing_are_no_business() -> None:
    with pytest.raises(DesignError, match="no tool changes anything that a customer could have"):
        understand(documents(tool("get_weather", "read", city={"type": "string"})))


def test_making_many_at_once_is_left_out() -> None:
    many = {"type": "array", "items": {"type": "object", "properties": {"day": DAY}}}
    business = understand(
        documents(tool("create_visit", day=DAY), tool("create_visits", items=many))
    )
    assert business.left_out == {"create_visits": "it makes several at once"}


@pytest.mark.parametrize(
    ("title", "plain"),
    [
        ("Swagger Petstore - OpenAPI 3.0", "Petstore"),
        ("Redocly Museum API", "Redocly Museum"),
        ("Rapid Rentals", "Rapid Rentals"),
        ("API v2", "The business"),
    ],
)
def test_titles_lose_what_is_technical(title: str, plain: str) -> None:
    assert plain_title(title) == plain
