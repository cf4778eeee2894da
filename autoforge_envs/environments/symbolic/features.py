"""Features: what an act and the dialogue look like in numbers from 0.0 to 1.0."""

import re
from collections.abc import Mapping

from autoforge_envs.environments.symbolic.acts import KINDS, Act
from autoforge_envs.environments.symbolic.calls import Traits
from autoforge_envs.environments.symbolic.history import History
from autoforge_envs.environments.symbolic.references import is_about_several
from autoforge_envs.environments.symbolic.tools import ParameterCard, ToolCard, ask_key
from autoforge_envs.environments.symbolic.wishes import Wish
from autoforge_envs.environments.symbolic.words import squash

SLOT_FEATURES = (
    *(f"is_{kind}" for kind in KINDS),
    *Traits._fields,
    "rank",  # 1.0 for the best of its tool's calls, then 1/2, 1/3, ...
    "fresh",  # how new the newest of what it is about is
    "intent",  # how well the tool fits the wish that it would serve
    "same_tool",  # the last act was about this tool
    "best_intent",  # no other of the reading or writing tools fits the present wish better
    "used",  # it has been called with success
    "identity",  # it checks who somebody is
    "present",  # it would serve the present wish
    "open",  # it would serve a wish that was not seen to
    "meets",  # whether the condition of the wish holds; half if that is not known
    "proposed",  # this very call was read back
    "confirmed",  # and the user said yes
    "refused",  # a tool has just refused by the rule on whose ground this declines
    "known",  # a value for what this asks for is known
    "stated",  # how well the best value for what this asks for was said for it
)
DIALOGUE_FEATURES = (
    *(f"after_{kind}" for kind in KINDS),
    "error",  # the last call was refused
    "yes",  # the user has just agreed
    "untold",  # the last result was not reported
    "unannounced",  # a request was declined and the user does not know
    "over",  # the present wish was seen to
    "answered",  # something was told since
    "left",  # wishes not seen to, 1.0 for four
    "ready",  # there is a call of the change that fits the present wish best
    "pinned",  # how well what it would be about fits
    "meant",  # it is what is meant
    "complete",  # how well the details that it needs were said
    "broken",  # how much it breaks a rule
    "question",  # the present wish asks for information only
    "asks",  # it asks for information besides
    "own",  # it is about something of the user's
    "named",  # or about something that has a name
    "vague",  # it leaves a detail open
    "several",  # it is about several things
    "requests",  # how many there were, 1.0 for four
    "length",  # of the conversation, 1.0 for eighty messages
    "idle",  # words in a row that brought nothing, 1.0 for five
)
_OWN = re.compile(r"\bmy\b", re.IGNORECASE)
_NAMED = re.compile(r"(?<=\w )(?!I\b)[A-Z]")
_VAGUE = re.compile(r"\bsome (of|people|\w+s)\b|\banother\b|\ba certain\b", re.IGNORECASE)
_ONE_HOT: Mapping[str | None, tuple[float, ...]] = {
    kind: tuple(float(kind == each) for each in KINDS) for kind in (None, *KINDS)
}
_NO_TRAITS = Traits()


def slot_features(act: Act, history: History) -> tuple[float, ...]:
    """Return the `SLOT_FEATURES` of an act."""
    return (
        *_ONE_HOT[act.kind],
        *_traits(act, history),
        0.0 if act.call is None else 1.0 / (1.0 + act.call.rank),
        _freshness(act, history),
        *_about_tool(act, history),
        *_procedure(act, history),
        *_asking(act, history),
    )


def _about_tool(act: Act, history: History) -> tuple[float, ...]:
    tool = _served(act)
    if tool is None:
        return (0.0,) * 8
    if tool.number not in history.views:
        history.views[tool.number] = _view(tool, history)
    intent, *rest = history.views[tool.number]
    same = history.last is not None and history.last.tool is act.tool
    return _asked_intent(act, history) if act.parameters else intent, float(same), *rest


