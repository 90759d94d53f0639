"""Visits that turn out otherwise: called off, moved, brought back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from core.store.database import Connection
from core.store.queries import load_queries

_queries = load_queries("visit_changes")


@dataclass(frozen=True, slots=True)
class IngestedVisit:
    """A visit taken from a calendar; `is_waiting` while nobody was asked about it."""

    id: UUID
    source_id: str
    patient_id: UUID
    occurred_at: datetime
    canceled_at: datetime | None
    phone_hash: str | None
    email_hash: str | None
    is_waiting: bool


def list_ingested_visits(
    connection: Connection,
    *,
    practice_id: UUID,
    source: str,
    source_ids: Sequence[str],
    since: datetime,
    until: datetime,
) -> list[IngestedVisit]:
    """List visits with one of these keys, or that ended in (since, until]."""
    params = {
        "practice_id": practice_id,
        "source": source,
        "source_ids": list(source_ids),
        "since": since,
        "until": until,
    }
    return [IngestedVisit(**row) for row in connection.execute(_queries.list_known, params)]


def cancel_visits(
    connection: Connection,
    *,
    practice_id: UUID,
    visit_ids: Sequence[UUID],
    source: str,
    now: datetime,
) -> list[UUID]:
    """Mark visits as not having taken place, as `source` says; gives the requests that ended."""
    params = {
        "practice_id": practice_id,
        "visit_ids": list(visit_ids),
        "source": source,
        "now": now,
    }
    return [row["id"] for row in connection.execute(_queries.cancel_visits, params)]


def move_visit(
    connection: Connection,
    *,
    practice_id: UUID,
    visit_id: UUID,
    source_id: str,
    occurred_at: datetime,
    local_date: date,
) -> bool:
    """Set another time and entry; False if the patient has another visit on that day already."""
    params = {
        "practice_id": practice_id,
        "visit_id": visit_id,
        "source_id": source_id,
        "occurred_at": occurred_at,
        "local_date": local_date,
    }
    return connection.execute(_queries.move_visit, params).fetchone() is not None


def revive_visit(
    connection: Connection,
    *,
    practice_id: UUID,
    visit_id: UUID,
    run_at: datetime,
    confirmed_at: datetime | None = None,
) -> int:
    """Undo a cancellation; gives how many requests are queued again, not before `run_at`.

    With `confirmed_at` nobody calls the visit off again: the patient was seen.
    """
    params = {
        "practice_id": practice_id,
        "visit_id": visit_id,
        "run_at": run_at,
        "confirmed_at": confirmed_at,
    }
    return connection.execute(_queries.revive_visit, params).rowcount
