"""One step of training on the same rollouts, ours and that of TRL's GRPO trainer.

Both load the same weights, get the same token ids, masks and advantages, and make the same update:
GRPO's loss, no divergence, AdamW. Before anything is timed their gradients are compared. Each runs
in a process of its own, in turns, on one thread, in float32, without dropout and without gradient
checkpointing. Seconds are processor time of a step after one to warm up; memory is how far the
step's peak is above what the process held before it.

Needs the extra `trl`. Run with `python -m benchmarks.learning_trl` from the checkout.
"""

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy
import torch
from datasets import Dataset
from transformers import Qwen3Config, Qwen3ForCausalLM
from trl.trainer.grpo_config import GRPOConfig
from trl.trainer.grpo_trainer import GRPOTrainer

from autoforge_rl.advantages import Estimate
from autoforge_rl.algorithm import Algorithm
from autoforge_rl.conversations import Conversation
from autoforge_rl.initial_policy import load_policy, train_tokenizer
from autoforge_rl.learner import Learner, PolicyChoices
from autoforge_rl.optimisation import OptimizerChoices
from autoforge_rl.packing import PackingChoices
from autoforge_rl.pools import Moments
from autoforge_rl.processes import Processes
from autoforge_rl.recipe import Recipe
from autoforge_rl.rollouts import Assignment, Rollout, RolloutChoices
from autoforge_rl.selection import Selection
from autoforge_rl.token_stream import Segment
from autoforge_rl.training import Batch, improve
from benchmarks.timing import print_table

CONTESTANTS = ("ours", "ours, packed", "TRL")
VOCABULARIES = (2048, 16_384)
NUM_ROLLOUTS = 8
PROMPT = 200
LONGEST = 900
ROUNDS = 2
STEPS = 1
NO_LIMIT = 1e9
Step = Callable[[], None]


