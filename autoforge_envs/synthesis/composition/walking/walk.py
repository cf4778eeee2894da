"""A walk: one customer's scratch session, on which reads and writes are made as a plan grows."""

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from autoforge_envs.domain.conversation import CONFIRM
from autoforge_envs.domain.rules import Call, Rule
from autoforge_envs.domain.session import LocalSession
from autoforge_envs.domain.storage.difference import Change
from autoforge_envs.domain.wording import read_back
from autoforge_envs.errors import TaskError, ToolError
from autoforge_envs.synthesis.composition.atlas import Atlas
from autoforge_envs.synthesis.composition.rulings import Need, RememberingState
from autoforge_envs.synthesis.exploration import AnyTool

Arguments = Mapping[str, Any]
_ENOUGH_BROKEN = 2
"""Broken rules that are enough to know: one is a ground, two are none."""
_AMOUNT = re.compile(r"\d+\.\d\d")
_NOTHING: tuple[Any, ...] = (None, [], {})


@dataclass(frozen=True, slots=True)
class Ruling:
    """What a call would come to, confirmed by the user where a rule demands that.

    Attributes:
        broken: Rules it would break.
        refusal: Why the tool itself would refuse it; "" if it would not, or was not asked.
        result: What it would return.
    """

    broken: tuple[Rule, ...]
    refusal: str = ""
    result: Any = None

    @property
    def is_allowed(self) -> bool:
        """Whether it would go through and break no rule."""
        return not self.broken and not self.refusal


_Cells = frozenset[tuple[str, str, str, str]]
"""Table, key, column and value of cells that differ from the pristine state."""


@dataclass(frozen=True, slots=True)
class _Effect:
    """What a writing call has left: cells that differ since, and all that differ after it."""

    call: tuple[AnyTool, Arguments]
    result: Any
    new: _Cells
    after: _Cells

    def shows_arguments(self, final: _Cells) -> bool:
        """Tell whether the arguments that the call has stored are still to be seen."""
        values = {form for value in self.call[1].values() for form in _stored_forms(value)}
        then = Counter((table, column, value) for table, _, column, value in self.after)
        left = Counter((table, column, value) for table, _, column, value in final)
        stored = {(table, column, value) for table, _, column, value in self.new if value in values}
        return all(left[cell] >= then[cell] for cell in stored)


@dataclass(frozen=True, slots=True)
class _Point:
    """A point to which a walk can go back: effects so far, the state, and what was seen of it."""

    num_effects: int
    version: int
    seen: dict[tuple[Any, ...], Any]
    state: RememberingState
    memory: dict[tuple[Any, ...], Any]


