"""Visits and the requests that follow from them, read and added in sets."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb

from core.rules.vocabulary import EventType, JobType
from core.store.database import Connection
from core.store.job_keys import ask_key
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
    """A visit to be added, and how its patient is to be asked."""

    id: UUID
    patient_id: UUID
    request_id: UUID
    occurred_at: datetime
    local_date: date
    source_id: str
    code: str
    channel: str
    locale: str | None


def lock_intake(connection: Connection, practice_id: UUID) -> None:
    """Hold the practice's intake until the transaction ends."""
    connection.execute(_queries.lock_practice, {"practice_id": practice_id})


def forget_plans(connection: Connection) -> None:
    """Let the server plan anew, its checks of foreign keys too, before a table grows a lot.

    A connection keeps its plans; those made for a nearly empty table read all of a large one.
    """
    # No named query: each of those is prepared by a test, and this kind of statement cannot be.
    connection.execute(b"discard plans")


def list_known_visits(
    connection: Connection,
    *,
    practice_id: UUID,
    source: str,
    source_ids: Sequence[str],
    patient_ids: Iterable[UUID],
) -> list[KnownVisit]:
    """List visits with one of these keys, or of these patients.

    Planned anew each time: a plan made for one visit and an empty table is ruinous for thousands.
    """
    rows = connection.execute(
        _queries.list_known,
        {
            "practice_id": practice_id,
            "source": source,
            "source_ids": list(source_ids),
            "patient_ids": list(patient_ids),
        },
        prepare=False,
    )
    return [KnownVisit(**row) for row in rows]


def pack_visits(visits: Iterable[NewVisit]) -> str:
    """Write visits down as `insert_visits` reads them; blank for none."""
    rows = [_row(visit) for visit in visits]
    return json.dumps(rows) if rows else ""


def insert_visits(
    connection: Connection,
    *,
    practice_id: UUID,
    source: str,
    packed: str,
    delay_minutes: int,
    now: datetime,
) -> None:
    """Add packed visits, and of each its request, the job that sends it and an event, at once.

    A request is sent `delay_minutes` after its visit, at once where that is past.
    """
    if not packed:
        return
    params = {
        "practice_id": practice_id,
        "source": source,
        "rows": packed,
        "delay_minutes": delay_minutes,
        "job_type": JobType.SEND_REQUEST.value,
        "event_type": EventType.VISIT_INGESTED.value,
        "now": now,
    }
    connection.execute(_queries.insert_visits, params)


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
        "request_id": str(visit.request_id),
        "job_key": ask_key(visit.request_id),
        "occurred_at": visit.occurred_at.isoformat(),
        "local_date": visit.local_date.isoformat(),
        "source_id": visit.source_id,
        "code": visit.code,
        "channel": visit.channel,
        "locale": visit.locale,
    }
