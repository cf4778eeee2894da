"""What looks at a customer's own rows show, where the walk stands."""

from collections.abc import Iterator

from autoforge_envs.synthesis.composition.walking.listings import Listing
from autoforge_envs.synthesis.composition.walking.sources import (
    Look,
    Party,
    Shown,
    Sources,
    values_of,
)
from autoforge_envs.synthesis.composition.walking.walk import Walk


class OwnRows:
    """Looks that need nothing but the customer's key; made once where the walk stands."""

    def __init__(self, walk: Walk, party: Party) -> None:
        """Stand beside a customer's walk."""
        self._walk = walk
        self._atlas = walk.atlas
        self._party = party
        self._looks: tuple[int, list[Look]] = (-1, [])
        self._account: tuple[int, list[Shown]] = (-1, [])

    def looks(self) -> list[Look]:
        """Make the reading calls that need nothing but the customer's key."""
        if self._looks[0] != self._walk.version:
            self._looks = self._walk.version, [*self._make_looks()]
        return self._looks[1]

    def listings(self) -> list[Listing]:
        """Return the lists that the customer's own key leads to."""
        found = [
            Listing(look, view) for look in self.looks() for view in self._atlas.views[look.tool]
        ]
        return [each for each in found if each.is_of_own_rows]

    def account(self) -> list[Shown]:
        """Return the customer's own row; none if no look shows it."""
        if self._account[0] != self._walk.version:
            self._account = self._walk.version, self._find_account()
        return self._account[1]

    def _make_looks(self) -> Iterator[Look]:
        for tool in self._atlas.reading_tools():
            required = [p for p in tool.parameters if p.required]
            if required and all(p.semantic.references == self._atlas.party for p in required):
                sources: Sources = {p.name: self._party for p in required}
                result = self._walk.look(tool, values_of(sources))
                if result is not None:
                    yield Look(tool.name, sources, result)

    def _find_account(self) -> list[Shown]:
        found = []
        for look in self.looks():
            for view in self._atlas.views[look.tool]:
                if not view.is_list and view.shows == self._atlas.party:
                    rows = view.rows(look.result)
                    found.append(Shown(look, view, 0, view.fields[0], rows[0]))
        return found[:1]
