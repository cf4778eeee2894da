"""People with addresses that belong together, from Faker; some share a name, so that care pays."""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from faker import Faker

from autoforge_envs.synthesis.design.chance import Chance
from autoforge_envs.synthesis.design.population import Population

COUNTRIES = {
    "de_DE": "Germany", "en_GB": "United Kingdom", "en_IE": "Ireland", "es_ES": "Spain",
    "fr_FR": "France", "it_IT": "Italy", "nl_NL": "Netherlands", "pl_PL": "Poland",
    "pt_PT": "Portugal", "sv_SE": "Sweden",
}  # fmt: skip
_NAMESAKES_PERCENT = 6
_MAIL_HOSTS = ("example.com", "example.net", "example.org")


@dataclass(frozen=True, slots=True)
class Place:
    """A street address."""

    street: str
    postal_code: str
    city: str
    country: str


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody, with everything that a form asks for."""

    name: str
    email: str
    phone: str
    born_on: str
    place: Place


class People:
    """Makes people of one region; every e-mail address and telephone number is somebody's own."""

    def __init__(self, population: Population, locales: tuple[str, ...]) -> None:
        """Prepare the region.

        Args:
            population: Whose chance and clock are used.
            locales: Faker locales, keys of `COUNTRIES`.
        """
        self._population = population
        self._chance: Chance = population.chance
        self._fakers = {locale: _faker(locale, self._chance) for locale in locales}
        self._towns = {locale: self._make_towns(locale) for locale in locales}
        self._names: list[str] = []
        self._taken: set[str] = set()

    def _make_towns(self, locale: str) -> list[tuple[str, str]]:
        faker = self._fakers[locale]
        towns = [(faker.city(), faker.postcode()) for _ in range(24)]
        return list(dict.fromkeys(towns))

    def place(self, locale: str | None = None) -> Place:
        """Make an address in one of the region's towns."""
        locale = locale or self._chance.pick(sorted(self._fakers))
        city, postal_code = self._chance.pick(self._towns[locale])
        street = " ".join(self._fakers[locale].street_address().split())
        return Place(street, postal_code, city, COUNTRIES[locale])

    def towns(self, count: int) -> list[Place]:
        """Make addresses in so many different towns, fewer if the region has fewer."""
        found: dict[str, Place] = {}
        for _ in range(20 * count):
            place = self.place()
            found.setdefault(place.city, place)
        return list(found.values())[:count]

    def cities(self, places: int, most: int) -> list[str]:
        """Draw so many places and return their cities, each once, no more than `most`."""
        return list(dict.fromkeys(self.place().city for _ in range(places)))[:most]

    def name(self) -> str:
        """Make a full name."""
        faker = self._fakers[self._chance.pick(sorted(self._fakers))]
        return f"{faker.first_name()} {faker.last_name()}"

    def person(self) -> Person:
        """Make somebody; a few have the name of somebody before them."""
        locale = self._chance.pick(sorted(self._fakers))
        faker = self._fakers[locale]
        if self._names and self._chance.happens(_NAMESAKES_PERCENT):
            name = self._chance.pick(self._names)
        else:
            name = f"{faker.first_name()} {faker.last_name()}"
        self._names.append(name)
        age = timedelta(days=self._chance.between(19 * 365, 84 * 365))
        return Person(
            name=name,
            email=self._email(name),
            phone=self._phone(),
            born_on=(self._population.today - age).isoformat(),
            place=self.place(locale),
        )

    def _email(self, name: str) -> str:
        plain = unicodedata.normalize("NFKD", name.casefold().replace("ø", "o").replace("ł", "l"))
        letters = "".join(
            c if c.isascii() and c.isalnum() else "." if c in " -" else "" for c in plain
        )
        host = self._chance.pick(_MAIL_HOSTS)
        return self._unique(f"{letters.strip('.')}@{host}", lambda n: f"{letters}{n}@{host}")

    def _phone(self) -> str:
        number = self._chance.digits(4)
        return self._unique(f"+44 555 01{number}", lambda n: f"+44 555 {n + 10:02d}{number}")

    def _unique(self, first: str, other: Callable[[int], str]) -> str:
        value, attempt = first, 1
        while value in self._taken:
            attempt += 1
            value = other(attempt)
        self._taken.add(value)
        return value


def _faker(locale: str, chance: Chance) -> Faker:
    faker = Faker(locale)
    for provider in faker.get_providers():
        if hasattr(provider, "cities"):  # those of it_IT come out of a set
            vars(provider)["cities"] = sorted(provider.cities)
    faker.seed_instance(chance.between(0, 2**31 - 1))
    return faker
