"""What the agent can read before it acts, prepared for matching: tools, parameters and rules."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from autoforge_envs.domain.conversation import CONFIRM, DECLINE, HAND_OVER, HANG_UP
from autoforge_envs.domain.domain import ToolInfo

VERB_WEIGHT = 0.5
"""What it counts that the user says what a tool does with its very verb; a rare word counts 1.0."""

_RULE = re.compile(r"^- `(\w+)`: (.+)$", re.MULTILINE)
_HAND_OVER = re.compile(r"\bhand(s|ed)? .*over\b", re.IGNORECASE)
_BRACES = re.compile(r"\{\w+\}")
_WORD = re.compile(r"[^\W\d_]{2,}")
_STOP_WORDS = frozenset(
    "an and any are as at be been but by can do does for from had has have if in is it its just "
    "ll me my not of on one or our please re so than that the their them then there they this to "
    "up us was we were what when which who will with would you your".split()
)


@cache
def _stem(word: str) -> str:
    """Cut a word to what its forms share: "cancelled", "cancels" and "cancel" become "cancel"."""
    for ending in ("ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word[: -len(ending)]
            break
    if len(word) > 3 and word[-1] == word[-2]:
        word = word[:-1]
    return word.rstrip("ey") if len(word) > 3 else word


def stems(text: str) -> frozenset[str]:
    """Return the stems of a text's content words, whatever their order."""
    words = _WORD.findall(text.lower())
    return frozenset(_stem(word) for word in words if word not in _STOP_WORDS)


def squash(amount: float) -> float:
    """Bring an amount without bound between 0.0 and 1.0."""
    return amount / (1.0 + amount)


@dataclass(frozen=True, slots=True)
class ParameterCard:
    """One parameter of a tool.

    Attributes:
        type: Name of its semantic type.
        prefix: How the keys it takes begin ("OR"); "" where any will do, or where it is no key.
        choices: The words it takes, if only some.
        key: The same for parameters that take the same values.
        pools: Where values for it are kept in `Knowledge`; what the last holds counts most.
        words: Stems of its name and description.
        choice_words: Stems of each choice.
    """

    name: str
    type: str
    prefix: str
    choices: tuple[str, ...]
    description: str
    required: bool
    is_list: bool
    key: str
    pools: tuple[str, ...]
    words: frozenset[str]
    choice_words: tuple[frozenset[str], ...]

    @property
    def is_reference(self) -> bool:
        """Whether its values are keys of records."""
        return self.type in ("Reference", "Identifier")

    @property
    def is_askable(self) -> bool:
        """Whether a user can be asked for it: no choice of ours, no free text, and needed."""
        return self.required and not self.choices and self.type not in ("Flag", "FreeText")


@dataclass(frozen=True, slots=True)
class ToolCard:
    """One tool.

    Attributes:
        number: Its place among the agent's tools, those of the user apart.
        purpose: What it does, for a sentence.
        verbs: Stems of the first words of its name and of its intent.
        main_words: Stems of its name and intent.
        words: The same and those of its description.
        checks_identity: Whether it takes something that only the right person knows, or is named
            by the policy document as the way to check who somebody is.
    """

    number: int
    name: str
    writes: bool
    purpose: str
    parameters: tuple[ParameterCard, ...]
    verbs: frozenset[str]
    main_words: frozenset[str]
    words: frozenset[str]
    checks_identity: bool

    @property
    def is_change(self) -> bool:
        """Whether it changes what a customer may want changed, and so must be confirmed."""
        return self.writes and not self.checks_identity and self.name not in (DECLINE, HAND_OVER)


@dataclass(frozen=True, slots=True)
class RuleCard:
    """One rule that a request can be declined for."""

    name: str
    sentence: str
    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class Handbook:
    """Everything the agent can read before it acts.

    Attributes:
        tools: The agent's tools, by number.
        user_tools: The user's, which the agent can only ask for.
        rules: Grounds for declining.
        rarity: For each stem, one over the number of tools whose words hold it.
        questions: What the user can be asked for, by `ask_key`, each with the first tool that
            takes it.
        takers: Numbers of all tools that take it.
        rule_fits: How well a rule fits a tool, by their names.
        rule_words: For each stem, one over the number of rules whose words hold it.
        alarms: Stems of the rules that demand a hand-over, those of tools left out.
    """

    tools: tuple[ToolCard, ...]
    user_tools: tuple[ToolCard, ...]
    rules: tuple[RuleCard, ...]
    rarity: Mapping[str, float]
    questions: Mapping[tuple[str, str], tuple[ToolCard, ParameterCard]]
    takers: Mapping[tuple[str, str], tuple[int, ...]]
    rule_fits: Mapping[tuple[str, str], float]
    rule_words: Mapping[str, float]
    alarms: frozenset[str]

    def rule_overlap(self, rule: RuleCard, words: frozenset[str]) -> float:
        """Sum the rarity of the words that a rule shares with others, among rules."""
        return sum(self.rule_words[word] for word in sorted(words & rule.words))

    def intents(self, words: frozenset[str]) -> list[float]:
        """Say for each tool how well words fit it, from 0.0 to 1.0 for the best."""
        fits = [
            VERB_WEIGHT * len(words & tool.verbs)
            + _overlap(self.rarity, words, tool.words, tool.main_words)
            for tool in self.tools
        ]
        best = max(fits, default=0.0)
        return [fit / best if best else 0.0 for fit in fits]


