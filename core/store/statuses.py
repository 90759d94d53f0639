"""Delivery reports: applied in sets, forward only, to messages, requests and engagements."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb

from core.rules.message_state import PROVIDER_STATUS_RANK, STATE_OF_PROVIDER_STATUS
from core.store.database import Connection
from core.store.queries import load_queries

_queries = load_queries("statuses")

APPLY_STATUSES = _queries.apply_statuses
"""The statement, for a caller that brings its own kind of connection."""

_RANKS = Jsonb(dict(PROVIDER_STATUS_RANK))


@dataclass(frozen=True, slots=True)
class StatusReport:
    """One delivery report whose raw event is stored as (`provider`, `external_id`)."""

    provider: str
    external_id: str
    sid: str
    status: str
    error_code: str | None
    segments: int | None
    price_usd: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class FailedMessage:
    """A message that a report says did not arrive."""

    practice_id: UUID
    id: UUID
    review_request_id: UUID | None
    purpose: str
    channel: str
    recipient_hash: str | None
    state: str
    error_code: str | None
    email_hash: str | None
    opted_out: bool | None
    request_status: str | None


def status_params(reports: Sequence[StatusReport], *, now: datetime) -> dict[str, Any]:
    """Give the parameters of APPLY_STATUSES."""
    rows = [
        asdict(report)
        | {
            "state": STATE_OF_PROVIDER_STATUS.get(report.status),
            "rank": PROVIDER_STATUS_RANK.get(report.status, 0),
            "at": report.at.isoformat(),
        }
        for report in reports
    ]
    return {"rows": Jsonb(rows), "ranks": _RANKS, "now": now}


def apply_statuses(
    connection: Connection, reports: Sequence[StatusReport], *, now: datetime
) -> set[int]:
    """Apply stored reports; gives the raw events that are applied now.

    Left out are those applied before and those whose message is not known yet.
    """
    if not reports:
        return set()
    rows = connection.execute(APPLY_STATUSES, status_params(reports, now=now))
    return {row["id"] for row in rows}


def find_failed_message(connection: Connection, sid: str) -> FailedMessage | None:
    """Find the message with the provider's id `sid`, and its patient's address."""
    row = connection.execute(_queries.find_failed_message, {"sid": sid}).fetchone()
    return None if row is None else FailedMessage(**row)


def fail_request(
    connection: Connection, *, practice_id: UUID, review_request_id: UUID, sid: str, code: str
) -> None:
    """End a request whose first message `sid` did not arrive."""
    connection.execute(
        _queries.fail_request,
        {
            "practice_id": practice_id,
            "review_request_id": review_request_id,
            "sid": sid,
            "code": code,
        },
    )
