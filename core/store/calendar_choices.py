"""Which calendars and fields practices have chosen, and the looks they choose by."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb

from core.store.database import Connection
from core.store.queries import load_queries

_queries = load_queries("calendar_choices")

CALENDARS_COLUMN = "calendar_connections.sealed_calendars"
FINDINGS_COLUMN = "calendar_looks.sealed_findings"


@dataclass(frozen=True, slots=True)
class CalendarLook:
    """A look at a practice's calendars, under way until it has findings or an error."""

    requested_at: datetime
    sealed_findings: str | None = field(repr=False)
    error: str | None


@dataclass(frozen=True, slots=True)
class CalendarChoice:
    """What of a connection is read; no calendars named: all that the account keeps."""

    is_connected: bool
    refresh_token: str | None = field(repr=False)
    sealed_calendars: str | None = field(repr=False)
    fields: Mapping[str, Any]


def request_look(
    connection: Connection,
    *,
    practice_id: UUID,
    source: str,
    now: datetime,
    stale_before: datetime,
) -> bool:
    """Ask for a look; False while one asked for since `stale_before` is under way."""
    params = {
        "practice_id": practice_id,
        "source": source,
        "now": now,
        "stale_before": stale_before,
    }
    return connection.execute(_queries.request_look, params).fetchone() is not None


def find_look(
    connection: Connection, *, practice_id: UUID, source: str, kept_since: datetime
) -> CalendarLook | None:
    """Find the look that was asked for after `kept_since`."""
    params = {"practice_id": practice_id, "source": source, "kept_since": kept_since}
    row = connection.execute(_queries.find_look, params).fetchone()
    return None if row is None else CalendarLook(**row)


def finish_look(
    connection: Connection,
    *,
    practice_id: UUID,
    source: str,
    sealed_findings: str | None,
    error: str | None,
    now: datetime,
) -> None:
    """Keep what was found, or the `error`, which carries no personal data."""
    params = {
        "practice_id": practice_id,
        "source": source,
        "findings": sealed_findings,
        "error": error,
        "now": now,
    }
    connection.execute(_queries.finish_look, params)


def delete_look(connection: Connection, *, practice_id: UUID, source: str) -> None:
    """Forget what an owner has chosen by."""
    connection.execute(_queries.delete_look, {"practice_id": practice_id, "source": source})


def delete_old_looks(connection: Connection, *, before: datetime) -> int:
    """Forget looks asked for before a time; gives how many."""
    return connection.execute(_queries.delete_old_looks, {"before": before}).rowcount


def find_choice(connection: Connection, *, practice_id: UUID, source: str) -> CalendarChoice | None:
    """Give what is read of a connection; None where nothing was ever connected."""
    params = {"practice_id": practice_id, "source": source}
    row = connection.execute(_queries.find_choice, params).fetchone()
    return None if row is None else CalendarChoice(**row)


def save_choice(
    connection: Connection,
    *,
    practice_id: UUID,
    source: str,
    sealed_calendars: str | None,
    fields: Mapping[str, Any],
) -> bool:
    """Keep a choice; False where nothing was ever connected."""
    params = {
        "practice_id": practice_id,
        "source": source,
        "calendars": sealed_calendars,
        "fields": Jsonb(dict(fields)),
    }
    return connection.execute(_queries.save_choice, params).rowcount == 1
