"""The worker: claims what is due, does it job by job, and counts what became of it."""

import uuid
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from queue import Empty, SimpleQueue
from typing import Self
from uuid import UUID

import psycopg

from core.billing.checkout_notices import CheckoutNotice
from core.billing.stripe_tasks import FetchBilling, FetchStripeObject, GrantCredit
from core.error_traces import describe_error, locate_error, trace_error
from core.errors import MalformedPayload
from core.log import get_logger
from core.office_mail.address_notices import AddressNotice
from core.office_mail.digests import SendDigest
from core.office_mail.magic_links import MagicLinkEmail
from core.office_mail.notices import OfficeNotice
from core.office_mail.nudges import Nudge
from core.office_mail.proof_texts import ProofSms
from core.office_mail.replies import ForwardReply
from core.operations.alert_mail import SendAlert
from core.operations.topic_confirmations import ConfirmTopic
from core.outbox.job_runs import JobRun, LeaseLost
from core.outbox.tasks import Dead, Deferred, DispatchDeps, Done, Failed, Outcome, Task, Work
from core.reviews.lookup_task import LookUpPlace
from core.rules.visits.sources import POLL_JOBS
from core.rules.vocabulary import JobType
from core.sending.backlog import defer_waiting
from core.sending.fallback_emails import FallbackEmail
from core.sending.reminders import Reminder
from core.sending.review_requests import InitialAsk
from core.store.database import Connection
from core.store.jobs import Job, claim_due_jobs

log = get_logger(__name__)

TASKS: Mapping[str, Task] = {
    JobType.SEND_REQUEST: InitialAsk(),
    JobType.SEND_REMINDER: Reminder(),
    JobType.SEND_FALLBACK_EMAIL: FallbackEmail(),
    JobType.SEND_PROOF: ProofSms(),
    JobType.SEND_MAGIC_LINK: MagicLinkEmail(),
    JobType.SEND_NUDGE: Nudge(),
    JobType.SEND_DIGEST: SendDigest(),
    JobType.SEND_ALERT: SendAlert(),
    JobType.FORWARD_REPLY: ForwardReply(),
    JobType.FETCH_BILLING: FetchBilling(),
    JobType.FETCH_STRIPE: FetchStripeObject(),
    JobType.SEND_CHECKOUT_NOTICE: CheckoutNotice(),
    JobType.GRANT_CREDIT: GrantCredit(),
    JobType.SEND_NOTICE: OfficeNotice(),
    JobType.SEND_ADDRESS_NOTICE: AddressNotice(),
    JobType.LOOK_UP_PLACE: LookUpPlace(),
    JobType.CONFIRM_TOPIC: ConfirmTopic(),
}

FIRST_TYPES: tuple[str, ...] = (
    JobType.SEND_PROOF,
    JobType.LOOK_UP_PLACE,
    JobType.FETCH_STRIPE,
    JobType.SEND_MAGIC_LINK,
    JobType.SEND_ALERT,
    JobType.FORWARD_REPLY,
)
"""Somebody is waiting for these: they are claimed before the rest of a backlog."""

_PASSING = (
    psycopg.errors.DeadlockDetected,
    psycopg.errors.LockNotAvailable,
    psycopg.errors.SerializationFailure,
)
"""The database gave way to somebody else; the connection is as good as before."""

_BATCH = 100
_THREADS = 8
"""Calls to providers at once: at a quarter of a second each, more than the usual rate allows."""


@dataclass(frozen=True)
class DispatchCounts:
    """How many jobs came to what: `sent`, `delayed`, `retried`, `dead` and the like."""

    labels: Mapping[str, int] = field(default_factory=dict)

    @property
    def claimed(self) -> int:
        """All jobs that were looked at."""
        return sum(self.labels.values())

    def __getitem__(self, label: str) -> int:
        return self.labels.get(label, 0)

    def plus(self, other: "DispatchCounts") -> "DispatchCounts":
        """Add the counts of another run."""
        return DispatchCounts(dict(Counter(self.labels) + Counter(other.labels)))


def dispatch_due(
    deps: DispatchDeps,
    *,
    now: datetime,
    types: Sequence[str] | None = None,
    limit: int | None = None,
    worker: str | None = None,
) -> DispatchCounts:
    """Do due jobs until none is left, or `limit` were claimed.

    Jobs of one practice are done in order, those of different practices side by side. A job that
    fails harms no other. `now` is the time of the claim, and of each job too unless the
    dependencies bring a clock.
    """
    counts: Counter[str] = Counter()
    name = worker or f"worker-{uuid.uuid4().hex[:12]}"
    with _Session(deps, now, name) as session:
        while limit is None or counts.total() < limit:
            room = _BATCH if limit is None else min(_BATCH, limit - counts.total())
            jobs = session.claim(types, room)
            if not jobs:
                break
            counts.update(session.do(jobs))
    return DispatchCounts(dict(counts))


