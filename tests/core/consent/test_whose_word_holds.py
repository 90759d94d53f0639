"""Whose word holds: a later STOP over an earlier START, and a refusal over both."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from core.consent.opt_outs import lift_opt_out, record_opt_out
from core.context import IntakeContext
from core.inbox import receive_raw_event, retry_raw_event
from core.sealed_payloads import seal_text
from core.store.database import connect
from core.store.raw_events import append_raw_event
from core.store.suppressions import Suppression, add_suppressions
from core.visits import missed_visits
from tests.locks import wait_until_blocked

PHONE, EMAIL = "+14155550123", "ana@example.com"


def inbound(world, sid, body):
    params = {"From": PHONE, "Body": body, "MessageSid": sid}
    return {
        "provider": "twilio_inbound",
        "external_id": sid,
        "type": "inbound",
        "payload": seal_text(world.sealer, params),
    }


def text(world, sid, body, *, at):
    deps = world.deps
    with world.connection.transaction():
        return receive_raw_event(
            world.connection, deps.config, world.sealer, **inbound(world, sid, body), now=at
        )


def opt_outs(world, connection=None):
    context = IntakeContext(
        connection or world.connection, world.deps.config, world.sealer, world.now
    )
    about = {"practice_ids": [world.practice_id], "phone_hash": world.sealer.hash(PHONE)}
    return (lambda: record_opt_out(context, **about)), (lambda: lift_opt_out(context, **about))


def test_a_start_that_is_applied_late_does_not_undo_the_stop_that_followed_it(world):
    world.add_visit()
    minute = timedelta(minutes=1)
    text(world, "SM1", "STOP", at=world.now)
    append_raw_event(
        world.connection, **inbound(world, "SM2", "START"), received_at=world.now + minute
    )
    text(world, "SM3", "STOP", at=world.now + 2 * minute)
    late = {"provider": "twilio_inbound", "external_id": "SM2", "now": world.now + 3 * minute}
    assert retry_raw_event(world.connection, world.deps.config, world.sealer, **late)
    assert world.one("select opted_out from patients")["opted_out"]
    assert len(world.execute("select reason from suppressions")) == 1
    text(world, "SM4", "START", at=world.now + 4 * minute)
    assert world.execute("select reason from suppressions") == []


def test_who_unsubscribes_after_a_stop_stays_unsubscribed_after_a_start(world):
    world.add_visit(email=EMAIL)
    stop, start = opt_outs(world)
    stop()
    row = Suppression(world.practice_id, world.sealer.hash(EMAIL), "email", "unsubscribe")
    assert add_suppressions(world.connection, [row], now=world.now) == set()
    start()
    assert world.execute("select channel, reason from suppressions") == [
        {"channel": "email", "reason": "unsubscribe"}
    ]


def test_an_address_that_becomes_known_after_the_stop_of_its_owners_phone_gets_nothing(world):
    stop, start = opt_outs(world)
    stop()
    request = world.add_visit(phone=None, email=EMAIL)
    world.execute("update patients set phone_hash = %(hash)s", hash=world.sealer.hash(PHONE))
    world.dispatch()
    assert world.email.sent == []
    assert (world.request(request)["status"], world.request(request)["reason"]) == (
        "skipped",
        "suppressed",
    )
    start()
    world.add_visit(phone=None, email="bo@example.com")
    world.dispatch()
    assert len(world.email.sent) == 1


@pytest.mark.parametrize("is_dead_first", [True, False])
def test_whose_phone_stopped_gets_no_email_whatever_carriers_say_of_the_phone(world, is_dead_first):
    world.add_visit()
    stop, _ = opt_outs(world)
    row = Suppression(world.practice_id, world.sealer.hash(PHONE), "sms", "carrier_30005")
    heard = [lambda: add_suppressions(world.connection, [row], now=world.now), stop]
    for hear in heard if is_dead_first else reversed(heard):
        hear()
    world.add_visit(phone=None, email=EMAIL)
    world.execute("update patients set phone_hash = %(hash)s", hash=world.sealer.hash(PHONE))
    world.dispatch()
    assert world.email.sent == []


def test_a_shared_address_that_one_phone_stopped_still_lets_the_other_phone_be_texted(world):
    world.add_visit(email=EMAIL)
    stop, _ = opt_outs(world)
    stop()
    world.add_visit(phone="+14155550177", email=EMAIL)
    world.dispatch()
    assert world.sms.recipients == ["+14155550177"]


def test_a_stop_while_the_visit_is_being_called_off_waits_for_it_and_not_the_other_way_round(
    world, monkeypatch
):
    visit_id = world.request(world.add_visit())["visit_id"]
    end_jobs, stopping = missed_visits.end_jobs, []

    def end_as_a_stop_arrives(*args, **options):
        stop, _ = opt_outs(world, stops)
        stopping.append(threads.submit(stop))
        wait_until_blocked(world.connection)
        return end_jobs(*args, **options)

    monkeypatch.setattr(missed_visits, "end_jobs", end_as_a_stop_arrives)
    about = {"practice_id": world.practice_id, "visit_ids": [visit_id], "source": "gcal"}
    with connect(world.url) as stops, ThreadPoolExecutor() as threads:
        with connect(world.url) as connection:
            assert missed_visits.call_off_visits(connection, **about, now=world.now) == 1
        assert stopping[0].result() == [world.practice_id]
    assert world.one("select opted_out from patients")["opted_out"]
