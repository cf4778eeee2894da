"""Who the agent serves: how they are found, and how they prove who they are."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autoforge_envs.synthesis.design.blocks import Block, Names, Vocabulary
from autoforge_envs.synthesis.design.chance import Chance
from autoforge_envs.synthesis.design.enforcement import SIDES
from autoforge_envs.synthesis.design.people import People, Person
from autoforge_envs.synthesis.design.population import Population, Row


@dataclass(frozen=True, slots=True)
class Proof:
    """A fact by which somebody proves who they are."""

    name: str
    type: str
    description: str


_WAYS = {
    "email": ("e-mail address", "Email"),
    "phone": ("telephone number", "PhoneNumber"),
    "number": ("", "Label"),
    "name_and_postal_code": ("name", "PersonName"),
    "name_and_birthday": ("name", "PersonName"),
}
_SECRETS = {
    "service_code": "Printed on every letter.",
    "passphrase": "Agreed upon at the first visit.",
    "pin": "Set in the app.",
    "security_word": "Chosen when the account was opened.",
}
_WORDS = (
    "amber", "bamboo", "canyon", "dahlia", "ember", "falcon", "glacier", "harbour", "indigo",
    "juniper", "kestrel", "lagoon", "meadow", "nutmeg", "orchid", "pebble", "quartz", "raven",
    "saffron", "thistle", "umber", "velvet", "willow", "yarrow", "zephyr",
)  # fmt: skip
_CONFIRMATIONS = (
    "Before any change, repeat its details, identifiers too, and get a yes.",
    "Say what you are about to change, with every detail and identifier, and wait for a yes.",
    "No change without consent: read details and identifiers back and have them confirmed.",
)
_SENTENCES = (
    "Check who you talk to with verify_identity before you show or change anything of theirs.",
    "Nobody's data is shown or changed before verify_identity has accepted what they say.",
)


def party_names(vocabulary: Vocabulary) -> dict[str, Any]:
    """Return what the template says about the party, unless the vocabulary has better words."""
    party = vocabulary.nouns["party"]
    defaults = {
        "party_docstring": f"Somebody whom {vocabulary.title} serves.",
        "number_words": f"{party.singular} number",
        "number_description": f"On the {party.singular}'s card.",
        "number_prefix": party.snake[0].upper(),
        "wants_address": False,
    }
    return {name: vocabulary.words.get(name, value) for name, value in defaults.items()}


def _choose(chance: Chance, names: Names) -> dict[str, Any]:
    found_by = chance.pick(tuple(_WAYS))
    secret = chance.pick(tuple(_SECRETS))
    proofs = _draw_proofs(chance, found_by, secret)
    kinds = {proof.name for proof in proofs}
    found_words, found_type = _WAYS[found_by]
    return {
        "found_by": found_by,
        "found_words": found_words or str(names["number_words"]),
        "found_type": found_type,
        "proofs": proofs,
        "proofs_signature": ", ".join(f"{proof.name}: {proof.type}" for proof in proofs),
        "proofs_test": " and ".join(_test(str(names["party"]), proof.name) for proof in proofs),
        "proofs_refusal": _refusal(proofs),
        "secret": secret,
        "secret_description": _SECRETS[secret],
        "has_secret": secret in kinds,
        "has_birthday": "date_of_birth" in kinds or found_by == "name_and_birthday",
        "has_address": "postal_code" in kinds
        or found_by == "name_and_postal_code"
        or bool(names["wants_address"])
        or chance.happens(40),
        "identity_enforced_by": chance.pick(SIDES),
        "identity_sentence": chance.pick(_SENTENCES),
        "confirmation_sentence": chance.pick(_CONFIRMATIONS),
    }


def _draw_proofs(chance: Chance, found_by: str, secret: str) -> list[Proof]:
    code = Proof(secret, "Secret", f"The {secret.replace('_', ' ')}, as they say it.")
    birthday = Proof("date_of_birth", "Date", "The date of birth, as they say it.")
    postal_code = Proof("postal_code", "PostalCode", "The postal code of their address.")
    sets = [[code], [code, birthday], [postal_code, code], [birthday, postal_code]]
    known = {"name_and_birthday": "date_of_birth", "name_and_postal_code": "postal_code"}.get(
        found_by
    )
    return chance.pick([s for s in sets if known not in {proof.name for proof in s}])


def _test(party: str, proof: str) -> str:
    if proof in ("passphrase", "security_word"):
        return f"{party}.{proof}.casefold() == {proof}.casefold()"
    return f"{party}.{proof} == {proof}"


def _refusal(proofs: list[Proof]) -> str:
    words = [proof.name.replace("_", " ") for proof in proofs]
    if len(words) == 1:
        return f"this is not the {words[0]}"
    return f"{words[0]} and {words[1]} do not both match"


def _populate(population: Population, people: People, names: Names) -> None:
    for at in range(int(names["num_parties"])):
        person = people.person()
        population.add("party", **_columns(population, person, names, at))


def _columns(population: Population, person: Person, names: Names, at: int) -> Row:
    row: Row = {"name": person.name, "email": person.email, "phone": person.phone}
    if names["found_by"] == "number":
        row["number"] = (
            f"{names['number_prefix']}{100_000 + 7 * at + population.chance.between(0, 6)}"
        )
    if names["has_birthday"]:
        row["date_of_birth"] = person.born_on
    if names["has_address"]:
        place = person.place
        row |= {"street": place.street, "city": place.city, "postal_code": place.postal_code}
    if names["has_secret"]:
        row[str(names["secret"])] = _secret(population.chance, str(names["secret"]))
    return row | {"joined_on": population.day_between(-4000, -200)}


def _secret(chance: Chance, kind: str) -> str:
    if kind in ("passphrase", "security_word"):
        return f"{chance.pick(_WORDS)} {chance.pick(_WORDS)}"
    return chance.digits(4 if kind == "pin" else 6)


IDENTITY = Block("identity", Path(__file__).with_suffix(".jinja"), _choose, _populate)
