"""What waits for the office's word on whether a visit took place; sealed by the caller."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from psycopg.types.json import Jsonb

from core.store.database import Connection
from core.store.queries import load_queries

_queries = load_queries("doubtful_visits")

SEALED_COLUMN = "doubtful_visits.sealed"


@dataclass(frozen=True, slots=True)
class DoubtfulVisit:
    """One row; `sealed` holds whom it is about."""

    source: str
    source_id: str
    reason: str
    told: str
    sealed: str = field(repr=False)
    occurred_at: datetime


def keep_doubtful_visits(
    connection: Connection,
    *,
    practice_id: UUID,
    source: str,
    visits: Sequence[DoubtfulVisit],
    now: datetime,
) -> None:
    """Keep rows of one source; one that is there already takes the new reason."""
    rows = [
        {
            "source_id": one.source_id,
            "reason": one.reason,
            "told": one.told,
            "sealed": one.sealed,
            "occurred_at": one.occurred_at.isoformat(),
        }
        for one in visits
    ]
    if rows:
        params = {"practice_id": practice_id, "source": source, "rows": Jsonb(rows), "now": now}
        connection.execute(_queries.keep_doubtful, params)


def list_doubtful_visits(
    connection: Connection, practice_id: UUID, *, since: datetime, most: int
) -> list[DoubtfulVisit]:
    """List what waits for the office's word, of visits since then, newest first."""
    params = {"practice_id": practice_id, "since": since, "most": most}
    return [DoubtfulVisit(**row) for row in connection.execute(_queries.list_doubtful, params)]


def take_doubtful_visits(
    connection: Connection, *, practice_id: UUID, reason: str, told: str, shown_at: datetime
) -> list[DoubtfulVisit]:
    """Hand over the rows of one group that were there when it was shown, and drop them."""
    params = {"practice_id": practice_id, "reason": reason, "told": told, "shown_at": shown_at}
    return [DoubtfulVisit(**row) for row in connection.execute(_queries.take_doubtful, params)]


def remember_answers(
    connection: Connection,
    *,
    practice_id: UUID,
    visits: Sequence[DoubtfulVisit],
    came: bool,
    now: datetime,
) -> None:
    """Remember what the office said of visits that their source tells of again and again."""
    rows = [{"source": one.source, "source_id": one.source_id} for one in visits]
    if rows:
        params = {"practice_id": practice_id, "rows": Jsonb(rows), "came": came, "now": now}
        connection.execute(_queries.remember_answers, params)


def find_answers(
    connection: Connection, *, practice_id: UUID, source: str, source_ids: Sequence[str]
) -> dict[str, bool]:
    """Tell of each visit that the office has answered about whether it came."""
    if not source_ids:
        return {}
    params = {"practice_id": practice_id, "source": source, "source_ids": list(source_ids)}
    rows = connection.execute(_queries.find_answers, params)
    return {row["source_id"]: row["came"] for row in rows}


def settle_doubtful_visits(
    connection: Connection,
    *,
    practice_id: UUID,
    source: str,
    still_open: Sequence[str],
    seen: Sequence[str],
    unreadable: Collection[str],
    since: datetime,
    until: datetime,
) -> None:
    """Drop a calendar's doubts that its listing of a window, with entries `seen`, has settled."""
    params = {
        "practice_id": practice_id,
        "source": source,
        "still_open": list(still_open),
        "seen": list(seen),
        "unreadable": list(unreadable),
        "since": since,
        "until": until,
    }
    connection.execute(_queries.settle_doubtful, params)
