"""Users by name: the scripted one, and `openai:MODEL`; with faults where a rate is given."""

from autoforge_envs.environments.options import USERS, UserFactory
from autoforge_envs.errors import OptionError
from autoforge_envs.language_models import (
    Budget,
    Budgeted,
    EndpointOptions,
    LanguageModel,
    check_reachable,
)
from autoforge_envs.users.faults.faulty import FaultOptions, FaultyUsers
from autoforge_envs.users.language_model import LanguageModelUsers

NAMES = f"{', '.join(USERS)} or openai:MODEL"


def find_user(name: str, budget: Budget, fault_rate: float = 0.0) -> UserFactory:
    """Return what makes users of this name; model users share one budget.

    Args:
        name: See `NAMES`.
        budget: What a model's user may cost.
        fault_rate: Share of the episodes in which the user goes wrong on purpose.

    Raises:
        OptionError: There is no such user, or the rate is none.
        EndpointError: The endpoint has no address or key, or nobody listens there.
    """
    make_user = _find(name, budget)
    return FaultyUsers(make_user, FaultOptions(fault_rate)) if fault_rate else make_user


def _find(name: str, budget: Budget) -> UserFactory:
    if name in USERS:
        return USERS[name]
    provider, _, model = name.partition(":")
    if provider != "openai" or not model:
        raise OptionError(f"there is no user {name!r}; there are {NAMES}")
    options = EndpointOptions(model)
    check_reachable(options)
    return LanguageModelUsers(Budgeted(LanguageModel(options), budget))
