"""Putting files in the place of others: all of them or, if one cannot be written, none."""

import tempfile
from collections.abc import Mapping
from pathlib import Path


def try_writing(folder: Path) -> None:
    """Make a file without a name in a folder, and let it go.

    Raises:
        OSError: Nothing can be written there.
    """
    with tempfile.TemporaryFile(dir=folder):
        pass


def replace_files(contents: Mapping[Path, bytes]) -> None:
    """Write files beside those that they replace, then rename them in the order given.

    Raises:
        OSError: One cannot be written; what was written beside the others is removed.
    """
    beside = {path: path.with_name(f".{path.name}.writing") for path in contents}
    try:
        for path, content in contents.items():
            beside[path].write_bytes(content)
        for path, temporary in beside.items():
            temporary.replace(path)
    finally:
        for temporary in beside.values():
            temporary.unlink(missing_ok=True)
