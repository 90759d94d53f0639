"""Magic links: which were mailed, opened and used; only hashes of their tokens are kept."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from core.store.database import Connection
from core.store.queries import load_queries

_queries = load_queries("magic_links")


@dataclass(frozen=True, slots=True)
class MagicLink:
    """One mailed link."""

    practice_id: UUID
    token_hash: str
    created_at: datetime
    expires_at: datetime
    started_at: datetime | None
    used_at: datetime | None


def insert_magic_link(
    connection: Connection,
    *,
    practice_id: UUID,
    token_hash: str,
    now: datetime,
    expires_at: datetime,
    purpose: str = "onboard",
) -> bool:
    """Make a link known before it is mailed; False if it was known."""
    cursor = connection.execute(
        _queries.insert_magic_link,
        {
            "practice_id": practice_id,
            "token_hash": token_hash,
            "purpose": purpose,
            "now": now,
            "expires_at": expires_at,
        },
    )
    return cursor.rowcount == 1


def find_magic_link(
    connection: Connection, token_hash: str, *, lock: bool = False
) -> MagicLink | None:
    """Find a link, held until the transaction ends if `lock`."""
    query = _queries.lock_magic_link if lock else _queries.find_magic_link
    row = connection.execute(query, {"token_hash": token_hash}).fetchone()
    return None if row is None else MagicLink(**row)


def mark_started(connection: Connection, token_hash: str, *, now: datetime) -> bool:
    """Record the first opening by a person; False if there was one."""
    params = {"token_hash": token_hash, "now": now}
    return connection.execute(_queries.mark_started, params).rowcount == 1


def mark_used(connection: Connection, token_hash: str, *, now: datetime) -> bool:
    """Use a link up; False if it was."""
    params = {"token_hash": token_hash, "now": now}
    return connection.execute(_queries.mark_used, params).rowcount == 1
