"""Entrances: how a customer is found and their identity checked, learnt by trying it on rows."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from autoforge_envs.domain.conversation import IdentityCheck
from autoforge_envs.domain.session import LocalSession
from autoforge_envs.domain.storage.records import RecordType
from autoforge_envs.domain.values import render_value
from autoforge_envs.synthesis.composition.views import Types, View, value_at, views_of
from autoforge_envs.synthesis.exploration import AnyTool, call

NUM_TRIED = 6
"""Rows of a table on which a way in is tried before it is taken for one."""


@dataclass(frozen=True, slots=True)
class Finder:
    """A reading tool that leads from what customers know of themselves to their key.

    Attributes:
        facts: For each argument the column of the customer's row.
        view: Where in the result the customer is shown.
        path: The way from there to the key.
    """

    tool: AnyTool
    facts: Mapping[str, str]
    view: View
    path: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entrance:
    """A way in: find the customer, then check that it is they.

    Attributes:
        party: Class of the customers.
        finder: None where the check needs no key, or customers know theirs.
        check: The tool that records the identity.
        facts: For each of its other arguments the column of the customer's row.
        key_argument: The argument that takes the customer's key; "" if none does.
        shown_at: Where the check itself shows the key; None if it does not.
    """

    party: str
    finder: Finder | None
    check: AnyTool
    facts: Mapping[str, str]
    key_argument: str
    shown_at: tuple[View, tuple[str, ...]] | None


def find_entrances(
    session: LocalSession, tools: Sequence[AnyTool], kinds: Sequence[RecordType], types: Types
) -> list[Entrance]:
    """Find every way in by trying tools on rows of every table.

    Args:
        session: A scratch session; it is reset again and again.
        tools: The domain's own tools.
        kinds: The domain's own tables.
        types: Tables by declared class.
    """
    session.reset()
    checks = [tool for tool in tools if tool.writes and tool.caller == "agent"]
    finders = [tool for tool in tools if not tool.writes and tool.caller == "agent"]
    found: list[Entrance] = []
    for kind in kinds:
        rows: list[Any] = session.state.find(kind.model)
        sample = rows[:: max(1, len(rows) // NUM_TRIED)][:NUM_TRIED]
        for check in checks:
            fit = _fit(check, kind)
            if fit is None or not any(_is_checked(session, check, fit, kind, r) for r in sample):
                continue
            found += _entrances(session, check, fit, kind, sample, finders, types)
    session.reset()
    return found


def _fit(tool: AnyTool, kind: RecordType) -> dict[str, str] | None:
    """Match a tool's arguments with columns of a table: its key, and columns of the same name."""
    fit: dict[str, str] = {}
    for parameter in tool.parameters:
        semantic = kind.semantics.get(parameter.name)
        if parameter.semantic.references == kind.model.__name__:
            fit[parameter.name] = kind.key
        elif semantic is not None and semantic.name == parameter.semantic.name:
            fit[parameter.name] = parameter.name
        elif parameter.required:
            return None
    return fit or None


def arguments_from(row: Any, kind: RecordType, fit: Mapping[str, str]) -> dict[str, Any]:
    """Fill matched arguments with the cells of a row, as an agent writes them."""
    return {
        name: render_value(kind.semantics[column], getattr(row, column))
        for name, column in fit.items()
        if getattr(row, column) is not None
    }


def _is_checked(
    session: LocalSession, tool: AnyTool, fit: Mapping[str, str], kind: RecordType, row: Any
) -> bool:
    session.reset()
    if call(session, tool, arguments_from(row, kind, fit)).refusal:
        return False
    subjects = [check.subject for check in session.state.find(IdentityCheck)]
    return subjects == [getattr(row, kind.key)]


def _entrances(
    session: LocalSession,
    check: AnyTool,
    fit: Mapping[str, str],
    kind: RecordType,
    sample: Sequence[Any],
    finders: Sequence[AnyTool],
    types: Types,
) -> Iterator[Entrance]:
    party = kind.model.__name__
    key_argument = next((name for name, column in fit.items() if column == kind.key), "")
    facts = {name: column for name, column in fit.items() if column != kind.key}
    if not facts and not key_argument:
        return
    shown_at = next(iter(_places(check, party, types)), None)
    entrance = Entrance(party, None, check, facts, key_argument, shown_at)
    if not key_argument:
        yield entrance
        return
    ways = [each for tool in finders for each in _finders(session, tool, kind, sample, types)]
    for way in ways:
        yield Entrance(party, way, check, facts, key_argument, shown_at)
    if not ways:
        yield entrance


def _finders(
    session: LocalSession,
    tool: AnyTool,
    kind: RecordType,
    sample: Sequence[Any],
    types: Types,
) -> Iterator[Finder]:
    fit = _fit(tool, kind)
    if fit is None or kind.key in fit.values():
        return
    for view, path in _places(tool, kind.model.__name__, types):
        finder = Finder(tool, fit, view, path)
        if any(_finds(session, finder, kind, row) for row in sample):
            yield finder
            return


def _finds(session: LocalSession, finder: Finder, kind: RecordType, row: Any) -> bool:
    session.reset()
    outcome = call(session, finder.tool, arguments_from(row, kind, finder.facts))
    if outcome.refusal:
        return False
    keys = [value_at(each, finder.path) for each in finder.view.rows(outcome.result)]
    return getattr(row, kind.key) in keys


def _places(tool: AnyTool, party: str, types: Types) -> Iterator[tuple[View, tuple[str, ...]]]:
    for view in views_of(tool, types):
        for each in view.key_fields(party):
            yield view, each.path
