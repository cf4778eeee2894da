"""Which way of treating conversations that a user spoiled learns best, and by which scale.

Seven algorithms, each a change of a few choices of a run: GRPO, which trains on everything; the
loss of spoiled rollouts masked; spoiled rollouts excluded; ERPO, whose scale is the environment's,
without and with exclusion; and exclusion again with others played for those excluded. Each is
trained with several shares of faulty users, all of a seed from the same policy, and tested with
users who make no faults.

    python -m benchmarks.learning_study OUT
    python -m benchmarks.learning_study OUT --recipe examples/train_parcel_desk.toml --seeds 3
    python -m benchmarks.learning_study OUT --compare advantages --rates 0

The first plays `benchmarks.wish_desks`. The second takes any run on domains of `autoforge_envs`:
faults are those of `autoforge_envs.users.faults` in the scripted user, and what is spoiled is what
the audit blames on the user. The third compares what advantages are divided by instead, and keeps
all rollouts. All go on where they were killed.
"""

import argparse
import math
import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal

import gymnasium
import torch
from rich.console import Console
from transformers.utils.logging import disable_progress_bar

from autoforge_envs.users.faults.faulty import FaultOptions, FaultyUsers
from autoforge_envs.users.scripted import ScriptedUser
from autoforge_rl.algorithm import PRESETS, Algorithm
from autoforge_rl.config import read_recipe
from autoforge_rl.imitation import ImitationChoices
from autoforge_rl.lineup import EnvironmentChoices
from autoforge_rl.metrics import read_metrics
from autoforge_rl.processes import Processes
from autoforge_rl.recipe import Recipe, RunChoices
from autoforge_rl.runs import TRAINING, run_imitation, run_training, start_of_training
from benchmarks.wish_desks import make_recipe

FAULTY_USERS = "benchmarks.learning_study:study/faulty_users-v0"
AddFaults = Callable[[EnvironmentChoices, float], EnvironmentChoices]


@dataclass(frozen=True, slots=True)
class Treatment:
    """What an algorithm of the study does with spoiled rollouts, and by which scale.

    Attributes:
        scale: Whose deviation advantages are divided by.
        spoiled: What happens to spoiled rollouts.
        made_up: Whether others are played until each task has as many valid ones as without faults.
    """

    scale: Literal["task", "environment"]
    spoiled: Literal["keep", "mask_loss", "exclude"]
    made_up: bool = False

    def of(self, recipe: Recipe) -> Algorithm:
        """Return a run's algorithm, changed."""
        selection = replace(recipe.algorithm.selection, spoiled=self.spoiled)
        if self.made_up:
            wanted = recipe.training.rollouts_per_task
            selection = replace(selection, min_valid=wanted, max_rollouts=4 * wanted)
        advantages = replace(recipe.algorithm.advantages, scale=self.scale)
        return replace(recipe.algorithm, selection=selection, advantages=advantages)


@dataclass(frozen=True, slots=True)
class Advantages:
    """The advantages of a preset, and nothing else of it.

    Attributes:
        preset: Its name.
    """

    preset: str

    def of(self, recipe: Recipe) -> Algorithm:
        """Return a run's algorithm, changed."""
        selection = replace(recipe.algorithm.selection, spoiled="keep")
        advantages = PRESETS[self.preset].advantages
        return replace(recipe.algorithm, selection=selection, advantages=advantages)


TREATMENTS: Mapping[str, Treatment] = {
    "GRPO": Treatment("task", "keep"),
    "loss masking": Treatment("task", "mask_loss"),
    "exclusion": Treatment("task", "exclude"),
    "exclusion, made up": Treatment("task", "exclude", made_up=True),
    "ERPO": Treatment("environment", "keep"),
    "ERPO, exclusion": Treatment("environment", "exclude"),
    "ERPO, exclusion, made up": Treatment("environment", "exclude", made_up=True),
}
ADVANTAGES: Mapping[str, Advantages] = {
    "GRPO": Advantages("grpo"),
    "Dr. GRPO": Advantages("dr_grpo"),
    "RLOO": Advantages("rloo"),
    "Lite PPO": Advantages("lite_ppo"),
    "ERPO": Advantages("erpo"),
    "ERPO, centred": Advantages("erpo_centred"),
    "ERPO, shrunk": Advantages("erpo_shrunk"),
    "ERPO, moving": Advantages("erpo_moving"),
}
COMPARED: Mapping[str, Mapping[str, Treatment | Advantages]] = {
    "spoiled": TREATMENTS,
    "advantages": ADVANTAGES,
}


