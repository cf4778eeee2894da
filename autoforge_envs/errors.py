"""Every error this package raises: one root, one class a rule.

A message tells the name, the value and the next step.
"""


class AutoForgeError(Exception):
    """Root of all errors raised on purpose by this package."""


class DomainError(AutoForgeError):
    """A domain folder is wrong; the message names file, line where there is one, and what to do."""


class DesignError(AutoForgeError):
    """A designer's template, option or seed is wrong; nothing was written."""


class DocumentError(AutoForgeError):
    """A tool document cannot be read; the message names file, line, and what to do."""


class EmissionError(AutoForgeError):
    """A synthesized domain cannot be written: a full disk, a folder of others, a second run."""


class TaskError(AutoForgeError):
    """A task does not exist, or its plan does not fit the state it was written for."""


class OptionError(AutoForgeError, ValueError):
    """An option of `make`, `reset` or the command line has a value that cannot be used."""


class RenderModeError(OptionError, TypeError):
    """There is no such render mode; libraries that ask for pictures go without on a `TypeError`."""


class ToolError(AutoForgeError):
    """A tool's caller made a mistake: an observation, never an exception out of `step`."""


class ToolCrash(AutoForgeError):  # noqa: N818 - a crash, told apart from the caller's ToolError
    """A tool or rule failed by its own fault: a bug, a time-out, an attack."""


class StateError(AutoForgeError):
    """The state was used in a way that breaks its promises: a commit, a write by a reading tool."""


class EpisodeError(AutoForgeError):
    """A party acted out of turn, or after the end."""


class SnapshotError(AutoForgeError):
    """A snapshot cannot be restored here: it is damaged, or belongs to another domain."""


class IsolationError(AutoForgeError):
    """The locked worker cannot be started, or this machine cannot lock it."""


class UserError(AutoForgeError):
    """The user simulator failed; the episode is truncated and nobody learns from it."""


class AgentError(AutoForgeError):
    """An agent of one's own raised while it played, or returned what cannot be used."""


class EndpointError(AutoForgeError):
    """A language-model endpoint stayed unusable after all attempts."""


class BudgetError(EndpointError):
    """The token or request budget is spent."""
