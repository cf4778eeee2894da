"""What the scripted user does with messages as models write them, in whole conversations."""

import pytest

from benchmarks.in_place import play, read_talks

NOT_UNDERSTOOD = {"in_place": 1, "recorded": 1}
"""Messages that are got wrong: a day told for an earlier wish is taken for that of this one; a
service code that is called for in a roundabout way is not told."""


@pytest.mark.parametrize(("name", "messages"), [("in_place", 200), ("recorded", 280)])
def test_many_domains_are_talked_about(name: str, messages: int) -> None:
    talks = list(read_talks(name))
    assert sum(len(talk.heard) for talk in talks) >= messages
    assert len({talk.domain for talk in talks}) >= 15


@pytest.mark.parametrize(("name", "not_understood"), NOT_UNDERSTOOD.items())
def test_messages_as_models_write_them_are_understood(name: str, not_understood: int) -> None:
    outcomes = [outcome for talk in read_talks(name) for outcome in play(talk)]
    wrong = [(each.text, each.done) for each in outcomes if each.done != each.wanted]
    assert len(wrong) <= not_understood, wrong