@dataclass(frozen=True, slots=True)
class Study:
    """What is trained, and what becomes of it.

    Attributes:
        recipe: A run with clean users; its algorithm's other choices stay as they are.
        add_faults: Gives an environment's users faults at a rate.
        out: Folder of all runs.
        seeds: How many runs of each kind.
        rates: Shares of the conversations with a faulty user.
        algorithms: What is compared, by name.
    """

    recipe: Recipe
    add_faults: AddFaults
    out: Path
    seeds: int
    rates: tuple[float, ...]
    algorithms: Mapping[str, Treatment | Advantages] = field(default_factory=lambda: TREATMENTS)


@dataclass(frozen=True, slots=True)
class Result:
    """A run's success with clean users, by held-out environment: at its end, and on average."""

    last: Mapping[str, float]
    mean: float


def make_faulty(**options: Any) -> gymnasium.Env[Any, Any]:
    """Make an environment of `autoforge_envs` whose users are faulty.

    Args:
        **options: `inner_id` and `fault_rate`; all others are the environment's own.
    """
    inner_id, rate = options.pop("inner_id"), options.pop("fault_rate")
    users = FaultyUsers(ScriptedUser, FaultOptions(rate))
    return gymnasium.make(inner_id, user=users, disable_env_checker=True, **options)


def add_domain_faults(choices: EnvironmentChoices, rate: float) -> EnvironmentChoices:
    """Wrap an environment of `autoforge_envs`."""
    options = {**choices.options, "inner_id": choices.id, "fault_rate": rate}
    return replace(choices, id=FAULTY_USERS, options=options)


def add_desk_faults(choices: EnvironmentChoices, rate: float) -> EnvironmentChoices:
    """Have the customers of a wish desk make faults."""
    return replace(choices, options={**choices.options, "fault_rate": rate})


def start_policy(study: Study, seed: int) -> Path:
    """Return what all runs of a seed start from, imitated with clean users if the run imitates."""
    recipe = replace(study.recipe, run=RunChoices(str(study.out / f"start_{seed}"), seed))
    if recipe.imitation.files or recipe.imitation.info_key:
        run_imitation(recipe, Processes(), Console(quiet=True))
    return start_of_training(recipe)


def run_one(study: Study, name: str, rate: float, seed: int) -> Result:
    """Train once, or go on, and return how it did with clean users."""
    out = (
        study.out
        / name.lower().replace(",", "").replace(".", "").replace(" ", "_")
        / f"{rate:g}_{seed}"
    )
    environments = {
        key: study.add_faults(each, rate) for key, each in study.recipe.environments.items()
    }
    recipe = replace(
        study.recipe,
        run=RunChoices(str(out), seed),
        policy=replace(study.recipe.policy, folder=str(start_policy(study, seed))),
        imitation=ImitationChoices(),
        environments=environments,
        algorithm=study.algorithms[name].of(study.recipe),
    )
    run_training(recipe, Processes(), Console(quiet=True))
    lines = read_metrics(out / TRAINING / "metrics.jsonl")
    tested = [line["held_out"] for line in lines if "held_out" in line]
    curve = [statistics.fmean(each["success"] for each in held.values()) for held in tested]
    return Result({key: each["success"] for key, each in tested[-1].items()}, mean_height(curve))


def mean_height(curve: Sequence[float]) -> float:
    """Return the mean of a curve of equally distant points, by trapezia."""
    return statistics.fmean((one + other) / 2 for one, other in pairwise(curve))


