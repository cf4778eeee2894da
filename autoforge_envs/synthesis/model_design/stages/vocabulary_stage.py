"""The second stage: the texts, the numbers and the days that stand in rows."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from autoforge_envs.synthesis.model_design.blueprint import Blueprint, Column
from autoforge_envs.synthesis.model_design.english import is_english
from autoforge_envs.synthesis.model_design.plain_texts import strangeness
from autoforge_envs.synthesis.model_design.problems import Problem, raise_if_any
from autoforge_envs.synthesis.model_design.prompting import render_prompt
from autoforge_envs.synthesis.model_design.shapes import NUMBER, TEXT, Shape, list_of, record
from autoforge_envs.synthesis.model_design.stages.stage import Checks
from autoforge_envs.synthesis.model_design.writing import table_source
from autoforge_envs.synthesis.schema_design.values import Days

LEAST_TEXTS = 4
MAX_TEXT = 80
MAX_NUMBER = 100_000_000
MAX_DAYS = 40_000

_TEXT_KINDS = ("Label", "FreeText")
_DAY_KINDS = ("Date", "Timestamp")
_NUMBER_KINDS = ("Money", "Number", "Percentage", "Quantity")
_SHAPE = record(
    vocabularies=list_of(record(column=TEXT, texts=list_of(TEXT))),
    ranges=list_of(record(column=TEXT, least=NUMBER, most=NUMBER)),
    days=list_of(record(column=TEXT, after=TEXT, earliest=NUMBER, latest=NUMBER)),
)

_MEMBERS = {"vocabularies": "vocabulary", "ranges": "range", "days": "days of"}


@dataclass(frozen=True, slots=True)
class VocabularyStage:
    """Asks for vocabularies and ranges of columns."""

    @property
    def name(self) -> str:
        """What ledgers call it."""
        return "vocabularies"

    @property
    def subject(self) -> str:
        """What the question is about."""
        return "what stands in the rows"

    @property
    def shape(self) -> Shape:
        """The shape of an answer."""
        return _SHAPE

    @property
    def checks(self) -> Checks:
        """The rows are made."""
        return "rows"

    def part(self, member: str, item: Any) -> str:
        """Return what a vocabulary or a range is called."""
        return f"{_MEMBERS[member]} {item['column']}"

    def question(self, blueprint: Blueprint) -> str:
        """Return what the model is asked."""
        return render_prompt(
            "vocabularies",
            title=blueprint.title,
            about=blueprint.about,
            tables=table_source(blueprint),
            labels=list(_columns(blueprint, _TEXT_KINDS)),
            numbers=list(_columns(blueprint, _NUMBER_KINDS)),
            days=list(_day_columns(blueprint)),
        )

    def read(self, answer: Mapping[str, Any], blueprint: Blueprint) -> Blueprint:
        """Return the blueprint with vocabularies and ranges.

        Raises:
            RejectedAnswer: Something is wrong with them.
        """
        raise_if_any(
            [
                *_problems_of_texts(answer, blueprint),
                *_problems_of_ranges(answer, blueprint),
                *_problems_of_days(answer, blueprint),
            ]
        )
        vocabularies = {
            each["column"]: tuple(dict.fromkeys(" ".join(t.split()) for t in each["texts"]))
            for each in answer["vocabularies"]
        }
        ranges = {each["column"]: (each["least"], each["most"]) for each in answer["ranges"]}
        days = {
            each["column"]: Days(each["earliest"], each["latest"], _plain(each["after"]))
            for each in answer["days"]
        }
        return replace(
            blueprint,
            vocabularies=vocabularies,
            ranges={**blueprint.ranges, **ranges},
            days=days,
        )


def has_columns(blueprint: Blueprint) -> bool:
    """Tell whether there is anything to ask for."""
    return bool(_columns(blueprint, _TEXT_KINDS + _NUMBER_KINDS) or _day_columns(blueprint))


def _columns(blueprint: Blueprint, kinds: tuple[str, ...]) -> dict[str, Column]:
    """Return the columns of some kinds by "Table.column", without those that have a range."""
    tables = [(table.name, table.columns) for table in blueprint.tables]
    tables.append((blueprint.party.camel, blueprint.party_columns))
    return {
        f"{table}.{column.name}": column
        for table, columns in tables
        for column in columns
        if column.kind in kinds and f"{table}.{column.name}" not in blueprint.ranges
    }


def _day_columns(blueprint: Blueprint) -> dict[str, Column]:
    """Return the columns of days by "Table.column", without calendars."""
    return {
        place: column
        for place, column in _columns(blueprint, _DAY_KINDS).items()
        if not (column.unique and column.kind == "Date")
    }


def _plain(column: str) -> str:
    """Return a column without its table."""
    return column.rpartition(".")[2]


def _problems_of_texts(answer: Mapping[str, Any], blueprint: Blueprint) -> Iterator[Problem]:
    known = _columns(blueprint, _TEXT_KINDS)
    given = {each["column"]: each["texts"] for each in answer["vocabularies"]}
    yield from _unknown_columns(given, known, "vocabulary")
    if not blueprint.drafted:
        yield from _missing_columns(given, known, "vocabularies")
    for column, texts in given.items():
        plain = {" ".join(text.split()) for text in texts}
        if len(plain) < LEAST_TEXTS:
            reason = f"has {len(plain)} different texts; give {LEAST_TEXTS} at least, better 20"
            yield Problem("a number of texts", f"vocabulary {column}", reason)
        for text in texts:
            if not text.strip() or len(text) > MAX_TEXT or not text.isprintable():
                reason = f"must be one line of 1 to {MAX_TEXT} characters"
                yield Problem("a text", f"vocabulary {column}", reason, text)
            elif wrong := strangeness(text):
                yield Problem("a text", f"vocabulary {column}", wrong, text)
    if not is_english(text for texts in given.values() for text in texts):
        yield Problem("another language", "vocabularies", "are not English; write English texts")


def _problems_of_ranges(answer: Mapping[str, Any], blueprint: Blueprint) -> Iterator[Problem]:
    known = _columns(blueprint, _NUMBER_KINDS)
    given = {each["column"]: (each["least"], each["most"]) for each in answer["ranges"]}
    yield from _unknown_columns(given, known, "range")
    if not blueprint.drafted:
        yield from _missing_columns(given, known, "ranges")
    for column, (least, most) in given.items():
        kind = known[column].kind if column in known else ""
        floor = -MAX_NUMBER if kind == "Number" else 0
        ceiling = 100 if kind == "Percentage" else MAX_NUMBER
        if not floor <= least < most <= ceiling:
            reason = f"is {least} to {most}; give a least below a most, {floor} to {ceiling}"
            yield Problem("a range", f"range {column}", reason)


def _problems_of_days(answer: Mapping[str, Any], blueprint: Blueprint) -> Iterator[Problem]:
    known = _day_columns(blueprint)
    given = {each["column"]: each for each in answer["days"]}
    yield from _unknown_columns(given, known, _MEMBERS["days"])
    counted = {column for column, each in given.items() if each["after"]}
    for column, each in given.items():
        where = f"{_MEMBERS['days']} {column}"
        if not -MAX_DAYS <= each["earliest"] <= each["latest"] <= MAX_DAYS:
            reason = f"are {each['earliest']} to {each['latest']}; give a range of days from today"
            yield Problem("a range", where, reason)
        base = f"{column.rpartition('.')[0]}.{_plain(each['after'])}"
        if each["after"] and (base not in known or base in counted):
            reason = (
                f"cannot be counted from {each['after']!r}; name a column of days of the same "
                'table that is counted from today, or leave "after" empty'
            )
            yield Problem("a range", where, reason)


def _missing_columns(
    given: Collection[str], known: Mapping[str, Column], member: str
) -> Iterator[Problem]:
    for column in known:
        if column not in given and known[column].kind != "FreeText":
            yield Problem("a missing column", member, f"{column} is missing; give it")


def _unknown_columns(
    given: Collection[str], known: Mapping[str, Column], what: str
) -> Iterator[Problem]:
    for column in given:
        if column not in known:
            reason = f"there is no such column; there are {', '.join(known) or 'none'}"
            yield Problem("an unknown column", f"{what} {column}", reason)
