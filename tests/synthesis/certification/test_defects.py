"""Every check can fail: each planted defect is caught, by the check that should catch it."""

from pathlib import Path

import pytest

from autoforge_envs.domain.domain import Domain
from autoforge_envs.synthesis.certification.checks import CHECKS
from benchmarks.defects import DEFECTS
from benchmarks.defects.__main__ import PLACES
from benchmarks.defects.planting import Defect, catch, certificates_of, evidence_of

PAGE = Path(__file__).parents[3] / "docs" / "certificates.md"


def test_nothing_is_found_where_nothing_is_wrong(shop: Domain) -> None:
    assert evidence_of(certificates_of(shop)) == {}


@pytest.mark.parametrize("planted", DEFECTS.values(), ids=list(DEFECTS))
def test_a_planted_defect_is_caught(planted: Defect) -> None:
    evidence = catch(planted)
    assert planted.caught_by in evidence, evidence


def test_every_check_catches_something() -> None:
    assert {planted.caught_by for planted in DEFECTS.values()} == set(CHECKS)


def test_every_defect_has_a_place_in_the_table_of_the_page() -> None:
    assert {planted.place for planted in DEFECTS.values()} == set(PLACES)
    page = PAGE.read_text(encoding="utf-8")
    for planted in DEFECTS.values():
        assert f"| {planted.place} | {planted.sentence} | `{planted.caught_by}` |" in page
