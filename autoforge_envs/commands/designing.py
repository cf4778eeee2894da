"""Who designs, by the options of `autoforge synthesize`: templates, documents, a language model."""

import argparse
import shlex
from pathlib import Path

from rich.console import Console
from rich.table import Table

from autoforge_envs.errors import EndpointError, OptionError
from autoforge_envs.isolation.filter import this_architecture
from autoforge_envs.language_models import (
    Door,
    EndpointOptions,
    PriceTable,
    check_reachable,
    read_prices,
)
from autoforge_envs.language_models.exchanges import read_exchanges
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
from autoforge_envs.synthesis.schema_design.designer import SchemaDesigner

ANSWERS = "answers"
"""Folder beside the notes of a run in which the answers of a model are kept."""

_SOURCES = ("tools", "mcp", "topic")
_FOR_MODELS = ("replay", "record", "budget", "prices", "base_url", "dry_run", "temperature")


def add_options(parser: argparse.ArgumentParser) -> None:
    """Declare the options that say who designs."""
    about = parser.add_argument_group("what the business is about, if no template decides")
    sources = about.add_mutually_exclusive_group()
    sources.add_argument(
        "--tools", type=Path, metavar="FILE", help="OpenAPI, functions, MCP, Markdown"
    )
    sources.add_argument("--mcp", metavar="COMMAND", help="a live MCP server, started over stdio")
    sources.add_argument("--topic", metavar="TEXT", help="one line; needs --model")
    group = parser.add_argument_group("a language model; without one, documents have to do")
    model = group.add_argument
    model("--model", metavar="NAME", help="through any OpenAI-compatible endpoint")
    model("--base-url", metavar="URL", help="[OPENAI_BASE_URL, or OpenAI's own]")
    model(
        "--repairs",
        type=int,
        default=DEFAULT_REPAIRS,
        metavar="N",
        help="of an answer [%(default)s]",
    )
    model("--temperature", type=float, metavar="T", help="[the endpoint's own]")
    model("--timeout", type=float, default=120.0, metavar="S", help="an answer [%(default)s]")
    model("--in-flight", type=int, default=64, metavar="N", help="requests at once [%(default)s]")
    model("--budget", type=int, metavar="TOKENS", help="stop before the request past it")
    model("--prices", type=Path, metavar="FILE", help="what tokens cost, TOML")
    model("--dry-run", action="store_true", help="say what it would take; ask and write nothing")
    model(
        "--record", type=Path, metavar="FILE", help="put every exchange into this file at the end"
    )
    model("--replay", type=Path, metavar="FILE", help="take the answers from a recording")


def choose_designer(arguments: argparse.Namespace) -> Designer:
    """Return who designs.

    Raises:
        OptionError: Options do not go together, or one names nothing.
        DocumentError: The document cannot be read.
        EndpointError: There is no key, or nobody listens there.
        IsolationError: What a model writes cannot be locked in here.
    """
    source = next((name for name in _SOURCES if getattr(arguments, name) is not None), "")
    _check_company(arguments, source)
    if source:
        documents = _read_documents(arguments)
        if not arguments.model:
            return SchemaDesigner(documents)
        return _language_model(arguments, documents)
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
    if arguments.model and not source:
        raise OptionError(f"model {arguments.model!r} needs --tools, --mcp or --topic to work from")
    if arguments.topic is not None and not arguments.model:
        raise OptionError(f"topic {arguments.topic!r} needs a language model; give --model NAME")
    lonely = [name for name in _FOR_MODELS if getattr(arguments, name) and not arguments.model]
    if lonely:
        raise OptionError(
            f"{lonely[0].replace('_', '-')} is for language models; give --model NAME"
        )


def _read_documents(arguments: argparse.Namespace) -> ToolDocuments:
    if arguments.tools is not None:
        return read_tool_documents(arguments.tools)
    if arguments.mcp is not None:
        return read_mcp_server(shlex.split(arguments.mcp))
    return from_topic(arguments.topic)


def _language_model(
    arguments: argparse.Namespace, documents: ToolDocuments
) -> LanguageModelDesigner:
    options = EndpointOptions(
        arguments.model,
        base_url=arguments.base_url,
        temperature=arguments.temperature,
        timeout=arguments.timeout,
    )
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
        door.open()
    elif not arguments.dry_run:
        check_reachable(options)
    this_architecture()  # what a model writes is run behind locks only
    prices = PriceTable() if arguments.prices is None else read_prices(arguments.prices)
    answers = None if arguments.replay else arguments.out.resolve() / HIDDEN / ANSWERS
    return LanguageModelDesigner(documents, door, arguments.repairs, prices, answers)


def print_estimate(designer: LanguageModelDesigner, num_seeds: int, console: Console) -> None:
    """Print what designing would take, at best and at worst."""
    found = estimate(designer.documents, designer.max_repairs)
    table = Table(title="Estimate of one design", title_justify="left")
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
    console.print(_sum_of(found, designer, num_seeds), soft_wrap=True)


def _sum_of(found: list[Estimate], designer: LanguageModelDesigner, num_seeds: int) -> str:
    prompt = num_seeds * sum(part.prompt_tokens for part in found)
    completion = num_seeds * sum(part.completion_tokens for part in found)
    most = num_seeds * sum(part.most_tokens for part in found)
    model, prices = designer.model.options.model, designer.prices
    told = f"{num_seeds} designs: about {prompt + completion:,} tokens, at most about {most:,}"
    if not prices.knows(model):
        return f"{told}; what {model} costs is in no price table: give --prices FILE"
    return f"{told}; about {prices.show(prices.cost(model, prompt, completion))}"


def write_recording(path: Path, designer: LanguageModelDesigner, seeds: list[int]) -> int:
    """Put the answers of all seeds into one file, in order; return how many.

    Raises:
        EndpointError: It cannot be written.
    """
    folder = designer.answers
    files = [answers_path(folder, seed) for seed in seeds] if folder is not None else []
    lines = [each.as_line() for file in files if file.is_file() for each in read_exchanges(file)]
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"".join(lines))
    except OSError as error:
        raise EndpointError(
            f"cannot write the recording {path}: {error.strerror}; choose another path"
        ) from None
    return len(lines)
