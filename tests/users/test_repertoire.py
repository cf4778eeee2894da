"""No phrasing twice while another is left."""

import json
from itertools import pairwise

import numpy
import pytest

from autoforge_envs.users.phrases import PHRASES
from autoforge_envs.users.repertoire import Repertoire


def start(seed: int, persona: str = "anxious") -> Repertoire:
    return Repertoire(persona, numpy.random.default_rng(seed))


@pytest.mark.parametrize("seed", range(5))
def test_all_phrasings_are_said_before_one_comes_again(seed: int) -> None:
    repertoire = start(seed)
    num_phrasings = len(PHRASES["next.anxious"])
    said = [repertoire.say("next", words="X.") for _ in range(num_phrasings)]
    assert len(set(said)) == num_phrasings


KINDS = sorted({kind.split(".")[0] for kind in PHRASES} - {"greeting"})  # that opens, once
SLOTS = dict.fromkeys("words value Value fact Fact Label thing things".split(), "x")


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_said_twice_in_a_row(kind: str) -> None:
    for persona in ("friendly", "curt", "chatty", "anxious"):
        phrasings = set(PHRASES.get(f"{kind}.{persona}", PHRASES.get(kind, ())))
        repertoire = start(3, persona)
        said = [repertoire.say(kind, **SLOTS) for _ in range(20)] if phrasings else []
        if len(phrasings) > 1:
            assert all(one != other for one, other in pairwise(said))


def test_seeds_differ() -> None:
    assert len({start(seed).say("next", words="X.") for seed in range(20)}) > 2


def test_what_was_said_is_saved() -> None:
    one, other = start(1), start(1)
    one.say("next", words="X.")
    other.say("next", words="X.")
    restored = start(1)
    restored.say("next", words="X.")  # brings its generator to the same place
    restored.restore(json.loads(json.dumps(one.save())))
    rest = [[each.say("next", words="X.") for _ in range(8)] for each in (one, other, restored)]
    assert rest[0] == rest[1] == rest[2]
