"""What the users' words stand for where they do not name a choice themselves.

Words, the column or parameter, and its value; all by the task in which they are said.
"""

from typing import Any

Json = dict[str, Any]
Said = tuple[str, str, str | bool]

_PAID = ("kind", "charge")
_PACKED = ("status", "processing")

MEANINGS: dict[str, tuple[Said, ...]] = {
    "return_green_tent": (
        ("the way I paid", *_PAID),
        ("turned out too small", "reason", "does_not_fit"),
    ),
    "cancel_and_redirect": (
        ("that you haven't sent yet", "order_status", "processing"),
        ("so I no longer need", "reason", "no_longer_needed"),
    ),
    "exchange_sleeping_bag": (("is too short for me", "reason", "does_not_fit"),),
    "third_return_in_time": (("came out of the box with a crack", "reason", "damaged"),),
    "exchange_or_return_lamp": (("the way I paid", *_PAID),),
    "late_and_leaking": (
        ("leaks at the spout", "fault", "leaking"),
        ("have it repaired", "remedy", "repair"),
    ),
    "mugs_count_and_return": (("the way I paid", *_PAID),),
    "voucher_with_a_minimum": (("open on Sundays", "open_on_sundays", True),),
    "credit_from_two_sides": (("is too wide", "reason", "does_not_fit"),),
    "torn_and_late_tent": (
        ("has torn along a seam", "fault", "torn_material"),
        ("the order you haven't packed yet", *_PACKED),
    ),
    "only_one_more_return": (("the way I paid", *_PAID),),
    "sunday_pickup": (
        ("that isn't packed yet", *_PACKED),
        ("open on Sundays", "open_on_sundays", True),
    ),
    "refund_elsewhere_refused": (("send the money to my PayPal account", *_PAID),),
    "dearer_of_two": (
        ("that aren't packed yet", *_PACKED),
        ("It all takes too long", "reason", "too_slow"),
    ),
    "claim_and_exchange": (
        ("has broken off", "fault", "broken_part"),
        ("have it repaired", "remedy", "repair"),
        ("is too tight", "reason", "does_not_fit"),
    ),
    "overdue_parcel_and_cancel": (
        ("on its way to me", "status", "shipped"),
        ("you haven't packed yet", *_PACKED),
        ("I no longer need it", "reason", "no_longer_needed"),
    ),
    "one_parcel_two_answers": (
        ("the way I paid", *_PAID),
        ("it doesn't fit", "reason", "does_not_fit"),
    ),
    "stove_on_its_last_day": (("doesn't work any more", "fault", "does_not_work"),),
    "hazard_after_cancel": (("I don't need it any more", "reason", "no_longer_needed"),),
    "invoice_refused": (("there was the wrong article", "reason", "wrong_item"),),
    "moving_house": (("that aren't packed yet", "order_status", "processing"),),
    "credit_pays_for_blanket": (("that you haven't packed yet", *_PACKED),),
    "swap_and_send_back": (
        ("the way I paid", *_PAID),
        ("I don't need it any more", "reason", "no_longer_needed"),
    ),
    "three_complaints": (
        ("doesn't work any more", "fault", "does_not_work"),
        ("I want it repaired", "remedy", "repair"),
    ),
}


def meanings_in(task: str, text: str) -> list[Json]:
    """Return what the words of a text stand for that is said in a task."""
    return [
        {"words": words, "name": name, "value": value}
        for words, name, value in MEANINGS.get(task, ())
        if words in text
    ]
