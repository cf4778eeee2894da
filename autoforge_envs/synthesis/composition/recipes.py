"""Recipes: which requests a task of a level merges, and how long its plan is at least."""

from collections.abc import Callable, Mapping

import numpy

from autoforge_envs.chance import draw
from autoforge_envs.synthesis.composition.requests.acting import act
from autoforge_envs.synthesis.composition.requests.batching import act_on_several
from autoforge_envs.synthesis.composition.requests.deciding import decide
from autoforge_envs.synthesis.composition.requests.errands import run_errand
from autoforge_envs.synthesis.composition.requests.falling_back import fall_back
from autoforge_envs.synthesis.composition.requests.handing_over import hand_over
from autoforge_envs.synthesis.composition.requests.inquiring import inquire
from autoforge_envs.synthesis.composition.requests.refusing import refuse
from autoforge_envs.synthesis.composition.requests.settling import settle
from autoforge_envs.synthesis.composition.scene import Scene, Wish

Maker = Callable[[Scene], Wish | None]
"""Adds a request to a task; None where it does not fit the customer."""

RECIPES: Mapping[int, tuple[tuple[Maker, ...], ...]] = {
    1: ((act,), (act,), (refuse,), (inquire,)),
    2: (
        (act, inquire), (act, refuse), (inquire, refuse), (decide,), (run_errand, inquire),
        (act, act), (inquire, hand_over), (act_on_several,), (fall_back,),
    ),
    3: (
        (act, act, inquire), (act_on_several, inquire), (act, refuse, act), (fall_back, act),
        (decide, act), (run_errand, act, inquire), (act, inquire, hand_over),
        (decide, refuse),
    ),
    4: (
        (act, act_on_several, inquire), (act, decide, act, refuse), (act_on_several, refuse, act),
        (act, fall_back, act, inquire), (act, act, act, settle), (act, run_errand, act, decide),
        (act_on_several, act, hand_over),
    ),
    5: (
        (act, act_on_several, decide, refuse, act), (act, decide, act_on_several, act, settle),
        (act_on_several, act, fall_back, act, inquire), (act, act, decide, act, refuse, act),
        (run_errand, act, act_on_several, refuse, act), (act_on_several, act, decide, hand_over),
        (act_on_several, act_on_several, act, refuse, inquire),
    ),
}  # fmt: skip

AT_THE_END: tuple[Maker, ...] = (settle, hand_over)
"""What nothing can follow."""
_IN_MANY_WAYS: tuple[Maker, ...] = (act, refuse, fall_back)
"""What can be put in so many ways that a combination can be made another by it."""


def draw_recipe(level: int, generator: numpy.random.Generator) -> list[Maker]:
    """Draw the requests of a task, in any order that ends with one that can be varied."""
    recipe = draw(RECIPES[level], generator)
    order = [recipe[i] for i in generator.permutation(len(recipe))]
    last = [make for make in order if make in AT_THE_END]
    varied = [make for make in order if make in _IN_MANY_WAYS]
    end = last or varied[-1:]
    for make in end:
        order.remove(make)
    return [*order, *end]


INSTEAD: tuple[Maker, ...] = (act, inquire)
"""What is tried where a request of the recipe does not fit."""

MIN_CALLS: Mapping[int, int] = {1: 4, 2: 6, 3: 9, 4: 12, 5: 15}
MIN_WRITES: Mapping[int, int] = {1: 0, 2: 0, 3: 1, 4: 3, 5: 3}
"""Tool calls that a plan of a level makes at least, and how many of them change something."""
