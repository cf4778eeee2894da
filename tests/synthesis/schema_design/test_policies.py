"""Rules say what statuses, days and references of schemas forbid, and invent nothing."""

import numpy

from autoforge_envs.synthesis.design.chance import Chance
from autoforge_envs.synthesis.schema_design.policies import Policy, policies_of
from autoforge_envs.synthesis.schema_design.understanding import understand
from tests.synthesis.schema_design.documents import documents, read, tool

KEY = {"type": "string"}
DAY = {"type": "string", "format": "date"}


def policies(name: str, seed: int = 0) -> dict[str, Policy]:
    found = policies_of(understand(read(name)), Chance(numpy.random.default_rng(seed)))
    return {policy.name: policy for policy in found}


def test_a_status_that_ends_things_ends_them() -> None:
    found = policies("petstore.openapi.yaml")["only_open_pets_are_changed"]
    assert found.sentence == "A pet is changed only while it is available or pending."
    assert found.tools == ("update_pet", "update_pet_with_form")


def test_how_strict_a_rule_is_depends_on_the_seed() -> None:
    sentences = {
        policies("petstore.openapi.yaml", seed)["only_open_pets_are_deleted"].sentence
        for seed in range(20)
    }
    assert sentences == {
        "A pet is deleted only while it is available.",
        "A pet is deleted only while it is available or pending.",
    }


def test_a_status_never_goes_back() -> None:
    found = policies("petstore.openapi.yaml")["pet_status_goes_forward"]
    assert found.words == ("available", "pending", "sold")


def test_only_what_is_there_can_be_had() -> None:
    found = policies("petstore.openapi.yaml")["place_order_needs_pet_available"]
    assert found.sentence == "An order is placed only for a pet that is available."


def test_days_to_come_are_not_past() -> None:
    found = policies("museum.openapi.yaml")
    assert found["the_ticket_date_of_ticket_is_not_past"].tools == ("buy_museum_tickets",)
    assert found["past_special_events_stay_as_they_are"].sentence == (
        "A special event whose date has passed is not changed or deleted any more."
    )


def test_days_of_what_happened_are_free() -> None:
    found = documents(tool("file_complaint", "write", ["happened_on"], happened_on=DAY))
    assert policies_of(understand(found), Chance(numpy.random.default_rng(0))) == []


def test_both_parties_enforce_some_rules() -> None:
    enforced = {
        policy.enforced_by for seed in range(5) for policy in policies("museum.openapi.yaml", seed)
        .values()
    }  # fmt: skip
    assert enforced == {"agent", "tools"}


def of_fines(**statuses: object) -> dict[str, Policy]:
    """Rules for fines that are paid, and orders to pay them that are cancelled."""
    found = documents(
        tool("list_fines", "read", status=statuses),
        tool(
            "order_fine", "write", [], customer_id=KEY, status=statuses, amount={"type": "number"}
        ),
        tool("pay_fine", "write", ["fine_id"], fine_id=KEY),
        tool("change_fine", "write", ["fine_id"], fine_id=KEY, amount={"type": "number"}),
    )
    policies = policies_of(understand(found), Chance(numpy.random.default_rng(1)))
    return {policy.name: policy for policy in policies}


def test_what_a_tool_leads_to_is_no_status_to_use_it_in() -> None:
    found = of_fines(type="string", enum=["open", "appealed", "paid", "waived"])
    assert found["only_open_fines_are_changed"].words == ("open", "appealed")
    assert "paid" not in found["only_open_fines_are_paid"].words


def test_what_leads_on_is_done_before() -> None:
    found = of_fines(type="string", enum=["open", "paid", "sent_back", "closed"])
    assert found["only_open_fines_are_paid"].words == ("open",)
    assert found["only_open_fines_are_changed"].words == ("open", "paid", "sent_back")


def test_a_day_is_a_noun_in_a_rule() -> None:
    found = documents(
        tool("book_trip", "write", ["starts_on", "valid_from"], starts_on=DAY, valid_from=DAY)
    )
    policies = policies_of(understand(found), Chance(numpy.random.default_rng(0)))
    assert [each.sentence for each in policies] == [
        "The start date of a trip is today or later, never in the past.",
        "The valid-from date of a trip is today or later, never in the past.",
    ]


def test_a_status_that_is_no_word_names_no_rule() -> None:
    state = {"type": "string", "enum": ["1/2 there", "gone"]}
    found = documents(
        tool("list_rooms", "read", status=state),
        tool("get_room", "read", ["room_id"], room_id=KEY),
        tool("book_stay", "write", ["room_id"], room_id=KEY, guests={"type": "integer"}),
        tool("change_room", "write", ["room_id"], room_id=KEY, status=state),
    )
    names = [p.name for p in policies_of(understand(found), Chance(numpy.random.default_rng(0)))]
    assert names
    assert all(name.isidentifier() for name in names)


def test_what_is_revived_goes_on() -> None:
    plan = {"plan_id": KEY}
    found = documents(
        tool("order_plan", "write", [], amount={"type": "number"}),
        tool("suspend_plan", "write", ["plan_id"], **plan),
        tool("resume_plan", "write", ["plan_id"], **plan),
        tool("change_plan", "write", ["plan_id"], amount={"type": "number"}, **plan),
    )
    policies = policies_of(understand(found), Chance(numpy.random.default_rng(0)))
    assert {policy.name: policy.words for policy in policies} == {
        "only_open_plans_are_changed": ("open", "resumed"),
        "only_open_plans_are_suspended": ("open", "resumed"),
    }
