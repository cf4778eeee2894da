"""A plan's writes as a route: an experiment leaves it at one write, and need not go on to the end.

Whoever does one write otherwise, and the rest as planned, ends elsewhere for certain if two things
hold: what differs after that write is something that the verdict compares, and the rest of the plan
cannot notice it. The rest cannot notice it if none of its calls asks for a row that differs, before
or after, refers to one, or takes its place: then each of them answers and writes what it did on the
route, and leaves the difference as it is. Tools are functions of what they ask the state for, which
the check of the plan tries, so nothing that playing to the end would find is missed. Where it is
not certain, the experiment is played to the end.

One question is left out of account: a rule that asks what the user said yes to. Each call of the
rest has its own yes on either way, and no yes takes another one back.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from autoforge_envs.domain.conversation import HAND_OVER, Violation
from autoforge_envs.errors import ToolCrash
from autoforge_envs.synthesis.certification.differences import Comparison
from autoforge_envs.synthesis.certification.keys import new_keys, renamed
from autoforge_envs.synthesis.certification.layers import Rows
from autoforge_envs.synthesis.certification.rehearsal import Move, Proposal, make, propose
from autoforge_envs.synthesis.certification.remembering import Moment, RememberingSession
from autoforge_envs.synthesis.certification.rests import Rest
from autoforge_envs.synthesis.certification.tracing import Query

_VIOLATIONS = Violation.__tablename__


@dataclass(frozen=True, slots=True)
class Departure:
    """A write that was made otherwise, and where that leads.

    Attributes:
        refused: It was refused, so that nothing has changed.
        breaks_rules: It was not, it broke a rule, and nothing later can take that back.
        moment: The state after it.
        onwards: Position at which the route goes on.
        answer: What it answered; "" if nothing was done.
        planned: What was answered on the route.
    """

    refused: bool
    breaks_rules: bool
    moment: Moment
    onwards: int
    answer: str = ""
    planned: Any = None


class Route:
    """The writes of a plan, made once on a session that remembers; see `find_route`."""

    def __init__(
        self,
        session: RememberingSession,
        moves: Sequence[Move],
        stops: Sequence[tuple[Moment, Rows]],
        queries: Sequence[Sequence[Query]],
    ) -> None:
        """Take what was found.

        Args:
            session: Where the moves were made.
            moves: The writes.
            stops: The state before each, and after the last.
            queries: What each asked for.
        """
        self._session = session
        self._moves = moves
        self._stops = stops
        self._queries = queries
        self._rests: dict[int, Rest] = {}

    def depart(self, position: int, move: Move, *, instead: bool = True) -> Departure | None:
        """Make a move at a position of the route; None if a tool crashes.

        Args:
            position: Of the write before which to leave the route.
            move: What to do there.
            instead: Whether the write at the position is left out; else it comes afterwards.
        """
        self._session.moment = self._stops[position][0]
        return self._leave(position + instead, move)

    def _leave(self, onwards: int, move: Move) -> Departure | None:
        try:
            answer = make(self._session, move)
        except ToolCrash:
            return None
        return Departure(
            refused=answer.error,
            breaks_rules=bool(answer.violations) and not self._rest(onwards).asks_for(_VIOLATIONS),
            moment=self._session.moment,
            onwards=onwards,
            answer=answer.content,
            planned=move.result,
        )

    def without(self, position: int) -> Departure:
        """Leave the write at a position out."""
        return Departure(False, False, self._stops[position][0], position + 1)

    def ends_elsewhere(self, departure: Departure) -> bool:
        """Tell whether the rest, made as planned, ends in another state for certain."""
        session, onwards = self._session, departure.onwards
        session.moment = departure.moment
        rest = self._rest(onwards)
        keys = new_keys(departure.planned, departure.answer) if departure.answer else {}
        if not rest.names_any(keys):
            found = Comparison(self._stops[onwards][1], session.rows() or {})
            if not rest.notices(found.differences):
                return found.is_seen()
        try:
            self._walk(self._moves[onwards:], keys)
        except ToolCrash:
            return False
        return Comparison(self._stops[-1][1], session.rows() or {}).is_seen()

    def leads_there(self, moves: Sequence[Move]) -> bool:
        """Make a whole plan otherwise and tell whether it ends alike for certain, by the rules."""
        self._session.reset()
        try:
            self._walk(moves, {})
        except ToolCrash:
            return False
        rows = self._session.rows() or {}
        found = Comparison(self._stops[-1][1], rows).differences
        is_same = not any(each.table.compared for each in found)
        return is_same and not self._session.violations()

    def breaks_rules(self, position: int, proposals: Sequence[Proposal]) -> bool:
        """Tell whether the write at a position breaks a rule even with a yes to all of these."""
        move = self._moves[position]
        self._session.moment = self._stops[position][0]
        for proposal in proposals:
            propose(self._session, replace(move, proposal=proposal))
        departure = self._leave(position + 1, replace(move, proposal=None))
        return departure is not None and departure.breaks_rules

    def _walk(self, moves: Sequence[Move], keys: Mapping[str, str]) -> None:
        """Make moves; a key that differs from the route's is replaced."""
        known = dict(keys)
        for move in moves:
            arguments = {name: renamed(value, known) for name, value in move.arguments.items()}
            answer = make(self._session, replace(move, arguments=arguments) if known else move)
            if move.tables and not answer.error:
                known.update(new_keys(move.result, answer.content))

    def _rest(self, position: int) -> Rest:
        if position not in self._rests:
            self._rests[position] = Rest(
                self._moves[position:], self._queries[position:],
                Comparison(self._stops[position][1], self._stops[-1][1]).differences,
            )  # fmt: skip
        return self._rests[position]


def find_route(
    session: RememberingSession, moves: Sequence[Move], queries: Sequence[Sequence[Query]]
) -> Route | None:
    """Make a plan's writes one after the other and note the states between.

    Args:
        session: Where to make them; it is reset first.
        moves: The writes.
        queries: What each of them asks for.

    Returns:
        None where that cannot be: the session runs elsewhere, a write is refused or answers
        otherwise than when it was rehearsed, or something comes after a hand-over.
    """
    if any(move.name == HAND_OVER for move in moves[:-1]):
        return None
    session.reset()
    stops: list[tuple[Moment, Rows]] = []
    for move in (*moves, None):
        rows = session.rows()
        if rows is None:
            return None
        stops.append((session.moment, rows))
        if move is not None and not _is_made(session, move):
            return None
    return Route(session, moves, stops, queries)


def _is_made(session: RememberingSession, move: Move) -> bool:
    """Make a move and tell whether it answers as when it was rehearsed."""
    try:
        answer = make(session, move)
    except ToolCrash:
        return False
    return not answer.error and not new_keys(move.result, answer.content)
