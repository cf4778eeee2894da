"""Who rewrites tasks: a language model, how often it may mend an answer, what it costs."""

from dataclasses import dataclass, field
from pathlib import Path

from autoforge_envs.errors import OptionError
from autoforge_envs.language_models import ChatModel, PriceTable, Resumer

DEFAULT_REPAIRS = 3

TASKS_AT_ONCE = 64
"""Tasks of one domain about which something is asked at a time."""


@dataclass(frozen=True)
class Rewriter:
    """Has a language model rewrite certified tasks.

    Attributes:
        model: Whom to ask; it can be pickled if the recipe has to travel.
        max_repairs: How often one answer may be mended before the task stays as it is.
        prices: What tokens cost, for the accounts.
        answers: Folder in which the answers about each seed's tasks are kept as they come, so that
            none is paid for twice; None to keep none. It is made where its parent is there.
    """

    model: ChatModel
    max_repairs: int = DEFAULT_REPAIRS
    prices: PriceTable = field(default_factory=PriceTable)
    answers: Path | None = None

    def __post_init__(self) -> None:
        """Check the number.

        Raises:
            OptionError: It cannot be used.
        """
        if self.max_repairs < 0:
            raise OptionError(f"repairs must be zero or more, got {self.max_repairs}")

    def __repr__(self) -> str:
        """Tell everything that decides a task's bytes; neither addresses nor prices."""
        options = self.model.options
        asked = (options.model, options.temperature, options.max_completion_tokens, options.seed)
        extra = dict(options.extra_body)
        return f"Rewriter(asked={asked}, extra={extra}, max_repairs={self.max_repairs})"

    def model_for(self, seed: int) -> ChatModel:
        """Return the model, with the answers about this seed's tasks that are there already."""
        if self.answers is None or not self.answers.parent.is_dir():
            return self.model
        return Resumer(self.model, answers_path(self.answers, seed))


def answers_path(folder: Path, seed: int) -> Path:
    """Return the file in which the answers about a seed's tasks are kept."""
    return folder / f"{seed}.tasks.jsonl"
