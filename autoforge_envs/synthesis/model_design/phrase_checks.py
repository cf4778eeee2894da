"""What is wrong with the ways to say things, and what their names stand for."""

import re
import string
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from autoforge_envs.synthesis.model_design.blueprint import Blueprint
from autoforge_envs.synthesis.model_design.plain_texts import strangeness
from autoforge_envs.synthesis.model_design.problems import Problem
from autoforge_envs.synthesis.model_design.sources import fields_of, intent_of, signature_of
from autoforge_envs.synthesis.model_design.telling_words import Asked, alike, astray, nouns_of
from autoforge_envs.synthesis.model_design.writing import (
    FLAGS,
    choice_columns,
    choice_words,
    given_tools,
)

MAX_WAY = 200
"""Longest way to say something, in characters."""

_NAMED = {
    "requests": "request for",
    "rows": "words for",
    "choices": "words for choice",
    "adjectives": "adjectives for",
}
COLUMNS = ("columns", "highest", "lowest", "questions")
"""Members that are about columns."""

_VALUE = "value"
_CLAUSE = re.compile(
    r"^(i|i'm|i've|it|it's|we|we're|they|there|my|our|this|that's|somebody|nobody)\b"
    r"|\b(is|isn't|are|aren't|was|were|has|have|had|does|doesn't|don't|do|can't|cannot|won't)\b",
    re.IGNORECASE,
)
_FOLLOWS = re.compile(
    r"\b(about|at|between|by|called|for|from|in|of|on|that|to|under|when|where|which|who|with"
    r"|without)\b"
)
"""Words of which a phrase has one that follows its noun."""
_OPEN_TO_CLAUSES = re.compile(r"(^|[,;:.!?(–—-]|\b(because|since|as|that))\s*$", re.IGNORECASE)


def where(kind: str, about: str) -> str:
    """Return what problems call the ways to say something."""
    return f"{_NAMED.get(kind, kind)} {about[:60]}"


def parameters_of(blueprint: Blueprint) -> dict[str, dict[str, str]]:
    """Return the tools with their parameters, those that every business has by name alone."""
    own = {
        tool.name: {n: kind for n, kind in signature_of(tool).items() if n != "state"}
        for tool in blueprint.of_kind("tool")
    }
    given = given_tools(blueprint)
    return {**{name: dict(tool.references) for name, tool in given.items()}, **own}


def choices_of(blueprint: Blueprint) -> dict[tuple[str, str], tuple[str, ...]]:
    """Return the parameters that are choices, by tool and name, with their words."""
    words = {**choice_words(blueprint), "Flag": FLAGS}
    return {
        (tool, name): words[kind.partition(" ")[0]]
        for tool, parameters in parameters_of(blueprint).items()
        for name, kind in parameters.items()
        if kind.partition(" ")[0] in words
    }


def places_of(blueprint: Blueprint, about: str) -> list[tuple[str, str]]:
    """Return the tables and views with the keys under which an adjective belongs.

    Args:
        blueprint: What is designed.
        about: "column=value", or "Table.column=value" for one table alone.
    """
    name, _, value = about.partition("=")
    table, _, column = name.rpartition(".")
    return [
        (owner, f"{owner}.{column}={value}")
        for owner, columns in choice_columns(blueprint).items()
        if table in ("", *names_of_table(blueprint, owner)) and value in columns.get(column, ())
    ]


def names_of_table(blueprint: Blueprint, owner: str) -> tuple[str, ...]:
    """Return under which names a table or view may be spoken of: its class, and its plural."""
    plurals = {table.name: table.plural for table in blueprint.tables}
    plurals[blueprint.party.camel] = blueprint.party.many.replace(" ", "_")
    return (owner, plurals[owner]) if owner in plurals else (owner,)


def rows_of(blueprint: Blueprint) -> dict[str, str]:
    """Return the tables and views by every name under which they may be spoken of."""
    return {
        name: owner
        for owner in choice_columns(blueprint)
        for name in names_of_table(blueprint, owner)
    }


def in_class(about: str, rows: Mapping[str, str]) -> str:
    """Return "Table.column" with the table by its class, whatever it was called."""
    table, dot, column = about.rpartition(".")
    return f"{rows.get(table, table)}{dot}{column}"


