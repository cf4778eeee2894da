"""Behind the locks every proposal is composed, executed and certified before it changes a task."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any

import pytest

from autoforge_envs.domain.loading import load_domain
from autoforge_envs.domain.serving import LocalServer
from autoforge_envs.errors import OptionError
from autoforge_envs.synthesis.certificates import certify, staged
from autoforge_envs.synthesis.certification.staging import Stage
from autoforge_envs.synthesis.composition.composer import Composer
from autoforge_envs.synthesis.composition.phrasebook import Phrasebook
from autoforge_envs.synthesis.design.template_designer import TemplateDesigner
from autoforge_envs.synthesis.pipeline.collecting import Notes
from autoforge_envs.synthesis.pipeline.quota import Quota
from autoforge_envs.synthesis.pipeline.tally import Tally
from autoforge_envs.synthesis.rewriting.editing import (
    FINISH,
    GO_ON,
    RECOMPOSE,
    REWORD,
    SHOW,
    Editor,
)
from autoforge_envs.synthesis.rewriting.nodes import AS_IT_IS
from autoforge_envs.synthesis.rewriting.offers import Offer, read_offer

SEED = 3
QUOTA = Quota(4, (2, 1, 1), (0, 2, 1, 0, 0))
DRAFT = TemplateDesigner("lending").design(SEED)


@dataclass
class Master:
    """Gives orders about each task that is offered, and keeps what was answered."""

    orders: Callable[[Offer], Sequence[Sequence[Any]]]
    answers: list[Any] = field(default_factory=list)
    offers: list[Offer] = field(default_factory=list)
    _left: list[Sequence[Any]] = field(default_factory=list)
    _waits: bool = False

    def exchange(self, reply: Any) -> Sequence[Any]:
        """Take an answer and give the next order."""
        if self._waits:
            self.answers.append(reply)
        elif reply["offer"] is None:
            return (FINISH,)
        else:
            self.offers.append(read_offer(reply["offer"]))
            self._left = [*self.orders(self.offers[-1])]
        self._waits = bool(self._left)
        return self._left.pop(0) if self._left else (GO_ON,)

    @property
    def problems(self) -> list[str]:
        """The kinds of what was wrong."""
        return [each["problems"][0][0] for each in self.answers if "problems" in each]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalServer]:
    folder = tmp_path_factory.mktemp("library") / DRAFT.name
    DRAFT.write(folder)
    with closing(LocalServer(load_domain(folder, sealed=False), in_memory=True)) as server:
        yield server


@pytest.fixture
def stage(server: LocalServer) -> Iterator[Stage]:
    with staged(server) as stage:
        yield stage


def gather(stage: Stage, server: LocalServer, master: Master) -> Tally:
    editor = Editor(master.exchange, DRAFT.phrasebook)
    with closing(Composer(server, SEED, DRAFT.phrasebook)) as composer:
        return editor.gather(stage, composer, QUOTA, Notes(None, ""), lambda outcome: None)


def texts(offer: Offer, change: Callable[[str], str]) -> list[tuple[str, str | None]]:
    return [
        (change(each.text.text), None if each.fallback is None else each.fallback.text)
        for each in offer.requests
    ]


def test_words_that_keep_everything_come_into_the_task(stage: Stage, server: LocalServer) -> None:
    master = Master(lambda offer: [(REWORD, offer.key, texts(offer, lambda t: f"Hello! {t}"))])
    tally = gather(stage, server, master)
    tasks = [entry.task for entry in tally.entries]
    assert len(tasks) == 4
    assert master.problems == []
    assert all(each.text.startswith("Hello! ") for task in tasks for each in task.user.requests)
    again = certify(server, tasks[0])
    assert again.passed
    assert again.as_json() == dict(tasks[0].certificate)


def test_words_that_leave_out_what_the_plan_needs_fail_the_certificate(
    stage: Stage, server: LocalServer
) -> None:
    master = Master(lambda offer: [(REWORD, offer.key, texts(offer, lambda t: f"Do it {len(t)}"))])
    tally = gather(stage, server, master)
    assert master.problems
    assert set(master.problems) <= {"check information", "a repetition"}
    changed = sum("Do it" in entry.task.user.requests[0].text for entry in tally.entries)
    assert changed == 4 - len(master.problems)


def test_words_that_name_a_value_of_the_business_are_refused(
    stage: Stage, server: LocalServer
) -> None:
    title = server.domain.contents.manifest.title  # no value of a row
    rows = Composer(server, SEED, DRAFT.phrasebook)
    with closing(rows):
        name = next(row.name for row in rows.atlas.rows[rows.atlas.party])
    master = Master(
        lambda offer: [
            (REWORD, offer.key, texts(offer, lambda t: f"{t} I know {title}.")),
            (REWORD, offer.key, texts(offer, lambda t: f"{t} I know {name}.")),
        ]
    )
    gather(stage, server, master)
    assert master.problems == ["something added"] * 4


def test_a_task_is_composed_anew_with_the_same_wishes_or_left_alone(
    stage: Stage, server: LocalServer
) -> None:
    def orders(offer: Offer) -> list[Sequence[Any]]:
        names = [each.nodes[-1] for each in offer.requests]
        return [(RECOMPOSE, offer.key, [AS_IT_IS] * len(names)), (RECOMPOSE, offer.key, names)]

    master = Master(orders)
    plain = gather(stage, server, Master(lambda offer: ()))
    tally = gather(stage, server, master)
    accepted = [read_offer(each["offer"]) for each in master.answers if "offer" in each]
    assert accepted
    assert set(master.problems) <= {"cannot be composed", "another level"}
    for before, after in zip(plain.entries, tally.entries, strict=True):
        intents = [request.intent for request in before.task.user.requests]
        assert [request.intent for request in after.task.user.requests] == intents
        assert (after.task.split, after.task.level) == (before.task.split, before.task.level)
        assert after.customer == before.customer
        assert after.task.certificate["passed"]


def test_a_node_that_does_not_fit_gives_way_to_one_that_does(
    stage: Stage, server: LocalServer
) -> None:
    wanted = "all except one"

    def orders(offer: Offer) -> list[Sequence[Any]]:
        names = [wanted if wanted in each.nodes else AS_IT_IS for each in offer.requests]
        return [(RECOMPOSE, offer.key, names)]

    master = Master(orders)
    gather(stage, server, master)
    accepted = [read_offer(each["offer"]) for each in master.answers if "offer" in each]
    said = [" ".join(each.text.text for each in offer.requests) for offer in accepted]
    assert any("except" not in text for text in said)


def test_a_task_is_shown_as_it_would_be_emitted(stage: Stage, server: LocalServer) -> None:
    master = Master(lambda offer: [(SHOW, offer.key, ())])
    tally = gather(stage, server, master)
    shown = [each["task"] for each in master.answers]
    assert sorted(each["id"] for each in shown) == sorted(e.task.id for e in tally.entries)
    assert all(each["certificate"]["passed"] for each in shown)


def test_a_composer_that_composes_nothing_twice_is_refused(
    stage: Stage,
) -> None:
    class Other:
        def compose(self, split: object, level: int, number: int) -> Any:
            raise NotImplementedError

        def close(self) -> None:
            pass

    editor = Editor(lambda reply: (FINISH,), Phrasebook())
    with pytest.raises(OptionError, match="Other composes no task twice"):
        editor.gather(stage, Other(), QUOTA, Notes(None, ""), print)
