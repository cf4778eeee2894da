"""What is proposed on top of the wish, once that is fulfilled."""

from dataclasses import replace

import pytest

from autoforge_envs.domain.conversation import CONFIRM
from autoforge_envs.domain.tasks import Request, UserScript
from autoforge_envs.episode.messages import ToolCall, Words
from autoforge_envs.users.phrases import PHRASES
from tests.users.conversing import NULL, hear, say, start

THANKS = tuple(words for kind in PHRASES if kind.startswith("no_thanks") for words in PHRASES[kind])
LOST = Request("My loan due last is gone, what do I have to pay?", "report_loss", None)


def agreed(script: UserScript, *requests: Request) -> UserScript:
    return replace(script, requests=requests or (LOST,))


@pytest.mark.parametrize(
    "text",
    [
        "Done, it is recorded as lost. Would you like me to book fine FI-9 as cleared right away?",
        "Shall I also reserve another copy of the title for you?",
        "Shall I reserve a copy of the title for you as well?",
        "While we're at it, shall I cancel all your reservations?",
        "The loan is reported lost. While we're at it, shall I cancel all your reservations?",
        "Your loan is reported lost, the fine is 3.00. Shall I book this fine as settled?",
        "The loss is reported. Shall I reserve another copy?",
        "While we're at it, would you like a new library bag?",
    ],
)
def test_more_than_was_asked_for_is_not_agreed_to(script: UserScript, text: str) -> None:
    user = start(agreed(script))
    assert hear(user, "I would report loan LO-1 as lost. Shall I?") == ToolCall(CONFIRM, {})
    user.act(NULL)
    assert say(user, text) in THANKS


@pytest.mark.parametrize(
    "text",
    [
        "Done. Shall I also report loan LO-2 as lost?",
        "LO-1 is reported. Shall I record LO-2, too?",
        "Done. Shall I also do the same with the second item?",
        "Would you like me to charge the replacement now?",
    ],
)
def test_more_of_what_was_asked_for_is_agreed_to(script: UserScript, text: str) -> None:
    user = start(agreed(script))
    hear(user, "I would record loan LO-1 as lost. Shall I?")
    user.act(NULL)
    assert hear(user, text) == ToolCall(CONFIRM, {})


def test_nothing_is_on_top_before_a_yes(script: UserScript) -> None:
    user = start(agreed(script))
    assert hear(user, "Shall I also reserve another copy?") == ToolCall(CONFIRM, {})


def test_what_was_agreed_to_is_of_one_wish(script: UserScript) -> None:
    user = start(agreed(script, LOST, Request("I need a bag.", "order_bag", None)))
    hear(user, "I would report loan LO-1 as lost. Shall I?")
    user.act(NULL)
    assert isinstance(hear(user, "Done. Anything else?"), Words)
    assert hear(user, "Shall I also put a strap on?") == ToolCall(CONFIRM, {})
