"""Requests of which nobody has spoken."""

from dataclasses import replace

import pytest

from autoforge_envs.domain.tasks import Request, UserScript
from autoforge_envs.users.auditing.audit import audit_certain
from autoforge_envs.users.auditing.forgetting import is_sent_away, unspoken
from autoforge_envs.users.auditing.turns import UserTurn
from tests.users.auditing.test_audit import BYE, YES
from tests.users.conftest import Transcript

FILED = Request("Please withdraw my reported damage file.", "withdraw_damage_file", None)
ESTIMATE = Request("I have an expert's estimate for my reported damage file.", "add_document", None)


@pytest.fixture
def alike(script: UserScript) -> UserScript:
    """A customer whose two requests are about the same thing."""
    return replace(script, requests=(FILED, ESTIMATE))


def left(script: UserScript, *turns: UserTurn) -> list[Request]:
    return unspoken(script, turns)


def turn(number: int, words: str, prompt: str = "", confirmed: bool = False) -> UserTurn:
    return UserTurn(number, prompt, (), confirmed, words, False)


def test_words_that_requests_share_name_none_of_them(alike: UserScript) -> None:
    assert left(alike, turn(0, "Could you withdraw the damage file I reported?")) == [ESTIMATE]


def test_a_word_of_its_own_names_a_request(alike: UserScript) -> None:
    said = turn(0, "Withdraw the damage file I reported. And there is an estimate.")
    assert left(alike, said) == []


def test_what_the_agent_came_to_by_itself_is_not_forgotten(alike: UserScript) -> None:
    opening = turn(0, "Could you withdraw the damage file I reported?")
    assert left(alike, opening, turn(1, "Oh yes.", "I have got an estimate here.")) == []
    prompt = "I would now add document (kind: quotation). OK?"
    assert left(alike, opening, turn(1, "Yes.", prompt, confirmed=True)) == []


def test_a_forgotten_request_much_like_another_is_certain(
    alike: UserScript, transcript: Transcript
) -> None:
    talk = ["Could you withdraw the damage file I reported?", "Shall I go ahead?", *[YES]]
    (error,) = audit_certain(transcript(*talk, "Done. Anything else?", BYE), alike)
    assert (error.kind, error.subject) == ("forgotten_request", ESTIMATE.text)


def test_who_is_sent_away_has_perhaps_forgotten_nothing(
    alike: UserScript, transcript: Transcript
) -> None:
    sent_away = "I am sorry, I cannot help you any further. Goodbye."
    talk = ["Could you withdraw the damage file I reported?", sent_away, BYE]
    assert is_sent_away(sent_away)
    assert not is_sent_away("I am sorry, I cannot do that. Anything else?")
    assert audit_certain(transcript(*talk), alike) == []
