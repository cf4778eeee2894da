"""What a user uses its tools on."""

import json

from autoforge_envs.domain.conversation import CONFIRM
from autoforge_envs.domain.domain import ToolInfo
from autoforge_envs.domain.tasks import Fact, Request, UserScript
from autoforge_envs.episode.messages import Message, ToolCall
from autoforge_envs.users.scripted import ScriptedUser
from tests.users.conversing import hear, say, start

DONE = Message("tool", '{"mode": "off"}', "user")
OWN = Fact("router_id", "Reference", "router", "RO-7")
ORDER = Fact("order_id", "Reference", "order", "OR-10")


def _tool(name: str, intent: str) -> ToolInfo:
    schema = {"function": {"parameters": {"required": ["router_id"]}}}
    references = {"router_id": "RO"}
    return ToolInfo(name, "user", True, intent, {"router_id": "Reference"}, schema, references)


TOOLS = (
    _tool("restart_router", "restart router {router_id}"),
    _tool("open_flap", "open the flap of router {router_id}"),
)


def owner(*facts: Fact) -> ScriptedUser:
    wish = Request("My router is slow.", "restart_router", None)
    return start(UserScript("Ana", "friendly", "one_by_one", (wish,), facts), TOOLS)


def restart(key: str) -> ToolCall:
    return ToolCall("restart_router", {"router_id": key})


def test_what_the_agent_names_is_used_where_the_user_knows_none() -> None:
    assert hear(owner(), "Please restart router `RO-58`.") == restart("RO-58")
    assert hear(owner(ORDER), "Please restart router RO-58.") == restart("RO-58")


def test_another_than_theirs_is_corrected() -> None:
    user = owner(OWN)
    assert "RO-7" in say(user, "Please restart router RO-58.")
    assert hear(user, "Please restart the router.") == restart("RO-7")


def test_who_does_not_know_which_asks_and_then_does_it() -> None:
    for answer in ("It's RO-58.", "RO-58, please."):
        user = owner()
        assert "hich router" in say(user, "Please restart your router.")
        assert hear(user, answer) == restart("RO-58")


def test_what_was_put_off_is_not_done_on_any_occasion() -> None:
    user = owner()
    say(user, "Please restart your router.")
    say(user, "One moment.")
    assert not isinstance(hear(user, "RO-58 is fine."), ToolCall)
    user = owner()
    say(user, "Please restart your router.")
    assert hear(user, "I would replace RO-58. Shall I?") == ToolCall(CONFIRM, {})


def test_of_several_the_one_counts_that_stands_in_the_request() -> None:
    text = "The flap of RO-1 is shut, and there is RO-2. Please restart router RO-2."
    assert hear(owner(), text) == restart("RO-2")
    assert "hich router" in say(owner(), "You have RO-1 and RO-2. Please restart your router.")


def test_what_was_used_before_is_used_again_until_it_fails() -> None:
    user = owner()
    hear(user, "Please restart router RO-58.")
    user.act(DONE)
    other = owner()
    other.restore(json.loads(json.dumps(user.save())))
    for each in (user, other):
        opened = ToolCall("open_flap", {"router_id": "RO-58"})
        assert hear(each, "Now please open the flap of the router.") == opened
    user.act(Message("tool", "there is no such router", "user", error=True))
    assert "hich router" in say(user, "Please restart your router.")
