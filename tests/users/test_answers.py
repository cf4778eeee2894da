"""What the scripted user answers: facts, options, and that it does not know."""

import json
from dataclasses import replace

import pytest

from autoforge_envs.domain.tasks import Fact, Meaning, Request, Reveals, UserScript
from autoforge_envs.users.phrases import PHRASES
from tests.users.conversing import say, start


def test_it_tells_what_it_is_asked_and_no_more(script: UserScript) -> None:
    told = say(start(script), "What are your e-mail address and your postal code?")
    assert "ana.ruiz@example.com" in told
    assert "04109" in told
    assert "04275" not in told
    assert "marmalade" not in told


def test_it_says_which_part_it_does_not_know(script: UserScript) -> None:
    told = say(start(script), "Please tell me your e-mail address and your date of birth.")
    assert "ana.ruiz@example.com" in told
    assert "date of birth" in told


def test_who_is_curt_holds_back(script: UserScript) -> None:
    user = start(replace(script, persona="curt"))
    told = say(user, "What are your e-mail address, postal code and password?")
    assert "marmalade" not in told
    assert "marmalade" in say(user, "And your password?")


def test_who_is_chatty_volunteers_now_and_then(script: UserScript) -> None:
    told = [
        say(start(replace(script, persona="chatty"), seed=seed), "What is your postal code?")
        for seed in range(40)
    ]
    share = sum("ana.ruiz@example.com" in words for words in told) / 40
    assert 0.1 < share < 0.5
    assert not any("marmalade" in words for words in told)


def test_what_belongs_to_a_wish_to_come_makes_it_repeat_its_wish(script: UserScript) -> None:
    payee = Fact("account_number", "Label", "account number", "5220 1350 0866")
    requests = (*script.requests, Request("Add account 5220 1350 0866.", "add_payee", None))
    user = start(replace(script, facts=(*script.facts, payee), requests=requests))
    answer = say(user, "Could you tell me your account number, please?")
    assert "5220" not in answer
    assert script.requests[0].text in answer
    assert "5220" in say(user, "I do need your account number, please.")


def test_it_stays_with_who_asks_ahead_of_time_for_one_thing_after_the_other(
    script: UserScript,
) -> None:
    later = [Fact(f"{name}_number", "Label", f"{name} number", f"{at}77 01") for at, name in
             enumerate(("payee", "branch", "card", "loan", "meter"), 1)]  # fmt: skip
    wishes = [Request(f"Note {fact.value}.", "note", None) for fact in later]
    user = start(
        replace(
            script,
            facts=(*script.facts, *later),
            requests=(*script.requests, *wishes),
        )
    )
    say(user, "Could you tell me your payee number, please?")
    for fact in later:
        assert str(fact.value) in say(user, f"I do need your {fact.label}, please.")


def test_it_asks_back_where_a_question_fits_two_facts(script: UserScript) -> None:
    facts = (Fact("amount", "Money", "amount", 500), Fact("limit", "Money", "daily limit", 900))
    user = start(replace(script, facts=facts))
    asked = say(user, "How much should it be?")
    assert "amount" in asked
    assert "daily limit" in asked
    assert "5.00" in say(user, "I mean the amount.\nWhat is the amount?")
    assert "9.00" in say(user, "And how much should it be?")


VOUCHER = Fact("voucher", "Label", "voucher code", "SPRING26")


