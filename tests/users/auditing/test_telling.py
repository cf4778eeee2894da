"""Values told of things that the user does not have, found by where they stand."""

import pytest

from autoforge_envs.domain.tasks import UserScript
from autoforge_envs.users.auditing.labels import attributes_in
from autoforge_envs.users.auditing.sentences import Heard, sentences_of, vocabulary_of
from autoforge_envs.users.auditing.telling import tells


def is_told(text: str, script: UserScript) -> bool:
    """Whether a label in a sentence is given a value that is new."""
    (sentence,) = sentences_of(text, vocabulary_of(script), Heard())
    return any(tells(label, sentence) for label in attributes_in(sentence.rest))


@pytest.mark.parametrize(
    "text",
    [
        "My weight happens to be 71 kilos.",
        "The keyword I gave your colleague was paprika.",
        "Midwife is my profession.",
        "You have hazel down as my eye colour.",
        "Try the gate 14.",
        "With the keyword lighthouse you'll find me quicker.",
        "Don't forget my religion, quaker.",
        "If it's any help at all my religion's quaker.",
        "They've changed my hair colour to ginger lately.",
        "I'm listed with the buzzer of 3B.",
        "Last time they asked for my star sign as well, it's aquarius.",
        "Retired nurse -- that's the occupation.",
    ],
)
def test_a_new_value_in_a_place_for_values_is_told(text: str, script: UserScript) -> None:
    assert is_told(text, script)


@pytest.mark.parametrize(
    "text",
    [
        "The menu on your phone line is a labyrinth.",
        "My job is stressful and the colour is hideous.",
        "I lost my passport at the airport.",
        "My username is blocked.",
        "My language is awful, sorry.",
        "The colour is lovely.",
        "I don't know my apartment number.",
        "She finds the best presents, last year it was a kite.",
        "My gate is " + "very " * 200 + "shiny.",
    ],
)
def test_what_happens_to_a_thing_is_no_value_of_it(text: str, script: UserScript) -> None:
    assert not is_told(text, script)
