import pytest

from autoforge_rl.algorithm import PRESETS, Algorithm, Shaping, preset
from autoforge_rl.errors import ChoiceError


def test_the_default_is_erpo() -> None:
    assert preset("erpo") == Algorithm()
    assert preset("erpo").advantages.baseline == "task"
    assert preset("erpo").advantages.scale == "environment"
    assert preset("erpo").advantages.scale_of == "rewards"
    assert preset("erpo").selection.spoiled == "exclude"


def test_presets_differ_from_each_other() -> None:
    algorithms = list(PRESETS.values())
    assert all(
        one != other for index, one in enumerate(algorithms) for other in algorithms[index + 1 :]
    )


def test_an_unknown_preset_is_named_with_those_there_are() -> None:
    with pytest.raises(ChoiceError, match=r"no preset 'gpro'; the presets are erpo, .*grpo"):
        preset("gpro")


def test_a_negative_margin_is_refused() -> None:
    with pytest.raises(ChoiceError, match="overlong_margin"):
        Shaping(overlong_margin=-1)


def test_the_margin_of_dapo_is_a_fifth_of_the_limit() -> None:
    assert preset("dapo").shaping.margin(20_480) == 4096
    assert preset("dapo").shaping.margin(256) == 51
    assert Shaping(7).margin(256) == 7