def columns_of(blueprint: Blueprint) -> dict[str, frozenset[str]]:
    """Return all that "columns" may be about: columns and fields by class, parameters by tool."""
    found = {table.name: {each.name for each in table.columns} for table in blueprint.tables}
    own = {each.name for each in blueprint.party_columns}
    found[blueprint.party.camel] = own | {"name", "email", "phone", "joined_on"}
    found |= {view.name: {*fields_of(view)} for view in blueprint.of_kind("view")}
    found |= {tool: {*parameters} for tool, parameters in parameters_of(blueprint).items()}
    return {owner: frozenset(names) for owner, names in found.items()}


def problems_of_phrases(answer: Mapping[str, Any], blueprint: Blueprint) -> Iterator[Problem]:
    """Yield what is wrong with an answer that has the shape."""
    yield from _problems_of_requests(answer, blueprint)
    yield from _problems_of_names(answer, blueprint)
    yield from _problems_of_choices(answer, blueprint)
    for kind, said in answer.items():
        for each in said:
            yield from _problems_of_ways(kind, each)


def _problems_of_requests(answer: Mapping[str, Any], blueprint: Blueprint) -> Iterator[Problem]:
    tools = parameters_of(blueprint)
    said = _requests_of(answer)
    asked_for = {*blueprint.phrasebook.requests, *(tool for tool, ways in said.items() if ways)}
    for outline in blueprint.outline:
        if outline.writes and outline.name not in asked_for:
            yield Problem("a missing request", "requests", f"nothing asks for {outline.name}")
    writing = {outline.name for outline in blueprint.outline if outline.writes}
    yield from _problems_of_meaning(answer, blueprint)
    for tool, ways in said.items():
        if tool not in tools:
            reason = f"there is no tool {tool[:60]}; there are {', '.join(tools)}"
            yield Problem("an unknown tool", where("requests", tool), reason)
            continue
        yield from _problems_of_slots(tool, ways, tools[tool])
        if tool in writing and tool not in blueprint.phrasebook.requests:
            yield from _problems_of_openness(tool, ways, tools[tool])


