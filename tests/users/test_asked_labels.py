"""Which facts sentences name by their labels."""

from autoforge_envs.domain.tasks import Fact
from autoforge_envs.users.asked_labels import named_facts
from benchmarks.understanding import FACTS


def names(asking: str, facts: tuple[Fact, ...] = FACTS) -> list[str]:
    return [fact.name for fact in named_facts(asking, facts)]


def test_the_longer_label_is_meant() -> None:
    assert names("what is the postal code of the office?") == ["office_code"]
    both = "what are your postal code and the postal code of the office?"
    assert names(both) == ["postal_code", "office_code"]


def test_a_number_of_something_is_not_the_thing() -> None:
    assert names("which order do you mean?") == []
    assert names("what is your order number?") == ["order"]


def test_words_of_two_sentences_are_no_label() -> None:
    visit = Fact("visit_on", "Date", "visit date", "2025-01-28")
    assert names("- plan a visit\n what is your date of birth?", (visit,)) == []
    assert names("what is the visit date?", (visit,)) == ["visit_on"]


def test_the_last_word_of_a_label_may_stand_for_it_where_no_other_has_it() -> None:
    device = Fact("device_colour", "Choice", "device colour", "red")
    box = Fact("box_colour", "Choice", "box colour", "blue")
    assert names("what is its colour?", (device,)) == ["device_colour"]
    assert names("what is its colour?", (device, box)) == []
