"""One live environment of a domain: what the episode drives, in plain data only.

`LocalSession` runs the domain's tools in this process. The locked worker offers the same protocol
over a pipe, and both run on any store, so an episode never knows where its tools live.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

from autoforge_envs.domain.conversation import Violation
from autoforge_envs.domain.domain import Domain
from autoforge_envs.domain.rendering import render_result
from autoforge_envs.domain.rules import Call, Rule, RuleEnforcement
from autoforge_envs.domain.state import Known, State
from autoforge_envs.domain.storage.difference import Change, RowPair, canonical, changed_rows
from autoforge_envs.domain.storage.snapshots import put_rows, read_snapshot, write_snapshot
from autoforge_envs.domain.storage.statements import Statements
from autoforge_envs.domain.storage.store import Connection, Store
from autoforge_envs.domain.tools import Caller, Tool
from autoforge_envs.errors import SnapshotError, ToolCrash, ToolError


class ToolResult(NamedTuple):
    """What a tool call came to.

    Attributes:
        content: The result as JSON, or the error as a sentence.
        error: The caller made a mistake and nothing changed.
        wrote: The call may have changed the state.
        violations: Names of the rules it broke that no tool enforces.
    """

    content: str
    error: bool = False
    wrote: bool = False
    violations: tuple[str, ...] = ()


class Session(Protocol):
    """One live environment's state and tools."""

    def reset(self) -> None:
        """Undo everything."""
        ...

    def call(self, caller: Caller, name: str, arguments: Mapping[str, object]) -> ToolResult:
        """Call a tool.

        Raises:
            ToolCrash: The tool or a rule failed by its own fault.
        """
        ...

    def difference(self) -> list[Change]:
        """Return what changed since reset, in canonical form."""
        ...

    def violations(self) -> list[str]:
        """Return the names of the rules broken since reset, sorted."""
        ...

    def save(self) -> bytes:
        """Return the net difference as bytes."""
        ...

    def restore(self, snapshot: bytes) -> None:
        """Bring the state to a saved one, of this or any other session of the domain.

        Raises:
            SnapshotError: The bytes are damaged or belong to another domain.
        """
        ...

    def close(self) -> None:
        """Give up the connection."""
        ...


