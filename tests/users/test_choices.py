"""Options that are offered, and which of them is wanted."""

import pytest

from autoforge_envs.domain.tasks import Meaning
from autoforge_envs.users.choices import offered_options, wished_option
from autoforge_envs.users.understanding import understand


@pytest.mark.parametrize(
    ("text", "options"),
    [
        ("How would you like to pay?\n- card\n- voucher", ("card", "voucher")),
        ("Which meal?\n\n* **Fish** (cold)\n* Kosher", ("fish", "kosher")),
        ("How is it to be paid? (a) card (b) cheque", ("card", "cheque")),
        ("How often? Weekly, monthly or quarterly?", ("weekly", "monthly", "quarterly")),
        ("How urgent is it – low, normal or high?", ("low", "normal", "high")),
        ("You can choose one of: staff, price. What is it about?", ("staff", "price")),
        ("Please share:\n- your name\n- your PIN", ()),
        ("Shall I go ahead?", ()),
    ],
)
def test_lists_and_rows_offer_options(text: str, options: tuple[str, ...]) -> None:
    assert offered_options(understand(text)) == options


def test_the_option_is_taken_that_the_wish_has_said() -> None:
    options = ("by e-mail", "by letter", "by registered letter")
    assert wished_option(options, "Send it by registered letter.", ()) == "by registered letter"
    assert wished_option(options, "Send it by letter.", ()) == "by letter"
    assert wished_option(options, "Send it.", ()) is None


def test_words_of_the_wish_may_mean_an_option() -> None:
    meaning = Meaning("every three months", "rhythm", "quarterly")
    options = ("weekly", "monthly", "quarterly")
    assert wished_option(options, "Pay it every three months.", (meaning,)) == "quarterly"
