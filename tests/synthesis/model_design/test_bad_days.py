"""Whatever an endpoint or a model does on a bad day, the design comes out as on a good one."""

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import pytest
from werkzeug import Request, Response

from autoforge_envs.errors import EndpointError
from autoforge_envs.isolation.connection import Limits
from autoforge_envs.language_models import Door, EndpointOptions, PriceTable
from autoforge_envs.synthesis.model_design.asking import Asker
from autoforge_envs.synthesis.model_design.blueprint import Blueprint, Outline
from autoforge_envs.synthesis.model_design.courses import choose_course
from autoforge_envs.synthesis.model_design.designer import LanguageModelDesigner
from autoforge_envs.synthesis.model_design.stages.phrases_stage import PhrasesStage
from autoforge_envs.synthesis.model_design.stages.rules_stage import RulesStage
from autoforge_envs.synthesis.model_design.stages.schema_stage import SchemaStage
from autoforge_envs.synthesis.model_design.stages.stage import DesignStage
from autoforge_envs.synthesis.model_design.stages.tools_stage import ToolsStage
from autoforge_envs.synthesis.model_design.stages.vocabulary_stage import VocabularyStage
from autoforge_envs.synthesis.model_design.trying import Making, Trial
from autoforge_envs.synthesis.pipeline.workshop import LIMITS
from tests.language_models.scripted_endpoint import chat_answer

from .mistakes import HANGS, HIDDEN, IMPORTS, changed, with_source
from .questions import PARTS
from .scripted_model import Saying, ScriptedModel
from .written_by_hand import (
    ANSWERS,
    DOCUMENTS,
    LAST_TOOLS,
    PHRASES,
    RULES,
    SCHEMA,
    SOURCES,
    TOOLS,
    tools,
)

SEED = 3
IMPATIENT = Limits(2.0, LIMITS.load_seconds, LIMITS.memory_bytes, LIMITS.answer_bytes)

GERMAN = changed(
    RULES, "rules", 0, "source",
    to=RULES["rules"][0]["source"].replace(
        "A booking is for at most 3 people.",
        "Eine Buchung ist für drei Personen und nicht für mehr, die der Kunde mit sich hat.",
    ),
)  # fmt: skip


ITSELF = changed(SCHEMA, "tables", 1, "columns", 1, "to", to="Booking")
TAKEN = changed(SCHEMA, "tables", 1, "plural", to="violations")


def status(code: int, **headers: str) -> Response:
    return Response('{"error": {"message": "a bad day"}}', code, headers)


def stops_in_the_middle(request: Request) -> Response:
    """Send the beginning of an answer, then nothing for longer than anybody waits."""

    def halves() -> Iterator[bytes]:
        yield json.dumps(chat_answer(json.dumps(SCHEMA))).encode()[:500]
        time.sleep(1.5)
        yield b" "

    return Response(halves(), content_type="application/json")


def attack(name: str, source: str) -> str:
    return with_source(LAST_TOOLS, name, source)


def rule_that_says(words: str) -> str:
    source = RULES["rules"][0]["source"]
    return changed(RULES, "rules", 0, "source", to=source.replace("at most 3 people", words))


HIDING = SOURCES["pay_invoice"].replace("is paid already", "is p\u200baid already")
STRAYING = changed(PHRASES, "requests", 2, "ways", to=["I want to pay {booking_id}."])
FILTERED = chat_answer(None)
FILTERED["choices"][0]["finish_reason"] = "content_filter"


@dataclass(frozen=True)
class Part:
    """A question, the blueprint before it, and the one that a good answer makes of it."""

    stage: DesignStage
    before: Blueprint
    after: Blueprint


@pytest.fixture(scope="module")
def parts() -> dict[str, Part]:
    """The design on a good day, part by part."""
    outline = [Outline(name, *told) for name, told in TOOLS.items()]
    stages: list[DesignStage] = [
        SchemaStage(DOCUMENTS, SEED),
        VocabularyStage(),
        ToolsStage(tuple(outline[:4]), DOCUMENTS.tools[:4]),
        ToolsStage(tuple(outline[4:]), DOCUMENTS.tools[4:]),
        RulesStage(DOCUMENTS),
        PhrasesStage(),
    ]
    found, blueprint = {}, Blueprint()
    for name, stage, (_, answer) in zip(PARTS, stages, ANSWERS, strict=True):
        after = stage.read(answer, blueprint)
        found[name] = Part(stage, blueprint, after)
        blueprint = after
    return found


@pytest.fixture
def comes_out(
    options: EndpointOptions, model: ScriptedModel, parts: dict[str, Part]
) -> Callable[[dict[str, list[Saying]]], list[str]]:
    """Asks on a bad day, compares with a good one, and returns what the model was told."""

    def check(bad: dict[str, list[Saying]]) -> list[str]:
        model.script(bad)
        asker = Asker(Door(options), 3, PriceTable())
        course = choose_course(DOCUMENTS, SEED)
        with Trial(Making(SEED, course, limits=IMPATIENT)) as trial:
            for name in bad:
                part = parts[name]
                assert asker.ask(part.stage, part.before, trial.try_out) == part.after
        return [body["messages"][-1]["content"] for body in model.bodies]

    return check


Check = Callable[[dict[str, list[Saying]]], list[str]]


