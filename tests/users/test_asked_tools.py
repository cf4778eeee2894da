"""Which tools of theirs a message asks users to use."""

import pytest

from autoforge_envs.domain.domain import ToolInfo
from autoforge_envs.users.asked_tools import asked_tools
from autoforge_envs.users.understanding import understand
from benchmarks.understanding import TOOLS


def test_tools_are_told_apart() -> None:
    def asked(text: str) -> list[str]:
        return [tool.name for tool in asked_tools(understand(text), TOOLS)]

    assert asked("Please reboot the router.") == ["restart_router"]
    assert asked("What do the lights of the router show?") == ["read_lights"]
    assert asked("I have restarted the router from here.") == []


def test_what_the_agent_proposes_to_do_is_no_request_to_use_a_tool() -> None:
    def asked(text: str) -> list[str]:
        return [tool.name for tool in asked_tools(understand(text), TOOLS)]

    assert (
        asked("This is what I am about to do: restart router (router id: R-1). Do you confirm?")
        == []
    )
    assert asked("Restart router (router id: R-1). OK?") == []
    assert asked("Could you please restart the router? Shall I wait?") == ["restart_router"]


def _tool(name: str, intent: str) -> ToolInfo:
    return ToolInfo(name, "user", True, intent, {}, {})


DEVICE = (
    _tool("toggle_airplane_mode", "toggle airplane mode of phone {phone_id}"),
    _tool("toggle_mobile_internet", "toggle mobile internet of phone {phone_id}"),
    _tool("toggle_roaming_switch", "toggle the roaming switch of phone {phone_id}"),
    _tool("restart_phone", "restart phone {phone_id}"),
)


@pytest.mark.parametrize(
    "text",
    [
        "Great, airplane mode is switched off now.",
        "Great, you have turned airplane mode off.",
        "Good, mobile internet is switched on again.",
        "Thanks, now the roaming switch is as it should be.",
        "To sum up: the roaming switch is off; the total is 3.00.",
        "Roaming has been switched on for this connection.",
        "Unfortunately that isn't possible, sorry! Roaming is not switched on for a connection "
        "with an overdue invoice.",
        "Perfect, you have restarted the phone. Is there anything else?",
        "Airplane mode is switched off now, anything else?",
        "Great, airplane mode is off now. Could you check whether it works?",
        "Where is the roaming switch?",
        "Please hold on while I switch roaming on.",
        "Thanks for switching airplane mode off. What do you see?",
    ],
)
def test_what_is_said_to_be_so_is_not_done_again(text: str) -> None:
    assert asked_tools(understand(text), DEVICE) == []


@pytest.mark.parametrize(
    "text",
    [
        "Please don't restart the phone.",
        "Please do not turn off airplane mode yet.",
        "Could you not restart the phone for now?",
        "Did you restart the phone?",
        "When did you last restart the phone?",
        "Which phone did you restart?",
        "Why did you turn airplane mode on?",
        "Before you restart the phone, tell me your name.",
        "If you restart the phone, airplane mode is off afterwards.",
        "The roaming switch of that phone, PH-789801325, is on now. Anything else?",
        "The roaming switch of your phone, Reef Mini, is off.",
        "What does the roaming switch of your phone say?",
    ],
)
def test_what_is_not_to_be_done_or_was_done_is_not_done_now(text: str) -> None:
    asked = [tool.name for tool in asked_tools(understand(text), DEVICE)]
    assert asked == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Don't forget to restart the phone.", "restart_phone"),
        ("If you could restart the phone, that would help.", "restart_phone"),
        ("Why don't you restart the phone?", "restart_phone"),
        ("Please flip the roaming switch of your phone PH-1.", "toggle_roaming_switch"),
        ("Airplane mode is on. Could you turn it off?", "toggle_airplane_mode"),
        ("Airplane mode needs to be switched off.", "toggle_airplane_mode"),
        ("Your phone is in airplane mode, so please switch it off.", "toggle_airplane_mode"),
        ("Now turn airplane mode off and tell me when you are done.", "toggle_airplane_mode"),
        ("Please switch roaming on at your phone.", "toggle_roaming_switch"),
        ("Now flip the roaming switch.", "toggle_roaming_switch"),
        ("Airplane mode is off. Now please restart the phone.", "restart_phone"),
    ],
)
def test_what_is_requested_is_done(text: str, name: str) -> None:
    assert [tool.name for tool in asked_tools(understand(text), DEVICE)] == [name]
