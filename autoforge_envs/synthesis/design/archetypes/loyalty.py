"""Loyalty: points are earned, expire, are exchanged for rewards, given away or transferred."""

from pathlib import Path
from typing import Any

from autoforge_envs.synthesis.design.blocks import Archetype, Block, Names, Vocabulary
from autoforge_envs.synthesis.design.chance import Chance
from autoforge_envs.synthesis.design.nouns import Noun
from autoforge_envs.synthesis.design.people import People
from autoforge_envs.synthesis.design.population import Population, Row

_WORK = "You exchange, credit, give away and prolong points, and see to cards."

VOCABULARIES = (
    Vocabulary(
        title="Daisy Points",
        about=f"a bonus programme of shops, petrol stations and cafes. {_WORK}",
        nouns={"party": Noun("member"), "item": Noun("reward"), "deal": Noun("reward order")},
        words={
            "categories": ("kitchen", "garden", "toys", "travel", "sport"),
            "personal_category": "travel",
            "partner_kinds": ("supermarket", "petrol_station", "cafe", "pharmacy"),
            "goods": ("starter set", "premium set", "weekend set", "gift set", "classic", "deluxe"),
            "partner_names": ("Greenbasket", "Fuelpoint", "Beanery", "Mercado", "Rosa", "Halter"),
        },
    ),
    Vocabulary(
        title="Cirrus Miles Club",
        about=f"a club of frequent travellers and the partners of their airline. {_WORK}",
        nouns={
            "party": Noun("traveller"),
            "item": Noun("benefit"),
            "deal": Noun("redemption"),
        },
        words={
            "categories": ("upgrade", "lounge", "luggage", "journey", "hotel"),
            "personal_category": "journey",
            "partner_kinds": ("airline", "hotel_chain", "car_rental", "railway"),
            "goods": ("short haul", "long haul", "for two", "weekend", "family", "all year"),
            "partner_names": ("Altair", "Bluebird", "Corona", "Drift", "Equator", "Fjord"),
        },
    ),
    Vocabulary(
        title="Bookworm Circle",
        about=f"a club of readers that bookshops, theatres and museums belong to. {_WORK}",
        nouns={"party": Noun("friend"), "item": Noun("gift"), "deal": Noun("gift order")},
        words={
            "categories": ("book", "concert", "exhibition", "tour", "stationery"),
            "personal_category": "tour",
            "partner_kinds": ("bookshop", "theatre", "museum", "cinema"),
            "goods": ("small one", "big one", "for two", "for families", "signed", "members only"),
            "partner_names": ("Aldine", "Bodoni", "Caslon", "Didot", "Elzevir", "Garamond"),
        },
    ),
)

_CITIES = ("shelter", "hospice", "school fund", "tree fund", "food bank", "lifeboats")


def _choose(chance: Chance, names: Names) -> dict[str, Any]:
    variants = {
        "ledger": chance.pick(("batches", "balance")),
        "level_by": chance.pick(("tier", "eager")) if names["with_tiers"] else "eager",
        "part_pay": chance.happens(50),
        "cancel_terms": chance.pick(("fee", "days", "before_sending")),
        "has_transfers": chance.happens(75),
        "transfer_bonus": chance.happens(50),
        "has_campaigns": chance.happens(60),
        "has_charities": chance.happens(55),
        "has_purchases": chance.happens(45),
        "prolongation": chance.pick(("fee", "free")),
    }
    variants |= {**_numbers(chance), **_sides(chance)}
    return variants | _texts(names, variants)


