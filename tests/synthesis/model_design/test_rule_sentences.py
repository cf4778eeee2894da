"""What a rule's sentence says stands in its code, in plain words."""

import pytest

from autoforge_envs.synthesis.model_design.plain_texts import strangeness
from autoforge_envs.synthesis.model_design.rule_sentences import wrong_sentence
from autoforge_envs.synthesis.model_design.sources import Source

LIMITS = (
    Source("limit", "MOST_SEATS", "MOST_SEATS = 3"),
    Source("limit", "NOTICE", "NOTICE = 2 * HOURS_A_DAY"),
    Source("constant", "HOURS_A_DAY", "HOURS_A_DAY = 24"),
    Source(
        "function", "fee", 'def fee(price: Money) -> Money:\n    """7."""\n    return price // 20'
    ),
)


def wrong(sentence: str, decision: str) -> str:
    text = f'@rule(before=book)\ndef small(state):\n    """9."""\n    return {decision}'
    return wrong_sentence(sentence, Source("rule", "small", text), LIMITS)


@pytest.mark.parametrize(
    ("sentence", "decision"),
    [
        ("A booking is for at most 3 people.", "seats <= MOST_SEATS"),
        ("A booking is for less than 4 people.", "seats <= MOST_SEATS"),
        ("Bookings of more than 1,250.50 are made at the desk.", "price <= 125050"),
        ("A stay is cancelled 48 hours before.", "days >= 2"),
        ("A stay is cancelled 2 days before.", "hours >= 48"),
        ("A fee of 5 percent is due.", "price * 0.05 > 1"),
        ("Members get 20 percent off.", "price * 80 // 100 > 2"),
        ("The fee is a part in 20.", "fee(price) > 2"),
        ("Notice is given 24 hours before, by 18:30.", 'NOTICE < 5 and clock < "18:30"'),
        ("One row, or 1 more, in boat A1.", "row != other"),
        ("A booking is for at most three people.", "seats <= MOST_SEATS"),
        ("A stay is cancelled forty-eight hours before.", "days >= 2"),
        ("Bookings of more than Two Hundred are made at the desk.", "price <= 20000"),
        ("Whoever comes for two four-hour stays comes at four.", "hours <= 4"),
        ("Nobody stays beyond the twenty-third.", "day <= 23"),
        ("Nobody has two loaners at a time.", "row != other"),
        ("Someone often weighs a twofold price of height.", "row != other"),
    ],
)
def test_numbers_are_those_of_the_code(sentence: str, decision: str) -> None:
    assert wrong(sentence, decision) == ""


@pytest.mark.parametrize(
    ("sentence", "decision", "told"),
    [
        ("A booking is for at least 300 people.", "seats <= MOST_SEATS", "says 300, which"),
        ("A booking is for at most 9 people.", "seats <= MOST_SEATS", "says 9, which"),
        ("A booking is for 11 people.", "clock[:11] <= MOST_SEATS", "says 11, which"),
        ("A booking is for at most nine people.", "seats <= MOST_SEATS", "says nine, which"),
        ("Twenty-two people at most.", "seats <= MOST_SEATS", "says Twenty-two, which"),
        ("Three hundred people.", "seats <= MOST_SEATS", "says Three hundred, which"),
        ("The fee is a part in 7.", "fee(price) > 2", "says 7, which"),
        ("A booking is small {x}.", "seats <= 3", "holds '{x}'"),
        ("A booking is %s small.", "seats <= 3", "holds '%s'"),
        (r"A booking is small \N{BULLET}.", "seats <= 3", r"holds '\\N{BULLET}.'"),
    ],
)
def test_other_numbers_and_code_are_told(sentence: str, decision: str, told: str) -> None:
    assert told in wrong(sentence, decision)


@pytest.mark.parametrize(
    "text",
    ["at most 3 people", "Zürich – 10 €, 5 µm, Œuvre", "Ω and Δ", "one\nline\tmore", "ΑΒΓ abc", ""],
)
def test_plain_texts_are_taken(text: str) -> None:
    assert strangeness(text) == ""


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("at m\u200bost", r"'\u200b', which nobody sees"),
        ("p\u202eeople", r"'\u202e', which nobody sees"),
        ("a\x1b[2J", r"'\x1b', which nobody sees"),
        ("one\u2028two", r"'\u2028', which nobody sees"),
        ("at m\u043est", "in Cyrillic and Latin letters"),
        ("\uff41t", "in Fullwidth and Latin letters"),
    ],
)
def test_what_only_looks_right_is_told(text: str, told: str) -> None:
    assert told in strangeness(text)