def ask_key(parameter: ParameterCard) -> tuple[str, str]:
    """Tell parameters apart that are asked for in different questions."""
    if parameter.is_reference:
        return parameter.type, parameter.prefix
    return parameter.name, parameter.description if parameter.type == "Label" else parameter.type


def read_handbook(tools: Sequence[ToolInfo], policy_document: str) -> Handbook:
    """Read tools and policy document; neither says anything about a task."""
    agents = [tool for tool in tools if tool.caller == "agent"]
    users = [t for t in tools if t.caller == "user" and t.name not in (CONFIRM, HANG_UP)]
    cards = tuple(_tool_card(tool, number, policy_document) for number, tool in enumerate(agents))
    sentences = dict(_RULE.findall(policy_document))
    rarity = _rarity([card.words for card in cards])
    decline = [card for card in cards if card.name == DECLINE]
    grounds = [p.choices for card in decline for p in card.parameters if p.name == "rule"]
    rules = [
        RuleCard(name, sentences.get(name, ""), stems(f"{name} {sentences.get(name, '')}"))
        for names in grounds
        for name in names
    ]
    return Handbook(
        tools=cards,
        user_tools=tuple(_tool_card(tool, number, "") for number, tool in enumerate(users)),
        rules=tuple(rules),
        rarity=rarity,
        questions=_questions(cards),
        takers=_takers(cards),
        rule_fits={
            (rule.name, card.name): squash(_overlap(rarity, rule.words, card.main_words))
            for rule in rules
            for card in cards
        },
        rule_words=_rarity([rule.words for rule in rules]),
        alarms=frozenset(
            word
            for name, sentence in sentences.items()
            if _HAND_OVER.search(sentence) and name not in {rule.name for rule in rules}
            for word in stems(f"{name} {sentence}") - rarity.keys()
        ),
    )


def _rarity(texts: Sequence[frozenset[str]]) -> dict[str, float]:
    counts = Counter(word for text in texts for word in text)
    return {word: 1.0 / count for word, count in counts.items()}


def _overlap(rarity: Mapping[str, float], words: frozenset[str], *texts: frozenset[str]) -> float:
    """Sum the rarity of the words that each text shares."""
    return sum(rarity.get(word, 1.0) for text in texts for word in sorted(words & text))


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


def _tool_card(tool: ToolInfo, number: int, policy_document: str) -> ToolCard:
    function = tool.schema["function"]
    schema = function["parameters"]
    purpose = " ".join(_BRACES.sub(" ", tool.intent).split())
    main_words = stems(f"{tool.name} {purpose}")
    takes_secret = "Secret" in tool.parameters.values()
    is_named = re.search(rf"\b{tool.name}\b", policy_document) is not None
    return ToolCard(
        number=number,
        name=tool.name,
        writes=tool.writes,
        purpose=purpose,
        parameters=tuple(
            _parameter_card(tool, name, body, name in schema["required"])
            for name, body in schema["properties"].items()
        ),
        verbs=stems(f"{tool.name.split('_')[0]} {purpose.split()[0]}"),
        main_words=main_words,
        words=main_words | stems(function["description"]),
        checks_identity=takes_secret or (tool.writes and is_named),
    )


def _parameter_card(
    tool: ToolInfo, name: str, body: Mapping[str, Any], required: bool
) -> ParameterCard:
    item = body.get("items", body)
    description = body["description"].rpartition(" (")[0]
    choices = tuple(item.get("enum", ()))
    semantic, prefix = tool.parameters[name], tool.references.get(name, "")
    return ParameterCard(
        name=name,
        type=semantic,
        prefix=prefix,
        choices=choices,
        description=description,
        required=required,
        is_list=body["type"] == "array",
        key="/".join((semantic, prefix or name, *choices)),
        pools=_pools(semantic, name),
        words=stems(f"{name} {description}"),
        choice_words=tuple(stems(choice.replace("_", " ")) for choice in choices),
    )


def _pools(semantic: str, name: str) -> tuple[str, ...]:
    if semantic in ("Reference", "Identifier"):
        return ("keys",)
    heard = f"type {semantic}", f"answer {name}"
    if semantic == "PersonName":  # columns called "name" name all kinds of things
        return heard
    return f"column {name}", *heard
