"""The audit finds each kind of user error in plain words, and leaves truthful users alone."""

import time
from collections.abc import Sequence

import pytest

from autoforge_envs.domain.conversation import CONFIRM, HANG_UP
from autoforge_envs.domain.domain import ToolInfo
from autoforge_envs.domain.tasks import Task, UserScript
from autoforge_envs.environments.gymnasium_env import AutoForgeEnv
from autoforge_envs.episode.messages import Message, ToolCall
from autoforge_envs.users.auditing.audit import audit, audit_certain
from benchmarks.conversations import FREE, NAMES, Conversation, read_conversations, task_of
from tests.users.conftest import BOOKSHOP, Transcript, loaded

OPENING = "Hello! Cancel order OR-10, I ordered it by mistake."
NEXT = "Also: Send my blue lamp to my office."
YES = [ToolCall(CONFIRM, {}), "Yes, please."]
BYE = [ToolCall(HANG_UP, {"farewell": "That's all, bye."})]
ASK = "Could you tell me your e-mail address, please?"


def kinds(
    transcript: Sequence[Message], script: UserScript, tools: Sequence[ToolInfo] = ()
) -> list[tuple[int, str, str]]:
    return [(error.turn, error.kind, error.subject) for error in audit(transcript, script, tools)]


@pytest.mark.parametrize(
    "reply",
    [
        "My e-mail address is ana.ruiz@example.org.",
        "It's anna.ruiz@example.com.",
        "ana.ruiz1@example.com",
        "Sure, ana..ruiz@example.com is the one.",
    ],
)
def test_a_wrong_address_is_found(reply: str, script: UserScript, transcript: Transcript) -> None:
    assert kinds(transcript(OPENING, ASK, reply), script) == [(1, "wrong_value", "email")]


@pytest.mark.parametrize(
    ("question", "reply", "fact"),
    [
        ("What is your password?", "It's tangerine.", "password"),
        ("What is your password?", "My password is orchid.", "password"),
        ("And your postal code?", "My postal code is 04108.", "postal_code"),
        ("And your postal code?", "My postal code is 04275.", "postal_code"),
        ("Which street, please?", "It's Elm Street 9.", "street"),
        ("Which street, please?", "My street is Harbour Road 12.", "street"),
    ],
)
def test_a_wrong_answer_is_found(
    question: str, reply: str, fact: str, script: UserScript, transcript: Transcript
) -> None:
    assert kinds(transcript(OPENING, question, reply), script) == [(1, "wrong_value", fact)]


def test_a_wrong_value_inside_a_wish_is_found(script: UserScript, transcript: Transcript) -> None:
    wish = "Cancel order OR-11, I ordered it by mistake."
    assert kinds(transcript(wish), script) == [(0, "wrong_value", "order")]


def test_what_was_said_rightly_before_is_contradicted(
    script: UserScript, transcript: Transcript
) -> None:
    spoken = transcript(
        OPENING, ASK, "It's ana.ruiz@example.com.", "Thanks.",
        "Wait, no: my e-mail address is ana.ruis@example.com.",
    )  # fmt: skip
    assert kinds(spoken, script) == [(2, "contradiction", "email")]
    spoken = transcript(OPENING, "Which order number?", "The order number is OR-19.")
    assert kinds(spoken, script) == [(1, "contradiction", "order")]


@pytest.mark.parametrize(
    "words",
    [
        "My phone number is +49 341 5550123.",
        "My date of birth is 12 May 1980.",
        "By the way, my other e-mail address is ruiz@example.net.",
        "My bank account is DE44 5001 0517 5407 3249.",
        "My middle name is Roberta.",
    ],
)
def test_a_fact_out_of_nowhere_is_found(
    words: str, script: UserScript, transcript: Transcript
) -> None:
    ((turn, kind, _),) = kinds(transcript(f"{OPENING} {words}"), script)
    assert (turn, kind) == (0, "invented_fact")


def test_a_wish_beyond_the_instructions_is_found(
    script: UserScript, transcript: Transcript
) -> None:
    reply = "It's ana.ruiz@example.com. Please send me a printed catalogue as well."
    ((turn, kind, _),) = kinds(transcript(OPENING, ASK, reply), script)
    assert (turn, kind) == (1, "extra_request")


