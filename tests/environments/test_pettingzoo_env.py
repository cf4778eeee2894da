"""The PettingZoo environment: conformance, whose turn it is, what each player is given."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy
import pettingzoo
import pytest
from pettingzoo.test.api_test import api_test
from pettingzoo.test.parallel_test import parallel_api_test
from pettingzoo.test.render_test import render_test
from pettingzoo.test.seed_test import parallel_seed_test, seed_test
from pettingzoo.utils.conversions import aec_to_parallel

from autoforge_envs.environments.pettingzoo_env import (
    AGENT,
    USER,
    ConversationEnv,
    env,
    parallel_env,
    raw_env,
)
from autoforge_envs.episode.messages import Words
from autoforge_envs.errors import DomainError, EpisodeError, OptionError, TaskError
from autoforge_envs.users.scripted import ScriptedUser
from tests.environments.scripts import (
    BOOKSHOP,
    BOOKSHOP_FOLDER,
    BOTH_DOMAINS,
    call,
    follow,
    make,
    make_pair,
    start,
)

# Text is not what PettingZoo expects; there is no way to tell it that this is meant.
TEXT_WARNINGS = (
    "ignore:Observation is not a NumPy array:UserWarning:pettingzoo.test.api_test",
    "ignore:Observation space for each agent probably should be gymnasium.spaces.box or"
    " gymnasium.spaces.discrete:UserWarning:pettingzoo.test.api_test",
    "ignore:Action space for each agent probably should be gymnasium.spaces.box or"
    " gymnasium.spaces.discrete:UserWarning:pettingzoo.test.api_test",
)
OPTIONS: dict[str, Any] = {"isolation": "none", "split": "all"}
HANG_UP = call("hang_up", farewell="Bye!")
CONFIRM = call("confirm")


@pytest.fixture
def pair() -> Iterator[Any]:
    opened = make_pair()
    yield opened
    opened.close()


@pytest.mark.parametrize("domain", BOTH_DOMAINS)
@pytest.mark.parametrize("reward", ["binary", "progress"])
@pytest.mark.filterwarnings(*TEXT_WARNINGS)
def test_pettingzoo_finds_no_fault(domain: str, reward: str) -> None:
    opened = make_pair(domain, reward=reward)
    api_test(opened, num_cycles=300)
    api_test(opened.unwrapped, num_cycles=50)
    opened.close()


@pytest.mark.parametrize("domain", BOTH_DOMAINS)
def test_pettingzoo_finds_no_fault_in_the_parallel_form(domain: str) -> None:
    opened = pettingzoo.make("parallel", domain, **OPTIONS)
    parallel_api_test(opened, num_cycles=300)
    opened.close()
    parallel_seed_test(lambda: pettingzoo.make("parallel", domain, **OPTIONS), 50)


def test_pettingzoo_finds_seeds_and_renderings_in_order(
    capsys: pytest.CaptureFixture[str],
) -> None:
    seed_test(lambda: env(BOOKSHOP, **OPTIONS), num_cycles=100)
    render_test(make_pair)
    assert "agent: " in capsys.readouterr().out


@pytest.mark.parametrize("domain", [BOOKSHOP, BOOKSHOP_FOLDER, str(BOOKSHOP_FOLDER)])
def test_an_id_or_a_folder_names_the_domain(domain: str | Path) -> None:
    for opened in (env(domain, **OPTIONS), raw_env(domain, **OPTIONS)):
        opened.reset(seed=1)
        assert str(opened) == "bookshop_v0"
        assert opened.possible_agents == ["agent_0", "user_0"]
        opened.close()
    parallel = parallel_env(domain, **OPTIONS)
    parallel.reset(seed=1)
    parallel.close()


def test_what_is_no_domain_is_refused(tmp_path: Path) -> None:
    for wrong in ("autoforge/nowhere-v0", tmp_path):
        with pytest.raises(DomainError, match="no registered id and no domain folder"):
            env(wrong)


def test_ids_are_those_of_gymnasium() -> None:
    assert pettingzoo.spec("aec", BOOKSHOP).kwargs == {"domain": str(BOOKSHOP_FOLDER)}
    assert pettingzoo.spec("parallel", "autoforge/bookshop").id == BOOKSHOP
    assert "autoforge/outdoor-v0" in pettingzoo.aec_registry


def test_registering_loads_no_environment() -> None:
    program = (
        "import sys, autoforge_envs, pettingzoo\n"
        "assert 'autoforge/outdoor-v0' in pettingzoo.parallel_registry\n"
        "print([name for name in sys.modules if name.startswith('autoforge_envs.env')])"
    )
    command = [sys.executable, "-W", "error", "-c", program]
    here = Path(__file__).parents[2]
    assert subprocess.run(command, capture_output=True, cwd=here, check=True).stdout == b"[]\n"


def test_a_player_is_no_option() -> None:
    with pytest.raises(OptionError, match="unknown option user; there are split, task_id, max_"):
        env(BOOKSHOP, user="scripted")
    with pytest.raises(OptionError, match="max_turns must be from 1"):
        env(BOOKSHOP, max_turns=0)


def test_the_user_opens_and_words_yield_the_floor(pair: Any) -> None:
    pair.reset(seed=1, options={"task_id": "five_or_two"})
    assert pair.agent_selection == USER
    assert pair.last()[0]["role"] == "instructions"
    pair.step("Five copies of Ten Small Rooms, please.")
    assert pair.agent_selection == AGENT
    assert pair.last()[0] == {
        "role": "user",
        "content": "Five copies of Ten Small Rooms, please.",
        "turn": 0,
    }
    pair.step("What is your e-mail address?")
    assert pair.agent_selection == USER
    assert pair.last()[0] == {"role": "agent", "content": "What is your e-mail address?", "turn": 1}


def test_a_tool_call_keeps_the_floor(pair: Any) -> None:
    pair.reset(seed=1, options={"task_id": "restart_reader"})
    pair.step(call("read_screen", reader_id="RD-1"))
    assert pair.agent_selection == USER
    assert json.loads(pair.last()[0]["content"])["mode"] == "frozen"
    pair.step("It is frozen.")
    pair.step(call("find_book", title="Winter Bread"))
    assert pair.agent_selection == AGENT
    assert json.loads(pair.last()[0]["content"])["price"] == "18.05"
    for mistake in ["{", call("read_screen", reader_id="RD-1"), "x" * 70_000, "\ud800", 7, None]:
        pair.step(mistake)
        assert pair.agent_selection == AGENT
        assert pair.last()[0]["role"] == "tool"
        assert pair.observation_space(AGENT).contains(pair.last()[0])


def test_nobody_perceives_the_other_s_tools(pair: Any) -> None:
    pair.reset(seed=1, options={"task_id": "restart_reader"})
    pair.step(call("read_screen", reader_id="RD-1"))
    assert pair.infos[AGENT]["messages"] == []
    assert pair.observe(AGENT) == {"role": "user", "content": "", "turn": 0}
    pair.step("It is frozen.")
    pair.step(call("find_book", title="Winter Bread"))
    assert pair.infos[USER]["messages"] == [
        {"role": "user", "party": "user", "content": "It is frozen."}
    ]
    assert pair.observe(USER) == {"role": "agent", "content": "", "turn": 0}


def test_infos_gather_what_happened_since_the_player_acted(pair: Any) -> None:
    pair.reset(seed=1)
    pair.step("Hello")
    pair.step("Hello, what is the matter?")
    pair.step(call("read_screen", reader_id="RD-1"))
    pair.step("This and that.")
    contents = [message["content"] for message in pair.infos[AGENT]["messages"]]
    assert contents == ["Hello, what is the matter?", "This and that."]
    pair.step("I see.")
    assert [message["content"] for message in pair.infos[AGENT]["messages"]] == ["I see."]


def test_hanging_up_terminates_for_both(pair: Any) -> None:
    pair.reset(seed=1)
    pair.step("Hello")
    pair.step("Hello!")
    pair.step(HANG_UP)
    assert pair.terminations == {AGENT: True, USER: True}
    assert pair.truncations == {AGENT: False, USER: False}
    for player in (AGENT, USER):
        assert pair.infos[player]["ending"] == "user_hung_up"
        assert pair.infos[player]["verdict"]["reward"] == 0.0
    assert pair.observe(AGENT)["content"] == "Bye!"
    pair.step(None)
    pair.step(None)
    assert pair.agents == []


def test_a_hand_over_terminates_and_a_limit_truncates(pair: Any) -> None:
    pair.reset(seed=1)
    pair.step("Hello")
    pair.step(call("transfer_to_human", reason="too hard"))
    assert pair.terminations == {AGENT: True, USER: True}
    short = env(BOOKSHOP, max_turns=1, **OPTIONS)
    short.reset(seed=1)
    for words in ("Hello", "Hello!", "So?"):
        short.step(words)
    assert short.truncations == {AGENT: True, USER: True}
    assert short.infos[USER]["ending"] == "turn_limit"
    short.close()


def test_the_dead_can_only_pass(pair: Any) -> None:
    pair.reset(seed=1)
    pair.step(HANG_UP)
    with pytest.raises(ValueError, match="only valid action is None"):
        pair.step("Hello?")


def test_the_user_s_yes_is_to_the_agent_s_last_words(pair: Any) -> None:
    pair.reset(seed=1, options={"task_id": "cancel_lighthouse"})
    pair.step("Cancel The Lighthouse, please.")
    pair.step(call("check_password", customer_id="CU-1", password="marmalade"))
    pair.step("I would cancel order OR-1 as no longer needed. Shall I go ahead?")
    (confirm,) = [
        tool["function"]
        for tool in pair.infos[USER].get("tools", pair.unwrapped._table.user_schemas())
        if tool["function"]["name"] == "confirm"
    ]
    assert confirm["parameters"]["properties"] == {}
    pair.step(call("confirm", details="whatever I say here counts for nothing"))
    assert pair.last()[0] == {"role": "tool", "content": "null", "turn": 1}
    pair.step("Yes.")
    pair.step(call("cancel_order", order_id="OR-1", reason="no_longer_needed"))
    pair.step("The refund is 12.50.")
    pair.step(HANG_UP)
    assert pair.infos[AGENT]["verdict"]["reward"] == 1.0


def test_both_players_get_the_same_reward(pair: Any) -> None:
    test_the_user_s_yes_is_to_the_agent_s_last_words(pair)
    assert pair.rewards == {AGENT: 1.0, USER: 1.0}
    assert pair.last()[1] == 1.0


def test_a_simulator_with_the_given_seed_talks_as_in_gymnasium(pair: Any) -> None:
    single = make()
    for seed in range(8):
        opening = start(single, seed=seed).observation["content"]
        pair.reset(seed=seed)
        generator = numpy.random.Generator(numpy.random.PCG64(pair.infos[USER]["seed"]))
        user = ScriptedUser()
        user.reset(pair.unwrapped.reveal().user, [], generator)
        assert user.act(None) == Words(opening)
    single.close()


def test_a_player_s_reward_is_what_came_since_it_acted() -> None:
    pair = make_pair(reward="progress")
    pair.reset(seed=1, options={"task_id": "restart_reader"})
    earned = []
    for action in (
        "Help!",
        call("check_password", customer_id="CU-2", password="quiet harbour"),
        "Please restart it.",
        call("restart_reader", reader_id="RD-1"),
        "Done.",
    ):
        pair.step(action)
        earned.append(pair.rewards[AGENT])
    assert earned == pytest.approx([0.0, 1 / 3, 0.0, 1 / 3, 0.0])
    assert pair.last()[1] == pytest.approx(1 / 3)  # not what came before its last action
    pair.step("Thank you.")
    assert pair.last()[1] == 0.0
    pair.close()


def test_a_closed_environment_is_no_longer_played(pair: Any) -> None:
    pair.reset()
    pair.close()
    for play in (pair.reset, lambda: pair.step("Hello?"), pair.unwrapped.save):
        with pytest.raises(EpisodeError, match="the environment is closed; make another"):
            play()


def test_a_verdict_is_asked_for_before_closing(pair: Any) -> None:
    pair.reset()
    episode = pair.unwrapped.episode
    pair.close()
    with pytest.raises(EpisodeError, match="the environment is closed, and its state is gone"):
        episode.verdict()


def test_a_player_there_is_not_is_told_with_those_there_are(pair: Any) -> None:
    pair.reset(seed=1)
    for ask in (pair.observe, pair.observation_space, pair.action_space):
        with pytest.raises(OptionError, match="no player 'bob'; there are agent_0, user_0"):
            ask("bob")


def test_nothing_is_observed_before_an_episode() -> None:
    with pytest.raises(EpisodeError, match="call reset first"):
        raw_env(BOOKSHOP).observe(AGENT)


def test_reset_options_are_those_of_gymnasium(pair: Any) -> None:
    pair.reset(options={"task_id": "restart_reader"})
    assert pair.unwrapped.reveal().id == "restart_reader"
    with pytest.raises(TaskError, match="no task 'nothing'"):
        pair.reset(options={"task_id": "nothing"})
    with pytest.raises(OptionError, match="unknown reset option task"):
        pair.reset(options={"task": "restart_reader"})


def test_the_order_of_calls_is_enforced() -> None:
    opened = env(BOOKSHOP, **OPTIONS)
    for early in (lambda: opened.step("Hello"), opened.render, lambda: opened.observe(AGENT)):
        with pytest.raises(AssertionError, match="reset"):
            early()
    with pytest.raises(EpisodeError, match="call reset first"):
        opened.unwrapped.save()  # type: ignore[attr-defined]
    opened.close()


def test_the_whole_conversation_is_rendered(capsys: pytest.CaptureFixture[str]) -> None:
    texts = {}
    for mode in ("ansi", "human"):
        opened = env(BOOKSHOP, render_mode=mode, **OPTIONS)
        opened.reset(seed=1)
        for action in (call("read_screen", reader_id="RD-1"), "It is frozen.", "I see."):
            opened.step(action)
        texts[mode] = opened.render()
        opened.close()
    assert texts["human"] is None
    assert texts["ansi"] == (
        " user calls read_screen(reader_id='RD-1')\n"
        '      reads {"id": "RD-1", "customer_id": "CU-2", "mode": "frozen"}\n'
        " user: It is frozen.\n"
        "agent: I see."
    )
    assert capsys.readouterr().out == f"{texts['ansi']}\n"


def test_the_parallel_form_says_whose_turn_it_is() -> None:
    opened = parallel_env(BOOKSHOP, **OPTIONS)
    _, infos = opened.reset(seed=1)
    assert {info["active_agent"] for info in infos.values()} == {USER}
    _, _, _, _, infos = opened.step({AGENT: "not my turn", USER: "Hello"})
    assert {info["active_agent"] for info in infos.values()} == {AGENT}
    observations, rewards, terminations, _, _ = opened.step(
        {AGENT: call("transfer_to_human", reason="too hard"), USER: "not my turn"}
    )
    assert observations[USER] == {"role": "agent", "content": "", "turn": 0}
    assert terminations == {AGENT: True, USER: True}
    assert rewards == {AGENT: 0.0, USER: 0.0}
    assert opened.agents == []
    opened.close()


@pytest.mark.parametrize("actions", [{}, {AGENT: "not my turn"}, "Hello", None])
def test_the_parallel_form_needs_the_action_of_whose_turn_it_is(actions: Any) -> None:
    opened = parallel_env(BOOKSHOP, **OPTIONS)
    with pytest.raises(EpisodeError, match="call reset first"):
        opened.step(actions)
    opened.reset(seed=1)
    with pytest.raises(EpisodeError, match=r"user_0 has the floor .* pass \{'user_0': text\}"):
        opened.step(actions)
    opened.step({USER: "Hello"})
    opened.close()


def test_taking_turns_is_not_acting_at_once(pair: Any) -> None:
    with pytest.raises(AssertionError, match="not generally safe"):
        aec_to_parallel(pair)


def test_spaces_are_each_player_s_own_and_stay_the_same(pair: Any) -> None:
    for space in (pair.observation_space, pair.action_space):
        assert space(AGENT) is space(AGENT)
        assert space(AGENT) is not space(USER)
        assert space(AGENT) == space(USER)


def test_closing_twice_is_fine(pair: Any) -> None:
    pair.close()
    assert isinstance(pair.unwrapped, ConversationEnv)


def test_gymnasium_s_agent_could_not_tell_the_difference(pair: Any) -> None:
    single = make()
    moment = start(single, "five_or_two", 3)
    pair.reset(seed=3, options={"task_id": "five_or_two"})
    pair.step(moment.observation["content"])
    assert pair.last()[4] == moment.info
    (next_moment,) = follow(single, [call("find_book", title="Winter Bread")])
    pair.step(call("find_book", title="Winter Bread"))
    assert pair.last()[4] == next_moment.info
    single.close()
