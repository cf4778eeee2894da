"""The handbook: what the agent can read before it acts, tools and policy document, in one place."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from autoforge_envs.domain.conversation import CONFIRM, DECLINE, HANG_UP
from autoforge_envs.domain.domain import ToolInfo
from autoforge_envs.environments.symbolic.rules import RuleCard, fit_rules, read_rule
from autoforge_envs.environments.symbolic.tools import (
    ParameterCard,
    ToolCard,
    ask_key,
    read_tool,
)
from autoforge_envs.environments.symbolic.words import rarity_of

RELEVANT = 0.4
"""How well a rule must fit a tool, next to the tool that it fits best, to stand against it."""

_RULE = re.compile(r"^- `(\w+)`: (.+)$", re.MULTILINE)
_TOOLS_OF_RULE = re.compile(r"^(- `\w+`) \([^)\n]*\):", re.MULTILINE)
"""The tools named with a rule; a tool counts as named where a sentence tells to use it."""

_HAND_OVER = re.compile(r"\bhand(s|ed)? .*over\b", re.IGNORECASE)
_NOW = re.compile(r"\bcurrent time is (\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d)")


@dataclass(frozen=True, slots=True)
class Handbook:
    """Everything the agent can read before it acts.

    Attributes:
        tools: The agent's tools, by number.
        user_tools: The user's, which the agent can only ask for.
        rules: Grounds for declining.
        rarity: For each stem, one over the number of tools whose words hold it.
        intent_words: The same among the words of their intents.
        questions: What the user can be asked for, by `ask_key`, each with the first tool that
            takes it.
        takers: Numbers of all tools that take it.
        rule_fits: How well a rule fits a tool, by their names, 1.0 for the best of the tools.
        rules_about: The rules that may stand against a tool, by its name.
        handovers: Rules that demand a hand-over.
        alarms: Their stems, those of tools left out.
        persons: How the keys begin of those whose identity is checked.
        now: The time at which the conversation takes place; "" if the policy document has none.
    """

    tools: tuple[ToolCard, ...]
    user_tools: tuple[ToolCard, ...]
    rules: tuple[RuleCard, ...]
    rarity: Mapping[str, float]
    intent_words: Mapping[str, float]
    questions: Mapping[tuple[str, str], tuple[ToolCard, ParameterCard]]
    takers: Mapping[tuple[str, str], tuple[int, ...]]
    rule_fits: Mapping[tuple[str, str], float]
    rules_about: Mapping[str, tuple[RuleCard, ...]]
    handovers: tuple[RuleCard, ...]
    alarms: frozenset[str]
    persons: frozenset[str]
    now: str

    @property
    def all_rules(self) -> tuple[RuleCard, ...]:
        """The grounds for declining, then the rules that demand a hand-over."""
        return *self.rules, *self.handovers

    def intents(self, words: frozenset[str]) -> list[float]:
        """Say for each tool how well words fit its intent, from 0.0 to 1.0 for the best."""
        fits = [self._fit(tool.intent, words) for tool in self.tools]
        best = max(fits, default=0.0)
        return [fit / best if best else 0.0 for fit in fits]

    def _fit(self, intent: frozenset[str], words: frozenset[str]) -> float:
        """Return what is said of an intent, twice: the share of it, and how much that is."""
        whole = sum(self.intent_words[word] for word in sorted(intent))
        said = sum(self.intent_words[word] for word in sorted(intent & words))
        return said * said / whole if whole else 0.0


def read_handbook(tools: Sequence[ToolInfo], policy_document: str) -> Handbook:
    """Read tools and policy document; neither says anything about a task."""
    agents = [tool for tool in tools if tool.caller == "agent"]
    users = [t for t in tools if t.caller == "user" and t.name not in (CONFIRM, HANG_UP)]
    policy_document = _TOOLS_OF_RULE.sub(r"\1:", policy_document)
    cards = tuple(read_tool(tool, number, policy_document) for number, tool in enumerate(agents))
    sentences = dict(_RULE.findall(policy_document))
    rarity = rarity_of([card.words for card in cards])
    decline = [card for card in cards if card.name == DECLINE]
    grounds = [p.choices for card in decline for p in card.parameters if p.name == "rule"]
    rules = [read_rule(name, sentences.get(name, "")) for names in grounds for name in names]
    handovers = tuple(
        read_rule(name, sentence)
        for name, sentence in sentences.items()
        if _HAND_OVER.search(sentence) and name not in {rule.name for rule in rules}
    )
    rule_fits = fit_rules((*rules, *handovers), [c for c in cards if c.is_change], rarity)
    now = _NOW.search(policy_document)
    return Handbook(
        tools=cards,
        user_tools=tuple(read_tool(tool, number, "") for number, tool in enumerate(users)),
        rules=tuple(rules),
        rarity=rarity,
        intent_words=rarity_of([card.intent for card in cards]),
        questions=_questions(cards),
        takers=_takers(cards),
        rule_fits=rule_fits,
        rules_about={
            card.name: tuple(
                rule
                for rule in (*rules, *handovers)
                if rule_fits.get((rule.name, card.name), 0.0) >= RELEVANT
            )
            for card in cards
        },
        handovers=handovers,
        alarms=frozenset(word for rule in handovers for word in rule.words - rarity.keys()),
        persons=frozenset(
            p.prefix for card in cards if card.checks_identity for p in card.parameters if p.prefix
        ),
        now=now[1] if now else "",
    )


def _questions(
    tools: Sequence[ToolCard],
) -> dict[tuple[str, str], tuple[ToolCard, ParameterCard]]:
    questions: dict[tuple[str, str], tuple[ToolCard, ParameterCard]] = {}
    for tool in tools:
        for parameter in tool.parameters:
            if parameter.is_askable and tool.name != DECLINE:
                questions.setdefault(ask_key(parameter), (tool, parameter))
    return questions


def _takers(tools: Sequence[ToolCard]) -> dict[tuple[str, str], tuple[int, ...]]:
    takers: dict[tuple[str, str], tuple[int, ...]] = {}
    for tool in tools:
        for parameter in tool.parameters:
            key = ask_key(parameter)
            takers[key] = (*takers.get(key, ()), tool.number)
    return takers
