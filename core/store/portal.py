"""What a practice sees of itself in the portal."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from core.store.database import Connection
from core.store.queries import load_queries

_queries = load_queries("portal")


@dataclass(frozen=True, slots=True)
class RequestCount:
    """How many of today's requests are in one state, and why."""

    status: str
    reason: str | None
    requests: int


@dataclass(frozen=True, slots=True)
class SourceCount:
    """How many visits one source told of, and when it last did."""

    source: str
    visits_30d: int
    last_at: datetime


@dataclass(frozen=True, slots=True)
class Overview:
    """Today, the last thirty days, and the sources."""

    today: list[RequestCount]
    sent_30d: int
    clicked_30d: int
    opt_outs_30d: int
    sources: list[SourceCount]


def get_overview(
    connection: Connection,
    practice_id: UUID,
    *,
    day: tuple[datetime, datetime],
    now: datetime,
) -> Overview:
    """Read a practice's overview; `day` is its local day, from and until."""
    params = {
        "practice_id": practice_id,
        "day_start": day[0],
        "day_end": day[1],
        "since": now - timedelta(days=30),
    }
    counts = connection.execute(_queries.count_month, params).fetchone() or {}
    return Overview(
        today=[RequestCount(**row) for row in connection.execute(_queries.list_today, params)],
        sources=[SourceCount(**row) for row in connection.execute(_queries.list_sources, params)],
        **counts,
    )