class LocalSession:
    """A session whose tools run in this process.

    Attributes:
        known: What is known of the rows before the next call, and what it then left known; None,
            unless somebody sees to it that nothing else changes the state.
    """

    def __init__(
        self,
        domain: Domain,
        store: Store,
        statements: Statements,
        rule_enforcement: RuleEnforcement = "as_designed",
    ) -> None:
        """Lease a connection and prepare the domain's tools and rules.

        Args:
            domain: The domain.
            store: Holds its base image.
            statements: Its compiled statements for the store's dialect, shared by all sessions.
            rule_enforcement: Who enforces the rules: as each says, all by tools, or none by tools.
        """
        self._domain = domain
        self._store = store
        self._statements = statements
        self.known: Known | None = None
        self._connection: Connection = store.lease()
        self._state = State(store, self._connection, domain.types, statements, domain.clock)
        self._tools: dict[tuple[str, str], _GuardedTool] = {
            (tool.caller, tool.name): _guard(tool, domain.rules, rule_enforcement)
            for tool in domain.tools
        }

    @property
    def domain(self) -> Domain:
        """The domain it belongs to."""
        return self._domain

    @property
    def state(self) -> State:
        """The state itself, for tests and for whoever inspects."""
        return self._state

    @property
    def connection(self) -> Connection:
        """The driver's connection, for whoever inspects; never commit on it."""
        return self._connection

    def reset(self) -> None:
        """Undo everything."""
        self._store.rewind(self._connection)
        self._state.begin_anew()

    def call(self, caller: Caller, name: str, arguments: Mapping[str, object]) -> ToolResult:
        """Call a tool.

        Raises:
            ToolCrash: The tool or a rule failed by its own fault.
        """
        guarded = self._tools.get((caller, name))
        if guarded is None:
            return ToolResult(self._unknown(caller, name), error=True)
        self._check_transaction()
        known: Known = {} if self.known is None else self.known.copy()
        self._state.begin_call(known)
        try:
            call = Call(guarded.tool, guarded.tool.bind(arguments))
            result = self._run(guarded, call)
            if self.known is not None:
                self.known = known
            return result
        except ToolError as error:
            return ToolResult(str(error), error=True)
        except Exception as error:
            raise ToolCrash(f"tool {name} failed: {type(error).__name__}: {error}") from error
        finally:
            self._state.end_call()
            self._check_transaction()

    def _run(self, guarded: "_GuardedTool", call: Call) -> ToolResult:
        for rule in guarded.enforced:
            if not rule.is_kept(self._state, call):
                raise ToolError(f"refused by rule {rule.name}: {rule.sentence}")
        broken = tuple(
            [rule.name for rule in guarded.unenforced if not rule.is_kept(self._state, call)]
        )
        if not call.tool.writes and not broken:
            result = call.tool.function(self._state, **call.arguments)
            return ToolResult(render_result(result, call.tool.result))
        self._check_transaction()  # outside one, the savepoint's release would commit
        self._connection.execute("SAVEPOINT call")
        try:
            content = self._write(call, broken)
        except BaseException:
            self._undo()
            raise
        self._connection.execute("RELEASE SAVEPOINT call")
        return ToolResult(content, wrote=True, violations=broken)

    def _write(self, call: Call, broken: tuple[str, ...]) -> str:
        state = self._state
        state.allow_writes(call.tool.writes)
        try:
            result = call.tool.function(state, **call.arguments)
            content = render_result(result, call.tool.result)
            state.allow_writes(True)
            for rule in broken:
                state.add(Violation, rule=rule, tool=call.tool.name)
        finally:
            state.allow_writes(False)
        return content

    def _undo(self) -> None:
        if self._store.in_transaction(self._connection):
            self._connection.execute("ROLLBACK TO SAVEPOINT call")
            self._connection.execute("RELEASE SAVEPOINT call")

    def _check_transaction(self) -> None:
        if not self._store.in_transaction(self._connection):
            raise ToolCrash("a tool ended the private transaction; reset the environment")

    def _unknown(self, caller: Caller, name: str) -> str:
        names = ", ".join(tool for who, tool in self._tools if who == caller)
        return f"there is no tool {name[:80]!r}; there are {names}"

    def difference(self) -> list[Change]:
        """Return what changed since reset, in canonical form."""
        return canonical(self._changed_rows(only_compared=True))

    def violations(self) -> list[str]:
        """Return the names of the rules broken since reset, sorted."""
        self._state.begin_call({})
        try:
            return sorted(row.rule for row in self._state.find(Violation))
        finally:
            self._state.end_call()

    def save(self) -> bytes:
        """Return the net difference as bytes."""
        return write_snapshot(self._changed_rows(), self._domain.content_hash)

    def restore(self, snapshot: bytes) -> None:
        """Bring the state to a saved one, of this or any other session of the domain.

        Raises:
            SnapshotError: The bytes are damaged or belong to another domain, and nothing happened;
                or the rows do not fit together, and the state is reset.
        """
        types = self._domain.record_types
        rows = read_snapshot(snapshot, types, self._domain.content_hash)
        try:
            put_rows(rows, self._store, self._connection, types, self._statements)
            self._state.begin_anew({row.table.number for row in rows})
        except Exception as error:  # each driver has errors of its own
            self.reset()
            raise SnapshotError(
                f"the snapshot does not fit {self._domain.name}: {error}"
            ) from error

    def close(self) -> None:
        """Give up the connection."""
        self._store.give_back(self._connection)

    def _changed_rows(self, *, only_compared: bool = False) -> list[RowPair]:
        return changed_rows(
            self._store,
            self._connection,
            self._domain.record_types,
            self._statements,
            only_compared=only_compared,
        )


@dataclass(frozen=True, slots=True)
class _GuardedTool:
    """A tool with the rules that stand before it."""

    tool: Tool[..., Any]
    enforced: tuple[Rule, ...]
    unenforced: tuple[Rule, ...]


def _guard(
    tool: Tool[..., Any], rules: tuple[Rule, ...], enforcement: RuleEnforcement
) -> _GuardedTool:
    before = [rule for rule in rules if tool.name in rule.before]
    by_tools = [
        rule for rule in before
        if (rule.enforced_by if enforcement == "as_designed" else enforcement) == "tools"
    ]  # fmt: skip
    return _GuardedTool(
        tool, tuple(by_tools), tuple(rule for rule in before if rule not in by_tools)
    )
