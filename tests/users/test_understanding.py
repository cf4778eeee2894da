"""What the scripted user makes of an agent's words; measured on half a thousand messages."""

import hashlib
import time
from pathlib import Path

import pytest

from autoforge_envs.users.asked_facts import asked_facts
from autoforge_envs.users.understanding import understand
from benchmarks.understanding import DATA, FACTS, read_messages, understood

FROZEN = "90269ab50d5d7d380fcc1a497002037505bcbb14bc31885470a114cd29f58c82"


@pytest.mark.parametrize(("half", "share"), [("development", 0.99), ("held_out", 0.95)])
def test_most_messages_are_understood_wholly(half: str, share: float) -> None:
    messages = read_messages(half)
    right = sum(understood(each.text) == each.labels for each in messages)
    assert len(messages) >= 250
    assert right / len(messages) >= share


def test_the_held_out_half_is_as_it_was_before_the_grammar_was_widened() -> None:
    data = (Path(DATA) / "messages_held_out.txt").read_bytes()
    assert hashlib.sha256(data).hexdigest() == FROZEN


def test_no_message_is_in_both_halves() -> None:
    halves = [{each.text for each in read_messages(half)} for half in ("development", "held_out")]
    assert halves[0] & halves[1] <= {""}


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
    "text",
    [
        "I would cancel it. Does that work for you?",
        "I would cancel it. Let me know if I should proceed.",
    ],
)
def test_an_offer_to_go_on_asks_for_a_yes(text: str) -> None:
    assert understand(text).asks_confirmation


def test_a_proposal_is_no_question_for_its_details() -> None:
    text = (
        "I would now change address (street: Elm Street 7; postal code: 04275). Shall I go ahead?"
    )
    heard = understand(text)
    assert heard.asks_confirmation
    assert asked_facts(understand(text), FACTS) == []


def test_an_offer_of_a_choice_is_no_question_for_a_yes() -> None:
    assert not understand("Should I send it to your home or to the office?").asks_confirmation
    assert understand("Shall I send it? Yes or no?").asks_confirmation


@pytest.mark.parametrize(
    "text",
    [
        "\x00\x1b[2J" * 1000,
        "{" * 60_000,
        "what is your " * 5_000,
        "a" * 65_000,
        "? " * 30_000,
        "(" * 65_000,
        "your e-mail address, " * 3_000,
    ],
    ids=["control", "braces", "questions", "one word", "marks", "brackets", "labels"],
)
def test_any_message_is_heard_in_a_moment(text: str) -> None:
    start = time.process_time()
    understood(text)
    assert time.process_time() - start < 0.5


@pytest.mark.parametrize(
    "text",
    [
        "To confirm:\n- Seat: 14A\n- Charge: 12.00\n\n**Is all of this correct?**",
        "May I book it?",
        "Are these details accurate, and may I save them?",
        'Please reply "confirm" to schedule it.',
        "Do you wish to continue?",
        "If this is correct, I'll file it.",
        "Is there anything to correct, or can I go ahead?",
        '{"tool": "cancel", "order": "OR-10"}\nPlease confirm (yes/no).',
        "I'd renew your loan LO-1, so it would be due on 5 August. **May I?**",
    ],
)
def test_a_yes_is_wanted_however_it_is_put(text: str) -> None:
    assert understand(text).asks_confirmation


@pytest.mark.parametrize(
    "text",
    [
        "Just to be sure: which code would you like me to apply?",
        "Sorry, and how much did you want me to move?",
        "I have to confirm that I'm speaking with the account holder.",
        "I need your date of birth to confirm that it's really you.",
        "May I kindly ask for your name?",
    ],
)
def test_a_question_for_facts_wants_no_yes(text: str) -> None:
    heard = understand(text)
    assert heard.asks
    assert not heard.asks_confirmation


@pytest.mark.parametrize(
    ("text", "refuses"),
    [
        ("I can do that: decline quote QT-1. Is that okay?", False),
        ("I would now decline quote (quote id: QT-1). Shall I go ahead?", False),
        ("Decline quote (quote id: QT-1). OK?", False),
        ("I have to decline your request.", True),
        ("I would decline your request.", True),
        ("It was declined.", True),
    ],
)
def test_declining_what_the_user_wants_declined_is_no_refusal(text: str, refuses: bool) -> None:
    assert understand(text).refuses is refuses


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


@pytest.mark.parametrize(
    "words",
    [
        "Good to send?",
        "OK for you?",
        "Okay with you?",
        "Fine by you?",
        "Good for you?",
        "Happy for me to do that?",
        "Are you on board with that?",
        "Are you still sure you want to cancel?",
        "Are you really sure?",
        "A simple yes is enough.",
        "Could I get a yes from you?",
        "Should that be done now?",
        "I'll do it as soon as you agree.",
        "Would you like it?",
        "Do you object?",
        "Do you mind if I go ahead?",
        "Does that capture it?",
        "Will that do?",
    ],
)
def test_asking_for_a_yes_is_heard_in_many_words(words: str) -> None:
    assert understand(f"I would cancel order OR-1. {words}").asks_confirmation


