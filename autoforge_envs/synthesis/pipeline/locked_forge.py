"""What runs in a workshop's locked process: loading a draft, trying its tools, forging it.

The commission comes from the parent, which is trusted, before the lock; the first line of the draft
runs after it.
"""

import base64
import gc
import os
import pickle
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, NoReturn

import numpy as np

from autoforge_envs.domain.domain import Domain
from autoforge_envs.domain.loading import load_domain
from autoforge_envs.domain.serving import LocalServer
from autoforge_envs.isolation.channel import read_request, write_frame
from autoforge_envs.isolation.locks import CHANNEL_DESCRIPTOR, lock_process
from autoforge_envs.isolation.worker import answer
from autoforge_envs.synthesis.design.draft import Draft
from autoforge_envs.synthesis.exploration import AnyTool, Explorer, own_tools
from autoforge_envs.synthesis.pipeline.attempts import Outcome
from autoforge_envs.synthesis.pipeline.checking import flaws_of
from autoforge_envs.synthesis.pipeline.collecting import Collect, collect
from autoforge_envs.synthesis.pipeline.finding import named_in_plans
from autoforge_envs.synthesis.pipeline.forging import forge_in
from autoforge_envs.synthesis.pipeline.memory_folder import MemoryPath
from autoforge_envs.synthesis.pipeline.recipe import Recipe
from autoforge_envs.synthesis.pipeline.rule_checking import flaws_of_rule
from autoforge_envs.synthesis.pipeline.stages import StageReport
from autoforge_envs.synthesis.pipeline.workshop import Commission
from autoforge_envs.synthesis.rewriting.editing import Editor

_PARENT = MemoryPath("/draft")


@dataclass(frozen=True, slots=True)
class Given:
    """A designer that hands over a draft that is there; behind locks anybody may run it."""

    draft: Draft

    @property
    def name(self) -> str:
        """What nobody gets to read."""
        return "given"

    def design(self, seed: int) -> Draft:
        """Return the draft, with no more locks to put around it."""
        return replace(self.draft, reviewed=True, reports=())


class Line:
    """The way to the parent: one request at hand at a time, answered once."""

    def __init__(self) -> None:
        """Take nothing yet."""
        self._request: dict[str, Any] = {}

    def serve_next(self, perform: Callable[[str, list[Any]], object]) -> None:
        """Take a request, perform it and answer; the process ends with its parent."""
        self._take()
        write_frame(CHANNEL_DESCRIPTOR, answer(self._request, perform))

    def exchange(self, reply: object) -> list[Any]:
        """Answer the request that is being performed, and return the arguments of the next."""
        write_frame(CHANNEL_DESCRIPTOR, answer(self._request, lambda *_: reply))
        self._take()
        arguments: list[Any] = self._request["arguments"]
        return arguments

    def _take(self) -> None:
        try:
            request = read_request(CHANNEL_DESCRIPTOR)
        except EOFError:
            os._exit(0)
        self._request.clear()
        self._request.update(request)


