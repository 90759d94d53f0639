"""The outbox: claims, leases, ends and cancellations, as two connections see them."""

from datetime import datetime, timedelta
from uuid import uuid4

from core.rules.vocabulary import JobType
from core.store.database import Connection, connect
from core.store.jobs import (
    NewJob,
    bury_job,
    claim_due_jobs,
    count_jobs,
    defer_job,
    delete_finished_jobs,
    enqueue_job,
    enqueue_jobs,
    extend_leases,
    finish_jobs,
    has_due_jobs,
    retry_job,
)


def _enqueue(connection: Connection, now: datetime, count: int = 1) -> None:
    enqueue_jobs(
        connection,
        [NewJob(JobType.SEND_ALERT, None, {"n": n}, now, None) for n in range(count)],
    )


def test_a_key_enqueues_once_for_ever(connection: Connection, now: datetime) -> None:
    key = f"alert:{uuid4()}"
    first = enqueue_job(
        connection, JobType.SEND_ALERT, practice_id=None, payload={}, run_at=now, unique_key=key
    )
    again = enqueue_job(
        connection, JobType.SEND_ALERT, practice_id=None, payload={}, run_at=now, unique_key=key
    )
    assert first is not None
    assert again is None


def test_only_due_jobs_are_claimed_and_in_order(connection: Connection, now: datetime) -> None:
    late = now + timedelta(seconds=1)
    for run_at, name in ((now, "b"), (now - timedelta(hours=1), "a"), (late, "never")):
        enqueue_job(
            connection,
            JobType.SEND_ALERT,
            practice_id=None,
            payload={"name": name},
            run_at=run_at,
            unique_key=None,
        )
    claimed = claim_due_jobs(connection, worker="w", now=now)
    assert [job.payload["name"] for job in claimed] == ["a", "b"]
    assert {job.attempts for job in claimed} == {1}


def test_claims_can_be_limited_to_types(connection: Connection, now: datetime) -> None:
    _enqueue(connection, now)
    assert claim_due_jobs(connection, worker="w", now=now, types=[JobType.SEND_PROOF]) == []
    assert len(claim_due_jobs(connection, worker="w", now=now, types=[JobType.SEND_ALERT])) == 1


def test_two_workers_never_hold_the_same_job(database_url: str, now: datetime) -> None:
    with connect(database_url) as one, connect(database_url) as two:
        _enqueue(one, now, 250)
        one.commit()
        first = claim_due_jobs(one, worker="one", now=now, limit=100)
        second = claim_due_jobs(two, worker="two", now=now, limit=100)
        one.commit()
        two.commit()
        third = claim_due_jobs(one, worker="one", now=now, limit=100)
        ids = [job.id for job in first + second + third]
    assert len(ids) == len(set(ids)) == 250


def test_an_expired_lease_goes_to_the_next_worker_and_the_old_owner_cannot_finish(
    connection: Connection, now: datetime
) -> None:
    _enqueue(connection, now)
    (job,) = claim_due_jobs(connection, worker="old", now=now, lease_seconds=60)
    assert claim_due_jobs(connection, worker="new", now=now + timedelta(seconds=60)) == []
    later = now + timedelta(seconds=61)
    (taken,) = claim_due_jobs(connection, worker="new", now=later)
    assert taken.id == job.id
    assert taken.attempts == 2
    assert finish_jobs(connection, [job.id], worker="old", now=later) == 0
    assert retry_job(connection, job.id, worker="old", run_at=later, error="x") is False
    assert defer_job(connection, job.id, worker="old", run_at=later) is False
    assert bury_job(connection, job.id, worker="old", now=later, error="x") is False
    assert extend_leases(connection, [job.id], worker="old", now=later) == set()
    assert extend_leases(connection, [job.id], worker="new", now=later) == {job.id}
    assert finish_jobs(connection, [job.id], worker="new", now=later) == 1


def test_a_deferral_is_not_an_attempt_and_a_retry_is(connection: Connection, now: datetime) -> None:
    _enqueue(connection, now)
    (job,) = claim_due_jobs(connection, worker="w", now=now)
    assert defer_job(connection, job.id, worker="w", run_at=now)
    (job,) = claim_due_jobs(connection, worker="w", now=now)
    assert job.attempts == 1
    assert retry_job(connection, job.id, worker="w", run_at=now, error="TransientError")
    (job,) = claim_due_jobs(connection, worker="w", now=now)
    assert job.attempts == 2
    assert bury_job(connection, job.id, worker="w", now=now, error="TransientError")
    assert claim_due_jobs(connection, worker="w", now=now) == []
    assert count_jobs(connection, now=now).dead == 1


def test_the_queue_tells_whether_there_is_work(connection: Connection, now: datetime) -> None:
    assert has_due_jobs(connection, now=now) is False
    _enqueue(connection, now)
    assert has_due_jobs(connection, now=now - timedelta(seconds=1)) is False
    assert has_due_jobs(connection, now=now) is True
    claim_due_jobs(connection, worker="w", now=now, lease_seconds=10)
    assert has_due_jobs(connection, now=now) is False
    assert has_due_jobs(connection, now=now + timedelta(seconds=11)) is True


def test_old_finished_jobs_are_dropped_but_keys_stay_used(
    connection: Connection, now: datetime
) -> None:
    _enqueue(connection, now)
    key = f"alert:{uuid4()}"
    enqueue_job(
        connection, JobType.SEND_ALERT, practice_id=None, payload={}, run_at=now, unique_key=key
    )
    claimed = claim_due_jobs(connection, worker="w", now=now)
    finish_jobs(connection, [job.id for job in claimed], worker="w", now=now)
    assert delete_finished_jobs(connection, before=now + timedelta(seconds=1)) == 1
    assert (
        enqueue_job(
            connection, JobType.SEND_ALERT, practice_id=None, payload={}, run_at=now, unique_key=key
        )
        is None
    )
