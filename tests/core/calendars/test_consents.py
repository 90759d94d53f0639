"""The consent a calendar is read by: withdrawn, given anew, renewed with each use."""

from datetime import timedelta

import pytest

from core.calendars import poll
from core.store.calendar_connections import TOKEN_COLUMN, list_broken_connections

HOUR = timedelta(hours=1)


def test_a_withdrawn_consent_disconnects_once_and_asks_the_owner_back_once(office, noon):
    office.desk("revoke", account=office.account)
    assert office.poll(noon)["disconnected"] == 1
    office.poll(noon + HOUR)
    row = office.connection()
    assert (row["status"], row["reason"], row["refresh_token"]) == (
        "disconnected",
        "invalid_grant",
        None,
    )
    [job] = office.rows("select type, payload, practice_id from jobs")
    assert job["type"] == "send_notice"
    assert job["practice_id"] == office.practice_id
    assert job["payload"]["kind"] == "reconnect"
    assert job["payload"]["source"] == office.source
    [broken] = list_broken_connections(office.database, failing_before=noon)
    assert (broken.practice_id, broken.reason) == (office.practice_id, "invalid_grant")


def test_a_consent_given_anew_picks_up_where_the_last_poll_ended(office, noon):
    office.poll(noon)
    office.desk("revoke", account=office.account)
    office.poll(noon + HOUR)
    office.book(ends_at=noon + 2 * HOUR)
    office.connect()
    assert office.poll(noon + timedelta(days=4))["accepted"] == 1
    assert list_broken_connections(office.database, failing_before=noon) == []


def test_a_consent_withdrawn_twice_is_told_twice(office, noon):
    for day in range(2):
        office.desk("revoke", account=office.account)
        office.poll(noon + timedelta(days=day))
        office.connect()
    assert len(office.rows("select from jobs where type = 'send_notice'")) == 2


def test_a_stale_token_does_not_end_a_consent_given_meanwhile(office, noon, monkeypatch):
    office.desk("revoke", account=office.account)
    poll_one = poll._poll_one

    def connect_anew_under_way(run, due):
        office.connect()
        return poll_one(run, due)

    monkeypatch.setattr(poll, "_poll_one", connect_anew_under_way)
    assert office.poll(noon)["superseded"] == 1
    assert office.connection()["status"] == "connected"
    assert office.rows("select from jobs where type = 'send_notice'") == []


def test_microsofts_next_refresh_token_is_kept(make_office, noon):
    office = make_office("outlook")
    first = office.connect()
    office.poll(noon)
    sealed = office.connection()["refresh_token"]
    kept = office.sealer.open(sealed, practice_id=office.practice_id, column=TOKEN_COLUMN)
    assert kept != first
    office.poll(noon + HOUR)
    assert office.connection()["last_error"] is None


@pytest.mark.parametrize("source", ["gcal", "outlook"])
def test_a_token_good_for_one_use_is_kept_though_a_page_fails(make_office, noon, source):
    office = make_office(source)
    office.desk("settings", strict=True, page_size=1)
    office.connect()
    office.book(ends_at=noon - HOUR)
    office.fail(status=0, times=1)  # the list of calendars
    office.fail(status=503, times=1)
    office.fail(status=503, times=1, retry_after="600")
    assert office.poll(noon)["failed"] == 1
    assert office.poll(noon + HOUR)["accepted"] == 1
    assert office.connection()["status"] == "connected"


@pytest.mark.parametrize("source", ["gcal", "outlook"])
def test_a_token_good_for_one_use_is_kept_though_we_fail(make_office, noon, source, monkeypatch):
    office = make_office(source)
    office.desk("settings", strict=True)
    office.connect()
    office.book(ends_at=noon - HOUR)
    with monkeypatch.context() as broken:
        broken.delattr(poll, "ingest_calendar_events")
        assert office.poll(noon)["failed"] == 1
    assert office.poll(noon + HOUR)["accepted"] == 1
