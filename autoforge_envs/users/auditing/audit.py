"""The audit: finds user errors from the transcript, the instructions and the facts alone.

It never sees which faults were injected, nor the goal or the plan. It works on any user's words:
what the scripted user says verbatim is passed over quickly, everything else is read sentence by
sentence. `Auditor` is its interface; a model judge can take its place or stand beside it.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Protocol

from autoforge_envs.domain.conversation import CONFIRM, HANG_UP
from autoforge_envs.domain.domain import ToolInfo
from autoforge_envs.domain.tasks import UserScript
from autoforge_envs.episode.messages import Message
from autoforge_envs.users.auditing.claims import Claim, false_claims, is_said
from autoforge_envs.users.auditing.sentences import (
    Heard,
    Sentence,
    sentences_of,
    vocabulary_of,
)
from autoforge_envs.users.auditing.turns import UserTurn, user_turns
from autoforge_envs.users.auditing.wishes import Wishes, extra_wish
from autoforge_envs.users.understanding import is_asked_to, misquoted_fact, understand
from autoforge_envs.users.user_errors import ErrorKind, UserError
from autoforge_envs.users.vocabulary import COMMON_WORDS, content_stems, words_of

FRUITLESS_TURNS = 3
"""After so many turns in a row that led nowhere a user may leave."""

_DONE = re.compile(
    r"\b(done|did (?:it|that|so)|have (?:it|that)|finished|taken care of|went through with|"
    r"i(?:'ve| have)? (?:just |already |now )?[a-z]+ed\b|i just did)\b"
)
_DENIAL = re.compile(
    r"^\W*(?:no|nope|nah|stop|absolutely not|certainly not|don't|do not|never|wrong|not)\b"
)
_ASSENT = re.compile(
    r"^\W*(?:yes|yeah|yep|yup|sure|correct|right|exactly|ok|okay|fine|sounds good|please do|"
    r"go ahead|absolutely|of course|that's (?:right|correct)|do it)\b"
)
_REASON = 2
"""Content words with which a "no" gives a reason of its own."""


class Auditor(Protocol):
    """Anything that finds user errors."""

    def __call__(
        self, transcript: Sequence[Message], script: UserScript, tools: Sequence[ToolInfo] = ()
    ) -> list[UserError]:
        """Find the user's errors.

        Args:
            transcript: The whole conversation, both parties' tool calls included.
            script: The user's instructions and facts.
            tools: The user's own tools.
        """
        ...


def audit(
    transcript: Sequence[Message], script: UserScript, tools: Sequence[ToolInfo] = ()
) -> list[UserError]:
    """Find the user's errors by rules; see `Auditor`. The same error is reported once."""
    case = _Case(script, tools)
    found: dict[tuple[ErrorKind, str], UserError] = {}
    for turn in user_turns(transcript):
        for error in case.examine(turn):
            found.setdefault((error.kind, error.subject), error)
    return list(found.values())


