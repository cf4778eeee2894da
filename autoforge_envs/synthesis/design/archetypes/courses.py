"""Courses: enrolling in groups, prerequisites, waiting lists, fees in instalments, certificates."""

from pathlib import Path
from typing import Any

from autoforge_envs.synthesis.design.blocks import Archetype, Block, Names, Vocabulary
from autoforge_envs.synthesis.design.chance import Chance
from autoforge_envs.synthesis.design.nouns import Noun
from autoforge_envs.synthesis.design.people import People
from autoforge_envs.synthesis.design.population import Population, Row

VOCABULARIES = (
    Vocabulary(
        title="Hollow Oak Academy",
        about="a school for adults that teaches in the evening. You enrol students, keep waiting "
        "lists, take fees and issue certificates.",
        nouns={
            "party": Noun("student"),
            "deal": Noun("enrolment"),
            "course": Noun("course"),
            "group": Noun("evening class", "evening classes"),
        },
        words={
            "subjects": ("accounting", "photography", "programming", "history"),
            "titles": ("Foundations of {}", "{} in Practice", "Advanced {}", "{} Workshop"),
            "discounts": ("pensioner", "job_seeker", "former_student"),
            "base_fee": 14000,
        },
    ),
    Vocabulary(
        title="Quayside Languages",
        about="a language school. You enrol learners, keep waiting lists, take fees and issue "
        "certificates.",
        nouns={
            "party": Noun("learner"),
            "deal": Noun("registration"),
            "course": Noun("module"),
            "group": Noun("group"),
        },
        words={
            "subjects": ("spanish", "polish", "arabic", "swedish"),
            "titles": ("First {}", "Everyday {}", "{} for Work", "{} Conversation"),
            "discounts": ("student", "volunteer", "returning_learner"),
            "base_fee": 9800,
        },
    ),
    Vocabulary(
        title="Stage Door Studio",
        about="a studio for dance and music. You enrol pupils, keep waiting lists, take fees and "
        "issue certificates.",
        nouns={
            "party": Noun("pupil"),
            "deal": Noun("booking"),
            "course": Noun("programme"),
            "group": Noun("ensemble"),
        },
        words={
            "subjects": ("tango", "ballet", "piano", "singing"),
            "titles": ("{} from Scratch", "{} Technique", "{} Repertoire", "{} on Stage"),
            "discounts": ("family_member", "apprentice", "choir_member"),
            "base_fee": 11500,
        },
    ),
)
_PARTS = ("exams", "absences", "discounts")
_LEVELS = ("beginner", "intermediate", "intermediate", "advanced")
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "saturday")
_STARTS = (-300, -220, -150, -60, -35, -21, -14, -7, -3, 0, 4, 10, 17, 25, 40, 60)
_REASONS = ("illness", "moving_away", "too_difficult", "no_time")


def _choose(chance: Chance, names: Names) -> dict[str, Any]:
    parts = chance.some(_PARTS, chance.between(1, 3))
    percents = [chance.pick((5, 10, 15, 20, 25)) for _ in names["discounts"]]
    kinds = [kind.replace("_", " ") for kind in names["discounts"]]
    max_at_a_time = chance.between(3, 4)
    return {
        **{f"with_{part}": part in parts for part in _PARTS},
        "plan_by": chance.pick(("choice", "halves", "single")),
        "leave_by": chance.pick(("lessons", "notice", "fee")),
        "load_by": chance.pick(("credits", "number", "number")),
        "discount_percents": percents,
        "discount_sentence": ", ".join(
            f"{percent} percent for a {kind}" for percent, kind in zip(percents, kinds, strict=True)
        ),
        "switch_fee": chance.amount(500, 2500, 250),
        "instalment_percent": chance.pick((3, 4, 5, 6)),
        "first_percent": chance.pick((30, 40, 50)),
        "free_days": chance.pick((7, 10, 14)),
        "late_percent": chance.pick((40, 50, 60, 75)),
        "leaving_fee": chance.amount(1500, 4000, 500),
        "paper_grade": chance.pick((60, 65, 70)),
        "max_credits": chance.pick((10, 12, 14)),
        "max_at_a_time": max_at_a_time,
        "max_at_a_time_sentence": ", ".join(
            f"{max_at_a_time + at} for {tier}" for at, tier in enumerate(names.get("tiers", ()))
        ),
        "max_waiting": chance.pick((1, 2, 3)),
        "max_postponements": chance.pick((1, 2)),
        "max_instalments": chance.pick((3, 4, 6)),
        "max_attempts": chance.pick((1, 2)),
        "max_made_up": chance.pick((1, 2)),
        "offer_days": chance.pick((3, 5, 7)),
        "postpone_days": chance.pick((14, 21, 30)),
        "exam_days": chance.pick((5, 7, 10)),
        **{
            f"{what}_{unit}": chance.pick(numbers)
            for what, unit, numbers in (
                ("enrol", "days", (7, 14)),
                ("leave", "lesson", (3, 4, 6)),
                ("switch", "lesson", (2, 3, 4)),
                ("discount", "lesson", (2, 3)),
            )
        },
        **{
            f"{what}_enforced_by": chance.pick(("tools", "agent"))
            for what in (
                "prerequisites", "seats", "switch", "paper", "postpone", "waiting", "attempts",
                "absence",
            )
        },
    }  # fmt: skip


