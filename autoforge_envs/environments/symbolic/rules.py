"""Rules as cards: their sentences in the policy document, and which tools they are about."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from autoforge_envs.environments.symbolic.tools import ToolCard
from autoforge_envs.environments.symbolic.words import name_stems, overlap, stems

IN_NAME = 3.0
"""What a shared word counts more that stands in the name of a rule."""

IN_CHOICE = 0.5
"""What a shared word counts that is only one of a tool's choices."""

OF_OTHERS = 0.3
"""What a rule's fit is worth for a tool without the choice that its name is about."""


@dataclass(frozen=True, slots=True)
class RuleCard:
    """One rule that a request can be declined for."""

    name: str
    sentence: str
    words: frozenset[str]


def fit_rules(
    rules: Sequence[RuleCard], tools: Sequence[ToolCard], rarity: Mapping[str, float]
) -> dict[tuple[str, str], float]:
    """Say how well each rule fits each tool, by their names: 1.0 for the best of the tools."""
    found: dict[tuple[str, str], float] = {}
    for rule in rules:
        fits = {tool.name: _rule_fit(rule, tool, rarity) for tool in tools}
        named = {tool.name for tool in tools if _offers(tool, name_stems(rule.name))}
        if named:  # who sends no statements cares for no rule about them
            fits = {name: fit * (1.0 if name in named else OF_OTHERS) for name, fit in fits.items()}
        best = max(fits.values(), default=0.0) or 1.0
        found |= {(rule.name, name): fit / best for name, fit in fits.items()}
    return found


def _offers(tool: ToolCard, words: frozenset[str]) -> bool:
    """Tell whether one of a tool's choices is named."""
    choices = [each for parameter in tool.parameters for each in parameter.choice_words]
    return any(choice and choice <= words for choice in choices)


def _rule_fit(rule: RuleCard, tool: ToolCard, rarity: Mapping[str, float]) -> float:
    """Weigh what a rule shares with a tool: its name says most, and choices say least."""
    choices = frozenset(
        word for each in tool.parameters for words in each.choice_words for word in words
    )
    return (
        IN_NAME * overlap(rarity, name_stems(rule.name), tool.main_words)
        + overlap(rarity, rule.words, tool.main_words)
        + IN_CHOICE * overlap(rarity, rule.words, choices - tool.main_words)
    )


def read_rule(name: str, sentence: str) -> RuleCard:
    """Make the card of a rule."""
    return RuleCard(name, sentence, stems(f"{name} {sentence}"))
