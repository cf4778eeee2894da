import threading
from functools import partial

import pytest

from autoforge_rl.workers import Workers


def test_without_threads_calls_are_made_at_once_and_in_order() -> None:
    made: list[int] = []
    workers = Workers[None](0)
    for number in (3, 1, 2):
        workers.start(number, partial(made.append, number))
    assert made == [3, 1, 2]
    assert workers.finished(wait_for_one=True) == [(3, None), (1, None), (2, None)]
    assert workers.finished(wait_for_one=True) == []


def test_all_calls_of_a_number_are_made_on_one_thread() -> None:
    workers = Workers[str](3)
    for number in [0, 1, 2, 3, 4] * 4:
        workers.start(number, lambda: threading.current_thread().name)
    found: list[tuple[int, str]] = []
    while len(found) < 20:
        found += workers.finished(wait_for_one=True)
    workers.close()
    names = {number: {name for other, name in found if other == number} for number in range(5)}
    assert [len(names[number]) for number in range(5)] == [1] * 5
    assert names[0] == names[3] != names[1]
    assert threading.current_thread().name not in names[0]


def test_a_number_takes_the_place_of_one_that_is_forgotten() -> None:
    workers = Workers[str](2)
    gate = threading.Event()
    workers.start(0, lambda: str(gate.wait(10)))
    for number in (1, 2, 3):
        workers.start(number, lambda: "at once")
        assert workers.finished(wait_for_one=True) == [(number, "at once")]
        workers.forget(number)
    gate.set()
    workers.close()


def test_others_go_on_while_a_call_is_under_way() -> None:
    workers = Workers[bool](2)
    gate = threading.Event()
    workers.start(0, partial(gate.wait, 10))
    assert workers.finished() == []
    workers.start(1, lambda: True)
    assert workers.finished(wait_for_one=True) == [(1, True)]
    gate.set()
    assert workers.finished(wait_for_one=True) == [(0, True)]
    workers.close()


@pytest.mark.parametrize("num_threads", [0, 2])
def test_what_a_call_raises_is_raised_to_whoever_asks(num_threads: int) -> None:
    def fail() -> None:
        raise LookupError("lost")

    workers = Workers[None](num_threads)
    with pytest.raises(LookupError, match="lost"):
        workers.start(0, fail)
        workers.finished(wait_for_one=True)
    workers.close()
