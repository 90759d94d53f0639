"""Visits that another source told first, and the calendar's entry about them that changes later."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest

from core.visits.intake import VisitInput, ingest_visit
from tests.core.calendars.conftest import Office

HOUR = timedelta(hours=1)
QUARTER = timedelta(minutes=15)
WAITS, OFF = ("queued", None, "queued"), ("skipped", "visit_canceled", "done")


@dataclass(frozen=True)
class Meeting:
    """Ana's visit as the first source told it, and the calendar's entry about it."""

    office: Office
    entry: str

    def state(self) -> tuple[str, str, str]:
        [visit] = self.office.visits()
        return visit["status"], visit["reason"], visit["job"]

    def visit(self) -> dict:
        [visit] = self.office.rows("select * from visits")
        return visit


@pytest.fixture
def meet(noon) -> Callable[..., Meeting]:
    """Let `source` tell of a visit an hour ago, and the office's calendar show it as well."""

    def run(office: Office, source: str = "csv", **entry) -> Meeting:
        ingest_visit(
            office.database,
            office.sealer,
            practice_id=office.practice_id,
            zone="America/Los_Angeles",
            delay_minutes=120,
            visit=VisitInput("Ana", "+15105550142", None, noon - HOUR, None, source, "first"),
            now=noon,
        )
        booked = office.book(ends_at=noon - 2 * HOUR, **entry)
        assert office.poll(noon)["duplicates"] == 1
        return Meeting(office, booked)

    return run


@pytest.mark.parametrize("change", ["cancel", "delete", "decline"])
def test_an_entry_that_goes_stops_what_another_source_had_told(office, noon, meet, change):
    met = meet(office)
    office.desk(op=change, id=met.entry)
    assert office.poll(noon + QUARTER)["canceled"] == 1
    assert met.state() == OFF
    assert met.visit()["canceled_by"] == office.source
    [event] = office.events("send_skipped")
    assert event["payload"]["reason"] == "visit_canceled"


def test_it_comes_back_with_the_entry_and_keeps_its_own_key(office, noon, meet):
    met = meet(office)
    office.desk(op="cancel", id=met.entry)
    office.poll(noon + QUARTER)
    office.desk(op="restore", id=met.entry)
    assert office.poll(noon + 2 * QUARTER)["revived"] == 1
    assert met.state() == WAITS
    assert (met.visit()["source"], met.visit()["source_id"]) == ("csv", "first")


def test_an_entry_put_off_to_another_day_takes_the_visit_along(google_office, noon, meet):
    met = meet(google_office)
    google_office.move(met.entry, ends_at=noon + timedelta(days=2))
    google_office.poll(noon + QUARTER)
    assert met.state() == OFF
    google_office.poll(noon + timedelta(days=2, hours=1))
    assert met.state() == WAITS
    assert met.visit()["occurred_at"] == noon + timedelta(days=2)
    google_office.desk(op="cancel", id=met.entry)
    google_office.poll(noon + timedelta(days=2, hours=1, minutes=15))
    assert met.state() == OFF


def test_an_entry_shifted_within_the_past_changes_nothing_and_is_still_watched(
    google_office, noon, meet
):
    met = meet(google_office)
    google_office.move(met.entry, ends_at=noon - 3 * HOUR)
    google_office.poll(noon + QUARTER)
    assert (met.state(), met.visit()["occurred_at"]) == (WAITS, noon - HOUR)
    google_office.desk(op="delete", id=met.entry)
    google_office.poll(noon + 2 * QUARTER)
    assert met.state() == OFF


def test_whom_the_front_desk_saw_did_come(google_office, noon, meet):
    met = meet(google_office, "frontdesk")
    google_office.desk(op="delete", id=met.entry)
    google_office.poll(noon + QUARTER)
    assert met.state() == WAITS


def test_of_two_entries_one_may_go(google_office, noon, meet):
    met = meet(google_office)
    google_office.book("Exam - Ana Ruiz 510-555-0142", ends_at=noon - HOUR)
    google_office.poll(noon)
    google_office.desk(op="delete", id=met.entry)
    google_office.poll(noon + QUARTER)
    assert met.state() == WAITS


def test_an_entry_about_somebody_else_by_now_stops_it(google_office, noon, meet):
    met = meet(google_office)
    google_office.desk(op="rename", id=met.entry, title="Cleaning - Bo Lang 510-555-0143")
    counts = google_office.poll(noon + QUARTER)
    assert (counts["canceled"], counts["accepted"]) == (1, 1)
    assert sorted(v["status"] for v in google_office.visits()) == ["queued", "skipped"]


def test_what_one_calendar_calls_off_another_that_still_shows_it_does_not_bring_back(
    google_office, noon, meet
):
    outlook = replace(google_office, source="outlook")
    outlook.desk("clear")
    outlook.connect()
    met = meet(google_office, "csv")
    copy = outlook.book(ends_at=noon - 2 * HOUR)
    outlook.poll(noon)
    outlook.desk(op="delete", id=copy)
    for quarter in range(1, 4):
        google_office.poll(noon + quarter * QUARTER)
        outlook.poll(noon + quarter * QUARTER)
        assert met.state() == OFF
    assert len(google_office.events("send_skipped")) == 1


def test_a_visit_that_waits_for_days_is_still_watched(google_office, noon, meet):
    met = meet(google_office)
    google_office.poll(noon + timedelta(days=3))
    google_office.desk(op="delete", id=met.entry)
    google_office.poll(noon + timedelta(days=4))
    assert met.state() == OFF


def test_what_was_sent_already_is_left_alone(google_office, noon, meet):
    met = meet(google_office)
    google_office.database.execute("update review_requests set status = 'sent', sent_at = now()")
    google_office.desk(op="delete", id=met.entry)
    assert "canceled" not in google_office.poll(noon + QUARTER)
    assert met.visit()["canceled_at"] is None


def test_the_same_listing_again_changes_nothing(google_office, noon, meet):
    meet(google_office)
    before = google_office.rows("select * from visit_sightings")
    for quarter in range(1, 4):
        google_office.poll(noon + quarter * QUARTER)
    assert google_office.rows("select * from visit_sightings") == before
    assert len(google_office.events("dedupe_skip")) == len(before) == 1
