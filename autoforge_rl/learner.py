"""What training changes: weights, the optimizer's memory, the count of updates."""

import hashlib
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, Literal

import torch
from torch.distributed.checkpoint.state_dict import (
    StateDictOptions,
    get_model_state_dict,
    get_state_dict,
    set_model_state_dict,
    set_state_dict,
)
from torch.optim import Optimizer

from autoforge_rl.checkpoints import CheckpointChoices, Progress, load, newest, prune, save
from autoforge_rl.errors import ChoiceError, PolicyError
from autoforge_rl.initial_policy import load_policy
from autoforge_rl.optimisation import OptimizerChoices, make_optimizer
from autoforge_rl.pools import Moments
from autoforge_rl.processes import Processes
from autoforge_rl.sharding import Replica, ShardedModel

_WHOLE = StateDictOptions(full_state_dict=True, cpu_offload=True, ignore_frozen_params=True)
"""What a checkpoint holds: whole tensors of what is trained, however they are shared out."""


@dataclass(frozen=True, slots=True)
class PolicyChoices:
    """The policy that a run starts from.

    Attributes:
        folder: A checkpoint with a tokenizer.
        device: "auto" takes a GPU if there is one.
        precision: Of what happens below the head; weights and head are float32 in any case.
        lora_rank: Rank of the adapters that are trained instead of the weights; 0 trains all.
        lora_scale: Their output is multiplied by this and divided by the rank.
        weights: Of several processes, each holds all weights ("replicated") or its part of
            weights, gradients and the optimizer's memory ("sharded", by FSDP2). One alone holds
            everything.
    """

    folder: str = ""
    device: Literal["auto", "cpu", "cuda"] = "auto"
    precision: Literal["float32", "bfloat16"] = "float32"
    lora_rank: int = 0
    lora_scale: int = 32
    weights: Literal["replicated", "sharded"] = "replicated"

    def __post_init__(self) -> None:
        if self.lora_rank < 0 or self.lora_scale <= 0:
            raise ChoiceError(
                "lora_rank must be 0 or more and lora_scale positive, "
                f"got {self.lora_rank} and {self.lora_scale}"
            )


