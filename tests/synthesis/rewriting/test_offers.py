"""What comes from behind the locks is read strictly."""

import pytest

from autoforge_envs.isolation.channel import ChannelGarbage
from autoforge_envs.synthesis.rewriting.frames import frame_of
from autoforge_envs.synthesis.rewriting.free_words import Bounds
from autoforge_envs.synthesis.rewriting.offers import Offer, Wording, read_offer, read_problems

WORDING = Wording(
    frame_of("Please cancel it.", [], []), None, ("as it is",), Bounds(("order",)), Bounds(())
)


@pytest.mark.parametrize("fallback", [None, frame_of("Then return it.", [], [])])
def test_an_offer_is_read_as_it_was_sent(fallback: object) -> None:
    wording = Wording(
        WORDING.text,
        fallback,  # type: ignore[arg-type]
        WORDING.nodes,
        WORDING.bounds,
        WORDING.fallback_bounds,
    )
    offer = Offer("cancel_1", (wording,))
    assert read_offer(offer.as_json()) == offer


@pytest.mark.parametrize(
    "value",
    [
        None,
        {"key": 1, "requests": []},
        {"key": "a", "requests": [{}]},
        {"key": "a", "requests": "all"},
        {"key": "x" * 3_000, "requests": []},
        {"key": "a", "requests": [{**WORDING.as_json(), "text": [["a"]]}]},
        {"key": "a", "requests": [{**WORDING.as_json(), "bounds": [[], []]}]},
    ],
)
def test_anything_else_is_garbage(value: object) -> None:
    with pytest.raises(ChannelGarbage):
        read_offer(value)


def test_problems_are_three_texts_each() -> None:
    (problem,) = read_problems([["another level", "the task", "would be of level 4"]])
    assert str(problem) == "the task: would be of level 4"
    with pytest.raises(ChannelGarbage):
        read_problems([["a", "b"]])
