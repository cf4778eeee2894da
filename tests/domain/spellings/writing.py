"""Values written in many ways, independently of how they are read."""

import datetime

from hypothesis import strategies as st

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
