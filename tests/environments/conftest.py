"""Environments of the bookshop that close themselves."""

from collections.abc import Callable, Iterator
from typing import Any

import gymnasium
import pytest

from tests.environments.scripts import make

Make = Callable[..., gymnasium.Env[dict[str, Any], str]]


@pytest.fixture
def open_env() -> Iterator[Make]:
    """Makes environments, as `make` does, and closes them after the test."""
    opened = []

    def open_one(*arguments: Any, **options: Any) -> gymnasium.Env[dict[str, Any], str]:
        opened.append(make(*arguments, **options))
        return opened[-1]

    yield open_one
    for env in opened:
        env.close()
