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
