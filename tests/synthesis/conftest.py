"""Before anything is synthesized in threads."""

import pytest
from faker import Faker

from autoforge_envs.synthesis.design.people import COUNTRIES


@pytest.fixture(scope="session", autouse=True)
def _locales() -> None:
    """Load the locales that people are drawn from.

    pytest parses what it imports anew, Faker's modules too, since Faker has a plugin for it; and
    CPython 3.11 cannot parse in two threads at once.
    """
    Faker(list(COUNTRIES))