def rollouts(vocabulary: int) -> list[Rollout]:
    """Return conversations of unequal length: a prompt, then turns and answers in alternation."""
    generator = numpy.random.default_rng(0)
    found = []
    for number in range(NUM_ROLLOUTS):
        segment = Segment().with_given(generator.integers(10, vocabulary, PROMPT).tolist())
        length, turn = int(generator.integers(LONGEST // 3, LONGEST)), 0
        while len(segment.ids) < length:
            said = generator.integers(10, vocabulary, int(generator.integers(10, 60))).tolist()
            segment = segment.with_sampled(said, [-1.0] * len(said), turn, 0)
            if len(segment.ids) < length:
                segment = segment.with_given(generator.integers(10, vocabulary, 40).tolist())
            turn += 1
        assignment = Assignment("shop", "buy", number)
        found.append(Rollout(assignment, "buy", (segment,), 0.0, False, "", "end", turn))
    return found


def advantages() -> torch.Tensor:
    """Return an advantage for each rollout; none is 0, whose row we would leave out."""
    generator = numpy.random.default_rng(1)
    return torch.tensor(generator.choice([-1.5, -0.5, 0.5, 1.5], NUM_ROLLOUTS)).float()


def our_step(folder: Path, vocabulary: int, *, packed: bool) -> tuple[Step, Any, Any]:
    """Return one update of ours, its optimizer and its model."""
    optimizer = OptimizerChoices(max_norm=NO_LIMIT, beta2=0.999)
    learner = Learner(PolicyChoices(device="cpu"), folder, optimizer)
    recipe = Recipe(
        algorithm=Algorithm(), optimizer=optimizer, packing=PackingChoices(packed=packed),
        rollouts=RolloutChoices(max_tokens=2 * LONGEST),
    )  # fmt: skip
    played = rollouts(vocabulary)
    everything = torch.ones(NUM_ROLLOUTS, dtype=torch.bool)
    nothing = torch.zeros(1, dtype=torch.float64)
    batch = Batch(
        played, ["0"] * NUM_ROLLOUTS, ["shop"], torch.zeros(NUM_ROLLOUTS, dtype=torch.long),
        Selection(everything, everything),
        Estimate(advantages(), Moments(nothing, nothing, nothing)),
    )  # fmt: skip
    return (
        lambda: _check(improve(learner, batch, recipe, Processes(), None).skipped),
        learner.optimizer,
        learner.model,
    )


def _check(skipped: str) -> None:
    if skipped:
        raise AssertionError(f"the update was skipped: {skipped}")


class GivenRollouts(GRPOTrainer):
    """TRL's trainer, whose rollouts are there already."""

    def _prepare_inputs(self, generation_batch: Any) -> Any:
        return generation_batch


def trl_step(folder: Path, vocabulary: int) -> tuple[Step, Any, Any]:
    """Return one update of TRL's, its optimizer and its model."""
    policy, tokenizer = _untyped(load_policy(folder))
    settings = GRPOConfig(
        str(folder / "trl"), per_device_train_batch_size=NUM_ROLLOUTS, num_generations=NUM_ROLLOUTS,
        loss_type="grpo", beta=0.0, bf16=False, gradient_checkpointing=False, use_cpu=True,
        optim="adamw_torch", weight_decay=0.0, learning_rate=1e-5, report_to=[],
    )  # fmt: skip
    trainer: Any = GivenRollouts(
        model=policy, args=settings, processing_class=tokenizer,
        reward_funcs=_no_reward,
        train_dataset=Dataset.from_list([{"prompt": "?"}] * NUM_ROLLOUTS),
    )  # fmt: skip
    trainer.create_optimizer()
    trainer.current_gradient_accumulation_steps = 1
    inputs = _trl_inputs(rollouts(vocabulary))

    def step() -> None:
        trainer.training_step(trainer.model, inputs, None)
        trainer.optimizer.step()
        trainer.optimizer.zero_grad(set_to_none=True)

    return step, trainer.optimizer, trainer.model


def _untyped(value: Any) -> Any:
    """TRL names classes where this package names protocols."""
    return value


def _no_reward(completions: list[Any], **_: Any) -> list[float | None]:
    return [0.0] * len(completions)


def _trl_inputs(played: list[Rollout]) -> dict[str, torch.Tensor]:
    """Return prompts, and all that follows as completions with the others' turns masked."""
    segments = [rollout.segments[0] for rollout in played]
    length = max(len(segment.ids) for segment in segments)
    ids = torch.zeros(len(segments), length, dtype=torch.long)
    real, sampled = torch.zeros_like(ids), torch.zeros_like(ids)
    for row, segment in enumerate(segments):
        end = len(segment.ids)
        ids[row, :end] = torch.tensor(segment.ids)
        real[row, :end] = 1
        sampled[row, :end] = torch.tensor(segment.mask).long()
    return {
        "prompt_ids": ids[:, :PROMPT],
        "prompt_mask": real[:, :PROMPT],
        "completion_ids": ids[:, PROMPT:],
        "completion_mask": real[:, PROMPT:],
        "tool_mask": sampled[:, PROMPT:],
        "advantages": advantages(),
    }


def run_contestant(name: str, folder: Path, vocabulary: int) -> dict[str, float]:
    """Make steps, write the first one's gradients, and return the others' cost."""
    torch.set_num_threads(1)
    if name == "TRL":
        step, optimizer, model = trl_step(folder, vocabulary)
    else:
        step, optimizer, model = our_step(folder, vocabulary, packed=name != "ours")

    def keep(*_: Any) -> None:
        gradients = {key: each.grad for key, each in model.named_parameters()}
        torch.save(gradients, folder / f"{name}.pt")

    hook = optimizer.register_step_pre_hook(keep)
    step()
    hook.remove()
    before = _memory("VmRSS")
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # the peak begins anew
    seconds = []
    for _ in range(STEPS):
        start = time.process_time()
        step()
        seconds.append(time.process_time() - start)
    return {"seconds": min(seconds), "bytes": _memory("VmHWM") - before}


def _memory(name: str) -> float:
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return float(next(line for line in lines if line.startswith(name)).split()[1]) * 1024


def make_policy_folder(folder: Path, vocabulary: int) -> None:
    """Write the weights that all start from."""
    words = Conversation(({"role": "user", "content": "the quick brown fox " * 9},))
    tokenizer = train_tokenizer([words], 300)
    with torch.random.fork_rng():
        torch.manual_seed(0)
        model = Qwen3ForCausalLM(
            Qwen3Config(
                vocab_size=vocabulary,
                hidden_size=256,
                intermediate_size=768,
                num_hidden_layers=4,
                num_attention_heads=4,
                num_key_value_heads=2,
                head_dim=64,
                tie_word_embeddings=True,
                pad_token_id=tokenizer.pad_token_id,
                eos_token_id=tokenizer.eos_token_id,
                bos_token_id=None,
            )
        )
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)


@dataclass(frozen=True, slots=True)
class Cost:
    """What a step took, in each round."""

    seconds: tuple[float, ...] = ()
    megabytes: tuple[float, ...] = ()


def compete(vocabulary: int) -> list[list[str]]:
    """Let all contestants run in turns, and return the table's rows."""
    costs = dict.fromkeys(CONTESTANTS, Cost())
    with TemporaryDirectory() as scratch:
        folder = Path(scratch)
        make_policy_folder(folder, vocabulary)
        for _ in range(ROUNDS):
            for name, cost in costs.items():
                found = json.loads(_in_process(name, folder, vocabulary))
                costs[name] = replace(
                    cost,
                    seconds=(*cost.seconds, found["seconds"]),
                    megabytes=(*cost.megabytes, found["bytes"] / 1e6),
                )
        distances = {name: _distance(folder, name) for name in CONTESTANTS}
    theirs = costs["TRL"]
    return [
        [
            f"{vocabulary:,} tokens, {name}",
            f"{distances[name]:.1e}",
            f"{min(cost.seconds):.2f} s",
            f"{min(cost.seconds) / min(theirs.seconds):.2f}",
            f"{statistics.median(cost.megabytes):,.0f} MB",
            f"{statistics.median(cost.megabytes) / statistics.median(theirs.megabytes):.2f}",
        ]
        for name, cost in costs.items()
    ]


def _in_process(name: str, folder: Path, vocabulary: int) -> str:
    command = [sys.executable, "-m", "benchmarks.learning_trl", name, str(folder), str(vocabulary)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{name} failed:\n{done.stderr[-2000:]}")
    return done.stdout.splitlines()[-1]


def _distance(folder: Path, name: str) -> float:
    """Return how far gradients are from TRL's, relative to their length.

    Raises:
        AssertionError: They are not the same, and their times mean nothing.
    """
    ours, theirs = (torch.load(folder / f"{each}.pt") for each in (name, "TRL"))
    if ours.keys() != theirs.keys():
        raise AssertionError(f"{name} and TRL do not train the same weights")
    apart = sum(float((ours[key] - theirs[key]).square().sum()) for key in ours)
    length = sum(float(each.square().sum()) for each in theirs.values())
    distance = (apart / length) ** 0.5
    if not distance < 1e-4:
        raise AssertionError(f"gradients of {name} and TRL differ by {distance:.1e}")
    return float(distance)


def main() -> None:
    """Print the table, or be one contestant."""
    if len(sys.argv) > 1:
        name, folder, vocabulary = sys.argv[1:]
        print(json.dumps(run_contestant(name, Path(folder), int(vocabulary))))
        return
    print_table(
        f"One step on {NUM_ROLLOUTS} rollouts of {LONGEST // 3} to {LONGEST} tokens",
        ("vocabulary, trainer", "gradients apart", "time", "of TRL's", "memory", "of TRL's"),
        [row for vocabulary in VOCABULARIES for row in compete(vocabulary)],
    )


if __name__ == "__main__":
    main()
