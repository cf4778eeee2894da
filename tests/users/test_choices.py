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
        ("What size?\n- small\n- large", ("small", "large")),
        ("What is it about?\n- staff\n- price", ("staff", "price")),
        ("How should I send it?\n- e-mail\n- letter", ("e-mail", "letter")),
        ("Please share:\n- your name\n- your PIN", ()),
        ("What do you have at hand?\n- your booking\n- your receipt", ()),
        ("What I need is this. Could you send it?\n- the booking\n- the receipt", ()),
        ("Which of these do you have?\n- booking\n- receipt\n- your e-mail address", ()),
        ("How can I help you today?\n- cancel an order\n- change an address", ()),
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


@pytest.mark.parametrize(
    ("wish", "option"),
    [
        ("Please cancel my purchase, and tell me about the refund.", None),
        ("Please cancel my purchase. Please tell me the refund amount, too.", None),
        ("Please cancel my purchase, I don't want a refund.", None),
        ("Please cancel my purchase, I'd like a voucher instead of a refund.", "a voucher"),
        ("Not the refund but the voucher, please.", "a voucher"),
        ("Can you tell me how high the refund is?", "a refund"),
        ("Please give me a refund.", "a refund"),
    ],
)
def test_what_a_wish_does_not_want_is_not_taken(wish: str, option: str | None) -> None:
    assert wished_option(("a refund", "a voucher"), wish, ()) == option


def test_words_of_the_wish_may_mean_an_option() -> None:
    meaning = Meaning("every three months", "rhythm", "quarterly")
    options = ("weekly", "monthly", "quarterly")
    assert wished_option(options, "Pay it every three months.", (meaning,)) == "quarterly"
