"""Agents by name: scripted ones, `openai:MODEL` for any OpenAI-compatible endpoint, one's own."""

from autoforge_envs.benchmark.agents import AGENTS, AgentFactory
from autoforge_envs.benchmark.graded_agents import GRADED_AGENTS
from autoforge_envs.benchmark.language_model_agent import LanguageModelAgent
from autoforge_envs.benchmark.own_agents import find_own_agent, names_own_agent
from autoforge_envs.errors import OptionError
from autoforge_envs.language_models import (
    Budget,
    Budgeted,
    EndpointOptions,
    LanguageModel,
    check_reachable,
)

SCRIPTED: dict[str, AgentFactory] = {**AGENTS, **GRADED_AGENTS}
NAMES = f"{', '.join(SCRIPTED)}, openai:MODEL or MODULE:FACTORY (your own)"


def find_agent(name: str, budget: Budget) -> AgentFactory:
    """Return what makes agents of this name; model agents share one budget.

    Raises:
        OptionError: There is no such agent, or one's own cannot be made.
        EndpointError: The endpoint has no address or key, or nobody listens there.
    """
    if name in SCRIPTED:
        return SCRIPTED[name]
    if names_own_agent(name):
        return find_own_agent(name)
    provider, _, model = name.partition(":")
    if provider != "openai" or not model:
        raise OptionError(f"there is no agent {name!r}; there are {NAMES}")
    options = EndpointOptions(model)
    check_reachable(options)
    shared = Budgeted(LanguageModel(options), budget)
    return lambda: LanguageModelAgent(shared)
