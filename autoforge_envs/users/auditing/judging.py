"""A language model as auditor: the same interface as the audit by rules, and both together.

The model reads the user's instructions and the conversation, and calls a tool once for each error
it sees. A finding counts only if the words that it quotes were said in that turn. How reliable a
model is at this has not been measured here: it stands beside the rules, never in their place.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from autoforge_envs.domain.domain import ToolInfo
from autoforge_envs.domain.tasks import UserScript
from autoforge_envs.domain.wording import describe_script
from autoforge_envs.episode.messages import Message
from autoforge_envs.language_models import ChatModel, ToolCallRequest
from autoforge_envs.users.auditing.audit import Auditor
from autoforge_envs.users.auditing.turns import UserTurn, user_turns
from autoforge_envs.users.user_errors import ERROR_KINDS, ErrorKind, UserError

REPORT = "report_error"

_TASK = """\
You check whether the simulated customer in a conversation kept to its instructions. Call the tool
`report_error` once for each error of the customer's, never for the agent's; without an error, call
nothing and answer "none".

Kinds: wrong_value: it tells a known fact wrongly. contradiction: it takes back what it had told
rightly. invented_fact: it tells something that is not in its instructions. extra_request: it wants
something that is not in its instructions. forgotten_request: it leaves without having named a wish.
premature_hang_up: it leaves while the agent waits for an answer. false_claim: it says that it used
a tool and did not. wrong_confirmation: it says yes to wrong details, no to right ones, or yes
without calling `confirm`. tool_misuse: it uses a tool unasked or with values that it was not given.

Saying something in other words, insisting once, asking back and losing patience with an agent that
leads nowhere are no errors.
"""

_SCHEMA: Mapping[str, Any] = {
    "type": "function",
    "function": {
        "name": REPORT,
        "description": "Report one error of the customer's.",
        "parameters": {
            "type": "object",
            "properties": {
                "turn": {"type": "integer", "description": "Number of the customer's turn."},
                "kind": {"type": "string", "enum": list(ERROR_KINDS)},
                "quote": {"type": "string", "description": "The customer's words, verbatim."},
            },
            "required": ["turn", "kind", "quote"],
            "additionalProperties": False,
        },
    },
}


class ModelJudge:
    """An `Auditor` that asks a model."""

    def __init__(self, model: ChatModel) -> None:
        """Judge through a model; it may be shared."""
        self._model = model

    def __call__(
        self, transcript: Sequence[Message], script: UserScript, tools: Sequence[ToolInfo] = ()
    ) -> list[UserError]:
        """Find the user's errors; see `Auditor`.

        Raises:
            EndpointError: The endpoint stayed broken.
        """
        turns = {turn.number: turn for turn in user_turns(transcript)}
        messages = [
            {"role": "system", "content": _TASK},
            {"role": "user", "content": _case(script, tools, turns)},
        ]
        completion = self._model.complete(messages, [_SCHEMA])
        found = (_read(call, turns) for call in completion.tool_calls)
        return list(dict.fromkeys(error for error in found if error is not None))


def _case(script: UserScript, tools: Sequence[ToolInfo], turns: Mapping[int, UserTurn]) -> str:
    names = ", ".join(tool.name for tool in tools) or "none"
    lines = [
        "Its instructions:",
        describe_script(script),
        f"Its tools: {names}",
        "",
        "What was said:",
    ]
    for turn in turns.values():
        if turn.prompt:
            lines.append(f"Agent: {turn.prompt}")
        lines.append(f"Customer, turn {turn.number}: {_acts(turn)}{turn.words}")
    return "\n".join(lines)


def _acts(turn: UserTurn) -> str:
    acts = [f"{own.call.name}({json.dumps(dict(own.call.arguments))})" for own in turn.calls]
    acts += ["confirm()"] * turn.confirmed + ["hang_up()"] * turn.hung_up
    return f"[{'; '.join(acts)}] " if acts else ""


def _read(call: ToolCallRequest, turns: Mapping[int, UserTurn]) -> UserError | None:
    """Read one report; None if it is none, or quotes what was not said."""
    try:
        report = json.loads(call.arguments)
        turn, kind, quote = turns[int(report["turn"])], report["kind"], str(report["quote"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    if call.name != REPORT or kind not in ERROR_KINDS:
        return None
    if quote.strip() not in f"{_acts(turn)}{turn.words}":
        return None
    return UserError(turn.number, _as_kind(kind), "", quote)


def _as_kind(name: str) -> ErrorKind:
    return next(kind for kind in ERROR_KINDS if kind == name)


class Panel:
    """An `Auditor` that takes what any of several auditors finds, the first one's words first."""

    def __init__(self, *auditors: Auditor) -> None:
        """Ask these, in this order."""
        self._auditors = auditors

    def __call__(
        self, transcript: Sequence[Message], script: UserScript, tools: Sequence[ToolInfo] = ()
    ) -> list[UserError]:
        """Find the user's errors; one kind in one turn is reported once."""
        found: dict[tuple[int, ErrorKind], UserError] = {}
        for auditor in self._auditors:
            for error in auditor(transcript, script, tools):
                found.setdefault((error.turn, error.kind), error)
        return list(found.values())
