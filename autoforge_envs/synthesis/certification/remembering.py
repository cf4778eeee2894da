"""A session that executes no call twice in the same state: experiments share what they have alike.

Most experiments on a plan begin as others did, and look up the same things. The states reached
since reset form a tree whose branches are writing calls; each state remembers its answers. Only a
call that was never made in a state is executed, after going there: back to the branching point,
then down by executing the branches again, whose answers must be those remembered.

Whether a tool answers alike each time is not decided here: the check of the plan executes all of
it anew, on sessions that remember nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from autoforge_envs.domain.domain import Contents, ToolInfo
from autoforge_envs.domain.rules import RuleEnforcement
from autoforge_envs.domain.serving import DomainServer
from autoforge_envs.domain.session import LocalSession, Session, ToolResult
from autoforge_envs.domain.state import Known
from autoforge_envs.domain.storage.difference import Change
from autoforge_envs.domain.tools import Caller
from autoforge_envs.errors import ToolCrash


@dataclass(frozen=True, slots=True)
class _Branch:
    """A writing call and what it answered."""

    caller: Caller
    name: str
    arguments: Mapping[str, object]
    result: ToolResult


@dataclass(slots=True, eq=False)
class _Moment:
    """A state: the branches that lead to it from the start, and what is known of it."""

    branches: tuple[_Branch, ...]
    known: Known
    answers: dict[str, tuple[ToolResult, "_Moment"]] = field(default_factory=dict)
    changes: list[Change] | None = None
    violations: list[str] | None = None


class RememberingSession:
    """A `Session` that remembers, around one that executes."""

    def __init__(self, session: Session) -> None:
        """Take over a session that was just opened."""
        self._session = session
        self._local = session if isinstance(session, LocalSession) else None
        self._begin(None)

    def _begin(self, start: bytes | None) -> None:
        self._start = start
        kinds = () if self._local is None else self._local.domain.record_types
        # a dictionary for every table, which states share until somebody writes to the table
        self._first = self._at = _Moment((), {kind.number: {} for kind in kinds})
        self._stand: tuple[_Branch, ...] = ()  # the branches that the session itself has taken
        self._mark()

    def forget(self) -> None:
        """Forget everything; the state is pristine."""
        self._session.reset()
        self._begin(None)

    def reset(self) -> None:
        """Undo everything."""
        if self._start is not None:
            self.forget()
        self._at = self._first

    def call(self, caller: Caller, name: str, arguments: Mapping[str, object]) -> ToolResult:
        """Call a tool, or remember what it answered.

        Raises:
            ToolCrash: The tool or a rule failed by its own fault, or answers otherwise than before.
        """
        question = f"{caller} {name} {arguments!r}"
        answer = self._at.answers.get(question)
        if answer is None:
            self._go_there()
            if self._local is not None:
                self._local.known = self._at.known
            result = self._execute(caller, name, arguments)
            after = self._at
            if result.wrote:
                self._stand += (_Branch(caller, name, arguments, result),)
                after = _Moment(self._stand, (self._local and self._local.known) or {})
                self._mark()
            answer = self._at.answers[question] = (result, after)
        result, self._at = answer
        return result

    def difference(self) -> list[Change]:
        """Return what changed since reset, in canonical form."""
        if self._at.changes is None:
            self._go_there()
            self._at.changes = self._session.difference()
        return self._at.changes

    def violations(self) -> list[str]:
        """Return the names of the rules broken since reset, sorted."""
        if self._at.violations is None:
            self._go_there()
            self._at.violations = self._session.violations()
        return self._at.violations

    def save(self) -> bytes:
        """Return the net difference as bytes."""
        self._go_there()
        return self._session.save()

    def restore(self, snapshot: bytes) -> None:
        """Bring the state to a saved one and forget everything else.

        Raises:
            SnapshotError: The bytes are damaged or belong to another domain.
        """
        self._session.restore(snapshot)
        self._begin(snapshot)

    def close(self) -> None:
        """Give up the connection."""
        self._session.close()

    def _go_there(self) -> None:
        """Bring the session to where we are in memory."""
        wanted, stand = self._at.branches, self._stand
        if wanted is stand:
            return
        num_shared = 0
        while num_shared < min(len(wanted), len(stand)) and wanted[num_shared] is stand[num_shared]:
            num_shared += 1
        if num_shared < len(stand):
            self._go_back(num_shared)
        for branch in wanted[len(self._stand) :]:
            if self._local is not None:
                self._local.known = None  # it is to be shown again
            result = self._execute(branch.caller, branch.name, branch.arguments)
            if result != branch.result:
                raise ToolCrash(
                    f"tool {branch.name} answers {result.content:.80}, and before, in the same "
                    f"state, {branch.result.content:.80}"
                )
            self._stand += (branch,)
            self._mark()
        self._stand = wanted

    def _go_back(self, num_branches: int) -> None:
        """Undo all but the first branches, or all where the session has no marks."""
        if self._local is not None:
            self._local.back_to(num_branches)
            self._stand = self._stand[:num_branches]
        elif self._start is not None:
            self._session.restore(self._start)
            self._stand = ()
        else:
            self._session.reset()
            self._stand = ()

    def _execute(self, caller: Caller, name: str, arguments: Mapping[str, object]) -> ToolResult:
        try:
            return self._session.call(caller, name, arguments)
        except ToolCrash:
            self.forget()  # nobody knows what a tool out of order has left
            raise

    def _mark(self) -> None:
        if self._local is not None:
            self._local.mark(len(self._stand))


class RememberingServer:
    """A `DomainServer` whose sessions remember, on somebody else's server."""

    def __init__(self, server: DomainServer) -> None:
        """Take a server, which stays its owner's."""
        self._server = server
        self._sessions: list[RememberingSession] = []

    @property
    def contents(self) -> Contents:
        """The domain's data."""
        return self._server.contents

    @property
    def tools(self) -> Sequence[ToolInfo]:
        """Its tools as plain data."""
        return self._server.tools

    def open_session(self, rule_enforcement: RuleEnforcement = "as_designed") -> RememberingSession:
        """Open a live environment's state; close it when done."""
        self._sessions.append(RememberingSession(self._server.open_session(rule_enforcement)))
        return self._sessions[-1]

    def forget(self) -> None:
        """Let every session that was opened forget everything."""
        for session in self._sessions:
            session.forget()

    def close(self) -> None:
        """Do nothing: the server is somebody else's."""