def _requests_of(answer: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return the ways to ask for each tool, those of entries about the same tool together."""
    said: dict[str, list[str]] = {}
    for each in answer["requests"]:
        said.setdefault(each["about"], []).extend(each["ways"])
    return said


def _problems_of_meaning(answer: Mapping[str, Any], blueprint: Blueprint) -> Iterator[Problem]:
    """Yield sentences that ask for something else, or for one thing as well as for another."""
    said = _requests_of(answer)
    named = [way for each in answer["rows"] for way in each["ways"]]
    nouns = nouns_of([blueprint.party.camel, *choice_columns(blueprint)], named)
    yield from _other_requests(astray(said, _asked_for(blueprint), nouns))
    kept = {k: v for k, v in blueprint.phrasebook.requests.items() if k not in said}
    shared = alike({**kept, **said}, parameters_of(blueprint))
    yield from _other_requests(each for each in shared if each[0] in said)


def _other_requests(found: Iterable[tuple[str, str, str]]) -> Iterator[Problem]:
    for tool, reason, way in found:
        yield Problem("another request", where("requests", tool), reason, way)


def _asked_for(blueprint: Blueprint) -> list[Asked]:
    """Return the tools that change something, with what tells what they do."""
    writing = {outline.name for outline in blueprint.outline if outline.writes}
    parameters, choices = parameters_of(blueprint), choices_of(blueprint)
    return [
        Asked(
            tool.name,
            intent_of(tool),
            parameters[tool.name],
            tuple(
                word
                for name in parameters[tool.name]
                for word in choices.get((tool.name, name), ())
            ),
        )
        for tool in blueprint.of_kind("tool")
        if tool.name in writing
    ]


def _problems_of_slots(
    tool: str, ways: Sequence[str], parameters: Mapping[str, str]
) -> Iterator[Problem]:
    for way in ways:
        for slot in slots_of(way):
            if slot not in parameters:
                known = ", ".join(parameters) or "none"
                reason = f"{tool} has no parameter {slot!r:.60}; it has {known}"
                yield Problem("an unknown slot", where("requests", tool), reason, way)


def _problems_of_openness(
    tool: str, ways: Sequence[str], parameters: Mapping[str, str]
) -> Iterator[Problem]:
    """Want a sentence for the customer who keeps details back until they are asked for."""
    keys = {name for name, kind in parameters.items() if kind.startswith("Reference[")}
    if ways and not any(keys >= set(slots_of(way)) for way in ways):
        details = ", ".join(f"{{{name}}}" for name in parameters if name not in keys)
        reason = f"no sentence does without details; give one without {details}"
        yield Problem("a missing request", where("requests", tool), reason)


def slots_of(text: str) -> list[str]:
    """Return the slots of a sentence; something that is no name where its braces are wrong."""
    try:
        return [field for _, field, _, _ in string.Formatter().parse(text) if field is not None]
    except ValueError as error:
        return [str(error)]


def _problems_of_names(answer: Mapping[str, Any], blueprint: Blueprint) -> Iterator[Problem]:
    rows = rows_of(blueprint)
    for each in answer["rows"]:
        if each["about"] not in rows:
            known = ", ".join(dict.fromkeys(rows.values()))
            reason = f"there is no table or view {each['about'][:60]}; there are {known}"
            yield Problem("an unknown table", where("rows", each["about"]), reason)
    yield from _unknown_columns(answer, rows, blueprint)
    parameters = {
        f"{name}={value}" for (_, name), words in choices_of(blueprint).items() for value in words
    }
    for member, known_parameters in (("choices", parameters), ("adjectives", frozenset[str]())):
        for each in answer[member]:
            about = each["about"]
            if about not in known_parameters and not places_of(blueprint, about):
                yield _unknown_choice(member, about, blueprint)


def _unknown_columns(
    answer: Mapping[str, Any], rows: Mapping[str, str], blueprint: Blueprint
) -> Iterator[Problem]:
    known = columns_of(blueprint)
    returned = {tool.name for tool in blueprint.of_kind("tool")}  # whose fields are its own
    for member in COLUMNS:
        for each in answer[member]:
            owner, _, column = in_class(each["about"], rows).rpartition(".")
            if owner in returned and member == "questions":
                continue
            if not any(column in names for name, names in known.items() if owner in ("", name)):
                reason = f"there is no column {each['about'][:60]!r}; write column or Table.column"
                yield Problem("an unknown column", where(member, each["about"]), reason)


def _unknown_choice(member: str, about: str, blueprint: Blueprint) -> Problem:
    columns = choice_columns(blueprint)
    names = [
        *(name for _, name in choices_of(blueprint) if member == "choices"),
        *(name for owner in columns for name in columns[owner]),
    ]
    known = ", ".join(dict.fromkeys(names)) or "none"
    reason = (
        f"{about[:60]!r} must be name=value, the name of a choice and one of its words; "
        f"choices are {known}"
    )
    return Problem("an unknown choice", where(member, about), reason)


def _problems_of_choices(answer: Mapping[str, Any], blueprint: Blueprint) -> Iterator[Problem]:
    """Yield clauses that would stand where their sentence has room for a word only."""
    tools = {tool for tool, _ in choices_of(blueprint)}
    asked = [(e["about"], way) for e in answer["requests"] for way in e["ways"]]
    for each in answer["choices"]:
        name = each["about"].partition("=")[0]
        clauses = [way for way in each["ways"] if _CLAUSE.search(way)]
        for tool, sentence in asked:
            before, slot, _ = sentence.partition(f"{{{name}}}")
            if clauses and slot and tool in tools and not _OPEN_TO_CLAUSES.search(before):
                reason = (
                    f"a clause does not fit into {sentence!r}; give words that stand for "
                    f"{{{name}}} there, such as {each['about'].partition('=')[2]!r}"
                )
                yield Problem("a clause", where("choices", each["about"]), reason, clauses[0])
                break


def _problems_of_ways(kind: str, said: Mapping[str, Any]) -> Iterator[Problem]:
    place = where(kind, said["about"])
    if not said["ways"]:
        yield Problem("a missing way", place, "give one at least")
    for way in said["ways"]:
        if not way.strip() or len(way) > MAX_WAY or not way.isprintable():
            yield Problem("a text", place, f"must be one line of 1 to {MAX_WAY} characters", way)
        elif wrong := strangeness(way):
            yield Problem("a text", place, wrong, way)
        elif kind == "columns" and slots_of(way) not in ([], [_VALUE]):
            yield Problem("a text", place, "has no slot but {value}", way)
        elif kind == "columns" and slots_of(way) and not _FOLLOWS.search(way):
            reason = f"must follow its noun: begin it with 'that', as in 'that is {way[:60]}'"
            yield Problem("a text", place, reason, way)
        elif kind not in ("requests", "columns") and slots_of(way):
            yield Problem("a text", place, "has no slots", way)
