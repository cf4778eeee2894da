"""Of those who wait at a turnstile, whoever came to the work first goes first."""

import threading
import time

from autoforge_envs.synthesis.pipeline.turnstile import Turnstile


def test_the_lowest_rank_goes_first_and_equals_in_the_order_they_came() -> None:
    turnstile, order = Turnstile(1), []
    threads = []

    def pass_through(name: str, rank: int) -> None:
        with turnstile.passing(rank):
            order.append(name)

    with turnstile.passing():
        for name, rank in (("late", 3), ("early", 1), ("also early", 1)):
            threads.append(threading.Thread(target=pass_through, args=(name, rank)))
            threads[-1].start()
            while turnstile.num_waiting < len(threads):
                time.sleep(0.001)
    for thread in threads:
        thread.join()
    assert order == ["early", "also early", "late"]


def test_no_more_are_in_than_fit_and_an_error_lets_the_next_one_in() -> None:
    turnstile = Turnstile(2)
    inside, most = [0], [0]

    def pass_through() -> None:
        try:
            with turnstile.passing():
                inside[0] += 1
                most[0] = max(most[0], inside[0])
                time.sleep(0.002)
                inside[0] -= 1
                raise ValueError
        except ValueError:
            pass

    threads = [threading.Thread(target=pass_through) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most[0] == 2
    assert turnstile.num_waiting == 0