def test_leaving_without_naming_a_wish_is_found(script: UserScript, transcript: Transcript) -> None:
    spoken = transcript(OPENING, "That is done. Anything else?", BYE)
    forgotten = script.requests[1].text
    assert kinds(spoken, script) == [(1, "forgotten_request", forgotten)]


def test_a_wish_named_in_other_words_is_not_forgotten(
    script: UserScript, transcript: Transcript
) -> None:
    spoken = transcript(
        OPENING, "Done. Anything else?", "Could the blue lamp go to my office?", "Done.", BYE
    )
    assert kinds(spoken, script) == []


def test_leaving_in_the_middle_is_found(script: UserScript, transcript: Transcript) -> None:
    assert kinds(transcript(OPENING, ASK, BYE), script) == [(1, "premature_hang_up", "")]


def test_leaving_an_agent_that_leads_nowhere_is_no_error(
    script: UserScript, transcript: Transcript
) -> None:
    idle = ["Could you wait?", "Okay."] * 3
    assert kinds(transcript(OPENING, *idle, "Could you wait?", BYE), script) == []


@pytest.mark.parametrize(
    ("question", "acts", "problem"),
    [
        ("I would cancel order OR-10. Shall I go ahead?", ["No, don't do that."], "deny"),
        ("I would cancel order OR-10. Shall I go ahead?", ["Yes, go ahead."], "yes"),
        ("I have ana@example.org as your e-mail address. Is that right?", YES, "email"),
        ("One moment.", YES, "nothing to confirm"),
    ],
)
def test_a_wrong_confirmation_is_found(
    question: str, acts: list[object], problem: str, script: UserScript, transcript: Transcript
) -> None:
    spoken = transcript(OPENING, question, acts)
    assert kinds(spoken, script) == [(1, "wrong_confirmation", problem)]


def test_a_no_to_wrong_details_is_no_error(script: UserScript, transcript: Transcript) -> None:
    question = "I have ana@example.org as your e-mail address. Is that right?"
    spoken = transcript(OPENING, question, "No. My e-mail address is ana.ruiz@example.com.")
    assert kinds(spoken, script) == []


def test_a_tool_not_used_is_no_tool_used(
    transcript: Transcript, shop_tasks: dict[str, Task], shop_tools: list[ToolInfo]
) -> None:
    script = shop_tasks["restart_reader"].user
    opening, ask = script.requests[0].text, "Could you please restart the e-reader RD-1?"
    rightly = ToolCall("restart_reader", {"reader_id": "RD-1"})
    wrongly = ToolCall("restart_reader", {"reader_id": "RD-7"})
    for acts, found in (
        (["OK, I've done it."], [(1, "false_claim", "restart_reader")]),
        ([wrongly, "It says: no such reader."], [(1, "tool_misuse", "restart_reader")]),
        ([ToolCall("reset_all", {}), "Hm."], [(1, "tool_misuse", "reset_all")]),
        ([rightly, "Done. It says: ready."], []),
        (["How do I do that?"], []),
    ):
        assert kinds(transcript(opening, ask, acts), script, shop_tools) == found


def test_the_same_error_is_told_once(script: UserScript, transcript: Transcript) -> None:
    lie = "It's ana.ruis@example.com."
    assert kinds(transcript(OPENING, ASK, lie, ASK, lie), script) == [(1, "wrong_value", "email")]


@pytest.mark.parametrize(
    "reply",
    [
        "I don't have my e-mail address at hand, sorry. What else could you take?",
        "Ana Ruiz, and the e-mail address is ana.ruiz@example.com!",
        "ANA.RUIZ@EXAMPLE.COM",
        "Why do you need my e-mail address?",
        "",
    ],
)
def test_a_truthful_answer_is_no_error(
    reply: str, script: UserScript, transcript: Transcript
) -> None:
    assert kinds(transcript(OPENING, ASK, reply), script) == []


def test_words_of_the_agent_may_be_taken_up(script: UserScript, transcript: Transcript) -> None:
    offer = "I can give you 12.50 as compensation, or a voucher GIFT-77. Which one?"
    assert kinds(transcript(OPENING, offer, "Please give me the voucher GIFT-77."), script) == []


@pytest.mark.parametrize(
    "conversation",
    [each for name in NAMES for each in read_conversations(name)],
    ids=lambda each: str(each.task_id),
)
def test_users_who_use_their_own_words_raise_no_alarm(conversation: Conversation) -> None:
    domain = loaded(conversation.domain)
    task = task_of(conversation, domain.contents.tasks)
    tools = [tool for tool in domain.tool_infos() if tool.caller == "user"]
    assert kinds(conversation.transcript, task.user, tools) == []


