"""A text mentions a value by value, whatever its spelling, and never by substring."""

import datetime
import string
import time
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autoforge_envs.domain.columns import SEMANTIC_TYPES
from autoforge_envs.domain.mentions import mentioned_values, mentions

Table = dict[tuple[str, str | int | bool], list[str]]

SAID: Final[Table] = {
    ("Quantity", 10): [
        "10", "ten", "Ten!", "10 items", "10.", "(10)", "I'll send 10, thanks", "...10",
        "quantity: 10",
        "quantity:10", "10x", "x10 mugs", "10 x", "×10", "10-day", "**10**", "_10_ mugs", "10 kg",
        "a total of 10 of them", "up to 10", "ten of them", "10/month", "mug,10 pieces", "ten—yes",
        '"10"', "10?", "10\nitems", "10 pounds", "1 or 10", "ten-day returns", "10GB", "- 10 mugs",
    ],
    ("Quantity", 0): ["0", "zero", "None", "You have no pending orders", "there are no open ones",
                      "You don't have any open orders", "your wish list is empty"],
    ("Quantity", 1): [
        "one mug", "1 mug", "only one", "There is one.", "quantity of one", "just one, please",
        "from two to one", "1 or 2", "one (1)",
    ],
    ("Quantity", 2): ["2x Blue mug", "two blue mugs", "2. And the rest", "two (2)", "2, 3 and 4"],
    ("Quantity", 6): ["half a dozen", "six", "half dozen"],
    ("Quantity", 12): ["a dozen", "dozen", "twelve", "one dozen", "12"],
    ("Quantity", 20): ["twenty", "20"],
    ("Quantity", 21): ["twenty-one", "twenty one", "21"],
    ("Quantity", 24): ["two dozen", "twenty-four", "2 dozen"],
    ("Quantity", 105): ["a hundred and five", "one hundred five", "105"],
    ("Quantity", 1000): [
        "1,000", "1000", "1.000", "1 000", "one thousand", "a thousand", "1k", "1 thousand",
        "1'000", "1\u202f000", "1000 pieces",
    ],
    ("Quantity", 1200): [
        "one thousand two hundred", "twelve hundred", "1,200", "1.2k", "1.2 thousand",
        "one thousand and two hundred", "One Thousand, Two Hundred",
    ],
    ("Quantity", 1_500_000): ["1.5 million", "1,500,000", "one million five hundred thousand"],
    ("Number", -5): ["-5", "minus five", "it is −5 degrees", "negative 5"],
    ("Number", 10): ["#10", "room 10", "10", "ten", "the number is 10", "number 10"],
    ("Percentage", 10): [
        "10%", "10 %", "10 percent", "ten percent", "10 per cent", "10.0%", "10pct", "10-percent",
        "a discount of 10", "**10**%", "10% off", "the percentage is ten", "10％",
    ],
    ("Money", 0): [
        "$0", "$0.00", "free of charge", "at no extra cost", "zero dollars",
        "you have no store credit", "There is no balance left.", "It costs nothing.", "It’s free!",
        "There is no refund.", "You will get nothing back.", "you pay nothing", "nothing to pay",
        "That is completely free for you.",
    ],
    ("Money", 90): ["90 cents", "$0.90", "$.90", ".90", "90¢", "0.90", "ninety cents"],
    ("Money", 4900): ["$49", "49 dollars", "49.00", "€ 49"],
    ("Money", 4990): [
        "$49.90", "49.90 EUR", "49.9 euros", "€49,90", "USD 49.90", "4990 cents", "49.90", "49,90",
        "The total of the order is 49.90.", "Your order was 49.90", "the ticket: 49.90",
        "49 dollars and 90 cents", "EUR49.90", "49.90€", "US$49.90", "A refund of 49.9 is due.",
        "forty-nine dollars and ninety cents", "$49 and 90 cents", "4,990 cents", "49.90EUR",
        "Total: **$49.90**", "$**49.90**", "49.90 US dollars", "$49.90.", "($49.90)", "~$49.90",
        "$49.90/month", "£49.90", "CHF 49.90", "| 49.90 |", "$ 49.90", "49.9€", "49.90—done",
        "49.90-EUR", "$49.90, $10", "it costs 49.9", "＄49.90",
    ],
    ("Money", 5000): [
        "$50", "50 dollars", "50.00", "fifty dollars", "You get 50 back", "Your refund: 50", "50",
        "The total is 50.", "5000 cents", "fifty bucks", "50 USD", "50 Euro", "$50.00", "50,00 €",
        "That comes to 50.", "It's 50 in all.", "Altogether it's 50.",
        "I'll charge 50 to your card", "you get fifty back", "50 pounds", "fifty Canadian dollars",
    ],
    ("Money", 123456): ["1,234.56", "1.234,56 €", "$1234.56", "1 234,56 €", "1'234.56"],
    ("Money", 500000): ["$5k", "$5,000", "$5.000", "5 thousand dollars", "five thousand euros"],
    ("Money", -500): ["-$5", "$-5", "minus 5 dollars", "a change of -5.00"],
    ("Date", "2026-03-02"): [
        "2026-03-02", "March 2, 2026", "2 March 2026", "Mar 2nd", "the 2nd of March", "03/02/2026",
        "02/03/2026", "2.3.2026", "on 3/2", "2-Mar-2026", "March 2", "Mar. 2", "March the 2nd",
        "Monday, March 2", "2 March", "02.03.2026", "2026/03/02", "2026-03-02T09:00:00", "MARCH 2",
        "March 2 at 9", "second of March", "March second", "March 2-5", "1–2 March", "3/2/26",
        "March 1 to 2", "March 2,2026", "between 2 and 5 March", "2026-3-2", "(2026-03-02)",
        "03/02",
        "March 2, 5 mugs", "the 2nd day of March, 2026",
    ],
    ("Date", "2026-03-21"): ["March twenty-first", "the twenty-first of March", "21st March"],
    ("Date", "2026-05-02"): ["2 May", "May 2"],
    ("Timestamp", "2026-03-02T09:00:00"): [
        "March 2 at 9 am", "2026-03-02 09:00", "09:00 on 2 March", "2026-03-02T09:00:00",
        "2026-03-02T09:00:00Z", "March 2, 9am", "9 a.m. on March 2", "March 2, 2026 at 9:00 AM",
        "March 2 at 9", "March 2 at nine in the morning", "nine o'clock on March 2",
        "March 2 @ 9am",
        "Monday, March 2, from 9 am to 5 pm", "9:00, 2 March", "March 2 (09:00)",
        "Your appointment is on March 2. It starts at 9 am.", "9 am, March 2; 10 am, March 5",
        "March 2 at 9 am and March 5 at 10 am", "10 am on March 1 and 9 am on March 2",
        "between 9 am and 5 pm on March 2",
    ],
    ("Timestamp", "2026-03-02T12:00:00"): [
        "noon on March 2", "March 2 at noon", "March 2, 12 pm", "March 2 12:00",
    ],
    ("Timestamp", "2026-03-02T21:30:00"): [
        "March 2 at 9:30 pm", "March 2, 21:30", "March 2 at half past nine", "March 2 at 9:30",
        "half past nine in the evening on March 2",
    ],
    ("Timestamp", "2026-03-02T08:45:00"): ["March 2 at quarter to nine", "March 2, 8.45 am"],
    ("Identifier", "OR-10"): [
        "OR-10", "or-10.", "(OR-10)", "#OR-10", "OR-10's", "`OR-10`", "OR-10, OR-11", "_OR-10_",
        "OR-9/OR-10/OR-11", "OR‑10", "OR-10—the lamp", "**OR-10**", "order:OR-10", "OR-9,OR-10",
        "id=OR-10", "OR-10 -", '"OR-10"', "OR-10\nOR-11", "OR-\u200b10",
    ],
    ("Identifier", "10042"): ["10042", "#10042", "order 10042.", "(10042)"],
    ("Reference", "CU-1"): ["cu-1", "customer CU-1!"],
    ("Secret", "hunter2"): ["My password is hunter2."],
    ("Email", "ana.ruiz@example.com"): [
        "ana.ruiz@example.com", "Ana.Ruiz@Example.com.", "<ana.ruiz@example.com>",
        "mailto:ana.ruiz@example.com", "(ana.ruiz@example.com),",
    ],
    ("PhoneNumber", "+1 555-010-9999"): [
        "+1 555-010-9999", "+15550109999", "+1 (555) 010-9999", "1 555 010 9999",
        "001 555 010 9999", "+1.555.010.9999", "call +1 555 010 9999.", "+1 555–010–9999",
    ],
    ("PhoneNumber", "+49 341 1234567"): ["+49 (0)341 123 4567", "0049 341 / 1234567"],
    ("PhoneNumber", "555-010-9999"): ["(555) 010-9999", "5550109999"],
    ("PostalCode", "90210"): ["90210", "Beverly Hills 90210.", "CA 90210, USA"],
    ("PostalCode", "SW1A 1AA"): ["SW1A 1AA", "sw1a1aa", "SW1A-1AA", "London SW1A 1AA."],
    ("PostalCode", "01310-100"): ["01310-100", "01310100"],
    ("PostalCode", "04109"): ["04109 Leipzig", "D-04109 Leipzig"],
    ("Label", "Blue Mug"): [
        "blue mug", "the Blue-Mug!", "two blue mugs", "BLUE  MUG", "Blue Mug's price",
        "blue\nmug", "Blue, Mug", "**Blue Mug**", "(blue mug)", "blue\u00a0mug",
    ],
    ("Label", "Mug 10"): ["mug 10.", "Mug 10, please"],
    ("Label", "10"): ["size 10", "10"],
    ("Label", "S"): ["size S", "S."],
    ("Label", "OR"): ["in OR.", "Portland, OR"],
    ("Label", "Salt & Pepper"): ["salt and pepper", "Salt & Pepper"],
    ("Label", ""): ["anything", ""],
    ("PostalCode", ""): ["anything", ""],
    ("PhoneNumber", ""): ["anything", ""],
    ("Identifier", ""): ["anything", ""],
    ("Label", "C++"): ["C++", "the C++ book"],
    ("Label", "A+"): ["A+", "an A+."],
    ("Label", "Chef's Knife"): ["two chef's knives", "Chef’s Knife"],
    ("Label", "Battery"): ["batteries", "a battery"],
    ("Label", "Café"): ["cafes", "Cafe"],
    ("PersonName", "José Müller"): ["Jose Muller", "JOSÉ MÜLLER'S", "José  Müller,"],
    ("PersonName", "Jose Muller"): ["José Müller", "Jose\u0301 Mu\u0308ller"],
    ("PersonName", "Sean O'Brien"): ["Sean O’Brien", "sean o'brien's"],
    ("City", "Kraków"): ["Krakow", "KRAKÓW."],
    ("City", "Łódź"): ["Lodz", "łódź"],
    ("StreetAddress", "12 Main Street"): ["12 Main St.", "12 main street, Salem", "12 MAIN STREET"],
    ("Country", "US"): ["US", "the USA", "United States", "in the U.S. today"],
    ("Country", "Germany"): ["germany.", "Germany's"],
    ("FreeText", "It hums at night."): ["it hums, at night"],
    ("Choice", "no_longer_needed"): [
        "no longer needed", "No-longer needed", "no_longer_needed", '"No longer needed"',
    ],
    ("Choice", "cancelled"): ["canceled", "Cancelled."],
    ("Choice", "ring_neighbour"): [
        "ring neighbour", "Ring the neighbour!", "ring\tour  neighbour", "ring a neighbor",
    ],
    ("Choice", "ordered_by_mistake"): ["You ordered it by mistake.", "ordered them by mistake"],
    ("Choice", "does_not_fit"): ["since it doesn't fit", "It doesn’t fit.", "does not fit"],
    ("Choice", "travelled"): ["traveled", "You have travelled."],
    ("Choice", "monthly"): ["every month", "monthly"],
    ("Choice", "email"): ["by e-mail", "E-Mail.", "by e mail", "email", "e‑mails"],
    ("Choice", "e_mail"): ["by email", "e-mail"],
    ("Flag", True): ["Yes", "gift wrap: yes", "true", "YES!"],
    ("Flag", False): ["No", "gift wrap: no", "It isn't refundable", "not returnable", "It isn’t"],
}  # fmt: skip

