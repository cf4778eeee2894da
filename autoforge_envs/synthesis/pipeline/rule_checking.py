"""Checking rules: one that forbids every call there is makes its tools useless."""

from autoforge_envs.domain.rules import Rule
from autoforge_envs.synthesis.exploration import AnyTool, Arguments, Explorer
from autoforge_envs.synthesis.pipeline.checking import Flaw

FORBIDS = "forbids everything"
"""The kind of flaw."""

_MAX_CALLS = 60
"""Sampled calls of each guarded tool."""


def flaws_of_rule(explorer: Explorer, rule: Rule, tools: dict[str, AnyTool]) -> list[Flaw]:
    """Say what is wrong with a rule that customers can be declined by.

    Args:
        explorer: Its session leaves the rules to the agent, so that calls go through.
        rule: Of the domain.
        tools: All tools by name.
    """
    if not rule.declinable:
        return []
    guarded = [tools[name] for name in rule.before if name in tools]
    outcomes = [
        rule.name in broken
        for tool in guarded
        for broken in (
            _broken_by(explorer, tool, explorer.arguments(tool, {}, ())) for _ in range(_MAX_CALLS)
        )
        if broken is not None
    ]
    if outcomes and all(outcomes):
        told = f"all {len(outcomes)} sampled calls that its tools accept break it; loosen it"
        return [Flaw(rule.name, FORBIDS, told)]
    return []


def _broken_by(explorer: Explorer, tool: AnyTool, arguments: Arguments) -> frozenset[str] | None:
    """Return the rules that a call breaks; None if the tool refuses it."""
    explorer.session.reset()
    result = explorer.session.call(tool.caller, tool.name, arguments)
    return None if result.error else frozenset(result.violations)
