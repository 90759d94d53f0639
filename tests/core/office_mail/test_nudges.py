"""Offices that began onboarding and stopped: nudged once, at a lawful hour."""

from datetime import UTC, datetime, timedelta

from core.office_mail.nudges import nudge_stalled


def begin_onboarding(world, hours_ago):
    world.set(onboarding_completed_at=None)
    world.execute(
        "insert into events (practice_id, type, occurred_at)"
        " values (%(id)s, 'onboarding_started', %(at)s)",
        id=world.practice_id,
        at=world.now - timedelta(hours=hours_ago),
    )


def test_a_stalled_office_is_nudged_once_by_email_and_text(world):
    begin_onboarding(world, hours_ago=25)
    assert nudge_stalled(world.connection, now=world.now) == 1
    assert nudge_stalled(world.connection, now=world.now + timedelta(days=3)) == 0
    assert world.dispatch()["nudges_sent"] == 2
    assert world.email.sent[0].to == "owner@example.com"
    assert "/onboard/" in world.email.sent[0].text
    assert world.sms.recipients == ["+14155550100"]
    assert len(world.events("onboarding_concierge_nudge")) == 1


def test_nobody_is_nudged_before_a_day_has_passed(world):
    begin_onboarding(world, hours_ago=23.9)
    assert nudge_stalled(world.connection, now=world.now) == 0


def test_a_nudge_by_text_waits_for_lawful_hours(world):
    begin_onboarding(world, hours_ago=48)
    night = datetime(2026, 3, 5, 7, 0, tzinfo=UTC)
    nudge_stalled(world.connection, now=night)
    counts = world.dispatch(at=night)
    assert (counts["nudges_sent"], counts["deferred"]) == (1, 1)
    assert world.sms.sent == []
    world.dispatch(at=datetime(2026, 3, 5, 17, 0, tzinfo=UTC))
    assert len(world.sms.sent) == 1


def test_a_nudge_by_text_waits_for_the_end_of_a_state_s_holiday(world):
    world.execute(
        "insert into quiet_hour_rules (region, on_date, source)"
        " values ('CA', '2026-03-04', 'https://example.com')"
    )
    begin_onboarding(world, hours_ago=48)
    nudge_stalled(world.connection, now=world.now)
    assert world.dispatch()["nudges_sent"] == 1
    assert world.sms.sent == []
    world.dispatch(at=datetime(2026, 3, 5, 17, 0, tzinfo=UTC))
    assert len(world.sms.sent) == 1


def test_who_finishes_meanwhile_is_not_nudged(world):
    begin_onboarding(world, hours_ago=25)
    nudge_stalled(world.connection, now=world.now)
    world.set(onboarding_completed_at=world.now)
    assert world.dispatch()["nudges_skipped"] == 2
    assert world.email.sent == []
