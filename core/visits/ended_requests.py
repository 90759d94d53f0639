"""Requests that end because of what a source tells: their jobs go, and each leaves its reason."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from core.rules.vocabulary import EventType, Reason
from core.store.database import Connection
from core.store.events import EventRow, append_events
from core.store.jobs import CANCELABLE, cancel_jobs


def end_jobs(
    connection: Connection,
    *,
    practice_id: UUID,
    request_ids: Sequence[UUID],
    reason: Reason,
    now: datetime,
) -> None:
    """Cancel what waits for these requests, which are ended already, and say so once for each."""
    cancel_jobs(
        connection,
        practice_id=practice_id,
        request_ids=request_ids,
        types=CANCELABLE,
        reason=reason.value,
        now=now,
    )
    skips = [{"reason": reason.value, "review_request_id": str(one)} for one in request_ids]
    events = [EventRow(EventType.SEND_SKIPPED, practice_id, now, skip) for skip in skips]
    append_events(connection, events)
