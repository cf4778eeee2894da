"""Orders: warehouses, goods, codes, and customers with their wishes."""

from autoforge_envs.synthesis.design.archetypes.orders.history import add_orders
from autoforge_envs.synthesis.design.blocks import Names
from autoforge_envs.synthesis.design.chance import Chance
from autoforge_envs.synthesis.design.people import People
from autoforge_envs.synthesis.design.population import Population, Row


def populate(population: Population, people: People, names: Names) -> None:
    """Make the first rows of one business."""
    _add_places(population, people, names)
    _add_items(population, names)
    _add_codes(population, names)
    families = list(population.grouped("item", "name").values())
    for party in population.rows("party"):
        if names["has_credit"] and not names["with_gift_cards"]:
            party["credit"] = population.chance.pick((0, 1_000, 2_550, 8_000, 15_000))
        add_orders(population, names, party, families)
        _add_wishes(population, names, party)


def _add_places(population: Population, people: People, names: Names) -> None:
    chance = population.chance
    for at in range(3):
        city = people.place().city
        population.add(
            "Warehouse",
            name=f"{city} {'ABC'[at]}",
            city=city,
            packing_days=chance.between(1, 3),
        )
    for at in range(40 if names["has_pickup"] else 0):
        place = people.place()
        population.add(
            "PickupPoint",
            name=f"{chance.pick(('Station', 'Market', 'Mill', 'Bridge'))} kiosk {at + 1}",
            street=place.street,
            city=place.city,
            open_on_sundays=chance.happens(40),
            is_full=chance.happens(20),
        )


def _add_items(population: Population, names: Names) -> None:
    chance = population.chance
    for category in names["categories"]:
        for series in chance.some(names["ranges"], 6):
            price = chance.amount(900, 18_000, 50)
            same_price = chance.happens(50)
            for option in chance.some(names["options"], chance.between(2, 4)):
                row = population.add(
                    "item",
                    name=f"{series} {category.replace('_', ' ')}",
                    category=category,
                    warehouse_id=chance.pick(population.rows("Warehouse"))["id"],
                    price=price if same_price else price + chance.amount(0, 1_500, 250),
                    stock=0 if chance.happens(18) else chance.between(1, 40),
                    final_sale=chance.happens(16),
                    **{names["option"]: option},
                )
                _describe(chance, names, row)


def _describe(chance: Chance, names: Names, row: Row) -> None:
    if names["has_bulky"]:
        row["bulky"] = chance.happens(20)
    if names["shipping_by"] == "weight":
        row["weight"] = chance.amount(150, 6_000, 50)
    if names["return_window"] == "item":
        row["return_days"] = chance.pick((7, 14, 30))


def _add_codes(population: Population, names: Names) -> None:
    chance = population.chance
    for at in range(24):
        first = chance.between(-90, 20)
        row = population.add(
            "PromoCode",
            code=f"{chance.pick(('HELLO', 'SAVE', 'THANKS', 'SUMMER'))}{11 + 3 * at}",
            minimum=chance.amount(2_000, 9_000, 1_000),
            starts_on=population.day(first),
            ends_on=population.day(first + chance.between(20, 90)),
        )
        if names["promo_kind"] == "percent":
            row["percent"] = chance.pick((5, 10, 15, 20))
        else:
            row["amount"] = chance.amount(500, 1_500, 100)


def _add_wishes(population: Population, names: Names, party: Row) -> None:
    chance = population.chance
    if names["remembering"] == "none":
        return
    for item in chance.some(population.rows("item"), chance.between(0, 3)):
        if names["remembering"] == "wishes":
            population.add(
                "Wish",
                party_id=party["id"],
                item_id=item["id"],
                added_on=population.day_between(-200, -1),
            )
        else:
            population.add(
                "StockAlert",
                party_id=party["id"],
                item_id=item["id"],
                at_most=item["price"],
                asked_on=population.day_between(-60, -1),
            )
