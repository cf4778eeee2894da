"""The layout of the slots: which act stands where, at any moment of an episode."""

from collections.abc import Iterator

from autoforge_envs.domain.conversation import DECLINE
from autoforge_envs.environments.symbolic.acts import CLOSE, Act, making
from autoforge_envs.environments.symbolic.calls import ConcreteCall
from autoforge_envs.environments.symbolic.history import History
from autoforge_envs.environments.symbolic.tools import Handbook, ToolCard

MAX_REPORTS = 4
"""Slots for reports: the last result, then the records that fit the request best."""

WANTED = 0.5
"""How well a change must fit the request, next to the best, to ask for what it needs."""

MIN_CHANGES = 1
"""Calls of a writing tool that does not fit the request at all; one that fits best has them all."""

Slots = list[Act | None]
"""Acts by slot; None is not legal."""


def num_fixed(handbook: Handbook) -> int:
    """Return how many slots are for words of a fixed place; calls come after them."""
    return 3 + MAX_REPORTS + len(handbook.questions) + len(handbook.user_tools)


def lay_out(history: History, num_slots: int) -> Slots:
    """Lay out what can be done now; the first slot is always legal."""
    call = history.unannounced
    announcement = None if call is None else Act("announce", call.tool, call)
    slots: Slots = [CLOSE, announcement, *_reports(history), _question_for_details(history)]
    slots += [
        Act("ask", tool, parameters=(parameter,)) if _is_useful(history, key) else None
        for key, (tool, parameter) in history.handbook.questions.items()
    ]
    slots += [Act("errand", tool) for tool in history.handbook.user_tools]
    slots += _calls(history)[: num_slots - len(slots)]
    return slots + [None] * (num_slots - len(slots))


def _reports(history: History) -> Slots:
    last = [record for record in history.last_result if record.number not in history.told]
    alone = last[0] if len(last) == 1 else None
    rest = [
        record
        for record in history.knowledge.records
        if record.number not in history.told and record is not alone
    ]
    rest.sort(key=lambda record: (-history.knowledge.record_fit(record), -record.number))
    first_of_kind = {record.kind: record for record in reversed(rest) if record in last}
    rest.sort(key=lambda record: first_of_kind.get(record.kind) is not record)
    reports: Slots = [Act("report", records=tuple(last)) if last else None]
    reports += [Act("report", records=(record,)) for record in rest[: MAX_REPORTS - 1]]
    return reports + [None] * (MAX_REPORTS - len(reports))


def _question_for_details(history: History) -> Act | None:
    """Ask for everything that the change that fits the request best needs."""
    tool = history.wanted_change()
    if tool is None or (tool.name, "details") in history.asked:
        return None
    wanted = [each for each in tool.parameters if each.is_askable and not each.is_reference]
    if not wanted:
        return None
    return Act("ask", tool, parameters=tuple(wanted), quoted=history.knowledge.request)


def _is_useful(history: History, key: tuple[str, str]) -> bool:
    """Tell whether to ask: not again, and not for what only a change needs that nobody wants."""
    best = history.best_intent(writes=True)
    takers = [history.handbook.tools[number] for number in history.handbook.takers[key]]
    return key not in history.asked and any(
        not tool.is_change or history.intents[tool.number] >= WANTED * best for tool in takers
    )


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
        return history.caller.declines(tool, history.intents, history.refused_by)
    calls = history.caller.calls_of(tool)
    if not tool.is_change:
        return calls
    return calls[: MIN_CHANGES + round(len(calls) * history.intents[tool.number])]


def _acts(history: History, call: ConcreteCall) -> Iterator[Act]:
    """Yield the call, or its proposal where it must be confirmed; nothing that was done already."""
    if call.text in history.written or call.text in history.spent:
        return
    act = making(call)
    if not call.tool.is_change or call.text in history.confirmed:
        yield act
    else:
        yield Act("propose", call.tool, call)
