"""An environment can be saved at every step and goes on the same way: here, elsewhere, copied."""

import copy
import json
import pickle
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import gymnasium
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autoforge_envs.episode.snapshots import dump, load
from autoforge_envs.errors import SnapshotError
from tests.environments.conftest import Make
from tests.environments.scripts import (
    BOOKSHOP,
    BOTH_DOMAINS,
    Moment,
    call,
    follow,
    inner,
    make,
    make_pair,
    scripts,
    stage,
    start,
)

Env = gymnasium.Env[dict[str, Any], str]


def play_and_save(
    env: Env, task_id: str, actions: list[str], seed: int = 4
) -> tuple[list[bytes], list[Moment]]:
    """Play to the end, keeping a snapshot before every action."""
    start(env, task_id, seed)
    snapshots, moments = [], []
    for action in actions:
        snapshots.append(inner(env).save())
        moments += follow(env, [action])
        if moments[-1].over:
            break
    return snapshots, moments


def go_on(env: Env, snapshot: bytes, actions: list[str]) -> list[Moment]:
    inner(env).restore(snapshot)
    return follow(env, actions)


@pytest.mark.parametrize("domain", BOTH_DOMAINS)
@pytest.mark.parametrize("reward", ["binary", "progress"])
def test_every_step_can_be_gone_back_to(domain: str, reward: str) -> None:
    env, other = make(domain, reward=reward), make(domain, reward=reward)
    start(other)
    for task in stage(domain).tasks[:6]:
        actions = stage(domain).solution(task)
        snapshots, moments = play_and_save(env, task.id, actions)
        for at, snapshot in reversed(list(enumerate(snapshots))):
            assert go_on(other, snapshot, actions[at:]) == moments[at:]
        for at, snapshot in list(enumerate(snapshots))[::4]:
            assert go_on(env, snapshot, actions[at:]) == moments[at:]
    env.close()
    other.close()


@settings(max_examples=25)
@given(script=scripts(BOOKSHOP), data=st.data())
def test_any_episode_can_be_gone_back_to(
    script: tuple[str, list[str]], data: st.DataObject
) -> None:
    task_id, actions = script
    env, other = make(reward="progress"), make(reward="progress")
    start(other)
    snapshots, moments = play_and_save(env, task_id, actions)
    if snapshots:
        at = data.draw(st.integers(0, len(snapshots) - 1))
        assert go_on(other, snapshots[at], actions[at:]) == moments[at:]
        assert inner(other).episode.transcript == inner(env).episode.transcript
    env.close()
    other.close()


def test_saving_changes_nothing_and_gives_the_same_bytes(open_env: Make) -> None:
    env = open_env()
    actions = stage(BOOKSHOP).solution(stage(BOOKSHOP).task("five_or_two"))
    _, saved = play_and_save(env, "five_or_two", actions)
    start(env, "five_or_two", 4)
    assert follow(env, actions) == saved
    snapshot = inner(env).save()
    inner(env).restore(snapshot)
    assert inner(env).save() == snapshot


def test_the_episodes_after_a_restored_one_are_the_same(open_env: Make) -> None:
    env, other = open_env(), open_env()
    start(env, seed=9)
    inner(other).restore(inner(env).save())
    for _ in range(5):
        assert env.reset() == other.unwrapped.reset()


PROGRAM = """
import json, pickle, sys
from dataclasses import asdict
from tests.environments.scripts import follow, inner, make, start
work = pickle.loads(sys.stdin.buffer.read())
env = make(work["domain"])
start(env)
for snapshot, actions in work["branches"]:
    inner(env).restore(snapshot)
    print(json.dumps([asdict(moment) for moment in follow(env, actions)]))
"""


@pytest.mark.parametrize("domain", BOTH_DOMAINS)
def test_another_process_goes_on_the_same_way(domain: str) -> None:
    env = make(domain)
    branches, expected = [], []
    for task in stage(domain).tasks[-2:]:
        actions = stage(domain).solution(task)
        snapshots, moments = play_and_save(env, task.id, actions)
        branches += [(snapshot, actions[at:]) for at, snapshot in enumerate(snapshots)]
        expected += [[asdict(m) for m in moments[at:]] for at in range(len(snapshots))]
    env.close()
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        input=pickle.dumps({"domain": domain, "branches": branches}),
        capture_output=True,
        cwd=Path(__file__).parents[2],
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    assert [json.loads(line) for line in done.stdout.splitlines()] == expected


@pytest.mark.parametrize(
    "twin", [copy.deepcopy, copy.copy, lambda env: pickle.loads(pickle.dumps(env))]
)
def test_a_copy_goes_on_independently(open_env: Make, twin: Callable[[Env], Env]) -> None:
    env = open_env(reward="progress", max_turns=9)
    actions = stage(BOOKSHOP).solution(stage(BOOKSHOP).task("cancel_lighthouse"))
    start(env, "cancel_lighthouse")
    follow(env, actions[:4])
    other = twin(env)
    assert inner(other).options == inner(env).options
    assert other.spec == env.spec
    if twin is copy.copy:  # shares what it wraps, as shallow copies do
        return
    expected = follow(other, actions[4:])
    assert expected[-1].terminated
    assert follow(env, actions[4:]) == expected
    other.close()


