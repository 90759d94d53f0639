"""Tells owners of calendars out of reach, and forgets access that was withdrawn, once."""

from datetime import datetime
from uuid import UUID

from core.calendars.work import Poll
from core.errors import ProviderRejected
from core.log import get_logger
from core.providers.calendar_ports import CHOSEN_GONE, AccessLost, CalendarRefused
from core.rules.calendars.causes import Cause
from core.rules.visits.sources import get_calendar
from core.rules.vocabulary import JobType
from core.store.calendar_connections import disconnect_calendar
from core.store.database import Connection
from core.store.job_keys import reconnect_key
from core.store.jobs import enqueue_job

_log = get_logger(__name__)


def cause_of(error: Exception) -> Cause:
    """Give why a call came to nothing, as the owner is told."""
    if isinstance(error, CalendarRefused):
        return error.cause
    if isinstance(error, ProviderRejected):
        return Cause.CHOSEN_GONE if error.code == CHOSEN_GONE else Cause.REFUSED
    return Cause.PASSING


def tell_owner(
    connection: Connection,
    poll: Poll,
    practice_id: UUID,
    cause: Cause,
    *,
    since: datetime,
    kind: str = "calendar",
) -> None:
    """Mail the owner, once about what lasts `since` then."""
    enqueue_job(
        connection,
        JobType.SEND_NOTICE,
        practice_id=practice_id,
        payload={
            "kind": kind,
            "calendar": get_calendar(poll.source)[0].title,
            "source": poll.source,
            "cause": cause.value,
        },
        run_at=poll.now,
        unique_key=reconnect_key(practice_id, poll.source, lost_at=since),
    )


def lose_access(poll: Poll, practice_id: UUID, sealed_token: str, error: AccessLost) -> bool:
    """Forget this very token; False if consent was renewed or withdrawn meanwhile."""
    with poll.deps.connect() as connection:
        forgotten = disconnect_calendar(
            connection,
            practice_id=practice_id,
            source=poll.source,
            reason=error.code,
            cause=error.cause.value,
            sealed_token=sealed_token,
            now=poll.now,
        )
        if forgotten is not None:
            tell_owner(connection, poll, practice_id, error.cause, since=poll.now, kind="reconnect")
    _log.warning(
        "calendar_disconnected",
        source=poll.source,
        practice_id=str(practice_id),
        reason=error.code,
    )
    return forgotten is not None