NOT_SAID: Final[Table] = {
    ("Quantity", 10): [
        "OR-10", "10.5", "v10", "110", "10%", "2026-10-02", "10th", "10/12/2026", "$10", "10:30",
        "10 dollars", "10 am", "10 o'clock", "March 10", "10 March 2026", "10,5", "10.10", "100",
        "1,10", "010", "10 percent", "10 %", "OR-10-2", "10@x.com", "ana.10@example.com", "tenth",
        "+49 10 1234567", "ten percent", "often", "10 1/2", "10½", "ten and a half", "10-20", "10²",
        "10–20", "10A", "€10", "10 cents", "https://shop.example/10", "#10", "a -10 b", "10,000",
        "half past ten", "10 Main Street", "10 Elm Tree Road", "version 10", "code 10", "3-10",
        "ten point five", "10 p.m.", "10 thousand", "", "x",
        "0.10", "10.0.0.1", "option 10", "Step ten", "size 10",
        "item 10 of the list", "10\u0660", "https://shop.example/?item=10", "ten thirds",
    ],
    ("Quantity", 0): ["No, I can't", "no problem", "10", "0.5", "there are no other ways", "00"],
    ("Quantity", 1): [
        "the blue one", "1. Blue mug", "which one?", "one of your orders", "no one", "one half",
        "One moment please", "the blue one shipped yesterday", "another one", "**1.** Blue mug",
        "1) Blue mug", "that one is fine", "phone", "someone", "one third",
    ],
    ("Quantity", 2): [
        "1. Mug\n2. Lamp", "twenty-two", "two and a half", "two thirds", "2.5", "1/2",
    ],
    ("Quantity", 5): ["twenty-five", "ten point five", "1.5", "25", "fifth"],
    ("Quantity", 6): ["sixty", "sixth"],
    ("Quantity", 12): ["two dozen", "dozens", "half a dozen", "a few dozen"],
    ("Quantity", 20): ["twenty-one", "twenty-first", "twenty first", "one hundred and twenty"],
    ("Quantity", 21): ["twenty-first", "twenty", "one", "121"],
    ("Quantity", 1000): ["1,000.50", "1.0000", "1", "1,000%", "a few thousand"],
    ("Quantity", 1200): ["one thousand two hundred and five", "1,200,000"],
    ("Number", -5): ["5", "A-5", "3-5"],
    ("Number", 5): ["it is -5", "minus five"],
    ("Percentage", 10): [
        "110%", "10.5%", "10 items", "$10", "1.10%", "OR-10", "a rate of 10 euros",
    ],
    ("Money", 0): [
        "feel free to ask", "$10.00", "no", "no refund", "The seat is free on Monday.", "nothing",
        "You pay nothing else.", "There is no refund until Monday.", "You get nothing until then.",
        "This is free from 9 to 5.",
    ],
    ("Money", 90): ["49 dollars and 90 cents", "$90", "$49 and 90 cents"],
    ("Money", 4900): ["49 dollars and 90 cents", "$49.90", "49 items"],
    ("Money", 4990): [
        "$49.9 million", "49.90 kg", "OR-49.90", "149.90", "49.901", "49.90.1", "$4990", "49",
        "90 cents", "49.90%", "v49.90", "$49.09", "a -$49.90 b", "49.90 hours", "4990", "$149.90",
        "version 49.90", "ana@49.90.com", "on 49.90.2026", "+49 90 4990 4990",
    ],
    ("Money", 5000): [
        "50 items", "OR-50", "50%", "$500", "$50.50", "order 50", "2026-05-50", "$50k", "50 cents",
        "The refund for order 50 is on its way", "50 items in all",
        "I have 50 mugs in stock", "50 points", "$150",
        "50 orders were refunded", "item 50 costs $3", "50 days", "50-50", "50 of them",
        "You can return it within 50 days for a refund", "ana50@example.com", "+1 505 050 5050",
        "the refund takes fifty days", "Refund to the card ending in 50",
    ],
    ("Money", 123456): ["1,234.57", "11,234.56", "1234"],
    ("Money", 500000): ["$5"],
    ("Money", 30000): ["the fee was paid on March 3 at 300 Elm Street", "postcode 300"],
    ("Date", "2026-03-02"): [
        "March 2, 2025", "March 20", "March 22", "OR-2026-03-02", "2026-03-02-A", "2 May",
        "12 March",
        "March 2026", "2026-03-20", "1/2", "March 2.5", "2027-03-02", "March", "march on",
        "2026-03-021", "22 March", "March 2:30", "2 marches", "3.2", "2/3 of it", "March 2%",
    ],
    ("Date", "2026-03-21"): ["March first", "March twenty"],
    ("Date", "2026-05-02"): ["the 2 may be cancelled", "you may 2026"],
    ("Date", "2026-02-30"): ["February 30", "2026-02-30"],
    ("Date", "tomorrow"): ["tomorrow"],
    ("Timestamp", "2026-03-02T09:00:00"): [
        "March 2", "9 am", "March 2 at 10 am", "March 3 at 9 am", "March 2 at 9 pm", "2026-03-02",
        "2026-03-02T09:01:00", "2025-03-02 09:00", "March 2 at 10 am or March 5 at 9 am",
        "9 am on March 5, 10 am on March 2", "2026-03-02 09:00:01", "9 items on March 2",
        "March 2 21:00", "within 9 days of March 2",
    ],
    ("Timestamp", "2026-03-02T12:00:00"): [
        "March 2 at midnight", "March 2 in the afternoon", "March 2 12 am",
    ],
    ("Timestamp", "2026-03-02T21:30:00"): ["March 2 at 09:30", "March 2 at 9:30 am"],
    ("Identifier", "OR-10"): [
        "OR-100", "XOR-10", "OR-10-A", "X-OR-10", "OR-10.5", "OR-10@x.com", "x.OR-10", "OR-1",
        "OR 10",
        "OR-10_b", "a@or-10.com", "10", "OR-10\u00e9", "OR-1 0",
    ],
    ("Identifier", "10042"): [
        "$10042", "100420", "10042.50", "10042x", "10042%", "OR-10042", "1,10042", "€ 10042",
        "10042:1",
    ],
    ("Reference", "CU-1"): ["CU-11", "MCU-1"],
    ("Secret", "hunter2"): ["hunter22", "hunter"],
    ("Email", "ana.ruiz@example.com"): [
        "maria-ana.ruiz@example.com", "ana.ruiz@example.com.mx", "xana.ruiz@example.com",
        "ana.ruiz@example.co", "ruiz@example.com", "ana.ruiz@example.community",
        "x+ana.ruiz@example.com",
    ],
    ("PhoneNumber", "+1 555-010-9999"): [
        "+1 555-010-99990", "555-010-9999", "+11 555-010-9999", "+1 555-010-9998",
        "11555-010-9999", "x15550109999",
    ],
    ("PhoneNumber", "555-010-9999"): ["+1 555 010 9999", "1-555-010-9999", "555-010-9999-1"],
    ("PostalCode", "90210"): ["90210-1234", "902101", "$90210", "90210.50", "OR-90210", "9 0210"],
    ("PostalCode", "SW1A 1AA"): ["SW1A 1AAB", "XSW1A 1AA", "SW1A 1A"],
    ("Label", "Blue Mug"): ["blue mugger", "bluemug", "mug blue", "blue big mug", "blue", ""],
    ("Label", "Mug 10"): ["mug 10.5", "mug 100", "mug 10,000", "mug 10th"],
    ("Label", "10"): ["$10", "10%", "10.5", "OR-10", "110"],
    ("Label", "S"): ["Ana's mug", "so", "s"],
    ("Label", "OR"): ["this or that", "for"],
    ("Label", "Salt & Pepper"): ["salt pepper"],
    ("Label", "C++"): ["C", "C+", "see"],
    ("Label", "A+"): ["a", "A", "A+b"],
    ("PersonName", "José Müller"): ["Jose Mullers", "José", "Müller José"],
    ("PersonName", "Sean O'Brien"): ["Sean", "Sean Brien"],
    ("City", "Kraków"): ["Krakowski"],
    ("StreetAddress", "12 Main Street"): ["112 Main Street", "12 Main", "12 Mainstreet"],
    ("Country", "US"): ["contact us", "bus", "USB"],
    ("Country", "Germany"): ["Germanys", "German"],
    ("Choice", "no_longer_needed"): ["no longer need it", "longer needed"],
    ("Choice", "cancelled"): ["cancel"],
    ("Choice", "does_not_fit"): ["does fit", "it fits", "doesn't it"],
    ("Choice", "monthly"): ["a month", "every week", "months"],
    ("Choice", "ring_neighbour"): ["ring at the neighbour", "the neighbour", "ring the other one"],
    ("Choice", "email"): ["by mail", "the mail", "me mail"],
    ("Choice", "pending"): ["spending", "expending"],
    ("Flag", True): ["yesterday", "no", "untrue", "on March 2"],
    ("Flag", False): ["yes", "no problem", "nothing", "no. 5", "now", "no longer"],
}  # fmt: skip

