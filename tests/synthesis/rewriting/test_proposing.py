"""Whatever comes from behind the locks and from the model, forging comes to an end."""

import json
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import pytest

from autoforge_envs.domain.tasks import Task
from autoforge_envs.errors import BudgetError, EndpointError, ToolCrash
from autoforge_envs.isolation.channel import ChannelGarbage
from autoforge_envs.language_models import ChatMessage, Completion, EndpointOptions
from autoforge_envs.synthesis.composition.composer import Composer
from autoforge_envs.synthesis.design.template_designer import TemplateDesigner
from autoforge_envs.synthesis.pipeline.quota import Quota
from autoforge_envs.synthesis.pipeline.workshop import Commission, Made
from autoforge_envs.synthesis.rewriting.editing import FINISH, GO_ON, REWORD, SHOW
from autoforge_envs.synthesis.rewriting.frames import frame_of
from autoforge_envs.synthesis.rewriting.free_words import Bounds
from autoforge_envs.synthesis.rewriting.offers import Offer, Wording
from autoforge_envs.synthesis.rewriting.proposing import forge_rewritten
from autoforge_envs.synthesis.rewriting.rewriter import Rewriter

from .answering import answer_to

T = TypeVar("T")

GENERATED = Path(__file__).parents[3] / "generated"
TASK = json.loads((GENERATED / "library_v0" / "tasks.jsonl").read_text().splitlines()[0])
COMMISSION = Commission(TemplateDesigner("lending").design(3), Composer, Quota(4), 3)
MADE = {"files": {}, "stages": [], "failure": "", "crashed": False}
WORDING = Wording(
    frame_of("Please pay it.", [], []), None, ("as it is",), Bounds(()), Bounds(())
)  # fmt: skip


@dataclass
class Model:
    """Answers rightly, so many times."""

    num_answers: int = 1_000
    num_asked: int = 0
    options: EndpointOptions = field(default_factory=lambda: EndpointOptions("model"))

    def complete(
        self, messages: Sequence[ChatMessage], *_: object, **options: object
    ) -> Completion:
        self.num_asked += 1
        if self.num_asked > self.num_answers:
            raise BudgetError("the budget is spent")
        return Completion(answer_to(messages))


@dataclass
class Shop:
    """Offers the same task so many times; any order can be answered otherwise."""

    num_offers: int = 4
    otherwise: dict[str, Any] = field(default_factory=dict)
    orders: list[str] = field(default_factory=list)

    def take_turn(self, order: Sequence[object], read: Callable[[object], T]) -> T:
        name = str(order[0]) if order else GO_ON
        self.orders.append(name)
        answer = self.otherwise.get(name) or self._answer(name)
        if isinstance(answer, Exception):
            raise answer
        try:
            return read(answer)
        except ChannelGarbage as garbage:
            raise ToolCrash(str(garbage)) from None

    def _answer(self, name: str) -> Any:
        if name == FINISH:
            return MADE
        if name == SHOW:
            return {"task": TASK}
        if name == GO_ON and self.orders.count(GO_ON) > self.num_offers:
            return {"offer": None}
        return {"offer": Offer(f"pay_{len(self.orders)}", (WORDING,)).as_json()}


def forge(shop: Shop, model: Model, look: Callable[[Task], None] = lambda task: None) -> Made:
    return forge_rewritten(shop, Rewriter(model), COMMISSION, look)


def test_every_task_is_asked_about_and_two_are_looked_at_before_the_end() -> None:
    shop, looked = Shop(), list[Task]()
    made = forge(shop, Model(), looked.append)
    assert made.failure == ""
    assert shop.orders.count(REWORD) == 4
    assert shop.orders[-1] == FINISH
    assert [task.id for task in looked] == [TASK["id"]] * 2
    (report,) = made.stages
    assert (report.name, report.num_in, report.num_out) == ("ask words", 4, 4)


def test_no_more_is_asked_than_there_may_be_tasks() -> None:
    model = Model()
    assert forge(Shop(num_offers=50), model).failure == ""
    assert model.num_asked == COMMISSION.quota.num_tasks


@pytest.mark.parametrize("order", [GO_ON, REWORD, FINISH, SHOW])
@pytest.mark.parametrize(
    "answer",
    [ToolCrash("breaks out"), "nonsense", {"offer": 3}, {"problems": [["a"]]}, {"files": 1}],
)
def test_a_process_that_fails_at_any_order_gives_no_domain(order: str, answer: object) -> None:
    made = forge(Shop(otherwise={order: answer}), Model())
    assert made.failure.startswith("behind locks: ")
    assert not made.files


@dataclass
class HeldModel(Model):
    """Answers nothing until it may."""

    may_answer: threading.Event = field(default_factory=threading.Event)

    def complete(
        self, messages: Sequence[ChatMessage], *arguments: object, **options: object
    ) -> Completion:
        answer = super().complete(messages, *arguments, **options)
        self.may_answer.wait(30)
        return answer


@dataclass
class WatchingShop(Shop):
    """Waits before it offers no more tasks until so many questions were asked, and notes them."""

    model: HeldModel = field(default_factory=HeldModel)
    num_expected: int = 0
    num_asked: int = 0

    def _answer(self, name: str) -> Any:
        answer = super()._answer(name)
        if answer == {"offer": None}:
            end = time.monotonic() + 30
            while self.model.num_asked < self.num_expected and time.monotonic() < end:
                time.sleep(0.001)
            self.num_asked = self.model.num_asked
            self.model.may_answer.set()
        return answer


def test_while_the_model_is_busy_two_tasks_are_kept_for_later() -> None:
    shop = WatchingShop(num_expected=2)
    assert forge(shop, shop.model).failure == ""
    assert shop.num_asked == 2
    assert shop.model.num_asked == 4


def test_a_model_that_has_nothing_to_do_is_asked_about_every_task_at_once() -> None:
    shop = WatchingShop(num_expected=4)
    shop.model.may_answer.set()
    assert forge(shop, shop.model).failure == ""
    assert shop.num_asked == 4


def test_a_domain_that_ends_early_leaves_nobody_waiting() -> None:
    failed = {**MADE, "failure": "patience is spent"}
    assert forge(Shop(otherwise={GO_ON: failed}), Model()).failure == "patience is spent"


@pytest.mark.parametrize("num_answers", [0, 1, 3])
def test_a_model_that_stops_answering_ends_the_run(num_answers: int) -> None:
    with pytest.raises(EndpointError, match="the budget is spent"):
        forge(Shop(), Model(num_answers))
