"""What can be done with an episode whose session was given up."""

import pytest

from autoforge_envs.episode.messages import Action, ToolCall, Words
from autoforge_envs.errors import EpisodeError

from .conftest import Start


@pytest.mark.parametrize("action", [Words("Hello"), ToolCall("list_orders", {})])
def test_nobody_acts_and_the_verdict_stays(start: Start, action: Action) -> None:
    episode = start()
    verdict = episode.verdict()
    episode.close()
    with pytest.raises(EpisodeError, match="the environment is closed"):
        episode.act("user", action)
    assert episode.transcript == []
    assert episode.verdict() == verdict
