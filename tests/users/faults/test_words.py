"""The two voices in which faults are made."""

import pytest

from autoforge_envs.users.faults.words import FAULT_PHRASES, VOICES


def test_both_voices_have_words_for_the_same_kinds() -> None:
    assert FAULT_PHRASES["development"].keys() == FAULT_PHRASES["held_out"].keys()


def test_what_is_measured_with_was_not_worked_on() -> None:
    development, held_out = FAULT_PHRASES["development"], FAULT_PHRASES["held_out"]
    for kind, phrases in held_out.items():
        assert not set(phrases) & set(development[kind])


@pytest.mark.parametrize("voice", VOICES)
def test_slots_are_those_that_are_filled(voice: str) -> None:
    for kind, phrases in FAULT_PHRASES[voice].items():  # type: ignore[index]
        for phrase in phrases:
            filled = phrase.format(label="LABEL", value="VALUE")
            about_values = kind in ("contradiction", "invented_fact")
            assert ("LABEL" in filled, "VALUE" in filled) == (about_values, about_values)
