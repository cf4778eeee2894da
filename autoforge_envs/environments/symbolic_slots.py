"""Slots: what an agent can do now, as numbered actions with features.

A `Clerk` keeps what the agent knows and has done, and lays out the slots. It sees what a text agent
sees: observations, tools, policy document. Nothing in here knows a task.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass, fields
from typing import Any, Literal, get_args

from autoforge_envs.domain.conversation import DECLINE, HAND_OVER
from autoforge_envs.environments import symbolic_acts as acts
from autoforge_envs.environments.symbolic_calls import ConcreteCall, Traits, calls_of, declines
from autoforge_envs.environments.symbolic_knowledge import Knowledge, Record
from autoforge_envs.environments.symbolic_tools import Handbook, ParameterCard, ToolCard, stems

Kind = Literal[
    "close", "announce", "report", "ask", "errand", "read", "propose", "write", "decline", "hand_over"
]
KINDS: tuple[Kind, ...] = get_args(Kind)

SLOT_FEATURES = (
    *(f"is_{kind}" for kind in KINDS),
    *(field.name for field in fields(Traits)),
    "intent",  # how well the tool fits the present request
    "best_intent",  # whether no tool fits better
    "repeats_tool",  # whether the last call was of this tool
    "proposed",  # whether this very call was read back
    "confirmed",  # whether the user said yes to it
    "rule_refused",  # whether a tool has just refused by this rule
    "rule_fit",  # how well the rule fits what is declined
    "asked",  # how often this was asked for, 1.0 for thrice
    "known",  # whether a value for it is known
)
DIALOGUE_FEATURES = (
    *(f"after_{kind}" for kind in KINDS),
    "error",  # the last call was refused
    "yes",  # the user has just agreed
    "untold",  # a result has not been reported
    "unannounced",  # a refusal has been noted and not said
    "changed",  # something was written since the last request
    "question",  # the present request asks something
    "superlative",  # it wants the latest, dearest, ...
    "requests",  # how many there were, 1.0 for four
    "messages",  # how long the conversation is, 1.0 for eighty
    "idle",  # words in a row that brought nothing, 1.0 for five
)
MAX_REPORTS = 4
"""Slots for reports: the last result, then the records that fit the request best."""

_QUESTIONS = frozenset(stems("how what which tell many much"))


@dataclass(frozen=True, slots=True)
class Slot:
    """One legal action.

    Attributes:
        text: The action in the text environment.
        tool: The tool it is about.
        parameter: What it asks for.
        call: The call that it makes or proposes.
        records: What it reports.
    """

    kind: Kind
    text: str
    tool: ToolCard | None = None
    parameter: ParameterCard | None = None
    call: ConcreteCall | None = None
    records: tuple[Record, ...] = ()


class Clerk:
    """Keeps what the agent knows and has done in one episode, and offers what it can do next."""

    def __init__(self, handbook: Handbook, num_slots: int) -> None:
        """Know the handbook; `start` begins an episode."""
        self._handbook = handbook
        self._num_slots = num_slots
        self._asks = _askable(handbook)
        self.start("")

    def start(self, words: str) -> None:
        """Begin with the user's first words."""
        self._knowledge = Knowledge()
        self._knowledge.hear(words, None, is_request=True)
        self._intents = self._handbook.intents(self._knowledge.request_words)
        self._last: Slot | None = None
        self._last_result: tuple[Record, ...] = ()
        self._told: set[int] = set()
        self._done: set[str] = set()
        self._useless: set[str] = set()
        self._ever: set[int] = set()
        self._proposed: set[str] = set()
        self._confirmed: dict[str, ConcreteCall] = {}
        self._asked: Counter[tuple[str, str]] = Counter()
        self._refused_by = ""
        self._unannounced: list[ConcreteCall] = []
        self._flags = dict.fromkeys(("error", "yes", "untold", "changed"), False)
        self._num_requests = 1
        self._idle = 0

    @property
    def knowledge(self) -> Knowledge:
        """What the agent knows."""
        return self._knowledge

    # --- what came of an action ----------------------------------------------------------------

    def note(self, slot: Slot | None, role: str, content: str, *, error: bool) -> None:
        """Take in what an action came to.

        Args:
            slot: What was done; None for an action that was not legal.
            role: Who answered: "tool" or "user".
            content: What they said.
            error: Whether a tool refused.
        """
        self._flags["error"] = error
        self._flags["yes"] = False
        self._last = slot
        if slot is None:
            return
        if role == "tool" and slot.call is not None:
            self._note_result(slot, slot.call, content, error=error)
        else:
            self._note_words(slot, content)

    def _note_result(self, slot: Slot, call: ConcreteCall, content: str, *, error: bool) -> None:
        if error:
            self._useless.add(slot.text)
            self._refused_by = next(
                (rule.name for rule in self._handbook.rules if rule.name in content), ""
            )
            return
        self._ever.add(call.tool.number)
        if call.tool.writes:
            self._useless.clear()
            self._flags["changed"] = True
            self._done.add(slot.text)
            self._confirmed.pop(slot.text, None)
        self._useless.add(slot.text)
        if call.rule is not None:
            self._unannounced.append(call)
        self._last_result = tuple(self._knowledge.read(call.tool.name, content))
        self._flags["untold"] = bool(self._last_result)

    def _note_words(self, slot: Slot, content: str) -> None:
        knew = self._knowledge.num_heard
        is_request = slot.kind in ("close", "announce") and len(stems(content)) >= 3
        self._knowledge.hear(content, slot.parameter, is_request=is_request)
        if slot.kind == "ask" and slot.parameter is not None:
            self._asked[_key(slot.parameter)] += 1
        if slot.kind == "errand":
            self._useless.clear()
        if slot.kind == "announce":
            self._unannounced.clear()
        if slot.kind == "report":
            self._told.update(record.number for record in slot.records)
            self._flags["untold"] = False
        if slot.kind == "propose" and slot.call is not None:
            self._note_proposal(slot.call, content)
        if is_request:
            self._note_request()
        productive = is_request or self._flags["yes"] or self._knowledge.num_heard > knew
        self._idle = 0 if productive else self._idle + 1

    def _note_proposal(self, call: ConcreteCall, content: str) -> None:
        text = acts.call_text(call)
        self._proposed.add(text)
        if acts.is_yes(content):
            self._flags["yes"] = True
            self._confirmed[text] = call

    def _note_request(self) -> None:
        self._intents = self._handbook.intents(self._knowledge.request_words)
        self._num_requests += 1
        self._refused_by = ""
        self._flags["changed"] = False

    # --- what can be done now ------------------------------------------------------------------

    def slots(self) -> list[Slot | None]:
        """Return what can be done now: fixed places for words, then calls; None is not legal."""
        fixed: list[Slot | None] = [Slot("close", acts.CLOSE), self._announcement()]
        reports = self._reports()
        fixed += [*reports, *[None] * (MAX_REPORTS - len(reports))]
        fixed += [self._ask(tool, parameter) for tool, parameter in self._asks]
        fixed += [Slot("errand", acts.errand(tool)) for tool in self._handbook.user_tools]
        room = self._num_slots - len(fixed)
        calls = self._calls()[:room]
        return [*fixed, *calls, *[None] * (room - len(calls))]

    def _announcement(self) -> Slot | None:
        if not self._unannounced:
            return None
        call = self._unannounced[-1]
        return Slot("announce", acts.refusal(call.rule), call.tool) if call.rule else None

    def _reports(self) -> list[Slot | None]:
        last = [r for r in self._last_result if r.number not in self._told]
        first = Slot("report", acts.report(last), records=tuple(last)) if last else None
        knowledge = self._knowledge
        others = [r for r in knowledge.records if r.number not in self._told and r not in last[:1]]
        others.sort(key=lambda r: (-self._record_fit(r), -r.number))
        return [
            first,
            *(Slot("report", acts.report([r]), records=(r,)) for r in others[: MAX_REPORTS - 1]),
        ]

    def _record_fit(self, record: Record) -> float:
        superlative = bool(record.extremes & self._knowledge.superlatives)
        return self._knowledge.fit(record.words) + superlative

    def _ask(self, tool: ToolCard, parameter: ParameterCard) -> Slot | None:
        if self._asked[_key(parameter)] >= 3:
            return None
        return Slot("ask", acts.question(tool, parameter), tool, parameter)

    def _calls(self) -> list[Slot]:
        """Return calls and proposals, the best of every tool before the second best of any."""
        ranked: list[tuple[float, int, Slot]] = []
        for call in self._confirmed.values():
            ranked.append((-10.0, call.tool.number, self._call_slot(call)))
        for tool in self._handbook.tools:
            for rank, call in enumerate(self._calls_of(tool)):
                place = rank - 4.0 * self._intents[tool.number]
                ranked += [(place, tool.number, slot) for slot in self._slots_of(call)]
        ranked.sort(key=lambda each: each[:2])
        seen = self._useless.copy()
        return [s for _, _, s in ranked if not (s.text in seen or seen.add(s.text))]

    def _calls_of(self, tool: ToolCard) -> list[ConcreteCall]:
        if tool.name == DECLINE:
            return declines(self._handbook, self._knowledge, self._intents, self._refused_by)
        return calls_of(tool, self._knowledge)

    def _slots_of(self, call: ConcreteCall) -> Iterable[Slot]:
        slot = self._call_slot(call)
        if slot.text in self._done:
            return
        yield slot
        if slot.kind == "write" and slot.text not in self._confirmed:
            yield Slot("propose", acts.proposal(call), call.tool, call=call)

    def _call_slot(self, call: ConcreteCall) -> Slot:
        special: Mapping[str, Kind] = {DECLINE: "decline", HAND_OVER: "hand_over"}
        ordinary: Kind = "write" if call.tool.writes else "read"
        return Slot(special.get(call.tool.name, ordinary), acts.call_text(call), call.tool, call=call)

    # --- features ------------------------------------------------------------------------------

    def features(self, slot: Slot) -> list[float]:
        """Return a slot's `SLOT_FEATURES`."""
        call, tool = slot.call, slot.tool
        text = "" if call is None else acts.call_text(call)
        intent = self._intent(slot)
        return [
            *(float(slot.kind == kind) for kind in KINDS),
            *self._traits(slot),
            intent,
            float(intent == 1.0),
            float(tool is not None and self._last is not None and self._last.tool == tool),
            float(text in self._proposed),
            float(text in self._confirmed),
            float(call is not None and call.rule is not None and call.rule.name == self._refused_by),
            0.0 if call is None else call.rule_fit,
            0.0 if slot.parameter is None else self._asked[_key(slot.parameter)] / 3.0,
            float(slot.parameter is not None and bool(self._knowledge.values_for(slot.parameter))),
        ]

    def _intent(self, slot: Slot) -> float:
        if slot.call is not None and slot.call.declined is not None:
            return self._intents[slot.call.declined.number]
        if slot.parameter is not None:
            key = _key(slot.parameter)
            takers = [t for t in self._handbook.tools if any(_key(p) == key for p in t.parameters)]
            return max(self._intents[taker.number] for taker in takers)
        return 0.0 if slot.tool is None else self._intents[slot.tool.number]

    def _traits(self, slot: Slot) -> tuple[float, ...]:
        if slot.call is not None:
            return astuple(slot.call.traits)
        if slot.records:
            best = max((self._knowledge.fit(r.words) for r in self._knowledge.records), default=0.0)
            fit = max(self._knowledge.fit(r.words) for r in slot.records) / best if best else 0.0
            superlative = any(r.extremes & self._knowledge.superlatives for r in slot.records)
            fresh = float(slot.records[0] in self._last_result)
            return astuple(Traits(fresh=fresh, subject=fit, superlative=float(superlative)))
        return astuple(Traits())

    def dialogue(self) -> list[float]:
        """Return the `DIALOGUE_FEATURES`, then for each tool whether it was ever used with success."""
        knowledge, kind = self._knowledge, None if self._last is None else self._last.kind
        return [
            *(float(kind == each) for each in KINDS),
            float(self._flags["error"]),
            float(self._flags["yes"]),
            float(self._flags["untold"]),
            float(bool(self._unannounced)),
            float(self._flags["changed"]),
            float("?" in knowledge.request or bool(_QUESTIONS & knowledge.request_words)),
            float(bool(knowledge.superlatives)),
            min(1.0, self._num_requests / 4.0),
            min(1.0, knowledge.at / 80.0),
            min(1.0, self._idle / 5.0),
            *(float(tool.number in self._ever) for tool in self._handbook.tools),
        ]


def _key(parameter: ParameterCard) -> tuple[str, str]:
    """Tell which parameters ask for the same thing."""
    if parameter.is_reference:
        return parameter.type, parameter.prefix
    described = parameter.type == "Label"
    return parameter.name, parameter.description if described else parameter.type


def _askable(handbook: Handbook) -> list[tuple[ToolCard, ParameterCard]]:
    """Return what a user can be asked for, each with the first tool that takes it."""
    found: dict[tuple[str, str], tuple[ToolCard, ParameterCard]] = {}
    for tool in handbook.tools:
        for parameter in tool.parameters:
            plain = not parameter.choices and parameter.type not in ("Flag", "FreeText")
            if plain and parameter.required and tool.name != DECLINE:
                found.setdefault(_key(parameter), (tool, parameter))
    return list(found.values())


def slot_as_json(slot: Slot) -> dict[str, Any]:
    """Describe a slot for people and for logs."""
    return {"kind": slot.kind, "text": slot.text, "tool": slot.tool.name if slot.tool else None}
