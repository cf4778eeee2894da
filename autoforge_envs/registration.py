"""Registering domains: a table of strings, found by path; nothing of a domain is imported here.

An id is the same in Gymnasium and in PettingZoo; Gymnasium has each also by numbers, for learners
that cannot read.

Domains come from the folder bundled with this package, from every folder named in the environment
variable AUTOFORGE_DOMAINS, and from `register_domains(path)`.
"""

import errno
import os
import stat
import warnings
from pathlib import Path

import gymnasium
import pettingzoo

from autoforge_envs.domain.contents import read_manifest
from autoforge_envs.errors import DomainError

ENTRY_POINT = "autoforge_envs.environments.gymnasium_env:AutoForgeEnv"
SYMBOLIC_ENTRY_POINT = "autoforge_envs.environments.symbolic.symbolic_env:make"
PLAYERS_MODULE = "autoforge_envs.environments.pettingzoo_env"

FORGE_ID = "autoforge/forge-v0"
"""Endless domains behind one id: `domain_seed=` says which, and it is synthesized on the spot."""
FORGE_MODULE = "autoforge_envs.synthesis.pipeline.forge_env"

_PACKAGE = Path(__file__).resolve().parent
_FORBIDDEN = (errno.EACCES, errno.EPERM)


def bundled_folder() -> Path:
    """Return the folder of bundled domains: inside an installed package, or beside a checkout."""
    inside = _PACKAGE / "generated"
    return inside if inside.is_dir() else _PACKAGE.parent / "generated"


def is_bundled(folder: Path) -> bool:
    """Tell whether a domain folder came with this package."""
    return folder.resolve().parent == bundled_folder()


def domain_folders(path: Path) -> list[Path]:
    """Return the domain folders at a path: the path itself, or every domain directly below it.

    Raises:
        DomainError: The path, or a folder below it, cannot be looked into.
    """
    if is_domain(path):
        return [path]
    return [folder for folder in folders_in(path) if is_domain(folder)]


def is_domain(path: Path) -> bool:
    """Tell whether a path is a domain folder, by its manifest.

    Raises:
        DomainError: It cannot be looked into.
    """
    return stat.S_ISREG(_mode(path / "domain.json"))


def folders_in(path: Path) -> list[Path]:
    """Return the folders directly below a path, in order; none if it is no folder.

    Raises:
        DomainError: It cannot be looked into.
    """
    try:
        return sorted(each for each in path.iterdir() if stat.S_ISDIR(_mode(each)))
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        raise _unreadable(path, error) from None


def _mode(path: Path) -> int:
    """Return the mode of a file or folder, 0 if there is none."""
    try:
        return path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError, ValueError):  # the last: no path at all
        return 0
    except OSError as error:
        raise _unreadable(path, error) from None


def _unreadable(path: Path, error: OSError) -> DomainError:
    advice = "mend its permissions" if error.errno in _FORBIDDEN else "mend the path"
    return DomainError(f"{path} cannot be read: {error.strerror}; {advice}")


def register_domains(path: str | os.PathLike[str]) -> list[str]:
    """Register every domain at a path with Gymnasium and PettingZoo and return the ids.

    Args:
        path: A domain folder, or a folder of domain folders.

    Raises:
        DomainError: There is no domain, or a folder or a manifest cannot be read.
    """
    folders = domain_folders(Path(path))
    if not folders:
        raise DomainError(f"{path} holds no domain; a domain is a folder with a domain.json")
    return [_register(folder.resolve()) for folder in folders]


def environment_id(folder: Path) -> str:
    """Return the id of a domain folder, read off its manifest.

    Raises:
        DomainError: The manifest cannot be read, or is wrong.
    """
    return read_manifest(folder).environment_id


def symbolic_id(name: str) -> str:
    """Return the id of the same environment by numbers: "autoforge/retail-symbolic-v0"."""
    domain, _, version = name.rpartition("-v")
    return f"{domain}-symbolic-v{version}"


def _register(folder: Path) -> str:
    name = environment_id(folder)
    registered = gymnasium.registry.get(name)
    if registered is None:
        domain: dict[str, object] = {"domain": str(folder)}
        _register_env(name, ENTRY_POINT, domain)
        _register_env(symbolic_id(name), SYMBOLIC_ENTRY_POINT, domain)
        _register_players(name, PLAYERS_MODULE, domain)
    elif registered.kwargs.get("domain") != str(folder):
        raise DomainError(
            f"{name} is registered already, from {registered.kwargs.get('domain')}; "
            "raise the version or rename the domain"
        )
    return name


def _register_env(name: str, entry_point: str, arguments: dict[str, object]) -> None:
    """Register with Gymnasium, without the checker that it would wrap around every environment.

    That one takes the first `reset` for a good one: where it raised, as for an unknown task, the
    next `step` fails within the checker.
    """
    gymnasium.register(name, entry_point=entry_point, kwargs=arguments, disable_env_checker=True)


def _register_players(name: str, module: str, arguments: dict[str, object]) -> None:
    if not hasattr(pettingzoo, "register"):  # it came with PettingZoo 1.27
        return
    pettingzoo.register("aec", name, f"{module}:env", kwargs=arguments)
    pettingzoo.register("parallel", name, f"{module}:parallel_env", kwargs=arguments)


def _register_forge() -> None:
    if FORGE_ID not in gymnasium.registry:
        _register_env(FORGE_ID, f"{FORGE_MODULE}:make", {})
        _register_env(symbolic_id(FORGE_ID), f"{FORGE_MODULE}:make_symbolic", {})
        _register_players(FORGE_ID, FORGE_MODULE, {})


def find_domain(domain: str | os.PathLike[str]) -> Path:
    """Return the folder of a domain that is named by its id or by its path.

    Raises:
        DomainError: It is neither, or cannot be looked into.
    """
    registered = gymnasium.registry.get(str(domain))
    folder = Path(domain if registered is None else registered.kwargs.get("domain", domain))
    if not is_domain(folder):
        raise DomainError(
            f"{str(domain)!r} is no registered id and no domain folder; "
            "`autoforge list` shows the ids, `register_domains(path)` adds some"
        )
    return folder


def register_known_domains() -> None:
    """Register the bundled domains, the forge of new ones and the domains of AUTOFORGE_DOMAINS.

    What is wrong in the variable is a warning: an import should not fail for a stray path.
    """
    for folder in domain_folders(bundled_folder()):
        _register(folder)
    _register_forge()
    for path in filter(None, os.environ.get("AUTOFORGE_DOMAINS", "").split(os.pathsep)):
        try:
            register_domains(path)
        except DomainError as error:
            warnings.warn(f"AUTOFORGE_DOMAINS: {error}", stacklevel=2)
