"""What is known of the known benchmarks: names of tools and tables, and hashed task texts.

The data beside this module is written by scripts/fingerprint_known_benchmarks.py.
"""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from autoforge_envs.synthesis.comparison.shingles import unpack
from autoforge_envs.synthesis.comparison.signatures import Signature, from_json

FOLDER = Path(__file__).parent / "fingerprints"
"""Where the data is."""


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """One area of a known benchmark.

    Attributes:
        benchmark: Its name, for example "tau2-bench".
        area: For example "retail".
        commit: The commit it was taken from.
        num_texts: How many task texts were hashed; 0 where none could be had.
        shingles: Their hashed word sequences, all together.
    """

    benchmark: str
    area: str
    commit: str
    tools: tuple[Signature, ...]
    tables: tuple[Signature, ...]
    num_texts: int
    shingles: frozenset[int]

    @property
    def name(self) -> str:
        """Benchmark and area."""
        return f"{self.benchmark} {self.area}"


@cache
def known_benchmarks() -> tuple[Fingerprint, ...]:
    """Read the fingerprints of every area of every known benchmark."""
    return tuple(
        Fingerprint(
            benchmark=data["name"],
            area=area,
            commit=data["commit"],
            tools=from_json(found["tools"]),
            tables=from_json(found["tables"]),
            num_texts=found["num_texts"],
            shingles=unpack(found["shingles"]),
        )
        for path in sorted(FOLDER.glob("*.json"))
        for data in [json.loads(path.read_text(encoding="utf-8"))]
        for area, found in data["areas"].items()
    )
