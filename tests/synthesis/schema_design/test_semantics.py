"""What a property means is told by format, type and name."""

from typing import Any

import pytest

from autoforge_envs.synthesis.schema_design.business import Field
from autoforge_envs.synthesis.schema_design.semantics import field_of, referred


def field(name: str, **schema: Any) -> Field | None:
    return field_of(name, schema, required=True, about="order")


@pytest.mark.parametrize(
    ("name", "schema", "expected"),
    [
        ("ship_date", {"type": "string", "format": "date-time"}, "Timestamp"),
        ("day", {"type": "string", "format": "date"}, "Date"),
        ("arrival_date", {"type": "string"}, "Date"),
        ("created_at", {"type": "string"}, "Timestamp"),
        ("contact", {"type": "string", "format": "email"}, "Email"),
        ("phone", {"type": "string"}, "PhoneNumber"),
        ("zip_code", {"type": "string"}, "PostalCode"),
        ("city", {"type": "string"}, "City"),
        ("guest_name", {"type": "string"}, "PersonName"),
        ("name", {"type": "string"}, "Label"),
        ("notes", {"type": "string"}, "FreeText"),
        ("password", {"type": "string"}, "Secret"),
        ("unit_price", {"type": "number"}, "Money"),
        ("total", {"type": "integer"}, "Money"),
        ("discount_percent", {"type": "number"}, "Percentage"),
        ("quantity", {"type": "integer"}, "Quantity"),
        ("temperature", {"type": "integer", "minimum": -40}, "Number"),
        ("urgent", {"type": "boolean"}, "Flag"),
        ("status", {"type": "string", "enum": ["open", "in progress"]}, "Choice"),
        ("dates", {"type": "array", "items": {"type": "string", "format": "date"}}, "Date"),
        ("category", {"type": "object", "properties": {"name": {"type": "string"}}}, "Label"),
    ],
)
def test_types(name: str, schema: dict[str, Any], expected: str) -> None:
    found = field(name, **schema)
    assert found is not None
    assert found.type == expected


@pytest.mark.parametrize(
    ("name", "schema"),
    [
        ("image", {"type": "string", "format": "binary"}),
        ("photo_url", {"type": "string"}),
        ("latitude", {"type": "number"}),
        ("page", {"type": "integer"}),
        ("meta", {"type": "object", "properties": {"x": {"type": "integer"}}}),
        ("things", {"type": "array"}),
    ],
)
def test_what_nobody_says_in_a_conversation_is_no_column(name: str, schema: dict[str, Any]) -> None:
    assert field(name, **schema) is None


def test_people_have_names_of_people() -> None:
    found = field_of("name", {"type": "string"}, required=True, about="doctor")
    assert found is not None
    assert found.type == "PersonName"


def test_choices_are_words() -> None:
    found = field("status", type="string", enum=["In Progress", "DONE", "try"])
    assert found is not None
    assert found.choices == ("in_progress", "done", "try")


def test_bounds_of_money_are_in_cents() -> None:
    found = field("budget", type="number", minimum=0.5, maximum=400)
    assert found is not None
    assert (found.least, found.most) == (50, 40_000)


def test_a_list_is_called_by_one_of_its_values() -> None:
    found = field("planned_dates", type="array", items={"type": "string", "format": "date"})
    assert found is not None
    assert found.name == "planned_date"


def test_a_column_with_a_name_of_pythons_says_whose_it_is() -> None:
    found = field("type", type="string")
    assert found is not None
    assert found.name == "order_type"


@pytest.mark.parametrize(
    ("name", "schema", "noun"),
    [
        ("pet_id", {"type": "integer"}, "pet"),
        ("line_item_ids", {"type": "array", "items": {"type": "string"}}, "line item"),
        ("pet", {"type": "object", "x-schema": "house_pet"}, "house pet"),
        ("id", {"type": "string"}, ""),
        ("name", {"type": "string"}, ""),
    ],
)
def test_keys_of_other_things_are_seen(name: str, schema: dict[str, Any], noun: str) -> None:
    assert referred(name, schema) == noun


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ({"type": "string", "enum": ["A+", "A-", "0+"]}, ("A+", "A-", "0+")),
        ({"type": "string", "enum": ["08:00", "09:30"]}, ("08:00", "09:30")),
        ({"enum": ["ж", "ф"]}, ("ж", "ф")),
        ({"type": "integer", "enum": [1, 3, 6]}, ("1", "3", "6")),
        ({"type": "number", "enum": [0.5, 1.5]}, ("0.5", "1.5")),
        ({"type": "string", "enum": ["S", "M", "XL"]}, ("S", "M", "XL")),
        ({"type": "string", "enum": ["full-groom", "nailTrim"]}, ("full_groom", "nail_trim")),
        ({"type": "string", "enum": ["ACTIVE", "REVOKED"]}, ("active", "revoked")),
        ({"type": "string", "enum": ['say "hi"', "{x}\\"]}, ("say hi", "x")),
    ],
)
def test_choices_keep_what_sets_them_apart(
    schema: dict[str, Any], expected: tuple[str, ...]
) -> None:
    found = field("blood_type", **schema)
    assert found is not None
    assert found.choices == expected


@pytest.mark.parametrize("values", [['"', "'x'", "x"], ["only"], [True, False]])
def test_what_leaves_no_different_words_is_no_choice(values: list[Any]) -> None:
    found = field("kind", type="string", enum=values)
    assert found is not None
    assert found.choices == ()
