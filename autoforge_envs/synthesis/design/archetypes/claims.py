"""Claims: people insure things, report damage, send papers, and are paid."""

from pathlib import Path
from typing import Any

from autoforge_envs.synthesis.design.blocks import Archetype, Block, Names, Vocabulary
from autoforge_envs.synthesis.design.chance import Chance
from autoforge_envs.synthesis.design.nouns import Noun
from autoforge_envs.synthesis.design.people import People
from autoforge_envs.synthesis.design.population import Population, Row

VOCABULARIES = (
    Vocabulary(
        title="Stonebridge Mutual",
        about="a mutual that insures what people have at home. You take reports of damage, settle "
        "claims, send assessors and change contracts.",
        nouns={
            "party": Noun("member"),
            "item": Noun("product"),
            "contract": Noun("contract"),
            "deal": Noun("claim"),
        },
        words={
            "branches": ("household", "garden", "instruments"),
            "perils": ("water", "fire", "theft", "storm", "breakage"),
            "paper_peril": "theft",
            "person_roles": ("partner", "child", "lodger"),
            "things": {
                "household": ("Washing machine", "Sofa", "Carpet", "Bookcase", "Cooker"),
                "garden": ("Greenhouse", "Shed", "Lawnmower", "Pergola", "Pond"),
                "instruments": ("Cello", "Piano", "Saxophone", "Harp", "Drums"),
            },
        },
    ),
    Vocabulary(
        title="Fetch Pet Cover",
        about="an insurer of pets. You take reports of what happened to them, settle cases, send "
        "assessors and change cover notes.",
        nouns={
            "party": Noun("keeper"),
            "item": Noun("package"),
            "contract": Noun("cover note"),
            "deal": Noun("case"),
        },
        words={
            "branches": ("dog", "cat", "horse"),
            "perils": ("illness", "accident", "theft", "liability"),
            "paper_peril": "theft",
            "person_roles": ("walker", "partner", "groom"),
            "things": {
                "dog": ("Biscuit", "Dash", "Moss", "Roo", "Sable"),
                "cat": ("Cleo", "Fig", "Juno", "Pepper", "Smoke"),
                "horse": ("Amber", "Comet", "Flint", "Hazel", "Thunder"),
            },
        },
    ),
    Vocabulary(
        title="Wheel & Wander",
        about="an insurer of bicycles, cameras and luggage. You take reports of damage, settle "
        "damage files, send assessors and change certificates.",
        nouns={
            "party": Noun("traveller"),
            "item": Noun("tariff"),
            "contract": Noun("certificate"),
            "deal": Noun("damage file"),
        },
        words={
            "branches": ("bicycle", "camera", "luggage"),
            "perils": ("theft", "collision", "water", "loss"),
            "paper_peril": "collision",
            "person_roles": ("companion", "partner", "child"),
            "things": {
                "bicycle": ("City bike", "Racer", "Cargo bike", "Tandem", "Gravel bike"),
                "camera": ("Field camera", "Telephoto lens", "Drone", "Camcorder", "Tripod"),
                "luggage": ("Trunk", "Rucksack", "Suitcase", "Ski bag", "Pram"),
            },
        },
    ),
)
_LEVELS = ("Basic", "Classic", "Plus")
_BANKS = ("Alderwick Bank", "Northgate Savings", "Union of Millers", "Harbour Bank")
_DOCUMENTS = ("photo", "receipt", "police_report", "estimate")
_WAYS = ("transfer", "cheque", "premium_credit")


