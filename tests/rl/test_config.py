import re
from pathlib import Path

import pytest

from autoforge_rl.algorithm import PRESETS, Algorithm, preset
from autoforge_rl.config import Source, parse_algorithm, read_algorithm
from autoforge_rl.errors import ConfigError


def parse(text: str) -> Algorithm:
    return parse_algorithm(Source("run.toml", text))


def test_an_empty_file_is_erpo() -> None:
    assert parse("") == preset("erpo")


@pytest.mark.parametrize("name", PRESETS)
def test_every_preset_can_be_named(name: str) -> None:
    assert parse(f'[algorithm]\npreset = "{name}"') == PRESETS[name]


def test_keys_change_the_preset_and_nothing_else() -> None:
    changed = parse('[loss]\nclip_high = 1\n[algorithm]\npreset = "grpo"\n[advantages]\ncap = 3.0')
    assert changed.loss.clip_high == 1
    assert changed.loss.divergence_weight == preset("grpo").loss.divergence_weight
    assert changed.advantages.cap == 3.0
    assert changed.advantages.scale == "task"
    assert changed.selection == preset("grpo").selection


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("\n[los]\n", "line 2: there is no section 'los'; did you mean 'loss'?"),
        ("loss = 3", "line 1: loss must be a section, got 3"),
        ("[loss]\n# a\nclip_hi = 1", "line 3: there is no key 'loss.clip_hi'; did you mean"),
        ("[shaping]\nzzz = 1", "line 2: there is no key 'shaping.zzz'; there are overlong_margin"),
        ('[loss]\nclip_low = "x"', "line 2: loss.clip_low must be a number, got 'x'"),
        ("[selection]\nmin_valid = 1.5", "line 2: selection.min_valid must be a whole number"),
        ("[selection]\nmin_valid = true", "line 2: selection.min_valid must be a whole number"),
        ("[selection]\ndynamic_sampling = 1", "must be true or false, got 1"),
        ('[loss]\nratio = "word"', "must be one of 'token', 'rollout', 'trajectory', got 'word'"),
        ('[advantages]\ncap = "no"', "line 2: advantages.cap must be a number, got 'no'"),
        ("[loss]\n\ndual_clip = 1.0\nclip_low = 0.1", "line 3: loss: dual_clip must be above"),
        ('[algorithm]\npreset = "gpro"', "line 2: there is no preset 'gpro'"),
        ("[algorithm]\npreset = [1]", "line 2: "),
        ("[algorithm]\nname = 1", "line 2: there is no key 'algorithm.name'"),
        ("a = = 1", "is no TOML: Invalid value"),
        ("loss.clip_low = 2.0", "line 1: loss: clip_low"),
        ("loss = { clip_low = 2.0 }", "line 1: loss: clip_low"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(text: str, message: str) -> None:
    with pytest.raises(ConfigError) as caught:
        parse(text)
    assert str(caught.value).startswith("run.toml")
    assert message in str(caught.value)


def test_lines_are_those_of_statements_whatever_strings_and_arrays_hold() -> None:
    text = 'a = """\n[loss]\nclip_low = 1\n"""\n\nb = [\n  1,\n]\n[loss]\nclip_low = [\n 2,\n]\n'
    source = Source("run.toml", text)
    assert source.line_of("b") == 6
    assert source.line_of("loss") == 9
    assert source.line_of("loss", "clip_low") == 10


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"absent\.toml cannot be read"):
        read_algorithm(tmp_path / "absent.toml")


def test_a_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "run.toml"
    path.write_text('[algorithm]\npreset = "gspo"')
    assert read_algorithm(path) == preset("gspo")


def test_the_example_in_the_documentation_is_valid() -> None:
    document = Path(__file__).parents[2] / "docs" / "learning.md"
    (example,) = re.findall(r"```toml\n(.*?)```", document.read_text(encoding="utf-8"), re.DOTALL)
    algorithm = parse(example)
    assert algorithm.advantages.scale_of == "centred"
    assert algorithm.loss.clip_high == 0.28
