"""The grammar's cues: trigger words save time and change nothing."""

import re

import pytest

from autoforge_envs.users import endings, grammar
from autoforge_envs.users.cues import Cue
from autoforge_envs.users.spelling import mend
from benchmarks.in_place import SETS as PLACED_SETS
from benchmarks.in_place import read_talks
from benchmarks.understanding import SETS, read_messages

CUES = {
    name: value
    for module in (grammar, endings)
    for name, value in vars(module).items()
    if isinstance(value, Cue)
}
TEXTS = [each.text for name in SETS for each in read_messages(name)]
TEXTS += [text for name in PLACED_SETS for talk in read_talks(name) for _, text in talk.heard]
SENTENCES = [mend(part.lower()) for text in TEXTS for part in re.split(r"(?<=[.!?])\s+|\n", text)]


@pytest.mark.parametrize("name", CUES)
def test_a_trigger_stands_wherever_its_patterns_do(name: str) -> None:
    cue = CUES[name]
    missed = [
        text
        for text in SENTENCES
        if cue.pattern.search(text) and not cue.is_in(text, set(re.findall(r"[^\W_]+", text)))
    ]
    assert missed == []


def test_a_cue_without_a_trigger_is_not_looked_for() -> None:
    cue = Cue("cancel", "cancel|stop")
    assert cue.is_in("cancel it", {"cancel", "it"})
    assert not cue.is_in("stop it", {"stop", "it"})


def test_patterns_of_a_cue_are_whole_words() -> None:
    cue = Cue("all", "all", others=r"^all\w+")
    assert cue.is_in("is that all?", {"is", "that", "all"})
    assert cue.pattern.search("allow") is not None
    assert cue.pattern.search("small") is None
