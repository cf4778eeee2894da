"""The last stage: what customers want, and how they say it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from autoforge_envs.synthesis.composition.phrasebook import Phrasebook
from autoforge_envs.synthesis.composition.wording.speech import STATES
from autoforge_envs.synthesis.model_design.blueprint import Blueprint
from autoforge_envs.synthesis.model_design.english import is_english
from autoforge_envs.synthesis.model_design.phrase_checks import (
    COLUMNS,
    choices_of,
    in_class,
    parameters_of,
    places_of,
    problems_of_phrases,
    rows_of,
    where,
)
from autoforge_envs.synthesis.model_design.problems import Problem, raise_if_any
from autoforge_envs.synthesis.model_design.prompting import render_prompt
from autoforge_envs.synthesis.model_design.shapes import TEXT, Shape, list_of, record
from autoforge_envs.synthesis.model_design.sources import signature_text
from autoforge_envs.synthesis.model_design.stages.stage import Checks
from autoforge_envs.synthesis.model_design.writing import (
    FLAGS,
    choice_columns,
    given_tools,
    table_source,
)

_KINDS = tuple(each.name for each in fields(Phrasebook))
_MEMBERS = (*_KINDS[:2], "adjectives", *_KINDS[2:])
_SHAPE = record(**{name: list_of(record(about=TEXT, ways=list_of(TEXT))) for name in _MEMBERS})

Said = dict[str, tuple[str, ...]]
"""Ways to say each of some things."""


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
        return where(member, item["about"])

    def question(self, blueprint: Blueprint) -> str:
        """Return what the model is asked."""
        given = given_tools(blueprint)
        signatures = [
            (name, ", ".join(f"{each}: {kind}" for each, kind in parameters.items()))
            for name, parameters in parameters_of(blueprint).items()
            if name not in given
        ]
        views = [view.text for view in blueprint.of_kind("view")]
        return render_prompt(
            "phrases",
            title=blueprint.title,
            about=blueprint.about,
            tables="\n\n\n".join([table_source(blueprint), *views]),
            tools=signatures,
            example=blueprint.tables[-1].name,
        )

    def read(self, answer: Mapping[str, Any], blueprint: Blueprint) -> Blueprint:
        """Return the blueprint with the phrasebook.

        Raises:
            RejectedAnswer: Something is wrong with it.
        """
        raise_if_any(problems_of_phrases(answer, blueprint))
        said = {member: _merged(answer[member]) for member in _MEMBERS}
        _check_language(said)
        rows = rows_of(blueprint)
        said["rows"] = _merged({"about": rows[k], "ways": v} for k, v in said["rows"].items())
        for member in COLUMNS:
            said[member] = {in_class(about, rows): ways for about, ways in said[member].items()}
        said["choices"] = _placed_choices(said["choices"], said.pop("adjectives"), blueprint)
        before = blueprint.phrasebook
        phrasebook = Phrasebook(
            **{kind: {**getattr(before, kind), **said[kind]} for kind in _KINDS}
        )
        return replace(blueprint, phrasebook=phrasebook)


def _check_language(said: Mapping[str, Said]) -> None:
    if not is_english(way for each in said.values() for ways in each.values() for way in ways):
        reason = "is not English; write English"
        raise_if_any([Problem("another language", "the answer", reason)])


def _merged(said: Iterable[Mapping[str, Any]]) -> Said:
    """Return the ways to say each thing, those of entries about the same thing together."""
    found: dict[str, tuple[str, ...]] = {}
    for each in said:
        found[each["about"]] = tuple(dict.fromkeys((*found.get(each["about"], ()), *each["ways"])))
    return found


def _placed_choices(choices: Said, adjectives: Said, blueprint: Blueprint) -> Said:
    """Return words for choices under the names of what they stand in: a tool, or a table.

    A parameter and a column may share a name, and not the words.
    """
    found = {**_default_adjectives(blueprint)}
    for about, ways in (*choices.items(), *adjectives.items()):
        for _, key in places_of(blueprint, about):
            if about in adjectives or not _is_parameter(about, blueprint):
                found[key] = ways
    found |= _said_of_looks(found, blueprint)
    for about, ways in choices.items():
        name, _, value = about.partition("=")
        for (tool, parameter), words in choices_of(blueprint).items():
            if parameter == name and value in words:
                found[f"{tool}.{about}"] = ways
    return found


def _said_of_looks(found: Said, blueprint: Blueprint) -> Said:
    """Return how rows are called by what their tool was asked for: "the services for dogs"."""
    classes = choice_columns(blueprint)
    writing = {outline.name for outline in blueprint.outline if outline.writes}
    looks = {each.name: signature_text(each) for each in blueprint.of_kind("tool")}
    return {
        f"{tool}.{parameter}={word}": found[f"{owner}.{parameter}={word}"]
        for (tool, parameter), words in choices_of(blueprint).items()
        for owner in classes
        if owner in looks.get(tool, "").rpartition("->")[2]
        for word in words
        if f"{owner}.{parameter}={word}" in found and tool not in writing
    }


def _is_parameter(about: str, blueprint: Blueprint) -> bool:
    name, _, value = about.partition("=")
    return any(
        parameter == name and value in words
        for (_, parameter), words in choices_of(blueprint).items()
    )


def _default_adjectives(blueprint: Blueprint) -> Said:
    """Return every value of a choice as an adjective: "grain free", but how things stand."""
    return {
        f"{owner}.{column}={word}": (word.replace("_", " "),)
        for owner, columns in choice_columns(blueprint).items()
        for column, words in columns.items()
        if column.rpartition("_")[2] not in STATES and words != FLAGS
        for word in words
    }
