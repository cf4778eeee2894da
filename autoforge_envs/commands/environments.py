"""Finding an environment that a command line names: an id, or the path of a domain folder."""

import os
import re
from difflib import get_close_matches
from pathlib import Path

import gymnasium

from autoforge_envs.domain.contents import CODE_FILES, read_contents
from autoforge_envs.domain.domain import Contents
from autoforge_envs.errors import DomainError, OptionError
from autoforge_envs.registration import (
    ENTRY_POINT,
    domain_folders,
    environment_id,
    folders_in,
    is_domain,
    register_domains,
)

_OURS = "autoforge_envs."
_VERSION = re.compile(r"-v\d+$")

_SIGNS = (*CODE_FILES, "tasks.jsonl")
"""What makes a folder without a manifest look like a domain."""


def known_ids() -> list[str]:
    """Return the ids of all registered domains."""
    return sorted(
        name for name, spec in gymnasium.registry.items() if spec.entry_point == ENTRY_POINT
    )


def find_id(name: str) -> str:
    """Return the id that a name means; a domain folder is registered on the way.

    Raises:
        OptionError: Neither an id nor a domain folder.
        DomainError: A folder that cannot be read.
    """
    if name in gymnasium.registry:
        if not str(gymnasium.spec(name).entry_point).startswith(_OURS):
            raise OptionError(f"{name} is no environment of this package; see `autoforge list`")
        return name
    path = Path(name or os.devnull)  # an empty name does not mean the folder one is in
    if is_domain(path):
        register_domains(path)
        return environment_id(path)
    if held := domain_folders(path):
        names = ", ".join(folder.name for folder in held)
        raise OptionError(f"{name} holds the domains {names}; name one, such as {held[0]}")
    if name and path.exists():
        raise OptionError(f"{name} holds no domain; a domain is a folder with a domain.json")
    raise OptionError(f"there is no environment {name!r}; {_known_like(name)}")


def _known_like(name: str) -> str:
    """Say which environments there are: those that hold a name, else all, the nearest first."""
    known = known_ids()
    if not known:
        return "there are none; set AUTOFORGE_DOMAINS to a folder of domains"
    holding = [each for each in known if name.strip("/") in each]
    near = () if holding else get_close_matches(_bare(name), map(_bare, known), n=1)
    nearest = [f"the nearest is {each}; " for each in known if _bare(each) in near]
    return f"{''.join(nearest)}there are {', '.join(holding or known)}"


def _bare(name: str) -> str:
    """Leave out an id's namespace and version: "retail" of "autoforge/retail-v0"."""
    return _VERSION.sub("", name.rpartition("/")[2].lower())


def find_folder(name: str) -> Path:
    """Return the folder of the domain that a name means.

    Raises:
        OptionError: Neither an id nor a domain folder, or an id whose domains lie in no folder.
    """
    folder = gymnasium.spec(find_id(name)).kwargs.get("domain")
    if folder is None:
        raise OptionError(
            f"the domains of {name} lie in no folder; put one into a folder with "
            "`autoforge synthesize --seed N --out FOLDER` and name that"
        )
    return Path(folder)


def find_folders(name: str) -> list[Path]:
    """Return the domain folders that a name means: an id, a folder, or a folder of folders.

    Raises:
        OptionError: The name means nothing.
        DomainError: A folder cannot be read, or has a domain's files and no domain.json.
    """
    path = Path(name)
    if name in gymnasium.registry:
        return [find_folder(name)]
    for folder in () if is_domain(path) else (path, *folders_in(path)):
        _check_whole(folder)
    return domain_folders(path) or [find_folder(name)]


def _check_whole(folder: Path) -> None:
    """Refuse a folder that would be a domain, had it a manifest."""
    if is_domain(folder):
        return
    signs = [name for name in _SIGNS if (folder / name).exists()]
    if signs:
        raise DomainError(
            f"{folder} holds {signs[0]} and no domain.json; put it back, or move the folder away"
        )


def find_contents(name: str) -> Contents:
    """Return the data of the domain that a name means."""
    return read_contents(find_folder(name))
