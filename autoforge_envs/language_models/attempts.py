"""Attempts at an answer: why one failed, and how long to wait before the next."""

import numpy as np

from autoforge_envs.language_models.options import EndpointOptions


class AttemptError(Exception):
    """One attempt failed. Never leaves this package: the last one becomes an `UnansweredError`."""

    def __init__(
        self,
        reason: str,
        next_step: str,
        *,
        status: int | None = None,
        final: bool = False,
        retry_after: float | None = None,
    ) -> None:
        """Keeps what is needed to decide on another attempt.

        Args:
            reason: What went wrong.
            next_step: What the reader can do about it.
            status: The HTTP status, if there was an answer.
            final: Another attempt cannot help.
            retry_after: Seconds that the endpoint asks to wait.
        """
        super().__init__(reason)
        self.next_step = next_step
        self.status = status
        self.final = final
        self.retry_after = retry_after


def seconds_to_wait(
    failure: AttemptError, num_failed: int, options: EndpointOptions, generator: np.random.Generator
) -> float | None:
    """Returns the wait before the next attempt, or None where there should be none.

    Exponential back-off, of which a random half is waited, so that requests that failed together
    do not come back together. What the endpoint asks for in Retry-After is a lower bound.
    """
    if failure.final or num_failed > options.max_retries:
        return None
    asked = failure.retry_after or 0.0
    if asked > options.max_delay:
        return None
    delay = min(options.first_delay * 2.0 ** (num_failed - 1), options.max_delay)
    jittered = delay * (0.5 + 0.5 * float(generator.random()))
    return jittered if asked == 0.0 else asked + min(jittered, options.first_delay)
