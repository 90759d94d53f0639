"""What was decided can be computed again from what was written down, to the second."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from core.rules.sending.send_decision import Defer, Refuse
from core.rules.vocabulary import Purpose, Reason
from core.sending.gate import judge_requests
from core.sending.rechecks import recheck_decisions
from core.store.review_requests import get_requests

NIGHT = datetime(2026, 3, 5, 5, 0, tzinfo=UTC)
"""21:00 in Los Angeles."""
MORNING = datetime(2026, 3, 5, 17, 0, tzinfo=UTC)


def recheck(world):
    return recheck_decisions(world.connection, since=world.now - timedelta(days=30))


def story(world):
    """Bring about every kind of verdict: sends, deferrals of all sorts, refusals and reminders."""
    world.set(daily_cap=2)
    for n in range(4):
        world.add_visit(phone=f"+1415555012{n}", hours_ago=5 - n)
    world.add_visit(phone="+14155550120", hours_ago=3)
    world.add_visit(phone="+13055550177", hours_ago=1)
    world.add_visit(phone=None, email="bo@example.com")
    world.dispatch()
    world.set(sms_status="pending")
    world.add_visit(phone="+14155550130")
    world.add_visit(phone="+14155550131", email="ana@example.com")
    world.dispatch()
    world.set(sms_status="ready", paused_at=world.now)
    world.add_visit(phone="+14155550132")
    world.dispatch()
    world.set(paused_at=None)
    world.execute("update templates set body = '{{ x }}' where channel = 'sms'")
    world.dispatch(at=MORNING + timedelta(hours=1))
    world.add_visit(phone="+14155550133", hours_ago=5)
    world.dispatch(at=NIGHT + timedelta(days=1))
    world.execute("update practices set status = 'past_due'")
    world.dispatch(at=world.now + timedelta(hours=49))


def test_every_stored_verdict_follows_from_its_stored_inputs(world):
    story(world)
    reasons = {row["reason"] for row in world.execute("select reason from send_decisions")}
    assert reasons >= {
        *(None, "daily_cap", "quiet_hours", "same_day", "sms_not_ready", "paused"),
        *("template_rejected", "send_delay", "practice_past_due"),
    }
    result = recheck(world)
    assert result.disagreements == ()
    assert result.agrees
    assert result.checked == world.one("select count(*) from send_decisions")["count"]


@pytest.mark.parametrize(
    "change",
    [
        "decision = 'send', reason = null, until = null",
        "reason = 'paused'",
        "until = until + interval '1 second'",
        """inputs = inputs || '{"sends_today": 0}'""",
        """inputs = inputs || '{"now": "2026-03-04T20:00:00+00:00", "purpose": "reminder"}'""",
        "inputs = inputs - 'daily_cap'",
        """inputs = inputs || '{"quiet_start": "late"}'""",
    ],
)
def test_a_row_that_was_tampered_with_is_found(world, change):
    story(world)
    tampered = world.one(
        f"update send_decisions set {change} where id ="  # noqa: S608
        " (select id from send_decisions where reason = 'daily_cap' limit 1)"
        " returning id, review_request_id"
    )
    result = recheck(world)
    assert [(one.decision_id, one.review_request_id) for one in result.disagreements] == [
        (tampered["id"], tampered["review_request_id"])
    ]
    assert result.disagreed == 1
    assert not result.agrees


def test_only_what_was_decided_since_a_time_is_looked_at(world):
    story(world)
    assert recheck_decisions(world.connection, since=world.now + timedelta(days=9)).checked == 0


def test_who_is_excluded_is_refused_as_excluded_unless_suppressed_too(world):
    request = world.add_visit()
    key = (world.practice_id, request)
    world.execute(
        "insert into exclusions (practice_id, contact_hash, contact, created_at)"
        " values (%(practice)s, %(hash)s, 'sealed', %(now)s)",
        practice=world.practice_id,
        hash=world.sealer.hash("+14155550123"),
        now=world.now,
    )
    assert verdict(world, key, world.now) == Refuse(Reason.EXCLUDED)
    world.execute(
        "insert into suppressions (contact_hash, channel, reason) values (%(hash)s, 'sms', 'stop')",
        hash=world.sealer.hash("+14155550123"),
    )
    assert verdict(world, key, world.now) == Refuse(Reason.SUPPRESSED)


def test_the_night_is_spread_over_the_first_five_minutes_and_the_same_at_every_look(world):
    keys = [
        (world.practice_id, world.add_visit(phone=f"+141555501{n:02d}", hours_ago=6))
        for n in range(60)
    ]
    seconds = [(verdict(world, key, NIGHT).until - MORNING).total_seconds() for key in keys]
    assert seconds == [(verdict(world, key, NIGHT).until - MORNING).total_seconds() for key in keys]
    assert all(0 <= second < 300 for second in seconds)
    assert len(set(seconds)) > 20
    assert max(seconds) - min(seconds) > 60


def test_what_the_cap_held_back_goes_in_order_and_before_what_the_night_held_back(world):
    world.set(daily_cap=1)
    early = [world.add_visit(phone=f"+1415555012{n}", hours_ago=8 - n) for n in range(5)]
    world.dispatch()
    night = [world.add_visit(phone=f"+1415555013{n}", hours_ago=2) for n in range(5)]
    world.dispatch(at=NIGHT)
    world.set(daily_cap=50)
    world.dispatch(at=MORNING + timedelta(minutes=5))
    order = [row["review_request_id"] for row in world.messages()]
    assert order[:5] == early
    assert set(order[5:]) == set(night)
    waits = [world.request(r)["sent_at"] for r in early]
    assert waits == sorted(waits)


def test_a_backlog_keeps_its_order_day_after_day(world):
    world.set(daily_cap=2)
    requests = [world.add_visit(phone=f"+141555501{n:02d}", hours_ago=30 - n) for n in range(9)]
    for day in range(5):
        world.dispatch(at=world.now + timedelta(days=day))
    order = [r["review_request_id"] for r in world.messages() if r["purpose"] == "initial"]
    assert order == requests[: len(order)]
    assert len(order) >= 4


def verdict(world, key, now):
    (request,) = get_requests(world.connection, [key]).values()
    (judged,) = judge_requests(
        world.deps,
        world.connection,
        [replace(request, daily_cap=50)],
        purpose=Purpose.INITIAL,
        now=now,
    )
    assert isinstance(judged.verdict, Defer | Refuse)
    return judged.verdict
