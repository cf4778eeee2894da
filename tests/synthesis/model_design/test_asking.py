"""Threads may share one asker: its accounts are touched by one of them at a time."""

from types import SimpleNamespace
from typing import Any, cast

from autoforge_envs.language_models import ChatModel, PriceTable
from autoforge_envs.synthesis.model_design.asking import Account, Asker
from autoforge_envs.synthesis.model_design.stages.stage import Stage

STAGE = cast(Stage[Any], SimpleNamespace(name="rules"))


class Guarded(dict[str, Account]):
    """Accounts that only whoever holds the lock may look at."""

    def __init__(self, lock: Any) -> None:
        super().__init__()
        self._lock = lock

    def setdefault(self, name: str, account: Account) -> Account:
        assert self._lock._is_owned()
        return super().setdefault(name, account)

    def items(self) -> Any:
        assert self._lock._is_owned()
        return super().items()


def test_accounts_are_opened_and_reported_under_the_lock() -> None:
    asker = Asker(cast(ChatModel, None), 0, PriceTable())
    asker._accounts = Guarded(asker._counting)
    asker._account(STAGE)
    asker.keep(STAGE, "phrase")
    asker.take_back(STAGE)
    (report,) = asker.reports()
    assert (report.name, report.num_out, report.kept) == ("ask rules", -1, {"phrase": 1})
