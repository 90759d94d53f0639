"""A calendar that cannot be read any more: the office's email, the alert, and the gate."""

from datetime import timedelta

import pytest

from core.operations.alerts import reconcile_alerts
from core.operations.conditions import find_disconnected_calendars
from core.rules.tokens import read_token
from core.rules.visits.sources import POLL_JOBS
from core.rules.vocabulary import Alert, JobType
from core.store.calendar_connections import connect_calendar, disconnect_calendar
from core.store.visit_changes import cancel_visits


def lose(world, *, reason="invalid_grant"):
    connect_calendar(
        world.connection,
        practice_id=world.practice_id,
        source="gcal",
        sealed_token="v1:x",
        now=world.now,
    )
    assert disconnect_calendar(
        world.connection,
        practice_id=world.practice_id,
        source="gcal",
        reason=reason,
        now=world.now,
    )


def test_the_office_gets_one_email_that_leads_straight_to_the_consent_page(world):
    payload = {"kind": "reconnect", "calendar": "Google Calendar", "source": "gcal"}
    world.enqueue(JobType.SEND_NOTICE, payload)
    assert world.dispatch()["notices_sent"] == 1
    [email] = world.email.sent
    assert email.to == "owner@example.com"
    assert "Google Calendar" in email.subject
    link = next(word for word in email.text.split() if "/connectors/gcal/auth?token=" in word)
    claims = read_token(
        world.deps.config.hmac_secrets, link.partition("token=")[2], purpose="onboard"
    )
    assert claims is not None
    assert claims.practice_id == world.practice_id


def test_an_office_that_has_left_is_not_written_to(world):
    world.execute("update practices set status = 'canceled'")
    world.enqueue(JobType.SEND_NOTICE, {"kind": "reconnect", "source": "gcal"})
    assert world.dispatch()["notices_skipped"] == 1
    assert world.email.sent == []


def conditions(world, at):
    return find_disconnected_calendars(world.connection, world.deps.config, at)


def test_withdrawn_consent_is_an_alert_until_it_is_given_again(world):
    assert conditions(world, world.now) == []
    lose(world)
    found = conditions(world, world.now)
    assert [(one.alert, one.practice_id) for one in found] == [
        (Alert.CALENDAR_DISCONNECTED, world.practice_id)
    ]
    with world.connection.transaction():
        raised = reconcile_alerts(
            world.connection,
            world.deps.config,
            found,
            watched=[Alert.CALENDAR_DISCONNECTED],
            now=world.now,
        )
    assert raised.raised == 1
    connect_calendar(
        world.connection,
        practice_id=world.practice_id,
        source="gcal",
        sealed_token="v1:y",
        now=world.now + timedelta(hours=1),
    )
    assert conditions(world, world.now + timedelta(hours=1)) == []


def test_a_connection_that_the_office_ended_is_no_alert(world):
    lose(world, reason="by_practice")
    assert conditions(world, world.now) == []


def test_codes_are_left_to_the_polls(world):
    for job_type in POLL_JOBS:
        world.enqueue(job_type, {})
    world.dispatch()
    rows = world.execute("select status, attempts from jobs")
    assert {(row["status"], row["attempts"]) for row in rows} == {("queued", 0)}


def test_nobody_is_asked_about_a_visit_that_was_called_off_on_the_way(world):
    request_id = world.add_visit()
    visit = world.one("select visit_id from review_requests where id = %(id)s", id=request_id)
    world.execute("update visits set canceled_at = now() where id = %(id)s", id=visit["visit_id"])
    world.dispatch()
    assert world.sms.sent == []
    row = world.one("select status, reason from review_requests where id = %(id)s", id=request_id)
    assert (row["status"], row["reason"]) == ("skipped", "visit_canceled")
    assert (
        cancel_visits(
            world.connection,
            practice_id=world.practice_id,
            visit_ids=[visit["visit_id"]],
            source="gcal",
            now=world.now,
        )
        == []
    )


@pytest.mark.parametrize(
    ("kind", "cause", "told", "leads_to"),
    [
        ("reconnect", "password_changed", "password was changed", "/connectors/gcal/auth?token="),
        ("calendar", "no_calendar", "calendar.google.com", "/connectors/gcal/auth?token="),
        ("calendar", "not_shared", "share it with all details", "/onboard/"),
    ],
)
def test_the_email_says_what_has_happened_and_leads_to_where_it_is_mended(
    world, kind, cause, told, leads_to
):
    world.enqueue(JobType.SEND_NOTICE, {"kind": kind, "source": "gcal", "cause": cause})
    assert world.dispatch()["notices_sent"] == 1
    [email] = world.email.sent
    assert told in email.text
    assert told in email.html
    assert leads_to in email.text
    assert "Google Calendar" in email.subject
