"""Proposing: the model is asked about tasks while their domain is still being forged.

One thread gives the locked process its orders: what was proposed first, else the next task. Others
wait for the model, one for each task that something is asked about. So nobody waits for an answer
as long as there is a task to make or a proposal to try.
"""

import os
import threading
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from queue import Empty, SimpleQueue
from typing import Protocol, TypeVar

from autoforge_envs.domain.tasks import Task
from autoforge_envs.errors import ToolCrash
from autoforge_envs.synthesis.model_design.asking import Asker, NothingHeld
from autoforge_envs.synthesis.model_design.problems import Problem, RejectedAnswer
from autoforge_envs.synthesis.model_design.prompting import render_prompt
from autoforge_envs.synthesis.model_design.stages.stage import Stage
from autoforge_envs.synthesis.pipeline.workshop import Commission, Made, read_made
from autoforge_envs.synthesis.rewriting.editing import FINISH, GO_ON, RECOMPOSE, REWORD, SHOW
from autoforge_envs.synthesis.rewriting.nodes import AS_IT_IS
from autoforge_envs.synthesis.rewriting.nodes_stage import PROMPTS, Nodes, NodesStage
from autoforge_envs.synthesis.rewriting.offers import Offer, read_offer, read_problems, read_shown
from autoforge_envs.synthesis.rewriting.rewriter import TASKS_AT_ONCE, Rewriter
from autoforge_envs.synthesis.rewriting.words_stage import Texts, WordsStage

Order = Sequence[object]
Turn = Offer | list[Problem] | Made | None
"""What the process answers: a task, what is wrong with a proposal, the domain, or no more tasks."""

T = TypeVar("T")

_OPEN = threading.BoundedSemaphore(4 * (os.cpu_count() or 1))
"""Domains of one process that are forged in turns at a time: each holds a process of its own."""


RESERVED = 2
"""Tasks that nothing is asked about yet while more are made, for when no question is open."""


class _Over(Exception):  # noqa: N818 - no error: nobody takes orders any more
    """The domain is done, or given up, and proposals come too late."""


class Shop(Protocol):
    """What forges in turns, such as a `Workshop`."""

    def take_turn(self, order: Order, read: Callable[[object], T]) -> T:
        """Do what is ordered, and read what came of it."""
        ...


Look = Callable[[Task], None]
"""Takes a second look at a task."""


def forge_rewritten(shop: Shop, rewriter: Rewriter, commission: Commission, look: Look) -> Made:
    """Forge a draft behind locks, its tasks rewritten.

    Args:
        shop: The locked process that forges.
        rewriter: Whom to ask.
        commission: What is forged there.
        look: Takes a second look at a few tasks as soon as nothing more is asked about them.

    Raises:
        EndpointError: The model gives no answer, or costs too much.
        IsolationError: This machine cannot lock a process.
    """
    system = render_prompt("system", PROMPTS)
    model = rewriter.model_for(commission.seed)
    asker = Asker(model, rewriter.max_repairs, rewriter.prices, system=system)
    with _OPEN:
        made = _Forging(shop, asker, commission, look).run()
    return replace(made, stages=(*made.stages, *asker.reports()))


@dataclass(frozen=True, slots=True)
class _Proposal:
    """An order that somebody waits for."""

    order: Order
    answer: Future[Turn]


@dataclass(frozen=True, slots=True)
class _End:
    """Nothing more is asked about a task; the error if something failed."""

    key: str
    error: BaseException | None


