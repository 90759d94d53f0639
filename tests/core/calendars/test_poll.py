"""Polling: what becomes a visit and when, what a failed poll loses (nothing), who is harmed (nobody)."""

from datetime import timedelta

import pytest

from core.store.calendar_connections import (
    TOKEN_COLUMN,
    connect_calendar,
    list_broken_connections,
    list_connection_states,
)

HOUR = timedelta(hours=1)


def test_an_entry_becomes_a_visit_when_it_has_ended_and_not_before(office, noon):
    office.book(ends_at=noon + HOUR)
    office.poll(noon)
    assert office.visits() == []
    counts = office.poll(noon + HOUR)
    [visit] = office.visits()
    assert counts["accepted"] == 1
    assert (visit["first_name"], visit["channel"], visit["status"]) == ("Ana", "sms", "queued")
    assert visit["occurred_at"] == noon + HOUR
    assert visit["run_at"] == noon + 3 * HOUR


def test_polling_again_changes_nothing(office, noon):
    office.book(ends_at=noon - HOUR)
    office.poll(noon)
    before = office.visits()
    for minutes in (0, 15, 30, 600):
        office.poll(noon + timedelta(minutes=minutes))
    assert office.visits() == before
    assert office.events("dedupe_skip") == []


def test_a_failed_poll_is_caught_up_by_the_next(office, noon):
    office.poll(noon)
    office.book(ends_at=noon + HOUR)
    office.fail(status=503, times=3)
    assert office.poll(noon + 2 * HOUR)["failed"] == 1
    row = office.connection()
    assert row["polled_until"] == noon
    assert row["failing_since"] == noon + 2 * HOUR
    assert row["last_error"].startswith("TransientError")
    office.poll(noon + 40 * HOUR)
    assert len(office.visits()) == 1
    assert office.connection()["failing_since"] is None


def test_lunch_meetings_all_day_and_declined_entries_are_no_visits(office, noon):
    office.book("Lunch", ends_at=noon - HOUR)
    office.book("Staff meeting 510-555-0142", ends_at=noon - HOUR)
    office.book("Ana Ruiz 510-555-0142", ends_at=noon - HOUR, all_day=True)
    office.book("Ana Ruiz 510-555-0142", ends_at=noon - HOUR, minutes=60 * 30)
    declined = office.book(ends_at=noon - HOUR)
    office.desk(op="decline", id=declined)
    canceled = office.book(ends_at=noon - HOUR)
    office.desk(op="cancel", id=canceled)
    office.poll(noon)
    assert office.visits() == []


def test_a_series_makes_a_visit_of_each_instance(office, noon):
    office.book(ends_at=noon - HOUR, repeat_days=7, repeat_count=3)
    for week in range(3):
        office.poll(noon + timedelta(days=7 * week))
    visits = office.visits()
    assert [v["occurred_at"] - noon for v in visits] == [
        timedelta(days=7 * n) - HOUR for n in range(3)
    ]
    assert len({v["source_id"] for v in visits}) == 3


def test_an_hour_is_the_same_hour_in_every_zone(google_office, noon):
    google_office.desk(
        title="Ana Ruiz 510-555-0142",
        start="2026-03-04T13:00:00-06:00",
        end="2026-03-04T13:30:00-06:00",
    )
    google_office.poll(noon)
    [visit] = google_office.visits()
    assert visit["occurred_at"] == noon - timedelta(minutes=30)


def test_many_pages_make_all_visits(office, noon):
    office.desk("settings", page_size=3)
    for number in range(10):
        office.book(f"Exam - Ana Ruiz 510-555-01{40 + number}", ends_at=noon - HOUR)
    assert office.poll(noon)["accepted"] == 10


