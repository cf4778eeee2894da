"""What an operation does is told by method, path and name."""

from dataclasses import replace

import pytest

from autoforge_envs.synthesis.documents.neutral_form import ToolDocument
from autoforge_envs.synthesis.schema_design.business import Business
from autoforge_envs.synthesis.schema_design.designer import SchemaDesigner
from autoforge_envs.synthesis.schema_design.operations import bound_of
from autoforge_envs.synthesis.schema_design.planning import completed
from autoforge_envs.synthesis.schema_design.understanding import understand
from tests.synthesis.schema_design.documents import documents, operation, read, tool

KEY = {"type": "string"}


@pytest.fixture(scope="module")
def clinic() -> Business:
    """A document whose things lie below each other in paths."""
    return understand(read("clinic.openapi.yaml"))


def test_a_collection_below_the_party_is_the_partys_own(clinic: Business) -> None:
    kinds = {each.name: (each.kind, each.entity) for each in clinic.operations}
    assert clinic.party.singular == "patient"
    assert kinds == {
        "list_visits_of_patient": ("list_own", "visit"),
        "book_visit": ("create", "visit"),
        "list_visits_of_doctor": ("list", "visit"),
        "get_visit": ("get", "visit"),
        "call_off": ("move", "visit"),
        "list_doctors": ("list", "doctor"),
    }


def test_a_collection_below_another_thing_is_found_by_its_key(clinic: Business) -> None:
    operation = next(o for o in clinic.operations if o.name == "list_visits_of_doctor")
    (doctor,) = operation.parameters
    assert (doctor.name, doctor.references, doctor.nullable) == ("doctor_id", "doctor", False)


def test_what_is_private_is_listed_for_its_owner_only() -> None:
    draft = SchemaDesigner(read("clinic.openapi.yaml")).design(0)
    assert "return state.find(Visit, patient_id=patient_id, doctor_id=doctor_id)" in draft.tools


def test_an_action_in_a_path_moves_to_its_status(clinic: Business) -> None:
    (moving,) = (o for o in clinic.operations if o.kind == "move")
    assert (moving.verb, moving.status) == ("cancel", "cancelled")


def test_what_a_document_lists_already_is_not_listed_twice(clinic: Business) -> None:
    added = completed(clinic).operations[len(clinic.operations) :]
    assert added == ()


def test_wishes_may_be_left_out_and_progress_is_no_wish() -> None:
    flag = {"type": "boolean"}
    found = documents(tool("book_room", "write", ["day", "has_dog", "paid"],
                           day={"type": "string"}, has_dog=flag, paid=flag))  # fmt: skip
    source = SchemaDesigner(found).design(0).tools
    assert "day: Date, has_dog: Flag = False\n" in source
    assert "paid=False" in source


def permits(*actions: ToolDocument) -> Business:
    """Permits with a status, and what is done to them."""
    status = {"type": "string", "enum": ["ACTIVE", "expired", "Revoked"]}
    shown = {"permit_no": KEY, "zone": KEY, "status": status}
    permit = {"type": "object", "properties": shown, "x-schema": "permit"}
    listing = operation("/permits", "get", {"type": "array", "items": permit})
    found = [replace(each, returns=permit) for each in actions]
    return understand(documents(listing, *found))


def named(name: str, found: ToolDocument) -> ToolDocument:
    """The operation under another name."""
    return replace(found, name=name)


@pytest.mark.parametrize("action", ["revoke", "expire"])
def test_an_action_whose_participle_is_a_status_moves_to_it(action: str) -> None:
    business = permits(operation(f"/permits/{{permit_no}}/{action}", "post"))
    (moving,) = (o for o in business.operations if o.writes)
    assert (moving.kind, moving.verb) == ("move", action)
    status = business.entities["permit"].status
    assert status is not None
    assert len(status.choices) == 3
    assert moving.status == status.choices[1 if action == "expire" else 2]


def test_the_key_in_a_path_is_no_column_whatever_it_is_called() -> None:
    changed = {"type": "object", "properties": {"permit_no": KEY, "zone": KEY}}
    changing = replace(operation("/permits/{permit_no}", "put"), parameters=changed)
    business = permits(changing)
    assert business.entities["permit"].field("permit_no") is None
    (updating,) = (o for o in business.operations if o.writes)
    assert [each.name for each in updating.parameters] == ["zone"]


def test_an_action_whose_effect_nothing_tells_is_left_out_with_advice() -> None:
    untold = named("notarise", operation("/permits/{permit_no}/notarise", "post"))
    business = permits(operation("/permits/{permit_no}/revoke", "post"), untold)
    assert business.left_out["notarise"].startswith(
        "nothing tells what 'notarise' does to a permit; name the status it leads to"
    )


@pytest.mark.parametrize(
    ("path", "verb"), [("/permits/{permit_no}/stamp", "stamp"), ("/permits", "delete")]
)
def test_a_part_of_a_thing_or_all_of_them_are_removed_by_nobody(path: str, verb: str) -> None:
    removing = named("drop", operation(path, "delete"))
    business = permits(operation("/permits/{permit_no}/revoke", "post"), removing)
    assert business.left_out["drop"].startswith(f"nothing tells which permit {verb!r} is done to")


def test_a_stay_is_checked_out() -> None:
    leaving = operation("/stays/{id}/check-out", "post")
    business = understand(documents(operation("/stays"), leaving))
    (moving,) = (o for o in business.operations if o.writes)
    assert (moving.verb, moving.status) == ("check out", "checked_out")


def test_what_is_asked_for_by_its_owner_is_listed_for_them_though_it_is_shared() -> None:
    business = understand(
        documents(
            tool("list_loans", "read", member_id=KEY, kind=KEY),
            tool("extend_loan", loan_id=KEY, day={"type": "string", "format": "date"}),
            tool("report_damage", loan_id=KEY, kind=KEY),
        )
    )
    listing = next(o for o in business.operations if o.name == "list_loans")
    assert (listing.kind, listing.parameters) == ("list_own", ())


def test_what_setting_verbs_say_is_said_of_what_they_change() -> None:
    business = understand(
        documents(
            tool("upgrade_plan", plan_id=KEY, tier=KEY), tool("edit_plan", plan_id=KEY, tier=KEY)
        )
    )
    assert [o.verb for o in business.operations] == ["upgrade", "change"]


@pytest.mark.parametrize(
    ("name", "bound"),
    [("start_date", ">="), ("to", "<="), ("end_date", "<="), ("created_after", ">="), ("day", "")],
)
def test_ends_of_ranges_are_told_by_their_names(name: str, bound: str) -> None:
    assert bound_of(name) == bound
