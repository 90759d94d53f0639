"""Visits called off, and brought back, while a worker is at their request."""

from datetime import timedelta
from threading import Thread
from uuid import UUID

import pytest

from core.context import IntakeContext
from core.errors import TransientError
from core.rules.visits.lists import parse_visits
from core.sending import review_requests
from core.store.practices import find_practice
from core.store.visit_changes import revive_visit
from core.visits.frontdesk import FrontdeskVisit, take_visit
from core.visits.missed_visits import call_off_visits
from core.visits.uploads import ingest_upload
from tests.core.conftest import World

PHONE = "+14155550123"
QUARTER = timedelta(minutes=15)


def visit_of(world: World, request_id: UUID) -> UUID:
    return world.request(request_id)["visit_id"]


def call_off(world: World, request_id: UUID) -> None:
    call_off_visits(
        world.connection,
        practice_id=world.practice_id,
        visit_ids=[visit_of(world, request_id)],
        source="csv",
        now=world.now,
    )


def bring_back(world: World, request_id: UUID) -> int:
    with world.connection.transaction():
        return revive_visit(
            world.connection,
            practice_id=world.practice_id,
            visit_id=visit_of(world, request_id),
            source="csv",
            run_at=world.now,
        )


def upload_no_show(world: World) -> None:
    rows = f"First name,Phone,Visit date,Status\nAna,{PHONE},3/4/2026,No Show\n"
    practice = find_practice(world.connection, world.practice_id)
    parsed = parse_visits(rows.encode(), practice_zone=practice.zone, now=world.now)
    context = IntakeContext(world.connection, world.deps.config, world.sealer, world.now)
    ingest_upload(context, practice, parsed, dry_run=False)


def see_at_the_desk(world: World) -> None:
    practice = find_practice(world.connection, world.practice_id)
    context = IntakeContext(world.connection, world.deps.config, world.sealer, world.now)
    seen = FrontdeskVisit("Ana", PHONE, None, world.now - timedelta(hours=3), None)
    assert take_visit(context, practice, seen).result == "duplicate"


@pytest.fixture
def ana(world: World) -> UUID:
    """Give the request about a visit of Ana's that a list told of."""
    request = world.add_visit(phone=PHONE)
    world.execute("update patients set name_key = 'ana'")
    return request


def test_what_a_worker_refused_as_called_off_is_sent_once_the_visit_is_back(world, ana):
    world.execute("update jobs set status = 'running', lease_until = now() - interval '1 year'")
    call_off(world, ana)
    assert world.dispatch()["skipped"] == 1
    assert bring_back(world, ana) == 1
    assert world.dispatch()["sent"] == 1
    assert world.request(ana)["status"] == "sent"


def test_a_visit_that_comes_back_while_a_worker_refuses_it_is_sent(world, ana, monkeypatch):
    world.execute("update jobs set status = 'running', lease_until = now() - interval '1 year'")
    call_off(world, ana)
    judge, back = review_requests.judge_requests, Thread(target=bring_back, args=(world, ana))

    def judge_slowly(*args, **kwargs):
        monkeypatch.undo()
        back.start()
        back.join(0.3)
        return judge(*args, **kwargs)

    monkeypatch.setattr(review_requests, "judge_requests", judge_slowly)
    world.dispatch()
    back.join()
    world.dispatch()
    assert world.request(ana)["status"] == "sent"


def test_an_email_in_place_of_a_text_is_sent_once_the_visit_is_back(world):
    world.set(sms_status="blocked", quiet_hours_start="11:00")
    text = world.add_visit(email="ana@example.com")
    world.dispatch()
    call_off(world, text)
    tomorrow = world.now + timedelta(hours=22)
    world.dispatch(at=tomorrow)
    assert (bring_back(world, text), world.dispatch(at=tomorrow)["fallback_emails_sent"]) == (1, 1)


@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_list_stops_what_is_being_sent_should_it_fail(world, ana, moment):
    def fail() -> None:
        upload_no_show(world)
        message = "busy"
        raise TransientError(message)

    setattr(world.sms, moment, fail)
    world.dispatch()
    sent = len(world.sms.sent)
    world.dispatch(at=world.now + QUARTER)
    assert (len(world.sms.sent), world.request(ana)["reason"]) == (sent, "visit_canceled")


@pytest.mark.parametrize(
    "steps", [(see_at_the_desk, upload_no_show), (upload_no_show, see_at_the_desk)]
)
def test_whom_the_desk_saw_is_asked_whenever_another_calls_the_visit_off(world, ana, steps):
    for step in steps:
        step(world)
    assert world.dispatch()["sent"] == 1
