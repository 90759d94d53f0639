"""A practice's sender of texts: blocked by what carriers say, moved by an operator."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from core.errors import PermanentError
from core.rules.vocabulary import EventType
from core.store.database import Connection
from core.store.events import append_event
from core.store.senders import (
    block_by_carriers,
    lock_sms_status,
    release_waiting,
    set_sms_status,
    take_back_block,
)
from core.store.suppressions import carrier_reason

READY, PENDING, BLOCKED = "ready", "pending", "blocked"
STATES = (READY, PENDING, BLOCKED)


@dataclass(frozen=True, slots=True)
class SenderMove:
    """From which state to which a sender was moved, and how many requests stopped waiting."""

    before: str
    after: str
    released: int


def move_sender(
    connection: Connection, practice_id: UUID, *, to: str, reason: str, now: datetime
) -> SenderMove:
    """Move a sender to one of STATES and release what waited for it, if it may send now.

    A sender that is there already is left as it is. Raises PermanentError for an unknown practice.
    """
    with connection.transaction():
        before = lock_sms_status(connection, practice_id)
        if before is None:
            message = f"no practice has the id {practice_id}"
            raise PermanentError(message)
        if before != to:
            set_sms_status(connection, practice_id, to, now=now)
            _record(connection, practice_id, before=before, after=to, reason=reason, now=now)
        released = release_waiting(connection, practice_id, now=now) if to == READY else 0
        return SenderMove(before, to, released)


def block_sender(connection: Connection, practice_id: UUID, *, code: str, now: datetime) -> None:
    """Block a sender that may send, as carriers refuse it with `code`."""
    if lock_sms_status(connection, practice_id) == READY:
        reason = carrier_reason(code)
        block_by_carriers(connection, practice_id, now=now)
        _record(connection, practice_id, before=READY, after=BLOCKED, reason=reason, now=now)


def unblock_sender(connection: Connection, practice_id: UUID, *, now: datetime) -> None:
    """Let a sender go that carriers' codes blocked, if what has arrived since leaves no ground."""
    if lock_sms_status(connection, practice_id) != BLOCKED:
        return
    if take_back_block(connection, practice_id):
        reason = "arrived after all"
        _record(connection, practice_id, before=BLOCKED, after=READY, reason=reason, now=now)
        release_waiting(connection, practice_id, now=now)


def _record(
    connection: Connection,
    practice_id: UUID,
    *,
    before: str,
    after: str,
    reason: str,
    now: datetime,
) -> None:
    append_event(
        connection,
        EventType.SENDER_CHANGED,
        practice_id=practice_id,
        payload={"from": before, "to": after, "reason": reason},
        at=now,
    )
