"""What customers of an airline have booked, in the making."""

from typing import Any

from autoforge_envs.synthesis.design.blocks import Names
from autoforge_envs.synthesis.design.people import People
from autoforge_envs.synthesis.design.population import Population, Row

Routes = list[tuple[list[Row], list[Row]]]
"""For each pair of ports the rides there and the rides back, by day."""


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
            self._booking()
        if self._names["refund_to"] == "credit":
            for _ in range(self._chance.between(0, 3)):
                self._credit()

    def _booking(self) -> None:
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
            booked_on=population.day(self._booked(first)),
            travels_on=day,
            total=0,
        )
        travellers = self._travellers(deal)
        family = chance.pick(population.rows("FareFamily"), (4, 4, 2))
        paid = sum(self._segment(deal, ride, family, travellers) for ride in rides)
        paid += sum(self._bags(deal, who, family, len(rides)) for who in travellers)
        if deal["status"] == "confirmed":
            paid += self._seats(rides, travellers)
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

    def _booked(self, first: Row) -> int:
        left = (self._population.now.fromisoformat(first["departs_at"]) - self._population.now).days
        return min(left, -1) - self._chance.between(2, 60)

    def _travellers(self, deal: Row) -> list[Row]:
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

    def _segment(self, deal: Row, ride: Row, family: Row, travellers: list[Row]) -> int:
        """Add a segment and what belongs to it, and return what it cost."""
        fares = {"departed": 4, "cancelled": 2}
        price = self._names["base_fare"] + 100 * self._chance.between(0, 90)
        price += fares.get(ride["status"], 3) * ride["distance_km"]
        values: dict[str, Any] = {}
        if self._names["with_check_in"]:
            soon = ride["departs_at"] < self._population.day(3)
            values["checked_in"] = ride["status"] == "departed" or (
                soon and deal["status"] == "confirmed" and self._chance.happens(35)
            )
        segment = self._population.add(
            "Segment",
            deal_id=deal["id"],
            ride_id=ride["id"],
            family_id=family["id"],
            price=price,
            **values,
        )
        self._claim(segment, ride, price * len(travellers))
        meals = self._meals(segment, ride, travellers) if deal["status"] == "confirmed" else 0
        return meals + sum(self._share(who, price) for who in travellers)

    def _share(self, traveller: Row, price: int) -> int:
        is_child = traveller["age"] == "child"
        return price * int(self._names["child_percent"]) // 100 if is_child else price

    def _claim(self, segment: Row, ride: Row, price: int) -> None:
        is_late = ride["delay_minutes"] >= self._names["min_delay"]
        if self._names["with_claims"] and is_late and self._chance.happens(20):
            self._population.add(
                "DelayClaim",
                segment_id=segment["id"],
                amount=price // 4 // 100 * 100,
                claimed_on=ride["departs_at"][:10],
            )

    def _meals(self, segment: Row, ride: Row, travellers: list[Row]) -> int:
        if not self._names["with_meals"] or not self._chance.happens(30):
            return 0
        paid = 0
        for who in self._chance.some(travellers, 2):
            at = self._chance.between(0, 2)
            paid += self._names["dish_prices"][at]
            self._population.add(
                "MealOrder",
                segment_id=segment["id"],
                traveller_id=who["id"],
                dish=self._names["dishes"][at],
                price=self._names["dish_prices"][at],
            )
        return paid

    def _bags(self, deal: Row, traveller: Row, family: Row, num_rides: int) -> int:
        paid = 0
        for at in range(self._chance.pick((0, 1, 2, 3), (3, 3, 3, 2))):
            kind = self._chance.between(0, 2)
            price = 0 if at < family["bags_included"] else self._names["bag_prices"][kind]
            price *= num_rides if self._names["bag_price_per"] == "ride" else 1
            paid += price
            self._population.add(
                "bag",
                traveller_id=traveller["id"],
                kind=self._names["bag_kinds"][kind],
                price=price,
                added_on=deal["booked_on"],
            )
        return paid

    def _seats(self, rides: list[Row], travellers: list[Row]) -> int:
        """Give out seats of the first ride, and return what they cost."""
        if not self._chance.happens(40):
            return 0
        free = self._free.get(rides[0]["id"], [])
        paid = 0
        for who in travellers[:2]:
            if len(free) > 3:
                seat = free.pop()
                seat |= {"status": "taken", "traveller_id": who["id"]}
                paid += seat["surcharge"]
        return paid

    def _post(self, deal: Row, paid: int) -> None:
        add = self._population.add
        key, day = deal["id"], deal["booked_on"]
        add("Posting", deal_id=key, kind="charge", amount=paid, posted_on=day)
        refund = paid * self._chance.pick((30, 50, 100)) // 100
        if deal["status"] == "cancelled":
            on = self._population.day(-self._chance.between(0, 3))
            add("Posting", deal_id=key, kind="refund", amount=refund, posted_on=max(day, on))
        deal["total"] = paid - (refund if deal["status"] == "cancelled" else 0)

    def _credit(self) -> None:
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
