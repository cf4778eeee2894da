"""A user's own tools: used unasked, used wrongly, or not used though it says so."""

import re
from collections.abc import Iterator, Mapping

from autoforge_envs.domain.domain import ToolInfo
from autoforge_envs.domain.tasks import UserScript
from autoforge_envs.users.asked_tools import is_asked_to
from autoforge_envs.users.auditing.certainty import Rule, is_certain
from autoforge_envs.users.auditing.sentences import vocabulary_of
from autoforge_envs.users.auditing.turns import OwnCall, UserTurn
from autoforge_envs.users.understanding import understand
from autoforge_envs.users.user_errors import UserError
from autoforge_envs.users.vocabulary import content_stems

_NOT_DONE = re.compile(
    r"\?\s*$|^\W*(?:no|nope|nah|not|never)\b|\b(?:can't|cannot|can not|couldn't|could not|unable|"
    r"won't|will not|i'll|i will|going to|about to|later|how|where|which|let me|hang on|hold on|"
    r"(?:one|a) (?:moment|second|sec)\b(?! ago)|(?:don't|do not|didn't|did not|haven't|have not)|"
    r"not (?:sure|yet|able|possible|working)|doesn't|does not|isn't|before|first|rather)\b"
)
_WHAT_NEXT = re.compile(r"\b(?:and )?(?:what(?:'s)?(?: do i do)? (?:now|next)|now what)\s*\?\s*$")
"""A question that only somebody asks who claims to have done the last thing."""


def only_reports(words: str, turn: UserTurn) -> bool:
    """Tell whether words say nothing but what the user's own tools have just shown."""
    results = [own.result.content for own in turn.calls if own.result is not None]
    said = content_stems(words)
    return bool(said) and said <= frozenset().union(*map(content_stems, results))


def misused(
    turn: UserTurn, tools: Mapping[str, ToolInfo] | None, script: UserScript, said: str
) -> Iterator[UserError]:
    """Yield the calls that nobody asked for, or whose values nobody gave.

    Args:
        turn: What the user did.
        tools: Its own tools by name; None if they are not known.
        script: What it wants and knows.
        said: What it had said before.
    """
    for own in turn.calls:
        rule = _misuse(own, turn, tools, script, said)
        if rule is not None:
            name, values = own.call.name, own.call.arguments.values()
            evidence = f"{name}({', '.join(map(str, values))})"
            yield UserError(turn.number, "tool_misuse", name, evidence, is_certain(rule))


def _misuse(
    own: OwnCall,
    turn: UserTurn,
    tools: Mapping[str, ToolInfo] | None,
    script: UserScript,
    said: str,
) -> Rule | None:
    """Tell what is wrong with a call, if anything is."""
    name = own.call.name
    tool = None if tools is None else tools.get(name)
    if tools is not None and tool is None:
        return "tool_or_value_unknown"
    intent = "" if tool is None else tool.intent
    sources = "" if _is_own_mistake(own, intent, turn.prompt) else f"{turn.prompt}\n{said}"
    if not all(_is_given(value, sources, script) for value in own.call.arguments.values()):
        return "tool_or_value_unknown"
    if tools is not None and tool is not None and _is_mistaken(tool, tools, turn):
        return "another_tool"
    return None if _is_wanted(name, intent, turn.prompt, script) else "tool_unasked"


def _is_mistaken(used: ToolInfo, tools: Mapping[str, ToolInfo], turn: UserTurn) -> bool:
    """Tell whether a tool that changes something was used in the place of one asked for."""
    asked = understand(turn.prompt)
    if not used.writes or is_asked_to(used.name, used.intent, asked):
        return False
    called = {own.call.name for own in turn.calls}
    wanted = {tool.name for tool in tools.values() if is_asked_to(tool.name, tool.intent, asked)}
    return bool(wanted) and not wanted & called


def _is_own_mistake(own: OwnCall, intent: str, prompt: str) -> bool:
    """Tell whether a tool refused a call that the agent had not asked for."""
    refused = own.result is not None and own.result.error
    return refused and not is_asked_to(own.call.name, intent, understand(prompt))


def _is_given(value: object, sources: str, script: UserScript) -> bool:
    text = str(value)
    if not isinstance(value, str) or text in sources:
        return True
    return any(str(fact.value) == text for fact in script.facts)


def _is_wanted(name: str, intent: str, prompt: str, script: UserScript) -> bool:
    about = content_stems(f"{name.replace('_', ' ')} {intent}")
    return not about or bool(about & (content_stems(prompt) | vocabulary_of(script).stems))


def falsely_claimed(turn: UserTurn, tools: Mapping[str, ToolInfo]) -> Iterator[UserError]:
    """Yield the tools that a user was asked to use, did not use, and speaks of as if it had.

    Who neither asks nor puts it off nor says that it cannot be done claims that it is done. Who
    has used one of two tools means that one.
    """
    if turn.calls or not turn.words or turn.hung_up:
        return
    low = _WHAT_NEXT.sub("", turn.words.lower().replace("’", "'"))
    if _NOT_DONE.search(low):
        return
    asked = understand(turn.prompt)
    for tool in tools.values():
        if is_asked_to(tool.name, tool.intent, asked):
            certain = is_certain("tool_not_used")
            yield UserError(turn.number, "false_claim", tool.name, turn.words, certain)
