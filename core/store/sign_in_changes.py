"""Changes of the address that a practice signs in by, which wait to be confirmed there."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from core.store.database import Connection
from core.store.queries import load_queries

_queries = load_queries("sign_in_changes")


@dataclass(frozen=True, slots=True)
class SignInChange:
    """A new address of a practice, not confirmed yet."""

    practice_id: UUID
    email: str


def insert_change(
    connection: Connection, change: SignInChange, *, token_hash: str, now: datetime, until: datetime
) -> None:
    """Let a change wait until it expires; earlier ones of the practice wait no longer."""
    params = {
        "practice_id": change.practice_id,
        "email": change.email,
        "token_hash": token_hash,
        "now": now,
        "expires_at": until,
    }
    connection.execute(_queries.insert_change, params)


def find_change(connection: Connection, token_hash: str, *, now: datetime) -> SignInChange | None:
    """Find the change that a link may confirm, held until the transaction ends."""
    params = {"token_hash": token_hash, "now": now}
    row = connection.execute(_queries.find_change, params).fetchone()
    return None if row is None else SignInChange(**row)


def find_waiting_email(connection: Connection, practice_id: UUID, *, now: datetime) -> str | None:
    """Find the address that waits to be confirmed."""
    params = {"practice_id": practice_id, "now": now}
    row = connection.execute(_queries.find_waiting_change, params).fetchone()
    return None if row is None else str(row["email"])


def apply_change(
    connection: Connection, change: SignInChange, *, token_hash: str, kept: str, now: datetime
) -> str | None:
    """Sign in by the new address from now on; gives the former one.

    Ends every session of the practice but the one whose token's hash is `kept`.
    """
    about = {"practice_id": change.practice_id, "now": now}
    connection.execute(_queries.confirm_change, about | {"token_hash": token_hash})
    connection.execute(_queries.revoke_other_sessions, about | {"kept": kept})
    params = {"practice_id": change.practice_id, "email": change.email}
    row = connection.execute(_queries.replace_address, params).fetchone()
    return None if row is None else row["former"]
