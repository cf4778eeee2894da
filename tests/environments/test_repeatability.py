"""The same seed gives the same bytes of everything: again, elsewhere, in another process."""

import hashlib
import json
import os
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

import pytest
from pettingzoo.test.seed_test import seed_test

from autoforge_envs.domain.storage.sqlite_store import SqliteStore
from autoforge_envs.environments.servers import SERVERS, folder_source
from autoforge_envs.registration import bundled_folder
from tests.environments.scripts import (
    BOOKSHOP,
    BOTH_DOMAINS,
    QUESTIONS,
    Stage,
    follow,
    inner,
    make,
    make_pair,
    stage,
    start,
)


def fingerprint(domain: str, seed: int) -> str:
    """Hash everything that comes out of a few episodes."""
    env = make(domain, reward="progress", render_mode="ansi")
    told: list[object] = []
    for number, task in enumerate(stage(domain).tasks[:4]):
        actions = [*QUESTIONS[:3], *stage(domain).solution(task)]
        moments = [start(env, task.id, seed + number), *follow(env, actions)]
        told += [asdict(moment) for moment in moments]
        told += [inner(env).save().decode(), env.render()]
    env.reset(seed=seed)
    told += [env.reset() for _ in range(5)]
    env.close()
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()


@pytest.mark.parametrize("domain", BOTH_DOMAINS)
def test_the_same_seed_gives_the_same_bytes(domain: str) -> None:
    assert fingerprint(domain, 7) == fingerprint(domain, 7)
    assert fingerprint(domain, 7) != fingerprint(domain, 8)


@pytest.mark.parametrize("domain", BOTH_DOMAINS)
@pytest.mark.parametrize("hash_seed", ["0", "4711"])
def test_another_process_gives_the_same_bytes(domain: str, hash_seed: str) -> None:
    program = "from tests.environments.test_repeatability import fingerprint; "
    done = subprocess.run(
        [sys.executable, "-c", f"{program}print(fingerprint({domain!r}, 7))"],
        cwd=Path(__file__).parents[2],
        env={**os.environ, "PYTHONHASHSEED": hash_seed},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == fingerprint(domain, 7)


def play_ten(domain: str) -> str:
    """Hash all that comes out of ten solved episodes of a bundled domain."""
    env = make(f"autoforge/{domain}-v0")
    lease = SERVERS.lease(
        folder_source(bundled_folder() / f"{domain}_v0", isolation="none", bundled=True)
    )
    told: list[object] = []
    for number, task in enumerate(lease.server.contents.tasks[:: len(inner(env).tasks) // 10][:10]):
        moments = [start(env, task.id, number), *follow(env, Stage(lease.server).solution(task))]
        told += [asdict(moment) for moment in moments]
        told.append(inner(env).save().decode())
    assert sum("ending" in moment["info"] for moment in told if isinstance(moment, dict)) == 10
    lease.end()
    env.close()
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()


@pytest.mark.parametrize("domain", ["outdoor", "telecom", "library"])
def test_what_is_remembered_of_the_image_changes_no_byte(
    domain: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, again = play_ten(domain), play_ten(domain)
    monkeypatch.setattr(SqliteStore, "writes_mark", lambda *_: object())  # always asks the database
    assert first == again == play_ten(domain)


def test_seeds_change_how_the_user_says_things() -> None:
    env = make()
    openings = {start(env, "cancel_lighthouse", seed).observation["content"] for seed in range(20)}
    assert len(openings) > 1
    env.close()


def test_no_seed_goes_on_with_the_present_randomness() -> None:
    env, other = make(), make()
    for each in (env, other):
        each.reset(seed=5)
    assert [env.reset() for _ in range(6)] == [other.reset() for _ in range(6)]
    assert len({env.reset()[1]["task_id"] for _ in range(30)}) > 1
    env.close()
    other.close()


def test_other_environments_beside_it_change_nothing() -> None:
    env, busy = make(), make()
    actions = stage(BOOKSHOP).solution(stage(BOOKSHOP).task("five_or_two"))
    alone = [start(env, "five_or_two"), *follow(env, actions)]
    start(busy, "five_or_two", seed=9)
    together = [start(env, "five_or_two")]
    for action in actions[: len(alone) - 1]:
        follow(busy, ['{"name": "find_book", "arguments": {"title": "Winter Bread"}}', "Hm."])
        together += follow(env, [action])
        start(busy)
    assert together == alone
    env.close()
    busy.close()


@pytest.mark.parametrize("domain", BOTH_DOMAINS)
def test_players_repeat_themselves_too(domain: str) -> None:
    seed_test(lambda: make_pair(domain), 100)
