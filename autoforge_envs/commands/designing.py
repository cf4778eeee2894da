"""Who designs, by the options of `autoforge synthesize`: templates, documents, a language model."""

import argparse
import os
import shlex
from dataclasses import dataclass, field
from pathlib import Path

from rich.console import Console
from rich.table import Table

from autoforge_envs.commands.paths import input_file, named_path
from autoforge_envs.commands.replacing import replace_files, try_writing
from autoforge_envs.errors import EndpointError, OptionError
from autoforge_envs.isolation.filter import this_architecture
from autoforge_envs.language_models import (
    Door,
    EndpointOptions,
    PriceTable,
    read_prices,
)
from autoforge_envs.language_models.exchanges import Exchange, read_exchanges
from autoforge_envs.synthesis.design.catalogue import ARCHETYPES
from autoforge_envs.synthesis.design.draft import Designer
from autoforge_envs.synthesis.design.template_designer import TemplateDesigner
from autoforge_envs.synthesis.documents.mcp_server import read_mcp_server
from autoforge_envs.synthesis.documents.tool_documents import (
    ToolDocuments,
    from_topic,
    read_tool_documents,
)
from autoforge_envs.synthesis.model_design.designer import (
    DEFAULT_REPAIRS,
    LanguageModelDesigner,
    answers_path,
)
from autoforge_envs.synthesis.model_design.estimating import Estimate, estimate
from autoforge_envs.synthesis.pipeline.folder_designer import designer_of
from autoforge_envs.synthesis.pipeline.out_folder import HIDDEN
from autoforge_envs.synthesis.rewriting.estimating import estimate_rewriting
from autoforge_envs.synthesis.rewriting.rewriter import Rewriter
from autoforge_envs.synthesis.rewriting.rewriter import answers_path as tasks_answers_path
from autoforge_envs.synthesis.schema_design.designer import SchemaDesigner, check_documents

ANSWERS = "answers"
"""Folder beside the notes of a run in which the answers of a model are kept."""

_SOURCES = ("tools", "mcp", "topic")
_INPUTS = ("tools", "prices", "suite", "replay")
"""The options that name a file to read."""
_FOR_MODELS = {
    "rewrite": False, "replay": None, "record": None, "budget": None, "prices": None,
    "base_url": None, "dry_run": False, "temperature": None, "repairs": DEFAULT_REPAIRS,
    "timeout": 120.0, "in_flight": 64,
}  # fmt: skip
"""The options that a run without a model has no use for, and their defaults."""


def add_options(parser: argparse.ArgumentParser) -> None:
    """Declare the options that say who designs."""
    about = parser.add_argument_group("what the business is about, if no template decides")
    sources = about.add_mutually_exclusive_group()
    sources.add_argument(
        "--tools", type=input_file, metavar="FILE", help="OpenAPI, functions, MCP, Markdown"
    )
    sources.add_argument("--mcp", metavar="COMMAND", help="a live MCP server, started over stdio")
    sources.add_argument("--topic", metavar="TEXT", help="one line; needs --model")
    group = parser.add_argument_group("a language model; without one, documents have to do")
    model = group.add_argument
    model("--model", metavar="NAME", help="through any OpenAI-compatible endpoint")
    model("--rewrite", action="store_true", help="have it rewrite the tasks, whoever designs")
    model("--base-url", metavar="URL", help="[OPENAI_BASE_URL, or OpenAI's own]")
    model(
        "--repairs",
        type=int,
        default=_FOR_MODELS["repairs"],
        metavar="N",
        help="of an answer [%(default)s]",
    )
    model("--temperature", type=float, metavar="T", help="[the endpoint's own]")
    model(
        "--timeout",
        type=float,
        default=_FOR_MODELS["timeout"],
        metavar="S",
        help="an answer [%(default)s]",
    )
    model(
        "--in-flight",
        type=int,
        default=_FOR_MODELS["in_flight"],
        metavar="N",
        help="requests at once [%(default)s]",
    )
    model("--budget", type=int, metavar="TOKENS", help="ask no more once so many are used")
    model("--prices", type=input_file, metavar="FILE", help="what tokens cost, TOML")
    model("--dry-run", action="store_true", help="say what it would take; ask and write nothing")
    model(
        "--record",
        type=named_path,
        metavar="FILE",
        help="put every exchange into this file at the end, in the place of an older recording",
    )
    model("--replay", type=input_file, metavar="FILE", help="take the answers from a recording")


def answers_folder(out: Path) -> Path:
    """Return the folder in which a run into a folder keeps the answers of a model."""
    return _resolved(out) / HIDDEN / ANSWERS


def _resolved(path: Path) -> Path:
    """Follow links; a circle of links stays, for whoever opens it to tell."""
    return Path(os.path.realpath(path))


