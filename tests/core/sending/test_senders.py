"""A practice's sender: what waits while it is not ready, what stays, and what an operator releases."""

from datetime import timedelta
from itertools import permutations
from uuid import uuid4

import pytest

from core.errors import PermanentError, ProviderRejected
from core.sending.senders import move_sender
from tests.core.conftest import World, raising
from tests.core.sending.test_carrier_codes import report

REASONS = {"pending": "sms_not_ready", "blocked": "sender_blocked"}


def move(world: World, to: str, *, at=None):
    return move_sender(
        world.connection, world.practice_id, to=to, reason="said so", now=at or world.now
    )


def status(world: World) -> str:
    return str(world.one("select sms_status from settings")["sms_status"])


@pytest.mark.parametrize("state", ["pending", "blocked"])
def test_who_has_a_phone_only_waits_and_who_has_an_address_is_asked_by_email(world, state):
    world.set(sms_status=state)
    by_phone = world.add_visit()
    world.add_visit(phone="+14155550177", email="bo@example.com")
    world.dispatch()
    row = world.request(by_phone)
    assert (row["status"], row["reason"]) == ("delayed", REASONS[state])
    assert ([mail.to for mail in world.email.sent], world.sms.sent) == (["bo@example.com"], [])
    world.dispatch(at=world.now + timedelta(days=31))
    row = world.request(by_phone)
    assert (row["status"], row["reason"]) == ("skipped", "visit_too_old")


@pytest.mark.parametrize("state", ["pending", "blocked"])
def test_an_address_that_takes_no_email_is_no_address(world, state):
    world.set(sms_status=state)
    request = world.add_visit(email="bo@example.com")
    world.execute(
        "insert into suppressions (practice_id, contact_hash, channel, reason) values"
        " (%(id)s, %(hash)s, 'email', 'bounce')",
        id=world.practice_id,
        hash=world.sealer.hash("bo@example.com"),
    )
    world.dispatch()
    assert world.email.sent == []
    assert world.request(request)["status"] in {"delayed", "skipped"}


@pytest.mark.parametrize("state", ["pending", "blocked"])
def test_what_waited_goes_out_at_once_in_order_and_within_the_cap(world, state):
    world.set(sms_status=state, daily_cap=2)
    hours = [5, 9, 3, 7]
    phones = {ago: f"+1415555010{ago}" for ago in hours}
    for ago in hours:
        world.add_visit(phone=phones[ago], hours_ago=ago)
    world.dispatch()
    at = world.now + timedelta(minutes=1)
    moved = move(world, "ready", at=at)
    assert (moved.before, moved.after, moved.released) == (state, "ready", 4)
    assert move(world, "ready", at=at).released == 0
    assert world.dispatch(at=at)["sent"] == 2
    assert world.sms.recipients == [phones[9], phones[7]]
    assert world.events("sender_changed") == [{"from": state, "to": "ready", "reason": "said so"}]


def test_what_waits_for_another_reason_is_not_released(world):
    world.set(sms_status="blocked")
    world.add_visit()
    world.dispatch()
    world.execute("update review_requests set reason = 'paused'")
    assert move(world, "ready").released == 0


def test_a_released_text_keeps_to_quiet_hours(world):
    world.set(sms_status="blocked")
    world.add_visit()
    world.dispatch()
    world.set(quiet_hours_start="11:00")
    assert move(world, "ready").released == 1
    world.dispatch()
    assert world.sms.sent == []
    assert world.one("select reason from review_requests")["reason"] == "quiet_hours"


@pytest.mark.parametrize("to", ["pending", "blocked"])
def test_a_sender_moved_away_from_ready_releases_nothing(world, to):
    assert move(world, to).released == 0
    assert (status(world), move(world, to).before) == (to, to)
    assert len(world.events("sender_changed")) == 1


def test_an_unknown_practice_has_no_sender(world):
    with pytest.raises(PermanentError, match="no practice has the id"):
        move_sender(world.connection, uuid4(), to="ready", reason="x", now=world.now)
    assert world.events("sender_changed") == []


def test_a_practice_without_settings_gets_its_senders_state(world):
    practice = uuid4()
    world.execute("insert into practices (id, name) values (%(id)s, 'New')", id=practice)
    move_sender(world.connection, practice, to="blocked", reason="x", now=world.now)
    row = world.one("select sms_status from settings where practice_id = %(id)s", id=practice)
    assert row["sms_status"] == "blocked"


