"""Fixtures: the bookshop, played in this process."""

from pathlib import Path

import pytest

import autoforge_envs
from autoforge_envs.benchmark.evaluation import EvaluationOptions

DOMAINS = Path(__file__).parent.parent / "domains"


@pytest.fixture(scope="session")
def bookshop_id() -> str:
    (environment,) = autoforge_envs.register_domains(DOMAINS / "bookshop_v0")
    return environment


@pytest.fixture
def options(bookshop_id: str) -> EvaluationOptions:
    return EvaluationOptions(environment=bookshop_id, make_options={"isolation": "none"})