@pytest.mark.parametrize("reveals", ["one_by_one", "all_at_once"])
@pytest.mark.parametrize(
    "question",
    [
        "What's the code?",
        "Which code was it again?",
        "Mind giving me that code once more?",
        "Could you repeat the voucher code?",
        "What discount code should I use?",
    ],
)
def test_a_code_said_in_the_opening_words_is_said_again(
    question: str, reveals: Reveals, script: UserScript
) -> None:
    request = Request("I have a voucher, the code is SPRING26.", "use_voucher", None)
    secret = Fact("code", "Secret", "service code", "482915")
    user = start(replace(script, requests=(request,), reveals=reveals, facts=(secret, VOUCHER)))
    user.act(None)
    told = say(user, question)
    assert "SPRING26" in told
    assert "482915" not in told


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("What date was that?", "2026-03-12"),
        ("When was that again?", "2026-03-12"),
        ("How much was it again?", "15.00"),
        ("What was the amount?", "15.00"),
        ("How many did you say?", "2"),
        ("Who was it again?", "Bo Li"),
        ("Can you repeat your email?", "ana.ruiz@example.com"),
        ("Sorry, I didn't catch your phone number.", "0341 5550123"),
    ],
)
def test_facts_said_before_are_said_again(question: str, value: str, script: UserScript) -> None:
    wish = "Send Bo Li 2 vouchers for 15.00 on 12 March 2026."
    facts = (
        Fact("day", "Date", "day", "2026-03-12"),
        Fact("amount", "Money", "amount", 1500),
        Fact("pieces", "Quantity", "number of pieces", 2),
        Fact("new_name", "PersonName", "new full name", "Bo Li"),
        Fact("phone", "PhoneNumber", "phone number", "0341 5550123"),
        script.facts[0],
    )
    user = start(replace(script, requests=(Request(wish, "send", None),), facts=facts))
    user.act(None)
    assert value in say(user, question)


def test_the_last_words_are_repeated(script: UserScript) -> None:
    user = start(script)
    user.act(None)
    assert script.requests[0].text in say(user, "Pardon?")
    say(user, "What is your postal code?")
    assert "04109" in say(user, "Sorry, could you repeat that?")


def test_which_thing_is_meant_is_said_at_once(script: UserScript) -> None:
    user = start(script)
    assert script.requests[0].text in say(user, "I see three orders. Which order do you mean?")


def test_what_a_wish_to_come_states_is_not_meant_now(script: UserScript) -> None:
    first, second = script.requests
    requests = (first, replace(second, text="I want a daily limit of 9.00."))
    facts = (Fact("amount", "Money", "amount", 500), Fact("limit", "Money", "daily limit", 900))
    user = start(replace(script, requests=requests, facts=facts))
    assert "5.00" in say(user, "How much should it be?")
    assert "5.00" in say(user, "Sorry, how much should it be?")


def test_what_was_told_is_saved(script: UserScript) -> None:
    facts = (Fact("amount", "Money", "amount", 500), Fact("limit", "Money", "daily limit", 900))
    user, other = (start(replace(script, facts=facts)) for _ in range(2))
    say(user, "What is the amount?")
    other.restore(json.loads(json.dumps(user.save())))
    assert "9.00" in say(other, "How much should it be?")


def test_what_belongs_to_a_wish_to_come_is_told_when_asked_for_again(script: UserScript) -> None:
    payee = Fact("account_number", "Label", "account number", "5220 1350 0866")
    requests = (*script.requests, Request("Add account 5220 1350 0866.", "add_payee", None))
    user = start(replace(script, facts=(*script.facts, payee), requests=requests))
    assert "5220" not in say(user, "Could you tell me your account number, please?")
    assert "5220" in say(user, "Could you tell me your account number, please?")


def test_the_only_fact_untold_is_said_to_whoever_asks_darkly(script: UserScript) -> None:
    facts = (*script.facts[:2], Fact("mood", "Choice", "mood of the card", "cheerful"))
    user = start(replace(script, facts=facts))
    assert "cheerful" in say(user, "So, how do we put it then?")
    several = start(replace(script, facts=(*facts, Fact("amount", "Money", "amount", 500))))
    assert "cheerful" not in say(several, "So, how do we put it then?")


def test_who_holds_back_does_not_deny_knowing_it(script: UserScript) -> None:
    more = (
        Fact("phone", "PhoneNumber", "phone number", "0341 5550123"),
        Fact("code", "Secret", "service code", "482915"),
    )
    user = start(replace(script, persona="curt", facts=(*script.facts, *more)))
    said = say(user, "I need:\n- e-mail address\n- postal code\n- phone number\n- service code")
    assert "ana.ruiz@example.com" in said
    assert "don't" not in said


def test_everybody_tells_their_own_name(script: UserScript) -> None:
    assert "Ana Ruiz" in say(start(script), "May I have your full name, please?")


