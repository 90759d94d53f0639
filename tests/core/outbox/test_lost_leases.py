"""A worker that slept through its lease: another has its job, and what it still does harms nothing."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from core.errors import ProviderRejected, TransientError
from core.outbox import job_runs
from core.store.database import connect
from core.store.review_requests import open_email_request
from tests.core.conftest import LEASE, raising
from tests.locks import wait_until_blocked


def test_a_worker_that_slept_through_its_lease_does_not_send(world):
    world.add_visit()
    world.add_visit(phone="+14155550177")
    world.sms.before = lambda: world.execute("update jobs set claimed_by = 'another'")
    assert world.dispatch()["lost"] == 1
    assert len(world.sms.sent) == 1


def overtake(world):
    return world.dispatch(at=world.now + LEASE, worker="another")


def test_a_receipt_that_another_worker_found_meanwhile_counts_once(world):
    request = world.add_visit()
    world.sms.after = lambda: overtake(world)
    assert world.dispatch()["repeated"] == 1
    assert len(world.sms.sent) == len(world.events("send_ok")) == 1
    assert world.request(request)["sent_at"] == world.now + LEASE


def test_a_refusal_heard_after_another_worker_has_sent_brings_no_email(world):
    request = world.add_visit(email="ana@example.com")

    refuse = raising(ProviderRejected("30034", "unregistered"))
    world.sms.before = lambda: (overtake(world), refuse())
    assert world.dispatch()["lost"] == 1
    world.dispatch(at=world.now + 2 * LEASE)
    assert (len(world.sms.sent), world.email.sent) == (1, [])
    assert world.request(request)["status"] == "sent"


def test_who_lost_the_job_takes_no_message_for_lost_that_is_on_its_way(world, monkeypatch):
    world.add_visit()
    world.sms.before = raising(TransientError("timed out", uncertain=True))
    world.dispatch()
    find = job_runs.find_job_message

    def find_as_another_takes_the_job(connection, job_id):
        world.execute("update jobs set claimed_by = 'another'")
        return find(connection, job_id)

    monkeypatch.setattr(job_runs, "find_job_message", find_as_another_takes_the_job)
    assert world.dispatch(at=world.now + timedelta(minutes=3))["lost"] == 1
    assert [row["state"] for row in world.messages()] == ["sending"]


def test_two_workers_that_open_a_request_by_email_at_once_find_the_same(world):
    key = (world.practice_id, world.add_visit(email="ana@example.com"))

    def open_email(connection, code):
        return open_email_request(connection, key, code=code, now=world.now)

    with connect(world.url) as one, connect(world.url) as another, ThreadPoolExecutor() as threads:
        made = open_email(one, "a" * 10)
        found = threads.submit(open_email, another, "b" * 10)
        wait_until_blocked(world.connection)
        one.commit()
        assert found.result(30) == made
