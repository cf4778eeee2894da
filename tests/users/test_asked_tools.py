"""Which tools of theirs a message asks users to use."""

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
