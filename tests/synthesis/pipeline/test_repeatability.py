"""The same seed in another process, where sets and dictionaries of words have another order."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[3]

PLACES = """
import numpy
from autoforge_envs.synthesis.design.chance import Chance
from autoforge_envs.synthesis.design.people import COUNTRIES, People
from autoforge_envs.synthesis.design.population import Population

chance = Chance(numpy.random.default_rng(5))
population = Population(chance, "2026-03-02T09:00:00", {}, {})
for locale in sorted(COUNTRIES):
    people = People(population, (locale,))
    print([people.person() for _ in range(60)])
"""

DRAFTS = """
from autoforge_envs.synthesis.design.catalogue import ARCHETYPES
from autoforge_envs.synthesis.design.template_designer import TemplateDesigner

for archetype in ARCHETYPES:
    for seed in (1, 2):
        print(TemplateDesigner(archetype.name).design(seed))
"""


def run(program: str, hash_seed: str) -> str:
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY), "PYTHONHASHSEED": hash_seed}
    return subprocess.check_output([sys.executable, "-c", program], env=environment, text=True)


def test_people_are_the_same_whatever_the_order_of_sets() -> None:
    printed = run(PLACES, "1")
    assert printed.count("Person(") == 600
    assert run(PLACES, "2") == printed


@pytest.mark.slow
def test_every_kind_of_business_is_the_same_whatever_the_order_of_sets() -> None:
    printed = run(DRAFTS, "1")
    assert printed.count("Draft(") >= 32
    assert run(DRAFTS, "2") == printed
