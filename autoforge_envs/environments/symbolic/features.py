"""Features: what an act and the dialogue look like in numbers from 0.0 to 1.0."""

from collections.abc import Mapping

from autoforge_envs.environments.symbolic.acts import KINDS, Act
from autoforge_envs.environments.symbolic.calls import Traits
from autoforge_envs.environments.symbolic.history import History
from autoforge_envs.environments.symbolic.tools import ToolCard, ask_key, squash, stems

SLOT_FEATURES = (
    *(f"is_{kind}" for kind in KINDS),
    *Traits._fields,
    "rank",  # 1.0 for the best of its tool's calls, then 1/2, 1/3, ...
    "fresh",  # how new the newest of what it is about is
    "intent",  # how well the tool fits the present request
    "best_intent",  # no other of the reading or writing tools fits better
    "same_tool",  # the last act was about this tool
    "used",  # it has been called with success
    "identity",  # it checks who somebody is
    "proposed",  # this very call was read back
    "confirmed",  # and the user said yes
    "refused",  # a tool has just refused by the rule on whose ground this declines
    "known",  # a value for what this asks for is known
)
DIALOGUE_FEATURES = (
    *(f"after_{kind}" for kind in KINDS),
    "error",  # the last call was refused
    "yes",  # the user has just agreed
    "untold",  # the last result was not reported
    "unannounced",  # a request was declined and the user does not know
    "written",  # something was changed for the present request
    "ready",  # there is a call of the change that fits the request best
    "pinned",  # how well what it would be about fits the request
    "question",  # the present request asks for information
    "superlative",  # it wants the latest, the dearest, ...
    "requests",  # how many there were, 1.0 for four
    "length",  # of the conversation, 1.0 for eighty messages
    "idle",  # words in a row that brought nothing, 1.0 for five
)
_QUESTION_WORDS = stems("how what which tell many much")
_ONE_HOT: Mapping[str | None, tuple[float, ...]] = {
    kind: tuple(float(kind == each) for each in KINDS) for kind in (None, *KINDS)
}
_NO_TRAITS = Traits()


def slot_features(act: Act, history: History) -> tuple[float, ...]:
    """Return the `SLOT_FEATURES` of an act."""
    intent = _intent(act, history)
    return (
        *_ONE_HOT[act.kind],
        *_traits(act, history),
        0.0 if act.call is None else 1.0 / (1.0 + act.call.rank),
        _freshness(act, history),
        intent,
        *_about_tool(act.tool, history, intent),
        *_procedure(act, history),
        _known(act, history),
    )


def _about_tool(
    tool: ToolCard | None, history: History, intent: float
) -> tuple[float, float, float, float]:
    if tool is None:
        return 0.0, 0.0, 0.0, 0.0
    best = intent > 0.0 and intent >= history.best_intent(writes=tool.writes)
    same = history.last is not None and history.last.tool is tool
    used = tool.number in history.used
    return float(best), float(same), float(used), float(tool.checks_identity)


def _intent(act: Act, history: History) -> float:
    if len(act.parameters) == 1:
        takers = history.handbook.takers[ask_key(act.parameters[0])]
        return max(history.intents[number] for number in takers)
    declined = act.call.declined if act.call is not None else None
    tool = declined or act.tool
    return 0.0 if tool is None else history.intents[tool.number]


def _traits(act: Act, history: History) -> Traits:
    if act.kind == "hand_over":
        return Traits(subject_rule=_alarm(history))
    if act.call is not None:
        return act.call.traits
    if not act.records:
        return _NO_TRAITS
    knowledge = history.knowledge
    fit = max(knowledge.record_fit(record) for record in act.records)
    wanted = any(record.extremes & knowledge.superlatives for record in act.records)
    best = knowledge.best_record_fit() or 1.0
    names = stems(" ".join(name for record in act.records for name in record.fields))
    return Traits(
        read=1.0,
        likeness=squash(fit),
        subject=fit / best,
        choice=squash(len(names & knowledge.request_words)),
        superlative=float(wanted),
    )


def _alarm(history: History) -> float:
    """Say how much sounds like what a rule demands a hand-over for."""
    return squash(len(history.handbook.alarms & history.knowledge.all_words))


def _freshness(act: Act, history: History) -> float:
    if act.call is not None:
        return 1.0 / (1.0 + history.knowledge.at - act.call.newest)
    return float(bool(act.records) and act.records[0] in history.last_result)


def _procedure(act: Act, history: History) -> tuple[float, float, float]:
    call = act.call
    if call is None:
        return 0.0, 0.0, 0.0
    refused = call.rule is not None and call.rule.name == history.refused_by
    confirmed = call.text in history.confirmed
    return float(call.text in history.proposed), float(confirmed), float(refused)


def _known(act: Act, history: History) -> float:
    known = [bool(history.caller.candidates(parameter)) for parameter in act.parameters]
    return float(bool(known) and all(known))


def _outlook(history: History) -> tuple[float, float]:
    tool = history.wanted_change()
    calls = [] if tool is None else history.caller.calls_of(tool)
    return float(bool(calls)), max((call.traits.likeness for call in calls), default=0.0)


def dialogue_features(history: History) -> list[float]:
    """Return the `DIALOGUE_FEATURES`, then for each tool whether it was used with success."""
    knowledge, last = history.knowledge, history.last
    untold = any(record.number not in history.told for record in history.last_result)
    asks = "?" in knowledge.request or bool(_QUESTION_WORDS & knowledge.request_words)
    return [
        *_ONE_HOT[None if last is None else last.kind],
        float(history.was_refused),
        float(history.was_confirmed),
        float(untold),
        float(history.unannounced is not None),
        float(history.has_written),
        *_outlook(history),
        float(asks),
        float(bool(knowledge.superlatives)),
        min(1.0, history.num_requests / 4.0),
        min(1.0, knowledge.at / 80.0),
        min(1.0, history.idle / 5.0),
        *(float(tool.number in history.used) for tool in history.handbook.tools),
    ]
