"""Plain questions are answered with the one fact that they can mean, and with none by guess."""

import pytest

from autoforge_envs.domain.tasks import Fact
from autoforge_envs.users import questions
from autoforge_envs.users.asked_facts import asked_facts, unclear_facts
from autoforge_envs.users.question_kinds import COUNTED
from autoforge_envs.users.questions import AT_HAND, LATER, TOLD, UNTOLD
from autoforge_envs.users.understanding import understand

NAME = Fact("name", "PersonName", "full name", "Ana Ruiz")
EMAIL = Fact("email", "Email", "e-mail address", "ana.ruiz@example.com")
BORN = Fact("date_of_birth", "Date", "date of birth", "1980-05-06")
CODE = Fact("service_code", "Secret", "service code", "482915")
KNOWN = (NAME, EMAIL, BORN, CODE)

PAID_WITH = Fact("paid_with", "Choice", "paid with", "bank_transfer")
UNTIL = Fact("until", "Date", "until date", "2025-09-30")
NEW_UNTIL = Fact("new_until", "Date", "new until date", "2025-12-31")
WAY = Fact("way", "Choice", "way", "letter")
AMOUNT = Fact("amount", "Money", "amount", 1500)
OVERDRAFT = Fact("overdraft", "Money", "overdraft", 9000)
TOPIC = Fact("topic", "Choice", "topic", "price")
RELATION = Fact("relation", "Choice", "relation", "parent")
RESALE = Fact("resale_price", "Money", "resale price", 2500)
URGENCY = Fact("urgency", "Choice", "urgency", "high")
RHYTHM = Fact("rhythm", "Choice", "rhythm", "weekly")
TIME = Fact("time_slot", "Choice", "time slot", "noon")
WEEKS = Fact("weeks", "Quantity", "weeks", 2)
BOUGHT = Fact("bought_on", "Date", "bought date", "2024-02-23")
VISIT = Fact("visit_on", "Date", "visit date", "2025-01-31")
NIGHTS = Fact("nights", "Quantity", "number of nights", 3)
GUESTS = Fact("guests", "Quantity", "number of guests", 2)
PEOPLE = Fact("people", "Quantity", "number of people", 4)
OTHER_NAME = Fact("new_name", "PersonName", "new full name", "Bo Li")
AT_MOST = Fact("at_most", "Money", "highest amount", 2000)
ADVANCE = Fact("advance", "Money", "advance", 4000)
REASON = Fact("reason", "Choice", "reason", "late")
POWER = Fact("power", "Choice", "power", "ask")
KIND = Fact("kind", "Choice", "kind", "invoice")
TRADE = Fact("trade", "Choice", "trade", "plumbing")
STREET = Fact("street", "StreetAddress", "street and house number", "Elm Street 7")
VOUCHER = Fact("voucher_code", "Label", "voucher code", "EARLY5")


def names(text: str, *facts: Fact, ranks: dict[str, int] | None = None) -> list[str]:
    def rank(fact: Fact) -> int:
        known = {fact.name: TOLD for fact in KNOWN}
        return (known | (ranks or {})).get(fact.name, UNTOLD)

    asked = asked_facts(understand(text), (*KNOWN, *facts), rank, "Ana Ruiz")
    return [fact.name for fact in asked]


@pytest.mark.parametrize(
    ("question", "fact"),
    [
        ("How would you like to pay?", PAID_WITH),
        ("Please tell me how you would like to pay.", PAID_WITH),
        ("Until when?", UNTIL),
        ("When should it end?", UNTIL),
        ("How should we send it?", WAY),
        ("By e-mail or by letter?", WAY),
        ("Should I send it by e-mail or by letter?", WAY),
        ("How much should it be?", AMOUNT),
        ("What is your complaint about?", TOPIC),
        ("How are you related to this person?", RELATION),
        ("At what price?", RESALE),
        ("How urgent is it?", URGENCY),
        ("How often?", RHYTHM),
        ("At what time?", TIME),
        ("For how long?", WEEKS),
        ("When did you buy it?", BOUGHT),
        ("On which day should somebody come?", VISIT),
        ("For how many people?", GUESTS),
        ("How many would you like?", GUESTS),
        ("What is their full name?", OTHER_NAME),
        ("Up to what price?", AT_MOST),
        ("How much would you like to pay each month?", ADVANCE),
        ("Why would you like to cancel?", REASON),
        ("What should this person be allowed to do?", POWER),
        ("Should they have full power or only ask questions?", POWER),
        ("Which document do you need?", KIND),
        ("Where should it go?", STREET),
        ("What's the code?", VOUCHER),
    ],
)
def test_a_plain_question_is_for_the_fact_that_it_fits(question: str, fact: Fact) -> None:
    assert names(question, fact) == [fact.name]


def test_two_plain_questions_are_heard_in_one_message() -> None:
    assert names("How often? And until when?", RHYTHM, UNTIL) == ["rhythm", "until"]
    assert names("How often and until when?", RHYTHM, UNTIL) == ["rhythm", "until"]


@pytest.mark.parametrize(
    ("question", "fact"),
    [
        ("For how many people?", NIGHTS),
        ("What is their full name?", NIGHTS),
        ("By e-mail or by phone?", AMOUNT),
        ("On which day should somebody come?", AMOUNT),
        ("What kind of work is it?", KIND),
        ("How much did you pay?", AMOUNT),
        ("When was it delivered?", VISIT),
    ],
)
def test_what_does_not_fit_is_not_handed_out(question: str, fact: Fact) -> None:
    assert fact.name not in names(question, fact)
    assert NAME.name not in names(question, fact)


