"""What an agent that acts by numbers says in words: questions, read-backs, reports, refusals."""

import json
import re
from collections.abc import Iterable

from autoforge_envs.domain.wording import read_back, say_value
from autoforge_envs.environments.symbolic_calls import ConcreteCall
from autoforge_envs.environments.symbolic_knowledge import Record
from autoforge_envs.environments.symbolic_tools import ParameterCard, RuleCard, ToolCard

ILLEGAL = "{}"
"""What a masked action does: a tool call without a name, which is refused and costs a step."""

CLOSE = "Is there anything else I can do for you?"

MAX_TOLD = 24
"""Values in one report; the verdict takes a flood of them for none."""

_YES = re.compile(r"\W*(yes|yep|correct|sure|right|go ahead|please do)\b", re.IGNORECASE)


def is_yes(words: str) -> bool:
    """Tell whether the user agrees to what was read back."""
    return _YES.match(words) is not None


def call_text(call: ConcreteCall) -> str:
    """Write a call as the text environment takes it."""
    return json.dumps({"name": call.tool.name, "arguments": call.arguments}, ensure_ascii=False)


def proposal(call: ConcreteCall) -> str:
    """Read a call back and ask for a yes."""
    return f"Let me read it back: {read_back(call.tool.name, call.arguments)}. Shall I go ahead?"


def question(tool: ToolCard, parameter: ParameterCard) -> str:
    """Ask for what a tool needs."""
    name, description = parameter.name.replace("_", " "), parameter.description
    wanted = f"{name} ({description[:1].lower()}{description[1:]})"
    return f"Could you please tell me the {wanted}? I need it to {tool.name.replace('_', ' ')}."


def errand(tool: ToolCard) -> str:
    """Ask the user to use a tool of theirs."""
    return f"Could you please {tool.purpose}?"


def refusal(rule: RuleCard) -> str:
    """Say that a request is declined, and why."""
    return f"I'm sorry, but I cannot do that. {rule.sentence}"


def report(records: Iterable[Record]) -> str:
    """Tell what stands in tool results."""
    values = [
        f"{name.replace('_', ' ')}: {say_value('Choice', value)}"
        for record in records
        for name, value in record.fields.items()
        if value is not None
    ]
    return f"Here is what I see: {'; '.join(values[:MAX_TOLD])}."
