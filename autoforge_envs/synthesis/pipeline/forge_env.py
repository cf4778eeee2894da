"""Endless domains behind one id: `gymnasium.make("autoforge/forge-v0", domain_seed=5)`.

The domain is synthesized when the environment is made, with few tasks, in a folder of its own that
goes with the last environment of the same seed. The same seed gives the same bytes as
`autoforge synthesize` does with as many tasks.
"""

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pettingzoo import AECEnv, ParallelEnv

from autoforge_envs.domain.domain import Domain
from autoforge_envs.domain.loading import load_domain
from autoforge_envs.domain.serving import LocalServer
from autoforge_envs.environments import pettingzoo_env
from autoforge_envs.environments.gymnasium_env import AutoForgeEnv
from autoforge_envs.environments.symbolic import symbolic_env
from autoforge_envs.errors import DesignError, OptionError
from autoforge_envs.synthesis.composition.composer import Composer
from autoforge_envs.synthesis.design.template_designer import TemplateDesigner, find_archetype
from autoforge_envs.synthesis.pipeline.forging import forge
from autoforge_envs.synthesis.pipeline.quota import Quota
from autoforge_envs.synthesis.pipeline.recipe import Recipe

NUM_TASKS = 15
"""Tasks of a forged domain, unless told otherwise."""


class ForgedServer(LocalServer):
    """Serves a domain from memory; its folder goes when it is closed."""

    def __init__(self, domain: Domain, folder: "tempfile.TemporaryDirectory[str]") -> None:
        """Serve a domain.

        Args:
            domain: The loaded domain.
            folder: The temporary folder that holds the domain's.
        """
        super().__init__(domain, in_memory=True)
        self._folder = folder

    def close(self) -> None:
        """Give up the image and remove the folder."""
        super().close()
        self._folder.cleanup()


@dataclass(frozen=True, slots=True)
class Forge:
    """The domain of a seed, made when an environment needs it; equal ones share one server.

    Attributes:
        domain_seed: Which.
        num_tasks: How many tasks it gets.
        archetype: Kind of business; "" to draw one from the seed.
    """

    domain_seed: int = 0
    num_tasks: int = NUM_TASKS
    archetype: str = ""

    def __post_init__(self) -> None:
        """Check the values.

        Raises:
            OptionError: One cannot be used.
            DesignError: There is no such archetype.
        """
        for name in ("domain_seed", "num_tasks"):
            value = getattr(self, name)
            if isinstance(value, bool) or not isinstance(value, int):
                raise OptionError(f"{name} must be a whole number, got {value!r}")
        if self.domain_seed < 0:
            raise OptionError(f"domain_seed must be zero or more, got {self.domain_seed}")
        Quota(self.num_tasks)
        if self.archetype:
            find_archetype(self.archetype)

    def serve(self) -> LocalServer:
        """Synthesize the domain and open it.

        Raises:
            DesignError: The seed gives no domain that passes.
        """
        recipe = Recipe(TemplateDesigner(self.archetype), Composer, Quota(self.num_tasks))
        product = forge(recipe, self.domain_seed)
        if product.failure:
            raise DesignError(
                f"domain_seed {self.domain_seed} gives no domain ({product.failure}); take another"
            )
        temporary = tempfile.TemporaryDirectory(prefix="autoforge-forged-")
        folder = Path(temporary.name) / product.folder_name
        folder.mkdir()
        for name, content in product.files.items():
            (folder / name).write_bytes(content)
        return ForgedServer(load_domain(folder), temporary)


def make(
    *, domain_seed: int = 0, num_tasks: int = NUM_TASKS, archetype: str = "", **options: Any
) -> AutoForgeEnv:
    """Make the environment of a seed: the entry point of `autoforge/forge-v0`.

    Args:
        domain_seed: Which domain.
        num_tasks: How many tasks it gets.
        archetype: Kind of business; "" to draw one from the seed.
        **options: See `EnvironmentOptions`.
    """
    return AutoForgeEnv(Forge(domain_seed, num_tasks, archetype), **options)


def make_symbolic(
    *, domain_seed: int = 0, num_tasks: int = NUM_TASKS, archetype: str = "", **options: Any
) -> symbolic_env.SymbolicEnv:
    """Make the environment of a seed by numbers, for `autoforge/forge-symbolic-v0`."""
    return symbolic_env.make(Forge(domain_seed, num_tasks, archetype), **options)


def env(
    *, domain_seed: int = 0, num_tasks: int = NUM_TASKS, archetype: str = "", **options: Any
) -> AECEnv[str, Any, str | None]:
    """Make the environment of a seed with two players, one at a time."""
    return pettingzoo_env.env(Forge(domain_seed, num_tasks, archetype), **options)


def parallel_env(
    *, domain_seed: int = 0, num_tasks: int = NUM_TASKS, archetype: str = "", **options: Any
) -> ParallelEnv[str, Any, str | None]:
    """Make the environment of a seed with two players, both at once."""
    return pettingzoo_env.parallel_env(Forge(domain_seed, num_tasks, archetype), **options)