class Learner:
    """A policy being trained.

    Attributes:
        model: What is scored with and trained, in evaluation mode, as dropout would make sampler
            and trainer differ.
        speaker: What plays: the same, or a whole copy that has weights only while `gathered`.
        tokenizer: Its tokenizer.
        optimizer: Of its trained weights.
        update: Updates made.
        history: What advantages need to know of earlier batches.
    """

    def __init__(
        self,
        choices: PolicyChoices,
        folder: Path,
        optimizer: OptimizerChoices,
        processes: Processes | None = None,
    ) -> None:
        """Load a policy.

        Args:
            choices: Device, precision, adapters, sharding.
            folder: The checkpoint to start from.
            optimizer: How it will be trained.
            processes: Those that train together; None for this one alone.

        Raises:
            PolicyError: There is no policy in the folder.
        """
        self._choices = choices
        self._folder = folder
        self._processes = processes or Processes()
        loaded, self.tokenizer = _load(choices, folder)
        self._frozen = _digest_frozen(loaded)
        self._reference = ""
        self._replica: Replica | None = None
        if self.is_sharded:
            self._replica = Replica(loaded, _device(choices.device))
        self.model: Any = self._place(loaded)
        self.speaker: Any = self._replica.model if self._replica else self.model
        self.optimizer: Optimizer = make_optimizer(self.model.parameters(), optimizer)
        self.update = 0
        self.history: Moments | None = None

    @property
    def is_sharded(self) -> bool:
        """Whether this process holds a part only, and passes must be made by all processes."""
        return self._choices.weights == "sharded" and self._processes.count > 1

    @property
    def padding_id(self) -> int:
        """A token to fill rows with; which one does not matter."""
        found = getattr(self.tokenizer, "pad_token_id", None)
        return 0 if found is None else int(found)

    def precision(self) -> AbstractContextManager[Any]:
        """Return the context in which the model computes."""
        if self._choices.precision == "float32":
            return nullcontext()
        return torch.autocast(self.model.device.type, dtype=torch.bfloat16)

    def gathered(self) -> AbstractContextManager[None]:
        """Return the context in which `speaker` has its weights; all processes must enter it."""
        return self._replica.filled(self.model) if self._replica else nullcontext()

    def reference(self) -> Any:
        """Return the policy as its folder has it, to measure distances from.

        From then on checkpoints must share it.
        """
        loaded, _ = _load(replace(self._choices, lora_rank=0), self._folder)
        loaded.requires_grad_(False)
        self._reference = _digest_frozen(loaded)
        return self._place(loaded)

    def check_room(self, max_tokens: int, max_turn_tokens: int) -> None:
        """Refuse conversations that are longer than the model can attend to.

        Args:
            max_tokens: No turn begins after as many tokens, or more.
            max_turn_tokens: Most tokens of a turn.

        Raises:
            PolicyError: A turn may end behind the model's last position.
        """
        longest = max_tokens - 1 + max_turn_tokens
        limit = getattr(self._inner.config, "max_position_embeddings", None)
        if limit is not None and longest > limit:
            raise PolicyError(
                f"{self._folder} has {limit} positions (max_position_embeddings), and a "
                f"conversation may have {longest} tokens (rollouts.max_tokens is {max_tokens}, "
                f"max_turn_tokens {max_turn_tokens}); lower these, or take a policy for longer "
                "conversations (`autoforge-rl init --max-length`)"
            )

    def about(self) -> dict[str, Any]:
        """Return what a checkpoint must share with this policy.

        That is how it is trained, the weights that are not (a checkpoint does not hold them),
        the shapes of all, the vocabulary, and the reference if there is one.
        """
        weights = {name: list(each.shape) for name, each in self._inner.named_parameters()}
        tokenizer: Any = self.tokenizer
        vocabulary = repr(sorted(tokenizer.get_vocab().items()))
        weights["vocabulary"] = [_digest(vocabulary)]
        about = {"policy": self._about_training(), "model": weights}
        return {**about, "reference": self._reference} if self._reference else about

    def save(
        self, folder: Path, goal: int, about: dict[str, Any], choices: CheckpointChoices
    ) -> None:
        """Write a checkpoint, and remove those that are no longer kept.

        All processes must take part; the first one writes, the others wait.

        Args:
            folder: That of all checkpoints.
            goal: How many updates there are to be.
            about: What must be the same in whatever goes on from it.
            choices: How many are kept.

        Raises:
            CheckpointError: It cannot be written.
        """
        state = self._state()
        if self._processes.rank == 0:
            write = partial(self._write, state["weights"])
            progress = Progress(self.update, goal)
            save(folder, progress, state, {**self.about(), **about}, write)
            prune(folder, choices.keep)
        self._processes.wait()

    def resume(self, folder: Path, about: dict[str, Any]) -> bool:
        """Go on from the newest checkpoint; tell whether there was one.

        Raises:
            CheckpointError: It is of another policy or run, or cannot be read.
        """
        path = newest(folder)
        if path is None:
            return False
        state = load(path, {**self.about(), **about})
        options = StateDictOptions(full_state_dict=True, strict=False)
        if state["optimizer"]:
            set_state_dict(
                self._inner,
                self.optimizer,
                model_state_dict=state["weights"],
                optim_state_dict=state["optimizer"],
                options=options,
            )
        else:
            set_model_state_dict(self._inner, state["weights"], options=options)
        self.update = state["update"]
        self.history = Moments(**state["history"]) if state["history"] else None
        return True

    def writer(self) -> Callable[[Path], None]:
        """Return what writes model and tokenizer as Hugging Face has them, adapters merged in.

        All processes must ask for it; one may use it.
        """
        return partial(self._write, get_model_state_dict(self._inner, options=_WHOLE))

    def _write(self, weights: dict[str, Any], folder: Path) -> None:
        if self._choices.lora_rank:
            adapted, _ = _load(self._choices, self._folder)
            adapted.load_state_dict(weights, strict=False)
            adapted.merge_and_unload().save_pretrained(folder)
        else:
            self._inner.save_pretrained(folder, state_dict=weights)
        tokenizer: Any = self.tokenizer
        tokenizer.save_pretrained(folder)

    def _about_training(self) -> dict[str, Any]:
        choices = self._choices
        about = {"precision": choices.precision, "lora_rank": choices.lora_rank}
        if not choices.lora_rank:
            return about
        return {**about, "lora_scale": choices.lora_scale, "frozen_weights": self._frozen}

    @property
    def _inner(self) -> Any:
        return self.model.inner if self.is_sharded else self.model

    def _place(self, model: Any) -> Any:
        device = _device(self._choices.device)
        if self.is_sharded:
            return ShardedModel(model, device, self._processes.count)
        return model.to(device)

    def _state(self) -> dict[str, Any]:
        weights, optimizer = self._weights_and_memory()
        history = self.history
        return {
            "weights": weights,
            "optimizer": optimizer,
            "update": self.update,
            "history": history and {
                "count_P": history.count_P,
                "mean_P": history.mean_P,
                "squares_P": history.squares_P,
            },
        }  # fmt: skip

    def _weights_and_memory(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """Return weights, and the optimizer's memory: nothing where it has made no step.

        Torch would fill an empty memory by a step of its own, which counts in the next one.
        """
        if not self.optimizer.state:
            return get_model_state_dict(self._inner, options=_WHOLE), {}
        weights, memory = get_state_dict(self._inner, self.optimizer, options=_WHOLE)
        return weights, dict(memory)


def _load(choices: PolicyChoices, folder: Path) -> tuple[Any, Any]:
    """Return a folder's model, in float32 and with adapters if there are to be any."""
    loaded, tokenizer = load_policy(folder)
    model: Any = loaded
    model.float()
    return (_with_adapters(model, choices) if choices.lora_rank else model), tokenizer


def _device(wanted: str) -> torch.device:
    if wanted == "cuda" and not torch.cuda.is_available():
        raise PolicyError("device is 'cuda' but there is no GPU; set device = 'cpu'")
    if wanted == "cpu" or not torch.cuda.is_available():
        return torch.device("cpu")
    return torch.device("cuda", torch.cuda.current_device())


def _with_adapters(model: Any, choices: PolicyChoices) -> Any:
    try:
        from peft import LoraConfig, get_peft_model  # an extra
    except ImportError as error:
        raise PolicyError(
            f"lora_rank is {choices.lora_rank}, which needs peft ({error}); install it with "
            "`pip install 'autoforge-envs[rl]'`, or set lora_rank to 0"
        ) from error
    config = LoraConfig(
        r=choices.lora_rank,
        lora_alpha=choices.lora_scale,
        target_modules="all-linear",
        task_type="CAUSAL_LM",
    )
    with torch.random.fork_rng():  # peft draws from global randomness; all processes need the same
        torch.manual_seed(0)
        adapted = get_peft_model(model, config)
    adapted.eval()
    return adapted


def _digest_frozen(model: Any) -> str:
    """Return a digest of names, shapes and values of what is not trained; empty if all is."""
    digest, is_empty = hashlib.sha256(), True
    for name, weight in model.named_parameters():
        if not weight.requires_grad:
            digest.update(f"{name} {list(weight.shape)} ".encode())
            digest.update(weight.detach().cpu().flatten().numpy())
            is_empty = False
    return "" if is_empty else digest.hexdigest()[:16]


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
