import time
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import gymnasium
import numpy
import pytest
import torch

from autoforge_rl.advantages import Returns, estimate_advantages
from autoforge_rl.algorithm import preset
from autoforge_rl.batches import pad
from autoforge_rl.chat import ChatRenderer, ChatTokenizer
from autoforge_rl.continuous import ContinuousSampler
from autoforge_rl.denominators import count, token_weights
from autoforge_rl.errors import ChoiceError
from autoforge_rl.initial_policy import PolicyShape, make_policy
from autoforge_rl.log_probs import score_tokens
from autoforge_rl.losses import TokenBatch, policy_loss
from autoforge_rl.rollouts import Assignment, Rollout, RolloutChoices, play
from autoforge_rl.sampling import ModelSampler, SamplingChoices, Turn
from autoforge_rl.selection import select

Step = tuple[dict[str, str], float, bool, bool, dict[str, Any]]


class Riddle(gymnasium.Env[Any, Any]):
    """A user who wants one word; some tasks break the environment on purpose."""

    closed = 0

    def reset(
        self, *, seed: int | None = None, options: dict[str, Any] | None = None
    ) -> tuple[dict[str, str], dict[str, Any]]:
        super().reset(seed=seed)
        self.task = (options or {}).get("task_id", "yes")
        if self.task == "breaks in reset":
            raise RuntimeError("no database")
        info = {"task_id": self.task, "policy_document": "Answer.", "tools": []}
        return {"role": "user", "content": f"Say {self.task}!"}, info

    def step(self, action: str) -> Step:
        if self.task == "breaks in step":
            raise KeyError("lost")
        if self.task == "not a number":
            return {"role": "user", "content": ""}, float("nan"), True, False, {}
        if self.task == "no message":
            return {}, 0.0, False, False, {}
        if action.startswith("{"):
            return {"role": "tool", "content": "42"}, 0.0, False, False, {}
        right = action == self.task
        verdict = {"spoiled": self.task == "spoiled", "blame": "agent"}
        info: dict[str, Any] = {"ending": "user_hung_up", "verdict": verdict} if right else {}
        info["heard"] = action
        return {"role": "user", "content": "Again?"}, float(right), right, False, info

    def close(self) -> None:
        Riddle.closed += 1


class Script:
    """Says the same lines in every conversation, whoever asks."""

    def __init__(self, tokenizer: ChatTokenizer, *lines: str) -> None:
        self._tokenizer = tokenizer
        self._lines = lines
        self.batches: list[int] = []

    def __call__(
        self,
        prompts: Sequence[Sequence[int]],
        end_id: int,
        generators: Sequence[numpy.random.Generator],
    ) -> list[Turn]:
        self.batches.append(len(prompts))
        return [self._turn(self._lines[min(self._spoken(p, end_id), len(self._lines) - 1)], end_id)
                for p in prompts]  # fmt: skip

    def _spoken(self, prompt: Sequence[int], end_id: int) -> int:
        text = str(self._tokenizer.decode(list(prompt), skip_special_tokens=False))
        return text.count("<|im_start|>assistant") - 1

    def _turn(self, line: str, end_id: int) -> Turn:
        ids = (*self._tokenizer.encode(line, add_special_tokens=False), end_id)
        return Turn(ids, (-1.0,) * len(ids))


def make(environment_id: str) -> Riddle:
    return Riddle()


def played(
    tokenizer: Any, tasks: Sequence[str], *lines: str, choices: RolloutChoices | None = None
) -> list[Rollout]:
    assignments = [Assignment("riddle", task, seed) for seed, task in enumerate(tasks)]
    script = Script(tokenizer, *lines)
    return play(script, tokenizer, assignments, make, choices or RolloutChoices())


