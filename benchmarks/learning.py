"""How much each scale lets environments and tasks weigh: a simulation, no policy.

Rewards are drawn for tasks of known success rates. For each kind of environment and each
algorithm: the root mean square of its advantages, and the advantage of a lone success among
eight. Then the bias of a task's baseline where user faults spoil rollouts.

    python -m benchmarks.learning
"""

from collections.abc import Mapping
from dataclasses import replace

import numpy
import torch

from autoforge_rl.advantages import AdvantageChoices, Returns, estimate_advantages
from autoforge_rl.algorithm import PRESETS
from autoforge_rl.selection import SelectionChoices, select

GROUP = 8
NUM_GROUPS = 400
ALGORITHMS = ("grpo", "erpo", "erpo_centred", "lite_ppo")
KINDS = ("p = .95", "p = .5", "p = .06", "p ~ U(0, 1)", "p = .05 or .95")


def success_rates(kind: str, generator: numpy.random.Generator) -> numpy.ndarray:
    """Return the success rate of each task of an environment of this kind."""
    if kind == "p ~ U(0, 1)":
        return generator.random(NUM_GROUPS)
    if kind == "p = .05 or .95":
        return numpy.where(numpy.arange(NUM_GROUPS) % 2, 0.05, 0.95)
    return numpy.full(NUM_GROUPS, float(kind.removeprefix("p = ")))


def drawn_returns(generator: numpy.random.Generator) -> Returns:
    """Play every task of all environments, eight times each."""
    rates = numpy.concatenate([success_rates(kind, generator) for kind in KINDS])
    tasks = torch.arange(len(rates)).repeat_interleave(GROUP)
    rewards = generator.random((len(rates), GROUP)) < rates[:, None]
    return Returns(
        torch.tensor(rewards.ravel(), dtype=torch.float64),
        torch.ones(len(tasks), dtype=torch.bool),
        tasks,
        tasks // NUM_GROUPS,
    )


def spreads(returns: Returns, choices: AdvantageChoices) -> list[str]:
    """Return for each kind the root mean square, and the advantage of a lone success."""
    advantages = estimate_advantages(returns, choices, len(KINDS)).advantages_B
    wins = returns.rewards_B.view(-1, GROUP).sum(1).repeat_interleave(GROUP)
    found = []
    for number in range(len(KINDS)):
        here = returns.environments_B == number
        lone = here & (wins == 1) & (returns.rewards_B == 1)
        spread = advantages[here].square().mean().sqrt()
        alone = f"{float(advantages[lone].mean()):.2f}" if lone.sum() >= 5 else "–"
        found.append(f"{float(spread):.2f}, {alone}")
    return found


def baseline_bias(
    choices: SelectionChoices, spoil_rate: float, generator: numpy.random.Generator
) -> float:
    """Return how far tasks' baselines are from their true success rates, on average.

    A spoiled rollout succeeds 0.3 times as often as it would have.
    """
    rates = generator.random(20 * NUM_GROUPS)[:, None]
    spoiled = generator.random((len(rates), GROUP)) < spoil_rate
    rewards = generator.random((len(rates), GROUP)) < numpy.where(spoiled, 0.3 * rates, rates)
    tasks = torch.arange(len(rates)).repeat_interleave(GROUP)
    reward_column = torch.tensor(rewards.ravel(), dtype=torch.float64)
    counted_column = select(reward_column, torch.tensor(spoiled.ravel()), tasks, choices).counted_B
    counted = counted_column.numpy().reshape(-1, GROUP)
    some = counted.any(axis=1)
    means = (rewards * counted).sum(axis=1)[some] / counted.sum(axis=1)[some]
    return float((means - rates[some, 0]).mean())


def print_table(head: str, rows: Mapping[str, list[str]]) -> None:
    """Print a Markdown table."""
    columns = head.split(" | ")
    print(f"| {head} |\n| --- |{' ---: |' * (len(columns) - 1)}")
    for name, cells in rows.items():
        print(f"| {name} | {' | '.join(cells)} |")
    print()


def main() -> None:
    """Print both tables."""
    torch.set_num_threads(1)
    generator = numpy.random.default_rng(0)
    returns = drawn_returns(generator)
    found = {name: spreads(returns, PRESETS[name].advantages) for name in ALGORITHMS}
    print_table(
        " | ".join(["rms, lone success", *ALGORITHMS]),
        {kind: [found[name][row] for name in ALGORITHMS] for row, kind in enumerate(KINDS)},
    )
    exclude = SelectionChoices()
    rules = {
        "keep all": replace(exclude, spoiled="keep"),
        "mask the loss alone": replace(exclude, spoiled="mask_loss"),
        "exclude spoiled failures": replace(exclude, which="failures"),
        "exclude all spoiled": exclude,
    }
    rates = (0.0, 0.1, 0.2, 0.3)
    print_table(
        " | ".join(["bias of baselines", *(f"{rate:.0%} spoiled" for rate in rates)]),
        {
            name: [f"{baseline_bias(rule, rate, generator):+.3f}" for rate in rates]
            for name, rule in rules.items()
        },
    )


if __name__ == "__main__":
    main()
