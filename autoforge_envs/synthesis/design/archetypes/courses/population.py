"""Courses: subjects, courses that build on each other, and groups."""

from autoforge_envs.synthesis.design.archetypes.courses.learning import School
from autoforge_envs.synthesis.design.blocks import Names
from autoforge_envs.synthesis.design.people import People
from autoforge_envs.synthesis.design.population import Population, Row

_LEVELS = ("beginner", "intermediate", "intermediate", "advanced")
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "saturday")
_STARTS = (-300, -220, -150, -60, -35, -21, -14, -7, -3, 0, 4, 10, 17, 25, 40, 60)


def populate(population: Population, people: People, names: Names) -> None:
    """Make the first rows of one business."""
    for at, city in enumerate(people.cities(12, 4)):
        population.add("Campus", name=f"{city} {('Mill', 'Tower', 'Court')[at % 3]}", city=city)
    for subject in names["subjects"]:
        for _ in range(4):
            population.add("Teacher", name=people.name(), subject=subject)
        _add_courses(population, names, subject)
    school = School(population, names)
    for party in population.rows("party"):
        school.teach(party)
    school.open_and_close()


def _add_courses(population: Population, names: Names, subject: str) -> None:
    """Add the courses of a subject; the later ones require the one before them."""
    chance = population.chance
    added: list[Row] = []
    for at, title in enumerate(names["titles"]):
        course = population.add(
            "course",
            name=title.format(subject.capitalize()),
            subject=subject,
            level=_LEVELS[at],
            credits=chance.between(2, 5),
        )
        for required in added[1:][-1:]:
            population.add(
                "Prerequisite",
                course_id=course["id"],
                required_id=required["id"],
                min_grade=chance.pick((50, 60, 70)),
            )
        added.append(course)
        for _ in range(chance.between(6, 8)):
            _add_group(population, names, course, at)


def _add_group(population: Population, names: Names, course: Row, level: int) -> None:
    chance = population.chance
    first, lessons = chance.pick(_STARTS), chance.pick((8, 10, 12))
    last = first + 7 * (lessons - 1)
    status = "finished" if last < 0 else "planned" if first > 0 else "running"
    teachers = [t for t in population.rows("Teacher") if t["subject"] == course["subject"]]
    population.add(
        "group",
        course_id=course["id"],
        campus_id=chance.pick(population.rows("Campus"))["id"],
        teacher_id=chance.pick(teachers)["id"],
        weekday=_weekday(population, first),
        starts_on=population.day(first),
        ends_on=population.day(last),
        lessons=lessons,
        seats=40,
        fee=names["base_fee"] + 2500 * level + 400 * lessons + chance.amount(0, 1500, 100),
        status="cancelled" if status == "planned" and chance.happens(8) else status,
    )


def _weekday(population: Population, offset: int) -> str:
    """Return the day of the week; what falls on another day is held on Saturdays."""
    day = population.now.fromisoformat(population.day(offset)).weekday()
    return _WEEKDAYS[min(day, 4)]
