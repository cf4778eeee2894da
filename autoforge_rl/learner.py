"""What training changes: weights, the optimizer's memory, the count of updates."""

import copy
import hashlib
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import torch
from torch.optim import Optimizer

from autoforge_rl.checkpoints import CheckpointChoices, load, newest, prune, save
from autoforge_rl.errors import ChoiceError, PolicyError
from autoforge_rl.initial_policy import load_policy
from autoforge_rl.optimisation import OptimizerChoices, make_optimizer
from autoforge_rl.pools import Moments


@dataclass(frozen=True, slots=True)
class PolicyChoices:
    """The policy that a run starts from.

    Attributes:
        folder: A checkpoint with a tokenizer.
        device: "auto" takes a GPU if there is one.
        precision: Of what happens below the head; weights and head are float32 in any case.
        lora_rank: Rank of the adapters that are trained instead of the weights; 0 trains all.
        lora_scale: Their output is multiplied by this and divided by the rank.
    """

    folder: str = ""
    device: Literal["auto", "cpu", "cuda"] = "auto"
    precision: Literal["float32", "bfloat16"] = "float32"
    lora_rank: int = 0
    lora_scale: int = 32

    def __post_init__(self) -> None:
        if self.lora_rank < 0 or self.lora_scale <= 0:
            raise ChoiceError(
                "lora_rank must be 0 or more and lora_scale positive, "
                f"got {self.lora_rank} and {self.lora_scale}"
            )


class Learner:
    """A policy being trained.

    Attributes:
        model: In evaluation mode, as dropout would make sampler and trainer differ.
        tokenizer: Its tokenizer.
        optimizer: Of its trained weights.
        update: Updates made.
        history: What advantages need to know of earlier batches.
    """

    def __init__(self, choices: PolicyChoices, folder: Path, optimizer: OptimizerChoices) -> None:
        """Load a policy.

        Args:
            choices: Device, precision, adapters.
            folder: The checkpoint to start from.
            optimizer: How it will be trained.

        Raises:
            PolicyError: There is no policy in the folder.
        """
        self._choices = choices
        loaded, self.tokenizer = load_policy(folder)
        model: Any = loaded
        model.float()
        if choices.lora_rank:
            model = _with_adapters(model, choices)
        self.model = model.to(_device(choices.device))
        self.optimizer: Optimizer = make_optimizer(self.model.parameters(), optimizer)
        self.update = 0
        self.history: Moments | None = None

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

    def frozen_copy(self) -> Any:
        """Return the model as it is now, to measure distances from."""
        return copy.deepcopy(self.model).requires_grad_(False)

    def about(self) -> dict[str, Any]:
        """Return what a checkpoint must share with this policy: shapes and vocabulary."""
        weights = {name: list(each.shape) for name, each in self.model.named_parameters()}
        tokenizer: Any = self.tokenizer
        vocabulary = repr(sorted(tokenizer.get_vocab().items()))
        weights["vocabulary"] = [_digest(vocabulary)]
        return {"model": weights}

    def save(self, folder: Path, about: dict[str, Any], choices: CheckpointChoices) -> Path:
        """Write a checkpoint, and remove those that are no longer kept.

        Raises:
            CheckpointError: It cannot be written.
        """
        path = save(folder, self.update, self._state(), {**self.about(), **about}, self.write)
        prune(folder, choices.keep)
        return path

    def resume(self, folder: Path, about: dict[str, Any]) -> bool:
        """Go on from the newest checkpoint; tell whether there was one.

        Raises:
            CheckpointError: It is of another policy or run, or cannot be read.
        """
        path = newest(folder)
        if path is None:
            return False
        state = load(path, {**self.about(), **about})
        self.model.load_state_dict(state["weights"], strict=False)
        self.optimizer.load_state_dict(state["optimizer"])
        self.update = state["update"]
        self.history = Moments(**state["history"]) if state["history"] else None
        return True

    def write(self, folder: Path) -> None:
        """Write model and tokenizer as Hugging Face has them; adapters are merged in."""
        model = self.model
        if self._choices.lora_rank:
            model = copy.deepcopy(model).merge_and_unload()
        model.save_pretrained(folder)
        tokenizer: Any = self.tokenizer
        tokenizer.save_pretrained(folder)

    def _state(self) -> dict[str, Any]:
        trained = {name: each for name, each in self.model.named_parameters() if each.requires_grad}
        history = self.history
        return {
            "weights": {name: each.detach() for name, each in trained.items()},
            "optimizer": self.optimizer.state_dict(),
            "update": self.update,
            "history": history and {
                "count_P": history.count_P,
                "mean_P": history.mean_P,
                "squares_P": history.squares_P,
            },
        }  # fmt: skip


def _device(wanted: str) -> torch.device:
    if wanted == "cuda" and not torch.cuda.is_available():
        raise PolicyError("device is 'cuda' but there is no GPU; set device = 'cpu'")
    if wanted == "cpu" or not torch.cuda.is_available():
        return torch.device("cpu")
    return torch.device("cuda", torch.cuda.current_device())


def _with_adapters(model: Any, choices: PolicyChoices) -> Any:
    from peft import LoraConfig, get_peft_model  # an extra

    config = LoraConfig(
        r=choices.lora_rank,
        lora_alpha=choices.lora_scale,
        target_modules="all-linear",
        task_type="CAUSAL_LM",
    )
    adapted = get_peft_model(model, config)
    adapted.eval()
    return adapted


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
