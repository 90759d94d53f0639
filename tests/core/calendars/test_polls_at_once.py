"""What a poll has listed that is out of date by the time it would be stored."""

from datetime import timedelta

import pytest

from core.calendars import poll
from core.store.calendar_connections import disconnect_calendar

HOUR = timedelta(hours=1)


@pytest.fixture
def meanwhile(monkeypatch):
    """Give what lets something happen once, between a poll's listing and what it stores."""

    def arrange(happen) -> None:
        try_repeatedly = poll.try_repeatedly

        def list_then(*args):
            monkeypatch.setattr(poll, "try_repeatedly", try_repeatedly)
            listing = try_repeatedly(*args)
            happen()
            return listing

        monkeypatch.setattr(poll, "try_repeatedly", list_then)

    return arrange


def test_an_older_listing_does_not_bring_back_what_a_later_one_called_off(office, noon, meanwhile):
    entry = office.book(ends_at=noon - HOUR)
    office.poll(noon)

    def cancel() -> None:
        office.desk(op="cancel", id=entry)
        assert office.poll(noon + HOUR)["canceled"] == 1

    meanwhile(cancel)
    assert office.poll(noon + HOUR / 2)["superseded"] == 1
    [visit] = office.visits()
    assert (visit["status"], visit["job"]) == ("skipped", "done")


def test_what_was_listed_before_the_owner_withdrew_is_not_taken_in(google_office, noon, meanwhile):
    office = google_office
    office.book(ends_at=noon - HOUR)
    about = {"practice_id": office.practice_id, "source": "gcal", "reason": "by_practice"}
    meanwhile(lambda: disconnect_calendar(office.database, **about, now=noon))
    assert office.poll(noon)["superseded"] == 1
    assert office.visits() == []


def test_what_was_listed_of_calendars_no_longer_chosen_is_not_taken_in(
    google_office, noon, meanwhile
):
    office = google_office
    office.book(ends_at=noon - HOUR)
    meanwhile(
        lambda: office.rows("update calendar_connections set sealed_calendars = 'x' returning 1")
    )
    assert office.poll(noon)["superseded"] == 1
    assert (office.visits(), office.connection()["watched_since"]) == ([], None)
