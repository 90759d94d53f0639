"""What keeps the next text from the same end, whether a carrier refuses one or reports it lost."""

from datetime import datetime
from uuid import UUID

from core.rules.sending.delivery_errors import policy_of
from core.sending.senders import block_sender
from core.store.database import Connection
from core.store.statuses import is_sender_halted, suppress_number


def protect(
    connection: Connection,
    *,
    practice_id: UUID,
    message_id: UUID,
    recipient_hash: str | None,
    code: str,
    now: datetime,
) -> bool:
    """Text a number no more that takes no texts, and nobody where the sender gets none through.

    Tells whether the sender is blocked by this.
    """
    if policy_of(code).suppress and recipient_hash is not None:
        suppress_number(
            connection, practice_id=practice_id, phone_hash=recipient_hash, code=code, now=now
        )
    if is_sender_halted(
        connection, practice_id=practice_id, message_id=message_id, code=code, now=now
    ):
        block_sender(connection, practice_id, code=code, now=now)
        return True
    return False
