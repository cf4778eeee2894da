"""Every phrasing says its value so that a listener finds it again."""

from pathlib import Path
from typing import get_args

import pytest

from autoforge_envs import users
from autoforge_envs.domain.mentions import mentions
from autoforge_envs.domain.tasks import Fact, Persona
from autoforge_envs.domain.wording import say_value
from autoforge_envs.users.phrases import PHRASES
from tests.users.faults.test_wrong_values import FACTS

SAYING_FACTS = [
    kind
    for kind in PHRASES
    if kind.split(".")[0].split("_")[0] in ("answer", "volunteer", "correct")
]
PERSONAS = get_args(Persona)
STATING = ("greeting", "next", "next_refused", "repeat", "fallback", "prefer")


@pytest.mark.parametrize("kind", SAYING_FACTS)
@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: str(fact.type))
def test_a_fact_is_found_in_every_phrasing(kind: str, fact: Fact) -> None:
    for phrase in PHRASES[kind]:
        called = f"the {fact.label}"
        slots = {"fact": called, "Fact": called.capitalize(), "Label": fact.label.capitalize()}
        words = phrase.format(value=say_value(fact.type, fact.value), **slots)
        assert mentions(words, fact.type, fact.value), words


def test_requests_stand_in_their_phrasings_word_by_word() -> None:
    for kind in PHRASES:
        if kind.split(".")[0] in STATING:
            assert all("{words}" in phrase for phrase in PHRASES[kind])


def test_personas_differ() -> None:
    for kind in ("greeting", "next", "farewell"):
        sets = [frozenset(PHRASES[f"{kind}.{persona}"]) for persona in PERSONAS]
        assert len(set(sets)) == len(PERSONAS)


def test_every_kind_of_phrasing_is_said_by_somebody() -> None:
    modules = (path for path in Path(users.__path__[0]).glob("*.py") if path.stem != "phrases")
    sources = "\n".join(path.read_text(encoding="utf-8") for path in modules)
    kinds = dict.fromkeys(kind.split(".")[0] for kind in PHRASES)
    assert [kind for kind in kinds if f'"{kind}"' not in sources] == []


def test_no_phrasing_is_told_twice_but_on_purpose() -> None:
    for kind, phrases in PHRASES.items():
        if kind != "greeting.curt":  # says nothing before the wish half of the time
            assert len(set(phrases)) == len(phrases)
