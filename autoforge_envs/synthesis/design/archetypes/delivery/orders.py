"""Delivery: orders, how far they are, and what was in them."""

from datetime import timedelta

from autoforge_envs.synthesis.design.archetypes.delivery.amends import add_aftermath
from autoforge_envs.synthesis.design.archetypes.delivery.shops import Shops
from autoforge_envs.synthesis.design.blocks import Names
from autoforge_envs.synthesis.design.population import Population, Row

_STATUSES = {"placed": 3, "preparing": 2, "under_way": 2, "delivered": 8, "cancelled": 1}
_REASONS = ("too_slow", "by_mistake", "plans_changed")


class Orders:
    """What customers have ordered from shops."""

    def __init__(self, population: Population, names: Names, shops: Shops) -> None:
        """Take the shops that are open to everybody."""
        self._population = population
        self._chance = population.chance
        self._names = names
        self._shops = shops

    def add(self, party: Row, points: list[Row], *, has_pass: bool) -> None:
        """Let somebody order something to one of their points, if a shop delivers there."""
        chance = self._chance
        point = chance.pick(points)
        serving = self._shops.serving(point)
        if not serving:
            return
        shop = chance.pick(serving)
        status = chance.weighed(_STATUSES)
        deal = self._add_order(party, shop, point, status)
        self._fill(deal, shop)
        self._price(deal, shop, point, has_pass=has_pass)
        if status == "delivered":
            add_aftermath(self._population, self._names, deal)

    def _add_order(self, party: Row, shop: Row, point: Row, status: str) -> Row:
        chance = self._chance
        late = chance.pick((0, 0, 4, 9, 14, 18, 25, 33, 48, 65))
        placed, delivered = self._draw_times(status, late)
        return self._population.add(
            "deal",
            party_id=party["id"],
            shop_id=shop["id"],
            drop_point_id=point["id"],
            rider_id=self._draw_rider(point) if status in ("under_way", "delivered") else None,
            status=status,
            placed_at=placed,
            delivered_at=delivered,
            minutes_late=late if status in ("under_way", "delivered") else 0,
            accident=status == "under_way" and chance.happens(10),
            subtotal=0,
            fee=0,
            tip=0,
            credit=0,
            total=0,
            called_off=chance.pick(_REASONS) if status == "cancelled" else None,
        )

    def _draw_times(self, status: str, late: int) -> tuple[str, str | None]:
        """Draw when something was placed and when it came."""
        chance, now = self._chance, self._population.now
        if status in ("placed", "preparing", "under_way"):
            least = {"placed": 1, "preparing": 12, "under_way": 25 + late}[status]
            placed = now - timedelta(minutes=least + chance.between(0, 10))
            return placed.isoformat(), None
        hours = chance.pick(
            (3, 20, 45, 70, 24 * chance.between(4, 20), 24 * chance.between(21, 60))
        )
        placed = now - timedelta(hours=hours, minutes=5 * chance.between(0, 11))
        came = placed + timedelta(minutes=35 + late)
        return placed.isoformat(), came.isoformat() if status == "delivered" else None

    def _draw_rider(self, point: Row) -> str:
        riders = self._population.rows("rider")
        near = [rider for rider in riders if rider["zone_id"] == point["zone_id"]]
        return str(self._chance.pick(near or riders)["id"])

    def _fill(self, deal: Row, shop: Row) -> None:
        chance = self._chance
        for meal in chance.some(self._shops.meals(shop), chance.between(2, 4)):
            quantity = chance.pick((1, 2, 3), (5, 3, 1))
            deal["subtotal"] += meal["price"] * quantity
            self._population.add(
                f"{self._names['Deal']}Line",
                deal_id=deal["id"],
                meal_id=meal["id"],
                quantity=quantity,
                unit_price=meal["price"],
            )

    def _price(self, deal: Row, shop: Row, point: Row, *, has_pass: bool) -> None:
        chance = self._chance
        deal["fee"] = self._shops.fee(deal["subtotal"], shop, point, has_pass=has_pass)
        if deal["rider_id"] and chance.happens(35):
            deal["tip"] = deal["subtotal"] * chance.pick((5, 10, 15)) // 1000 * 10
        if deal["status"] in ("placed", "preparing") and chance.happens(20):
            deal["credit"] = chance.amount(100, 500, 50)
        paid = deal["subtotal"] + deal["fee"] + deal["tip"] - deal["credit"]
        deal["total"] = 0 if deal["status"] == "cancelled" else max(paid, 0)
