"""Ticketing: tickets, and what became of them."""

from autoforge_envs.synthesis.design.blocks import Names
from autoforge_envs.synthesis.design.people import People
from autoforge_envs.synthesis.design.population import Population, Row


def booking_fee(names: Names, price: int) -> int:
    """Work out the fee for a ticket as the business's own code does."""
    if names["fee_by"] == "ticket":
        return int(names["fee_each"])
    if names["fee_by"] == "percent":
        return int(price * names["fee_percent"] // 100)
    limits, fees = names["fee_steps"], names["fee_step_fees"]
    return int(fees[0] if price <= limits[0] else fees[1] if price <= limits[1] else fees[2])


class Tickets:
    """The tickets of everybody."""

    def __init__(self, population: Population, people: People, names: Names) -> None:
        """Take those whom tickets may be passed on to."""
        self._population = population
        self._chance = population.chance
        self._people = people
        self._names = names

    def add(
        self, party: Row, event: Row, section: Row, purchase: Row | None, *, on_hold: bool
    ) -> None:
        """Give somebody a ticket, and let them do something with it."""
        fate = self._draw_fate(event)
        ticket = self._population.add(
            "deal",
            party_id=party["id"],
            section_id=section["id"],
            purchase_id=purchase["id"] if purchase else None,
            seat=f"{self._chance.pick('ABCDEFGHJK')}{self._chance.between(1, 40)}",
            price=section["price"],
            status="valid" if fate == "recalled" else fate,
            on_hold=on_hold and fate == "valid",
            takes_place_on=event["takes_place_on"],
            **self._draw_premium(section["price"]),
        )
        if fate == "listed":
            self._list(ticket, event)
        if fate in ("passed_on", "recalled"):
            self._pass_on(ticket, fate)
        if fate == "refunded":
            self._refund(ticket)

    def _draw_fate(self, event: Row) -> str:
        if event["status"] == "over":
            return "used"
        can_list = event["resale_allowed"] and event["status"] == "planned"
        fates = ("valid", "listed" if can_list else "valid", "passed_on", "recalled", "refunded")
        return self._chance.pick(fates, (14, 4, 3, 1, 2 if event["announced_on"] else 0))

    def _draw_premium(self, price: int) -> Row:
        if not self._names["with_insurance"]:
            return {}
        premium = price * self._names["premium_percent"] // 100
        return {"premium": premium if self._chance.happens(35) else 0}

    def _list(self, ticket: Row, event: Row) -> None:
        percent = self._chance.pick((70, 80, 90, 95, 100))
        self._population.add(
            "Listing",
            deal_id=ticket["id"],
            event_id=event["id"],
            resale_price=ticket["price"] * percent // 10_000 * 100,
            status="open",
            listed_on=self._population.day_between(-20, -1),
        )

    def _pass_on(self, ticket: Row, fate: str) -> None:
        friend = self._people.person()
        accepted = self._chance.pick(("offered", "accepted"))
        self._population.add(
            "Pass",
            deal_id=ticket["id"],
            name=friend.name,
            email=friend.email,
            status="recalled" if fate == "recalled" else accepted,
            passed_on=self._population.day_between(-20, -1),
        )

    def _refund(self, ticket: Row) -> None:
        fee = booking_fee(self._names, ticket["price"]) if self._names["refund_fees"] else 0
        self._population.add(
            "Payout",
            party_id=ticket["party_id"],
            deal_id=ticket["id"],
            kind="refund",
            amount=ticket["price"] + fee,
            paid_on=self._population.day(-1),
        )
