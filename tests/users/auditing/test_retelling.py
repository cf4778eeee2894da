"""Truthful answers in the many ways in which facts can be told: none is certainly wrong."""

import pytest

from autoforge_envs.domain.tasks import Fact, Request, UserScript
from autoforge_envs.users.auditing.audit import audit_certain
from tests.users.auditing.test_audit import BYE
from tests.users.conftest import Transcript

CUSTOMER = UserScript(
    name="Ana Ruiz Delgado",
    persona="friendly",
    reveals="one_by_one",
    requests=(Request("Please cancel my booking in Ourense.", "cancel_booking", None),),
    facts=(
        Fact("name", "PersonName", "full name", "Ana Ruiz Delgado"),
        Fact("dob", "Date", "date of birth", "1952-02-03"),
        Fact("email", "Email", "e-mail address", "ana.ruiz@example.com"),
        Fact("phone", "PhoneNumber", "phone number", "+44 555 019230"),
        Fact("postal", "PostalCode", "postal code", "P57 021Y"),
        Fact("pin", "Secret", "pin", "7142"),
        Fact("word", "Secret", "security word", "ember raven"),
        Fact("cust", "Identifier", "customer number", "C100067"),
        Fact("amount", "Money", "amount", 5000),
        Fact("quantity", "Quantity", "quantity", 2),
        Fact("weeks", "Quantity", "weeks", 1),
        Fact("nights", "Quantity", "number of nights", 12),
        Fact("day", "Date", "day", "2026-08-23"),
        Fact("street", "StreetAddress", "street and house number", "Wiekgasse 45"),
        Fact("city", "City", "city", "Bergzabern"),
        Fact("until", "Date", "until date", "2026-05-21"),
        Fact("new", "PersonName", "new full name", "Simon Wolfswinkel"),
        Fact("relation", "Choice", "relation", "parent"),
        Fact("gift", "Identifier", "gift card code", "TERRA-40X7"),
    ),
)
WISH = "Hello, please cancel my booking in Ourense."
DONE = "Thank you. Your booking is cancelled. Anything else?"

