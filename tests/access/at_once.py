"""Several at the same moment: browsers in threads, each with a connection of its own."""

import threading
from collections.abc import Callable, Sequence
from typing import Any

from django.db import connection


def at_once(works: Sequence[Callable[[], Any]]) -> list[Any]:
    """What each of these gives, begun at the same moment; a fault comes back as itself."""
    start = threading.Barrier(len(works))
    given: list[Any] = [None] * len(works)

    def run(number: int, work: Callable[[], Any]) -> None:
        start.wait()
        try:
            given[number] = work()
        except Exception as fault:  # noqa: BLE001 - it is looked at by whoever began the threads
            given[number] = fault
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return given
