"""Which demands are certain to be beside all requests, and which may be one of them."""

from autoforge_envs.domain.tasks import UserScript
from autoforge_envs.users.auditing.besides import Account
from autoforge_envs.users.auditing.sentences import Heard, sentences_of, vocabulary_of
from autoforge_envs.users.auditing.turns import user_turns
from tests.users.conftest import Transcript

MORE = "Is there anything else I can do for you?"
FIRST = "Hi, I ordered OR-10 by mistake, so it has to be cancelled."
SECOND = "My blue lamp should go to the office."


def besides(script: UserScript, transcript: Transcript, *turns: str) -> list[str]:
    account = Account(script)
    for turn in user_turns(transcript(*turns)):
        account.add(turn, sentences_of(turn.words, vocabulary_of(script), Heard()))
    return [each.sentence.text for each in account.besides()]


def test_a_demand_is_beside_the_requests_once_all_are_named(
    script: UserScript, transcript: Transcript
) -> None:
    extra = "Please reserve a window table at the restaurant."
    assert besides(script, transcript, FIRST, MORE, SECOND, MORE, extra) == [extra]


def test_a_demand_may_be_a_request_of_which_nothing_was_said(
    script: UserScript, transcript: Transcript
) -> None:
    extra = "Please forward the luminaire to my workplace."
    assert besides(script, transcript, FIRST, MORE, extra) == []


def test_a_request_that_the_agent_has_come_to_is_accounted_for(
    script: UserScript, transcript: Transcript
) -> None:
    extra = "Please reserve a window table at the restaurant."
    proposal = "I would now change the address. Shall I go ahead?"
    assert besides(script, transcript, FIRST, proposal, extra) == [extra]


def test_a_demand_that_comes_up_with_a_request_and_shares_a_word_may_be_that(
    script: UserScript, transcript: Transcript
) -> None:
    wish = "Could you redirect the lamp towards my workplace?"
    assert besides(script, transcript, FIRST, MORE, f"{SECOND} {wish}") == []


def test_what_is_said_beside_an_additional_demand_names_a_request(
    script: UserScript, transcript: Transcript
) -> None:
    extra = "Please also reserve a window table at the restaurant."
    assert besides(script, transcript, FIRST, MORE, f"{SECOND} {extra}") == [extra]
    extra = "Please reserve a window table at the restaurant."
    assert besides(script, transcript, FIRST, MORE, f"{SECOND} {extra}") == []
