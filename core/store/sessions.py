"""Portal sessions: browsers that are signed in for a practice; only token hashes are kept."""

from datetime import datetime
from uuid import UUID

from core.store.database import Connection
from core.store.queries import load_queries

_queries = load_queries("sessions")


def insert_session(
    connection: Connection,
    *,
    practice_id: UUID,
    token_hash: str,
    now: datetime,
    expires_at: datetime,
) -> None:
    """Sign a browser in until `expires_at`."""
    connection.execute(
        _queries.insert_session,
        {
            "practice_id": practice_id,
            "token_hash": token_hash,
            "now": now,
            "expires_at": expires_at,
        },
    )


def find_session(connection: Connection, token_hash: str, *, now: datetime) -> UUID | None:
    """Give the practice of a session that is neither expired nor revoked."""
    params = {"token_hash": token_hash, "now": now}
    row = connection.execute(_queries.find_session, params).fetchone()
    return None if row is None else row["practice_id"]


def revoke_session(connection: Connection, token_hash: str, *, now: datetime) -> None:
    """Sign a browser out."""
    connection.execute(_queries.revoke_session, {"token_hash": token_hash, "now": now})


def revoke_sessions(connection: Connection, practice_id: UUID, *, now: datetime) -> int:
    """Sign every browser of a practice out; gives how many."""
    params = {"practice_id": practice_id, "now": now}
    return connection.execute(_queries.revoke_sessions, params).rowcount
