"""Another value of the same kind: what a user says who has a fact wrong.

A slip changes as little as people do (two digits swapped, one letter more); what cannot be
slipped in is drawn from a short list. The result never spells the right value.
"""

from collections.abc import Callable
from datetime import date, timedelta

import numpy

from autoforge_envs.chance import draw
from autoforge_envs.domain.mentions import mentions
from autoforge_envs.domain.tasks import Fact
from autoforge_envs.domain.wording import say_value

_ATTEMPTS = 40

_LISTS: dict[str, tuple[str, ...]] = {
    "PersonName": ("Carla Voss", "Peter Lindholm", "Amina Saleh", "Jonas Petit", "Rita Okafor"),
    "StreetAddress": ("Harbour Road 12", "Gartenweg 9", "rue des Lilas 41", "Via Verdi 6"),
    "City": ("Antwerp", "Leeds", "Porto", "Graz", "Malmö", "Toulouse"),
    "Country": ("Belgium", "Norway", "Greece", "Ireland", "Poland"),
    "Secret": ("tangerine", "orchid", "482915", "bluebird", "770134"),
    "Label": ("Quiet Rivers", "Northern Lamp", "Marble Garden", "Old Compass"),
    "Choice": ("express", "second hand", "by courier"),
    "FreeText": ("it was the wrong size", "it came too late", "the neighbour took it"),
}


def wrong_value(fact: Fact, generator: numpy.random.Generator) -> str | None:
    """Say a fact wrongly.

    Args:
        fact: What is known.
        generator: Where the slip comes from.

    Returns:
        Another value as a person says it; None where this kind has no other value to say.
    """
    slips = _SLIPS.get(fact.type, _draw_or_slip)
    for _ in range(_ATTEMPTS):
        said = slips(fact, generator)
        if said and not mentions(said, fact.type, fact.value):
            return said
    return None


def _draw_or_slip(fact: Fact, generator: numpy.random.Generator) -> str:
    """Slip where there is a digit, as in a code; draw where there are only words."""
    text = say_value(fact.type, fact.value)
    if any(character.isdigit() for character in text) and generator.random() < 0.7:
        return _slip_digits(fact, generator)
    return draw(_LISTS.get(fact.type, ()) or ("",), generator)


def _slip_digits(fact: Fact, generator: numpy.random.Generator) -> str:
    text = list(say_value(fact.type, fact.value))
    places = [at for at, character in enumerate(text) if character.isdigit()]
    if not places:
        return ""
    at = draw(places, generator)
    text[at] = str((int(text[at]) + int(generator.integers(1, 10))) % 10)
    return "".join(text)


def _slip_letters(fact: Fact, generator: numpy.random.Generator) -> str:
    name, at_sign, host = str(fact.value).partition("@")
    at = int(generator.integers(len(name)))
    changed = (name[:at] + name[at + 1 :], name[: at + 1] + name[at:], f"{name}{at}")
    return draw(changed, generator) + at_sign + host


def _slip_number(fact: Fact, generator: numpy.random.Generator) -> str:
    return say_value(fact.type, int(fact.value) + int(generator.integers(1, 5)))


def _slip_amount(fact: Fact, generator: numpy.random.Generator) -> str:
    return say_value(fact.type, int(fact.value) + 100 * int(generator.integers(1, 40)))


def _slip_date(fact: Fact, generator: numpy.random.Generator) -> str:
    day = date.fromisoformat(str(fact.value)[:10]) + timedelta(int(generator.integers(1, 20)))
    return day.isoformat() + str(fact.value)[10:]


def _no_slip(fact: Fact, generator: numpy.random.Generator) -> str:
    return ""


_SLIPS: dict[str, Callable[[Fact, numpy.random.Generator], str]] = {
    "Email": _slip_letters,
    "Identifier": _slip_digits,
    "Reference": _slip_digits,
    "PhoneNumber": _slip_digits,
    "PostalCode": _slip_digits,
    "Quantity": _slip_number,
    "Number": _slip_number,
    "Percentage": _slip_number,
    "Money": _slip_amount,
    "Date": _slip_date,
    "Timestamp": _slip_date,
    "Flag": _no_slip,
}
