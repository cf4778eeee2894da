"""Draw held-out success by update, a line a run, and its 95 % interval.

For the picture in `docs/learning.md`:

    python -m benchmarks.learning_curve runs/seed_0 runs/seed_1 runs/seed_2 --out curve.svg
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

import matplotlib as mpl
from matplotlib.figure import Figure

from autoforge_rl.metrics import read_metrics
from autoforge_rl.runs import TRAINING

Points = list[tuple[int, float, float, float]]
"""Update, success and its interval, in percent."""


def read_curve(run: Path, environment: str) -> Points:
    """Return what a run measured on one held-out environment."""
    lines = read_metrics(run / TRAINING / "metrics.jsonl")
    found = [(line["update"], line["held_out"][environment]) for line in lines
             if "held_out" in line]  # fmt: skip
    return [
        (update, 100 * each["success"], 100 * each["low"], 100 * each["high"])
        for update, each in found
    ]


def draw(curves: Sequence[Points], names: Sequence[str], out: Path) -> None:
    """Draw lines in their intervals; the same bytes for the same curves."""
    mpl.rcParams["svg.hashsalt"] = "curve"
    figure = Figure(figsize=(6.4, 3.6), layout="constrained")
    axes = figure.add_subplot(xlabel="updates", ylabel="held-out success, percent", ylim=(0, 100))
    for points, name in zip(curves, names, strict=True):
        updates, success, low, high = zip(*points, strict=True)
        axes.plot(updates, success, marker="o", markersize=3, label=name)
        axes.fill_between(updates, low, high, alpha=0.12)
    axes.grid(alpha=0.3)
    axes.legend(frameon=False, loc="upper left")
    figure.savefig(out, format=out.suffix[1:], metadata={"Date": None})


def main() -> None:
    """Draw the curves of some runs."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("runs", type=Path, nargs="+", help="folders of runs")
    parser.add_argument("--environment", default="desk", help="the held-out one (default desk)")
    parser.add_argument("--out", type=Path, required=True, help="the picture, .svg")
    options = parser.parse_args()
    curves = [read_curve(run, options.environment) for run in options.runs]
    draw(curves, [f"seed {number}" for number in range(len(curves))], options.out)


if __name__ == "__main__":
    main()
