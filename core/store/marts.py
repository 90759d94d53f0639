"""What dbt computed, as jobs read it; build the marts first."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from core.store.database import Connection
from core.store.queries import load_queries

_queries = load_queries("marts")


@dataclass(frozen=True, slots=True)
class SlaState:
    """A first request that is late, or may become so; `deadline_at` is checkout plus 48 hours.

    `ended_at` is when the subscription ended, where it did and the time is known.
    """

    practice_id: UUID
    checkout_at: datetime
    first_request_at: datetime | None
    hours_to_first_request: Decimal | None
    deadline_at: datetime
    ended_at: datetime | None
    breached: bool
    at_risk: bool


@dataclass(frozen=True, slots=True)
class SpendBreach:
    """A practice's week above the guardrail."""

    practice_id: UUID
    week_start: date
    segments: int
    spend_usd: Decimal
    threshold_usd: Decimal


@dataclass(frozen=True, slots=True)
class FailedGuarantee:
    """A practice that did not gain ten reviews in thirty days; `promise_number` from 1."""

    practice_id: UUID
    promise_number: int
    baseline_date: date
    baseline_total: int
    latest_total: int
    reviews_added: int
    due_on: date


def list_sla_states(connection: Connection) -> list[SlaState]:
    """List the practices whose first request is late or at risk."""
    return [SlaState(**row) for row in connection.execute(_queries.list_sla_states, {})]


def list_spend_breaches(connection: Connection, *, since: date) -> list[SpendBreach]:
    """List the weeks above the guardrail that began on or after a day."""
    rows = connection.execute(_queries.list_spend_breaches, {"since": since})
    return [SpendBreach(**row) for row in rows]


def list_failed_guarantees(connection: Connection) -> list[FailedGuarantee]:
    """List the guarantees that failed, those of former paid periods too."""
    rows = connection.execute(_queries.list_failed_guarantees, {})
    return [FailedGuarantee(**row) for row in rows]


@dataclass(frozen=True, slots=True)
class BenchmarkCounts:
    """Practices of a month that can be compared, and those with too few peers."""

    compared: int
    without_peers: int


def count_benchmarks(connection: Connection, *, month: date) -> BenchmarkCounts:
    """Count the practices of a month that could be compared; `month` is its first day."""
    row = connection.execute(_queries.count_benchmarks, {"month": month}).fetchone()
    return BenchmarkCounts(0, 0) if row is None else BenchmarkCounts(**row)


def hold_builds(connection: Connection, *, longest_wait: timedelta) -> None:
    """Wait for the build that is at work and keep others out, until the connection ends.

    Raises psycopg.errors.LockNotAvailable where that one takes longer.
    """
    longest = f"{longest_wait.total_seconds():.0f}s"
    connection.execute(_queries.limit_lock_wait, {"longest": longest})
    connection.execute(_queries.lock_builds, {})