def _numbers(chance: Chance) -> dict[str, Any]:
    return {
        "level_step": chance.pick((10, 20, 25, 50)),
        "eager_from": chance.amount(4_000, 8_000, 1_000),
        "points_last_days": chance.pick((365, 540, 730)),
        "cancellation_percent": chance.pick((5, 10, 15)),
        "cancel_days": chance.pick((3, 5, 7)),
        "block": chance.pick((250, 500, 1_000)),
        "bonus_from_blocks": chance.between(3, 4),
        "transfer_bonus_percent": chance.pick((10, 15, 20)),
        "prolongation_days": chance.pick((60, 90, 180)),
        "prolongation_percent": chance.pick((5, 10)),
        "card_fee": chance.amount(100, 400, 50),
        "pack": chance.pick((500, 1_000)),
        "pack_price": chance.amount(700, 1_900, 100),
        "max_pieces": chance.between(2, 3),
        "earliest_claim": chance.between(2, 7),
        "latest_claim": chance.pick((60, 90, 120)),
        "max_claims": chance.between(2, 3),
        "max_blocks": chance.between(8, 14),
        "reversal_days": chance.pick((3, 5, 10)),
        "max_campaigns": chance.between(2, 3),
        "least_hundreds": chance.between(2, 4),
        "max_packs": chance.between(2, 4),
        "prolonged_early": chance.pick((30, 45, 60)),
        "card_lasts": chance.pick((180, 365)),
    }


def _sides(chance: Chance) -> dict[str, str]:
    parts = (
        "offer", "receipt", "cancel", "partner", "reversal", "claims", "campaign", "prolong",
        "charity",
    )  # fmt: skip
    return {f"{part}_by": chance.pick(("tools", "agent")) for part in parts}


def _texts(names: Names, variants: Names) -> dict[str, Any]:
    kinds = _move_kinds(names, variants)
    return {
        "categories_literal": _literal(names["categories"]),
        "partner_kinds_literal": _literal(names["partner_kinds"]),
        "move_kinds": kinds,
        "move_kinds_literal": _literal(kinds),
        "item_move": names["item"],
        "spending_words": ", those first that expire first"
        if variants["ledger"] == "batches"
        else "; those that are left last longer for it",
        "cancel_sentence": f"{variants['cancellation_percent']} percent of the points are kept."
        if variants["cancel_terms"] == "fee"
        else "Nothing is kept.",
        "transfer_sentence": f"From {variants['bonus_from_blocks']} blocks on the partner gives "
        f"{variants['transfer_bonus_percent']} percent more."
        if variants["transfer_bonus"]
        else "The partner's rate says what 100 points become there.",
        "earning_sentence": _earning_sentence(names, variants),
        "prolongation_sentence": f" {variants['prolongation_percent']} percent of them are kept."
        if variants["prolongation"] == "fee"
        else "",
    }


def _literal(values: tuple[str, ...]) -> str:
    return ", ".join(f'"{value}"' for value in values)


def _move_kinds(names: Names, variants: Names) -> tuple[str, ...]:
    kinds = ["earned", str(names["item"]), "given_back", "expired", "card"]
    kinds += ["transferred"] if variants["has_transfers"] else []
    kinds += ["donated"] if variants["has_charities"] else []
    kinds += ["bought"] if variants["has_purchases"] else []
    kinds += ["prolonged"] if variants["prolongation"] == "fee" else []
    return tuple(kinds)


def _earning_sentence(names: Names, variants: Names) -> str:
    step = variants["level_step"]
    if variants["level_by"] == "tier":
        more = ", ".join(f"{100 + step * at} for {tier}" for at, tier in enumerate(names["tiers"]))
        return f"Every full 10.00 earns what the partner gives, by percent of the tier: {more}."
    return (
        f"Every full 10.00 earns what the partner gives, {step} percent more from "
        f"{variants['eager_from']} yearly_points on."
    )


def _populate(population: Population, people: People, names: Names) -> None:
    _populate_offer(population, names)
    _populate_causes(population, people, names)
    _populate_receipts(population)
    for party in population.rows("party"):
        _earn(population, names, party)
        _redeem(population, names, party)
        _add_cards(population, party)
        _claim(population, party)
        if names["has_transfers"]:
            _transfer(population, names, party)
        if names["has_campaigns"]:
            _join(population, party)
        if names["has_purchases"] and population.chance.happens(35):
            _buy(population, names, party)


