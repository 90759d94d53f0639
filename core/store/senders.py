"""The state of a practice's sender of texts, and what waits for it."""

from datetime import datetime
from uuid import UUID

from core.rules.vocabulary import Reason
from core.store.database import Connection
from core.store.practices import PLATFORM_ID
from core.store.queries import load_queries

_queries = load_queries("senders")

_WAITING_FOR_SENDER = [Reason.SMS_NOT_READY.value, Reason.SENDER_BLOCKED.value]


def lock_sms_status(connection: Connection, practice_id: UUID) -> str | None:
    """Give the sender's state and hold it until the transaction ends; None: no such practice."""
    params = {"practice_id": practice_id, "platform_id": PLATFORM_ID}
    connection.execute(_queries.open_settings, params)
    row = connection.execute(_queries.lock_sms_status, params).fetchone()
    return None if row is None else str(row["sms_status"])


def set_sms_status(
    connection: Connection, practice_id: UUID, sms_status: str, *, now: datetime
) -> None:
    """Move the sender to a state."""
    params = {"practice_id": practice_id, "sms_status": sms_status, "now": now}
    connection.execute(_queries.set_sms_status, params)


def release_waiting(connection: Connection, practice_id: UUID, *, now: datetime) -> int:
    """Make due now, oldest visit first, the requests that waited for the sender; gives how many."""
    params = {"practice_id": practice_id, "reasons": _WAITING_FOR_SENDER, "now": now}
    return connection.execute(_queries.release_waiting, params).rowcount
