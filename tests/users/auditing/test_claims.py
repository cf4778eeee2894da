"""Values that are not so: of which fact they are told, and what is no value at all."""

from dataclasses import replace

import pytest

from autoforge_envs.domain.tasks import Fact, UserScript
from autoforge_envs.users.auditing.claims import false_claims
from autoforge_envs.users.auditing.naming import facts_named
from autoforge_envs.users.auditing.sentences import Heard, sentences_of, vocabulary_of


def claimed(words: str, script: UserScript, prompt: str = "", reads: bool = False) -> list[str]:
    """Names of the facts that words tell wrongly; "" for a value of nothing that the user has."""
    sentences = sentences_of(words, vocabulary_of(script), Heard())
    unsaid = [request.text for request in script.requests] if reads else []
    claims = false_claims(sentences, words, prompt, script, unsaid)
    return [claim.fact.name if claim.fact is not None else "" for claim in claims]


@pytest.mark.parametrize(
    ("words", "fact"),
    [
        ("Could you correct the e-mail address to ana@example.org?", "email"),
        ("Forget the postal code; 04110 is the right one.", "postal_code"),
        ("This is Peter Lindholm.", ""),
        ("Does it help? My gym is Iron Temple.", ""),
        ("For your records, I prefer the window seat.", ""),
        ("I was born in Trondheim.", ""),
        ("My height is 183 cm.", ""),
        ("My nickname is birdie.", ""),
    ],
)
def test_a_value_out_of_nowhere_is_claimed(words: str, fact: str, script: UserScript) -> None:
    assert claimed(words, script) == [fact]


def test_an_altered_sentence_of_the_instructions_is_a_wrong_value(script: UserScript) -> None:
    altered = "Cancel order OR-17, I ordered it by mistake."
    assert claimed(altered, script, reads=True) == ["order"]
    assert claimed(script.requests[0].text, script, reads=True) == []


@pytest.mark.parametrize(
    "words",
    [
        "My e-mail address is ana.ruiz@example.com.",
        "I'm Ana Ruiz, and I live in Elm Street 7.",
        "Is my postal code needed?",
        "I don't know my membership number.",
        "The postal code is 04109, in case you need it.",
        "Thanks, Maria!",
        "I waited for two weeks.",
        "",
    ],
)
def test_a_truthful_sentence_claims_nothing(words: str, script: UserScript) -> None:
    assert claimed(words, script) == []


@pytest.mark.parametrize(
    ("words", "wrong"), [("It's 5.", []), ("The number is 5.", []), ("It's 4.", ["few"])]
)
def test_an_answer_to_one_of_two_questions_is_no_wrong_answer_to_the_other(
    words: str, wrong: list[str]
) -> None:
    copies = Fact("copies", "Quantity", "number of copies", 5)
    few = Fact("few", "Quantity", "smaller number of copies", 2)
    script = UserScript("Ana", "curt", "one_by_one", (), (few, copies))
    prompt = "What are the number of copies and the smaller number of copies, please?"
    assert claimed(words, script, prompt) == wrong


def test_the_longest_label_is_the_one_that_is_named(script: UserScript) -> None:
    def named(text: str) -> list[str]:
        return [fact.name for fact in facts_named(text, script.facts)]

    assert named("The postal code of the office is here.") == ["office_code"]
    assert named("My postal code is here.")[0] == "postal_code"
    assert named("My other e-mail address is here.") == []


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        ("3.2.1952, 49857, 341659.", []),
        ("I was born on 1952-02-03, so 02/03/1952.", []),
        ("4.2.1952, 49857, 341659.", ["date_of_birth"]),
    ],
)
def test_a_day_may_be_written_in_any_way(words: str, wrong: list[str], script: UserScript) -> None:
    facts = (
        Fact("date_of_birth", "Date", "date of birth", "1952-02-03"),
        Fact("postal_code", "PostalCode", "postal code", "49857"),
        Fact("service_code", "Secret", "service code", "341659"),
        Fact("packs", "Quantity", "packs", 2),
    )
    prompt = "I need the following: date of birth, postal code, service code, packs. Please?"
    assert claimed(words, replace(script, facts=facts), prompt) == wrong


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        ("One hundred kilometres.", []),
        ("1 hundred, so 100 km in all.", []),
        ("Two hundred kilometres.", ["hundreds"]),
    ],
)
def test_hundreds_may_be_counted_in_ones(words: str, wrong: list[str], script: UserScript) -> None:
    hundreds = Fact("hundreds", "Quantity", "hundreds", 1)
    asked = "How many hundreds did you drive? Your hundreds, please?"
    assert claimed(words, replace(script, facts=(hundreds,)), asked) == wrong


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        ("Her full name is Yasmin Adler.", []),
        ("My friend's full name is Yasmin Adler.", []),
        ("My first name's Ana and my surname Ruiz.", []),
        ("My first name's Ana and my surname Rossi.", [""]),
        ("My full name is Yasmin Adler.", ["name"]),
        ("Her full name is Yasmin Alder.", ["name"]),
    ],
)
def test_a_name_is_compared_with_the_one_it_is_told_as(
    words: str, wrong: list[str], script: UserScript
) -> None:
    facts = (
        Fact("name", "PersonName", "full name", "Ana Ruiz"),
        Fact("new_name", "PersonName", "new full name", "Yasmin Adler"),
    )
    assert claimed(words, replace(script, facts=facts)) == wrong


def test_a_number_told_of_another_fact_by_its_label_is_no_answer(script: UserScript) -> None:
    facts = (
        Fact("nights", "Quantity", "number of nights", 3),
        Fact("new_nights", "Quantity", "new number of nights", 1),
    )
    customer = replace(script, facts=facts)
    asked = "How many nights? I need the number of nights, please."
    assert claimed("The new number of nights is 1.", customer, asked) == []
    assert claimed("The number of nights is 1.", customer, asked) == ["nights"]
