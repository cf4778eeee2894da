"""Checking rules: one that forbids every call there is makes its tools useless."""

from autoforge_envs.domain.rules import Rule
from autoforge_envs.synthesis.exploration import AnyTool, Arguments, Explorer
from autoforge_envs.synthesis.pipeline.checking import Flaw

FORBIDS = "forbids everything"
"""The kind of flaw."""

_MAX_CALLS = 300
"""Sampled calls of each guarded tool, until one is allowed: most rules allow one of the first."""


def flaws_of_rule(explorer: Explorer, rule: Rule, tools: dict[str, AnyTool]) -> list[Flaw]:
    """Say what is wrong with a rule that customers can be declined by.

    Args:
        explorer: Its session leaves the rules to the agent, so that calls go through.
        rule: Of the domain.
        tools: All tools by name.
    """
    if not rule.declinable:
        return []
    num_broken = 0
    for tool in (tools[name] for name in rule.before if name in tools):
        for _ in range(_MAX_CALLS):
            broken = _broken_by(explorer, tool, explorer.arguments(tool, {}, ()))
            if broken is None:
                continue
            if rule.name not in broken:
                return []
            num_broken += 1
    if not num_broken:
        return []
    told = f"all {num_broken} sampled calls that its tools accept break it; loosen it"
    return [Flaw(rule.name, FORBIDS, told)]


def _broken_by(explorer: Explorer, tool: AnyTool, arguments: Arguments) -> frozenset[str] | None:
    """Return the rules that a call breaks; None if the tool refuses it."""
    explorer.session.reset()
    result = explorer.session.call(tool.caller, tool.name, arguments)
    return None if result.error else frozenset(result.violations)
