"""The command `autoforge-rl`."""

import argparse
import sys
from collections.abc import Callable, Sequence
from dataclasses import fields
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import get_args, get_type_hints

from rich.console import Console
from transformers.utils.logging import disable_progress_bar

from autoforge_rl.config import read_recipe
from autoforge_rl.conversations import read_conversations
from autoforge_rl.errors import LearnerError, PolicyError
from autoforge_rl.initial_policy import PolicyShape, make_policy, train_tokenizer
from autoforge_rl.processes import joined
from autoforge_rl.runs import run_evaluation, run_imitation, run_training


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    Returns:
        0; 2 where the caller has to change something; 130 when interrupted.
    """
    options = _parser().parse_args(arguments)
    disable_progress_bar()
    try:
        sys.stdout.write(options.run(options) + "\n")
    except LearnerError as error:
        sys.stderr.write(f"autoforge-rl: {error}\n")
        return 2
    except OSError as error:
        where = "" if error.filename is None else f"{error.filename}: "
        reason = error.strerror or " ".join(str(error).split())
        sys.stderr.write(f"autoforge-rl: {where}{reason}; mend that, or name another place\n")
        return 2
    except KeyboardInterrupt:
        begins = "starts anew" if options.run is initialize else "goes on where it stopped"
        sys.stderr.write(f"autoforge-rl: interrupted; the same command {begins}\n")
        return 130
    return 0


def initialize(options: argparse.Namespace) -> str:
    """Make a small policy from nothing, and say what was made.

    Raises:
        PolicyError: The folder is there already.
    """
    shape = PolicyShape(
        **{field.name: getattr(options, field.name) for field in fields(PolicyShape)}
    )
    out: Path = options.out
    if out.exists():
        raise PolicyError(f"{out} is there already; name a folder that is not")
    conversations = [each for path in options.conversations for each in read_conversations(path)]
    tokenizer = train_tokenizer(conversations, shape.vocabulary_size)
    model = make_policy(shape, tokenizer, options.seed)
    out.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=out.parent, prefix=f".{out.name}.") as scratch:
        whole = Path(scratch) / "policy"
        model.save_pretrained(whole)
        tokenizer.save_pretrained(whole)
        whole.rename(out)
    millions = model.num_parameters() / 1e6
    return f"{out}: {shape.family}, {millions:.2f} million weights, {len(tokenizer)} tokens"


def run_file(options: argparse.Namespace) -> str:
    """Run a command on the run that its file describes; only the first process shows anything."""
    recipe = read_recipe(options.config)
    with joined() as processes:
        console = Console(stderr=True, quiet=processes.rank > 0)
        said: str = options.stage(recipe, processes, console)
        return said if processes.rank == 0 else ""


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="autoforge-rl", description="Train policies on environments of conversations."
    )
    commands = parser.add_subparsers(required=True, metavar="command")
    _add_init(commands)
    _add_stage(commands, "imitate", run_imitation, "learn to say what reference trajectories say")
    _add_stage(commands, "train", run_training, "learn from rewards by policy gradients")
    _add_stage(commands, "evaluate", run_evaluation, "measure pass^k on held-out environments")
    return parser


def _add_stage(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
    name: str,
    stage: Callable[..., str],
    summary: str,
) -> None:
    command = commands.add_parser(
        name,
        help=summary,
        description=f"{summary[0].upper()}{summary[1:]}. A run that was killed goes on.",
    )
    command.add_argument("config", type=Path, help="the run's TOML file")
    command.set_defaults(run=run_file, stage=stage)


def _add_init(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    command = commands.add_parser("init", help="make a small policy and tokenizer from nothing")
    command.add_argument("out", type=Path, help="folder to make")
    command.add_argument(
        "--conversations",
        type=Path,
        nargs="+",
        required=True,
        metavar="FILE",
        help="JSON lines with `messages` and `tools`, to train the tokenizer on",
    )
    command.add_argument("--seed", type=int, default=0, help="of the weights (default 0)")
    types = get_type_hints(PolicyShape)
    for field in fields(PolicyShape):
        choices = get_args(types[field.name]) or None
        command.add_argument(
            f"--{field.name.replace('_', '-')}",
            type=str if choices else int,
            choices=choices,
            default=field.default,
            help=f"default {field.default}",
        )
    command.set_defaults(run=initialize)
