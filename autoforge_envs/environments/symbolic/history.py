"""What an agent that acts by numbers has done in an episode, and what came of it."""

from autoforge_envs.environments.symbolic.acts import Act, is_yes
from autoforge_envs.environments.symbolic.calls import Caller, ConcreteCall
from autoforge_envs.environments.symbolic.handbook import Handbook
from autoforge_envs.environments.symbolic.knowledge import Knowledge, Record
from autoforge_envs.environments.symbolic.references import is_about_several
from autoforge_envs.environments.symbolic.refusals import Refuser
from autoforge_envs.environments.symbolic.tools import ToolCard, ask_key
from autoforge_envs.environments.symbolic.wishes import Wish
from autoforge_envs.environments.symbolic.words import stems

MIN_WORDS_OF_REQUEST = 3
"""Content words that make an answer to "anything else?" a request, and not an "okay"."""

MIN_WORDS_OF_FALLBACK = 2
"""Words of tools' intents that make an answer to a refusal another request."""

WANTED = 0.5
"""How well a change must fit the present wish, next to the best, to be refused."""

OVER = 0.3
"""How much worse a wish that was seen to is thought to fit a tool."""


class History:
    """What was done and what is known in one episode; it sees what a text agent sees.

    Attributes:
        last: The last act; None at the beginning and after one that was not legal.
        last_result: Records of the last successful call.
        told: Numbers of the records that were reported.
        concluded: Conclusions that were told.
        used: Numbers of the tools that have been called with success.
        spent: Texts of calls that would bring nothing new now.
        written: Texts of writing calls that were made.
        proposed: Texts of calls that were read back.
        confirmed: Calls that the user said yes to, until they are made.
        asked: What was asked for since the present request came up, by `ask_key`.
        refused_by: Name of the rule by which a tool has refused the last call.
        unannounced: A request that was declined and whose user does not know it yet.
        done: Numbers of the wishes that were seen to.
        answered: Whether something was told since the present wish came up.
        idle: Words in a row that brought nothing.
        views: What features say about tools, by number, until something happens.
    """

    def __init__(self, handbook: Handbook, opening: str) -> None:
        """Begin with the user's first words."""
        self.handbook = handbook
        self.knowledge = Knowledge()
        self.caller = Caller(handbook, self.knowledge, self.wish_for)
        self.refuser = Refuser(handbook, self.knowledge, self.caller)
        self.knowledge.hear(opening, (), is_request=True)
        self._intents: dict[int, list[float]] = {}
        self._wishes_for: dict[int, Wish] = {}
        self._wish: Wish | None = None
        self._changes: list[ToolCard] | None = None
        self.last: Act | None = None
        self.last_result: tuple[Record, ...] = ()
        self.told: set[int] = set()
        self.concluded: set[str] = set()
        self.used: set[int] = set()
        self.spent: set[str] = set()
        self.written: set[str] = set()
        self.proposed: set[str] = set()
        self.confirmed: dict[str, ConcreteCall] = {}
        self.asked: set[tuple[str, str]] = set()
        self.refused_by = ""
        self.unannounced: ConcreteCall | None = None
        self.done: set[int] = set()
        self._treated: dict[int, set[tuple[str, ...]]] = {}
        self.answered = False
        self.idle = 0
        self.views: dict[int, tuple[float, ...]] = {}
        self.was_refused = False
        self.was_confirmed = False

    # --- what is wanted

    @property
    def wish(self) -> Wish:
        """The present wish: the first that was not seen to, else the last."""
        if self._wish is None:
            wishes = self.knowledge.wishes
            left = (wish for wish in wishes if not self.is_over(wish))
            self._wish = next(left, wishes[-1])
        return self._wish

    def is_over(self, wish: Wish) -> bool:
        """Tell whether a wish was seen to, or is known not to apply."""
        return wish.number in self.done or self.knowledge.meets(wish) == 0.0

    def intents(self, wish: Wish) -> list[float]:
        """Say for each tool how well it fits a wish, from 0.0 to 1.0 for the best."""
        if wish.number not in self._intents:
            self._intents[wish.number] = self.handbook.intents(wish.words)
        return self._intents[wish.number]

    def wish_for(self, tool: ToolCard) -> Wish:
        """Return the wish that a tool would serve: for what changes something, the likeliest."""
        if not tool.is_change:
            return self.wish
        if tool.number not in self._wishes_for:
            self._wishes_for[tool.number] = max(
                self.knowledge.wishes,
                key=lambda wish: (
                    self.intents(wish)[tool.number]
                    - OVER * self.is_over(wish)
                    + 0.01 * (wish is self.wish)
                ),
            )
        return self._wishes_for[tool.number]

    def intent(self, tool: ToolCard) -> float:
        """Say how well a tool fits the wish that it would serve."""
        return self.intents(self.wish_for(tool))[tool.number]

    def changes(self) -> list[ToolCard]:
        """Return what can be changed, what fits the present wish best first."""
        if self._changes is None:
            intents = self.intents(self.wish)
            found = [tool for tool in self.handbook.tools if tool.is_change]
            self._changes = sorted(found, key=lambda tool: -intents[tool.number])
        return self._changes

    def refusable(self) -> list[ToolCard]:
        """Return the changes that the present wish may mean, at most two."""
        intents = self.intents(self.wish)
        return [tool for tool in self.changes()[:2] if intents[tool.number] > WANTED]

    # --- what was done

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
            self._note_result(act.call, content)
        self._wishes_for.clear()
        self._wish = self._changes = None
        self.views.clear()

    def _note_refusal(self, act: Act, content: str) -> None:
        self.spent.add(act.key[1])
        rules = (rule.name for rule in self.handbook.rules if rule.name in content)
        self.refused_by = next(rules, "")

    def _note_result(self, call: ConcreteCall, content: str) -> None:
        self.used.add(call.tool.number)
        if call.tool.writes:
            self.written.add(call.text)
            self.confirmed.pop(call.text, None)
        served = call.declined or (call.tool if call.tool.is_change else None)
        if served is not None and not (self._is_one_of_several(call)):
            self.done.add(self.wish_for(served).number)
            self.answered = False
        if call.tool.is_change:
            self.spent.clear()
        self.spent.add(call.text)
        if call.rule is not None:
            self.unannounced = call
        self.last_result = tuple(self.knowledge.read(call.tool.name, content))

    def _is_one_of_several(self, call: ConcreteCall) -> bool:
        """Tell whether the wish is about several things, of which some are left."""
        if call.rule is not None or not is_about_several(self.wish_for(call.tool).pointing):
            return False
        keys = [parameter.name for parameter in call.tool.parameters if parameter.is_reference]
        meant = [each for each in self.caller.calls_of(call.tool) if each.traits.meant]
        left = {tuple(str(each.arguments[key]) for key in keys) for each in meant}
        self._treated.setdefault(call.tool.number, set()).add(
            tuple(str(call.arguments[key]) for key in keys)
        )
        return bool(left - self._treated[call.tool.number])

    def _note_words(self, act: Act, content: str) -> None:
        knew = self.knowledge.num_heard
        is_request = self._is_request(act, stems(content))
        about = self.wish_for(act.tool) if act.tool is not None and act.tool.is_change else None
        self._note_telling(act)
        if is_request:
            self._note_request()
        self.knowledge.hear(content, act.parameters, is_request=is_request, about=about)
        self.asked.update(map(ask_key, act.parameters))
        if act.quoted and act.tool is not None:
            self.asked.add((act.tool.name, "details"))
        if act.kind == "errand":
            self.spent.clear()
        elif act.kind == "announce":
            self.unannounced = None
        elif act.kind == "propose" and act.call is not None:
            self._note_proposal(act.call, content)
        productive = is_request or self.was_confirmed or self.knowledge.num_heard > knew
        self.idle = 0 if productive else self.idle + 1

    def _is_request(self, act: Act, words: frozenset[str]) -> bool:
        """Tell a new wish from an "okay", and after a refusal also from insisting."""
        if act.kind == "announce":
            return len(words & self.handbook.intent_words.keys()) >= MIN_WORDS_OF_FALLBACK
        return act.kind == "close" and len(words) >= MIN_WORDS_OF_REQUEST

    def _note_telling(self, act: Act) -> None:
        if act.kind not in ("report", "conclude"):
            return
        self.told.update(record.number for record in act.records)
        self.concluded.add(act.sentence)
        self.answered = True
        if self.wish.is_question:
            self.done.add(self.wish.number)

    def _note_proposal(self, call: ConcreteCall, content: str) -> None:
        self.proposed.add(call.text)
        if is_yes(content):
            self.was_confirmed = True
            self.confirmed[call.text] = call

    def _note_request(self) -> None:
        self.done.update(wish.number for wish in self.knowledge.wishes)
        self.asked.clear()
        self.refused_by = ""
        self.answered = False
