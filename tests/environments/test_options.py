"""Every option has its effect, and a wrong value is refused by name, value and choices."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import gymnasium
import pytest

from autoforge_envs.domain.conversation import HANG_UP
from autoforge_envs.environments.options import EnvironmentOptions
from autoforge_envs.episode.messages import Action, Message, ToolCall
from autoforge_envs.errors import DomainError, OptionError, TaskError
from autoforge_envs.users.auditing.audit import Auditor, audit, audit_certain
from autoforge_envs.users.faults.faulty import FaultOptions, FaultyUsers
from autoforge_envs.users.scripted import ScriptedUser
from autoforge_envs.users.user import User
from tests.environments.conftest import Make
from tests.environments.scripts import BOOKSHOP, CLOSING, call, follow, inner, stage, start

WRONG = [
    ("split", "training", "split must be one of 'train', 'validation', 'test', 'all'"),
    ("split", None, "got None"),
    ("split", ["train"], r"got \['train'\]"),
    ("reward", "sparse", "reward must be one of 'binary', 'progress', got 'sparse'"),
    ("rule_enforcement", "none", "must be one of 'as_designed', 'tools', 'agent', got 'none'"),
    ("isolation", "docker", "must be one of 'auto', 'none', 'worker', got 'docker'"),
    ("render_mode", "rgb_array", "must be one of 'ansi', 'human', None, got 'rgb_array'"),
    ("user", "gpt", "user must be one of 'scripted'.*, got 'gpt'"),
    ("max_turns", 0, "max_turns must be from 1 to 1000, got 0"),
    ("max_turns", 1001, "got 1001"),
    ("max_turns", True, "max_turns must be a whole number, got True"),
    ("max_turns", 4.0, "got 4.0"),
    ("max_turns", None, "got None"),
    ("audited", "no", "audited must be True, False, None or an auditor, got 'no'"),
    ("database_url", 5, "database_url must be .*, got 5"),
    ("task_id", 7, "task_id must be .*, got 7"),
    ("tasks", "cancel_lighthouse", "tasks must be a tuple of Task or None, got 'cancel_"),
    ("tasks", ("cancel_lighthouse",), "tasks must be a tuple of Task or None"),
    ("user", 7, "user must be .*, got 7"),
    ("state_digest", 1, "state_digest must be True or False, got 1"),
    ("max_turn", 5, "unknown option max_turn; there are split, task_id, user, max_turns"),
]


@pytest.mark.filterwarnings("ignore:.*render_mode.*:UserWarning")  # Gymnasium doubts it as well
@pytest.mark.parametrize(("name", "value", "message"), WRONG)
def test_a_wrong_value_is_refused(open_env: Make, name: str, value: object, message: str) -> None:
    with pytest.raises(OptionError, match=message):
        open_env(**{name: value})


def test_a_wrong_option_is_a_value_error_too() -> None:
    with pytest.raises(ValueError, match="max_turns"):
        EnvironmentOptions(Path(), max_turns=-1)


def test_every_option_has_a_wrong_value_above() -> None:
    tested = {name for name, _, _ in WRONG}
    assert set(EnvironmentOptions.__slots__) - tested == {"domain"}


def test_an_unknown_task_is_refused_when_made_and_when_reset(open_env: Make) -> None:
    with pytest.raises(TaskError, match=r"bookshop_v0 has no task 'cook_dinner'; .* 6 tasks"):
        open_env(task_id="cook_dinner")
    env = open_env()
    for wrong in ("cook_dinner", 5, ["cancel_lighthouse"]):
        with pytest.raises(TaskError, match="has no task"):
            env.reset(options={"task_id": wrong})
    env.reset(options={"task_id": "five_or_two"})


def test_a_folder_that_is_no_domain_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DomainError, match=str(tmp_path)):
        gymnasium.make(BOOKSHOP, domain=str(tmp_path), isolation="none")


def test_unknown_reset_options_are_refused(open_env: Make) -> None:
    env = open_env()
    with pytest.raises(OptionError, match="unknown reset option task; use 'task_id'"):
        env.reset(options={"task": "five_or_two"})
    for wrong in ("five_or_two", ["task_id"], 5):
        with pytest.raises(OptionError, match=r"reset takes options=.*, got"):
            env.reset(options=wrong)  # type: ignore[arg-type]


@pytest.mark.parametrize("maker", [dict, lambda: None])
def test_what_makes_no_user_is_refused_when_the_environment_is_made(
    open_env: Make, maker: Callable[[], User]
) -> None:
    with pytest.raises(OptionError, match=r"which is no user: it has no method reset, act, save"):
        open_env(user=maker)


@pytest.mark.parametrize(("split", "number"), [("train", 3), ("validation", 1), ("test", 2)])
def test_a_split_gives_its_own_tasks(open_env: Make, split: str, number: int) -> None:
    env = open_env(split=split)
    drawn = {env.reset(seed=seed)[1]["task_id"] for seed in range(40)}
    tasks = [task for task in inner(env).tasks if task.id in drawn]
    assert {task.split for task in tasks} == {split}
    assert len(drawn) == number


def test_all_splits_together_give_every_task(open_env: Make) -> None:
    env = open_env()
    drawn = {env.reset(seed=seed)[1]["task_id"] for seed in range(100)}
    assert drawn == {task.id for task in inner(env).tasks}


def test_a_task_can_be_fixed_and_overruled(open_env: Make) -> None:
    env = open_env(task_id="five_or_two", split="train")
    assert {env.reset(seed=seed)[1]["task_id"] for seed in range(5)} == {"five_or_two"}
    assert env.reset(options={"task_id": "restart_reader"})[1]["task_id"] == "restart_reader"
    assert env.reset()[1]["task_id"] == "five_or_two"


def test_states_can_be_told_apart_by_a_digest(open_env: Make) -> None:
    env = open_env(state_digest=True, task_id="cancel_lighthouse")
    before = env.reset(seed=1)[1]["state_digest"]
    moments = follow(env, stage(BOOKSHOP).solution(stage(BOOKSHOP).task("cancel_lighthouse")))
    digests = [moment.info.get("state_digest") for moment in moments]
    assert digests[-1] is None  # the episode is over
    assert len({before, *digests[:-1]}) > 2
    assert env.reset(seed=1)[1]["state_digest"] == before
    assert "state_digest" not in open_env().reset()[1]


def test_no_reset_option_is_the_same_as_none(open_env: Make) -> None:
    env = open_env()
    assert env.reset(seed=4, options={}) == env.reset(seed=4) == env.reset(seed=4, options=None)


@pytest.mark.parametrize("max_turns", [1, 2, 7])
def test_the_turn_limit_truncates(open_env: Make, max_turns: int) -> None:
    env = open_env(max_turns=max_turns, user=ScriptedUser)
    start(env)
    moments = follow(env, ["My dog can sing.", "It likes cats.", "And rain."] * 3)
    ended = moments[-1]
    assert (ended.terminated, ended.truncated, ended.info["ending"]) in [
        (False, True, "turn_limit"),
        (True, False, "user_hung_up"),  # its patience may be shorter
    ]
    assert ended.info["ending"] == "turn_limit" or max_turns > 4
    assert len(moments) == ended.observation["turn"] <= max_turns


ORDER_FIVE = call("place_order", customer_id="CU-6", book_id="BO-6", quantity=5)


@pytest.mark.parametrize(
    ("rule_enforcement", "refused_by", "violations"),
    [
        ("as_designed", "nobody_orders_more_than_three", []),
        ("tools", "changes_are_confirmed", []),
        ("agent", "", ["changes_are_confirmed", "nobody_orders_more_than_three"]),
    ],
)
def test_rules_are_enforced_by_whom_the_option_says(
    open_env: Make, rule_enforcement: str, refused_by: str, violations: list[str]
) -> None:
    env = open_env(rule_enforcement=rule_enforcement)
    start(env, "five_or_two")
    identify = call("check_password", customer_id="CU-6", password="baobab")
    handover = call("transfer_to_human", reason="done")
    _, order, end = follow(env, [identify, ORDER_FIVE, handover])
    assert (f"refused by rule {refused_by}" in order.observation["content"]) == bool(refused_by)
    assert end.info["verdict"]["violations"] == violations


def test_a_user_can_be_given_as_a_function(open_env: Make) -> None:
    made: list[ScriptedUser] = []

    def make_user() -> ScriptedUser:
        made.append(ScriptedUser())
        return made[-1]

    env = open_env(user=make_user)
    start(env)
    follow(env, [CLOSING])
    assert len(made) == 1


@pytest.mark.parametrize("reward", ["binary", "progress"])
def test_the_reward_comes_at_the_end_or_on_the_way(
    open_env: Make, reward: str, solve: Callable[[str], list[str]]
) -> None:
    env = open_env(reward=reward)
    start(env, "cancel_lighthouse")
    rewards = [moment.reward for moment in follow(env, solve("cancel_lighthouse"))]
    assert sum(rewards) == pytest.approx(1.0)
    assert (rewards[-1] == 1.0) == (reward == "binary")


def test_a_worker_has_no_database_server() -> None:
    url = "postgresql+psycopg://somebody:secret@host/shop"
    with pytest.raises(OptionError, match="locked worker") as caught:
        gymnasium.make(BOOKSHOP, isolation="worker", database_url=url)
    assert "secret" not in str(caught.value)


@pytest.fixture
def solve() -> Callable[[str], list[str]]:
    from tests.environments.scripts import stage

    def solution(task_id: str) -> list[str]:
        return stage(BOOKSHOP).solution(stage(BOOKSHOP).task(task_id))

    return solution


def test_options_are_seen_on_the_environment(open_env: Make) -> None:
    options: dict[str, Any] = {"split": "test", "max_turns": 9, "reward": "progress"}
    seen = inner(open_env(**options)).options
    assert {name: getattr(seen, name) for name in options} == options


def _anybody() -> User:
    return ScriptedUser()


@pytest.mark.parametrize(
    ("options", "auditor"),
    [
        ({}, None),
        ({"audited": True}, audit),
        ({"user": FaultyUsers(ScriptedUser, FaultOptions(0.5))}, audit),
        ({"user": _anybody}, audit_certain),
        ({"user": FaultyUsers(_anybody, FaultOptions(0.5))}, audit_certain),
        ({"user": _anybody, "audited": audit}, audit),
        ({"user": _anybody, "audited": False}, None),
    ],
)
def test_suspicions_are_reported_only_of_users_known_to_read_out(
    open_env: Make, options: dict[str, Any], auditor: Auditor | None
) -> None:
    seen = inner(open_env(**options)).options
    assert seen.episode_options().auditor is auditor


class _Deserter(ScriptedUser):
    """A user that leaves as soon as somebody asks it something."""

    def act(self, heard: Message | None) -> Action:
        opening = super().act(heard)
        return opening if heard is None else ToolCall(HANG_UP, {"farewell": "Never mind."})


@pytest.mark.parametrize(("audited", "blame"), [(True, "user"), (None, "user"), (False, "agent")])
def test_a_user_is_blamed_only_in_audited_episodes(
    open_env: Make, audited: bool | None, blame: str
) -> None:
    env = open_env(user=_Deserter, audited=audited)
    start(env, "cancel_lighthouse")
    (end,) = follow(env, ["What is your e-mail address, please?"])
    assert end.info["verdict"]["blame"] == blame
    assert end.info["verdict"]["reward"] == 0.0
