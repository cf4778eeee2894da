"""What customers say: every way is checked where it will stand, and put where it belongs."""

import copy
from typing import Any

import pytest

from autoforge_envs.synthesis.model_design.blueprint import Blueprint, Outline
from autoforge_envs.synthesis.model_design.problems import RejectedAnswer
from autoforge_envs.synthesis.model_design.stages.phrases_stage import PhrasesStage
from autoforge_envs.synthesis.model_design.stages.schema_stage import SchemaStage
from autoforge_envs.synthesis.model_design.stages.tools_stage import ToolsStage

from .written_by_hand import (
    DOCUMENTS,
    FIRST_TOOLS,
    LAST_TOOLS,
    PHRASES,
    SCHEMA,
    TOOLS,
    said,
    tools,
)


@pytest.fixture(scope="module")
def school() -> Blueprint:
    """The sailing school with its tables and tools."""
    blueprint = SchemaStage(DOCUMENTS, 3).read(SCHEMA, Blueprint())
    for names, shared in ((FIRST_TOOLS, True), (LAST_TOOLS, False)):
        wanted = tuple(Outline(name, *TOOLS[name]) for name in names)
        stage = ToolsStage(wanted, ())
        blueprint = stage.read(tools(*names, shared=shared), blueprint)
    return blueprint


def with_ways(member: str, *entries: dict[str, Any]) -> dict[str, Any]:
    """Return the good answer with other ways of one kind."""
    answer = copy.deepcopy(PHRASES)
    answer[member] = list(entries)
    return answer


def told(school: Blueprint, answer: dict[str, Any]) -> str:
    """Return what is wrong with an answer."""
    with pytest.raises(RejectedAnswer) as rejected:
        PhrasesStage().read(answer, school)
    return "\n".join(map(str, rejected.value.problems))


def test_a_tool_can_be_asked_for_without_details(school: Blueprint) -> None:
    answer = copy.deepcopy(PHRASES)
    answer["requests"][1]["ways"] = ["Make {booking_id} for {seats} people."]
    assert "request for change_seats: no sentence does without details" in told(school, answer)
    assert "give one without {seats}" in told(school, answer)


def test_a_clause_has_no_place_inside_a_sentence(school: Blueprint) -> None:
    answer = with_ways("choices", said("boat=dinghy", "it is small"))
    answer["requests"].append(said("list_courses", "Which courses with a {boat} are there?"))
    assert "a clause does not fit into 'Which courses with a {boat}" in told(school, answer)
    answer["requests"][-1]["ways"] = ["Which courses are there, {boat}?"]
    phrasebook = PhrasesStage().read(answer, school).phrasebook
    assert phrasebook.choices["list_courses.boat=dinghy"] == ("it is small",)


def test_adjectives_are_kept_apart_from_words_for_parameters(school: Blueprint) -> None:
    answer = with_ways("adjectives", said("boat=dinghy", "for dinghies"))
    choices = PhrasesStage().read(answer, school).phrasebook.choices
    assert choices["Course.boat=dinghy"] == ("for dinghies",)
    assert choices["list_courses.boat=dinghy"] == ("for dinghies",)  # what the look was for
    assert choices["Course.boat=keelboat"] == ("keelboat",)
    assert "boat=dinghy" not in choices


def test_an_adjective_may_be_for_one_table_alone(school: Blueprint) -> None:
    answer = with_ways("adjectives", said("invoices.status=paid", "settled"))
    choices = PhrasesStage().read(answer, school).phrasebook.choices
    assert choices["Invoice.status=paid"] == ("settled",)
    assert not any(name.startswith("Booking.status") for name in choices)


@pytest.mark.parametrize("name", ["Course", "courses"])
def test_tables_are_known_by_class_and_by_plural(school: Blueprint, name: str) -> None:
    answer = with_ways("rows", said(name, "class"))
    answer["questions"] = [said(f"{name}.days", "How long is it?")]
    phrasebook = PhrasesStage().read(answer, school).phrasebook
    assert phrasebook.rows["Course"] == ("class",)
    assert phrasebook.questions["Course.days"] == ("How long is it?",)


def test_entries_about_the_same_thing_are_taken_together(school: Blueprint) -> None:
    answer = with_ways("rows", said("Course", "class"), said("courses", "lesson"))
    assert PhrasesStage().read(answer, school).phrasebook.rows["Course"] == ("class", "lesson")


