"""Jobs about one review request: another try, the reminder, the email instead of a text."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from core.rules.vocabulary import JobType
from core.store.database import Connection
from core.store.job_keys import fallback_key, reminder_key, retry_key
from core.store.jobs import Job, bury_new_job, enqueue_job
from core.store.review_requests import RequestKey


def find_request_key(job: Job) -> RequestKey | None:
    """Name the request that a job is about; None where it names none."""
    try:
        request_id = UUID(str(job.payload["review_request_id"]))
    except (KeyError, ValueError):
        return None
    return None if job.practice_id is None else (job.practice_id, request_id)


def enqueue_retry(connection: Connection, key: RequestKey, *, lost: int, run_at: datetime) -> None:
    """Ask by text again, once for each of the `lost` texts."""
    _enqueue(connection, JobType.SEND_REQUEST, key, run_at, retry_key(key[1], lost))


def bury_retry(
    connection: Connection, key: RequestKey, *, lost: int, code: str, now: datetime
) -> None:
    """Let a person say whether to ask by text again."""
    bury_new_job(
        connection,
        JobType.SEND_REQUEST,
        practice_id=key[0],
        payload=_payload(key),
        now=now,
        unique_key=retry_key(key[1], lost),
        error=f"not delivered, code {code}",
    )


def enqueue_reminder(connection: Connection, key: RequestKey, *, run_at: datetime) -> None:
    """Remind of the ask, once."""
    _enqueue(connection, JobType.SEND_REMINDER, key, run_at, reminder_key(key[1]))


def enqueue_fallback(connection: Connection, key: RequestKey, *, now: datetime) -> None:
    """Ask by email about the same visit, once."""
    _enqueue(connection, JobType.SEND_FALLBACK_EMAIL, key, now, fallback_key(key[1]))


def _enqueue(
    connection: Connection, job_type: JobType, key: RequestKey, run_at: datetime, unique_key: str
) -> None:
    enqueue_job(
        connection,
        job_type,
        practice_id=key[0],
        payload=_payload(key),
        run_at=run_at,
        unique_key=unique_key,
    )


def _payload(key: RequestKey) -> Mapping[str, str]:
    return {"review_request_id": str(key[1])}
