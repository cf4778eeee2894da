"""Asking: a tool's intent, or the phrasebook's sentence, as a request of the user."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from autoforge_envs.synthesis.composition.wording.agreement import agreed
from autoforge_envs.synthesis.composition.wording.names import article, capitalised, class_words
from autoforge_envs.synthesis.composition.wording.speech import Speech
from autoforge_envs.synthesis.exploration import AnyTool

Role = Literal["party", "row", "choice", "clause", "value", "silent"]
"""A choice in plain words, or in a clause of the phrasebook's; a value; nothing to be said."""

_SPOKEN = ("row", "value", "choice", "clause")
_SLOT = re.compile(r"\{(\w+)\}")
_FRAMES = (
    "Please {wish}.", "Could you {wish}, please?", "Can you {wish}?", "I'd like you to {wish}.",
    "Would you {wish}?", "I need you to {wish}.",
)  # fmt: skip
_COUNTED = ("Quantity", "Number", "Money", "Percentage")
_PREPOSITIONS = ("about", "at", "by", "for", "from", "in", "of", "on", "to", "until", "with")
_ADDRESS = re.compile(
    r"((the |an |a )?(new |other )?address )?"
    r"\{street\},? \{postal_code\},? \{city\}(, \{country\})?"
)
_OF_ROW = re.compile(r" of (\w+ ){0,3}\{\w+_id\}")
"""What stands behind a number that would be "some of" one thing."""
_COUNTED_WORDS = re.compile(r" (?!(?:at|for|from|in|of|on|to|with) )(\w+ )?(\w+s|people)\b")
_OF_ME = re.compile(r"\bthe (\w+( \w+)?) of me\b")
_PARTICLE = re.compile(r"\b(back|off|out|up|down|over) (it|them)\b")
_SINGULAR = re.compile(
    r"\b(is|isn't|was|has|hasn't|does|doesn't|it|it's|its|don't|not|never|no|can't|won't)\b",
    re.IGNORECASE,
)
"""Words that fit one row only, or that leave open whether "not both" means none."""
_ARTICLES = ("the", "a", "an", "my")
_ARTICLE = re.compile(rf"\s({'|'.join(_ARTICLES)})$")


@dataclass(frozen=True, slots=True)
class Spoken:
    """An argument in words.

    Attributes:
        text: How it is said.
        role: What it is.
        label: What it is called.
        held_back: Whether the user waits to be asked for it.
        semantic: Name of its semantic type.
        nouns: What a row is called, in case the intent says it before the slot.
        plain: A choice without its clause.
        is_plural: Whether several rows are meant.
        is_person: Whether the row is somebody, and no thing.
    """

    text: str
    role: Role
    label: str = ""
    held_back: bool = False
    semantic: str = ""
    nouns: tuple[str, ...] = ()
    plain: str = ""
    is_plural: bool = False
    is_person: bool = False

    @property
    def again(self) -> str:
        """How a row is called that was just spoken of."""
        return "them" if self.is_person else "it"


Words = Mapping[str, Spoken]
"""A call's arguments in words, by parameter."""


def ask(speech: Speech, tool: AnyTool, words: Words) -> str:
    """Ask for a call.

    Args:
        speech: The words of the business.
        tool: What is wanted.
        words: Its arguments.
    """
    written = _written(speech, tool, words)
    if written is None:
        wish, words, left = wish_of(tool, words)
        sentence = speech.pick(_FRAMES).format(wish=wish)
    else:
        left = [name for name in words if f"{{{name}}}" not in written]
        sentence = _fill(written, words)
    return agreed(" ".join([capitalised(sentence), *_rest(words, left)]))


def can_do_without(speech: Speech, tool: AnyTool, name: str) -> bool:
    """Tell whether a call can be asked for in a sentence that leaves an argument open."""
    sentences = (tool.intent, *speech.phrasebook.requests.get(tool.name, ()))
    return any(f"{{{name}}}" not in sentence for sentence in sentences)


def _written(speech: Speech, tool: AnyTool, words: Words) -> str | None:
    """Choose a sentence of the phrasebook: one that says what is not held back, if there is one."""
    sentences = speech.phrasebook.requests.get(tool.name, ())
    slots = {sentence: frozenset(_SLOT.findall(sentence)) for sentence in sentences}
    plural = any(spoken.is_plural for spoken in words.values())
    fitting = [
        sentence
        for sentence in sentences
        if all(name in words and not words[name].held_back for name in slots[sentence])
        and not (plural and _SINGULAR.search(sentence))
    ]
    rows = frozenset(name for name, spoken in words.items() if spoken.role == "row")
    fitting = [sentence for sentence in fitting if rows <= slots[sentence]] or fitting
    if not fitting:
        return None
    wanted = frozenset(n for n, each in words.items() if each.role in _SPOKEN)
    wanted -= {name for name, each in words.items() if each.held_back}
    most = max(len(slots[sentence] & wanted) for sentence in fitting)
    return speech.pick([s for s in fitting if len(slots[s] & wanted) == most])


def _fill(sentence: str, words: Words) -> str:
    parts = re.split(r"(?<=[.!?])\s+", sentence)
    filled = [_SLOT.sub(lambda slot: words[slot[1]].text, part) for part in parts]
    return " ".join(capitalised(part) for part in filled)


