"""Workers side by side: each request once, caps held, what somebody waits for first."""

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import psycopg
import pytest

from core.rules.vocabulary import JobType
from core.worker import dispatch_due


def test_two_workers_at_once_send_each_request_once(world):
    requests = [world.add_visit(phone=f"+141555501{n:02d}") for n in range(40)]
    with ThreadPoolExecutor(2) as threads:
        runs = [
            threads.submit(dispatch_due, world.deps, now=world.now, worker=name)
            for name in ("one", "two")
        ]
        counts = [run.result() for run in runs]
    assert sum(count["sent"] for count in counts) == 40
    assert len(world.sms.sent) == 40
    assert len(set(world.sms.recipients)) == 40
    assert {world.request(r)["status"] for r in requests} == {"sent"}


def test_two_workers_at_once_never_exceed_the_cap(world):
    world.set(daily_cap=7)
    for n in range(40):
        world.add_visit(phone=f"+141555501{n:02d}")
    with ThreadPoolExecutor(4) as threads:
        runs = [
            threads.submit(dispatch_due, world.deps, now=world.now, worker=f"w{n}", limit=10)
            for n in range(4)
        ]
        [run.result() for run in runs]
    assert len(world.sms.sent) == 7
    assert world.one("select sends from daily_sends")["sends"] == 7
    assert len(world.events("cap_reached")) == 1


def test_two_workers_at_once_ask_one_shared_phone_once(world):
    for _ in range(10):
        world.add_visit(phone="+14155550123")
    with ThreadPoolExecutor(4) as threads:
        runs = [
            threads.submit(dispatch_due, world.deps, now=world.now, worker=f"w{n}", limit=3)
            for n in range(4)
        ]
        [run.result() for run in runs]
    assert len(world.sms.sent) == 1


def test_two_workers_at_once_ask_one_shared_email_once_on_whichever_channel(world):
    for _ in range(5):
        world.add_visit(phone="+14155550123", email="ana@example.com")
        world.add_visit(phone=None, email="ana@example.com")
    with ThreadPoolExecutor(4) as threads:
        runs = [
            threads.submit(dispatch_due, world.deps, now=world.now, worker=f"w{n}", limit=3)
            for n in range(4)
        ]
        [run.result() for run in runs]
    assert len(world.sms.sent) + len(world.email.sent) == 1


@pytest.mark.parametrize("phone", [None, "+14155550188"])
def test_who_shares_an_email_waits_while_a_text_is_on_its_way(world, phone):
    world.add_visit(phone="+14155550123", email="ana@example.com", hours_ago=4)
    world.add_visit(phone=phone, email="ana@example.com")
    world.sms.before = lambda: dispatch_due(world.deps, now=world.now, worker="other")
    dispatch_due(world.deps, now=world.now, worker="one", limit=1)
    assert (world.sms.recipients, world.email.sent) == (["+14155550123"], [])


def test_what_somebody_waits_for_goes_before_a_backlog(world):
    for n in range(30):
        world.add_visit(phone=f"+141555501{n:02d}", hours_ago=20)
    to = "+14155550199"
    world.enqueue(
        JobType.SEND_PROOF,
        {
            "to": world.sealer.seal(to, practice_id=world.practice_id, column="jobs.payload.to"),
            "to_hash": world.sealer.hash(to),
            "locale": "en",
        },
        unique_key=f"proof:{uuid4()}",
    )
    world.dispatch()
    assert world.sms.recipients[0] == to


def test_who_is_about_to_be_asked_is_given_no_contact_that_somebody_else_is_asked_by(
    world, monkeypatch
):
    world.add_visit(phone="+14155550123")
    execute, denied = psycopg.Connection.execute, []

    def add_email_once_contacts_are_held(connection, query, params=None, **options):
        done = execute(connection, query, params, **options)
        if b"pg_advisory_xact_lock" in query:
            with pytest.raises(psycopg.errors.LockNotAvailable):
                execute(world.connection, b"update patients set email_hash = 'another'")
            denied.append(query)
        return done

    world.execute("set lock_timeout = '50ms'")
    monkeypatch.setattr(psycopg.Connection, "execute", add_email_once_contacts_are_held)
    world.dispatch()
    assert denied
