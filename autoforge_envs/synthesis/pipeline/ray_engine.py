"""The engine on Ray: many machines, the same pure function.

Ray comes with the extra "ray". Where RAY_ADDRESS is set the run joins that cluster, whose machines
need this package; elsewhere Ray starts one on this machine.
"""

import logging
from collections.abc import Sequence
from typing import Any

from autoforge_envs.errors import OptionError
from autoforge_envs.synthesis.pipeline.engines import MAX_LOSSES, Job, Products, check_workers, do
from autoforge_envs.synthesis.pipeline.forging import Product, lost

_JOBS_A_PROCESS = 8
"""Seeds after which a process is replaced, since Python keeps what it has imported."""


class RayEngine:
    """Forges on a Ray cluster."""

    def __init__(self, num_workers: int | None = None) -> None:
        """Start nothing yet.

        Args:
            num_workers: Processes at once where Ray starts its own cluster; None for one a core.

        Raises:
            OptionError: It is no positive number, or Ray is not installed.
        """
        self._num_workers = check_workers(num_workers)
        self._ray = _import_ray()

    def run(self, jobs: Sequence[Job]) -> Products:
        """Yield what each job came to, as they are done; one whose process is killed is repeated.

        Raises:
            EmissionError: A disk is full.
        """
        if not jobs:
            return
        ray = self._ray
        ray.init(
            num_cpus=self._num_workers, include_dashboard=False, log_to_driver=False,
            logging_level=logging.WARNING, ignore_reinit_error=True,
        )  # fmt: skip
        try:
            work = ray.remote(max_retries=MAX_LOSSES - 1, max_calls=_JOBS_A_PROCESS)(do)
            running = {work.remote(job): job for job in jobs}
            while running:
                done, _ = ray.wait(list(running))
                for reference in done:
                    yield self._result(reference, running.pop(reference))
        finally:
            ray.shutdown()

    def _result(self, reference: object, job: Job) -> Product:
        ray = self._ray
        try:
            return ray.get(reference)  # type: ignore[no-any-return]
        except ray.exceptions.RayTaskError as error:
            raise error.cause from None
        except ray.exceptions.RayError as error:
            return lost(job.seed, f"Ray gave it up: {str(error).splitlines()[0]}")


def _import_ray() -> Any:
    try:
        import ray
    except ImportError:
        raise OptionError(
            "engine 'ray' needs Ray, which is not installed; pip install 'autoforge-envs[ray]', "
            "or choose the engine 'processes'"
        ) from None
    return ray
