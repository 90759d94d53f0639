"""The outbox: what must be done, claimed in batches by workers that may die at any moment."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from operator import attrgetter
from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb

from core.rules.vocabulary import JobType
from core.store.database import Connection
from core.store.queries import load_queries

_queries = load_queries("jobs")
_in_order = attrgetter("run_at", "id")

CANCELABLE = (JobType.SEND_REQUEST, JobType.SEND_REMINDER, JobType.SEND_FALLBACK_EMAIL)
"""The jobs that end in a message to a patient."""


@dataclass(frozen=True, slots=True)
class Job:
    """One claimed job; `attempts` counts claims, this one included, `failures` what failed."""

    id: int
    practice_id: UUID | None
    type: str
    payload: Mapping[str, Any] = field(repr=False)
    attempts: int
    failures: int
    run_at: datetime


@dataclass(frozen=True, slots=True)
class NewJob:
    """One job to be enqueued."""

    type: str
    practice_id: UUID | None
    payload: Mapping[str, Any]
    run_at: datetime
    unique_key: str | None


@dataclass(frozen=True, slots=True)
class CanceledJob:
    """One job taken out of the queue before anybody claimed it."""

    id: int
    type: str
    review_request_id: UUID


@dataclass(frozen=True, slots=True)
class JobCounts:
    """The state of the queue: due now, leases that ran out, given up."""

    due: int
    abandoned: int
    dead: int


def enqueue_job(
    connection: Connection,
    job_type: str,
    *,
    practice_id: UUID | None,
    payload: Mapping[str, Any],
    run_at: datetime,
    unique_key: str | None,
) -> int | None:
    """Enqueue a job not to be done before `run_at`; None if `unique_key` was ever used."""
    row = connection.execute(
        _queries.enqueue_job,
        {
            "practice_id": practice_id,
            "type": str(job_type),
            "payload": Jsonb(dict(payload)),
            "run_at": run_at,
            "unique_key": unique_key,
        },
    ).fetchone()
    return None if row is None else int(row["id"])


def bury_new_job(
    connection: Connection,
    job_type: str,
    *,
    practice_id: UUID | None,
    payload: Mapping[str, Any],
    now: datetime,
    unique_key: str,
    error: str,
) -> bool:
    """Put a job before a person, who may queue it or not; False if `unique_key` was ever used."""
    params = {
        "practice_id": practice_id,
        "type": str(job_type),
        "payload": Jsonb(dict(payload)),
        "now": now,
        "unique_key": unique_key,
        "error": error,
    }
    return connection.execute(_queries.bury_new_job, params).rowcount == 1


def enqueue_jobs(connection: Connection, jobs: Iterable[NewJob]) -> int:
    """Enqueue many jobs in one statement; gives how many keys were new."""
    rows = [
        {
            "practice_id": None if job.practice_id is None else str(job.practice_id),
            "type": str(job.type),
            "payload": dict(job.payload),
            "run_at": job.run_at.isoformat(),
            "unique_key": job.unique_key,
        }
        for job in jobs
    ]
    if not rows:
        return 0
    return connection.execute(_queries.enqueue_jobs, {"rows": Jsonb(rows)}).rowcount


def claim_due_jobs(
    connection: Connection,
    *,
    worker: str,
    now: datetime,
    limit: int = 100,
    lease_seconds: float = 300,
    types: Sequence[str] | None = None,
    except_types: Sequence[str] = (),
) -> list[Job]:
    """Lease up to `limit` due jobs to `worker`, oldest first, expired leases included.

    Workers never see each other's jobs. The caller commits, and only then works.
    """
    rows = connection.execute(
        _queries.claim_due_jobs,
        {
            "worker": worker,
            "now": now,
            "limit": limit,
            "lease_until": now + timedelta(seconds=lease_seconds),
            "types": None if types is None else [str(t) for t in types],
            "except_types": [str(t) for t in except_types],
        },
    ).fetchall()
    return sorted((Job(**row) for row in rows), key=_in_order)


def finish_jobs(connection: Connection, ids: Sequence[int], *, worker: str, now: datetime) -> int:
    """Mark jobs done in one statement; gives how many this worker still held."""
    if not ids:
        return 0
    params = {"ids": list(ids), "worker": worker, "now": now}
    return connection.execute(_queries.finish_jobs, params).rowcount


def retry_job(
    connection: Connection, job_id: int, *, worker: str, run_at: datetime, error: str
) -> bool:
    """Queue a failed job again for `run_at`; False if the lease went to another worker."""
    params = {"id": job_id, "worker": worker, "run_at": run_at, "error": error}
    return connection.execute(_queries.retry_job, params).rowcount == 1


def defer_job(connection: Connection, job_id: int, *, worker: str, run_at: datetime) -> bool:
    """Put one job off to `run_at` without counting an attempt; False if the lease is lost."""
    return defer_jobs(connection, {job_id: run_at}, worker=worker) == 1


def defer_jobs(connection: Connection, until: Mapping[int, datetime], *, worker: str) -> int:
    """Put jobs off to their times without counting an attempt; gives how many were still held."""
    if not until:
        return 0
    rows = [{"id": job_id, "run_at": at.isoformat()} for job_id, at in until.items()]
    params = {"rows": Jsonb(rows), "worker": worker}
    return connection.execute(_queries.defer_jobs, params).rowcount


def bury_job(
    connection: Connection, job_id: int, *, worker: str, now: datetime, error: str
) -> bool:
    """Give a job up for good, for a person to look at; False if the lease is lost."""
    params = {"id": job_id, "worker": worker, "now": now, "error": error}
    return connection.execute(_queries.bury_job, params).rowcount == 1


def amend_job(connection: Connection, job_id: int, changes: Mapping[str, Any]) -> None:
    """Keep with a job what a later attempt must find again."""
    connection.execute(_queries.amend_job, {"id": job_id, "changes": Jsonb(dict(changes))})


def extend_leases(
    connection: Connection,
    ids: Sequence[int],
    *,
    worker: str,
    now: datetime,
    lease_seconds: float = 300,
) -> set[int]:
    """Hold on to jobs for `lease_seconds` more; gives those that were still held."""
    lease_until = now + timedelta(seconds=lease_seconds)
    params = {"ids": list(ids), "worker": worker, "lease_until": lease_until}
    return {row["id"] for row in connection.execute(_queries.extend_leases, params)}


def cancel_jobs(
    connection: Connection,
    *,
    practice_id: UUID,
    reason: str,
    now: datetime,
    request_ids: Sequence[UUID] = (),
    patient_ids: Sequence[UUID] = (),
    types: Sequence[str] = CANCELABLE,
) -> list[CanceledJob]:
    """Take queued jobs of these requests, or of these patients, out of the queue, and name them.

    They end as done with the reason as their last error. A job that a worker holds already is
    left to the send gate, which looks again.
    """
    rows = connection.execute(
        _queries.cancel_jobs,
        {
            "practice_id": practice_id,
            "request_ids": list(request_ids),
            "patient_ids": list(patient_ids),
            "types": [str(t) for t in types],
            "reason": reason,
            "now": now,
        },
    ).fetchall()
    return [CanceledJob(**row) for row in rows]


def take_back_jobs(
    connection: Connection,
    *,
    practice_id: UUID,
    review_request_id: UUID,
    reason: str,
    now: datetime,
    reminder_too: bool,
) -> int:
    """End what waits to ask again for a request, a person's decision included; gives how many.

    A job that a worker holds already is left to the send gate, which looks again.
    """
    params = {
        "practice_id": practice_id,
        "review_request_id": str(review_request_id),
        "reason": reason,
        "now": now,
        "reminder_too": reminder_too,
    }
    return connection.execute(_queries.take_back_jobs, params).rowcount


def count_jobs(connection: Connection, *, now: datetime) -> JobCounts:
    """Count what is due, abandoned and dead."""
    row = connection.execute(_queries.count_jobs, {"now": now}).fetchone()
    return JobCounts(**row) if row else JobCounts(0, 0, 0)


def has_due_jobs(
    connection: Connection,
    *,
    now: datetime,
    types: Sequence[str] | None = None,
    except_types: Sequence[str] = (),
) -> bool:
    """Tell whether a worker would find anything to claim at `now`."""
    params = {
        "now": now,
        "types": None if types is None else [str(t) for t in types],
        "except_types": [str(t) for t in except_types],
    }
    row = connection.execute(_queries.has_due_jobs, params).fetchone()
    return row is not None and bool(row["due"])


def delete_finished_jobs(connection: Connection, *, before: datetime) -> int:
    """Drop keyless jobs that were done before a time; keyed ones stay so that keys stay used."""
    return connection.execute(_queries.delete_finished_jobs, {"before": before}).rowcount
