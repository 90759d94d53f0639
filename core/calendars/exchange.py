"""Trades the codes that owners brought back from a consent page for lasting access."""

import uuid
from collections import Counter
from datetime import timedelta

from core.calendars.work import TOKEN_COLUMN, Poll, try_repeatedly
from core.errors import EngineError, MalformedPayload, TransientError
from core.intake.calendar_oauth import CODE_COLUMN, VERIFIER_COLUMN
from core.log import get_logger
from core.providers.calendar_ports import Grant
from core.rules.calendar_oauth import redirect_uri
from core.rules.vocabulary import CALENDAR_JOBS, EventType
from core.store.calendar_connections import connect_calendar, end_authorization, find_verifier
from core.store.database import Connection
from core.store.events import append_event
from core.store.jobs import Job, claim_due_jobs, finish_jobs, retry_job

CONNECTED = {"gcal": EventType.GCAL_CONNECTED, "outlook": EventType.OUTLOOK_CONNECTED}

_log = get_logger(__name__)
_ATTEMPTS = 3
_RETRY_AFTER = timedelta(seconds=20)
_LEASE_SECONDS = 60


def exchange_codes(poll: Poll) -> Counter[str]:
    """Trade every code that is waiting; gives counts `connected`, `refused`, `retried`."""
    worker = f"exchange-{uuid.uuid4().hex[:12]}"
    counts: Counter[str] = Counter()
    with poll.deps.connect() as connection:
        connection.autocommit = True
        with connection.transaction():
            jobs = claim_due_jobs(
                connection,
                worker=worker,
                now=poll.now,
                lease_seconds=_LEASE_SECONDS,
                types=[CALENDAR_JOBS[poll.source].value],
            )
        for job in jobs:
            counts[_exchange(poll, connection, job, worker)] += 1
    return counts


def _exchange(poll: Poll, connection: Connection, job: Job, worker: str) -> str:
    """Trade one code: what fails in passing is tried again while the code lives."""
    try:
        grant = _trade(poll, connection, job)
    except TransientError as error:
        if job.attempts < _ATTEMPTS:
            return _try_again(poll, connection, job, worker, error)
        return _end(poll, connection, job, worker, outcome="provider_down")
    except EngineError as error:
        code = getattr(error, "code", type(error).__name__)
        return _end(poll, connection, job, worker, outcome=str(code))
    if grant is None:
        return _end(poll, connection, job, worker, outcome="used_up")
    return _keep(poll, connection, job, worker, grant)


def _trade(poll: Poll, connection: Connection, job: Job) -> Grant | None:
    """Ask the provider; None where the trip has its outcome already."""
    practice_id, sealer = job.practice_id, poll.deps.sealer
    if practice_id is None:
        message = f"job {job.id} names no practice"
        raise MalformedPayload(message)
    with connection.transaction():
        sealed = find_verifier(
            connection, practice_id=practice_id, state_hash=str(job.payload["state_hash"])
        )
    if sealed is None:
        return None
    code = sealer.open(str(job.payload["code_sealed"]), practice_id=practice_id, column=CODE_COLUMN)
    verifier = sealer.open(sealed, practice_id=practice_id, column=VERIFIER_COLUMN)
    client = poll.deps.clients(poll.source)
    back = redirect_uri(poll.deps.config.app_base_url, poll.source)
    return try_repeatedly(
        lambda: client.exchange(code, verifier=verifier, redirect_uri=back), poll.deps.sleep
    )


def _keep(poll: Poll, connection: Connection, job: Job, worker: str, grant: Grant) -> str:
    practice_id = job.practice_id
    assert practice_id is not None  # noqa: S101  # _trade has checked
    token = poll.deps.sealer.seal(grant.refresh_token, practice_id=practice_id, column=TOKEN_COLUMN)
    with connection.transaction():
        connect_calendar(
            connection,
            practice_id=practice_id,
            source=poll.source,
            sealed_token=token,
            now=poll.now,
        )
        append_event(
            connection, CONNECTED[poll.source], practice_id=practice_id, at=poll.now, payload={}
        )
        _finish(poll, connection, job, worker, outcome="connected")
    return "connected"


def _end(poll: Poll, connection: Connection, job: Job, worker: str, *, outcome: str) -> str:
    """Leave it to the owner, who sees in the portal that it did not work, and may try again."""
    _log.warning("calendar_not_connected", source=poll.source, outcome=outcome)
    with connection.transaction():
        _finish(poll, connection, job, worker, outcome=outcome)
    return "refused"


def _finish(poll: Poll, connection: Connection, job: Job, worker: str, *, outcome: str) -> None:
    if job.practice_id is not None:
        end_authorization(
            connection,
            practice_id=job.practice_id,
            state_hash=str(job.payload["state_hash"]),
            outcome=outcome,
        )
    finish_jobs(connection, [job.id], worker=worker, now=poll.now)


def _try_again(
    poll: Poll, connection: Connection, job: Job, worker: str, error: TransientError
) -> str:
    with connection.transaction():
        retry_job(
            connection,
            job.id,
            worker=worker,
            run_at=poll.now + _RETRY_AFTER,
            error=type(error).__name__,
        )
    return "retried"
