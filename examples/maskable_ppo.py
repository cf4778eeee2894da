"""MaskablePPO learns a domain's easier tasks by numbers, on one or two cores within minutes.

    autoforge synthesize --seed 1 --tasks-for generated/retail_v0 --tasks 400 --out runs/retail
    python examples/maskable_ppo.py --domains runs/retail --env autoforge/retail_1-v0

What is trained is a small network that scores every slot with the same weights, so that it does
not matter where an act stands. It begins by imitating one demonstration of each training task, of
every level (a customer has to be found and identified before anything pays, which chance hardly
ever hits upon), learns what that is worth, then MaskablePPO goes on with the easier tasks. Training
pays progress; evaluation is binary, on tasks never trained. Left out: the few tasks that cannot be
played by numbers.
"""

import argparse
import json
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import gymnasium
import numpy
import torch
from gymnasium import spaces
from sb3_contrib import MaskablePPO
from sb3_contrib.common.maskable.policies import MaskableActorCriticPolicy
from stable_baselines3.common.callbacks import BaseCallback
from stable_baselines3.common.monitor import Monitor
from stable_baselines3.common.torch_layers import BaseFeaturesExtractor
from stable_baselines3.common.vec_env import DummyVecEnv
from torch import nn

import autoforge_envs
from autoforge_envs.benchmark.demonstration import Demonstration, demonstrate
from autoforge_envs.environments.symbolic.acts import KINDS
from autoforge_envs.environments.symbolic.symbolic_env import SymbolicEnv


@dataclass(frozen=True, slots=True)
class Settings:
    """One run."""

    env: str = "autoforge/retail-v0"
    domains: str = ""  # a folder with more domains, whose code you trust, if any
    levels: tuple[int, ...] = (1, 2)
    demonstrations: int = 1  # episodes of each training task, with other users; 0 for none
    imitation: int = 15  # passes over the demonstrations
    imitation_rate: float = 1e-3
    warm_up: int = 2_048  # steps in which only the value is learned
    steps: int = 10_000  # of the environment, a seed
    seeds: int = 3
    num_envs: int = 16
    rollout: int = 128  # steps of each environment between updates
    batch: int = 256
    epochs: int = 4
    learning_rate: float = 2e-4
    discount: float = 0.97  # below 1, so that early progress is worth more than its late loss
    entropy: float = 0.003
    max_turns: int = 30
    trials: int = 2  # user seeds a task in an evaluation
    evaluations: int = 2
    image: str = "runs/symbolic_curve.png"
    results: str = ""  # JSON file for the numbers, if any


class SlotScores(BaseFeaturesExtractor):
    """Scores every legal slot with one network, and sums the situation up for the value.

    Shapes: B batch, N slots, F slot features, D dialogue features, H hidden.
    """

    def __init__(self, space: spaces.Dict, hidden: int = 64, tool_size: int = 8) -> None:
        tools, slots, dialogue = space["tools"], space["slots"], space["dialogue"]
        self.num_slots = tools.shape[0]
        super().__init__(space, features_dim=self.num_slots + 2 * hidden)
        num_tools = int(tools.high[0]) + 1
        width = slots.shape[0] // self.num_slots
        self.tool = nn.Embedding(num_tools, tool_size)
        self.rule = nn.Embedding(int(space["rules"].high[0]) + 1, tool_size)
        self.slot = nn.Linear(width + 2 * tool_size, hidden)
        self.dialogue = nn.Linear(dialogue.shape[0], hidden)
        self.body = nn.Sequential(nn.ReLU(), nn.Linear(hidden, hidden), nn.ReLU())
        self.score = nn.Linear(hidden, 1)

    def forward(self, observation: dict[str, torch.Tensor]) -> torch.Tensor:
        """Return the scores of all slots, then the summary: (B, N + 2H)."""
        tools = observation["tools"].long()  # (B, N)
        slots = observation["slots"].view(*tools.shape, -1)  # (B, N, F)
        context = self.dialogue(observation["dialogue"])  # (B, H)
        legal = slots[..., : len(KINDS)].any(dim=-1)  # (B, N); an act is of one kind
        rows = legal.nonzero()[:, 0]  # (L,) batch row of each legal slot
        rules = self.rule(observation["rules"].long()[legal])  # (L, E)
        acts = torch.cat([slots[legal], self.tool(tools[legal]), rules], dim=-1)  # (L, F + 2E)
        hidden = self.body(self.slot(acts) + context[rows])  # (L, H)
        scores = torch.zeros(tools.shape).masked_scatter(legal, self.score(hidden)[:, 0])
        pooled = torch.zeros_like(context).index_add(0, rows, hidden)  # (B, H)
        pooled = pooled / legal.sum(dim=1, keepdim=True)
        return torch.cat([scores, context, pooled], dim=-1)


