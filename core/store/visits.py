"""Visits and the requests that follow from them, read and added in sets."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb

from core.store.database import Connection
from core.store.queries import load_queries

_queries = load_queries("visits")


@dataclass(frozen=True, slots=True)
class KnownVisit:
    """A visit on record."""

    id: UUID
    patient_id: UUID
    local_date: date | None
    occurred_at: datetime
    source: str
    source_id: str


@dataclass(frozen=True, slots=True)
class NewVisit:
    """A visit to be added, with the request that follows from it."""

    id: UUID
    patient_id: UUID
    occurred_at: datetime
    local_date: date
    source_id: str
    request_id: UUID
    code: str
    channel: str
    locale: str | None


def lock_intake(connection: Connection, practice_id: UUID) -> None:
    """Hold the practice's intake until the transaction ends."""
    connection.execute(_queries.lock_practice, {"practice_id": practice_id})


def list_known_visits(
    connection: Connection,
    *,
    practice_id: UUID,
    source: str,
    source_ids: Sequence[str],
    patient_ids: Sequence[UUID],
    earliest: datetime,
    latest: datetime,
) -> list[KnownVisit]:
    """List visits with one of these keys, or of these patients around those times."""
    rows = connection.execute(
        _queries.list_known,
        {
            "practice_id": practice_id,
            "source": source,
            "source_ids": list(source_ids),
            "patient_ids": list(patient_ids),
            "earliest": earliest,
            "latest": latest,
        },
    )
    return [KnownVisit(**row) for row in rows]


def insert_visits(
    connection: Connection,
    *,
    practice_id: UUID,
    source: str,
    visits: Sequence[NewVisit],
    now: datetime,
) -> None:
    """Add visits and their requests in two statements."""
    if not visits:
        return
    rows = [_row(visit) for visit in visits]
    params = {"practice_id": practice_id, "source": source, "rows": Jsonb(rows), "now": now}
    connection.execute(_queries.insert_visits, params)
    connection.execute(_queries.insert_requests, params)


def record_duplicates(
    connection: Connection,
    *,
    practice_id: UUID,
    source: str,
    duplicates: Sequence[tuple[str, str]],
    now: datetime,
) -> None:
    """Append `dedupe_skip` for each (reason, source id) that has none yet."""
    if not duplicates:
        return
    rows = [{"reason": reason, "source_id": source_id} for reason, source_id in duplicates]
    params = {"practice_id": practice_id, "source": source, "rows": Jsonb(rows), "now": now}
    connection.execute(_queries.record_duplicates, params)


def _row(visit: NewVisit) -> dict[str, Any]:
    return {
        "id": str(visit.id),
        "patient_id": str(visit.patient_id),
        "occurred_at": visit.occurred_at.isoformat(),
        "local_date": visit.local_date.isoformat(),
        "source_id": visit.source_id,
        "request_id": str(visit.request_id),
        "code": visit.code,
        "channel": visit.channel,
        "locale": visit.locale,
    }