def _choose(chance: Chance, names: Names) -> dict[str, Any]:
    sides = ("tools", "agent")
    report_days, claims_a_year = chance.between(2, 3), chance.between(2, 4)
    return {
        "branches_literal": _quoted(names["branches"]),
        "perils_literal": _quoted(names["perils"]),
        "person_roles_literal": _quoted(names["person_roles"]),
        "paper_peril_words": str(names["paper_peril"]).replace("_", " "),
        "paying_to": chance.pick(("account", "choice")),
        "with_persons": chance.happens(50),
        "depreciating": chance.happens(50),
        "loss_percent": chance.pick((5, 10, 15)),
        "largest_loss_percent": chance.pick((40, 50, 60)),
        "with_bonus": chance.happens(50),
        "bearing": chance.pick(("share", "fixed", "vanishing")),
        "borne_percent": chance.pick((10, 15, 20)),
        "refunding": chance.pick(("days", "months", "none")),
        "cents_per_unit": chance.amount(5, 20, 5),
        "cents_per_cover_unit": chance.between(2, 6),
        "least_premium": chance.amount(1000, 3000, 500),
        "person_premium": chance.amount(500, 1500, 100),
        "reporting_limit": chance.pick(("peril", "all")),
        "report_days": report_days,
        "report_sentence": ", ".join(
            f"{report_days + at % 3 - 1} for {peril.replace('_', ' ')}"
            for at, peril in enumerate(names["perils"])
        ),
        "claims_a_year": claims_a_year,
        "claims_a_year_sentence": ", ".join(
            f"{claims_a_year + at} for {tier}" for at, tier in enumerate(names.get("tiers", ()))
        ),
        "papers": chance.pick(("peril", "amount")),
        "papers_from": chance.amount(5000, 15_000, 1000),
        "inspecting": chance.happens(50),
        "visit_from": chance.amount(20_000, 40_000, 2500),
        "appeal_days": chance.pick((14, 30, 60)),
        "largest_rise_percent": chance.pick((5, 10, 20)),
        "cancelling": chance.pick(("notice", "age")),
        "notice_days": chance.pick((30, 60, 90)),
        "least_days": chance.pick((180, 365)),
        "visit_notice_days": chance.between(2, 5),
        "visits_a_day": chance.between(1, 2),
        "max_persons": chance.between(1, 3),
        "term_enforced_by": chance.pick(sides),
        "correction_enforced_by": chance.pick(sides),
        "account_enforced_by": chance.pick(sides),
        "appeal_enforced_by": chance.pick(sides),
        "branch_enforced_by": chance.pick(sides),
        "cancel_enforced_by": chance.pick(sides),
        "persons_enforced_by": chance.pick(sides),
    }


def _quoted(words: tuple[str, ...]) -> str:
    return ", ".join(f'"{word}"' for word in words)


def _populate(population: Population, people: People, names: Names) -> None:
    chance = population.chance
    _offers(population, people, names)
    helpers = [people.name() for _ in range(120)]
    for party in population.rows("party"):
        accounts = _accounts(population, party) if names["paying_to"] == "account" else []
        for branch in chance.some(names["branches"], chance.between(1, 3)):
            for thing in chance.some(names["things"][branch], chance.pick((1, 2), (3, 1))):
                contract = _contract(population, party, branch, thing, names)
                _premiums(population, contract)
                for peril in chance.some(names["perils"], chance.between(1, 2)):
                    _cover(population, contract, branch, peril, accounts, names)
                if names["with_persons"] and chance.happens(50):
                    _person(population, contract, chance.pick(helpers), names)


def _offers(population: Population, people: People, names: Names) -> None:
    chance = population.chance
    for branch in names["branches"]:
        for at, level in enumerate(_LEVELS):
            population.add(
                "item",
                name=f"{branch.capitalize()} {level}",
                branch=branch,
                yearly_premium=4000 + 4500 * at + chance.amount(0, 3000, 50),
                smallest_deductible=3000 - 1000 * at,
                largest_deductible=chance.amount(5000, 9000, 1000),
            )
    for at, name in enumerate(dict.fromkeys(people.name() for _ in range(18))):
        population.add(
            "Assessor",
            name=name,
            branch=names["branches"][at % len(names["branches"])],
            city=people.place().city,
            works_weekends=chance.happens(40),
        )


def _accounts(population: Population, party: Row) -> list[Row]:
    chance = population.chance
    return [
        population.add(
            "BankAccount",
            party_id=party["id"],
            bank=bank,
            last_digits=chance.digits(4),
            checked=chance.happens(82),
            added_on=population.day_between(-900, -3),
        )
        for bank in chance.some(_BANKS, chance.between(1, 3))
    ]