COUNTABLE = ("Money", "Quantity", "Number", "Percentage", "Date", "Timestamp")
EXAMPLES: Final[dict[str, str | int | bool]] = {
    semantic: value for semantic, value in [*SAID, *NOT_SAID] if value not in ("", "tomorrow")
}


def rows(table: Table) -> list[tuple[str, str | int | bool, str]]:
    return [(*key, text) for key, texts in table.items() for text in texts]


@pytest.mark.parametrize(("semantic", "value", "text"), rows(SAID))
def test_a_spelling_mentions_its_value(semantic: str, value: object, text: str) -> None:
    assert mentions(text, semantic, value)


@pytest.mark.parametrize(("semantic", "value", "text"), rows(NOT_SAID))
def test_a_lookalike_mentions_nothing(semantic: str, value: object, text: str) -> None:
    assert not mentions(text, semantic, value)


@pytest.mark.parametrize(
    ("value", "text"),
    [(1, "It was redirected once."), (1, "only once"), (1, "once so far"), (2, "Twice, I see."),
     (2, "Both orders are open."), (2, "both of them"), (2, "a pair of shoes")],
)  # fmt: skip
def test_a_word_that_counts_mentions_a_quantity_but_is_not_listed(value: int, text: str) -> None:
    assert mentions(text, "Quantity", value)
    assert not mentions(text, "Quantity", 3 - value)
    assert not mentions(text, "Money", value * 100)
    assert mentioned_values(text, "Quantity") == []


