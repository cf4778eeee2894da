"""Travel: houses with their rooms and activities."""

from autoforge_envs.synthesis.design.blocks import Names
from autoforge_envs.synthesis.design.population import Population, Row


class House:
    """A house with its rooms and activities, and the nights in which its rooms are taken."""

    def __init__(self, population: Population, names: Names, city: str, at: int) -> None:
        chance = population.chance
        pattern = names["house_names"][at % 3]
        row = population.add(
            "house",
            name=pattern.format(city)
            if at < 6
            else f"{pattern.format(city)} {('II', 'South')[at % 2]}",
            city=city,
            stars=chance.between(2, 5),
            opens_on=population.day(chance.pick((-400, -150, -60))),
            closes_on=population.day(chance.pick((75, 100, 140, 300))),
        )
        self.closes_on = str(row["closes_on"])
        self.rooms = [self._room(population, names, row, kind) for kind in range(4)]
        self.activities = [self._activity(population, names, row) for _ in range(14)]
        self._taken: dict[str, list[tuple[str, str]]] = {}

    @staticmethod
    def _room(population: Population, names: Names, house: Row, kind: int) -> Row:
        chance = population.chance
        rate = names["base_rate"] + 2500 * kind + 1000 * house["stars"] + chance.amount(0, 900, 100)
        values = {"pets_allowed": chance.happens(50)} if names["with_pets"] else {}
        return population.add(
            "room",
            house_id=house["id"],
            kind=names["room_kinds"][kind],
            sleeps=names["sleeps"][kind] + (1 if chance.happens(25) else 0),
            rate=rate,
            units=chance.between(4, 9),
            **values,
        )

    @staticmethod
    def _activity(population: Population, names: Names, house: Row) -> Row:
        chance = population.chance
        return population.add(
            "Activity",
            house_id=house["id"],
            name=chance.pick(names["activities"]),
            kind=chance.pick(names["activity_kinds"]),
            takes_place_on=population.day_between(-6, 60),
            price=chance.amount(900, 5500, 50),
            places_left=chance.pick((0, 2, 4, 6, 9, 14), (1, 1, 2, 2, 2, 2)),
        )

    def take(self, room: Row, arrives_on: str, leaves_on: str) -> bool:
        """Take a room for some nights if one of its kind is free."""
        taken = self._taken.setdefault(room["id"], [])
        others = sum(first < leaves_on and last > arrives_on for first, last in taken)
        if others >= room["units"]:
            return False
        taken.append((arrives_on, leaves_on))
        return True