def test_a_page_that_fails_takes_in_nothing_and_calls_nothing_off(office, noon):
    office.desk("settings", page_size=1)
    for number in range(3):
        office.book(f"Exam - Ana Ruiz 510-555-01{40 + number}", ends_at=noon - (3 - number) * HOUR)
    office.poll(noon)
    for _ in range(3):  # the list of calendars and the first page pass, the second page fails
        office.fail(status=0, times=2)
        office.fail(status=500, times=1)
    assert office.poll(noon + HOUR)["failed"] == 1
    assert [visit["status"] for visit in office.visits()] == ["queued"] * 3


def test_a_busy_provider_is_asked_again_after_the_pause_it_wishes(office, noon):
    office.book(ends_at=noon - HOUR)
    office.fail(status=429, retry_after="3")
    assert office.poll(noon)["accepted"] == 1
    assert office.sleeps == [3]


def test_a_long_wish_to_be_left_alone_is_granted(office, noon):
    office.book(ends_at=noon - HOUR)
    office.fail(status=429, retry_after="1200")
    assert office.poll(noon)["failed"] == 1
    assert office.sleeps == []
    assert office.poll(noon + timedelta(minutes=15))["connections"] == 0
    assert office.poll(noon + timedelta(minutes=30))["accepted"] == 1


@pytest.mark.parametrize("kind", ["torn", "nonsense", "hangup"])
def test_half_an_answer_takes_in_nothing_and_is_asked_for_again(office, noon, kind):
    office.book(ends_at=noon - HOUR)
    office.fail(kind=kind, times=2)
    office.poll(noon)
    office.poll(noon + HOUR)
    assert len(office.visits()) == 1


def test_forbidden_is_written_down_and_does_not_disconnect(office, noon):
    office.fail(status=0)
    office.fail(status=403, code="forbidden", times=1)
    assert office.poll(noon)["failed"] == 1
    row = office.connection()
    assert (row["status"], row["last_error"]) == ("connected", "CalendarRefused: forbidden")
    assert row["cause"] == "not_shared"


def test_one_practices_trouble_is_its_own(office, noon):
    office.book(ends_at=noon - HOUR)
    broken = office.add_practice()
    connect_calendar(
        office.database,
        practice_id=broken,
        source=office.source,
        sealed_token=office.sealer.seal("gone", practice_id=broken, column=TOKEN_COLUMN),
        now=noon,
    )
    mangled = office.add_practice()
    connect_calendar(
        office.database,
        practice_id=mangled,
        source=office.source,
        sealed_token="v1:not ours",
        now=noon,
    )
    counts = office.poll(noon)
    assert (counts["polled"], counts["disconnected"], counts["failed"]) == (1, 1, 1)
    assert len(office.visits()) == 1


def test_canceled_practices_are_not_read_any_more(office, noon):
    office.book(ends_at=noon - HOUR)
    office.rows(
        "update practices set status = 'canceled' where id = %s returning id", office.practice_id
    )
    assert office.poll(noon)["connections"] == 0


def test_the_portal_can_say_what_was_read(google_office, noon):
    google_office.book(ends_at=noon - HOUR)
    google_office.book("Lunch", ends_at=noon - HOUR)
    google_office.poll(noon)
    [google, outlook] = list_connection_states(
        google_office.database, google_office.practice_id, recently=noon - HOUR
    )
    assert (google.source, google.status, google.polled_at) == ("gcal", "connected", noon)
    assert google.last_counts == {"entries": 2, "accepted": 1, "not_a_visit_office_time": 1}
    assert (outlook.source, outlook.status, outlook.is_connecting) == ("outlook", None, False)


def test_polls_that_fail_for_long_are_broken_connections(google_office, noon):
    google_office.fail(status=500, times=30)
    for hours in (0, 20, 30):
        google_office.poll(noon + hours * HOUR)
    broken = list_broken_connections(
        google_office.database, failing_before=noon + 30 * HOUR - timedelta(hours=24)
    )
    assert [(one.since, one.reason) for one in broken] == [(noon, "TransientError")]
