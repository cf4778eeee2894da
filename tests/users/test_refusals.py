"""Which words deny the user something."""

import pytest

from autoforge_envs.users.understanding import understand


@pytest.mark.parametrize(
    ("text", "refuses"),
    [
        ("I can do that: decline quote QT-1. Is that okay?", False),
        ("I would now decline quote (quote id: QT-1). Shall I go ahead?", False),
        ("Decline quote (quote id: QT-1). OK?", False),
        ("I have to decline your request.", True),
        ("I would decline your request.", True),
        ("It was declined.", True),
    ],
)
def test_declining_what_the_user_wants_declined_is_no_refusal(text: str, refuses: bool) -> None:
    assert understand(text).refuses is refuses


def test_what_somebody_else_would_like_is_no_refusal() -> None:
    assert not understand("You'd like to keep it, and it hasn't been received yet.").refuses


@pytest.mark.parametrize(
    "text",
    [
        "I'm sorry, I cannot redeem this gift card: it was valid until 2 June 2025.",
        "Unfortunately I cannot add this tip without breaking our rules.",
        "I'm sorry, I can't cancel it, because that must be done before the rental begins.",
        "I am not able to do that: if it was opened, it cannot be returned.",
        "I would love to help, yet this one is out of my hands.",
        "I'd be glad to help, but the deadline was yesterday.",
    ],
)
def test_a_refusal_is_heard_whatever_its_reason_says(text: str) -> None:
    heard = understand(f"{text} Is there anything else I can help you with?")
    assert heard.refuses
    assert heard.closes


@pytest.mark.parametrize(
    "text",
    [
        "I'm afraid I cannot look before I know your name.",
        "Unfortunately, I can't go on without your e-mail address.",
        "I'm not able to see it until you are verified.",
        "I'd love to help, but I need your name first.",
        "I'm afraid this can't be undone.",
    ],
)
def test_what_cannot_be_done_yet_or_any_more_is_no_refusal(text: str) -> None:
    assert not understand(text).refuses


@pytest.mark.parametrize(
    "text",
    [
        "For security reasons, I cannot share account details yet.",
        "I can't thank you enough for your patience!",
        "We don't want to keep you waiting.",
        "I'm afraid there will be a small fee of 5.00 for this.",
        "Great news: you're not too late!",
        "We don't charge a fee for this.",
        "We never share your data.",
        "I've successfully declined both quotes.",
        "Unfortunately I didn't catch that.",
        "I'm afraid I need a bit more time.",
        "This isn't against our policy.",
    ],
)
def test_what_denies_no_wish_is_no_refusal(text: str) -> None:
    assert not understand(text).refuses


@pytest.mark.parametrize(
    "text",
    [
        "I'm afraid there is a fee, so I cannot do that.",
        "I'm afraid I need to decline this.",
        "I have declined your request.",
        "It is too late for that.",
        "That is against our policy.",
        "We don't share recordings.",
    ],
)
def test_what_denies_a_wish_is_a_refusal(text: str) -> None:
    assert understand(text).refuses


@pytest.mark.parametrize(
    "text",
    [
        "I have to say no to that.",
        "My answer has to be no.",
        "It's a no from me.",
        "30.00 is more than I can give.",
        "30 days is as far as I can go.",
        "I'll have to pass on that one.",
        "I'm turning down the swap.",
        "I must disappoint you there.",
        "This falls under final sale.",
        "The return window has closed.",
        "It's past the deadline.",
        "The code ran out on 6 August.",
        "To be plain: no statement before the book is back.",
        "For now I have nothing to send.",
        "The answer there is no.",
        "That's a no.",
        "That's as far as I can go.",
        "I would if I could.",
        "I truly wish there were another way.",
        "That is ruled out.",
        "That goes over what I'm authorised to give.",
        "I'm told to draw a line there.",
    ],
)
def test_a_refusal_is_heard_in_other_turns(text: str) -> None:
    assert understand(text).refuses


@pytest.mark.parametrize(
    "text",
    [
        "I'll pass on your request to the team.",
        "I've turned down the heating.",
        "It's more than I could wish for.",
        "That's all right, as far as I can see.",
        "That is as far as I can see all right.",
        "I have nothing to add.",
        "It's a no-brainer.",
        "There is no charge before March.",
        "No access without your PIN.",
        "The required 7 days have passed, so I can release it.",
        "It's revoked, so Brightwater can't collect any more.",
    ],
)
def test_what_is_like_those_turns_is_no_refusal(text: str) -> None:
    assert not understand(text).refuses


def test_what_is_no_help_without_something_is_no_refusal() -> None:
    assert not understand("Without it I'm unable to look anything up.").refuses
    assert understand("That isn't something I can pay for.").refuses