class Walk:
    """A scratch session that enforces no rule, in the middle of one customer's conversation."""

    def __init__(self, atlas: Atlas, session: LocalSession) -> None:
        """Take a session.

        `version` tells the states apart that it is in; `memory` is for whoever finds out something
        that holds as long as the state does.

        Args:
            atlas: The domain.
            session: Opened with `rule_enforcement="agent"`.
        """
        self.atlas = atlas
        self.session = session
        self._seen: dict[tuple[Any, ...], Any] = {}
        self._state = RememberingState(session.state)
        self.memory: dict[tuple[Any, ...], Any] = {}
        self._depth = 0
        self.version = 0
        self._effects: list[_Effect] = []
        self._points: list[_Point] = []
        self._num_states = 0

    def begin(self) -> None:
        """Go back to the pristine state."""
        self.session.reset()
        self._forget()
        self._depth = 0
        self._effects.clear()
        self._points.clear()

    def look(self, tool: AnyTool, arguments: Arguments) -> Any:
        """Make a reading call, once for each state; None if it finds nothing or breaks a rule."""
        call = (tool.name, *arguments.items())
        if call not in self._seen:
            result = self.session.call(tool.caller, tool.name, arguments)
            fails = result.error or result.violations
            content = None if fails else json.loads(result.content)
            self._seen[call] = None if content in _NOTHING else content
        return self._seen[call]

    def judge(self, tool: AnyTool, arguments: Arguments, *, enough: int = _ENOUGH_BROKEN) -> Ruling:
        """Find out what a call would come to, once for each state; nothing stays of it.

        Whether the tool itself would refuse is found out only where no rule is broken.

        Args:
            tool: What would be called.
            arguments: As an agent writes them.
            enough: Broken rules that are enough to know.
        """
        case = ("ruling", tool.name, enough, repr(arguments))
        if case not in self.memory:
            self.memory[case] = self._judge(tool, arguments, enough)
        ruling: Ruling = self.memory[case]
        return ruling

    def _judge(self, tool: AnyTool, arguments: Arguments, enough: int) -> Ruling:
        state, judge = self._state, self.atlas.judge
        confirmations = self.atlas.confirmations(tool.name)
        try:
            broken = judge.broken(state, tool, arguments, apart_from=confirmations, limit=enough)
            if broken:
                return Ruling(tuple(broken))
            if confirmations and not judge.breaks_all(state, tool, arguments, confirmations):
                return Ruling((), "an earlier yes covers it already")
        except ToolError as error:
            return Ruling((), str(error))
        return self.trial(tool, arguments)

    def breaks(self, tool: AnyTool, arguments: Arguments, rule: Rule) -> bool:
        """Tell whether a call would break one rule."""
        try:
            return not rule.is_kept(self._state, Call(tool, tool.bind(arguments)))
        except ToolError:
            return False

    def trial(self, tool: AnyTool, arguments: Arguments) -> Ruling:
        """Make a call, whatever the rules say, and undo it."""
        self.save()
        try:
            self._confirm(tool, arguments)
            result = self.session.call(tool.caller, tool.name, arguments)
        finally:
            self.undo()
        if result.error:
            return Ruling((), result.content)
        return Ruling((), result=json.loads(result.content))

    def needs(self, tool: AnyTool, arguments: Arguments) -> list[Need]:
        """Return what of which rows the rules look at before a call."""
        return self.atlas.judge.needs(self._state, tool, arguments)

    def make(self, tool: AnyTool, arguments: Arguments) -> Any:
        """Make a writing call for good, confirmed where a rule demands that.

        Raises:
            TaskError: It is refused.
        """
        self._confirm(tool, arguments)
        result = self.session.call(tool.caller, tool.name, arguments)
        self._forget()
        if result.error or result.violations:
            why = result.content if result.error else ", ".join(result.violations)
            raise TaskError(f"{tool.name} fails on the walk: {why}")
        content = json.loads(result.content)
        self._note_effect(tool, arguments, content)
        return content

    def _note_effect(self, tool: AnyTool, arguments: Arguments, result: Any) -> None:
        now = _cells(self.session.difference())
        before = self._effects[-1].after if self._effects else frozenset()
        if now == before:
            raise TaskError(f"{tool.name} changes nothing")
        self._effects.append(_Effect((tool, arguments), result, now - before, now))

    @property
    def news(self) -> list[tuple[str, str]]:
        """Columns with the values that the last call has left in them, as they are stored."""
        new = self._effects[-1].new if self._effects else frozenset()
        return sorted({(column, value) for _, _, column, value in new})

    @property
    def num_effects(self) -> int:
        """How many writing calls have been made."""
        return len(self._effects)

    def is_in_any_order(self, groups: Sequence[int]) -> bool:
        """Tell whether groups of calls come to the same the other way round.

        The walk ends here: calls are made anew.

        Args:
            groups: How many calls each group has; those before them stay where they are.
        """
        first = len(self._effects) - sum(groups)
        order = [*range(first)]
        stop = len(self._effects)
        for size in reversed(groups):
            order += range(stop - size, stop)
            stop -= size
        self.session.reset()
        for position in order:
            tool, arguments = self._effects[position].call
            self._confirm(tool, arguments)
            result = self.session.call(tool.caller, tool.name, arguments)
            if result.error or result.violations:
                return False
            if json.loads(result.content) != self._effects[position].result:
                return False
        return _cells(self.session.difference()) == self._effects[-1].after

    def find_undone(self) -> str:
        """Return a tool one of whose calls might as well not have been made; "" if none is.

        The walk ends here: calls are made anew without it.
        """
        final = self._effects[-1].after if self._effects else frozenset()
        doubtful = [i for i, effect in enumerate(self._effects) if not effect.new <= final]
        calls = [effect.call for effect in self._effects]
        for effect in self._effects:
            if not effect.shows_arguments(final):
                return effect.call[0].name
        for position in doubtful:
            self.session.reset()
            for tool, arguments in (*calls[:position], *calls[position + 1 :]):
                self._confirm(tool, arguments)
                self.session.call(tool.caller, tool.name, arguments)
            if _cells(self.session.difference()) == final:
                return calls[position][0].name
        return ""

    def is_confirmed(self, tool: AnyTool) -> bool:
        """Tell whether a rule demands the user's yes to calls of a tool."""
        return bool(self.atlas.confirmations(tool.name))

    def _confirm(self, tool: AnyTool, arguments: Arguments) -> None:
        if self.is_confirmed(tool):
            details = read_back(tool.name, arguments)
            self.session.call("user", CONFIRM, {"details": details})

    def save(self) -> None:
        """Mark a point to which `undo` leads back; points may be nested."""
        self._depth += 1
        self._points.append(
            _Point(len(self._effects), self.version, self._seen, self._state, self.memory)
        )
        self.session.connection.execute(f"SAVEPOINT walk_{self._depth}")

    def undo(self) -> None:
        """Go back to the last point marked."""
        name = f"walk_{self._depth}"
        self.session.connection.execute(f"ROLLBACK TO SAVEPOINT {name}")
        self.session.connection.execute(f"RELEASE SAVEPOINT {name}")
        self._depth -= 1
        point = self._points.pop()
        del self._effects[point.num_effects :]
        self.version, self._seen, self._state = point.version, point.seen, point.state
        self.memory = point.memory

    def keep(self) -> None:
        """Forget the last point marked and keep what came after it."""
        self.session.connection.execute(f"RELEASE SAVEPOINT walk_{self._depth}")
        self._depth -= 1
        self._points.pop()

    def _forget(self) -> None:
        """Forget what was seen: the state has changed."""
        self._seen = {}
        self._state = RememberingState(self.session.state)
        self.memory = {}
        self._num_states += 1
        self.version = self._num_states


def _cells(changes: Sequence[Change]) -> _Cells:
    return frozenset(
        (change.table, change.key, column, repr(value))
        for change in changes
        for column, value in (*change.values.items(), ("", change.kind))
    )


def _stored_forms(value: Any) -> list[str]:
    """Return how an argument may stand in a cell: amounts stand there in cents."""
    forms = [repr(value)]
    if isinstance(value, str) and _AMOUNT.fullmatch(value):
        forms.append(repr(int(value.replace(".", ""))))
    return forms
