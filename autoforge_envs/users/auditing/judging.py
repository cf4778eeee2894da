"""A language model as auditor: the same interface as the audit by rules, and both together.

The model reads the user's instructions and the conversation, and calls a tool once for each error
it sees. A finding counts only if the words that it quotes were said in that turn. How reliable one
model was is told in `docs/users.md`: it stands beside the rules, never in their place.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from autoforge_envs.domain.domain import ToolInfo
from autoforge_envs.domain.tasks import UserScript
from autoforge_envs.domain.wording import describe_script
from autoforge_envs.episode.messages import Message
from autoforge_envs.language_models import ChatModel, ToolCallRequest
from autoforge_envs.users.auditing.audit import Auditor
from autoforge_envs.users.auditing.confirming import DENIED, ONLY_WORDS
from autoforge_envs.users.auditing.turns import OwnCall, UserTurn, user_turns
from autoforge_envs.users.user_errors import ERROR_KINDS, UserError

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

Name as the subject what the error is about, as it stands before the colon in the list of subjects:
the fact that is told wrongly or taken back, the request that is forgotten, the tool that is misused
or was not used. Where an error is about nothing in the list, the subject is "".

Saying something in other words, small talk from which no agent would take anything down, insisting
once, asking back and losing patience with an agent that leads nowhere are no errors. What its tools
returned stands behind "->".
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
                "subject": {"type": "string", "description": "One of the subjects, or empty."},
                "quote": {"type": "string", "description": "The customer's words, verbatim."},
            },
            "required": ["turn", "kind", "subject", "quote"],
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
        subjects = {each.name: each.subject for each in _subjects(script, tools)}
        found = (_read(call, turns, subjects) for call in completion.tool_calls)
        return list(dict.fromkeys(error for error in found if error is not None))


class _Subject(NamedTuple):
    """Something that an error can be about: its name for the judge, in a `UserError`, in words."""

    name: str
    subject: str
    words: str


def _subjects(script: UserScript, tools: Sequence[ToolInfo]) -> Iterator[_Subject]:
    yield _Subject(ONLY_WORDS, ONLY_WORDS, "a yes without calling `confirm`")
    yield _Subject(DENIED, DENIED, "a no to right details")
    for number, request in enumerate(script.requests, 1):
        yield _Subject(f"request {number}", request.text, request.text)
    for fact in script.facts:
        yield _Subject(fact.name, fact.name, fact.label)
    for tool in tools:
        yield _Subject(tool.name, tool.name, "a tool")


def _case(script: UserScript, tools: Sequence[ToolInfo], turns: Mapping[int, UserTurn]) -> str:
    names = ", ".join(tool.name for tool in tools) or "none"
    lines = [
        "Its instructions:",
        describe_script(script),
        f"Its tools: {names}",
        "",
        "Subjects:",
        *(f"- {each.name}: {each.words}" for each in _subjects(script, tools)),
        "",
        "What was said:",
    ]
    for turn in turns.values():
        if turn.prompt:
            lines.append(f"Agent: {turn.prompt}")
        lines.append(f"Customer, turn {turn.number}: {_acts(turn)}{turn.words}")
    return "\n".join(lines)


def _acts(turn: UserTurn) -> str:
    acts = [_act(own) for own in turn.calls]
    acts += ["confirm()"] * turn.confirmed + ["hang_up()"] * turn.hung_up
    return f"[{'; '.join(acts)}] " if acts else ""


def _act(own: OwnCall) -> str:
    arguments = json.dumps(dict(own.call.arguments), ensure_ascii=False)
    result = "" if own.result is None else f" -> {own.result.content}"
    return f"{own.call.name}({arguments}){result}"


def _read(
    call: ToolCallRequest, turns: Mapping[int, UserTurn], subjects: Mapping[str, str]
) -> UserError | None:
    """Read one report; None if it is none, or quotes what was not said."""
    try:
        report = json.loads(call.arguments)
        number, quote = report["turn"], report["quote"]
        kind = next(kind for kind in ERROR_KINDS if kind == report["kind"])
    except (ValueError, KeyError, TypeError, RecursionError, StopIteration):
        return None
    if call.name != REPORT or type(number) is not int or number not in turns:
        return None
    turn, named = turns[number], report.get("subject")
    if not isinstance(quote, str) or quote.strip() not in f"{_acts(turn)}{turn.words}":
        return None
    subject = subjects.get(named, "") if isinstance(named, str) else ""
    return UserError(number, kind, subject, quote)


class Panel:
    """An `Auditor` that takes what any of several auditors finds, the first one's words first."""

    def __init__(self, *auditors: Auditor) -> None:
        """Ask these, in this order."""
        self._auditors = auditors

    def __call__(
        self, transcript: Sequence[Message], script: UserScript, tools: Sequence[ToolInfo] = ()
    ) -> list[UserError]:
        """Find the user's errors; of one kind in one turn those of one auditor are reported."""
        found: list[UserError] = []
        for auditor in self._auditors:
            known = {(error.turn, error.kind) for error in found}
            errors = auditor(transcript, script, tools)
            found += [error for error in errors if (error.turn, error.kind) not in known]
        return found
