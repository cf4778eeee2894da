"""Near-duplicate tasks: planted ones are found, whatever values they have."""

import dataclasses
import itertools
import weakref

import numpy as np
import pytest

from autoforge_envs.domain.contents import read_contents
from autoforge_envs.domain.domain import Domain
from autoforge_envs.domain.tasks import Request, Split, Task
from autoforge_envs.synthesis.comparison import duplicates
from autoforge_envs.synthesis.comparison.duplicates import (
    THRESHOLD,
    Duplicate,
    TaskIndex,
    find_duplicates,
    find_duplicates_between,
    min_hashes,
    near_duplicates,
    plain_text,
)

from .editing import RETAIL

WISH = (
    "I'd like to cancel my order of The Lighthouse, I no longer need it, and please tell me when "
    "the money will be back on my account, for I have to pay the rent."
)


@pytest.fixture(scope="module")
def task(bookshop: Domain) -> Task:
    (found,) = (each for each in bookshop.contents.tasks if each.id == "cancel_lighthouse")
    return asking(found, "first", WISH)


def asking(task: Task, task_id: str, wish: str, split: Split = "train", **facts: str) -> Task:
    """The task with another id, another wish and other facts."""
    request = Request(wish, task.user.requests[0].intent, None)
    known = tuple(
        dataclasses.replace(fact, value=facts.get(fact.name, fact.value))
        for fact in task.user.facts
    )
    user = dataclasses.replace(task.user, requests=(request,), facts=known)
    return dataclasses.replace(task, id=task_id, user=user, split=split)


def test_the_same_wish_for_another_customer_and_book_is_a_duplicate(task: Task) -> None:
    other = asking(
        task, "second", WISH.replace("The Lighthouse", "Salt and Stars"), title="Salt and Stars",
        email="bo@example.com",
    )  # fmt: skip
    assert plain_text(other) == plain_text(task)
    assert near_duplicates([task, other]) == [Duplicate("first", "second", 1.0, False)]


def test_one_word_changed_in_a_long_wish_is_a_duplicate(task: Task) -> None:
    (found,) = near_duplicates([task, asking(task, "second", WISH.replace("I'd like", "I want"))])
    assert THRESHOLD <= found.likeness < 1.0


def test_another_way_of_looking_things_up_makes_no_other_task(task: Task) -> None:
    other = dataclasses.replace(task, id="second", plan=task.plan[1:])
    assert len(near_duplicates([task, other])) == 1


def test_another_wording_is_none(task: Task) -> None:
    other = asking(task, "second", "Please call off The Lighthouse, it is not wanted any more.")
    assert near_duplicates([task, other]) == []


def test_the_same_words_that_come_to_something_else_are_none(task: Task) -> None:
    other = dataclasses.replace(task, id="second", plan=task.plan[:-2])
    assert near_duplicates([task, other]) == []


def test_duplicates_over_splits_are_refused(task: Task, bookshop: Domain) -> None:
    tasks = (task, asking(task, "second", WISH, "test"))
    found = find_duplicates(dataclasses.replace(bookshop.contents, tasks=tasks))
    assert found.superfluous == 0.5
    assert found.objections == [
        "bookshop: tasks 'first' and 'second' of different splits are 100% alike",
        "bookshop: 50% of the tasks nearly repeat another",
    ]


def test_the_same_wish_in_two_domains_is_found_whatever_the_tools_are_called(
    task: Task, bookshop: Domain
) -> None:
    other = dataclasses.replace(task, plan=task.plan[:3])
    contents = dataclasses.replace(bookshop.contents, tasks=(task,))
    manifest = dataclasses.replace(contents.manifest, name="library", split="held_out")
    library = dataclasses.replace(contents, manifest=manifest, tasks=(other,))
    found = find_duplicates_between([contents, library])
    assert found.pairs == (Duplicate("bookshop/first", "library/first", 1.0, True),)
    assert find_duplicates_between([contents, contents]).pairs == ()


@pytest.mark.parametrize(("wish", "is_telling"), [(WISH, True), ("Extend my proxy.", False)])
def test_what_people_say_everywhere_is_no_leak_between_domains(
    bookshop: Domain, task: Task, wish: str, is_telling: bool
) -> None:
    contents = dataclasses.replace(bookshop.contents, tasks=(asking(task, "first", wish),))
    manifest = dataclasses.replace(contents.manifest, name="library", split="held_out")
    library = dataclasses.replace(contents, manifest=manifest)
    found = find_duplicates_between([contents, library])
    assert [each.crosses_splits for each in found.pairs] == [is_telling]


def test_our_own_tasks_do_not_repeat_each_other() -> None:
    assert find_duplicates(read_contents(RETAIL)).pairs == ()


def test_every_planted_duplicate_among_many_tasks_is_found(task: Task) -> None:
    generator = np.random.default_rng(5)
    words = [f"{a}{b}{c}" for a, b, c in itertools.product("bdfgk", "aeiou", "lmnrs")]

    def wish() -> list[str]:
        return [words[int(at)] for at in generator.integers(len(words), size=30)]

    wishes = [wish() for _ in range(150)]
    planted = [[*each[:15], "other", *each[16:]] for each in wishes]  # one word of thirty changed
    tasks = [
        asking(task, f"{name}{at}", " ".join(each))
        for name, group in (("a", wishes), ("b", planted))
        for at, each in enumerate(group)
    ]
    found = {(each.first, each.second) for each in near_duplicates(tasks)}
    assert found == {(f"a{at}", f"b{at}") for at in range(150)}


def test_min_hashes_estimate_the_jaccard_index() -> None:
    generator = np.random.default_rng(0)
    errors = []
    for shared in range(0, 60, 2):
        base = generator.integers(0, 2**40, 60).tolist()
        other = base[:shared] + generator.integers(0, 2**40, 60 - shared).tolist()
        estimate = np.mean(min_hashes(frozenset(base)) == min_hashes(frozenset(other)))
        errors.append(estimate - shared / (120 - shared))
    assert abs(np.mean(errors)) < 0.03
    assert np.std(errors) < 0.08


def test_a_task_looked_at_ahead_is_found_like_any_other(task: Task) -> None:
    other = asking(task, "second", WISH.replace("I'd like", "I want"))
    index = TaskIndex()
    ahead = index.sketch(other)
    index.add(index.sketch(task))
    assert index.find(ahead) == near_duplicates([task, other])


def test_what_is_added_is_the_task_as_it_is_by_then(task: Task) -> None:
    index = TaskIndex()
    assert index.find(index.sketch(task)) == []
    index.add(index.sketch(dataclasses.replace(task, id="renamed", certificate={}, split="test")))
    (found,) = index.find(index.sketch(dataclasses.replace(task, split="train")))
    assert (found.first, found.second, found.crosses_splits) == ("renamed", task.id, True)


def test_a_certificate_costs_no_second_sketch(task: Task, monkeypatch: pytest.MonkeyPatch) -> None:
    index = TaskIndex()
    before = index.sketch(task)
    monkeypatch.setattr(duplicates, "min_hashes", None)  # not called again
    assert index.sketch(dataclasses.replace(task, certificate={})).keys == before.keys


def test_tasks_that_are_only_looked_up_are_not_kept(task: Task) -> None:
    index = TaskIndex()
    sketches = [index.sketch(asking(task, str(at), f"{WISH} {at} {at}th")) for at in range(5)]
    texts = [weakref.ref(sketch.shingles) for sketch in sketches]
    for sketch in sketches:
        index.find(sketch)
    del sketch, sketches
    assert [each() is None for each in texts] == [True, True, True, True, False]