@dataclass(frozen=True, slots=True)
class Makers:
    """Who makes domains, and the endpoint that is asked.

    Attributes:
        rewriter: Who rewrites the tasks; None if nobody does.
        door: Leads to the endpoint; None if no model is asked.
        prices: What tokens cost.
    """

    designer: Designer
    rewriter: Rewriter | None = None
    door: Door | None = None
    prices: PriceTable = field(default_factory=PriceTable)


def choose_makers(arguments: argparse.Namespace, suite: Designer | None = None) -> Makers:
    """Return who designs and who rewrites; whether the endpoint listens is not tried.

    Args:
        arguments: The options of the command.
        suite: Who designs, if a file names the domains.

    Raises:
        OptionError: Options do not go together, or one names nothing.
        DocumentError: The document cannot be read.
        DesignError: The document tells too little to make a domain of.
        EndpointError: The recording that is to answer cannot be read, or holds nothing.
        IsolationError: What a model writes cannot be locked in here.
    """
    source = next((name for name in _SOURCES if getattr(arguments, name) is not None), "")
    _check_company(arguments, source)
    if arguments.record is not None:
        _check_recording(arguments.record, arguments)
    documents = _read_documents(arguments) if source else None
    if not arguments.model:
        return Makers(suite or _without_model(arguments, documents))
    door, repairs = _open_door(arguments), arguments.repairs
    prices = PriceTable() if arguments.prices is None else read_prices(arguments.prices)
    answers = None if arguments.replay else answers_folder(arguments.out)
    return Makers(
        suite or _without_model(arguments, None)
        if documents is None
        else LanguageModelDesigner(documents, door, repairs, prices, answers),
        Rewriter(door, repairs, prices, answers) if arguments.rewrite else None,
        door,
        prices,
    )


def _without_model(arguments: argparse.Namespace, documents: ToolDocuments | None) -> Designer:
    """Return a designer that asks nobody."""
    if documents is not None:
        check_documents(documents)
        return SchemaDesigner(documents)
    if arguments.tasks_for is not None:
        return designer_of(arguments.tasks_for)
    known = [each.name for each in ARCHETYPES]
    if arguments.archetype and arguments.archetype not in known:
        raise OptionError(
            f"there is no archetype {arguments.archetype!r}; there are {', '.join(known)}"
        )
    return TemplateDesigner(arguments.archetype)


def _check_company(arguments: argparse.Namespace, source: str) -> None:
    """Refuse options that contradict each other."""
    if arguments.tasks_for is not None and arguments.archetype:
        raise OptionError(
            f"archetype {arguments.archetype!r} does not go with --tasks-for, whose domain is "
            "designed already; leave one out"
        )
    for name in ("archetype", "tasks_for"):
        if source and getattr(arguments, name):
            raise OptionError(
                f"{name.replace('_', '-')} {str(getattr(arguments, name))!r} does not go with "
                f"--{source}, which says what the business is; leave one out"
            )
    if arguments.model and not source and not arguments.rewrite:
        raise OptionError(
            f"model {arguments.model!r} needs --tools, --mcp or --topic to design from, or "
            "--rewrite to rewrite tasks"
        )
    if arguments.topic is not None and not arguments.model:
        raise OptionError(f"topic {arguments.topic!r} needs a language model; give --model NAME")
    if arguments.model == "":
        raise OptionError("model '' has no name; give the name under which the endpoint knows it")
    given = [name for name, default in _FOR_MODELS.items() if getattr(arguments, name) != default]
    lonely = [] if arguments.model else given
    if lonely:
        raise OptionError(
            f"--{lonely[0].replace('_', '-')} is for language models; give --model NAME"
        )


def _check_recording(path: Path, arguments: argparse.Namespace) -> None:
    """Refuse a recording that could not be written in the end, or would replace something else.

    Raises:
        OptionError: The path is no place for a recording.
    """
    for name in _INPUTS:
        given = getattr(arguments, name)
        if given is not None and _resolved(given) == _resolved(path):
            raise OptionError(f"record {path} is what --{name} reads; choose another path")
    if _resolved(path).is_relative_to(_resolved(arguments.out)):
        raise OptionError(f"record {path} lies in --out, which is for domains; choose another path")
    try:
        if path.exists():
            _check_replaceable(path)
        try_writing(_resolved(path).parent)
    except OSError as error:
        raise OptionError(
            f"record {path} cannot be written: {error.strerror}; choose another path"
        ) from None


