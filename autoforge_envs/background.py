"""Work in threads that nobody waits for once a person has interrupted the program."""

import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

T = TypeVar("T")


def in_background(work: Callable[[], T]) -> Future[T]:
    """Begin some work in a thread of its own and return what it comes to.

    An executor's threads are waited for when the program ends, which a language model can delay by
    minutes. This thread ends with the program.
    """
    future: Future[T] = Future()
    threading.Thread(target=_fulfil, args=(future, work), daemon=True).start()
    return future


def _fulfil(future: Future[T], work: Callable[[], T]) -> None:
    try:
        future.set_result(work())
    except BaseException as error:  # noqa: BLE001 - raised to whoever asks for the result
        future.set_exception(error)
