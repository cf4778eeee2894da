"""The policy document that the agent reads, written from the rules and the tools."""

from collections.abc import Sequence

from autoforge_envs.domain.domain import Domain
from autoforge_envs.domain.rules import Rule


def write_policy(domain: Domain) -> str:
    """Write a domain's policy document as Markdown."""
    manifest = domain.contents.manifest
    procedural = [rule for rule in domain.rules if not rule.declinable]
    grounds = [rule for rule in domain.rules if rule.declinable]
    sections = [
        f"# {manifest.title}: how to serve customers",
        manifest.description,
        f"The current time is {manifest.clock.replace('T', ' ')}.",
        "Answer one customer. Use the tools for every fact and every change; never invent one. "
        'Amounts are decimal texts such as "49.90". A tool call and words to the customer are '
        "separate actions.",
    ]
    if domain.rules:
        sections.append(_ABOUT)
    if procedural:
        sections += ["## Procedure", _rule_list(procedural)]
    if grounds:
        sections += [
            "## Rules",
            "When one of these rules forbids what the customer wants, do not do it. Call "
            "`decline_request` with the tool it would have needed, the identifier it is about and "
            "the rule's name, tell the customer why, and go on with whatever else they want.",
            _rule_list(grounds),
        ]
    sections += ["## Handing over", _HANDING_OVER]
    user_tools = [tool for tool in domain.tools if tool.caller == "user"]
    own = [tool for tool in user_tools if tool.name not in ("confirm", "hang_up")]
    if own:
        listed = "\n".join(f"- {tool.intent}: {tool.description}" for tool in own)
        sections += ["## What the customer can do", "Ask the customer in plain words to:", listed]
    return "\n\n".join(sections) + "\n"


MAX_NAMED = 8
"""Most tools that are named with a rule; one about more is about every change, or everything."""

_ABOUT = (
    "A rule is about the tools that stand in brackets behind its name and about no others; a rule "
    "without any is about all that it says."
)
_HANDING_OVER = (
    "Call `transfer_to_human` only where a rule says so, or when the customer needs something that "
    "no tool can do. It ends the conversation, so finish everything else first."
)


def _rule_list(rules: Sequence[Rule]) -> str:
    return "\n".join(f"- `{rule.name}`{_tools_of(rule)}: {rule.sentence}" for rule in rules)


def _tools_of(rule: Rule) -> str:
    """Name the tools that a rule guards, so that nobody takes its sentence for wider than it is."""
    if len(rule.before) > MAX_NAMED:
        return ""
    return f" ({', '.join(f'`{tool}`' for tool in rule.before)})"
