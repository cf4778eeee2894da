"""Many environments at once: sync, async without shared memory, and clear words where it fails."""

from pathlib import Path
from typing import Any

import gymnasium
import pytest
from gymnasium.vector import AutoresetMode
from gymnasium.wrappers import RecordEpisodeStatistics
from gymnasium.wrappers.vector import DictInfoToList
from gymnasium.wrappers.vector import RecordEpisodeStatistics as RecordVectorStatistics

from tests.environments.scripts import BOOKSHOP, call, make

HANDOVER = call("transfer_to_human", reason="I give up")
LOOK = call("find_customer", email="bo@example.com")
OPTIONS: dict[str, Any] = {"isolation": "none", "split": "all"}


def single(seed: int, actions: list[str]) -> list[dict[str, Any]]:
    env = make()
    observations = [env.reset(seed=seed)[0]]
    observations += [env.step(action)[0] for action in actions]
    env.close()
    return observations


@pytest.mark.parametrize(
    ("mode", "settings"),
    [
        (None, {}),
        ("sync", {}),
        ("async", {"shared_memory": False}),
        ("async", {"shared_memory": False, "context": "spawn"}),
    ],
    ids=["default", "sync", "async", "spawned"],
)
@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
def test_each_environment_plays_as_it_would_alone(
    mode: str | None, settings: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    here = str(Path(__file__).parents[2])
    monkeypatch.setenv("PYTHONPATH", here)  # for processes that start from nothing
    envs = gymnasium.make_vec(
        f"autoforge_envs:{BOOKSHOP}", 3, mode, vector_kwargs=settings, **OPTIONS
    )
    steps = [[LOOK, "Hello!", LOOK], ["{", "", "What is your e-mail address, please?"]]
    observed = [envs.reset(seed=11)[0], *(envs.step(actions)[0] for actions in steps)]
    for at in range(3):
        alone = single(11 + at, [actions[at] for actions in steps])
        assert [_pick(observation, at) for observation in observed] == alone
    envs.close()


def _pick(batch: dict[str, Any], at: int) -> dict[str, Any]:
    return {name: values[at] for name, values in batch.items()}


def test_shared_memory_is_refused_with_the_way_out() -> None:
    with pytest.raises(ValueError, match="shared_memory=False") as caught:
        gymnasium.make_vec(BOOKSHOP, 2, "async", **OPTIONS)
    assert "cannot live in shared memory" in str(caught.value.__cause__)


def test_a_custom_vector_form_is_refused() -> None:
    with pytest.raises(gymnasium.error.Error, match="doesn't have a vector entry point"):
        gymnasium.make_vec(BOOKSHOP, 2, "vector_entry_point", **OPTIONS)


def test_next_step_begins_the_next_episode_by_default() -> None:
    envs = gymnasium.make_vec(BOOKSHOP, 2, "sync", **OPTIONS)
    envs.reset(seed=1)
    _, _, terminated, truncated, infos = envs.step([HANDOVER, LOOK])
    assert (list(terminated), list(truncated)) == ([True, False], [False, False])
    assert infos["ending"][0] == "handed_over"
    observations, rewards, terminated, _, infos = envs.step(["ignored", LOOK])
    assert observations["role"] == ("user", "tool")
    assert observations["turn"][0] == 0
    assert (list(terminated), list(rewards)) == ([False, False], [0.0, 0.0])
    assert list(infos["_task_id"]) == [True, False]
    envs.close()


def test_the_same_step_can_begin_the_next_episode() -> None:
    settings = {"autoreset_mode": AutoresetMode.SAME_STEP}
    envs = gymnasium.make_vec(BOOKSHOP, 2, "sync", vector_kwargs=settings, **OPTIONS)
    envs.reset(seed=1)
    observations, _, terminated, _, infos = envs.step([HANDOVER, LOOK])
    assert list(terminated) == [True, False]
    assert observations["role"] == ("user", "tool")
    assert infos["final_obs"][0]["role"] == "tool"
    assert infos["final_info"]["ending"][0] == "handed_over"
    envs.close()


def test_resets_can_be_left_to_the_caller() -> None:
    settings = {"autoreset_mode": AutoresetMode.DISABLED}
    envs = gymnasium.make_vec(BOOKSHOP, 2, "sync", vector_kwargs=settings, **OPTIONS)
    envs.reset(seed=1)
    _, _, terminated, truncated, _ = envs.step([HANDOVER, LOOK])
    observations, _ = envs.reset(options={"reset_mask": terminated | truncated})
    assert observations["role"] == ("user", "tool")
    envs.close()


def test_wrappers_work_on_vectors() -> None:
    inside = gymnasium.make_vec(BOOKSHOP, 2, "sync", wrappers=[RecordEpisodeStatistics], **OPTIONS)
    outside = RecordVectorStatistics(gymnasium.make_vec(BOOKSHOP, 2, "sync", **OPTIONS))
    for envs in (DictInfoToList(inside), DictInfoToList(outside)):
        envs.reset(seed=1)
        *_, infos = envs.step([HANDOVER, LOOK])
        assert infos[0]["episode"]["l"] == 1
        assert [message["party"] for message in infos[1]["messages"]] == ["agent", "agent"]
        envs.close()


def test_tasks_can_be_chosen_for_all() -> None:
    envs = gymnasium.make_vec(BOOKSHOP, 2, "sync", **OPTIONS)
    _, infos = envs.reset(seed=3, options={"task_id": "five_or_two"})
    assert list(infos["task_id"]) == ["five_or_two"] * 2
    envs.close()
