"""Forgets access that an owner or a provider withdrew, and asks the owner back, once."""

from uuid import UUID

from core.calendars.work import Poll
from core.log import get_logger
from core.providers.calendar_ports import AccessLost
from core.rules.visits.sources import get_calendar
from core.rules.vocabulary import JobType
from core.store.calendar_connections import disconnect_calendar
from core.store.job_keys import reconnect_key
from core.store.jobs import enqueue_job

_log = get_logger(__name__)


def lose_access(poll: Poll, practice_id: UUID, sealed_token: str, error: AccessLost) -> bool:
    """Forget this very token; False if consent was renewed or withdrawn meanwhile."""
    with poll.deps.connect() as connection:
        forgotten = disconnect_calendar(
            connection,
            practice_id=practice_id,
            source=poll.source,
            reason=error.code,
            sealed_token=sealed_token,
            now=poll.now,
        )
        if forgotten is not None:
            enqueue_job(
                connection,
                JobType.SEND_NOTICE,
                practice_id=practice_id,
                payload={
                    "kind": "reconnect",
                    "calendar": get_calendar(poll.source)[0].title,
                    "source": poll.source,
                },
                run_at=poll.now,
                unique_key=reconnect_key(practice_id, poll.source, lost_at=poll.now),
            )
    _log.warning(
        "calendar_disconnected",
        source=poll.source,
        practice_id=str(practice_id),
        reason=error.code,
    )
    return forgotten is not None
