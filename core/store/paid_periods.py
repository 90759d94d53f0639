"""When practices were paid for, and the baselines of periods that are over."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from psycopg.types.json import Jsonb

from core.rules.billing.paid_periods import BegunBy, PaidPeriod
from core.store.database import Connection
from core.store.queries import load_queries

_queries = load_queries("paid_periods")


def save_periods(
    connection: Connection, practice_id: UUID, periods: Sequence[PaidPeriod], *, now: datetime
) -> None:
    """Keep a practice's periods; where one follows another, the former's baseline is history."""
    starts = [period.started_at for period in periods]
    connection.execute(_queries.drop_others, {"practice_id": practice_id, "starts": starts})
    rows = [
        {
            "started_at": period.started_at.isoformat(),
            "ended_at": period.ended_at and period.ended_at.isoformat(),
            "begun_by": period.begun_by.value,
            "session_id": period.session_id,
        }
        for period in periods
    ]
    connection.execute(_queries.save_periods, {"practice_id": practice_id, "rows": Jsonb(rows)})
    if len(starts) > 1:
        params = {"practice_id": practice_id, "started_at": starts[-1], "now": now}
        connection.execute(_queries.retire_baseline, params)


def list_periods(connection: Connection, practice_id: UUID) -> list[PaidPeriod]:
    """List when a practice was paid for, oldest first."""
    rows = connection.execute(_queries.list_periods, {"practice_id": practice_id})
    return [PaidPeriod(**row | {"begun_by": BegunBy(row["begun_by"])}) for row in rows]


def list_without_periods(connection: Connection) -> list[UUID]:
    """Name practices that Stripe has told of before periods were kept."""
    return [row["practice_id"] for row in connection.execute(_queries.list_without_periods)]
