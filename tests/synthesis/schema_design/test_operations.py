"""What an operation does is told by method, path and name."""

import pytest

from autoforge_envs.synthesis.schema_design.business import Business
from autoforge_envs.synthesis.schema_design.designer import SchemaDesigner
from autoforge_envs.synthesis.schema_design.operations import bound_of
from autoforge_envs.synthesis.schema_design.planning import completed
from autoforge_envs.synthesis.schema_design.understanding import understand
from tests.synthesis.schema_design.documents import documents, read, tool


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


@pytest.mark.parametrize(
    ("name", "bound"),
    [("start_date", ">="), ("to", "<="), ("end_date", "<="), ("created_after", ">="), ("day", "")],
)
def test_ends_of_ranges_are_told_by_their_names(name: str, bound: str) -> None:
    assert bound_of(name) == bound