class LockedForge:
    """One commission, and what can be asked about it."""

    def __init__(
        self, commission: Commission, line: Line, earlier: "LockedForge | None" = None
    ) -> None:
        """Run nothing yet.

        Args:
            commission: What to work on.
            line: The way to the parent.
            earlier: What was worked on before, closed from here on: where tables are the same, they
                are taken over, and their rows copied where those are the same too.
        """
        self._commission = commission
        self._line = line
        self._earlier = earlier
        self._operations: dict[str, Callable[..., object]] = {
            "load": self._load,
            "try": self._try,
            "rules": self._rules,
            "forge": self._forge,
            "forge in turns": self._forge_in_turns,
        }

    def perform(self, operation: str, arguments: list[Any]) -> object:
        """Do what the parent asks and return plain JSON."""
        return self._operations[operation](*arguments)

    def server_like(self, draft: Draft) -> LocalServer | None:
        """Return the server, if there is one and its tables and rows are those of a draft."""
        own = self._commission.draft
        is_same = (own.models, own.records) == (draft.models, draft.records)
        return self._server if is_same and self.has_loaded else None

    @property
    def domain(self) -> Domain | None:
        """The draft as it was loaded, if it was."""
        return self._server.domain if self.has_loaded else None

    @property
    def has_loaded(self) -> bool:
        """Whether there is a server."""
        return "_server" in self.__dict__

    @cached_property
    def _server(self) -> LocalServer:
        draft = self._commission.draft
        folder = _PARENT / draft.name
        draft.write(folder)
        earlier = self._earlier
        domain = load_domain(folder, sealed=False, twin=earlier.domain if earlier else None)
        twin = earlier.server_like(draft) if earlier else None
        server = LocalServer(domain, in_memory=True, twin=twin)
        self._let_go_of_earlier()
        return server

    def _let_go_of_earlier(self) -> None:
        if self._earlier is not None:
            self._earlier.close()
            self._earlier = None

    @cached_property
    def _explorer(self) -> Explorer:
        generator = np.random.default_rng([self._commission.seed, 0])
        return Explorer(self._server.open_session("agent"), generator)

    @cached_property
    def _tools(self) -> dict[str, AnyTool]:
        return {tool.name: tool for tool in own_tools(self._server.domain)}

    def close(self) -> None:
        """Let go of the databases, if there are any."""
        self._let_go_of_earlier()
        if self.has_loaded:
            self._server.close()

    def _load(self) -> object:
        return list(self._tools)

    def _try(self, name: str) -> object:
        flaws = flaws_of(self._explorer, self._tools[name])
        return [[flaw.tool, flaw.kind, flaw.detail] for flaw in flaws]

    def _rules(self, sound: list[str]) -> object:
        rules = [rule for rule in self._server.domain.rules if rule.name not in sound]
        flaws = [
            flaw for rule in rules for flaw in flaws_of_rule(self._explorer, rule, self._tools)
        ]
        return [[flaw.tool, flaw.kind, flaw.detail] for flaw in flaws]

    def _forge(self) -> object:
        return self._forge_with(collect, list)

    def _forge_in_turns(self) -> object:
        """Forge, and take orders about the tasks in between."""
        editor = Editor(self._line.exchange, self._commission.draft.phrasebook)
        return self._forge_with(editor.gather, editor.reports)

    def _forge_with(self, gather: Collect, reports: Callable[[], list[StageReport]]) -> object:
        gc.disable()  # the process ends with this domain, and what lies about in it
        asked = self._commission
        recipe = Recipe(Given(asked.draft), asked.make_composer, asked.quota)
        outcomes: list[Outcome] = []
        product = forge_in(_PARENT, recipe, asked.seed, on_outcome=outcomes.append, gather=gather)
        stages = [stage for stage in product.stages if stage.name != "design"]
        return {
            "files": {name: content.decode() for name, content in product.files.items()},
            "stages": [stage.as_json() for stage in (*stages, *reports())],
            "failure": product.failure,
            "crashed": product.crashed,
            "named": named_in_plans(outcomes),
        }


class _Bench:
    """Holds one commission at a time; the process is locked before any of them is worked on."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self._forge: LockedForge | None = None

    def perform(self, operation: str, arguments: list[Any]) -> object:
        """Begin with a commission, or do something about the one that is here."""
        if operation == "begin":
            self._begin(*arguments)
            return None
        return None if self._forge is None else self._forge.perform(operation, arguments)

    def _begin(self, packed: str, memory_bytes: int) -> None:
        commission = pickle.loads(base64.b64decode(packed))
        if self._forge is None:
            lock_process(memory_bytes)
        self._forge = LockedForge(commission, self._line, self._forge)


def serve() -> NoReturn:
    """Take a commission, lock this process, then answer until the parent hangs up."""
    line = Line()
    bench = _Bench(line)
    while True:
        line.serve_next(bench.perform)
