"""Front-desk tokens and the daily quota of visits they may send."""

from datetime import date, datetime
from uuid import UUID

from core.store.database import Connection
from core.store.queries import load_queries

_queries = load_queries("frontdesk")


def rotate_token(
    connection: Connection, *, practice_id: UUID, token_hash: str, now: datetime
) -> None:
    """Set a practice's one token, which ends the one before."""
    params = {"practice_id": practice_id, "token_hash": token_hash, "now": now}
    connection.execute(_queries.rotate_token, params)


def find_practice_by_token(connection: Connection, token_hash: str) -> UUID | None:
    """Give the practice whose token this is."""
    row = connection.execute(_queries.find_token, {"token_hash": token_hash}).fetchone()
    return None if row is None else row["practice_id"]


def take_quota(
    connection: Connection, *, practice_id: UUID, local_date: date, quota: int
) -> int | None:
    """Count one visit into the local day; gives the new count, None if the quota is used up."""
    params = {"practice_id": practice_id, "local_date": local_date, "quota": quota}
    row = connection.execute(_queries.take_quota, params).fetchone()
    return None if row is None else int(row["used"])


def mark_limited(
    connection: Connection, *, practice_id: UUID, local_date: date, now: datetime
) -> bool:
    """Record that the day's quota was hit; True for the first time that day."""
    params = {"practice_id": practice_id, "local_date": local_date, "now": now}
    return connection.execute(_queries.mark_limited, params).fetchone() is not None