@pytest.mark.parametrize("who", ["lawyer", "driver", "wife", "co-user", "neighbour"])
def test_whoever_it_is_their_name_is_somebody_elses(who: str) -> None:
    assert names(f"What is your {who}'s full name?", OTHER_NAME) == [OTHER_NAME.name]


def test_pieces_are_of_anything_wherever_they_stand_in_the_table(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pieces = Fact("pieces", "Quantity", "pieces", 2)
    assert names("How many chairs?", pieces) == ["pieces"]
    monkeypatch.setattr(questions, "COUNTED", dict(reversed([*COUNTED.items()])))
    assert names("How many chairs?", pieces) == ["pieces"]
    assert names("How many chairs?", NIGHTS) == []


def test_a_way_offered_is_no_question_for_an_address() -> None:
    assert names("By e-mail or by letter?", WAY) == ["way"]


def test_of_two_that_fit_none_is_guessed() -> None:
    assert names("How much should it be?", AMOUNT, OVERDRAFT) == []
    unclear = unclear_facts(understand("How much should it be?"), (*KNOWN, AMOUNT, OVERDRAFT))
    assert unclear == (AMOUNT, OVERDRAFT)


@pytest.mark.parametrize(
    ("ranks", "meant"),
    [
        ({"amount": TOLD}, ["overdraft"]),
        ({"overdraft": LATER}, ["amount"]),
        ({"amount": AT_HAND, "overdraft": LATER}, ["amount"]),
        ({"amount": TOLD, "overdraft": TOLD}, []),
    ],
)
def test_of_two_that_fit_the_one_still_wanted_is_meant(
    ranks: dict[str, int], meant: list[str]
) -> None:
    assert names("How much should it be?", AMOUNT, OVERDRAFT, ranks=ranks) == meant


@pytest.mark.parametrize(
    ("ranks", "meant"),
    [
        ({}, "until"),
        ({"until": TOLD}, "new_until"),
        ({"until": AT_HAND}, "until"),
    ],
)
def test_of_facts_of_one_name_that_of_the_wish_at_hand_is_meant(
    ranks: dict[str, int], meant: str
) -> None:
    assert names("Until when?", UNTIL, NEW_UNTIL, ranks=ranks) == [meant]


def test_numbers_alike_are_told_apart_by_the_wish_at_hand() -> None:
    text = "For how many people?"
    assert names(text, GUESTS, PEOPLE, ranks={"people": LATER}) == ["guests"]


def test_the_kind_of_work_is_not_the_kind_of_the_wish() -> None:
    assert names("What kind of work is it?", KIND, TRADE) == ["trade"]


@pytest.mark.parametrize(
    ("question", "fact"),
    [
        ("Until when?", UNTIL),
        ("Which date would suit you?", VISIT),
        ("How much should it be?", AMOUNT),
        ("What is the total amount?", AMOUNT),
        ("For how many people?", GUESTS),
        ("By e-mail or by letter?", WAY),
        ("What is your voucher code?", VOUCHER),
        ("What is your new full name?", OTHER_NAME),
    ],
)
def test_what_belongs_to_a_wish_to_come_is_not_told(question: str, fact: Fact) -> None:
    assert fact.name in names(question, fact)
    assert fact.name not in names(question, fact, ranks={fact.name: LATER})


def test_who_asks_between_wishes_to_come_is_not_asked_which() -> None:
    heard = understand("How much should it be?")
    assert unclear_facts(heard, (AMOUNT, OVERDRAFT), lambda _: LATER) == ()


@pytest.mark.parametrize(
    ("question", "fact"),
    [
        ("How much exactly?", AMOUNT),
        ("How much, please?", AMOUNT),
        ("Exactly how much?", AMOUNT),
        ("What is its colour?", Fact("device_colour", "Label", "device colour", "blue")),
        ("What colour is it?", Fact("device_colour", "Label", "device colour", "blue")),
        ("Which slot suits you?", TIME),
        ("What would you like to sell it for?", RESALE),
        ("What asking price?", RESALE),
        ("How large is your party?", GUESTS),
        ("What prevents you from going?", Fact("hindrance", "Choice", "hindrance", "illness")),
        ("What is keeping you?", Fact("hindrance", "Choice", "hindrance", "illness")),
        ("How much did you use?", Fact("used", "Quantity", "number of cubic metres", 12)),
        ("Where is that?", STREET),
        ("What should it say instead?", Fact("doorstep", "Choice", "delivery instruction", "ring")),
        ("Which voucher is it?", VOUCHER),
        ("Which voucher would you like to use?", VOUCHER),
        ("Which gift card is it?", Fact("giftcard_code", "Label", "gift card code", "A-1")),
        ("What does the card say?", Fact("giftcard_code", "Label", "gift card code", "A-1")),
    ],
)
def test_everyday_questions_are_answered(question: str, fact: Fact) -> None:
    assert names(question, fact) == [fact.name]


def test_a_thing_that_two_facts_have_is_not_guessed() -> None:
    device = Fact("device_colour", "Label", "device colour", "blue")
    case = Fact("case_colour", "Label", "case colour", "red")
    assert names("What colour is it?", device, case) == []


def test_the_day_somebody_was_born_is_asked_for_in_other_words() -> None:
    assert names("I need the day you were born.") == [BORN.name]
    assert names("I need your e-mail address and the day you were born.") == [EMAIL.name, BORN.name]
