"""The rows of the hot routes, and the set-based statements that write them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from psycopg.types.json import Jsonb

from core.sending.delivery_reports import has_consequences
from core.store.clicks import FIND_LINKS, RECORD_CLICKS, RECORD_FAILURES, TrackingLink, read_links
from core.store.raw_events import APPEND_RAW_EVENTS
from core.store.statuses import APPLY_STATUSES, StatusReport, status_params
from webhooks.appender import AsyncConnection, Writer

STATUS, CLICK, LINK, FAILURE = "status", "click", "link", "failure"


@dataclass(frozen=True, slots=True)
class StatusRow:
    """One delivery report with the raw event it came as."""

    report: StatusReport
    payload: Mapping[str, Any]
    received_at: datetime


async def write_statuses(connection: AsyncConnection, rows: list[StatusRow]) -> list[bool]:
    """Store delivery reports, and apply those that ask for no more than noting the status.

    Tells of each whether it was applied now.
    """
    raw = [
        {
            "provider": row.report.provider,
            "external_id": row.report.external_id,
            "type": row.report.status,
            "payload": dict(row.payload),
            "received_at": row.received_at.isoformat(),
        }
        for row in rows
    ]
    plain = [row.report for row in rows if not has_consequences(row.report)]
    await connection.execute(APPEND_RAW_EVENTS, {"rows": Jsonb(raw)})
    if not plain:
        return [False] * len(rows)
    now = max(row.received_at for row in rows)
    cursor = await connection.execute(APPLY_STATUSES, status_params(plain, now=now))
    applied = {found["external_id"] for found in await cursor.fetchall()}
    return [row.report.external_id in applied for row in rows]


async def write_clicks(connection: AsyncConnection, rows: list[dict[str, Any]]) -> None:
    """Record openings of tracking links."""
    await connection.execute(RECORD_CLICKS, {"rows": Jsonb(rows)})


async def write_failures(connection: AsyncConnection, rows: list[dict[str, Any]]) -> None:
    """Count requests answered 5xx."""
    await connection.execute(RECORD_FAILURES, {"rows": Jsonb(rows)})


async def read_tracking_links(
    connection: AsyncConnection, codes: list[str]
) -> Sequence[TrackingLink | None]:
    """Find where codes lead."""
    cursor = await connection.execute(FIND_LINKS, {"codes": codes})
    found = read_links(await cursor.fetchall())
    return [found.get(code) for code in codes]


WRITERS: Mapping[str, Writer] = {
    STATUS: write_statuses,
    CLICK: write_clicks,
    LINK: read_tracking_links,
    FAILURE: write_failures,
}