@pytest.mark.parametrize(
    "words",
    [
        "Is that okay?",
        "Is that okay with you?",
        "Are you okay with that?",
        "Does that work for you?",
        "Shall we move on?",
        "Shall we continue with your next request?",
        "Do you want to continue?",
        "How would you like to proceed?",
        "Are you sure you don't want an earlier date?",
    ],
)
def test_a_courtesy_behind_a_refusal_wants_no_yes(words: str) -> None:
    refused = "I cannot enter Camilla until 25 January 2026, because 90 days is the most."
    heard = understand(f"{refused} {words}")
    assert heard.refuses
    assert not heard.asks_confirmation


def test_a_proposal_behind_a_refusal_still_wants_a_yes() -> None:
    words = "I can't do that for free. I would cancel OR-1 for 5.00. Is that okay?"
    assert understand(words).asks_confirmation
    assert understand("I can't take that back later. Shall I cancel OR-1?").asks_confirmation


def test_what_somebody_else_would_like_is_no_refusal() -> None:
    assert not understand("You'd like to keep it, and it hasn't been received yet.").refuses


@pytest.mark.parametrize("words", ["Is that all right?", "Would that be all ok?"])
def test_whether_something_is_all_right_is_no_farewell(words: str) -> None:
    assert not understand(f"I would book it for 30.00. {words}").closes
    assert understand("Done. Is that all?").closes


@pytest.mark.parametrize("words", ["Let me check", "I wonder", "We will see"])
def test_whether_offers_a_choice_only_where_something_is_asked(words: str) -> None:
    assert not understand(f"{words} whether a copy can go by e-mail or by letter.").offers
    assert understand("Tell me whether a copy shall go by e-mail or by letter.").offers


def test_who_knows_the_user_asks_for_no_identity() -> None:
    assert not understand("I've successfully verified your identity.").asks_identity
    assert understand("I can go on once you are verified.").asks_identity


def test_a_message_that_quotes_instructions_is_heard() -> None:
    assert understand("The return instructions are in the parcel. Anything else?").closes


@pytest.mark.parametrize(
    "text",
    ["Pardon?", "Could you repeat that?", "Sorry, I didn't catch that.", "Once more, please?"],
)
def test_the_last_words_are_asked_for_again(text: str) -> None:
    assert understand(text).asks_again


@pytest.mark.parametrize(
    "text",
    [
        "Please confirm the details above.",
        "Could you confirm the details above?",
        "Please verify the above details.",
        "Could you confirm?",
        "Confirm?",
        "Submit?",
        "I need your explicit confirmation (yes) before I proceed.",
        "I just need your confirmation to proceed.",
        "Before I proceed, I need you to explicitly confirm (yes/no).",
        "Can I book this for you?",
        "Can I add it?",
        "May I note it?",
        "Have I understood you correctly?",
        "Is that you?",
        "Ready to submit?",
        "Good to go?",
        "Any objections?",
        "Are you comfortable with that?",
        "Would you like to go with this one?",
        "Let me know if you'd like to proceed.",
        "I'll proceed once you confirm.",
        "Kindly confirm so I can proceed.",
        "I'll go ahead unless you tell me otherwise.",
        "Are the three details correct?",
    ],
)
def test_there_are_many_ways_to_ask_for_a_yes(text: str) -> None:
    assert understand(f"I'd cancel order OR-10. {text}").asks_confirmation


@pytest.mark.parametrize(
    "text",
    [
        "Could you confirm the postal code?",
        "Please confirm your full name.",
        "Can I clarify that?",
        "I would need your confirmation later on.",
        "Is that your postal code?",
        "Which one would you like?",
    ],
)
def test_who_asks_for_a_detail_asks_for_no_yes(text: str) -> None:
    assert not understand(text).asks_confirmation


@pytest.mark.parametrize(
    "text",
    [
        "I'm sorry, I cannot redeem this gift card: it was valid until 2 June 2025.",
        "Unfortunately I cannot add this tip without breaking our rules.",
        "I'm sorry, I can't cancel it, because that must be done before the rental begins.",
        "I am not able to do that: if it was opened, it cannot be returned.",
        "I would love to help, yet this one is out of my hands.",
        "I'd be glad to help, but the deadline was yesterday.",
    ],
)
def test_a_refusal_is_heard_whatever_its_reason_says(text: str) -> None:
    heard = understand(f"{text} Is there anything else I can help you with?")
    assert heard.refuses
    assert heard.closes