@pytest.mark.parametrize(
    "text",
    ["Once you confirm, I go on.", "at once.", "Once more, please", "more than once", "bothered",
     "once or twice", "both fast and cheap", "twice as fast", "more than twice", "repair"],
)  # fmt: skip
def test_other_uses_of_these_words_count_nothing(text: str) -> None:
    assert not mentions(text, "Quantity", 1)
    assert not mentions(text, "Quantity", 2)


@pytest.mark.parametrize(
    ("semantic", "value", "text"), [row for row in rows(SAID) if row[::2] != ("Money", "50")]
)
def test_a_mention_survives_inside_a_message(semantic: str, value: object, text: str) -> None:
    assert mentions(f"Thank you for waiting.\n\n{text}\n\nAnything else?", semantic, value)


def test_every_semantic_type_can_be_asked_for() -> None:
    assert set(EXAMPLES) == set(SEMANTIC_TYPES)


def test_an_unknown_semantic_type_is_named() -> None:
    with pytest.raises(ValueError, match="no semantic type is named 'Colour'; there are Choice, C"):
        mentions("red", "Colour", "red")


@pytest.mark.parametrize(
    ("semantic", "value"),
    [("Money", "49.90"), ("Quantity", True), ("Number", 1.0), ("Label", 3), ("Flag", "yes")],
)
def test_a_value_of_the_wrong_python_type_is_refused(semantic: str, value: object) -> None:
    with pytest.raises(TypeError, match=f"a value of type {semantic} is an? "):
        mentions("yes, 3 for 49.90", semantic, value)


