"""What asks for something, whatever the words around it."""

import pytest

from autoforge_envs.domain.tasks import UserScript
from autoforge_envs.users.auditing.asking import (
    demanded,
    is_demand,
    is_inquiry,
    is_order,
    is_wish,
    plainly,
    sounds_like_wish,
)
from autoforge_envs.users.auditing.sentences import Heard, Sentence, sentences_of, vocabulary_of


def sentence(text: str, script: UserScript) -> Sentence:
    (found,) = sentences_of(text, vocabulary_of(script), Heard())
    return found


@pytest.mark.parametrize(
    "text",
    [
        "Could you also mow my lawn?",
        "And please throw in a keyring.",
        "I demand an extra blanket.",
        "We'd quite like somebody to explain the statement.",
        "I'd be chuffed if you could squeeze in a massage.",
        "Another wish of mine is a window with a view.",
        "Let me also have a sample.",
        "Is there some way to make it louder?",
        "You wouldn't happen to sell stamps, would you?",
        "Right, and book me a taxi.",
        "Compensate me for the trip.",
    ],
)
def test_what_is_wanted_is_a_demand(text: str, script: UserScript) -> None:
    assert is_demand(sentence(text, script))


@pytest.mark.parametrize(
    "text",
    [
        "Yes please, I've been paying cash like it's the nineties.",
        "Forget it then.",
        "Let me look under the sofa.",
        "I bake a lot, hence the nutmeg.",
        "They're so comfy that my husband wants to steal them.",
        "You might need to know that.",
        "I'd say that's fair.",
        "My doctor has put me on a diet, alas.",
        "I don't want the apples to rot on the doorstep.",
        "They insist on paper, can you believe it?",
        "My hands are shaking.",
    ],
)
def test_what_is_only_said_is_none(text: str, script: UserScript) -> None:
    assert not is_demand(sentence(text, script))
    assert not is_wish(sentence(text, script))


def test_assent_and_words_that_colour_are_left_out(script: UserScript) -> None:
    said = sentence("Yes, fine, could you maybe also send a lamp as well", script)
    assert plainly(said) == "could you send a lamp"


def test_only_what_follows_the_wish_is_wanted(script: UserScript) -> None:
    said = sentence("We picked that on holiday, can you tell?", script)
    assert demanded(said) == []
    assert demanded(sentence("My kettle broke, can you mend it?", script)) == [
        "kettle",
        "broke",
        "mend",
    ]


def test_a_question_that_wants_to_know_is_an_inquiry(script: UserScript) -> None:
    assert is_inquiry(sentence("How long does it usually take?", script))
    assert is_inquiry(sentence("Please let me know when it arrives.", script))
    assert not is_inquiry(sentence("Could you mow my lawn?", script))


def test_a_new_verb_orders_only_at_the_beginning(script: UserScript) -> None:
    assert is_order(sentence("Unfreeze my pension.", script))
    assert not is_order(sentence("I sing a lot, hence the throat.", script))


def test_mild_words_sound_like_a_wish_without_being_a_demand(script: UserScript) -> None:
    mild = sentence("There should be a cot in it.", script)
    assert sounds_like_wish(mild)
    assert not is_demand(mild)


@pytest.mark.parametrize(
    "text",
    [
        "I took the cord out, wiped it and put it back.",
        "Midsummer baby, sort of: I am a gardener.",
        "Ooh, let me get the card out of my purse.",
    ],
)
def test_what_somebody_tells_of_is_no_order(text: str, script: UserScript) -> None:
    assert not is_order(sentence(text, script))


@pytest.mark.parametrize(
    "text", ["My cord is torn, block it and send a new one.", "Hmm, let me get a discount."]
)
def test_an_order_behind_other_words_is_one(text: str, script: UserScript) -> None:
    assert is_demand(sentence(text, script))