def test_a_conversation_goes_on_until_the_environment_ends_it(tokenizer: Any) -> None:
    (rollout,) = played(tokenizer, ["yes"], "no", "no", "yes")
    assert (rollout.reward, rollout.ending, rollout.num_turns) == (1.0, "user_hung_up", 3)
    assert (rollout.task_id, rollout.spoiled, rollout.blame) == ("yes", False, "agent")
    (segment,) = rollout.segments
    text = tokenizer.decode(list(segment.ids))
    assert text.startswith("<|im_start|>system\nAnswer.<|im_end|>\n<|im_start|>user\nSay yes!")
    sampled = [token for token, mine in zip(segment.ids, segment.mask, strict=True) if mine]
    assert tokenizer.decode(sampled) == "no<|im_end|>no<|im_end|>yes<|im_end|>"


def test_tool_results_carry_their_tool(tokenizer: Any) -> None:
    call = '<tool_call>{"name": "find", "arguments": {}}</tool_call>'
    (rollout,) = played(tokenizer, ["yes"], call, "yes")
    assert "<|im_start|>tool\n42<|im_end|>" in tokenizer.decode(list(rollout.segments[0].ids))


@pytest.mark.parametrize(
    ("task", "error"),
    [
        ("breaks in reset", "RuntimeError: no database"),
        ("breaks in step", "KeyError: 'lost'"),
        ("not a number", "the reward is nan"),
        ("no message", "needs `role` and `content`"),
    ],
)
def test_a_broken_environment_spoils_its_own_rollout_and_no_other(
    tokenizer: Any, task: str, error: str
) -> None:
    before = Riddle.closed
    first, broken, last = played(tokenizer, ["yes", task, "yes"], "yes")
    assert (broken.reward, broken.spoiled, broken.blame) == (None, True, "environment")
    assert broken.ending == "crashed"
    assert error in broken.error
    assert first.reward == last.reward == 1.0
    assert Riddle.closed == before + 3


def test_an_environment_that_cannot_be_made_spoils_its_own_rollout(tokenizer: Any) -> None:
    def refuse(environment_id: str) -> Riddle:
        raise ValueError(environment_id)

    script = Script(tokenizer, "yes")
    (rollout,) = play(script, tokenizer, [Assignment("x", None, 0)], refuse, RolloutChoices())
    assert (rollout.segments, rollout.error) == ((), "ValueError: x")


def test_what_the_environment_calls_spoiled_is_spoiled_with_its_reward(tokenizer: Any) -> None:
    (rollout,) = played(tokenizer, ["spoiled"], "spoiled")
    assert (rollout.spoiled, rollout.reward) == (True, 1.0)


def test_a_conversation_without_end_is_stopped(tokenizer: Any) -> None:
    for too_long, spoiled in (("fail", False), ("mask", True)):
        choices = replace(RolloutChoices(max_tokens=300), too_long=too_long)  # type: ignore[arg-type]
        (rollout,) = played(tokenizer, ["yes"], "no", choices=choices)
        assert (rollout.ending, rollout.reward, rollout.spoiled) == ("too_long", 0.0, spoiled)


def test_seats_that_are_free_are_taken_at_once(tokenizer: Any) -> None:
    tasks = ["yes", "no", "yes", "yes", "no"]
    script = Script(tokenizer, "yes", "yes", "no")
    assignments = [Assignment("riddle", task, 0) for task in tasks]
    rollouts = play(script, tokenizer, assignments, make, RolloutChoices(num_seats=2))
    assert [rollout.assignment.task_id for rollout in rollouts] == tasks
    assert script.batches == [2, 2, 2, 1, 1, 1]


def test_rollouts_do_not_depend_on_the_number_of_seats(model: Any, tokenizer: Any) -> None:
    sampler = ModelSampler(model, SamplingChoices(1.0, 8))
    assignments = [Assignment("riddle", task, seed) for seed, task in enumerate(["yes", "no"] * 3)]
    alone, together = (
        play(sampler, tokenizer, assignments, make, RolloutChoices(seats, max_tokens=150))
        for seats in (1, 6)
    )
    assert [[s.ids for s in r.segments] for r in alone] == [
        [s.ids for s in r.segments] for r in together
    ]


