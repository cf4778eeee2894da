"""What the scripted user does with messages as models write them, in whole conversations."""

from benchmarks.in_place import play, read_talks

TALKS = list(read_talks())
NOT_UNDERSTOOD = 1
"""Messages that are got wrong: a day told for an earlier wish is taken for that of this one."""


def test_many_domains_are_talked_about() -> None:
    assert sum(len(talk.heard) for talk in TALKS) >= 200
    assert len({talk.domain for talk in TALKS}) >= 15


def test_messages_as_models_write_them_are_understood() -> None:
    outcomes = [outcome for talk in TALKS for outcome in play(talk)]
    wrong = [(each.text, each.done) for each in outcomes if each.done != each.wanted]
    assert len(wrong) <= NOT_UNDERSTOOD, wrong
