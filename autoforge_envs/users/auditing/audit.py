"""The audit: finds user errors from the transcript, the instructions and the facts alone.

It never sees which faults were injected, nor the goal or the plan. It works on any user's words:
what the scripted user says verbatim is passed over quickly, everything else is read sentence by
sentence. `Auditor` is its interface; a model judge can take its place or stand beside it.
"""

from collections.abc import Iterator, Sequence, Set
from dataclasses import replace
from itertools import pairwise
from typing import Protocol

from autoforge_envs.domain.conversation import CONFIRM, HANG_UP
from autoforge_envs.domain.domain import ToolInfo
from autoforge_envs.domain.tasks import UserScript
from autoforge_envs.episode.messages import Message
from autoforge_envs.users.auditing.asking import sounds_like_wish
from autoforge_envs.users.auditing.besides import Account
from autoforge_envs.users.auditing.certainty import Rule, is_certain
from autoforge_envs.users.auditing.claims import false_claims
from autoforge_envs.users.auditing.confirming import (
    DENIED,
    ONLY_WORDS,
    confirmation_error,
    confirmation_rule,
)
from autoforge_envs.users.auditing.doubts import Doubts
from autoforge_envs.users.auditing.forgetting import is_sent_away, unspoken
from autoforge_envs.users.auditing.insisting import insists
from autoforge_envs.users.auditing.inventions import tells_foreign
from autoforge_envs.users.auditing.naming import Claim, is_said
from autoforge_envs.users.auditing.own_tools import falsely_claimed, misused, only_reports
from autoforge_envs.users.auditing.reading_out import ReadingOut
from autoforge_envs.users.auditing.sentences import Heard, sentences_of, vocabulary_of
from autoforge_envs.users.auditing.turns import UserTurn, user_turns
from autoforge_envs.users.auditing.wishes import Wishes
from autoforge_envs.users.understanding import understand
from autoforge_envs.users.user_errors import ErrorKind, UserError

FRUITLESS_TURNS = 3
"""After so many turns in a row that led nowhere a user may leave."""


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
    """Find the user's errors by rules, suspicions too; see `Auditor`.

    The same error is reported once.
    """
    return _each_once(_find(transcript, script, tools))


def audit_certain(
    transcript: Sequence[Message], script: UserScript, tools: Sequence[ToolInfo] = ()
) -> list[UserError]:
    """Find the user's errors that are certain; see `audit`. For users who talk freely."""
    return _each_once([e for e in _find(transcript, script, tools) if e.certain])


def _find(
    transcript: Sequence[Message], script: UserScript, tools: Sequence[ToolInfo]
) -> list[UserError]:
    case = _Case(script, tools)
    found = [error for turn in user_turns(transcript) for error in case.examine(turn)]
    explained = frozenset(error.turn for error in _each_once(found))
    return [*found, *case.conclude(explained)]


def _each_once(errors: Sequence[UserError]) -> list[UserError]:
    found: dict[tuple[ErrorKind, str], UserError] = {}
    for error in errors:
        first = found.setdefault((error.kind, error.subject), error)
        if error.certain and not first.certain:
            found[error.kind, error.subject] = replace(first, certain=True)
    return list(found.values())


def _as_wish(number: int, text: str, rule: Rule = "wish") -> UserError:
    return UserError(number, "extra_request", text, text, is_certain(rule))


