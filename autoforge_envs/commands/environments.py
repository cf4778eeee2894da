"""Finding an environment that a command line names: an id, or the path of a domain folder."""

from pathlib import Path

import gymnasium

from autoforge_envs.domain.contents import read_contents
from autoforge_envs.domain.domain import Contents
from autoforge_envs.errors import OptionError
from autoforge_envs.registration import (
    ENTRY_POINT,
    domain_folders,
    environment_id,
    register_domains,
)


def known_ids() -> list[str]:
    """Return the ids of all registered domains."""
    return sorted(
        name for name, spec in gymnasium.registry.items() if spec.entry_point == ENTRY_POINT
    )


def find_id(name: str) -> str:
    """Return the id that a name means; a domain folder is registered on the way.

    Raises:
        OptionError: Neither an id nor a domain folder.
    """
    if name in gymnasium.registry:
        return name
    if (Path(name) / "domain.json").is_file():
        register_domains(name)
        return environment_id(Path(name))
    close = [known for known in known_ids() if name.strip("/") in known]
    hint = ", ".join(close or known_ids()) or "none; set AUTOFORGE_DOMAINS to a folder of domains"
    raise OptionError(f"there is no environment {name!r}; there are {hint}")


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
    """Return the domain folders that a name means: an id, a folder, or a folder of folders."""
    if name not in gymnasium.registry and (found := domain_folders(Path(name))):
        return found
    return [find_folder(name)]


def find_contents(name: str) -> Contents:
    """Return the data of the domain that a name means."""
    return read_contents(find_folder(name))
