"""What an operator is told of: open alerts, and the facts that raise them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from core.rules.vocabulary import EventType
from core.store.database import Connection
from core.store.practices import tenant_of
from core.store.queries import load_queries

_queries = load_queries("alerts")


@dataclass(frozen=True, slots=True)
class OpenAlert:
    """An alert that was raised and not cleared; `practice_id` None is the platform."""

    alert: str
    practice_id: UUID | None
    raised_at: datetime


@dataclass(frozen=True, slots=True)
class AskedSubscription:
    """SNS asked to confirm the subscription of a topic, or whether it may really end."""

    kind: str
    topic: str
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class EmailReputation:
    """Emails of a week, and those that harm the sender's name."""

    sent: int
    bounced: int
    complained: int


@dataclass(frozen=True, slots=True)
class ReviewDrop:
    """A place that lost public reviews within a week."""

    practice_id: UUID
    snapshot_date: date
    total: int
    total_before: int


@dataclass(frozen=True, slots=True)
class LastEvent:
    """The latest event of a type of one practice."""

    practice_id: UUID | None
    payload: Mapping[str, Any]
    occurred_at: datetime


def lock_alerts(connection: Connection) -> None:
    """Hold all alerts until the transaction ends."""
    connection.execute(_queries.lock_alerts, {})


def list_open_alerts(connection: Connection) -> list[OpenAlert]:
    """List the alerts whose last event says that they were raised."""
    rows = connection.execute(_queries.list_open_alerts, {})
    return [
        OpenAlert(row["alert"], tenant_of(row["practice_id"]), row["raised_at"]) for row in rows
    ]


def list_dead_jobs(connection: Connection) -> dict[str, int]:
    """Count the jobs that were given up, by type."""
    return {row["type"]: row["jobs"] for row in connection.execute(_queries.list_dead_jobs, {})}


def count_overdue_jobs(connection: Connection, *, now: datetime) -> int:
    """Count the jobs that are due and not claimed."""
    row = connection.execute(_queries.count_overdue_jobs, {"now": now}).fetchone()
    return 0 if row is None else int(row["jobs"])


def list_stop_spikes(
    connection: Connection, *, since: datetime, now: datetime, threshold: int
) -> dict[UUID | None, int]:
    """Count opt-outs in a window by practice, where there are `threshold` or more."""
    params = {"since": since, "now": now, "threshold": threshold}
    rows = connection.execute(_queries.list_stop_spikes, params)
    return {tenant_of(row["practice_id"]): row["stops"] for row in rows}


def list_webhook_failures(
    connection: Connection, *, since: datetime, now: datetime
) -> dict[str, int]:
    """Count the requests that the web app failed, by route."""
    rows = connection.execute(_queries.list_webhook_failures, {"since": since, "now": now})
    return {row["route"]: row["failures"] for row in rows}


def list_blocked_senders(connection: Connection) -> list[UUID]:
    """Name the practices whose texts the carriers refuse."""
    return [row["practice_id"] for row in connection.execute(_queries.list_blocked_senders, {})]


def list_pending_senders(connection: Connection, *, now: datetime) -> dict[UUID, int]:
    """Count what waits at live practices whose texts are not let out yet."""
    rows = connection.execute(_queries.list_pending_senders, {"now": now})
    return {row["practice_id"]: row["waiting"] for row in rows}


def list_living_names(connection: Connection) -> dict[UUID, str]:
    """Give the names of the practices that we work for."""
    rows = connection.execute(_queries.list_living_names, {})
    return {row["practice_id"]: row["name"] for row in rows}


def list_unanswered_subscriptions(
    connection: Connection, *, since: datetime, now: datetime
) -> list[AskedSubscription]:
    """List what SNS asked about topics of which no report has come since."""
    params = {"since": since, "now": now}
    rows = connection.execute(_queries.list_unanswered_subscriptions, params)
    return [AskedSubscription(**row) for row in rows]


def count_refused_emails(
    connection: Connection, *, since: datetime, now: datetime
) -> dict[str, int]:
    """Count the emails that SES took and then did not send, by code."""
    rows = connection.execute(_queries.count_refused_emails, {"since": since, "now": now})
    return {row["error_code"]: row["messages"] for row in rows}


def count_email_reputation(
    connection: Connection, *, since: datetime, now: datetime
) -> EmailReputation:
    """Count emails, bounces and complaints of a window."""
    params = {"since": since, "now": now}
    row = connection.execute(_queries.count_email_reputation, params).fetchone()
    return EmailReputation(**row) if row else EmailReputation(0, 0, 0)


def list_review_drops(connection: Connection, *, today: date) -> list[ReviewDrop]:
    """List the places whose total is below its highest of the week before."""
    rows = connection.execute(_queries.list_review_drops, {"today": today})
    return [ReviewDrop(**row) for row in rows]


def list_uncertain_messages(connection: Connection) -> dict[UUID | None, int]:
    """Count the messages of unknown fate, by practice."""
    rows = connection.execute(_queries.list_uncertain_messages, {})
    return {tenant_of(row["practice_id"]): row["messages"] for row in rows}


def list_last_events(
    connection: Connection, event_type: EventType, *, since: datetime, now: datetime
) -> list[LastEvent]:
    """Give the latest event of a type in a window, one a practice."""
    params = {"type": event_type.value, "since": since, "now": now}
    rows = connection.execute(_queries.list_raised_events, params)
    return [
        LastEvent(tenant_of(row["practice_id"]), row["payload"], row["occurred_at"]) for row in rows
    ]
