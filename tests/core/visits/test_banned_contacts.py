"""What forbids a text in one source ends what another had queued, and what comes later."""

import pytest

from core.rules.visits.lists import parse_visits
from core.visits.uploads import ingest_upload
from tests.core.visits.test_missed_visits import QUEUED, office  # noqa: F401 - a fixture


def suppressed(office) -> list[tuple[str, str]]:  # noqa: F811
    rows = office.rows("select channel, reason from suppressions where practice_id = %s order by 1")
    return [(row["channel"], row["reason"]) for row in rows]


def upload(office, heading: str, row: str):  # noqa: F811
    parsed = parse_visits(
        f"{heading}\n{row}\n".encode(), practice_zone=office.practice.zone, now=office.now
    )
    return ingest_upload(office.context, office.practice, parsed, dry_run=False)


@pytest.mark.parametrize(
    ("mark", "cell", "kept"),
    [
        ("Deceased", "true", [("email", "deceased"), ("sms", "deceased")]),
        ("Do not contact", "X", [("email", "no_contact_wanted"), ("sms", "no_contact_wanted")]),
        ("Do not text", "X", [("sms", "no_texts_wanted")]),
    ],
)
def test_a_mark_in_a_list_ends_what_a_calendar_had_queued(office, mark, cell, kept):  # noqa: F811
    office.hear("gcal", email="ana@example.com")
    assert office.requests() == QUEUED
    row = f"Ana,4155550132,ana@example.com,2/1/2026,{cell}"
    upload(office, f"First name,Phone,Email,Visit date,{mark}", row)
    assert ("skipped", "suppressed") in office.requests()
    assert suppressed(office) == kept
    jobs = office.rows("select status from jobs where practice_id = %s")
    assert "done" in {job["status"] for job in jobs}


def test_a_list_that_is_only_looked_at_ends_nothing(office):  # noqa: F811
    office.hear("gcal")
    office.upload("Ana (do not text),4155550132,,2/1/2026,Completed\n", dry_run=True)
    assert office.requests() == QUEUED
    assert suppressed(office) == []


def test_the_same_mark_again_changes_nothing(office):  # noqa: F811
    for _ in range(2):
        office.upload("Ana (do not text),4155550132,,2/1/2026,Completed\n")
    assert suppressed(office) == [("sms", "no_texts_wanted")]
