"""Repairs: what customers have brought in, and how far it is."""

from autoforge_envs.synthesis.design.archetypes.repairs.quotes import add_quotes
from autoforge_envs.synthesis.design.blocks import Names
from autoforge_envs.synthesis.design.chance import Chance
from autoforge_envs.synthesis.design.population import Population, Row

_COLOURS = ("black", "silver", "blue", "red", "white", "green")
_STATUSES = {
    "received": 14,
    "quoted": 26,
    "in_work": 18,
    "ready": 18,
    "collected": 20,
    "withdrawn": 4,
}
_UNDER_REPAIR = ("received", "quoted", "in_work", "ready")


def bring_in(
    population: Population, names: Names, party: Row, services: dict[str, list[Row]]
) -> None:
    """Let a customer bring things in."""
    chance = population.chance
    items = population.rows("item")
    things: list[tuple[Row, Row]] = []
    for _ in range(chance.between(2, 4)):
        item = chance.pick(things)[1] if things and chance.happens(25) else chance.pick(items)
        thing = population.add(
            "thing",
            party_id=party["id"],
            item_id=item["id"],
            colour=chance.pick(_COLOURS),
            bought_on=_draw_purchase(population, item),
        )
        things.append((thing, item))
    is_here: set[str] = set()
    for _ in range(chance.between(2, 5)):
        thing, item = chance.pick(things)
        status = chance.weighed(_STATUSES)
        if status in _UNDER_REPAIR and thing["id"] in is_here:
            status = "collected"
        if status in _UNDER_REPAIR:
            is_here.add(thing["id"])
        _add_repair(population, names, party, thing, status, services[item["kind"]], item)


def _draw_purchase(population: Population, item: Row) -> str:
    about = population.chance.pick((item["warranty_days"], 100, 300, 500, 1_000))
    return population.day(-about - population.chance.between(0, 60))


def _add_repair(
    population: Population,
    names: Names,
    party: Row,
    thing: Row,
    status: str,
    services: list[Row],
    item: Row,
) -> None:
    chance = population.chance
    age = _draw_age(chance, names, status)
    ready = min(age - 1, _draw_ready_ago(chance, names, status))
    faults = [fault for fault, _, _ in names["faults"]]
    repair = population.add(
        "deal",
        party_id=party["id"],
        thing_id=thing["id"],
        workshop_id=chance.pick(population.rows("Workshop"))["id"],
        fault=chance.pick(faults, [3] * (len(faults) - 1) + [1]),
        status=status,
        received_on=max(population.day(-age), thing["bought_on"]),
        promised_on=_draw_promise(population, status, ready),
        ready_on=population.day(-ready) if status in ("ready", "collected") else None,
        price=0,
    )
    if names["has_express"]:
        repair["express"] = status == "in_work" and chance.happens(20)
    if names["handing_out"] == "slots":
        is_planned = status == "ready" and chance.happens(35)
        repair["pickup_slot_id"] = _draw_slot(population, repair) if is_planned else None
    elif status == "collected" and chance.happens(40):
        _deliver(population, names, repair, ready)
    if status != "received":
        add_quotes(population, names, repair, thing, services, item)
    if names["has_loaners"] and status in ("in_work", "ready", "collected") and chance.happens(25):
        _lend(population, repair)


def _draw_slot(population: Population, repair: Row) -> str:
    slots = population.find("PickupSlot", workshop_id=repair["workshop_id"])
    return str(population.chance.pick(slots)["id"])


def _draw_age(chance: Chance, names: Names, status: str) -> int:
    if status == "received":
        return chance.between(0, 5)
    if status == "quoted":
        return chance.between(1, 2 * int(names["quote_days"]))
    return chance.between(6, 24) if status == "in_work" else chance.between(25, 160)


def _draw_ready_ago(chance: Chance, names: Names, status: str) -> int:
    if status == "ready":
        return chance.between(0, int(names["free_storage_days"]) + 12)
    exact = chance.happens(12)
    guarantee = int(names["guarantee_days"])
    return guarantee if exact else chance.between(1, guarantee + 40)


def _draw_promise(population: Population, status: str, ready: int) -> str | None:
    if status == "in_work":
        return population.day_between(-2, 10)
    return population.day(-ready) if status in ("ready", "collected") else None


def _deliver(population: Population, names: Names, repair: Row, ready: int) -> None:
    sent = population.day(-max(0, ready - 1))
    population.add(
        "Delivery",
        deal_id=repair["id"],
        fee=names["courier_fee"],
        sent_on=sent,
        arrives_on=population.day(-max(0, ready - 1) + 2),
    )


def _lend(population: Population, repair: Row) -> None:
    chance = population.chance
    loaner = chance.pick(population.rows("Loaner"))
    is_back = repair["status"] == "collected" or loaner["lent"]
    loaner["lent"] = loaner["lent"] or not is_back
    population.add(
        "LoanerUse",
        deal_id=repair["id"],
        loaner_id=loaner["id"],
        since=repair["received_on"],
        returned_on=(repair["ready_on"] or population.day(-1)) if is_back else None,
    )
