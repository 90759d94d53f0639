"""Puts off, a batch at a time, the messages to patients that have to wait anyway.

A night's or a cap's backlog would else be judged one by one, each under its own locks. What may
go out now, or never, is left to be judged again on its own.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from core.outbox.tasks import DispatchDeps
from core.rules.sending.send_decision import Defer
from core.rules.vocabulary import JobType, Purpose
from core.sending.gate import judge_requests, record_verdicts
from core.sending.request_jobs import find_request_key
from core.store.database import Connection
from core.store.jobs import Job, defer_jobs
from core.store.messages import list_jobs_in_doubt
from core.store.review_requests import RequestKey, get_requests

_PURPOSES: Mapping[str, Purpose] = {
    JobType.SEND_REQUEST: Purpose.INITIAL,
    JobType.SEND_REMINDER: Purpose.REMINDER,
}
_FEWEST = 5
"""Below this a batch saves nothing."""


def defer_waiting(
    deps: DispatchDeps,
    connection: Connection,
    jobs: Sequence[Job],
    *,
    worker: str,
    now: datetime,
) -> set[int]:
    """Defer the jobs whose messages have to wait, in the caller's transaction; gives their ids."""
    deferred: set[int] = set()
    for job_type, purpose in _PURPOSES.items():
        of_type = {
            key: job for job in jobs if job.type == job_type and (key := find_request_key(job))
        }
        if len(of_type) >= _FEWEST:
            deferred |= _defer(deps, connection, of_type, purpose, worker, now)
    return deferred


def _defer(
    deps: DispatchDeps,
    connection: Connection,
    jobs: Mapping[RequestKey, Job],
    purpose: Purpose,
    worker: str,
    now: datetime,
) -> set[int]:
    doubtful = list_jobs_in_doubt(connection, [job.id for job in jobs.values()])
    requests = get_requests(connection, jobs)
    in_order = [requests[key] for key in jobs if key in requests]
    waiting = [
        one
        for one in judge_requests(deps, connection, in_order, purpose=purpose, now=now)
        if isinstance(one.verdict, Defer) and jobs[one.request.key].id not in doubtful
    ]
    record_verdicts(connection, waiting, now=now)
    until = {
        jobs[one.request.key].id: one.verdict.until
        for one in waiting
        if isinstance(one.verdict, Defer)
    }
    defer_jobs(connection, until, worker=worker)
    return set(until)
