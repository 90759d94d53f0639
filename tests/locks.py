"""Locks that one connection of a test waits for while another holds them."""

from collections.abc import Callable
from time import monotonic, sleep

from core.store.database import Connection

_GIVE_UP_SECONDS = 30
_WAITING = """
select from pg_stat_activity
where datname = current_database() and wait_event_type = 'Lock'
limit 1
"""


def wait_until_blocked(watcher: Connection, *, unless: Callable[[], bool] = lambda: False) -> None:
    """Wait until another connection waits for a lock, or `unless` tells that it need not.

    `watcher` commits at once: within a transaction it would see no change.
    """
    deadline = monotonic() + _GIVE_UP_SECONDS
    while not unless() and not watcher.execute(_WAITING.encode()).fetchall():
        assert monotonic() < deadline
        sleep(0.01)