class _Session:
    """One worker's run: its name, its time, and its connections, which threads take turns with."""

    def __init__(self, deps: DispatchDeps, now: datetime, worker: str) -> None:
        self._deps = deps
        self._started_at = now
        self._worker = worker
        self._idle: SimpleQueue[Connection] = SimpleQueue()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        while not self._idle.empty():
            self._idle.get().close()

    def claim(self, types: Sequence[str] | None, room: int) -> list[Job]:
        """Claim what somebody waits for, or else whatever is due."""
        first = FIRST_TYPES if types is None else [t for t in FIRST_TYPES if t in types]
        with self._connection() as connection:
            urgent = self._claim(connection, first, room) if first else []
            return urgent or self._claim(connection, types, room)

    def _claim(self, connection: Connection, types: Sequence[str] | None, room: int) -> list[Job]:
        with connection.transaction():
            return claim_due_jobs(
                connection,
                worker=self._worker,
                now=self._now(),
                limit=room,
                lease_seconds=self._deps.lease_seconds,
                types=types,
                except_types=POLL_JOBS,
            )

    def do(self, jobs: Sequence[Job]) -> Counter[str]:
        """Do a batch: one practice's jobs in order, several practices side by side."""
        deferred = self._defer_waiting(jobs)
        counts = Counter({"delayed": len(deferred)} if deferred else {})
        by_practice: dict[UUID | None, list[Job]] = {}
        for job in jobs:
            if job.id not in deferred:
                by_practice.setdefault(job.practice_id, []).append(job)
        if len(by_practice) <= 1:
            return counts + self._do_in_order([job for job in jobs if job.id not in deferred])
        with ThreadPoolExecutor(min(_THREADS, len(by_practice)), "dispatch") as threads:
            for done in threads.map(self._do_in_order, by_practice.values()):
                counts.update(done)
        return counts

    def _defer_waiting(self, jobs: Sequence[Job]) -> set[int]:
        """Put off what has to wait; if that fails, each job is looked at on its own."""
        with self._connection() as connection:
            try:
                with connection.transaction():
                    return defer_waiting(
                        self._deps, connection, jobs, worker=self._worker, now=self._now()
                    )
            except Exception as error:
                if isinstance(error, psycopg.OperationalError) and not isinstance(error, _PASSING):
                    raise
                name, trace = describe_error(error), trace_error(error)
                log.warning("batch_not_judged", error=name, trace=trace)
                return set()

    def _do_in_order(self, jobs: Sequence[Job]) -> Counter[str]:
        counts: Counter[str] = Counter()
        with self._connection() as connection:
            for job in jobs:
                counts[self._do(connection, job)] += 1
        return counts

    def _do(self, connection: Connection, job: Job) -> str:
        """Do one job; whatever goes wrong with it is written down and harms no other."""
        task = TASKS.get(job.type, _UNKNOWN)
        run = JobRun(task, Work(self._deps, connection, job, self._now()), self._worker)
        try:
            return _label(run.run())
        except LeaseLost:
            return "lost"
        except psycopg.OperationalError as error:
            if not isinstance(error, _PASSING):
                raise
            return _label(run.abandon(locate_error(error), is_lasting=False))
        except Exception as error:  # noqa: BLE001 - one job's bug must not stop the others
            name, trace = describe_error(error), trace_error(error)
            log.warning("job_failed", job_id=job.id, type=job.type, error=name, trace=trace)
            return _label(run.abandon(locate_error(error), is_lasting=_is_lasting(error)))

    def _now(self) -> datetime:
        return self._started_at if self._deps.clock is None else self._deps.clock()

    @contextmanager
    def _connection(self) -> Iterator[Connection]:
        """Lend a connection, which is thrown away if the work with it ends badly."""
        try:
            connection = self._idle.get_nowait()
        except Empty:
            connection = self._deps.connect()
            connection.autocommit = True
        try:
            yield connection
        except BaseException:
            connection.close()
            raise
        self._idle.put(connection)


class _UnknownTask(Task):
    """A job of a type that this version does not know."""

    def prepare(self, work: Work) -> Outcome:
        """Give it up."""
        return Dead(f"unknown job type {work.job.type}")


_UNKNOWN = _UnknownTask()


def _is_lasting(error: Exception) -> bool:
    return isinstance(error, MalformedPayload)


def _label(outcome: Outcome) -> str:
    match outcome:
        case Done(label) | Deferred(_, label):
            return label
        case Failed():
            return "retried"
        case Dead():
            return "dead"
