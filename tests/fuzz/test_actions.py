"""Whatever an agent does is answered: nothing breaks, changes by mistake or grows."""

import gc
import sys

import pytest

from tests.environments.scripts import BOTH_DOMAINS
from tests.fuzz.fuzzing import Fuzzer

NUM_ACTIONS = 3_000


def num_blocks() -> int:
    """Pieces of memory that Python objects hold."""
    gc.collect()
    return sys.getallocatedblocks()


@pytest.mark.parametrize("domain", BOTH_DOMAINS)
def test_any_action_is_answered(domain: str) -> None:
    fuzzer = Fuzzer(domain, seed=1)
    fuzzer.run(NUM_ACTIONS)
    tally = fuzzer.tally
    assert tally["accepted"] > NUM_ACTIONS // 5
    assert tally["changes"] > NUM_ACTIONS // 50
    assert tally["episodes"] > 10
    assert {"user_hung_up", "handed_over"} <= tally.keys()
    fuzzer.env.close()


@pytest.mark.parametrize("domain", BOTH_DOMAINS)
def test_memory_does_not_grow(domain: str) -> None:
    fuzzer = Fuzzer(domain, seed=2)
    fuzzer.run(600)
    fuzzer.begin(seed=0)
    before = num_blocks()
    fuzzer.run(600)
    fuzzer.begin(seed=0)
    assert num_blocks() - before < 3_000
    fuzzer.env.close()


@pytest.mark.slow
@pytest.mark.parametrize("domain", BOTH_DOMAINS)
def test_a_great_many_actions_are_answered(domain: str) -> None:
    """A hundred thousand; `benchmarks/fuzz.py` plays a million."""
    fuzzer = Fuzzer(domain, seed=3)
    blocks = []
    for _ in range(10):
        fuzzer.run(10_000)
        fuzzer.begin(seed=0)
        blocks.append(num_blocks())
    tools = {tool.name for tool in fuzzer.tools}
    assert fuzzer.accepted.keys() == tools, f"never accepted: {tools - fuzzer.accepted.keys()}"
    assert blocks[-1] - blocks[-3] < 20_000  # by then caches are nearly full: no block an action
    fuzzer.env.close()
