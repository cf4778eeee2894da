"""How different the designer's businesses are: similarity of structure over all pairs of seeds.

python -m benchmarks.diversity [--seeds 300]

Names are abstracted away: what is compared is the tools' signatures by semantic type, the graph of
tables, and the shapes of the rules (see docs/comparison.md).
"""

import argparse
import tempfile
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import combinations
from pathlib import Path
from statistics import median

from rich.console import Console
from rich.progress import track
from rich.table import Table

from autoforge_envs.domain.loading import load_domain
from autoforge_envs.synthesis.comparison.similarity import (
    DomainShape,
    compare_shapes,
    loose_shape_of,
    shape_of,
)
from autoforge_envs.synthesis.design.template_designer import TemplateDesigner

_BAR = 50
_PARTS = ("overall", "tools", "tables", "rules")


def shapes(seed: int) -> tuple[str, DomainShape, DomainShape]:
    """Design a business and return its archetype, its shape, and its shape by parts."""
    draft = TemplateDesigner().design(seed)
    with tempfile.TemporaryDirectory() as folder:
        draft.write(Path(folder))
        domain = load_domain(Path(folder), sealed=False)
        return str(draft.designer["archetype"]), shape_of(domain), loose_shape_of(domain)


def main() -> None:
    """Design, compare all pairs, print the distribution."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=300)
    count = parser.parse_args().seeds
    with ProcessPoolExecutor() as pool:
        found = list(track(pool.map(shapes, range(count)), "designing", total=count))
    pairs = [(a[0] == b[0], compare_shapes(a[1], b[1])) for a, b in combinations(found, 2)]
    console = Console()
    console.print(_quantiles(pairs))
    loose = [compare_shapes(a[2], b[2]).overall for a, b in combinations(found, 2)]
    overall = [similarity.overall for _, similarity in pairs]
    console.print(f"median pair {median(overall):.3f}; {len(pairs)} pairs of {count} businesses")
    console.print(f"by single parameters, columns and comparisons: median {median(loose):.3f}")
    for line in _histogram(overall):
        console.print(line, highlight=False)


def _quantiles(pairs: list) -> Table:  # type: ignore[type-arg]
    table = Table(title="similarity of two businesses")
    for heading in ("pairs", "part", "5 %", "25 %", "median", "75 %", "95 %", "highest"):
        table.add_column(heading, justify="right")
    for name, alike in (("all", None), ("of one archetype", True), ("of two", False)):
        for part in _PARTS:
            values = sorted(getattr(s, part) for same, s in pairs if alike in (None, same))
            shown = [values[int(q * (len(values) - 1))] for q in (0.05, 0.25, 0.5, 0.75, 0.95, 1)]
            table.add_row(name, part, *(f"{value:.2f}" for value in shown))
    return table


def _histogram(values: list[float]) -> Iterator[str]:
    counts = [0] * 20
    for value in values:
        counts[min(19, int(value * 20))] += 1
    for at, count in enumerate(counts):
        bar = "#" * round(_BAR * count / max(counts))
        yield f"{at / 20:.2f} to {(at + 1) / 20:.2f}  {count:6}  {bar}"


if __name__ == "__main__":
    main()
