"""Rulings: which rules a call would break, and what of which rows decides that."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, TypeVar, cast

from autoforge_envs.domain.conversation import CONFIRM, CONVERSATION_MODELS
from autoforge_envs.domain.rules import Call, Rule
from autoforge_envs.domain.session import LocalSession
from autoforge_envs.domain.state import State
from autoforge_envs.domain.storage.records import RecordType
from autoforge_envs.domain.tools import Tool
from autoforge_envs.domain.wording import read_back
from autoforge_envs.errors import ToolError

ModelT = TypeVar("ModelT")


@dataclass(frozen=True, slots=True)
class Need:
    """A cell that a rule looked at."""

    model: str
    key: str
    column: str


class _WatchedRow:
    """A row that notes which of its columns are read."""

    def __init__(self, row: Any, key: str, notes: dict[Need, None]) -> None:
        self._row = row
        self._key = key
        self._notes = notes

    @property
    def __model__(self) -> type:
        model: type = self._row.__model__
        return model

    def __getattr__(self, column: str) -> Any:
        self._notes[Need(self._row.__model__.__name__, self._key, column)] = None
        return getattr(self._row, column)


class RememberingState(State):
    """A state that reads every row once, for as long as nothing is written."""

    def __init__(self, state: State) -> None:
        """Begin with nothing remembered.

        Args:
            state: Where rows are read the first time.
        """
        self._inner = state
        self._rows: dict[tuple[Any, ...], Any] = {}

    @property
    def now(self) -> str:
        """The time it is, an ISO timestamp."""
        return self._inner.now

    def get(self, model: type[ModelT], key: str) -> ModelT:
        """Return the row with this key.

        Raises:
            ToolError: There is none.
        """
        found = self.find_one(model, key)
        return self._inner.get(model, key) if found is None else found

    def find_one(self, model: type[ModelT], key: str) -> ModelT | None:
        """Return the row with this key, or None."""
        place = (model, key)
        if place not in self._rows:
            self._rows[place] = self._inner.find_one(model, key)
        return cast("ModelT | None", self._rows[place])

    def find(self, model: type[ModelT], **equal: object) -> list[ModelT]:
        """Return the rows whose columns equal the given values, ordered by key."""
        place = (model, *equal.items())
        if place not in self._rows:
            self._rows[place] = self._inner.find(model, **equal)
        return cast("list[ModelT]", [*self._rows[place]])


class _WatchedState(State):
    """A state that notes what is read of it; the tables of the conversation apart."""

    def __init__(self, state: State, keys: Mapping[str, str]) -> None:
        self._inner = state
        self._keys = keys
        self.notes: dict[Need, None] = {}

    @property
    def now(self) -> str:
        return self._inner.now

    def get(self, model: type[ModelT], key: str) -> ModelT:
        return self._watch(model, self._inner.get(model, key))

    def find_one(self, model: type[ModelT], key: str) -> ModelT | None:
        found = self._inner.find_one(model, key)
        return None if found is None else self._watch(model, found)

    def find(self, model: type[ModelT], **equal: object) -> list[ModelT]:
        return [self._watch(model, row) for row in self._inner.find(model, **equal)]

    def _watch(self, model: type[ModelT], row: ModelT) -> ModelT:
        if model in CONVERSATION_MODELS:
            return row
        key = getattr(row, self._keys[model.__name__])
        return cast(ModelT, _WatchedRow(row, key, self.notes))


class Judge:
    """Knows a domain's rules by the tools they guard."""

    def __init__(self, rules: Sequence[Rule], kinds: Mapping[str, RecordType]) -> None:
        """Sort the rules.

        Args:
            rules: The domain's.
            kinds: Its tables, by class name.
        """
        self._kinds = kinds
        self._guarding: dict[str, list[Rule]] = {}
        for rule in rules:
            for tool in rule.before:
                self._guarding.setdefault(tool, []).append(rule)
        self._keys = {name: kind.key for name, kind in kinds.items()}

    def rules_before(self, tool: str) -> list[Rule]:
        """Return the rules that guard a tool."""
        return self._guarding.get(tool, [])

    def broken(
        self,
        state: State,
        tool: Tool[..., Any],
        arguments: Mapping[str, Any],
        *,
        apart_from: Collection[Rule] = (),
        limit: int = 100,
    ) -> list[Rule]:
        """Return the rules that a call would break where the state stands.

        Args:
            state: The state.
            tool: What would be called.
            arguments: As an agent writes them.
            apart_from: Rules not to be looked at.
            limit: Broken rules that are enough to know.

        Raises:
            ToolError: The arguments do not even fit the tool.
        """
        call = Call(tool, tool.bind(arguments))
        rules = (rule for rule in self.rules_before(tool.name) if rule not in apart_from)
        return [*islice((rule for rule in rules if not rule.is_kept(state, call)), limit)]

    def breaks_all(
        self,
        state: State,
        tool: Tool[..., Any],
        arguments: Mapping[str, Any],
        rules: Collection[Rule],
    ) -> bool:
        """Tell whether a call would break every one of some rules.

        Raises:
            ToolError: The arguments do not even fit the tool.
        """
        call = Call(tool, tool.bind(arguments))
        return not any(rule.is_kept(state, call) for rule in rules)

    def needs(self, state: State, tool: Tool[..., Any], arguments: Mapping[str, Any]) -> list[Need]:
        """Return the cells by which the rules decide on a call."""
        watched = _WatchedState(state, self._keys)
        try:
            self.broken(watched, tool, arguments)
        except ToolError:
            return []
        return [need for need in watched.notes if self._says_something(need)]

    def _says_something(self, need: Need) -> bool:
        """Keys only lead from row to row."""
        kind = self._kinds[need.model]
        return need.column != kind.key and not kind.semantics[need.column].references


def find_confirmations(
    session: LocalSession, judge: Judge, tool: Tool[..., Any], arguments: Mapping[str, Any]
) -> frozenset[Rule]:
    """Find the rules before a tool that are kept once the user has said yes to a call.

    Args:
        session: A scratch session; it is reset.
        judge: Knows the rules.
        tool: The tool.
        arguments: Any that fit its types.
    """
    session.reset()
    try:
        before = judge.broken(session.state, tool, arguments)
        session.call("user", CONFIRM, {"details": read_back(tool.name, arguments)})
        after = judge.broken(session.state, tool, arguments)
    except ToolError:
        return frozenset()
    finally:
        session.reset()
    return frozenset(rule for rule in before if rule not in after)