def wish_of(tool: AnyTool, words: Words) -> tuple[str, Words, list[str]]:
    """Turn an intent into a wish: "cancel my latest order".

    Returns:
        The wish, the arguments as far as they are held back, and those that it does not say.
    """
    intent = tool.intent
    if any(words[name].held_back for name in ("street", "city") if name in words):
        intent = _ADDRESS.sub("another address", intent)
    words = {name: _in_intent(intent, name, spoken) for name, spoken in words.items()}
    left = [name for name in words if f"{{{name}}}" not in intent]
    for parameter in tool.parameters:
        before, slot, after = intent.partition(f"{{{parameter.name}}}")
        if slot:
            nouns = (
                parameter.name.removesuffix("_id").replace("_", " "),
                class_words(parameter.semantic.references),
            )
            intent = _say(before, words.get(parameter.name), nouns, after)
    wish = _PARTICLE.sub(r"\2 \1", _OF_ME.sub(r"my \1", " ".join(intent.split())))
    return agreed(wish), words, left


def _in_intent(intent: str, name: str, spoken: Spoken) -> Spoken:
    """Say what is held back all the same, where an intent would make no sense without it."""
    before, slot, after = intent.partition(f"{{{name}}}")
    if not slot:
        return spoken
    if spoken.role == "clause":
        return replace(spoken, text=spoken.plain, held_back=False)
    if not spoken.held_back:
        return spoken
    if spoken.semantic in _COUNTED:
        return replace(spoken, held_back=False) if _OF_ROW.match(after) else spoken
    words = before.split()
    is_named = spoken.role == "value" and len(words) > 1 and words[-1] not in _PREPOSITIONS
    return spoken if is_named else replace(spoken, held_back=False)


def _say(before: str, spoken: Spoken | None, nouns: Sequence[str], after: str) -> str:
    """Put an argument into an intent."""
    if spoken is None:
        return f"{_without(before, _PREPOSITIONS)}{after.lstrip(',')}"
    if spoken.role == "party":
        return f"{_without_noun(before, nouns)} me{after}"
    if spoken.role == "row":
        return f"{_without_noun(before, (*spoken.nouns, *nouns))} {spoken.text}{after}"
    if spoken.held_back:
        return _vaguely(before, after, spoken)
    return f"{before}{spoken.text}{after}"


def _vaguely(before: str, after: str, spoken: Spoken) -> str:
    """Leave a value open: "redeem a gift card", "return some of my mugs"."""
    if spoken.semantic == "Money":
        return _without_amount(before, after, spoken.label)
    if spoken.semantic in _COUNTED:
        return _without_number(before, after, spoken.label)
    words = before.split()
    if words and words[-1] in _ARTICLES:  # "register the {colour} bicycle"
        return f"{before.rstrip()}{after}"
    start = len(words)
    while start > 1 and words[start - 1] not in _PREPOSITIONS:
        start -= 1
    noun = " ".join(words[start:]).removeprefix("the ") or spoken.label
    return f"{' '.join([*words[:start], article(noun)])}{after}"


def _without_amount(before: str, after: str, label: str) -> str:
    """Leave an amount open: "send some money", "pay part of my credit out", "give a credit"."""
    kept, _, last = before.rstrip().rpartition(" ")
    if last == "to":  # "change the limit to another amount"
        return f"{before}another amount{after}"
    if last in _PREPOSITIONS:
        return f"{kept.rstrip(',')}{after}"
    if after.startswith(" of "):
        return f"{before}part{after}"
    return f"{before}{'some money' if label == 'amount' else article(label)}{after}"


def _without_number(before: str, after: str, label: str) -> str:
    """Leave a number open: "stay for some nights", "change it to another number of guests"."""
    kept, _, last = before.rstrip().rpartition(" ")
    counted = _COUNTED_WORDS.match(after)
    if last == "to":
        number = "number" if "number" in kept else f"number of {label.removeprefix('number of ')}"
        return f"{before}another {f'number of{after}' if counted else f'{number}{after}'}"
    if counted or after.startswith(" of "):
        return f"{before}some{after}"
    if last in _PREPOSITIONS:
        return f"{kept.rstrip(',')}{after}"
    if last == "number" or label.startswith("number"):
        return f"{before}a certain {label}{after}"
    return f"{before}{'some' if label.endswith('s') else 'a certain'} {label}{after}"


def _without(before: str, last: Sequence[str]) -> str:
    """Drop a last word."""
    kept, _, word = before.rstrip().rpartition(" ")
    return kept if word in last else before.rstrip()


def _without_noun(before: str, nouns: Sequence[str]) -> str:
    """Drop the words before a slot that only name what stands in it: "cancel the order"."""
    kept = before.rstrip()
    for noun in sorted(filter(None, nouns), key=len, reverse=True):
        shorter = re.sub(rf"\s(\S+-)?{re.escape(noun)}$", "", kept, flags=re.IGNORECASE)
        if shorter != kept:
            return _ARTICLE.sub("", shorter)
    return _ARTICLE.sub("", kept)


def _rest(words: Words, left: Sequence[str]) -> list[str]:
    """Say in sentences of their own what has no place in the request."""
    unsaid = [words[name] for name in left if not words[name].held_back]
    clauses = [f"{capitalised(each.text)}." for each in unsaid if each.role == "clause"]
    said = ("choice", "value", "row")
    plain = [f"{each.label}: {each.text}" for each in unsaid if each.role in said]
    return [*clauses, *([f"{capitalised(', '.join(plain))}."] if plain else [])]