def test_an_environment_that_has_not_begun_can_be_copied(open_env: Make) -> None:
    env = open_env()
    other = pickle.loads(pickle.dumps(env))
    assert start(other, seed=3) == start(env, seed=3)
    other.close()
    env.close()
    pickle.loads(pickle.dumps(env)).close()


@pytest.mark.parametrize(
    "damaged",
    [
        b"",
        b"{",
        b"[]",
        b"{}",
        b"\xff\xfe",
        b'{"episode": {}, "user": {}, "np_random": {}, "shown": 0}',
        b'{"episode": 5}',
        b'{"episode": {"task": "no_such_task"}}',
        b'{"episode": {"task": ["a", "b"]}}',
        None,
        "{}",
    ],
)
def test_damaged_bytes_are_refused(open_env: Make, damaged: Any) -> None:
    env = open_env()
    start(env)
    with pytest.raises(SnapshotError):
        inner(env).restore(damaged)
    start(env)
    follow(env, ["Hello"])


@settings(max_examples=200)
@given(data=st.data())
@pytest.mark.parametrize("players", [1, 2])
def test_bytes_with_anything_flipped_cut_or_added_are_refused(
    players: int, data: st.DataObject
) -> None:
    env: Any = make().unwrapped if players == 1 else make_pair().unwrapped
    env.reset(seed=3)
    snapshot = env.save()
    at = data.draw(st.integers(0, len(snapshot) - 1))
    flipped = bytes([snapshot[at] ^ (1 << data.draw(st.integers(0, 7)))])
    for damaged in (
        snapshot[:at] + flipped + snapshot[at + 1 :],
        snapshot[:at],
        snapshot + b" ",
    ):
        with pytest.raises(
            SnapshotError, match=r"no snapshot, or a damaged one; pass what save\(\)"
        ):
            env.restore(damaged)
    env.restore(bytearray(snapshot))
    assert env.save() == snapshot
    env.close()


@pytest.mark.parametrize(
    ("sound", "edited"),
    [
        (b'"floor": "agent"', b'"floor": null'),
        (b'"floor": "agent"', b'"floor": []'),
        (b'"shown": 1', b'"shown": "x"'),
        (b'"transcript": [', b'"transcript": {}, "x": ['),
    ],
)
def test_an_edited_snapshot_is_refused(open_env: Make, sound: bytes, edited: bytes) -> None:
    env = open_env()
    start(env)
    snapshot = inner(env).save()
    assert sound in snapshot
    with pytest.raises(SnapshotError, match="no snapshot, or a damaged one"):
        inner(env).restore(snapshot.replace(sound, edited))


@settings(max_examples=60)
@given(data=st.data())
def test_a_snapshot_with_anything_missing_is_refused(data: st.DataObject) -> None:
    env = make()
    start(env)
    follow(env, [call("check_password", customer_id="CU-6", password="baobab"), "Hello"])
    saved = load(inner(env).save())
    outer = data.draw(st.sampled_from(sorted(saved)))
    if isinstance(saved[outer], dict) and data.draw(st.booleans()):
        del saved[outer][data.draw(st.sampled_from(sorted(saved[outer])))]
    else:
        del saved[outer]
    with pytest.raises(SnapshotError):
        inner(env).restore(dump(saved))
    env.close()


def test_a_snapshot_of_another_domain_is_refused(open_env: Make) -> None:
    env = open_env()
    start(env)
    saved = load(inner(env).save())
    saved["episode"]["task"] = "return_a_parachute"
    with pytest.raises(SnapshotError, match="another domain: no task 'return_a_parachute'"):
        inner(env).restore(dump(saved))


def test_a_refused_snapshot_leaves_nothing_half_done(open_env: Make) -> None:
    env = open_env()
    start(env, "five_or_two", 4)
    saved = load(inner(env).save())
    saved["episode"]["state"] = "{"
    with pytest.raises(SnapshotError):
        inner(env).restore(dump(saved))
    assert start(env, "five_or_two", 4) == start(open_env(), "five_or_two", 4)


def test_players_can_be_saved_at_every_step() -> None:
    pair = make_pair(reward="progress")
    other = make_pair(reward="progress")
    pair.reset(seed=1, options={"task_id": "restart_reader"})
    other.reset(seed=2)
    actions = [
        "My reader is frozen.",
        call("find_customer", email="bo@example.com"),
        "Please restart it.",
        call("restart_reader", reader_id="RD-1"),
        call("confirm"),
        "It is on.",
        "Good. Anything else?",
        call("hang_up", farewell="No."),
        None,
        None,
    ]
    for at, action in enumerate(actions):
        other.unwrapped.restore(pair.unwrapped.save())
        copied = pickle.loads(pickle.dumps(pair.unwrapped))
        for twin in (other.unwrapped, copied):
            assert twin.last() == pair.last(), at
            assert twin.agent_selection == pair.agent_selection
            assert (twin.rewards, twin.infos) == (pair.rewards, pair.infos)
            twin.step(action)
        pair.step(action)
        for twin in (other.unwrapped, copied):
            assert twin.agents == pair.agents
            assert twin._cumulative_rewards == pair.unwrapped._cumulative_rewards
            assert twin.save() == pair.unwrapped.save()
        copied.close()
    assert pair.agents == []
    with pytest.raises(SnapshotError):
        pair.unwrapped.restore(b"{}")
