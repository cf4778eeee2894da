"""The atlas of a domain: what composing has to know of it, found out once."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy

from autoforge_envs.domain.conversation import CONVERSATION_MODELS
from autoforge_envs.domain.domain import Domain
from autoforge_envs.domain.rules import Rule
from autoforge_envs.domain.serving import LocalServer
from autoforge_envs.domain.storage.records import RecordType
from autoforge_envs.domain.tasks import SPLITS, Split
from autoforge_envs.domain.tools import Parameter
from autoforge_envs.domain.values import render_value
from autoforge_envs.synthesis.composition.entrances import find_entrances
from autoforge_envs.synthesis.composition.rulings import Judge, find_confirmations
from autoforge_envs.synthesis.composition.views import Field, View, views_of
from autoforge_envs.synthesis.composition.wording.names import class_words
from autoforge_envs.synthesis.exploration import AnyTool, own_tools

SHARES: Mapping[Split, float] = {"train": 0.5, "validation": 0.2, "test": 0.3}
"""Which part of the customers, and of the combinations of sub-goals, each split gets."""

_EXAMPLES: Mapping[str, Any] = {
    "Money": "1.00", "Quantity": 1, "Number": 1, "Percentage": 1, "Flag": True,
    "Date": "2025-01-01", "Timestamp": "2025-01-01T09:00:00", "Email": "somebody@example.com",
}  # fmt: skip
_MAX_VALUES = 400
"""Rows of a table whose cells can be said."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A value that a table holds, with the row that it stands in."""

    value: Any
    kind: RecordType
    row: Any