@pytest.mark.parametrize(
    "text",
    [
        "I'm afraid I cannot look before I know your name.",
        "Unfortunately, I can't go on without your e-mail address.",
        "I'm not able to see it until you are verified.",
        "I'd love to help, but I need your name first.",
        "I'm afraid this can't be undone.",
    ],
)
def test_what_cannot_be_done_yet_or_any_more_is_no_refusal(text: str) -> None:
    assert not understand(text).refuses


def test_an_offer_to_look_at_something_else_asks_for_no_yes() -> None:
    heard = understand("This one is out of my hands. Shall we look at something else?")
    assert heard.refuses
    assert not heard.asks_confirmation
    assert understand("Is everything correct, and is there anything else?").asks_confirmation


@pytest.mark.parametrize(
    "text",
    [
        "For security reasons, I cannot share account details yet.",
        "I can't thank you enough for your patience!",
        "We don't want to keep you waiting.",
        "I'm afraid there will be a small fee of 5.00 for this.",
        "Great news: you're not too late!",
        "We don't charge a fee for this.",
        "We never share your data.",
        "I've successfully declined both quotes.",
        "Unfortunately I didn't catch that.",
        "I'm afraid I need a bit more time.",
        "This isn't against our policy.",
    ],
)
def test_what_denies_no_wish_is_no_refusal(text: str) -> None:
    assert not understand(text).refuses


@pytest.mark.parametrize(
    "text",
    [
        "I'm afraid there is a fee, so I cannot do that.",
        "I'm afraid I need to decline this.",
        "I have declined your request.",
        "It is too late for that.",
        "That is against our policy.",
        "We don't share recordings.",
    ],
)
def test_what_denies_a_wish_is_a_refusal(text: str) -> None:
    assert understand(text).refuses


@pytest.mark.parametrize(
    "text",
    [
        "Your identity is confirmed.",
        "I've confirmed your identity.",
        "All verified!",
        "You are already verified.",
    ],
)
def test_who_knows_the_user_does_not_ask_who_it_is(text: str) -> None:
    assert not understand(text).asks_identity


@pytest.mark.parametrize(
    "text",
    [
        "I first have to verify your identity.",
        "Can you prove that it's really you?",
        "Some details for verification, please.",
    ],
)
def test_who_has_to_know_the_user_asks_who_it_is(text: str) -> None:
    assert understand(text).asks_identity


@pytest.mark.parametrize(
    "text",
    [
        "No need to repeat those.",
        "You don't need to tell me your postal code.",
        "You won't have to send me your e-mail address.",
    ],
)
def test_what_nobody_needs_to_do_is_not_asked_for(text: str) -> None:
    heard = understand(text)
    assert not heard.asks
    assert not heard.asks_again


def test_a_list_of_what_is_needed_is_one_sentence() -> None:
    text = "Kindly provide the following: name; postal code; service code."
    found = {fact.name for fact in asked_facts(understand(text), FACTS)}
    assert found == {"name", "postal_code", "secret"}


@pytest.mark.parametrize(
    "text",
    [
        "Can you confirm the booking?",
        "Please confirm the list and I'll get it all done.",
        "Do you confirm the three changes?",
        "Just give me the word.",
        "Let me know if I may carry it out.",
        "Do you want to buy it?",
        "Can I send it off?",
        "Is that really what you want?",
        "Please tell me if that's all right.",
        "You're all set security-wise. Can you give me the OK for both?",
        "Are we good to submit?",
        "Tell me whether I should go ahead with all three.",
    ],
)
def test_a_yes_is_asked_for_in_many_words(text: str) -> None:
    heard = understand(text)
    assert heard.asks_confirmation
    assert not heard.closes


@pytest.mark.parametrize(
    "text",
    [
        "Can you confirm the booking date?",
        "How do you want to pay it?",
        "Let me know if I can help you with anything else.",
    ],
)
def test_other_questions_ask_for_no_yes(text: str) -> None:
    assert not understand(text).asks_confirmation


def test_a_yes_and_a_fact_are_asked_for_in_one_sentence() -> None:
    heard = understand("Can you confirm the booking, and let me know your postal code?")
    assert heard.asks_confirmation
    assert [fact.name for fact in asked_facts(heard, FACTS)] == ["postal_code"]


def test_what_is_no_help_without_something_is_no_refusal() -> None:
    assert not understand("Without it I'm unable to look anything up.").refuses
    assert understand("That isn't something I can pay for.").refuses


REPEATED = ("cannot ", "may i ", "without it ", "a's ", "the x of the ", "1234 5678 ", "or ", "\n")


@pytest.mark.parametrize("fragment", REPEATED)
def test_endless_repetition_is_read_in_time(fragment: str) -> None:
    start = time.process_time()
    understand(fragment * 20_000)
    assert time.process_time() - start < 1.0


def test_a_question_for_a_problem_is_no_leave_taking() -> None:
    assert not understand("What is your problem?").closes
    assert understand("What is your problem?").asks
    assert understand("Is your problem solved?").closes
