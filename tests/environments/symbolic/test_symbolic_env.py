"""The environment by numbers: conformance, legality, honesty, and the same episode as in text."""

import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import gymnasium
import numpy
import pytest
from gymnasium.utils.env_checker import check_env
from numpy.typing import NDArray

from autoforge_envs.domain.tasks import Goal
from autoforge_envs.environments.gymnasium_env import AutoForgeEnv
from autoforge_envs.environments.symbolic import grounds, words
from autoforge_envs.environments.symbolic.acts import ILLEGAL
from autoforge_envs.environments.symbolic.features import DIALOGUE_FEATURES, SLOT_FEATURES
from autoforge_envs.environments.symbolic.symbolic_env import NUM_SLOTS, SymbolicEnv
from autoforge_envs.errors import OptionError
from tests.environments.scripts import BOOKSHOP, BOOKSHOP_FOLDER, BOTH_DOMAINS, follow, make, start

IDENTIFICATION = (
    "tell me the email",
    '"find_customer"',
    "tell me the password",
    '"check_password"',
)


def make_by_numbers(domain: str = BOOKSHOP, **options: Any) -> SymbolicEnv:
    return SymbolicEnv(make(domain, **options))


@pytest.fixture
def env() -> Iterator[SymbolicEnv]:
    by_numbers = make_by_numbers()
    yield by_numbers
    by_numbers.close()


def inner(env: SymbolicEnv) -> AutoForgeEnv:
    assert isinstance(env.unwrapped, AutoForgeEnv)
    return env.unwrapped


def slot_of(env: SymbolicEnv, part: str) -> int:
    """The first legal slot whose text holds a part."""
    texts = env.action_texts()
    found = [slot for slot, text in enumerate(texts) if text is not None and part in text]
    assert found, f"{part!r} is in none of {[text for text in texts if text]}"
    return found[0]


def play(env: SymbolicEnv, parts: Sequence[str]) -> tuple[float, bool, dict[str, Any]]:
    """Play the acts that hold these parts and return what the last one gave."""
    reward, over = 0.0, False
    info: dict[str, Any] = {}
    for part in parts:
        assert not over
        _, reward, terminated, truncated, info = env.step(slot_of(env, part))
        over = terminated or truncated
    return reward, over, info


def random_legal(env: SymbolicEnv, generator: numpy.random.Generator) -> int:
    return int(generator.choice(numpy.flatnonzero(env.action_masks())))


def features(observation: dict[str, NDArray[numpy.float32]], slot: int) -> dict[str, float]:
    """The features of a slot by name."""
    row = observation["slots"].reshape(-1, len(SLOT_FEATURES))[slot]
    return dict(zip(SLOT_FEATURES, row.tolist(), strict=True))


# --- conformance -----------------------------------------------------------------------------


@pytest.mark.filterwarnings("ignore:.*is different from the unwrapped version")
@pytest.mark.parametrize("domain", BOTH_DOMAINS)
def test_gymnasium_finds_no_fault(domain: str) -> None:
    by_numbers = make_by_numbers(domain)
    check_env(by_numbers, skip_render_check=True)
    by_numbers.close()


@pytest.mark.parametrize("domain", BOTH_DOMAINS)
def test_stable_baselines_finds_no_fault(domain: str) -> None:
    checker = pytest.importorskip("stable_baselines3.common.env_checker")
    by_numbers = make_by_numbers(domain)
    checker.check_env(by_numbers)
    by_numbers.close()


def test_stable_baselines_makes_it_by_its_name_alone() -> None:
    making = pytest.importorskip("stable_baselines3.common.env_util")
    environments = making.make_vec_env("autoforge/retail-symbolic-v0", n_envs=2, seed=1)
    assert environments.reset()["slots"].shape[0] == 2
    environments.close()


def test_maskable_ppo_finds_the_masks_and_trains() -> None:
    sb3_contrib = pytest.importorskip("sb3_contrib")
    by_numbers = make_by_numbers(reward="progress")
    model = sb3_contrib.MaskablePPO("MultiInputPolicy", by_numbers, n_steps=32, batch_size=32)
    model.learn(64)
    observation, _ = by_numbers.reset(seed=1)
    action, _ = model.predict(observation, action_masks=by_numbers.action_masks())
    assert by_numbers.action_masks()[int(action)]
    by_numbers.close()


def test_every_observation_is_in_the_space(env: SymbolicEnv) -> None:
    observation, _ = env.reset(seed=3)
    generator = numpy.random.default_rng(3)
    for _ in range(200):
        assert env.observation_space.contains(observation)
        observation, _, terminated, truncated, _ = env.step(random_legal(env, generator))
        if terminated or truncated:
            observation, _ = env.reset()


