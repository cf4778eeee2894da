"""That an error happened is one thing, that it mattered another."""

import gymnasium

import autoforge_envs
from autoforge_envs.benchmark.agents import ReferenceAgent
from autoforge_envs.benchmark.evaluation import make_brief
from autoforge_envs.environments.gymnasium_env import AutoForgeEnv
from autoforge_envs.episode.verdict import Verdict
from autoforge_envs.users.faults.faulty import FaultOptions, FaultyUser, FaultyUsers, Injected
from autoforge_envs.users.scripted import ScriptedUser
from autoforge_envs.users.user_errors import ErrorKind
from tests.users.conftest import BOOKSHOP


def verdicts(task_id: str, kind: ErrorKind, num_seeds: int = 12) -> list[tuple[Injected, Verdict]]:
    """Play a task with faults of a kind; only episodes in which one was made count."""
    (name,) = autoforge_envs.register_domains(BOOKSHOP)
    users = FaultyUsers(ScriptedUser, FaultOptions(1.0, {kind: 1.0}))
    env = gymnasium.make(name, isolation="none", split="all", user=users).unwrapped
    assert isinstance(env, AutoForgeEnv)
    played = []
    for seed in range(num_seeds):
        agent = ReferenceAgent()
        observation, info = env.reset(seed=seed, options={"task_id": task_id})
        agent.reset(make_brief(env, agent, info, seed), observation)
        while env.episode.ending is None:
            observation, *_, info = env.step(agent.act(observation))
        if info["user_faults"]:
            user = env._user
            assert isinstance(user, FaultyUser)
            played.append((user.injected[0], env.episode.verdict()))
    env.close()
    assert played
    return played


def test_who_leaves_too_early_is_to_blame() -> None:
    for _, verdict in verdicts("cancel_lighthouse", "premature_hang_up"):
        assert (verdict.reward, verdict.blame, verdict.spoiled) == (0.0, "user", True)
        assert [error.mattered for error in verdict.user_errors] == [True]


def test_a_wish_that_was_never_named_is_the_users_failure() -> None:
    for _, verdict in verdicts("cancel_one_count_rest", "forgotten_request"):
        assert [error.kind for error in verdict.user_errors] == ["forgotten_request"]
        assert (verdict.blame == "user") == (verdict.reward == 0.0)


def test_a_wrong_value_told_rightly_later_does_not_matter() -> None:
    blames = set()
    for _, verdict in verdicts("cancel_lighthouse", "wrong_value"):
        assert [error.kind for error in verdict.user_errors] == ["wrong_value"]
        assert verdict.user_errors[0].mattered == (verdict.reward == 0.0)
        blames.add((verdict.reward, verdict.blame))
    assert blames <= {(1.0, "nobody"), (0.0, "user")}


def test_a_success_is_nobodys_fault_whatever_the_user_did() -> None:
    for _, verdict in verdicts("cancel_lighthouse", "invented_fact"):
        assert (verdict.reward, verdict.blame, verdict.spoiled) == (1.0, "nobody", False)
        assert [error.mattered for error in verdict.user_errors] == [False]


def test_both_masking_rules_can_be_computed() -> None:
    (_, harmless), *_ = verdicts("cancel_lighthouse", "invented_fact")
    (_, ruined), *_ = verdicts("cancel_lighthouse", "premature_hang_up")
    assert (harmless.is_masked("all_spoiled"), harmless.is_masked("spoiled_failures")) == (
        True,
        False,
    )
    assert ruined.is_masked("all_spoiled")
    assert ruined.is_masked("spoiled_failures")


def test_a_yes_without_the_signal_is_the_users_a_deed_against_a_no_the_agents() -> None:
    found = {"yes": set[str](), "deny": set[str]()}
    for fault, verdict in verdicts("cancel_lighthouse", "wrong_confirmation", num_seeds=30):
        found[fault.subject].add(verdict.blame)
    assert found == {"yes": {"user"}, "deny": {"agent"}}


def test_an_agent_that_fails_on_its_own_is_to_blame() -> None:
    (name,) = autoforge_envs.register_domains(BOOKSHOP)
    env = gymnasium.make(name, isolation="none", split="all").unwrapped
    assert isinstance(env, AutoForgeEnv)
    _, info = env.reset(seed=3)
    while env.episode.ending is None:
        *_, info = env.step("")
    assert info["verdict"]["blame"] == "agent"
    assert info["verdict"]["user_errors"] == []
    env.close()
