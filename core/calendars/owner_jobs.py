"""The jobs that wait for a poll: claimed one by one, tried again, ended."""

import uuid
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from core.calendars.work import Poll
from core.errors import MalformedPayload
from core.store.calendar_connections import hold_access
from core.store.database import Connection
from core.store.jobs import Job, claim_due_jobs, finish_jobs, retry_job

_LEASE_SECONDS = 300
_MOST_AT_A_TIME = 100


@dataclass(frozen=True)
class Waiting:
    """One claimed job, in a connection that commits what it does at once."""

    poll: Poll
    connection: Connection
    job: Job
    worker: str

    @property
    def practice_id(self) -> UUID:
        """Whose it is; raises MalformedPayload where it does not say."""
        if self.job.practice_id is None:
            message = f"job {self.job.id} names no practice"
            raise MalformedPayload(message)
        return self.job.practice_id

    def finish(self) -> None:
        """Mark the job done."""
        finish_jobs(self.connection, [self.job.id], worker=self.worker, now=self.poll.now)

    def try_again(self, after: timedelta, error: Exception) -> None:
        """Put the job back for a while, a longer one if that is what the provider wishes."""
        wish = timedelta(seconds=getattr(error, "retry_after_seconds", None) or 0)
        retry_job(
            self.connection,
            self.job.id,
            worker=self.worker,
            run_at=self.poll.now + max(after, wish),
            error=type(error).__name__,
        )


def work_off(poll: Poll, job_type: str, do: Callable[[Waiting], str]) -> Counter[str]:
    """Do every job of a type that is due; gives counts by what `do` calls the outcome.

    Of one practice and provider one job is done at a time, whatever its type and whoever does it.
    """
    worker = f"{job_type}-{uuid.uuid4().hex[:12]}"
    counts: Counter[str] = Counter()
    with poll.deps.connect() as connection:
        connection.autocommit = True
        for _ in range(_MOST_AT_A_TIME):
            with connection.transaction():
                jobs = claim_due_jobs(
                    connection,
                    worker=worker,
                    now=poll.now,
                    limit=1,
                    lease_seconds=_LEASE_SECONDS,
                    types=[job_type],
                )
            if not jobs:
                break
            job = jobs[0]
            with hold_access(connection, practice_id=job.practice_id, source=poll.source):
                counts[do(Waiting(poll, connection, job, worker))] += 1
    return counts