class _Case:
    """What is known of one conversation so far."""

    def __init__(self, script: UserScript, tools: Sequence[ToolInfo]) -> None:
        self._script = script
        self._tools = {t.name: t for t in tools if t.name not in (CONFIRM, HANG_UP)}
        self._knows_tools = bool(tools)
        self._vocabulary = vocabulary_of(script)
        self._heard = Heard()
        self._wished = Wishes(script)
        self._read_out = ReadingOut(script)
        self._account = Account(script)
        self._turns: list[UserTurn] = []
        self._doubts = Doubts()

    def examine(self, turn: UserTurn) -> Iterator[UserError]:
        """Find the errors of a turn."""
        self._heard.add(turn.prompt)
        for own in turn.calls:
            if own.result is not None:
                self._heard.add(own.result.content)
        said = self._wished.said
        yield from misused(turn, self._tools if self._knows_tools else None, self._script, said)
        yield from falsely_claimed(turn, self._tools)
        yield from self._words(turn)
        if turn.hung_up:
            yield from self._leaving(turn)
        self._turns.append(turn)

    def conclude(self, explained: Set[int]) -> Iterator[UserError]:
        """Find the errors that only the whole conversation shows.

        Args:
            explained: Numbers of the turns in which there were errors.
        """
        yield from self._doubts.settled(self._turns)
        for demand in self._account.besides():
            yield _as_wish(demand.turn.number, demand.sentence.text, "wish_besides")
        for number, text in self._wished.left_over():
            if number not in explained:
                yield _as_wish(number, text)
        slip = self._read_out.slip(self._wished.unsaid())
        if slip is None or slip[0].number in explained:
            return
        turn, sentences = slip
        text = " ".join(each.text for each in sentences)
        told = any(tells_foreign(each, self._script) for each in sentences)
        wish = not told and any(sounds_like_wish(each) for each in sentences)
        kind: ErrorKind = "extra_request" if wish else "invented_fact"
        rule: Rule = "wish" if wish else "invention"
        yield UserError(turn.number, kind, text, text, is_certain(rule))

    def _words(self, turn: UserTurn) -> Iterator[UserError]:
        """Find the errors in what a user says."""
        sentences = sentences_of(turn.words, self._vocabulary, self._heard)
        self._read_out.add(turn, sentences)
        self._account.add(turn, sentences)
        unsaid = self._wished.unsaid(turn.words)
        prompt = "" if turn.hung_up else turn.prompt  # a farewell is no answer
        claims = false_claims(sentences, turn.words, prompt, self._script, unsaid)
        told = {claim.sentence for claim in claims if claim.told or is_certain(claim.rule)}
        own = [each for each in sentences if not only_reports(each.text, turn)]
        free = [each for each in own if each.text not in told and not insists(each, turn.prompt)]
        problem = confirmation_error(turn, sentences, self._script, self._prompt_before())
        asks = problem not in (DENIED, ONLY_WORDS) and not turn.hung_up
        wish = self._wished.extra(turn, free) if asks else None
        for number, text in self._wished.add(turn, sentences):
            yield _as_wish(number, text)
        if wish is not None:
            yield _as_wish(turn.number, wish)
        for claim in claims:
            if claim.sentence in told or wish is None or claim.sentence not in wish:
                yield self._as_error(turn, claim)
        if problem is not None:
            yield self._as_answer(turn, problem)

    def _prompt_before(self) -> str:
        return self._turns[-1].prompt if self._turns else ""

    def _as_answer(self, turn: UserTurn, problem: str) -> UserError:
        rule = confirmation_rule(problem, turn.words)
        error = UserError(turn.number, "wrong_confirmation", problem, turn.words, is_certain(rule))
        self._doubts.add_answer(rule, error)
        return error

    def _as_error(self, turn: UserTurn, claim: Claim) -> UserError:
        said = claim.sentence
        if claim.fact is None:
            return UserError(turn.number, "invented_fact", said, said, is_certain(claim.rule))
        told = any(is_said(claim.fact, earlier.words) for earlier in self._turns)
        kind: ErrorKind = "contradiction" if told else "wrong_value"
        error = UserError(turn.number, kind, claim.fact.name, said, is_certain(claim.rule))
        self._doubts.add_value(claim.fact, error)
        return error

    def _leaving(self, turn: UserTurn) -> Iterator[UserError]:
        if self._has_lost_patience():
            return
        if understand(turn.prompt).awaits:
            certain = is_certain("left_waiting")
            yield UserError(turn.number, "premature_hang_up", "", turn.words, certain)
            return
        unnamed = self._wished.unnamed()
        silent = unspoken(self._script, [*self._turns, turn])
        sent_away = is_sent_away(turn.prompt)
        for request in self._script.requests:
            if request not in unnamed and request not in silent:
                continue
            doubtful = request not in silent and self._wished.touches(request)
            rule: Rule = "request_touched_on" if doubtful or sent_away else "request_left_out"
            text, certain = request.text, is_certain(rule)
            yield UserError(turn.number, "forgotten_request", text, turn.words, certain)

    def _has_lost_patience(self) -> bool:
        """Tell whether the last turns all led nowhere, which gives a user the right to leave."""
        num_before = len(self._turns) - FRUITLESS_TURNS
        if num_before < 1:
            return False
        before = " ".join(turn.words for turn in self._turns[:num_before])
        last = pairwise(self._turns[num_before - 1 :])
        return not any(self._is_fruitful(turn, earlier, before) for earlier, turn in last)

    def _is_fruitful(self, turn: UserTurn, earlier: UserTurn, before: str) -> bool:
        """Tell whether a turn brought something that had not been said or done before.

        Another yes to the very words of the turn before is nothing new.
        """
        if turn.calls or (turn.confirmed and turn.prompt != earlier.prompt):
            return True
        asked = any(text in turn.words and text not in before for text in self._vocabulary.texts)
        facts = self._script.facts
        return asked or any(is_said(f, turn.words) and not is_said(f, before) for f in facts)
