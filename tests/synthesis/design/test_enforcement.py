import numpy

from autoforge_envs.synthesis.design.chance import Chance
from autoforge_envs.synthesis.design.enforcement import SIDES, draw_sides

RULES = [f"rule_{number}" for number in range(40)]


def test_every_rule_gets_a_side_under_the_name_that_templates_use() -> None:
    sides = draw_sides(Chance(numpy.random.default_rng(0)), RULES)
    assert list(sides) == [f"{rule}_enforced_by" for rule in RULES]
    assert set(sides.values()) == set(SIDES)
