"""Numbers in names that tools have shown tell nothing, as long as the episode goes on."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

import pytest

from autoforge_envs.domain.serving import LocalServer
from autoforge_envs.domain.session import ToolResult
from autoforge_envs.domain.tasks import Goal, Task, Told
from autoforge_envs.domain.tools import Caller
from autoforge_envs.episode.episode import Episode, EpisodeOptions
from autoforge_envs.episode.messages import Party, ToolCall, Words

LOOK = {
    "agent": ToolCall("find_book", {"title": "Winter Bread"}),
    "user": ToolCall("read_screen", {"reader_id": "RD-1"}),
}
NAMED = Words("You picked it up at Fürth Harbour 2.")


class Showing:
    """A session whose tools all show a name with a number."""

    def __init__(self, session: object) -> None:
        self._session = session

    def call(self, caller: Caller, name: str, arguments: Mapping[str, object]) -> ToolResult:
        return ToolResult('{"name": "Fürth Harbour 2"}')

    def __getattr__(self, name: str) -> object:
        return getattr(self._session, name)


@pytest.fixture
def task(tasks: dict[str, Task]) -> Task:
    told = (Told("number of rentals", "Quantity", 2),)
    return replace(tasks["five_or_two"], goal=Goal((), told))


@pytest.fixture
def episode(bookshop: LocalServer, task: Task) -> Iterator[Episode]:
    session = bookshop.open_session()
    episode = Episode(Showing(session), EpisodeOptions())  # type: ignore[arg-type]
    episode.reset(task)
    yield episode
    session.close()


def is_told(episode: Episode, looks: Party | None) -> bool:
    """Say the name after somebody has looked, and tell whether that has told its number."""
    if looks == "user":
        episode.act("user", LOOK["user"])
    episode.act("user", Words("How many rentals do I have?"))
    if looks == "agent":
        episode.act("agent", LOOK["agent"])
    episode.act("agent", NAMED)
    return episode.verdict().untold == ()


@pytest.mark.parametrize(("looks", "tells"), [(None, True), ("agent", False), ("user", True)])
def test_only_what_the_agent_was_shown_is_a_name(
    episode: Episode, looks: Party | None, *, tells: bool
) -> None:
    assert is_told(episode, looks) is tells


def test_the_next_episode_knows_no_names_of_the_last(episode: Episode, task: Task) -> None:
    assert not is_told(episode, "agent")
    episode.reset(task)
    assert is_told(episode, None)
