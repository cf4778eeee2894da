"""A million fuzzed actions: nothing may break, change by mistake or grow.

Every action of every kind goes through `step` and is checked as in `tests/fuzz`, which plays a few
thousand. Run with `python -m benchmarks.fuzz [ACTIONS]` from the checkout.
"""

import gc
import sys
import time

from benchmarks.timing import print_table, resident_bytes
from tests.environments.scripts import BOOKSHOP, RETAIL
from tests.fuzz.fuzzing import Fuzzer

NUM_ACTIONS = 1_000_000
NUM_PARTS = 20
"""Memory is measured after each of so many equal parts."""


ROWS = (
    "actions, checked",
    "actions a second",
    "calls accepted",
    "tools that accepted one",
    "state changes",
    "episodes",
    "memory after the first part, MB",
    "memory at most, MB",
    "memory at the end, MB",
)


def fuzz(domain: str, num_actions: int) -> list[str]:
    """Play actions on one domain and return a column of the table."""
    fuzzer = Fuzzer(domain, seed=7)
    began = time.perf_counter()
    memory = []
    for _ in range(NUM_PARTS):
        fuzzer.run(num_actions // NUM_PARTS)
        gc.collect()
        memory.append(resident_bytes() / 2**20)
    rate = num_actions / (time.perf_counter() - began)
    fuzzer.env.close()
    tally = fuzzer.tally
    return [
        f"{num_actions:,}",
        f"{rate:,.0f}",
        f"{tally['accepted']:,}",
        f"{len(fuzzer.accepted)} of {len(fuzzer.tools)}",
        f"{tally['changes']:,}",
        f"{tally['episodes']:,}",
        *(f"{megabytes:.1f}" for megabytes in (memory[0], max(memory), memory[-1])),
    ]


def main() -> None:
    """Print the table."""
    num_actions = int(sys.argv[1]) if len(sys.argv) > 1 else NUM_ACTIONS
    domains = (BOOKSHOP, RETAIL)
    columns = [fuzz(domain, num_actions // len(domains)) for domain in domains]
    print_table(
        "Fuzzed actions; none broke anything",
        ["", *domains],
        list(zip(ROWS, *columns, strict=True)),
    )


if __name__ == "__main__":
    main()