def _check_replaceable(path: Path) -> None:
    """Refuse anything but an older recording, or an empty file, that may be written."""
    if not path.is_file():
        raise OptionError(f"record {path} is no file; choose another path")
    if not os.access(path, os.W_OK):
        raise OptionError(f"record {path} must not be written; choose another path")
    try:
        is_recording = path.stat().st_size == 0 or next(read_exchanges(path), None) is not None
    except EndpointError:
        is_recording = False
    if not is_recording:
        raise OptionError(f"record {path} is there and is no recording; choose another path")


def _read_documents(arguments: argparse.Namespace) -> ToolDocuments:
    if arguments.tools is not None:
        return read_tool_documents(arguments.tools)
    if arguments.mcp is not None:
        return read_mcp_server(_split(arguments.mcp))
    return from_topic(arguments.topic)


def _split(command: str) -> list[str]:
    try:
        return shlex.split(command)
    except ValueError as error:
        raise OptionError(f"mcp {command!r}: {error}; write it as in a shell") from None


def _open_door(arguments: argparse.Namespace) -> Door:
    """Return the way to the endpoint, or to the recording that answers in its place."""
    options = EndpointOptions(
        arguments.model,
        base_url=arguments.base_url,
        temperature=arguments.temperature,
        timeout=arguments.timeout,
    )
    if arguments.budget is not None and arguments.budget < 0:
        raise OptionError(f"--budget must be 0 tokens or more, got {arguments.budget}")
    if arguments.budget is not None and arguments.engine not in ("", "threads"):
        raise OptionError(
            f"budget {arguments.budget} is kept within one process; use it with the engine "
            f"'threads', not {arguments.engine!r}"
        )
    door = Door(
        options,
        max_in_flight=arguments.in_flight,
        max_tokens=arguments.budget,
        replay=arguments.replay,
    )
    if arguments.replay is not None:
        _open_recording(door, arguments.replay)
    this_architecture()  # what a model writes is run behind locks only
    return door


def _open_recording(door: Door, recording: Path) -> None:
    """Read the recording that answers in the place of the endpoint.

    Raises:
        EndpointError: It cannot be read, or holds nothing.
    """
    door.open()
    if next(read_exchanges(recording), None) is None:
        raise EndpointError(f"the recording {recording} holds no exchange; record one first")


def print_estimate(makers: Makers, num_seeds: int, num_tasks: int, console: Console) -> None:
    """Print what the questions to a model would take, at best and at worst."""
    designer, rewriter = makers.designer, makers.rewriter
    found: list[Estimate] = []
    if isinstance(designer, LanguageModelDesigner):
        found += estimate(designer.documents, designer.max_repairs)
    if rewriter is not None:
        found += estimate_rewriting(num_tasks, rewriter.max_repairs)
    table = Table(title="Estimate of one domain", title_justify="left")
    table.add_column("stage")
    for name in ("questions", "prompt tokens", "completion tokens", "if all repaired"):
        table.add_column(name, justify="right")
    for part in found:
        table.add_row(
            part.stage,
            str(part.questions),
            f"{part.prompt_tokens:,}",
            f"{part.completion_tokens:,}",
            f"{part.most_tokens:,}",
        )
    console.print(table)
    console.print(_sum_of(found, makers, num_seeds), soft_wrap=True)


def _sum_of(found: list[Estimate], makers: Makers, num_seeds: int) -> str:
    prompt = num_seeds * sum(part.prompt_tokens for part in found)
    completion = num_seeds * sum(part.completion_tokens for part in found)
    most = num_seeds * sum(part.most_tokens for part in found)
    model = makers.door.options.model if makers.door is not None else ""
    prices = makers.prices
    told = f"{num_seeds} domains: about {prompt + completion:,} tokens, at most about {most:,}"
    if not prices.knows(model):
        return f"{told}; what {model} costs is in no price table: give --prices FILE"
    return f"{told}; about {prices.show(prices.cost(model, prompt, completion))}"


def write_recording(path: Path, folder: Path, seeds: list[int]) -> int:
    """Put the answers of all seeds into one file, in order; return how many.

    Answers about tasks come in any order, so they are sorted. An older file stays until the new one
    is whole.

    Args:
        path: The file.
        folder: Where the answers are kept.
        seeds: Whose they are.

    Raises:
        EndpointError: It cannot be written.
    """
    exchanges = [
        exchange
        for seed in seeds
        for exchange in (
            *_exchanges(answers_path(folder, seed)),
            *sorted(_exchanges(tasks_answers_path(folder, seed)), key=lambda each: each.hash),
        )
    ]
    lines = [each.as_line() for each in exchanges]
    try:
        replace_files({_resolved(path): b"".join(lines)})
    except OSError as error:
        raise EndpointError(
            f"cannot write the recording {path}: {error.strerror}; choose another path"
        ) from None
    return len(lines)


def _exchanges(file: Path) -> list[Exchange]:
    return list(read_exchanges(file)) if file.is_file() else []
