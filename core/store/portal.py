"""What a practice sees of itself in the portal."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import psycopg

from core.store.database import Connection
from core.store.digests import DigestFigures, get_digest
from core.store.queries import load_queries

_queries = load_queries("portal")


@dataclass(frozen=True, slots=True)
class RequestState:
    """One of today's requests: where it stands, and why."""

    first_name: str | None
    channel: str
    status: str
    reason: str | None
    not_before: datetime | None
    sent_at: datetime | None
    provider_status: str | None
    clicked_at: datetime | None
    send_error_code: str | None


@dataclass(frozen=True, slots=True)
class RequestGroup:
    """How many of today's requests stand alike."""

    channel: str
    status: str
    reason: str | None
    provider_status: str | None
    send_error_code: str | None
    requests: int


@dataclass(frozen=True, slots=True)
class Today:
    """The requests of a local day and all that wait: in groups, and the first hundred singly."""

    groups: list[RequestGroup]
    requests: list[RequestState]


@dataclass(frozen=True, slots=True)
class SourceCount:
    """How many visits one source told of, and when it last did."""

    source: str
    visits_30d: int
    last_at: datetime


@dataclass(frozen=True, slots=True)
class MonthFigures:
    """The last thirty days; reviews are None until they are first counted."""

    sent_30d: int
    clicked_30d: int
    opt_outs_30d: int
    total_reviews: int | None
    baseline_total: int | None


@dataclass(frozen=True, slots=True)
class PlaceTotals:
    """A practice's place on Google as it was last counted."""

    place_id: str
    name: str
    total_reviews: int
    average_rating: Decimal | None


def get_today(
    connection: Connection, practice_id: UUID, *, day: tuple[datetime, datetime], now: datetime
) -> Today:
    """Read the requests of a local day, from and until, and those that wait."""
    params = {
        "practice_id": practice_id,
        "day_start": day[0],
        "day_end": day[1],
        "since": now - timedelta(days=60),
    }
    return Today(
        [RequestGroup(**row) for row in connection.execute(_queries.count_today, params)],
        [RequestState(**row) for row in connection.execute(_queries.list_today, params)],
    )


def get_month(connection: Connection, practice_id: UUID, *, now: datetime) -> MonthFigures:
    """Count the last thirty days."""
    params = {"practice_id": practice_id, "since": now - timedelta(days=30)}
    row = connection.execute(_queries.count_month, params).fetchone() or {}
    return MonthFigures(**row)


def list_sources(connection: Connection, practice_id: UUID, *, now: datetime) -> list[SourceCount]:
    """List the sources that told of visits in the last thirty days."""
    params = {"practice_id": practice_id, "since": now - timedelta(days=30)}
    return [SourceCount(**row) for row in connection.execute(_queries.list_sources, params)]


def find_desk_issued(connection: Connection, practice_id: UUID) -> datetime | None:
    """Give since when the front desk's token is in use."""
    params = {"practice_id": practice_id}
    row = connection.execute(_queries.find_desk_issued, params).fetchone()
    return None if row is None else row["created_at"]


def find_place(connection: Connection, practice_id: UUID) -> PlaceTotals | None:
    """Find what was last counted of the practice's place."""
    row = connection.execute(_queries.find_place, {"practice_id": practice_id}).fetchone()
    return None if row is None else PlaceTotals(**row)


def find_last_week(
    connection: Connection, practice_id: UUID, *, today: date
) -> DigestFigures | None:
    """Give the last whole week from the marts, Sunday to Saturday; None before they are built."""
    sunday = today - timedelta(days=(today.weekday() + 1) % 7)
    row = connection.execute(_queries.has_marts).fetchone()
    if row is None or not row["built"]:
        return None
    try:
        with connection.transaction():
            week_start = sunday - timedelta(days=7)
            return get_digest(connection, practice_id=practice_id, week_start=week_start)
    except (psycopg.errors.UndefinedTable, psycopg.errors.UndefinedColumn):
        return None  # they are being rebuilt
