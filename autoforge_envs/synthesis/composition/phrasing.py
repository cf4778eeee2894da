"""Phrasing: a draft's rows and arguments in words, and what of them is held back."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

from autoforge_envs.domain.columns import SemanticType
from autoforge_envs.domain.values import render_value
from autoforge_envs.synthesis.composition.atlas import Atlas
from autoforge_envs.synthesis.composition.views import Field, value_at
from autoforge_envs.synthesis.composition.walking.describing import Atom, Description
from autoforge_envs.synthesis.composition.walking.draft import Draft
from autoforge_envs.synthesis.composition.walking.sources import (
    Party,
    Said,
    Shifted,
    Shown,
    Sources,
    Total,
)
from autoforge_envs.synthesis.composition.wording.asking import Role, Spoken, Words
from autoforge_envs.synthesis.composition.wording.names import listed
from autoforge_envs.synthesis.composition.wording.speech import Speech
from autoforge_envs.synthesis.exploration import AnyTool

_HELD_BACK = 0.35
"""Chance that the user waits to be asked for a detail."""
_NEVER_HELD_BACK = ("Flag", "FreeText")
_ADDRESS = ("StreetAddress", "PostalCode", "City", "Country")
_WHOLE = {"Quantity": "all", "Money": "all of it"}


@dataclass(frozen=True, slots=True)
class Phrasing:
    """Says what one draft is about."""

    atlas: Atlas
    draft: Draft
    speech: Speech

    # --- how rows are said

    def row_words(self, shown: Shown, said: Collection[str] = ()) -> str:
        """Describe a row that the draft has found.

        Args:
            shown: The row.
            said: Names of what the same sentence says anyway.
        """
        description = self.description(shown)
        if description is None:
            return self._bare_words(shown)
        noun = self.speech.noun(shown.view.shows, shown.view.tool)
        within = self.within(shown, said, description)
        return self.speech.row(noun, description, own=self.is_mine(shown), within=within)

    def is_mine(self, shown: Shown) -> bool:
        """Tell whether the user would say "my": it is on a list of theirs, or part of such a row.

        What other customers offer belongs to somebody, too.
        """
        own = shown.view.own_key
        if shown.look.is_own or own is None or not self.atlas.belongs(own.model):
            return shown.look.is_own
        keys = [s for s in shown.look.arguments.values() if isinstance(s, Shown) and s.field.model]
        return any(self.is_mine(key) and self.atlas.belongs(key.field.model) for key in keys)

    def key_words(self, shown: Shown, said: Collection[str] = ()) -> str:
        """Describe the row whose key a row shows: "the order with my blue mug"."""
        keys = (s for s in shown.look.arguments.values() if isinstance(s, Shown))
        same = [s for s in keys if (s.field.model, s.value) == (shown.field.model, shown.value)]
        if same:  # it was looked up by the very row that is meant
            return self.key_words(same[0], said)
        words = self.row_words(shown, said)
        if shown.is_itself:
            return words
        noun = self.speech.noun(shown.field.model)
        if noun == self.speech.noun(shown.view.shows, shown.view.tool):
            return words  # the customer's part of it has the same name: a flight that is booked
        link = "with" if self.atlas.belongs(shown.field.model) else "of"
        return f"the {noun} {link} {words}"

    def nouns(self, shown: Shown) -> tuple[str, ...]:
        """Return what the row whose key is shown is called."""
        ways = self.speech.phrasebook.rows
        return (*ways.get(shown.view.shows, ()), *ways.get(shown.field.model, ()))

    def description(self, shown: Shown) -> Description | None:
        """Return what a row is meant by, what the user gave for the look included."""
        described = self.draft.refer(shown).description
        given = tuple(self._given(shown))
        if described is None:
            return Description("only", given) if given else None
        return replace(described, atoms=(*given, *described.atoms))

    def kind_of(self, shown: Shown) -> str:
        """Name the kind of a row's description, for signatures."""
        description = self.description(shown)
        return "looked up" if description is None else description.kind

    def _bare_words(self, shown: Shown) -> str:
        """Describe a row that is all that a look shows: what was looked at, or part of it."""
        keys = [s for s in shown.look.arguments.values() if isinstance(s, Shown)]
        noun = self.speech.noun(shown.view.shows, shown.view.tool)
        if not keys:
            return f"{'my' if self.is_mine(shown) else 'the'} {noun}"
        own, words = shown.view.own_key, self.key_words(keys[0])
        is_another = own is not None and own.model != keys[0].field.model
        return f"the {noun} of {words}" if is_another else words

    def _given(self, shown: Shown) -> list[Atom]:
        """Return what the user said for the look and what the row shows, too."""
        return [
            Atom(field, source.value)
            for name, source in shown.look.arguments.items()
            if isinstance(source, Said)
            for field in shown.view.fields
            if field.name == name and not field.is_nested
            if value_at(shown.row, field.path) == source.value
        ]

    def _asked_for(self, shown: Shown) -> list[Atom]:
        """Return what the user said for the look and no row shows: the day of a free table."""
        known = [atom.field.name for atom in self._given(shown)]
        return [
            Atom(Field((name,), source.semantic, shown.look.tool, ""), source.value)
            for name, source in shown.look.arguments.items()
            if isinstance(source, Said) and name not in known
        ]

    def within(
        self, shown: Shown, said: Collection[str] = (), description: Description | None = None
    ) -> str:
        """Say what the look's rows have in common with another row.

        Args:
            shown: One of the rows.
            said: Names of what the same sentence says anyway.
            description: What the row is meant by, if it is one alone.
        """
        asked = [atom for atom in self._asked_for(shown) if atom.field.name not in said]
        parts = [self.speech.trait(atom).text for atom in asked]
        alike: list[str] = []
        for name, source in shown.look.arguments.items():
            if isinstance(source, Shown) and source.field.model:
                default = "from {value}" if self.is_mine(shown) else "of {value}"
                link = self.speech.link(shown.view.shows, name, default)
                parts.append(link.replace("{value}", self.key_words(source)))
            elif isinstance(source, Shown) and source.view.shows == self.atlas.party:
                parts.append(f"in my {self.speech.property(source.field)}")
            elif isinstance(source, Shown) and not self._says_all(shown, description):
                alike.append(self.speech.alike(shown.view.shows, source.field))
        return " ".join([*parts, *_joined(alike)])

    def _says_all(self, shown: Shown, description: Description | None) -> bool:
        """Tell whether no other row of the whole table fits a description, either."""
        own = shown.view.own_key
        if own is None or description is None or description.by is not None:
            return False
        semantics = self.atlas.kinds[own.model].semantics if own.model in self.atlas.kinds else {}
        atoms = [a for a in description.atoms if a.field.name in semantics]
        if not atoms or len(atoms) < len(description.atoms):
            return False
        fitting = (
            all(_has(row, semantics[a.field.name], a) for a in atoms)
            for row in self.atlas.rows[own.model]
        )
        return sum(fitting) == 1

    # --- how arguments are said

    def hold_back(self, sources: Sources) -> Sources:
        """Decide which details the user keeps until they are asked; an address is one detail."""
        address = self.speech.chance(_HELD_BACK)
        return {
            name: replace(source, held_back=True)
            if isinstance(source, Said) and self._is_held_back(source, address=address)
            else source
            for name, source in sources.items()
        }

    def _is_held_back(self, said: Said, *, address: bool) -> bool:
        if said.semantic.name in _NEVER_HELD_BACK or self._would_be_mistaken(said):
            return False
        return address if said.semantic.name in _ADDRESS else self.speech.chance(_HELD_BACK)

    def _would_be_mistaken(self, said: Said) -> bool:
        """Tell whether the user, asked for it, would think of something else they know."""
        return said.name in self.draft.contents.facts and said.semantic.name not in _ADDRESS

    def words(self, tool: AnyTool, sources: Sources) -> Words:
        """Say the arguments of a call that the draft has expressed."""
        said = [name for name, source in sources.items() if isinstance(source, Said)]
        return {
            name: self._spoken_cell(name, source, said)
            if isinstance(source, Shown)
            else self._spoken(tool, name, source)
            for name, source in sources.items()
        }

    def _spoken(self, tool: AnyTool, name: str, source: Party | Said | Shifted | Total) -> Spoken:
        if isinstance(source, Party):
            return Spoken("me", "party")
        if isinstance(source, Shifted):
            return self._spoken_shift(name, source)
        if isinstance(source, Total):
            return self._spoken_total(name, source)
        semantic = source.semantic.name
        label = self.speech.label(name, semantic)
        if semantic == "FreeText":
            return Spoken("", "silent")
        if semantic in ("Choice", "Flag"):
            clause = self.speech.clause(tool.name, name, source.value)
            if clause is not None:
                plain = self.speech.value(semantic, source.value)
                return Spoken(clause, "clause", label, source.held_back, semantic, plain=plain)
        role: Role = "choice" if semantic == "Choice" else "value"
        text = self.speech.value(semantic, source.value)
        if semantic == "Flag":
            for words in (f"{label}: {text}", f"to {text}"):
                self.speech.note(name, source.value, words)
        return Spoken(text, role, label, source.held_back, semantic)

    def _spoken_cell(self, name: str, source: Shown, said: Collection[str]) -> Spoken:
        if source.field.model:
            label = self.speech.label(name, "Reference")
            return Spoken(
                self.key_words(source, said),
                "row",
                label,
                nouns=self.nouns(source),
                is_person=self.atlas.is_person(source.field.model),
            )
        label = self.speech.property(source.field)
        return Spoken(_WHOLE.get(source.field.semantic.name, f"the same {label}"), "value", label)

    def _spoken_shift(self, name: str, source: Shifted) -> Spoken:
        count = self.speech.value("Number", source.days)
        words = self.speech.property(source.base.field)
        days = "day" if source.days == 1 else "days"
        its = "their" if self.atlas.is_person(source.base.view.shows) else "its"
        text = f"the day {count} {days} after {its} {words}"
        if words in ("day", "date"):
            text = f"the day {count} {days} later"
        return Spoken(text, "value", self.speech.label(name, "Date"), semantic="Date")

    def _spoken_total(self, name: str, source: Total) -> Spoken:
        noun = self.speech.noun(source.view.shows, source.view.tool)
        rows = self.speech.rows(noun, source.atoms, whose="my")
        words = self.speech.property(source.field)
        text = f"the {words} of {rows} altogether"
        if not words.startswith("total"):
            text = f"the total {words} of {rows}"
        return Spoken(text, "value", self.speech.label(name, "Money"), semantic="Money")

    # --- what can be told

    def label_of(self, field: Field) -> str:
        """Name a value of a result: "order total", "store credit"."""
        words = self.speech.amount(field)
        if " " in words or field.owner == self.atlas.party:
            return words
        return f"{self.speech.noun(field.owner)} {words}"


def _has(row: Any, semantic: SemanticType, atom: Atom) -> bool:
    return bool(render_value(semantic, getattr(row, atom.field.name)) == atom.value)


def _joined(alike: Sequence[str]) -> list[str]:
    """Say that a row is like another in several ways: "of the same size and colour"."""
    start = "of the same "
    short = [words.removeprefix(start) for words in alike if words.startswith(start)]
    others = [words for words in alike if not words.startswith(start)]
    return [*([f"{start}{listed(short)}"] if short else []), *others]