def test_an_option_of_a_list_is_chosen(script: UserScript) -> None:
    paid = Fact("paid_with", "Choice", "paid with", "voucher")
    user = start(replace(script, facts=(*script.facts, paid)))
    assert "voucher" in say(user, "How would you like to do it?\n- card\n- voucher\n- invoice")


def test_an_option_that_the_wish_has_said_is_chosen(script: UserScript) -> None:
    wish = Request("Send my invoice by registered letter.", "send", None)
    user = start(replace(script, requests=(wish,)))
    said = say(user, "How shall I send it?\n- by e-mail\n- by letter\n- by registered letter")
    assert "registered letter" in said
    assert wish.text not in said


def test_what_words_of_the_wish_stand_for_is_said_again(script: UserScript) -> None:
    meaning = Meaning("somebody could get hurt", "urgency", "danger")
    wish = Request("It's broken; somebody could get hurt.", "report", None, (meaning,))
    user = start(replace(script, requests=(wish,)))
    said = say(user, "How urgent is it?")
    assert meaning.words in said
    assert wish.text not in said


def test_who_has_no_preference_says_so(script: UserScript) -> None:
    user = start(script)
    assert say(user, "How would you like to pay?\n- card\n- invoice") in PHRASES["either"]


def test_one_of_three_questions_that_is_for_none_of_the_facts_is_not_passed_over(
    script: UserScript,
) -> None:
    said = say(start(script), "What is your e-mail address, postal code and phone number?")
    assert "ana.ruiz@example.com" in said
    assert "04109" in said
    assert "my phone number" in said


@pytest.mark.parametrize(
    "words",
    [
        "The postal code is still missing; could you provide it?",
        "I still lack the postal code. Can you share it?",
        "I need the postal code. Would you mind telling me it?",
    ],
)
def test_what_the_sentence_before_names_is_told(words: str, script: UserScript) -> None:
    assert "04109" in say(start(script), words)


def test_a_birthday_is_a_date_of_birth(script: UserScript) -> None:
    born = Fact("born", "Date", "date of birth", "1984-07-12")
    user = start(replace(script, facts=(*script.facts, born)))
    assert say(user, "What is your birthday?").count("birth") == 1


def test_whether_something_is_so_is_answered_with_no_fact(script: UserScript) -> None:
    amount = Fact("amount", "Money", "amount", 1500)
    user = start(replace(script, facts=(*script.facts[:1], amount)))
    assert "15.00" not in say(user, "Is it raining where you live?")


def test_what_nobody_asked_for_is_not_wanted(script: UserScript) -> None:
    user = start(script)
    assert say(user, "Would you like some tea?") in PHRASES["no_thanks"]


def test_nobody_volunteers_what_was_told(script: UserScript) -> None:
    for seed in range(30):
        user = start(replace(script, persona="chatty"), seed=seed)
        say(user, "What is your e-mail address?")
        assert "ana.ruiz@example.com" not in say(user, "What is your postal code?")


CURT_FACTS = (
    Fact("phone", "PhoneNumber", "phone number", "0341 5550123"),
    Fact("code", "Secret", "service code", "482915"),
)


@pytest.mark.parametrize(
    "words", ["And the last one?", "What about the other ones?", "And the rest, please?"]
)
def test_what_was_held_back_is_told_when_the_rest_is_asked_for(
    words: str, script: UserScript
) -> None:
    user = start(replace(script, persona="curt", facts=CURT_FACTS + script.facts[:1]))
    first = say(user, "Your e-mail address, phone number and service code, please.")
    assert "ana.ruiz@example.com" not in first
    restored = start(replace(script, persona="curt", facts=CURT_FACTS + script.facts[:1]))
    restored.restore(json.loads(json.dumps(user.save())))
    for each in (user, restored):
        assert "ana.ruiz@example.com" in say(each, words)
        assert "ana.ruiz@example.com" not in say(each, words)


@pytest.mark.parametrize("words", ["Is that so for OR-10?", "Is the order there?"])
def test_who_is_asked_about_the_wish_claims_no_ignorance(words: str, script: UserScript) -> None:
    assert say(start(script), f"I see OR-10. {words}") in PHRASES["what_needed"]
    assert say(start(script), "Is it raining?") in PHRASES["unknown"]
