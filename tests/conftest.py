"""What all tests share: repeatable property tests, PostgreSQL, a share of the slow tests."""

import argparse
import os
import zlib

import pytest
from hypothesis import HealthCheck, settings

import autoforge_envs  # noqa: F401  (registers the bundled environments)

# Same examples in every run and no deadlines: a slow machine is not a failure.
settings.register_profile(
    "repeatable", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("repeatable")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Adds --share K/N: only the K-th of N equal shares of the tests, chosen by their names."""
    parser.addoption(
        "--share",
        type=_parse_share,
        default=(1, 1),
        metavar="K/N",
        help="run only share K of N of the tests",
    )


def _parse_share(text: str) -> tuple[int, int]:
    share, _, shares = text.partition("/")
    if not (share.isdecimal() and shares.isdecimal() and 1 <= int(share) <= int(shares)):
        raise argparse.ArgumentTypeError(f"must be K/N with 1 <= K <= N, such as 2/4, got {text!r}")
    return int(share), int(shares)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keeps the chosen share."""
    share, shares = config.getoption("--share")
    chosen = {item for item in items if zlib.crc32(item.nodeid.encode()) % shares == share - 1}
    config.hook.pytest_deselected(items=[item for item in items if item not in chosen])
    items[:] = [item for item in items if item in chosen]


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """A share of few tests may well be empty: that is no failure."""
    if exitstatus == pytest.ExitCode.NO_TESTS_COLLECTED and session.config.option.share != (1, 1):
        session.exitstatus = pytest.ExitCode.OK


@pytest.fixture(scope="session")
def postgres_url() -> str:
    """The server for tests marked `postgres`; where it is named, a test must reach it."""
    url = os.environ.get("AUTOFORGE_TEST_DATABASE_URL")
    if not url:
        pytest.skip("AUTOFORGE_TEST_DATABASE_URL names no PostgreSQL server; .ci/run starts one")
    return url
