"""Makes the next of something while the last one is being dealt with."""

from collections.abc import Generator, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

_Item = TypeVar("_Item")


def read_ahead(items: Iterable[_Item]) -> Generator[_Item]:
    """Give `items` in order, each made in a thread while its taker is busy with the one before.

    A thread works beside a taker that waits for the database. What making one raises is raised
    here; an iterator that is given up makes one more at most.
    """
    remaining = iter(items)
    with ThreadPoolExecutor(1, thread_name_prefix="read-ahead") as thread:
        coming = thread.submit(next, remaining, None)
        while (item := coming.result()) is not None:
            coming = thread.submit(next, remaining, None)
            yield item
