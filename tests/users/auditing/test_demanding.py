"""What demands a service in new words, and what only sounds like it."""

import pytest

from autoforge_envs.domain.tasks import UserScript
from autoforge_envs.users.auditing.demanding import demands_service
from autoforge_envs.users.auditing.sentences import Heard, sentences_of, vocabulary_of

MORE = "Is there anything else I can do for you?"
REFUSED = "I'm sorry, I can't do that."


def demands(words: str, prompt: str, script: UserScript) -> bool:
    sentences = sentences_of(words, vocabulary_of(script), Heard())
    return any(demands_service(each, prompt) for each in sentences)


@pytest.mark.parametrize(
    "words",
    [
        "Could you also insure my grandmother's piano?",
        "Please reserve a window table at the restaurant.",
        "Would it be possible to reserve a canoe for a fortnight?",
        "I'd like to upgrade my breakfast package.",
        "I'd be grateful if somebody repaired the garage roof.",
        "Is there any chance of a free parking permit?",
    ],
)
def test_whoever_asks_for_a_service_demands_it(words: str, script: UserScript) -> None:
    assert demands(words, "Which street, please?", script)


@pytest.mark.parametrize(
    "words",
    [
        "Could you speak a little louder over the traffic?",
        "Could you give me a moment to fetch my spectacles?",
        "I need to pick up my daughter from kindergarten.",
        "I want to surprise my wife with concert tickets.",
        "Can you believe the weather in this town?",
        "Please don't transfer me to another department.",
        "Let me grab my purse and glasses.",
        "Could you do that quickly, before the shop closes?",
        "My boss wants a written report.",
    ],
)
def test_talk_and_what_people_do_themselves_demand_nothing(words: str, script: UserScript) -> None:
    assert not demands(words, MORE, script)


def test_a_bare_want_is_a_demand_only_as_a_further_wish(script: UserScript) -> None:
    want = "I want compensation for the traffic jam."
    assert not demands(want, "Which street, please?", script)
    assert demands(want, MORE, script)
    assert demands(f"And {want}", "Which street, please?", script)


def test_who_insists_on_what_was_refused_demands_nothing_new(script: UserScript) -> None:
    words = "Would you bend the company regulations a little?"
    assert demands(words, "Which street, please?", script)
    assert not demands(words, REFUSED, script)
