"""A composer of the shop and one of the bookshop, each opened once."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from autoforge_envs.domain.loading import load_domain
from autoforge_envs.domain.serving import LocalServer
from autoforge_envs.synthesis.composition.composer import Composer

REPOSITORY = Path(__file__).parents[3]
BOOKSHOP = REPOSITORY / "tests" / "domains" / "bookshop_v0"
RETAIL = REPOSITORY / "generated" / "outdoor_v0"


@pytest.fixture(scope="session")
def bookshop_server() -> Iterator[LocalServer]:
    server = LocalServer(load_domain(BOOKSHOP), in_memory=True)
    yield server
    server.close()


@pytest.fixture(scope="session")
def retail_server() -> Iterator[LocalServer]:
    server = LocalServer(load_domain(RETAIL), in_memory=True)
    yield server
    server.close()


@pytest.fixture(scope="session")
def retail(retail_server: LocalServer) -> Iterator[Composer]:
    composer = Composer(retail_server, 0)
    yield composer
    composer.close()


@pytest.fixture(scope="session")
def bookshop(bookshop_server: LocalServer) -> Iterator[Composer]:
    composer = Composer(bookshop_server, 0)
    yield composer
    composer.close()
