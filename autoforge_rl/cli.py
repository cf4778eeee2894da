"""The command `autoforge-rl`."""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import get_args, get_type_hints

from autoforge_rl.conversations import read_conversations
from autoforge_rl.errors import LearnerError, PolicyError
from autoforge_rl.initial_policy import PolicyShape, make_policy, train_tokenizer


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return 0, or 2 where the caller has to change something."""
    options = _parser().parse_args(arguments)
    try:
        sys.stdout.write(options.run(options) + "\n")
    except (LearnerError, OSError) as error:
        sys.stderr.write(f"autoforge-rl: {error}\n")
        return 2
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


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="autoforge-rl", description="Train policies on environments of conversations."
    )
    commands = parser.add_subparsers(required=True, metavar="command")
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
    return parser
