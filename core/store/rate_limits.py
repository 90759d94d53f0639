"""How often a practice may do a limited thing, in sliding windows of time."""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from core.store.database import Connection
from core.store.queries import load_queries

_queries = load_queries("rate_limits")


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `short_max` uses in `short`, and `long_max` in `long`."""

    action: str
    short_max: int
    short: timedelta
    long_max: int
    long: timedelta


def take_use(
    connection: Connection, limit: Limit, *, practice_id: UUID, now: datetime
) -> int | None:
    """Count one use; None if it was within the limit, else the seconds to wait, not counted."""
    key = f"rate_limit:{practice_id}:{limit.action}"
    connection.execute(_queries.lock_action, {"key": key})
    params = {
        "practice_id": practice_id,
        "action": limit.action,
        "now": now,
        "short_since": now - limit.short,
        "long_since": now - limit.long,
    }
    row = connection.execute(_queries.count_uses, params).fetchone() or {}
    if row["long_used"] >= limit.long_max:
        return _seconds(row["long_oldest"] + limit.long - now)
    if row["short_used"] >= limit.short_max:
        return _seconds(row["short_oldest"] + limit.short - now)
    connection.execute(_queries.add_use, params)
    return None


def _seconds(span: timedelta) -> int:
    return max(1, math.ceil(span.total_seconds()))
