"""The designer that asks a language model, stage by stage; drafts of it are never trusted."""

from dataclasses import dataclass, field, replace
from pathlib import Path

from autoforge_envs.errors import DesignError
from autoforge_envs.isolation.connection import Limits
from autoforge_envs.language_models import ChatModel, PriceTable, Resumer
from autoforge_envs.synthesis.design.draft import Draft
from autoforge_envs.synthesis.documents.tool_documents import ToolDocuments
from autoforge_envs.synthesis.model_design.asking import Asker
from autoforge_envs.synthesis.model_design.courses import choose_course
from autoforge_envs.synthesis.model_design.designing import Designing
from autoforge_envs.synthesis.model_design.naming import objection
from autoforge_envs.synthesis.model_design.stages.schema_stage import MOST_TOOLS
from autoforge_envs.synthesis.model_design.trying import Making, Trial
from autoforge_envs.synthesis.pipeline.workshop import LIMITS

DEFAULT_REPAIRS = 3


@dataclass(frozen=True)
class LanguageModelDesigner:
    """Designs businesses from tool documents or a topic with a language model.

    Attributes:
        documents: What the business has to be about.
        model: Whom to ask; it can be pickled if the designer has to travel.
        max_repairs: How often one answer may be mended.
        prices: What tokens cost, for the accounts.
        answers: Folder in which the answers of each seed are kept as they come, so that none is
            paid for twice; None to keep none. It is made where its parent is there.
        limits: What trying a draft behind locks may take.
    """

    documents: ToolDocuments
    model: ChatModel
    max_repairs: int = DEFAULT_REPAIRS
    prices: PriceTable = field(default_factory=PriceTable)
    answers: Path | None = None
    limits: Limits = LIMITS

    def __post_init__(self) -> None:
        """Check what can be checked before anything is asked.

        Raises:
            DesignError: There are too many tools for one business.
        """
        if len(self.documents.tools) > MOST_TOOLS:
            raise DesignError(
                f"the document has {len(self.documents.tools)} tools, one domain takes at most "
                f"{MOST_TOOLS}; split the document"
            )
        object.__setattr__(self, "documents", with_usable_names(self.documents))
        if self.max_repairs < 0:
            raise DesignError(f"repairs must be zero or more, got {self.max_repairs}")

    def __repr__(self) -> str:
        """Tell everything that decides a draft's bytes; neither addresses nor prices."""
        options = self.model.options
        asked = (options.model, options.temperature, options.max_completion_tokens, options.seed)
        return (
            f"LanguageModelDesigner(documents={self.documents.digest}, asked={asked}, "
            f"extra={dict(options.extra_body)}, max_repairs={self.max_repairs})"
        )

    @property
    def name(self) -> str:
        """What ledgers and manifests call it."""
        return "language model"

    def design(self, seed: int) -> Draft:
        """Design one business.

        Raises:
            DesignRefusal: The model's answers do not hold.
            EndpointError: There was no answer, or no budget for one.
        """
        with self.begin(seed) as designing:
            return designing.draft()

    def begin(self, seed: int) -> Designing:
        """Begin a design that can be gone on with after its first draft."""
        course = choose_course(self.documents, seed)
        asker = Asker(self._model_for(seed), self.max_repairs, self.prices)
        trial = Trial(Making(seed, course, self._made_by(seed), self.limits))
        return Designing(course, asker, trial, self.max_repairs)

    def _model_for(self, seed: int) -> ChatModel:
        """Return the model, with the answers that this seed has had already."""
        if self.answers is None or not self.answers.parent.is_dir():
            return self.model
        return Resumer(self.model, answers_path(self.answers, seed))

    def _made_by(self, seed: int) -> dict[str, object]:
        return {
            "name": self.name,
            "seed": seed,
            "model": self.model.options.model,
            "source": self.documents.source,
            "document": self.documents.digest,
        }


def with_usable_names(documents: ToolDocuments) -> ToolDocuments:
    """Rename tools whose names mean something else in Python or in every domain."""
    tools = [
        replace(tool, name=f"{tool.name.strip('_')}_tool")
        if objection(tool.name, "snake")
        else tool
        for tool in documents.tools
    ]
    return replace(documents, tools=tuple(tools))


def answers_path(folder: Path, seed: int) -> Path:
    """Return the file in which the answers of a seed are kept."""
    return folder / f"{seed}.jsonl"
