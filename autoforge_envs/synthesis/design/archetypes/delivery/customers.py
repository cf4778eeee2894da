"""Delivery: customers with their addresses, passes and weekly orders."""

from autoforge_envs.synthesis.design.archetypes.delivery.amends import add_note
from autoforge_envs.synthesis.design.archetypes.delivery.orders import Orders
from autoforge_envs.synthesis.design.archetypes.delivery.shops import ALLERGENS, Shops
from autoforge_envs.synthesis.design.blocks import Names
from autoforge_envs.synthesis.design.people import People
from autoforge_envs.synthesis.design.population import Population, Row

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")


class Customers:
    """Those who are hungry."""

    def __init__(self, population: Population, people: People, names: Names) -> None:
        """Add the shops that they order from."""
        self._population = population
        self._chance = population.chance
        self._people = people
        self._names = names
        self._shops = Shops(population, names)
        self._orders = Orders(population, names, self._shops)

    def feed(self, party: Row) -> None:
        """Give somebody addresses, orders and what else belongs to them."""
        chance = self._chance
        party["avoids"] = chance.pick(ALLERGENS, (6, 1, 1, 1, 1))
        uses = chance.some(("home", "work", "family"), chance.between(2, 3))
        zones = chance.some(self._population.rows("Zone"), len(uses))
        points = [self._add_point(party, use, zone) for use, zone in zip(uses, zones, strict=True)]
        has_pass = bool(self._names["with_passes"]) and self._add_pass(party)
        for _ in range(chance.between(3, 6)):
            self._orders.add(party, points, has_pass=has_pass)
        if chance.happens(35):
            self._welcome(party)
        if self._names["with_weekly"]:
            self._add_weekly_orders(party)

    def _add_point(self, party: Row, use: str, zone: Row) -> Row:
        return self._population.add(
            "DropPoint",
            party_id=party["id"],
            use=use,
            street=self._people.place().street,
            zone_id=zone["id"],
            doorstep=self._chance.pick(("hand_over", "leave_outside", "ring_neighbour")),
        )

    def _add_pass(self, party: Row) -> bool:
        """Perhaps give somebody a delivery pass, and tell whether it runs."""
        chance = self._chance
        if not chance.happens(45):
            return False
        plan, running = chance.pick(("monthly", "yearly")), chance.happens(70)
        days = 30 if plan == "monthly" else 365
        started = -chance.between(1, days - 1)
        self._population.add(
            "DeliveryPass",
            party_id=party["id"],
            plan=plan,
            price=self._names["pass_price"] * (1 if plan == "monthly" else 10),
            status="running" if running else "ended",
            started_on=self._population.day(started),
            renews_on=self._population.day(started + days if running else -1),
        )
        return running

    def _welcome(self, party: Row) -> None:
        amount, given = self._chance.amount(300, 1000, 50), -self._chance.between(1, 200)
        note = {"party_id": party["id"], "deal_id": None, "cause": "welcome", "amount": amount}
        add_note(self._population, self._names, note, given)

    def _add_weekly_orders(self, party: Row) -> None:
        chance = self._chance
        for day in chance.some(_WEEKDAYS, chance.pick((0, 1, 2, 3))):
            status = chance.pick(("running", "paused", "ended"), (5, 2, 2))
            until = self._population.day_between(1, 20) if status == "paused" else None
            self._population.add(
                "WeeklyOrder",
                party_id=party["id"],
                meal_id=self._shops.draw_meal()["id"],
                weekday=day,
                quantity=chance.between(1, 3),
                status=status,
                paused_until=until,
            )
