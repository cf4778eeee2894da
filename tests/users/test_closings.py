"""Which words ask for further wishes, or take leave."""

import pytest

from autoforge_envs.users.understanding import understand


@pytest.mark.parametrize(
    "text",
    [
        "Is there anything else I should know about this before I do it?",
        "Do you need anything else on this order before I place it?",
        "Could you tell me anything else about the purchase?",
        "Do you have anything else to identify yourself with?",
        "Will that be all for this order, or would you like to add something?",
    ],
)
def test_a_question_about_the_wish_at_hand_closes_nothing(text: str) -> None:
    heard = understand(text)
    assert heard.asks_more
    assert not heard.closes


@pytest.mark.parametrize(
    "text",
    [
        "Is there anything else before I let you go?",
        "Anything else on your list?",
        "Is there anything else I can do for you today?",
        "Is there anything else you would like to talk about?",
    ],
)
def test_a_question_about_further_wishes_closes(text: str) -> None:
    heard = understand(text)
    assert heard.closes
    assert not heard.asks_more


@pytest.mark.parametrize(
    "words",
    [
        "How else can I help?",
        "What more can I do for you?",
        "Can I be of further assistance?",
        "Is there anything left to do?",
        "How can I help you further?",
        "Anything I've missed?",
        "Anything additional?",
        "Does that cover everything?",
        "What would you like to do next?",
        "Would you like help with another thing?",
        "Tell me what else you need and I'll get right on it.",
        "Is there anything else, Mr. de Groot?",
        "Anything else I can help with, Dr. Kowal?",
        "What can I do for you next?",
        "Next topic?",
        "Beyond that, what can I do for you?",
        "Was that it?",
        "Any remaining requests?",
        "Let me know if there's more.",
    ],
)
def test_asking_for_further_wishes_closes(words: str) -> None:
    assert understand(f"That's done. {words}").closes


@pytest.mark.parametrize("words", ["Is that all right?", "Would that be all ok?"])
def test_whether_something_is_all_right_is_no_farewell(words: str) -> None:
    assert not understand(f"I would book it for 30.00. {words}").closes
    assert understand("Done. Is that all?").closes


@pytest.mark.parametrize(
    "words",
    [
        "What was the other thing?",
        "Go on, what's the next point?",
        "And now?",
        "Next question?",
        "What would you like me to do next?",
        "Done?",
        "That's all of it, I think?",
        "That's the lot, isn't it?",
        "Shall we look at your other concerns?",
        "All the best with your move.",
        "Safe travels!",
        "It was a pleasure helping you today!",
    ],
)
def test_asking_for_the_next_wish_or_wishing_well_closes(words: str) -> None:
    assert understand(words).closes


@pytest.mark.parametrize(
    "words",
    [
        "What was the other name?",
        "What's the second request about?",
        "It's a pleasure to help you today.",
        "Is it done?",
    ],
)
def test_like_words_close_nothing(words: str) -> None:
    assert not understand(words).closes


@pytest.mark.parametrize(
    "words",
    [
        "You're all set!",
        "Now you're all set, Jessica.",
        "Great, all done.",
        "Everything's all set.",
    ],
)
def test_whoever_is_all_set_is_taken_leave_of(words: str) -> None:
    assert understand(words).closes


@pytest.mark.parametrize(
    "words",
    [
        "Your complaint is all set, Jessica. Give me a moment to look up the tablet.",
        "Your complaint is all set; I will look up the tablet next.",
        "First part all done. Now let me look at the tablet.",
        "That one's all done; give me a moment for the second.",
        "All done, one moment for the next one.",
    ],
)
def test_one_thing_that_is_all_set_ends_nothing(words: str) -> None:
    assert not understand(words).closes


def test_a_message_that_quotes_instructions_is_heard() -> None:
    assert understand("The return instructions are in the parcel. Anything else?").closes


def test_a_question_for_a_problem_is_no_leave_taking() -> None:
    assert not understand("What is your problem?").closes
    assert understand("What is your problem?").asks
    assert understand("Is your problem solved?").closes


@pytest.mark.parametrize(
    "words",
    [
        "Any thing else?",
        "Do you want something else?",
        "You want more something?",
        "Is there other thing?",
        "Do you want other thing?",
        "Finish or you want more?",
        "Is there one more wish, or may I let you go and sing?",
        "You have more wish?",
        "You have more problem?",
        "Other items?",
        "Do you want more?",
        "Need more?",
        "Any wish?",
        "What more you want?",
    ],
)
def test_a_clumsy_question_for_the_next_wish_closes(words: str) -> None:
    heard = understand(f"Done. {words}")
    assert heard.closes
    assert heard.asks_else
    assert not heard.asks_confirmation


@pytest.mark.parametrize(
    "words",
    [
        "One more thing: what is your name?",
        "May I ask you one more thing?",
        "What was the other problem?",
        "Do you want more data?",
        "Do you want more or less?",
        "Would you like another item?",
        "Do you need more time?",
        "Is this about any request?",
    ],
)
def test_more_of_something_is_no_further_wish(words: str) -> None:
    assert not understand(words).closes


@pytest.mark.parametrize(
    "words",
    [
        "Done. Do you want something else? Yes or no.",
        "Anything else? Please answer yes or no.",
        "Is there anything else? (yes/no)",
    ],
)
def test_how_a_question_for_wishes_is_to_be_answered_wants_no_yes(words: str) -> None:
    heard = understand(words)
    assert heard.closes
    assert not heard.asks_confirmation


def test_how_a_proposal_is_to_be_answered_wants_one() -> None:
    assert understand("Shall I cancel it? Yes or no.").asks_confirmation
