"""Every error this package raises: one root, one class a rule.

A message tells the name, the value and the next step.
"""


class LearnerError(Exception):
    """Root of all errors raised on purpose by this package."""


class ChoiceError(LearnerError, ValueError):
    """A choice of the algorithm has a value that cannot be used."""


class ConfigError(LearnerError, ValueError):
    """A run's TOML file has a wrong key or value; the message names file and line."""


class BatchError(LearnerError, ValueError):
    """Rollouts do not fit together, or hold a number that no update may be made from."""


class TemplateError(LearnerError):
    """A chat template cannot be used to train on what was sampled."""


class PolicyError(LearnerError):
    """A policy cannot be made, or does not fit its tokenizer."""


class CheckpointError(LearnerError):
    """A checkpoint cannot be written, or cannot be gone on from."""


class LockError(LearnerError):
    """Another run works in the same folder."""


class MetricsError(LearnerError):
    """A run's log of metrics cannot be read; the message names file and line."""


class EnvironmentCrash(LearnerError):  # noqa: N818 - a crash of somebody else's code
    """An environment raised, or returned what cannot be played; it spoils one rollout alone."""


class BrokenRunError(LearnerError):
    """Every rollout of several updates crashed, or no update of a run trained anything."""


class ServerError(LearnerError):
    """A server that speaks for the policy cannot be reached, or answers what cannot be used."""
