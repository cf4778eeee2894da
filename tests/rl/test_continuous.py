from collections.abc import Iterator
from typing import Any

import numpy
import pytest
import torch

from autoforge_rl.continuous import ContinuousSampler, ConversationBatch
from autoforge_rl.errors import PolicyError
from autoforge_rl.initial_policy import PolicyShape, make_policy
from autoforge_rl.log_probs import score_tokens
from autoforge_rl.sampling import SamplingChoices, Turn, sample_turns

END = 2
PROMPTS = {7: [5, 9, 11, 30], 3: [7, 8], 5: [5, 9, 11, 31, 44, 45, 46], 4: [50]}
CHOICES = SamplingChoices(max_turn_tokens=9)


def generator(conversation: int) -> numpy.random.Generator:
    return numpy.random.default_rng(conversation)


def opened(model: Any, choices: SamplingChoices = CHOICES, **options: int) -> ConversationBatch:
    return ContinuousSampler(model, choices, **options).open(END)


def run(batch: ConversationBatch, count: int) -> dict[int, Turn]:
    turns: dict[int, Turn] = {}
    while len(turns) < count:
        turns |= batch.advance()
    return turns


def alone(model: Any, conversation: int, prompt: list[int]) -> Turn:
    return sample_turns(model, [prompt], END, CHOICES, [generator(conversation)])[0]


def assert_same(found: Turn, expected: Turn) -> None:
    assert found.ids == expected.ids
    assert found.log_probs == pytest.approx(expected.log_probs, abs=1e-5)


def test_conversations_sample_what_they_would_alone(model: Any) -> None:
    batch = opened(model)
    for conversation, prompt in PROMPTS.items():
        batch.begin(conversation, prompt, generator(conversation))
    turns = run(batch, len(PROMPTS))
    for conversation, prompt in PROMPTS.items():
        assert_same(turns[conversation], alone(model, conversation, prompt))


def test_conversations_come_and_go_while_others_are_in_the_middle_of_a_turn(model: Any) -> None:
    batch = opened(model)
    turns: dict[int, Turn] = {}
    for conversation, prompt in PROMPTS.items():
        batch.begin(conversation, prompt, generator(conversation))
        turns |= batch.advance()
        turns |= batch.advance()
        if conversation == 3:
            batch.leave(7)  # in the middle of its turn; the last row takes its place
    turns |= run(batch, 1)
    turns |= run(batch, len(PROMPTS) - 1 - len(turns))
    assert 7 not in turns
    for conversation in (3, 5, 4):
        assert_same(turns[conversation], alone(model, conversation, PROMPTS[conversation]))


def test_a_conversation_that_was_never_passed_can_take_the_place_of_one_that_leaves(
    model: Any,
) -> None:
    batch = opened(model)
    batch.begin(7, PROMPTS[7], generator(7))
    batch.advance()
    batch.begin(3, PROMPTS[3], generator(3))
    batch.leave(7)
    assert_same(run(batch, 1)[3], alone(model, 3, PROMPTS[3]))


def test_sampler_and_trainer_agree_to_a_hundred_thousandth_over_many_turns(model: Any) -> None:
    batch = opened(model)
    draws = {conversation: generator(conversation) for conversation in PROMPTS}
    streams = {conversation: list(prompt) for conversation, prompt in PROMPTS.items()}
    sampled: dict[int, list[tuple[int, float]]] = {conversation: [] for conversation in PROMPTS}
    for conversation, prompt in PROMPTS.items():
        batch.begin(conversation, prompt, draws[conversation])
    for _ in range(60):
        for conversation, turn in batch.advance().items():
            start = len(streams[conversation])
            places = range(start, start + len(turn.ids))
            sampled[conversation] += zip(places, turn.log_probs, strict=True)
            streams[conversation] += [*turn.ids, 13, 14, 15, 16]  # and others answer
            batch.begin(conversation, streams[conversation], draws[conversation])
    for conversation, ids in streams.items():
        assert len(sampled[conversation]) >= 50
        scores = score_tokens(model, torch.tensor([ids])).log_probs_BT[0].detach()
        for place, log_prob in sampled[conversation]:
            assert float(scores[place]) == pytest.approx(log_prob, abs=1e-5)


def test_a_conversation_that_is_rendered_afresh_is_read_again_from_where_it_differs(
    model: Any,
) -> None:
    batch = opened(model)
    batch.begin(1, [5, 9, 11, 30, 31, 32], generator(1))
    run(batch, 1)
    batch.begin(1, [5, 9, 12, 30, 31], generator(2))
    assert_same(run(batch, 1)[1], alone(model, 2, [5, 9, 12, 30, 31]))