def _populate_offer(population: Population, names: Names) -> None:
    chance = population.chance
    for kind in names["partner_kinds"]:
        for word in names["partner_names"]:
            row = population.add(
                "Partner",
                name=f"{word} {kind.replace('_', ' ')}",
                kind=kind,
                points_per_10=chance.between(4, 30),
            )
            if names["has_transfers"]:
                row["transfer_rate"] = chance.pick((40, 50, 60, 75, 80))
                row["takes_transfers"] = chance.happens(70)
    for category in names["categories"]:
        for word in names["goods"]:
            points = chance.amount(300, 4_500, 50)
            row = population.add(
                "item",
                name=f"{category.capitalize()} {word}",
                category=category,
                points=points,
                stock=0 if chance.happens(12) else chance.between(1, 60),
                least_yearly_points=chance.pick((0, 1_000, 3_000, 5_000), (5, 2, 2, 1)),
                offered_until=population.day(chance.pick((-30, -1, 0, 14, 60, 200))),
            )
            if names["part_pay"]:
                row["cash"] = points // 100 * 35


def _populate_causes(population: Population, people: People, names: Names) -> None:
    chance = population.chance
    for word in _CITIES if names["has_charities"] else ():
        city = people.place().city
        population.add(
            "Charity",
            name=f"{city} {word}",
            city=city,
            cents_per_100=chance.amount(40, 90, 5),
            active=chance.happens(75),
        )
    kinds = names["partner_kinds"] if names["has_campaigns"] else ()
    for kind in kinds:
        for at, word in enumerate(("Spring", "Double", "Weekend", "Harvest", "Birthday")):
            first = chance.between(-120, 20)
            population.add(
                "Campaign",
                name=f"{word} points {kind.replace('_', ' ')}",
                partner_kind=kind,
                bonus_percent=chance.pick((10, 20, 25, 50, 100)),
                starts_on=population.day(first),
                ends_on=population.day(first + 20 + 15 * at),
            )


def _populate_receipts(population: Population) -> None:
    chance = population.chance
    for at in range(500):
        population.add(
            "Receipt",
            receipt_number=f"{chance.pick('ABCDEFGH')}{chance.pick('KLMNPRST')}-{2_000 + 13 * at}",
            partner_id=chance.pick(population.rows("Partner"))["id"],
            amount=chance.amount(1_100, 24_000, 10),
            bought_on=population.day(-chance.pick((1, 5, 20, 45, 60, 90, 130))
                                     + chance.between(0, 1)),
        )  # fmt: skip


def _earn(population: Population, names: Names, party: Row) -> None:
    chance = population.chance
    party["yearly_points"] = chance.amount(0, 9_000, 20)
    if names["ledger"] == "balance":
        soon = chance.happens(45)
        party["points"] = chance.amount(0, 9_000, 10)
        party["points_expire_on"] = population.day(
            chance.pick((0, int(names["prolonged_early"]), 20)) if soon else chance.between(61, 360)
        )
    for _ in range(chance.between(2, 5)):
        ago = chance.between(2, 360)
        points = chance.amount(100, 3_000, 10)
        _move(population, party, "earned", points, ago)
        if names["ledger"] == "batches":
            _add_batch(population, names, party, points, ago)