@pytest.mark.parametrize(
    "bad",
    [
        status(429, **{"Retry-After": "0.01"}),
        status(500),
        status(503),
        Response(
            json.dumps(chat_answer(json.dumps(SCHEMA)))[:700], content_type="application/json"
        ),
        Response("<html>gateway</html>"),
        {"choices": []},
    ],
    ids=["429 with Retry-After", "500", "503", "a truncated body", "no JSON", "no choices"],
)
def test_an_endpoint_that_recovers_is_asked_again(comes_out: Check, bad: Saying) -> None:
    comes_out({"schema": [bad, bad]})


def test_an_answer_that_stops_in_the_middle_is_asked_for_again(
    model: ScriptedModel, options: EndpointOptions, parts: dict[str, Part]
) -> None:
    model.script({"schema": [stops_in_the_middle]})
    part, impatient = parts["schema"], Door(replace(options, timeout=0.8))
    asker = Asker(impatient, 0, PriceTable())
    assert asker.ask(part.stage, part.before, lambda grown: None) == part.after
    assert model.parts_asked() == ["schema", "schema"]


@pytest.mark.parametrize(
    ("part", "bad", "told"),
    [
        ("schema", json.dumps(SCHEMA)[:-400], "the JSON breaks off after"),
        ("schema", chat_answer(None, refusal="I cannot help with that."), "refused to answer"),
        ("schema", FILTERED, "the endpoint's content filter stopped the answer"),
        ("schema", changed(SCHEMA, "tables", 0, "description", to="A p\u043en\u200bd."), "u200b"),
        ("schema", json.dumps({"tables": []}), "has no member 'name'"),
        ("schema", changed(SCHEMA, "tools", 1, "name", to="fetch_course"), "get_course is missing"),
        ("schema", ITSELF, "refers to 'Booking'; tables before it are Pupil, Course"),
        ("schema", TAKEN, "Booking (violations) is a table that every domain has; rename yours"),
        ("rules", GERMAN, "their sentences must be English"),
        ("rules", rule_that_says("at least 300 people"), "sentence says 300, which neither"),
        ("rules", rule_that_says("at most {seats} people"), "holds '{seats}'; write plain words"),
        ("rules", rule_that_says("at m\u200bost 3 people"), "'\\u200b', which nobody sees"),
        ("rules", rule_that_says("at m\\u202eost 3 people"), "'\\u202e', which nobody sees"),
        ("rules", rule_that_says("at m\u043est 3 people"), "in Cyrillic and Latin letters"),
        ("last tools", attack("pay_invoice", HIDING), "'\\u200b', which nobody sees"),
        ("phrases", STRAYING, "asks for something else with 'pay'"),
        ("phrases", "Ich möchte lieber nicht.", "holds no JSON object"),
        ("phrases", changed(PHRASES, "rows", to="all of them"), "rows: must be a list"),
        ("last tools", attack("cancel_booking", IMPORTS), "no imports, no while"),
        ("last tools", attack("cancel_booking", HIDDEN), ".__class__ must not be used"),
        ("last tools", attack("cancel_booking", HANGS), "did not answer within 2 s"),
        ("last tools", json.dumps(tools(*LAST_TOOLS[:-1])), "pay_invoice is missing"),
        (
            "last tools",
            attack("pay_invoice", SOURCES["pay_invoice"].replace("def pay", "def settle")),
            "must define pay_invoice and nothing else",
        ),
    ],
    ids=[
        "truncated JSON", "a refusal", "a filter", "a hidden character in a table", "another shape",
        "a changed tool name",
        "a reference to itself", "a table of ours", "another language",
        "another number", "a slot in a sentence", "a hidden character", "an escaped character",
        "letters of two alphabets", "a hidden character in a tool", "another request",
        "prose in another language", "a wrong type", "an import", "a hidden name",
        "code that hangs", "a missing tool", "another function",
    ],
)  # fmt: skip
def test_a_bad_answer_is_mended_and_the_model_is_told_why(
    comes_out: Check, part: str, bad: Saying, told: str
) -> None:
    assert any(told in each for each in comes_out({part: [bad]}))


@pytest.mark.parametrize(
    "written",
    [
        "Here is the schema you asked for:\n```json\n{}\n```\nTell me if you need more!",
        "```\n{}\n```",
        "{} I hope this helps.",
        "Sure! {}",
    ],
)
def test_what_stands_around_the_json_is_passed_over(comes_out: Check, written: str) -> None:
    text = json.dumps(SCHEMA, indent=1).replace("\n}", ",\n}")  # with a comma too many
    told = comes_out({"schema": [written.replace("{}", text)]})
    assert not any("cannot be used" in each for each in told)


def test_an_endpoint_without_structured_outputs_is_asked_without(
    comes_out: Check, model: ScriptedModel
) -> None:
    model.offers_formats = False
    comes_out({"schema": [], "phrases": []})
    assert model.parts_asked() == ["schema", "phrases"]
    assert not any("response_format" in body for body in model.bodies)


def test_an_endpoint_that_stays_broken_ends_the_design_with_one_line(
    model: ScriptedModel, designer: LanguageModelDesigner
) -> None:
    model.script({"rules": [status(500)] * 9})
    with pytest.raises(
        EndpointError, match=r"no answer from scripted .* after 4 attempts: HTTP 500"
    ):
        designer.design(SEED)