class Reads:
    """Counts the tokens that a model's decoder is fed."""

    def __init__(self, model: Any) -> None:
        self._decoder = model.get_decoder()
        self.num_tokens = 0

    def __enter__(self) -> "Reads":
        self._hook = self._decoder.register_forward_pre_hook(self._count, with_kwargs=True)
        return self

    def __exit__(self, *_: object) -> None:
        self._hook.remove()

    def _count(self, module: Any, arguments: Any, options: dict[str, Any]) -> None:
        self.num_tokens += options["input_ids"].numel()


def test_what_was_read_is_not_read_again(model: Any) -> None:
    batch = opened(model)
    prompt = [5 + n % 200 for n in range(300)]
    batch.begin(1, prompt, generator(1))
    with Reads(model) as reads:
        turn = run(batch, 1)[1]
    assert reads.num_tokens == 300 + len(turn.ids) - 1
    batch.begin(1, [*prompt, *turn.ids, 7, 8], generator(2))
    with Reads(model) as reads:
        batch.advance()
    assert reads.num_tokens == 3  # the turn's last token, 7 and 8


def test_a_beginning_that_two_conversations_share_is_read_once(model: Any) -> None:
    batch = opened(model)
    prompt = [5 + n % 200 for n in range(300)]
    batch.begin(1, prompt, generator(1))
    batch.begin(2, [*prompt, 9, 9, 9], generator(2))
    with Reads(model) as reads:
        batch.advance()
    assert reads.num_tokens == 299 + 3 + 2
    assert_same(run(batch, 2)[2], alone(model, 2, [*prompt, 9, 9, 9]))


def test_prompts_are_read_in_portions_that_fit_into_memory(model: Any) -> None:
    batch = opened(model, max_tokens_read=4)
    for conversation, prompt in PROMPTS.items():
        batch.begin(conversation, prompt, generator(conversation))
    turns = run(batch, len(PROMPTS))
    for conversation, prompt in PROMPTS.items():
        assert_same(turns[conversation], alone(model, conversation, prompt))


def test_who_waits_for_an_answer_is_in_nobodys_way(model: Any) -> None:
    batch = opened(model)
    for conversation, prompt in PROMPTS.items():
        batch.begin(conversation, prompt, generator(conversation))
    run(batch, len(PROMPTS))
    for asked in ([5], [3, 4, 5]):  # the others wait: they are the most, then the fewest
        for conversation in asked:
            batch.begin(conversation, [40, 41, conversation], generator(9))
        turns = run(batch, len(asked))
        for conversation in asked:
            assert_same(turns[conversation], alone(model, 9, [40, 41, conversation]))


def test_without_conversations_there_is_nothing_to_say(model: Any) -> None:
    assert opened(model).advance() == {}


@pytest.fixture
def eager_model(tokenizer: Any) -> Iterator[Any]:
    model: Any = make_policy(PolicyShape("qwen3", 320, 32, 2, 2), tokenizer, seed=1)
    model.set_attn_implementation("eager")
    yield model


def test_eager_attention_gives_the_same(eager_model: Any) -> None:
    batch = opened(eager_model)
    batch.begin(5, PROMPTS[5], generator(5))
    batch.begin(3, PROMPTS[3], generator(3))
    assert_same(run(batch, 2)[5], alone(eager_model, 5, PROMPTS[5]))


def test_half_precision_is_sampled_with_a_head_in_full_precision(tokenizer: Any) -> None:
    model: Any = make_policy(PolicyShape("qwen3", 320, 32, 2, 2), tokenizer, seed=1)
    model.to(torch.bfloat16)
    batch = opened(model)
    batch.begin(5, PROMPTS[5], generator(5))
    turn = run(batch, 1)[5]
    scores = score_tokens(model, torch.tensor([[*PROMPTS[5], *turn.ids]])).log_probs_BT[0]
    found = scores[len(PROMPTS[5]) :].tolist()
    assert found == pytest.approx(turn.log_probs, abs=0.05)


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("layer_types", ["full_attention", "sliding_attention"], "sliding_attention"),
        ("_attn_implementation", "flash_attention_2", "flash_attention_2"),
        ("final_logit_softcapping", 30.0, r"final_logit_softcapping is 30\.0"),
    ],
)
def test_models_that_cannot_be_batched_so_are_refused(
    model: Any, monkeypatch: pytest.MonkeyPatch, name: str, value: object, message: str
) -> None:
    monkeypatch.setattr(model.config, name, value, raising=False)
    with pytest.raises(PolicyError, match=message):
        opened(model)