def _add_batch(population: Population, names: Names, party: Row, points: int, ago: int) -> None:
    chance = population.chance
    left = points if chance.happens(60) else chance.pick((0, points // 2))
    days_left = int(names["points_last_days"]) - ago
    early = int(names["prolonged_early"])
    near = chance.happens(40)
    population.add(
        "PointBatch",
        party_id=party["id"],
        earned_on=population.day(-ago),
        expires_on=population.day(
            chance.pick((-3, 0, 12, early, early + 3)) if near else days_left
        ),
        points=points,
        left=left,
        prolonged=chance.happens(15),
    )


def _move(population: Population, party: Row, kind: str, points: int, ago: int) -> None:
    population.add(
        "PointMove", party_id=party["id"], kind=kind, points=points, moved_on=population.day(-ago)
    )


def _redeem(population: Population, names: Names, party: Row) -> None:
    chance = population.chance
    for item in chance.some(population.rows("item"), chance.between(2, 4)):
        status = chance.pick(("ordered", "sent", "delivered", "cancelled"), (4, 3, 4, 1))
        exact = chance.happens(15) and status in ("ordered", "sent")
        ago = {"ordered": chance.between(0, 6), "sent": chance.between(2, 12)}.get(
            status, chance.between(10, 300)
        )
        ago = int(names["cancel_days"]) if exact else ago
        quantity = chance.pick((1, 2, 3), (7, 2, 1))
        row = population.add(
            "deal",
            party_id=party["id"],
            item_id=item["id"],
            quantity=quantity,
            points=item["points"] * quantity,
            status=status,
            ordered_on=population.day(-ago),
        )
        if names["part_pay"]:
            halved = chance.happens(35)
            row["cash"] = item["cash"] * quantity if halved else 0
            row["points"] //= 2 if halved else 1
        _move(population, party, names["item"], -row["points"], ago)


def _add_cards(population: Population, party: Row) -> None:
    chance = population.chance
    ages = sorted(chance.pick((30, 180, 365, 700)) + chance.between(0, 9) for _ in range(3))
    for at, age in enumerate(ages[: chance.between(1, 3)]):
        population.add(
            "Card",
            party_id=party["id"],
            ending=chance.digits(4),
            design=chance.pick(("classic", "nature", "city")),
            status="active" if at == 0 else chance.pick(("active", "blocked", "replaced")),
            issued_on=population.day(-age),
        )


def _claim(population: Population, party: Row) -> None:
    chance = population.chance
    claimed = len(population.rows("Claim"))
    for at in range(chance.pick((0, 1, 2, 3), (5, 3, 1, 1))):
        receipts = population.rows("Receipt")
        if claimed + at >= len(receipts) - 150:
            return
        receipt = receipts[claimed + at]
        population.add(
            "Claim",
            party_id=party["id"],
            receipt_id=receipt["id"],
            points=receipt["amount"] // 1_000 * chance.between(4, 30),
            status="credited" if chance.happens(85) else "refused",
            claimed_on=max(receipt["bought_on"], population.day(-chance.pick((3, 12, 30, 40)))),
        )


def _transfer(population: Population, names: Names, party: Row) -> None:
    chance = population.chance
    for _ in range(chance.between(0, 3)):
        partner = chance.pick(population.rows("Partner"))
        points = int(names["block"]) * chance.between(1, 4)
        status = chance.pick(("pending", "done", "reversed", "under_review"), (5, 4, 1, 1))
        fresh = status in ("pending", "under_review")
        ago = (
            chance.between(0, int(names["reversal_days"]) + 3) if fresh else chance.between(9, 400)
        )
        population.add(
            "Transfer",
            party_id=party["id"],
            partner_id=partner["id"],
            points=points,
            received=points * partner["transfer_rate"] // 100,
            status=status,
            made_on=population.day(-ago),
        )
        _move(population, party, "transferred", -points, ago)


def _buy(population: Population, names: Names, party: Row) -> None:
    packs = population.chance.between(1, int(names["max_packs"]))
    ago = population.chance.pick((20, 120, 364, 365, 366, 500))
    points = packs * int(names["pack"])
    population.add(
        "PointSale",
        party_id=party["id"],
        points=points,
        price=packs * int(names["pack_price"]),
        sold_on=population.day(-ago),
    )
    _move(population, party, "bought", points, ago)


def _join(population: Population, party: Row) -> None:
    chance = population.chance
    for campaign in chance.some(population.rows("Campaign"), chance.between(0, 4)):
        population.add(
            "Participation",
            party_id=party["id"],
            campaign_id=campaign["id"],
            joined_on=campaign["starts_on"],
        )


ARCHETYPE = Archetype(
    core=Block("loyalty", Path(__file__).with_suffix(".jinja"), _choose, _populate),
    vocabularies=VOCABULARIES,
    slots={
        "deal_over": ("delivered",),
        "deal_over_words": "delivered",
    },
)