@pytest.mark.parametrize(
    ("semantic", "text", "values"),
    [
        ("Money", "$5 and 3 euros for 50 items, 12.50 off", [500, 300, 1250]),
        ("Money", "49 dollars and 90 cents, not $49", [4990, 4900]),
        ("Quantity", "3 mugs, two lamps for $5 on March 2 at 9 am, 10% off, OR-7", [3, 2]),
        ("Number", "#10, -4", [10, -4]),
        ("Percentage", "10% or five percent of 20", [10, 5]),
        ("Date", "2026-03-02, March 5 and April 1, 2026", ["2026-03-02", "2026-04-01"]),
        ("Date", "13/02/2026", ["2026-02-13"]),
        ("Timestamp", "March 2, 2026 at 9 am", ["2026-03-02T09:00:00"]),
        ("Email", "A@b.com, or c.d@e.org.", ["a@b.com", "c.d@e.org"]),
        ("PhoneNumber", "+1 (555) 010-9999 or 0160 1234567", ["15550109999", "01601234567"]),
        ("Identifier", "OR-10, sku_7 and a 3-in-1 10-day trial", ["OR-10", "sku_7"]),
        ("Reference", "CU-123456789's order", ["CU-123456789"]),
    ],
)
def test_all_values_of_a_countable_kind_are_found(
    semantic: str, text: str, values: list[object]
) -> None:
    assert mentioned_values(text, semantic) == values