@pytest.mark.parametrize("num_threads", [0, 3])
def test_at_its_own_pace_each_conversation_is_the_same(
    model: Any, tokenizer: Any, num_threads: int
) -> None:
    sampling = SamplingChoices(1.0, 8)
    tasks = ["yes", "no", "breaks in step", "yes", "breaks in reset", "yes", "no"]
    assignments = [Assignment("riddle", task, seed) for seed, task in enumerate(tasks)]
    together = play(
        ContinuousSampler(model, sampling), tokenizer, assignments, make,
        RolloutChoices(3, max_tokens=150, num_threads=num_threads),
    )  # fmt: skip
    in_batches = play(
        ModelSampler(model, sampling), tokenizer, assignments, make,
        RolloutChoices(3, max_tokens=150),
    )  # fmt: skip
    for found, expected in zip(together, in_batches, strict=True):
        assert [segment.ids for segment in found.segments] == [
            segment.ids for segment in expected.segments
        ]
        assert replace(found, segments=()) == replace(expected, segments=())
        assert found.num_turns == 0 or found.ending in {"crashed", "too_long"}


class Coin(Riddle):
    """Its word is drawn as Gymnasium's environments draw."""

    def reset(self, *, seed: int | None = None, options: Any = None) -> Any:
        found = super().reset(seed=seed, options=options)
        self.task = "yes" if self.np_random.random() < 0.5 else "no"
        return found

    def step(self, action: str) -> Step:
        observation, reward, _, truncated, info = super().step(action)
        return observation, reward, True, truncated, info


def test_what_a_policy_samples_tells_nothing_of_what_its_environment_drew(tokenizer: Any) -> None:
    def make_coin(environment_id: str) -> Coin:
        return Coin()

    lines = [Script(tokenizer, word)._turn(word, ChatRenderer(tokenizer).end_id)
             for word in ("yes", "no")]  # fmt: skip

    def guess(
        prompts: Sequence[Sequence[int]], end_id: int, generators: Sequence[numpy.random.Generator]
    ) -> list[Turn]:
        return [lines[int(each.random() >= 0.5)] for each in generators]

    assignments = [Assignment("coin", None, seed) for seed in range(200)]
    rollouts = play(guess, tokenizer, assignments, make_coin, RolloutChoices(200))
    assert 75 < sum(rollout.reward or 0.0 for rollout in rollouts) < 125


class Slow(Riddle):
    """Answers only once somebody has spoken after it was asked."""

    def step(self, action: str) -> Step:
        num_spoken = Steps.num_taken
        for _ in range(2000):
            if Steps.num_taken > num_spoken + 1 or self.task == "no":
                break
            time.sleep(0.001)
        else:
            raise TimeoutError("nobody spoke")
        return super().step(action)


class Steps:
    """A stream of turns that are two tokens long, and counts how often it goes on."""

    num_taken = 0

    def __init__(self, tokenizer: Any, end_id: int) -> None:
        self._line = (*tokenizer.encode("no", add_special_tokens=False), end_id)
        self._progress: dict[int, int] = {}

    def begin(
        self, conversation: int, prompt: Sequence[int], generator: numpy.random.Generator
    ) -> None:
        self._progress[conversation] = 0

    def advance(self) -> dict[int, Turn]:
        Steps.num_taken += 1
        for conversation in self._progress:
            self._progress[conversation] += 1
        over = [each for each, count in self._progress.items() if count == len(self._line)]
        for conversation in over:
            del self._progress[conversation]
        time.sleep(0.001)
        return dict.fromkeys(over, Turn(self._line, (0.0,) * len(self._line), version=3))

    def leave(self, conversation: int) -> None:
        self._progress.pop(conversation, None)

    def close(self) -> None:
        self._progress.clear()


