"""Verdicts of the send gate with all they rest on."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb

from core.store.database import Connection
from core.store.queries import load_queries
from core.store.review_requests import RequestKey

_queries = load_queries("decisions")

_PAGE = 1000


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """One verdict to keep; `decision` is send, defer or refuse."""

    practice_id: UUID
    review_request_id: UUID
    purpose: str
    decision: str
    reason: str | None
    until: datetime | None
    inputs: Mapping[str, Any]
    decided_at: datetime


@dataclass(frozen=True, slots=True)
class LastDecision:
    """What was last decided about a message."""

    decision: str
    reason: str | None
    until: datetime | None


@dataclass(frozen=True, slots=True)
class StoredDecision:
    """One verdict as it was kept."""

    practice_id: UUID
    id: UUID
    review_request_id: UUID
    purpose: str
    decision: str
    reason: str | None
    until: datetime | None
    inputs: Mapping[str, Any] = field(repr=False)


def append_decisions(connection: Connection, rows: Iterable[DecisionRow]) -> None:
    """Keep verdicts, many in one statement."""
    values = [
        {
            "practice_id": str(row.practice_id),
            "review_request_id": str(row.review_request_id),
            "purpose": row.purpose,
            "decision": row.decision,
            "reason": row.reason,
            "until": None if row.until is None else row.until.isoformat(),
            "inputs": dict(row.inputs),
            "decided_at": row.decided_at.isoformat(),
        }
        for row in rows
    ]
    if values:
        connection.execute(_queries.append_decisions, {"rows": Jsonb(values)})


def list_last_decisions(
    connection: Connection, keys: Iterable[RequestKey], *, purpose: str
) -> dict[RequestKey, LastDecision]:
    """Give the last verdict about each request's message of `purpose`, where there is one."""
    wanted = [{"practice_id": str(practice_id), "id": str(id_)} for practice_id, id_ in keys]
    params = {"keys": Jsonb(wanted), "purpose": purpose}
    return {
        (row["practice_id"], row["review_request_id"]): LastDecision(
            row["decision"], row["reason"], row["until"]
        )
        for row in connection.execute(_queries.list_last_decisions, params)
    }


def stream_decisions(connection: Connection, *, since: datetime) -> Iterator[StoredDecision]:
    """Give the verdicts reached at or after a time, oldest first, without loading them all.

    Needs a transaction, which the caller keeps open while reading.
    """
    with connection.cursor(name="decisions") as cursor:
        cursor.itersize = _PAGE
        cursor.execute(_queries.list_decisions, {"since": since})
        for row in cursor:
            yield StoredDecision(**row)
