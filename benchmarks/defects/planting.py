"""Declaring defects, planting them, and seeing which check notices."""

import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from autoforge_envs.domain.domain import Domain
from autoforge_envs.domain.loading import load_domain
from autoforge_envs.domain.sealing import seal
from autoforge_envs.domain.serving import LocalServer
from autoforge_envs.synthesis.certificates import certify_all
from autoforge_envs.synthesis.certification.certificate import Certificate
from benchmarks.defects.shop import BOOKSHOP, Shop


@dataclass(frozen=True, slots=True)
class Defect:
    """One way to spoil the shop.

    Attributes:
        place: Where the mistake is: "tool", "rule", "row" or "task".
        caught_by: The check that must notice.
        sealed: Whether the goals are those of the spoiled shop; else those of the good one.
    """

    name: str
    place: str
    sentence: str
    caught_by: str
    sealed: bool
    plant: Callable[[Shop], None]


DEFECTS: dict[str, Defect] = {}
"""All defects by name."""

_Plant = Callable[[Shop], None]


def defect(place: str, caught_by: str, *, sealed: bool = True) -> Callable[[_Plant], _Plant]:
    """Declare a defect; the docstring says what is wrong, the name is the function's."""

    def declare(plant: _Plant) -> _Plant:
        sentence = str(plant.__doc__).strip().rstrip(".")
        DEFECTS[plant.__name__] = Defect(plant.__name__, place, sentence, caught_by, sealed, plant)
        return plant

    return declare


@contextmanager
def spoiled(
    plant: Callable[[Shop], None] | None = None, *, sealed: bool = True
) -> Iterator[Domain]:
    """Give the bookshop, spoiled.

    Args:
        plant: The defect; None for none.
        sealed: Take the goals from the spoiled shop, as its author would.
    """
    with tempfile.TemporaryDirectory(prefix="autoforge-defect-") as temporary:
        shop = Shop(Path(temporary) / BOOKSHOP.name)
        shutil.copytree(BOOKSHOP, shop.folder, ignore=shutil.ignore_patterns("__pycache__"))
        shop.drop_certificates()
        seal(shop.folder)
        if plant is not None:
            plant(shop)
            if sealed:
                seal(shop.folder)
        yield load_domain(shop.folder, sealed=sealed)


def certificates_of(domain: Domain) -> dict[str, Certificate]:
    """Certify every task of a domain."""
    server = LocalServer(domain, in_memory=True)
    try:
        certified = certify_all(server, domain.contents.tasks)
        return dict(zip((task.id for task in domain.contents.tasks), certified, strict=True))
    finally:
        server.close()


def evidence_of(certificates: Mapping[str, Certificate]) -> dict[str, str]:
    """Return the first piece of evidence of each check that failed."""
    found: dict[str, str] = {}
    for task_id, certificate in certificates.items():
        for check, failures in certificate.failures.items():
            found.setdefault(check, f"{task_id}: {failures[0]}")
    return found


def catch(planted: Defect) -> dict[str, str]:
    """Plant a defect, certify, and return the evidence by check."""
    with spoiled(planted.plant, sealed=planted.sealed) as domain:
        return evidence_of(certificates_of(domain))
