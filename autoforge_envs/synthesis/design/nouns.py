"""What things are called in one business, in every form that code and sentences need."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Noun:
    """A countable thing: "library card".

    Attributes:
        singular: In words, lower case.
        plural: In words; "" to add an s.
    """

    singular: str
    plural: str = ""

    @property
    def many(self) -> str:
        """The plural in words."""
        return self.plural or f"{self.singular}s"

    @property
    def snake(self) -> str:
        """As a parameter or column: `library_card`."""
        return self.singular.replace(" ", "_").replace("-", "_")

    @property
    def camel(self) -> str:
        """As a class: `LibraryCard`."""
        return _camel(self.singular)

    @property
    def article(self) -> str:
        """The word that stands before the singular: a or an."""
        sounds_like_you = self.singular.startswith(("eu", "one", "uni", "us"))
        return "an" if self.singular[0] in "aeiou" and not sounds_like_you else "a"


def _camel(words: str) -> str:
    return "".join(word.capitalize() for word in words.replace("-", " ").split())


def forms(role: str, noun: Noun) -> dict[str, str]:
    """Return the names under which templates find a noun.

    For the role "deal" played by "loan": `deal` loan, `Deal` Loan, `deals` loans, `DEALS` LOANS,
    and for sentences `deal_words` "loan", `a_deal` "a loan", `deals_words` "loans".
    """
    plural = noun.many.replace(" ", "_").replace("-", "_")
    roles = f"{role[:-1]}ies" if role.endswith("y") else f"{role}s"
    return {
        role: noun.snake,
        role.capitalize(): noun.camel,
        role.upper(): noun.snake.upper(),
        roles: plural,
        roles.upper(): plural.upper(),
        roles.capitalize(): _camel(noun.many),
        f"{role}_words": noun.singular,
        f"{roles}_words": noun.many,
        f"a_{role}": f"{noun.article} {noun.singular}",
        f"A_{role}": f"{noun.article.capitalize()} {noun.singular}",
    }


def all_forms(nouns: Mapping[str, Noun]) -> dict[str, str]:
    """Return the forms of several nouns by role, and how their keys begin: `deal_prefix` LO."""
    found: dict[str, str] = {}
    prefixes: set[str] = set()
    for role, noun in nouns.items():
        letters = noun.snake.replace("_", "").upper()
        prefix = next(p for p in (letters[0] + later for later in letters[1:]) if p not in prefixes)
        prefixes.add(prefix)
        found |= {**forms(role, noun), f"{role}_prefix": prefix}
    return found
