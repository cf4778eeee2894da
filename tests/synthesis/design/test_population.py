import numpy
import pytest

from autoforge_envs.errors import DesignError
from autoforge_envs.synthesis.design.chance import Chance
from autoforge_envs.synthesis.design.population import Population
from autoforge_envs.synthesis.design.source import TableSource

CUPS = TableSource("Cup", "cups", "CU", ("id", "colour", "shelf_id"), {"shelf_id": "Shelf"})
SHELVES = TableSource("Shelf", "shelves", "SH", ("id", "height"), {})


@pytest.fixture
def population() -> Population:
    chance = Chance(numpy.random.default_rng(0))
    tables = {"Shelf": SHELVES, "Cup": CUPS}
    names = {"place": "shelf", "Place": "Shelf"}
    return Population(chance, "2025-03-03T09:30:00", tables, names)


def test_a_row_is_got_by_its_key(population: Population) -> None:
    rows = [population.add("Cup", colour=colour) for colour in ("red", "blue")]
    assert population.get("Cup", rows[1]["id"]) is rows[1]


def test_rows_are_grouped_by_what_stands_in_a_column(population: Population) -> None:
    for colour in ("red", "blue", "red"):
        population.add("Cup", colour=colour)
    groups = population.grouped("Cup", "colour")
    assert list(groups) == ["red", "blue"]
    assert [len(rows) for rows in groups.values()] == [2, 1]


@pytest.mark.parametrize(
    ("moment", "days"),
    [
        ("2025-03-03", 0),
        ("2025-03-05", 2),
        ("2025-03-02T23:59:00", -1),
        ("2025-04-03T00:00:00", 31),
    ],
)
def test_days_are_counted_from_the_day_of_the_clock(
    population: Population, moment: str, days: int
) -> None:
    assert population.days_until(moment) == days


def test_rows_are_handed_over_under_real_names(population: Population) -> None:
    shelf = population.add("place", height=3)
    cup = population.add("Cup", colour="red", place_id=shelf["id"])
    assert list(population.records()) == [
        ("shelves", {"id": shelf["id"], "height": 3}),
        ("cups", {"id": cup["id"], "colour": "red", "shelf_id": shelf["id"]}),
    ]


def test_a_column_that_a_table_does_not_have_is_refused(population: Population) -> None:
    with pytest.raises(DesignError, match="populating Cup: it has no column 'price'"):
        population.add("Cup", price=3)


def test_a_table_that_there_is_not_is_refused(population: Population) -> None:
    with pytest.raises(DesignError, match="there is no table 'spoon'"):
        population.rows("spoon")
