"""Which facts a message asks for, and when it asks for the wish once more."""

import pytest

from autoforge_envs.domain.tasks import Fact
from autoforge_envs.users.asked_facts import asked_facts, asks_for_wish
from autoforge_envs.users.questions import AT_HAND, TOLD, UNTOLD
from autoforge_envs.users.understanding import understand
from benchmarks.understanding import FACTS


def names(text: str, facts: tuple[Fact, ...] = FACTS) -> list[str]:
    return [fact.name for fact in asked_facts(understand(text), facts)]


def test_several_facts_are_heard_in_one_question() -> None:
    text = "What are your e-mail address, your postal code and your service code?"
    assert names(text) == ["email", "postal_code", "secret"]


def test_the_wish_is_asked_for_where_the_way_to_go_on_is() -> None:
    assert asks_for_wish(understand("Let me know how you'd like to proceed!"), "Delete it.")
    assert asks_for_wish(understand("How would you like me to continue?"), "Delete it.")


def test_statements_ask_for_nothing() -> None:
    assert names("I have sent you an e-mail. The order number is in it.") == []


def test_an_option_of_a_list_is_the_fact_that_says_it() -> None:
    paid = Fact("paid_with", "Choice", "paid with", "voucher")
    way = Fact("way", "Choice", "way", "registered_letter")
    pay = "How would you like it?\n- card\n- voucher\n- invoice"
    send = "How shall it come? Options:\n1. by e-mail\n2. by letter\n3. by registered letter"
    assert names(pay, (paid, way)) == ["paid_with"]
    assert names(send, (paid, way)) == ["way"]


def test_things_to_provide_are_no_options() -> None:
    way = Fact("way", "Choice", "way", "email")
    assert names("Please share:\n- your full name\n- email", (*FACTS, way)) == ["email", "name"]


def test_a_name_behind_a_name_told_before_is_that_of_the_wish() -> None:
    own = Fact("name", "PersonName", "full name", "Ana Ruiz")
    other = Fact("new_name", "PersonName", "new full name", "Bo Li")
    heard = understand("What name should I put on the profile?")
    told = asked_facts(heard, (own, other), lambda fact: TOLD if fact is own else AT_HAND)
    assert told == [other]


def test_a_code_with_a_name_of_its_own_is_no_order_number() -> None:
    text = "To pull up your order I need:\n- Email address\n- Service code\n- Phone number"
    assert names(text) == ["email", "phone", "secret"]


@pytest.mark.parametrize(
    "text",
    [
        "(1) your full name, (2) your postal code. Please give me both.",
        "I must verify these details: (a) your full name, (b) your postal code.",
        "**Required:**\n1. **Full name**\n2. **Postal code**\nPlease provide them.",
        "There are two things I have to know: full name and postal code. Could you send them?",
        "> Full name and postal code, please.",
    ],
)
def test_facts_are_heard_in_any_layout(text: str) -> None:
    assert names(text) == ["name", "postal_code"]


def test_which_thing_asks_for_its_name() -> None:
    concert = Fact("concert", "Label", "concert name", "Velvet Engines")
    assert names("Sorry, which concert was it again?", (*FACTS, concert)) == ["concert"]


def test_the_new_amount_is_that_of_the_wish_at_hand() -> None:
    amounts = (
        Fact("amount", "Money", "amount", 1000),
        Fact("new_amount", "Money", "new amount", 2000),
        Fact("other_amount", "Money", "other amount", 7500),
    )
    ranks = {"amount": TOLD, "new_amount": TOLD, "other_amount": AT_HAND}
    heard = understand("What should the new amount be?")
    asked = asked_facts(heard, amounts, lambda fact: ranks[fact.name])
    assert [fact.name for fact in asked] == ["other_amount"]
    asked = asked_facts(heard, amounts, lambda _: UNTOLD)
    assert [fact.name for fact in asked] == ["new_amount"]


@pytest.mark.parametrize(
    "text",
    [
        "Which purchase do you mean?",
        "I see three. Which of these purchases is it about?",
        "What is the reason for the cancellation?",
        "Could you describe that in more detail?",
    ],
)
def test_what_the_wish_has_said_is_asked_for_again(text: str) -> None:
    assert asks_for_wish(understand(text), "Please cancel my largest purchase.")


@pytest.mark.parametrize("text", ["What is your shoe size?", "Which weekday suits you?"])
def test_what_the_wish_has_not_said_is_another_matter(text: str) -> None:
    assert not asks_for_wish(understand(text), "Please cancel my largest purchase.")


