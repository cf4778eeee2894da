"""What an agent that acts by numbers has done in an episode, and what came of it."""

from autoforge_envs.environments.symbolic.acts import Act, is_yes
from autoforge_envs.environments.symbolic.calls import Caller, ConcreteCall
from autoforge_envs.environments.symbolic.knowledge import Knowledge, Record
from autoforge_envs.environments.symbolic.tools import Handbook, ToolCard, ask_key, stems

MIN_WORDS_OF_REQUEST = 3
"""Content words that make an answer to "anything else?" a request, and not an "okay"."""


class History:
    """What was done and what is known in one episode; it sees what a text agent sees.

    Attributes:
        intents: How well each tool fits the present request; see `best_intent`.
        last: The last act; None at the beginning and after one that was not legal.
        last_result: Records of the last successful call.
        told: Numbers of the records that were reported.
        used: Numbers of the tools that have been called with success.
        spent: Texts of calls that would bring nothing new now.
        written: Texts of writing calls that were made.
        proposed: Texts of calls that were read back.
        confirmed: Calls that the user said yes to, until they are made.
        asked: What was asked for since the present request came up, by `ask_key`.
        refused_by: Name of the rule by which a tool has refused the last call.
        unannounced: A request that was declined and whose user does not know it yet.
        num_requests: How many requests were heard.
        idle: Words in a row that brought nothing.
    """

    def __init__(self, handbook: Handbook, opening: str) -> None:
        """Begin with the user's first words."""
        self.handbook = handbook
        self.knowledge = Knowledge()
        self.caller = Caller(handbook, self.knowledge)
        self.knowledge.hear(opening, (), is_request=True)
        self.intents = handbook.intents(self.knowledge.request_words)
        self.last: Act | None = None
        self.last_result: tuple[Record, ...] = ()
        self.told: set[int] = set()
        self.used: set[int] = set()
        self.spent: set[str] = set()
        self.written: set[str] = set()
        self.proposed: set[str] = set()
        self.confirmed: dict[str, ConcreteCall] = {}
        self.asked: set[tuple[str, str]] = set()
        self.refused_by = ""
        self.unannounced: ConcreteCall | None = None
        self.num_requests = 1
        self.idle = 0
        self.was_refused = False
        self.was_confirmed = False
        self.has_written = False

    def best_intent(self, *, writes: bool) -> float:
        """Say how well the reading or writing tool fits that fits best."""
        tools = self.handbook.tools
        fits = (self.intents[tool.number] for tool in tools if tool.writes == writes)
        return max(fits, default=0.0)

    def wanted_change(self) -> ToolCard | None:
        """Return the change that fits the present request best; None if nothing can be changed."""
        changes = [tool for tool in self.handbook.tools if tool.is_change]
        return max(changes, key=lambda tool: self.intents[tool.number], default=None)

    def note(self, act: Act | None, role: str, content: str, *, error: bool) -> None:
        """Take in what an action came to.

        Args:
            act: What was done; None for an action that was not legal.
            role: Who answered: "tool" or "user".
            content: What they said.
            error: Whether a tool refused.
        """
        self.last = act
        self.was_refused = error
        self.was_confirmed = False
        if act is None:
            return
        if role == "user":
            self._note_words(act, content)
        elif error:
            self._note_refusal(act, content)
        elif act.call is not None:
            self._note_result(act, act.call, content)

    def _note_refusal(self, act: Act, content: str) -> None:
        self.spent.add(act.key[1])
        rules = (rule.name for rule in self.handbook.rules if rule.name in content)
        self.refused_by = next(rules, "")

    def _note_result(self, act: Act, call: ConcreteCall, content: str) -> None:
        self.used.add(call.tool.number)
        if call.tool.writes:
            self.written.add(call.text)
            self.confirmed.pop(call.text, None)
        if call.tool.is_change:
            self.spent.clear()
            self.has_written = True
        self.spent.add(call.text)
        if call.rule is not None:
            self.unannounced = call
        self.last_result = tuple(self.knowledge.read(call.tool.name, content))

    def _note_words(self, act: Act, content: str) -> None:
        knew = self.knowledge.num_heard
        may_ask = act.kind in ("close", "announce")
        is_request = may_ask and len(stems(content)) >= MIN_WORDS_OF_REQUEST
        self.knowledge.hear(content, act.parameters, is_request=is_request)
        self.asked.update(map(ask_key, act.parameters))
        if act.quoted and act.tool is not None:
            self.asked.add((act.tool.name, "details"))
        self.told.update(record.number for record in act.records)
        if act.kind == "errand":
            self.spent.clear()
        elif act.kind == "announce":
            self.unannounced = None
        elif act.kind == "propose" and act.call is not None:
            self._note_proposal(act.call, content)
        if is_request:
            self._note_request()
        productive = is_request or self.was_confirmed or self.knowledge.num_heard > knew
        self.idle = 0 if productive else self.idle + 1

    def _note_proposal(self, call: ConcreteCall, content: str) -> None:
        self.proposed.add(call.text)
        if is_yes(content):
            self.was_confirmed = True
            self.confirmed[call.text] = call

    def _note_request(self) -> None:
        self.intents = self.handbook.intents(self.knowledge.request_words)
        self.num_requests += 1
        self.asked.clear()
        self.refused_by = ""
        self.has_written = False
