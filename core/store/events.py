"""The append-only log of everything that happened."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb

from core.store.database import Connection
from core.store.practices import PLATFORM_ID
from core.store.queries import load_queries

_queries = load_queries("events")


@dataclass(frozen=True, slots=True)
class EventRow:
    """One event to be appended; `practice_id` None is the platform itself."""

    type: str
    practice_id: UUID | None
    at: datetime
    payload: Mapping[str, Any] = field(default_factory=dict)
    ip_hash: str | None = None
    ua_hash: str | None = None


def append_event(
    connection: Connection,
    event_type: str,
    *,
    practice_id: UUID | None,
    at: datetime,
    payload: Mapping[str, Any] | None = None,
    ip_hash: str | None = None,
    ua_hash: str | None = None,
) -> None:
    """Append one event; `practice_id` None is the platform itself, hashes are keyed hashes."""
    connection.execute(
        _queries.append_event,
        {
            "practice_id": practice_id or PLATFORM_ID,
            "type": str(event_type),
            "payload": Jsonb(dict(payload or {})),
            "ip_hash": ip_hash,
            "ua_hash": ua_hash,
            "at": at,
        },
    )


def append_events(connection: Connection, rows: Iterable[EventRow]) -> int:
    """Append many events in one statement; gives their number."""
    values = [
        {
            "practice_id": str(row.practice_id or PLATFORM_ID),
            "type": str(row.type),
            "payload": dict(row.payload),
            "ip_hash": row.ip_hash,
            "ua_hash": row.ua_hash,
            "at": row.at.isoformat(),
        }
        for row in rows
    ]
    if values:
        connection.execute(_queries.append_events, {"rows": Jsonb(values)})
    return len(values)


def has_event(
    connection: Connection,
    event_type: str,
    *,
    practice_id: UUID | None,
    key: Mapping[str, Any],
) -> bool:
    """Tell whether an event of this type is on record whose payload contains `key`."""
    row = connection.execute(
        _queries.has_event,
        {
            "practice_id": practice_id or PLATFORM_ID,
            "type": str(event_type),
            "key": Jsonb(dict(key)),
        },
    ).fetchone()
    return row is not None and bool(row["found"])


def append_event_once(
    connection: Connection,
    event_type: str,
    *,
    practice_id: UUID | None,
    key: Mapping[str, Any],
    at: datetime,
    payload: Mapping[str, Any] | None = None,
) -> bool:
    """Append an event unless one whose payload contains `key` exists; tells whether it did.

    `key` becomes part of the payload. Writers of the same key wait for each other until the
    caller's transaction ends, so two of them can never both append.
    """
    identity = json.dumps([str(practice_id), str(event_type), dict(key)], sort_keys=True)
    connection.execute(_queries.lock_event_key, {"key": identity})
    if has_event(connection, event_type, practice_id=practice_id, key=key):
        return False
    append_event(
        connection,
        event_type,
        practice_id=practice_id,
        at=at,
        payload={**(payload or {}), **key},
    )
    return True
