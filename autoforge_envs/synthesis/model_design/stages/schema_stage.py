"""The first stage: what the business is, its tables, and which tools it has."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from autoforge_envs.domain.columns import SEMANTIC_TYPES
from autoforge_envs.synthesis.design.nouns import Noun
from autoforge_envs.synthesis.documents.tool_documents import ToolDocuments
from autoforge_envs.synthesis.model_design.blueprint import Blueprint, Column, Outline, Table
from autoforge_envs.synthesis.model_design.english import is_english
from autoforge_envs.synthesis.model_design.naming import objection
from autoforge_envs.synthesis.model_design.plain_texts import strangeness
from autoforge_envs.synthesis.model_design.problems import Problem, raise_if_any
from autoforge_envs.synthesis.model_design.prompting import render_prompt
from autoforge_envs.synthesis.model_design.quoting import overview_with_parameters, quote
from autoforge_envs.synthesis.model_design.shapes import FLAG, TEXT, Shape, list_of, one_of, record
from autoforge_envs.synthesis.model_design.stages.stage import Checks
from autoforge_envs.synthesis.model_design.writing import draw_identity, given_tools, sentence

LEAST_TABLES, MOST_TABLES = 2, 14
MOST_TOOLS = 40
LEAST_WRITING = 3
MAX_COLUMNS = 20
GIVEN_COLUMNS = frozenset(
    {
        "id", "name", "email", "phone", "street", "city", "postal_code", "date_of_birth",
        "joined_on", "number", "service_code", "passphrase", "pin", "security_word",
    }
)  # fmt: skip
"""Columns of customers that are made from the seed."""

_KINDS = (*(name for name in sorted(SEMANTIC_TYPES) if name != "Identifier"),)
_COLUMN = record(
    name=TEXT, type=one_of(_KINDS), to=TEXT, choices=list_of(TEXT), optional=FLAG, unique=FLAG,
    description=TEXT,
)  # fmt: skip
_SHAPE = record(
    name=TEXT,
    title=TEXT,
    about=TEXT,
    customer=record(singular=TEXT, plural=TEXT),
    customer_columns=list_of(_COLUMN),
    tables=list_of(
        record(name=TEXT, plural=TEXT, description=TEXT, columns=list_of(_COLUMN)),
    ),
    tools=list_of(record(name=TEXT, purpose=TEXT, writes=FLAG)),
)


@dataclass(frozen=True, slots=True)
class SchemaStage:
    """Asks for the business as a whole.

    Attributes:
        seed: Tells one design of the same document from another.
    """

    documents: ToolDocuments
    seed: int

    @property
    def name(self) -> str:
        """What ledgers call it."""
        return "schema"

    @property
    def subject(self) -> str:
        """What the question is about."""
        return "the tables and the list of tools"

    @property
    def shape(self) -> Shape:
        """The shape of an answer."""
        return _SHAPE

    @property
    def checks(self) -> Checks:
        """Tables are loaded."""
        return "code"

    def part(self, member: str, item: Any) -> str:
        """Return the whole: a business cannot do without a part of its answer."""
        return "the answer"

    def question(self, blueprint: Blueprint) -> str:
        """Return what the model is asked."""
        return render_prompt(
            "schema",
            seed=self.seed,
            document=quote(overview_with_parameters(self.documents)),
            fixed=", ".join(tool.name for tool in self.documents.tools),
            least_tables=LEAST_TABLES,
            most_tables=MOST_TABLES,
            least_writing=LEAST_WRITING,
        )

    def read(self, answer: Mapping[str, Any], blueprint: Blueprint) -> Blueprint:
        """Return the blueprint of the answer.

        Raises:
            RejectedAnswer: Something is wrong with it.
        """
        raise_if_any(_problems_of_words(answer))
        party = Noun(answer["customer"]["singular"], answer["customer"]["plural"])
        tables = tuple(_table(each) for each in answer["tables"])
        columns = [_column(each) for each in answer["customer_columns"]]
        read = Blueprint(
            name=answer["name"],
            title=" ".join(answer["title"].split()),
            about=sentence(" ".join(answer["about"].split())),
            party=party,
            party_columns=tuple(each for each in columns if each.name not in GIVEN_COLUMNS),
            tables=tables,
            outline=tuple(_outline(each) for each in answer["tools"]),
        )
        raise_if_any(_problems_of_tables(read))
        read = replace(read, identity=draw_identity(read, self.seed))
        given = given_tools(read)
        outline = tuple(tool for tool in read.outline if tool.name not in given)
        wanted = [tool.name for tool in self.documents.tools if tool.name not in given]
        raise_if_any(_problems_of_tools(outline, wanted))
        return replace(read, outline=outline)


def _outline(said: Mapping[str, Any]) -> Outline:
    return Outline(said["name"], said["purpose"], said["writes"])


def _table(said: Mapping[str, Any]) -> Table:
    columns = (_column(each) for each in said["columns"] if each["name"] != "id")
    return Table(said["name"], said["plural"], said["description"], tuple(columns))


def _column(said: Mapping[str, Any]) -> Column:
    return Column(
        name=said["name"],
        kind=said["type"],
        to=said["to"],
        choices=tuple(said["choices"]),
        optional=said["optional"],
        unique=said["unique"],
        description=said["description"],
    )


def _problems_of_words(answer: Mapping[str, Any]) -> Iterator[Problem]:
    wrong = objection(answer["name"], "snake")
    if wrong:
        yield Problem("a name", "name", wrong)
    for member in ("title", "about"):
        text = answer[member].strip()
        if not text or len(text) > 300 or "\n" in text or not text.isprintable() or '"' in text:
            yield Problem("a text", member, "must be one line of 1 to 300 characters, no quotes")
    for member in ("singular", "plural"):
        word = answer["customer"][member]
        wrong = objection(word.replace(" ", "_"), "snake")
        if wrong or len(word) < 2:
            yield Problem("a name", f"customer.{member}", wrong or "is too short")
    if answer["customer"]["singular"] == answer["customer"]["plural"]:
        yield Problem("a name", "customer", "singular and plural must differ")
    yield from _problems_of_characters(answer)
    told = [answer["about"], *(each["description"] for each in answer["tables"])]
    if not is_english([*told, *(each["purpose"] for each in answer["tools"])]):
        yield Problem("another language", "the answer", "is not English; write it in English")


def _problems_of_characters(answer: Mapping[str, Any]) -> Iterator[Problem]:
    texts = {member: answer[member] for member in ("title", "about")}
    columns = [("customer", each) for each in answer["customer_columns"]]
    for table in answer["tables"]:
        texts[f"table {table['name']}"] = table["description"]
        columns += [(table["name"], each) for each in table["columns"]]
    for owner, each in columns:
        texts[f"column {owner}.{each['name']}"] = " ".join((each["description"], *each["choices"]))
    texts |= {f"tool {each['name']}": each["purpose"] for each in answer["tools"]}
    for where, text in texts.items():
        if wrong := strangeness(text):
            yield Problem("a text", where, wrong, text)


def _problems_of_tables(read: Blueprint) -> Iterator[Problem]:
    if not LEAST_TABLES <= len(read.tables) <= MOST_TABLES:
        reason = f"has {len(read.tables)} tables; give {LEAST_TABLES} to {MOST_TABLES}"
        yield Problem("a number of tables", "tables", reason)
    party = read.party.camel
    known = [party]
    for table in read.tables:
        where = f"table {table.name}"
        for wrong in (objection(table.name, "camel"), objection(table.plural, "snake")):
            if wrong:
                yield Problem("a name", where, wrong)
        if table.name in known:
            yield Problem("a name", where, "is there twice, or is the customer's; rename one")
        yield from _problems_of_columns(table.columns, where, known)
        known.append(table.name)
    yield from _problems_of_columns(read.party_columns, "customer_columns", [])
    plurals = [table.plural for table in read.tables]
    if len({*plurals, read.party.many}) <= len(plurals):
        yield Problem("a name", "tables", "two tables have one plural; rename one")
    if not any(column.to == party for table in read.tables for column in table.columns):
        reason = f"no table refers to {party}; give those that belong to somebody a Reference to it"
        yield Problem("no owner", "tables", reason)


def _problems_of_columns(
    columns: Sequence[Column], where: str, known: Sequence[str]
) -> Iterator[Problem]:
    if len(columns) > MAX_COLUMNS:
        yield Problem("too long", where, f"has {len(columns)} columns; give {MAX_COLUMNS} at most")
    names = [column.name for column in columns]
    for column in columns:
        at = f"{where}, column {column.name}"
        wrong = objection(column.name, "snake")
        if wrong:
            yield Problem("a name", at, wrong)
        if names.count(column.name) > 1:
            yield Problem("a name", at, "is there twice; rename one")
        if column.kind == "Reference" and column.to not in known:
            reason = f"refers to {column.to!r}; tables before it are {', '.join(known)}"
            yield Problem("an unknown table", at, reason)
        if column.kind == "Choice":
            yield from _problems_of_choices(column.choices, at)


def _problems_of_choices(words: Sequence[str], where: str) -> Iterator[Problem]:
    if not 2 <= len(words) <= 20 or len(set(words)) < len(words):
        yield Problem("a choice", where, f"has {len(words)} words; give 2 to 20 different ones")
    for word in words:
        if not word.replace("_", "a").isalnum() or not word.isascii() or word != word.lower():
            yield Problem("a choice", where, f"{word[:40]!r} is no word; write snake_case")


def _problems_of_tools(outline: Sequence[Outline], wanted: Sequence[str]) -> Iterator[Problem]:
    names = [tool.name for tool in outline]
    for name in wanted:
        if name not in names:
            reason = f"{name} is missing; the tools of the document keep their names"
            yield Problem("another tool", "tools", reason)
    for tool in outline:
        wrong = objection(tool.name, "snake")
        if wrong:
            yield Problem("a name", f"tool {tool.name}", wrong)
    for name in names:
        if names.count(name) > 1:
            yield Problem("a name", f"tool {name[:60]}", "is there twice; leave one out")
    if len(names) > MOST_TOOLS:
        yield Problem("a number of tools", "tools", f"are {len(names)}; give {MOST_TOOLS} at most")
    writing = sum(tool.writes for tool in outline)
    if writing < LEAST_WRITING or writing == len(names):
        reason = (
            f"{writing} of {len(names)} write; at least {LEAST_WRITING} write and some only read"
        )
        yield Problem("a number of tools", "tools", reason)
