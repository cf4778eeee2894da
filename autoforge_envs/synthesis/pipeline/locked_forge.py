"""What runs in a workshop's locked process: loading a draft, trying its tools, forging it.

The commission comes from the parent, which is trusted, before the lock; the first line of the draft
runs after it.
"""

import base64
import os
import pickle
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, NoReturn

import numpy as np

from autoforge_envs.domain.loading import load_domain
from autoforge_envs.domain.serving import LocalServer
from autoforge_envs.isolation.channel import read_request, write_frame
from autoforge_envs.isolation.locks import CHANNEL_DESCRIPTOR, lock_process
from autoforge_envs.isolation.worker import answer
from autoforge_envs.synthesis.design.draft import Draft
from autoforge_envs.synthesis.exploration import AnyTool, Explorer, own_tools
from autoforge_envs.synthesis.pipeline.checking import flaws_of
from autoforge_envs.synthesis.pipeline.forging import forge_in
from autoforge_envs.synthesis.pipeline.memory_folder import MemoryPath
from autoforge_envs.synthesis.pipeline.recipe import Recipe
from autoforge_envs.synthesis.pipeline.rule_checking import flaws_of_rule
from autoforge_envs.synthesis.pipeline.workshop import Commission

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


class LockedForge:
    """One commission, and what can be asked about it."""

    def __init__(self, commission: Commission) -> None:
        """Run nothing yet."""
        self._commission = commission
        self._operations: dict[str, Callable[..., object]] = {
            "load": self._load,
            "try": self._try,
            "rules": self._rules,
            "forge": self._forge,
        }

    def perform(self, operation: str, arguments: list[Any]) -> object:
        """Do what the parent asks and return plain JSON."""
        return self._operations[operation](*arguments)

    @cached_property
    def _server(self) -> LocalServer:
        draft = self._commission.draft
        folder = _PARENT / draft.name
        draft.write(folder)
        return LocalServer(load_domain(folder, sealed=False), in_memory=True)

    @cached_property
    def _explorer(self) -> Explorer:
        generator = np.random.default_rng([self._commission.seed, 0])
        return Explorer(self._server.open_session("agent"), generator)

    @cached_property
    def _tools(self) -> dict[str, AnyTool]:
        return {tool.name: tool for tool in own_tools(self._server.domain)}

    def _load(self) -> object:
        return list(self._tools)

    def _try(self, name: str) -> object:
        flaws = flaws_of(self._explorer, self._tools[name])
        return [[flaw.tool, flaw.kind, flaw.detail] for flaw in flaws]

    def _rules(self) -> object:
        rules = self._server.domain.rules
        flaws = [
            flaw for rule in rules for flaw in flaws_of_rule(self._explorer, rule, self._tools)
        ]
        return [[flaw.tool, flaw.kind, flaw.detail] for flaw in flaws]

    def _forge(self) -> object:
        asked = self._commission
        recipe = Recipe(Given(asked.draft), asked.make_composer, asked.quota)
        product = forge_in(_PARENT, recipe, asked.seed)
        return {
            "files": {name: content.decode() for name, content in product.files.items()},
            "stages": [stage.as_json() for stage in product.stages if stage.name != "design"],
            "failure": product.failure,
            "crashed": product.crashed,
        }


def serve() -> NoReturn:
    """Take a commission, lock this process, then answer until the parent hangs up."""
    forges: list[LockedForge] = []

    def begin(_: str, arguments: list[Any]) -> object:
        packed, memory_bytes = arguments
        commission = pickle.loads(base64.b64decode(packed))
        lock_process(memory_bytes)
        forges.append(LockedForge(commission))
        return None

    _answer_next(begin)
    while forges:
        _answer_next(forges[0].perform)
    os._exit(1)


def _answer_next(perform: Callable[[str, list[Any]], object]) -> None:
    try:
        request = read_request(CHANNEL_DESCRIPTOR)
    except EOFError:
        os._exit(0)
    write_frame(CHANNEL_DESCRIPTOR, answer(request, perform))
