"""What was queued by one source is called off when another tells that nobody came."""

import uuid
from datetime import timedelta

import pytest

from core.context import IntakeContext
from core.rules.visits.lists import parse_visits
from core.store.jobs import cancel_jobs
from core.store.practices import find_practice
from core.store.visit_changes import cancel_visits
from core.visits.frontdesk import FrontdeskVisit, take_visit
from core.visits.intake import VisitInput, ingest_visit
from core.visits.uploads import ingest_upload

ZONE = "America/Los_Angeles"
HEADING = "First name,Phone,Email,Visit date,Status\n"


@pytest.fixture
def office(connection, config, sealer, now):
    """Give a practice that hears of visits by calendar, list and front desk."""
    return Office(connection, config, sealer, now)


class Office:
    def __init__(self, connection, config, sealer, now) -> None:
        self.id = uuid.uuid4()
        self.now = now
        connection.execute(
            "insert into practices (id, name, status, timezone) values (%s, 'Smile', 'active', %s)",
            (self.id, ZONE),
        )
        connection.execute("insert into settings (practice_id) values (%s)", (self.id,))
        self.context = IntakeContext(connection, config, sealer, now)
        self.practice = find_practice(connection, self.id)

    def hear(self, source: str = "gcal", **told) -> None:
        visit = {"first_name": "Ana", "phone_e164": "+14155550132", "email": None, "locale": None}
        visit |= {"occurred_at": self.now - timedelta(hours=1), "source_id": source} | told
        ingest_visit(
            self.context.connection, self.context.sealer, practice_id=self.id, zone=ZONE,
            delay_minutes=120, visit=VisitInput(source=source, **visit), now=self.now,
        )  # fmt: skip

    def upload(self, rows: str, *, dry_run: bool = False):
        parsed = parse_visits((HEADING + rows).encode(), practice_zone=ZONE, now=self.now)
        return ingest_upload(self.context, self.practice, parsed, dry_run=dry_run)

    def rows(self, statement: str) -> list[dict]:
        return self.context.connection.execute(statement.encode(), (self.id,)).fetchall()

    def requests(self) -> list[tuple[str, str | None]]:
        found = self.rows(
            "select status, reason from review_requests where practice_id = %s order by created_at, code"
        )
        return [(row["status"], row["reason"]) for row in found]

    def call_off(self) -> None:
        """Let the calendar drop its entry."""
        [visit] = self.rows("select id from visits where practice_id = %s")
        ended = cancel_visits(
            self.context.connection,
            practice_id=self.id,
            visit_ids=[visit["id"]],
            source="gcal",
            now=self.now,
        )
        cancel_jobs(
            self.context.connection, practice_id=self.id, request_ids=ended,
            reason="visit_canceled", now=self.now,
        )  # fmt: skip


QUEUED, SKIPPED = [("queued", None)], [("skipped", "visit_canceled")]


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