class _Case:
    """What is known of one conversation so far."""

    def __init__(self, script: UserScript, tools: Sequence[ToolInfo]) -> None:
        self._script = script
        self._tools = {t.name: t for t in tools if t.name not in (CONFIRM, HANG_UP)}
        self._knows_tools = bool(tools)
        self._vocabulary = vocabulary_of(script)
        self._heard = Heard()
        self._wished = Wishes(script)
        self._turns: list[UserTurn] = []

    def examine(self, turn: UserTurn) -> Iterator[UserError]:
        """Find the errors of a turn."""
        self._heard.add(turn.prompt)
        for own in turn.calls:
            if own.result is not None:
                self._heard.add(own.result.content)
        yield from self._calls(turn)
        sentences = sentences_of(turn.words, self._vocabulary, self._heard)
        claims = false_claims(sentences, turn.words, turn.prompt, self._script)
        wish = self._extra_wish(turn, sentences, claims)
        self._wished.add(turn.words, sentences)
        if wish is not None:
            yield UserError(turn.number, "extra_request", wish, wish)
        for claim in claims:
            yield self._as_error(turn, claim)
        yield from self._confirmation(turn)
        if turn.hung_up:
            yield from self._leaving(turn)
        self._turns.append(turn)

    def _extra_wish(
        self, turn: UserTurn, sentences: Sequence[Sentence], claims: Sequence[Claim]
    ) -> str | None:
        """Return a wish beyond the script; a sentence that claims something is none."""
        claimed = {claim.sentence for claim in claims}
        free = [each for each in sentences if each.text not in claimed]
        if not any(each.novel for each in free):
            return None
        verbatim = any(text in turn.words for text in self._vocabulary.texts)
        return extra_wish(free if verbatim else self._wished.excuse(free))

    def _as_error(self, turn: UserTurn, claim: Claim) -> UserError:
        if claim.fact is None:
            return UserError(turn.number, "invented_fact", claim.sentence, claim.sentence)
        told = any(is_said(claim.fact, earlier.words) for earlier in self._turns)
        kind: ErrorKind = "contradiction" if told else "wrong_value"
        return UserError(turn.number, kind, claim.fact.name, claim.sentence)

    def _calls(self, turn: UserTurn) -> Iterator[UserError]:
        for own in turn.calls:
            name, arguments = own.call.name, own.call.arguments
            known = not self._knows_tools or name in self._tools
            strange = [str(v) for v in arguments.values() if not self._is_given(v, turn.prompt)]
            if not known or strange or not self._is_wanted(name, turn.prompt):
                evidence = f"{name}({', '.join(map(str, arguments.values()))})"
                yield UserError(turn.number, "tool_misuse", name, evidence)
        if turn.calls or not self._tools:
            return  # who has done one of two things means that one by "done"
        understood = understand(turn.prompt)
        for tool in self._tools.values():
            if is_asked_to(tool.name, tool.intent, understood) and _claims_done(turn.words):
                yield UserError(turn.number, "false_claim", tool.name, turn.words)

    def _is_given(self, value: object, prompt: str) -> bool:
        text = str(value)
        if not isinstance(value, str) or text in prompt or self._wished.has_said(text):
            return True
        return any(str(fact.value) == text for fact in self._script.facts)

    def _is_wanted(self, name: str, prompt: str) -> bool:
        tool = self._tools.get(name)
        about = content_stems(f"{name.replace('_', ' ')} {tool.intent if tool else ''}")
        return not about or bool(about & (content_stems(prompt) | self._vocabulary.stems))

    def _confirmation(self, turn: UserTurn) -> Iterator[UserError]:
        understood = understand(turn.prompt)
        if not turn.confirmed and not understood.asks_confirmation:
            return
        low = turn.words.lower().replace("’", "'")
        wrong = misquoted_fact(understood, self._script.facts)
        problem = ""
        if turn.confirmed and wrong is not None:
            problem = wrong.name
        elif turn.confirmed and not (understood.asks or understood.asks_confirmation):
            problem = "nothing to confirm"
        elif not turn.confirmed and not understood.closes and not turn.hung_up:
            if _DENIAL.search(low) and wrong is None and self._is_baseless(turn):
                problem = "deny"
            elif _ASSENT.search(low) and wrong is None:
                problem = "yes"
        if problem:
            yield UserError(turn.number, "wrong_confirmation", problem, turn.words)

    def _is_baseless(self, turn: UserTurn) -> bool:
        """Tell whether a no gives no reason, though what is proposed is what the user wants."""
        words = [word for word in words_of(turn.words) if word not in COMMON_WORDS]
        return len(words) < _REASON and bool(self._wanted() & content_stems(turn.prompt))

    def _wanted(self) -> frozenset[str]:
        """Return what the user's requests are about, by their words and by their tools' names."""
        texts = [*self._vocabulary.texts, *(r.intent for r in self._script.requests)]
        return frozenset().union(*(content_stems(text.replace("_", " ")) for text in texts))

    def _leaving(self, turn: UserTurn) -> Iterator[UserError]:
        if self._has_lost_patience():
            return
        if understand(turn.prompt).awaits:
            yield UserError(turn.number, "premature_hang_up", "", turn.words)
            return
        for request in self._wished.unnamed():
            yield UserError(turn.number, "forgotten_request", request.text, turn.words)

    def _has_lost_patience(self) -> bool:
        """Tell whether the last turns all led nowhere, which gives a user the right to leave."""
        num_before = len(self._turns) - FRUITLESS_TURNS
        if num_before < 1:
            return False
        before = " ".join(turn.words for turn in self._turns[:num_before])
        return not any(self._is_fruitful(turn, before) for turn in self._turns[num_before:])

    def _is_fruitful(self, turn: UserTurn, before: str) -> bool:
        """Tell whether a turn brought something that had not been said or done before."""
        if turn.calls or turn.confirmed:
            return True
        asked = any(text in turn.words and text not in before for text in self._vocabulary.texts)
        facts = self._script.facts
        return asked or any(is_said(f, turn.words) and not is_said(f, before) for f in facts)


def _claims_done(words: str) -> bool:
    low = words.lower().replace("’", "'")
    return _DONE.search(low) is not None and "?" not in words
