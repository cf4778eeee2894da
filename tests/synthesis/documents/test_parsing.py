"""Bytes become data within limits, and whatever is wrong is named with its line."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autoforge_envs.errors import DocumentError
from autoforge_envs.synthesis.documents import parsing
from autoforge_envs.synthesis.documents.parsing import MAX_DEPTH, TextFile, parse, read_text


def parsed(text: str) -> Any:
    return parse(TextFile("it.yaml", text, ""))


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**9), 10**9) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@given(JSON_VALUES)
def test_json_is_read_as_it_is(value: Any) -> None:
    assert parsed(json.dumps([value])) == [value]


def test_yaml_is_read_as_yaml_1_2_reads_it() -> None:
    data = parsed("day: 2026-03-02\ncountry: no\ntime: 12:30\nlarge: 1_000\nyes: true\nnone: ~\n")
    assert data == {
        "day": "2026-03-02", "country": "no", "time": "12:30", "large": "1_000", "yes": True,
        "none": None,
    }  # fmt: skip


def test_quoted_numbers_stay_text() -> None:
    assert parsed("a: '200'\nb: 200\nc: 2.5\n") == {"a": "200", "b": 200, "c": 2.5}


def test_aliases_stand_for_what_they_name() -> None:
    assert parsed("a: &x {b: 1}\nc: *x\n") == {"a": {"b": 1}, "c": {"b": 1}}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 1\na: 2\n", "it.yaml, line 2: 'a' is here twice; remove one"),
        ("a: [1,\nb: 2\n", "it.yaml, line 3: did not find"),
        ("a: &x\n  - *x\n", "it.yaml, line 2: *x stands for nothing complete; write it out"),
        ("a: *nobody\n", "it.yaml, line 1: *nobody stands for nothing complete"),
        ("? [a, b]\n: 1\n", "it.yaml, line 1: a key must be text"),
        ("a: 1\n---\nb: 2\n", "it.yaml: it holds 2 YAML documents; give exactly one"),
        ('{"a": 1,\n "b": }', "it.yaml, line 2: Expecting value; mend the JSON"),
        ('{"a": ' + "9" * 5000 + "}", "it.yaml: Exceeds the limit"),
        ("[" * 100_000, "it.yaml: it nests deeper than 100 levels; flatten it"),
        ("[" * 200 + "]" * 200, "it.yaml: it nests deeper than 100 levels; flatten it"),
        ("- " * 50_000, f"it nests deeper than {MAX_DEPTH} levels; flatten it"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(text: str, expected: str) -> None:
    with pytest.raises(DocumentError) as raised:
        parsed(text)
    assert expected in str(raised.value)
    assert "\n" not in str(raised.value)


def test_mappings_take_over_what_they_do_not_say_themselves() -> None:
    data = parsed("a: &a {x: 1, y: 2}\nb: &b {z: 3}\nc:\n  <<: [*a, *b]\n  y: 5\n")
    assert data["c"] == {"x": 1, "y": 5, "z": 3}


def test_tags_make_no_objects() -> None:
    assert parsed("a: !!python/object/apply:os.system [ls]\n") == {"a": ["ls"]}


def test_aliases_that_multiply_are_refused_before_anything_is_built() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]
    with pytest.raises(DocumentError, match="with aliases written out it has over"):
        parsed("\n".join(lines))


def test_bytes_that_are_no_text_are_refused_with_their_line(tmp_path: Path) -> None:
    path = tmp_path / "it.yaml"
    path.write_bytes(b"openapi: 3.1.0\ninfo:\n  title: caf\xe9\n")
    with pytest.raises(DocumentError, match=r"it\.yaml, line 3: this is not UTF-8; save it as"):
        read_text(path)


def test_a_file_that_is_too_large_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parsing, "MAX_BYTES", 10)
    path = tmp_path / "it.yaml"
    path.write_text("openapi: 3.1.0\n", encoding="utf-8")
    with pytest.raises(
        DocumentError, match=r"it\.yaml cannot be read: it has more than 10 bytes; cut it"
    ):
        read_text(path)


def test_a_device_without_end_is_not_read() -> None:
    with pytest.raises(DocumentError, match="/dev/zero cannot be read: it is a device or pipe"):
        read_text(Path("/dev/zero"))


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match=r"nowhere\.yaml cannot be read: No such file"):
        read_text(tmp_path / "nowhere.yaml")
    with pytest.raises(DocumentError, match="cannot be read: it is a folder; give a file"):
        read_text(tmp_path)


def test_the_line_of_a_place_is_that_of_its_key() -> None:
    file = TextFile("it.yaml", "a:\n  b:\n    - 1\n    - c: 2\n", "")
    assert str(file.error_at(("a", "b", 1, "c"), "it is wrong")) == "it.yaml, line 4: it is wrong"
    assert str(file.error_at(("a", "x"), "it is wrong")) == "it.yaml, line 1: it is wrong"
