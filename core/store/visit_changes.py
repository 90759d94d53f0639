"""Visits that turn out otherwise: called off, moved, brought back."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from psycopg.types.json import Jsonb

from core.store.database import Connection
from core.store.queries import load_queries

_queries = load_queries("visit_changes")


@dataclass(frozen=True, slots=True)
class IngestedVisit:
    """A visit by its entry in a calendar; `is_waiting` while nobody was asked about it.

    `occurred_at` is when the entry ended; `is_first` unless another source had told of the visit.
    One that is off `may_return` if it was this calendar that called it off.
    """

    id: UUID
    source_id: str
    occurred_at: datetime
    is_first: bool
    is_off: bool
    may_return: bool
    phone_hash: str | None
    email_hash: str | None
    is_waiting: bool
    calendar_hash: str | None = None

    @property
    def entry_id(self) -> str:
        """The entry's own id, whoever stood in it before."""
        return self.source_id.partition("#")[0]


@dataclass(frozen=True, slots=True)
class VisitSighting:
    """An entry about a visit, and when it ended."""

    visit_id: UUID
    source_id: str
    occurred_at: datetime


def list_ingested_visits(
    connection: Connection,
    *,
    practice_id: UUID,
    source: str,
    source_ids: Sequence[str],
    since: datetime,
    until: datetime,
) -> list[IngestedVisit]:
    """List visits by entries with one of these keys, or that ended in (since, until]."""
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
    source: str,
    source_id: str,
    occurred_at: datetime,
    local_date: date,
) -> bool:
    """Set another time, and entry if it is one of the visit's own source.

    False if the patient has another visit on that day already.
    """
    params = {
        "practice_id": practice_id,
        "visit_id": visit_id,
        "source": source,
        "source_id": source_id,
        "occurred_at": occurred_at,
        "local_date": local_date,
    }
    return connection.execute(_queries.move_visit, params).fetchone() is not None


def confirm_visit(
    connection: Connection, *, practice_id: UUID, visit_id: UUID, now: datetime
) -> None:
    """Keep a visit from being called off: the patient was seen."""
    params = {"practice_id": practice_id, "visit_id": visit_id, "now": now}
    connection.execute(_queries.confirm_visit, params)


def revive_visit(
    connection: Connection, *, practice_id: UUID, visit_id: UUID, source: str, run_at: datetime
) -> int:
    """Undo a cancellation of `source`; gives how many requests are queued again, from `run_at`.

    Of a confirmed visit, whose ever cancellation.
    """
    params = {"practice_id": practice_id, "visit_id": visit_id, "source": source}
    connection.execute(_queries.hold_requests, params)
    request_ids = [row["id"] for row in connection.execute(_queries.revive_visit, params)]
    if request_ids:
        again = {"practice_id": practice_id, "request_ids": request_ids, "run_at": run_at}
        connection.execute(_queries.requeue_jobs, again)
    return len(request_ids)


def record_sightings(
    connection: Connection,
    *,
    practice_id: UUID,
    source: str,
    sightings: Iterable[VisitSighting],
) -> None:
    """Keep by which entries `source` knows visits that another one told first; the latest holds."""
    rows = [
        {
            "visit_id": str(one.visit_id),
            "source_id": one.source_id,
            "occurred_at": one.occurred_at.isoformat(),
        }
        for one in sightings
    ]
    if rows:
        params = {"practice_id": practice_id, "source": source, "rows": Jsonb(rows)}
        connection.execute(_queries.record_sightings, params)


def place_entries(
    connection: Connection, *, practice_id: UUID, source: str, calendars: Mapping[str, str]
) -> None:
    """Keep in which calendar, by its hash, the entries with these ids stand."""
    if calendars:
        rows = [{"source_id": key, "calendar_hash": told} for key, told in calendars.items()]
        params = {"practice_id": practice_id, "source": source, "rows": Jsonb(rows)}
        connection.execute(_queries.place_entries, params)