class Split(nn.Module):
    """Gives the scores to the policy and the summary to the value."""

    def __init__(self, num_slots: int, summary: int, hidden: int = 64) -> None:
        super().__init__()
        self.num_slots = self.latent_dim_pi = num_slots
        self.latent_dim_vf = hidden
        self.value = nn.Sequential(nn.ReLU(), nn.Linear(summary, hidden), nn.ReLU())

    def forward(self, features: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Return what the policy and what the value see."""
        return self.forward_actor(features), self.forward_critic(features)

    def forward_actor(self, features: torch.Tensor) -> torch.Tensor:
        """Return the scores of the slots: (B, N)."""
        return features[:, : self.num_slots]

    def forward_critic(self, features: torch.Tensor) -> torch.Tensor:
        """Return the summary for the value, which leaves the scores alone: (B, H)."""
        return self.value(features[:, self.num_slots :].detach())


class SlotPolicy(MaskableActorCriticPolicy):
    """A policy whose logits are the slots' scores."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        options |= {"features_extractor_class": SlotScores, "ortho_init": False}
        super().__init__(*arguments, **options)

    def _build_mlp_extractor(self) -> None:
        num_slots = self.features_extractor.num_slots
        self.mlp_extractor = Split(num_slots, self.features_dim - num_slots)

    def _build(self, lr_schedule: Any) -> None:
        super()._build(lr_schedule)
        self.action_net = nn.Identity()


class Tasks(gymnasium.Wrapper):
    """Draws tasks from a list."""

    def __init__(self, env: gymnasium.Env, task_ids: Sequence[str]) -> None:
        super().__init__(env)
        self.task_ids = task_ids

    def reset(self, *, seed: int | None = None, options: dict[str, Any] | None = None) -> Any:
        """Start an episode of a drawn task."""
        if seed is not None:
            self.env.unwrapped.np_random = numpy.random.default_rng(seed)
        chosen = self.task_ids[self.env.unwrapped.np_random.integers(len(self.task_ids))]
        return self.env.reset(options={"task_id": chosen, **(options or {})})


class Progress(gymnasium.Wrapper):
    """Pays progress also in episodes that fail, and once more for success.

    The environment's own progress is taken back at the end of an episode that fails, so that it
    adds up to the binary reward. That is exact, and teaches nothing before the first success.
    """

    def step(self, action: int) -> Any:
        """Take a step; what is lost again costs a quarter."""
        observation, reward, terminated, truncated, info = self.env.step(action)
        if terminated or truncated:
            reward = 2.0 * max(0.0, reward)
        elif reward < 0.0:
            reward *= 0.25
        return observation, reward, terminated, truncated, info


def open_text(settings: Settings, reward: str) -> gymnasium.Env:
    """Make the text environment with all its tasks, in this process."""
    return gymnasium.make(
        settings.env,
        split="all",
        reward=reward,
        max_turns=settings.max_turns,
        isolation="none",
    )


def make_env(settings: Settings, task_ids: Sequence[str], reward: str) -> gymnasium.Env:
    """Make the environment by numbers on some tasks; "progress" is for training."""
    env = open_text(settings, reward)
    by_numbers = Tasks(SymbolicEnv(env), task_ids)
    return Monitor(Progress(by_numbers)) if reward == "progress" else by_numbers


@dataclass(frozen=True, slots=True)
class Material:
    """What there is to learn from and to be examined on: ids of tasks, demonstrations."""

    train: list[str]
    held_out: list[str]
    demonstrations: list[Demonstration]
    num_tasks: int


def prepare(settings: Settings) -> Material:
    """Demonstrate every task of the levels; keep those that can be played by numbers."""
    env = SymbolicEnv(open_text(settings, "binary"))
    found: dict[str, list[str]] = {"train": [], "held_out": []}
    shown = []
    num_tasks = 0
    for task in env.unwrapped.tasks:
        is_easy, is_train = task.level in settings.levels, task.split == "train"
        num_tasks += is_easy
        if not is_easy and not (is_train and settings.demonstrations):
            continue
        seeds = range(max(1, settings.demonstrations if is_train else 1))
        played = [demonstrate(env, task, seed) for seed in seeds]
        if is_easy and played[0].reward == 1.0:
            found["train" if is_train else "held_out"].append(task.id)
        if is_train and settings.demonstrations:
            shown += [each for each in played if each.reward == 1.0]
    env.close()
    return Material(found["train"], found["held_out"], shown, num_tasks)


def imitate(model: MaskablePPO, material: Material, settings: Settings, seed: int) -> None:
    """Fit the policy to the demonstrations: the log-probability of what was done, maximised."""
    steps = [
        (observation, mask, action)
        for each in material.demonstrations
        for observation, mask, action in zip(
            each.observations, each.masks, each.actions, strict=True
        )
    ]
    generator = numpy.random.default_rng(seed)
    optimiser = torch.optim.Adam(model.policy.parameters(), lr=settings.imitation_rate)
    for _ in range(settings.imitation):
        for batch in numpy.array_split(generator.permutation(len(steps)), -(-len(steps) // 128)):
            chosen = [steps[at] for at in batch]
            seen = {
                name: torch.as_tensor(numpy.stack([each[0][name] for each in chosen]))
                for name in chosen[0][0]
            }
            masks = numpy.stack([each[1] for each in chosen])
            actions = torch.as_tensor([each[2] for each in chosen])
            distribution = model.policy.get_distribution(seen, action_masks=masks)
            loss = -distribution.log_prob(actions).mean()
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()


def warm_up(model: MaskablePPO, settings: Settings) -> None:
    """Learn what the imitated policy is worth, before anything is made of it."""
    scores = [*model.policy.features_extractor.parameters()]
    for parameter in scores:
        parameter.requires_grad = False
    model.learn(settings.warm_up)
    for parameter in scores:
        parameter.requires_grad = True


def success(model: MaskablePPO, env: gymnasium.Env, task_id: str, trials: int) -> float:
    """Play a task greedily with several user seeds and return the share of successes."""
    rewards = []
    for trial in range(trials):
        observation, _ = env.reset(seed=10_000 + trial, options={"task_id": task_id})
        over, reward = False, 0.0
        while not over:
            masks = env.get_wrapper_attr("action_masks")()
            action, _ = model.predict(observation, action_masks=masks, deterministic=True)
            observation, reward, terminated, truncated, _ = env.step(int(action))
            over = terminated or truncated
        rewards.append(reward)
    return float(numpy.mean(rewards))


@dataclass(slots=True)
class Curve:
    """Success by steps: the share over all tasks, and at the end by task."""

    steps: list[int] = field(default_factory=list)
    train: list[float] = field(default_factory=list)
    held_out: list[float] = field(default_factory=list)
    by_task: dict[str, float] = field(default_factory=dict)
    seconds: float = 0.0  # of one core


class Evaluation(BaseCallback):
    """Evaluates now and then while the model learns."""

    def __init__(self, settings: Settings, train: list[str], held_out: list[str]) -> None:
        super().__init__()
        self.env = make_env(settings, train, "binary")
        self.settings = settings
        self.tasks = (train, held_out)
        self.curve = Curve()
        self.every = settings.steps // settings.evaluations

    def _on_rollout_start(self) -> None:
        if self.num_timesteps >= self.every * len(self.curve.steps):
            self.evaluate()

    def _on_step(self) -> bool:
        return True

    def evaluate(self) -> None:
        """Add a point to the curve."""
        shares = [
            [success(self.model, self.env, task, self.settings.trials) for task in tasks]
            for tasks in self.tasks
        ]
        curve = self.curve
        curve.steps.append(self.num_timesteps)
        curve.train.append(float(numpy.mean(shares[0])))
        curve.held_out.append(float(numpy.mean(shares[1])))
        names = [*self.tasks[0], *self.tasks[1]]
        curve.by_task = dict(zip(names, [*shares[0], *shares[1]], strict=True))
        episodes = self.model.ep_info_buffer or [{"r": 0.0, "l": 0}]
        print(f"{curve.steps[-1]:>8} steps: train {curve.train[-1]:4.0%}, held out "
              f"{curve.held_out[-1]:4.0%}, return {numpy.mean([e['r'] for e in episodes]):.2f}, "
              f"length {numpy.mean([e['l'] for e in episodes]):.0f}", flush=True)  # fmt: skip


def learn(settings: Settings, material: Material, seed: int) -> tuple[MaskablePPO, Curve]:
    """Train with one seed."""
    train, held_out = material.train, material.held_out
    envs = DummyVecEnv([lambda: make_env(settings, train, "progress")] * settings.num_envs)
    model = MaskablePPO(
        SlotPolicy,
        envs,
        seed=seed,
        n_steps=settings.rollout,
        batch_size=settings.batch,
        n_epochs=settings.epochs,
        learning_rate=lambda left: settings.learning_rate * max(0.1, left),
        gamma=settings.discount,
        ent_coef=settings.entropy,
        device="cpu",
    )
    evaluation = Evaluation(settings, train, held_out)
    start = time.process_time()
    if material.demonstrations:
        imitate(model, material, settings, seed)
        warm_up(model, settings)
    model.learn(settings.steps, callback=evaluation)
    evaluation.evaluate()
    evaluation.curve.seconds = time.process_time() - start
    envs.close()
    return model, evaluation.curve


def table(curves: Sequence[Curve]) -> str:
    """Return success by task, and mean and spread over seeds."""
    width = max(28, *map(len, curves[0].by_task))
    lines = [f"{'task':<{width}} {'success by seed':>24}"]
    lines += [
        f"{task:<{width}} {'  '.join(f'{curve.by_task[task]:>6.0%}' for curve in curves):>24}"
        for task in curves[0].by_task
    ]
    for name in ("train", "held_out"):
        last = [getattr(curve, name)[-1] for curve in curves]
        shares = "  ".join(f"{share:>6.0%}" for share in last)
        lines.append(f"{'all of ' + name:<{width}} {shares:>24}   {numpy.mean(last):.0%} "
                     f"± {numpy.std(last):.0%}")  # fmt: skip
    lines.append(f"{'seconds':<{width}} {'  '.join(f'{c.seconds:>6.0f}' for c in curves):>24}")
    return "\n".join(lines)


def draw(curves: Sequence[Curve], settings: Settings) -> None:
    """Draw the curves of all seeds."""
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot as plt

    figure, axes = plt.subplots(figsize=(6.4, 3.6), layout="constrained")
    for name, colour in (("train", "#4269d0"), ("held_out", "#ff725c")):
        shares = numpy.array([getattr(curve, name) for curve in curves])
        steps = curves[0].steps
        axes.plot(steps, shares.T, color=colour, alpha=0.3, linewidth=1)
        axes.plot(steps, shares.mean(axis=0), color=colour, label=name.replace("_", " "))
    axes.set(xlabel="environment steps", ylabel="success", ylim=(-0.02, 1.02))
    axes.set_title(f"{settings.env}, levels {settings.levels}, {len(curves)} seeds")
    axes.legend(frameon=False)
    Path(settings.image).parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(settings.image, dpi=120)


def parse_settings() -> Settings:
    """Read the command line: an option for every setting."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name, value in asdict(Settings()).items():
        kind = int if isinstance(value, tuple) else type(value)
        parser.add_argument(f"--{name.replace('_', '-')}", type=kind, default=value,
                            nargs="+" if isinstance(value, tuple) else None)  # fmt: skip
    options = vars(parser.parse_args())
    return Settings(**{**options, "levels": tuple(options["levels"])})


def main() -> None:
    """Train every seed, print the table, draw the curves."""
    torch.set_num_threads(1)
    settings = parse_settings()
    if settings.domains:
        autoforge_envs.register_domains(Path(settings.domains))
    material = prepare(settings)
    num_played = len(material.train) + len(material.held_out)
    print(f"{num_played} of {material.num_tasks} tasks of levels {settings.levels} can be played "
          f"by numbers: {len(material.train)} to train on, {len(material.held_out)} held out; "
          f"{len(material.demonstrations)} demonstrations")  # fmt: skip
    curves = []
    for seed in range(settings.seeds):
        print(f"seed {seed}", flush=True)
        curves.append(learn(settings, material, seed)[1])
        draw(curves, settings)
        if settings.results:
            Path(settings.results).write_text(json.dumps([asdict(curve) for curve in curves]))
    print(table(curves))


if __name__ == "__main__":
    main()
