"""Connected calendars: consent under way, access held, polls, and visits that went away."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb

from core.rules.places.local_time import PLATFORM_ZONE
from core.store.database import Connection
from core.store.queries import load_queries

_queries = load_queries("calendar_connections")

TOKEN_COLUMN = "calendar_connections.refresh_token"  # noqa: S105  # a column's name


@dataclass(frozen=True, slots=True)
class DueConnection:
    """A calendar to be polled; the refresh token is sealed."""

    practice_id: UUID
    source: str
    refresh_token: str = field(repr=False)
    polled_until: datetime | None
    watched_since: datetime | None
    """Whatever ended between the two has been read."""
    zone: str
    delay_minutes: int
    oldest_waiting_at: datetime | None
    """End of the oldest visit from here that nobody was asked about yet."""
    sealed_calendars: str | None = field(default=None, repr=False)
    """Which calendars to read; None: all that the account keeps."""
    fields: Mapping[str, Any] = field(default_factory=dict)
    polled_at: datetime | None = None
    reread_from: datetime | None = None
    """Where a calendar was left that is back after it had been set aside."""


@dataclass(frozen=True, slots=True)
class ConnectionState:
    """What the portal shows of one provider; `status` is None where nothing was ever connected."""

    source: str
    status: str | None
    polled_at: datetime | None
    polled_until: datetime | None
    failing_since: datetime | None
    last_counts: Mapping[str, Any]
    last_outcome: str | None
    is_connecting: bool
    cause: str | None = None
    last_cause: str | None = None
    """Of the last trip to its consent page; `cause` is why it is out of reach."""


@dataclass(frozen=True, slots=True)
class BrokenConnection:
    """A calendar that has not been read since a time, and why."""

    practice_id: UUID
    source: str
    since: datetime
    reason: str | None


def insert_authorization(
    connection: Connection,
    *,
    practice_id: UUID,
    state_hash: str,
    source: str,
    sealed_verifier: str,
    now: datetime,
    expires_at: datetime,
) -> None:
    """Remember that an owner was sent to the consent page."""
    connection.execute(
        _queries.insert_authorization,
        {
            "practice_id": practice_id,
            "state_hash": state_hash,
            "source": source,
            "verifier": sealed_verifier,
            "now": now,
            "expires_at": expires_at,
        },
    )


def take_authorization(
    connection: Connection, *, practice_id: UUID, state_hash: str, source: str, now: datetime
) -> bool:
    """Record the owner's one return; False if it is unknown, the second one, or too late."""
    params = {"practice_id": practice_id, "state_hash": state_hash, "source": source, "now": now}
    return connection.execute(_queries.take_authorization, params).fetchone() is not None


def find_verifier(connection: Connection, *, practice_id: UUID, state_hash: str) -> str | None:
    """Give the sealed verifier of a trip whose code is not traded yet, and hold it."""
    params = {"practice_id": practice_id, "state_hash": state_hash}
    row = connection.execute(_queries.get_verifier, params).fetchone()
    return None if row is None else str(row["verifier"])


def end_authorization(
    connection: Connection,
    *,
    practice_id: UUID,
    state_hash: str,
    outcome: str,
    cause: str | None = None,
) -> None:
    """Record how a trip ended, and why if it came to nothing."""
    params = {"practice_id": practice_id, "state_hash": state_hash}
    params |= {"outcome": outcome, "cause": cause}
    connection.execute(_queries.end_authorization, params)


def delete_old_authorizations(
    connection: Connection, *, before: datetime, unreturned_before: datetime
) -> int:
    """Drop trips begun before a time, and those that expired unreturned; gives how many."""
    params = {"before": before, "unreturned_before": unreturned_before}
    return connection.execute(_queries.delete_old_authorizations, params).rowcount


@contextmanager
def hold_access(connection: Connection, *, practice_id: UUID | None, source: str) -> Iterator[None]:
    """Keep a practice's consent from being begun or ended elsewhere, across calls to its provider.

    The connection must commit at once: what others did is seen from here on.
    No practice, which only a malformed job has, is nothing to keep.
    """
    params = {"practice_id": practice_id, "source": source}
    connection.execute(_queries.lock_access, params)
    try:
        yield
    finally:
        connection.execute(_queries.unlock_access, params)