def test_environments_answer_while_others_speak(tokenizer: Any) -> None:
    class Sampler:
        def open(self, end_id: int) -> Steps:
            return Steps(tokenizer, end_id)

    def make_slow(environment_id: str) -> Slow:
        return Slow()

    # The first waits until the policy has spoken on; the second, who answers at once, lets it.
    assignments = [Assignment("slow", "yes", 0), *[Assignment("slow", "no", n) for n in range(40)]]
    choices = RolloutChoices(num_seats=2, max_tokens=200, num_threads=2)
    rollouts = play(Sampler(), tokenizer, assignments, make_slow, choices)
    assert rollouts[0].error == ""
    assert rollouts[0].ending == "too_long"
    assert {rollout.ending for rollout in rollouts[1:]} == {"user_hung_up"}
    versions = {each for rollout in rollouts for each in rollout.segments[0].versions}
    assert versions == {-1, 3}


def test_each_turn_has_its_reward_and_its_anchor(tokenizer: Any) -> None:
    class Anchored(Riddle):
        def reset(self, **options: Any) -> tuple[dict[str, str], dict[str, Any]]:
            observation, info = super().reset(**options)
            return observation, {**info, "heard": "nothing"}

    def make_anchored(environment_id: str) -> Anchored:
        return Anchored()

    script = Script(tokenizer, "no", "No!", "yes")
    choices = RolloutChoices(anchor_key="heard")
    (rollout,) = play(script, tokenizer, [Assignment("riddle", "yes", 0)], make_anchored, choices)
    assert rollout.anchors == ("nothing", "no", "No!")
    assert rollout.turn_rewards == (0.0, 0.0, 1.0)
    with pytest.raises(ChoiceError, match=r"anchor_key is 'heard', .* it has policy_document"):
        play(script, tokenizer, [Assignment("riddle", "yes", 0)], make, choices)


def test_turns_that_were_cut_off_are_counted(model: Any, tokenizer: Any) -> None:
    sampler = ModelSampler(model, SamplingChoices(1.0, 2))
    assignments = [Assignment("riddle", "yes", 0)]
    (rollout,) = play(sampler, tokenizer, assignments, make, RolloutChoices(max_tokens=100))
    sampled = [
        token
        for token, turn in zip(rollout.segments[0].ids, rollout.segments[0].turns, strict=True)
        if turn >= 0
    ]
    whole = sampled.count(ChatRenderer(tokenizer).end_id)
    assert rollout.num_cut_turns == rollout.num_turns - whole > 0


def test_rollouts_are_told_as_they_end_and_environments_closed_if_that_goes_wrong(
    tokenizer: Any,
) -> None:
    told: list[str] = []

    def tell(rollout: Rollout) -> None:
        told.append(rollout.task_id)
        if len(told) == 2:
            raise KeyboardInterrupt

    before = Riddle.closed
    tasks = ["no", "spoiled", "yes", "other"]
    assignments = [Assignment("riddle", task, 0) for task in tasks]
    script = Script(tokenizer, "yes", "spoiled", "Hm.")
    with pytest.raises(KeyboardInterrupt):
        play(script, tokenizer, assignments, make, RolloutChoices(), on_end=tell)
    assert told == ["yes", "spoiled"]
    assert Riddle.closed == before + 4


def test_a_bundled_environment_is_played_and_its_verdict_read(tokenizer: Any) -> None:
    script = Script(tokenizer, '<tool_call>{"name": "find", "arguments": {}}</tool_call>', "Hm.")
    environment_id = "autoforge_envs:autoforge/retail-v0"
    choices = RolloutChoices(max_tokens=100_000)
    (rollout,) = play(
        script, tokenizer, [Assignment(environment_id, None, 1)],
        gymnasium.make, choices,
    )  # fmt: skip
    assert rollout.task_id
    assert rollout.error == ""
    assert (rollout.ending, rollout.reward) == ("user_hung_up", 0.0)
    assert (rollout.blame, rollout.spoiled) == ("agent", False)
    assert "there is no tool 'find'" in tokenizer.decode(list(rollout.segments[0].ids))


