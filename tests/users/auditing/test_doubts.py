"""A suspicion becomes certain if the rest of the conversation bears it out."""

from dataclasses import replace

from autoforge_envs.domain.tasks import Fact, UserScript
from autoforge_envs.users.auditing.audit import audit_certain
from tests.users.conftest import Transcript

WISH = "Hello! Cancel order OR-10, I ordered it by mistake."
PROPOSAL = "I would cancel order OR-10. Shall I go ahead?"
DONE = "Done. Anything else?"


def found(
    script: UserScript, transcript: Transcript, *turns: str | list[object]
) -> list[tuple[int, str]]:
    return [(each.turn, each.kind) for each in audit_certain(transcript(*turns), script)]


def test_a_word_for_a_secret_that_is_never_told_is_wrong(
    script: UserScript, transcript: Transcript
) -> None:
    spoken = (WISH, "What is your password?", "orchid", DONE, "Thanks.")
    assert found(script, transcript, *spoken) == [(1, "wrong_value")]


def test_a_word_for_a_secret_that_is_told_later_stays_a_suspicion(
    script: UserScript, transcript: Transcript
) -> None:
    spoken = (WISH, "What is your password?", "Gladly.", "I'm listening.", "marmalade")
    assert found(script, transcript, *spoken) == []


def test_words_are_no_value_where_digits_belong(script: UserScript, transcript: Transcript) -> None:
    spoken = (WISH, "What is the postal code of the office?", "It's blinking merrily.", DONE)
    assert found(script, transcript, *spoken) == []


def test_an_odd_answer_is_a_no_if_the_agent_does_not_ask_again(
    script: UserScript, transcript: Transcript
) -> None:
    odd = "Over my dead body."
    moved_on = found(script, transcript, WISH, PROPOSAL, odd, DONE, "Hm.")
    asked_again = found(script, transcript, WISH, PROPOSAL, odd, PROPOSAL, "Will it cost me?")
    assert (moved_on, asked_again) == ([(1, "wrong_confirmation")], [])


def test_a_remark_without_a_number_is_no_street(script: UserScript, transcript: Transcript) -> None:
    facts = (
        Fact("street", "StreetAddress", "street", "Elm Street 7"),
        Fact("city", "City", "city", "Bergzabern"),
    )
    customer = replace(script, facts=facts)
    asked = (WISH, "What is your city?")
    assert found(customer, transcript, *asked, "Bergzabern, in the Palatinate.", DONE) == []
    wrong = found(customer, transcript, *asked, "Bergzabern, 9 Oak Lane.", DONE)
    assert wrong == [(1, "wrong_value")]
