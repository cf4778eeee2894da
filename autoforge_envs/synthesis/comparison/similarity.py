"""How alike two businesses are when nobody looks at their names.

A domain is described by three bags of shapes: the signatures of its tools by semantic types, its
tables and foreign keys by the types of their columns, and its rules by the trees of their
predicates. What two domains share of a bag is its weighted Jaccard index: for each shape the
smaller count, summed, over the larger count, summed. Their similarity is the mean of the three.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from autoforge_envs.domain.domain import Domain
from autoforge_envs.errors import OptionError
from autoforge_envs.synthesis.comparison.rule_shapes import rule_parts, rule_shapes
from autoforge_envs.synthesis.comparison.table_shapes import table_parts, table_shapes
from autoforge_envs.synthesis.comparison.tool_shapes import tool_parts, tool_shapes

QUANTILES = (0.0, 0.05, 0.25, 0.5, 0.75, 0.95, 1.0)
"""Which quantiles a distribution tells."""


@dataclass(frozen=True, slots=True)
class DomainShape:
    """A domain with its names taken away: how often each shape occurs."""

    name: str
    tools: Mapping[str, int]
    tables: Mapping[str, int]
    rules: Mapping[str, int]


BAGS = ("tools", "tables", "rules")
"""The three bags of a shape."""


def shape_of(domain: Domain) -> DomainShape:
    """Describe a domain by whole signatures, tables, foreign keys and predicates."""
    return DomainShape(domain.name, tool_shapes(domain), table_shapes(domain), rule_shapes(domain))


def loose_shape_of(domain: Domain) -> DomainShape:
    """Describe a domain by parts: parameters, columns, comparisons, each counted by itself.

    Two businesses of any kind share many parts, as all have keys and amounts; but an edit costs a
    part where it costs a whole signature or table otherwise.
    """
    return DomainShape(domain.name, tool_parts(domain), table_parts(domain), rule_parts(domain))


@dataclass(frozen=True, slots=True)
class Similarity:
    """What two domains share, each from 0 to 1."""

    tools: float
    tables: float
    rules: float

    @property
    def overall(self) -> float:
        """The mean of the three."""
        return (self.tools + self.tables + self.rules) / len(BAGS)


def similarity(first: Domain, second: Domain) -> float:
    """Say how alike two domains are, from 0 for nothing in common to 1 for nothing but names."""
    return compare_shapes(shape_of(first), shape_of(second)).overall


def compare_shapes(first: DomainShape, second: DomainShape) -> Similarity:
    """Say what two described domains share, bag by bag."""
    return Similarity(*(shared(getattr(first, bag), getattr(second, bag)) for bag in BAGS))


def shared(first: Mapping[str, int], second: Mapping[str, int]) -> float:
    """Return the weighted Jaccard index of two bags; 1.0 for two empty ones."""
    common = sum((Counter(first) & Counter(second)).values())
    either = sum(first.values()) + sum(second.values()) - common
    return common / either if either else 1.0


@dataclass(frozen=True, slots=True)
class Distribution:
    """Similarity over all pairs of some domains.

    Attributes:
        num_domains: How many domains were compared, each with each.
        quantiles: For "tools", "tables", "rules" and "overall" the values at `QUANTILES`.
        closest: The pairs that are most alike, with what they share, the closest first.
    """

    num_domains: int
    quantiles: Mapping[str, tuple[float, ...]]
    closest: tuple[tuple[str, str, Similarity], ...]

    @property
    def median(self) -> float:
        """How much the median pair shares."""
        return self.quantiles["overall"][QUANTILES.index(0.5)]


def distribution(shapes: Sequence[DomainShape], *, num_closest: int = 10) -> Distribution:
    """Compare every domain with every other.

    Args:
        shapes: At least two described domains.
        num_closest: How many of the closest pairs to name.

    Raises:
        OptionError: There is no pair.
    """
    if len(shapes) < 2:
        raise OptionError(f"a distribution needs at least 2 domains, got {len(shapes)}; add some")
    rows, columns = np.triu_indices(len(shapes), 1)
    values = {bag: _matrix([getattr(s, bag) for s in shapes])[rows, columns] for bag in BAGS}
    overall = np.mean(list(values.values()), axis=0)
    order = np.argsort(-overall, kind="stable")[:num_closest]
    return Distribution(
        num_domains=len(shapes),
        quantiles={
            name: tuple(float(q) for q in np.quantile(each, QUANTILES))
            for name, each in {**values, "overall": overall}.items()
        },
        closest=tuple(
            (
                shapes[rows[at]].name,
                shapes[columns[at]].name,
                Similarity(*(float(values[bag][at]) for bag in BAGS)),
            )
            for at in order
        ),
    )


def _matrix(bags: Sequence[Mapping[str, int]]) -> npt.NDArray[np.float64]:
    """Return the weighted Jaccard index of every bag with every other."""
    places = {shape: at for at, shape in enumerate(dict.fromkeys(s for bag in bags for s in bag))}
    counts = np.zeros((len(bags), len(places)), np.int32)  # domains x shapes
    for row, bag in enumerate(bags):
        counts[row, [places[shape] for shape in bag]] = list(bag.values())
    totals = counts.sum(axis=1)
    common = np.stack([np.minimum(row, counts).sum(axis=1) for row in counts])
    either = totals[:, None] + totals[None, :] - common
    return np.where(either > 0, common / np.maximum(either, 1), 1.0)
