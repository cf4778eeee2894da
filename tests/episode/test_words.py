"""What words count for: facts told, proposals, and what turns a proposal down."""

import pytest

from autoforge_envs.domain.tasks import Told
from autoforge_envs.episode.words import (
    MAX_IDENTIFIERS_IN_A_PROPOSAL,
    MAX_LARGE_NUMBERS_IN_A_MESSAGE,
    MAX_VALUES_IN_A_MESSAGE,
    is_told,
    numbered_names,
    proposes,
    repeats,
    turns_down,
)

AMOUNT = Told("refund", "Money", 1250)
FIVE = Told("number of cards", "Quantity", 5)
DAY = Told("delivery", "Date", "2026-03-05")


@pytest.mark.parametrize(
    ("text", "fact", "tells"),
    [
        ("You get 12.50 back.", AMOUNT, True),
        ("You get $12.50 back.", AMOUNT, True),
        ("You get 125 back.", AMOUNT, False),
        ("You get 112.50 back.", AMOUNT, False),
        ("It comes on 5 March 2026.", DAY, True),
        ("It comes on 2026-03-05.", DAY, True),
        ("It comes on 15 March 2026.", DAY, False),
        ("", AMOUNT, False),
    ],
)
def test_facts_are_told_by_value(text: str, fact: Told, tells: bool) -> None:
    assert is_told(text, fact) is tells


@pytest.mark.parametrize("number", [1, 5, 6, 500])
def test_a_flood_of_numbers_tells_none_of_them(number: int) -> None:
    text = "You have " + ", ".join(f"{12 + at} mugs" for at in range(number))
    told = is_told(text, Told("mugs", "Quantity", 12))
    assert told is (number <= MAX_VALUES_IN_A_MESSAGE["Quantity"])


@pytest.mark.parametrize("number", [1, 16, 17, 500])
def test_a_flood_of_amounts_tells_none_of_them(number: int) -> None:
    amounts = [f"a fee of ${12 + at}.50" for at in range(number)]
    text = "There is " + ", ".join(amounts) + "."
    assert is_told(text, AMOUNT) is (number <= MAX_VALUES_IN_A_MESSAGE["Money"])
    days = [f"2026-{1 + at // 28:02d}-{1 + at % 28:02d}" for at in range(64, 64 + min(number, 270))]
    fact = Told("day", "Date", days[0])
    assert is_told(", ".join(days), fact) is (number <= MAX_VALUES_IN_A_MESSAGE["Date"])


@pytest.mark.parametrize(
    "text",
    [
        "You get 11.50, 12.50 or 13.50 back.",
        "You get either 12.50 or 13.50.",
        "It's certainly not 12.50.",
        "It's one of these: 11.50, 12.50, 13.50.",
    ],
)
def test_what_is_left_open_or_denied_is_not_told(text: str) -> None:
    assert not is_told(text, AMOUNT)
    assert is_told(f"{text} So you get 12.50.", AMOUNT)


def test_a_guess_at_a_small_number_does_not_tell_it() -> None:
    for number in range(1, 6):
        fact = Told("number of orders", "Quantity", number)
        assert not is_told("It's one, two, three, four or five.", fact)


def test_a_sum_for_the_customer_needs_no_sign_where_its_sentence_says_so() -> None:
    less = Told("difference", "Money", -9900)
    assert is_told("The difference is -99.00.", less)
    assert is_told("You get 99.00 back.", less)
    assert not is_told("The difference is 99.00.", less)
    assert not is_told("You have to pay 99.00.", less)


def test_every_line_of_a_long_table_is_told() -> None:
    lines = [f"| 2026-03-{at:02} | Mug {at} | {at} x | ${at}.90 |" for at in range(1, 13)]
    sums = ["Subtotal: $78.80", "Shipping: $4.95", "Total: $83.75", "Refunded on 2026-04-01"]
    table = "\n".join([*lines, *sums])
    for at in range(1, 13):
        assert is_told(table, Told("day", "Date", f"2026-03-{at:02}"))
        assert is_told(table, Told("price", "Money", 100 * at + 90))
    assert is_told(table, Told("total", "Money", 8375))


def test_large_numbers_have_room_for_a_table() -> None:
    lines = [f"- {at}40 points" for at in range(1, MAX_LARGE_NUMBERS_IN_A_MESSAGE)]
    text = "\n".join([*lines, "That makes 12,600 points in all."])
    total = Told("number of points", "Quantity", 12_600)
    assert is_told(text, total)
    assert not is_told(f"{text}\n- 999 points", total)
    assert not is_told(f"{text} You have 5 cards.", FIVE)
    assert is_told("You have 5 cards and 140 points.", FIVE)