def test_an_ambiguous_date_gives_both_its_values() -> None:
    assert set(mentioned_values("03/02/2026", "Date")) == {"2026-03-02", "2026-02-03"}


@pytest.mark.parametrize("semantic", ["Label", "PersonName", "Choice", "Flag", "Colour"])
def test_values_that_are_mere_words_cannot_be_listed(semantic: str) -> None:
    with pytest.raises(ValueError, match=f"type '{semantic}' cannot be found in a text"):
        mentioned_values("blue", semantic)


@pytest.mark.parametrize("semantic", COUNTABLE)
def test_a_listed_value_is_mentioned_and_a_mentioned_value_listed(semantic: str) -> None:
    asked = [value for kind, value in {**SAID, **NOT_SAID} if kind == semantic]
    for _, _, text in rows(SAID) + rows(NOT_SAID):
        listed = mentioned_values(text, semantic)
        assert all(mentions(text, semantic, value) for value in listed), text
        if semantic not in ("Date", "Timestamp"):  # these may leave the year out
            for value in asked:
                assert mentions(text, semantic, value) == (value in listed), text


# Whatever comes, nothing raises, and time grows with the length of the text only.

PIECES = st.sampled_from(
    [
        "1", "10", "2026", "03", "-", ".", ",", "/", ":", " ", "\n", "$", "€", "%", "@", "+",
        "(", ")",
        "one", "twenty", "hundred", "and", "a", "dozen", "half", "past", "March", "may", "am", "at",
        "on", "th", "cents", "dollars", "refund", "no", "x", "k", "'", "½", "²", "\u0301", "\ud800",
        "\x00", "٣", "OR-10", "ana@example.com", "NaN", "inf", "1e5", "street", "–", "—", "the",
    ]
)  # fmt: skip


