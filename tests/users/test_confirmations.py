"""Which words ask the user for a yes."""

import pytest

from autoforge_envs.users.understanding import understand


@pytest.mark.parametrize(
    "text",
    [
        "I would cancel it. Does that work for you?",
        "I would cancel it. Let me know if I should proceed.",
    ],
)
def test_an_offer_to_go_on_asks_for_a_yes(text: str) -> None:
    assert understand(text).asks_confirmation


def test_an_offer_of_a_choice_is_no_question_for_a_yes() -> None:
    assert not understand("Should I send it to your home or to the office?").asks_confirmation
    assert understand("Shall I send it? Yes or no?").asks_confirmation


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
        "Please reply with the word **yes**.",
        "Is this the one to delete?",
        "Is this the one you'd like deleted?",
        "Was that the one you mean?",
        "So is that the address you want to change?",
        "Are these the right ones?",
        "Can you confirm that this is the right one?",
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
        "Could you confirm that this is the policy holder?",
        "Is this the account holder?",
        "I need your date of birth to confirm that it's really you.",
        "May I kindly ask for your name?",
    ],
)
def test_a_question_for_facts_wants_no_yes(text: str) -> None:
    heard = understand(text)
    assert heard.asks
    assert not heard.asks_confirmation


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


def test_an_offer_to_look_at_something_else_asks_for_no_yes() -> None:
    heard = understand("This one is out of my hands. Shall we look at something else?")
    assert heard.refuses
    assert not heard.asks_confirmation
    assert understand("Is everything correct, and is there anything else?").asks_confirmation


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


@pytest.mark.parametrize(
    "words",
    [
        "Book them?",
        "Redeem it?",
        "Still want it?",
        "Apply it now?",
        "Switch it back on?",
        "Ready to order?",
        "Fine?",
        "Go on?",
        "Would that be in order?",
        "Use it on order OR-10?",
        "Make it your main address?",
        "Cancel both BO-1 and BO-2?",
        "Cancel order OR-10?",
        "Do you authorise the payment?",
        "Do you really want that?",
        "I need your okay for that, please.",
        "Is that a yes for the invoice of BI-1?",
        "Is everything as you'd like it?",
        "Let me make sure I have this right: PU-12 goes to Vienna?",
        "You want BO-1 cancelled?",
        "To confirm, you want BO-1 cancelled?",
        "Just to confirm: cancel BO-1?",
        "To be clear, I'd cancel BO-1?",
        "Go ahead with OR-10?",
        "So cancel everything?",
        "Does that work?",
        "Apply AUTUMN20 to ST-1 now?",
        "May I apply the discount?",
        "May I take that amount now?",
        "Then pay 54.75 from your card?",
    ],
)
def test_a_plain_question_asks_for_a_yes(words: str) -> None:
    heard = understand(f"It would be done today. {words}")
    assert heard.asks_confirmation
    assert not heard.asks


@pytest.mark.parametrize(
    "words",
    [
        "Your e-mail address?",
        "Which order?",
        "Street?",
        "Order number?",
        "Order date for OR-10?",
        "Postal code for OR-10?",
        "Reason for cancelling OR-10?",
        "Date the order arrived?",
        "Phone or e-mail?",
        "Send it by e-mail or by letter?",
        "Send it where?",
        "Book it for how many people?",
        "Name it?",
        "Spell that?",
        "Got it?",
        "Is it on?",
        "Did it work?",
        "Does it work?",
        "Have you tried it?",
        "You want some tea?",
        "To confirm, your postal code?",
        "To confirm, the name on BO-1?",
        "You like it?",
        "Turn it off and on, does it blink?",
        "May I take your postal code?",
    ],
)
def test_a_plain_question_for_something_else_asks_for_no_yes(words: str) -> None:
    heard = understand(words)
    assert heard.asks
    assert not heard.asks_confirmation


@pytest.mark.parametrize(
    "text",
    [
        "Complaint about RE-12: the price. File?",
        "DOC-12 by e-mail. Send?",
        "BO-12, two seats. Book?",
        "I move AP-12 to 9:30. You agree?",
    ],
)
def test_one_word_is_enough_to_ask_for_a_yes(text: str) -> None:
    assert understand(text).asks_confirmation


@pytest.mark.parametrize("text", ["Which file?", "Your file?", "What did you send?"])
def test_a_thing_that_is_asked_for_wants_no_yes(text: str) -> None:
    assert not understand(text).asks_confirmation
