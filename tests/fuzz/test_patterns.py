"""No pattern that hears agents and users takes time that grows with the power of a repetition."""

import importlib
import pkgutil
import re
import signal
import time
from collections.abc import Iterator
from itertools import pairwise
from types import FrameType

import pytest

import autoforge_envs.domain
import autoforge_envs.episode
import autoforge_envs.users
from autoforge_envs.users.cues import Cue

REPETITIONS = 22
"""Of a word: what doubles with each of them takes seconds, what grows with their square nothing."""

SECONDS = 0.1
"""For one search; a sound one takes some microseconds."""

_MAX_WORDS = 60
_MAX_HEADS = 12


def _patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    seen: set[str] = set()
    for package in (autoforge_envs.domain, autoforge_envs.episode, autoforge_envs.users):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            for name, value in vars(importlib.import_module(module.name)).items():
                for pattern in _patterns_in(value):
                    if pattern.pattern not in seen and re.search(r"\)[*+{]", pattern.pattern):
                        seen.add(pattern.pattern)
                        yield f"{module.name}.{name}", pattern


def _patterns_in(value: object) -> Iterator[re.Pattern[str]]:
    if isinstance(value, Cue):
        yield value.pattern
    elif isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, (tuple, list)):
        for each in value:
            yield from _patterns_in(each)
    elif isinstance(value, dict):
        yield from _patterns_in(list(value.values()))


def _texts(source: str) -> Iterator[str]:
    """Repeat the words of a pattern, behind other words of it."""
    plain = re.sub(r"\\[a-zA-Z]", "  ", source)
    words = list(dict.fromkeys(re.findall(r"[a-z]{2,}", plain)))[:_MAX_WORDS]
    pairs = [f"{one} {two} " for one, two in pairwise(words)]
    for head in ["", *(f"{word} " for word in words[:_MAX_HEADS]), *pairs[:_MAX_HEADS]]:
        for word in words:
            yield f"{head}{f'{word} ' * REPETITIONS}!"


PATTERNS = dict(_patterns())


def _interrupt(_: int, __: FrameType | None) -> None:
    raise TimeoutError


@pytest.mark.parametrize("name", PATTERNS)
def test_repetition_does_not_hang_a_pattern(name: str) -> None:
    pattern = PATTERNS[name]
    before = signal.signal(signal.SIGALRM, _interrupt)
    try:
        for text in _texts(pattern.pattern):
            if _takes_long(pattern, text):
                assert not _takes_long(pattern, text), f"{name} is slow in {text[:80]!r}"
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _takes_long(pattern: re.Pattern[str], text: str) -> bool:
    """Tell whether a search takes long; the process's own time counts, not the machine's."""
    signal.setitimer(signal.ITIMER_REAL, 20)
    start = time.process_time()
    try:
        pattern.search(text)
    except TimeoutError:
        return True
    return time.process_time() - start > SECONDS
