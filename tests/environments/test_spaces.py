"""Text of any kind is in the spaces, can be sampled, pickled and compared."""

import copy
import pickle

import gymnasium
import pytest
from gymnasium import spaces
from gymnasium.error import CustomSpaceError
from gymnasium.spaces.utils import flatdim, flatten, flatten_space, unflatten
from gymnasium.vector.utils import batch_space, create_shared_memory
from hypothesis import given
from hypothesis import strategies as st

from autoforge_envs.environments.spaces import UnicodeText, action_space, observation_space


@given(st.text())
def test_any_text_is_an_action(text: str) -> None:
    assert action_space().contains(text)


@pytest.mark.parametrize("value", [b"bytes", None, 3, ["a"], {"a": 1}])
def test_nothing_but_text_is_an_action(value: object) -> None:
    assert not action_space().contains(value)


@pytest.mark.parametrize(("length", "fits"), [(1, False), (2, True), (5, True), (6, False)])
def test_the_bounds_count_characters_not_bytes(length: int, fits: bool) -> None:
    assert UnicodeText(5, min_length=2).contains("🙂" * length) is fits


@given(st.integers(0, 2**32 - 1), st.integers(0, 5), st.integers(5, 200))
def test_samples_are_in_the_space(seed: int, shortest: int, longest: int) -> None:
    space = UnicodeText(longest, min_length=shortest, seed=seed)
    samples = [space.sample() for _ in range(20)]
    assert all(space.contains(sample) for sample in samples)
    assert max(map(len, samples)) <= max(64, shortest)


def test_samples_are_more_than_ascii_and_follow_the_seed() -> None:
    first, second = UnicodeText(100, seed=3), UnicodeText(100, seed=3)
    samples = [first.sample() for _ in range(50)]
    assert samples == [second.sample() for _ in range(50)]
    assert not all(sample.isascii() for sample in samples)


def test_a_length_can_be_asked_for() -> None:
    assert len(UnicodeText(100, seed=1).sample(mask=(7, None))) == 7


@pytest.mark.parametrize("space", [action_space(), observation_space(40)])
def test_a_space_survives_pickling_and_copying(space: spaces.Space[object]) -> None:
    space.seed(3)
    for twin in (pickle.loads(pickle.dumps(space)), copy.deepcopy(space)):
        assert twin == space
        assert twin.sample() == copy.deepcopy(space).sample()


def test_a_pickled_space_is_small() -> None:
    assert len(pickle.dumps(observation_space(1000))) < 20_000


def test_spaces_are_equal_by_their_bounds() -> None:
    assert UnicodeText(9) == UnicodeText(9, max_sample_length=3)
    assert len({UnicodeText(9), UnicodeText(9, max_sample_length=3), UnicodeText(8)}) == 2
    assert UnicodeText(9) != UnicodeText(9, min_length=1)
    assert UnicodeText(9) != spaces.Text(9)
    assert isinstance(UnicodeText(9), spaces.Text)
    assert repr(UnicodeText(9, min_length=1)) == "UnicodeText(9, min_length=1)"


def test_batches_of_text_are_tuples() -> None:
    batch = batch_space(UnicodeText(9, seed=1), 3)
    assert isinstance(batch, spaces.Tuple)
    assert batch.contains(batch.sample())


@pytest.mark.parametrize(
    "flat",
    [flatten_space, flatdim, lambda s: flatten(s, s.sample()), lambda s: unflatten(s, s.sample())],
    ids=["flatten_space", "flatdim", "flatten", "unflatten"],
)
def test_flattening_is_refused_with_the_way_out(flat: object) -> None:
    with pytest.raises(CustomSpaceError, match="use the symbolic environment"):
        flat(UnicodeText(9))  # type: ignore[operator]


def test_shared_memory_is_refused_with_the_way_out() -> None:
    with pytest.raises(CustomSpaceError, match="shared_memory=False"):
        create_shared_memory(observation_space(40), n=2)


def test_the_observation_space_holds_what_environments_say() -> None:
    space = observation_space(40)
    assert space.contains({"role": "user", "content": "Grüezi 🙂" * 1000, "turn": 40})
    assert not space.contains({"role": "", "content": "x", "turn": 0})
    assert not space.contains({"role": "user", "content": "x", "turn": 41})
    assert isinstance(space, gymnasium.spaces.Dict)
