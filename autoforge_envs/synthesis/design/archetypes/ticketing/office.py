"""Ticketing: who sells the tickets."""

from autoforge_envs.synthesis.design.archetypes.ticketing.events import add_events
from autoforge_envs.synthesis.design.archetypes.ticketing.tickets import Tickets, booking_fee
from autoforge_envs.synthesis.design.blocks import Names
from autoforge_envs.synthesis.design.people import People
from autoforge_envs.synthesis.design.population import Population, Row


class Office:
    """Sells tickets for events."""

    def __init__(self, population: Population, people: People, names: Names) -> None:
        """Add the events."""
        self._population = population
        self._chance = population.chance
        self._names = names
        self._events = add_events(population, names)
        self._sections = population.grouped("section", "event_id")
        self._tickets = Tickets(population, people, names)

    def serve(self, party: Row) -> None:
        """Sell to somebody, and let them wait for more."""
        chance = self._chance
        for event in chance.some(self._events, chance.between(2, 4)):
            self._sell(party, event)
        if self._names["with_alerts"]:
            for event in chance.some(self._events, chance.pick((0, 1, 2, 3))):
                if event["status"] == "planned":
                    self._add_alert(party, event)

    def _add_alert(self, party: Row, event: Row) -> None:
        self._population.add(
            "Alert",
            party_id=party["id"],
            event_id=event["id"],
            highest_price=self._chance.amount(2000, 9000, 500),
            set_on=self._population.day_between(-40, -1),
        )

    def _sell(self, party: Row, event: Row) -> None:
        chance, names = self._chance, self._names
        section = chance.pick(self._sections[event["id"]])
        count = chance.pick((1, 2, 3, 4), (3, 4, 2, 1))
        delivery = chance.pick(("app", "print_at_home", "letter"))
        spaces = chance.pick((0, 0, 0, 1)) if names["with_parking"] else 0
        offset = min(self._population.days_until(event["takes_place_on"]), 0)
        bought = offset - chance.between(3, 80)
        if chance.happens(12):  # somebody else bought it, and sold it on
            self._tickets.add(party, event, section, None, on_hold=chance.happens(4))
            return
        fees = booking_fee(names, section["price"]) * count + self._delivery_price(delivery)
        purchase = self._population.add(
            "Purchase",
            party_id=party["id"],
            event_id=event["id"],
            delivery=delivery,
            fees=fees,
            total=section["price"] * count + fees + spaces * names["parking_price"],
            bought_on=self._population.day(bought),
            **({"parking_spaces": spaces} if names["with_parking"] else {}),
        )
        on_hold = chance.happens(4)
        for _ in range(count):
            self._tickets.add(party, event, section, purchase, on_hold=on_hold)

    def _delivery_price(self, delivery: str) -> int:
        names = self._names
        prices = {"print_at_home": names["print_price"], "letter": names["letter_price"]}
        return int(prices.get(delivery, 0))
