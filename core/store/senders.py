"""The state of a practice's sender of texts, and what waits for it."""

from datetime import datetime
from uuid import UUID

from core.rules.sending.carrier_retries import halts_sender
from core.rules.sending.delivery_errors import POLICIES, policy_of
from core.rules.vocabulary import Reason
from core.store.database import Connection
from core.store.practices import PLATFORM_ID
from core.store.queries import load_queries

_queries = load_queries("senders")

_HALTING = [code for code, policy in POLICIES.items() if policy.halt_sender]
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
    """Move the sender to a state, on an operator's word."""
    params = {"practice_id": practice_id, "sms_status": sms_status, "now": now}
    connection.execute(_queries.set_sms_status, params)


def block_by_carriers(connection: Connection, practice_id: UUID, *, now: datetime) -> None:
    """Block the sender, remembering what a block that is taken back gives way to."""
    connection.execute(_queries.block_by_carriers, {"practice_id": practice_id, "now": now})


def take_back_block(connection: Connection, practice_id: UUID) -> bool:
    """Undo a carriers' block that no code justifies any more; False if there is none, or it holds.

    Counted is what it rests on: the texts of the hour before it, whenever they were reported on.
    """
    params = {"practice_id": practice_id, "codes": _HALTING}
    rows = connection.execute(_queries.count_texts_of_block, params).fetchall()
    met = {row["error_code"]: row["texts"] for row in rows}
    texts = sum(met.values())
    if any(
        code and halts_sender(policy_of(code), failed=n, texts=texts) for code, n in met.items()
    ):
        return False
    return connection.execute(_queries.take_back_block, params).rowcount == 1


def release_waiting(connection: Connection, practice_id: UUID, *, now: datetime) -> int:
    """Make due now, oldest visit first, the requests that waited for the sender; gives how many."""
    params = {"practice_id": practice_id, "reasons": _WAITING_FOR_SENDER, "now": now}
    return connection.execute(_queries.release_waiting, params).rowcount
