"""The calendars that polls have met in an account, and how each of them fares."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from psycopg.types.json import Jsonb

from core.store.database import Connection
from core.store.queries import load_queries

_queries = load_queries("known_calendars")

NAME_COLUMN = "known_calendars.sealed_name"


@dataclass(frozen=True, slots=True)
class UnreadCalendar:
    """A calendar out of reach since a time, and the cause as it is kept."""

    source: str
    sealed_name: str = field(repr=False)
    cause: str | None
    unread_since: datetime
    is_set_aside: bool


def record_read(
    connection: Connection,
    *,
    practice_id: UUID,
    source: str,
    rows: Sequence[Mapping[str, str]],
    now: datetime,
) -> None:
    """Keep that calendars, by `calendar_hash` and `sealed_name`, were read to the end."""
    _record(connection, _queries.record_read, practice_id, source, rows, now)


def record_unread(
    connection: Connection,
    *,
    practice_id: UUID,
    source: str,
    rows: Sequence[Mapping[str, str]],
    now: datetime,
) -> None:
    """Keep that calendars could not be read whole; each row has its `cause` too."""
    _record(connection, _queries.record_unread, practice_id, source, rows, now)


def record_missing(
    connection: Connection,
    *,
    practice_id: UUID,
    source: str,
    met: Collection[str],
    chosen: Collection[str] | None,
    cause: str,
    now: datetime,
) -> int:
    """Keep that all others were not met, of the `chosen` ones if any are; gives how many."""
    params = {
        "practice_id": practice_id,
        "source": source,
        "met": list(met),
        "chosen": None if chosen is None else list(chosen),
        "cause": cause,
        "now": now,
    }
    return connection.execute(_queries.record_missing, params).rowcount


def forget_left_out(
    connection: Connection, *, practice_id: UUID, source: str, chosen: Collection[str]
) -> None:
    """Forget the calendars that a practice does not want read."""
    params = {"practice_id": practice_id, "source": source, "chosen": list(chosen)}
    connection.execute(_queries.forget_left_out, params)


def set_aside(
    connection: Connection,
    *,
    practice_id: UUID,
    source: str,
    fewest_polls: int,
    unread_before: datetime,
    never: str,
    now: datetime,
) -> list[str]:
    """Stop waiting for calendars that are out of reach for long; gives the causes, one each."""
    params = {
        "practice_id": practice_id,
        "source": source,
        "fewest_polls": fewest_polls,
        "unread_before": unread_before,
        "never": never,
        "now": now,
    }
    return [str(row["cause"]) for row in connection.execute(_queries.set_aside, params)]


def count_lagging(connection: Connection, *, practice_id: UUID, source: str) -> int:
    """Count the calendars that the next poll has to read from where they were left."""
    params = {"practice_id": practice_id, "source": source}
    row = connection.execute(_queries.count_lagging, params).fetchone()
    return int(row["lagging"]) if row else 0


def list_unread_calendars(connection: Connection, practice_id: UUID) -> list[UnreadCalendar]:
    """List the calendars of a practice that are out of reach."""
    rows = connection.execute(_queries.list_unread, {"practice_id": practice_id})
    return [UnreadCalendar(**row) for row in rows]


def _record(
    connection: Connection,
    query: bytes,
    practice_id: UUID,
    source: str,
    rows: Sequence[Mapping[str, str]],
    now: datetime,
) -> None:
    if rows:
        params = {
            "practice_id": practice_id,
            "source": source,
            "rows": Jsonb([dict(row) for row in rows]),
            "now": now,
        }
        connection.execute(query, params)
