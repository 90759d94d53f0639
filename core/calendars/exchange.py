"""Trades the codes that owners brought back from a consent page for lasting access."""

from collections import Counter
from datetime import timedelta

from core.calendars.consents import CODE_COLUMN, VERIFIER_COLUMN
from core.calendars.lost_access import cause_of
from core.calendars.owner_jobs import Waiting, work_off
from core.calendars.work import Poll, try_repeatedly
from core.errors import EngineError, TransientError
from core.log import get_logger
from core.providers.calendar_ports import Grant
from core.rules.calendars.causes import Cause
from core.rules.calendars.oauth import redirect_uri
from core.rules.visits.sources import get_calendar
from core.store.calendar_connections import (
    TOKEN_COLUMN,
    connect_calendar,
    end_authorization,
    find_verifier,
)
from core.store.events import append_event

_log = get_logger(__name__)
_ATTEMPTS = 3
_RETRY_AFTER = timedelta(seconds=20)


def exchange_codes(poll: Poll) -> Counter[str]:
    """Trade every code that is waiting; gives counts `connected`, `refused`, `retried`."""
    return work_off(poll, get_calendar(poll.source)[0].exchange_job, _exchange)


def _exchange(waiting: Waiting) -> str:
    """Trade one code: what fails in passing is tried again while the code lives."""
    try:
        grant = _trade(waiting)
    except TransientError as error:
        if waiting.job.attempts < _ATTEMPTS:
            waiting.try_again(_RETRY_AFTER, error)
            return "retried"
        return _end(waiting, outcome="provider_down", cause=Cause.PASSING)
    except EngineError as error:
        code = getattr(error, "code", type(error).__name__)
        return _end(waiting, outcome=str(code), cause=_cause_of(error))
    if grant is None:
        return _end(waiting, outcome="used_up", cause=Cause.TRY_AGAIN)
    return _keep(waiting, grant)


def _trade(waiting: Waiting) -> Grant | None:
    """Ask the provider; None where the trip has its outcome already."""
    poll, payload, practice_id = waiting.poll, waiting.job.payload, waiting.practice_id
    sealer = poll.deps.sealer
    with waiting.connection.transaction():
        sealed = find_verifier(
            waiting.connection, practice_id=practice_id, state_hash=str(payload["state_hash"])
        )
    if sealed is None:
        return None
    code = sealer.open(str(payload["code_sealed"]), practice_id=practice_id, column=CODE_COLUMN)
    verifier = sealer.open(sealed, practice_id=practice_id, column=VERIFIER_COLUMN)
    client = poll.deps.clients(poll.source)
    back = redirect_uri(poll.deps.config.app_base_url, poll.source)
    return try_repeatedly(
        lambda: client.exchange(code, verifier=verifier, redirect_uri=back), poll.deps.sleep
    )


def _keep(waiting: Waiting, grant: Grant) -> str:
    poll, connection, practice_id = waiting.poll, waiting.connection, waiting.practice_id
    token = poll.deps.sealer.seal(grant.refresh_token, practice_id=practice_id, column=TOKEN_COLUMN)
    with connection.transaction():
        connect_calendar(
            connection,
            practice_id=practice_id,
            source=poll.source,
            sealed_token=token,
            now=poll.now,
        )
        connected = get_calendar(poll.source)[0].connected_event
        append_event(connection, connected, practice_id=practice_id, at=poll.now, payload={})
        _finish(waiting, outcome="connected")
    return "connected"


def _cause_of(error: EngineError) -> Cause:
    """Say why a code was not traded: one that has run out or was used asks for another trip."""
    cause = cause_of(error)
    return Cause.TRY_AGAIN if cause in {Cause.CONSENT_ENDED, Cause.EXPIRED} else cause


def _end(waiting: Waiting, *, outcome: str, cause: Cause) -> str:
    """Leave it to the owner, who sees in the portal that it did not work, and may try again."""
    _log.warning("calendar_not_connected", source=waiting.poll.source, outcome=outcome)
    with waiting.connection.transaction():
        _finish(waiting, outcome=outcome, cause=cause)
    return "refused"


def _finish(waiting: Waiting, *, outcome: str, cause: Cause | None = None) -> None:
    if waiting.job.practice_id is not None:
        end_authorization(
            waiting.connection,
            practice_id=waiting.job.practice_id,
            state_hash=str(waiting.job.payload["state_hash"]),
            outcome=outcome,
            cause=cause,
        )
    waiting.finish()
