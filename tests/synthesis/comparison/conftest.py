"""The two domains made by hand."""

import pytest

from autoforge_envs.domain.domain import Domain
from autoforge_envs.domain.loading import load_domain

from .editing import BOOKSHOP, RETAIL


@pytest.fixture(scope="session")
def bookshop() -> Domain:
    return load_domain(BOOKSHOP)


@pytest.fixture(scope="session")
def retail() -> Domain:
    return load_domain(RETAIL)
