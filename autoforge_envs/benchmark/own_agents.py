"""Agents of one's own, by `MODULE:FACTORY`: imported, checked, and told apart where they fail."""

import importlib
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from traceback import extract_tb
from typing import Any

from autoforge_envs.benchmark.agents import Agent, AgentFactory, Brief, Observation, Spent
from autoforge_envs.errors import AgentError, EndpointError, OptionError

_METHODS = ("reset", "act", "spent")
_NOT_THEIRS = (__file__, importlib.__file__)
"""Files whose lines say nothing about where somebody else's code failed."""


def names_own_agent(name: str) -> bool:
    """Tell whether a name has the form `MODULE:FACTORY`; `openai:MODEL` is another agent's."""
    module, _, factory = name.partition(":")
    return module != "openai" and all(part.isidentifier() for part in (*module.split("."), factory))


def find_own_agent(name: str) -> AgentFactory:
    """Import what makes agents, from the current directory as well, and make the first.

    Args:
        name: `MODULE:FACTORY`; the factory is a class or a function without arguments.

    Raises:
        OptionError: There is none of this name, it raises, or what it makes is no agent.
    """
    module_name, _, factory_name = name.partition(":")
    factory = getattr(_import(module_name, name), factory_name, None)
    if not callable(factory):
        raise OptionError(
            f"agent {name!r}: the module has no class or function {factory_name!r}; "
            "name one that makes an agent"
        )
    return _Maker(name, factory)


def _import(module_name: str, name: str) -> object:
    here = str(Path.cwd())
    if here not in sys.path:
        sys.path.insert(0, here)
    try:
        return importlib.import_module(module_name)
    except (Exception, SystemExit) as error:
        lacking = error.name if isinstance(error, ModuleNotFoundError) else None
        if lacking is not None and f"{module_name}.".startswith(f"{lacking}."):
            raise OptionError(
                f"agent {name!r}: there is no module {lacking!r}, neither in the current directory "
                "nor installed; mend the name, or go to the folder that holds it"
            ) from None
        raise OptionError(f"agent {name!r}: its module {_told(error)}; mend that") from error


class _Maker:
    """Makes agents; the first is made at once, so that mistakes are told before anything else."""

    def __init__(self, name: str, factory: Callable[[], Any]) -> None:
        self._name = name
        self._factory = factory
        self._ready = [self._make()]

    def __call__(self) -> Agent:
        return self._ready.pop() if self._ready else self._make()

    def _make(self) -> Agent:
        try:
            agent = self._factory()
        except (Exception, SystemExit) as error:
            raise OptionError(
                f"agent {self._name!r}: making it {_told(error)}; mend that"
            ) from error
        lacking = [name for name in _METHODS if not callable(getattr(agent, name, None))]
        if lacking:
            raise OptionError(
                f"agent {self._name!r} makes {type(agent).__name__}, which is no agent: it has no "
                f"method {', '.join(lacking)}; see `autoforge_envs.benchmark.agents.Agent`"
            )
        return _OwnAgent(self._name, agent)


class _OwnAgent:
    """Plays with an agent of one's own, which sees no plan."""

    reads_plan = False

    def __init__(self, name: str, agent: Agent) -> None:
        self._name = name
        self._agent = agent

    def reset(self, brief: Brief, observation: Observation) -> None:
        with self._told_by_name("reset"):
            self._agent.reset(brief, observation)

    def act(self, observation: Observation) -> str:
        with self._told_by_name("act"):
            return self._agent.act(observation)

    def spent(self) -> Spent:
        with self._told_by_name("spent"):
            spent = self._agent.spent()
        if not isinstance(spent, Spent):
            raise AgentError(
                f"agent {self._name!r}: spent() returned {spent!r:.80}; it must be a "
                "`autoforge_envs.benchmark.agents.Spent`"
            )
        return spent

    @contextmanager
    def _told_by_name(self, method: str) -> Iterator[None]:
        """Tell errors of the agent's; those of endpoints are told where they arise.

        Raises:
            AgentError: It raised.
            EndpointError: Its endpoint stayed unusable, or the budget is spent.
        """
        try:
            yield
        except EndpointError:
            raise
        except (Exception, SystemExit) as error:
            raise AgentError(
                f"agent {self._name!r}: {method}() {_told(error)}; mend that, then give the same "
                "command again"
            ) from error


def _told(error: BaseException) -> str:
    """Say in a few words what was raised, and where in their code, if it was there."""
    words = " ".join(str(error).split())
    said = f"raised {type(error).__name__}: {words:.200}".rstrip(": ")
    for frame in reversed(extract_tb(error.__traceback__)):
        if frame.filename not in _NOT_THEIRS and not frame.filename.startswith("<frozen "):
            return f"{said} ({Path(frame.filename).name}, line {frame.lineno})"
    return said