@pytest.mark.parametrize(
    "conversation",
    [
        pytest.param(each, id=each.task_id)
        for name in (*FREE, "apart", "later")
        for each in read_conversations(name)
    ],
)
def test_nothing_is_certain_of_truthful_users_who_talk_freely(conversation: Conversation) -> None:
    domain = loaded(conversation.domain)
    task = task_of(conversation, domain.contents.tasks)
    tools = [tool for tool in domain.tool_infos() if tool.caller == "user"]
    assert audit_certain(conversation.transcript, task.user, tools) == []


@pytest.mark.parametrize("words", ["\x00\ud800" * 50, "a" * 60_000, "{" * 3000, "1 " * 20_000])
def test_any_words_at_all_can_be_audited(
    words: str, script: UserScript, transcript: Transcript
) -> None:
    assert isinstance(audit(transcript(words, words, words), script), list)


@pytest.mark.parametrize("words", ["a.b@c ", "Please send me a copy\n"])
def test_four_times_the_words_take_about_four_times_as_long(
    words: str, script: UserScript, transcript: Transcript
) -> None:
    def seconds(length: int) -> float:
        spoken = transcript(OPENING, ASK, words * (length // len(words)))
        started = time.process_time()
        audit(spoken, script)
        return time.process_time() - started

    seconds(1000)
    assert min(seconds(60_000), seconds(60_000)) < 7.5 * max(seconds(15_000), seconds(15_000))


@pytest.mark.parametrize(
    ("reply", "certain"),
    [
        ("My e-mail address is ana.ruiz@example.org.", True),
        ("It's anna.ruiz@example.com.", True),
        ("It's ana.ruiz@example.com. I'd also like a subscription to your magazine.", False),
        ("It's ana.ruiz@example.com. My shoe size is 41.", False),
        ("It's ana.ruiz@example.com. My fax number is +44 555 0199.", True),
    ],
)
def test_only_what_is_compared_is_certain(
    reply: str, certain: bool, script: UserScript, transcript: Transcript
) -> None:
    spoken = transcript(OPENING, ASK, reply)
    assert [error.certain for error in audit(spoken, script)] == [certain]
    assert bool(audit_certain(spoken, script)) == certain


@pytest.mark.parametrize(
    ("reply", "certain"), [("Yes, please.", True), ("Certainly, is that all it costs then?", False)]
)
def test_a_yes_in_words_is_not_certain_where_something_is_asked_back(
    reply: str, certain: bool, script: UserScript, transcript: Transcript
) -> None:
    spoken = transcript(OPENING, "I would cancel order OR-10. Shall I go ahead?", reply)
    assert bool(audit_certain(spoken, script)) == certain


@pytest.mark.parametrize(
    ("later", "certain"), [("It's cold today.", True), ("The lamp, well.", False)]
)
def test_a_request_of_which_something_was_said_is_not_certain_to_be_forgotten(
    later: str, certain: bool, script: UserScript, transcript: Transcript
) -> None:
    spoken = transcript(OPENING, "Done. Anything else?", later, "Anything else?", BYE)
    found = [error for error in audit(spoken, script) if error.kind == "forgotten_request"]
    assert [error.certain for error in found] == [certain]


def test_who_has_done_one_of_two_things_claims_only_that_one() -> None:
    env = AutoForgeEnv(BOOKSHOP, split="all", isolation="none", audited=True)
    env.reset(seed=0, options={"task_id": "restart_reader"})
    env.step("Could you please restart the e-reader and read what its screen shows?")
    *_, info = env.step("The mode is ready. Is there anything else I can do for you?")
    env.close()
    assert info["ending"] == "user_hung_up"
    assert (info["verdict"]["blame"], info["verdict"]["spoiled"]) == ("agent", False)


def test_a_user_asked_the_same_yes_for_ever_may_leave() -> None:
    env = AutoForgeEnv(BOOKSHOP, split="all", audited=True)
    _, info = env.reset(seed=1)
    words = ["Okay.", *["Shall I go ahead? Please confirm."] * 20]
    while "ending" not in info:
        *_, info = env.step(words.pop(0))
    env.close()
    assert info["ending"] == "user_hung_up"
    assert info["verdict"]["user_errors"] == []