def connect_calendar(
    connection: Connection, *, practice_id: UUID, source: str, sealed_token: str, now: datetime
) -> None:
    """Keep a refresh token, in place of an older one."""
    params = {
        "practice_id": practice_id,
        "source": source,
        "refresh_token": sealed_token,
        "now": now,
    }
    connection.execute(_queries.connect, params)


def list_due_connections(
    connection: Connection,
    *,
    source: str,
    now: datetime,
    earliest: datetime,
    only_new: bool = False,
) -> list[DueConnection]:
    """List the calendars to poll now; visits ended before `earliest` do not widen the window.

    With `only_new` those alone that were not polled since they were connected.
    """
    params = {
        "source": source,
        "now": now,
        "earliest": earliest,
        "only_new": only_new,
        "platform_zone": PLATFORM_ZONE,
    }
    return [DueConnection(**row) for row in connection.execute(_queries.list_due, params)]


def hold_connection(connection: Connection, due: DueConnection, *, sealed_token: str) -> bool:
    """Hold a connection until the transaction ends, to store what a poll of it has listed.

    False if that is out of date: another poll has ended since `due` was read, other calendars or
    fields were chosen, or consent, by now behind `sealed_token`, was renewed or withdrawn.
    """
    params = {
        "practice_id": due.practice_id,
        "source": due.source,
        "token": sealed_token,
        "polled_at": due.polled_at,
        "sealed_calendars": due.sealed_calendars,
        "fields": Jsonb(dict(due.fields)),
    }
    return connection.execute(_queries.hold, params).fetchone() is not None


def record_poll(
    connection: Connection,
    due: DueConnection,
    *,
    since: datetime,
    until: datetime,
    counts: Mapping[str, int],
    now: datetime,
) -> None:
    """Move a held connection on to `until`; it began at `since` if this is the first poll."""
    params = {
        "practice_id": due.practice_id,
        "source": due.source,
        "since": since,
        "until": until,
        "counts": Jsonb(dict(counts)),
        "now": now,
    }
    connection.execute(_queries.record_poll, params)


def record_failure(
    connection: Connection,
    due: DueConnection,
    *,
    sealed_token: str,
    error: str,
    cause: str,
    resume_at: datetime | None,
    now: datetime,
) -> datetime | None:
    """Record that a poll with this token came to nothing; `error` carries no personal data.

    Gives since when polls have failed; None where consent was renewed or withdrawn meanwhile.
    """
    params = {
        "practice_id": due.practice_id,
        "source": due.source,
        "token": sealed_token,
        "error": error,
        "cause": cause,
        "resume_at": resume_at,
        "now": now,
    }
    return next(
        (r["failing_since"] for r in connection.execute(_queries.record_failure, params)), None
    )


def rotate_token(
    connection: Connection, *, practice_id: UUID, source: str, old_token: str, new_token: str
) -> None:
    """Keep the refresh token that a provider handed out in place of the last one; both sealed."""
    params = {
        "practice_id": practice_id,
        "source": source,
        "old_token": old_token,
        "new_token": new_token,
    }
    connection.execute(_queries.rotate_token, params)


def disconnect_calendar(
    connection: Connection,
    *,
    practice_id: UUID,
    source: str,
    reason: str,
    now: datetime,
    sealed_token: str | None = None,
    cause: str | None = None,
) -> str | None:
    """Forget a refresh token, or only `sealed_token`; gives it, None if somebody else forgot it."""
    params = {
        "practice_id": practice_id,
        "source": source,
        "reason": reason,
        "cause": cause,
        "token": sealed_token,
        "now": now,
    }
    row = connection.execute(_queries.disconnect, params).fetchone()
    return None if row is None else str(row["refresh_token"])


def list_connection_states(
    connection: Connection, practice_id: UUID, *, recently: datetime
) -> list[ConnectionState]:
    """List both providers for a practice; "connecting" counts if it began after `recently`."""
    params = {"practice_id": practice_id, "recently": recently}
    return [ConnectionState(**row) for row in connection.execute(_queries.list_states, params)]


def list_broken_connections(
    connection: Connection, *, failing_before: datetime
) -> list[BrokenConnection]:
    """List what the alert `calendar_disconnected` is about.

    That is consent withdrawn at the provider, and polls that fail since before `failing_before`.
    """
    rows = connection.execute(_queries.list_broken, {"failing_before": failing_before})
    return [BrokenConnection(**row) for row in rows]
