from typing import Any

import numpy
import pytest
import torch
from torch import Tensor

from autoforge_rl.errors import ChoiceError, PolicyError
from autoforge_rl.log_probs import score_tokens
from autoforge_rl.sampling import SamplingChoices, Turn, sample_turns

PROMPTS = [[5, 9, 11, 30], [7, 8], [40, 41, 42, 43, 44, 45, 46]]


def generators() -> list[numpy.random.Generator]:
    return [numpy.random.default_rng(seed) for seed in range(len(PROMPTS))]


def sampled(model: Any, temperature: float = 1.0, length: int = 12) -> list[Turn]:
    return sample_turns(model, PROMPTS, 2, SamplingChoices(temperature, length), generators())


def plain_log_probs(model: Any, ids: list[int]) -> Tensor:
    """Straight from the definition: all logits of one sequence."""
    with torch.no_grad():
        logits = model(input_ids=torch.tensor([ids])).logits[0, :-1]
    chosen: Tensor = logits.log_softmax(-1).gather(1, torch.tensor(ids[1:])[:, None])[:, 0]
    return chosen


@pytest.mark.parametrize("temperature", [1.0, 0.7])
def test_sampler_and_trainer_agree_to_a_hundred_thousandth(model: Any, temperature: float) -> None:
    for prompt, turn in zip(PROMPTS, sampled(model, temperature), strict=True):
        ids = torch.tensor([prompt + list(turn.ids)])
        scores = score_tokens(model, ids, temperature=temperature, chunk_size=5)
        found = scores.log_probs_BT[0, len(prompt) :].detach()
        torch.testing.assert_close(found, torch.tensor(turn.log_probs), atol=1e-5, rtol=0)


def test_chunks_give_the_log_probabilities_of_the_definition(model: Any) -> None:
    ids = list(range(3, 40))
    for chunk_size in (1, 7, 1000):
        found = score_tokens(model, torch.tensor([ids]), chunk_size=chunk_size).log_probs_BT[0]
        torch.testing.assert_close(found[1:].detach(), plain_log_probs(model, ids))
        assert found[0] == 0


def test_only_tokens_that_are_wanted_are_scored_and_they_alone_have_gradients(model: Any) -> None:
    ids = torch.tensor([[3, 4, 5, 6], [9, 8, 7, 6]])
    wanted = torch.tensor([[True, True, False, True], [False, False, True, False]])
    whole = score_tokens(model, ids)
    part = score_tokens(model, ids, chunk_size=2, wanted_BT=wanted)
    scored = wanted & torch.tensor([False, True, True, True])
    for name in ("log_probs_BT", "entropies_BT"):
        expected = torch.where(scored, getattr(whole, name), 0.0)
        torch.testing.assert_close(getattr(part, name), expected)
    gradients = []
    for total in ((whole.log_probs_BT * scored).sum(), part.log_probs_BT.sum()):
        model.zero_grad()
        total.backward()
        gradients.append([weight.grad.clone() for weight in model.parameters()])
    for expected, found in zip(*gradients, strict=True):
        torch.testing.assert_close(found, expected, atol=1e-5, rtol=1e-4)


def test_where_nothing_is_wanted_all_scores_are_zero(model: Any) -> None:
    ids = torch.tensor([[3, 4, 5]])
    scores = score_tokens(model, ids, wanted_BT=torch.zeros(1, 3, dtype=torch.bool))
    assert scores.log_probs_BT.tolist() == scores.entropies_BT.tolist() == [[0, 0, 0]]
    scores.log_probs_BT.sum().backward()


def test_padding_on_the_right_changes_nothing(model: Any) -> None:
    alone = score_tokens(model, torch.tensor([[3, 4, 5]])).log_probs_BT[0]
    padded = score_tokens(model, torch.tensor([[3, 4, 5, 0, 0], [9, 8, 7, 6, 5]])).log_probs_BT[0]
    torch.testing.assert_close(padded[:3], alone)


