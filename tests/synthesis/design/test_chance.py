from collections import Counter

import numpy

from autoforge_envs.synthesis.design.chance import Chance


def test_what_weighs_more_is_drawn_more_often() -> None:
    chance = Chance(numpy.random.default_rng(0))
    counts = Counter(chance.weighed({"often": 9, "seldom": 1, "never": 0}) for _ in range(500))
    assert counts["often"] > 4 * counts["seldom"] > 0
    assert counts["never"] == 0


def test_some_are_different_and_stand_in_their_order() -> None:
    chance = Chance(numpy.random.default_rng(0))
    for _ in range(50):
        drawn = chance.some(range(9), 4)
        assert len(drawn) == 4
        assert drawn == sorted(set(drawn))


def test_an_amount_is_a_multiple_of_its_step_within_its_bounds() -> None:
    chance = Chance(numpy.random.default_rng(0))
    drawn = {chance.amount(130, 450, 100) for _ in range(100)}
    assert drawn == {200, 300, 400}