@pytest.mark.parametrize(
    ("member", "about", "way", "reason"),
    [
        ("rows", "Boat", "boat", "there is no table or view Boat"),
        ("columns", "colour", "colour", "there is no column 'colour'"),
        ("questions", "Course.colour", "Which?", "there is no column 'Course.colour'"),
        ("adjectives", "boat=raft", "raft", "must be name=value"),
        ("choices", "weather=bad", "it rains", "choices are boat"),
        ("columns", "starts_on", "begun {value}", "begin it with 'that'"),
        ("columns", "starts_on", "on {day}", "has no slot but {value}"),
        ("rows", "Course", "{course}", "has no slots"),
    ],
)
def test_what_nothing_is_called_by_is_told(
    school: Blueprint, member: str, about: str, way: str, reason: str
) -> None:
    assert reason in told(school, with_ways(member, said(about, way)))


def test_a_column_may_tell_a_row_by_its_value(school: Blueprint) -> None:
    answer = with_ways("columns", said("starts_on", "first day", "beginning on {value}"))
    phrasebook = PhrasesStage().read(answer, school).phrasebook
    assert phrasebook.columns["starts_on"] == ("first day", "beginning on {value}")


def test_views_are_shown_and_tools_of_every_business_are_not(school: Blueprint) -> None:
    question = PhrasesStage().question(school)
    assert "class BookingDetails:" in question
    assert "verify_identity" not in question
    assert "- change_seats(booking_id: Reference[Booking], seats: Quantity)" in question


@pytest.mark.parametrize(
    ("tool", "way", "word"),
    [
        ("cancel_booking", "I want to pay {booking_id}.", "'pay', by which pay_invoice"),
        ("pay_invoice", "Please cancel {invoice_id}.", "'cancel', by which cancel_booking"),
        ("pay_invoice", "I'd like the cancellation of {invoice_id}.", "'cancellation', by which"),
        ("cancel_booking", "I'd like to book {booking_id}.", "'book', by which book_course"),
        ("cancel_booking", "Please cancel {booking_id} and pay it.", "'pay', by which"),
        ("cancel_booking", "I need to change {booking_id}.", "'change', by which change_seats"),
        ("cancel_booking", "Give me more seats in {booking_id}.", "'seats', by which"),
        ("book_course", "Change it to {course_id}.", "'change', by which change_seats"),
        ("pay_invoice", "Please do the thing.", "says nothing of what is wanted"),
    ],
)
def test_no_request_asks_for_another_tool(
    school: Blueprint, tool: str, way: str, word: str
) -> None:
    answer = copy.deepcopy(PHRASES)
    next(each for each in answer["requests"] if each["about"] == tool)["ways"].append(way)
    assert f"request for {tool}: `{way}`: " in told(school, answer)
    assert word in told(school, answer)


@pytest.mark.parametrize(
    ("tool", "way"),
    [
        ("cancel_booking", "I cannot make it, drop the course that I booked: {booking_id}."),
        ("cancel_booking", "Cancel my booking, {booking_id}, I need no seats."),
        ("pay_invoice", "Here is the money for my booking: {invoice_id}."),
        ("pay_invoice", "I won't cancel anything, take the money for {invoice_id}."),
        ("change_seats", "Could you update {booking_id} to {seats} people?"),
        ("book_course", "A place in {course_id}, please, for {seats} people."),
        ("book_course", "I want {course_id}."),
        ("list_courses", "What can I book with a {boat}?"),  # looking changes nothing
    ],
)
def test_a_request_may_use_other_words(school: Blueprint, tool: str, way: str) -> None:
    answer = copy.deepcopy(PHRASES)
    answer["requests"].append(said(tool, way))
    assert way in PhrasesStage().read(answer, school).phrasebook.requests[tool]


def test_a_request_is_for_one_tool_alone(school: Blueprint) -> None:
    answer = copy.deepcopy(PHRASES)
    for each in answer["requests"][1:3]:
        each["ways"] = ["It is about {booking_id}."]
    assert "asks for change_seats in the same words" in told(school, answer)
    answer["requests"][2]["ways"] = ["It's about {booking_id}."]
    answer["requests"][3]["ways"] = ["It's about {invoice_id}."]  # its slot tells it apart
    PhrasesStage().read(answer, school)


def test_every_entry_about_a_tool_is_checked(school: Blueprint) -> None:
    answer = copy.deepcopy(PHRASES)
    answer["requests"].insert(0, said("pay_invoice", "Please cancel {invoice_id}."))
    assert "'cancel', by which cancel_booking is known" in told(school, answer)
