"""The inbox: what providers said, stored before it is acted on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from psycopg.types.json import Jsonb

from core.store.database import Connection
from core.store.queries import load_queries

_queries = load_queries("raw_events")

APPEND_RAW_EVENTS = _queries.append_raw_events
"""The statement, for a caller that brings its own kind of connection."""


@dataclass(frozen=True, slots=True)
class RawEvent:
    """One stored event; contact data inside `payload` is sealed."""

    id: int
    provider: str
    external_id: str
    type: str
    payload: Mapping[str, Any]
    received_at: datetime


def append_raw_event(
    connection: Connection,
    *,
    provider: str,
    external_id: str,
    type: str,  # noqa: A002 - the column's name
    payload: Mapping[str, Any],
    received_at: datetime,
) -> RawEvent | None:
    """Store an event once; None if it is known already.

    A concurrent writer of the same event is waited for, so None means that it is durable.
    """
    row = connection.execute(
        _queries.append_raw_event,
        {
            "provider": provider,
            "external_id": external_id,
            "type": type,
            "payload": Jsonb(dict(payload)),
            "received_at": received_at,
        },
    ).fetchone()
    if row is None:
        return None
    return RawEvent(row["id"], provider, external_id, type, payload, received_at)


def lock_raw_event(connection: Connection, *, provider: str, external_id: str) -> RawEvent | None:
    """Take one event for applying, waiting for a lock; None if it is unknown or applied."""
    params = {"provider": provider, "external_id": external_id}
    row = connection.execute(_queries.lock_raw_event, params).fetchone()
    return None if row is None else RawEvent(**row)


def get_raw_event(connection: Connection, *, provider: str, external_id: str) -> RawEvent | None:
    """Give one event, applied or not; None if it is unknown."""
    params = {"provider": provider, "external_id": external_id}
    row = connection.execute(_queries.get_raw_event, params).fetchone()
    return None if row is None else RawEvent(**row)


def claim_unapplied(
    connection: Connection, *, limit: int, since: datetime | None = None
) -> list[RawEvent]:
    """Take up to `limit` unapplied events received at or after `since`, none held by another."""
    rows = connection.execute(_queries.claim_unapplied, {"limit": limit, "since": since})
    return [RawEvent(**row) for row in rows]


def claim_waiting_stripe(
    connection: Connection, *, except_id: int, customer_id: str | None, subscription_id: str | None
) -> list[RawEvent]:
    """Take the unapplied Stripe events of a customer or subscription, oldest first by Stripe."""
    rows = connection.execute(
        _queries.claim_waiting_stripe,
        {
            "except_id": except_id,
            "customer_id": customer_id,
            "subscription_id": subscription_id,
        },
    )
    return [RawEvent(**row) for row in rows]


def mark_applied(
    connection: Connection, raw_id: int, *, now: datetime, error: str | None = None
) -> None:
    """Record that an event is dealt with; `error` says why it had no effect, where it had none."""
    connection.execute(_queries.mark_applied, {"id": raw_id, "now": now, "error": error})


def mark_failed(connection: Connection, raw_id: int, *, now: datetime, error: str) -> None:
    """Record why an event could not be applied; `error` carries no personal data."""
    connection.execute(_queries.mark_failed, {"id": raw_id, "now": now, "error": error})


def has_unapplied(connection: Connection, *, tried_before: datetime) -> bool:
    """Tell whether any event is unapplied that was not tried since `tried_before`."""
    row = connection.execute(_queries.has_unapplied, {"tried_before": tried_before}).fetchone()
    return row is not None and bool(row["found"])
