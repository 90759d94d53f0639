"""A practice that hears of visits by calendar, list and front desk."""

import uuid
from datetime import timedelta

import pytest

from core.context import IntakeContext
from core.rules.visits.lists import parse_visits
from core.store.jobs import cancel_jobs
from core.store.practices import find_practice
from core.store.visit_changes import cancel_visits
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


QUEUED: list[tuple[str, str | None]] = [("queued", None)]
"""What `Office.requests` gives of one visit that nobody was asked about yet."""
