"""How far back a poll reads: nothing that ends or is completed late is lost, and no more is read."""

from datetime import timedelta

import pytest

from core.calendars.poll import window_of
from core.store.calendar_choices import save_choice
from core.store.calendar_connections import DueConnection

HOUR = timedelta(hours=1)


def test_the_first_poll_looks_back_one_day(office, noon):
    office.book(ends_at=noon - 23 * HOUR)
    office.book("Cleaning - Bea Ruiz 510-555-0143", ends_at=noon - 25 * HOUR)
    office.poll(noon)
    assert [visit["first_name"] for visit in office.visits()] == ["Ana"]


def test_a_week_asleep_loses_nothing(office, noon):
    office.poll(noon)
    for day in range(7):
        office.book(
            f"Exam - Ana{'bcdefgh'[day]} Ruiz 510-555-015{day}",
            ends_at=noon + day * 24 * HOUR + HOUR,
        )
    office.poll(noon + timedelta(days=8))
    assert len(office.visits()) == 7


def test_what_is_entered_late_is_still_seen(office, noon):
    office.poll(noon)
    office.book(ends_at=noon - 5 * HOUR)
    office.poll(noon + HOUR)
    assert len(office.visits()) == 1


def test_a_phone_that_is_added_late_makes_a_visit(office, noon):
    entry = office.book("Cleaning - Ana Ruiz", ends_at=noon - HOUR)
    assert office.poll(noon)["not_a_visit_no_contact"] == 1
    office.desk(op="rename", id=entry, title="Cleaning - Ana Ruiz 510-555-0142")
    office.poll(noon + HOUR)
    assert len(office.visits()) == 1


def test_a_phone_that_is_added_on_monday_makes_a_visit_of_friday(office, noon):
    office.poll(noon)
    friday = noon + timedelta(days=2)
    entry = office.book("Cleaning - Ana Ruiz", ends_at=friday)
    for hours in range(1, 72, 6):
        office.poll(friday + hours * HOUR)
    office.desk(op="rename", id=entry, title="Cleaning - Ana Ruiz 510-555-0142")
    assert office.poll(friday + 71 * HOUR)["accepted"] == 1


def test_no_later_poll_looks_further_back_than_the_first(office, noon):
    office.book(ends_at=noon - 25 * HOUR)
    for hours in range(3):
        assert office.poll(noon + hours * HOUR)["entries"] == 0


def test_calendars_chosen_later_are_read_a_day_back(office, noon):
    for day in range(4):
        office.poll(noon + day * 24 * HOUR)
    save_choice(
        office.database,
        practice_id=office.practice_id,
        source=office.source,
        sealed_calendars=None,
        fields={},
    )
    office.book(ends_at=noon + 46 * HOUR)
    office.book("Exam - Bo Lang 510-555-0143", ends_at=noon + 50 * HOUR)
    office.poll(noon + 73 * HOUR)
    assert [visit["first_name"] for visit in office.visits()] == ["Bo"]


def test_a_clock_that_was_ahead_once_loses_nothing(google_office, noon):
    google_office.poll(noon + timedelta(days=365))
    google_office.book(ends_at=noon + HOUR)
    google_office.poll(noon + 2 * HOUR)
    assert len(google_office.visits()) == 1


def due(**given) -> DueConnection:
    return DueConnection(
        **{
            "practice_id": None,
            "source": "gcal",
            "refresh_token": "",
            "polled_until": None,
            "watched_since": None,
            "zone": "UTC",
            "delay_minutes": 120,
            "oldest_waiting_at": None,
        }
        | given
    )


@pytest.mark.parametrize(
    ("watched_days_ago", "polled_days_ago", "waiting_days_ago", "since_days_ago"),
    [
        (None, None, None, 1),
        (None, 0, None, 1),
        (None, 3, None, 4),
        (None, 60, None, 30),
        (None, -365, None, 1),
        (None, 0, 5, 5),
        (None, 0, 20, 7),
        (None, 3, 2, 4),
        (1, 0, None, 1),
        (2, 0, None, 2),
        (9, 0, None, 3),
        (9, 3, None, 6),
        (90, 60, None, 30),
        (-364, -365, None, 1),
        (9, 0, 5, 5),
    ],
)
def test_the_window_reaches_as_far_back_as_something_may_be_missed(
    noon, watched_days_ago, polled_days_ago, waiting_days_ago, since_days_ago
):
    def ago(days):
        return None if days is None else noon - timedelta(days=days)

    one = due(
        watched_since=ago(watched_days_ago),
        polled_until=ago(polled_days_ago),
        oldest_waiting_at=ago(waiting_days_ago),
    )
    window = window_of(one, noon)
    assert window.until == noon
    assert ago(since_days_ago) - window.since <= timedelta(seconds=1)
    assert window.since <= ago(since_days_ago)
