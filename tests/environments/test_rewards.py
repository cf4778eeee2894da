"""Whatever is done, the progress reward sums up to the binary one."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.environments.scripts import (
    BOOKSHOP,
    BOTH_DOMAINS,
    call,
    follow,
    inner,
    make,
    scripts,
    stage,
    start,
)

END = [call("transfer_to_human", reason="no more to do")]


@pytest.mark.parametrize("domain", BOTH_DOMAINS)
@settings(max_examples=60)
@given(data=st.data())
def test_progress_telescopes_to_the_binary_reward(domain: str, data: st.DataObject) -> None:
    task_id, actions = data.draw(scripts(domain))
    seed = data.draw(st.integers(0, 1000))
    enforcement = data.draw(st.sampled_from(["as_designed", "tools", "agent"]))
    returns = {}
    for reward in ("binary", "progress"):
        env = make(domain, reward=reward, rule_enforcement=enforcement, max_turns=8)
        start(env, task_id, seed)
        moments = follow(env, [*actions, *END])
        rewards = [moment.reward for moment in moments]
        returns[reward] = sum(rewards)
        assert moments[-1].over
        assert moments[-1].info["verdict"]["reward"] == pytest.approx(sum(rewards))
        assert all(-1.0 <= each <= 1.0 for each in rewards)
        env.close()
    assert returns["progress"] == pytest.approx(returns["binary"], abs=1e-9)
    assert returns["binary"] in (0.0, 1.0)


@pytest.mark.parametrize("domain", BOTH_DOMAINS)
def test_progress_rewards_the_steps_that_bring_the_goal_nearer(domain: str) -> None:
    env = make(domain, reward="progress")
    for task in stage(domain).tasks:
        start(env, task.id)
        moments = follow(env, stage(domain).solution(task))
        gains = [moment.reward for moment in moments[:-1] if moment.reward > 0]
        assert gains, task.id
        assert sum(moment.reward for moment in moments) == pytest.approx(1.0), task.id
    env.close()


def test_a_wrong_write_costs_what_it_brought() -> None:
    env = make(reward="progress", rule_enforcement="agent")
    start(env, "cancel_lighthouse")
    identify = call("check_password", customer_id="CU-1", password="marmalade")
    wrong = call("cancel_order", order_id="OR-5", reason="no_longer_needed")
    first, second, last = follow(env, [identify, wrong, *END])
    assert first.reward > 0 > second.reward
    assert first.reward + second.reward + last.reward == pytest.approx(0.0)
    env.close()


def test_the_binary_reward_says_nothing_before_the_end() -> None:
    env = make()
    for task in stage(BOOKSHOP).tasks:
        start(env, task.id)
        moments = follow(env, stage(BOOKSHOP).solution(task))
        assert [moment.reward for moment in moments] == [0.0] * (len(moments) - 1) + [1.0]
        assert inner(env).episode.verdict().blame == "nobody"
    env.close()
