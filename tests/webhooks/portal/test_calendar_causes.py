"""What an owner reads of a calendar that is out of reach: why, and what to do, in both languages."""

from datetime import timedelta

import pytest

from core.rules.calendars.causes import Cause, explain_cause
from core.store.known_calendars import NAME_COLUMN, record_unread
from tests.webhooks.portal.test_pages import connect_calendar, part

SHOWN = [cause for cause in Cause if cause is not Cause.PASSING]
TITLE = {"gcal": "Google Calendar", "outlook": "Outlook"}


@pytest.mark.parametrize("locale", ["en", "es"])
@pytest.mark.parametrize("cause", SHOWN)
def test_an_account_out_of_reach_says_why_and_what_to_do(web, practice_id, owner, cause, locale):
    connect_calendar(web, practice_id, failing_since=web.now - timedelta(hours=2), cause=cause)
    said = explain_cause(cause, locale, calendar="Google Calendar")
    for path in ("/portal", "/portal/visits", "/portal/calendars"):
        assert said.replace("'", "&#39;") in web.get_page(f"{path}?lang={locale}", **owner).text


def test_a_passing_trouble_is_told_without_a_task(web, practice_id, owner):
    connect_calendar(web, practice_id, failing_since=web.now, cause="passing")
    google = part(web.get_page("/portal", **owner).text, "Google Calendar")
    assert "we keep trying" in google
    assert 'class="advice"' not in google


@pytest.mark.parametrize("source", ["gcal", "outlook"])
def test_a_lost_consent_says_how_it_was_lost(web, practice_id, owner, source):
    connect_calendar(
        web, practice_id, source, status="disconnected", refresh_token=None,
        disconnected_at=web.now, reason="invalid_grant", cause="password_changed",
    )  # fmt: skip
    shown = part(web.get_page("/portal", **owner).text, TITLE[source])
    assert "password was changed" in shown
    assert "Connect again" in shown


@pytest.mark.parametrize(
    ("locale", "told"), [("en", "left unticked"), ("es", "sin marcar la casilla")]
)
def test_a_trip_that_came_to_nothing_says_why(web, practice_id, owner, locale, told):
    web.database.execute(
        """
        insert into calendar_authorizations
            (practice_id, state_hash, source, created_at, expires_at, returned_at, outcome, cause)
        values (%s, 'x', 'gcal', %s, %s, %s, 'scope_not_granted', 'box_unticked')
        """,
        (practice_id, web.now, web.now, web.now),
    )
    google = part(web.get_page(f"/portal?lang={locale}", **owner).text, "Google Calendar")
    assert told in google


def test_one_calendar_out_of_reach_is_named_and_the_account_still_counts_as_connected(
    web, practice_id, owner
):
    connect_calendar(web, practice_id, polled_at=web.now)
    sealer = web.deps.sealer
    name = sealer.seal("Dr. Kim <chair 2>", practice_id=practice_id, column=NAME_COLUMN)
    row = {"calendar_hash": "h", "sealed_name": name, "cause": "not_shared"}
    with web.database.transaction():
        record_unread(web.database, practice_id=practice_id, source="gcal", rows=[row], now=web.now)
    google = part(web.get_page("/portal", **owner).text, "Google Calendar")
    assert "Connected; last read" in google
    assert "but not all of it" in google
    assert "“Dr. Kim &lt;chair 2&gt;” has not been read since" in google
    assert "share it with all details" in google


@pytest.mark.parametrize("path", ["/portal", "/portal/visits", "/portal/calendars"])
def test_a_page_follows_a_calendar_that_is_being_connected_with_and_without_scripts(
    web, practice_id, owner, path
):
    assert "data-under-way" not in web.get_page(path, **owner).text
    web.database.execute(
        """
        insert into calendar_authorizations
            (practice_id, state_hash, source, created_at, expires_at, returned_at)
        values (%s, 'x', 'gcal', %s, %s, %s)
        """,
        (practice_id, web.now, web.now, web.now),
    )
    page = web.get_page(path, **owner).text
    assert "Connecting…" in page
    assert "data-under-way" in page
    assert '<noscript><meta http-equiv="refresh" content="3"></noscript>' in page
    assert "/static/connecting.js" in page
    assert "Look again" in page
    web.database.execute("update calendar_authorizations set outcome = 'connected'")
    connect_calendar(web, practice_id, polled_at=web.now)
    again = web.get_page(f"{path}?calendar=connecting", **owner).text
    assert "data-under-way" not in again
    assert "is being connected" not in again