ASKED_OF_SOMEBODY = (
    Fact("name", "PersonName", "full name", "Ana Ruiz"),
    Fact("date_of_birth", "Date", "date of birth", "1980-05-06"),
    Fact("email", "Email", "e-mail address", "ana.ruiz@example.com"),
    Fact("postal_code", "PostalCode", "postal code", "04109"),
    Fact("account_number", "Label", "account number", "5220 1350 0866"),
)


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("What is your wife's e-mail address?", []),
        ("What is your lawyer's e-mail address?", []),
        ("Could you tell me Dana's date of birth, please?", []),
        ("What is the date of birth of the person you are ordering for?", []),
        ("I need their date of birth and postal code.", []),
        ("When is her birthday?", []),
        ("What is your wife's e-mail address, and your postal code?", ["postal_code"]),
        ("What is Dana's account number?", ["account_number"]),
        ("What's your date of birth?", ["date_of_birth"]),
        ("May I have the customer's date of birth?", ["date_of_birth"]),
    ],
)
def test_what_belongs_to_somebody_else_is_not_the_users_own(
    question: str, names: list[str]
) -> None:
    asked = asked_facts(understand(question), ASKED_OF_SOMEBODY, speaker="Ana Ruiz")
    assert [fact.name for fact in asked] == names


def test_how_much_of_something_asks_for_the_amount() -> None:
    amount = Fact("amount", "Money", "amount", 1500)
    assert names("How much of your credit would you like paid out?", (amount,)) == ["amount"]
    assert names("How much of it should I pay out?", (amount,)) == ["amount"]


def test_what_is_missing_can_be_added() -> None:
    assert names("The service code is still missing. Could you add it, please?") == ["secret"]


def test_what_is_asked_for_beside_a_question_is_heard() -> None:
    text = "What is your e-mail address? I'd also ask you for your postal code."
    assert names(text) == ["email", "postal_code"]


@pytest.mark.parametrize(
    "text",
    [
        "Now the postal code and the service code, if you would.",
        "Two more things: your postal code and your service code.",
        "To complete the verification I'm still missing your postal code and your service code.",
        "And to verify you, your postal code and your service code.",
    ],
)
def test_things_are_asked_for_without_a_verb(text: str) -> None:
    assert names(text) == ["postal_code", "secret"]


def test_what_was_done_asks_for_nothing() -> None:
    assert names("I have changed the following: postal code, street.") == []
    assert names("Your postal code is noted. I would now change the street. Shall I?") == []


def test_a_proposal_is_no_question_for_its_details() -> None:
    text = (
        "I would now change address (street: Elm Street 7; postal code: 04275). Shall I go ahead?"
    )
    heard = understand(text)
    assert heard.asks_confirmation
    assert asked_facts(understand(text), FACTS) == []


def test_a_list_of_what_is_needed_is_one_sentence() -> None:
    text = "Kindly provide the following: name; postal code; service code."
    found = {fact.name for fact in asked_facts(understand(text), FACTS)}
    assert found == {"name", "postal_code", "secret"}


def test_a_yes_and_a_fact_are_asked_for_in_one_sentence() -> None:
    heard = understand("Can you confirm the booking, and let me know your postal code?")
    assert heard.asks_confirmation
    assert [fact.name for fact in asked_facts(heard, FACTS)] == ["postal_code"]


@pytest.mark.parametrize(
    "text",
    [
        "E-mail address and postal code, please, and then service code.",
        "E-mail address and postal code, then service code.",
    ],
)
def test_one_thing_after_the_other_is_asked_for(text: str) -> None:
    email = Fact("email", "Email", "e-mail address", "ana.ruiz@example.com")
    postal_code = Fact("postal_code", "PostalCode", "postal code", "04109")
    code = Fact("code", "Secret", "service code", "482915")
    asked = asked_facts(understand(text), (email, postal_code, code))
    assert asked == [email, postal_code, code]


IDENTITY = (
    Fact("name", "PersonName", "full name", "Ana Ruiz"),
    Fact("postal_code", "PostalCode", "postal code", "04109"),
    Fact("passphrase", "Secret", "passphrase", "kestrel bamboo"),
)


@pytest.mark.parametrize(
    "text",
    [
        "Can you write me full name, postal code, and pass phrase?",
        "Full name, post code, passphrase.",
        "Noted. ID first: full name, postal code, passphrase.",
        "To start: full name, postal code, passphrase.",
        "Ok, thanks, first: full name, postal code, passphrase.",
        "Good day. Needed: name, postal code and pass phrase.",
    ],
)
def test_labels_in_a_row_are_asked_for(text: str) -> None:
    assert names(text, IDENTITY) == ["name", "postal_code", "passphrase"]


@pytest.mark.parametrize(
    "text",
    [
        "And the pass phrase?",
        "The passphrase please, the secret word you have by us.",
    ],
)
def test_one_label_is_asked_for_however_it_is_put(text: str) -> None:
    assert names(text, IDENTITY) == ["passphrase"]


@pytest.mark.parametrize(
    "text",
    [
        "Changed now: full name, postal code.",
        "Identity check passed: full name, postal code, passphrase.",
        "All good: full name, postal code.",
        "Noted. Thanks, ok.",
    ],
)
def test_labels_of_what_was_done_ask_for_nothing(text: str) -> None:
    assert names(text, IDENTITY) == []
