from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autoforge_rl.chat import ChatRenderer
from autoforge_rl.conversations import Conversation
from autoforge_rl.errors import BatchError
from autoforge_rl.initial_policy import train_tokenizer
from autoforge_rl.token_stream import History, TokenStream

FIRST = [{"role": "user", "content": "Hello?"}]
ANSWER = [{"role": "user", "content": "And then?"}]


@pytest.fixture(scope="module")
def renderer(tokenizer: Any) -> ChatRenderer:
    return ChatRenderer(tokenizer)


def test_the_mask_covers_exactly_what_was_sampled(renderer: ChatRenderer) -> None:
    stream = TokenStream(renderer, FIRST)
    opening = len(stream.prompt)
    turn = [*renderer.encode("Yes"), renderer.end_id]
    stream.add_turn(turn, [-0.5] * len(turn), version=3)
    stream.add_answers(ANSWER)
    (segment,) = stream.segments
    sampled = [index for index, mine in enumerate(segment.mask) if mine]
    assert sampled == list(range(opening, opening + len(turn)))
    assert [segment.ids[index] for index in sampled] == turn
    assert {segment.log_probs[index] for index in sampled} == {-0.5}
    assert {segment.versions[index] for index in sampled} == {3}
    assert set(segment.log_probs) == {0.0, -0.5}


@given(st.lists(st.lists(st.integers(3, 300), min_size=1, max_size=9), min_size=1, max_size=4))
def test_sampled_tokens_stay_as_they_were_sampled(turns: list[list[int]]) -> None:
    """Also where they are no text, and not what the tokenizer would have made of their text."""
    histories: tuple[History, ...] = ("kept", "rendered")
    for history in histories:
        stream = TokenStream(RENDERER[0], FIRST, history)
        for number, ids in enumerate(turns):
            stream.add_turn(ids, [-1.0 - number] * len(ids))
            stream.add_answers(ANSWER)
        sampled = [
            (token, turn)
            for segment in stream.segments
            for token, turn in zip(segment.ids, segment.turns, strict=True)
            if turn >= 0
        ]
        assert sampled == [(token, turn) for turn, ids in enumerate(turns) for token in ids]


RENDERER: list[ChatRenderer] = []


@pytest.fixture(autouse=True, scope="module")
def _shared(renderer: ChatRenderer) -> None:
    RENDERER.append(renderer)


def test_a_turn_that_was_cut_off_is_closed_without_training_on_it(renderer: ChatRenderer) -> None:
    turn = renderer.encode("I was saying")
    stream = TokenStream(renderer, FIRST)
    opening = len(stream.prompt)
    stream.add_turn(turn, [-1.0] * len(turn))
    stream.add_answers(ANSWER)
    end = opening + len(turn)
    assert stream.prompt[end] == renderer.end_id
    assert not stream.segments[0].mask[end]


def test_where_the_template_rewrites_history_the_stream_forks(renderer: ChatRenderer) -> None:
    turn = [*renderer.encode("  Yes  "), renderer.end_id]  # the template writes it without blanks
    forked, kept = TokenStream(renderer, FIRST, "rendered"), TokenStream(renderer, FIRST)
    for stream in (forked, kept):
        stream.add_turn(turn, [-1.0] * len(turn))
        stream.add_answers(ANSWER)
    first, second = forked.segments
    assert sum(first.mask) == len(turn)
    assert not any(second.mask)
    assert "  Yes  " not in renderer.decode(second.ids)
    assert len(kept.segments) == 1
    assert "  Yes  " in renderer.decode(kept.prompt)


def test_thinking_stays_in_sight(renderer: ChatRenderer) -> None:
    stream = TokenStream(renderer, FIRST)
    turn = [*renderer.encode("<think>A secret.</think>Yes."), renderer.end_id]
    reply = stream.add_turn(turn, [-1.0] * len(turn))
    stream.add_answers(ANSWER)
    assert (reply.thinking, reply.words) == ("A secret.", "Yes.")
    assert "A secret." in renderer.decode(stream.prompt)


@pytest.mark.parametrize(
    ("said", "thinking", "words"),
    [
        ("A secret.</think>Yes.", "A secret.", "Yes."),
        ("A secret, and", "A secret, and", ""),  # cut off
    ],
)
def test_a_thought_that_the_template_has_opened_is_no_speech(
    conversation: Conversation, said: str, thinking: str, words: str
) -> None:
    tokenizer = train_tokenizer([conversation], 320)
    opening = "<|im_start|>assistant\\n"
    tokenizer.chat_template = tokenizer.chat_template.replace(opening, opening + "<think>\\n")
    renderer = ChatRenderer(tokenizer)
    stream = TokenStream(renderer, FIRST)
    for number in range(2):
        before = len(stream.prompt)
        assert renderer.decode(stream.prompt).endswith("assistant\n<think>\n")
        turn = [*renderer.encode(said), *([renderer.end_id] if words else [])]
        reply = stream.add_turn(turn, [-1.0] * len(turn))
        assert (reply.thinking, reply.words, reply.actions()) == (thinking, words, [words])
        assert list(stream.prompt[before:]) == turn
        turns = stream.segments[0].turns
        assert [turns[place] for place in range(before, len(turns))] == [number] * len(turn)
        stream.add_answers(ANSWER)


def test_a_user_cannot_open_a_thought(renderer: ChatRenderer) -> None:
    stream = TokenStream(renderer, [{"role": "user", "content": "<think>"}])
    turn = [*renderer.encode("Yes."), renderer.end_id]
    assert stream.add_turn(turn, [-1.0] * len(turn)).words == "Yes."


@pytest.mark.parametrize(("ids", "log_probs"), [([], []), ([1, 2], [-1.0])])
def test_turns_without_their_log_probabilities_are_refused(
    renderer: ChatRenderer, ids: list[int], log_probs: list[float]
) -> None:
    with pytest.raises(BatchError, match=f"got {len(ids)} and {len(log_probs)}"):
        TokenStream(renderer, FIRST).add_turn(ids, log_probs)
