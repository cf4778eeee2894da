"""A composer for drafts that are sound and of no use; locked workers import it by this name."""

from autoforge_envs.domain.serving import LocalServer
from autoforge_envs.domain.tasks import Split
from autoforge_envs.synthesis.composition.candidates import Candidate, Reason, Rejection
from autoforge_envs.synthesis.composition.composer import Composer
from autoforge_envs.synthesis.composition.phrasebook import Phrasebook

STRICT = "dear_bookings_stay"


class Choosy(Composer):
    """Finds nothing to ask for as long as one of the rules is there."""

    def __init__(self, server: LocalServer, seed: int, phrasebook: Phrasebook) -> None:
        super().__init__(server, seed, phrasebook)
        self._is_forbidden = STRICT in [rule.name for rule in server.domain.rules]

    def compose(self, split: Split, level: int, number: int) -> Candidate | Rejection:
        if self._is_forbidden:
            return Rejection(Reason.NO_SUB_GOAL)
        return super().compose(split, level, number)
