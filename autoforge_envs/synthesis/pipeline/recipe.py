"""A recipe: everything that decides a domain's bytes besides its seed."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any, Protocol

from autoforge_envs import __version__
from autoforge_envs.domain.serving import LocalServer
from autoforge_envs.domain.tasks import Split
from autoforge_envs.synthesis.certification.certificate import VERSION
from autoforge_envs.synthesis.composition.candidates import Candidate, Rejection
from autoforge_envs.synthesis.composition.phrasebook import Phrasebook
from autoforge_envs.synthesis.design.draft import Designer
from autoforge_envs.synthesis.pipeline.quota import Quota
from autoforge_envs.synthesis.rewriting.rewriter import Rewriter


class TaskComposer(Protocol):
    """Composes tasks of one domain."""

    def compose(self, split: Split, level: int, number: int) -> Candidate | Rejection:
        """Compose a task: a pure function of the domain, its seed and the arguments."""
        ...

    def close(self) -> None:
        """Give up what it has opened."""
        ...


MakeComposer = Callable[[LocalServer, int, Phrasebook], TaskComposer]
"""Takes the domain's server, the seed and the draft's phrasebook."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a run makes its domains.

    Attributes:
        designer: Makes a draft of a seed; its `repr` tells every setting of it.
        make_composer: Makes what composes the draft's tasks.
        quota: How many tasks it gets.
        rewriter: Asks a language model to rewrite the tasks; None to leave them as composed.
    """

    designer: Designer
    make_composer: MakeComposer
    quota: Quota = field(default_factory=Quota)
    rewriter: Rewriter | None = None

    def as_json(self) -> dict[str, Any]:
        """Return it as plain data: equal recipes of one version of the package give equal bytes."""
        data = {
            "designer": repr(self.designer),
            "quota": asdict(self.quota),
            "package": __version__,
            "checks": VERSION,
        }
        return data if self.rewriter is None else {**data, "rewriter": repr(self.rewriter)}

    @property
    def digest(self) -> str:
        """Hash of the plain data."""
        text = json.dumps(self.as_json(), sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:16]
