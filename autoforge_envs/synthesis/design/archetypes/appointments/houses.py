"""Appointments: sites, staff with their slots, treatments, and pharmacies."""

from autoforge_envs.synthesis.design.blocks import Names
from autoforge_envs.synthesis.design.people import People
from autoforge_envs.synthesis.design.population import Population, Row

_DESK_NAMES = ("Bridge", "Castle", "Dock", "Elm", "Fountain", "Garden", "Hill", "Island")


def add_houses(population: Population, people: People, names: Names) -> None:
    """Add sites, staff with free slots, treatments and pharmacies."""
    chance = population.chance
    for name in _DESK_NAMES[:5]:
        place = people.place()
        population.add(
            "Site",
            name=f"{name} House",
            street=place.street,
            city=place.city,
            step_free=chance.happens(60),
        )
    for name in dict.fromkeys(people.name() for _ in range(20)):
        number = len(population.rows("staff"))
        staff = population.add(
            "staff",
            site_id=chance.pick(population.rows("Site"))["id"],
            name=name,
            speciality=names["specialities"][number % len(names["specialities"])],
            accepts_new=chance.happens(65),
        )
        for offset in chance.some(range(41), chance.between(16, 24)):
            add_slot(population, staff, offset, "free")
    _add_offers(population, people, names)


def _add_offers(population: Population, people: People, names: Names) -> None:
    chance = population.chance
    youth = int(names["dependant_years"])
    for speciality in names["specialities"]:
        for at, service in enumerate(names["services"]):
            item = population.add(
                "item",
                name=f"{speciality.replace('_', ' ').capitalize()} {service}",
                speciality=speciality,
                price=2000 + 1500 * at + chance.amount(0, 1400, 50),
                needs_referral=at >= 3 and speciality != names["specialities"][0],
            )
            if names["with_video"]:
                item["by_video"] = at in (1, 2)
            if names["with_dependants"]:
                item["least_age"] = chance.pick((0, 0, youth // 6, youth // 3))
    for name in _DESK_NAMES:
        place = people.place()
        population.add(
            "pharmacy",
            name=f"{name} {names['pharmacy_words']}",
            street=place.street,
            city=place.city,
            open_late=chance.happens(40),
        )


def add_slot(population: Population, staff: Row, offset: int, status: str) -> Row:
    """Add a time at which somebody sees people."""
    hour, minute = population.chance.between(8, 17), population.chance.pick((0, 20, 40))
    if offset == 0:
        hour = max(hour, min(population.now.hour + 1, 18))
    return population.add(
        "Slot",
        staff_id=staff["id"],
        starts_at=f"{population.day(offset)}T{hour:02d}:{minute:02d}:00",
        status=status,
    )
