"""Alerts begin, go on and end with their conditions, and are mailed once."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

from core.operations.alerts import Condition, reconcile_alerts
from core.operations.conditions import find_conditions
from core.rules.vocabulary import Alert


def look(world, *alerts, at=None):
    now = at or world.now
    with world.connection.transaction():
        conditions = find_conditions(world.connection, world.deps.config, alerts, now=now)
        return reconcile_alerts(
            world.connection, world.deps.config, conditions, watched=alerts, now=now
        )


def test_an_alert_is_raised_once_mailed_once_and_cleared_when_it_ends(world):
    world.execute("insert into jobs (type, status) values ('send_request', 'dead')")
    first = look(world, Alert.DEAD_JOBS)
    again = look(world, Alert.DEAD_JOBS, at=world.now + timedelta(minutes=5))
    assert (first.raised, again.raised, again.open) == (1, 0, 1)
    assert world.dispatch()["alerts_sent"] == 1
    world.execute("delete from jobs where status = 'dead'")
    ended = look(world, Alert.DEAD_JOBS, at=world.now + timedelta(minutes=10))
    assert (ended.cleared, ended.open) == (1, 0)
    assert [event["alert"] for event in world.events("alert_raised")] == ["dead_jobs"]
    assert [event["alert"] for event in world.events("alert_cleared")] == ["dead_jobs"]
    world.execute("insert into jobs (type, status) values ('send_request', 'dead')")
    back = look(world, Alert.DEAD_JOBS, at=world.now + timedelta(minutes=15))
    assert back.raised == 1
    assert len(world.email.sent) == 1


def test_who_does_not_watch_an_alert_does_not_clear_it(world):
    world.execute("insert into jobs (type, status) values ('send_request', 'dead')")
    look(world, Alert.DEAD_JOBS)
    world.execute("delete from jobs")
    assert look(world, Alert.STOP_SPIKE).cleared == 0


def test_slack_is_told_too_where_it_is_configured(world):
    config = replace(world.deps.config, slack_webhook_url="https://hooks.slack.com/x")
    condition = Condition(Alert.DEAD_JOBS, None, "Jobs were given up.")
    reconcile_alerts(
        world.connection, config, [condition], watched=[Alert.DEAD_JOBS], now=world.now
    )
    channels = {job["payload"]["channel"] for job in world.jobs("send_alert")}
    assert channels == {"email", "slack"}


def test_the_queue_is_too_deep_at_the_alarm_and_not_below(world):
    world.execute(
        "insert into jobs (type, run_at) select 'send_request', %(now)s"
        " from generate_series(1, 499)",
        now=world.now,
    )
    world.execute(
        "insert into jobs (type, run_at) values ('send_request', %(later)s)",
        later=world.now + timedelta(hours=1),
    )
    assert look(world, Alert.QUEUE_DEPTH).raised == 0
    world.execute("insert into jobs (type, run_at) values ('x', %(now)s)", now=world.now)
    assert look(world, Alert.QUEUE_DEPTH).raised == 1


def add_event(world, event_type, *, minutes_ago=0, count=1, payload="{}"):
    for _ in range(count):
        world.execute(
            "insert into events (practice_id, type, payload, occurred_at)"
            " values (%(id)s, %(type)s, %(payload)s::jsonb, %(at)s)",
            id=world.practice_id,
            type=event_type,
            payload=payload,
            at=world.now - timedelta(minutes=minutes_ago),
        )


def test_five_opt_outs_in_an_hour_are_a_spike_of_that_practice(world):
    add_event(world, "stop", count=4)
    add_event(world, "stop", minutes_ago=61)
    assert look(world, Alert.STOP_SPIKE).raised == 0
    add_event(world, "stop")
    assert look(world, Alert.STOP_SPIKE).raised == 1
    raised = world.one("select practice_id from events where type = 'alert_raised'")
    assert raised["practice_id"] == world.practice_id
    assert look(world, Alert.STOP_SPIKE, at=world.now + timedelta(hours=2)).cleared == 1


def test_a_few_failed_webhooks_are_told_and_one_is_not(world):
    def fail(count):
        world.execute(
            "insert into webhook_failures (occurred_at, route, status)"
            " select %(now)s, '/webhooks/stripe', 503 from generate_series(1, %(count)s)",
            now=world.now,
            count=count,
        )

    fail(2)
    assert look(world, Alert.WEBHOOK_5XX).raised == 0
    fail(1)
    assert look(world, Alert.WEBHOOK_5XX).raised == 1


def test_a_stalled_onboarding_is_told_until_it_is_finished(world):
    world.set(onboarding_completed_at=None)
    add_event(world, "onboarding_started", minutes_ago=25 * 60)
    assert look(world, Alert.ONBOARDING_STALLED).raised == 1
    world.set(onboarding_completed_at=world.now)
    assert look(world, Alert.ONBOARDING_STALLED).cleared == 1


def test_a_blocked_sender_is_told_until_it_is_ready_again(world):
    world.set(sms_status="blocked")
    assert look(world, Alert.SMS_SENDER_BLOCKED).raised == 1
    world.set(sms_status="ready")
    assert look(world, Alert.SMS_SENDER_BLOCKED).cleared == 1


def test_bounces_count_against_what_was_sent(world):
    def send(count):
        world.execute(
            "insert into messages (practice_id, purpose, channel, state, created_at)"
            " select %(id)s, 'digest', 'email', 'accepted', %(at)s"
            " from generate_series(1, %(count)s)",
            id=world.practice_id,
            at=world.now - timedelta(hours=1),
            count=count,
        )

    send(200)
    add_event(world, "email_bounced", count=3)
    assert look(world, Alert.EMAIL_REPUTATION).raised == 0
    add_event(world, "email_bounced")
    assert look(world, Alert.EMAIL_REPUTATION).raised == 1
    assert world.events("alert_raised")[0]["bounced"] == 4


def test_a_place_that_loses_reviews_is_told_until_it_has_them_again(world):
    def snapshot(days_ago, total):
        world.execute(
            "insert into review_snapshots (practice_id, snapshot_date, total_reviews)"
            " values (%(id)s, %(day)s, %(total)s)",
            id=world.practice_id,
            day=(world.now - timedelta(days=days_ago)).date(),
            total=total,
        )

    snapshot(2, 50)
    snapshot(1, 44)
    assert look(world, Alert.REVIEWS_DROPPED).raised == 1
    assert world.events("alert_raised")[0]["total_before"] == 50
    snapshot(0, 51)
    assert look(world, Alert.REVIEWS_DROPPED).cleared == 1


def test_a_message_of_unknown_fate_is_told(world):
    world.execute(
        "insert into messages (practice_id, purpose, channel, state)"
        " values (%(id)s, 'digest', 'email', 'unknown')",
        id=world.practice_id,
    )
    assert look(world, Alert.MESSAGE_UNCERTAIN).raised == 1


def test_an_alert_of_one_practice_says_nothing_of_another(world):
    other = uuid4()
    world.add_practice(other, sms_status="blocked")
    look(world, Alert.SMS_SENDER_BLOCKED)
    world.set(sms_status="blocked")
    assert look(world, Alert.SMS_SENDER_BLOCKED).raised == 1


def test_a_name_that_may_not_open_a_text_is_an_alert_until_it_is_mended(world):
    assert look(world, Alert.PRACTICE_NAME).raised == 0
    world.execute("update practices set name = 'Chase Bank: account locked'")
    assert look(world, Alert.PRACTICE_NAME).raised == 1
    (raised,) = world.events("alert_raised")
    assert raised["problem"] == "name_alarm"
    assert "Chase" not in raised["summary"]
    world.execute("update practices set name = 'Bright Smiles'")
    assert look(world, Alert.PRACTICE_NAME).cleared == 1


def test_a_practice_that_has_left_raises_no_alert_by_its_name(world):
    world.execute("update practices set name = 'IRS Refunds', status = 'canceled'")
    assert look(world, Alert.PRACTICE_NAME).raised == 0
