"""Courses: who learns what, pays for it, waits for it, and sits exams."""

from autoforge_envs.synthesis.design.blocks import Names
from autoforge_envs.synthesis.design.population import Population, Row

_REASONS = ("illness", "moving_away", "too_difficult", "no_time")


class School:
    """Who learns what, in the making."""

    def __init__(self, population: Population, names: Names) -> None:
        self._population = population
        self._chance = population.chance
        self._names = names
        self._groups = population.grouped("group", "status")
        self._taken: dict[str, int] = {}
        self._requires: dict[str, str] = {}
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
            for group in chance.some(self._groups.get(kind, ()), chance.between(0, most)):
                if group["course_id"] not in done:
                    done.add(group["course_id"])
                    self._enrol(party, group)
        for group in chance.some(self._groups.get("planned", ()), chance.pick((0, 1, 2, 3))):
            if group["course_id"] not in done:
                self._wait(party, group)

    def _enrol(self, party: Row, group: Row) -> None:
        chance, population = self._chance, self._population
        status = "enrolled"
        if group["status"] == "finished":
            status = chance.pick(("completed", "failed", "dropped"), (7, 2, 1))
        grades = {"completed": chance.between(50, 98), "failed": chance.between(15, 49)}
        offset = population.days_until(group["starts_on"])
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
        self._add_instalments(deal, enrolled, offset)
        if status == "completed" and chance.happens(30):
            population.add(
                "Certificate",
                deal_id=deal["id"],
                kind=chance.pick(("attendance", "grade")),
                issued_on=max(str(group["ends_on"]), population.day(-20)),
            )
        self._add_exams(deal, group)
        if status == "enrolled" and group["status"] == "running" and self._names["with_absences"]:
            self._add_absences(deal, offset)

    def _add_instalments(self, deal: Row, enrolled: int, starts: int) -> None:
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

    def _add_exams(self, deal: Row, group: Row) -> None:
        chance = self._chance
        if deal["status"] == "dropped" or not chance.happens(55) or not self._sittings:
            return
        past, coming = (
            self._sittings[group["course_id"]][:2],
            self._sittings[group["course_id"]][2:],
        )
        results = {"completed": ("passed",), "failed": ("failed", "failed")}
        for sitting, result in zip(past, results.get(deal["status"], ()), strict=False):
            self._add_entry(deal, sitting, result)
        if deal["status"] != "completed":
            self._add_entry(
                deal, chance.pick(coming), chance.pick(("registered", "withdrawn"), (7, 3))
            )

    def _add_entry(self, deal: Row, sitting: Row, status: str) -> None:
        self._population.add(
            "ExamEntry", deal_id=deal["id"], sitting_id=sitting["id"], status=status
        )

    def _add_absences(self, deal: Row, starts: int) -> None:
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