@pytest.mark.parametrize(
    "text",
    ["You're fifth in the queue.", "You are number 5 in line.", "Position #5", "the 5th place",
     "You are number five.", "Your place is 5."],
)  # fmt: skip
def test_a_place_in_a_row_is_told_by_an_ordinal(text: str) -> None:
    assert is_told(text, Told("place in the queue", "Quantity", 5))
    assert not is_told(text, Told("place in the queue", "Quantity", 4))


def test_an_ordinal_counts_nothing_else() -> None:
    assert not is_told("It's the fifth time.", Told("number of bookings", "Quantity", 5))


def test_a_dump_of_identifiers_proposes_nothing() -> None:
    few = ", ".join(f"OR-{at}" for at in range(MAX_IDENTIFIERS_IN_A_PROPOSAL))
    assert proposes(f"I would cancel {few}. Shall I go ahead?")
    assert proposes(f"{few}, {few}")
    assert not proposes(f"{few}, OR-99. Shall I go ahead?")


def test_repeating_one_amount_is_no_flood() -> None:
    assert is_told("You get $12.50 back, " * 100, AMOUNT)


@pytest.mark.parametrize(
    "text",
    [
        "First, let me check that for you. You are in the queue.",
        "Let me look at that first.",
        "You are first required to tell me your name.",
        "I'll check order number 1 for you.",
        "It is your first order this week.",
    ],
)
def test_what_is_no_place_tells_none(text: str) -> None:
    assert not is_told(text, Told("place in the queue", "Quantity", 1))
    assert is_told(f"{text} Your place is 1.", Told("place in the queue", "Quantity", 1))


@pytest.mark.parametrize(
    ("text", "words", "is_repeated"),
    [
        (
            "I would cancel AP-1 because you are going elsewhere. Okay?",
            "I am going elsewhere",
            True,
        ),
        ("I would cancel AP-1, since you’re going elsewhere.", "I am going elsewhere", True),
        ("I note that you were told wrong things.", "I was told wrong things", True),
        ("You can't keep up with it, so I'd cancel it.", "I can't keep up with it", True),
        ("We sent you the wrong thing, I see.", "you sent me the wrong thing", True),
        ("You'd like the one with the skyline?", "I'd like the one with the skyline", True),
        (
            "Reason: it was broken when you opened the box.",
            "it was broken when I opened the box",
            True,
        ),
        ("Reason: I am going elsewhere.", "I am going elsewhere", True),
        ("We are going elsewhere.", "I am going elsewhere", False),
        ("You are ill.", "I am going elsewhere", False),
    ],
)
def test_words_of_the_user_are_repeated_in_either_person(
    text: str, words: str, is_repeated: bool
) -> None:
    assert repeats(text, words) is is_repeated


@pytest.mark.parametrize(
    ("text", "turns"),
    [
        ("No! Certainly not.", True),
        ("I'd rather not.", True),
        ("Please don't.", True),
        ("My postal code is 04109.", False),
        ("How much is it?", False),
        ("I don't know, but I would rather not.", True),
        ("I don't want that.", True),
        ("I’m not sure about that. Don’t do it.", True),
        ("No idea, sorry.", False),
        ("I'm afraid I don't know that.", False),
        ("I don’t have that at hand, sorry.", False),
        ("I can't tell you that, can you look it up?", False),
        ("I don't mind, whatever is usual.", False),
        ("I have no preference.", False),
    ],
)
def test_a_no_turns_a_proposal_down(text: str, turns: bool) -> None:
    assert turns_down(text) is turns


HARBOUR = '{"id": "ST-1", "name": "Fürth Harbour 2", "notes": "up to 12", "area 4": "Zone 7"}'


def test_names_end_with_a_number() -> None:
    assert numbered_names(HARBOUR) == ["Fürth Harbour 2", "Zone 7"]
    assert numbered_names('["front door 1", "2 pots", "Rue 4, Paris 5", "v. 3", "AB-1", "12"]') == [
        "front door 1"
    ]


@pytest.mark.parametrize(
    ("text", "number", "is_counted"),
    [
        ("You picked it up at Fürth Harbour 2.", 2, False),
        ("You picked it up at FÜRTH  harbour 2.", 2, False),
        ("You have 2 rentals at Fürth Harbour 2.", 2, True),
        ("Fürth Harbour 2, two rentals.", 2, True),
        ("You picked them up at Fürth Harbour 25.", 25, True),
    ],
)
def test_a_number_in_a_name_tells_nothing(text: str, number: int, *, is_counted: bool) -> None:
    fact = Told("number of rentals", "Quantity", number)
    assert is_told(text, fact, numbered_names(HARBOUR)) is is_counted
    assert is_told(text, fact)


def test_a_number_in_a_name_tells_what_the_name_is_of() -> None:
    assert is_told("You sit at Table 4.", Told("table number", "Number", 4), ["Table 4"])
    assert not is_told("You sit at Table 4.", Told("number of guests", "Number", 4), ["Table 4"])