def _view(tool: ToolCard, history: History) -> tuple[float, ...]:
    """Return what is the same for all acts that are about a tool."""
    wish, present = history.wish_for(tool), history.wish
    intents = history.intents(present)
    rivals = [intents[each.number] for each in history.handbook.tools if each.writes == tool.writes]
    return (
        history.intent(tool),
        float(0.0 < intents[tool.number] >= max(rivals)),
        float(tool.number in history.used),
        float(tool.checks_identity),
        float(wish is present),
        float(not history.is_over(wish)),
        history.knowledge.meets(wish),
    )


def _served(act: Act) -> ToolCard | None:
    """Return the tool that an act is about; for a refusal, what it refuses."""
    declined = act.call.declined if act.call is not None else None
    return declined or act.tool


def _asked_intent(act: Act, history: History) -> float:
    """Say how well the tool fits that needs most what is asked for."""
    if len(act.parameters) > 1 and act.tool is not None:
        return history.intent(act.tool)
    takers = history.handbook.takers[ask_key(act.parameters[0])]
    return max(history.intents(history.wish)[number] for number in takers)


def _traits(act: Act, history: History) -> Traits:
    if act.kind == "hand_over":
        return Traits(rule=_alarm(history), broken=_hand_over_due(history))
    if act.kind == "conclude":
        return Traits(fit=act.fit, meant=float(act.fit == 1.0))
    if act.call is not None:
        return act.call.traits
    if not act.records:
        return _NO_TRAITS
    wish = history.wish
    fit = max(history.knowledge.fit(record, wish) for record in act.records)
    last = sum(record in history.last_result for record in act.records) / len(act.records)
    alone = float(len(act.records) == 1)
    return Traits(read=1.0, fit=fit, meant=float(fit == 1.0), choice=last, one_record=alone)


def _alarm(history: History) -> float:
    """Say how much sounds like what a rule demands a hand-over for."""
    return squash(len(history.handbook.alarms & history.knowledge.all_words))


def _hand_over_due(history: History) -> float:
    return max((history.caller.alarm(tool) for tool in history.changes()[:1]), default=0.0)


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


def _asking(act: Act, history: History) -> tuple[float, float]:
    if not act.parameters or act.tool is None:
        return 0.0, 0.0
    wish = history.wish_for(act.tool)
    fits = [_best_fit(parameter, wish, history) for parameter in act.parameters]
    return float(all(fit >= 0.0 for fit in fits)), max(0.0, min(fits))


def _best_fit(parameter: ParameterCard, wish: Wish, history: History) -> float:
    """Return how well the best value fits; -1.0 if there is none."""
    found = history.caller.candidates(parameter, wish)
    return max((each.fit for each in found), default=-1.0)


def _outlook(history: History) -> tuple[float, ...]:
    """Look at the best call of the change that fits the present wish best."""
    tools = history.changes()[:1]
    calls = [call for tool in tools for call in history.caller.calls_of(tool)]
    if not calls:
        return (0.0,) * 5
    traits = max((call.traits for call in calls), key=lambda each: (each.fit, each.said))
    complete = min(traits.said, traits.choice)
    return 1.0, traits.fit, traits.meant, complete, traits.broken


def dialogue_features(history: History) -> list[float]:
    """Return the `DIALOGUE_FEATURES`, then for each tool whether it was used, and how it fits."""
    knowledge, last, wish = history.knowledge, history.last, history.wish
    untold = any(record.number not in history.told for record in history.last_result)
    left = sum(not history.is_over(each) for each in knowledge.wishes)
    return [
        *_ONE_HOT[None if last is None else last.kind],
        float(history.was_refused),
        float(history.was_confirmed),
        float(untold),
        float(history.unannounced is not None),
        float(history.is_over(wish)),
        float(history.answered),
        min(1.0, left / 4.0),
        *_outlook(history),
        float(wish.is_question),
        float(bool(wish.question)),
        *(float(bool(form.search(wish.text))) for form in (_OWN, _NAMED, _VAGUE)),
        float(is_about_several(wish.pointing)),
        min(1.0, len(knowledge.wishes) / 4.0),
        min(1.0, knowledge.at / 80.0),
        min(1.0, history.idle / 5.0),
        *(float(tool.number in history.used) for tool in history.handbook.tools),
        *history.intents(wish),
    ]
