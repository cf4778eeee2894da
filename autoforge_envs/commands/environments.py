"""Finding an environment that a command line names: an id, or the path of a domain folder."""

from pathlib import Path

import gymnasium

from autoforge_envs.domain.contents import read_contents
from autoforge_envs.domain.domain import Contents
from autoforge_envs.errors import OptionError
from autoforge_envs.registration import ENTRY_POINT, environment_id, register_domains


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


def find_contents(name: str) -> Contents:
    """Return the data of the domain that a name means."""
    return read_contents(Path(gymnasium.spec(find_id(name)).kwargs["domain"]))
