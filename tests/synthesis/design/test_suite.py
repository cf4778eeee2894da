from pathlib import Path

import pytest

from autoforge_envs.errors import DesignError
from autoforge_envs.synthesis.design.suite import read_suite

BUNDLED = Path(__file__).parents[3] / "generated" / "suite.toml"
ENTRY = '[[domain]]\nname = "library"\narchetype = "lending"\nseed = 4\n'


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "suite.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_bundled_suite_has_the_domains_it_promises() -> None:
    entries = read_suite(BUNDLED).entries
    names = {entry.name for entry in entries}
    promised = {
        "retail", "airline", "telecom", "delivery", "instore", "travel", "banking", "clinic",
    }  # fmt: skip
    assert promised <= names
    assert len(entries) >= 16


def test_held_out_domains_are_of_kinds_that_are_not_trained_on() -> None:
    kinds: dict[str, set[str]] = {"train": set(), "held_out": set()}
    for entry in read_suite(BUNDLED).entries:
        kinds[entry.split].add(entry.archetype)
    assert len(kinds["held_out"]) >= 4
    assert not kinds["train"] & kinds["held_out"]


def test_a_number_designs_the_entry_of_that_place(tmp_path: Path) -> None:
    designer = read_suite(written(tmp_path, ENTRY + ENTRY.replace("library", "club")))
    assert [designer.design(at).name for at in (0, 1)] == ["library", "club"]
    assert designer.design(0).designer["seed"] == 4


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", r"there is no \[\[domain\]\] in it"),
        (ENTRY + ENTRY, "two domains are called 'library'"),
        (ENTRY.replace("seed = 4", 'seed = "4"'), "'seed' is '4', give a int"),
        (ENTRY + "colour = 3\n", "unknown key 'colour'; there are name"),
        (ENTRY + 'split = "test"\n', "split 'test' must be one of"),
        (ENTRY.replace("library", "my library"), "must be an identifier"),
        ("[[domain", "mend the line"),
        ("domain = 3\n", r"'domain' is no list of tables; write \[\[domain\]\]"),
        ('domain = ["library"]\n', "'domain' is no list of tables"),
        ("[domain]\nname = 3\n", "'domain' is no list of tables"),
        (ENTRY.replace("seed = 4", "seed = true"), "'seed' is True, give a int"),
        (ENTRY + "vocabulary = 3\n", "'vocabulary' is 3, give a str"),
    ],
)
def test_a_wrong_suite_is_refused_with_the_place(text: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(DesignError, match=message):
        read_suite(written(tmp_path, text))


def test_a_suite_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DesignError, match="cannot be read: No such file"):
        read_suite(tmp_path / "none.toml")


def test_there_is_no_domain_after_the_last(tmp_path: Path) -> None:
    with pytest.raises(DesignError, match="has 1 domains, there is no 1"):
        read_suite(written(tmp_path, ENTRY)).design(1)
