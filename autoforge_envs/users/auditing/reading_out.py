"""Users who read their instructions out, and once say something of their own.

Who reads out what it wants and otherwise says nothing but values, labels and courtesies has no
words of its own. If there are any after all, in one turn of the whole conversation, they are not
from its instructions, whatever they sound like. Only an aside is let pass: something that happens
or is felt, and that gives no value.
"""

import re
from collections.abc import Sequence

from autoforge_envs.domain.tasks import Fact, UserScript
from autoforge_envs.domain.wording import say_value
from autoforge_envs.users.auditing.asking import may_be_wish, without_tag
from autoforge_envs.users.auditing.labels import attributes_in, foreign_labels
from autoforge_envs.users.auditing.sentences import BLANK, Sentence
from autoforge_envs.users.auditing.turns import UserTurn
from autoforge_envs.users.auditing.wishes import WORDS_IN_COMMON
from autoforge_envs.users.spoken_names import own_facts
from autoforge_envs.users.vocabulary import COMMON_WORDS, content_stems, stem

_COURTESIES = frozenset(
    """
    amazing angel apologise apologize apology brief bother busy case cheer concerned confused
    curious dear exception fab fault fear fine free grateful greeting haha hassle hurry
    interrupt kindness legend meet mean nearly nervous nowhere nuisance ouch patient phew pity
    please pleasure rather relief relieved rush silly slow speak star stupid sweet thankful trouble
    troublesome ugh useful welcome wonder worried worry
    add read report say show
    """.split()
)
"""Words about the talk itself, and about what a screen says, beside the common ones."""

OTHER_TURNS = 2
"""Turns without words of its own that show that a user has none."""

_ASIDE = re.compile(
    r"^(?:\W*(?:well|oh|sorry|and|but|so|honestly|anyway|actually|ah|hm+)\b)*\W*"
    r"(?:(?:i|we|it|they|that|this|there|everybody|everyone|nobody|he|she)(?:'\w+)?|"
    r"(?:my|our|the|what|these|those) [\w' -]+ (?:is|are|was|were|has|have) \w+(?:ing|ed)|"
    r"(?:my|our|the) (?:\w+ )?(?:boss|bus|cat|children|dog|family|friends?|husband|kids|mother|"
    r"neighbours?|people|train|weather|wife))\b"
)
_SAYING_NOTHING = frozenset(stem(word) for word in COMMON_WORDS | _COURTESIES)


class ReadingOut:
    """What a user has said that is neither from its instructions nor asked for."""

    def __init__(self, script: UserScript) -> None:
        """Nothing yet."""
        self._facts = script.facts
        self._texts = tuple(request.text for request in script.requests)
        known = (f"{fact.label} {say_value(fact.type, fact.value)}" for fact in own_facts(script))
        self._given = _SAYING_NOTHING.union(*map(content_stems, known))
        self._reads = False
        self._plain = 0
        self._own: list[tuple[UserTurn, list[Sentence]]] = []

    def add(self, turn: UserTurn, sentences: Sequence[Sentence]) -> None:
        """Hear a turn, cut up."""
        self._reads = self._reads or any(text in turn.words for text in self._texts)
        given = self._given
        if sentences and turn.prompt:
            results = (own.result.content for own in turn.calls if own.result is not None)
            given = given.union(content_stems(turn.prompt), *map(content_stems, results))
        strange = [each for each in sentences if content_stems(each.rest) - given]
        own = [each for each in strange if not _gives_fact(each)]
        if own and not turn.hung_up:
            self._own.append((turn, own))
        else:
            self._plain += bool(turn.words)

    def slip(self, unsaid: Sequence[str]) -> tuple[UserTurn, list[Sentence]] | None:
        """Return the one turn of somebody who reads out in which there is something else.

        Args:
            unsaid: Texts that were not read out; what shares two words with one may stand for it.
        """
        if not self._reads or len(self._own) != 1 or self._plain < OTHER_TURNS:
            return None
        turn, own = self._own[0]
        own = [each for each in own if not any(_is_alike(each, text) for text in unsaid)]
        told = [each for each in own if not _is_aside(each, self._facts)]
        return (turn, told) if told else None


def _gives_fact(sentence: Sentence) -> bool:
    """Tell whether a sentence gives a known value in known words: "the passenger's name is ..."."""
    return BLANK.strip() in sentence.rest and not sentence.novel and not sentence.tokens


def _is_alike(sentence: Sentence, text: str) -> bool:
    return len(content_stems(sentence.text) & content_stems(text)) >= WORDS_IN_COMMON


def _is_aside(sentence: Sentence, facts: Sequence[Fact]) -> bool:
    """Tell whether a sentence says what happens or how somebody feels, and gives no value."""
    low = without_tag(sentence.text.lower().replace("’", "'"))
    if sentence.tokens or "?" in low or any(c.isdigit() for c in sentence.rest):
        return False
    if any(fact.label.lower() in low for fact in facts):
        return False
    labels = foreign_labels(attributes_in(sentence.rest), facts)
    if may_be_wish(sentence) or any(label.is_sure for label in labels):
        return False
    return _ASIDE.match(low) is not None
