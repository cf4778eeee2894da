"""Identifiers are found whole."""

import string

from hypothesis import given
from hypothesis import strategies as st

from autoforge_envs.domain.mentions import mentioned_values, mentions
from tests.domain.spellings.writing import FRAMES

TOKENS = st.from_regex(r"[A-Z]{2}-[0-9]{1,9}", fullmatch=True)


@given(TOKENS, TOKENS, st.sampled_from(string.ascii_letters + string.digits), FRAMES)
def test_an_identifier_is_found_whole_and_in_any_case(
    token: str, other: str, extra: str, frame: str
) -> None:
    assert mentions(frame.format(token.lower()), "Identifier", token)
    assert mentioned_values(frame.format(token), "Identifier") == [token]
    assert mentions(frame.format(token), "Identifier", other) == (other == token)
    assert not mentions(frame.format(token + extra), "Identifier", token)
    assert not mentions(frame.format(extra + token), "Identifier", token)