def test_packed_sequences_do_not_see_each_other(model: Any) -> None:
    one, two = [3, 4, 5, 6], [9, 8, 7]
    positions = torch.tensor([[0, 1, 2, 3, 0, 1, 2]])
    packed = score_tokens(model, torch.tensor([one + two]), positions)
    for begin, ids in ((0, one), (4, two)):
        alone = score_tokens(model, torch.tensor([ids]))
        end = begin + len(ids)
        for name in ("log_probs_BT", "entropies_BT"):
            found = getattr(packed, name)[0, begin:end]
            torch.testing.assert_close(found, getattr(alone, name)[0], atol=1e-6, rtol=0)


def test_packed_gradients_are_those_of_separate_sequences(model: Any) -> None:
    one, two = [3, 4, 5, 6], [9, 8, 7]
    positions = torch.tensor([[0, 1, 2, 3, 0, 1, 2]])

    def gradients(*rows: tuple[list[int], Tensor | None]) -> list[Tensor]:
        model.zero_grad()
        for ids, where in rows:
            score_tokens(
                model, torch.tensor([ids]), where, chunk_size=2
            ).log_probs_BT.sum().backward()
        return [weight.grad.clone() for weight in model.parameters()]

    packed = gradients((one + two, positions))
    separate = gradients((one, None), (two, None))
    for found, expected in zip(packed, separate, strict=True):
        torch.testing.assert_close(found, expected, atol=1e-5, rtol=1e-4)


def test_entropies_are_those_of_the_definition(model: Any) -> None:
    ids = torch.tensor([[3, 4, 5, 6]])
    with torch.no_grad():
        expected = torch.distributions.Categorical(logits=model(input_ids=ids).logits[0, :-1])
    found = score_tokens(model, ids).entropies_BT[0]
    torch.testing.assert_close(found[1:], expected.entropy())
    assert not found.requires_grad


def test_a_model_that_changes_its_logits_is_refused(
    model: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(model.config, "final_logit_softcapping", 30.0, raising=False)
    with pytest.raises(PolicyError, match=r"final_logit_softcapping is 30\.0"):
        score_tokens(model, torch.tensor([[1, 2]]))


def test_the_same_generators_give_the_same_turns_whatever_else_is_sampled(model: Any) -> None:
    together = sampled(model)
    for prompt, generator, turn in zip(PROMPTS, generators(), together, strict=True):
        alone = sample_turns(model, [prompt], 2, SamplingChoices(1.0, 12), [generator])
        assert alone[0].ids == turn.ids


def test_sampling_leaves_torchs_own_randomness_alone(model: Any) -> None:
    before = torch.random.get_rng_state()
    sampled(model)
    assert torch.equal(torch.random.get_rng_state(), before)


def test_tokens_are_drawn_as_often_as_they_are_likely(model: Any) -> None:
    number = 2000
    turns = sample_turns(
        model, [PROMPTS[0]] * number, 2, SamplingChoices(0.05, 1),
        [numpy.random.default_rng(seed) for seed in range(number)],
    )  # fmt: skip
    counts: dict[int, int] = {}
    likelihood: dict[int, float] = {}
    for turn in turns:
        counts[turn.ids[0]] = counts.get(turn.ids[0], 0) + 1
        likelihood[turn.ids[0]] = numpy.exp(turn.log_probs[0])
    likely = [token for token, chance in likelihood.items() if chance > 0.02]
    assert len(likely) >= 3
    for token in likely:
        chance = likelihood[token]
        deviation = (chance * (1 - chance) / number) ** 0.5
        assert abs(counts[token] / number - chance) < 4.5 * deviation


def test_a_turn_ends_with_its_end_token_or_at_the_limit(model: Any) -> None:
    first = sampled(model, temperature=0.0)[0]
    assert len(first.ids) == 12
    end_id = first.ids[3]
    turn = sample_turns(model, PROMPTS[:1], end_id, SamplingChoices(0.0, 12), generators()[:1])[0]
    assert turn.ids == first.ids[: first.ids.index(end_id) + 1]
    assert turn.log_probs == pytest.approx(first.log_probs[: len(turn.ids)], abs=1e-6)


@pytest.mark.parametrize("wrong", [{"temperature": -1.0}, {"max_turn_tokens": 0}])
def test_choices_that_mean_nothing_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ChoiceError):
        SamplingChoices(**wrong)
