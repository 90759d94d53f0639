"""Tells providers that an owner has ended a consent here, so that it ends there as well."""

from collections import Counter
from datetime import timedelta

from core.calendars.consents import REVOKED_TOKEN_COLUMN
from core.calendars.owner_jobs import Waiting, work_off
from core.calendars.work import Poll, try_repeatedly
from core.errors import EngineError, TransientError
from core.log import get_logger
from core.rules.visits.sources import get_calendar
from core.store.calendar_choices import find_choice
from core.store.jobs import amend_job

_log = get_logger(__name__)
_ATTEMPTS = 6


def revoke_consents(poll: Poll) -> Counter[str]:
    """Revoke every consent that was ended here; gives counts `revoked`, `unrevoked`, `retried`.

    Whatever the provider answers in the end, the token is forgotten.
    """
    job_type = get_calendar(poll.source)[0].revoke_job
    return Counter() if job_type is None else work_off(poll, job_type, _revoke)


def _revoke(waiting: Waiting) -> str:
    poll, practice_id = waiting.poll, waiting.practice_id
    choice = find_choice(waiting.connection, practice_id=practice_id, source=poll.source)
    if choice is not None and choice.is_connected:
        return _forget(waiting, "unrevoked", reason="connected_again")  # it would end that too
    try:
        token = poll.deps.sealer.open(
            str(waiting.job.payload["token_sealed"]),
            practice_id=practice_id,
            column=REVOKED_TOKEN_COLUMN,
        )
        client = poll.deps.clients(poll.source)
        try_repeatedly(lambda: client.revoke(token), poll.deps.sleep)
    except TransientError as error:
        if waiting.job.attempts < _ATTEMPTS:
            waiting.try_again(timedelta(minutes=5 * 2**waiting.job.attempts), error)
            return "retried"
        return _forget(waiting, "unrevoked", reason="provider_down")
    except EngineError as error:
        return _forget(waiting, "unrevoked", reason=str(getattr(error, "code", "unreadable")))
    return _forget(waiting, "revoked")


def _forget(waiting: Waiting, outcome: str, *, reason: str = "") -> str:
    with waiting.connection.transaction():
        amend_job(waiting.connection, waiting.job.id, {"token_sealed": None})
        waiting.finish()
    _log.info(
        "calendar_consent_ended",
        source=waiting.poll.source,
        practice_id=str(waiting.practice_id),
        outcome=outcome,
        reason=reason,
    )
    return outcome