@pytest.mark.parametrize("reported", [False, True])
def test_the_text_that_shows_the_sender_refused_waits_too_and_goes_out_once(world, reported):
    request = world.add_visit()
    world.sms.before = None if reported else raising(ProviderRejected("30034", "unregistered"))
    world.dispatch()
    if reported:
        report(world, world.sms.sent[0].provider_msg_id, "undelivered", "30034")
    row = world.request(request)
    assert (row["status"], row["reason"]) == ("delayed", "sender_blocked")
    assert status(world) == "blocked"
    assert world.events("sender_changed")[0]["reason"] == "carrier_30034"
    sent = len(world.sms.sent)
    at = world.now + timedelta(minutes=5)
    assert move(world, "ready", at=at).released == 1
    assert world.dispatch(at=at)["sent"] == 1
    assert len(world.sms.sent) == sent + 1
    assert world.request(request)["status"] == "sent"


def test_what_is_said_of_texts_from_before_does_not_block_a_sender_again(world):
    for n in range(4):
        world.add_visit(phone=f"+1415555010{n}")
    world.dispatch()
    for sent in world.sms.sent[:3]:
        report(world, sent.provider_msg_id, "undelivered", "30007")
    assert status(world) == "blocked"
    at = world.now + timedelta(minutes=5)
    move(world, "ready", at=at)
    report(world, world.sms.sent[3].provider_msg_id, "undelivered", "30034", at=at)
    assert status(world) == "ready"


def _send(world, texts, **visit):
    world.set(daily_cap=1000)
    asked = [world.add_visit(phone=f"+14155551{n:03d}", hours_ago=4, **visit) for n in range(texts)]
    world.dispatch()
    sids = dict(
        zip(world.sms.recipients, (one.provider_msg_id for one in world.sms.sent), strict=True)
    )
    return asked, [sids[f"+14155551{n:03d}"] for n in range(texts)]


_REPORTS = [(0, "undelivered"), (0, "delivered"), (1, "undelivered"), (2, "undelivered")]


@pytest.mark.parametrize("order", list(permutations(_REPORTS)))
def test_two_filtered_texts_and_one_that_arrived_block_no_sender_in_whatever_order(world, order):
    asked, sids = _send(world, 12)
    for number, outcome in order:
        report(world, sids[number], outcome, None if outcome == "delivered" else "30007")
    assert status(world) == "ready"
    assert world.request(asked[0])["status"] == "sent"
    world.dispatch(at=world.now + timedelta(hours=2))
    assert world.sms.recipients.count("+14155551000") == 1
    world.add_visit(phone="+14155552000")
    assert world.dispatch()["sent"] == 1


def test_a_block_that_rests_on_enough_others_holds_and_the_next_arrival_lifts_it(world):
    _, sids = _send(world, 12)
    for sid in sids[:4]:
        report(world, sid, "undelivered", "30007")
    report(world, sids[0], "delivered")
    assert status(world) == "blocked"
    report(world, sids[1], "delivered")
    assert status(world) == "ready"
    report(world, sids[4], "undelivered", "30007")
    assert status(world) == "blocked"
    assert [(e["from"], e["to"], e["reason"]) for e in world.events("sender_changed")] == [
        ("ready", "blocked", "carrier_30007"),
        ("blocked", "ready", "arrived after all"),
        ("ready", "blocked", "carrier_30007"),
    ]


def test_a_report_that_comes_while_the_sender_is_blocked_counts_too(world):
    _, sids = _send(world, 12)
    for sid in sids[:3]:
        report(world, sid, "undelivered", "30007")
    report(world, sids[3], "undelivered", "30034")
    report(world, sids[0], "delivered")
    assert status(world) == "blocked"
    report(world, sids[3], "delivered")
    assert status(world) == "ready"


def test_what_waited_for_a_block_that_is_taken_back_goes_out(world):
    _, sids = _send(world, 1)
    report(world, sids[0], "undelivered", "30034")
    world.add_visit(phone="+14155552000")
    assert world.dispatch()["delayed"] == 1
    report(world, sids[0], "delivered")
    assert world.dispatch()["sent"] == 1
    assert world.sms.recipients == ["+14155551000", "+14155552000"]


@pytest.mark.parametrize("state", ["blocked", "pending"])
def test_what_an_operator_has_moved_no_arrival_moves(world, state):
    _, sids = _send(world, 1)
    report(world, sids[0], "undelivered", "30034")
    move(world, "ready")
    move(world, state)
    report(world, sids[0], "delivered")
    assert status(world) == state


def test_an_operators_word_over_a_carriers_block_stands(world):
    _, sids = _send(world, 1)
    report(world, sids[0], "undelivered", "30034")
    move(world, "pending")
    move(world, "blocked")
    report(world, sids[0], "delivered")
    assert status(world) == "blocked"
