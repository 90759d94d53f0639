"""How often somebody who is not signed in did a limited thing, by a hash of their address."""

from datetime import datetime, timedelta

from core.store.database import Connection
from core.store.queries import load_queries

_queries = load_queries("visitor_uses")


def count_visitor_use(
    connection: Connection, *, action: str, visitor_hash: str, window: timedelta, now: datetime
) -> int:
    """Count one use; gives how many there were in this window of time, this one included."""
    seconds = window.total_seconds()
    start = datetime.fromtimestamp(now.timestamp() // seconds * seconds, tz=now.tzinfo)
    row = connection.execute(
        _queries.take_use,
        {
            "action": action,
            "visitor_hash": visitor_hash,
            "window_start": start,
            "forget_before": now - 2 * window,
        },
    ).fetchone()
    return int(row["used"]) if row else 0
