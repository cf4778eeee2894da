"""What a user's words claim: values it has not got, values that are wrong, and for which fact.

A truthful user says values that its instructions hold or that the agent has named. Any other value
is found by its look (digits, an @, a capital inside a sentence) or by its place: beside the label
of a fact, beside the label of something that is none of its facts, in the place of a value within
a sentence of its instructions, or as the bare answer to a question.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from autoforge_envs.domain.tasks import Fact, UserScript
from autoforge_envs.users.asked_facts import asked_facts
from autoforge_envs.users.auditing.answering import has_number, miscounted, other_secret
from autoforge_envs.users.auditing.certainty import Rule
from autoforge_envs.users.auditing.denying import denied, remade
from autoforge_envs.users.auditing.inventions import (
    foreign,
    foreign_attributes,
    has_foreign_label,
    told,
    unknown_name,
    volunteered,
)
from autoforge_envs.users.auditing.naming import (
    Claim,
    facts_named,
    facts_spelled_out,
    fits,
    is_said,
    is_typed,
)
from autoforge_envs.users.auditing.recording import has_hard_value, invention_rule
from autoforge_envs.users.auditing.resembling import resembling
from autoforge_envs.users.auditing.sentences import BLANK, Sentence
from autoforge_envs.users.auditing.slips import (
    altered,
    answered,
    bare_values,
    countable,
    introduced,
    labelled,
    partly_said,
    replaced,
    spoiled,
)
from autoforge_envs.users.auditing.telling import tells_of_it
from autoforge_envs.users.understanding import understand
from autoforge_envs.users.vocabulary import is_common, words_of

_DIGIT = re.compile(r"\d")

_POINTING = re.compile(
    r"^\W*(?:it|that|this)(?:'s|\s+(?:is|was|reads?|says?|should be|would be))\b"
)


def false_claims(
    sentences: Sequence[Sentence],
    words: str,
    prompt: str,
    script: UserScript,
    unsaid: Sequence[str] = (),
) -> list[Claim]:
    """Find the values in a user's words that are not so.

    Args:
        sentences: Its words, cut up.
        words: All of them.
        prompt: What the agent had asked.
        script: What the user knows.
        unsaid: Texts of the script that it has not said as they stand.
    """
    reading = _Reading(sentences, words, prompt, script, unsaid)
    found = (reading.claim(at) for at in range(len(sentences)))
    return [claim for claim in found if claim is not None]


def _may_claim(sentence: Sentence) -> bool:
    """Tell quickly whether there is any value in a sentence."""
    return BLANK in sentence.rest or _DIGIT.search(sentence.rest) is not None


class _Reading:
    """One turn of a user, read for claims; what the agent had asked is worked out when needed."""

    def __init__(
        self,
        sentences: Sequence[Sentence],
        words: str,
        prompt: str,
        script: UserScript,
        unsaid: Sequence[str],
    ) -> None:
        self._sentences = sentences
        self._words = words
        self._prompt = prompt
        self._script = script
        self._unsaid = unsaid
        self._asked: list[Fact] | None = None
        self._open: list[Fact] | None = None

    def claim(self, at: int) -> Claim | None:
        """Return what one sentence claims wrongly, if it does."""
        sentence = self._sentences[at]
        if not sentence.novel and not sentence.tokens:
            return self._of_known_words(sentence)
        named = self._named(at)
        claim = (
            denied(sentence, self._script)
            or remade(sentence, self._script)
            or labelled(sentence, named, self._script.facts)
            or resembling(sentence, self._script)
            or self._unlabelled(at, named)
        )
        if claim is None or claim.fact is not None:
            return claim
        if has_foreign_label(sentence, self._script):
            return self._weighed(claim, sentence)
        asked = self._open_questions()
        fitting = (f for f in asked if any(fits(token, f.type) for token in sentence.tokens))
        fact = next(fitting, None)
        typed = fact is not None and any(is_typed(each, fact.type) for each in sentence.tokens)
        if fact is None:
            return self._weighed(claim, sentence)
        return replace(claim, fact=fact, rule="typed_answer" if typed else claim.rule)

    def _weighed(self, claim: Claim, sentence: Sentence) -> Claim:
        """Tell whether an invention is certain."""
        if claim.rule == "put_on_record":
            return claim
        rule = invention_rule(sentence, self._prompt, self._script)
        return claim if rule == "invention" else replace(claim, rule=rule)

    def _named(self, at: int) -> list[Fact]:
        """Return the facts that a sentence names, or the one before if it points to that."""
        named = facts_named(self._sentences[at].text, self._script.facts)
        if named or not at or not _points_back(self._sentences[at]):
            return named
        return facts_named(self._sentences[at - 1].text, self._script.facts)

    def _of_known_words(self, sentence: Sentence) -> Claim | None:
        """Return what a sentence claims wrongly in which nothing is new: a value of another fact.

        There a label counts only as it stands, which is quickly seen.
        """
        if _may_claim(sentence):
            spelled_out = facts_spelled_out(sentence.text, self._script.facts)
            facts = self._script.facts
            return labelled(sentence, spelled_out, facts) or self._miscounted(sentence)
        return (
            self._miscounted(sentence)
            or altered(sentence, self._script, self._unsaid)
            or self._cut_short(sentence)
        )

    def _miscounted(self, sentence: Sentence) -> Claim | None:
        if not self._prompt or not has_number(sentence):
            return None
        claim = miscounted(sentence, self._open_questions(), self._questions())
        if claim is None or claim.fact is None:
            return claim
        for fact in facts_spelled_out(sentence.text, self._script.facts):
            if claim.fact.label in fact.label and is_said(fact, sentence.text):
                return None  # "the new number of nights is 1" is not about the number of nights
        return claim

    def _cut_short(self, sentence: Sentence) -> Claim | None:
        """Return a secret that was asked for, or is named, and told in part only."""
        secrets = partly_said(sentence, self._script.facts)
        if not secrets:
            return None
        named = facts_named(sentence.text, self._script.facts)
        meant = [fact for fact in (*named, *self._open_questions()) if fact in secrets]
        return Claim(meant[0], sentence.text, "value_in_part") if meant else None

    def _unlabelled(self, at: int, named: Sequence[Fact]) -> Claim | None:
        sentence, script = self._sentences[at], self._script
        return (
            altered(sentence, script, self._unsaid)
            or introduced(sentence, script)
            or foreign(sentence, script)
            or self._miscounted(sentence)
            or self._bare(at)
            or countable(sentence, named, self._open_questions(), script)
            or spoiled(sentence, script)
            or replaced(sentence, script)
            or told(sentence, script)
            or answered(sentence, named, self._open_questions())
            or volunteered(sentence)
            or unknown_name(sentence)
            or self._pointed_to(at)
            or self._announced(at)
            or other_secret(sentence, self._open_questions())
        )

    def _pointed_to(self, at: int) -> Claim | None:
        """A new value of which the next sentence says what it is: "Does X help? It's my ...".

        The value is looked for in the sentence before, where that is a question or nothing else.
        """
        sentence = self._sentences[at]
        before = self._sentences[at - 1] if at else None
        if before is None or not before.novel or not _points_back(sentence):
            return None
        asks = "?" in before.text and not _DIGIT.search(before.rest)
        if not asks and not tells_of_it(before.rest, before):
            return None
        named = foreign_attributes(sentence, self._script)
        return Claim(None, sentence.text, _rule_of(before)) if named else None

    def _announced(self, at: int) -> Claim | None:
        """A new value of which the sentence before says what it is: "Oh, the keyword! ..."."""
        sentence = self._sentences[at]
        before = self._sentences[at - 1] if at else None
        if before is None or "?" in sentence.text or not tells_of_it(sentence.rest, sentence):
            return None
        named = foreign_attributes(before, self._script)
        said = {part for label in named for part in label.words}
        words = (word.removesuffix("'s") for word in words_of(before.rest))
        bare = all(is_common(word) or word in said for word in words)
        return Claim(None, sentence.text, _rule_of(sentence)) if named and bare else None

    def _questions(self) -> list[Fact]:
        """Return the facts that the agent has asked for."""
        if self._asked is None:
            facts = self._script.facts
            self._asked = asked_facts(understand(self._prompt), facts) if self._prompt else []
        return self._asked

    def _open_questions(self) -> list[Fact]:
        """Return the facts that the agent has asked for and not got."""
        if self._open is None:
            self._open = [fact for fact in self._questions() if not is_said(fact, self._words)]
        return self._open

    def _bare(self, at: int) -> Claim | None:
        """A sentence that is a value and nothing else: the answer, or of what is named beside."""
        sentence = self._sentences[at]
        values = bare_values(sentence)
        if not values:
            return None
        beside = [*self._sentences[max(at - 1, 0) : at], *self._sentences[at + 1 : at + 2]]
        near = [fact for each in beside for fact in facts_named(each.text, self._script.facts)]
        for fact in (*near, *self._open_questions()):
            if all(fits(value, fact.type) for value in values):
                return Claim(fact, sentence.text, "bare_value")
        of_another = any(has_foreign_label(each, self._script) for each in beside)
        return Claim(None, sentence.text, _rule_of(sentence)) if of_another else None


def _points_back(sentence: Sentence) -> bool:
    return _POINTING.match(sentence.text.lower().replace("’", "'")) is not None


def _rule_of(value: Sentence) -> Rule:
    """Tell whether a sentence that is but the value of something beside it is put on record."""
    return "put_on_record" if has_hard_value(value) else "invention"
