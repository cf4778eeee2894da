"""Names and labels, whatever stands between their words."""

from hypothesis import given
from hypothesis import strategies as st

from autoforge_envs.domain.mentions import mentions
from tests.domain.spellings.writing import FRAMES


@given(
    st.lists(st.from_regex(r"[A-Za-zÀ-ÖØ-öø-ÿ]{4,12}", fullmatch=True), min_size=1, max_size=4),
    FRAMES,
)
def test_a_phrase_is_found_whatever_separates_its_words(words: list[str], frame: str) -> None:
    phrase = " ".join(words)
    for said in (phrase, phrase.upper(), "-".join(words), "  ".join(words), ", ".join(words)):
        assert mentions(frame.format(said), "PersonName", phrase)
    assert not mentions(frame.format(f"x{phrase}"), "PersonName", phrase)
    assert not mentions(frame.format(f"{phrase}x"), "PersonName", phrase)
