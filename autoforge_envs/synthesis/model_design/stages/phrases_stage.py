"""The last stage: what customers want, and how they say it."""

import string
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from autoforge_envs.synthesis.composition.phrasebook import Phrasebook
from autoforge_envs.synthesis.model_design.blueprint import Blueprint
from autoforge_envs.synthesis.model_design.english import is_english
from autoforge_envs.synthesis.model_design.problems import Problem, raise_if_any
from autoforge_envs.synthesis.model_design.prompting import render_prompt
from autoforge_envs.synthesis.model_design.shapes import TEXT, Shape, list_of, record
from autoforge_envs.synthesis.model_design.sources import signature_of
from autoforge_envs.synthesis.model_design.stages.stage import Checks
from autoforge_envs.synthesis.model_design.writing import given_tools, table_source

MAX_WAY = 200
"""Longest way to say something, in characters."""

_KINDS = tuple(each.name for each in fields(Phrasebook))
_SHAPE = record(**{kind: list_of(record(about=TEXT, ways=list_of(TEXT))) for kind in _KINDS})


@dataclass(frozen=True, slots=True)
class PhrasesStage:
    """Asks for a phrasebook; what is said already stays where nothing else is given."""

    @property
    def name(self) -> str:
        """What ledgers call it."""
        return "phrases"

    @property
    def subject(self) -> str:
        """What the question is about."""
        return "what customers say"

    @property
    def shape(self) -> Shape:
        """The shape of an answer."""
        return _SHAPE

    @property
    def checks(self) -> Checks:
        """Nothing that runs has changed."""
        return "words"

    def part(self, member: str, item: Any) -> str:
        """Return what the ways to say something are of."""
        return _where(member, item["about"])

    def question(self, blueprint: Blueprint) -> str:
        """Return what the model is asked."""
        signatures = {
            name: ", ".join(f"{each}: {kind}" for each, kind in parameters.items())
            for name, parameters in _parameters(blueprint).items()
        }
        return render_prompt(
            "phrases",
            title=blueprint.title,
            about=blueprint.about,
            tables=table_source(blueprint),
            tools=list(signatures.items()),
        )

    def read(self, answer: Mapping[str, Any], blueprint: Blueprint) -> Blueprint:
        """Return the blueprint with the phrasebook.

        Raises:
            RejectedAnswer: Something is wrong with it.
        """
        raise_if_any(
            [
                *_problems_of_requests(answer, blueprint),
                *_problems_of_names(answer, blueprint),
                *_problems_of_ways(answer),
            ]
        )
        before = blueprint.phrasebook
        said = {
            kind: {each["about"]: tuple(dict.fromkeys(each["ways"])) for each in answer[kind]}
            for kind in _KINDS
        }
        phrasebook = Phrasebook(
            **{kind: {**getattr(before, kind), **said[kind]} for kind in _KINDS}
        )
        return replace(blueprint, phrasebook=phrasebook)


def _where(kind: str, about: str) -> str:
    """Return what problems call the ways to say something."""
    named = {"requests": "request for", "rows": "words for", "choices": "words for choice"}
    return f"{named.get(kind, kind)} {about[:60]}"


def _parameters(blueprint: Blueprint) -> dict[str, dict[str, str]]:
    """Return the tools with their parameters, those that every business has by name alone."""
    own = {
        tool.name: {n: kind for n, kind in signature_of(tool).items() if n != "state"}
        for tool in blueprint.of_kind("tool")
    }
    given = given_tools(blueprint)
    return {**{name: dict(tool.references) for name, tool in given.items()}, **own}


def _problems_of_requests(answer: Mapping[str, Any], blueprint: Blueprint) -> Iterator[Problem]:
    tools = _parameters(blueprint)
    said = {each["about"]: each["ways"] for each in answer["requests"]}
    asked_for = {*blueprint.phrasebook.requests, *(tool for tool, ways in said.items() if ways)}
    for outline in blueprint.outline:
        if outline.writes and outline.name not in asked_for:
            yield Problem("a missing request", "requests", f"nothing asks for {outline.name}")
    for tool, ways in said.items():
        if tool not in tools:
            reason = f"there is no tool {tool[:60]}; there are {', '.join(tools)}"
            yield Problem("an unknown tool", _where("requests", tool), reason)
            continue
        for way in ways:
            for slot in _slots(way):
                if slot not in tools[tool]:
                    known = ", ".join(tools[tool]) or "none"
                    reason = f"{tool} has no parameter {slot!r:.60}; it has {known}"
                    yield Problem("an unknown slot", _where("requests", tool), reason, way)


def _slots(text: str) -> list[str]:
    """Return the slots of a sentence; something that is no name where its braces are wrong."""
    try:
        return [field for _, field, _, _ in string.Formatter().parse(text) if field is not None]
    except ValueError as error:
        return [str(error)]


def _problems_of_names(answer: Mapping[str, Any], blueprint: Blueprint) -> Iterator[Problem]:
    party = blueprint.party.camel
    views = [view.name for view in blueprint.of_kind("view")]
    rows = [party, *(table.name for table in blueprint.tables), *views]
    for each in answer["rows"]:
        if each["about"] not in rows:
            reason = f"there is no table or view {each['about'][:60]}; there are {', '.join(rows)}"
            yield Problem("an unknown table", _where("rows", each["about"]), reason)
    for each in answer["choices"]:
        if each["about"].count("=") != 1:
            reason = f"{each['about'][:60]!r} must be parameter=value or column=value"
            yield Problem("an unknown choice", _where("choices", each["about"]), reason)


def _problems_of_ways(answer: Mapping[str, Any]) -> Iterator[Problem]:
    texts = []
    for kind, each in ((member, each) for member in _KINDS for each in answer[member]):
        where = _where(kind, each["about"])
        if not each["ways"]:
            yield Problem("a missing way", where, "give one at least")
        for way in each["ways"]:
            texts.append(way)
            if not way.strip() or len(way) > MAX_WAY or not way.isprintable():
                yield Problem(
                    "a text", where, f"must be one line of 1 to {MAX_WAY} characters", way
                )
            elif kind != "requests" and ("{" in way or "}" in way):
                yield Problem("a text", where, "has no slots", way)
    if not is_english(texts):
        yield Problem("another language", "the answer", "is not English; write English")
