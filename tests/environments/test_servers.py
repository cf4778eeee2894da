"""A domain comes from a folder, from a source of its own, or as a server that is open already."""

import copy
import pickle
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from threading import Thread
from typing import Any, ClassVar

import gymnasium
import pytest

from autoforge_envs.domain.loading import load_domain
from autoforge_envs.domain.rules import RuleEnforcement
from autoforge_envs.domain.serving import DomainServer, LocalServer
from autoforge_envs.domain.session import LocalSession
from autoforge_envs.domain.tasks import Task
from autoforge_envs.environments.gymnasium_env import AutoForgeEnv
from autoforge_envs.environments.pettingzoo_env import env as make_players
from autoforge_envs.environments.servers import Lease, ServerPool
from autoforge_envs.environments.symbolic.symbolic_env import make as make_symbolic
from autoforge_envs.errors import OptionError, SnapshotError, StateError, TaskError
from autoforge_envs.users.user import User
from tests.environments.scripts import BOOKSHOP, BOOKSHOP_FOLDER, follow, make, stage, start


class _Watched(LocalServer):
    """A server in memory that counts how often it is closed."""

    def __init__(self) -> None:
        super().__init__(load_domain(BOOKSHOP_FOLDER), in_memory=True)
        self.num_closed = 0

    def close(self) -> None:
        self.num_closed += 1
        super().close()


@dataclass(frozen=True, slots=True)
class _Shop:
    """A source: the bookshop in memory, numbered."""

    number: int
    served: ClassVar[list[_Watched]] = []

    def serve(self) -> DomainServer:
        self.served.append(_Watched())
        return self.served[-1]


@pytest.fixture
def server() -> Iterator[_Watched]:
    watched = _Watched()
    yield watched
    if not watched.num_closed:
        watched.close()


@pytest.fixture
def served() -> Iterator[list[_Watched]]:
    _Shop.served.clear()
    yield _Shop.served
    assert [each.num_closed for each in _Shop.served] == [1] * len(_Shop.served)


def play(env: gymnasium.Env[dict[str, Any], str], task: Task) -> float:
    start(env, task.id)
    return sum(moment.reward for moment in follow(env, stage(BOOKSHOP).solution(task)))


def test_an_open_server_is_played_and_stays_its_owners(server: _Watched) -> None:
    first, second = AutoForgeEnv(server, split="all"), AutoForgeEnv(server, split="all")
    task = first.tasks[0]
    assert play(first, task) == 1.0
    first.close()
    assert play(second, task) == 1.0
    second.close()
    assert server.num_closed == 0


def test_a_source_is_opened_once_for_all_its_environments(served: list[_Watched]) -> None:
    envs = [AutoForgeEnv(_Shop(number), split="all") for number in (1, 2, 1)]
    assert len(served) == 2
    envs[0].close()
    assert [each.num_closed for each in served] == [0, 0]
    envs[1].close()
    assert [each.num_closed for each in served] == [0, 1]
    assert play(envs[2], envs[2].tasks[0]) == 1.0
    envs[2].close()


def test_an_environment_from_a_source_can_be_pickled_and_copied(served: list[_Watched]) -> None:
    env = AutoForgeEnv(_Shop(1), split="all")
    env.reset(seed=5)
    for twin in (pickle.loads(pickle.dumps(env)), copy.deepcopy(env)):
        assert twin.save() == env.save()
        twin.close()
    env.close()
    assert len(served) == 1


def test_an_environment_with_an_open_server_cannot_be_pickled(server: _Watched) -> None:
    env = AutoForgeEnv(server)
    with pytest.raises(TypeError, match="open server of bookshop cannot be pickled"):
        pickle.dumps(env)
    env.close()


def test_every_api_takes_a_server(server: _Watched) -> None:
    by_numbers = make_symbolic(server, split="all")
    by_numbers.reset(seed=0)
    assert by_numbers.action_masks().any()
    by_numbers.close()
    players = make_players(server, split="all")
    players.reset(seed=0)
    assert players.metadata["name"] == "bookshop_v0"
    players.close()


def test_the_same_episode_is_played_from_folder_and_from_server(server: _Watched) -> None:
    ready, folder = AutoForgeEnv(server, split="all"), make(split="all")
    observation, info = ready.reset(seed=11)
    assert (observation, info) == folder.reset(seed=11)
    action = stage(BOOKSHOP).solution(stage(BOOKSHOP).task(info["task_id"]))[0]
    assert ready.step(action) == folder.step(action)
    ready.close()
    folder.close()


class _Sessionless(_Watched):
    """A server that opens no session."""

    def open_session(self, rule_enforcement: RuleEnforcement = "as_designed") -> LocalSession:
        raise StateError("no session today")


@dataclass(frozen=True, slots=True)
class _SessionlessShop(_Shop):
    def serve(self) -> DomainServer:
        self.served.append(_Sessionless())
        return self.served[-1]


def _no_user() -> User:
    raise RuntimeError("no user today")


