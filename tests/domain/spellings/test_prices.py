"""Sums of money in every spelling."""

from hypothesis import given
from hypothesis import strategies as st

from autoforge_envs.domain.mentions import mentioned_values, mentions
from tests.domain.spellings.writing import FRAMES, spell


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