def _populate(population: Population, people: People, names: Names) -> None:
    cities = list(dict.fromkeys(people.place().city for _ in range(12)))[:4]
    for at, city in enumerate(cities):
        population.add("Campus", name=f"{city} {('Mill', 'Tower', 'Court')[at % 3]}", city=city)
    for subject in names["subjects"]:
        for _ in range(4):
            population.add("Teacher", name=people.name(), subject=subject)
        _courses(population, names, subject)
    school = _School(population, names)
    for party in population.rows("party"):
        school.teach(party)
    school.open_and_close()


def _courses(population: Population, names: Names, subject: str) -> None:
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
            _group(population, names, course, at)


def _group(population: Population, names: Names, course: Row, level: int) -> None:
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


class _School:
    """Who learns what, in the making."""

    def __init__(self, population: Population, names: Names) -> None:
        self._population = population
        self._chance = population.chance
        self._names = names
        self._groups: dict[str, list[Row]] = {"finished": [], "running": [], "planned": []}
        self._taken: dict[str, int] = {}
        self._requires: dict[str, str] = {}
        for group in population.rows("group"):
            if group["status"] in self._groups:
                self._groups[group["status"]].append(group)
        for needed in population.rows("Prerequisite"):
            self._requires[needed["course_id"]] = needed["required_id"]
        self._sittings = self._add_sittings() if names["with_exams"] else {}

    def _add_sittings(self) -> dict[str, list[Row]]:
        add = self._population.add
        return {
            course["id"]: [
                add(
                    "Sitting",
                    course_id=course["id"],
                    takes_place_on=self._population.day(day + self._chance.between(0, 4)),
                    seats_left=self._chance.pick((0, 1, 4, 12)),
                )
                for day in (-40, -12, 3, 12, 30)
            ]
            for course in self._population.rows("course")
        }

    def teach(self, party: Row) -> None:
        """Let somebody learn, wait and pay."""
        chance = self._chance
        done: set[str] = set()
        for kind, most in (("finished", 3), ("running", 2), ("planned", 2)):
            for group in chance.some(self._groups[kind], chance.between(0, most)):
                if group["course_id"] not in done:
                    done.add(group["course_id"])
                    self._enrol(party, group)
        for group in chance.some(self._groups["planned"], chance.pick((0, 1, 2, 3))):
            if group["course_id"] not in done:
                self._wait(party, group)

    def _enrol(self, party: Row, group: Row) -> None:
        chance, population = self._chance, self._population
        status = "enrolled"
        if group["status"] == "finished":
            status = chance.pick(("completed", "failed", "dropped"), (7, 2, 1))
        grades = {"completed": chance.between(50, 98), "failed": chance.between(15, 49)}
        offset = (population.now.fromisoformat(group["starts_on"]) - population.now).days + 1
        enrolled = min(offset, 0) - chance.between(2, 40)
        values: Row = {}
        if self._names["with_discounts"]:
            values["discount"] = (
                chance.pick(self._names["discounts"]) if chance.happens(12) else None
            )
        deal = population.add(
            "deal",
            party_id=party["id"],
            group_id=group["id"],
            status=status,
            enrolled_on=population.day(enrolled),
            fee=group["fee"],
            grade=grades.get(status),
            under_inquiry=chance.happens(4),
            leaving_reason=chance.pick(_REASONS) if status == "dropped" else None,
            **values,
        )
        if status == "enrolled":
            self._taken[group["id"]] = self._taken.get(group["id"], 0) + 1
        self._instalments(deal, enrolled, offset)
        if status == "completed" and chance.happens(30):
            population.add(
                "Certificate",
                deal_id=deal["id"],
                kind=chance.pick(("attendance", "grade")),
                issued_on=max(str(group["ends_on"]), population.day(-20)),
            )
        self._exam(deal, group)
        if status == "enrolled" and group["status"] == "running" and self._names["with_absences"]:
            self._absences(deal, offset)

    def _instalments(self, deal: Row, enrolled: int, starts: int) -> None:
        """Add the parts of the fee; most of those that were due are paid."""
        chance, names = self._chance, self._names
        fee, due = deal["fee"], [max(starts, enrolled)]
        if names["plan_by"] == "choice":
            count = chance.between(1, names["max_instalments"])
            if count > 1:
                fee += fee * names["instalment_percent"] // 100
            due = [enrolled + 30 * number for number in range(count)]
        amounts = [fee // len(due)] * len(due)
        if names["plan_by"] == "halves":
            first = fee * names["first_percent"] // 100
            due, amounts = [enrolled, max(starts, enrolled)], [first, 0]
        amounts[-1 if names["plan_by"] == "halves" else 0] += fee - sum(amounts)
        deal["fee"] = fee
        for amount, day in zip(amounts, due, strict=True):
            paid = chance.happens(97 if day < -60 else 88 if day < 0 else 8)
            self._population.add(
                "Instalment",
                deal_id=deal["id"],
                amount=amount,
                due_on=self._population.day(day),
                status="paid" if paid else "open",
                postponements=chance.pick((0, 1, 2), (7, 2, 1)),
            )

    def _exam(self, deal: Row, group: Row) -> None:
        chance = self._chance
        if deal["status"] == "dropped" or not chance.happens(55) or not self._sittings:
            return
        past, coming = (
            self._sittings[group["course_id"]][:2],
            self._sittings[group["course_id"]][2:],
        )
        results = {"completed": ("passed",), "failed": ("failed", "failed")}
        for sitting, result in zip(past, results.get(deal["status"], ()), strict=False):
            self._entry(deal, sitting, result)
        if deal["status"] != "completed":
            self._entry(deal, chance.pick(coming), chance.pick(("registered", "withdrawn"), (7, 3)))

    def _entry(self, deal: Row, sitting: Row, status: str) -> None:
        self._population.add(
            "ExamEntry", deal_id=deal["id"], sitting_id=sitting["id"], status=status
        )

    def _absences(self, deal: Row, starts: int) -> None:
        for week in self._chance.some(range(8), self._chance.pick((0, 1, 2))):
            if starts + 7 * week < 14:
                self._population.add(
                    "Absence",
                    deal_id=deal["id"],
                    lesson_on=self._population.day(starts + 7 * week),
                    cause=self._chance.pick(("illness", "work", "travel")),
                )

    def _wait(self, party: Row, group: Row) -> None:
        offered = self._chance.happens(35)
        self._population.add(
            "WaitingPlace",
            party_id=party["id"],
            group_id=group["id"],
            status="offered" if offered else self._chance.pick(("waiting", "left"), (8, 2)),
            joined_on=self._population.day_between(-45, -12),
            offered_on=self._population.day_between(-9, 0) if offered else None,
        )

    def open_and_close(self) -> None:
        """Give every group the seats it needs: none left where people wait, some elsewhere."""
        waited_for: set[str] = set()
        offered: dict[str, int] = {}
        for place in self._population.rows("WaitingPlace"):
            key = place["group_id"]
            if place["status"] == "waiting":
                waited_for.add(key)
            if place["status"] == "offered":
                offered[key] = offered.get(key, 0) + 1
        for group in self._population.rows("group"):
            key = group["id"]
            is_full = key in waited_for and self._chance.happens(60)
            free = 0 if is_full else self._chance.pick((0, 1, 2, 5, 9))
            group["seats"] = self._taken.get(key, 0) + offered.get(key, 0) + free


ARCHETYPE = Archetype(
    core=Block("courses", Path(__file__).with_suffix(".jinja"), _choose, _populate),
    vocabularies=VOCABULARIES,
    slots={
        "deal_over": ("completed",),
        "deal_over_words": "completed",
        "deal_open": ("enrolled",),
        "deal_price": "fee",
        "deal_price_words": "fee",
    },
)
