"""The layout of the slots: which act stands where, at any moment of an episode."""

from collections.abc import Iterator

from autoforge_envs.domain.conversation import DECLINE
from autoforge_envs.environments.symbolic.acts import CLOSE, Act, making
from autoforge_envs.environments.symbolic.calls import ConcreteCall
from autoforge_envs.environments.symbolic.conclusions import MAX_CONCLUSIONS, conclude
from autoforge_envs.environments.symbolic.handbook import Handbook
from autoforge_envs.environments.symbolic.history import History
from autoforge_envs.environments.symbolic.tools import ToolCard

MAX_REPORTS = 4
"""Slots for reports: the last result, then the records that fit the request best."""

WANTED = 0.5
"""How well a change must fit the request, next to the best, to ask for what it needs."""

MIN_CHANGES = 1
"""Calls of a writing tool that does not fit the request at all; one that fits best has them all."""

MAX_CHANGES = 11
"""Further calls of one that fits best."""

Slots = list[Act | None]
"""Acts by slot; None is not legal."""


def num_fixed(handbook: Handbook) -> int:
    """Return how many slots are for words of a fixed place; calls come after them."""
    return 3 + MAX_REPORTS + MAX_CONCLUSIONS + len(handbook.questions) + len(handbook.user_tools)


def lay_out(history: History, num_slots: int) -> Slots:
    """Lay out what can be done now; the first slot is always legal."""
    call = history.unannounced
    announcement = None if call is None else Act("announce", call.tool, call)
    slots: Slots = [CLOSE, announcement, *_reports(history), *_conclusions(history)]
    slots.append(_question_for_details(history))
    slots += [
        Act("ask", tool, parameters=(parameter,)) if _is_useful(history, key) else None
        for key, (tool, parameter) in history.handbook.questions.items()
    ]
    slots += [Act("errand", tool) for tool in history.handbook.user_tools]
    slots += _calls(history)[: num_slots - len(slots)]
    return slots + [None] * (num_slots - len(slots))


def _reports(history: History) -> Slots:
    """Report the records that fit the present wish best, or all of the last result."""
    last = [record for record in history.last_result if record.number not in history.told]
    records = [record for record in history.knowledge.records if record.number not in history.told]
    wish, knowledge = history.wish, history.knowledge
    records.sort(key=lambda record: (-knowledge.fit(record, wish), -record.number))
    first_of_kind = {record.kind: record for record in reversed(records) if record in last}
    records.sort(key=lambda record: first_of_kind.get(record.kind) is not record)
    reports: Slots = [Act("report", records=(record,)) for record in records[: MAX_REPORTS - 1]]
    reports += [None] * (MAX_REPORTS - 1 - len(reports))
    return [*reports, Act("report", records=tuple(last)) if len(last) > 1 else None]


def _conclusions(history: History) -> Slots:
    """Tell what can be worked out of lists, or of what the changes made have come to."""
    knowledge, wish = history.knowledge, history.wish
    listings = [
        [knowledge.records[number].fields for number in listing] for listing in knowledge.listings
    ]
    writers = {tool.name for tool in history.handbook.tools if tool.is_change}
    made = [record for record in knowledge.records if record.kind in writers]
    listings += [
        [record.fields for record in made if record.kind == kind]
        for kind in dict.fromkeys(record.kind for record in made)
    ]
    found = [
        Act("conclude", sentence=each.text, fit=each.fit)
        for asked in knowledge.wishes[-2:]
        for each in conclude(f"{asked.pointing} {asked.question}", listings)
        if each.text not in history.concluded and (asked is wish or asked.question)
    ]
    acts: Slots = list({act.sentence: act for act in found}.values())
    return acts[:MAX_CONCLUSIONS] + [None] * (MAX_CONCLUSIONS - len(acts))


def _question_for_details(history: History) -> Act | None:
    """Ask for everything that the change that fits the present wish best needs."""
    tool = next(iter(history.changes()), None)
    if tool is None or (tool.name, "details") in history.asked:
        return None
    wanted = [each for each in tool.parameters if each.is_askable and not each.is_reference]
    if not wanted:
        return None
    return Act("ask", tool, parameters=tuple(wanted), quoted=history.wish.text)


def _is_useful(history: History, key: tuple[str, str]) -> bool:
    """Tell whether to ask: not again, nor for a key or choice of a change that nobody wants."""
    if key in history.asked:
        return False
    parameter = history.handbook.questions[key][1]
    if not parameter.choices and not parameter.is_reference:
        return True
    best = max(history.intents(history.wish))
    takers = [history.handbook.tools[number] for number in history.handbook.takers[key]]
    return any(not tool.is_change or history.intent(tool) >= WANTED * best for tool in takers)


def _calls(history: History) -> list[Act]:
    """Return calls and proposals: the best of every tool before the second best of any."""
    ranked: list[tuple[int, int, Act]] = [
        (-1, call.tool.number, making(call))
        for call in history.confirmed.values()
        if call.text not in history.spent
    ]
    for tool in history.handbook.tools:
        for rank, call in enumerate(_calls_of(history, tool)):
            ranked += [(rank, tool.number, act) for act in _acts(history, call)]
    ranked.sort(key=lambda each: each[:2])
    return list({act.key: act for _, _, act in ranked}.values())


def _calls_of(history: History, tool: ToolCard) -> list[ConcreteCall]:
    if tool.name == DECLINE:
        return history.refuser.declines(tool, history.refusable(), history.refused_by)
    if not tool.is_change:
        return history.caller.calls_of(tool)
    return history.caller.calls_of(tool, MIN_CHANGES + round(MAX_CHANGES * history.intent(tool)))


def _acts(history: History, call: ConcreteCall) -> Iterator[Act]:
    """Yield the call, or its proposal where it must be confirmed; nothing that was done already."""
    if call.text in history.written or call.text in history.spent:
        return
    act = making(call)
    if not call.tool.is_change or call.text in history.confirmed:
        yield act
    else:
        yield Act("propose", call.tool, call)
