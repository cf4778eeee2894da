"""Which sentences of agents ask users to do something; statements do not."""

import pytest

from autoforge_envs.users.biddings import biddings
from autoforge_envs.users.understanding import understand


@pytest.mark.parametrize(
    "text",
    [
        "Great, airplane mode is switched off now.",
        "Great, you have turned airplane mode off.",
        "To sum up: the roaming switch is off; the total is 3.00.",
        "Roaming has been switched on for this connection.",
        "I have switched roaming on.",
        "Roaming cannot be switched on while an invoice is overdue.",
        "You can't switch roaming on while an invoice is overdue.",
        "Please note that roaming is on.",
        "The roaming switch of your hotspot, HO-1, is off.",
        "The roaming switch of your hotspot, Reef Mini, is off.",
    ],
)
def test_statements_bid_nothing(text: str) -> None:
    assert biddings(understand(text).sentences) == []


@pytest.mark.parametrize(
    "text",
    [
        "Restart the router.",
        "Great, now restart the router.",
        "If the light is red, restart the router.",
        "Make sure that the light is on.",
        "You need to restart the router.",
        "The router needs to be restarted.",
        "Your router hangs, so please restart it.",
        "I need you to restart the router.",
        "Could you restart the router?",
        "Don't forget to restart the router.",
        "If you could restart the router, that would help.",
        "Your router, an old one, hangs: restart it.",
    ],
)
def test_requests_bid_something(text: str) -> None:
    assert len(biddings(understand(text).sentences)) == 1


def test_what_is_only_said_to_be_so_is_left_out_of_a_bidding() -> None:
    (bidden,) = biddings(understand("Airplane mode is switched off now, anything else?").sentences)
    assert "switched" not in bidden.text
    assert "airplane mode" in bidden.text


def test_a_pronoun_brings_in_the_sentence_before() -> None:
    (bidden,) = biddings(understand("The router hangs. Please restart it.").sentences)
    assert "the router hangs" in bidden.about
    assert "router" not in bidden.text


def test_beside_a_proposal_only_requests_to_the_user_count() -> None:
    assert biddings(understand("Switch roaming on. OK?").sentences) == []
    assert biddings(understand("Could you restart the router? Shall I wait?").sentences)