class Atlas:
    """One domain, surveyed."""

    def __init__(self, server: LocalServer, seed: int) -> None:
        """Find the ways in and read what can be said.

        Args:
            server: Serves the domain; a scratch session of it is opened and closed.
            seed: Deals the customers out to the splits.
        """
        self.domain: Domain = server.domain
        self.tools: dict[str, AnyTool] = {tool.name: tool for tool in own_tools(self.domain)}
        own = [k for k in self.domain.record_types if k.model not in CONVERSATION_MODELS]
        self.kinds: dict[str, RecordType] = {kind.model.__name__: kind for kind in own}
        self.judge = Judge(self.domain.rules, self.kinds)
        self.views: dict[str, tuple[View, ...]] = {
            name: views_of(tool, self.domain.types) for name, tool in self.tools.items()
        }
        self._sources: dict[str, list[tuple[View, Field]]] = {}
        self._weights: dict[str, numpy.ndarray[Any, numpy.dtype[numpy.float64]]] = {}
        session = server.open_session("agent")
        try:
            self.entrances = find_entrances(
                session, list(self.tools.values()), own, self.domain.types
            )
            self.party = self.entrances[0].party if self.entrances else ""
            self.rows: dict[str, list[Any]] = {
                name: session.state.find(kind.model) for name, kind in self.kinds.items()
            }
            self._cells: dict[tuple[str, str, str], list[Cell]] = {}
            self._confirmations = {
                tool.name: find_confirmations(session, self.judge, tool, self._example(tool))
                for tool in self.acting_tools()
            }
        finally:
            session.close()
        self.keys = frozenset(
            getattr(row, self.kinds[name].key) for name, rows in self.rows.items() for row in rows
        )
        self.customers = self._deal(seed)
        self.displays = self._displays()

    @cached_property
    def read_classes(self) -> frozenset[str]:
        """Classes of the objects that reading tools show."""
        return frozenset(
            field.owner
            for tool in self.reading_tools()
            for view in self.views[tool.name]
            for field in view.fields
        )

    @property
    def checks(self) -> frozenset[str]:
        """The tools that check identities."""
        return frozenset(entrance.check.name for entrance in self.entrances)

    def _deal(self, seed: int) -> dict[str, list[Any]]:
        """Deal the customers out: each belongs to one split."""
        rows = self.rows.get(self.party, [])
        order = numpy.random.default_rng([seed, 0]).permutation(len(rows))
        dealt: dict[str, list[Any]] = {}
        start, share = 0, 0.0
        for split in SPLITS:
            share += SHARES[split]  # type: ignore[index]
            stop = round(share * len(rows))
            dealt[split] = [rows[i] for i in order[start:stop]]
            start = stop
        return dealt

    def belongs(self, model: str, depth: int = 3) -> bool:
        """Tell whether rows of a table are somebody's: they refer to a customer or such rows."""
        kind = self.kinds.get(model)
        if kind is None or not depth:
            return False
        above = [each.references for each in kind.semantics.values() if each.references]
        return self.party in above or any(
            self.belongs(each, depth - 1) for each in above if each != model
        )

    def is_person(self, model: str) -> bool:
        """Tell whether a table's rows are people: they have a person's name."""
        kind = self.kinds.get(model)
        named = kind.semantics.get("name") if kind is not None else None
        return named is not None and named.name == "PersonName"

    def confirmations(self, tool: str) -> frozenset[Rule]:
        """Return the rules that demand the user's yes to calls of a tool."""
        return self._confirmations.get(tool, frozenset())

    def _example(self, tool: AnyTool) -> dict[str, Any]:
        """Fill a tool's arguments with whatever fits their types."""
        return {each.name: self._any_value(each) for each in tool.parameters}

    def _any_value(self, parameter: Parameter) -> Any:
        semantic = parameter.semantic
        if semantic.choices:
            value: Any = semantic.choices[0]
        elif self.rows.get(semantic.references):
            kind = self.kinds[semantic.references]
            value = getattr(self.rows[semantic.references][0], kind.key)
        elif semantic.name in _EXAMPLES:
            value = _EXAMPLES[semantic.name]
        else:
            value = next((cell.value for cell in self.cells(parameter, "")), "something")
        return [value] if parameter.is_list else value

    def _displays(self) -> dict[tuple[str, str], list[tuple[View, Field]]]:
        """Say for each column of each table where reading tools show it, beside which key."""
        places: dict[tuple[str, str], list[tuple[View, Field]]] = {}
        for tool in self.reading_tools():
            for view in self.views[tool.name]:
                for key in view.fields:
                    if key.model in self.kinds and not key.is_nested:
                        for column in self._columns_shown(view, key.model):
                            places.setdefault((key.model, column), []).append((view, key))
        return places

    def _columns_shown(self, view: View, model: str) -> list[str]:
        names = [field.name for field in view.fields if not field.is_nested]
        return [
            column
            for column in self.kinds[model].columns
            if any(name == column or name.endswith(f"_{column}") for name in names)
        ]

    def reading_tools(self) -> list[AnyTool]:
        """Return what the agent can look things up with."""
        return [t for t in self.tools.values() if t.caller == "agent" and not t.writes]

    def acting_tools(self) -> list[AnyTool]:
        """Return what the agent can change things with, identity checks apart."""
        return [
            tool
            for tool in self.tools.values()
            if tool.caller == "agent" and tool.writes and tool.name not in self.checks
        ]

    def user_tools(self) -> list[AnyTool]:
        """Return what the user can do."""
        return [tool for tool in self.tools.values() if tool.caller == "user"]

    def sources_of(self, model: str) -> Sequence[tuple[View, Field]]:
        """Return the places of results of reading tools that show keys of a table."""
        if model not in self._sources:
            self._sources[model] = [
                (view, field)
                for tool in self.reading_tools()
                for view in self.views[tool.name]
                for field in view.key_fields(model)
            ]
        return self._sources[model]

    def weights_of(self, model: str) -> numpy.ndarray[Any, numpy.dtype[numpy.float64]]:
        """Return for each of those places how likely it is to be looked at first."""
        if model not in self._weights:
            self._weights[model] = numpy.array([_weight(*each) for each in self.sources_of(model)])
        return self._weights[model]

    def cells(self, parameter: Parameter, tool: str) -> list[Cell]:
        """Return what tables hold that fits a parameter: columns of its name and type.

        Where the tool is named after one of the tables, only what that one holds.
        """
        place = (parameter.name, parameter.semantic.name, tool)
        if place not in self._cells:
            found = [
                Cell(render_value(kind.semantics[column], getattr(row, column)), kind, row)
                for name, kind in self.kinds.items()
                for column in _columns_like(kind, parameter)
                for row in self.rows[name][:: 1 + len(self.rows[name]) // _MAX_VALUES]
                if getattr(row, column) is not None
            ]
            named = [cell for cell in found if _is_named_after(tool, cell.kind)]
            self._cells[place] = named or found
        return self._cells[place]


def _is_named_after(tool: str, kind: RecordType) -> bool:
    """Tell whether a tool's name has every word of a table's class: redeem_gift_card, GiftCard."""
    words = class_words(kind.model.__name__).split()
    return set(words) <= set(tool.split("_"))


def _columns_like(kind: RecordType, parameter: Parameter) -> list[str]:
    """Return columns of a parameter's type whose name is its name, or the end of it."""
    return [
        column
        for column, semantic in kind.semantics.items()
        if semantic.name == parameter.semantic.name
        and (parameter.name == column or parameter.name.endswith(f"_{column}"))
    ]


def _weight(view: View, field: Field) -> float:
    """Prefer lists whose rows are what is sought."""
    if field != view.own_key:
        return 0.15
    return 12.0 if view.is_list else 3.0


def split_of(signature: object) -> Split:
    """Return the split that a combination of sub-goals belongs to, in every run alike."""
    digest = hashlib.sha256(repr(signature).encode()).digest()
    place = int.from_bytes(digest[:4], "big") / 2**32
    share = 0.0
    for split, part in SHARES.items():
        share += part
        if place < share:
            return split
    return "test"
