"""Tracking links: where a code leads, and who opened it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb

from core.rules.places.review_link import place_search_link
from core.store.database import Connection
from core.store.queries import load_queries

_queries = load_queries("clicks")

FIND_LINKS = _queries.find_links
RECORD_CLICKS = _queries.record_clicks
RECORD_FAILURES = _queries.record_failures
"""The statements, for a caller that brings its own kind of connection."""


@dataclass(frozen=True, slots=True)
class TrackingLink:
    """Where a code leads, and when it was emailed, if it was."""

    practice_id: UUID
    review_request_id: UUID | None
    """None in the text that an owner sent herself: opening it is nobody's click."""
    review_link: str | None
    emailed_at: datetime | None


def click_row(
    link: TrackingLink, *, human: bool, ip_hash: str | None, ua_hash: str | None, at: datetime
) -> dict[str, Any]:
    """Give one row of RECORD_CLICKS."""
    return {
        "practice_id": str(link.practice_id),
        "review_request_id": str(link.review_request_id),
        "human": human,
        "ip_hash": ip_hash,
        "ua_hash": ua_hash,
        "at": at.isoformat(),
    }


def read_links(rows: Iterable[Mapping[str, Any]]) -> dict[str, TrackingLink]:
    """Read the rows of FIND_LINKS, by code."""
    return {
        row["code"]: TrackingLink(
            practice_id=row["practice_id"],
            review_request_id=row["review_request_id"],
            review_link=row["review_link"] or _search(row["place"]),
            emailed_at=row["emailed_at"],
        )
        for row in rows
    }


def _search(place: str | None) -> str | None:
    return place_search_link(place) if place else None


def list_recent_links(
    connection: Connection, *, since: datetime, limit: int
) -> dict[str, TrackingLink]:
    """Find where the links of the newest messages sent after `since` lead, oldest first."""
    rows = connection.execute(_queries.list_recent_links, {"since": since, "limit": limit})
    return read_links(rows)


def record_clicks(connection: Connection, rows: list[dict[str, Any]]) -> None:
    """Write down openings made with `click_row`."""
    connection.execute(RECORD_CLICKS, {"rows": Jsonb(rows)})


def record_failures(connection: Connection, rows: list[dict[str, Any]]) -> None:
    """Count requests answered 5xx; each row has `at`, `route` and `status`."""
    connection.execute(RECORD_FAILURES, {"rows": Jsonb(rows)})