def run_all(study: Study) -> dict[tuple[str, float], list[Result]]:
    """Run everything, one after the other, and tell how far it is."""
    console = Console(stderr=True)
    found: dict[tuple[str, float], list[Result]] = {}
    for seed in range(study.seeds):
        for rate in study.rates:
            for name in study.algorithms:
                result = run_one(study, name, rate, seed)
                found.setdefault((name, rate), []).append(result)
                success = statistics.fmean(result.last.values())
                console.print(f"seed {seed}, {rate:.0%} faults, {name}: {success:.1%}")
    return found


def spread(values: Sequence[float]) -> str:
    """Return mean and standard error over seeds, in points."""
    mean = f"{100 * statistics.fmean(values):.1f}"
    if len(values) < 2:
        return mean
    return f"{mean} ± {100 * statistics.stdev(values) / math.sqrt(len(values)):.1f}"


def table(study: Study, head: str, cell: Callable[[str, float], str]) -> str:
    """Return a Markdown table: a row an algorithm, a column a share of faulty users."""
    lines = [" | ".join(["", head, *(f"{rate:.0%}" for rate in study.rates), ""]).strip()]
    lines.append("| --- |" + " ---: |" * len(study.rates))
    for name in study.algorithms:
        cells = [cell(name, rate) for rate in study.rates]
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def report(study: Study, found: Mapping[tuple[str, float], Sequence[Result]]) -> str:
    """Return all tables."""

    def finals(name: str, rate: float) -> list[float]:
        return [statistics.fmean(each.last.values()) for each in found[name, rate]]

    def gains(name: str, rate: float) -> list[float]:
        pairs = zip(finals(name, rate), finals("GRPO", rate), strict=True)
        return [mine - theirs for mine, theirs in pairs]

    def on_the_way(name: str, rate: float) -> list[float]:
        return [each.mean for each in found[name, rate]]

    tables = [
        table(study, "success at the end", lambda name, rate: spread(finals(name, rate))),
        table(study, "above GRPO, seed by seed", lambda name, rate: spread(gains(name, rate))),
        table(study, "success on the way", lambda name, rate: spread(on_the_way(name, rate))),
    ]
    for key in study.recipe.held_out:

        def here(name: str, rate: float, key: str = key) -> str:
            return spread([each.last[key] for each in found[name, rate]])

        tables.append(table(study, f"at the end, {key}", here))
    return "\n".join(tables)


def read_study(arguments: Sequence[str] | None = None) -> Study:
    """Return the study that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out", type=Path, help="folder of all runs; goes on with what is there")
    parser.add_argument("--recipe", type=Path, help="a run's TOML file (default: the wish desks)")
    parser.add_argument("--seeds", type=int, default=5, help="runs of each kind (default 5)")
    parser.add_argument("--rates", type=float, nargs="+", default=[0.0, 0.1, 0.2, 0.3],
                        help="shares of faulty users (default 0 0.1 0.2 0.3)")  # fmt: skip
    parser.add_argument("--compare", choices=list(COMPARED), default="spoiled",
                        help="what differs between the algorithms")  # fmt: skip
    options = parser.parse_args(arguments)
    recipe, add_faults = make_recipe(options.out / "policy"), add_desk_faults
    if options.recipe is not None:
        recipe, add_faults = read_recipe(options.recipe), add_domain_faults
    rates, algorithms = tuple(options.rates), COMPARED[options.compare]
    return Study(recipe, add_faults, options.out, options.seeds, rates, algorithms)


def main() -> None:
    """Print all tables; results lie in the runs' folders."""
    torch.set_num_threads(1)
    disable_progress_bar()
    study = read_study()
    print(report(study, run_all(study)))


if "study/faulty_users-v0" not in gymnasium.registry:
    gymnasium.register("study/faulty_users-v0", entry_point="benchmarks.learning_study:make_faulty")


if __name__ == "__main__":
    main()
