"""Values written as JSON, by one encoder for all of them."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autoforge_envs.domain.json_text import json_writer

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@pytest.mark.parametrize("ensure_ascii", [True, False])
@pytest.mark.parametrize("sort_keys", [True, False])
def test_values_are_written_as_the_standard_library_writes_them(
    ensure_ascii: bool, sort_keys: bool
) -> None:
    write = json_writer(ensure_ascii=ensure_ascii, sort_keys=sort_keys)

    @given(VALUES)
    def check(value: object) -> None:
        expected = json.dumps(value, ensure_ascii=ensure_ascii, sort_keys=sort_keys)
        assert write(value) == expected

    check()


def test_the_same_is_written_without_the_accelerator(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("autoforge_envs.domain.json_text.c_make_encoder", None)
    assert json_writer(ensure_ascii=False)({"b": ["é", 1]}) == '{"b": ["é", 1]}'


def test_what_is_no_json_is_refused() -> None:
    with pytest.raises(TypeError, match="not JSON serializable"):
        json_writer()({"when": object()})
