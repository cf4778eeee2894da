import numpy

from autoforge_envs.synthesis.design.chance import Chance
from autoforge_envs.synthesis.design.optional_parts import draw_parts

PARTS = ("exams", "absences", "discounts")


def test_each_part_is_there_or_not_under_the_name_that_templates_use() -> None:
    chance = Chance(numpy.random.default_rng(0))
    drawn = [draw_parts(chance, PARTS, 1, 2) for _ in range(40)]
    assert {tuple(parts) for parts in drawn} == {("with_exams", "with_absences", "with_discounts")}
    assert {sum(parts.values()) for parts in drawn} == {1, 2}
