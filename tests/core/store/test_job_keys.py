"""Jobs in flight hold these keys, and statements build some of them: they may not change."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from core.rules.sending.carrier_retries import CARRIER_RETRY_DELAYS
from core.rules.vocabulary import JobType
from core.store import job_keys
from core.store.jobs import cancel_jobs, enqueue_job
from core.store.visit_changes import revive_visit

ID = UUID("11111111-2222-4333-8444-555555555555")
AT = datetime(2026, 3, 4, 20, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("key", "written"),
    [
        (job_keys.ask_key(ID), f"request:{ID}"),
        (job_keys.retry_key(ID, 2), f"retry:{ID}:2"),
        (job_keys.reminder_key(ID), f"reminder:{ID}"),
        (job_keys.fallback_key(ID), f"fallback:{ID}"),
        (job_keys.magic_link_key("cs_1"), "magic_link:cs_1"),
        (job_keys.magic_link_request_key(ID, "a1", 7), f"magic_link_request:{ID}:a1:7"),
        (job_keys.magic_link_request_key(None, "a1", 7), "magic_link_request:None:a1:7"),
        (job_keys.billing_key("sub_1"), "billing:sub_1"),
        (job_keys.credit_key(ID, 1), f"credit:{ID}"),
        (job_keys.credit_key(ID, 2), f"credit:{ID}:2"),
        (job_keys.stripe_credit_key(ID, 1), f"guarantee-credit-{ID}"),
        (job_keys.stripe_credit_key(ID, 2), f"guarantee-credit-{ID}:2"),
        (job_keys.proof_key(ID, "b2"), f"proof:{ID}:b2"),
        (job_keys.nudge_key(ID, channel="email"), f"nudge:{ID}"),
        (job_keys.nudge_key(ID, channel="sms"), f"nudge:{ID}:sms"),
        (job_keys.digest_key(ID, date(2026, 3, 8)), f"digest:{ID}:2026-03-08"),
        (
            job_keys.alert_key("dead_jobs", None, raised_at=AT, channel="email"),
            "alert:dead_jobs:platform:2026-03-04T20:00:00+00:00",
        ),
        (
            job_keys.alert_key("sla_risk", ID, raised_at=AT, channel="slack"),
            f"alert:sla_risk:{ID}:2026-03-04T20:00:00+00:00:slack",
        ),
        (job_keys.reply_key(ID), f"reply:{ID}"),
        (
            job_keys.reconnect_key(ID, "gcal", lost_at=AT),
            f"reconnect:{ID}:gcal:2026-03-04T20:00:00+00:00",
        ),
    ],
)
def test_a_key_is_written_as_in_every_job_in_flight(key, written):
    assert key == written


def keys_of(request):
    """Give every key under which a job about one request may wait."""
    retries = range(1, len(CARRIER_RETRY_DELAYS) + 1)
    return {
        job_keys.ask_key(request),
        job_keys.reminder_key(request),
        job_keys.fallback_key(request),
        *(job_keys.retry_key(request, lost) for lost in retries),
    }


def enqueue(world, request, keys):
    for key in keys:
        enqueue_job(
            world.connection,
            JobType.SEND_REQUEST,
            practice_id=world.practice_id,
            payload={"review_request_id": str(request)},
            run_at=world.now,
            unique_key=key,
        )


def keys_with_status(world, status):
    rows = world.execute("select unique_key from jobs where status = %(status)s", status=status)
    return {row["unique_key"] for row in rows}


def cancel(world, request):
    return cancel_jobs(
        world.connection,
        practice_id=world.practice_id,
        request_ids=[request],
        reason="test",
        now=world.now,
    )


def test_the_statement_that_cancels_jobs_builds_the_same_keys(world):
    request, other = world.add_visit(), world.add_visit(phone="+14155550124")
    enqueue(world, request, keys_of(request) - {job_keys.ask_key(request)})
    cancel(world, request)
    assert keys_with_status(world, "done") == keys_of(request)
    assert keys_with_status(world, "queued") == {job_keys.ask_key(other)}


def test_the_statement_that_requeues_jobs_builds_the_same_keys(world):
    request = world.add_visit()
    again = {job_keys.ask_key(request), job_keys.fallback_key(request)}
    enqueue(world, request, [job_keys.fallback_key(request)])
    cancel(world, request)
    world.execute(
        "update review_requests set status = 'skipped', reason = 'visit_canceled'"
        " where id = %(id)s",
        id=request,
    )
    visit = world.one("update visits set canceled_at = %(now)s returning id", now=world.now)
    with world.connection.transaction():
        revive_visit(
            world.connection,
            practice_id=world.practice_id,
            visit_id=visit["id"],
            source="csv",
            run_at=world.now,
        )
    assert keys_with_status(world, "queued") == again