def test_bundled_environments_answer_the_same_on_threads(tokenizer: Any) -> None:
    assignments = [Assignment("autoforge_envs:autoforge/outdoor-v0", None, n) for n in range(6)]
    script = Script(tokenizer, "May I have your e-mail address?", "Thank you.", "Anything else?")
    inline, threaded = (
        play(
            script, tokenizer, assignments, gymnasium.make,
            RolloutChoices(4, max_tokens=100_000, num_threads=num_threads),
        )
        for num_threads in (0, 3)
    )  # fmt: skip
    assert {rollout.error for rollout in inline} == {""}
    assert min(rollout.num_turns for rollout in inline) > 1
    assert threaded == inline


def test_seats_must_be_there() -> None:
    with pytest.raises(ChoiceError, match="got 0 and 4096"):
        RolloutChoices(num_seats=0)
    with pytest.raises(ChoiceError, match="num_threads must be 0 or more, got -1"):
        RolloutChoices(num_threads=-1)


class Bandit(gymnasium.Env[Any, Any]):
    """Pays for one turn that begins with a letter; every fourth conversation is spoiled."""

    def reset(
        self, *, seed: int | None = None, options: dict[str, Any] | None = None
    ) -> tuple[dict[str, str], dict[str, Any]]:
        self._spoiled = seed is not None and seed % 4 == 0
        return {"role": "user", "content": "A letter?"}, {}

    def step(self, action: str) -> Step:
        info = {"verdict": {"spoiled": self._spoiled, "blame": "user"}}
        reward = float(action[:1].isalpha() and not self._spoiled)
        return {"role": "user", "content": ""}, reward, True, False, info


def make_bandit(environment_id: str) -> Bandit:
    return Bandit()


@pytest.mark.parametrize("name", ["erpo", "grpo", "dr_grpo", "gspo", "cispo"])
def test_a_tiny_policy_learns_from_rollouts_of_which_some_are_spoiled(
    name: str, tokenizer: Any
) -> None:
    algorithm = replace(preset(name), selection=preset("erpo").selection)
    loss_choices = replace(algorithm.loss, divergence_weight=0.0)
    model = make_policy(PolicyShape("qwen3", 320, 32, 1, 2), tokenizer, seed=3)
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-2)
    sampler = ModelSampler(model, SamplingChoices(1.0, 2))
    run = partial(play, sampler, tokenizer, make=make_bandit, choices=RolloutChoices(32))
    successes = []
    for update in range(40):
        rollouts = run([Assignment("bandit", None, 32 * update + seed) for seed in range(32)])
        rewards = torch.tensor([rollout.reward for rollout in rollouts])
        spoiled = torch.tensor([rollout.spoiled for rollout in rollouts])
        one_task = torch.zeros(32, dtype=torch.long)
        selection = select(rewards, spoiled, one_task, algorithm.selection)
        returns = Returns(rewards, selection.counted_B, one_task, one_task)
        advantages = estimate_advantages(returns, algorithm.advantages, 1).advantages_B
        rows = pad(rollouts, padding_id=0)
        mask, trained = rows.mask_BT, selection.trained_B[rows.rollouts_B]
        batch = TokenBatch(
            score_tokens(model, rows.ids_BT).log_probs_BT,
            rows.sampler_log_probs_BT,
            advantages[rows.rollouts_B, None].expand(mask.shape),
            mask,
            token_weights(mask, trained, count(mask, trained), loss_choices.average, 2),
        )
        optimizer.zero_grad()
        policy_loss(batch, loss_choices).total.backward()
        optimizer.step()
        successes.append(float(rewards[~spoiled].mean()))
    assert numpy.mean(successes[:4]) < 0.5
    assert numpy.mean(successes[-4:]) > 0.85