def _contract(population: Population, party: Row, branch: str, thing: str, names: Names) -> Row:
    chance = population.chance
    item = chance.pick(population.find("item", branch=branch))
    is_new = chance.happens(18)
    renews = chance.between(335, 363) if is_new else chance.between(1, 364)
    starts = renews - 365 * (1 if is_new else chance.between(1, 5))
    contract = population.add(
        "contract",
        party_id=party["id"],
        item_id=item["id"],
        insured_thing=thing,
        status=chance.pick(("active", "lapsed", "cancelled"), (8, 1, 1)),
        premium=item["yearly_premium"] + chance.amount(0, 2000, 50),
        deductible=chance.pick((item["smallest_deductible"], 3000, 4000, 5000)),
        starts_on=population.day(starts),
        renews_on=population.day(renews),
    )
    if names["depreciating"]:
        contract["bought_on"] = population.day(starts - chance.between(0, 900))
    if names["with_bonus"]:
        contract["claim_free_years"] = chance.between(0, -starts // 365)
    return contract


def _premiums(population: Population, contract: Row) -> None:
    chance = population.chance
    for quarter in range(chance.between(1, 3)):
        due = 25 - 91 * quarter - chance.between(0, 40)
        overdue = due < 0 and chance.happens(12)
        population.add(
            "Premium",
            contract_id=contract["id"],
            amount=contract["premium"] // 4,
            due_on=population.day(due),
            status="open" if due >= 0 else "overdue" if overdue else "paid",
        )


def _cover(
    population: Population,
    contract: Row,
    branch: str,
    peril: str,
    accounts: list[Row],
    names: Names,
) -> None:
    chance = population.chance
    cover = population.add(
        "Cover",
        contract_id=contract["id"],
        peril=peril,
        sum_insured=chance.amount(20_000, 120_000, 5000),
        waiting_days=chance.pick((0, 0, 14, 30, 60)),
    )
    if contract["status"] == "active" and chance.happens(60):
        deal = _deal(population, contract, cover)
        _papers(population, deal, branch)
        if deal["status"] == "settled":
            _payout(population, deal, contract, accounts, names)


def _deal(population: Population, contract: Row, cover: Row) -> Row:
    chance = population.chance
    reported = -chance.pick((chance.between(1, 40), chance.between(20, 350)), (2, 1))
    status = chance.pick(
        ("reported", "in_review", "settled", "refused", "withdrawn"),
        (3, 5, 2, 3, 1) if reported > -60 else (0, 1, 4, 4, 1),
    )
    is_closed = status in ("settled", "refused", "withdrawn")
    return population.add(
        "deal",
        party_id=contract["party_id"],
        cover_id=cover["id"],
        status=status,
        amount=chance.amount(4000, min(60_000, cover["sum_insured"]), 50),
        occurred_on=population.day(reported - chance.between(0, 3)),
        reported_on=population.day(reported),
        closed_on=population.day(min(0, reported + chance.between(1, 25))) if is_closed else None,
        suspicious=status in ("reported", "in_review") and chance.happens(20),
        appealed=status == "refused" and chance.happens(20),
    )


def _papers(population: Population, deal: Row, branch: str) -> None:
    chance = population.chance
    least_and_most = (2, 4) if deal["status"] in ("in_review", "settled") else (0, 3)
    for kind in chance.some(_DOCUMENTS, chance.between(*least_and_most)):
        population.add("Document", deal_id=deal["id"], kind=kind, received_on=deal["reported_on"])
    if deal["status"] in ("reported", "withdrawn") or chance.happens(30):
        return
    planned = deal["status"] == "in_review" and chance.happens(60)
    population.add(
        "Visit",
        deal_id=deal["id"],
        assessor_id=chance.pick(population.find("Assessor", branch=branch))["id"],
        status="planned" if planned else chance.pick(("done", "cancelled"), (4, 1)),
        day=population.day_between(1, 25) if planned else deal["closed_on"] or population.day(-1),
    )


def _payout(
    population: Population, deal: Row, contract: Row, accounts: list[Row], names: Names
) -> None:
    payout = population.add(
        "Payout",
        deal_id=deal["id"],
        amount=max(0, deal["amount"] - contract["deductible"]),
        paid_on=deal["closed_on"],
    )
    if names["paying_to"] == "account":
        payout["bank_account_id"] = population.chance.pick(accounts)["id"]
    else:
        payout["way"] = population.chance.pick(_WAYS)


def _person(population: Population, contract: Row, name: str, names: Names) -> None:
    population.add(
        "InsuredPerson",
        contract_id=contract["id"],
        name=name,
        relation=population.chance.pick(names["person_roles"]),
        named_on=population.day_between(-300, -5),
    )


ARCHETYPE = Archetype(
    core=Block("claims", Path(__file__).with_suffix(".jinja"), _choose, _populate),
    vocabularies=VOCABULARIES,
    slots={"deal_over": ("settled", "refused"), "deal_over_words": "settled or refused"},
)
