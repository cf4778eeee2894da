"""Which requests a user has named, and what it wants beyond them."""

from dataclasses import replace

import pytest

from autoforge_envs.domain.tasks import Fact, UserScript
from autoforge_envs.users.auditing.asking import is_wish
from autoforge_envs.users.auditing.sentences import Heard, Sentence, sentences_of, vocabulary_of
from autoforge_envs.users.auditing.turns import UserTurn
from autoforge_envs.users.auditing.wishes import Wishes, extra_wish, likely_wish


def sentences(words: str, script: UserScript) -> list[Sentence]:
    return list(sentences_of(words, vocabulary_of(script), Heard()))


def unnamed(script: UserScript, *turns: str) -> list[int]:
    """Numbers of the requests that were not named."""
    wishes = Wishes(script)
    for number, words in enumerate(turns):
        turn = UserTurn(number, "", (), False, words, False)
        wishes.add(turn, sentences(words, script))
    return [script.requests.index(request) for request in wishes.unnamed()]


def test_a_request_is_named_word_by_word(script: UserScript) -> None:
    assert unnamed(script) == [0, 1]
    assert unnamed(script, f"Hi. {script.requests[1].text}") == [0]


def test_a_request_is_named_in_other_words(script: UserScript) -> None:
    assert unnamed(script, "I'd like OR-10 cancelled, it was a mistake.") == [1]


def test_a_request_that_the_agent_came_to_by_itself_is_touched_by_a_yes(script: UserScript) -> None:
    opening = f"Hi. {script.requests[1].text}"
    wishes = Wishes(script)
    wishes.add(UserTurn(0, "", (), False, opening, False), sentences(opening, script))
    prompt = "I would now cancel order (order id: OR-10). Shall I?"
    assert not wishes.touches(script.requests[0])
    wishes.add(UserTurn(1, prompt, (), True, "Yes.", False), sentences("Yes.", script))
    assert wishes.touches(script.requests[0])


def test_a_yes_with_the_signal_stands_for_no_request(script: UserScript) -> None:
    words = "Yes please, let's gladden a gardener!"
    for confirmed in (False, True):
        wishes = Wishes(script)
        opening = script.requests[0].text
        wishes.add(UserTurn(0, "", (), False, opening, False), sentences(opening, script))
        wishes.add(UserTurn(1, "OK?", (), confirmed, words, False), sentences(words, script))
        assert bool(wishes.unnamed()) == confirmed


def test_a_wish_that_matches_nothing_stands_for_one(script: UserScript) -> None:
    opening = script.requests[0].text
    assert unnamed(script, opening, "Could the thing with the bulb go to work?") == []


def test_answers_name_nothing(script: UserScript) -> None:
    answers = ("It's OR-10.", "My street is Elm Street 7.", "Yes, please go ahead.")
    assert unnamed(script, script.requests[0].text, *answers) == [1]


@pytest.mark.parametrize(
    "words",
    [
        "Could you also change my newspaper subscription?",
        "My tent is torn. I want it repaired.",
        "Of my two parcels, cancel the dearer one.",
        "Please wrap it as a present.",
        "How much is the green rug?",
    ],
)
def test_a_wish_made_of_new_words_is_another_one(words: str, script: UserScript) -> None:
    assert extra_wish(sentences(words, script)) is not None


@pytest.mark.parametrize(
    "words",
    [
        "Thank you so much!",
        "Are you kidding me?",
        "Please hurry.",
        "Could you send the blue lamp?",
        "I was travelling through Norway.",
    ],
)
def test_other_words_are_no_other_wish(words: str, script: UserScript) -> None:
    assert extra_wish(sentences(words, script)) is None


def test_an_order_may_stand_behind_a_condition(script: UserScript) -> None:
    (sentence,) = sentences("If it is in stock, order me one.", script)
    assert is_wish(sentence)


def test_a_demand_with_one_new_word_is_likely_another_wish(script: UserScript) -> None:
    assert extra_wish(sentences("Is there some way to make my phone louder?", script)) is None
    assert likely_wish(sentences("Is there some way to make my phone louder?", script)) is not None
    assert likely_wish(sentences("Could you send it?", script)) is None


def test_a_likely_wish_stands_for_a_request_never_named_if_it_shares_a_word(
    script: UserScript,
) -> None:
    wishes = Wishes(script)
    for number, words in enumerate((script.requests[0].text, "Any way to have the lamp hoovered?")):
        turn = UserTurn(number, "", (), False, words, False)
        said = sentences(words, script)
        wishes.extra(turn, said)
        wishes.add(turn, said)
    assert wishes.left_over() == []


def test_who_asks_back_with_the_names_of_its_facts_wishes_nothing(script: UserScript) -> None:
    facts = (
        Fact("used", "Quantity", "number of cubic metres", 3),
        Fact("parts", "Quantity", "spare parts", 2),
    )
    script = replace(script, facts=facts)
    wishes = Wishes(script)
    opening = UserTurn(0, "", (), False, script.requests[0].text, False)
    wishes.add(opening, [])
    for words in (
        "Do you mean the spare parts or the number of cubic metres?",
        "The number of cubic metres? It's 3.",
    ):
        turn = UserTurn(1, "Which date would suit you?", (), False, words, False)
        assert wishes.extra(turn, sentences(words, script)) is None
    words = "Could you water the tulips by the cubic metre?"
    turn = UserTurn(1, "Which date would suit you?", (), False, words, False)
    assert wishes.extra(turn, sentences(words, script)) is not None