ANSWERS = {
    "name": (
        "Ana Ruiz Delgado here!",
        "Ruiz Delgado, Ana.",
        "It's Ana, Ana Ruiz Delgado.",
        "Mrs. Ana Ruiz Delgado",
        "A-n-a R-u-i-z D-e-l-g-a-d-o",
        "My first name's Ana and my surname Ruiz Delgado.",
        "I'm Ana Ruiz, well, Ana Ruiz Delgado in full.",
        "ana ruiz delgado",
        "ANA RUIZ DELGADO",
    ),
    "date of birth": (
        "03/02/1952",
        "3.2.52",
        "the 3rd of February '52",
        "February the third, nineteen fifty-two",
        "third of feb, 1952",
        "It's 1952-02-03.",
        "3-2-1952",
        "I was born in '52, on February 3rd.",
        "02/03/52 (month first)",
        "3 II 1952",
        "I'm born the third of the second, 1952.",
        "I'll be 75 next year! 3 February 1952.",
    ),
    "e-mail address": (
        "ana dot ruiz at example dot com",
        "ANA.RUIZ@EXAMPLE.COM",
        "ana.ruiz at example.com",
        "It's ana.ruiz@example.com, that's a-n-a, dot, r-u-i-z.",
        "ana.ruiz (at) example.com",
        "<ana.ruiz@example.com>",
        "mailto:ana.ruiz@example.com",
        "ana.ruiz@example.com.",
    ),
    "phone number": (
        "0044 555 019230",
        "+44-555-019-230",
        "+44 555 01 92 30",
        "+44555019230",
        "plus four four, five five five, oh one nine two three zero",
        "44 555 019230",
        "(+44) 555 019230",
    ),
    "postal code": (
        "P57021Y",
        "p57 021y",
        "P57-021Y",
        "P five seven, zero two one Y",
        "P57 021 Y",
    ),
    "pin": (
        "7-1-4-2",
        "seven one four two",
        "7 1 4 2",
        "seventy-one forty-two",
        "Seven-one-four-two.",
        "71 42",
    ),
    "security word": (
        "ember, then raven",
        "'ember raven'",
        "EMBER RAVEN",
        "Ember Raven",
        "ember-raven",
        "It's two words: ember and raven.",
        "raven comes second, ember first",
        "e-m-b-e-r r-a-v-e-n",
    ),
    "customer number": (
        "c100067",
        "C 100067",
        "C-100067",
        "C one zero zero zero six seven",
        "C100 067",
        "C1 000 67",
        "100067 with a C in front",
    ),
    "amount": (
        "fifty",
        "50 euros",
        "50",
        "€50",
        "fifty euros, please",
        "50,00",
        "50.-",
        "a fifty",
        "exactly fifty, 50.00",
    ),
    "quantity": (
        "a couple",
        "two of them",
        "2x",
        "both",
        "a pair",
        "just two",
        "one for me and one for my mum, so two",
        "Two (2).",
        "2 pcs",
    ),
    "weeks": (
        "just the one",
        "a week",
        "1 wk",
        "one week, so seven days",
        "a single week",
    ),
    "number of nights": (
        "a dozen",
        "twelve",
        "12 nights, so until the 20th",
        "twelve nights, that's nearly two weeks",
    ),
    "day": (
        "23/08/2026",
        "the 23rd",
        "Sunday the 23rd of August",
        "23 Aug",
        "August 23",
        "23.8.",
        "on the twenty-third, August that is",
        "23 August, a Sunday I think",
    ),
    "street and house number": (
        "Wiekgasse number 45",
        "45 Wiekgasse",
        "Wiekgasse 45, second floor? no, just 45",
        "Wiekgasse, and the house number's 45",
        "Wiekgasse 45!",
    ),
    "city": (
        "Bergzabern, in the Palatinate",
        "bergzabern",
        "B-e-r-g-z-a-b-e-r-n",
        "Bergzabern, near the forest",
    ),
    "until date": (
        "21/5/2026",
        "the 21st of May next year",
        "21 May",
        "until the twenty-first of May '26",
        "21.05.26",
    ),
    "new full name": (
        "Simon, Simon Wolfswinkel",
        "His name's Simon Wolfswinkel.",
        "Wolfswinkel, Simon",
        "Simon Wolfswinkel, my dad.",
        "It's for Simon Wolfswinkel, not for me.",
    ),
    "relation": (
        "my dad",
        "He's my father.",
        "parent, he's my dad",
        "my mum's husband, so parent",
    ),
    "gift card code": (
        "TERRA40X7",
        "terra-40x7",
        "TERRA 40X7",
        "T E R R A dash 4 0 X 7",
        "Terra, like the earth, dash 40X7",
        "TERRA-40X7, with an X",
    ),
}


@pytest.mark.parametrize(
    ("label", "answer"),
    [(label, answer) for label, answers in ANSWERS.items() for answer in answers],
)
def test_a_truthful_answer_is_not_certainly_wrong(
    label: str, answer: str, transcript: Transcript
) -> None:
    spoken = (WISH, f"Could you tell me your {label}, please?", answer, DONE, BYE)
    assert audit_certain(transcript(*spoken), CUSTOMER) == []


@pytest.mark.parametrize(
    ("label", "answer"),
    [
        ("date of birth", "3.2.53"),
        ("e-mail address", "ana dot ruiz at example dot org"),
        ("customer number", "C-100076"),
        ("pin", "71 43"),
        ("gift card code", "TERRA41X7"),
    ],
)
def test_a_wrong_answer_in_the_same_manner_is(
    label: str, answer: str, transcript: Transcript
) -> None:
    spoken = (WISH, f"Could you tell me your {label}, please?", answer, DONE, BYE)
    assert audit_certain(transcript(*spoken), CUSTOMER)
