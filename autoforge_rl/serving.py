"""A server's weights: those of the learner, pushed when it has others, and whether it uses them.

A server can take new weights and go on with some of the old ones: vLLM 0.32 on a CPU keeps its own
copy of a head that is tied to the embeddings. No answer of it shows that. So it says a few turns
after each push, and the learner tells how likely it would have said them itself.
"""

from dataclasses import replace

import numpy
import torch

from autoforge_rl.chat import ChatRenderer
from autoforge_rl.errors import ServerError
from autoforge_rl.learner import Learner
from autoforge_rl.log_probs import score_tokens
from autoforge_rl.models import CausalModel
from autoforge_rl.processes import Processes
from autoforge_rl.sampling import SamplingChoices, Turn
from autoforge_rl.server import ServerChoices, ServerSampler

NUM_TURNS = 4
PROMPT_LENGTH = 8
CHOICES = SamplingChoices(temperature=1.0, max_turn_tokens=16)
TOLERANCE = 0.1
"""Nats by which log-probabilities may differ in the mean; bfloat16 makes some hundredths."""


def refresh(sampler: ServerSampler, learner: Learner, processes: Processes) -> None:
    """Give a server the learner's weights, unless it has them; all processes must take part.

    Raises:
        ServerError: It does not take them, or speaks with others.
        ChoiceError: There is no shared folder.
    """
    if sampler.version == learner.update:
        return
    write = learner.writer()
    end_id, vocabulary_size = ChatRenderer(learner.tokenizer).end_id, len(learner.tokenizer)
    with learner.gathered(), learner.precision():
        if processes.rank == 0:
            sampler.push(write, learner.update)
            check_agreement(sampler.server, learner.speaker, end_id, vocabulary_size)
    processes.wait()  # nobody asks before the server has the new weights
    sampler.version = learner.update


def check_agreement(
    server: ServerChoices, model: CausalModel, end_id: int, vocabulary_size: int
) -> None:
    """Compare what a server says of its own tokens with what a model says of them.

    Args:
        server: Who claims to have the model's weights.
        model: The model.
        end_id: The token that ends a turn.
        vocabulary_size: Ids of tokens are below it; prompts are drawn from all.

    Raises:
        ServerError: They differ by more than `TOLERANCE` nats a token.
    """
    prompts = numpy.random.default_rng(0).integers(vocabulary_size, size=(NUM_TURNS, PROMPT_LENGTH))
    said = _say(server, prompts.tolist(), end_id)
    differences = torch.cat(
        [_difference(model, prompts[number].tolist(), turn) for number, turn in said.items()]
    )
    mean = float(differences.mean())
    if not mean <= TOLERANCE:
        raise ServerError(
            f"{server.url} took weights and speaks with others: the log-probabilities of its own "
            f"tokens differ from the learner's by {mean:.2f} nats in the mean; start it on the "
            "policy that is trained, with --logprobs-mode processed_logprobs, and where it keeps "
            "a head that is tied to the embeddings (vLLM on a CPU does), train one with a head of "
            "its own (`autoforge-rl init --head own`)"
        )


def _say(server: ServerChoices, prompts: list[list[int]], end_id: int) -> dict[int, Turn]:
    turns = ServerSampler(replace(server, max_connections=NUM_TURNS), CHOICES).open(end_id)
    try:
        for number, prompt in enumerate(prompts):
            turns.begin(number, prompt, numpy.random.default_rng(number))
        said: dict[int, Turn] = {}
        while len(said) < len(prompts):
            said |= turns.advance()
    finally:
        turns.close()
    return dict(sorted(said.items()))


@torch.no_grad()
def _difference(model: CausalModel, prompt: list[int], turn: Turn) -> torch.Tensor:
    device = model.get_output_embeddings().weight.device
    ids_BT = torch.tensor([[*prompt, *turn.ids]], device=device)
    scores = score_tokens(model, ids_BT, temperature=CHOICES.temperature)
    theirs_T = torch.tensor(turn.log_probs, device=device)
    return (scores.log_probs_BT[0, len(prompt) :] - theirs_T).abs()