@pytest.mark.parametrize("make_env", [AutoForgeEnv, make_players])
def test_an_environment_that_cannot_be_made_gives_its_server_back(
    make_env: Callable[..., object], served: list[_Watched]
) -> None:
    with pytest.raises(StateError, match="no session today"):
        make_env(_SessionlessShop(1))
    with pytest.raises(TaskError, match="no task 'unknown'"):
        make_env(_Shop(1), task_id="unknown")
    assert [each.num_closed for each in served] == [1, 1]


def test_an_environment_whose_user_cannot_be_made_keeps_no_server(served: list[_Watched]) -> None:
    with pytest.raises(RuntimeError, match="no user today"):
        AutoForgeEnv(_Shop(1), user=_no_user)
    assert all(each.num_closed for each in served)


def test_an_environment_that_cannot_be_restored_gives_its_server_back(
    served: list[_Watched],
) -> None:
    env = AutoForgeEnv(_Shop(1), split="all")
    env.reset(seed=5)
    state = env.__getstate__()
    env.close()
    with pytest.raises(SnapshotError):
        AutoForgeEnv.__new__(AutoForgeEnv).__setstate__({**state, "snapshot": b"damaged"})
    assert [each.num_closed for each in served] == [1, 1]


@dataclass(frozen=True, slots=True)
class _Opening:
    """A source that does something while it is opened."""

    during: Callable[[], None]

    def serve(self) -> DomainServer:
        self.during()
        return _Watched()


def test_a_server_is_given_back_while_another_is_opened() -> None:
    pool = ServerPool()
    other = pool.lease(_Opening(lambda: None))
    closing = Thread(target=other.end)

    def close_the_other() -> None:
        closing.start()
        closing.join(timeout=10)
        assert not closing.is_alive()

    pool.lease(_Opening(close_the_other)).end()


def test_two_threads_that_want_one_source_share_its_server() -> None:
    pool = ServerPool()
    leases: list[Lease] = []
    second = Thread(target=lambda: leases.append(pool.lease(source)))
    source = _Opening(second.start)  # a thread starts only once
    leases.append(pool.lease(source))
    second.join()
    first, other = leases
    assert first.server is other.server
    first.end()
    other.end()
    assert isinstance(first.server, _Watched)
    assert first.server.num_closed == 1


def test_whoever_waits_for_a_source_that_fails_opens_it_anew() -> None:
    pool = ServerPool()
    leases: list[Lease] = []
    second = Thread(target=lambda: leases.append(pool.lease(source)))
    failures = [OptionError("no server today")]

    def fail_once() -> None:
        if failures:
            second.start()
            raise failures.pop()

    source = _Opening(fail_once)
    with pytest.raises(OptionError, match="no server today"):
        pool.lease(source)
    second.join()
    (lease,) = leases
    lease.end()
    assert isinstance(lease.server, _Watched)
    assert lease.server.num_closed == 1
    assert not pool._shared


def test_tasks_can_be_given_that_lie_in_no_folder(server: _Watched) -> None:
    task = replace(server.contents.tasks[0], id="another", split="test")
    env = AutoForgeEnv(server, tasks=(task,), split="test")
    assert [env.reset(seed=seed)[1]["task_id"] for seed in range(3)] == ["another"] * 3
    assert play(env, task) == 1.0
    env.close()


def test_other_tasks_can_be_laid_out_later(served: list[_Watched]) -> None:
    env = AutoForgeEnv(_Shop(1), split="all")
    task = replace(env.tasks[0], id="another")
    env.lay_out([task])
    assert env.tasks == (task,)
    assert env.reset(seed=1)[1]["task_id"] == "another"
    with pytest.raises(TaskError, match="no task 'cancel_lighthouse'"):
        env.reset(options={"task_id": "cancel_lighthouse"})
    env.reset(seed=1)
    twin = pickle.loads(pickle.dumps(env))
    assert twin.reveal() == task
    twin.close()
    env.close()
    assert len(served) == 1


def test_tasks_must_be_tasks_with_different_ids_and_one_in_the_split(server: _Watched) -> None:
    task = replace(server.contents.tasks[0], split="train")
    with pytest.raises(OptionError, match="two of the id"):
        AutoForgeEnv(server, tasks=(task, task))
    with pytest.raises(OptionError, match="tasks must be a tuple of Task or None, got 'all'"):
        AutoForgeEnv(server, tasks="all")
    with pytest.raises(TaskError, match="no task in split 'test'"):
        AutoForgeEnv(server, tasks=(task,), split="test")


@pytest.mark.parametrize(("name", "value"), [("isolation", "none"), ("database_url", "x")])
def test_options_of_folders_are_refused_for_servers_and_sources(
    server: _Watched, name: str, value: str
) -> None:
    for domain in (server, _Shop(1)):
        with pytest.raises(OptionError, match=f"{name}='{value}' is for domain folders"):
            AutoForgeEnv(domain, **{name: value})


def test_something_else_is_no_domain() -> None:
    with pytest.raises(OptionError, match="domain must be a folder, an open server or a source"):
        AutoForgeEnv(7)  # type: ignore[arg-type]