@given(st.text(st.characters(), max_size=200) | st.lists(PIECES, max_size=40).map("".join))
def test_no_text_makes_it_raise(text: str) -> None:
    for semantic, value in EXAMPLES.items():
        mentions(text, semantic, value)
    for semantic in (*COUNTABLE, "Email", "PhoneNumber", "Identifier"):
        values = mentioned_values(text, semantic)
        if semantic in COUNTABLE:
            assert all(mentions(text, semantic, value) for value in values)


@given(st.text(st.characters(), max_size=30), st.sampled_from(sorted(EXAMPLES)))
def test_no_value_makes_it_raise(value: str, semantic: str) -> None:
    if isinstance(EXAMPLES[semantic], str):
        mentions(f"It is {value}, is it not?", semantic, value)
        mentions("10 March at 9 am for $5", semantic, value)


HOSTILE = [
    "9" * 65536, "1 " * 32768, "one " * 16384, "1,000 " * 10922, "a@" * 32768, "a." * 32768,
    "$" * 65536, "march 1 " * 8192, "1/1/11 " * 9362, "or-10" * 13107, "+1" * 32768,
    "\ud800" * 65536,
    "e\u0301" * 32768, "\n2. x" * 13107, " " * 65536, "half past " * 6553, "1-" * 32768,
    "-$" * 32768,
    "twenty-" * 9362, "at 9 on march 1 " * 4096, "http://" * 9362, "(1" * 32768, "blue " * 13107,
]  # fmt: skip


def ask_everything(text: str) -> None:
    for semantic, value in EXAMPLES.items():
        mentions(text, semantic, value)
    for semantic in (*COUNTABLE, "Email", "PhoneNumber", "Identifier"):
        mentioned_values(text, semantic)


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text[:10]))
def test_hostile_texts_do_no_harm(text: str) -> None:
    ask_everything(text[:4096])


@pytest.mark.slow
@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text[:10]))
def test_long_hostile_texts_take_linear_time(text: str) -> None:
    began = time.process_time()
    ask_everything(text)
    assert time.process_time() - began < 30  # quadratic time would be minutes


# Each value is found in each of its spellings, and another value is not.

NAMES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen".split()
)
NAMES += "fifteen sixteen seventeen eighteen nineteen".split()
TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()