class _Forging:
    """One domain in the making, and the questions about its tasks that are on their way."""

    def __init__(self, shop: Shop, asker: Asker, commission: Commission, look: Look) -> None:
        self._shop = shop
        self._look = look
        self._num_settled = 0
        self._asker = asker
        self._title = commission.draft.title
        self._num_wanted = self._left = commission.quota.num_tasks
        self._num_asking = 0
        self._num_open = 0
        self._reserve: deque[Offer] = deque()
        self._counting = threading.RLock()
        self._pool = ThreadPoolExecutor(TASKS_AT_ONCE, thread_name_prefix="rewriting")
        self._inbox: SimpleQueue[_Proposal | _End] = SimpleQueue()
        self._is_over = threading.Event()

    def run(self) -> Made:
        """Give orders until the domain is there."""
        with self._pool, ThreadPoolExecutor(1, thread_name_prefix="looking") as looking:
            try:
                return self._run(looking)
            except ToolCrash as crash:
                return Made({}, (), f"behind locks: {crash}", crashed=False)
            finally:
                with self._counting:
                    self._is_over.set()
                self._refuse_proposals()

    def _run(self, looking: ThreadPoolExecutor) -> Made:
        turn = self._shop.take_turn((), _read_turn)
        while not isinstance(turn, Made):
            if isinstance(turn, Offer) and self._left > 0:
                self._left -= 1
                self._num_asking += 1
                self._reserve.append(turn)
            is_collecting = turn is not None
            self._ask_about_tasks(RESERVED if is_collecting else 0)
            while (found := self._next(may_wait=not is_collecting)) is not None:
                if isinstance(found, _Proposal):
                    self._carry_out(found)
                else:
                    self._settle(found, looking)
            turn = self._shop.take_turn((GO_ON if is_collecting else FINISH,), _read_turn)
            if not is_collecting and not isinstance(turn, Made):
                raise ToolCrash("forging the draft sent no domain in the end")
        return turn

    def _next(self, *, may_wait: bool) -> "_Proposal | _End | None":
        """Return what has come from those who ask; None if nothing has, or nothing more can."""
        if self._inbox.empty() and not (may_wait and self._num_asking):
            return None
        return self._inbox.get()

    def _carry_out(self, proposal: "_Proposal") -> None:
        try:
            proposal.answer.set_result(self._shop.take_turn(proposal.order, _read_turn))
        except BaseException:
            proposal.answer.set_exception(_Over())
            raise

    def _settle(self, end: "_End", looking: ThreadPoolExecutor) -> None:
        """Count a task about which nothing more is asked, and look at the first and a middle one.

        Raises:
            EndpointError: The model gave no answer to a question about it.
        """
        self._num_asking -= 1
        self._num_settled += 1
        if end.error is not None:
            raise end.error
        if self._num_settled in (1, self._num_wanted // 2):
            looking.submit(self._look, self._shop.take_turn((SHOW, end.key, ()), _read_shown))

    def _refuse_proposals(self) -> None:
        """Let nobody wait for an answer that does not come; any thread may do it."""
        with suppress(Empty):
            while True:
                found = self._inbox.get_nowait()
                if isinstance(found, _Proposal):
                    found.answer.set_exception(_Over())

    def _ask_about_tasks(self, reserved: int = RESERVED) -> None:
        """Have all but so many tasks asked about, and one more if the model has nothing to do."""
        with self._counting:
            while len(self._reserve) > reserved or (self._reserve and not self._num_open):
                if self._is_over.is_set():
                    return
                self._num_open += 1
                offer = self._reserve.popleft()
                tell = partial(self._tell_end, offer.key)
                self._pool.submit(self._rewrite, offer).add_done_callback(tell)

    # --- in the threads that ask

    def _rewrite(self, offer: Offer) -> None:
        """Ask about a task until it is rewritten, or stays as it is."""
        try:
            for ask in (self._put_by_nodes, self._put_in_words):
                if not self._is_over.is_set():
                    offer = ask(offer)
        except _Over:
            pass

    def _tell_end(self, key: str, rewriting: Future[None]) -> None:
        """Tell that nothing more comes about a task, and what failed."""
        self._inbox.put(_End(key, rewriting.exception()))
        self._note_answer()

    def _note_answer(self) -> None:
        """Note that the model has one question less, and ask another if that was the last."""
        with self._counting:
            self._num_open -= 1
            self._ask_about_tasks()

    def _put_by_nodes(self, offer: Offer) -> Offer:
        """Ask by which nodes a task's requests are put, and return the task as it is then."""
        stage = NodesStage(offer, self._title)
        fresh = [offer]

        def try_out(nodes: Nodes) -> None:
            if any(node != AS_IT_IS for node in nodes):
                fresh[:] = [self._propose(RECOMPOSE, offer.key, nodes)]

        if stage.is_worth_asking:
            self._ask(stage, (), try_out)
        return fresh[0]

    def _put_in_words(self, offer: Offer) -> Offer:
        """Ask in which words a task's requests are put, and return the task as it is then."""
        stage = WordsStage(offer, self._title)
        fresh = [offer]

        def try_out(texts: Texts) -> None:
            if texts != stage.texts:
                fresh[:] = [self._propose(REWORD, offer.key, texts)]

        if stage.is_worth_asking:
            self._ask(stage, stage.texts, try_out)
        return fresh[0]

    def _ask(self, stage: Stage[T], subject: T, try_out: Callable[[T], None]) -> None:
        """Ask until an answer holds, or none does and the task stays as it is."""
        try:
            self._asker.ask(stage, subject, try_out)
        except NothingHeld as refusal:
            self._asker.keep(stage, refusal.attempts[-1].problems[0].kind)

    def _propose(self, name: str, key: str, proposal: object) -> Offer:
        """Have a proposal tried behind the locks.

        Raises:
            RejectedAnswer: It does not hold.
        """
        answer: Future[Turn] = Future()
        self._inbox.put(_Proposal((name, key, proposal), answer))
        self._note_answer()
        if self._is_over.is_set():
            self._refuse_proposals()
        turn = answer.result()
        with self._counting:
            self._num_open += 1
        if isinstance(turn, Offer):
            return turn
        raise RejectedAnswer(turn if isinstance(turn, list) and turn else [_NOTHING])


_NOTHING = Problem("no answer", "the task", "cannot be tried")


def _read_turn(value: object) -> Turn:
    """Read a turn.

    Raises:
        ChannelGarbage: It is none.
    """
    if isinstance(value, dict) and "problems" in value:
        return read_problems(value["problems"])
    if isinstance(value, dict) and "offer" in value:
        return None if value["offer"] is None else read_offer(value["offer"])
    return read_made(value)


def _read_shown(value: object) -> Task:
    """Read a task that was asked for.

    Raises:
        ChannelGarbage: It is none.
    """
    return read_shown(value.get("task") if isinstance(value, dict) else value)
