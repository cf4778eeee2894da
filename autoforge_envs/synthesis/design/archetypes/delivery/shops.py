"""Delivery: shops with their meals, and the zones that they bring them to."""

from autoforge_envs.synthesis.design.blocks import Names
from autoforge_envs.synthesis.design.population import Population, Row

ALLERGENS = ("none", "nuts", "milk", "gluten", "shellfish")


class Shops:
    """What can be ordered, where from, and what bringing it costs."""

    def __init__(self, population: Population, names: Names) -> None:
        """Add shops, what they cook, and where they deliver."""
        self._population = population
        self._chance = population.chance
        self._names = names
        self._meals: dict[str, list[Row]] = {}
        self._coverage: dict[tuple[str, str], Row] = {}
        titles = [p.format(w) for p in names["shop_names"] for w in names["shop_words_list"]]
        self._shops = [self._add_shop(title) for title in self._chance.some(titles, 14)]

    def _add_shop(self, title: str) -> Row:
        chance, names = self._chance, self._names
        fee = {"delivery_fee": chance.amount(150, 450, 50)} if names["fee_by"] == "shop" else {}
        shop = self._population.add(
            "shop",
            name=title,
            cuisine=chance.pick(names["cuisines"]),
            is_open=chance.happens(75),
            minimum=2 * names["base_price"] + chance.amount(0, 800, 100),
            **fee,
        )
        for zone in chance.some(self._population.rows("Zone"), chance.between(3, 5)):
            self._coverage[shop["id"], zone["id"]] = self._add_coverage(shop, zone)
        names_of_meals = chance.some(names["meal_names"], 9)
        self._meals[shop["id"]] = [self._add_meal(shop, name) for name in names_of_meals]
        return shop

    def _add_coverage(self, shop: Row, zone: Row) -> Row:
        chance = self._chance
        by_zone = self._names["fee_by"] == "zone"
        price = {"fee": chance.amount(150, 600, 50)} if by_zone else {}
        return self._population.add(
            "Coverage",
            shop_id=shop["id"],
            zone_id=zone["id"],
            minutes=5 * chance.between(4, 11),
            **price,
        )

    def _add_meal(self, shop: Row, name: str) -> Row:
        chance = self._chance
        return self._population.add(
            "meal",
            shop_id=shop["id"],
            name=name,
            price=self._names["base_price"] + chance.amount(0, 1100, 10),
            contains=chance.pick(ALLERGENS, (5, 1, 2, 2, 1)),
            available=chance.happens(88),
        )

    def serving(self, point: Row) -> list[Row]:
        """Return the shops that deliver to a point."""
        return [s for s in self._shops if (s["id"], point["zone_id"]) in self._coverage]

    def meals(self, shop: Row) -> list[Row]:
        """Return what a shop cooks."""
        return self._meals[shop["id"]]

    def draw_meal(self) -> Row:
        """Draw a meal of any shop."""
        return self._chance.pick(self.meals(self._chance.pick(self._shops)))

    def fee(self, subtotal: int, shop: Row, point: Row, *, has_pass: bool) -> int:
        """Work out the delivery fee as the business's own code does."""
        names = self._names
        if has_pass and subtotal >= names["free_from"]:
            return 0
        if names["fee_by"] == "zone":
            return int(self._coverage[shop["id"], point["zone_id"]]["fee"])
        if names["fee_by"] == "share":
            return int(max(subtotal * names["fee_percent"] // 100, names["least_fee"]))
        surcharge = names["small_surcharge"] if subtotal < shop["minimum"] else 0
        return int(shop["delivery_fee"] + surcharge)
