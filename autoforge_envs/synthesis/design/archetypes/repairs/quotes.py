"""Repairs: what was quoted for them, and billed."""

from autoforge_envs.domain.clock import days_between
from autoforge_envs.synthesis.design.blocks import Names
from autoforge_envs.synthesis.design.population import Population, Row


def add_quotes(
    population: Population,
    names: Names,
    repair: Row,
    thing: Row,
    services: list[Row],
    item: Row,
) -> None:
    """Quote services for a repair, and bill what was accepted."""
    chance = population.chance
    is_done = repair["status"] in ("in_work", "ready", "collected")
    waits = repair["status"] == "quoted"
    count = chance.between(1, 2) if is_done else chance.between(1, 3)
    for at, service in enumerate(chance.shuffled(services)[:count]):
        labour, parts = _labour_price(names, service), _part_price(population, service)
        covered = _covered_share(names, repair, thing, item, labour, parts)
        made = days_between(population.day(0), repair["received_on"])
        status = "open" if waits else "declined"
        if is_done and at == 0:
            status = "accepted"
            repair["price"] = labour + parts - covered
        term = int(names["quote_days"])
        valid = 0 if waits and chance.happens(15) else made + term + chance.between(-1, 2)
        population.add(
            "Quote",
            deal_id=repair["id"],
            service_id=service["id"],
            labour=labour,
            parts=parts,
            covered=covered,
            total=labour + parts - covered,
            status=status,
            valid_until=population.day(valid),
            prolonged=waits and chance.happens(25),
        )
    if is_done and repair["price"]:
        _add_invoices(population, names, repair)


def _labour_price(names: Names, service: Row) -> int:
    rate = int(names["hourly_rate"])
    if names["labour_by"] == "service":
        return int(service["labour"])
    if names["labour_by"] == "hours":
        return int(service["minutes"]) * rate // 60
    return -(-int(service["minutes"]) // 30) * (rate // 2 + 300)


def _part_price(population: Population, service: Row) -> int:
    if service["part_id"] is None:
        return 0
    return int(population.get("Part", service["part_id"])["price"])


def _covered_share(
    names: Names, repair: Row, thing: Row, item: Row, labour: int, parts: int
) -> int:
    age = days_between(thing["bought_on"], repair["received_on"])
    if age > item["warranty_days"] or repair["fault"] in names["accidents"]:
        return 0
    return {"parts": parts, "half": (labour + parts) // 2, "all": labour + parts}[
        names["warranty_covers"]
    ]


def _add_invoices(population: Population, names: Names, repair: Row) -> None:
    chance = population.chance
    price, done = int(repair["price"]), repair["status"] in ("ready", "collected")
    share = price * int(names["prepayment_percent"]) // 100
    amounts = (
        {"prepayment": share, "rest": price - share} if names["prepayment"] else {"work": price}
    )
    for kind, amount in amounts.items():
        if kind == "rest" and not done:
            continue
        open_percent = 5 if repair["status"] == "collected" else 45
        population.add(
            "Invoice",
            deal_id=repair["id"],
            kind=kind,
            amount=amount,
            status="open" if chance.happens(open_percent) else "paid",
            issued_on=repair["ready_on"] or repair["received_on"],
        )
