"""That an error happened is one thing, that it mattered another."""

from dataclasses import replace

import gymnasium
import pytest

import autoforge_envs
from autoforge_envs.benchmark.agents import ReferenceAgent
from autoforge_envs.benchmark.evaluation import make_brief
from autoforge_envs.domain.conversation import CONFIRM
from autoforge_envs.domain.storage.difference import Change
from autoforge_envs.domain.tasks import Task
from autoforge_envs.environments.gymnasium_env import AutoForgeEnv
from autoforge_envs.episode.messages import ToolCall
from autoforge_envs.episode.verdict import Ending, Verdict
from autoforge_envs.users.auditing.consequences import weigh
from autoforge_envs.users.faults.faulty import FaultOptions, FaultyUser, FaultyUsers, Injected
from autoforge_envs.users.scripted import ScriptedUser
from autoforge_envs.users.user_errors import ERROR_KINDS, ErrorKind, UserError
from tests.users.conftest import BOOKSHOP, Transcript


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
        assert not any(error.mattered for error in verdict.user_errors)


def test_both_masking_rules_can_be_computed() -> None:
    played = [verdict for _, verdict in verdicts("cancel_lighthouse", "invented_fact")]
    harmless = next(verdict for verdict in played if verdict.user_errors)
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


FINE = Verdict(0.0, (), (), (), (), (), Ending.USER_HUNG_UP, "agent")
BROKEN_RULE = replace(FINE, violations=("identity_is_checked",))
LACKING = replace(FINE, missing=(Change("orders", "update", "OR-1", {"status": "cancelled"}),))
TOO_MUCH = replace(
    FINE, unexpected=(Change("notes", "insert", "new-1", {"text": "anna@example.com", "by": 7}),)
)
RIGHT_ADDRESS = "It's bo@example.com."
RESTART = ToolCall("restart_reader", {"reader_id": "RD-1"})
YES = [ToolCall(CONFIRM, {}), "Yes."]

Case = tuple[ErrorKind, str, str, str | list[object], Verdict, bool]
"""Kind, subject and evidence of an error; what the user did later; the verdict; did it matter."""

MATTERING: list[Case] = [
    ("wrong_value", "email", "anna@example.com", "Okay.", LACKING, True),
    ("wrong_value", "email", "anna@example.com", RIGHT_ADDRESS, TOO_MUCH, True),
    ("wrong_value", "email", "anna@example.com", RIGHT_ADDRESS, LACKING, False),
    ("wrong_value", "email", "anna@example.com", "Okay.", BROKEN_RULE, False),
    ("contradiction", "email", "anna@example.com", RIGHT_ADDRESS, TOO_MUCH, True),
    ("contradiction", "email", "anna@example.com", RIGHT_ADDRESS, LACKING, False),
    ("invented_fact", "", "My other one is anna@example.com.", "Okay.", TOO_MUCH, True),
    ("invented_fact", "", "I was born on 12 May.", "Okay.", TOO_MUCH, False),
    ("invented_fact", "", "My other one is anna@example.com.", "Okay.", LACKING, False),
    ("extra_request", "", "Note it down too.", "Okay.", TOO_MUCH, True),
    ("extra_request", "", "Note it down too.", "Okay.", LACKING, False),
    ("forgotten_request", "REQUEST", "Bye.", "Okay.", LACKING, True),
    ("forgotten_request", "REQUEST", "Bye.", "Okay.", BROKEN_RULE, False),
    ("premature_hang_up", "", "Bye.", "Okay.", LACKING, True),
    ("premature_hang_up", "", "Bye.", "Okay.", BROKEN_RULE, False),
    ("false_claim", "restart_reader", "Done.", "Okay.", LACKING, True),
    ("false_claim", "restart_reader", "Done.", [RESTART, "Now it says ready."], LACKING, False),
    ("tool_misuse", "restart_reader", "restart_reader(RD-7)", "Okay.", LACKING, True),
    ("tool_misuse", "restart_reader", "restart_reader(RD-7)", "Okay.", TOO_MUCH, True),
    ("tool_misuse", "restart_reader", "restart_reader(RD-7)", [RESTART, "Done."], LACKING, False),
    ("wrong_confirmation", "yes", "Sure.", "Okay.", BROKEN_RULE, True),
    ("wrong_confirmation", "yes", "Sure.", YES, LACKING, False),
    ("wrong_confirmation", "deny", "No.", "Okay.", LACKING, True),
    ("wrong_confirmation", "deny", "No.", YES, LACKING, False),
    ("wrong_confirmation", "deny", "No.", "Okay.", BROKEN_RULE, False),
    ("wrong_confirmation", "email", "Yes.", "Okay.", TOO_MUCH, True),
    ("wrong_confirmation", "email", "Yes.", "Okay.", LACKING, False),
]  # fmt: skip


@pytest.mark.parametrize("case", MATTERING, ids=lambda case: f"{case[0]}-{case[-1]}")
def test_an_error_matters_where_the_task_could_not_succeed_because_of_it(
    case: Case, shop_tasks: dict[str, Task], transcript: Transcript
) -> None:
    kind, subject, evidence, later, verdict, mattered = case
    task = shop_tasks["restart_reader"]
    subject = task.user.requests[0].text if subject == "REQUEST" else subject
    spoken = transcript("Hello.", "Yes?", evidence, "I see. And then?", later)
    (error,) = weigh([UserError(1, kind, subject, evidence)], task, spoken, verdict)
    assert error.mattered is mattered


def test_every_kind_can_matter_and_not_matter() -> None:
    shown = {(kind, mattered) for kind, *_, mattered in MATTERING}
    assert shown == {(kind, mattered) for kind in ERROR_KINDS for mattered in (True, False)}


@pytest.mark.parametrize("kind", ERROR_KINDS)
def test_after_a_success_no_error_of_any_kind_matters(
    kind: ErrorKind, shop_tasks: dict[str, Task], transcript: Transcript
) -> None:
    spoken = transcript("Hello.", "Yes?", "anna@example.com")
    done = replace(FINE, reward=1.0, blame="nobody")
    error = UserError(1, kind, "email", "anna@example.com")
    (weighed,) = weigh([error], shop_tasks["restart_reader"], spoken, done)
    assert weighed.mattered is False
