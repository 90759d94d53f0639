"""An entry that nobody can read costs itself at most, and is counted."""

from datetime import timedelta

import pytest

from core.providers.calendar_ports import entry_id

HOUR = timedelta(hours=1)
OWN_MAKING = ["tzone://Microsoft/Custom", "America/Los_Angeles"]


@pytest.fixture
def office(make_office):
    return make_office("outlook")


def test_its_visit_stays_as_it_is_and_the_reason_is_counted(office, noon):
    office.connect()
    office.book(ends_at=noon - HOUR)
    office.poll(noon)
    office.desk("settings", zone=OWN_MAKING)
    counts = office.poll(noon + HOUR / 4)
    assert (counts["polled"], counts["not_a_visit_unreadable"]) == (1, 1)
    [visit] = office.visits()
    assert (visit["canceled_at"], visit["job"]) == (None, "queued")
    office.desk("settings", zone=["UTC", "UTC"])
    assert "not_a_visit_unreadable" not in office.poll(noon + HOUR / 2)
    assert office.visits() == [visit]


def test_where_most_cannot_be_read_the_poll_fails_and_the_next_one_catches_up(office, noon):
    office.connect()
    for minutes in range(4):
        office.book(
            f"Ana Lopez 510-555-01{minutes}2", ends_at=noon - HOUR - timedelta(minutes=minutes)
        )
    office.desk("settings", zone=OWN_MAKING)
    assert office.poll(noon)["failed"] == 1
    office.desk("settings", zone=["UTC", "UTC"])
    assert office.poll(noon + HOUR)["accepted"] == 4


@pytest.mark.parametrize("item", [{}, {"id": ""}, {"id": "a\0b"}])
def test_an_id_that_cannot_be_kept_is_no_id(item):
    with pytest.raises((KeyError, ValueError)):
        entry_id(item)