def spell(number: int) -> str:
    """The words of a number, independently of how they are read."""
    if number < 20:
        return NAMES[number]
    if number < 100:
        rest = f"-{NAMES[number % 10]}" if number % 10 else ""
        return TENS[number // 10 - 2] + rest
    for size, name in ((1_000_000, "million"), (1_000, "thousand"), (100, "hundred")):
        if number >= size:
            rest = f" {spell(number % size)}" if number % size else ""
            return f"{spell(number // size)} {name}{rest}"
    raise AssertionError(number)


FRAMES = st.sampled_from(
    [
        "{}",
        "It is {}.",
        "({})",
        "Well, {}, right?",
        "**{}**",
        "Sure: {}!\nGoodbye",
        "“{}”",
        "it's {}—ok",
    ]
)
COUNTS = st.integers(2, 10**9 - 1) | st.integers(2, 120)


@given(COUNTS, COUNTS, st.sampled_from(["{}", "{:,}", "spelled"]), FRAMES)
def test_a_count_is_found_in_every_spelling(
    number: int, other: int, spelling: str, frame: str
) -> None:
    said = spell(number) if spelling == "spelled" else spelling.format(number)
    text = frame.format(said)
    assert mentions(text, "Quantity", number)
    assert mentions(text, "Number", number)
    assert mentioned_values(text, "Quantity") == [number]
    assert mentions(text, "Quantity", other) == (other == number)
    assert mentions(f"{said} percent", "Percentage", number)
    assert not mentions(f"{said} percent", "Quantity", number)


def spellings_of_money(cents: int) -> list[str]:
    units, rest = divmod(cents, 100)
    german = f"{units:,}".replace(",", ".") + f",{rest:02}"
    spellings = [
        f"${units}.{rest:02}", f"{units:,}.{rest:02}", f"{units}.{rest:02} EUR", f"{german} €",
        f"€{german}", f"USD {units:,}.{rest:02}", f"{cents} cents",
        f"{units:,} dollars and {rest} cents", f"{spell(units)} dollars and {spell(rest)} cents",
        f"Your refund is {units}.{rest:02}",
    ]  # fmt: skip
    if rest == 0:
        spellings += [f"${units:,}", f"{spell(units)} euros", f"you get {units} back"]
    return spellings


PRICES = st.integers(200, 10**9) | st.integers(2, 2000).map(lambda units: units * 100)


@given(PRICES, PRICES, FRAMES)
def test_a_sum_of_money_is_found_in_every_spelling(cents: int, other: int, frame: str) -> None:
    for spelling in spellings_of_money(cents):
        text = frame.format(spelling)
        assert mentions(text, "Money", cents), text
        assert mentions(text, "Money", other) == (other == cents), text
        assert mentioned_values(text, "Money") == [cents], text


DAYS = st.dates(datetime.date(1950, 1, 1), datetime.date(2099, 12, 31))


def spellings_of_day(day: datetime.date) -> list[str]:
    month = day.strftime("%B")
    suffix = {1: "st", 2: "nd", 3: "rd"}.get(day.day % 10 if day.day // 10 != 1 else 0, "th")
    return [
        day.isoformat(), f"{month} {day.day}, {day.year}", f"{day.day} {month} {day.year}",
        f"{month[:3]} {day.day}{suffix}, {day.year}",
        f"the {day.day}{suffix} of {month} {day.year}",
        f"{day.day}-{month[:3]}-{day.year}", f"{day.day}.{day.month}.{day.year}",
        f"{day.month:02}/{day.day:02}/{day.year}", f"{day.day:02}/{day.month:02}/{day.year}",
        day.strftime("%A, %B %d, %Y"),
    ]  # fmt: skip


@given(DAYS, DAYS, FRAMES)
def test_a_date_is_found_in_every_spelling(
    day: datetime.date, other: datetime.date, frame: str
) -> None:
    swapped = (other.year, other.day, other.month) == (day.year, day.month, day.day)
    for spelling in spellings_of_day(day):
        text = frame.format(spelling)
        assert mentions(text, "Date", day.isoformat()), text
        assert mentions(text, "Date", other.isoformat()) <= (other == day or swapped), text
        assert day.isoformat() in mentioned_values(text, "Date"), text
        assert mentioned_values(text, "Quantity") == [], text
    assert mentions(frame.format(f"{day:%B} {day.day}"), "Date", day.isoformat())


@given(st.datetimes(datetime.datetime(1950, 1, 1), datetime.datetime(2099, 12, 31)), FRAMES)  # noqa: DTZ001
def test_a_timestamp_is_found_in_every_spelling(moment: datetime.datetime, frame: str) -> None:
    moment = moment.replace(second=0, microsecond=0)
    value = moment.strftime("%Y-%m-%dT%H:%M:%S")
    later = (moment + datetime.timedelta(minutes=7)).strftime("%Y-%m-%dT%H:%M:%S")
    for day in spellings_of_day(moment.date()):
        for clock in (
            f"{moment:%H:%M}",
            f"{moment:%I:%M %p}",
            f"{moment:%I:%M} {moment:%p}".lower(),
        ):
            for text in (f"{day} at {clock}", f"{clock} on {day}", f"{day}, {clock}"):
                assert mentions(frame.format(text), "Timestamp", value), text
                assert not mentions(frame.format(text), "Timestamp", later), text
    assert mentions(frame.format(value), "Timestamp", value)


TOKENS = st.from_regex(r"[A-Z]{2}-[0-9]{1,9}", fullmatch=True)


@given(TOKENS, TOKENS, st.sampled_from(string.ascii_letters + string.digits), FRAMES)
def test_an_identifier_is_found_whole_and_in_any_case(
    token: str, other: str, extra: str, frame: str
) -> None:
    assert mentions(frame.format(token.lower()), "Identifier", token)
    assert mentioned_values(frame.format(token), "Identifier") == [token]
    assert mentions(frame.format(token), "Identifier", other) == (other == token)
    assert not mentions(frame.format(token + extra), "Identifier", token)
    assert not mentions(frame.format(extra + token), "Identifier", token)


@given(
    st.lists(st.from_regex(r"[A-Za-zÀ-ÖØ-öø-ÿ]{4,12}", fullmatch=True), min_size=1, max_size=4),
    FRAMES,
)
def test_a_phrase_is_found_whatever_separates_its_words(words: list[str], frame: str) -> None:
    phrase = " ".join(words)
    for said in (phrase, phrase.upper(), "-".join(words), "  ".join(words), ", ".join(words)):
        assert mentions(frame.format(said), "PersonName", phrase)
    assert not mentions(frame.format(f"x{phrase}"), "PersonName", phrase)
    assert not mentions(frame.format(f"{phrase}x"), "PersonName", phrase)
