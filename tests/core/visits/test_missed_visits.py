"""What was queued by one source is called off when another tells that nobody came."""

from datetime import timedelta

import pytest

from core.visits.frontdesk import FrontdeskVisit, take_visit
from tests.core.visits.conftest import QUEUED

SKIPPED = [("skipped", "visit_canceled")]


@pytest.mark.parametrize("status", ["Broken", "Cancelled by patient", "No Show", "Falto"])
@pytest.mark.parametrize("source", ["gcal", "outlook", "csv"])
def test_a_list_that_tells_of_a_missed_appointment_stops_what_is_queued(
    office, source, status
) -> None:
    office.hear(source, email="ana@example.com")
    outcome = office.upload(f"ANA,415-555-0132,,3/4/2026,{status}\n")
    assert [row.code for row in outcome.rejects] == ["visit_did_not_happen"]
    assert office.requests() == SKIPPED
    [job] = office.rows("select status from jobs where practice_id = %s")
    assert job["status"] == "done"
    [event] = office.rows(
        "select payload from events where practice_id = %s and type = 'send_skipped'"
    )
    assert event["payload"]["reason"] == "visit_canceled"
    office.upload("ANA,,ana@example.com,3/4/2026,Broken\n")
    assert (
        len(office.rows("select from events where practice_id = %s and type = 'send_skipped'")) == 1
    )


@pytest.mark.parametrize(
    "rows",
    [
        "Bo,415-555-0132,,3/4/2026,Broken\n",
        "Ana,415-555-0133,,3/4/2026,Broken\n",
        "Ana,415-555-0132,,3/3/2026,Broken\n",
        "Ana,415-555-0132,,3/4/2026,Rescheduled\n",
        "Ana,415-555-0132,,3/4/2026,Planned\n",
        "Ana,,,3/4/2026,Broken\n",
        "Ana,415-555-0132,,3/4/2026,Broken\nAna,4155550132,,3/4/2026,Complete\n",
    ],
    ids=[
        "another's", "another phone", "another day", "moved", "planned", "no contact",
        "came later that day",
    ],
)  # fmt: skip
def test_nobody_elses_appointment_stops_a_request(office, rows) -> None:
    office.hear()
    office.upload(rows)
    assert ("queued", None) in office.requests()


def test_who_was_seen_at_the_front_desk_did_come(office) -> None:
    office.hear("frontdesk")
    office.upload("Ana,415-555-0132,,3/4/2026,No Show\n")
    assert office.requests() == QUEUED


def test_a_dry_run_counts_what_would_be_called_off_and_calls_nothing_off(office) -> None:
    office.hear()
    row = "Ana,415-555-0132,,3/4/2026,Broken\n"
    assert office.upload(row, dry_run=True).called_off == 1
    assert office.requests() == QUEUED
    assert office.upload(row).called_off == 1
    assert office.upload(row).called_off == 0


def test_the_front_desk_brings_back_what_the_calendar_called_off(office) -> None:
    office.hear()
    office.call_off()
    assert office.requests() == SKIPPED
    visit = FrontdeskVisit("Ana", "+14155550132", None, office.now - timedelta(minutes=5), None)
    outcome = take_visit(office.context, office.practice, visit)
    assert (outcome.result, office.requests()) == ("duplicate", QUEUED)
    [job] = office.rows("select status, run_at from jobs where practice_id = %s")
    assert (job["status"], job["run_at"]) == ("queued", office.now + timedelta(minutes=115))
    office.call_off()
    office.upload("Ana,415-555-0132,,3/4/2026,No Show\n")
    assert office.requests() == QUEUED
