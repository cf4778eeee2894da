"""Flights: what customers have booked."""

from autoforge_envs.synthesis.design.archetypes.flights.extras import add_bags, give_seats
from autoforge_envs.synthesis.design.archetypes.flights.rides import Routes
from autoforge_envs.synthesis.design.archetypes.flights.segments import add_segment
from autoforge_envs.synthesis.design.blocks import Names
from autoforge_envs.synthesis.design.people import People
from autoforge_envs.synthesis.design.population import Population, Row


class CustomerBookings:
    """The bookings of one customer, with travellers, segments, bags, seats and payments."""

    def __init__(
        self,
        population: Population,
        people: People,
        names: Names,
        party: Row,
        routes: Routes,
        free: dict[str, list[Row]],
    ) -> None:
        """Choose where the customer travels, and with whom.

        Args:
            population: Where rows are added.
            people: Who may come along.
            names: Nouns and variants of the business.
            party: The customer's row.
            routes: What can be booked.
            free: Seats that nobody has, by the ride; those that are given out are taken off.
        """
        self._population = population
        self._free = free
        self._chance = population.chance
        self._people = people
        self._names = names
        self._party = party
        self._routes = self._chance.some(routes, 2)
        family = str(party["name"]).split()[-1]
        companions = [people.name().split()[0] + f" {family}" for _ in range(3)]
        self._companions = list(dict.fromkeys(companions))
        self._days: set[str] = set()

    def book(self) -> None:
        """Make between three and six bookings, most of them still to be travelled."""
        for _ in range(self._chance.between(3, 6)):
            self._add_booking()
        if self._names["refund_to"] == "credit":
            for _ in range(self._chance.between(0, 3)):
                self._add_credit()

    def _add_booking(self) -> None:
        chance, population = self._chance, self._population
        there, back = self._chance.pick(self._routes)[:: chance.pick((1, -1))]
        is_past = chance.happens(35)
        rides = [ride for ride in there if (ride["status"] == "departed") == is_past]
        if not rides:
            return
        first = chance.pick(rides, [3 if self._is_near(ride) else 1 for ride in rides])
        day = first["departs_at"][:10]
        if day in self._days or (is_past and day < population.day(-100)):
            return
        self._days.add(day)
        rides = [first, *self._way_back(first, back, is_past)]
        is_cancelled = not is_past and chance.happens(12)
        deal = population.add(
            "deal",
            party_id=self._party["id"],
            status="travelled" if is_past else "cancelled" if is_cancelled else "confirmed",
            booked_on=population.day(self._draw_booked(first)),
            travels_on=day,
            total=0,
        )
        travellers = self._add_travellers(deal)
        family = chance.pick(population.rows("FareFamily"), (4, 4, 2))
        names = self._names
        paid = sum(add_segment(population, names, deal, ride, family, travellers) for ride in rides)
        paid += sum(
            add_bags(population, names, deal, who, family, len(rides)) for who in travellers
        )
        if deal["status"] == "confirmed":
            paid += give_seats(chance, self._free.get(rides[0]["id"], []), travellers)
        self._post(deal, paid)

    def _is_near(self, ride: Row) -> bool:
        """Tell whether it leaves, or left, at a time at which limits matter."""
        return self._population.day(-40) < str(ride["departs_at"]) < self._population.day(4)

    def _way_back(self, first: Row, back: list[Row], is_past: bool) -> list[Row]:
        later = [
            ride
            for ride in back
            if ride["departs_at"] > first["arrives_at"]
            and (ride["status"] == "departed") == is_past
        ]
        return [later[0]] if later and self._chance.happens(55) else []

    def _draw_booked(self, first: Row) -> int:
        left = (self._population.now.fromisoformat(first["departs_at"]) - self._population.now).days
        return min(left, -1) - self._chance.between(2, 60)

    def _add_travellers(self, deal: Row) -> list[Row]:
        chance = self._chance
        others = chance.some(self._companions, chance.pick((0, 1, 2, 3), (3, 3, 3, 2)))
        people = [(str(self._party["name"]), "adult")]
        people += [(name, chance.pick(("adult", "child"))) for name in others]
        needs = chance.happens(7)
        return [
            self._population.add(
                "traveller",
                deal_id=deal["id"],
                name=name,
                age=age,
                assistance=chance.pick(("wheelchair", "escort")) if needs and at == 0 else "none",
                **({"renamed": chance.happens(20)} if self._names["with_names"] else {}),
            )
            for at, (name, age) in enumerate(people)
        ]

    def _post(self, deal: Row, paid: int) -> None:
        add = self._population.add
        key, day = deal["id"], deal["booked_on"]
        add("Posting", deal_id=key, kind="charge", amount=paid, posted_on=day)
        refund = paid * self._chance.pick((30, 50, 100)) // 100
        if deal["status"] == "cancelled":
            on = self._population.day(-self._chance.between(0, 3))
            add("Posting", deal_id=key, kind="refund", amount=refund, posted_on=max(day, on))
        deal["total"] = paid - (refund if deal["status"] == "cancelled" else 0)

    def _add_credit(self) -> None:
        issued = -self._chance.between(10, self._names["credit_days"] + 60)
        lasts = self._names["credit_days"]
        extended = self._chance.happens(25)
        self._population.add(
            "TravelCredit",
            party_id=self._party["id"],
            amount=self._chance.amount(2000, 24000, 50),
            status=self._chance.pick(("open", "used"), (8, 2)),
            issued_on=self._population.day(issued),
            expires_on=self._population.day(
                issued + lasts + (self._names["extension_days"] if extended else 0)
            ),
            extended=extended,
        )