def test_it_is_an_entry_point() -> None:
    name = "autoforge/bookshop-symbolic-v0"
    if name not in gymnasium.registry:
        gymnasium.register(
            name,
            entry_point="autoforge_envs.environments.symbolic.symbolic_env:make",
            kwargs={"domain": str(BOOKSHOP_FOLDER)},
        )
    made = gymnasium.make(name, split="all", isolation="none")
    made.reset(seed=0)
    masks = made.get_wrapper_attr("action_masks")()
    assert masks.shape == (NUM_SLOTS,)
    made.close()


def test_importing_it_imports_no_learner() -> None:
    code = (
        "import sys, autoforge_envs.environments.symbolic.symbolic_env; "
        "print([m for m in ('torch', 'stable_baselines3', 'matplotlib') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_other_environments_are_refused() -> None:
    other = gymnasium.make("CartPole-v1")
    with pytest.raises(OptionError, match="CartPoleEnv"):
        SymbolicEnv(other)
    other.close()


def test_too_few_slots_are_refused(env: SymbolicEnv) -> None:
    with pytest.raises(OptionError, match="num_slots must be at least"):
        SymbolicEnv(env.env, num_slots=4)
    for wrong in ("128", None, True, 128.0):
        with pytest.raises(OptionError, match="num_slots must be a whole number, got"):
            SymbolicEnv(env.env, num_slots=wrong)  # type: ignore[arg-type]


@pytest.mark.parametrize("action", [-1, NUM_SLOTS, "5", 1.5, None, [1]])
def test_a_slot_that_there_is_not_is_refused(env: SymbolicEnv, action: Any) -> None:
    env.reset(seed=0)
    with pytest.raises(OptionError, match=r"the number of a slot, from 0 to 127, got"):
        env.step(action)
    number: Any = numpy.int64(0)
    env.step(number)


def test_what_was_read_is_not_kept_for_ever() -> None:
    for reading in (words._stem, words.name_stems, grounds._search):
        assert reading.cache_info().maxsize == words.MAX_KEPT


# --- legality --------------------------------------------------------------------------------


@pytest.mark.parametrize("domain", BOTH_DOMAINS)
def test_two_thousand_random_legal_actions_never_fail(domain: str) -> None:
    by_numbers = make_by_numbers(domain)
    by_numbers.reset(seed=0)
    generator = numpy.random.default_rng(0)
    for _ in range(2_000):
        masks = by_numbers.action_masks()
        assert masks.dtype == numpy.bool_
        assert masks.shape == (NUM_SLOTS,)
        assert masks.any()
        _, _, terminated, truncated, _ = by_numbers.step(random_legal(by_numbers, generator))
        if terminated or truncated:
            by_numbers.reset()
    by_numbers.close()


def test_legal_slots_differ_and_only_they_have_features(env: SymbolicEnv) -> None:
    env.reset(seed=0)
    play(env, [*IDENTIFICATION, '"list_orders"'])
    observation, *_ = env.step(slot_of(env, "tell me the title"))
    legal = [text for text in env.action_texts() if text is not None]
    assert len(set(legal)) == len(legal)
    rows = observation["slots"].reshape(NUM_SLOTS, -1)
    assert (rows.any(axis=1) == env.action_masks()).all()


def test_an_illegal_action_is_refused_and_costs_a_step(env: SymbolicEnv) -> None:
    env.reset(seed=0)
    slot = int(numpy.flatnonzero(~env.action_masks())[0])
    _, reward, terminated, truncated, info = env.step(slot)
    assert info["action_text"] == ILLEGAL
    assert info["messages"][-1]["error"]
    assert (reward, terminated, truncated) == (0.0, False, False)
    assert env.action_masks().any()


def test_what_would_bring_nothing_new_is_not_legal(env: SymbolicEnv) -> None:
    env.reset(seed=0)
    play(env, IDENTIFICATION)
    assert not any('"name": "check_password"' in text for text in env.action_texts() if text)
    assert not any("tell me the password" in text for text in env.action_texts() if text)


# --- the same episode as in text ---------------------------------------------------------------


@pytest.mark.parametrize("domain", BOTH_DOMAINS)
@pytest.mark.parametrize("reward", ["binary", "progress"])
def test_state_and_reward_are_those_of_the_text_environment(domain: str, reward: str) -> None:
    by_numbers, in_text = make_by_numbers(domain, reward=reward), make(domain, reward=reward)
    generator = numpy.random.default_rng(5)
    for seed in range(10):
        _, info = by_numbers.reset(seed=seed)
        texts, rewards, over, step = [], [], False, dict[str, Any]()
        while not over:
            _, paid, terminated, truncated, step = by_numbers.step(
                random_legal(by_numbers, generator)
            )
            texts.append(step["action_text"])
            rewards.append(paid)
            over = terminated or truncated
        assert start(in_text, seed=seed).info["task_id"] == info["task_id"]
        moments = follow(in_text, texts)
        assert [moment.reward for moment in moments] == rewards
        assert moments[-1].over
        assert moments[-1].digest == inner(by_numbers).episode.state_digest()
        assert moments[-1].info["verdict"] == step["verdict"]
    by_numbers.close()
    in_text.close()


def test_a_seed_decides_everything() -> None:
    runs = []
    for _ in range(2):
        by_numbers = make_by_numbers()
        observation, _ = by_numbers.reset(seed=11)
        generator = numpy.random.default_rng(11)
        run: list[object] = []
        for _ in range(60):
            run.append({name: part.tobytes() for name, part in observation.items()})
            run.append(by_numbers.action_texts())
            observation, paid, terminated, truncated, _ = by_numbers.step(
                random_legal(by_numbers, generator)
            )
            run.append(paid)
            if terminated or truncated:
                observation, _ = by_numbers.reset()
        runs.append(run)
        by_numbers.close()
    assert runs[0] == runs[1]


# --- honesty ---------------------------------------------------------------------------------


def test_it_is_blind_to_plan_goal_and_what_was_not_said() -> None:
    """Another goal, no plan and other secrets, not asked for: the same numbers and actions."""
    runs = []
    for disguised in (False, True):
        by_numbers = make_by_numbers(task_id="cancel_lighthouse")
        table = inner(by_numbers)._table
        if disguised:
            task = table._by_id["cancel_lighthouse"]
            facts = tuple(
                replace(fact, value="changed") if fact.type == "Secret" else fact
                for fact in task.user.facts
            )
            table._by_id["cancel_lighthouse"] = replace(
                task, plan=(), goal=Goal((), ()), level=5, user=replace(task.user, facts=facts)
            )
        observation, _ = by_numbers.reset(seed=2)
        run: list[object] = []
        for part in ("tell me the email", '"find_customer"', "tell me the title", '"find_book"'):
            run.append({name: values.tobytes() for name, values in observation.items()})
            run.append(by_numbers.action_texts())
            observation, *_ = by_numbers.step(slot_of(by_numbers, part))
        runs.append(run)
        by_numbers.close()
    assert runs[0] == runs[1]


# --- what can be done with it ------------------------------------------------------------------


SOLUTIONS = {
    "cancel_lighthouse": (
        *IDENTIFICATION,
        '"list_orders"',
        "read it back: cancel order (order id: OR-1; reason: no_longer_needed)",
        '"cancel_order", "arguments": {"order_id": "OR-1", "reason": "no_longer_needed"}',
        "Here is what I see",
        "anything else",
    ),
    "decline_shipped": (
        *IDENTIFICATION,
        '"list_orders"',
        "tell me the title",
        '"find_book"',
        '"decline_request", "arguments": {"action": "cancel_order", "subject": "OR-4", '
        '"rule": "only_pending_orders_are_cancelled"}',
        "I'm sorry, but I cannot do that",
        "anything else",
    ),
    "restart_reader": (
        *IDENTIFICATION,
        '"inspect_reader"',
        "Could you please restart the e-reader",
        '"inspect_reader"',
        "Here is what I see",
        "anything else",
    ),
}


@pytest.mark.parametrize("task_id", SOLUTIONS)
def test_a_task_can_be_solved_by_numbers(env: SymbolicEnv, task_id: str) -> None:
    env.reset(seed=0, options={"task_id": task_id})
    reward, over, info = play(env, SOLUTIONS[task_id])
    assert over
    assert reward == 1.0, info["verdict"]


def test_insisting_after_a_refusal_is_no_new_wish(env: SymbolicEnv) -> None:
    env.reset(seed=0, options={"task_id": "decline_shipped"})
    play(env, SOLUTIONS["decline_shipped"][:-1])
    assert len(env._history.knowledge.wishes) == 1
    assert [env._history.is_over(wish) for wish in env._history.knowledge.wishes] == [True]


def test_features_tell_what_speaks_for_an_act(env: SymbolicEnv) -> None:
    env.reset(seed=0, options={"task_id": "cancel_lighthouse"})
    play(env, [*IDENTIFICATION[:3]])
    observation, *_ = env.step(slot_of(env, '"check_password"'))
    listing = features(observation, slot_of(env, '"list_orders"'))
    assert (listing["is_read"], listing["read"], listing["heard"]) == (1.0, 1.0, 0.0)
    observation, *_ = env.step(slot_of(env, '"list_orders"'))
    proposal = features(observation, slot_of(env, "cancel order (order id: OR-1;"))
    assert (proposal["is_propose"], proposal["best_intent"]) == (1.0, 1.0)
    observation, *_ = env.step(slot_of(env, "cancel order (order id: OR-1;"))
    write = features(observation, slot_of(env, '"cancel_order", "arguments": {"order_id": "OR-1"'))
    assert (write["is_write"], write["proposed"], write["confirmed"]) == (1.0, 1.0, 1.0)
    assert dict(zip(DIALOGUE_FEATURES, observation["dialogue"], strict=False))["yes"] == 1.0
