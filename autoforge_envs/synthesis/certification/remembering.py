"""A session that executes no call twice in the same state: experiments share what they have alike.

Most experiments on a plan begin as others did, and look up the same things. The states reached
since reset form a tree whose branches are writing calls; each state remembers its answers. Only a
call that was never made in a state is executed, after going there. In this process a state is an
overlay on the image, and going there costs nothing. Elsewhere it is reached by starting anew and
executing the branches again, whose answers must be those remembered.

Whether a tool answers alike each time is not decided here: the check of the plan executes all of
it anew, on sessions of the database that remember nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from autoforge_envs.domain.domain import Contents, ToolInfo
from autoforge_envs.domain.rules import RuleEnforcement
from autoforge_envs.domain.serving import DomainServer, LocalServer
from autoforge_envs.domain.session import Session, ToolResult
from autoforge_envs.domain.state import Known
from autoforge_envs.domain.storage.difference import Change
from autoforge_envs.domain.storage.overlay_connection import Overlay
from autoforge_envs.domain.tools import Caller
from autoforge_envs.errors import ToolCrash
from autoforge_envs.synthesis.certification.layers import LayeredSession, Layers, Rows
from autoforge_envs.synthesis.overlays import Overlays


@dataclass(frozen=True, slots=True)
class _Branch:
    """A writing call and what it answered."""

    caller: Caller
    name: str
    arguments: Mapping[str, object]
    result: ToolResult


@dataclass(slots=True, eq=False)
class Moment:
    """A state: the branches that lead to it from the start, and what is known of it.

    Attributes:
        overlay: The state itself, where the session runs in this process.
        answers: What calls answered, and the state after them; None if they changed nothing.
    """

    branches: tuple[_Branch, ...]
    overlay: Overlay
    known: Known
    answers: dict[str, tuple[ToolResult, "Moment | None"]] = field(default_factory=dict)
    changes: list[Change] | None = None
    violations: list[str] | None = None


@dataclass(slots=True, eq=False)
class Memory:
    """What sessions with the same rules remember together: the pristine state and all from it."""

    first: Moment | None = None


class RememberingSession:
    """A `Session` that remembers, around one that executes."""

    def __init__(self, session: Session, memory: Memory | None = None) -> None:
        """Take over a session that was just opened.

        Args:
            session: Executes.
            memory: That of other sessions with the same rules, on the same rows.
        """
        self._session = session
        self._layered = session if isinstance(session, LayeredSession) else None
        self._memory = memory or Memory()
        self._begin(None)

    def _begin(self, start: bytes | None) -> None:
        """Take the session's state for the first one."""
        self._start = start
        self._stand: tuple[_Branch, ...] = ()  # the branches that the session itself has taken
        self._at = self._new_moment() if start else self._pristine()

    def _new_moment(self) -> Moment:
        overlay, known = self._layered.place() if self._layered else ({}, {})
        return Moment(self._stand, overlay, known)

    def _pristine(self) -> Moment:
        if self._memory.first is None:
            known = {} if self._layered is None else self._layered.nothing_known()
            self._memory.first = Moment((), {}, known)
        return self._memory.first

    def forget(self) -> None:
        """Forget everything; the state is pristine."""
        self._session.reset()
        self._memory.first = None
        self._begin(None)

    def reset(self) -> None:
        """Undo everything."""
        if self._start is not None:
            self._session.reset()
            self._begin(None)
        self._at = self._pristine()

    @property
    def moment(self) -> Moment:
        """The state we are in; setting it goes to one that was reached before."""
        return self._at

    @moment.setter
    def moment(self, moment: Moment) -> None:
        self._at = moment

    def call(self, caller: Caller, name: str, arguments: Mapping[str, object]) -> ToolResult:
        """Call a tool, or remember what it answered.

        Raises:
            ToolCrash: The tool or a rule failed by its own fault, or answers otherwise than before.
        """
        question = f"{caller} {name} {arguments!r}"
        answer = self._at.answers.get(question)
        if answer is None:
            self._go_there()
            result = self._execute(caller, name, arguments)
            after = None
            if result.wrote:
                self._stand += (_Branch(caller, name, arguments, result),)
                after = self._new_moment()
            answer = self._at.answers[question] = (result, after)
        result, after = answer
        self._at = after or self._at
        return result

    def rows(self) -> Rows | None:
        """Return the rows that differ from the image; None if the session runs elsewhere."""
        return None if self._layered is None else self._layered.rows(self._at.overlay)

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
        if self._layered is not None:
            self._layered.go(self._at.overlay, self._at.known)
            self._stand = self._at.branches
        elif self._at.branches is not self._stand:
            self._go_on_foot()

    def _go_on_foot(self) -> None:
        wanted, stand = self._at.branches, self._stand
        if wanted[: len(stand)] != stand:
            self._go_back()
        for branch in wanted[len(self._stand) :]:
            result = self._execute(branch.caller, branch.name, branch.arguments)
            if result != branch.result:
                raise ToolCrash(
                    f"tool {branch.name} answers {result.content:.80}, and before, in the same "
                    f"state, {branch.result.content:.80}"
                )
            self._stand += (branch,)
        self._stand = wanted

    def _go_back(self) -> None:
        if self._start is not None:
            self._session.restore(self._start)
        else:
            self._session.reset()
        self._stand = ()

    def _execute(self, caller: Caller, name: str, arguments: Mapping[str, object]) -> ToolResult:
        try:
            return self._session.call(caller, name, arguments)
        except ToolCrash:
            self.forget()  # nobody knows what a tool out of order has left
            raise


class RememberingServer:
    """A `DomainServer` whose sessions remember, on somebody else's server."""

    def __init__(self, server: DomainServer) -> None:
        """Take a server, which stays its owner's."""
        self._server = server
        self._layers = None
        if isinstance(server, LocalServer) and Overlays.fit(server):
            self._layers = Layers(server)
        self._sessions: list[RememberingSession] = []
        self._memories: dict[RuleEnforcement, Memory] = {}

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
        session = (self._layers or self._server).open_session(rule_enforcement)
        memory = self._memories.setdefault(rule_enforcement, Memory())
        self._sessions.append(RememberingSession(session, memory))
        return self._sessions[-1]

    def forget(self) -> None:
        """Let every session that was opened forget everything."""
        for session in self._sessions:
            session.forget()
        if self._layers is not None:
            self._layers.forget()

    def close(self) -> None:
        """Do nothing: the server is somebody else's."""
