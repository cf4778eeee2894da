"""Travel: how two businesses of the kind differ."""

from typing import Any

from autoforge_envs.domain.values import format_money
from autoforge_envs.synthesis.design.blocks import Names
from autoforge_envs.synthesis.design.chance import Chance
from autoforge_envs.synthesis.design.enforcement import draw_sides
from autoforge_envs.synthesis.design.tier_limits import tier_sentence


def choose(chance: Chance, names: Names) -> dict[str, Any]:
    """Draw the variants of one business."""
    max_moves = chance.between(1, 2)
    fees = [chance.amount(500, 2500, 100) for _ in names["wishes"]]
    wishes = [wish.replace("_", " ") for wish in names["wishes"]]
    terms = ((chance.pick((28, 42)), 0), (14, chance.pick((20, 30))), (7, 50), (1, 80))
    return {
        "Rooms_text": str(names["rooms_words"]).capitalize(),
        "price_by": chance.pick(("season", "weekend", "length")),
        "term_by": chance.pick(("notice", "rate", "nights")),
        "pay_by": chance.pick(("deposit", "card")),
        "with_pets": chance.happens(50),
        "with_wishes": chance.happens(50),
        "terms": terms,
        **_draw_prices(chance),
        "wish_fees": fees,
        "wish_sentence": ", ".join(
            f"{format_money(fee)} for {wish}" for fee, wish in zip(fees, wishes, strict=True)
        ),
        "min_nights": chance.pick((2, 3)),
        "max_nights": chance.pick((10, 12, 14)),
        "move_days": chance.pick((3, 5, 7, 10)),
        "max_moves": max_moves,
        "max_moves_sentence": tier_sentence(names, lambda at: max_moves + at),
        "transfer_days": chance.pick((2, 3, 4)),
        "car_seats": chance.pick((2, 3)),
        "activity_days": chance.pick((1, 2, 4)),
        **draw_sides(
            chance, ("season", "sleeps", "moves", "payment", "transfer", "seats", "people")
        ),
    }


def _draw_prices(chance: Chance) -> dict[str, Any]:
    return {
        "breakfast": chance.amount(800, 1600, 50),
        "half_board": chance.amount(2400, 3900, 50),
        "car_price": chance.amount(2000, 3500, 100),
        "van_price": chance.amount(4500, 7000, 100),
        "weekend_percent": chance.pick((10, 15, 20, 25)),
        "long_nights": chance.pick((5, 6, 7)),
        "long_percent": chance.pick((5, 10, 12)),
        "deposit_percent": chance.pick((20, 25, 30)),
        "saver_percent": chance.pick((10, 15, 20)),
        "flexible_days": chance.pick((2, 3, 7, 14)),
        "nights_kept": chance.pick((1, 2)),
        "pet_fee": chance.amount(500, 1500, 100),
        "dog_fee": chance.amount(200, 800, 100),
    }
