"""A budget stops before a request, and its ledger holds everything that was used."""

import itertools
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from autoforge_envs.errors import BudgetError, EndpointError, OptionError
from autoforge_envs.language_models import (
    Budget,
    Budgeted,
    ChatModel,
    LanguageModel,
    UnansweredError,
    Usage,
)

from .scripted_endpoint import ScriptedEndpoint

Answer = Callable[..., dict[str, Any]]

HELLO = [{"role": "user", "content": "Hello?"}]


def test_tokens_stop_the_request_that_would_start_past_them(
    model: LanguageModel, endpoint: ScriptedEndpoint
) -> None:
    budget = Budget(max_tokens=24)  # an answer uses 12
    budgeted = Budgeted(model, budget)
    budgeted.complete(HELLO)
    budgeted.complete(HELLO)
    with pytest.raises(BudgetError, match=r"24 tokens is spent.*2 requests; raise --budget"):
        budgeted.complete(HELLO)
    assert len(endpoint.bodies) == 2
    assert budget.usage.tokens == 24


def test_a_budget_of_nothing_allows_nothing(
    model: LanguageModel, endpoint: ScriptedEndpoint
) -> None:
    for budget in (Budget(max_tokens=0), Budget(max_requests=0)):
        with pytest.raises(BudgetError):
            Budgeted(model, budget).complete(HELLO)
    assert endpoint.bodies == []


def test_models_and_threads_share_a_budget_exactly(
    model: LanguageModel, endpoint: ScriptedEndpoint
) -> None:
    budget = Budget(max_requests=30)
    models = itertools.cycle([Budgeted(model, budget), Budgeted(model, budget)])

    def asked(budgeted: ChatModel) -> int:
        try:
            budgeted.complete(HELLO)
        except BudgetError:
            return 0
        return 1

    with ThreadPoolExecutor(20) as pool:
        answered = sum(pool.map(asked, itertools.islice(models, 60)))
    assert answered == len(endpoint.bodies) == budget.usage.requests == 30
    assert budget.usage.tokens == 360


def test_the_ledger_counts_retries_failures_and_seconds(
    model: LanguageModel, endpoint: ScriptedEndpoint, answer: Answer
) -> None:
    budget = Budget()
    ticks = itertools.count(step=2.5)
    budgeted = Budgeted(model, budget, clock=lambda: next(ticks))
    unmetered = answer()
    del unmetered["usage"]
    endpoint.script(500, 500, answer(), unmetered, 500, 500, 500, 400)
    budgeted.complete(HELLO)
    assert budget.usage == Usage(1, 0, 2, 9, 3, 0, 2.5)
    budgeted.complete(HELLO)
    assert budget.usage.estimated == 1
    with pytest.raises(UnansweredError):
        budgeted.complete(HELLO)
    used = budget.usage
    assert (used.requests, used.failures, used.retries, used.seconds) == (3, 1, 5, 7.5)


def test_a_request_stopped_by_an_inner_budget_is_not_counted(model: LanguageModel) -> None:
    total, stage = Budget(max_requests=1), Budget()
    staged = Budgeted(Budgeted(model, total), stage)
    staged.complete(HELLO)
    with pytest.raises(BudgetError):
        staged.complete(HELLO)
    assert (stage.usage.requests, stage.usage.failures, stage.usage.tokens) == (1, 0, 12)


def test_a_spent_budget_is_an_endpoints_error() -> None:
    assert issubclass(BudgetError, EndpointError)


def test_a_negative_limit_is_refused() -> None:
    with pytest.raises(OptionError, match=r"max_tokens must be 0 or more.*-1"):
        Budget(max_tokens=-1)
