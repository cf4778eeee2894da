"""Paths that a command line names, refused by the option's name where they cannot be meant."""

import re
from argparse import ArgumentTypeError
from pathlib import Path

_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]+://", re.IGNORECASE)


def named_path(text: str) -> Path:
    """Read a path; an empty one does not mean the folder one is in.

    Raises:
        ArgumentTypeError: It is empty.
    """
    if not text:
        raise ArgumentTypeError("an empty path names nothing; give one")
    return Path(text)


def input_file(text: str) -> Path:
    """Read the path of a file that will be read.

    Raises:
        ArgumentTypeError: It is empty, or an address.
    """
    if _ADDRESS.match(text):
        raise ArgumentTypeError(f"{text} is an address; download it first, and give the file")
    return named_path(text)
